/** Scores under other weights, at once in the browser: pillar = Σ weight × indicator, score = Σ weight × pillar. */
import type { IndexWeight, ScoredUnit } from "../../api/types";
import { WHOLE } from "../../ui/weights";

/** Weights that were moved, in thousandths, by the parent whose children they are. */
export type Moved = Record<string, Record<string, number>>;

/** The root of a tree of weights: the parent of the pillars. */
export const rootOf = (weights: IndexWeight[]): string => pillarsOf(weights)[0]?.parent ?? "";

/** Aggregates whose children are indicators. */
export const pillarsOf = (weights: IndexWeight[]): IndexWeight[] => weights.filter((w) => !w.indicator && w.parent !== null && weights.some((c) => c.parent === w.code && c.indicator));

export const childrenOf = (weights: IndexWeight[], parent: string): IndexWeight[] => weights.filter((w) => w.parent === parent);

/** Weights of the children of a parent, in thousandths that sum to the whole. */
export function sharesOf(weights: IndexWeight[], parent: string, set: Moved): { code: string; share: number }[] {
  const children = childrenOf(weights, parent);
  const own = set[parent];
  const raw = children.map((c) => own?.[c.code] ?? (own ? 0 : c.weight));
  const sum = raw.reduce((a, b) => a + b, 0);
  return children.map((c, i) => ({ code: c.code, share: sum > 0 ? (raw[i]! / sum) * WHOLE : WHOLE / children.length }));
}

/** The same as fractions. */
function fractionsOf(weights: IndexWeight[], parent: string, set: Moved): [string, number][] {
  return sharesOf(weights, parent, set).map((s) => [s.code, s.share / WHOLE]);
}

/** Weighted mean of what is known; null where nothing is. */
function mean(parts: [string, number][], value: (code: string) => number | null | undefined): number | null {
  let [sum, of] = [0, 0];
  for (const [code, weight] of parts) {
    const v = value(code);
    if (v === null || v === undefined) continue;
    sum += weight * v;
    of += weight;
  }
  return of > 0 ? sum / of : null;
}

export interface Rescored {
  code: string;
  score: number | null;
  rank: number | null;
  parts: Record<string, number | null>;
  /** Points that a pillar brings: they sum to the score. */
  contributions: Record<string, number | null>;
}

/** Scores, parts and ranks under weights that were moved; what was not moved is as the server says. */
export function rescored(units: ScoredUnit[], weights: IndexWeight[], set: Moved): Rescored[] {
  const root = rootOf(weights);
  const pillars = fractionsOf(weights, root, set);
  const made = units.map((u) => {
    const parts = Object.fromEntries(pillars.map(([p]) => [p, set[p] ? mean(fractionsOf(weights, p, set), (c) => u.indicators[c]) : (u.parts[p] ?? null)]));
    const touched = Object.keys(set).length > 0;
    const score = touched ? mean(pillars, (p) => parts[p]) : u.score;
    const known = pillars.reduce((a, [p, w]) => a + (parts[p] === null ? 0 : w), 0) || 1;
    const contributions = touched ? Object.fromEntries(pillars.map(([p, w]) => [p, parts[p] === null ? null : (w * parts[p]!) / known])) : u.contributions;
    return { code: u.code, score, parts, contributions };
  });
  const order = made.map((m) => m.score).filter((s): s is number => s !== null);
  return made
    .map((m) => ({ ...m, rank: m.score === null ? null : 1 + order.filter((s) => s > m.score!).length }))
    .sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity));
}

/** Points an indicator still lacks to the top of the scale: what holds the score back. */
export interface Obstacle {
  code: string;
  pillar: string;
  /** Points it brings, and points it could bring. */
  has: number;
  whole: number;
}

export function obstacles(unit: ScoredUnit, weights: IndexWeight[], set: Moved, [low, high]: [number, number]): Obstacle[] {
  const out: Obstacle[] = [];
  for (const [pillar, share] of fractionsOf(weights, rootOf(weights), set))
    for (const [code, weight] of fractionsOf(weights, pillar, set)) {
      const v = unit.indicators[code];
      if (v === null || v === undefined) continue;
      out.push({ code, pillar, has: share * weight * (v - low), whole: share * weight * (high - low) });
    }
  return out.sort((a, b) => b.whole - b.has - (a.whole - a.has));
}

/** Weights as the API takes them: fractions by code, for what was moved. */
export const asked = (weights: IndexWeight[], set: Moved): Record<string, number> =>
  Object.fromEntries(Object.keys(set).flatMap((parent) => sharesOf(weights, parent, set).map((s) => [s.code, s.share / WHOLE])));

/** Weights that were moved as text of an address: "index:people=300,quality=140;…", and back. */
export const write = (set: Moved): string =>
  Object.entries(set).map(([parent, own]) => `${parent}:${Object.entries(own).map(([c, v]) => `${c}=${v}`).join(",")}`).join(";");

export function read(text: string): Moved {
  const out: Moved = {};
  for (const piece of text.split(";").filter(Boolean)) {
    const at = piece.indexOf(":");
    const own: Record<string, number> = {};
    for (const pair of piece.slice(at + 1).split(",")) {
      const eq = pair.lastIndexOf("=");
      const value = Number(pair.slice(eq + 1));
      if (eq > 0 && Number.isFinite(value) && value >= 0) own[pair.slice(0, eq)] = value;
    }
    if (at > 0 && Object.keys(own).length) out[piece.slice(0, at)] = own;
  }
  return out;
}
