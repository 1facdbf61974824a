/** A Sankey in three steps as options of ECharts: places of the nodes, colours of the bands, words of the tooltips. */
import { tip, type Look } from "./look";
import { fit, textWidth } from "./width";

export interface FlowIn {
  id: string;
  value: number;
}

export interface LinkIn {
  source: string;
  target: string;
  value: number;
}

export interface SankeyNode {
  id: string;
  label: string;
  value: number;
  /** Share or amount, behind the name. */
  text: string;
  focus: boolean;
  hatched: boolean;
}

export interface Flow {
  heads: string[];
  steps: SankeyNode[][];
  links: LinkIn[];
  /** Lines of a tooltip: the first is set strong. */
  say: (of: LinkIn | SankeyNode) => string[];
}

const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);

/** Pixels of a unit of flow: the fullest step fills the height, with a gap between its nodes. */
export const thickness = (steps: FlowIn[][], height: number, gap: number): number =>
  Math.min(...steps.map((s) => (height - gap * (s.length - 1)) / (sum(s.map((n) => n.value)) || 1)));

/** Upper edge of every node; steps with few nodes set them wider apart, up to twice the gap. */
export function tops(steps: FlowIn[][], height: number, gap: number): Map<string, number> {
  const scale = thickness(steps, height, gap);
  const out = new Map<string, number>();
  for (const step of steps) {
    const used = sum(step.map((n) => n.value)) * scale;
    const between = step.length > 1 ? Math.min(gap * 2, (height - used) / (step.length - 1)) : 0;
    let y = (height - used - between * (step.length - 1)) / 2;
    for (const n of step) {
      out.set(n.id, y);
      y += n.value * scale + between;
    }
  }
  return out;
}

const [BAR, HEAD, FOOT, GAP] = [8, 26, 4, 16];

/** Height of the chart. */
export const heightOf = (steps: SankeyNode[][]): number => Math.max(300, Math.min(460, HEAD + Math.max(...steps.map((s) => s.length)) * 58));

/** Narrow pictures have smaller type, and names of the middle over their bars. */
const phone = (w: number): boolean => w < 480;

/** Room for names beside the bars of a step at the edge. */
const margin = (step: SankeyNode[], w: number): number => Math.min(Math.max(...step.map((n) => textWidth(`${n.label} ${n.text}`) * (phone(w) ? 1 : 1.1))) + 12, w * (phone(w) ? 0.355 : 0.25));

/** Options of the chart in a width. */
export function sankey({ heads, steps, links, say }: Flow, look: Look, w: number) {
  const [last, h] = [steps.length - 1, heightOf(steps)];
  const [left, right] = [margin(steps[0]!, w), margin(steps[last]!, w)];
  const between = w - left - right;
  const inner = h - HEAD - FOOT;
  const top = tops(steps, inner, GAP);
  const about = new Map(steps.flat().map((n) => [n.id, n] as const));
  const node = (n: SankeyNode, k: number) => {
    const inside = k > 0 && k < last;
    const over = inside && phone(w);
    const room = ((over ? between * 1.15 : k === 0 ? left : k === last ? right : between / 2.1) - (k === 0 ? 14 : 10)) * (phone(w) ? 12 / 11 : 1);
    const figure = ` ${n.text}`;
    const hued = n.focus || (inside && !n.hatched);
    return {
      name: n.id, value: n.value, depth: k, localY: top.get(n.id)! / inner,
      itemStyle: n.hatched
        ? { color: look.card, borderColor: look.peer, borderWidth: 0.8, decal: { color: look.peer, rotation: -Math.PI / 4, dashArrayX: [1, 0], dashArrayY: [2, 3], symbolSize: 1 } }
        : { color: hued ? look.hue : look.peer },
      label: {
        // one product on a phone: its name stands in the title, and there is no room beside its bar
        show: !(over && steps[k]!.length === 1),
        position: over ? "top" : k === 0 ? "left" : "right", distance: over ? 2 : 5, formatter: fit(n.label, room - textWidth(figure)) + figure,
        color: n.focus ? look.ink : look.soft, fontWeight: n.focus ? 700 : 400,
      },
    };
  };
  const band = (l: LinkIn) => {
    const [from, to] = [about.get(l.source)!, about.get(l.target)!];
    return { ...l, lineStyle: from.focus ? { color: look.hue, opacity: 0.4 } : { color: look.peer, opacity: from.hatched || to.hatched ? 0.16 : 0.32 } };
  };
  const place = (k: number) => (k === 0 ? { left: 0 } : k === last ? { right: 0 } : { left: left + (between * k) / last, textAlign: "center" });
  return {
    title: heads.map((text, k) => ({ ...place(k), text: fit(text, w / (phone(w) ? 2.7 : 3.1)), top: 0, padding: 0, textStyle: { fontSize: 11, fontWeight: 400, color: look.faint } })),
    tooltip: { formatter: ({ data, dataType }: { data: LinkIn & { name: string }; dataType: string }) => tip(say(dataType === "edge" ? data : about.get(data.name)!)) },
    series: [{
      type: "sankey", left, right, top: HEAD, height: inner, nodeWidth: BAR, nodeGap: GAP, layoutIterations: 0, draggable: true,
      emphasis: { focus: "trajectory", lineStyle: { opacity: 0.6 } }, blur: { lineStyle: { opacity: 0.07 }, itemStyle: { opacity: 0.35 }, label: { opacity: 0.35 } },
      lineStyle: { curveness: 0.5 }, label: { fontSize: phone(w) ? 11 : 12, fontFamily: look.font, textBorderColor: look.card, textBorderWidth: 2.5 },
      data: steps.flatMap((step, k) => step.map((n) => node(n, k))), links: links.map(band),
    }],
  };
}
