/** Small fans side by side: the line is what is chosen, the band what any choice would give, the dot the year of the target. */
import { Label } from "./label";
import { LEAD, useWidth, wrapped } from "./width";

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

const [HEAD, FOOT, AIR] = [38, 18, 22];
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
  return (
    <div ref={place}>
      <svg class="ch" viewBox={`0 0 ${w} ${h}`} width={w} height={h} role="img" aria-label={label}>
        {cells.map((c, i) => {
          const [x0, y0] = [(i % columns) * (each + AIR), Math.floor(i / columns) * (HIGH + 10)];
          const [y1, y2] = [y0 + HEAD + below + more, y0 + HIGH - FOOT];
          const X = (t: number): number => x0 + (t / last) * each;
          const Y = (v: number): number => y2 - (v / top) * (y2 - y1);
          const line = (path: number[]): string[] => path.map((v, t) => `${X(t).toFixed(1)},${Y(v).toFixed(1)}`);
          const over = Y(c.path[mark] ?? 0) - y1 > 22;
          return (
            <g key={c.id}>
              <title>{`${c.title}: ${c.text}, ${c.note}`}</title>
              <Label text={c.title} x={x0} y={y0 + 12 + (LEAD * (wrapped(c.title, each, true).length - 1)) / 2} width={each} class="" strong />
              <Label text={c.note} x={x0} y={y0 + 27 + below + (LEAD * (wrapped(c.note, each).length - 1)) / 2} width={each} class="ax num" />
              <line x1={x0} x2={x0 + each} y1={y2} y2={y2} class="base" />
              <polygon points={[...line(c.high), ...line(c.low).reverse()].join(" ")} class="area band" />
              <polyline points={line(c.path).join(" ")} class="ln me" />
              <line x1={X(mark)} x2={X(mark)} y1={Y(c.path[mark] ?? 0)} y2={y2} class="grid" />
              <circle cx={X(mark)} cy={Y(c.path[mark] ?? 0)} r={4} class="dot me" />
              <text x={X(mark) + 5} y={Y(c.path[mark] ?? 0) + (over ? -8 : 16)} class="lb me num">{c.text}</text>
              <text x={x0} y={y0 + HIGH - 4} class="ax">{years[0]}</text>
              <text x={X(mark)} y={y0 + HIGH - 4} class="ax" text-anchor="middle">{years[mark]}</text>
              <text x={x0 + each} y={y0 + HIGH - 4} class="ax" text-anchor="end">{years[last]}</text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
