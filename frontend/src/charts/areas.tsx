/** Parts of a whole over years, stacked to 100 %; with one year, one bar in segments. */
import { useId } from "preact/hooks";
import { Hatch } from "./hatch";
import { Label } from "./label";
import { LEAD, textWidth, ticks, useWidth, wrapped } from "./width";

export interface Layer {
  id: string;
  label: string;
  series: (number | null)[];
  /** The last value as shown. */
  text: string;
  hatched?: boolean;
}

interface Props {
  label: string;
  years: number[];
  /** Places at which another database begins: areas end before them. */
  breaks?: number[];
  layers: Layer[];
  height?: number;
  /** Part of the axis that is shown. */
  from?: number;
}

const FOOT = 20;

/** Move labels apart to at least `space`, as little as possible, inside the frame. */
export function spread(wanted: number[], space: number, top: number, bottom: number): number[] {
  const order = wanted.map((y, i) => [y, i] as const).sort((a, b) => a[0] - b[0]);
  const out = order.map(([y]) => y);
  for (let i = 0; i < out.length; i++) out[i] = Math.max(out[i]!, i ? out[i - 1]! + space : top);
  if (out.length && out[out.length - 1]! > bottom) {
    out[out.length - 1] = bottom;
    for (let i = out.length - 2; i >= 0; i--) out[i] = Math.min(out[i]!, out[i + 1]! - space);
  }
  const back: number[] = [];
  order.forEach(([, i], k) => (back[i] = out[k]!));
  return back;
}

/** Places of what is known, apart where another database begins. */
export function stretches(known: number[], breaks: number[]): number[][] {
  const out: number[][] = [];
  known.forEach((t, i) => {
    const before = known[i - 1];
    if (before === undefined || breaks.some((b) => before < b && b <= t)) out.push([]);
    out.at(-1)!.push(i);
  });
  return out;
}

const point = (x: number, y: number): string => `${x.toFixed(1)},${y.toFixed(1)}`;

export function Areas({ label, years, breaks = [], layers, height: least = 240, from = 0 }: Props) {
  const [place, w] = useWidth(520);
  const id = useId().replace(/:/g, "");
  const known = years.map((_, t) => t).filter((t) => layers.some((l) => l.series[t] !== null && l.series[t] !== undefined));
  const beside = w >= 460;
  const names = beside ? Math.min(Math.max(...layers.map((l) => textWidth(`${l.label} `) + textWidth(l.text, true))) + 26, w * 0.5) : 0;
  const figures = Math.max(...layers.map((l) => textWidth(l.text, true)));
  const room = (beside ? names : w) - 22 - figures;
  const more = LEAD * (Math.max(1, ...layers.map((l) => wrapped(l.label, room).length)) - 1);
  const row = 19 + more;
  const legend = beside ? 0 : layers.length * row + 8;
  const height = beside ? Math.max(least, FOOT + 12 + layers.length * (16 + more)) : least;
  const one = known.length < 2;
  const [x0, x1, y0, y1] = [one ? 0 : 42, w - names - 6, 8, one ? 42 : height - FOOT];
  const h = (one ? Math.max(50, layers.length * row) : height) + legend;
  const X = (t: number): number => x0 + ((t - known[0]!) / Math.max(known.at(-1)! - known[0]!, 1)) * (x1 - x0);
  const Y = (v: number): number => y1 - ((Math.max(v, from) - from) / (1 - from)) * (y1 - y0);
  const base = known.map(() => 0);
  const drawn = layers.map((l) => {
    const low = [...base];
    known.forEach((t, i) => (base[i] = base[i]! + (l.series[t] ?? 0)));
    return { ...l, low, high: [...base] };
  });
  const ends = drawn.map((l) => (one ? 0 : (Y(l.low.at(-1) ?? 0) + Y(l.high.at(-1) ?? 0)) / 2 + 4));
  const at = beside ? (one ? drawn.map((_, i) => 12 + i * row) : spread(ends, 16 + more, 12, y1 + 4)) : drawn.map((_, i) => h - legend + 16 + i * row);
  const skin = (l: Layer, k: number) => (l.hatched ? { class: "hatched", fill: `url(#${id})` } : { class: `part p${Math.min(k, 4)}` });
  return (
    <div ref={place}>
      <svg class="ch" viewBox={`0 0 ${w} ${h}`} width={w} height={h} role="img" aria-label={label}>
        <Hatch id={id} />
        {one
          ? drawn.map((l, k) => {
            const [a, b] = [l.low[0] ?? 0, l.high[0] ?? 0];
            return <rect key={l.id} x={x0 + a * (x1 - x0)} y={y0} width={Math.max((b - a) * (x1 - x0), 0.5)} height={26} rx={2} {...skin(l, k)}><title>{`${l.label} ${l.text}`}</title></rect>;
          })
          : drawn.map((l, k) => stretches(known, breaks).map((places) => (
            <polygon key={`${l.id}.${places[0]}`} {...skin(l, k)} points={[...places.map((i) => point(X(known[i]!), Y(l.high[i]!))), ...places.map((i) => point(X(known[i]!), Y(l.low[i]!))).reverse()].join(" ")}>
              <title>{`${l.label} ${l.text}`}</title>
            </polygon>
          )))}
        {!one && ticks([from, 1], 4).map((v) => <g key={v}><line x1={x0} x2={x1} y1={Y(v)} y2={Y(v)} class="grid" opacity=".55" /><text x={x0 - 5} y={Y(v) + 4} class="ax" text-anchor="end">{Math.round(v * 100)}%</text></g>)}
        {!one && known.filter((t, i) => i === 0 || i === known.length - 1 || (years[t]! % 5 === 0 && X(t) - X(known[0]!) > 46 && X(known.at(-1)!) - X(t) > 46)).map((t) => (
          <text key={t} x={X(t)} y={y1 + 15} class="ax" text-anchor={t === known[0] ? "start" : t === known.at(-1) ? "end" : "middle"}>{years[t]}</text>
        ))}
        {drawn.map((l, k) => {
          const x = beside ? x1 + 10 : 0;
          return (
            <g key={l.id}>
              {beside && !one && Math.abs(at[k]! - ends[k]!) > 3 && <line x1={x1 + 1} x2={x - 1} y1={ends[k]! - 4} y2={at[k]! - 4} class="lead" />}
              <rect x={x} y={at[k]! - 9} width={10} height={10} rx={2} {...skin(l, k)} />
              <Label text={l.label} x={x + 15} y={at[k]!} width={room} />
              <text x={beside ? w : x + 21 + Math.max(...wrapped(l.label, room).map((t) => textWidth(t)))} y={at[k]!} class="lb num me" text-anchor={beside ? "end" : "start"}>{l.text}</text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
