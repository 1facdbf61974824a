/** Years as lines: what is followed and what it is compared with, bands, years that are based on assumptions; under the pointer the numbers of a year. */
import { useState } from "preact/hooks";
import { apart, path, spaced } from "./lines";
import { LEAD, textWidth, ticks, useWidth, wrapped } from "./width";

export interface YearLine {
  name: string;
  values: (number | null)[];
  /** What is compared with: grey, and dashed where growth is assumed. */
  beside?: boolean;
}

export interface Yearly {
  years: number[];
  lines: YearLine[];
  /** Wider ones first: each is laid over the one before. */
  bands?: { name: string; low: (number | null)[]; high: (number | null)[] }[];
  /** Last year observed. */
  known: number;
  /** First year of what is followed; null where nothing is done. */
  start: number | null;
  words: { assumed: string; begins: string };
  /** First year shown. */
  from: number;
  zero: boolean;
  unit: string;
  say: (value: number) => string;
  /** Lines of what stands at the pointer: the first is set strong. */
  tip: (t: number) => string[];
}

const [HEIGHT, TOP, FOOT] = [340, 44, 24];

/** A line in two stretches, observed and assumed, that meet in the last observed year. */
export const split = (values: (number | null)[], seen: number): [(number | null)[], (number | null)[]] =>
  [values.map((v, t) => (t <= seen ? v : null)), values.map((v, t) => (t >= seen ? v : null))];

/** A band as the text of a path; years without either end are left out. */
export function area(low: (number | null)[], high: (number | null)[], X: (t: number) => number, Y: (v: number) => number): string {
  const known = low.map((_, t) => t).filter((t) => low[t] != null && high[t] != null);
  const point = (t: number, v: number): string => `${X(t).toFixed(1)} ${Y(v).toFixed(1)}`;
  return known.length ? `M${known.map((t) => point(t, high[t]!)).join("L")}L${known.reverse().map((t) => point(t, low[t]!)).join("L")}Z` : "";
}

