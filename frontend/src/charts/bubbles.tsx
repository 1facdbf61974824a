/** Points by place and height, as large as their weight, with a fitted line and its band. */
import { fit, textWidth, ticks, useWidth } from "./width";

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

/** Names of the largest points that do not cover each other. */
function named(points: { p: Bubble; cx: number; cy: number; r: number }[], w: number): { p: Bubble; x: number; y: number; end: boolean; text: string }[] {
  const boxes: [number, number, number, number][] = [];
  const out = [];
  for (const { p, cx, cy, r } of points) {
    const text = fit(p.label, Math.min(300, w * 0.5));
    const wide = textWidth(text);
    const end = cx + r + 6 + wide > w;
    const x = end ? cx - r - 5 : cx + r + 5;
    const box: [number, number, number, number] = end ? [x - wide, cy - 8, x, cy + 8] : [x, cy - 8, x + wide, cy + 8];
    if (box[0] < 30 || boxes.some((b) => box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3])) continue;
    boxes.push(box);
    out.push({ p, x, y: cy + 4, end, text });
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
  const X = (v: number): number => left + 12 + ((v - xa) / (xb - xa || 1)) * (right - left - 24);
  const Y = (v: number): number => h - FOOT - ((Math.min(Math.max(v, ya), yt) - ya) / (yt - ya || 1)) * (h - FOOT - HEAD);
  const most = Math.max(...points.map((p) => p.size), 1e-9);
  const drawn = [...points].sort((a, b) => b.size - a.size).map((p) => ({ p, cx: X(p.x), cy: Y(p.y), r: Math.max(2.5, 24 * Math.sqrt(Math.max(p.size, 0) / most)) }));
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
        {named(drawn, w).map((n) => <text key={n.p.id} x={n.x} y={n.y} class={`lb small ${n.p.me ? "me" : ""}`} text-anchor={n.end ? "end" : "start"}>{n.text}</text>)}
      </svg>
    </div>
  );
}
