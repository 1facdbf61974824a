/** Values beyond what is usual, by law or on a slider: at the lever, and where the answer stands. */
import type { Lever } from "../../api/types";
import { useText } from "../../i18n";
import { say, textIn } from "../../i18n/catalogues";
import type { Lang, Shock } from "../../state/types";
import { useBench } from "./bench";
import { scaleOf } from "./scenario";
import { shockText } from "./words";

/** The farthest of a lever's reference values in the direction of a value, where that goes beyond it. */
export function farthest(lever: Lever, { mode, value }: Shock): Lever["explanation"]["marks"][number] | null {
  const along = (mode ?? lever.modes[0]) === "add" ? lever.explanation.marks.filter((m) => m.value * value > 0) : [];
  const [mark] = along.sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  return mark && Math.abs(value) > Math.abs(mark.value) ? mark : null;
}

/** The end of the slider of a lever that a value is beyond. */
function endBeyond(lever: Lever, shock: Shock): number | null {
  if (!lever.slider) return null;
  const scale = (shock.mode ?? lever.modes[0]) === (lever.slider.shock.mode ?? "set") ? scaleOf(lever, null) : scaleOf(lever, shock);
  return shock.value > scale.max ? scale.max : shock.value < scale.min ? scale.min : null;
}

/** What a value is beyond, in words: a reference value, else the end of the slider; empty where neither. */
export function usualBeyond(lever: Lever, shock: Shock, lang: Lang): string {
  const said = (value: number): string => shockText({ ...shock, value }, lever, lang);
  const mark = farthest(lever, shock);
  if (mark) return say(lang, "try.beyond.mark", { value: said(mark.value), mark: textIn(mark.label, lang) });
  const end = endBeyond(lever, shock);
  return end === null ? "" : say(lang, "try.beyond.end", { end: said(end) });
}

/** Which levers of the open scenario go beyond what is usual. */
export function Beyond() {
  const { t, pick, lang } = useText();
  const { levers, shocks } = useBench();
  const told = shocks.flatMap((shock) => {
    const lever = levers.find((l) => l.id === shock.lever);
    const usual = lever && usualBeyond(lever, shock, lang);
    return usual ? [t("try.beyond.each", { lever: pick(lever!.label), value: shockText(shock, lever, lang), usual })] : [];
  });
  return told.length > 0 ? <p class="note">▲ {t("try.beyond", { which: [...new Set(told)].join(t("language.marks.semicolon")) })}</p> : null;
}
