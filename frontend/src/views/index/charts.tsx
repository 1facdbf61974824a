/** The pictures of the index: ranks with intervals, pillars as a heat table, what holds the economy in focus back. */
import type { Scored, ScoredUnit } from "../../api/types";
import { Bars } from "../../charts/bars";
import { Ranked, type Row } from "../../charts/ranked";
import { Heat } from "../../charts/heat";
import { useWorld, yearStatus } from "../../context";
import { inside, joined, number, range } from "../../format";
import { useText } from "../../i18n";
import { useParam } from "../../state/store";
import { Figure } from "../../ui/figure";
import { Segmented } from "../../ui/segmented";
import { openSource, SourceButton, type Source } from "../../ui/source";
import { WHOLE } from "../../ui/weights";
import { obstacles, pillarsOf, rootOf, sharesOf, type Moved, type Rescored } from "./scores";
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

/** Status of the accounts of the scored year, which need not be the year that is looked at. */
function useStatus(scored: Scored): string {
  const { catalog, meta } = useWorld();
  return yearStatus(catalog, scored.on, scored.year, meta.status);
}

/** Where a score or a rank comes from; `part` is the pillar or indicator that it is of. */
function useIndexSource(scored: Scored): (value: string, label: string, note?: string, part?: string) => Source {
  const { t, pick, lang } = useText();
  const { meta } = useWorld();
  const status = useStatus(scored);
  return (value, label, note, part) => ({ id: ["index", scored.id, part].filter(Boolean).join("."), value, label, formula: t(part ? "index.formula.pillar" : "index.formula"), source: `${pick(scored.name)}. ${meta.source}`, year: scored.year, unit: t("index.points"), status, note: joined([note, ...scored.notes.map(pick)], lang) });
}

/** What a score is made of: the children of a pillar or of the index, each with its score and its weight. */
function useMadeOf(scored: Scored, set: Moved): (row: Rescored, parent?: string) => string {
  const { t, pick } = useText();
  return (row, parent = rootOf(scored.weights)) => {
    const indicators = unitOf(scored, row.code)?.indicators ?? {};
    const parts = sharesOf(scored.weights, parent, set).map(({ code, share }) => t("index.part", { name: pick(scored.weights.find((w) => w.code === code)?.label) || code, score: number(row.parts[code] ?? indicators[code] ?? null, 1), weight: number((share / WHOLE) * 100, 0) }));
    return t("index.madeof", { parts: parts.join(t("text.clauses")) });
  };
}

export function Ranks({ scored, rows, set, ranged, pending, region }: BoardProps) {
  const { t, pick, lang } = useText();
  const status = useStatus(scored);
  const credit = useCredit();
  const source = useIndexSource(scored);
  const madeOf = useMadeOf(scored, set);
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
  const ways = ranged ? t("index.ranks.note", { n: number(ranged.replications, 0) }) : "";
  // the name has its rank, the dot its score, and at the right stands the range of ranks where there is one
  const ranks = (r: Rescored, column: number): boolean => column === 0 || (column === 2 && between(r.code) !== "");
  const words = (r: Rescored, rank: boolean): [value: string, label: string] =>
    rank ? [between(r.code) || String(r.rank), t("index.rankof", { region: nameOf(r.code) })] : [number(r.score, 1), t("index.scoreof", { region: nameOf(r.code) })];
  const sourceOf = (r: Rescored, rank: boolean): Source => source(...words(r, rank), rank ? ways : madeOf(r));
  const say = (i: number, k: number): string => {
    const [value, label] = words(known[i]!, ranks(known[i]!, k));
    return t("index.cell", { label, value });
  };
  return (
    <Figure id="ranks" of={{ year: scored.year, status }} credit={credit(scored.year, status)} class="t-index" title={title} note={joined([ranged ? t("index.ranks.note", { n: number(ranged.replications, 0) }) : t(pending ? "index.ranks.pending" : "index.ranks.norange"), pick(scored.note)], lang)}
      numbers={{ columns: [t("diagnose.col.code"), t("language.columns.headers.economy"), t("index.col.rank"), t("language.columns.headers.score"), t("index.col.ranklow"), t("index.col.rankhigh"), t("index.col.low"), t("index.col.high")],
        rows: dots.map((d, i) => [d.id, d.label, Number(d.rank), d.value, spans[i]?.ranks?.[0] ?? null, spans[i]?.ranks?.[1] ?? null, d.low, d.high]) }}
      foot={me && <p class="from"><span class="id">{t("language.columns.headers.score")}{t("language.marks.colon")}<b class="num">{number(me.score, 1)}</b> <SourceButton source={sourceOf(me, false)} /></span>
        <span class="id">{t("index.rank")}{t("language.marks.colon")}<b class="num">{told.range || told.rank}</b> <SourceButton source={sourceOf(me, true)} /></span></p>}>
      <Ranked label={`${title}. ${dots.map((d) => `${d.rank} ${d.label} ${number(d.value, 1)}${d.text ? ` (${d.text})` : ""}`).join("; ")}`} rows={dots} head={ranged ? t("index.ranks") : t("language.columns.headers.score")} unit={t("index.scale", { low: scored.scale[0], high: scored.scale[1] })}
        cells={t("index.cells.ranks")} say={say} onOpen={(i, k) => openSource(sourceOf(known[i]!, ranks(known[i]!, k)))} />
    </Figure>
  );
}

