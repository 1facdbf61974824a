/** Inputs from abroad in rows: import content, known suppliers, what losing them costs. A row is chosen by a button over it. */
import { useId } from "preact/hooks";
import type { Bounds, Input, LossRow } from "../../api/types";
import { Hatch } from "../../charts/hatch";
import { Label } from "../../charts/label";
import { fit, textWidth, useWidth } from "../../charts/width";
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
  /** Whether the last column is what losses cost; before, it is the GDP that depends on an input. */
  costs: boolean;
}

interface Cell {
  x: number;
  y: number;
  w: number;
}

/** Percent without its sign, as columns have it in their head. */
const bare = (v: number): string => number(v * 100, 0);

/** Ends of a loss; a low one alone: open above, as some cases have no equilibrium. */
type Ends = Pick<Bounds, "low" | "high">;

/** "−8.3 to −0.9" for losses of 0.9 to 8.3 percent. */
export function lossText(loss: Ends, lang: Lang, unit = ""): string {
  if (loss.low === null) return "–";
  if (loss.high === null) return say(lang, "diagnose.dep.open.change", { end: number(-loss.low * 100, loss.low < 0.01 ? 2 : 1, true) + unit });
  const digits = Math.max(loss.low, loss.high) < 0.01 ? 2 : 1;
  return range(number(-loss.high * 100, digits, true) + unit, number(-loss.low * 100, digits, true) + unit, lang);
}

/** "0.5–28.4%": the same as a cost. */
export function costText(loss: Ends, lang: Lang): string {
  if (loss.low === null) return "–";
  if (loss.high === null) return say(lang, "diagnose.dep.open.cost", { end: percent(loss.low, 1) });
  return range(percent(loss.low, 1), percent(loss.high, 1), lang);
}

function Content({ x, y, w, input, most }: Cell & { input: Input; most: number }) {
  const X = (v: number): number => x + 5 + (v / most) * (w - 60);
  const [a, b] = [input.direct ?? input.complete ?? 0, input.complete ?? input.direct ?? 0];
  return (
    <g>
      <line x1={x} x2={x + w - 8} y1={y} y2={y} class="grid" />
      <line x1={X(a)} x2={X(b)} y1={y} y2={y} class="range me" />
      <circle cx={X(b)} cy={y} r={6} class="dot me" />
      <text x={X(b) + 11} y={y + 4} class="lb num me">{bare(b)}%</text>
    </g>
  );
}

function Suppliers({ x, y, w, input, hatch }: Cell & { input: Input; hatch: string }) {
  const { t, pick } = useText();
  let at = x;
  const piece = (share: number): { x: number; width: number } => {
    const here = { x: at, width: Math.max(share * w, 0) };
    at += share * w;
    return here;
  };
  const unnamed = t("diagnose.dep.unnamed", { share: bare(input.unnamed) });
  const first = input.suppliers.slice(0, 2).map((s) => t("diagnose.dep.share", { name: pick(s.label), share: bare(s.share) }));
  const said = [[...first, unnamed], [...first.slice(0, 1), unnamed]].map((x) => x.join(" · ")).find((x) => textWidth(x) * 0.92 <= w + 8);
  return (
    <g>
      <title>{[...input.suppliers.map((s) => `${pick(s.label)} ${percent(s.share)}`), `${t("diagnose.dep.others")} ${percent(input.others)}`, unnamed].join("; ")}</title>
      {input.suppliers.map((s, k) => <rect key={s.region} {...piece(s.share)} y={y - 9} height={9} class={`fill ${k ? `p${Math.min(k, 3)}` : ""}`} />)}
      <rect {...piece(input.others)} y={y - 9} height={9} class="fill p4" />
      <rect {...piece(input.unnamed)} y={y - 9} height={9} class="hatched" fill={`url(#${hatch})`} />
      <rect x={x} y={y - 9} width={w} height={9} class="frame" />
      <text x={x} y={y + 13} class="ax">{said ?? fit(first[0] ?? unnamed, w)}</text>
    </g>
  );
}

/** Four statements, each with its own range: bars one under the other, never one range. */
const HORIZONS = ["quarter", "short", "medium", "long"] as const;

/** Where a bar ends: at its high end, or where it is open above, at the central case, with an arrow behind. */
const endOf = (s: Bounds): number => s.high ?? Math.max(s.central ?? 0, s.low ?? 0);

const isOpen = (s: Bounds): boolean => s.high === null && s.low !== null;

const highestOf = (loss: LossRow): number => Math.max(...HORIZONS.map((h) => loss.horizons[h]).map((s) => (s ? endOf(s) : 0)), 0);

function Cost({ x, y, w, loss, most, hatch }: Cell & { loss: LossRow; most: number; hatch: string }) {
  const { t, lang } = useText();
  const figures = 104;
  const zero = x + w - 4;
  const X = (v: number): number => zero - (v / most) * (w - figures - 6);
  const ends = (s: Bounds): { x: number; width: number } => ({ x: X(endOf(s)), width: Math.max(X(s.low ?? 0) - X(endOf(s)), 1.5) });
  const arrow = (s: Bounds, at: number): string => `M${X(endOf(s)) - 1},${at - 1} l-5,3 l5,3 z`;
  const text = loss.sure ? lossText(loss, lang) : t("policy.signs.signs.sign_ambiguous");
  return (
    <g>
      <line x1={zero} x2={zero} y1={y - 13} y2={y + 13} class="base" />
      {loss.sure
        ? HORIZONS.map((h, k) => ({ h, s: loss.horizons[h], at: y - 11 + 6 * k })).filter(({ s }) => s).map(({ h, s, at }) => (
          <g key={h}>
            <rect {...ends(s!)} y={at} height={4} rx={1} class={`loss ${h}`} />
            {isOpen(s!) && <path d={arrow(s!, at)} class={`loss ${h}`} />}
            {s!.central !== null && <rect x={X(s!.central) - 0.75} y={at - 1} width={1.5} height={6} class="tick" />}
          </g>))
        : <rect {...ends(loss)} y={y - 6} height={12} class="hatched" fill={`url(#${hatch})`} />}
      <text x={X(loss.sure ? highestOf(loss) : Math.max(endOf(loss), 0)) - (HORIZONS.some((h) => loss.horizons[h] && isOpen(loss.horizons[h])) ? 13 : 7)} y={y + 4} class="lb num me" text-anchor="end">{text}</text>
    </g>
  );
}

