/** What each mechanism adds to real income of the last year; each can be switched off. */
import { Waterfall, type Step } from "../../charts/waterfall";
import { number, percent } from "../../format";
import { useText } from "../../i18n";
import { useParam } from "../../state/store";
import { Figure } from "../../ui/figure";
import { direction, hidden } from "../../ui/rangebar";
import { Skeleton } from "../../ui/skeleton";
import { listOf, toggled } from "./asked";
import type { PartProps } from "./parts";

/** Changes of real income below this are none. */
const NONE = 1e-7;

function Switches({ found }: { found: PartProps["found"] }) {
  const { t, pick } = useText();
  const [off, setOff] = useParam("pathway.off", "");
  const list = listOf(off);
  return (
    <fieldset class="switches">
      <legend>{t("pathway.mech.switch")}</legend>
      {found.working.map((m) => <label key={m.id} class="check"><input type="checkbox" checked={!list.includes(m.id)} onChange={() => setOff(toggled(list, m.id))} /> {pick(m.label)}</label>)}
    </fieldset>
  );
}

export function Mechanisms({ found, dim, credit, waiting }: PartProps & { waiting: boolean }) {
  const { t, pick } = useText();
  const last = found.years.at(-1)!;
  const heading = t("pathway.mech", { last });
  const m = found.mechanisms;
  if (!m || m.failed.length) {
    return (
      <section class={`pan ${dim ? "dim" : ""}`} aria-label={heading}>
        <div class="ph"><h2>{heading}</h2></div>
        {m ? <p class="note">{t("pathway.mech.failed")}</p> : waiting ? <Skeleton lines={5} /> : <p class="note">–</p>}
        <Switches found={found} />
      </section>
    );
  }
  const step = (label: string, v: number): Step => ({ label, value: v, text: percent(v, 2, true), way: Math.abs(v) < NONE ? "neither" : direction(v, "higher", v > 0 ? "positive" : "negative") });
  const parts = m.parts.filter((p) => !found.off.includes(p.id));
  const steps = parts.map((p) => step(pick(p.label), p.value));
  const sign = found.range?.series.real_income?.sign.at(-1) ?? found.verdict;
  const unclear = hidden(direction(m.total ?? 0, "higher", sign));
  const total = step(t("pathway.total"), m.total ?? 0);
  const most = [...parts].sort((a, b) => b.value - a.value)[0];
  const title = most && !unclear && most.value > NONE ? t("pathway.mech.title", { part: pick(most.label), last }) : heading;
  return (
    <Figure id="mechanisms" class={dim ? "dim" : ""} title={title} central={!unclear} note={t("pathway.mech.note")} credit={credit}
      numbers={{ columns: [t("paths.pathway.columns.mechanism"), t("pathway.mech.added")], rows: unclear ? [] : [...m.parts.map((p) => [pick(p.label), p.value]), [t("pathway.total"), m.total ?? null]] }} foot={<Switches found={found} />}>
      {unclear ? <p class="note">{t("ui.whole")}</p> : <Waterfall label={`${title}. ${steps.map((s) => `${s.label} ${s.text}`).join("; ")}; ${total.label} ${total.text}`} steps={steps} total={total}
        axis={(v) => `${number(v * 100, Math.abs(v) < 0.0095 && v !== 0 ? 2 : 1)}%`} />}
    </Figure>
  );
}
