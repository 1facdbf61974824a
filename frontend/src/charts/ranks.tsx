/** Who gains and who loses: one row each, its range as a bar on a zero line, its number beside it. */
import { useId } from "preact/hooks";
import { hidden, type Direction } from "../ui/rangebar";
import { useRows } from "../ui/stage";
import { Label } from "./label";
import { tall, textWidth, useWidth } from "./width";

export interface Rank {
  id: string;
  label: string;
  value: number;
  low: number;
  high: number;
  way: Direction;
  /** The number, or that its sign is unclear. */
  text: string;
  /** The economy in focus. */
  me?: boolean;
  /** Why there is no number. */
  why?: string;
}

interface Props {
  label: string;
  rows: Rank[];
  unit: string;
  /** Ends of the scale; of the rows shown if left out. */
  domain?: [number, number];
}

const ROW = 25;
/** Below this width name and number stand above their bar. */
const NARROW = 440;
/** A plot that is smaller than this has its names above. */
const LEAST = 96;

function ends(rows: Rank[]): [number, number] {
  const all = rows.flatMap((r) => [r.low, r.high, ...(hidden(r.way) ? [] : [r.value]), 0]);
  const [a, b] = [Math.min(...all), Math.max(...all)];
  return a === b ? [a - 1, b + 1] : [a, b];
}

export function Ranks({ label, rows: all, unit, domain }: Props) {
  const rows = useRows(all, true);
  const [place, w] = useWidth();
  const id = useId().replace(/:/g, "");
  const figures = Math.max(30, ...rows.map((r) => textWidth(r.text, true))) + 8;
  const beside = Math.min(Math.max(60, ...rows.map((r) => textWidth(r.label, r.me))) + 16, w * 0.36);
  const stacked = w < NARROW || w - beside - figures < LEAST;
  const names = stacked ? Math.max(w - figures, w / 3) : beside;
  const [a, b] = domain ?? ends(rows);
  // names, numbers at the right, the rest is the plot
  const [left, right] = stacked ? [4, w - 4] : [names + 4, w - figures - 8];
  const X = (v: number): number => left + ((v - a) / (b - a)) * (right - left);
  const named = tall(rows.map((r) => r.label), names - 12, ROW, true);
  const under = stacked ? (named + ROW) / 2 - 6 : 0;
  const row = stacked ? under + ROW : named;
  const mid = named / 2 - ROW / 2;
  const h = row * rows.length + 20;
  return (
    <div ref={place}>
      <svg class="ch" viewBox={`0 0 ${w} ${h}`} width={w} height={h} role="img" aria-label={label}>
        <defs>
          <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <line x1="0" x2="0" y1="0" y2="5" class="hatchline" />
          </pattern>
        </defs>
        {!stacked && <line x1={X(0)} x2={X(0)} y1={0} y2={row * rows.length} class="base" />}
        {rows.map((r, i) => {
          const top = row * i + mid;
          const y = top + under;
          const [p, q] = [X(r.low), X(r.high)];
          return (
            <g key={r.id}>
              <title>{`${r.label}: ${r.text}${r.why ? ` (${r.why})` : ""}`}</title>
              {r.me && <rect x={0} y={row * i + 1} width={w} height={row - 2} rx={3} class="hl" />}
              {stacked && <line x1={X(0)} x2={X(0)} y1={y + 2} y2={y + 23} class="base" />}
              <Label text={r.label} x={4} y={top + 17} width={names - 12} strong={r.me ?? false} />
              {r.way === "unclear" || r.way === "pending"
                ? <rect x={p} y={y + 7.5} width={Math.max(q - p, 3)} height={10} rx={2} fill={`url(#${id})`} class="unsure" />
                : <rect x={p} y={y + 7.5} width={Math.max(q - p, 2)} height={10} rx={2} class={`span ${r.way}`} />}
              {!hidden(r.way) && <rect x={X(r.value) - 1.2} y={y + 4.5} width={2.4} height={16} rx={1} class={`mid ${r.way}`} />}
              <text x={w - 4} y={top + 17} text-anchor="end" class={`num said ${r.way}`}>{r.text}</text>
            </g>
          );
        })}
        <text x={w} y={h - 4} class="ax" text-anchor="end">{unit}</text>
      </svg>
    </div>
  );
}
