/** A table; on phones its rows are stacked, each cell under the name of its column. */
import type { ComponentChildren } from "preact";

export interface Column<R> {
  label: string;
  cell: (row: R) => ComponentChildren;
  /** Numbers stand at the right, in figures of one width. */
  numeric?: boolean;
}

interface Props<R> {
  caption: string;
  columns: Column<R>[];
  rows: R[];
  rowKey: (row: R) => string;
  rowClass?: (row: R) => string;
}

export function Table<R>({ caption, columns, rows, rowKey, rowClass }: Props<R>) {
  return (
    <table class={`tb ${columns.length > 3 ? "stack" : ""}`}>
      <caption class="vh">{caption}</caption>
      <thead><tr>{columns.map((c) => <th key={c.label} scope="col" class={c.numeric ? "n" : ""}>{c.label}</th>)}</tr></thead>
      <tbody>
        {rows.map((r) => (
          <tr key={rowKey(r)} class={rowClass?.(r)}>
            {columns.map((c, i) => i === 0
              ? <th key={c.label} scope="row">{c.cell(r)}</th>
              : <td key={c.label} data-l={c.label} class={c.numeric ? "n" : ""}>{c.cell(r)}</td>)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
