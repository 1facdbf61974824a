/** Values beyond what is usual or by law: at the lever, and where the answer stands. */
import type { Lever } from "../../api/types";
import { useText } from "../../i18n";
import type { Shock } from "../../state/types";
import { useBench } from "./bench";
import { shockText } from "./words";

/** The farthest of a lever's reference values in the direction of a value, where that goes beyond it. */
export function farthest(lever: Lever, { mode, value }: Shock): Lever["explanation"]["marks"][number] | null {
  const along = (mode ?? lever.modes[0]) === "add" ? lever.explanation.marks.filter((m) => m.value * value > 0) : [];
  const [mark] = along.sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  return mark && Math.abs(value) > Math.abs(mark.value) ? mark : null;
}

/** Which levers of the open scenario go beyond their reference values. */
export function Beyond() {
  const { t, pick, lang } = useText();
  const { levers, shocks } = useBench();
  const told = shocks.flatMap((shock) => {
    const lever = levers.find((l) => l.id === shock.lever);
    const mark = lever && farthest(lever, shock);
    const said = (value: number): string => shockText({ ...shock, value }, lever, lang);
    return mark ? [t("try.beyond.each", { lever: pick(lever!.label), value: said(shock.value), usual: said(mark.value), mark: pick(mark.label) })] : [];
  });
  return told.length > 0 ? <p class="note">▲ {t("try.beyond", { which: [...new Set(told)].join(t("language.marks.semicolon")) })}</p> : null;
}
