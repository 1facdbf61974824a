/** Horizontal bars with their number; an outline shows how long a bar could be. */
import { Label } from "./label";
import { fit, textWidth, useWidth } from "./width";

export interface Bar {
  id: string;
  label: string;
  value: number;
  /** Whole that the value is part of, drawn as an outline. */
  whole?: number;
  text: string;
  /** Shade 0 to 4 of the hue. */
  tone?: number;
  /** A line above the row, before a new group. */
  group?: string;
  title?: string;
}

interface Props {
  label: string;
  rows: Bar[];
  unit?: string;
}

const ROW = 24;

export function Bars({ label, rows, unit = "" }: Props) {
  const [place, w] = useWidth(520);
  const names = Math.min(Math.max(60, ...rows.map((r) => textWidth(r.label))) + 12, w * 0.5);
  const figures = Math.max(30, ...rows.map((r) => textWidth(r.text))) + 8;
  const most = Math.max(...rows.map((r) => Math.max(r.value, r.whole ?? 0)), 1e-9);
  const long = (v: number): number => (Math.max(v, 0) / most) * (w - names - figures - 4);
  let y = 0;
  const placed = rows.map((r) => {
    if (r.group) y += 24;
    const here = y;
    y += ROW;
    return { ...r, y: here };
  });
  const h = y + (unit ? 18 : 2);
  return (
    <div ref={place}>
      <svg class="ch" viewBox={`0 0 ${w} ${h}`} width={w} height={h} role="img" aria-label={label}>
        {placed.map((r) => (
          <g key={r.id}>
            <title>{r.title ?? `${r.label}: ${r.text}`}</title>
            {r.group && <text x={0} y={r.y - 6} class="me">{fit(r.group, w)}</text>}
            <Label text={r.label} x={0} y={r.y + 16} width={names - 10} />
            <line x1={names} x2={names} y1={r.y} y2={r.y + ROW} class="base" />
            {r.whole !== undefined && <rect x={names} y={r.y + 6} width={Math.max(long(r.whole), 0.5)} height={12} rx={2} class="area band" />}
            <rect x={names} y={r.y + 6} width={Math.max(long(r.value), 0.5)} height={12} rx={2} class={`fill me ${r.tone ? `p${Math.min(r.tone, 4)}` : ""}`} />
            <text x={names + long(Math.max(r.value, r.whole ?? 0)) + 6} y={r.y + 16} class="num me">{r.text}</text>
          </g>
        ))}
        {unit && <text x={w} y={h - 4} class="ax" text-anchor="end">{unit}</text>}
      </svg>
    </div>
  );
}
