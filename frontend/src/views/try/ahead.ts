/** Which of several scenarios is ahead: where its worst case is above the best of all others, as policy briefs say it. */
import type { Span } from "../../api/types";
import { capital } from "../../format";
import { say } from "../../i18n/catalogues";
import { LETTERS, type Lang } from "../../state/types";

type Known = (Pick<Span, "low" | "high"> | null | undefined)[];

/** The place of the one that is ahead, −1 where none is; null while a range is not known. `way` −1: less is better. */
export function aheadOf(found: Known, way: 1 | -1): number | null {
  const ends = found.map((s) => (s && s.low !== null && s.high !== null ? [way * s.low, way * s.high] : null));
  if (ends.length < 2 || ends.includes(null)) return null;
  const [worst, best] = [Math.min, Math.max].map((pick) => ends.map((e) => pick(...e!)));
  return worst!.findIndex((v, k) => best!.every((b, n) => n === k || v > b));
}

/** That in a sentence, of CO2 and of real income. */
export function aheadText(co2: Known, income: Known, lang: Lang): string {
  const told = ([["co2", co2, -1], ["real_income", income, 1]] as const).flatMap(([name, found, way]) => {
    const at = aheadOf(found, way);
    const what = say(lang, `policybrief.lead.${name}`);
    if (at === null) return [];
    return [at < 0 ? say(lang, found.length > 2 ? "try.compare.level" : "policybrief.lead.level", { what }) : say(lang, "policybrief.lead.ahead", { what, who: LETTERS[at]! })];
  });
  return told.length ? capital(told.join(say(lang, "language.marks.semicolon"))) + say(lang, "language.marks.stop") : "";
}
