/** The division of a target in the browser: the weighted mean of one division a criterion. */

/** Paths by part and year: `alone` is criterion by part by year, weights sum to 1. */
export function paths(alone: number[][][], weights: number[]): number[][] {
  return (alone[0] ?? []).map((row, p) => row.map((_, t) => alone.reduce((sum, each, c) => sum + weights[c]! * each[p]![t]!, 0)));
}

/** A path, and between which ones any weights lie. */
export interface Fan {
  path: number[];
  low: number[];
  high: number[];
}

/** Fans of parts: the line of the weights, the band from the lowest to the highest criterion. */
export function fans(alone: number[][][], weights: number[]): Fan[] {
  return paths(alone, weights).map((path, p) => {
    const each = alone.map((a) => a[p]!);
    const over = (f: (...v: number[]) => number): number[] => path.map((_, t) => f(...each.map((e) => e[t]!)));
    return { path, low: over(Math.min), high: over(Math.max) };
  });
}

/** The same as an index, 100 in one year whatever the weights, and throughout for what emits nothing in it. */
export function indexed(alone: number[][][], weights: number[], base: number): Fan[] {
  const over = (path: number[]): number[] => path.map((v) => (path[base]! > 0 ? (v / path[base]!) * 100 : 100));
  const bounds = fans(alone.map((a) => a.map(over)), weights);
  return paths(alone, weights).map((path, p) => ({ ...bounds[p]!, path: over(path) }));
}

/** Years between a peak, or a level, and a level that is moved behind it. */
const APART = 5;

/** Levels in the years that were meant, after the peak and in their order: those that would not be are moved. */
export function behind(peak: number, levels: [string, number][], meant: string[]): [string, number][] {
  let last = peak;
  return levels.map(([year, cut], k) => [String((last = Number(meant[k] ?? year) > last ? Number(meant[k] ?? year) : last + APART)), cut]);
}

/** Several parts as one: `alone` with the rows of `others` added up into a last row. */
export function together(alone: number[][][], named: number[], others: number[]): number[][][] {
  return alone.map((a) => {
    const sum = (a[0] ?? []).map((_, t) => others.reduce((s, p) => s + a[p]![t]!, 0));
    return [...named.map((p) => a[p]!), ...(others.length ? [sum] : [])];
  });
}
