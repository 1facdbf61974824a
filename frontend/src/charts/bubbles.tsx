/** Points by place and height, as large as their weight, with a fitted line and its band. */
import { textWidth, ticks, useWidth } from "./width";

export interface Bubble {
  id: string;
  label: string;
  x: number;
  y: number;
  /** Part of the whole: the area of the bubble. */
  size: number;
  me: boolean;
  /** For the tooltip. */
  text: string;
}

interface Props {
  label: string;
  points: Bubble[];
  curve: { x: number[]; y: number[]; low: number[]; high: number[] } | null;
  axes: { x: string; y: string };
  tick: (v: number) => string;
}

const [FOOT, HEAD] = [36, 24];

type Box = [left: number, top: number, right: number, bottom: number];

/** Names of the largest points, beside them, that cover neither each other nor another point. */
function named(points: { p: Bubble; cx: number; cy: number; r: number }[], w: number): { p: Bubble; x: number; y: number; text: string }[] {
  const boxes: Box[] = [];
  const out = [];
  for (const { p, cx, cy, r } of points) {
    const text = p.label;
    const wide = textWidth(text, p.me);
    const middle = Math.min(Math.max(cx - wide / 2, 32), w - wide - 2);
    const at = (x: number, y: number): Box => [x, y - 8, x + wide, y + 8];
    const sides = [at(cx + r + 5, cy), at(cx - r - 5 - wide, cy), at(middle, cy + r + 9), at(middle, cy - r - 9)];
    const free = ([x0, y0, x1, y1]: Box): boolean =>
      x0 >= 30 && x1 <= w && y0 >= HEAD - 8 && !boxes.some((b) => x0 < b[2] && b[0] < x1 && y0 < b[3] && b[1] < y1) &&
      !points.some((q) => q.p !== p && q.r > 5 && Math.hypot(Math.max(x0 - q.cx, 0, q.cx - x1), Math.max(y0 - q.cy, 0, q.cy - y1)) < q.r);
    const box = sides.find(free);
    if (!box) continue;
    boxes.push(box);
    out.push({ p, x: box[0], y: box[1] + 12, text });
    if (out.length >= (w < 480 ? 5 : 9)) break;
  }
  return out;
}

export function Bubbles({ label, points, curve, axes, tick }: Props) {
  const [place, w] = useWidth(680);
  const h = w < 480 ? 330 : 400;
  const ends = (values: number[]): [number, number] => [Math.min(...values), Math.max(...values)];
  const [xa, xb] = ends([...points.map((p) => p.x), ...(curve?.x ?? [])]);
  // the band may leave the picture where a chain is known from few economies: the points and their line set the scale
  const tallest = Math.max(...points.map((p) => p.y));
  const yb = Math.max(tallest, ...(curve?.y ?? []).map((v) => Math.min(v, 1.5 * tallest)));
  const [ya, yt] = [Math.min(0, ...points.map((p) => p.y)), yb * 1.06 || 1];
  const [left, right] = [40, w - 16];
  const most = Math.max(...points.map((p) => p.size), 1e-9);
  const R = (p: Bubble): number => Math.max(2.5, 24 * Math.sqrt(Math.max(p.size, 0) / most));
  const air = (end: number): number => Math.max(12, ...points.filter((p) => p.x === end).map(R));
  const [first, width] = [left + air(xa), right - left - air(xa) - air(xb)];
  const X = (v: number): number => first + ((v - xa) / (xb - xa || 1)) * width;
  const Y = (v: number): number => h - FOOT - ((Math.min(Math.max(v, ya), yt) - ya) / (yt - ya || 1)) * (h - FOOT - HEAD);
  const drawn = [...points].sort((a, b) => b.size - a.size).map((p) => ({ p, cx: X(p.x), cy: Y(p.y), r: R(p) }));
  const line = (values: number[]): string[] => values.map((v, i) => `${X(curve!.x[i]!).toFixed(1)},${Y(v).toFixed(1)}`);
  return (
    <div ref={place}>
      <svg class="ch" viewBox={`0 0 ${w} ${h}`} width={w} height={h} role="img" aria-label={label}>
        {ticks([ya, yt], 5).map((v) => <g key={v}><line x1={left} x2={right} y1={Y(v)} y2={Y(v)} class="grid" /><text x={left - 5} y={Y(v) + 4} class="ax num" text-anchor="end">{tick(v)}</text></g>)}
        {ticks([xa, xb], 6).map((v) => <text key={v} x={X(v)} y={h - FOOT + 15} class="ax num" text-anchor="middle">{Number(v.toFixed(2))}</text>)}
        <text x={right} y={h - 4} class="ax" text-anchor="end">{axes.x} →</text>
        <text x={0} y={11} class="ax">↑ {axes.y}</text>
        {curve && <polygon points={[...line(curve.high), ...line(curve.low).reverse()].join(" ")} class="area band" />}
        {drawn.map(({ p, cx, cy, r }) => <circle key={p.id} cx={cx} cy={cy} r={r} class={`bubble ${p.me ? "me" : ""}`}><title>{p.text}</title></circle>)}
        {curve && <polyline points={line(curve.y).join(" ")} class="ln fitted" />}
        {named(drawn, w).map((n) => <text key={n.p.id} x={n.x} y={n.y} class={`lb ${n.p.me ? "me" : ""}`}>{n.text}</text>)}
      </svg>
    </div>
  );
}
