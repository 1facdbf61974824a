/** Where an economy stands: one row each from the highest down, a dot, the range between two definitions, the number. */
import { useRows } from "../ui/stage";
import { Label } from "./label";
import { plain, tall, textWidth, ticks, useWidth } from "./width";

export interface Dot {
  code: string;
  label: string;
  value: number;
  range?: [number, number] | null;
  /** An earlier value, as a ring. */
  before?: number | null;
  me?: boolean;
}

interface Props {
  label: string;
  rows: Dot[];
  /** A value as it is written, and without what the axis says already. */
  say: (value: number) => string;
  /** What the axis measures. */
  axis: string;
  /** Middle of the peers; a thin line. */
  median?: number | null;
  medianLabel?: string;
  onPick?: (code: string) => void;
}

const USUAL = 24;
const HEAD = 20;
const FOOT = 18;

/** The ends of a scale that holds all values with some air; zero need not be in it. */
export function extent(values: number[]): [number, number] {
  const [a, b] = [Math.min(...values), Math.max(...values)];
  const air = (b - a) * 0.06 || Math.abs(a) * 0.1 || 1;
  return [a - air, b + air];
}

export function Dots({ label, rows: all, say, axis, median, medianLabel, onPick }: Props) {
  const rows = useRows(all);
  const [place, w] = useWidth(320);
  const names = Math.min(Math.max(40, ...rows.map((r) => textWidth(r.label, r.me))) + 12, w * 0.36);
  const ROW = tall(rows.map((r) => r.label), names - 6, USUAL, true);
  const figures = Math.max(24, ...rows.map((r) => textWidth(say(r.value), r.me))) + 10;
  const [left, right] = [names + 6, w - figures - 6];
  const [a, b] = extent(rows.flatMap((r) => [r.value, ...(r.range ?? []), ...(r.before == null ? [] : [r.before])]));
  const X = (v: number): number => left + ((v - a) / (b - a)) * (right - left);
  const bottom = HEAD + ROW * rows.length;
  const marks = ticks([a, b], Math.max(3, Math.floor((right - left) / 52)));
  const words = plain(marks.map(say));
  // where both do not fit on one line, the axis stands below the median
  const both = median != null && medianLabel ? textWidth(medianLabel) + textWidth(axis) + 16 > right : false;
  const h = bottom + FOOT * (both ? 2 : 1);
  return (
    <div ref={place}>
      <svg class="ch" viewBox={`0 0 ${w} ${h}`} width={w} height={h} role="img" aria-label={label}>
        {marks.map((v, k) => (
          <g key={v}>
            <line class="grid" x1={X(v)} x2={X(v)} y1={HEAD - 4} y2={bottom} />
            <text class="ax num" x={X(v)} y={HEAD - 8} text-anchor="middle">{words[k]}</text>
          </g>
        ))}
        {median != null && <line class="median" x1={X(median)} x2={X(median)} y1={HEAD} y2={bottom}><title>{medianLabel}</title></line>}
        {rows.map((r, i) => {
          const y = HEAD + ROW * i;
          const mid = y + ROW / 2;
          const me = r.me ? " me" : "";
          return (
            <g key={r.code} class={onPick ? "row" : ""} onClick={() => onPick?.(r.code)}>
              <title>{`${r.label} ${say(r.value)}`}</title>
              <rect x={0} y={y + 1} width={w} height={ROW - 2} rx={3} class={r.me ? "hl" : "touch"} />
              <Label text={r.label} x={4} y={mid + 4} width={names - 6} strong={r.me ?? false} />
              {r.range && <line class={`range${me}`} x1={X(r.range[0])} x2={X(r.range[1])} y1={mid} y2={mid} />}
              {r.before != null && <><line class={`since${me}`} x1={X(r.before)} x2={X(r.value)} y1={mid} y2={mid} /><circle class={`ring${me}`} cx={X(r.before)} cy={mid} r={4} /></>}
              <circle class={`dot${me}`} cx={X(r.value)} cy={mid} r={r.me ? 5.5 : 4.5} />
              <text x={w - 4} y={mid + 4} class={`num${me}`} text-anchor="end">{say(r.value)}</text>
            </g>
          );
        })}
        <text class="ax" x={right} y={h - 4} text-anchor="end">{axis}</text>
        {median != null && medianLabel && <text class="ax" x={0} y={bottom + FOOT - 4}>{medianLabel}</text>}
      </svg>
    </div>
  );
}
