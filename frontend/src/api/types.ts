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
  /** Of its last year; `year_statuses` has that of each. */
  status: string;
  year_statuses: string[];
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
  limits: Limits;
}

/** What is taken of uploads: at most so many bytes, rows and tables; endings of names and formats. */
export interface Limits {
  bytes: number;
  rows: number;
  tables: number;
  endings: string[];
  formats: string[];
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
  /** How people read it: its unit, or `ratio` for a value in unit 1 that is no share; and decimals, about three figures where null. */
  display: string;
  digits: number | null;
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

/** A package from a file, as far as it is meant for the accounts. */
export interface ReadPackage {
  name: string;
  label: T | null;
  financing: string;
  shocks: Shock[];
  /** Shocks that are meant for other accounts. */
  left_out: number;
  /** Whether it is the package that comes with newind under its name. */
  shipped: boolean;
  /** How it was tried, where the file says so. */
  horizon?: string;
  parameters?: Record<string, number | string>;
}

export interface SimulateRequest {
  on: string;
  year: number;
  region: string;
  package: string | { name?: string; label?: string; shocks: Shock[]; financing?: string };
  horizon: string;
  parameters?: Record<string, number | string>;
  /** An input whose foreign value is reported, too. */
  input?: string;
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
  /** Preliminary WTO classification of a lever. */
  assumed: T;
  log: string[];
  reproduce: Reproduced;
}

/** What gives a result again. */
export interface Reproduced {
  command: string;
  yaml: string;
  data_hash: string;
  package_hash: string;
  version: string;
  seed: number | null;
}

export interface PathwayRequest extends Omit<SimulateRequest, "package" | "input"> {
  package?: SimulateRequest["package"];
  until: number;
  start?: number;
  off?: string[];
  range?: boolean;
  scenario?: string;
  draws?: number;
}

/** A yearly figure: factors of the benchmark year, and the change against the baseline. */
export interface YearlySeries {
  id: string;
  label: T;
  change: (number | null)[];
  path: (number | null)[];
  baseline: (number | null)[];
}

export interface YearlySpan {
  low: (number | null)[];
  central: (number | null)[];
  high: (number | null)[];
  sure: boolean[];
  sign: Sign[];
}

export interface CarbonRow {
  industry: string;
  label: T;
  peak: number;
  peak_baseline: number;
  cumulative: number;
  cumulative_baseline: number;
}

export interface HindcastRow {
  measure: string;
  label: T;
  first: number;
  last: number;
  model: number | null;
  no_change: number | null;
  trend: number | null;
  economies: number;
}

/** A package year by year. */
export interface PathwayResult {
  request: PathwayRequest;
  title: T;
  lead: T[];
  notes: T[];
  region: string;
  package: string;
  /** Nothing is done: the baseline alone. */
  empty: boolean;
  years: number[];
  start: number;
  /** Last year in which growth of each economy is observed. */
  observed_until: Record<string, number>;
  horizon: string;
  off: string[];
  benchmark: { year: number; status: string; source: string; unit: string };
  series: YearlySeries[];
  welfare: number | null;
  welfare_concept: T;
  limits: T;
  /** Mechanisms of this path, and whether they are switched off. */
  working: { id: string; label: T; off: boolean }[];
  mechanisms: { parts: { id: string; label: T; value: number }[]; total?: number; failed: string[] } | null;
  carbon: { unit: string; since: number; until: number; rows: CarbonRow[] } | null;
  regions: { region: string; label: T; real_income: number | null; welfare: number | null; co2: number | null }[];
  hindcast: { rows: HindcastRow[]; note: T } | null;
  range: { series: Record<string, YearlySpan>; cases: number; failed: string[]; note: T } | null;
  scenario: { name: string; label: T; note: T } | null;
  draws: Draws | null;
  reproduce: Reproduced;
}

/** Percentiles of a figure, one list of years each. */
export interface Drawn {
  values: (number | null)[][];
  settled: boolean[];
  error: (number | null)[];
  doubt: T;
}

/** What draws over what is assumed come to, and how far their percentiles have settled as there were more of them. */
export interface Draws {
  asked: number;
  done: number;
  failed: string[];
  /** Draws below which percentiles are not said to have settled. */
  fewest: number;
  seed: number;
  percentiles: number[];
  series: Record<string, Record<"change" | "level", Drawn>>;
  settling: { draws: number; series: Record<string, Record<"change" | "level", { values: number[]; error: number; settled: boolean }>> }[];
  note: T;
}

/** Scenarios in which a package can be followed. */
export interface Worlds {
  scenarios: { name: string; label: T; note: T; status: string }[];
  draws: { most: number; fewest: number; offered: number[]; percentiles: number[] };
}

export type Status = "met" | "on_track" | "lagging" | "off_track" | "not_computable";

export interface RoadmapRequest extends Omit<PathwayRequest, "until" | "off" | "range"> {
  until?: number;
  targets?: string;
  file?: string;
}

export interface Milestone {
  year: number;
  goal: number;
  status: Status;
  status_label: T;
  reason: T | null;
  observed: { year: number; value: number } | null;
  achieved: number | null;
  elapsed: number | null;
  per: "rate" | "points";
  needed: number | null;
  paced: number | null;
  pace: number | null;
  pace_without: number | null;
  projected: number | null;
  without: number | null;
  gap: number | null;
  closed: number | null;
  remains: number | null;
  reached: boolean | null;
  reached_without: boolean | null;
  chance: { probability: number | null; error: number | null; low: number | null; high: number | null; draws: number; failed: number } | null;
  actions: { id: string; label: T; closes: number; share: number | null }[] | null;
}

export interface Target {
  id: string;
  label: T;
  note: T | null;
  indicator: string;
  indicator_label: T;
  followed: boolean;
  unit: string;
  unit_label: T;
  kind: "binding" | "expected";
  kind_label: T;
  better: "higher" | "lower";
  tolerance: number;
  owners: T;
  sources: { title: string; href: string; date: string }[];
  baseline: { year: number; value: number };
  observed: [number, number][];
  path: [number, number][];
  beside: [number, number][];
  band: { years: number[]; values: (number | null)[][] } | null;
  milestones: Milestone[];
}

/** Targets against a path. */
export interface RoadmapResult {
  request: RoadmapRequest;
  title: T;
  lead: T[];
  notes: T[];
  region: string;
  label: T;
  uploaded: boolean;
  package: { name: string; label: T; of_targets: boolean; empty: boolean };
  years: number[];
  start: number;
  observed_until: number;
  benchmark: { year: number; status: string; source: string; unit: string };
  targets: Target[];
  timetable: { id: string; label: T; start: number; full: number; until: number | null; owners: T; levers: T[] }[];
  draws: { asked: number; done: number; failed: number; seed: number; percentiles: number[]; note: T } | null;
  reproduce: { command: string };
}

/** What a search may be asked. */
export interface SearchChoices {
  region: string;
  year: number;
  until: number;
  /** First year in which actions can begin. */
  start: number;
  goals: { id: string; label: T; better: "higher" | "lower" }[];
  limits: string[];
  /** Packages of the six families, chosen from by default. */
  families: string[];
  packages: { id: string; label: T; note: T }[];
  actions: { id: string; label: T; tag: string }[];
  tags: Record<string, T>;
  scenarios: { id: string; label: T; note: T }[];
  /** Paths that one search may follow. */
  paths: number;
}

export interface SearchRequest {
  on: string;
  year: number;
  region: string;
  goals: string[];
  actions?: string[];
  budget?: string;
  limits?: Record<string, number>;
  tags?: string[];
  until: number;
  starts?: number[];
  evaluations: number;
  scenarios: string[];
  cases?: number;
  seed?: number;
  horizon?: string;
}

/** A package of a search: sizes of what is done, figures as changes against the baseline, and what it moves. */
export interface SearchPoint {
  sizes: Record<string, number>;
  starts: Record<string, number>;
  figures: Record<string, number | null>;
  shocks: Shock[];
}

export interface RobustRow {
  /** Place among the points. */
  point: number;
  expected: number;
  worst: number;
  regret: number;
  enough: number;
  /** Criteria by which it is the best. */
  best: string[];
  values: number[];
  kept: boolean[];
}

export interface SearchResult {
  request: SearchRequest;
  /** Reasons and other scenarios are known, too. */
  whole: boolean;
  title: T;
  lead: T[];
  notes: T[];
  region: string;
  benchmark: { year: number; status: string; source: string; unit: string };
  start: number;
  until: number;
  method: string;
  evaluated: number;
  failed: number;
  seed: number;
  goals: { id: string; label: T; better: "higher" | "lower" }[];
  choices: { id: string; label: T; tag: string; tagged: T | null }[];
  nothing: SearchPoint;
  tried: Record<string, number | null>[];
  points: (SearchPoint & { on_front: boolean; taken: T })[];
  chosen: number;
  runner_up: number | null;
  marginals: { id: string; size: number; start: number | null; adds: Record<string, number | null>; cost: number | null; per_cost: number | null }[];
  limits: { id: string; limit: number; value: number; asked: T; reached: T; binds: boolean; relaxed: T | null; gain: number | null }[];
  robust: { criteria: Named[]; cases: Named[]; rows: RobustRow[]; good: number; failed: T[] } | null;
  hindcast: PathwayResult["hindcast"];
  reproduce: Reproduced;
}

/** What a range says about the sign, as `newind.policy.signs` classifies it. */
export type Sign = "positive" | "negative" | "zero" | "zero or positive" | "zero or negative" | "ambiguous" | "unknown";

/** What a number is between over the plausible assumptions; `sure`: its sign is the same everywhere. */
export interface Span {
  low: number | null;
  central: number | null;
  high: number | null;
  sure: boolean;
  sign: Sign;
}

export interface RangeResult {
  cards: Record<string, Span>;
  characteristics: Record<string, Span>;
  regions: Record<string, Span>;
  industries: Record<string, Span>;
  government: Record<string, Span>;
  corners: number;
  failed: string[];
  otherwise: { financing: string; real_income: number | null } | null;
  /** Those that are known so far. */
  horizons: Band[];
}

/** What a horizon makes of a package; `why` there is no equilibrium. */
export interface Band {
  horizon: string;
  cards?: Record<string, Span>;
  why?: string;
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
  /** How often a part of the result was shown. */
  parts: number;
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
  display: string;
  digits: number | null;
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

/** Years of databases one after the other: the year in which two meet is there twice. */
export interface Joined {
  years: number[];
  /** Status of the accounts of each. */
  year_statuses: string[];
  /** Places at which another database begins: nothing is compared across them. */
  breaks: number[];
}

export interface Profile extends Joined {
  region: string;
  label: T;
  year: number;
  peers: { code: string; label: T }[];
  statuses: Record<string, T>;
  characteristics: { id: string; label: T; indicator: string; sentence: T; note: T }[];
  systems: { id: string; label: T; indicators: string[] }[];
  indicators: Record<string, ProfileIndicator>;
}

/** Lowest and highest over defensible definitions. */
export type Range = [number, number] | null;

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
  range: Range;
  year: number;
  status: string;
  indicators: string[];
  size: number;
  /** The proof, drawn by the server in both languages. */
  svg: T;
}

export interface Diagnosed {
  region: string;
  year: number;
  findings: Finding[];
  /** What could not be found, with the reason. */
  left_out: { name: string; reason_en: string; reason_zh: string }[];
}

// --- Data ------------------------------------------------------------------------------------------------------------------

export interface AccountsEntry {
  /** Regions of which only the flows across the border are known. */
  boundary?: string[];
  /** What the accounts are, and whose. */
  title?: string;
  unit?: string;
  /** Whom an adaptation must name, and what must be said of it. */
  credits?: string[];
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

// --- in depth: what Diagnose and Index ask ------------------------------------------------------------------------------

/** An input that is bought abroad; `suppliers`, `others` and `unnamed` are shares of its imports and sum to 1. */
export interface Input {
  industry: string;
  label: T;
  direct: number | null;
  complete: number | null;
  bought: number;
  used: number;
  suppliers: { region: string; label: T; share: number }[];
  others: number;
  unnamed: number;
  hhi: number | null;
  /** Share of GDP that depends on it. */
  bottleneck: Range;
}

export interface Dependence {
  region: string;
  year: number;
  industry: string | null;
  unit: string;
  status: string;
  indicators: { direct: string; complete: string };
  total: { direct: number | null; complete: number | null };
  inputs: Input[];
  notes: T[];
}

export interface LossSpan {
  low: number | null;
  central: number | null;
  high: number | null;
}

/** What losing an input costs: losses of real income as positive fractions. */
export interface LossRow extends LossSpan {
  industry: string;
  label: T;
  sure: boolean;
  horizons: Record<string, LossSpan>;
  left_out: string[];
  failed: number;
}

export interface Losses {
  region: string;
  year: number;
  horizons: Record<string, T>;
  rows: LossRow[];
  corners: number;
  failed: string[];
  notes: T[];
}

export interface FlowNode {
  code: string;
  label: T;
  value: number;
  focus: boolean;
  hatched: boolean;
}

/** Nodes and bands of three steps; each step adds up to `total`. */
export interface Flows {
  region: string;
  year: number;
  what: "value" | "carbon";
  of: "exports" | "use";
  industry: string | null;
  unit: string;
  total: number;
  status: string;
  heads: [T, T, T];
  left: FlowNode[];
  middle: FlowNode[];
  right: FlowNode[];
  links: { source: string; target: string; value: number }[];
  notes: T[];
}

/** A figure of the last year with its values over the years. */
export interface OverYears {
  label: T;
  indicator: string;
  value: number | null;
  range: Range;
  series: (number | null)[];
}

export interface Circulation extends Joined {
  region: string;
  year: number;
  scopes: Record<"demand" | "supply", Record<string, OverYears>>;
  circuits: OverYears[];
  exports: {
    unit: string;
    total: number;
    method: T;
    source: string;
    terms: { id: string; label: T; meaning: T; group: string; value: number; share: number }[];
    groups: { id: string; label: T; value: number; share: number; series: (number | null)[] }[];
  } | null;
  notes: T[];
}

export interface SmilePoint {
  industry: string;
  region: string;
  label: T;
  position: number;
  share: number;
  value_added: number;
  height: number | null;
  focus: boolean;
  named: boolean;
}

export interface Smile {
  region: string;
  industry: string;
  label: T;
  year: number;
  status: string;
  measures: Record<string, T>;
  measure: string;
  unit: string;
  axis: T;
  money: string;
  final: number;
  coverage: number;
  points: SmilePoint[];
  curve: { x: number[]; y: number[]; low: number[]; high: number[] } | null;
  verdict: Named | null;
  known_years: number[];
  notes: T[];
}

export interface Divisible {
  region: string;
  year: number;
  unit: string;
  status: string;
  source: string;
  emissions: number;
  growth: number | null;
  criteria: { id: string; label: T; said: T; available: boolean }[];
  orders: Named[];
  defaults: { peak: number; level: Record<string, string>; weights: Record<string, number>; order: string };
  parts: number;
  notes: T[];
}

export interface Divided {
  region: string;
  year: number;
  title: T;
  unit: string;
  years: number[];
  peak: number;
  top: number;
  /** Whether the level of the peak was computed from growth. */
  computed: boolean;
  total: number[];
  parts: { code: string; label: T; path: number[]; first: number; budget: number; low: number; high: number }[];
  criteria: { id: string; label: T; said: T; weight: number }[];
  order: string;
  /** `alone[criterion][part][year]`: the division by one criterion only. */
  orders: { id: string; label: T; alone: number[][][] }[];
  infeasible: unknown[];
  notes: T[];
  reproduce: { command: string };
}

export interface ScoredUnit {
  code: string;
  label: T;
  score: number | null;
  rank: number | null;
  /** Between which ranks, and which scores, over the defensible ways to build the index. */
  ranks: Range;
  scores: Range;
  parts: Record<string, number | null>;
  contributions: Record<string, number | null>;
  indicators: Record<string, number | null>;
  series: (number | null)[];
}

export interface IndexWeight {
  code: string;
  label: T;
  level: number;
  parent: string | null;
  /** Among its siblings, which sum to 1. */
  weight: number;
  effective: number;
  indicator: boolean;
}

export interface AuditCheck {
  id: string;
  title: T;
  mark: string;
  figure: string | null;
  limit: string | null;
  text: T;
}

export interface Audit {
  summary: T;
  steps: { number: number; title: T; mark: string; checks: AuditCheck[] }[];
}

export interface Scored {
  id: string;
  name: T;
  note: T;
  on: string;
  view: string;
  views: Named[];
  year: number;
  years: number[];
  scale: [number, number];
  units: ScoredUnit[];
  weights: IndexWeight[];
  unscored: { units: string[]; years: [number, number][]; missing: T[] }[];
  replications: number;
  seed: number | null;
  failed: Record<string, number>;
  recipe: Record<string, unknown>;
  notes: T[];
  audit?: Audit | null;
}

// --- Now -------------------------------------------------------------------------------------------------------------------

export interface Point {
  year: number;
  value: number;
}

/** An official figure in its last year that is no projection. */
export interface NowFigure {
  id: string;
  section: string;
  label: T;
  unit: string;
  value: number;
  digits: number;
  year: number;
  status: string;
  age: number;
  source: string;
  world: Point | null;
  series: Record<string, number>;
  projections: Record<string, number>;
}

/** A figure of the economy's own statistical offices. */
export interface NationalFigure {
  id: string;
  label: T;
  unit: string;
  unit_label: T;
  value: number;
  digits: number;
  year: number;
  age: number;
  series: Record<string, number>;
  source: T;
  short: string;
  date: string;
}

export interface NowTarget {
  label: T;
  unit: string;
  kind: string;
  baseline: Point;
  goal: Point;
  seen: Point | null;
  /** Whether that is computed from official figures, as nobody publishes it. */
  computed: boolean;
  status: Status;
  achieved: number | null;
  elapsed: number | null;
  source: string;
  date: string;
}

export interface NowPage {
  economy: T & { code: string };
  date: string;
  national: NationalFigure[];
  figures: NowFigure[];
  missing: { id: string; label: T }[];
  accounts: { data: string; year: number; status: string; value: number }[];
  partners: { year: number; exports: { partner: string; share: number }[]; imports: { partner: string; share: number }[] };
  power_mix: { year: number | null; shares: Record<string, number> };
  targets: NowTarget[];
  headline: { id: string; label: T; unit: string; digits: number }[];
  peers: Record<string, Record<string, Point>>;
  world: Record<string, Point>;
  sources: Record<string, { short: string; title: string; zh: string; author: string; path: string; licence: string; date: string }>;
  names: Record<string, T>;
  sections: Record<string, T>;
  units: Record<string, T>;
  powers: Record<string, T>;
  statuses: Record<string, T>;
  progress: Record<string, T>;
  sets: Record<string, T>;
}
