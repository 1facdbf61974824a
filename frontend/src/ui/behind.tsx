/** The numbers behind a chart as a table. */
import { useText } from "../i18n";
import { Table, type Column } from "./table";

export function Behind<R>({ caption, columns, rows, rowKey, rowClass }: { caption: string; columns: Column<R>[]; rows: R[]; rowKey: (r: R) => string; rowClass?: (r: R) => string }) {
  const { t } = useText();
  return (
    <details class="behind">
      <summary>{t("ui.table")}</summary>
      <div tabIndex={0} role="group" aria-label={caption}><Table caption={caption} columns={columns} rows={rows} rowKey={rowKey} {...(rowClass ? { rowClass } : {})} /></div>
    </details>
  );
}
