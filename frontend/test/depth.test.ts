import { describe, expect, it } from "vitest";
import { spread } from "../src/charts/areas";
import { besideDot, type Point } from "../src/charts/fans";
import { textWidth, ticks, wrapped } from "../src/charts/width";
import { along, thickness, tops, type LinkIn, type FlowNode as SankeyNode } from "../src/charts/flows";
import { shade } from "../src/charts/heat";
import { emptyScenario, emptyState } from "../src/state/types";
import { WHOLE, apportion, moved } from "../src/ui/weights";
import { behind, fans, indexed, paths, together } from "../src/views/diagnose/mixing";
import { withScenario } from "../src/views/diagnose/trying";
import { asked, obstacles, read, rescored, write, type Moved } from "../src/views/index/scores";
import type { IndexWeight, ScoredUnit } from "../src/api/types";

/** Random numbers that are the same every time (mulberry32). */
function seeded(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);

describe("weights", () => {
  it("stay at 100 % whatever is moved", () => {
    for (let seed = 0; seed < 300; seed++) {
      const r = seeded(seed);
      let w = apportion(Array.from({ length: 1 + Math.floor(r() * 7) }, () => (r() < 0.3 ? 0 : r())));
      for (let n = 0; n < 20; n++) {
        const k = Math.floor(r() * w.length);
        const value = Math.floor(r() * 1400) - 200;
        w = moved(w, k, value);
        expect(sum(w)).toBe(WHOLE);
        expect(Math.min(...w)).toBeGreaterThanOrEqual(0);
        if (w.length > 1) expect(w[k]).toBe(Math.min(WHOLE, Math.max(0, value)));
      }
    }
  });

  it("keep the proportions of those that are not moved", () => {
    expect(moved([200, 200, 600], 0, 600)).toEqual([600, 100, 300]);
    expect(moved([1000, 0, 0], 0, 400)).toEqual([400, 300, 300]);
    expect(moved([WHOLE], 0, 300)).toEqual([WHOLE]);
  });

  it("are equal where nothing is said", () => {
    expect(apportion([0, 0, 0])).toEqual([334, 333, 333]);
    expect(apportion([])).toEqual([]);
  });
});

describe("the division of a target", () => {
  it("keeps levels after the peak, and moves no other", () => {
    const meant = ["2035", "2060"];
    expect(behind(2028, [["2035", -10], ["2060", -90]], meant)).toEqual([["2035", -10], ["2060", -90]]);
    expect(behind(2058, [["2035", -10], ["2060", -90]], meant)).toEqual([["2063", -10], ["2068", -90]]);
    expect(behind(2030, [["2063", -10], ["2068", -90]], meant)).toEqual([["2035", -10], ["2060", -90]]); // and back
  });

  /** Criterion by part by year, so that the parts of each criterion add up to the same total. */
  function drawn(seed: number): { alone: number[][][]; total: number[]; weights: number[] } {
    const r = seeded(seed);
    const [criteria, parts, years] = [2 + Math.floor(r() * 4), 2 + Math.floor(r() * 8), 4];
    const total = Array.from({ length: years }, () => 50 + 50 * r());
    const alone = Array.from({ length: criteria }, () => {
      const raw = Array.from({ length: parts }, () => Array.from({ length: years }, () => 0.05 + r()));
      return raw.map((row) => row.map((v, t) => (v / sum(raw.map((x) => x[t]!))) * total[t]!));
    });
    return { alone, total, weights: apportion(Array.from({ length: criteria }, r)).map((w) => w / WHOLE) };
  }

  it("adds up to the national path in every year, under any weights", () => {
    for (let seed = 0; seed < 100; seed++) {
      const { alone, total, weights } = drawn(seed);
      const mixed = paths(alone, weights);
      total.forEach((v, t) => expect(sum(mixed.map((p) => p[t]!))).toBeCloseTo(v, 9));
      const few = paths(together(alone, [0], alone[0]!.map((_, p) => p).slice(1)), weights);
      total.forEach((v, t) => expect(sum(few.map((p) => p[t]!))).toBeCloseTo(v, 9));
    }
  });

  it("lies between the criteria alone, and so does every change", () => {
    for (let seed = 0; seed < 100; seed++) {
      const { alone, weights } = drawn(seed);
      fans(alone, weights).forEach((f) => f.path.forEach((v, t) => {
        expect(v).toBeGreaterThanOrEqual(f.low[t]! - 1e-9);
        expect(v).toBeLessThanOrEqual(f.high[t]! + 1e-9);
      }));
      indexed(alone, weights, 1).forEach((f) => {
        for (const line of [f.path, f.low, f.high]) expect(line[1]).toBeCloseTo(100);
        f.path.forEach((v, t) => {
          expect(v).toBeGreaterThanOrEqual(f.low[t]! - 1e-9);
          expect(v).toBeLessThanOrEqual(f.high[t]! + 1e-9);
        });
      });
    }
  });
});

