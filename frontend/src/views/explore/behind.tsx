/** The numbers behind a chart as a table; each number opens its source. */
import { useText } from "../../i18n";
import { openSource, type Source } from "../../ui/source";
import { Table, type Column } from "../../ui/table";

/** A number that says where it comes from; `shown` leaves out a unit that stands elsewhere. */
export function Num({ source, shown = source.value }: { source: Source; shown?: string }) {
  const { t } = useText();
  return <button class="nb" title={t("source.title")} aria-label={`${source.value}. ${t("source.open", { label: source.label })}`} onClick={() => openSource(source)}>{shown}</button>;
}

export function Behind<R>({ caption, columns, rows, rowKey, rowClass }: { caption: string; columns: Column<R>[]; rows: R[]; rowKey: (r: R) => string; rowClass?: (r: R) => string }) {
  const { t } = useText();
  return (
    <details class="behind">
      <summary>{t("ui.table")}</summary>
      <div><Table caption={caption} columns={columns} rows={rows} rowKey={rowKey} {...(rowClass ? { rowClass } : {})} /></div>
    </details>
  );
}
