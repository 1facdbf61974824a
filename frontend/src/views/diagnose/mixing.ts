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

/** Several parts as one: `alone` with the rows of `others` added up into a last row. */
export function together(alone: number[][][], named: number[], others: number[]): number[][][] {
  return alone.map((a) => {
    const sum = (a[0] ?? []).map((_, t) => others.reduce((s, p) => s + a[p]![t]!, 0));
    return [...named.map((p) => a[p]!), ...(others.length ? [sum] : [])];
  });
}

export interface Changed {
  change: number;
  low: number;
  high: number;
}

/** Change of a part between two years under the weights, and between the criteria. */
export function changeOf(alone: number[][][], weights: number[], part: number, from: number, to: number): Changed {
  const ratio = (path: number[]): number => (path[from]! > 0 ? path[to]! / path[from]! - 1 : 0);
  const each = alone.map((a) => ratio(a[part]!));
  const path = (t: number): number => alone.reduce((s, a, c) => s + weights[c]! * a[part]![t]!, 0);
  return { change: path(from) > 0 ? path(to) / path(from) - 1 : 0, low: Math.min(...each), high: Math.max(...each) };
}
