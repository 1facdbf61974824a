/** Percentiles as draws grow: where the bands stop moving, more draws tell no more. */
import { extent } from "./dots";
import { textWidth, ticks, useWidth } from "./width";

interface Props {
  label: string;
  steps: { draws: number; values: number[] }[];
  say: (value: number) => string;
  /** What the axis counts, and the name of the line in the middle. */
  axis: string;
  median: string;
}

const [H, TOP, FOOT] = [132, 10, 32];

export function Settling({ label, steps, say, axis, median }: Props) {
  const [place, w] = useWidth(520);
  const [a, b] = extent(steps.flatMap((s) => s.values));
  const marks = ticks([a, b], 3);
  const left = Math.max(...marks.map((v) => textWidth(say(v))), 10) + 10;
  const right = w - textWidth(median) - 14;
  const X = (k: number): number => (steps.length < 2 ? (left + right) / 2 : left + 10 + (k / (steps.length - 1)) * (right - left - 10));
  const Y = (v: number): number => H - FOOT - ((v - a) / (b - a)) * (H - FOOT - TOP);
  const points = (p: number): string[] => steps.map((s, k) => `${X(k).toFixed(1)},${Y(s.values[p]!).toFixed(1)}`);
  const span = (low: number, high: number): string => [...points(high), ...points(low).reverse()].join(" ");
  const last = steps.at(-1)!;
  return (
    <div ref={place}>
      <svg class="ch" viewBox={`0 0 ${w} ${H}`} width={w} height={H} role="img" aria-label={label}>
        {marks.map((v) => <g key={v}><line class="grid" x1={left} x2={right} y1={Y(v)} y2={Y(v)} /><text class="ax num" x={left - 6} y={Y(v) + 4} text-anchor="end">{say(v)}</text></g>)}
        {steps.length > 1 ? <><polygon class="area band" points={span(0, 4)} /><polygon class="area band" points={span(1, 3)} /><polyline class="ln me" points={points(2).join(" ")} /></>
          : [[0, 4], [1, 3]].map(([lo, hi]) => <line key={lo} class="range me" x1={X(0)} x2={X(0)} y1={Y(last.values[lo!]!)} y2={Y(last.values[hi!]!)} />)}
        {steps.map((s, k) => <g key={s.draws}><circle class="dot me" cx={X(k)} cy={Y(s.values[2]!)} r={3.5}><title>{`${s.draws}: ${say(s.values[2]!)}`}</title></circle><text class="ax num" x={X(k)} y={H - FOOT + 14} text-anchor="middle">{s.draws}</text></g>)}
        <text class="ax" x={right + 8} y={Y(last.values[2]!) + 4}>{median}</text>
        <text class="ax" x={right} y={H - 4} text-anchor="end">{axis}</text>
      </svg>
    </div>
  );
}
