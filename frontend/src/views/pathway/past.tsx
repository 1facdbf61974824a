/** How far off levels were in the past, beside the best simple guess: which of them may be stated. */
import type { PathwayResult } from "../../api/types";
import { number } from "../../format";
import { useText } from "../../i18n";
import { Figure } from "../../ui/figure";
import { Table } from "../../ui/table";
import type { PartProps } from "./parts";

export function Past({ found, dim, credit }: Omit<PartProps, "found"> & { found: Pick<PathwayResult, "hindcast"> }) {
  const { t, pick } = useText();
  const { rows, note } = found.hindcast;
  const own = rows.filter((r, k) => rows.findIndex((x) => x.measure === r.measure) === k);
  const title = t("pathway.past.title", { n: own.filter((r) => !r.refused).length, of: own.length });
  const verdict = (refused: boolean): string => t(refused ? "paths.skills.values.verdict.refused" : "paths.skills.values.verdict.stated");
  const sized = (skill: number | null): string => (skill === null ? "–" : t(`paths.skills.lines.${skill < 0 ? "larger" : "smaller"}`, { share: `${number(Math.abs(skill) * 100, 0)}%` }));
  const heads = [t("paths.skills.columns.measure"), t("paths.skills.columns.row"), t("paths.skills.short.conditional"), t("paths.skills.short.unconditional"), t("paths.skills.short.best_error"), t("paths.skills.columns.skill")];
  return (
    <Figure class={dim ? "dim" : ""} title={title} note={pick(note)} credit={credit} drawn={false}
      numbers={{ columns: heads, rows: rows.map((r) => [pick(r.label), pick(r.row), r.conditional, r.unconditional, r.best_error, r.skill]) }}>
      <p class="note above">{t("pathway.past.rule")}</p>
      <Table caption={title} rows={own} rowKey={(r) => r.measure} columns={[
        { label: t("paths.skills.columns.measure"), cell: (r) => <>{pick(r.label)}<small>{pick(r.row)}</small></> },
        { label: t("pathway.past.model"), cell: (r) => hundredths(r.unconditional), numeric: true },
        { label: t("pathway.past.guess"), cell: (r) => hundredths(r.best_error), numeric: true },
        { label: t("pathway.past.against"), cell: (r) => <>{sized(r.skill)}<small>{t("pathway.past.times", { won: r.won, origins: r.origins })}</small></> },
        { label: t("paths.skills.columns.verdict"), cell: (r) => <b>{verdict(r.refused)}</b> },
      ]} />
    </Figure>
  );
}

const hundredths = (v: number | null): string => number(v === null ? null : v * 100, 1);
export const percent = (v: number | null): string => (v === null ? "–" : `${v < 0 ? "−" : "+"}${number(Math.abs(v) * 100, 0)}%`);
