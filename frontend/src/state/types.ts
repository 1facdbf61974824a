/** What the cockpit is looking at: everything that a link carries. */
import type { Package, Shock, SimulationRequest } from "../api/generated";

export type { Shock };

/** The five places, each with its views; a place opens with its first. */
export const PLACES = {
  start: ["start"],
  stands: ["now", "six", "index"],
  back: ["findings", "dependence", "circulation", "flows", "smile"],
  try: ["try", "pathway", "budget", "division"],
  data: ["data", "ask"],
} as const;
export type Place = keyof typeof PLACES;
export type View = (typeof PLACES)[Place][number];
/** Views by their former names in addresses; a tab of `diagnose` is a view now. */
export const FORMER: Readonly<Record<string, View>> = { explore: "six", diagnose: "findings", search: "budget" };

export const VIEWS: readonly View[] = Object.values(PLACES).flat();
export const placeOf = (view: View): Place => (Object.keys(PLACES) as Place[]).find((place) => (PLACES[place] as readonly View[]).includes(view))!;
/** A folder of messages. */
export type Lang = string;

export type Horizon = NonNullable<SimulationRequest["horizon"]>;
export type Financing = NonNullable<Package["financing"]>;

export const HORIZONS: readonly Horizon[] = ["short", "medium", "long"];
export const FINANCINGS: readonly Financing[] = ["lump_sum", "output_tax"];

/** A label, or several. */
export type Selector = string | string[];

/** Stands for the economy in focus in a selector, so that a scenario follows the focus. */
export const HOME = "HOME";

/** Fields of a shock that come with files. */
export const FILED = ["start", "phase_in", "until", "table", "family", "action"] as const;

/** One of up to four columns A to D. */
export interface Scenario {
  /** Given by the reader; empty: the package's name, or the letter. */
  name: string;
  /** Ready package it started from; empty: none. */
  package: string;
  /** Levers moved; null while they are exactly those of the package. */
  shocks: Shock[] | null;
  horizon: Horizon;
  financing: Financing;
  /** Assumptions other than the default, such as `trade_balance`. */
  parameters: Record<string, number | string>;
}

export interface State {
  view: View;
  lang: Lang;
  /** Name of the accounts. */
  on: string;
  year: number;
  /** The economy in focus. */
  region: string;
  scenarios: Scenario[];
  /** Which scenario is open. */
  active: number;
  /** What views remember, by `view.name`, such as `explore.peers`. */
  params: Record<string, string>;
}

export const LETTERS = ["A", "B", "C", "D"] as const;

export const emptyScenario = (): Scenario => ({
  name: "",
  package: "",
  shocks: [],
  horizon: "medium",
  financing: "lump_sum",
  parameters: {},
});

export const emptyState = (): State => ({
  view: "start",
  lang: "en",
  on: "",
  year: 0,
  region: "",
  scenarios: [emptyScenario()],
  active: 0,
  params: {},
});
