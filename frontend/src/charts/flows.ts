/** Places of the nodes and bands of a Sankey: every unit of flow is equally thick everywhere, so what comes in goes out. */

export interface FlowIn {
  id: string;
  value: number;
}

export interface LinkIn {
  source: string;
  target: string;
  value: number;
}

export interface Node {
  id: string;
  x: number;
  y: number;
  height: number;
}

/** A band from `y0` at the source to `y1` at the target. */
export interface Band {
  source: string;
  target: string;
  value: number;
  x0: number;
  x1: number;
  y0: number;
  y1: number;
  thick: number;
}

export interface Laid {
  nodes: Node[];
  bands: Band[];
}

export interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** Width of a node and space between nodes of a step. */
  bar: number;
  gap: number;
}

const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);

/** Lay steps side by side; nodes keep the order given, bands leave and arrive in the order of the nodes across. */
export function laid(steps: FlowIn[][], links: LinkIn[], f: Frame): Laid {
  const room = f.bottom - f.top;
  const totals = steps.map((s) => sum(s.map((n) => n.value)));
  const scale = Math.min(...steps.map((s, k) => Math.max(room - f.gap * (s.length - 1), room * 0.3) / (totals[k] || 1)));
  const nodes = new Map<string, Node>();
  steps.forEach((step, k) => {
    const x = f.left + (steps.length > 1 ? (k / (steps.length - 1)) * (f.right - f.left - f.bar) : 0);
    const used = totals[k]! * scale;
    const gap = step.length > 1 ? Math.min(f.gap * 2.2, (room - used) / (step.length - 1)) : 0;
    let y = f.top + (room - used - gap * (step.length - 1)) / 2;
    for (const n of step) {
      nodes.set(n.id, { id: n.id, x, y, height: n.value * scale });
      y += n.value * scale + gap;
    }
  });
  const place = (id: string): number => steps.findIndex((s) => s.some((n) => n.id === id)) * 1000 + steps.flat().findIndex((n) => n.id === id);
  const leaves = new Map<string, number>();
  const arrives = new Map<string, number>();
  const bands = links.filter((l) => nodes.has(l.source) && nodes.has(l.target)).map((l) => {
    const [a, b] = [nodes.get(l.source)!, nodes.get(l.target)!];
    return { ...l, x0: a.x + f.bar, x1: b.x, y0: 0, y1: 0, thick: l.value * scale };
  });
  for (const band of [...bands].sort((p, q) => place(p.target) - place(q.target))) {
    band.y0 = nodes.get(band.source)!.y + (leaves.get(band.source) ?? 0);
    leaves.set(band.source, (leaves.get(band.source) ?? 0) + band.thick);
  }
  for (const band of [...bands].sort((p, q) => place(p.source) - place(q.source))) {
    band.y1 = nodes.get(band.target)!.y + (arrives.get(band.target) ?? 0);
    arrives.set(band.target, (arrives.get(band.target) ?? 0) + band.thick);
  }
  return { nodes: [...nodes.values()], bands };
}

/** The outline of a band. */
export function outline(b: Band): string {
  const middle = (b.x0 + b.x1) / 2;
  const n = (v: number): string => v.toFixed(1);
  const there = `M${n(b.x0)} ${n(b.y0)}C${n(middle)} ${n(b.y0)} ${n(middle)} ${n(b.y1)} ${n(b.x1)} ${n(b.y1)}`;
  return `${there}V${n(b.y1 + b.thick)}C${n(middle)} ${n(b.y1 + b.thick)} ${n(middle)} ${n(b.y0 + b.thick)} ${n(b.x0)} ${n(b.y0 + b.thick)}Z`;
}
