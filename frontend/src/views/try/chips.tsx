/** Levers that are moved, as chips: each resets its lever; on phones the levers themselves are at the end of the page. */
import { useText } from "../../i18n";
import { drop, useBench } from "./bench";
import { neutralOf } from "./scenario";
import { shockText } from "./words";

export const LEVERS = "levers";

export function Chips() {
  const { t, pick, lang } = useText();
  const { levers, packages, shocks } = useBench();
  return (
    <p class="chips">
      {shocks.map((s, i) => {
        const lever = levers.find((l) => l.id === s.lever);
        if (!lever || s.value === neutralOf(s, lever)) return null;
        return (
          <button key={i} aria-label={t("try.reset", { lever: `${pick(lever.label)} ${shockText(s, lever, lang)}` })} onClick={() => drop(i, packages)}>
            {pick(lever.label)} {shockText(s, lever, lang)}<b aria-hidden="true">×</b>
          </button>
        );
      })}
      <button onClick={() => document.getElementById(LEVERS)?.scrollIntoView({ behavior: "smooth" })}>{t("try.chips.all")} <span aria-hidden="true">↓</span></button>
    </p>
  );
}
