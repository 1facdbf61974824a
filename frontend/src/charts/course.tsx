/** The course of one target: what was observed, where the path leads, and without the package, the band of draws, the target. */
import type { Status } from "../api/types";
import { extent } from "./dots";
import { Mark } from "./status";
import { textWidth, ticks, useWidth } from "./width";

export type Points = [number, number][];

export interface CourseProps {
  label: string;
  observed: Points;
  path: Points;
  beside: Points;
  goals: { year: number; value: number; status: Status }[];
  /** Percentiles of draws, outer ones first and last. */
  band: { years: number[]; values: (number | null)[][] } | null;
  say: (value: number) => string;
  /** Names of the lines; none: a small picture without axes. */
  legend?: { observed: string; path: string; beside: string; band: string; goal: string };
}

/** Room between the lowest value and the axis, for marks. */
const AIR = 6;

export function Course({ label, observed, path, beside, goals, band, say, legend }: CourseProps) {
  const [place, w] = useWidth(legend ? 560 : 220);
  const known = (band?.values ?? []).flat().filter((v): v is number => v !== null);
  const [a, b] = extent([...[...observed, ...path, ...beside].map((p) => p[1]), ...goals.map((g) => g.value), ...known]);
  const years = [...observed, ...path].map((p) => p[0]).concat(goals.map((g) => g.year));
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const marks = legend ? ticks([a, b], 4) : [];
  const left = legend ? Math.max(...marks.map((v) => textWidth(say(v))), 0) + 8 : 4;
  const right = w - 12;
  const anchor = path[0] ?? observed.at(-1);
  const spans = band ? [[0, band.values.length - 1], [1, band.values.length - 2]].map(([lo, hi]) => outline(band, lo!, hi!, anchor)) : [];
  const axis = legend ? ticks([first, last], Math.max(2, Math.floor((right - left) / 64))).filter((y) => Number.isInteger(y)) : [first, last];
  const hasPath = path.length > 1;
  const keys = legend ? [
    { cls: "ln seen", name: legend.observed }, ...(hasPath ? [{ cls: "ln me", name: legend.path }] : []), ...(beside.length > 1 ? [{ cls: "ln dash", name: legend.beside }] : []),
    ...(spans.length ? [{ cls: "area band", name: legend.band }] : []), { cls: "goal", name: legend.goal },
  ] : [];
  const places: { x: number; line: number }[] = [];
  let [at, row] = [0, 0];
  for (const k of keys) {
    const wide = 22 + textWidth(k.name);
    if (at && at + wide > w) [at, row] = [0, row + 1];
    places.push({ x: at, line: row });
    at += wide + 12;
  }
  const [top, foot] = legend ? [34 + 18 * row, 22] : [10, 16];
  const h = (legend ? 230 : 84) + 18 * row;
  const X = (year: number): number => left + ((year - first) / Math.max(last - first, 1)) * (right - left);
  const Y = (v: number): number => h - foot - AIR - ((v - a) / (b - a)) * (h - foot - AIR - top);
  const line = (points: Points): string => points.map(([y, v]) => `${X(y).toFixed(1)},${Y(v).toFixed(1)}`).join(" ");
  return (
    <div ref={place}>
      <svg class="ch course" viewBox={`0 0 ${w} ${h}`} width={w} height={h} role="img" aria-label={label}>
        {keys.map((k, i) => {
          const { x, line: below } = places[i]!;
          const y = 8 + 18 * below;
          return (
            <g key={k.name}>
              {k.cls === "goal" ? <Diamond x={x + 8} y={y} /> : k.cls.startsWith("area") ? <rect x={x} y={y - 5} width={16} height={10} class={k.cls} /> : <line x1={x} x2={x + 16} y1={y} y2={y} class={k.cls} />}
              <text x={x + 21} y={y + 4} class="ax">{k.name}</text>
            </g>
          );
        })}
        {marks.map((v) => <g key={v}><line x1={left} x2={right} y1={Y(v)} y2={Y(v)} class="grid" /><text x={left - 6} y={Y(v) + 4} class="ax num" text-anchor="end">{say(v)}</text></g>)}
        <line x1={left} x2={right} y1={h - foot} y2={h - foot} class="base" />
        {axis.map((year, i) => <text key={year} x={X(year)} y={h - 4} class="ax num" text-anchor={i === 0 && X(year) < 16 ? "start" : X(year) > right - 12 ? "end" : "middle"}>{year}</text>)}
        {spans.map((points, i) => <polygon key={i} class="area band" points={line(points)} />)}
        {beside.length > 1 && <polyline class="ln dash" points={line(beside)} />}
        {observed.length > 1 && <polyline class="ln seen" points={line(observed)} />}
        {observed.map(([y, v]) => (legend || y === observed.at(-1)![0]) && <circle key={y} class="dot" cx={X(y)} cy={Y(v)} r={legend ? 3 : 2.5}><title>{`${y}: ${say(v)}`}</title></circle>)}
        {hasPath && <polyline class="ln me" points={line(path)} />}
        {goals.map((g) => <g key={g.year}><title>{`${g.year}: ${say(g.value)}`}</title><Diamond x={X(g.year)} y={Y(g.value)} />{legend && <Mark status={g.status} x={X(g.year)} y={top - 6} r={6} />}</g>)}
      </svg>
    </div>
  );
}

const Diamond = ({ x, y }: { x: number; y: number }) => <path class="goal" d={`M${x} ${y - 5.5}l5.5 5.5l-5.5 5.5l-5.5-5.5z`} />;

/** The outline of a band, from the point that all draws share. */
function outline(band: { years: number[]; values: (number | null)[][] }, low: number, high: number, anchor: [number, number] | undefined): Points {
  const side = (k: number): Points => band.years.flatMap((y, i) => { const v = band.values[k]?.[i]; return v == null ? [] : [[y, v] as [number, number]]; });
  const start = anchor && anchor[0] < (band.years[0] ?? 0) ? [anchor] : [];
  return [...start, ...side(high), ...side(low).reverse()];
}
