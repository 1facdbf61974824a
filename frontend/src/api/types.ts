/** Types of the cockpit: those of the API, made from its description, and names for some of them and of their parts. */
import type * as api from "./generated";

export type * from "./generated";
export type {
  BilingualText as T,
  Contributions as ContributionsResult,
  ErrorDetail as ErrorBody,
  InputLoss as LossRow,
  NamedItem as Named,
  NationalValue as NationalFigure,
  OfficialSummary as NowPage,
  OfficialValue as NowFigure,
  Pathway as PathwayResult,
  Ranges as RangeResult,
  Reproduction as Reproduced,
  Roadmap as RoadmapResult,
  Search as SearchResult,
  TargetProgress as NowTarget,
  YearValue as Point,
} from "./generated";

export type Better = api.Indicator["better"];
export type Joined = Pick<api.Profile, "years" | "year_statuses" | "breaks">;
export type Sign = api.Span["sign"];
export type Status = api.Milestone["status"];

/** A request of the page: what is not left to the API's defaults. */
type Stated<R, K extends keyof R> = R & { [k in K]-?: NonNullable<R[k]> };
type Place = "on" | "year" | "region";
export type SimulateRequest = Stated<api.SimulationRequest, Place | "package" | "horizon">;
export type PathwayRequest = Stated<api.PathwayRequest, Place | "until" | "horizon">;
export type RoadmapRequest = Stated<api.RoadmapRequest, Place | "horizon">;
export type SearchRequest = Stated<api.SearchRequest, Place | "until" | "evaluations" | "scenarios">;
