/** Inputs from abroad in rows: what losing each costs at three horizons, its largest seller, and what is not named. The whole row is a button. */
import { useId } from "preact/hooks";
import type { Bounds, Input, LossRow } from "../../api/types";
import { Hatch } from "../../charts/hatch";
import { Label } from "../../charts/label";
import { Overlay } from "../../charts/overlay";
import { LEAD, textWidth, ticks, useWidth, wrapped } from "../../charts/width";
import { useRows } from "../../ui/stage";
import { number, percent, range } from "../../format";
import { useText } from "../../i18n";
import { say } from "../../i18n/catalogues";
import type { Lang } from "../../state/types";

export interface InputRow {
  input: Input;
  loss: LossRow | null;
}

interface Props {
  label: string;
  rows: InputRow[];
  chosen: string;
  onChoose: (code: string) => void;
  /** Of which losses are written. */
  horizon: Horizon;
  /** Whether losses are still on their way: their place is grey. */
  waiting: boolean;
}

/** Three steps of one hue, light to dark: the first statement is about the first years. */
export const HORIZONS = ["short", "medium", "long"] as const;
export type Horizon = (typeof HORIZONS)[number];
/** Ranges that float over more than this factor stand on a logarithmic axis. */
const FACTOR = 30;
const LEAST = 96;

type Ends = Pick<Bounds, "low" | "high">;

/** An end in percent; one that is not zero never reads zero. */
const end = (v: number): string => {
  const p = v * 100;
  return `${number(p, p >= 0.095 || p === 0 ? 1 : p >= 0.0095 ? 2 : 3)}%`;
};

/** "0.5–28.4%"; a low end alone is open above, as some cases have no equilibrium. */
export function costText(loss: Ends, lang: Lang): string {
  if (loss.low === null) return "–";
  if (loss.high === null) return say(lang, "diagnose.dep.open.cost", { end: end(loss.low) });
  return range(end(loss.low), end(loss.high), lang);
}

const shownOf = (loss: LossRow): Bounds[] => HORIZONS.map((h) => loss.horizons[h]).filter((s): s is Bounds => !!s && s.low !== null);
const isOpen = (s: Bounds): boolean => s.high === null;
/** Where a bar ends: at its high end, or where it is open above, at the central case, with an arrow behind. */
const endOf = (s: Bounds): number => s.high ?? Math.max(s.central ?? 0, s.low ?? 0);

interface Axis {
  log: boolean;
  X: (v: number) => number;
  marks: number[];
}

/** Straight from zero, or where ranges float over a large factor logarithmic, its lines about three times apart. */
function axisOf(losses: LossRow[], x0: number, x1: number): Axis {
  const ends = losses.flatMap(shownOf).flatMap((s) => [s.low!, endOf(s)]);
  const known = ends.filter((v) => v > 0);
  const [low, high] = [Math.min(...known, 1), Math.max(...known, 1e-6)];
  if (!known.length || ends.some((v) => v <= 0) || high / low < FACTOR) {
    const top = Math.max(high, 1e-6) * 1.02;
    return { log: false, X: (v) => x0 + (Math.max(v, 0) / top) * (x1 - x0), marks: ticks([0, top * 100], x1 - x0 < 240 ? 3 : 5).map((v) => v / 100) };
  }
  const [a, b] = [Math.log(low * 0.9), Math.log(high * 1.05)];
  const every = Array.from({ length: 14 }, (_, k) => (k % 2 ? 3 : 1) * 10 ** (Math.floor(k / 2) - 5)).filter((v) => Math.log(v) >= a && Math.log(v) <= b);
  return { log: true, X: (v) => x0 + ((Math.log(Math.max(v, low * 0.9)) - a) / (b - a)) * (x1 - x0), marks: every };
}

const tickText = (v: number): string => `${Number((v * 100).toPrecision(2))}%`;