describe("the number beside a dot", () => {
  it("touches no part of its line, and stays in its cell", () => {
    for (let seed = 0; seed < 400; seed++) {
      const r = seeded(seed);
      const [n, width, base] = [6 + Math.floor(r() * 40), 130 + 200 * r(), 150];
      let y = 30 + 100 * r();
      const line = Array.from({ length: n }, (_, t): Point => [(t / (n - 1)) * width, (y = Math.min(base, Math.max(14, y + 24 * (r() - 0.5))))]);
      const mark = Math.floor(r() * n);
      const text = "−100%".slice(0, 3 + Math.floor(r() * 3));
      const at = besideDot(line, mark, text, [0, width], base);
      const wide = textWidth(text, true);
      const [from, to] = at.anchor === "start" ? [at.x, at.x + wide] : [at.x - wide, at.x];
      expect(from, `${seed}`).toBeGreaterThanOrEqual(0);
      expect(to, `${seed}`).toBeLessThanOrEqual(width + 1e-9);
      for (let x = from; x <= to; x += 0.5) {
        const k = Math.max(0, line.findIndex(([a]) => a >= x) - 1);
        const [[a, b], [c, d]] = [line[k]!, line[k + 1]!];
        const on = b + ((x - a) / (c - a)) * (d - b);
        expect(on < at.y - 10 - 2 || on > at.y + 3 + 2, `${seed} ${x}`).toBe(true);
      }
    }
  });
});

describe("a Sankey", () => {
  const node = (id: string, value: number): SankeyNode => ({ id, label: id, value, text: "", focus: id === "0:0", hatched: id.endsWith(":2") });
  function drawn(seed: number): { steps: SankeyNode[][]; links: LinkIn[] } {
    const r = seeded(seed);
    const sizes = [1 + Math.floor(r() * 7), 1 + Math.floor(r() * 5), 1 + Math.floor(r() * 7)];
    const id = (k: number, i: number): string => `${k}:${i}`;
    const first = Array.from({ length: sizes[0]! }, () => Array.from({ length: sizes[1]! }, () => 0.01 + r()));
    const through = Array.from({ length: sizes[1]! }, (_, j) => sum(first.map((row) => row[j]!)));
    const shares = through.map(() => Array.from({ length: sizes[2]! }, () => 0.01 + r()));
    const second = through.map((v, j) => shares[j]!.map((s) => (v * s) / sum(shares[j]!)));
    return {
      steps: [first.map((row, i) => node(id(0, i), sum(row))), through.map((v, j) => node(id(1, j), v)), Array.from({ length: sizes[2]! }, (_, b) => node(id(2, b), sum(second.map((row) => row[b]!))))],
      links: [...first.flatMap((row, i) => row.map((v, j) => ({ source: id(0, i), target: id(1, j), value: v }))), ...second.flatMap((row, j) => row.map((v, b) => ({ source: id(1, j), target: id(2, b), value: v })))],
    };
  }
  const [height, gap] = [400, 14];

  it("keeps its nodes in the frame, in order, at least a gap apart, every step in the middle", () => {
    for (let seed = 0; seed < 100; seed++) {
      const { steps } = drawn(seed);
      const [top, scale] = [tops(steps, height, gap), thickness(steps, height, gap)];
      for (const step of steps) {
        const ends = step.map((n) => [top.get(n.id)!, top.get(n.id)! + n.value * scale] as const);
        expect(ends[0]![0] + ends.at(-1)![1]).toBeCloseTo(height, 6);
        expect(ends[0]![0]).toBeGreaterThanOrEqual(-1e-6);
        ends.slice(1).forEach(([y], i) => expect(y - ends[i]![1]).toBeGreaterThanOrEqual(gap - 1e-6));
      }
      expect(Math.max(...steps.map((s) => sum(s.map((n) => n.value)) * scale + gap * (s.length - 1)))).toBeCloseTo(height, 6);
    }
  });

  it("keeps the sum of a chosen node in every other step", () => {
    for (let seed = 0; seed < 50; seed++) {
      const { steps, links } = drawn(seed);
      for (const n of steps.flat()) {
        const found = along({ steps, links }, n.id);
        for (const step of steps.filter((s) => !s.includes(n))) expect(sum(step.map((m) => found.get(m.id) ?? 0))).toBeCloseTo(n.value, 9);
        for (const l of links.filter((x) => x.source === n.id)) expect(found.get(l.target)!).toBeCloseTo(l.value, 9);
      }
    }
  });
});

