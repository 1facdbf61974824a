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
  const own = rows.filter((r) => r.row.en === rows[0]?.row.en);
  const title = t("pathway.past.title", { n: own.filter((r) => !r.refused).length, of: own.length });
  const verdict = (refused: boolean): string => t(refused ? "paths.skills.values.verdict.refused" : "paths.skills.values.verdict.stated");
  const sized = (skill: number | null): string => (skill === null ? "–" : t(`paths.skills.lines.${skill < 0 ? "larger" : "smaller"}`, { share: `${number(Math.abs(skill) * 100, 0)}%` }));
  const times = (won: number, origins: number): string => t("pathway.past.times", { won, origins });
  const heads = [t("paths.skills.columns.measure"), t("paths.skills.columns.row"), t("paths.skills.short.conditional"), t("paths.skills.short.unconditional"), t("paths.skills.short.guess_error"), t("paths.skills.columns.skill")];
  return (
    <Figure class={dim ? "dim" : ""} title={title} note={pick(note)} credit={credit} drawn={false}
      numbers={{ columns: heads, rows: rows.map((r) => [pick(r.label), pick(r.row), r.conditional, r.unconditional, r.guess_error, r.skill]) }}>
      <p class="note above">{t("pathway.past")} · {t("pathway.past.unit")}</p>
      <Table caption={title} rows={rows} rowKey={(r) => `${r.measure}.${r.row.en}`} columns={[
        { label: t("paths.skills.columns.measure"), cell: (r) => pick(r.label) },
        { label: t("paths.skills.columns.row"), cell: (r) => pick(r.row) },
        { label: t("paths.skills.short.unconditional"), cell: (r) => hundredths(r.unconditional), numeric: true },
        { label: t("paths.skills.short.guess_error"), cell: (r) => `${hundredths(r.guess_error)} (${pick(r.guess)})`, numeric: true },
        { label: t("pathway.past.against"), cell: (r) => <>{sized(r.skill)}<small>{times(r.won, r.origins)}</small></> },
        { label: t("paths.skills.columns.verdict"), cell: (r) => <b>{verdict(r.refused)}</b> },
      ]} />
    </Figure>
  );
}

const hundredths = (v: number | null): string => number(v === null ? null : v * 100, 1);
export const percent = (v: number | null): string => (v === null ? "–" : `${v < 0 ? "−" : "+"}${number(Math.abs(v) * 100, 0)}%`);
