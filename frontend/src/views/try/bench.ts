/** What the parts of the view share: levers, packages, the open scenario, and how it is changed. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Lever, Named, ReadyPackage, SimulateRequest, Simulated } from "../../api/types";
import { change } from "../../state/store";
import { LETTERS, emptyScenario, type Scenario, type Shock, type State } from "../../state/types";
import { place, shocksOf } from "./scenario";

export interface Bench {
  levers: Lever[];
  families: Named[];
  packages: ReadyPackage[];
  scenario: Scenario;
  active: number;
  shocks: Shock[];
  request: SimulateRequest | null;
  /** Average tariff in force on manufactures, once it is known. */
  tariff: number | null;
  /** Average tariff in force on what each shock that is sent acts on, by its place. */
  tariffs: Simulated["tariffs"];
  /** Choose a package file. */
  pick: () => void;
  /** Levers whose typed value is refused, and how one says whether its is. */
  refused: string[];
  refuse: (lever: string, is: boolean) => void;
  /** Save the open scenario as such a file, once it is answered; null where it has no answer. */
  save: (() => void) | null;
}

export const BenchContext = createContext<Bench | null>(null);

export function useBench(): Bench {
  const bench = useContext(BenchContext);
  if (!bench) throw new Error("outside the Try view");
  return bench;
}

/** Change the open scenario; `what` as of the store's `change`. */
export function edit(what: string, update: (s: Scenario) => Scenario): void {
  change(`scenario.${what}`, (state) => ({ ...state, scenarios: state.scenarios.map((s, i) => (i === state.active ? update(s) : s)) }));
}

/** Put a shock in a place of the open scenario (−1: a new one). */
export function move(at: number, shock: Shock, lever: Lever, packages: ReadyPackage[]): void {
  edit(`${lever.id}.${Math.max(at, 0)}`, (s) => ({ ...s, shocks: place(shocksOf(s, packages), at, shock, lever) }));
}

export function drop(at: number, packages: ReadyPackage[]): void {
  edit(`drop.${at}`, (s) => ({ ...s, shocks: shocksOf(s, packages).filter((_, i) => i !== at) }));
}

export const open = (i: number): void => change("open", (s) => ({ ...s, active: i }));

/** Add a scenario beside the others, empty or a copy of the open one. */
export function add(copy: boolean): void {
  change(`add.${Date.now()}`, (s) => {
    if (s.scenarios.length >= LETTERS.length) return s;
    const from = s.scenarios[s.active]!;
    const made = copy ? { ...from, name: "" } : { ...emptyScenario(), horizon: from.horizon, financing: from.financing, parameters: from.parameters };
    return { ...s, scenarios: [...s.scenarios, made], active: s.scenarios.length };
  });
}

/** The state with a scenario from elsewhere beside the others, or in the place of the open one where that is empty or none is free. */
export function beside(s: State, made: Scenario): State {
  const open = s.scenarios[s.active]!;
  const empty = open.shocks?.length === 0 && !open.name;
  if (empty || s.scenarios.length >= LETTERS.length) return { ...s, scenarios: s.scenarios.map((x, i) => (i === s.active ? made : x)) };
  return { ...s, scenarios: [...s.scenarios, made], active: s.scenarios.length };
}

export const put = (made: Scenario): void => change(`put.${Date.now()}`, (s) => beside(s, made));

export function removeOpen(): void {
  change(`remove.${Date.now()}`, (s) => {
    const scenarios = s.scenarios.filter((_, i) => i !== s.active);
    return { ...s, scenarios: scenarios.length ? scenarios : [emptyScenario()], active: Math.max(0, s.active - 1) };
  });
}