describe("labels and shades", () => {
  it("are apart and inside", () => {
    const at = spread([50, 51, 52, 200], 16, 10, 100);
    const order = [...at].sort((a, b) => a - b);
    order.slice(1).forEach((y, i) => expect(y - order[i]!).toBeGreaterThanOrEqual(16 - 1e-9));
    expect(order.at(-1)).toBeLessThanOrEqual(100);
  });

  it("break where a line may break, and all of them is said", () => {
    for (const text of ["单位GDP碳排放（购买力平价）", "制造业，最终产品中的服务", "Services value added in final manufactures"])
      for (let width = 60; width < 260; width += 7) {
        const lines = wrapped(text, width);
        for (const line of lines) {
          expect(line).not.toMatch(/^[，。）]|（$/);
          expect(textWidth(line)).toBeLessThanOrEqual(width + 1e-9);
        }
        expect(lines.join("").replace(/ /g, "")).toBe(text.replace(/ /g, ""));
      }
  });

  it("of an axis are at least two", () => {
    const r = seeded(5);
    for (let k = 0; k < 300; k++) {
      const low = (r() - 0.5) * 10 ** Math.floor(r() * 6);
      const high = low + 10 ** (r() * 5 - 2);
      const marks = ticks([low, high], 3 + Math.floor(r() * 4));
      expect(marks.length).toBeGreaterThanOrEqual(2);
      expect(marks.length).toBeLessThanOrEqual(9);
      for (const m of marks) expect(m >= low - 1e-6 && m <= high + 1e-6).toBe(true);
    }
  });

  it("cover the scale", () => {
    expect([0, 19.9, 20, 50, 99, 100, 120, -5].map((v) => shade(v, [0, 100]))).toEqual([1, 1, 2, 3, 5, 5, 5, 1]);
  });
});

const T = (en: string): { en: string; zh: string } => ({ en, zh: en });
const weight = (code: string, parent: string | null, w: number, indicator: boolean): IndexWeight => ({ code, label: T(code), level: 0, parent, weight: w, effective: w, indicator, unit: "1", better: "higher" });
const TREE = [weight("index", null, 1, false), weight("p", "index", 0.5, false), weight("q", "index", 0.5, false), weight("a", "p", 0.25, true), weight("b", "p", 0.75, true), weight("c", "q", 1, true)];
const unit = (code: string, a: number, b: number, c: number | null): ScoredUnit => {
  const parts = { p: 0.25 * a + 0.75 * b, q: c };
  const score = c === null ? parts.p : 0.5 * parts.p + 0.5 * c;
  return { code, label: T(code), score, rank: 1, ranks: null, scores: null, median: null, parts, contributions: { p: 0.5 * parts.p, q: c === null ? null : 0.5 * c }, indicators: { a, b, c }, series: [] };
};
const UNITS = [unit("X", 80, 20, 50), unit("Y", 10, 60, 40), unit("Z", 30, 30, null)];

describe("an index under other weights", () => {
  it("is that of the server while nothing is moved", () => {
    for (const r of rescored(UNITS, TREE, {})) expect(r.score).toBe(UNITS.find((u) => u.code === r.code)!.score);
    expect(rescored(UNITS, TREE, {}).map((r) => r.rank)).toEqual([1, 2, 3]);
  });

  it("moves with pillars and with indicators, and its contributions add up", () => {
    const set: Moved = { index: { p: 800, q: 200 }, p: { a: 1000, b: 0 } };
    const found = rescored(UNITS, TREE, set);
    const x = found.find((r) => r.code === "X")!;
    expect(x.score).toBeCloseTo(0.8 * 80 + 0.2 * 50, 9);
    expect(found.find((r) => r.code === "Z")!.score).toBeCloseTo(30, 9);
    for (const r of found) expect(sum(Object.values(r.contributions).map((v) => v ?? 0))).toBeCloseTo(r.score!, 9);
    expect(found[0]!.code).toBe("X");
  });

  it("lacks as many points as there are to the top", () => {
    const missing = obstacles(UNITS[0]!, TREE, {}, [0, 100]);
    expect(sum(missing.map((o) => o.whole))).toBeCloseTo(100, 9);
    expect(sum(missing.map((o) => o.has))).toBeCloseTo(UNITS[0]!.score!, 9);
    expect(missing[0]!.code).toBe("b");
  });

  it("is asked for with fractions that sum to one, and stands in the address", () => {
    const set: Moved = { index: { p: 333, q: 667 }, q: { c: 1000 } };
    expect(asked(TREE, set)).toEqual({ p: 0.333, q: 0.667, c: 1 });
    expect(read(write(set))).toEqual(set);
    expect(read("")).toEqual({});
    expect(read("nonsense;p:a=x,b=-1")).toEqual({});
  });
});

describe("a package that is tried against an input", () => {
  const scenario = { ...emptyScenario(), name: "n", package: "more-research", shocks: null };
  it("takes an empty column, else a new one, else the last", () => {
    const one = withScenario(emptyState(), scenario);
    expect([one.scenarios.length, one.active]).toEqual([1, 0]);
    let state = one;
    for (let n = 0; n < 5; n++) state = withScenario(state, { ...scenario, name: String(n) });
    expect(state.scenarios.map((s) => s.name)).toEqual(["n", "0", "1", "4"]);
    expect(state.active).toBe(3);
  });
});
