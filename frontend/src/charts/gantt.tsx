/** Actions over years, fainter while they are phased in, with who carries them out; below them targets in their years. */
import type { Status } from "../api/types";
import { Mark } from "./status";
import { Label } from "./label";
import { LEAD, textWidth, useWidth, wrapped } from "./width";

export interface GanttBar {
  id: string;
  label: string;
  owners: string;
  start: number;
  full: number;
  until: number | null;
  said: string;
}

export interface GanttRow {
  id: string;
  label: string;
  marks: { year: number; status: Status; said: string }[];
}

interface Props {
  label: string;
  bars: GanttBar[];
  rows: GanttRow[];
  years: [number, number];
  words: { actions: string; targets: string; phase: string; full: string };
  statuses: { status: Status; label: string }[];
}

const [TOP, HEAD, BAR] = [22, 24, 12];

export function Gantt({ label, bars, rows, years: [first, last], words, statuses }: Props) {
  const [place, w] = useWidth(720);
  const narrow = w < 520;
  const longest = Math.max(80, ...[...bars, ...rows].map((r) => textWidth(r.label)), ...bars.map((b) => textWidth(b.owners)));
  const names = narrow ? 0 : Math.min(longest + 16, w * 0.38);
  const [left, right] = [names + 8, w - 10];
  const X = (year: number): number => left + ((year - first) / (last + 1 - first)) * (right - left);
  const room = narrow ? w : names - 4;
  const most = (texts: string[]): number => LEAD * (Math.max(1, ...texts.map((t) => wrapped(t, room).length)) - 1);
  const [first1, second, third] = [most(bars.map((b) => b.label)), most(bars.map((b) => b.owners)), most(rows.map((r) => r.label))];
  const [barHigh, rowHigh] = narrow ? [52 + first1 + second, 40 + third] : [38 + first1 + second, 24 + third];
  const size = (n: number, high: number): number => (n ? HEAD + n * high + 6 : 0);
  const middle = TOP + size(bars.length, barHigh);
  const bottom = middle + size(rows.length, rowHigh);
  const entries = [...(bars.length ? [{ cls: "fill me second", label: words.phase }, { cls: "fill me", label: words.full }] : []), ...statuses];
  const places: { x: number; line: number }[] = [];
  let [at, line] = [0, 0];
  for (const e of entries) {
    const wide = 20 + textWidth(e.label) + 12;
    if (at && at + wide > w) [at, line] = [0, line + 1];
    places.push({ x: at, line });
    at += wide;
  }
  const h = bottom + 12 + 20 * (line + 1);
  const marked = Array.from({ length: last - first + 1 }, (_, k) => first + k).filter((y) => y % 5 === 0);
  return (
    <div ref={place}>
      <svg class="ch" viewBox={`0 0 ${w} ${h}`} width={w} height={h} role="img" aria-label={label}>
        {marked.map((y) => <g key={y}><line class="grid" x1={X(y)} x2={X(y)} y1={TOP - 6} y2={bottom} /><text class="ax num" x={X(y)} y={TOP - 10} text-anchor="middle">{y}</text></g>)}
        {bars.length > 0 && <text class="me" x={0} y={TOP + 14}>{words.actions}</text>}
        {bars.map((b, i) => {
          const y = TOP + HEAD + i * barHigh;
          const end = Math.min(b.until ?? last, last) + 1;
          const full = Math.min(Math.max(b.full, b.start), end);
          const mid = narrow ? y + 40 + first1 + second : y + 13;
          return (
            <g key={b.id}>
              <title>{b.said}</title>
              <Label text={b.label} x={0} y={y + 13 + first1 / 2} width={room} />
              <Label text={b.owners} x={0} y={y + 28 + first1 + second / 2} width={room} class="ax" />
              {full > b.start && <rect class="fill me second" x={X(b.start)} y={mid - BAR / 2} width={X(full) - X(b.start)} height={BAR} rx={2} />}
              {end > full && <rect class="fill me" x={X(full)} y={mid - BAR / 2} width={X(end) - X(full)} height={BAR} rx={2} />}
            </g>
          );
        })}
        {rows.length > 0 && <text class="me" x={0} y={middle + 14}>{words.targets}</text>}
        {rows.map((r, i) => {
          const y = middle + HEAD + i * rowHigh;
          const mid = narrow ? y + 28 + third : y + 11 + third / 2;
          return (
            <g key={r.id}>
              <Label text={r.label} x={0} y={narrow ? y + 14 + third / 2 : mid + 4} width={room} />
              <line class="lead" x1={left} x2={X(r.marks.at(-1)?.year ?? first)} y1={mid} y2={mid} />
              {r.marks.map((m) => <g key={m.year}><title>{m.said}</title><Mark status={m.status} x={X(m.year)} y={mid} /></g>)}
            </g>
          );
        })}
        {entries.map((e, i) => {
          const { x, line: row } = places[i]!;
          const y = bottom + 18 + 20 * row;
          return (
            <g key={e.label}>
              {"cls" in e ? <rect class={e.cls} x={x} y={y - 6} width={14} height={12} rx={2} /> : <Mark status={e.status} x={x + 7} y={y} r={7} />}
              <text class="ax" x={x + 20} y={y + 4}>{e.label}</text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
