/** Steps of a coloured map: round ends, about as many places in each; two hues where figures lie on both sides of zero. */

export interface Steps {
  /** Ends between the steps, rising. */
  ends: number[];
  /** Class of each step, from the lowest. */
  classes: string[];
}

const ONE_HUE: Record<number, string[]> = { 1: ["h3"], 2: ["h2", "h4"], 3: ["h1", "h3", "h5"], 4: ["h1", "h2", "h4", "h5"], 5: ["h1", "h2", "h3", "h4", "h5"] };
const UP = ["gain1", "gain2", "gain3"];
const DOWN = ["loss1", "loss2", "loss3"];

/** The value below which a part of the sorted values lies. */
export function quantile(sorted: number[], part: number): number {
  const at = part * (sorted.length - 1);
  const k = Math.floor(at);
  return sorted[k]! + (at - k) * ((sorted[k + 1] ?? sorted[k]!) - sorted[k]!);
}

/** A round number near a value: a multiple of 1, 2 or 5 times a power of ten, by at most half of `room`. */
function near(value: number, room: number): number {
  const power = 10 ** Math.floor(Math.log10(room / 2));
  const step = [5, 2, 1].map((k) => k * power).find((s) => s <= room / 2) ?? power;
  return Number((Math.round(value / step) * step).toPrecision(12));
}

/** Round numbers near quantiles: each as round as its neighbours leave room. */
function ends(sorted: number[], parts: number[]): number[] {
  const at = [0, ...parts, 1].map((p) => quantile(sorted, p));
  const found = parts.flatMap((_, i) => {
    const room = Math.min(at[i + 1]! - at[i]!, at[i + 2]! - at[i + 1]!);
    return room > 0 ? [near(at[i + 1]!, room)] : [];
  });
  return found.filter((e, i) => e > sorted[0]! && e <= sorted.at(-1)! && (i === 0 || e > found[i - 1]!));
}

/** Steps of values, at most five of one hue, or three on each side of zero; `lower` is better: more is a loss. */
export function steps(values: number[], lower = false): Steps {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  if (low < 0 && high > 0) return twoSided(sorted, lower);
  const found = sorted.length ? ends(sorted, [0.2, 0.4, 0.6, 0.8]) : [];
  return { ends: found, classes: ONE_HUE[found.length + 1]! };
}

function twoSided(sorted: number[], lower: boolean): Steps {
  const inner = ends(sorted.map(Math.abs).sort((a, b) => a - b), [1 / 3, 2 / 3]).filter((e) => e > 0);
  const n = inner.length + 1;
  const [below, above] = lower ? [UP, DOWN] : [DOWN, UP];
  return { ends: [...inner.map((e) => -e).reverse(), 0, ...inner], classes: [...below.slice(0, n).reverse(), ...above.slice(0, n)] };
}

/** The class of a value. */
export const classOf = (value: number, { ends, classes }: Steps): string => classes[ends.filter((e) => value >= e).length]!;
