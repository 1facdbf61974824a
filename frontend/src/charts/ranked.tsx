/** A ranked dot plot: the dot is the score, the bar its range, the row of the economy in focus is shaded. */
import { Cells } from "./cells";
import { Label } from "./label";
import { tall, textWidth, ticks, useRow, useWidth, wrapped } from "./width";

export interface Row {
  id: string;
  /** Before the name, such as the rank. */
  rank: string;
  label: string;
  value: number | null;
  low: number | null;
  high: number | null;
  /** At the right: the range of ranks. */
  text: string;
  me: boolean;
}

interface Props {
  label: string;
  rows: Row[];
  /** Over the numbers at the right. */
  head: string;
  unit: string;
  /** Name of the numbers that can be opened, each in words, and what opens one: at the name its rank, the score, what stands at the right. */
  cells: string;
  say: (row: number, column: number) => string;
  onOpen: (row: number, column: number) => void;
}

const TOP = 20;

export function Ranked({ label, rows, head, unit, cells, say, onOpen }: Props) {
  const usual = useRow();
  const [place, w] = useWidth(560);
  const ranks = Math.max(...rows.map((r) => textWidth(r.rank)), 12) + 12;
  const names = ranks + Math.min(Math.max(60, ...rows.map((r) => textWidth(r.label, r.me))) + 12, w * 0.36);
  const row = tall(rows.map((r) => r.label), names - ranks - 10, usual, true);
  const figures = Math.max(textWidth(head), ...rows.map((r) => textWidth(r.text, true))) + 10;
  const known = rows.flatMap((r) => [r.value, r.low, r.high]).filter((v): v is number => v !== null);
  const [a, b] = known.length ? [Math.min(...known), Math.max(...known)] : [0, 1];
  const air = (b - a || 1) * 0.04;
  const [lo, hi] = [a - air, b + air];
  const X = (v: number): number => names + ((v - lo) / (hi - lo)) * (w - names - figures - 8);
  const unitLines = wrapped(unit, names - 6).length;
  const FOOT = 9 + 13 * unitLines;
  const h = TOP + row * rows.length + FOOT;
  return (
    <div ref={place} class="celled">
      <svg class="ch" viewBox={`0 0 ${w} ${h}`} width={w} height={h} role="img" aria-label={label}>
        <text x={w} y={12} class="ax" text-anchor="end">{head}</text>
        {ticks([lo, hi], w < 480 ? 3 : 5).map((v) => (
          <g key={v}><line x1={X(v)} x2={X(v)} y1={TOP} y2={h - FOOT} class="grid" /><text x={X(v)} y={h - FOOT + 15} class="ax num" text-anchor="middle">{Number(v.toFixed(2))}</text></g>
        ))}
        <Label text={unit} x={0} y={h - 7 - (13 * (unitLines - 1)) / 2} width={names - 6} class="ax" />
        {rows.map((r, i) => {
          const y = TOP + row * i;
          return (
            <g key={r.id}>
              {r.me && <rect x={0} y={y + 1} width={w} height={row - 2} rx={3} class="hl" />}
              <text x={ranks - 8} y={y + row / 2 + 4} class={`num ${r.me ? "me" : ""}`} text-anchor="end">{r.rank}</text>
              <Label text={r.label} x={ranks + 2} y={y + row / 2 + 4} width={names - ranks - 10} class="" strong={r.me} />
              {r.low !== null && r.high !== null && <line x1={X(r.low)} x2={X(r.high)} y1={y + row / 2} y2={y + row / 2} class={`range ${r.me ? "me" : ""}`} />}
              {r.value !== null && <circle cx={X(r.value)} cy={y + row / 2} r={5} class={`dot ${r.me ? "me" : ""}`} />}
              <text x={w} y={y + row / 2 + 4} class={`num ${r.me ? "me" : ""}`} text-anchor="end">{r.text}</text>
            </g>
          );
        })}
      </svg>
      <Cells label={cells} top={TOP} row={row} rows={rows.length} edges={[0, names - 6, w - figures, w]} say={say} onOpen={onOpen} />
    </div>
  );
}
