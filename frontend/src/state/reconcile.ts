/** Bring a state from a link in line with what this version and these accounts know, and say what had to change. */
import type { AccountsEntry, AccountsMeta, Catalog, Lever, ReadyPackage } from "../api/types";
import { VERSION, type Decoded } from "./codec";
import type { Scenario, Selector, Shock, State } from "./types";

/** Something that a link said and that no longer holds: `kind` chooses the sentence. */
export interface Changed {
  kind: "layout" | "version" | "accounts" | "year" | "region" | "lever" | "package" | "unread";
  was: string;
  now: string;
}

/** Accounts, year and economy that exist; needs no more than the catalog. */
export function reconcileAccounts(found: Decoded, catalog: Catalog): { state: State; changed: Changed[] } {
  const changed: Changed[] = [];
  const state = { ...found.state };
  if (found.version > 0 && found.version !== VERSION) changed.push({ kind: "layout", was: String(found.version), now: String(VERSION) });
  if (found.madeWith && found.madeWith !== catalog.version) changed.push({ kind: "version", was: found.madeWith, now: catalog.version });
  for (const text of found.unread) changed.push({ kind: "unread", was: text, now: "" });
  let entry = catalog.accounts.find((a) => a.name === state.on);
  if (!entry) {
    entry = catalog.accounts.find((a) => a.name === catalog.start.on) ?? catalog.accounts[0];
    if (!entry) return { state, changed };
    if (state.on) changed.push({ kind: "accounts", was: state.on, now: entry.name });
    state.on = entry.name;
  }
  if (!entry.years.includes(state.year)) {
    const near = nearest(entry.years, state.year || catalog.start.year);
    if (state.year) changed.push({ kind: "year", was: String(state.year), now: String(near) });
    state.year = near;
  }
  return { state, changed };
}

/** Where a state remembers on which accounts its scenarios were made, once others are in view. */
export const FROM = "try.from";

/** A state with that remembered; forgotten where its scenarios are others, or their own accounts are in view again. */
export function carried(before: State, after: State): State {
  if (before.on === after.on || !before.on) return after;
  const { [FROM]: from = before.on, ...params } = after.params;
  const made = after.scenarios === before.scenarios && after.scenarios.some((s) => s.package || s.shocks?.length);
  return { ...after, params: made && from !== after.on ? { ...params, [FROM]: from } : params };
}

export const nearest = (years: number[], year: number): number => years.reduce((a, b) => (Math.abs(b - year) < Math.abs(a - year) ? b : a));

/** Years by status, the latest first. */
export function spans({ years, year_statuses }: Pick<AccountsEntry, "years" | "year_statuses">): { status: string; years: number[] }[] {
  const rows = years.map((year, k) => ({ year, status: year_statuses[k]! })).reverse();
  return [...new Set(rows.map((r) => r.status))].map((status) => ({ status, years: rows.filter((r) => r.status === status).map((r) => r.year) }));
}

/** The economy in focus that these accounts have. */
export function reconcileRegion(state: State, meta: AccountsMeta, start: string): { state: State; changed: Changed[] } {
  const codes = meta.regions.filter((r) => r.kind !== "rest").map((r) => r.code);
  if (codes.includes(state.region)) return { state, changed: [] };
  const now = codes.includes(start) ? start : (codes[0] ?? "");
  return { state: { ...state, region: now }, changed: state.region ? [{ kind: "region", was: state.region, now }] : [] };
}

/** Scenarios whose levers and packages are known; the others are left out and named. */
export function reconcileScenarios(state: State, levers: Lever[], packages: ReadyPackage[]): { state: State; changed: Changed[] } {
  const changed: Changed[] = [];
  const known = new Set(levers.map((l) => l.id));
  const scenarios = state.scenarios.map((s): Scenario => {
    let now = s;
    if (s.package && !packages.some((p) => p.name === s.package)) {
      changed.push({ kind: "package", was: s.package, now: "" });
      now = { ...now, package: "", shocks: now.shocks ?? [] };
    }
    const lost = (now.shocks ?? []).filter((x) => !known.has(x.lever));
    for (const x of lost) changed.push({ kind: "lever", was: x.lever, now: "" });
    return lost.length ? { ...now, shocks: now.shocks!.filter((x) => known.has(x.lever)) } : now;
  });
  return changed.length ? { state: { ...state, scenarios }, changed } : { state, changed };
}

const list = (s: Selector | undefined): string[] => (s === undefined ? [] : Array.isArray(s) ? s : [s]);

/** Codes a shock names. */
export const named = (s: Shock): string[] => [...list(s.region), ...list(s.partner), ...list(s.industry), ...list(s.user)].filter((c) => c !== "*");