/** Before costs are known: what share of GDP depends on an input, an upper end. */
function Rests({ x, y, w, input, most }: Cell & { input: Input; most: number }) {
  const { lang } = useText();
  if (!input.bottleneck) return <text x={x} y={y + 4} class="ax">–</text>;
  const [a, b] = input.bottleneck;
  const X = (v: number): number => x + 6 + (v / most) * (w - 90);
  return (
    <g>
      <line x1={x} x2={x} y1={y - 13} y2={y + 13} class="base" />
      <line x1={X(a)} x2={X(b)} y1={y} y2={y} class="range" />
      <text x={X(b) + 10} y={y + 4} class="lb num">{range(bare(a), `${bare(b)}%`, lang)}</text>
    </g>
  );
}

export function Inputs({ label, rows, chosen, onChoose, costs }: Props) {
  const { t, pick, lang } = useText();
  const [place, w] = useWidth(900);
  const hatch = useId().replace(/:/g, "");
  const wide = w >= 640;
  const [row, head] = wide ? [44, 42] : [142, 4];
  const most = Math.max(...rows.map((r) => Math.max(r.input.complete ?? 0, r.input.direct ?? 0)), 0.01);
  const highest = Math.max(...rows.map((r) => (r.loss ? highestOf(r.loss) : 0)), 1e-4);
  const widest = Math.max(...rows.map((r) => r.input.bottleneck?.[1] ?? 0), 0.01);
  const h = head + row * rows.length + 2;
  const air = 20;
  const names = wide ? w * 0.19 : w;
  const [c1, c2] = wide ? [(w - names) * 0.29, (w - names) * 0.32] : [w - 8, w - 8];
  const c3 = wide ? w - names - c1 - c2 - 3 * air : w - 8;
  const xs = wide ? [names + air / 2, names + c1 + air * 1.5, names + c1 + c2 + air * 2.5] : [8, 8, 8];
  const heads: [string, string][] = [
    [t("diagnose.dep.content"), t("diagnose.dep.content.note")],
    [t("diagnose.dep.suppliers"), t("diagnose.dep.suppliers.note")],
    costs ? [t("diagnose.dep.cost"), t("diagnose.dep.cost.note")] : [t("diagnose.dep.rests"), t("diagnose.dep.rests.note")],
  ];
  const spoken = ({ input, loss }: InputRow): string => [
    pick(input.label),
    `${t("diagnose.dep.content")} ${bare(input.direct ?? 0)}–${bare(input.complete ?? 0)}%`,
    loss ? `${t("diagnose.dep.cost")} ${loss.sure ? lossText(loss, lang, "%") : t("policy.signs.signs.sign_ambiguous")}` : "",
  ].filter(Boolean).join("; ");
  return (
    <div ref={place} class="inputs t-s1">
      <svg class="ch" viewBox={`0 0 ${w} ${h}`} width={w} height={h} role="img" aria-label={label}>
        <Hatch id={hatch} />
        {wide && heads.map(([said, small], k) => (
          <g key={k}><text x={xs[k]} y={13} class="strong">{fit(said, [c1, c2, c3][k]! + 8)}</text><text x={xs[k]} y={29} class="ax">{fit(small, [c1, c2, c3][k]! * 1.12)}</text></g>
        ))}
        {rows.map(({ input, loss }, i) => {
          const y = head + row * i;
          const at = wide ? [y + 22, y + 19, y + 22] : [y + 46, y + 79, y + 126];
          return (
            <g key={input.industry}>
              {input.industry === chosen && <rect x={0} y={y} width={w} height={row} rx={4} class="chosen" />}
              <line x1={0} x2={w} y1={y} y2={y} class="grid" />
              <Label text={pick(input.label)} x={8} y={wide ? y + 26 : y + 20} width={names - 16} strong />
              {!wide && <text x={8} y={y + 34} class="ax">{t("diagnose.dep.content")}</text>}
              <Content x={xs[0]!} y={at[0]! + (wide ? 0 : 4)} w={c1} input={input} most={most} />
              <Suppliers x={xs[1]!} y={at[1]!} w={c2} input={input} hatch={hatch} />
              {!wide && <text x={8} y={y + 110} class="ax">{heads[2]![0]}</text>}
              {costs
                ? loss ? <Cost x={xs[2]!} y={at[2]!} w={c3} loss={loss} most={highest} hatch={hatch} /> : <text x={xs[2]} y={at[2]! + 4} class="ax">{t("diagnose.dep.notasked")}</text>
                : <Rests x={xs[2]!} y={at[2]!} w={c3} input={input} most={widest} />}
            </g>
          );
        })}
      </svg>
      {rows.map((r, i) => (
        <button key={r.input.industry} class="over" aria-pressed={r.input.industry === chosen} aria-label={spoken(r)}
          style={{ top: `${head + row * i}px`, height: `${row}px` }} onClick={() => onChoose(r.input.industry)} />
      ))}
    </div>
  );
}
