/** Made by tools/apitypes.py from the API's description; do not edit. */

/** A set of accounts as the catalogue lists it. */
export type AccountsEntry = {
  name: string;
  label: BilingualText;
  years: number[];
  /** Of its last year; `year_statuses` has that of each. */
  status: string;
  year_statuses: string[];
  closed: boolean;
  /** Why the model refuses them, where it does: no policies. */
  refused?: BilingualText;
  /** Regions of which only flows across the border are known. */
  boundary: string[];
  regions: number;
  industries: number;
  licence: string;
  uploaded: boolean;
  /** What the accounts are, and whose. */
  title: string;
  title_label?: BilingualText;
  unit: string;
  /** Whom an adaptation must name, and what must be said of it. */
  credits: string[];
};

/** Who and what is in accounts. */
export type AccountsMeta = {
  schema_version: 1;
  on: string;
  year: number;
  years: number[];
  status: string;
  unit: string;
  source: string;
  /** The source, in each language. */
  source_label: BilingualText;
  hash: string;
  closed: boolean;
  boundary: string[];
  regions: RegionRow[];
  industries: CodeNames[];
  satellites: string[];
  gdp: Record<string, number | null>;
  groups: Group[];
};

/** An action with its preliminary WTO classification, and what led there. */
export type Action = {
  id: string;
  label: BilingualText;
  family: string;
  clause: string;
  instrument: string;
  stage: string | null;
  tag: "prohibited-suspect" | "actionable" | "unclear" | "not specific" | "out of scope";
  tags: ("prohibited-suspect" | "actionable" | "unclear" | "not specific" | "out of scope")[];
  article: string;
  facts: Record<string, StatedFact>;
  open: OpenFact[];
  shocks: Shock[];
  /** In both languages; empty where there is none. */
  note: Record<string, string>;
  sources: SourceLink[];
};

/** An action that may be chosen, and its preliminary WTO class. */
export type ActionChoice = {
  id: string;
  label: BilingualText;
  tag: string;
};

/** Contribution of an action to closing a gap; None where what may be said of its real income refuses it. */
export type ActionShare = {
  id: string;
  label: BilingualText;
  closes: number | null;
  share: number | null;
  sign: NamedItem | null;
};

/** The actions that come with newind. */
export type Actions = {
  schema_version: 1;
  actions: Action[];
  tags: Record<string, BilingualText>;
  no_advice: BilingualText;
};

/** Which of several scenarios is ahead. */
export type Ahead = {
  schema_version: 1;
  /** In a sentence; empty where the cases of one are not known. */
  ahead: BilingualText;
};

/** Scenarios to be compared case by case. */
export type AheadRequest = {
  scenarios: ScenarioCases[];
};

/** What an analysis gives beside the indicators, by the id that findings name. */
export type Analysis = {
  id: string;
  label: BilingualText;
  unit: string;
  better: "higher" | "lower" | "target" | "none";
  clause: string;
  formula: BilingualText;
  source: string;
  status: string;
};

/** The answer to a question: what it comes to, its tables, and what a reader must know. */
export type Answer = {
  schema_version: 1;
  title: BilingualText;
  /** What it comes to. */
  lead: BilingualText[];
  /** Year, status, assumptions. */
  notes: BilingualText[];
  tables: AnswerTable[];
  /** Column → what stands for the words in its cells. */
  values: Record<string, Record<string, BilingualText>>;
  /** Its chart as a self-contained SVG file. */
  picture: BilingualText | null;
  /** Region, year, options, unit. */
  about: Record<string, unknown>;
  /** The command that gives it again. */
  command: string;
};

/** The first rows of a table as a reader sees them, and those of its columns that are shown at once. */
export type AnswerGlance = {
  columns: NamedItem[];
  /** Of each column, whether it stands at the right. */
  numeric: boolean[];
  en: string[][];
  zh: string[][];
};

/** A table of an answer, with all its figures: shares as fractions, masses in Mt, codes of regions. */
export type AnswerTable = {
  id: string;
  label: BilingualText | null;
  columns: NamedItem[];
  rows: Record<string, unknown>[];
  glance: AnswerGlance;
};

/** Real income where one assumption alone goes from its lowest to its highest value, the widest first. */
export type Assumption = {
  id: string;
  label: BilingualText;
  low: number;
  high: number;
  sign: "positive" | "negative" | "zero" | "zero or positive" | "zero or negative" | "ambiguous" | "unknown" | "others" | "borne" | "response" | "structure" | "assumed" | "none";
};

/** The audit of an index. */
export type Audit = {
  summary: BilingualText;
  steps: AuditStep[];
};

/** A check of the audit. */
export type AuditCheck = {
  id: string;
  title: BilingualText;
  mark: string;
  figure: string | null;
  limit: string | null;
  text: BilingualText;
};

/** A step of the audit. */
export type AuditStep = {
  number: number;
  title: BilingualText;
  mark: string;
  checks: AuditCheck[];
};

/** Outcome of a package at a horizon, or why there is no equilibrium. */
export type Band = {
  horizon: string;
  why?: string;
  cards?: Record<string, Span>;
  characteristics?: Record<string, Span>;
  regions?: Record<string, Span>;
  industries?: Record<string, Span>;
  government?: Record<string, Span>;
  corners?: number;
  failed?: string[];
  headline?: BilingualText;
  economies?: BilingualText;
  alone?: Assumption[];
  budget?: BilingualText;
  cases?: Record<string, Record<string, (number | null)[]>>;
  unsolved?: BilingualText;
};

/** The accounts of one year that an answer starts from. */
export type Benchmark = {
  year: number;
  status: string;
  source: string;
  unit: string;
};

/** A text in both languages. */
export type BilingualText = {
  en: string;
  zh: string;
};

/** Range of a number, and its central case. */
export type Bounds = {
  low: number | null;
  central: number | null;
  high: number | null;
};

/** Peak and cumulative emissions of an industry. */
export type CarbonRow = {
  industry: string;
  label: BilingualText;
  peak: number;
  peak_baseline: number;
  cumulative: number;
  cumulative_baseline: number;
};

/** Peaks and cumulative emissions by industry, all together first. */
export type CarbonTable = {
  unit: string;
  since: number;
  until: number;
  rows: CarbonRow[];
};

/** A headline number before and after; `id` is what its range is kept under, `indicator` its id in the registry. */
export type Card = {
  id: string;
  label: BilingualText;
  unit: string;
  better: "higher" | "lower" | "target" | "none";
  before: number | null;
  after: number | null;
  change: number | null;
  kind: "relative" | "points";
  indicator: string;
};

/** Start of the cockpit. */
export type Catalog = {
  schema_version: 1;
  version: string;
  start: OpeningPlace;
  accounts: AccountsEntry[];
  families: Record<string, BilingualText>;
  characteristics: TopicEntry[];
  systems: NamedItem[];
  kinds: Record<string, BilingualText>;
  statuses: Record<string, BilingualText>;
  horizons: Record<string, BilingualText>;
  financing: Record<string, BilingualText>;
  limits: Limits;
  counts: Counts;
};

/** How likely a milestone is reached over the draws. */
export type Chance = {
  probability: number | null;
  error: number | null;
  low: number | null;
  high: number | null;
  draws: number;
  failed: number;
};

