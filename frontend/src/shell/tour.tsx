/** Five steps that show what the cockpit does, on a live economy: `newind serve --demo`. */
import { useEffect, useState } from "preact/hooks";
import { useText } from "../i18n";
import { change } from "../state/store";
import { emptyScenario, type Scenario } from "../state/types";
import "./tour.css";

interface Step {
  /** What is pointed at. */
  at: string;
  /** What is set before it is shown. */
  scenarios?: Scenario[];
}

const packaged = (name: string): Scenario => ({ ...emptyScenario(), package: name, shocks: null });

const STEPS: Step[] = [
  { at: ".levers" },
  { at: ".cards4", scenarios: [packaged("carbon-market")] },
  { at: ".ban" },
  { at: ".cmp", scenarios: [packaged("carbon-market"), packaged("more-research")] },
  { at: ".tabs .primary" },
];

/** Frame a part of the page as soon as it is there. */
function usePointer(at: string): void {
  useEffect(() => {
    let lit: Element | null = null;
    const point = (): void => {
      const found = document.querySelector(at);
      if (!found || found === lit) return;
      lit?.classList.remove("lit");
      lit = found;
      found.classList.add("lit");
      found.scrollIntoView({ block: "center" });
    };
    point();
    const watch = new MutationObserver(point);
    watch.observe(document.body, { childList: true, subtree: true });
    return () => (watch.disconnect(), lit?.classList.remove("lit"));
  }, [at]);
}

export function Tour({ onEnd }: { onEnd: () => void }) {
  const { t } = useText();
  const [n, setN] = useState(0);
  const step = STEPS[n]!;
  usePointer(step.at);
  useEffect(() => {
    change(`tour.${n}`, (s) => ({ ...s, view: "try", ...(step.scenarios ? { scenarios: step.scenarios, active: 0 } : {}) }));
  }, [n]);
  const key = n + 1 as 1 | 2 | 3 | 4 | 5;
  const last = n === STEPS.length - 1;
  return (
    <section class="tour pan" role="dialog" aria-label={t("tour.title")} onKeyDown={(e) => e.key === "Escape" && onEnd()}>
      <p class="note">{t("tour.step", { n: key, total: STEPS.length })}</p>
      <h2>{t(`tour.${key}.title`)}</h2>
      <p aria-live="polite">{t(`tour.${key}.text`)}</p>
      <p class="row">
        <button class="primary" onClick={() => (last ? onEnd() : setN(n + 1))}>{t(last ? "tour.end" : "tour.next")}</button>
        {n > 0 && <button onClick={() => setN(n - 1)}>{t("tour.back")}</button>}
        {!last && <button class="link" onClick={onEnd}>{t("tour.skip")}</button>}
      </p>
    </section>
  );
}
