/** Take an input over to Try: lose it, or make it at home. */
import { change } from "../../state/store";
import { INPUT } from "../try/scenario";
import { HOME, LETTERS, emptyScenario, type Scenario, type Shock, type State } from "../../state/types";

const untouched = (s: Scenario): boolean => !s.package && (s.shocks ?? []).length === 0;

/** The state with the scenario opened: in an empty column if there is one, else in a new one, else in the last. */
export function withScenario(state: State, scenario: Scenario): State {
  const free = state.scenarios.findIndex(untouched);
  if (free >= 0) return { ...state, scenarios: state.scenarios.map((s, i) => (i === free ? scenario : s)), active: free };
  if (state.scenarios.length < LETTERS.length) return { ...state, scenarios: [...state.scenarios, scenario], active: state.scenarios.length };
  const last = state.scenarios.length - 1;
  return { ...state, scenarios: state.scenarios.map((s, i) => (i === last ? scenario : s)), active: last };
}

/** Imports of an input that no longer arrive from some sellers. */
export const losing = (input: string, partner: string[]): Shock => ({ lever: "cut_off", value: 1, region: HOME, partner, industry: input });

/** A subsidy under which more of an input is made at home. */
export const making = (input: string, subsidy: number): Shock => ({ lever: "production_subsidy", mode: "add", value: Number(subsidy.toPrecision(3)), region: HOME, industry: input });

/** With the natural resources with which losses, and what replaces them, are found. */
const RESOURCES = { resource_share: "shipped" };

export function tryShock(shock: Shock, input: string, name: string): void {
  const made: Scenario = { ...emptyScenario(), name, shocks: [shock], parameters: { ...RESOURCES } };
  change("view", (s) => ({ ...withScenario(s, made), view: "try", params: { ...s.params, [INPUT]: input } }));
  scrollTo(0, 0);
}
