/** Weights to move: pillars, and inside each its indicators; siblings always sum to 100 %. */
import type { IndexWeight, Scored } from "../../api/types";
import { useText } from "../../i18n";
import { Fold } from "../../ui/fold";
import { Sliders } from "../../ui/sliders";
import { childrenOf, pillarsOf, rootOf, sharesOf, type Moved } from "./scores";

interface Props {
  scored: Scored;
  moved: Moved;
  onMove: (set: Moved) => void;
}

const setOf = (children: IndexWeight[], shares: number[]): Record<string, number> => Object.fromEntries(children.map((c, i) => [c.code, shares[i]!]));

export function Weights({ scored, moved, onMove }: Props) {
  const { t, pick } = useText();
  const { weights } = scored;
  const root = rootOf(weights);
  const pillars = pillarsOf(weights);
  const group = (parent: string) => {
    const children = childrenOf(weights, parent);
    return <Sliders rows={children.map((c) => ({ id: c.code, label: pick(c.label) }))} weights={sharesOf(weights, parent, moved).map((s) => s.share)} onChange={(shares) => onMove({ ...moved, [parent]: setOf(children, shares) })} />;
  };
  const equal = (): void => onMove(Object.fromEntries([root, ...pillars.map((p) => p.code)].map((parent) => {
    const children = childrenOf(weights, parent);
    return [parent, setOf(children, children.map(() => 1))];
  })));
  const touched = Object.keys(moved).length > 0;
  return (
    <Fold class="weights" title={t("index.weights")} aside={touched && <span class="cnt">{t("index.moved")}</span>}>
      {group(root)}
      <p class="row"><button disabled={!touched} onClick={() => onMove({})}>{t("index.reset")}</button><button onClick={equal}>{t("index.equal")}</button></p>
      <h3 class="inside">{t("index.inside")}</h3>
      {pillars.map((p) => (
        <details key={p.code} class="pillar">
          <summary>{pick(p.label)}{moved[p.code] && <span class="cnt">{t("index.moved")}</span>}</summary>
          {group(p.code)}
        </details>
      ))}
    </Fold>
  );
}
