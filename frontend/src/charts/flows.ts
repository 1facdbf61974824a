/** Flows in three steps: their nodes and links, where the nodes stand, and what goes with a chosen one. */

export interface FlowIn {
  id: string;
  value: number;
}

export interface LinkIn {
  source: string;
  target: string;
  value: number;
}

export interface FlowNode {
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
  steps: FlowNode[][];
  links: LinkIn[];
  /** What a flow or a node is, in words. */
  say: (of: LinkIn | FlowNode) => string[];
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

/**
 * What of every node goes with a chosen one; its own value where it is the chosen one.
 *
 * What passes a node leaves it in the proportions of all that leaves it: a unit of a product has the same origins whoever buys it.
 */
export function along({ steps, links }: Pick<Flow, "steps" | "links">, chosen: string): Map<string, number> {
  const values = new Map(steps.flat().map((n) => [n.id, n.value] as const));
  const out = new Map<string, number>([[chosen, values.get(chosen) ?? 0]]);
  const at = steps.findIndex((s) => s.some((n) => n.id === chosen));
  const spread = (from: "source" | "target", to: "source" | "target", step: FlowNode[]): void => {
    for (const n of step) {
      const part = (out.get(n.id) ?? 0) / (values.get(n.id) || 1);
      if (part > 0) for (const l of links.filter((x) => x[from] === n.id)) out.set(l[to], (out.get(l[to]) ?? 0) + l.value * part);
    }
  };
  for (let k = at; k < steps.length - 1; k++) spread("source", "target", steps[k]!);
  for (let k = at; k > 0; k--) spread("target", "source", steps[k]!);
  return out;
}
