/** Horizontal bars with their number; an outline shows how long a bar could be. */
import { useRows } from "../ui/stage";
import { Label } from "./label";
import { LEAD, textWidth, useWidth, wrapped } from "./width";

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
  me?: boolean;
}

interface Props {
  label: string;
  rows: Bar[];
  unit?: string;
}

const [ROW, STACKED] = [24, 38];

export function Bars({ label, rows: all, unit = "" }: Props) {
  const rows = useRows(all);
  const [place, w] = useWidth(520);
  const longest = Math.max(60, ...rows.map((r) => textWidth(r.label))) + 12;
  // where even two lines would cut a name, names stand over their bars
  const stacked = longest > w * 0.95;
  const names = stacked ? 0 : Math.min(longest, w * 0.5);
  const room = stacked ? w : names - 10;
  const figures = Math.max(30, ...rows.map((r) => textWidth(r.text, true))) + 8;
  const most = Math.max(...rows.map((r) => Math.max(r.value, r.whole ?? 0)), 1e-9);
  const long = (v: number): number => (Math.max(v, 0) / most) * (w - names - figures - 4);
  let y = 0;
  const placed = rows.map((r) => {
    if (r.group) y += 24;
    const here = y;
    const more = LEAD * (wrapped(r.label, room).length - 1);
    const high = (stacked ? STACKED : ROW) + (stacked ? more : Math.max(more - 4, 0));
    y += high;
    const bar = stacked ? here + high - 19 : here + high / 2 - 6;
    return { ...r, y: here, high, bar, name: stacked ? here + 13 + more / 2 : bar + 10 };
  });
  const h = y + (unit ? 18 : 2);
  return (
    <div ref={place}>
      <svg class="ch" viewBox={`0 0 ${w} ${h}`} width={w} height={h} role="img" aria-label={label}>
        {placed.map((r) => (
          <g key={r.id}>
            <title>{r.title ?? `${r.label}: ${r.text}`}</title>
            {r.group && <text x={0} y={r.y - 6} class="me">{r.group}</text>}
            <Label text={r.label} x={0} y={r.name} width={room} />
            <line x1={names} x2={names} y1={stacked ? r.bar - 2 : r.y} y2={r.y + r.high} class="base" />
            {r.whole !== undefined && <rect x={names} y={r.bar} width={Math.max(long(r.whole), 0.5)} height={12} rx={2} class="area band" />}
            <rect x={names} y={r.bar} width={Math.max(long(r.value), 0.5)} height={12} rx={2} class={`fill me ${r.tone ? `p${Math.min(r.tone, 4)}` : ""}`} />
            <text x={names + long(Math.max(r.value, r.whole ?? 0)) + 6} y={r.bar + 10} class="num me">{r.text}</text>
          </g>
        ))}
        {unit && <text x={w} y={h - 4} class="ax" text-anchor="end">{unit}</text>}
      </svg>
    </div>
  );
}