/** Scopes and circuits of a region over the years, and a decomposition of its exports. */
export type Circulation = {
  schema_version: 1;
  years: number[];
  /** Status of the accounts of each. */
  year_statuses: string[];
  /** Places at which another database begins. */
  breaks: number[];
  region: string;
  year: number;
  scopes: CirculationScopes;
  circuits: OverYears[];
  exports: Exports | null;
  notes: BilingualText[];
};

/** Where demand is and where supply is, each in parts. */
export type CirculationScopes = {
  demand: Record<string, OverYears>;
  supply: Record<string, OverYears>;
};

/** A clause of the paper: what answers it, and how far. */
export type Clause = {
  id: string;
  title: BilingualText;
  question: BilingualText;
  indicators: string[];
  levers: string[];
  command: string;
  depth: string[];
  first: string | null;
  scenario: string | null;
  sets: string[];
  reason: BilingualText;
  parts: ClausePart[];
  answers: number;
  asked: number;
  answered: string;
  decided_by: string;
  last_years: number[];
  seconds: number;
  coverage: string;
  status: string;
};

/** A question of a clause, and by what it is answered. */
export type ClausePart = {
  by: string;
  answered: boolean;
  question: BilingualText;
};

/** Clauses of the paper. */
export type Clauses = {
  schema_version: 1;
  clauses: Clause[];
};

/** The names of a code. */
export type CodeNames = {
  en: string;
  zh: string;
  code: string;
};

/** Command that gives a result again. */
export type Command = {
  command: string;
};

/** Contribution of a part alone, and through what it mainly comes where real income falls. */
export type ContributionPart = {
  id: string;
  label: BilingualText;
  value: number | null;
  mainly: NamedItem | null;
};

/** Contributions of the parts of a package alone, and of all together beyond that. */
export type Contributions = {
  schema_version: 1;
  outcomes: Outcome[];
  failed: string[];
};

/** How many there are of a kind. */
export type CountedItem = {
  id: string;
  label: BilingualText;
  n: number;
};

/** How much there is to move, and how often a policy is answered. */
export type Counts = {
  levers: number;
  /** Structures of the economy in which a sign has to hold, at the medium horizon. */
  runs: number;
};

/** The inputs that an economy, or an industry of it, buys abroad. */
export type Dependence = {
  schema_version: 1;
  region: string;
  year: number;
  industry: string | null;
  unit: string;
  status: string;
  indicators: ShareDefinitions;
  threshold: InputThreshold;
  total: InputShares;
  inputs: Input[];
  notes: BilingualText[];
};

/** Obstacles of an economy. */
export type Diagnosed = {
  schema_version: 1;
  region: string;
  year: number;
  findings: Finding[];
  left_out: Omission[];
};

/** A target divided among the industries of an economy, or the parts of a file. */
export type Divided = {
  schema_version: 1;
  /** The economy; empty for a file. */
  region: string;
  year: number;
  title: BilingualText;
  years: number[];
  unit: string;
  /** Of the emissions that are divided. */
  status: string;
  source: string;
  peak: number;
  top: number;
  /** Whether the level of the peak was computed from growth. */
  computed: boolean;
  growth: number | null;
  levels: Record<string, number>;
  budget: number | null;
  total: number[];
  parts: DividedPart[];
  /** Sums that the parts are; empty where they are none. */
  by: string;
  /** What parts may be summed to. */
  sums: string[];
  criteria: WeighedCriterion[];
  lacking: LackingCriterion[];
  order: string;
  infeasible: unknown[];
  /** What of CO2 is divided, and where it comes from; empty for a file. */
  scope: BilingualText;
  notes: BilingualText[];
  defaults: DivisionDefaults;
  reproduce: Command;
  orders: DivisionOrder[];
};

/** A part, its path, budget and peak, and their lowest and highest over all weights. */
export type DividedPart = {
  code: string;
  label: BilingualText;
  path: number[];
  first: number;
  budget: number;
  share: number;
  low: number;
  high: number;
  cut: number;
  peak: number;
  earliest: number;
  latest: number;
};

/** The target, weights and order that stand where none are given. */
export type DivisionDefaults = {
  peak: number;
  level: Record<string, string>;
  weights: Record<string, number>;
  order: string;
};

/** An order of parts. */
export type DivisionOrder = {
  id: string;
  label: BilingualText;
  /** [criterion][part][year]: by one criterion only. */
  alone: number[][][];
};

/** A target, and how it is to be divided among the industries of an economy, or the parts of a file. */
export type DivisionRequest = {
  on?: string;
  year?: number | null;
  region?: string;
  file?: PartsFile | null;
  /** Sums of parts in place of them. */
  by?: "" | "region" | "industry";
  peak?: number | null;
  /** Later years: Mt, or from the peak as in -10%. Without it and a peak, an example. */
  level?: Record<string, number | string>;
  /** Of criteria; equal if left out. */
  weights?: Record<string, number> | null;
  /** Heavy first if left out; none where neither gdp nor population is known. */
  order?: "heavy-first" | "together" | "reverse" | null;
  growth?: number | null;
  top?: number | null;
  budget?: number | null;
  base?: [number, number] | null;
};

/** Percentiles of a figure, one list of years each. */
export type Drawn = {
  values: ((number | null)[])[];
  settled: boolean[];
  error: (number | null)[];
  doubt: BilingualText;
};

/** Percentiles of a figure against the baseline, and over that of the benchmark year. */
export type DrawnForms = {
  change: Drawn;
  level: Drawn;
};

/** Results over draws of assumptions, and how far their percentiles settled as there were more of them. */
export type Draws = {
  asked: number;
  done: number;
  failed: string[];
  /** Draws below which percentiles are not said to have settled. */
  fewest: number;
  seed: number;
  percentiles: number[];
  series: Record<string, DrawnForms>;
  settling: SettlingStep[];
  note: BilingualText;
};

/** Numbers of draws that are taken and offered, and the percentiles of what they come to. */
export type DrawsOffered = {
  most: number;
  fewest: number;
  offered: number[];
  percentiles: number[];
};

/** The economies that have official figures. */
export type EconomyList = {
  schema_version: 1;
  economies: CodeNames[];
};

/** Why something is refused. */
export type ErrorDetail = {
  message: string;
  message_zh?: string;
  kind: string;
  where?: MessagePlace;
};

/** What a lever does, how large is usual and from where that is known, and what it cannot tell. */
export type Explanation = {
  does: BilingualText;
  usual: BilingualText;
  cannot: BilingualText;
  source: string;
  marks: Mark[];
};

/** Terms that belong together: in the last year, and their share over the years. */
export type ExportGroup = {
  id: string;
  label: BilingualText;
  value: number;
  share: number;
  series: (number | null)[];
};

/** Tables that are to be a file. */
export type ExportRequest = {
  name: string;
  format: "csv" | "xlsx";
  tables: Table[];
};

/** A term of the decomposition of exports. */
export type ExportTerm = {
  id: string;
  label: BilingualText;
  meaning: BilingualText;
  group: string;
  value: number;
  share: number;
};

/** Exports in terms that sum to them. */
export type Exports = {
  unit: string;
  total: number;
  method: BilingualText;
  source: string;
  terms: ExportTerm[];
  groups: ExportGroup[];
};

