/** Flows in three steps: the economy in focus has the hue, others are grey, what is not named is hatched. Pointing at a node shows its whole way. */
import { useId, useState } from "preact/hooks";
import { along, thickness, tops, type Flow, type FlowNode, type LinkIn } from "./flows";
import { Hatch } from "./hatch";
import { LEAD, textWidth, useWidth, wrapped } from "./width";

interface Props {
  label: string;
  flow: Flow;
  /** The node that is chosen; empty: none. */
  chosen: string;
  onChoose: (id: string) => void;
}

const [BAR, GAP, MIDDLE] = [10, 18, 170];

/** Name and figure on as many lines as they need. */
function said(n: FlowNode, room: number): string[] {
  const lines = wrapped(n.label, room, n.focus);
  const last = `${lines.at(-1)} ${n.text}`;
  return textWidth(last, true) <= room ? [...lines.slice(0, -1), last] : [...lines, n.text];
}

export function Sankey({ label, flow, chosen, onChoose }: Props) {
  const [place, w] = useWidth(900);
  const [over, setOver] = useState("");
  const hatch = useId().replace(/:/g, "");
  const { steps, links, heads, say } = flow;
  const last = steps.length - 1;
  const most = (k: number): number => Math.min(Math.max(...steps[k]!.map((n) => textWidth(`${n.label} ${n.text}`, true))), w * 0.22) + 10;
  const [left, right] = [most(0), most(last)];
  const X = (k: number): number => left + ((w - left - right - BAR) * k) / Math.max(last, 1);
  const room = (k: number): number => (k === 0 ? left - 10 : k === last ? right - 10 : MIDDLE);
  // labels stand beside their bars, or over those in the middle: every node has the height of its lines
  const HEAD = 24 + LEAD * Math.max(0, ...steps.slice(1, -1).map((s, k) => said(s[0]!, room(k + 1)).length));
  const gap = Math.max(GAP, ...steps.map((s, k) => Math.max(...s.map((n) => LEAD * said(n, room(k)).length)) + 4));
  const high = Math.max(300, Math.max(...steps.map((s) => s.length)) * (gap + 22));
  const [scale, top] = [thickness(steps, high, gap), tops(steps, high, gap)];
  const about = new Map(steps.flatMap((s, k) => s.map((n) => [n.id, { n, k }] as const)));
  const way = over || chosen ? along(flow, over || chosen) : null;
  const [out, into] = [new Map<string, number>(), new Map<string, number>()];
  const take = (of: Map<string, number>, id: string, value: number): number => {
    const y = HEAD + top.get(id)! + (of.get(id) ?? 0);
    of.set(id, (of.get(id) ?? 0) + value * scale);
    return y;
  };
  const band = (l: LinkIn) => {
    const [a, b] = [about.get(l.source)!, about.get(l.target)!];
    const [x0, x1, y0, y1, d] = [X(a.k) + BAR, X(b.k), take(out, l.source, l.value), take(into, l.target, l.value), l.value * scale];
    const mid = (x0 + x1) / 2;
    const path = `M${x0},${y0}C${mid},${y0} ${mid},${y1} ${x1},${y1}L${x1},${y1 + d}C${mid},${y1 + d} ${mid},${y0 + d} ${x0},${y0 + d}Z`;
    const off = way && !(way.has(l.source) && way.has(l.target));
    return <path key={`${l.source} ${l.target}`} d={path} class={`flow ${a.n.focus ? "me" : a.n.hatched || b.n.hatched ? "unnamed" : ""} ${off ? "off" : ""}`}><title>{say(l).join("\n")}</title></path>;
  };
  const node = (n: FlowNode, k: number) => {
    const [x, y, d] = [X(k), HEAD + top.get(n.id)!, Math.max(n.value * scale, 1)];
    const inside = k > 0 && k < last;
    const lines = said(n, room(k));
    const first = inside ? y - 5 - LEAD * (lines.length - 1) : y + d / 2 + 4 - (LEAD * (lines.length - 1)) / 2;
    const dim = way && !way.has(n.id) ? "off" : "";
    return (
      <g key={n.id} class={`node ${dim}`} onPointerEnter={() => setOver(n.id)} onPointerLeave={() => setOver("")} onClick={() => onChoose(n.id)}>
        <title>{say(n).join("\n")}</title>
        <rect x={x} y={y} width={BAR} height={d} class={n.hatched ? "hatched" : `fill ${n.focus || inside ? "me" : ""}`} {...(n.hatched ? { fill: `url(#${hatch})` } : {})} />
        {n.id === chosen && <rect x={x - 2} y={y - 2} width={BAR + 4} height={d + 4} rx={2} class="outline" />}
        <text class={`lb ${n.focus || n.id === chosen ? "me" : ""}`} text-anchor={inside ? "middle" : k === 0 ? "end" : "start"}>
          {lines.map((t, i) => <tspan key={i} x={inside ? x + BAR / 2 : k === 0 ? x - 7 : x + BAR + 7} y={first + LEAD * i}>{t}</tspan>)}
        </text>
      </g>
    );
  };
  const h = HEAD + high + 8;
  return (
    <div ref={place}>
      <svg class="ch sankey" viewBox={`0 0 ${w} ${h}`} width={w} height={h} role="img" aria-label={label}>
        <Hatch id={hatch} />
        {heads.map((t, k) => <text key={k} x={k === 0 ? 0 : k === last ? w : X(k) + BAR / 2} y={12} class="ax" text-anchor={k === 0 ? "start" : k === last ? "end" : "middle"}>{t}</text>)}
        {links.map(band)}
        {steps.map((step, k) => step.map((n) => node(n, k)))}
      </svg>
    </div>
  );
}
