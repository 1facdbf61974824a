/** Packages by two goals: what was tried in grey, what none beats in hue and numbered; a pointer chooses one. */
import { textWidth, ticks, useWidth } from "./width";

export interface FrontPoint {
  id: string;
  x: number;
  y: number;
  /** Beside the point. */
  name: string;
  /** For the tooltip. */
  text: string;
  /** On the front, or the runner-up beside it. */
  front: boolean;
  recommended: boolean;
  /** The best in other scenarios by a criterion. */
  holds: boolean;
}

interface Props {
  label: string;
  points: FrontPoint[];
  tried: { x: number; y: number }[];
  nothing: { x: number; y: number; name: string };
  /** Words of the axes, and whether more is better: arrows point to the better side. */
  axes: Record<"x" | "y", { text: string; up: boolean }>;
  tick: (v: number) => string;
  selected: string;
  onSelect: (id: string) => void;
  /** Beside the recommended point. */
  mark: string;
}

const [FOOT, HEAD, RIGHT, R] = [38, 30, 18, 5.5];
/** Points nearer than this have one name together, in pixels. */
const NEAR = 17;

/** The ends of an axis with air around, never of no width. */
function ends(values: number[]): [number, number] {
  const [a, b] = [Math.min(...values), Math.max(...values)];
  const air = (b - a) * 0.07 || Math.abs(b) * 0.1 || 1e-4;
  return [a - air, b + air];
}

interface Placed {
  p: FrontPoint;
  x: number;
  y: number;
}

interface Name {
  ids: string[];
  text: string;
  x: number;
  y: number;
  end: boolean;
}

/** Names at the upper left of points, at the lower right where another one stands there; points that lie together have one. */
function named(points: Placed[]): Name[] {
  const groups: Placed[][] = [];
  for (const q of points) {
    const near = groups.find((g) => g.some((o) => Math.hypot(o.x - q.x, o.y - q.y) < NEAR));
    if (near) near.push(q);
    else groups.push([q]);
  }
  const out: Name[] = [];
  for (const g of groups) {
    const text = g.map((q) => q.p.name).join(" · ");
    const about = { ids: g.map((q) => q.p.id), text };
    const [x, y] = [Math.min(...g.map((q) => q.x)) - R - 4, Math.min(...g.map((q) => q.y)) - 5];
    const free = !out.some((n) => Math.abs(n.x - x) < textWidth(n.text) + textWidth(text) && Math.abs(n.y - y) < 14);
    out.push(free ? { ...about, x, y, end: true } : { ...about, x: Math.max(...g.map((q) => q.x)) + R + 4, y: Math.max(...g.map((q) => q.y)) + R + 9, end: false });
  }
  return out;
}

export function Front({ label, points, tried, nothing, axes, tick, selected, onSelect, mark }: Props) {
  const [place, w] = useWidth(640);
  const h = w < 480 ? 320 : 390;
  const all = [...points, ...tried, nothing];
  const [xa, xb] = ends(all.map((p) => p.x));
  const [ya, yb] = ends(all.map((p) => p.y));
  const rows = ticks([ya, yb], 5);
  const left = Math.max(...rows.map((v) => textWidth(tick(v)))) + 8;
  const X = (v: number): number => left + ((v - xa) / (xb - xa)) * (w - RIGHT - left);
  const Y = (v: number): number => h - FOOT - ((v - ya) / (yb - ya)) * (h - FOOT - HEAD);
  const line = points.filter((p) => p.front).sort((a, b) => a.x - b.x || a.y - b.y).map((p) => `${X(p.x).toFixed(1)},${Y(p.y).toFixed(1)}`).join(" ");
  const order = [...points].sort((a, b) => Number(a.id === selected) - Number(b.id === selected));
  const best = points.find((p) => p.recommended);
  const wide = textWidth(mark);
  return (
    <div ref={place}>
      <svg class="ch front" viewBox={`0 0 ${w} ${h}`} width={w} height={h} role="img" aria-label={label}>
        {rows.map((v) => <g key={v}><line x1={left} x2={w - RIGHT} y1={Y(v)} y2={Y(v)} class={Math.abs(v) < 1e-12 ? "base" : "grid"} /><text x={left - 5} y={Y(v) + 4} class="ax num" text-anchor="end">{tick(v)}</text></g>)}
        {ticks([xa, xb], w < 480 ? 4 : 6).map((v) => <text key={v} x={X(v)} y={h - FOOT + 16} class="ax num" text-anchor="middle">{tick(v)}</text>)}
        {axes.x.up ? <text x={w - RIGHT} y={h - 4} class="ax" text-anchor="end">{axes.x.text} →</text> : <text x={left} y={h - 4} class="ax">← {axes.x.text}</text>}
        <text x={0} y={11} class="ax">{axes.y.up ? "↑" : "↓"} {axes.y.text}</text>
        {tried.map((p, k) => <circle key={k} cx={X(p.x)} cy={Y(p.y)} r={2.2} class="bubble" />)}
        <polyline points={line} class="ln me" />
        <circle cx={X(nothing.x)} cy={Y(nothing.y)} r={4} class="hollow" />
        <text x={Math.min(Math.max(X(nothing.x), left + textWidth(nothing.name) / 2), w - RIGHT - textWidth(nothing.name) / 2)} y={Y(nothing.y) + (Y(nothing.y) > h - FOOT - 20 ? -9 : 17)} class="lb" text-anchor="middle">{nothing.name}</text>
        {order.map((p) => (
          <g key={p.id} class={`pick ${p.front ? "" : "beside"}`} onClick={() => onSelect(p.id)}>
            <title>{p.text}</title>
            <circle cx={X(p.x)} cy={Y(p.y)} r={16} class="hit" />
            {p.holds && <circle cx={X(p.x)} cy={Y(p.y)} r={R + 5} class="ring" />}
            <circle cx={X(p.x)} cy={Y(p.y)} r={p.id === selected ? R + 1 : R} class="disc" />
            {p.id === selected && <circle cx={X(p.x)} cy={Y(p.y)} r={R + 2.5} class="seen" />}
          </g>
        ))}
        {named(points.map((p) => ({ p, x: X(p.x), y: Y(p.y) }))).map((n) => (
          <text key={n.text} x={n.end ? Math.max(n.x, left + 2) : n.x} y={Math.max(n.y, HEAD - 6)} class={`lb num ${n.ids.includes(selected) ? "me" : ""}`} text-anchor={n.end ? "end" : "start"}>{n.text}</text>
        ))}
        {best && <text x={Math.min(X(best.x) + R + 5, w - wide - 2)} y={Math.min(Y(best.y) + R + 13, h - FOOT - 4)} class="lb me">{mark}</text>}
      </svg>
    </div>
  );
}