/** One sentence of a diagnosis with its number. */
export type Finding = {
  id: string;
  system: string;
  clause: string;
  kind: string;
  mark: string;
  sentence: BilingualText;
  detail: BilingualText;
  value: number | null;
  unit: string;
  range: [number, number] | null;
  /** The number as the sentence writes it, with its unit. */
  shown: BilingualText;
  /** Its range and what that is over; empty where there is none. */
  over: BilingualText;
  year: number;
  status: string;
  indicators: string[];
  size: number;
  /** The proof, drawn in both languages. */
  svg: BilingualText;
};

/** A curve with its band. */
export type FittedCurve = {
  x: number[];
  y: number[];
  low: number[];
  high: number[];
};

/** The preliminary WTO classification of a shock that is support. */
export type Flag = {
  index: number;
  lever: string;
  tag: "prohibited-suspect" | "actionable" | "unclear" | "not specific" | "out of scope";
  label: BilingualText;
  article: string;
};

/** A band between two nodes, which are named by their step and code. */
export type FlowLink = {
  source: string;
  target: string;
  value: number;
};

/** A node of one step. */
export type FlowNode = {
  code: string;
  label: BilingualText;
  value: number;
  focus: boolean;
  hatched: boolean;
};

/** Content of exports or final use, by origin, industry and buyer. */
export type Flows = {
  schema_version: 1;
  left: FlowNode[];
  middle: FlowNode[];
  right: FlowNode[];
  links: FlowLink[];
  region: string;
  year: number;
  what: "value" | "carbon";
  of: "exports" | "use";
  industry: string | null;
  status: string;
  unit: string;
  total: number;
  heads: [BilingualText, BilingualText, BilingualText];
  notes: BilingualText[];
};

/** A package that is shown, and what may be said of the sign of its real income. */
export type FrontPoint = {
  sizes: Record<string, number>;
  starts: Record<string, number>;
  figures: Record<string, number | null>;
  shocks: Shock[];
  /** By which it is called, from the first answer of a search to the last. */
  number: number;
  on_front: boolean;
  sign: NamedItem;
  taken: BilingualText;
};

/** Where power comes from. */
export type GenerationMix = {
  year: number | null;
  shares: Record<string, number>;
};

/** A goal, and which direction is better. */
export type GoalEntry = {
  id: string;
  label: BilingualText;
  better: "higher" | "lower" | "target" | "none";
};

/** Cost of a package, and how much more the government takes by source. */
export type GovernmentOutcome = {
  bill: number | null;
  by: Record<string, number | null>;
  unit: string;
};

/** A set of industries or regions that a selector may name. */
export type Group = {
  id: string;
  /** `industries` or `regions`. */
  kind: string;
  label: BilingualText;
  members: string[];
};

/** Column by which economies are compared. */
export type HeadlineColumn = {
  id: string;
  label: BilingualText;
  unit: string;
  digits: number;
};

/** Mean errors of the model, and of the best simple guess, in years that are known: whether a level is stated. */
export type HindcastRow = {
  measure: string;
  label: BilingualText;
  row: BilingualText;
  conditional: number | null;
  unconditional: number | null;
  /** Of the best simple guess of each test, with which it is compared. */
  best_error: number | null;
  /** Of the guess that was best on average, which stands in. */
  guess_error: number | null;
  guess: BilingualText;
  skill: number | null;
  won: number;
  origins: number;
  refused: boolean;
  said: BilingualText;
};

/** How the method did in years that are known. */
export type HindcastTable = {
  rows: HindcastRow[];
  note: BilingualText;
};

/** An index of economies, and how it is to be weighed. */
export type IndexRequest = {
  on?: string;
  /** The last scored year up to it; the last one if left out. */
  year?: number | null;
  /** Another tree over the indicators. */
  view?: string;
  /** Among siblings. */
  weights?: Record<string, number>;
  remove?: string[];
  /** Other ways to build it, drawn at random. */
  replications?: number;
  seed?: number;
};

/** An element of the tree of an index, and how it is weighed. */
export type IndexWeight = {
  code: string;
  label: BilingualText;
  level: number;
  parent: string | null;
  /** Among its siblings, which sum to 1. */
  weight: number;
  effective: number;
  indicator: boolean;
  unit: string;
  better: "higher" | "lower" | "target" | "none";
};

/** An indicator of the registry. */
export type Indicator = {
  id: string;
  label: BilingualText;
  unit: string;
  /** How people read it: its unit, or `ratio` for a value in unit 1 that is no share. */
  display: string;
  /** Decimals; about three figures where it is null. */
  digits: number | null;
  better: "higher" | "lower" | "target" | "none";
  bounds: [number | null, number | null] | null;
  clause: string;
  needs: string[];
  formula: string;
  source: string;
  dims: string[];
  status: string | null;
  topic: string;
};

/** The registry of indicators, and what analyses give beside it. */
export type Indicators = {
  schema_version: 1;
  indicators: Indicator[];
  analyses: Analysis[];
};

/** Gains of an industry in volume. */
export type IndustryOutcome = {
  code: string;
  value_added: number | null;
};

/** An input that is bought abroad; `suppliers`, `others` and `unnamed` are shares of its imports and sum to 1. */
export type Input = {
  direct: number | null;
  complete: number | null;
  industry: string;
  label: BilingualText;
  bought: number;
  used: number;
  suppliers: SupplierShare[];
  others: number;
  unnamed: number;
  hhi: number | null;
  /** Share of GDP that depends on it. */
  bottleneck: [number, number] | null;
};

/** Cost of the supply disruption of an input: losses as positive fractions, of real income but for the quarter. */
export type InputLoss = {
  low: number | null;
  central: number | null;
  high: number | null;
  horizons: Record<string, Bounds>;
  industry: string;
  label: BilingualText;
  sure: boolean;
  left_out: string[];
  failed: number;
};

/** Shares from abroad: of what is bought, and of value added along the whole chain. */
export type InputShares = {
  direct: number | null;
  complete: number | null;
};

/** Part of output from which an input is a material cost. */
export type InputThreshold = {
  low: number;
  high: number;
};

/** How far a job is. */
export type Job = {
  schema_version: 1;
  id: string;
  kind: string;
  state: "queued" | "running" | "done" | "failed" | "cancelled";
  done: number;
  total: number;
  /** How often a part of the result was shown. */
  parts: number;
  /** What a job that waits for its turn waits for. */
  ahead?: JobsAhead;
  error?: ErrorDetail;
};

/** Request of a job. */
export type JobRequest = {
  kind: string;
  request: Record<string, unknown>;
};

/** Jobs that have their turn before one that waits, and how far those are together that are at work. */
export type JobsAhead = {
  jobs: number;
  done: number;
  total: number;
};

/** A criterion that cannot be applied, and what it needs. */
export type LackingCriterion = {
  id: string;
  label: BilingualText;
  needs: BilingualText;
};

/** Indicators that an index leaves out, and why. */
export type LeftOutIndicators = {
  ids: string[];
  reason: BilingualText;
};

