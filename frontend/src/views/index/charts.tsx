/** The pictures of the index: ranks with intervals, pillars as a heat table, what holds the economy in focus back. */
import type { Scored, ScoredUnit } from "../../api/types";
import { Bars } from "../../charts/bars";
import { Ranked, type Row } from "../../charts/ranked";
import { Heat } from "../../charts/heat";
import { useWorld } from "../../context";
import { inside, joined, number, range } from "../../format";
import { useText } from "../../i18n";
import { useParam } from "../../state/store";
import { Figure } from "../../ui/figure";
import { Segmented } from "../../ui/segmented";
import { SourceButton, type Source } from "../../ui/source";
import { obstacles, pillarsOf, type Moved, type Rescored } from "./scores";
import { useCredit, useSources } from "../diagnose/sources";

export interface BoardProps {
  scored: Scored;
  rows: Rescored[];
  set: Moved;
  /** The answer that has intervals for the weights as they are. */
  ranged: Scored | null;
  /** Whether intervals are on their way. */
  pending: boolean;
  region: string;
}

const unitOf = (scored: Scored, code: string): ScoredUnit | undefined => scored.units.find((u) => u.code === code);

/** Where a score or a rank comes from. */
function useIndexSource(scored: Scored): (value: string, label: string, note?: string) => Source {
  const { t, pick, lang } = useText();
  const { meta } = useWorld();
  return (value, label, note) => ({ id: `index.${scored.id}`, value, label, formula: t("index.formula"), source: `${pick(scored.name)}. ${meta.source}`, year: scored.year, unit: t("index.points"), status: meta.status, note: joined([note, ...scored.notes.map(pick)], lang) });
}

export function Ranks({ scored, rows, ranged, pending, region }: BoardProps) {
  const { t, pick, lang } = useText();
  const { meta } = useWorld();
  const credit = useCredit();
  const source = useIndexSource(scored);
  const known = rows.filter((r) => r.score !== null);
  const me = known.find((r) => r.code === region);
  const spanOf = (code: string): ScoredUnit | undefined => (ranged ? unitOf(ranged, code) : undefined);
  const between = (code: string): string => {
    const span = spanOf(code)?.ranks;
    return span ? range(String(span[0]), String(span[1]), lang) : "";
  };
  const nameOf = (code: string): string => pick(unitOf(scored, code)?.label) || code;
  const dots: Row[] = known.map((r) => ({
    id: r.code, rank: String(r.rank), label: nameOf(r.code), value: r.score, low: spanOf(r.code)?.scores?.[0] ?? null, high: spanOf(r.code)?.scores?.[1] ?? null,
    text: between(r.code) || number(r.score, 1), me: r.code === region,
  }));
  const told = { region: nameOf(region), rank: me?.rank ?? "–", of: known.length, range: between(region), low: spanOf(region)?.ranks?.[0] ?? "", high: spanOf(region)?.ranks?.[1] ?? "" };
  const title = !me ? t("index.title.none") : told.range ? t("index.title.range", told) : t(pending ? "index.title.pending" : "index.title", told);
  const spans = dots.map((d) => spanOf(d.id));
  return (
    <Figure credit={credit(scored.year, meta.status)} class="t-index" title={title} note={joined([ranged ? t("index.ranks.note", { n: number(ranged.replications, 0) }) : t(pending ? "index.ranks.pending" : "index.ranks.norange"), pick(scored.note)], lang)}
      numbers={{ columns: [t("index.col.code"), t("index.col.economy"), t("index.col.rank"), t("index.col.score"), t("index.col.ranklow"), t("index.col.rankhigh"), t("index.col.low"), t("index.col.high")],
        rows: dots.map((d, i) => [d.id, d.label, Number(d.rank), d.value, spans[i]?.ranks?.[0] ?? null, spans[i]?.ranks?.[1] ?? null, d.low, d.high]) }}
      foot={me && <p class="from"><span class="id">{t("index.score")}{t("diagnose.colon")}<b class="num">{number(me.score, 1)}</b> <SourceButton source={source(number(me.score, 1), t("index.scoreof", { region: told.region }))} /></span>
        <span class="id">{t("index.rank")}{t("diagnose.colon")}<b class="num">{told.range || told.rank}</b> <SourceButton source={source(String(told.range || told.rank), t("index.rankof", { region: told.region }), ranged ? t("index.ranks.note", { n: number(ranged.replications, 0) }) : "")} /></span></p>}>
      <Ranked label={`${title}. ${dots.map((d) => `${d.rank} ${d.label} ${number(d.value, 1)}${d.text ? ` (${d.text})` : ""}`).join("; ")}`} rows={dots} head={ranged ? t("index.ranks") : t("index.score")} unit={t("index.scale", { low: scored.scale[0], high: scored.scale[1] })} />
    </Figure>
  );
}