/** Ticks whose texts leave each other room; the largest stays. */
const roomy = ({ marks, X }: Axis): number[] => marks.reduceRight<number[]>((kept, v) => (kept.length && X(kept[0]!) - X(v) < (textWidth(tickText(kept[0]!)) + textWidth(tickText(v))) / 2 + 8 ? kept : [v, ...kept]), []);

function Bars({ loss, y, high, axis, hatch }: { loss: LossRow; y: number; high: number; axis: Axis; hatch: string }) {
  const each = high / 3;
  if (!loss.sure) {
    const span = shownOf(loss);
    const [p, q] = [axis.X(Math.min(...span.map((s) => s.low!), 0)), axis.X(Math.max(...span.map(endOf), 0))];
    return <rect x={p} y={y + each} width={Math.max(q - p, 3)} height={each} class="hatched" fill={`url(#${hatch})`} />;
  }
  return (
    <>
      {HORIZONS.map((h, k) => {
        const s = loss.horizons[h];
        if (!s || s.low === null) return null;
        const [p, q, at] = [axis.X(s.low), axis.X(endOf(s)), y + each * k];
        const long = Math.max(q - p, 3);
        return (
          <g key={h}>
            <rect x={p} y={at + 0.5} width={long} height={each - 1.5} rx={1.5} class={`loss ${h}`} />
            {isOpen(s) && <path d={`M${q + 3},${at + each / 2 - 4} l6,3.5 l-6,3.5 z`} class={`loss ${h}`} />}
            {s.central !== null && long > 5 && <rect x={axis.X(s.central) - 0.9} y={at - 1} width={1.8} height={each + 1} class="tick" />}
          </g>
        );
      })}
    </>
  );
}