/** One thing that policy can move. */
export type Lever = {
  id: string;
  label: BilingualText;
  family: string;
  clause: string;
  unit: string;
  bounds: [number, number];
  modes: string[];
  scope: string[];
  within: string;
  needs: string[];
  assumes: string[];
  words: string[];
  note: BilingualText;
  explanation: Explanation;
  options: Record<string, LeverOption>;
  slider: Slider | null;
};

/** An option of a lever. */
export type LeverOption = {
  default: number | string | null;
  one_of: string[];
  bounds: [number, number] | null;
  note: BilingualText;
};

/** The levers, in the order of their families. */
export type Levers = {
  schema_version: 1;
  families: NamedItem[];
  levers: Lever[];
};

/** A limit as it is asked, reached, and a little wider. */
export type LimitReached = {
  id: string;
  limit: number;
  value: number | null;
  asked: BilingualText;
  reached: BilingualText;
  binds: boolean;
  relaxed: BilingualText | null;
  gain: number | null;
};

/** Limits of uploads: at most so many bytes, rows and tables; endings of names and formats. */
export type Limits = {
  bytes: number;
  rows: number;
  tables: number;
  endings: string[];
  formats: string[];
};

/** Between what a loss is: at the medium horizon, and in the first quarter and at each horizon.

A range with a low end and no high one is open above: some cases have no equilibrium. */
export type LossBounds = {
  low: number | null;
  central: number | null;
  high: number | null;
  horizons: Record<string, Bounds>;
};

/** Costs of supply disruptions, the costliest first. */
export type Losses = {
  schema_version: 1;
  region: string;
  year: number;
  industry: string | null;
  horizons: Record<string, BilingualText>;
  rows: InputLoss[];
  corners: number;
  failed: string[];
  notes: BilingualText[];
};

/** Share of manufacturing in shipped accounts. */
export type ManufacturingShare = {
  data: string;
  year: number;
  status: string;
  value: number;
};

/** Contribution of an action to the goals, and its cost. */
export type MarginalGain = {
  id: string;
  size: number;
  start: number | null;
  /** None for real income that may not be stated. */
  adds: Record<string, number | null>;
  /** Real income with the action by itself. */
  sign: NamedItem;
  cost: number | null;
  per_cost: number | null;
};

/** A value that is usual or by law, added to what is in force. */
export type Mark = {
  value: number;
  label: BilingualText;
};

/** Figures in the one schema of measuring. */
export type Measured = {
  schema_version: 1;
  rows: MeasuredRow[];
};

/** A figure in the one schema of measuring. */
export type MeasuredRow = {
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
};

/** A mechanism of a path, and whether it is switched off. */
export type Mechanism = {
  id: string;
  label: BilingualText;
  off: boolean;
};

/** Contribution of a mechanism to real income of the last year. */
export type MechanismPart = {
  id: string;
  label: BilingualText;
  value: number;
};

/** Contributions of mechanisms; all parts sum to the change. */
export type MechanismParts = {
  parts: MechanismPart[];
  total?: number;
  failed: string[];
};

/** Where in a table, a text or the shocks of a package (from 1) a mistake is. */
export type MessagePlace = {
  sheet?: string;
  cell?: string;
  line?: number;
  column?: number;
  shock?: number;
};

/** A value that is to be reached by a year: how it stands, and where the path leads. */
export type Milestone = {
  year: number;
  goal: number;
  status: "met" | "on_track" | "lagging" | "off_track" | "missed" | "due" | "not_computable";
  status_label: BilingualText;
  reason: BilingualText | null;
  observed: YearValue | null;
  achieved: number | null;
  elapsed: number | null;
  per: "rate" | "points";
  needed: number | null;
  paced: number | null;
  pace: number | null;
  pace_without: number | null;
  /** Of `pace` against `paced`. */
  turn: "slower" | "faster" | null;
  projected: number | null;
  /** Of `projected` over what is assumed, once it is known. */
  range: [number, number] | null;
  without: number | null;
  gap: number | null;
  closed: number | null;
  remains: number | null;
  reached: boolean | null;
  reached_without: boolean | null;
  chance: Chance | null;
  actions: ActionShare[] | null;
};

/** An id and what it is called. */
export type NamedItem = {
  id: string;
  label: BilingualText;
};

/** A code and what it is called. */
export type NamedPlace = {
  code: string;
  label: BilingualText;
};

/** A figure of the economy's own statistical offices. */
export type NationalValue = {
  id: string;
  label: BilingualText;
  unit: string;
  unit_label: BilingualText;
  digits: number;
  value: number;
  year: number;
  age: number;
  /** Of the last year that exists; a newer one may exist; old or missing. */
  freshness: "fresh" | "aging" | "old";
  series: Record<string, number>;
  /** What the office is called in short. */
  short: string;
  source: BilingualText;
  date: string;
  /** What it counts; empty where the label says it. */
  note: BilingualText;
};

/** An id, what it is called, and what is to be said of it. */
export type NotedItem = {
  id: string;
  label: BilingualText;
  note: BilingualText;
};

/** The newest official figures of an economy. */
export type OfficialSummary = {
  schema_version: 1;
  economy: CodeNames;
  date: string;
  /** Data of the national statistical offices, where some are shipped. */
  national: NationalValue[];
  figures: OfficialValue[];
  missing: NamedItem[];
  accounts: ManufacturingShare[];
  partners: Partners;
  power_mix: GenerationMix;
  targets: TargetProgress[];
  headline: HeadlineColumn[];
  /** Economy → figure of `headline` → its last value. */
  peers: Record<string, Record<string, YearValue>>;
  world: Record<string, YearValue>;
  /** The economy, peers and the world (`WLD`) → figure of `headline` → its value of 2011. */
  before: Record<string, Record<string, YearValue>>;
  sources: Record<string, SourceReference>;
  names: Record<string, BilingualText>;
  sections: Record<string, BilingualText>;
  units: Record<string, BilingualText>;
  powers: Record<string, BilingualText>;
  statuses: Record<string, BilingualText>;
  progress: Record<string, BilingualText>;
  sets: Record<string, BilingualText>;
};

/** An official figure: its last value that is no projection, and its course. */
export type OfficialValue = {
  id: string;
  section: string;
  label: BilingualText;
  unit: string;
  value: number;
  /** Decimals of the value. */
  digits: number;
  year: number;
  /** `observed`, or `estimated` for a first estimate. */
  status: string;
  /** Years from the end of its year to the day asked for. */
  age: number;
  /** Of the last year that exists; a newer one may exist; old or missing. */
  freshness: "fresh" | "aging" | "old";
  /** A key of `sources`. */
  source: string;
  world: YearValue | null;
  /** Year → value since 1990. */
  series: Record<string, number>;
  /** Year → value; no observations. */
  projections: Record<string, number>;
};

/** A figure that could not be found, with the reason. */
export type Omission = {
  name: string;
  reason_en: string;
  reason_zh: string;
};

/** A fact that would change the classification. */
export type OpenFact = {
  fact: string;
  now: string;
  then: string;
  tags: ("prohibited-suspect" | "actionable" | "unclear" | "not specific" | "out of scope")[];
};

/** Where the cockpit opens. */
export type OpeningPlace = {
  on: string;
  year: number;
  region: string;
};