export function Heatmap({ scored, rows, region }: BoardProps) {
  const { t, pick } = useText();
  const { meta } = useWorld();
  const credit = useCredit();
  const pillars = pillarsOf(scored.weights);
  const known = rows.filter((r) => r.score !== null);
  const me = known.find((r) => r.code === region);
  const places = pillars.map((p) => ({ label: pick(p.label), place: me && me.parts[p.code] !== null ? 1 + known.filter((r) => (r.parts[p.code] ?? -Infinity) > me.parts[p.code]!).length : null }));
  const ranked = places.filter((p): p is { label: string; place: number } => p.place !== null).sort((a, b) => a.place - b.place);
  const [best, worst] = [ranked[0], ranked.at(-1)];
  const name = pick(unitOf(scored, region)?.label);
  const title = best && worst && ranked.length > 1 ? t("index.heat.title", { region: name, best: best.label, bestrank: best.place, worst: worst.label, worstrank: worst.place }) : t("index.heat");
  const heat = known.map((r) => ({ id: r.code, label: pick(unitOf(scored, r.code)?.label) || r.code, values: pillars.map((p) => r.parts[p.code] ?? null), me: r.code === region }));
  return (
    <Figure credit={credit(scored.year, meta.status)} class="t-index" title={title} note={t("index.heat.note", { low: scored.scale[0], high: scored.scale[1] })}
      numbers={{ columns: [t("index.col.code"), t("index.col.economy"), ...pillars.map((p) => pick(p.label))], rows: heat.map((r) => [r.id, r.label, ...r.values]) }}>
      <Heat label={`${title}. ${me ? pillars.map((p) => `${pick(p.label)} ${number(me.parts[p.code] ?? null, 0)}`).join("; ") : ""}`} columns={pillars.map((p) => pick(p.label))} rows={heat} scale={scored.scale} />
    </Figure>
  );
}

/** Obstacles that are drawn. */
const SHOWN = 8;

export function Holds({ scored, rows, set, region }: BoardProps) {
  const { t, pick } = useText();
  const source = useSources();
  const credit = useCredit();
  const { meta } = useWorld();
  const [said, setWhich] = useParam("index.parts", "obstacles");
  const which = said === "pillars" ? "pillars" : "obstacles";
  const unit = unitOf(scored, region);
  const own = rows.find((r) => r.code === region);
  const label = (code: string): string => pick(scored.weights.find((w) => w.code === code)?.label) || code;
  if (!unit || !own || own.score === null) return null;
  const missing = obstacles(unit, scored.weights, set, scored.scale);
  const shown = missing.filter((o) => o.whole - o.has >= 0.05).slice(0, SHOWN);
  const first = missing[0];
  const lacking = missing.reduce((a, o) => a + o.whole - o.has, 0);
  const name = pick(unit.label);
  const title = first && lacking > 0 ? t("index.holds.title", { region: name, indicator: inside(label(first.code)), share: `${number(((first.whole - first.has) / lacking) * 100, 0)}%` }) : t("index.holds", { region: name });
  const bars = which === "pillars"
    ? Object.entries(own.contributions).map(([code, v]) => ({ id: code, label: label(code), value: v ?? 0, text: number(v, 1) }))
    : shown.map((o) => ({ id: o.code, label: label(o.code), value: o.has, whole: o.whole, text: `−${number(o.whole - o.has, 1)}` }));
  return (
    <Figure credit={credit(scored.year, meta.status)} class="t-index" title={title} note={t(which === "pillars" ? "index.parts.note" : "index.holds.note", { score: number(own.score, 1) })}
      numbers={{ columns: [t("index.col.code"), t("index.col.indicator"), t("index.col.pillar"), t("index.col.has"), t("index.col.whole"), t("index.col.missing")], rows: missing.map((o) => [o.code, label(o.code), label(o.pillar), o.has, o.whole, o.whole - o.has]) }}
      tools={<Segmented label={t("index.parts")} value={which} onChange={setWhich} options={[{ value: "obstacles", label: t("index.parts.obstacles") }, { value: "pillars", label: t("index.parts.pillars") }]} />}
      foot={which === "obstacles" && <p class="from">{shown.map((o) => {
        const score = number(unit.indicators[o.code] ?? null, 0);
        return <span key={o.code} class="id">{label(o.code)}{t("diagnose.colon")}<b class="num">{score}</b> <SourceButton source={source({ id: o.code, value: score, label: label(o.code), unit: t("index.points"), year: scored.year, status: meta.status, note: t("index.scored") })} /></span>;
      })}</p>}>
      <Bars label={`${title}. ${bars.map((b) => `${b.label} ${b.text}`).join("; ")}`} rows={bars} unit={t("index.points")} />
    </Figure>
  );
}
