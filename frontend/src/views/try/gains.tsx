/** Who gains and who loses, by industry of the economy in focus and by economy. */
import { useState } from "preact/hooks";
import type { Simulated, Span, T } from "../../api/types";
import { Ranks, type Rank } from "../../charts/ranks";
import { industryName, regionName, useWorld } from "../../context";
import { capital, change, spanText } from "../../format";
import { useText } from "../../i18n";
import { useAppState } from "../../state/store";
import { Figure } from "../../ui/figure";
import { direction, hidden, inPlace } from "../../ui/rangebar";
import { noneOf, whyOf } from "./why";

interface Props {
  central: Simulated;
  spans: Record<string, Span> | null;
  dim: boolean;
  credit: string;
}

const ENDS = 4;

interface Named {
  code: string;
  label: string;
  value: number | null;
}

/** Rows from the greatest gain to the greatest loss, each with its range where that is known. */
function useRanks(rows: Named[], spans: Record<string, Span> | null, focus: string, unsolved?: T | null): Rank[] {
  const said = useText();
  const { t, lang } = said;
  // of what is open the reason alone, after the colon of the verdict: the hatching says that it is open
  const verdict = (span: Span | undefined): string => [t(inPlace(span?.sign)).split(/[:：]\s*/).at(-1)!, span && spanText(span, "relative", lang)].filter(Boolean).join(" · ");
  const known = rows.filter((r): r is Named & { value: number } => r.value !== null);
  const ranks = known.sort((a, b) => b.value - a.value).map((r): Rank => {
    const span = spans?.[r.code];
    const drawn = span?.drawn ? span : null;
    const way = direction(r.value, "higher", span?.sign);
    return {
      id: r.code, label: r.label, value: r.value, low: drawn?.low ?? 0, high: drawn?.high ?? 0,
      way, why: span ? [t(inPlace(span.sign)), whyOf(span.sign, said, unsolved)].filter(Boolean).join(t("language.marks.colon")) : "", text: hidden(way) ? verdict(span) : span ? spanText(span, "relative", lang) : change(r.value, "relative", lang).text, me: r.code === focus,
    };
  });
  // who surely gains, then whose sign is unclear, then who surely loses
  const rank = (r: Rank): number => (hidden(r.way) ? 1 : r.value >= 0 ? 0 : 2);
  return ranks.sort((a, b) => rank(a) - rank(b) || b.value - a.value);
}

interface GainsProps extends Props {
  /** Its name in links that present or embed it. */
  id: string;
  rows: Rank[];
  title: string;
  unit: string;
  name: string;
  note?: string;
}

function Gains({ id, note, rows, spans, dim, credit, title, unit, name }: GainsProps) {
  const { t } = useText();
  const [all, setAll] = useState(false);
  const short = rows.length > 2 * ENDS + 2;
  const focus = rows.findIndex((r) => r.me);
  const at = (i: number): boolean => i < ENDS || i >= rows.length - ENDS || i === focus;
  const shown = all || !short ? rows : rows.filter((_, i) => at(i));
  const figures = rows.map((r) => {
    const span = spans?.[r.id];
    return [r.label, hidden(r.way) ? null : r.value, ...(span?.drawn ? [span.low, span.high] : [null, null])];
  });
  return (
    <Figure id={id} class={dim ? "dim" : ""} title={title} {...(note ? { note } : {})} numbers={{ columns: [name, unit, t("col.low"), t("col.high")], rows: figures }} credit={credit}
      foot={short && <p class="note">{!all && t("try.ends", { n: ENDS, total: rows.length })} <button class="link" aria-expanded={all} onClick={() => setAll(!all)}>{all ? t("try.showends") : t("try.showall", { total: rows.length })}</button></p>}>
      <Ranks label={`${title}. ${shown.map((r) => `${r.label} ${r.text}`).join("; ")}`} rows={shown} unit={unit} />
    </Figure>
  );
}

export function Industries(props: Props) {
  const { t, lang } = useText();
  const { meta } = useWorld();
  const { region } = useAppState();
  const rows = useRanks(props.central.industries.map((i) => ({ code: i.code, label: industryName(meta, i.code, lang), value: i.value_added })), props.spans, "");
  const [best, worst] = [rows[0], rows.at(-1)];
  const clear = best && worst && best.value > 0 && worst.value < 0 && !hidden(best.way) && !hidden(worst.way);
  const title = clear ? t("try.industries.title", { best: best.label, worst: worst.label }) : t("try.industries", { region: regionName(meta, region, lang) });
  return <Gains id="industries" {...props} rows={rows} title={title} unit={t("try.industries.unit")} name={t("language.columns.headers.industry")} />;
}

export function Economies(props: Props & { counted: T | null; unsolved: T | null }) {
  const { t, pick, lang } = useText();
  const { meta } = useWorld();
  const { region } = useAppState();
  const rows = useRanks(props.central.regions.map((r) => ({ code: r.code, label: regionName(meta, r.code, lang), value: r.real_income })), props.spans, region, props.unsolved);
  const title = props.counted ? capital(pick(props.counted)) : t("try.economies");
  return <Gains id="economies" {...props} rows={rows} title={title} note={props.spans ? noneOf(props.central, t) : ""} unit={t("try.economies.unit")} name={t("language.columns.headers.economy")} />;
}
