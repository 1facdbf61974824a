/** The figures of one section: value, year, age, source, and the course since 1990. */
import type { NowFigure, NowPage } from "../../api/types";
import { Sparks } from "../../charts/sparks";
import { useText } from "../../i18n";
import { Behind } from "../../ui/behind";
import { Figure } from "../../ui/figure";
import { openSource, type Source } from "../../ui/source";
import { Num } from "../explore/num";
import { ageOf, said, whenOf, yearOf } from "./words";
import { inside, joined } from "../../format";

const FIRST = 1990;
/** Each section has the hue of the characteristic that it is nearest to. */
const HUES: Record<string, string> = { income: "t-quality", industry: "t-digital", people: "t-people", trade: "t-open", carbon: "t-green" };

/** Where a figure comes from. */
export function useOrigin(page: NowPage): (f: NowFigure) => Source {
  const text = useText();
  const { t, pick, lang } = text;
  return (f) => {
    const of = page.sources[f.source]!;
    return {
      value: said(f.value, f, text), label: `${pick(page.economy)}${t("language.marks.colon")}${pick(f.label)}`, id: f.id, formula: "", year: yearOf(f), unit: pick(page.units[f.unit]), status: f.status,
      source: `${lang === "zh" ? of.zh : `${of.author}: ${of.title}`} (${of.date})`,
      note: f.world ? t("now.world.note", { value: said(f.world.value, f, text), year: f.world.year, age: f.age.toFixed(1), date: page.date }) : "",
    };
  };
}

export function Section({ page, id, figures, note = "" }: { page: NowPage; id: string; figures: NowFigure[]; note?: string }) {
  const text = useText();
  const { t, pick, lang } = text;
  const origin = useOrigin(page);
  const value = (f: NowFigure): string => said(f.value, f, text);
  const first = figures[0]!;
  const years = figures.flatMap((f) => [...Object.keys(f.series), ...Object.keys(f.projections)].map(Number)).filter((y) => y >= FIRST);
  const last = Math.max(...years);
  const every = Array.from({ length: last - FIRST + 1 }, (_, k) => FIRST + k);
  const short = (f: NowFigure): string => page.sources[f.source]!.short;
  const title = t("now.section", { section: pick(page.sections[id]), label: lang === "en" ? inside(pick(first.label)) : pick(first.label), value: value(first), year: lang === "zh" ? first.year : yearOf(first) });
  const words = (f: NowFigure): string => t("now.said", { label: pick(f.label), value: value(f), year: yearOf(f), age: f.age.toFixed(1) });
  return (
    <Figure id={`now-${id}`} class={HUES[id] ?? "t-index"} title={title} note={joined([t("now.note"), note], lang)} credit={[...new Set(figures.map((f) => origin(f).source))].join("; ")}
      numbers={{
        columns: [t("now.col.figure"), t("language.columns.headers.value"), t("col.unit"), t("language.columns.headers.year"), t("source.status"), t("now.col.age"), t("source.source"), t("now.page.world"), t("now.col.world.year"), ...every.map(String)],
        rows: figures.map((f) => [pick(f.label), f.value, f.unit, f.year, f.status, f.age, origin(f).source, f.world?.value ?? null, f.world?.year ?? null, ...every.map((y) => f.series[y] ?? null)]),
      }}
      foot={<Behind caption={title} rows={figures} rowKey={(f) => f.id} columns={[
        { label: t("now.col.figure"), cell: (f) => pick(f.label) }, { label: t("language.columns.headers.value"), numeric: true, cell: (f) => <Num source={origin(f)} /> },
        { label: t("language.columns.headers.year"), numeric: true, cell: yearOf }, { label: t("now.col.age"), numeric: true, cell: ageOf }, { label: t("source.source"), cell: short },
        { label: t("now.page.world"), numeric: true, cell: (f) => (f.world ? `${said(f.world.value, f, text)} (${f.world.year})` : "–") },
      ]} />}>
      <Sparks label={`${title}. ${figures.map(words).join("; ")}`} first={FIRST} last={last} cells={title} say={(i) => words(figures[i]!)} onOpen={(i) => openSource(origin(figures[i]!))}
        heads={{ year: t("now.head.year"), age: t("now.head.age"), source: t("now.head.source") }}
        rows={figures.map((f) => ({ id: f.id, label: pick(f.label), series: f.series, projections: f.projections, text: value(f), year: yearOf(f), age: ageOf(f), source: short(f), when: whenOf(f, short(f), text) }))} />
    </Figure>
  );
}
