/** The bodies of `/api/v1`. Numbers are raw: shares as fractions, money in the accounts' unit; null is "not a number". */
import type { Shock } from "../state/types";

/** Text in both languages. */
export interface T {
  en: string;
  zh: string;
}

export interface Named {
  id: string;
  label: T;
}

export interface AccountsEntry {
  name: string;
  label: T;
  years: number[];
  status: string;
  closed: boolean;
  regions: number;
  industries: number;
  licence: string;
  uploaded: boolean;
}

export interface Catalog {
  version: string;
  start: { on: string; year: number; region: string };
  accounts: AccountsEntry[];
  families: Record<string, T>;
  characteristics: { id: string; label: T; indicator: string }[];
  systems: Named[];
  kinds: Record<string, T>;
  statuses: Record<string, T>;
  horizons: Record<string, T>;
  financing: Record<string, T>;
}

export interface RegionRow {
  code: string;
  en: string;
  zh: string;
  kind: string;
  country: string;
}

/** A set of industries or regions that a selector may name. */
export interface Group {
  id: string;
  kind: "industries" | "regions";
  label: T;
  members: string[];
}

export interface AccountsMeta {
  on: string;
  year: number;
  years: number[];
  status: string;
  unit: string;
  source: string;
  hash: string;
  closed: boolean;
  regions: RegionRow[];
  industries: { code: string; en: string; zh: string }[];
  groups: Group[];
  satellites: string[];
  gdp: Record<string, number | null>;
}

export type Better = "higher" | "lower" | "target" | "none";

export interface Indicator {
  id: string;
  label: T;
  unit: string;
  better: Better;
  bounds: [number | null, number | null] | null;
  clause: string;
  needs: string[];
  formula: string;
  source: string;
  dims: string[];
  status: string;
  topic: string;
}

export interface MeasureRow {
  scenario: string;
  region: string | null;
  industry: string | null;
  partner: string | null;
  year: number;
  indicator: string;
  value: number | null;
  unit: string;
  status: string;
  note: string;
}

export interface Slider {
  min: number;
  max: number;
  step: number;
  neutral: number;
  shown: "percent" | "number" | "times";
  unit: T;
  /** Selectors that the reader may change. */
  by: ("partner" | "industry" | "user")[];
  shock: Omit<Shock, "value">;
}

export interface Lever {
  id: string;
  label: T;
  family: string;
  clause: string;
  unit: string;
  bounds: [number, number];
  modes: string[];
  scope: string[];
  options: Record<string, { default: number | string | null; one_of: string[]; bounds: [number, number] | null; note: T }>;
  note: T;
  assumes: string[];
  needs: string[];
  slider: Slider | null;
}

export interface Levers {
  families: Named[];
  levers: Lever[];
}

export interface ReadyPackage {
  name: string;
  label: T;
  note: T;
  clause: string;
  family: string;
  kind: "family" | "together" | "pathway" | "contrast" | "other";
  acts: string[];
  shocks: Shock[];
  sources: unknown[];
}

export interface SimulateRequest {
  on: string;
  year: number;
  region: string;
  package: string | { name?: string; shocks: Shock[]; financing?: string };
  horizon: string;
  parameters?: Record<string, number | string>;
}

export type ChangeKind = "relative" | "points";

/** A headline number before and after. */
export interface Change {
  label: T;
  unit: string;
  better: Better;
  before: number | null;
  after: number | null;
  change: number | null;
  kind: ChangeKind;
}

/** `id`: what ranges are kept under; `indicator`: its id in the registry, empty where it is none. */
export interface Card extends Change {
  id: string;
  indicator: string;
}

export interface Flag {
  index: number;
  lever: string;
  tag: string;
  label: T;
  article: string;
}

export interface Simulated {
  request: SimulateRequest;
  benchmark: { year: number; status: string; source: string; unit: string };
  horizon: string;
  financing: string;
  trade_balance: string;
  limits: T;
  welfare_concept: T;
  cards: Card[];
  characteristics: Card[];
  regions: { code: string; real_income: number | null }[];
  industries: { code: string; value_added: number | null }[];
  government: { bill: number | null; by: Record<string, number | null>; unit: string };
  flags: Flag[];
  /** What the triage takes a lever to be. */
  assumed: T;
  log: string[];
  reproduce: { command: string; yaml: string; data_hash: string; package_hash: string; version: string; seed: number | null };
}

/** What a number is between over the plausible assumptions; `sure`: its sign is the same everywhere. */
export interface Span {
  low: number | null;
  high: number | null;
  sure: boolean;
}

export interface RangeResult {
  cards: Record<string, Span>;
  characteristics: Record<string, Span>;
  regions: Record<string, Span>;
  industries: Record<string, Span>;
  government: Record<string, Span>;
  corners: number;
  failed: string[];
  otherwise?: { financing: string; real_income: number | null } | null;
}

export interface Outcome {
  id: string;
  label: T;
  kind: ChangeKind;
  parts: { id: string; label: T; value: number | null }[];
  together: number | null;
  total: number | null;
}

export interface ContributionsResult {
  outcomes: Outcome[];
  failed: string[];
}

export type JobState = "queued" | "running" | "done" | "failed" | "cancelled";

export interface Job {
  id: string;
  kind: string;
  state: JobState;
  done: number;
  total: number;
  error?: ErrorBody;
}

export interface ErrorBody {
  kind: string;
  message: string;
  message_zh?: string;
  where?: unknown;
}

// --- Explore ---------------------------------------------------------------------------------------------------------------

export interface Measured {
  rows: MeasureRow[];
}

/** An indicator of an economy among its peers. */
export interface ProfileIndicator {
  label: T;
  unit: string;
  better: Better;
  clause: string;
  formula: string;
  source: string;
  topic: string;
  /** Of the figure; not always that of the page. */
  year: number;
  value: number | null;
  range: [number, number] | null;
  status: string;
  rank: number | null;
  of: number;
  peers: Record<string, number | null>;
  median: number | null;
  /** Along `years` of the profile. */
  series: (number | null)[];
  peer_series: Record<string, (number | null)[]>;
}

export interface Profile {
  region: string;
  label: T;
  year: number;
  years: number[];
  peers: { code: string; label: T }[];
  statuses: Record<string, T>;
  characteristics: { id: string; label: T; indicator: string; sentence: T; note: T }[];
  systems: { id: string; label: T; indicators: string[] }[];
  indicators: Record<string, ProfileIndicator>;
}

/** One sentence of a diagnosis with its number. */
export interface Finding {
  id: string;
  system: string;
  clause: string;
  kind: string;
  mark: string;
  sentence: T;
  detail: T;
  value: number | null;
  unit: string;
  range: [number, number] | null;
  year: number;
  status: string;
  indicators: string[];
  size: number;
  svg: T;
}

export interface Diagnosed {
  region: string;
  year: number;
  findings: Finding[];
}

// --- Data ------------------------------------------------------------------------------------------------------------------

export interface AccountsEntry {
  /** Regions of which only the flows across the border are known. */
  boundary?: string[];
  /** What the accounts are, and whose. */
  title?: string;
  unit?: string;
}

export interface AccountsMeta {
  boundary?: string[];
}

export interface TableMessage {
  level: "error" | "warning" | "note";
  message: string;
  message_zh?: string;
  sheet?: string;
  cell?: string;
  line?: number;
  column?: number;
}

/** An uploaded table, or what is wrong with it. */
export interface Uploaded {
  name: string;
  entry: AccountsEntry;
  messages: TableMessage[];
}
