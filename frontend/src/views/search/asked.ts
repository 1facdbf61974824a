/** What is asked of a search, as the address has it: goals, a budget, limits, what is chosen from, how long. */
import type { SearchChoices, SearchRequest, T } from "../../api/types";
import type { Horizon, State } from "../../state/types";

/** What holds where the address says nothing. */
export const USUAL = {
  goals: "real_income,co2", budget: "0.5", per: "present", peak: "", carbon: "", gap: "", from: "packages", pick: "", tags: "not specific,out of scope",
  until: "2035", effort: "quick", worlds: "all", draws: "0", starts: "", seed: "0", horizon: "medium",
} as const;
export type Field = keyof typeof USUAL;

/** Names in a list, as the address has them. */
export const listOf = (said: string): string[] => said.split(",").filter(Boolean);

/** A field as the address has it, or as is usual. */
export const said = (state: State, field: Field): string => state.params[`search.${field}`] ?? USUAL[field];

/** A number that was written, null where there is none. */
export const written = (text: string): number | null => (text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : null);

/** First years among which actions are dated, where that is searched for, too. */
export const startsOf = (first: number, until: number): number[] => [first, first + 2, first + 5].filter((y) => y < until);

const [LEAST, EACH, MORE] = [60, 10, 3];

/** Paths that a search takes: some for each action, more where it is thorough or looks for first years, too. */
export function effortOf(said: string, actions: number, dated: boolean, most: number): number {
  const own = Math.round(Number(said));
  if (own >= 2) return own;
  const quick = Math.max(LEAST, EACH * (actions + 1)) * (dated ? MORE : 1);
  return Math.min(said === "thorough" ? MORE * quick : quick, most);
}

/** Actions that are offered: packages, or actions of section 4 whose tag may be taken. */
export function offered(c: SearchChoices, from: string, tags: string[]): { id: string; label: T }[] {
  return from === "actions" ? c.actions.filter((a) => tags.includes(a.tag)) : [...c.packages].sort((a, b) => rank(c, a.id) - rank(c, b.id));
}

const rank = (c: SearchChoices, id: string): number => (c.families.includes(id) ? c.families.indexOf(id) : c.families.length);

/** Actions that are ticked: those of the address that are offered; by default the six families, or all actions. */
export function picked(c: SearchChoices, state: State): string[] {
  const from = said(state, "from");
  const there = offered(c, from, listOf(said(state, "tags"))).map((o) => o.id);
  const own = listOf(said(state, "pick")).filter((id) => there.includes(id));
  return own.length ? own : from === "actions" ? there : c.families;
}

/** Goals that these accounts have figures of, the first one first. */
export function goalsOf(c: SearchChoices, state: State): string[] {
  const known = listOf(said(state, "goals")).filter((g) => c.goals.some((o) => o.id === g));
  return known.length ? known : ["real_income"];
}

const worldsOf = (c: SearchChoices, said: string): string[] => c.scenarios.map((s) => s.id).filter((id) => said === "all" || listOf(said).includes(id));

/** The request of a search. */
export function searchOf(state: State, c: SearchChoices): SearchRequest {
  const field = (name: Field): string => said(state, name);
  const number = (name: Field): number | null => written(field(name));
  const [until, from] = [number("until") ?? Number(USUAL.until), field("from")];
  const pick = picked(c, state);
  const tags = listOf(field("tags"));
  const actions = from === "actions" && !listOf(field("pick")).length ? { actions: ["shipped"], tags } : { actions: pick };
  const budget = number("budget");
  const share = (name: Field): number | null => { const v = number(name); return v === null ? null : Number((v / 100).toPrecision(12)); };
  const limits: Record<string, number> = {};
  const put = (name: string, v: number | null): void => { if (v !== null) limits[name] = v; };
  put("peak", c.limits.includes("peak") ? number("peak") : null);
  put("cumulative_co2", c.goals.some((g) => g.id === "cumulative_co2") ? share("carbon") : null);
  put("gap", c.limits.includes("gap") ? share("gap") : null);
  const dated = field("starts") !== "";
  const scenarios = worldsOf(c, field("worlds"));
  const cases = Math.max(0, Math.round(number("draws") ?? 0));
  const seed = Math.max(0, Math.round(number("seed") ?? 0));
  const horizon = field("horizon") as Horizon;
  return {
    on: state.on, year: state.year, region: state.region, goals: goalsOf(c, state), ...actions,
    ...(budget === null ? {} : { budget: `${budget}%GDP${field("per") === "year" ? "/year" : ""}` }),
    ...(Object.keys(limits).length ? { limits } : {}),
    until, ...(dated ? { starts: startsOf(c.start, until) } : {}),
    evaluations: effortOf(field("effort"), pick.length, dated, Math.max(2, c.paths - 10 * (scenarios.length + cases))), scenarios,
    ...(cases ? { cases } : {}), ...(seed ? { seed } : {}), ...(horizon === USUAL.horizon ? {} : { horizon }),
  };
}

/** A short mark of a request: the address keeps for which one Search was pressed. */
export function markOf(key: string): string {
  let h = 0x811c9dc5;
  for (const c of key) h = Math.imul(h ^ c.codePointAt(0)!, 0x01000193);
  return (h >>> 0).toString(36);
}