export function Heatmap({ scored, rows, set, region }: BoardProps) {
  const { t, pick } = useText();
  const source = useIndexSource(scored);
  const madeOf = useMadeOf(scored, set);
  const status = useStatus(scored);
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
  const open = (i: number, k: number): void => {
    const [r, p] = [known[i]!, pillars[k]!];
    openSource(source(number(r.parts[p.code] ?? null, 1), t("index.pillarof", { region: heat[i]!.label, pillar: pick(p.label) }), madeOf(r, p.code), p.code));
  };
  return (
    <Figure id="parts" of={{ year: scored.year, status }} credit={credit(scored.year, status)} class="t-index" title={title} note={t("index.heat.note", { low: scored.scale[0], high: scored.scale[1] })}
      numbers={{ columns: [t("diagnose.col.code"), t("language.columns.headers.economy"), ...pillars.map((p) => pick(p.label))], rows: heat.map((r) => [r.id, r.label, ...r.values]) }}>
      <Heat label={`${title}. ${me ? pillars.map((p) => `${pick(p.label)} ${number(me.parts[p.code] ?? null, 0)}`).join("; ") : ""}`} columns={pillars.map((p) => pick(p.label))} rows={heat} scale={scored.scale} cells={t("index.cells.heat")} onOpen={open} />
    </Figure>
  );
}

/** Obstacles that are drawn. */
const SHOWN = 8;

export function Holds({ scored, rows, set, region }: BoardProps) {
  const { t, pick } = useText();
  const source = useSources();
  const scores = useIndexSource(scored);
  const madeOf = useMadeOf(scored, set);
  const credit = useCredit();
  const status = useStatus(scored);
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
    <Figure id="obstacles" of={{ year: scored.year, status }} credit={credit(scored.year, status)} class="t-index" title={title} note={t(which === "pillars" ? "index.parts.note" : "index.holds.note", { score: number(own.score, 1) })}
      numbers={{ columns: [t("diagnose.col.code"), t("source.indicator"), t("index.col.pillar"), t("index.col.has"), t("index.col.whole"), t("index.col.missing")], rows: missing.map((o) => [o.code, label(o.code), label(o.pillar), o.has, o.whole, o.whole - o.has]) }}
      tools={<Segmented label={t("index.parts")} value={which} onChange={setWhich} options={[{ value: "obstacles", label: t("index.parts.obstacles") }, { value: "pillars", label: t("index.parts.pillars") }]} />}
      foot={which === "pillars" ? <p class="from">{bars.map((b) => (
        <span key={b.id} class="id">{b.label}{t("language.marks.colon")}<b class="num">{b.text}</b> <SourceButton source={scores(b.text, t("index.pointsof", { region: name, pillar: b.label }), madeOf(own, b.id), b.id)} /></span>
      ))}</p> : <p class="from">{shown.map((o) => {
        const score = number(unit.indicators[o.code] ?? null, 0);
        return <span key={o.code} class="id">{label(o.code)}{t("language.marks.colon")}<b class="num">{score}</b> <SourceButton source={source({ id: o.code, value: score, label: label(o.code), unit: t("index.points"), year: scored.year, status, note: t("index.scored") })} /></span>;
      })}</p>}>
      <Bars label={`${title}. ${bars.map((b) => `${b.label} ${b.text}`).join("; ")}`} rows={bars} unit={t("index.points")} />
    </Figure>
  );
}
