/** What the method would have said of years that are known, beside two simple guesses. */
import type { HindcastRow, PathwayResult } from "../../api/types";
import { number } from "../../format";
import { useText } from "../../i18n";
import { Figure } from "../../ui/figure";
import { Skeleton } from "../../ui/skeleton";
import { Table } from "../../ui/table";
import type { PartProps } from "./parts";

const GUESSES = ["model", "no_change", "trend"] as const;

/** The guess with the smallest error. */
export function best(r: HindcastRow): (typeof GUESSES)[number] | null {
  const known = GUESSES.filter((g) => r[g] !== null);
  return known.length > 1 ? known.reduce((a, b) => (r[b]! < r[a]! ? b : a)) : null;
}

export function Past({ found, dim, credit, waiting }: Omit<PartProps, "found"> & { found: Pick<PathwayResult, "hindcast">; waiting: boolean }) {
  const { t, pick } = useText();
  const h = found.hindcast;
  if (!h) {
    return (
      <section class={`pan ${dim ? "dim" : ""}`} aria-label={t("pathway.past")}>
        <div class="ph"><h2>{t("pathway.past")}</h2></div>
        {waiting ? <Skeleton lines={4} /> : <p class="note">{t("pathway.past.elsewhere")}</p>}
      </section>
    );
  }
  const rows = h.rows.filter((r) => r.model !== null);
  const nearest = rows.filter((r) => best(r) === "model").length;
  const title = t("pathway.past.title", { last: rows[0]?.last ?? "", n: nearest, of: rows.length });
  const cell = (g: (typeof GUESSES)[number]) => (r: HindcastRow) => (best(r) === g ? <b>{said(r[g])}</b> : said(r[g]));
  return (
    <Figure class={dim ? "dim" : ""} title={title} note={pick(h.note)} credit={credit} drawn={false}
      numbers={{ columns: [t("pathway.past.what"), t("paths.pathway.columns.first_year"), t("pathway.past.model"), t("pathway.past.none"), t("pathway.past.trend")], rows: h.rows.map((r) => [pick(r.label), r.first, r.model, r.no_change, r.trend]) }}>
      <p class="note above">{t("pathway.past")} · {t("pathway.past.unit")}</p>
      <Table caption={title} rows={rows} rowKey={(r) => `${r.measure}.${r.first}`} columns={[
        { label: t("pathway.past.what"), cell: (r) => pick(r.label) },
        { label: t("paths.pathway.columns.first_year"), cell: (r) => r.first, numeric: true },
        { label: t("pathway.past.model"), cell: cell("model"), numeric: true },
        { label: t("pathway.past.none"), cell: cell("no_change"), numeric: true },
        { label: t("pathway.past.trend"), cell: cell("trend"), numeric: true },
      ]} />
    </Figure>
  );
}

const said = (v: number | null): string => number(v === null ? null : v * 100, 1);
