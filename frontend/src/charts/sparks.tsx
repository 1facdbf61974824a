/** Figures in rows: name, course over the years on a scale of its own, value, and how new it is. */
import { Cells } from "./cells";
import { LEAD, tall, textWidth, useWidth, wrapped } from "./width";
import { Label } from "./label";

export interface Spark {
  id: string;
  label: string;
  /** Seen, by year. */
  series: Record<string, number>;
  /** Projected, by year: dashed. */
  projections: Record<string, number>;
  text: string;
  year: string;
  age: string;
  source: string;
  /** Year, age and source in a line, where there is no room for columns. */
  when: string;
}

interface Props {
  label: string;
  rows: Spark[];
  first: number;
  last: number;
  heads: { year: string; age: string; source: string };
  /** What the numbers are, a row in words, and what opens one. */
  cells: string;
  say: (row: number) => string;
  onOpen: (row: number) => void;
}

const [HEAD, FOOT, WIDE] = [20, 18, 560];
const [ROW, TALL] = [32, 52];

/** Points of a course inside a box, the years in their order; a lone year is one point. */
export function course(series: Record<string, number>, first: number, last: number, box: [number, number, number, number], ends?: [number, number]): [number, number][] {
  const [x0, y0, x1, y1] = box;
  const years = Object.keys(series).map(Number).filter((y) => y >= first && y <= last).sort((a, b) => a - b);
  const values = years.map((y) => series[y]!);
  const [low, high] = ends ?? [Math.min(...values), Math.max(...values)];
  return years.map((y, k) => [x0 + ((y - first) / Math.max(1, last - first)) * (x1 - x0), high > low ? y1 - ((values[k]! - low) / (high - low)) * (y1 - y0) : (y0 + y1) / 2]);
}

const path = (points: [number, number][]): string => points.map(([x, y], k) => `${k ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

export function Sparks({ label, rows, first, last, heads, cells, say, onOpen }: Props) {
  const [place, w] = useWidth(640);
  const wide = w >= WIDE;
  const head = wide ? HEAD : 0;
  const source = wide ? Math.max(textWidth(heads.source), ...rows.map((r) => textWidth(r.source))) + 10 : 0;
  const age = wide ? Math.max(textWidth(heads.age), ...rows.map((r) => textWidth(r.age))) + 12 : 0;
  const year = wide ? Math.max(textWidth(heads.year), ...rows.map((r) => textWidth(r.year))) + 12 : 0;
  const value = Math.max(...rows.map((r) => textWidth(r.text, true))) + 12;
  const names = wide ? Math.min(Math.max(...rows.map((r) => textWidth(r.label))) + 14, w * 0.34) : w - value;
  const room = names - (wide ? 8 : 6);
  const whens = w * 0.58;
  const most = (texts: string[], width: number): number => LEAD * (Math.max(1, ...texts.map((t) => wrapped(t, width).length)) - 1);
  const down = wide ? 0 : most(rows.map((r) => r.label), room);
  const row = wide ? tall(rows.map((r) => r.label), room, ROW) : TALL + down + most(rows.map((r) => r.when), whens);
  const ends = { value: w - source - age - year, year: w - source - age, age: w - source };
  const [x0, x1] = wide ? [names + 4, ends.value - value - 6] : [2, w * 0.4];
  const h = head + row * rows.length + FOOT;
  return (
    <div ref={place} class="celled">
      <svg class="ch sparks" viewBox={`0 0 ${w} ${h}`} width={w} height={h} role="img" aria-label={label}>
        {wide && <>
          <text class="ax" x={ends.year} y={12} text-anchor="end">{heads.year}</text>
          <text class="ax" x={ends.age} y={12} text-anchor="end">{heads.age}</text>
          <text class="ax" x={w} y={12} text-anchor="end">{heads.source}</text>
        </>}
        {rows.map((r, i) => {
          const y = head + row * i;
          const [top, foot] = wide ? [y + 6, y + row - 6] : [y + 26 + down, y + row - 8];
          const every = Object.values({ ...r.series, ...r.projections });
          const scale: [number, number] = [Math.min(...every), Math.max(...every)];
          const seen = course(r.series, first, last, [x0, top, x1, foot], scale);
          const ahead = course(r.projections, first, last, [x0, top, x1, foot], scale);
          const end = seen.at(-1);
          const line = wide ? y + row / 2 + 4 : y + 18 + down / 2;
          return (
            <g key={r.id}>
              <line class="grid" x1={0} x2={w} y1={y} y2={y} />
              <Label text={r.label} x={0} y={line} width={room} />
              {seen.length > 1 && <path class="ln me" d={path(seen)} />}
              {end && ahead.length > 0 && <path class="ln me dash" d={path([end, ...ahead])} />}
              {end && <circle class="tip me" cx={end[0]} cy={end[1]} r={3} />}
              <text class="num me" x={wide ? ends.value : w} y={line} text-anchor="end">{r.text}</text>
              {wide ? <>
                <text class="num" x={ends.year} y={line} text-anchor="end">{r.year}</text>
                <text class="num" x={ends.age} y={line} text-anchor="end">{r.age}</text>
                <text x={w} y={line} text-anchor="end">{r.source}</text>
              </> : <Label text={r.when} x={w} y={(y + 26 + down + y + row - 8) / 2 + 5} width={whens} class="ax num" anchor="end" />}
            </g>
          );
        })}
        <text class="ax num" x={x0} y={h - 4}>{first}</text>
        <text class="ax num" x={x1} y={h - 4} text-anchor="end">{last}</text>
      </svg>
      <Cells label={cells} top={head} row={row} rows={rows.length} edges={[0, w]} say={(i) => say(i)} onOpen={(i) => onOpen(i)} />
    </div>
  );
}
