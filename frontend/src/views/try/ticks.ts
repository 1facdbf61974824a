/** Reference values under a slider: where nothing changes, what is usual or by law, and its ends where there is room. */
import type { Lever } from "../../api/types";
import { textIn } from "../../i18n/catalogues";
import type { Lang, Shock } from "../../state/types";
import type { Scale } from "./scenario";
import { valueText } from "./words";

export interface Tick {
  /** In per cent of the slider. */
  at: number;
  text: string;
  /** Where the text stands on its place. */
  side: "start" | "middle" | "end";
}

/** Room that a text takes, in per cent of the slider: a wide letter counts twice. */
const room = (text: string): number => 4 * [...text].reduce((n, c) => n + (c > "\u2e80" ? 2 : 1), 0);

/** Ticks that do not run into each other; what is usual goes before rest, and rest before ends. */
export function ticksOf(lever: Lever, shock: Shock, scale: Scale, lang: Lang): Tick[] {
  const own = (shock.mode ?? lever.modes[0]) === "add";
  const marks = own ? lever.explanation.marks.map((m) => ({ value: m.value, text: `${valueText(m.value, scale)} ${textIn(m.label, lang)}` })) : [];
  const wanted = [...marks, ...[scale.neutral, scale.min, scale.max].map((value) => ({ value, text: valueText(value, scale) }))];
  const taken: { from: number; to: number; tick: Tick }[] = [];
  for (const { value, text } of wanted) {
    if (value < scale.min || value > scale.max) continue;
    const at = (100 * (value - scale.min)) / (scale.max - scale.min);
    const half = room(text) / 2;
    const side = at < half ? "start" : at > 100 - half ? "end" : "middle";
    const from = side === "start" ? at : side === "end" ? at - 2 * half : at - half;
    if (taken.some((t) => from < t.to + 2 && t.from < from + 2 * half + 2)) continue;
    taken.push({ from, to: from + 2 * half, tick: { at, text, side } });
  }
  return taken.map((t) => t.tick).sort((a, b) => a.at - b.at);
}
