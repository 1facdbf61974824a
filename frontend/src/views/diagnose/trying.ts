/** Take a package over to Try, named after the input that it is tried against. */
import type { ReadyPackage } from "../../api/types";
import { change } from "../../state/store";
import { INPUT } from "../try/scenario";
import { LETTERS, emptyScenario, type Scenario, type State } from "../../state/types";

const untouched = (s: Scenario): boolean => !s.package && (s.shocks ?? []).length === 0;

/** The state with the scenario opened: in an empty column if there is one, else in a new one, else in the last. */
export function withScenario(state: State, scenario: Scenario): State {
  const free = state.scenarios.findIndex(untouched);
  if (free >= 0) return { ...state, scenarios: state.scenarios.map((s, i) => (i === free ? scenario : s)), active: free };
  if (state.scenarios.length < LETTERS.length) return { ...state, scenarios: [...state.scenarios, scenario], active: state.scenarios.length };
  const last = state.scenarios.length - 1;
  return { ...state, scenarios: state.scenarios.map((s, i) => (i === last ? scenario : s)), active: last };
}

export function tryAgainst(pack: ReadyPackage, input: string, name: string): void {
  const made: Scenario = { ...emptyScenario(), name, package: pack.name, shocks: null };
  change("view", (s) => ({ ...withScenario(s, made), view: "try", params: { ...s.params, [INPUT]: input } }));
  scrollTo(0, 0);
}
