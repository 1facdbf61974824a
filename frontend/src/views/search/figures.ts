/** What a search found, as numbers in words. */
import type { SearchPoint, SearchResult, T } from "../../api/types";
import { fine, number } from "../../format";

/** A change as percent, with as many decimals as its size needs. */
export const signed = (v: number | null | undefined, digits?: number): string => (v == null ? "–" : `${number(v * 100, digits ?? Math.max(fine(Math.abs(v * 100)), 2), true)}%`);

/** A size of an action: 1 is what it says. */
export const size = (v: number): string => `${number(v * 100, Math.abs(v * 100 - Math.round(v * 100)) < 0.05 ? 0 : 1)}%`;

/** A part of GDP. */
export const ofGdp = (v: number): string => `${number(v * 100, Math.max(fine(v * 100), 2))}%`;

/** The figure across: the second goal, or what a package costs. */
export const across = (f: SearchResult): string => f.goals[1]?.id ?? "bill";

/** Actions that a package takes, largest first, in the order of the question where they are equal. */
export const takenOf = (p: SearchPoint): [string, number][] => Object.entries(p.sizes).filter(([, v]) => v !== 0).sort((a, b) => b[1] - a[1]);

/** The name of an action. */
export const actionOf = (f: SearchResult, id: string): T => f.choices.find((c) => c.id === id)?.label ?? { en: id, zh: id };

/** Whether a package is the best by a criterion over other scenarios. */
export const holds = (f: SearchResult, k: number): boolean => f.robust?.rows.some((r) => r.point === k && r.best.length > 0) ?? false;

/** What a package gives up against another in each goal: positive is worse. */
export function givesUp(f: SearchResult, from: SearchPoint, to: SearchPoint): { label: T; value: number }[] {
  return f.goals.map((g) => ({ label: g.label, value: (g.better === "higher" ? 1 : -1) * ((from.figures[g.id] ?? 0) - (to.figures[g.id] ?? 0)) }));
}
