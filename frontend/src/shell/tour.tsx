/** Six steps through the places, on a live economy: from Start, or `newind serve --demo`. */
import { useEffect, useState } from "preact/hooks";
import words from "virtual:messages/tour";
import { useText } from "../i18n";
import { addMessages } from "../i18n/catalogues";
import { change } from "../state/store";
import { emptyScenario, type Scenario, type View } from "../state/types";
import "./tour.css";

addMessages(words);

interface Step {
  view: View;
  /** What is pointed at. */
  at: string;
  /** What is set before it is shown. */
  scenarios?: Scenario[];
  /** Whether the box stands at the left, as what is pointed at stands at the right. */
  left?: true;
}

const packaged = (name: string): Scenario => ({ ...emptyScenario(), package: name, shocks: null });

const STEPS: Step[] = [
  { view: "now", at: ".goals, .nowp .pan" },
  { view: "dependence", at: ".depth .pan" },
  { view: "try", at: ".levers" },
  { view: "try", at: ".cards4", scenarios: [packaged("carbon-market")], left: true },
  { view: "try", at: ".cmp", scenarios: [packaged("carbon-market"), packaged("more-research")], left: true },
  { view: "try", at: ".tabs .primary", left: true },
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
      found.scrollIntoView({ block: found.getBoundingClientRect().height > innerHeight / 2 ? "start" : "center" });
    };
    point();
    const watch = new MutationObserver(point);
    watch.observe(document.body, { childList: true, subtree: true });
    return () => (watch.disconnect(), lit?.classList.remove("lit"));
  }, [at]);
}

export function Tour({ onClose: onEnd }: { onClose: () => void }) {
  const { t } = useText();
  const [n, setN] = useState(0);
  const step = STEPS[n]!;
  usePointer(step.at);
  useEffect(() => {
    change(`tour.${n}`, (s) => ({ ...s, view: step.view, ...(step.scenarios ? { scenarios: step.scenarios, active: 0 } : {}) }));
  }, [n]);
  const key = n + 1 as 1 | 2 | 3 | 4 | 5 | 6;
  const last = n === STEPS.length - 1;
  return (
    <section class={`tour pan ${step.left ? "left" : ""}`} role="dialog" aria-label={t("tour.title")} onKeyDown={(e) => e.key === "Escape" && onEnd()}>
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