/** Real income where a package is paid for in the other way, or why it cannot be. */
export type OtherFinancing = {
  financing: string;
  real_income: number | null;
  why?: string;
};

/** An outcome, and what each part brings to it. */
export type Outcome = {
  id: string;
  label: BilingualText;
  kind: "relative" | "points";
  parts: ContributionPart[];
  together: number | null;
  total: number | null;
};

/** A figure of the last year with its values over the years. */
export type OverYears = {
  indicator: string;
  label: BilingualText;
  value: number | null;
  range: [number, number] | null;
  series: (number | null)[];
};

/** A package as one writes it: shocks, how it is paid for, a name. */
export type Package = {
  name?: string;
  shocks?: Record<string, unknown>[];
  financing?: "lump_sum" | "output_tax";
  label?: Record<string, string> | string | null;
  note?: Record<string, string> | string | null;
};

/** The packages, those of the policy desk first. */
export type Packages = {
  schema_version: 1;
  packages: ReadyPackage[];
};

/** A partner and its part in trade in goods. */
export type PartnerShare = {
  partner: string;
  share: number;
};

/** The largest partners in goods. */
export type Partners = {
  year: number;
  exports: PartnerShare[];
  imports: PartnerShare[];
};

/** A table of parts: what `newind green divide` reads. */
export type PartsFile = {
  name: string;
  /** The file, csv or xlsx, in base64. */
  content: string;
  /** Of its emissions. */
  unit?: string;
};

/** A package year by year. */
export type Pathway = {
  schema_version: 1;
  request: PathwayRequest;
  title: BilingualText;
  lead: BilingualText[];
  notes: BilingualText[];
  log: string[];
  region: string;
  package: string;
  /** Nothing is done: the baseline alone. */
  empty: boolean;
  years: number[];
  start: number;
  /** First policy year where none is asked for. */
  first_policy_year: number;
  /** Years of phasing in where none are asked for. */
  phase_in: number;
  /** Last year in which growth of each economy is observed. */
  observed_until: Record<string, number>;
  horizon: string;
  off: string[];
  benchmark: Benchmark;
  /** What may be said of the sign of real income. */
  verdict: "positive" | "negative" | "zero" | "zero or positive" | "zero or negative" | "ambiguous" | "unknown" | "others" | "borne" | "response" | "structure" | "assumed" | "none";
  series: YearlySeries[];
  welfare: number | null;
  welfare_concept: BilingualText;
  limits: BilingualText;
  working: Mechanism[];
  mechanisms: MechanismParts | null;
  carbon: CarbonTable | null;
  /** What CO2 counts, from which sources; none without any. */
  carbon_scope: BilingualText | null;
  regions: RegionPath[];
  /** Change of real income below which there is none. */
  none: number;
  hindcast: HindcastTable;
  range: PathwayRange | null;
  scenario: ScenarioNote | null;
  draws: Draws | null;
  assumptions: Record<string, unknown>;
  prospects: Record<string, unknown>;
  reproduce: Reproduction;
};

/** The range of every yearly figure over the assumptions. */
export type PathwayRange = {
  series: Record<string, YearlySpan>;
  cases: number;
  failed: string[];
  note: BilingualText;
};

/** A package on an economy, year by year. */
export type PathwayRequest = {
  on?: string;
  year?: number | null;
  region?: string;
  package?: Package | string;
  horizon?: "short" | "medium" | "long";
  parameters?: Record<string, number | boolean | string>;
  /** An input whose foreign value is reported, too. */
  input?: string;
  /** First policy year: undated shocks begin then. */
  start?: number | null;
  /** Years until undated shocks are in force in full. */
  phase_in?: number | null;
  /** Policies may be of the past: an earlier first policy year, shocks dated before it. */
  history?: boolean;
  /** What partners do. */
  response?: "none" | "mirror";
  /** World, by its name; empty for none. */
  scenario?: string;
  /** Draws of what is assumed; 0 for none. */
  draws?: number;
  /** Of the draws. */
  seed?: number;
  /** Last year. */
  until?: number;
  /** Mechanisms that are switched off. */
  off?: string[];
  /** Under every plausible assumption too. */
  range?: boolean;
};

/** An economy among its peers. */
export type Profile = {
  schema_version: 1;
  years: number[];
  /** Status of the accounts of each. */
  year_statuses: string[];
  /** Places at which another database begins. */
  breaks: number[];
  region: string;
  label: BilingualText;
  year: number;
  source: string;
  peers: NamedPlace[];
  statuses: Record<string, BilingualText>;
  characteristics: ProfileTopic[];
  systems: ProfileSystem[];
  indicators: Record<string, ProfileIndicator>;
};

/** An indicator of an economy among its peers. */
export type ProfileIndicator = {
  rank: number;
  of: number;
  place: BilingualText;
  median: number | null;
  peers: Record<string, number | null>;
  label: BilingualText;
  unit: string;
  display: string;
  digits: number | null;
  better: "higher" | "lower" | "target" | "none";
  clause: string;
  formula: string;
  source: string;
  topic: string;
  /** Of the figure; not always that of the page. */
  year: number;
  value: number | null;
  range: [number, number] | null;
  /** Another defensible definition. */
  second: string | null;
  status: string;
  /** Along `years` of the profile. */
  series: (number | null)[];
  peer_series: Record<string, (number | null)[]>;
};

/** A system, and its indicators that are known. */
export type ProfileSystem = {
  id: string;
  label: BilingualText;
  indicators: string[];
};

/** A characteristic of an economy in words. */
export type ProfileTopic = {
  id: string;
  label: BilingualText;
  indicator: string;
  sentence: BilingualText;
  note: BilingualText;
};

/** A question that can be asked, and how. */
export type QuestionEntry = {
  id: string;
  family: string;
  help: BilingualText;
  /** Of its route; none where it takes long and is a job only. */
  path: string | null;
  command: string;
  clauses: string[];
  examples: string[];
  options: QuestionOption[];
};

/** Every question. */
export type QuestionList = {
  schema_version: 1;
  questions: QuestionEntry[];
};

/** An option of a question: a parameter of its address. */
export type QuestionOption = {
  name: string;
  help: BilingualText;
  /** What each word that it may be is called. */
  words: Record<string, BilingualText>;
  /** JSON schema of its value. */
  schema: Record<string, unknown>;
  /** Whether there is no answer without it. */
  required: boolean;
};

/** The range of a trial as far as it is known: at its own horizon, at each, and paid for otherwise. */
export type Ranges = {
  schema_version: 1;
  cards: Record<string, Span>;
  characteristics: Record<string, Span>;
  regions: Record<string, Span>;
  industries: Record<string, Span>;
  government: Record<string, Span>;
  corners: number;
  failed: string[];
  /** The answer in one sentence, by the rule for signs. */
  headline: BilingualText;
  /** How many other economies gain, lose, change nothing or are open. */
  economies: BilingualText;
  /** What decides on real income, the widest first. */
  alone: Assumption[];
  /** What the change of the budget is made of; empty where none is sure. */
  budget: BilingualText;
  /** Real income and CO2 case by case, to be compared: see /ahead. */
  cases: Record<string, Record<string, (number | null)[]>>;
  /** In how many cases there is no equilibrium; empty where that leaves nothing open. */
  unsolved: BilingualText;
  /** Those that are known so far. */
  horizons: Band[];
  otherwise: OtherFinancing | null;
};

