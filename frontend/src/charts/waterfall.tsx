/** What each part adds, one after the other, and what they come to together. */
import type { Direction } from "../ui/rangebar";
import { Label } from "./label";
import { tall, textWidth, ticks, useWidth } from "./width";

export interface Step {
  label: string;
  value: number;
  /** The number as written at the right. */
  text: string;
  way: Direction;
}

interface Props {
  label: string;
  steps: Step[];
  total: Step & { low?: number; high?: number };
  /** A tick of the axis in words. */
  axis: (value: number) => string;
}

const USUAL = 27;
const TOP = 22;
const CLASS: Record<Direction, string> = { better: "better", worse: "worse", neither: "neither", unclear: "neither", none: "neither", pending: "neither" };

export function Waterfall({ label, steps, total, axis }: Props) {
  const [place, w] = useWidth();
  const names = Math.min(Math.max(...[...steps, total].map((s) => textWidth(s.label, s === total))) + 18, w * 0.4);
  const figures = Math.max(...[...steps, total].map((s) => textWidth(s.text, true))) + 14;
  const ends = steps.reduce<number[]>((a, s) => [...a, a.at(-1)! + s.value], [0]);
  const all = [...ends, total.value, total.low ?? 0, total.high ?? 0];
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const air = (most - least || 1) * 0.04;
  const domain: [number, number] = [least - air, most + air];
  const [x0, x1] = [names, w - figures];
  const X = (v: number): number => x0 + ((v - domain[0]) / (domain[1] - domain[0])) * (x1 - x0);
  const ROW = tall([...steps, total].map((s) => s.label), names - 14, USUAL, true);
  const mid = (ROW - USUAL) / 2;
  const h = TOP + ROW * (steps.length + 1) + 4;
  const last = TOP + ROW * steps.length + mid;
  const bar = (a: number, b: number, y: number, cls: string) => <rect x={X(Math.min(a, b))} y={y + 5} width={Math.max(Math.abs(X(b) - X(a)), 1)} height={15} rx={2} class={cls} />;
  return (
    <div ref={place}>
      <svg class="ch" viewBox={`0 0 ${w} ${h}`} width={w} height={h} role="img" aria-label={label}>
        {ticks(domain, w < 420 ? 3 : 5).map((v) => (
          <g key={v}>
            <line x1={X(v)} x2={X(v)} y1={TOP - 4} y2={last - mid + ROW - 2} class={Math.abs(v) < 1e-12 ? "base" : "grid"} />
            <text x={X(v)} y={12} class="ax" text-anchor="middle">{axis(v)}</text>
          </g>
        ))}
        {steps.map((s, i) => {
          const y = TOP + ROW * i + mid;
          return (
            <g key={i}>
              <title>{`${s.label}: ${s.text}`}</title>
              <Label text={s.label} x={0} y={y + 17} width={names - 8} />
              {bar(ends[i]!, ends[i + 1]!, y, `span ${CLASS[s.way]}`)}
              <line x1={X(ends[i + 1]!)} x2={X(ends[i + 1]!)} y1={y + 20} y2={y + ROW + 5} class="base" />
              <text x={w} y={y + 17} class="lb num" text-anchor="end">{s.text}</text>
            </g>
          );
        })}
        <rect x={0} y={last - mid} width={w} height={ROW - 1} rx={3} class="hl" />
        <Label text={total.label} x={4} y={last + 17} width={names - 14} strong />
        {bar(0, total.value, last, "whole")}
        {total.low !== undefined && total.high !== undefined && (
          <>
            <line x1={X(total.low)} x2={X(total.high)} y1={last + 12.5} y2={last + 12.5} class="whisk" />
            {[total.low, total.high].map((v) => <line key={v} x1={X(v)} x2={X(v)} y1={last + 8} y2={last + 17} class="whisk" />)}
          </>
        )}
        <text x={w - 2} y={last + 17} class="lb num me" text-anchor="end">{total.text}</text>
      </svg>
    </div>
  );
}
