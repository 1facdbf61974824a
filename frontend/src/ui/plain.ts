/** Errors in words: names in the place of ids and codes, and nothing that only programs or the command line understand. */
import { ENGLISH, textIn, type Said } from "../i18n/catalogues";
import type { Lang } from "../state/types";

const names = new Map<string, Said>();

/** Names of codes and ids, as they are loaded. */
export function learn(rows: ({ code: string } & Said)[], levers: { id: string; label: Said }[] = []): void {
  for (const row of rows) names.set(row.code, row);
  for (const lever of levers) names.set(lever.id, lever.label);
}

/** Ids with an underscore, codes of economies, provinces and industries: nothing that is a word too. */
const CODES = /\b(?:[a-z]+(?:_[a-z]+)+|[A-Z]{3}|CN-[A-Z]{2,4}|c\d{1,2})\b/g;
const TECHNICAL = /\w_\w|\w\.\w+\.\w|\w\(|(?:^|\s)--\w|[a-z]\.[a-z]|\bnewind (?:data|groups|indicators|levers|paper|redesign|register)\b|\b(?:JSON|NaN|pydantic)\b|^(?:Input|Field|String) |: (?:Input|Field|String) /;

/** A message without what only programs understand; empty where nothing is left of it. */
export function plainly(said: string, lang: Lang): string {
  const words = said
    .replace(/^shock \d+(?: \(\w+\))?: |^第\d+项冲击(?:（[^）]*）)?：/, "")
    .replace(/ ?\((?:set|add|scale)\)|（(?:set|add|scale)）/g, "")
    .replace(/\bshock (\d+)/g, "lever $1")
    .replace(/第(\d+)项冲击/g, "第$1项政策工具")
    .replace(CODES, (code) => textIn(names.get(code), lang) || code)
    .replace(/'([^']+)'/g, lang === ENGLISH ? "“$1”" : "$1");
  const kept = words.split(/(?<=[.?!])\s+|(?<=[。？！])/).filter((sentence) => sentence && !TECHNICAL.test(sentence));
  const text = kept.join(lang === ENGLISH ? " " : "");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
