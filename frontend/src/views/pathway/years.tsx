/** The years as lines: a figure with the package and without, or how far they are apart. */
import { Years as Drawn, type Yearly } from "../../charts/yearly";
import { joined, number, percent, range as between } from "../../format";
import { useText } from "../../i18n";
import { useParam } from "../../state/store";
import { Behind } from "../../ui/behind";
import { Figure } from "../../ui/figure";
import { direction, hidden, inPlace } from "../../ui/rangebar";
import { Segmented } from "../../ui/segmented";
import type { PartProps } from "./parts";
import { Settled } from "./settled";

const BASE = 100;

export function Years({ found, dim, credit }: PartProps) {
  const { t, pick, lang } = useText();
  const [which, setWhich] = useParam("pathway.series", "real_income");
  const [as, setAs] = useParam("pathway.as", "change");
  const [from, setFrom] = useParam("pathway.from", "all");
  const known = found.series.filter((s) => (found.empty ? s.path : s.change).some((v) => v !== null));
  const shown = known.find((s) => s.id === which) ?? known[0]!;
  const stated = shown.path.some((v) => v !== null);
  const level = (as === "level" && stated) || found.empty;
  const drawn = found.draws?.series[shown.id]?.[level ? "level" : "change"] ?? null;
  const span = found.draws ? null : (found.range?.series[shown.id] ?? null);
  const [first, last] = [found.years[0]!, found.years.at(-1)!];
  const end = found.years.length - 1;
  const label = pick(shown.label);
  const seen = Math.min(found.observed_until[found.region] ?? first, last);
  const start = found.empty || found.start > last ? null : found.start;
  const index = (v: number | null): string => number(v === null ? null : v * BASE, 1);
  const figure = (v: number | null): string => (level ? index(v) : percent(v, 2, true));
  const sign = found.range?.series[shown.id]?.sign[end] ?? (shown.stated ? undefined : found.verdict);
  const way = direction(shown.change[end] ?? null, "none", sign);
  const ends = span && between(percent(span.low[end]!, 2, true), percent(span.high[end]!, 2, true), lang);
  const title = found.empty ? t("pathway.title.alone", { series: label, last, value: index(shown.baseline[end]!) })
    : level && shown.stated ? t("pathway.title.level", { series: label, last, value: index(shown.path[end]!), beside: index(shown.baseline[end]!) })
    : way === "pending" ? t("pathway.title.norange", { series: label, last })
    : way !== "unclear" ? t("pathway.title.change", { series: label, last, value: percent(shown.change[end]!, 2, true), range: ends ? ` (${ends})` : "" })
    : t("pathway.title.unclear", { series: label, last, sign: t(inPlace(sign)), range: ends ? t("pathway.title.within", { range: ends }) : "" });
  /** Whether the change of a year may not be stated, or has a range, and its sign is not sure there. */
  const unsure = (k: number): boolean => found.years[k]! >= found.start && (!shown.stated || (span !== null && hidden(direction(shown.change[k] ?? null, "none", span.sign[k]))));
  /** What is sure of a figure; files of the command have all. */
  const sure = (v: (number | null)[]): (number | null)[] => v.map((x, k) => (unsure(k) ? null : x));
  const [path, change] = [shown.stated ? shown.path : sure(shown.path), sure(shown.change)];
  const central = !found.empty && !span && !drawn && shown.stated;
  const bare = !found.empty && !level && !span && !drawn && !shown.stated;
  const zoomed = from === "start" && start !== null ? start - 1 : first;
  const scaled = (v: (number | null)[], by = BASE): (number | null)[] => v.map((x) => (x === null ? null : x * by));
  const moved = (v: (number | null)[]): (number | null)[] => v.map((x, k) => (x === null || shown.baseline[k] == null ? null : shown.baseline[k]! * (1 + x) * BASE));
  const followed = { name: t("pathway.line.path"), values: scaled(level ? path : change) };
  const base = { name: t("paths.pathway.lines.baseline"), values: scaled(shown.baseline), beside: true };
  const drawing: Yearly = {
    years: found.years, known: seen, start, from: zoomed, zero: !level,
    lines: found.empty ? [base] : [...(level ? [base] : []), ...(followed.values.at(-1) == null ? [] : [followed])],
    bands: drawn ? [[0, 4], [1, 3]].map(([lo, hi], k) => ({ name: t(k ? "paths.uncertainty.bands.inner" : "paths.uncertainty.bands.outer", { n: found.draws!.done }), low: scaled(drawn.values[lo!]!), high: scaled(drawn.values[hi!]!) }))
      : span ? [{ name: t("pathway.line.band", { n: found.range!.cases }), low: level ? moved(span.low) : scaled(span.low), high: level ? moved(span.high) : scaled(span.high) }] : [],
    words: { assumed: t("pathway.assumed"), begins: start === null ? "" : t("pathway.begins", { start }) },
    unit: level ? t("pathway.unit.level", { first }) : t("pathway.unit.change"),
    say: (v) => number(v, level ? 0 : Math.abs(v) < 0.1 && v !== 0 ? 2 : 1, !level),
    tip: (k) => [
      `${found.years[k]} · ${t(found.years[k]! <= seen ? "pathway.is.observed" : "pathway.assumed")}`,
      ...(found.empty || path[k] == null ? [] : [t("pathway.tip.path", { value: index(path[k]!) })]), ...(stated ? [t("pathway.tip.base", { value: index(shown.baseline[k]!) })] : []),
      ...(found.empty ? [] : [t("pathway.tip.change", { value: unsure(k) ? t(inPlace(span?.sign[k] ?? found.verdict)) : percent(shown.change[k]!, 2, true) }), ...(central ? [t("ui.central")] : [])]),
      ...(span && found.years[k]! >= found.start ? [t("pathway.tip.range", { range: between(percent(span.low[k]!, 2, true), percent(span.high[k]!, 2, true), lang) })] : []),
      ...(drawn ? [t("pathway.tip.draws", { n: found.draws!.done, range: between(figure(drawn.values[0]![k]!), figure(drawn.values[4]![k]!), lang), median: figure(drawn.values[2]![k]!) })] : []),
    ],
  };
  const cells = (k: number): (string | number | null)[] => [found.years[k]!, path[k]!, shown.baseline[k]!, change[k]!, ...(span ? [span.low[k]!, span.high[k]!] : []), ...(drawn ? drawn.values.map((v) => v[k]!) : []), t(found.years[k]! <= seen ? "pathway.is.observed" : "pathway.assumed")];
  const columns = [t("language.columns.headers.year"), t("pathway.col.path", { first }), t("pathway.col.base", { first }), t("language.columns.headers.change"), ...(span ? [t("col.low"), t("col.high")] : []), ...(drawn ? found.draws!.percentiles.map((p) => t("pathway.col.p", { p })) : []), t("paths.pathway.columns.basis")];
  const rows = found.years.map((_, k) => cells(k));
  const words = (c: string | number | null, j: number): string => (typeof c === "string" ? c : j === 0 ? String(c) : j < 3 || (drawn && level && j > 3) ? number(c, 3) : percent(c, 2, true));
  return (
    <>
    <Figure id="years" class={`years t-s3 ${dim ? "dim" : ""}`} title={title} central={central} drawn={!bare} note={joined([!bare && t("pathway.note"), span && pick(found.range!.note), drawn && pick(drawn.doubt), drawn && pick(found.draws!.note)], lang)} credit={credit} numbers={{ columns, rows }}
      tools={<span class="tools2">
        <Segmented label={t("pathway.series")} value={shown.id} onChange={setWhich} options={known.map((s) => ({ value: s.id, label: pick(s.label) }))} />
        {!found.empty && stated && <Segmented label={t("pathway.as")} value={level ? "level" : "change"} onChange={setAs} options={[{ value: "change", label: t("pathway.as.change") }, { value: "level", label: t("pathway.as.level") }]} />}
        {start !== null && <Segmented label={t("pathway.from")} value={from} onChange={setFrom} options={[{ value: "all", label: t("paths.pathway.heads.all_years") }, { value: "start", label: t("pathway.from.start", { start }) }]} />}
      </span>}>
      {bare ? <p class="bare">{t("pathway.bare")}</p> : <Drawn label={`${title}. ${label}`} {...drawing} />}
      <Behind caption={title} rows={rows.map((r) => r.map(words))} rowKey={(r) => r[0]!} columns={columns.map((c, k) => ({ label: c, cell: (r: string[]) => r[k], numeric: k > 0 && k < columns.length - 1 }))} />
    </Figure>
    {found.draws && <Settled draws={found.draws} id={shown.id} level={level} series={label} last={last} dim={dim} credit={credit} />}
    </>
  );
}
