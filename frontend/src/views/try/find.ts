/** Levers by what people call them: names and other words of both languages, whatever the language of the page. */
import type { Lever } from "../../api/types";

/** Words that say nothing alone. */
const SMALL = new Set(["a", "an", "and", "for", "in", "of", "on", "the", "to"]);

const plain = (text: string): string => text.normalize("NFKC").toLowerCase().replace(/[\s_]*&[\s_]*/g, "&");
const wordsOf = (text: string): string[] => plain(text).match(/[\p{L}\p{N}&]+/gu) ?? [];

/** Whether a lever is meant: each word asked for begins one of its words, or stands inside one that has no letters of the alphabet. */
export function fits(lever: Lever, asked: string): boolean {
  const own = [...Object.values(lever.label), ...lever.words, lever.id].flatMap(wordsOf);
  return wordsOf(asked).every((w) => SMALL.has(w) || own.some((o) => (/^[a-z\d&]+$/.test(w) ? o.startsWith(w) : o.includes(w))));
}
