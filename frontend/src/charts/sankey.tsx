/** Flows in three steps: the economy in focus has the hue, others are grey, what is not named is hatched. */
import { useId } from "preact/hooks";
import { laid, outline, type LinkIn } from "./flows";
import { Hatch } from "./hatch";
import { fit, textWidth, useWidth } from "./width";

export interface SankeyNode {
  id: string;
  label: string;
  value: number;
  /** Share or amount, behind the name. */
  text: string;
  focus: boolean;
  hatched: boolean;
}

interface Props {
  label: string;
  heads: string[];
  steps: SankeyNode[][];
  links: LinkIn[];
  /** Words of a band's tooltip. */
  say: (link: LinkIn) => string;
}

const [BAR, HEAD] = [8, 26];

export function Sankey({ label, heads, steps, links, say }: Props) {
  const [place, w] = useWidth(720);
  const id = useId().replace(/:/g, "");
  const most = Math.max(...steps.map((s) => s.length));
  const h = Math.max(300, Math.min(440, HEAD + most * 58));
  const margin = (k: number): number => Math.min(Math.max(...steps[k]!.map((n) => textWidth(`${n.label} ${n.text}`) * 1.04)) + 8, w * (w < 480 ? 0.33 : 0.25));
  const [left, right] = [margin(0), margin(steps.length - 1)];
  const { nodes, bands } = laid(steps, links, { left, right: w - right, top: HEAD, bottom: h - 4, bar: BAR, gap: 16 });
  const about = new Map(steps.flat().map((n) => [n.id, n] as const));
  const middle = (n: SankeyNode, k: number): boolean => k > 0 && k < steps.length - 1 && !n.hatched;
  // one product on a phone: its name stands in the title, and there is no room beside its bar
  const lone = w < 480 && steps.some((s, k) => k > 0 && k < steps.length - 1 && s.length === 1);
  const ends = ["start", "middle", "end"] as const;
  return (
    <div ref={place}>
      <svg class="ch" viewBox={`0 0 ${w} ${h}`} width={w} height={h} role="img" aria-label={label}>
        <Hatch id={id} />
        {heads.map((head, k) => {
          const x = k === 0 ? 0 : k === heads.length - 1 ? w : left + ((w - left - right) * k) / (heads.length - 1);
          return <text key={k} x={x} y={12} class="ax" text-anchor={ends[k === 0 ? 0 : k === heads.length - 1 ? 2 : 1]}>{fit(head, w / 3.1)}</text>;
        })}
        {bands.map((b) => {
          const from = about.get(b.source)!;
          const to = about.get(b.target)!;
          return <path key={`${b.source}>${b.target}`} d={outline(b)} class={`flow ${from.focus ? "me" : from.hatched || to.hatched ? "unnamed" : ""}`}><title>{say(b)}</title></path>;
        })}
        {nodes.map((n) => {
          const k = steps.findIndex((s) => s.some((m) => m.id === n.id));
          const node = about.get(n.id)!;
          const last = k === steps.length - 1;
          const room = (k === 0 ? left : last ? right : (w - left - right) / 2.1) - 10;
          const y = n.y + n.height / 2 + 4;
          const figure = textWidth(` ${node.text}`);
          const x = k === 0 ? n.x - 5 : n.x + BAR + 5;
          return (
            <g key={n.id}>
              <title>{`${node.label} ${node.text}`}</title>
              <rect x={n.x} y={n.y} width={BAR} height={Math.max(n.height, 0.8)} rx={1}
                {...(node.hatched ? { class: "hatched", fill: `url(#${id})` } : { class: node.focus || middle(node, k) ? "fill me" : "fill" })} />
              {!(lone && k > 0 && !last) && <text x={x} y={y} class={`lb ${node.focus ? "me" : ""}`} text-anchor={k === 0 ? "end" : "start"}>
                {fit(node.label, room - figure)} <tspan class="num">{node.text}</tspan>
              </text>}
            </g>
          );
        })}
      </svg>
    </div>
  );
}