/** A package from a file, as far as it is meant for the accounts. */
export type ReadPackage = {
  schema_version: 1;
  name: string;
  label: BilingualText | null;
  financing: "lump_sum" | "output_tax";
  shocks: Shock[];
  /** Shocks that are meant for other accounts. */
  left_out: number;
  /** Whether it comes with newind under its name. */
  shipped: boolean;
  /** How it was tried, where the file says so. */
  horizon?: "short" | "medium" | "long";
  parameters?: Record<string, number | string>;
};

/** A package that comes with newind. */
export type ReadyPackage = {
  name: string;
  label: BilingualText;
  note: BilingualText;
  clause: string;
  family: string;
  kind: "family" | "together" | "pathway" | "contrast" | "other";
  acts: string[];
  financing: string;
  shocks: Shock[];
  sources: SourceLink[];
};

/** Gains of a region. */
export type RegionOutcome = {
  code: string;
  real_income: number | null;
};

/** Gains of a region in the last year; no real income and welfare where they may not be stated. */
export type RegionPath = {
  region: string;
  label: BilingualText;
  real_income: number | null;
  welfare: number | null;
  co2: number | null;
};

/** A region of accounts. */
export type RegionRow = {
  en: string;
  zh: string;
  code: string;
  kind: string;
  country: string;
};

/** The name of a table that is removed. */
export type Removed = {
  schema_version: 1;
  name: string;
};

/** An economy that could replace a supplier. */
export type Replacer = {
  region: string;
  label: BilingualText | null;
  level: string;
  sells: number | null;
  share: number | null;
  exports: number | null;
  elsewhere: number | null;
  spare: number | null;
  gap: Bounds;
  price_level: number | null;
  unit_labour_cost: number | null;
  gain: Record<string, Bounds>;
};

/** Who could replace a supplier of an input. */
export type Replacers = {
  schema_version: 1;
  region: string;
  year: number;
  unit: string;
  status: string;
  industry: string | null;
  input: string;
  supplier: string;
  lost: number | null;
  lost_share: number | null;
  rows: Replacer[];
  price: Record<string, Bounds>;
  failed: string[];
  labels: Record<string, BilingualText>;
  loss: LossBounds;
};

/** Command and inputs that give a result of the model again. */
export type Reproduction = {
  command: string;
  yaml: string;
  data_hash: string;
  outlook_hash: string;
  package_hash: string;
  version: string;
  seed: number | null;
  residual?: number | null;
  iterations?: number;
};

/** Targets against a path. */
export type Roadmap = {
  schema_version: 1;
  request: RoadmapRequest;
  title: BilingualText;
  lead: BilingualText[];
  /** Why the model says nothing of the other milestones. */
  silent: BilingualText[];
  notes: BilingualText[];
  log: string[];
  region: string;
  label: BilingualText;
  uploaded: boolean;
  package: RoadmapPackage;
  years: number[];
  start: number;
  horizon: string;
  scenario: ScenarioName | null;
  observed_until: number;
  benchmark: Benchmark;
  targets: Target[];
  timetable: TimetableRow[];
  draws: RoadmapDraws | null;
  left_out_failed?: string[];
  reproduce: Command;
  outlook_hash: string;
};

/** The draws of what is assumed. */
export type RoadmapDraws = {
  asked: number;
  done: number;
  failed: number;
  seed: number;
  percentiles: number[];
  note: BilingualText;
};

/** The package of a roadmap. */
export type RoadmapPackage = {
  name: string;
  label: BilingualText;
  of_targets: boolean;
  empty: boolean;
};

/** Targets of an economy, and a path that leads to them. */
export type RoadmapRequest = {
  on?: string;
  year?: number | null;
  region?: string;
  /** What is done; empty for the package that the targets name. */
  package?: Package | string;
  horizon?: "short" | "medium" | "long";
  parameters?: Record<string, number | boolean | string>;
  /** An input whose foreign value is reported, too. */
  input?: string;
  /** First policy year: undated shocks begin then. */
  start?: number | null;
  /** Years until undated shocks are in force in full. */
  phase_in?: number | null;
  /** Policies may be of the past: an earlier first policy year, shocks dated before it. */
  history?: boolean;
  /** What partners do. */
  response?: "none" | "mirror";
  /** World, by its name; empty for none. */
  scenario?: string;
  /** Draws of what is assumed; 0 for none. */
  draws?: number;
  /** Of the draws. */
  seed?: number;
  /** Last year; that of the last target. */
  until?: number | null;
  /** Targets of yours, in YAML; empty for those of newind. */
  targets?: string;
  /** What mistakes in them call it. */
  file?: string;
  /** Under every plausible assumption too. */
  range?: boolean;
};

/** How a package does in other cases. */
export type RobustRow = {
  /** Place among the points. */
  point: number;
  expected: number;
  worst: number;
  regret: number;
  enough: number;
  /** Criteria by which it is the best. */
  best: string[];
  values: (number | null)[];
  kept: boolean[];
};

/** How packages do in other cases, by which criterion each is the best. */
export type RobustTable = {
  criteria: NamedItem[];
  cases: NamedItem[];
  rows: RobustRow[];
  good: number;
  failed: BilingualText[];
};

/** A scenario, and what it assumes. */
export type Scenario = {
  name: string;
  label: BilingualText;
  note: BilingualText;
  clause: string;
  status: string;
  parameters: ScenarioParameter[];
  shocks: Shock[];
  sources: SourceLink[];
};

/** A scenario case by case, as the job `range` has it. */
export type ScenarioCases = {
  real_income?: Record<string, (number | null)[]>;
  co2?: Record<string, (number | null)[]>;
};

/** A file with a package, and the accounts on which it is to be tried. */
export type ScenarioFileRequest = {
  on?: string;
  year?: number | null;
  region?: string;
  yaml: string;
  /** Its name. */
  file?: string;
};

/** A scenario in which a package is followed. */
export type ScenarioName = {
  name: string;
  label: BilingualText;
};

/** A scenario, and what is to be said of it. */
export type ScenarioNote = {
  name: string;
  label: BilingualText;
  note: BilingualText;
};

/** A parameter that a scenario sets. */
export type ScenarioParameter = {
  id: string;
  label: BilingualText | null;
  value: number | string;
};

/** An index of economies by the weights asked for. */
export type Scored = {
  schema_version: 1;
  id: string;
  name: BilingualText;
  note: BilingualText;
  on: string;
  view: string;
  views: NamedItem[];
  year: number;
  years: number[];
  scale: [number, number];
  units: ScoredUnit[];
  weights: IndexWeight[];
  unscored: UnscoredUnits[];
  replications: number;
  seed: number | null;
  failed: Record<string, number>;
  recipe: Record<string, unknown>;
  left_out: LeftOutIndicators[];
  lacking: NamedPlace[];
  lost: NamedPlace[];
  databases: [number, number][];
  notes: BilingualText[];
  reproduce: Command;
  audit?: Audit;
};