export function Inputs({ label, rows: every, chosen, onChoose, horizon, waiting }: Props) {
  const { t, pick, lang } = useText();
  const rows = useRows(every.map((r) => ({ ...r, me: r.input.industry === chosen })));
  const [place, w] = useWidth(900);
  const hatch = useId().replace(/:/g, "");
  const losses = rows.map((r) => r.loss).filter((l): l is LossRow => l !== null);
  const first = (i: Input): string => { const s = i.suppliers[0]; return s ? t("diagnose.dep.share", { name: pick(s.label), share: percent(s.share, 0) }) : "–"; };
  const figure = (loss: LossRow | null): string => (loss ? (loss.sure ? costText(loss.horizons[horizon] ?? { low: null, high: null }, lang) : t("policy.signs.signs.sign_ambiguous")) : waiting ? "" : t("diagnose.dep.notasked"));
  const heads = { range: t(`diagnose.dep.range.${horizon}`), seller: t("diagnose.dep.seller"), unnamed: t("diagnose.dep.notnamed") };
  const numbers = Math.max(textWidth(heads.range), ...losses.map((l) => textWidth(figure(l), true)), waiting ? 80 : 0) + 12;
  const sellers = Math.min(Math.max(textWidth(heads.seller), ...rows.map((r) => textWidth(first(r.input)))), 150) + 14;
  const shares = Math.max(textWidth(heads.unnamed), 32 + 4 + textWidth("100%")) + 4;
  const longest = Math.max(80, ...rows.map((r) => textWidth(pick(r.input.label), true))) + 20;
  const beside = Math.min(longest, w * 0.22);
  // labels, then numbers, the rest is the plot; where it would be too small, labels stand over their rows
  const over = w - beside - numbers - sellers - shares - 40 < LEAST * 2;
  const names = over ? 8 : beside;
  const right = over ? w - numbers : w - numbers - sellers - shares;
  const axis = axisOf(losses, names + (over ? 0 : 8), right - 12);
  const head = 22;
  const bars = over ? 26 : 28;
  let y = head;
  const placed = rows.map((r) => {
    const said = over ? `${t("diagnose.dep.seller.short")} ${first(r.input)} · ${t("diagnose.dep.unnamed", { share: percent(r.input.unnamed, 0) })}` : "";
    const room = over ? w - 16 : names - 16;
    const n = wrapped(pick(r.input.label), room, true).length;
    const apart = over && textWidth(pick(r.input.label), true) + textWidth(said) + 24 > w;
    const above = over ? LEAD * (n + (apart ? 1 : 0)) + 6 : 0;
    const high = over ? above + bars + 10 : Math.max(bars, LEAD * n) + 12;
    const here = { ...r, said, room, n, apart, above, y, high, bar: over ? y + above + 2 : y + (high - bars) / 2 };
    y += high;
    return here;
  });
  const shown = roomy(axis);
  const foot = axis.log && losses.length ? wrapped(t("diagnose.dep.log"), w - (over ? 0 : names)) : [];
  const h = y + (foot.length ? 8 + LEAD * foot.length : 2);
  const spoken = ({ input, loss }: InputRow): string => [pick(input.label), loss ? figure(loss) : "", `${t("diagnose.dep.content")} ${percent(input.direct, 0)}–${percent(input.complete, 0)}`, first(input)].filter(Boolean).join("; ");
  return (
    <div ref={place} class="inputs celled t-s1">
      <svg class="ch" viewBox={`0 0 ${w} ${h}`} width={w} height={h} role="img" aria-label={label}>
        <Hatch id={hatch} />
        {losses.length > 0 && shown.map((v) => <line key={v} x1={axis.X(v)} x2={axis.X(v)} y1={head - 4} y2={y} class="grid" />)}
        {losses.length > 0 && shown.map((v) => <text key={v} x={Math.max(axis.X(v), textWidth(tickText(v)) / 2)} y={13} class="ax num" text-anchor="middle">{tickText(v)}</text>)}
        <text x={right + numbers - 8} y={13} class="ax" text-anchor="end">{heads.range}</text>
        {!over && <><text x={right + numbers + 6} y={13} class="ax">{heads.seller}</text><text x={w} y={13} class="ax" text-anchor="end">{heads.unnamed}</text></>}
        {placed.map(({ input, loss, said, room, n, apart, above, y: top, high, bar }) => {
          const mid = over ? bar + bars / 2 : top + high / 2;
          return (
            <g key={input.industry}>
              {input.industry === chosen && <><rect x={0} y={top} width={w} height={high} class="chosen" /><rect x={0} y={top} width={4} height={high} class="edge" /></>}
              <Label text={pick(input.label)} x={8} y={over ? top + 13 + (LEAD * (n - 1)) / 2 : mid + 4} width={room} strong />
              {over && <text x={apart ? 8 : w - 4} y={top + above - (apart ? 5 : 6)} class="ax" text-anchor={apart ? "start" : "end"}>{said}</text>}
              {loss ? <Bars loss={loss} y={bar} high={bars} axis={axis} hatch={hatch} /> : waiting ? <rect x={names + 8} y={mid - 7} width={Math.max(right - names - 24, 20)} height={14} rx={3} class="await" /> : null}
              <text x={right + numbers - 8} y={mid + 4} class={loss ? "num me" : "ax"} text-anchor="end">{figure(loss)}</text>
              {!over && <>
                <Label text={first(input)} x={right + numbers + 6} y={mid + 4} width={sellers - 12} />
                <rect x={w - 36 - 32 * input.unnamed} y={mid - 6} width={Math.max(32 * input.unnamed, 1)} height={11} rx={2} class="hatched" fill={`url(#${hatch})`} />
                <text x={w} y={mid + 4} class="num" text-anchor="end">{percent(input.unnamed, 0)}</text>
              </>}
            </g>
          );
        })}
        {foot.map((line, k) => <text key={k} x={over ? 0 : names + 8} y={y + 16 + LEAD * k} class="ax">{line}</text>)}
      </svg>
      <Overlay rows={placed.map((r) => ({ id: r.input.industry, y: r.y, high: r.high, said: spoken(r) }))} chosen={chosen} onChoose={onChoose} />
    </div>
  );
}