export function Years({ label, ...y }: Yearly & { label: string }) {
  const [place, w] = useWidth(720);
  const [at, setAt] = useState<number | null>(null);
  const first = Math.max(0, y.years.indexOf(y.from));
  const last = y.years.length - 1;
  const cut = <V,>(v: V[]): V[] => v.slice(first);
  const shown = [...y.lines.flatMap((l) => cut(l.values)), ...(y.bands ?? []).flatMap((b) => [...cut(b.low), ...cut(b.high)]), ...(y.zero ? [0] : [])].filter((v): v is number => v !== null);
  const [least, most] = shown.length ? [Math.min(...shown), Math.max(...shown)] : [0, 1];
  const air = (most - least) * 0.06 || Math.abs(most) * 0.1 || 1;
  const [a, b] = [least === 0 && y.zero ? 0 : least - air, most === 0 && y.zero && least < 0 ? 0 : most + air];
  const marks = ticks([a, b], 4);
  const left = Math.max(...marks.map((v) => textWidth(y.say(v))), 12) + 8;
  const names = Math.min(Math.max(0, ...y.lines.map((l) => textWidth(l.name, !l.beside))), w * 0.26);
  const right = w - names - 14;
  const bottom = HEIGHT - FOOT;
  const X = (t: number): number => left + ((t - first) / Math.max(1, last - first)) * (right - left);
  const Y = (v: number): number => bottom - ((v - a) / (b - a || 1)) * (bottom - TOP);
  const seen = Math.max(first, y.years.indexOf(y.known));
  const end = (v: (number | null)[]): number => v.findLastIndex((x) => x !== null);
  const drawn = y.lines.filter((l) => end(l.values) >= first);
  const high = LEAD * Math.max(1, ...drawn.map((l) => wrapped(l.name, names, !l.beside).length));
  const heights = apart(drawn.map((l) => Y(l.values[end(l.values)]!)), high + 2, TOP + 4, bottom);
  const start = y.start === null ? -1 : y.years.indexOf(y.start);
  const told = at === null ? [] : y.tip(at);
  const room = Math.min(260, w - 24);
  const lines = told.flatMap((t, k) => wrapped(t, room, k === 0).map((text) => ({ text, strong: k === 0 })));
  const box = { w: Math.max(0, ...lines.map((l) => textWidth(l.text, l.strong))) + 20, h: lines.length * 17 + 12 };
  const tipX = at === null ? 0 : X(at) + 10 + box.w > w ? Math.max(0, X(at) - box.w - 10) : X(at) + 10;
  let x = 0;
  const keys = (y.bands ?? []).map((band, k) => { const here = { ...band, k, x }; x += 20 + textWidth(band.name) + 16; return here; });
  const follow = (e: PointerEvent): void => {
    const place = (e.currentTarget as SVGElement).getBoundingClientRect();
    const t = Math.round(first + ((((e.clientX - place.left) / place.width) * w - left) / (right - left)) * (last - first));
    setAt(Math.min(last, Math.max(first, t)));
  };
  return (
    <div ref={place}>
      <svg class="ch yearly" viewBox={`0 0 ${w} ${HEIGHT}`} width={w} height={HEIGHT} role="img" aria-label={label} onPointerMove={follow} onPointerDown={follow} onPointerLeave={() => setAt(null)}>
        {seen < last && <rect class="hl" x={X(seen)} y={TOP} width={X(last) - X(seen)} height={bottom - TOP} />}
        {keys.map((k) => <g key={k.k}><rect class={`area band k${k.k}`} x={k.x} y={2} width={14} height={11} /><text x={k.x + 20} y={12}>{k.name}</text></g>)}
        <text class="ax" x={0} y={keys.length ? 31 : 12}>{y.unit}</text>
        {marks.map((v) => <g key={v}><line class={Math.abs(v) < 1e-12 && y.zero ? "base" : "grid"} x1={left} x2={right} y1={Y(v)} y2={Y(v)} /><text class="ax num" x={left - 6} y={Y(v) + 4} text-anchor="end">{y.say(v)}</text></g>)}
        {spaced(y.years.slice(first).map((_, i) => X(first + i)), 44).map((i) => <text key={i} class="ax num" x={X(first + i)} y={HEIGHT - 6} text-anchor="middle">{y.years[first + i]}</text>)}
        {start >= first && <><line class="break" x1={X(start)} x2={X(start)} y1={TOP} y2={bottom} /><text class="ax" x={X(start)} y={TOP - 4} text-anchor={X(start) > w / 2 ? "end" : "start"}>{y.words.begins}</text></>}
        {seen < last && <text class="ax" x={right - 6} y={bottom - 6} text-anchor="end">{y.words.assumed}</text>}
        {(y.bands ?? []).map((band, k) => <path key={k} class="area band" d={area(band.low.map((v, t) => (t < first ? null : v)), band.high, X, Y)} />)}
        {y.lines.map((l) => (l.beside ? split(l.values, seen) : [l.values]).map((values, k) => <path key={`${l.name}${k}`} class={`ln ${l.beside ? "beside" : "me"} ${k ? "dash" : ""}`} d={path(values.map((v, t) => (t < first ? null : v)), X, Y)} />))}
        {drawn.map((l, k) => {
          const i = end(l.values);
          const [cy, text] = [Y(l.values[i]!), wrapped(l.name, names, !l.beside)];
          return (
            <g key={l.name}>
              <circle class={`tip ${l.beside ? "" : "me"}`} cx={X(i)} cy={cy} r={3.5} />
              {Math.abs(heights[k]! - cy) > 3 || i < last ? <line class="lead" x1={X(i) + 5} x2={right + 6} y1={cy} y2={heights[k]} /> : null}
              <text class={`lb ${l.beside ? "" : "me"}`}>{text.map((line, j) => <tspan key={j} x={right + 9} y={heights[k]! + 4 - (LEAD * (text.length - 1)) / 2 + LEAD * j}>{line}</tspan>)}</text>
            </g>
          );
        })}
        {at !== null && <g class="pointed">
          <line class="base" x1={X(at)} x2={X(at)} y1={TOP} y2={bottom} />
          <rect class="sheet" x={tipX} y={TOP + 4} width={box.w} height={box.h} rx={4} />
          {lines.map((l, k) => <text key={k} class={l.strong ? "me" : ""} x={tipX + 10} y={TOP + 22 + 17 * k}>{l.text}</text>)}
        </g>}
      </svg>
    </div>
  );
}
