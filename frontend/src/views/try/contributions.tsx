/** What each lever brings alone, and what they do together. */
import type { Running } from "../../api/hooks";
import type { Card, ContributionsResult, Outcome, Simulated, Span, T } from "../../api/types";
import { Waterfall, type Step } from "../../charts/waterfall";
import { change, fine, joined, number } from "../../format";
import { useText } from "../../i18n";
import { useParam } from "../../state/store";
import { ErrorPanel } from "../../ui/error";
import { Figure } from "../../ui/figure";
import { direction, hidden, type Direction } from "../../ui/rangebar";
import { Segmented } from "../../ui/segmented";
import { Skeleton } from "../../ui/skeleton";

/** Levers shown one by one; the smaller ones are added up. */
const MOST = 8;

interface Props {
  running: Running<ContributionsResult>;
  /** The contributions to the numbers that are result. */
  result: ContributionsResult | null;
  dim: boolean;
  central: Simulated;
  title: string;
  spans: Record<string, Span> | null;
  credit: string;
}

/** Direction and range of an outcome are those of the card that shows it. */
const cardOf = (o: Outcome, cards: Card[]): Card | undefined => cards.find((c) => c.id === o.id || c.id.endsWith(`.${o.id}_share`));

export function Contributions({ running, result, dim, central, title, spans, credit }: Props) {
  const { t, pick, lang } = useText();
  const [which, setWhich] = useParam("try.outcome", "");
  const wayOf = (o: Outcome): Direction => { const c = cardOf(o, central.cards); return direction(o.total, c?.better ?? "none", c && spans?.[c.id]?.sign); };
  const outcome = result?.outcomes.find((o) => o.id === which) ?? result?.outcomes.find((o) => !hidden(wayOf(o))) ?? result?.outcomes[0];
  if (!result || !outcome) {
    return (
      <section class="pan wide" aria-label={t("try.contrib.none")}>
        <div class="ph"><h2>{t("try.contrib.none")}</h2></div>
        {running.error ? <ErrorPanel error={running.error} onRetry={running.again} />
          : running.stopped ? <p class="note">{t("ui.stopped")} <button onClick={running.again}>{t("ui.resume")}</button></p>
          : <Skeleton lines={5} job={running.job} onStop={running.stop} />}
      </section>
    );
  }
  const card = cardOf(outcome, central.cards);
  const span = card && spans?.[card.id];
  const better = card?.better ?? "none";
  const said = (v: number): string => { const c = change(v, outcome.kind, lang, Math.max(2, fine(Math.abs(outcome.total ?? 0) * 100))); return c.text + (outcome.kind === "relative" ? "%" : ""); };
  const way = wayOf(outcome);
  const step = (label: string, v: number): Step => ({ label, value: v, text: said(v), way: direction(v, better, v > 0 ? "positive" : "negative") });
  const { large, rest, count } = sorted(outcome);
  const steps = [...large.map((p) => step(pick(p.label), p.value)), ...(count ? [step(t("try.contrib.rest", { n: count }), rest)] : []), ...(outcome.together !== null && outcome.parts.length > 1 ? [step(t("try.contrib.together"), outcome.together)] : [])];
  const total = { ...step(title, outcome.total ?? 0), ...(span && span.low !== null && span.high !== null ? { low: span.low, high: span.high } : {}) };
  const most = [...outcome.parts].sort((a, b) => Math.abs(b.value ?? 0) - Math.abs(a.value ?? 0))[0];
  const heading = most?.value && !hidden(way) ? t(most.value > 0 ? "try.contrib.up" : "try.contrib.down", { lever: pick(most.label), outcome: inSentence(outcome, t) }) : t("try.contrib.none");
  const through = outcome.parts.flatMap(({ label, mainly: by }) => (by ? [{ lever: pick(label), id: by.id, cause: pick(by.label) }] : []));
  const mainly = [...through.map((p) => t("try.contrib.mainly", p)), through.some((p) => p.id === "terms of trade") && t("try.contrib.terms")];
  const unit = outcome.kind === "points" ? t("try.contrib.points") : "%";
  const rows = [...outcome.parts.map((p) => [pick(p.label), p.value]), [t("try.contrib.together"), outcome.together], [title, outcome.total]] as (string | number | null)[][];
  return (
    <Figure id="contributions" class={`wide ${dim ? "dim" : ""}`} title={heading} note={joined([t("try.contrib.note"), result.failed.length > 0 && t("try.contrib.failed"), ...mainly], lang)} credit={credit}
      numbers={{ columns: [t("try.col.part"), `${pick(outcome.label)} (${outcome.kind})`], rows: hidden(way) ? [] : rows }}
      tools={<Segmented label={t("try.contrib.outcome")} value={outcome.id} onChange={setWhich} options={result.outcomes.map((o) => ({ value: o.id, label: pick(o.label) }))} />}>
      {hidden(way) ? <p class="note">{t(way === "pending" ? "ui.pending" : "ui.whole")}</p> : <Waterfall label={`${heading}. ${steps.map((s) => `${s.label} ${s.text}`).join("; ")}; ${total.label} ${total.text}`} steps={steps} total={total}
        axis={(v) => `${number(v * 100, fine(100 * Math.max(...[total.value, total.low ?? 0, total.high ?? 0].map(Math.abs))))}${unit}`} />}
    </Figure>
  );
}

/** The parts that matter from the greatest gain to the greatest loss, and the sum of the small ones. */
function sorted(o: Outcome): { large: { label: T; value: number }[]; rest: number; count: number } {
  const known = o.parts.filter((p): p is typeof p & { value: number } => p.value !== null).sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const most = known.length > MOST + 1 ? MOST : known.length;
  const small = known.slice(most);
  return { large: known.slice(0, most).sort((a, b) => b.value - a.value), rest: small.reduce((a, p) => a + p.value, 0), count: small.length };
}

/** An outcome inside a sentence. */
function inSentence(o: Outcome, t: ReturnType<typeof useText>["t"]): string {
  if (o.id === "real_income") return t("try.income");
  return t(o.id === "co2" ? "try.emissions" : "try.manufacturing");
}
