/** Figures of the economy's own statistical offices, newer than those of sources that cover the world. */
import type { NationalFigure, NowPage } from "../../api/types";
import { Sparks } from "../../charts/sparks";
import { inside, number, quantity } from "../../format";
import { useText } from "../../i18n";
import { Behind } from "../../ui/behind";
import { Figure } from "../../ui/figure";
import { openSource, type Source } from "../../ui/source";
import { Num } from "../explore/num";
import { ageOf, whenOf } from "./words";

export function National({ page }: { page: NowPage }) {
  const text = useText();
  const { t, pick, lang } = text;
  const rows = page.national;
  const first = rows[0];
  if (!first) return null;
  const value = (f: NationalFigure): string => {
    const unit = pick(f.unit_label);
    const value = number(f.value, f.digits);
    return unit && unit !== "%" ? quantity(value, unit, lang) : value + unit;
  };
  const origin = (f: NationalFigure): Source => ({
    value: value(f), label: `${pick(page.economy)}${t("language.marks.colon")}${pick(f.label)}`, id: f.id, formula: "", year: f.year, unit: pick(f.unit_label), status: "observed", source: `${pick(f.source)} (${f.date})`,
  });
  const years = rows.flatMap((f) => Object.keys(f.series).map(Number));
  const [from, to] = [Math.min(...years), Math.max(...years)];
  const every = Array.from({ length: to - from + 1 }, (_, k) => from + k);
  const title = t("now.section", { section: t("now.page.national"), label: lang === "en" ? inside(pick(first.label)) : pick(first.label), value: value(first), year: first.year });
  const words = (f: NationalFigure): string => t("now.said", { label: pick(f.label), value: value(f), year: f.year, age: f.age.toFixed(1) });
  return (
    <Figure id="national" class="t-index" title={title} note={t("now.national.note")} credit={[...new Set(rows.map((f) => origin(f).source))].join("; ")}
      numbers={{
        columns: [t("now.col.figure"), t("language.columns.headers.value"), t("col.unit"), t("language.columns.headers.year"), t("now.col.age"), t("source.source"), t("paths.roadmap.columns.date"), ...every.map(String)],
        rows: rows.map((f) => [pick(f.label), f.value, f.unit, f.year, f.age, pick(f.source), f.date, ...every.map((y) => f.series[y] ?? null)]),
      }}
      foot={<Behind caption={title} rows={rows} rowKey={(f) => f.id} columns={[
        { label: t("now.col.figure"), cell: (f) => pick(f.label) }, { label: t("language.columns.headers.value"), numeric: true, cell: (f) => <Num source={origin(f)} /> },
        { label: t("language.columns.headers.year"), numeric: true, cell: (f) => f.year }, { label: t("now.col.age"), numeric: true, cell: ageOf }, { label: t("source.source"), cell: (f) => f.short }, { label: t("paths.roadmap.columns.date"), cell: (f) => f.date },
      ]} />}>
      <Sparks label={`${title}. ${rows.map(words).join("; ")}`} first={from} last={to} cells={title} say={(i) => words(rows[i]!)} onOpen={(i) => openSource(origin(rows[i]!))}
        heads={{ year: t("now.head.year"), age: t("now.head.age"), source: t("now.head.source") }}
        rows={rows.map((f) => ({ id: f.id, label: pick(f.label), series: f.series, projections: {}, text: value(f), year: String(f.year), age: ageOf(f), source: f.short, when: whenOf({ ...f, status: "observed" }, f.short, text) }))} />
    </Figure>
  );
}
