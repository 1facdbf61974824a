/** Small fans side by side: the line is what is chosen, the band what any choice would give, the dot the year of the target. */
import { Label } from "./label";
import { LEAD, textWidth, useWidth, wrapped } from "./width";

export interface FanCell {
  id: string;
  title: string;
  /** What the band says in the marked year. */
  note: string;
  path: number[];
  low: number[];
  high: number[];
  /** Beside the dot. */
  text: string;
}

interface Props {
  label: string;
  years: number[];
  cells: FanCell[];
  /** Index of the year with the dot. */
  mark: number;
}

const [HEAD, FOOT, AIR] = [50, 18, 22];
/** Width of the figures of the vertical axis, and where they stand: the year of the base is 100. */
const AXIS = 26;
const TICKS = [0, 50, 100];
/** Heights of a number above and below its foot, and its distance from lines. */
const [UP, DOWN, CLEAR] = [10, 3, 5];

export type Point = [x: number, y: number];

/**
 * Where a number stands beside the dot of a line, clear of the line wherever that goes: to the right of the dot where there is room, else to its left;
 * above all of the line that is as far as it is wide, or below it where that is nearer and above the base.
 */
export function besideDot(line: Point[], mark: number, text: string, [left, right]: [number, number], base: number): { x: number; y: number; anchor: "start" | "end" } {
  const [x, y] = line[mark]!;
  const wide = textWidth(text, true) + CLEAR;
  const anchor = x + wide <= right || x - wide < left ? "start" : "end";
  const [from, to] = anchor === "start" ? [x, x + wide] : [x - wide, x];
  const heights = line.flatMap(([a, b], k): number[] => {
    const next = line[k + 1];
    const within = a >= from && a <= to ? [b] : [];
    return next ? [...within, ...[from, to].filter((edge) => edge > a && edge < next[0]).map((edge) => b + ((edge - a) / (next[0] - a)) * (next[1] - b))] : within;
  });
  const [above, below] = [Math.min(...heights) - CLEAR - DOWN, Math.max(...heights) + CLEAR + UP];
  return { x: anchor === "start" ? x + CLEAR : x - CLEAR, y: below - y < y - above && below + DOWN < base ? below : above, anchor };
}
const most = (texts: string[], room: number, bold = false): number => Math.max(1, ...texts.map((t) => wrapped(t, room, bold).length)) - 1;

export function Fans({ label, years, cells, mark }: Props) {
  const [place, w] = useWidth(560);
  const columns = w < 520 ? 2 : w < 760 || cells.length <= 6 ? 3 : 4;
  const each = (w - AIR * (columns - 1)) / columns;
  const [below, more] = [LEAD * most(cells.map((c) => c.title), each, true), LEAD * most(cells.map((c) => c.note), each)];
  const HIGH = (w < 520 ? 148 : 190) + below + more;
  const rows = Math.ceil(cells.length / columns);
  const h = rows * (HIGH + 10);
  const top = Math.max(...cells.flatMap((c) => c.high), 1e-9) * 1.04;
  const last = years.length - 1;
  const yearWide = 1.5 * textWidth(String(years[0])) + CLEAR; // from the ends to the middle of the year that stands between theirs
  return (
    <div ref={place}>
      <svg class="ch" viewBox={`0 0 ${w} ${h}`} width={w} height={h} role="img" aria-label={label}>
        {cells.map((c, i) => {
          const [x0, y0] = [(i % columns) * (each + AIR), Math.floor(i / columns) * (HIGH + 10)];
          const [y1, y2] = [y0 + HEAD + below + more, y0 + HIGH - FOOT];
          const [xa, xw] = [x0 + AXIS, each - AXIS];
          const X = (t: number): number => xa + (t / last) * xw;
          const Y = (v: number): number => y2 - (v / top) * (y2 - y1);
          const points = (path: number[]): Point[] => path.map((v, t) => [X(t), Y(v)]);
          const line = (path: number[]): string[] => points(path).map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`);
          const said = besideDot(points(c.path), mark, c.text, [xa, x0 + each], y2);
          return (
            <g key={c.id}>
              <title>{`${c.title}: ${c.text}, ${c.note}`}</title>
              <Label text={c.title} x={x0} y={y0 + 12 + (LEAD * (wrapped(c.title, each, true).length - 1)) / 2} width={each} class="" strong />
              <Label text={c.note} x={x0} y={y0 + 27 + below + (LEAD * (wrapped(c.note, each).length - 1)) / 2} width={each} class="ax num" />
              <line x1={xa} x2={x0 + each} y1={y2} y2={y2} class="base" />
              {TICKS.filter((v) => v < top).map((v) => (
                <g key={v}>
                  {v > 0 && <line x1={xa} x2={x0 + each} y1={Y(v)} y2={Y(v)} class="grid" />}
                  <text x={xa - 4} y={Y(v) + 4} class="ax num" text-anchor="end">{v}</text>
                </g>
              ))}
              <polygon points={[...line(c.high), ...line(c.low).reverse()].join(" ")} class="area band" />
              <polyline points={line(c.path).join(" ")} class="ln me" />
              <line x1={X(mark)} x2={X(mark)} y1={Y(c.path[mark] ?? 0)} y2={y2} class="grid" />
              <circle cx={X(mark)} cy={Y(c.path[mark] ?? 0)} r={4} class="dot me" />
              <text x={said.x} y={said.y} text-anchor={said.anchor} class="lb me num">{c.text}</text>
              <text x={xa} y={y0 + HIGH - 4} class="ax">{years[0]}</text>
              <text x={Math.min(x0 + each - yearWide, Math.max(xa + yearWide, X(mark)))} y={y0 + HIGH - 4} class="ax" text-anchor="middle">{years[mark]}</text>
              <text x={x0 + each} y={y0 + HIGH - 4} class="ax" text-anchor="end">{years[last]}</text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
