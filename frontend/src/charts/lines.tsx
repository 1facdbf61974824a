/** Over time: one line each, its name and number at its end; under the pointer the numbers are those of that year. */
import { useState } from "preact/hooks";
import { extent } from "./dots";
import { Label } from "./label";
import { LEAD, plain, textWidth, ticks, useWidth, wrapped } from "./width";

export interface Line {
  code: string;
  label: string;
  values: (number | null)[];
  me?: boolean;
}

interface Props {
  label: string;
  years: number[];
  /** What years are called where the number is not all: an estimate. */
  names?: string[];
  /** Places at which another database begins: lines end before them. */
  breaks?: number[];
  lines: Line[];
  say: (value: number) => string;
  axis: string;
  height?: number;
}

const GAP = 15;
const TOP = 20;
const FOOT = 20;
/** Between two databases. */
const APART = 14;

/** Heights near those wanted, in their order, at least a gap apart and between two ends. */
export function apart(wanted: number[], gap: number, low: number, high: number): number[] {
  const order = wanted.map((y, i) => [y, i] as const).sort((a, b) => a[0] - b[0]);
  const step = Math.min(gap, (high - low) / Math.max(1, order.length - 1));
  const placed: number[] = [];
  order.forEach(([y], k) => placed.push(Math.max(y, k ? placed[k - 1]! + step : low)));
  for (let k = placed.length - 1; k >= 0; k--) placed[k] = Math.min(placed[k]!, k === placed.length - 1 ? high : placed[k + 1]! - step);
  const out: number[] = [];
  order.forEach(([, i], k) => (out[i] = placed[k]!));
  return out;
}

/** Which of rising places have room for a label: the last and the first, then from the left. */
export function spaced(places: number[], gap: number): number[] {
  const end = places.length - 1;
  const kept: number[] = [];
  places.forEach((x, i) => {
    const before = kept.at(-1);
    if (i < end && (before === undefined || x - places[before]! >= gap) && places[end]! - x >= gap) kept.push(i);
  });
  return [...kept, end];
}

/** Stretches of a series without gaps, as text of a path. */
export function path(values: (number | null)[], X: (i: number) => number, Y: (v: number) => number, breaks: number[] = []): string {
  let open = false;
  return values.map((v, i) => {
    if (v === null) return (open = false), "";
    if (breaks.includes(i)) open = false;
    const step = `${open ? "L" : "M"}${X(i).toFixed(1)} ${Y(v).toFixed(1)}`;
    open = true;
    return step;
  }).join("");
}

const last = (values: (number | null)[]): number => values.findLastIndex((v) => v !== null);

export function Lines({ label, years, names: called = years.map(String), breaks = [], lines, say, axis, height: least = 210 }: Props) {
  const [place, w] = useWidth(320);
  const [at, setAt] = useState<number | null>(null);
  const known = lines.filter((l) => last(l.values) >= 0);
  const [a, b] = extent(known.flatMap((l) => l.values.filter((v) => v !== null)));
  const marks = ticks([a, b], 4);
  const words = plain(marks.map(say));
  const left = Math.max(20, ...words.map((t) => textWidth(t))) + 10;
  const numbers = Math.max(...known.map((l) => textWidth(say(l.values[last(l.values)]!), l.me))) + 6;
  const names = Math.min(Math.max(...known.map((l) => textWidth(l.label, l.me))), w * (w < 420 ? 0.3 : 0.26));
  const most = Math.max(1, ...known.map((l) => wrapped(l.label, names, l.me).length));
  const gap = GAP + LEAD * (most - 1);
  const height = Math.max(least, TOP + FOOT + gap * known.length);
  const right = w - names - numbers - 16;
  const bottom = height - FOOT;
  const [from, to] = [years[0]!, years.at(-1)!];
  const room = right - left - APART * breaks.length;
  const X = (i: number): number => left + ((years[i]! - from) / Math.max(1, to - from)) * room + APART * breaks.filter((b) => b <= i).length;
  const Y = (v: number): number => bottom - ((v - a) / (b - a)) * (bottom - TOP);
  const end = (l: Line): number => (at !== null && l.values[at] !== null ? at : last(l.values));
  const shown = at === null ? known : known.filter((l) => l.values[at] !== null);
  const heights = apart(shown.map((l) => Y(l.values[end(l)]!)), gap, TOP, bottom);
  const follow = (e: PointerEvent): void => {
    const box = (e.currentTarget as SVGElement).getBoundingClientRect();
    const x = ((e.clientX - box.left) / box.width) * w;
    const nearest = years.reduce((best, _, i) => (Math.abs(X(i) - x) < Math.abs(X(best) - x) ? i : best), 0);
    setAt(x > right + 8 ? null : nearest);
  };
  const labelled = spaced(years.map((_, i) => X(i)), 42);
  const front = [...known].sort((p, q) => Number(p.me ?? false) - Number(q.me ?? false));
  return (
    <div ref={place}>
      <svg class="ch" viewBox={`0 0 ${w} ${height}`} width={w} height={height} role="img" aria-label={label} onPointerMove={follow} onPointerLeave={() => setAt(null)}>
        <text class="ax" x={0} y={10}>{axis}</text>
        {marks.map((v, k) => (
          <g key={v}>
            <line class="grid" x1={left} x2={right} y1={Y(v)} y2={Y(v)} />
            <text class="ax num" x={left - 5} y={Y(v) + 4} text-anchor="end">{words[k]}</text>
          </g>
        ))}
        {breaks.map((b) => <line key={b} class="break" x1={(X(b - 1) + X(b)) / 2} x2={(X(b - 1) + X(b)) / 2} y1={TOP} y2={bottom} />)}
        {at !== null && <line class="base" x1={X(at)} x2={X(at)} y1={TOP} y2={bottom} />}
        {labelled.map((i) => <text key={i} class="ax num" x={X(i)} y={height - 5} text-anchor="middle">{years[i]}</text>)}
        {at !== null && <text class="num strong" x={X(at)} y={TOP - 6} text-anchor="middle">{called[at]}</text>}
        {front.map((l) => <path key={l.code} class={`ln${l.me ? " me" : ""}`} d={path(l.values, X, Y, breaks)} />)}
        {shown.map((l, k) => {
          const i = end(l);
          const y = Y(l.values[i]!);
          const me = l.me ? " me" : "";
          return (
            <g key={l.code}>
              <circle class={`tip${me}`} cx={X(i)} cy={y} r={l.me ? 4 : 3} />
              {at === null && <line class="lead" x1={X(i) + 4} x2={right + 7} y1={y} y2={heights[k]} />}
              <Label text={l.label} x={right + 9} y={heights[k]! + 4} width={names} strong={l.me ?? false} />
              <text class={`num${me}`} x={w - 2} y={heights[k]! + 4} text-anchor="end">{say(l.values[i]!)}</text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