/** An economy with its score and rank, and between which they are over the defensible ways to build the index. */
export type ScoredUnit = {
  code: string;
  label: BilingualText;
  score: number | null;
  rank: number | null;
  ranks: [number, number] | null;
  scores: [number, number] | null;
  median: number | null;
  parts: Record<string, number | null>;
  contributions: Record<string, number | null>;
  indicators: Record<string, number | null>;
  series: (number | null)[];
};

/** Support classified, and what its money goes to. */
export type Screened = {
  schema_version: 1;
  rows: Action[];
  counts: Record<string, number>;
  tags: Record<string, BilingualText>;
  no_advice: BilingualText;
  assumed: BilingualText;
  name: string;
  portfolio: Record<string, unknown>[];
};

/** Support to classify: a package, actions that come with newind, or the text of a package or register. */
export type ScreeningRequest = {
  package?: Package | string | null;
  actions?: string[] | null;
  yaml?: string | null;
};

/** Pareto-optimal packages, why, and whether they hold elsewhere. */
export type Search = {
  schema_version: 1;
  request: SearchRequest;
  /** Reasons and other scenarios are known, too. */
  whole: boolean;
  title: BilingualText;
  lead: BilingualText[];
  notes: BilingualText[];
  region: string;
  benchmark: Benchmark;
  start: number;
  until: number;
  method: string;
  evaluated: number;
  failed: number;
  seed: number;
  goals: GoalEntry[];
  choices: TaggedChoice[];
  nothing: SearchPoint;
  tried: (Record<string, number | null>)[];
  points: FrontPoint[];
  chosen: number;
  /** The chosen package does something, and may be recommended. */
  is_recommended: boolean;
  /** Better packages that may not be recommended. */
  left_out: CountedItem[];
  runner_up: number | null;
  marginals: MarginalGain[];
  limits: LimitReached[];
  robust: RobustTable | null;
  hindcast: HindcastTable;
  reproduce: Reproduction;
};

/** Choices of a search. */
export type SearchChoices = {
  schema_version: 1;
  region: string;
  year: number;
  until: number;
  /** First year in which actions can begin. */
  start: number;
  goals: GoalEntry[];
  limits: string[];
  /** Packages of the six families, chosen from by default. */
  families: string[];
  packages: NotedItem[];
  actions: ActionChoice[];
  tags: Record<string, BilingualText>;
  scenarios: NotedItem[];
  /** Paths that one search may follow. */
  paths: number;
};

/** A package of a search: sizes of what is done, figures as changes against the baseline, and what it moves. */
export type SearchPoint = {
  sizes: Record<string, number>;
  starts: Record<string, number>;
  figures: Record<string, number | null>;
  shocks: Shock[];
};

/** A goal and a budget: what is to be searched, among which actions, within which limits. */
export type SearchRequest = {
  on?: string;
  year?: number | null;
  region?: string;
  /** First policy year: undated shocks begin then. */
  start?: number | null;
  /** Years until undated shocks are in force in full. */
  phase_in?: number | null;
  /** Policies may be of the past: an earlier first policy year, shocks dated before it. */
  history?: boolean;
  /** What partners do. */
  response?: "none" | "mirror";
  goals?: string[];
  /** Packages, or actions of section 4 (`shipped`: all); else the six families. */
  actions?: (Package | string)[];
  /** Present value, or every year: 1%GDP/year. */
  budget?: string | null;
  /** `peak`, `gap`, or a goal: at least, at most where it is to be small. */
  limits?: Record<string, number>;
  /** Preliminary WTO classes of actions. */
  tags?: string[] | null;
  /** Last year. */
  until?: number;
  /** First years, searched for, too. */
  starts?: number[];
  /** Largest size of an action; 1 is what it says. */
  most?: number;
  method?: "auto" | "grid" | "held" | "evolved";
  /** Paths that the search may take. */
  evaluations?: number;
  /** Scenarios in which packages are tried, too. */
  scenarios?: string[];
  /** Draws of all parameters, likewise. */
  cases?: number;
  seed?: number;
  horizon?: "short" | "medium" | "long";
  parameters?: Record<string, number | boolean | string>;
};

/** An indicator over all years, each database by itself. */
export type Series = {
  id: string;
  region: string;
  unit: string;
  pieces: SeriesPiece[];
  breaks: SeriesBreak[];
  notes: BilingualText[];
};

/** The year in which two databases meet, with the value of each. */
export type SeriesBreak = {
  year: number;
  before: number | null;
  after: number | null;
  difference: number | null;
};

/** Indicators over all years. */
export type SeriesList = {
  schema_version: 1;
  series: Series[];
};

/** The years of one database. */
export type SeriesPiece = {
  span: number[];
  status: string;
  years: number[];
  values: (number | null)[];
};

/** Percentiles of a figure in the last year. */
export type SettledFigure = {
  values: number[];
  error: number;
  settled: boolean;
};

/** The same in the last year. */
export type SettledForms = {
  change: SettledFigure;
  level: SettledFigure;
};

/** Percentiles after so many draws. */
export type SettlingStep = {
  draws: number;
  series: Record<string, SettledForms>;
};

/** Indicators that the two shares are. */
export type ShareDefinitions = {
  direct: string;
  complete: string;
};

/** One lever moved. */
export type Shock = {
  lever: string;
  mode?: string;
  region?: string | string[];
  partner?: string | string[];
  industry?: string | string[];
  user?: string | string[];
  options?: Record<string, number | string>;
  start?: number;
  phase_in?: number;
  until?: number;
  /** Kind of accounts for which it is meant; left out: all. */
  table?: string;
  family?: string;
  action?: string;
  value: number;
};

/** Subject of one lever; what is left out is everywhere, or the lever's default. */
export type ShockScope = {
  lever: string;
  mode?: string;
  region?: string | string[];
  partner?: string | string[];
  industry?: string | string[];
  user?: string | string[];
  options?: Record<string, number | string>;
  start?: number;
  phase_in?: number;
  until?: number;
  /** Kind of accounts for which it is meant; left out: all. */
  table?: string;
  family?: string;
  action?: string;
};

/** The central case of a package. */
export type Simulated = {
  schema_version: 1;
  request: SimulationRequest;
  benchmark: Benchmark;
  horizon: string;
  financing: string;
  trade_balance: string;
  limits: BilingualText;
  welfare_concept: BilingualText;
  cards: Card[];
  characteristics: Card[];
  regions: RegionOutcome[];
  industries: IndustryOutcome[];
  government: GovernmentOutcome;
  /** Average tariff in force on manufactures that the region imports. */
  tariff: number | null;
  /** Tariffs in force on what shocks of them act on. */
  tariffs: Tariff[];
  /** Change of real income below which there is none. */
  none: number;
  flags: Flag[];
  /** What the preliminary WTO classification of a lever assumes. */
  assumed: BilingualText;
  assumptions: Record<string, unknown>;
  log: string[];
  reproduce: Reproduction;
};

/** A package on an economy. */
export type SimulationRequest = {
  on?: string;
  year?: number | null;
  region?: string;
  package?: Package | string;
  horizon?: "short" | "medium" | "long";
  parameters?: Record<string, number | boolean | string>;
  /** An input whose foreign value is reported, too. */
  input?: string;
};

