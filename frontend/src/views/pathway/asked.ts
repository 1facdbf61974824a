/** What is asked of the API: the open scenario of Try, and what this view adds to it. */
import type { PathwayRequest, RoadmapRequest, SimulateRequest } from "../../api/types";
import type { Scenario, State } from "../../state/types";

export const ENDS = ["2035", "2060"] as const;
export const USUAL_END = "2035";

/** Mechanisms that are switched off, as the address has them. */
export const listOf = (said: string): string[] => said.split(",").filter(Boolean);

/** A mechanism switched on or off in such a list. */
export const toggled = (off: string[], id: string): string => (off.includes(id) ? off.filter((x) => x !== id) : [...off, id].sort()).join(",");

/** The request of a pathway; without a package it is the baseline alone. */
export function pathOf(state: State, scenario: Scenario, tried: SimulateRequest | null): PathwayRequest {
  const said = (name: string): string => state.params[`pathway.${name}`] ?? "";
  const until = Number(said("until") || USUAL_END);
  const start = Number(said("start"));
  const phase = said("phase");
  const off = listOf(said("off"));
  const done = tried ? { package: tried.package } : {};
  return {
    on: state.on, year: state.year, region: state.region, ...done, horizon: scenario.horizon,
    ...(Object.keys(scenario.parameters).length ? { parameters: scenario.parameters } : {}),
    until, ...(start > state.year && start < until ? { start } : {}), ...(phase !== "" ? { phase_in: Number(phase) } : {}), ...(off.length ? { off } : {}), ...(tried ? { range: true } : {}),
    ...world(state),
  };
}

/** The world and the draws that are chosen, as requests have them. */
function world({ params }: State): { scenario?: string; draws?: number } {
  const draws = Number(params["pathway.draws"] ?? 0);
  return { ...(params["pathway.world"] ? { scenario: params["pathway.world"] } : {}), ...(draws > 0 ? { draws } : {}) };
}

/** The request of targets against the open scenario; without one nothing is done. */
export function mapOf(state: State, scenario: Scenario, tried: SimulateRequest | null, own: { name: string; text: string } | null): RoadmapRequest {
  const { until, off: _off, ...rest } = pathOf(state, scenario, tried);
  return { ...rest, package: rest.package ?? { shocks: [] }, range: true, ...(until > Number(USUAL_END) ? { until } : {}), ...(own ? { targets: own.text, file: own.name } : {}) };
}
