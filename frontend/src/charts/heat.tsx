/** Scores as a table of shades, each with its number. */
import { Cells } from "./cells";
import { Label } from "./label";
import { tall, textWidth, useRow, useWidth } from "./width";

export interface HeatRow {
  id: string;
  label: string;
  values: (number | null)[];
  me: boolean;
}

interface Props {
  label: string;
  columns: string[];
  rows: HeatRow[];
  scale: [number, number];
  /** Name of the numbers that can be opened, and what opens one. */
  cells: string;
  onOpen: (row: number, column: number) => void;
}

/** Row, column and number in words. */
const said = (r: HeatRow, column: string, v: number | null | undefined): string => `${r.label}, ${column}: ${v == null ? "–" : v.toFixed(0)}`;

/** Shade 1 to 5 of a value on a scale. */
export const shade = (v: number, [a, b]: [number, number]): number => Math.min(5, Math.max(1, 1 + Math.floor(((v - a) / (b - a || 1)) * 5)));

export function Heat({ label, columns, rows, scale, cells, onOpen }: Props) {
  const usual = useRow();
  const [place, w] = useWidth(560);
  const names = Math.min(Math.max(60, ...rows.map((r) => textWidth(r.label, r.me))) + 16, w * 0.36);
  const row = tall(rows.map((r) => r.label), names - 8, usual, true);
  const each = (w - names) / Math.max(columns.length, 1);
  const longest = Math.max(...columns.map((c) => textWidth(c)));
  const slanted = longest > each - 6;
  const head = slanted ? longest * 0.64 + 18 : 24;
  const h = head + row * rows.length + 2;
  return (
    <div ref={place} class="celled">
      <svg class="ch" viewBox={`0 0 ${w} ${h}`} width={w} height={h} role="img" aria-label={label}>
        {columns.map((c, k) => {
          const x = names + each * (k + 0.5);
          return slanted
            ? <text key={c} x={x + 4} y={head - 6} class="ax" text-anchor="end" transform={`rotate(40 ${x + 4} ${head - 6})`}>{c}</text>
            : <text key={c} x={x} y={head - 8} class="ax" text-anchor="middle">{c}</text>;
        })}
        {rows.map((r, i) => {
          const y = head + row * i;
          return (
            <g key={r.id}>
              <Label text={r.label} x={2} y={y + row / 2 + 4} width={names - 8} class="" strong={r.me} />
              {r.values.map((v, k) => {
                const s = v === null ? 0 : shade(v, scale);
                return (
                  <g key={k}>
                    <rect x={names + each * k + 1} y={y + 1} width={each - 2} height={row - 2} rx={2} class={s ? `heat h${s}` : "tile"} fill={s ? undefined : "none"} />
                    <text x={names + each * (k + 0.5)} y={y + row / 2 + 4} class={`num on${s || 1}`} text-anchor="middle">{v === null ? "–" : v.toFixed(0)}</text>
                  </g>
                );
              })}
              {r.me && <rect x={1} y={y + 0.5} width={w - 2} height={row - 1} rx={3} class="outline" />}
            </g>
          );
        })}
      </svg>
      <Cells label={cells} top={head} row={row} rows={rows.length} edges={[...columns, ""].map((_, k) => names + each * k)} say={(i, k) => said(rows[i]!, columns[k]!, rows[i]!.values[k])} onOpen={onOpen} />
    </div>
  );
}