/** A control that moves a lever by one number. */
export type Slider = {
  min: number;
  max: number;
  step: number;
  neutral: number;
  shown: "percent" | "number" | "times";
  unit: BilingualText;
  /** Selectors that the reader may change. */
  by: ("partner" | "industry" | "user")[];
  shock: ShockScope;
  /** Which instrument it is with that sign. */
  support?: Record<string, unknown>;
};

/** Earnings of the members of a chain along their distance to its final product. */
export type Smile = {
  schema_version: 1;
  region: string;
  industry: string;
  label: BilingualText;
  year: number;
  status: string;
  measures: Record<string, BilingualText>;
  measure: string;
  unit: string;
  axis: BilingualText;
  money: string;
  final: number;
  coverage: number;
  points: SmilePoint[];
  curve: FittedCurve | null;
  verdict: NamedItem | null;
  known_years: number[];
  notes: BilingualText[];
};

/** A member of a chain. */
export type SmilePoint = {
  industry: string;
  region: string;
  label: BilingualText;
  position: number;
  height: number | null;
  value_added: number;
  share: number;
  focus: boolean;
  named: boolean;
};

/** A text that something is based on. */
export type SourceLink = {
  title: string;
  href?: string;
  date?: string;
};

/** A source. */
export type SourceReference = {
  short: string;
  title: string;
  zh: string;
  author: string;
  path: string;
  licence: string;
  date: string;
  /** Day on which the user fetched a newer release. */
  updated: string | null;
};

/** Range of a number over the plausible assumptions; `sign`: the verdict, as in briefs; `sure`: it is one sign.

`drawn`: whether the range may stand beside the verdict; not where it leaves out what opens the verdict. */
export type Span = {
  low: number | null;
  central: number | null;
  high: number | null;
  sure: boolean;
  drawn: boolean;
  sign: "positive" | "negative" | "zero" | "zero or positive" | "zero or negative" | "ambiguous" | "unknown" | "others" | "borne" | "response" | "structure" | "assumed" | "none";
};

/** The answer to a question of fact, and what it is based on. */
export type StatedFact = {
  answer: string;
  basis: string;
};

/** A supplier of an input, and its share of what is imported. */
export type SupplierShare = {
  region: string;
  label: BilingualText;
  share: number;
};

/** A table as the cockpit shows it. */
export type Table = {
  name?: string;
  columns: string[];
  rows?: ((boolean | number | number | string | null)[])[];
};

/** A fault of a table, or something odd in it. */
export type TableMessage = {
  message: string;
  message_zh?: string;
  sheet?: string;
  cell?: string;
  line?: number;
  column?: number;
  shock?: number;
  level: "error" | "warning" | "note";
  kind?: string;
};

/** An action that may be chosen, with its preliminary WTO class in words. */
export type TaggedChoice = {
  id: string;
  label: BilingualText;
  tag: string;
  tagged: BilingualText | null;
};

/** Percentiles of paths over the draws. */
export type TargetBand = {
  years: number[];
  values: ((number | null)[])[];
};

/** A target against a path. */
export type Target = {
  id: string;
  label: BilingualText;
  path: [number, number][];
  beside: [number, number][];
  note: BilingualText | null;
  indicator: string;
  indicator_label: BilingualText;
  followed: boolean;
  unit: string;
  unit_label: BilingualText;
  kind: "binding" | "expected";
  kind_label: BilingualText;
  better: "higher" | "lower";
  tolerance: number;
  owners: BilingualText;
  sources: SourceLink[];
  baseline: YearValue;
  observed: [number, number][];
  band: TargetBand | null;
  milestones: Milestone[];
};

/** Targets that come with newind, with the text of their file. */
export type TargetFile = {
  region: string;
  label: BilingualText;
  note: BilingualText;
  package: string;
  until: number;
  targets: number;
  file: string;
  yaml: string;
};

/** Whose targets come with newind. */
export type TargetFiles = {
  schema_version: 1;
  targets: TargetFile[];
};

/** A goal, and how far it is. */
export type TargetProgress = {
  label: BilingualText;
  unit: string;
  kind: string;
  baseline: YearValue;
  goal: YearValue;
  /** What was observed last; none where nothing follows it. */
  seen: YearValue | null;
  /** A key of `progress`. */
  status: "met" | "on_track" | "lagging" | "off_track" | "missed" | "due" | "not_computable";
  /** Whether `seen` follows from yearly GDP, people and CO2, and was not published. */
  computed: boolean;
  /** Whether `goal` follows from words of the document. */
  derived: boolean;
  /** Why it stands so, where figures alone do not say it. */
  reason: string;
  /** Part of the way that is made. */
  achieved: number | null;
  /** Part of the time that is over. */
  elapsed: number | null;
  /** Yearly pace since the baseline; in units where `points`. */
  paced: number | null;
  /** Yearly pace from the last value to the goal. */
  needed: number | null;
  points: boolean;
  age: number | null;
  /** Of the last year that exists; a newer one may exist; old or missing. */
  freshness: "fresh" | "aging" | "old";
  /** How far it is, in words. */
  stands: BilingualText;
  /** Both paces in words, empty where nothing was seen since the baseline. */
  pace: BilingualText;
  /** What sets the goal; goals stand in groups by it. */
  document: BilingualText;
  /** Title of the document that sets the goal. */
  source: string;
  date: string;
  /** Where the last value is from, empty where it is computed. */
  origin: BilingualText;
  published: string;
};

/** Average tariff in force on the flows that a shock acts on, trade as weights. */
export type Tariff = {
  index: number;
  rate: number | null;
};

/** When an action begins, is in full force and ends, and whose it is. */
export type TimetableRow = {
  id: string;
  label: BilingualText;
  start: number;
  full: number;
  until: number | null;
  owners: BilingualText;
  levers: BilingualText[];
};

/** A characteristic, and the indicator that stands for it. */
export type TopicEntry = {
  id: string;
  label: BilingualText;
  indicator: string;
};

/** Economies and years that have no score, and what they lack. */
export type UnscoredUnits = {
  units: string[];
  years: [number, number][];
  known: number[];
  missing: BilingualText[];
};

/** An uploaded table. */
export type Uploaded = {
  schema_version: 1;
  name: string;
  entry: AccountsEntry;
  messages: TableMessage[];
};

/** A criterion with its weight. */
export type WeighedCriterion = {
  id: string;
  label: BilingualText;
  said: BilingualText;
  weight: number;
};

/** Scenarios in which packages can be followed. */
export type Worlds = {
  schema_version: 1;
  scenarios: Scenario[];
  draws: DrawsOffered;
};

/** A value of a year. */
export type YearValue = {
  year: number;
  value: number;
};

/** A yearly figure: the change against the baseline, and factors of the benchmark year, none where refused. */
export type YearlySeries = {
  id: string;
  label: BilingualText;
  /** Whether the verdict lets its change be shown as a number. */
  stated: boolean;
  change: (number | null)[];
  path: (number | null)[];
  baseline: (number | null)[];
};

/** Between what a yearly figure is. */
export type YearlySpan = {
  low: (number | null)[];
  central: (number | null)[];
  high: (number | null)[];
  sure: boolean[];
  sign: ("positive" | "negative" | "zero" | "zero or positive" | "zero or negative" | "ambiguous" | "unknown" | "others" | "borne" | "response" | "structure" | "assumed" | "none")[];
};
