/** Weights that always sum to the same whole, whatever is moved; those that are moved are whole numbers, so that links are exact. */

/** A whole in thousandths: a slider's percent is ten of them. */
export const WHOLE = 1000;

/** Whole numbers in the proportions of `shares` that sum to `whole`; equal ones where all are zero (largest remainders). */
export function apportion(shares: number[], whole = WHOLE): number[] {
  if (!shares.length) return [];
  const sum = shares.reduce((a, b) => a + Math.max(b, 0), 0);
  const exact = shares.map((s) => (sum > 0 ? (Math.max(s, 0) / sum) * whole : whole / shares.length));
  const out = exact.map((v) => Math.floor(v + 1e-9));
  const order = exact.map((v, i) => [v - out[i]!, i] as const).sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  let left = whole - out.reduce((a, b) => a + b, 0);
  for (let n = 0; left > 0; n++, left--) out[order[n % order.length]![1]]! += 1;
  return out;
}

/** Move one weight; the others keep their proportions and give or take the rest. A lone weight is the whole. */
export function moved(weights: number[], k: number, value: number): number[] {
  if (weights.length < 2) return weights.map(() => WHOLE);
  const now = Math.min(WHOLE, Math.max(0, Math.round(value)));
  const others = apportion(weights.filter((_, i) => i !== k), WHOLE - now);
  return weights.map((_, i) => (i === k ? now : others[i < k ? i : i - 1]!));
}
