/** A scenario as plain data: its shocks, what is asked of the API, how it is called, how several differ. */
import type { AccountsMeta, Lever, ReadyPackage, SimulateRequest, Slider } from "../../api/types";
import { industryName, regionName } from "../../context";
import { say, textIn, type Said } from "../../i18n/catalogues";
import type { Kept } from "../../state/shelf";
import { HOME, LETTERS, emptyState, type Lang, type Scenario, type Selector, type Shock, type State } from "../../state/types";
import type { BriefScenario } from "../../ui/policybrief";

const SELECTORS = ["region", "partner", "industry", "user"] as const;
export type SelectorName = (typeof SELECTORS)[number];

/** Colours of the columns A to D, as classes `sc0` to `sc3`. */
export const columnClass = (i: number): string => `sc${i}`;

/** Keep of a package's shock what a link keeps. */
function bare(s: Shock): Shock {
  const out: Shock = { lever: s.lever, value: s.value };
  if (s.mode) out.mode = s.mode;
  for (const k of SELECTORS) {
    const said = s[k];
    if (said !== undefined && said !== "*") out[k] = said;
  }
  if (s.options && Object.keys(s.options).length) out.options = s.options;
  return out;
}

/** Whether a shock is meant for accounts: of provinces where they have some, else of countries. */
export function meantFor(shock: Shock, meta: AccountsMeta): boolean {
  const kind = meta.regions.some((r) => r.kind === "province") ? "provinces" : "countries";
  return !shock.table || shock.table === kind;
}

/** Figures that a lever needs and the accounts lack, such as `co2`. */
export const lacking = (lever: Lever, meta: AccountsMeta): string[] =>
  lever.needs.flatMap((n) => (n.startsWith("satellite:") ? [n.slice("satellite:".length)] : [])).filter((n) => !meta.satellites.includes(n));

/** The shocks of a scenario: those moved, or those of its package. */
export function shocksOf(s: Scenario, packages: ReadyPackage[]): Shock[] {
  if (s.shocks !== null) return s.shocks;
  return (packages.find((p) => p.name === s.package)?.shocks ?? []).map(bare);
}

/** The value at which a shock changes nothing; null where every value changes something. */
export function neutralOf(shock: Shock, lever: Lever | undefined): number | null {
  const mode = shock.mode ?? lever?.modes[0] ?? "set";
  if (mode === "scale") return 1;
  if (mode === "add") return 0;
  return lever?.slider && (lever.slider.shock.mode ?? "set") === "set" ? lever.slider.neutral : null;
}

const moves = (shock: Shock, levers: Lever[]): boolean => shock.value !== neutralOf(shock, levers.find((l) => l.id === shock.lever));

/** Of some shocks those that change something: what is sent. */
export const moving = (shocks: Shock[], levers: Lever[]): Shock[] => shocks.filter((x) => moves(x, levers));

/** The shocks of a scenario that change something. */
export const movedOf = (s: Scenario, packages: ReadyPackage[], levers: Lever[]): Shock[] => moving(shocksOf(s, packages), levers);

const settle = (said: Selector | undefined, home: string): Selector | undefined =>
  Array.isArray(said) ? said.map((c) => (c === HOME ? home : c)) : said === HOME ? home : said;

/** A shock with the economy in focus in the place of HOME. */
export function settled(shock: Shock, home: string): Shock {
  const out: Shock = { ...shock };
  for (const k of SELECTORS) {
    const said = settle(shock[k], home);
    if (said !== undefined) out[k] = said;
  }
  return out;
}

/** Parameter of the address: an input whose foreign value is shown beside the headlines. */
export const INPUT = "try.input";

/** What is asked of the API; null when nothing is moved. An input is asked about where the accounts have it. */
export function requestOf(state: State, s: Scenario, packages: ReadyPackage[], levers: Lever[], meta?: AccountsMeta): SimulateRequest | null {
  const shocks = movedOf(s, packages, levers).map((x) => settled(x, state.region));
  if (!shocks.length) return null;
  const untouched = s.shocks === null && s.financing === "lump_sum";
  const name = s.name || s.package || "scenario";
  const request: SimulateRequest = {
    on: state.on,
    year: state.year,
    region: state.region,
    package: untouched ? s.package : { name: slug(name), ...(s.name && s.name !== slug(s.name) ? { label: s.name } : {}), shocks, financing: s.financing },
    horizon: s.horizon,
  };
  if (Object.keys(s.parameters).length) request.parameters = s.parameters;
  const input = state.params[INPUT];
  if (input && meta?.industries.some((i) => i.code === input)) request.input = input;
  return request;
}

/** A name that a package file may have. */
export const slug = (name: string): string => name.trim().toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60) || "scenario";

/** A question under the name that its reader knows it by, so that a file says it. */
export const labelled = (request: SimulateRequest, label: string | Said): SimulateRequest =>
  typeof request.package === "string" || request.package.label ? request : { ...request, package: { ...request.package, label: label as string | Record<Lang, string> } };

/** What is on the shelf as a policy brief takes it; nothing where no lever is moved. */
export function briefOf(k: Kept, title: string, packages: ReadyPackage[], levers: Lever[]): BriefScenario[] {
  const request = requestOf({ ...emptyState(), on: k.on, year: k.year, region: k.region }, k.scenario, packages, levers);
  return request ? [{ title, request: labelled(request, k.scenario.name || k.title) }] : [];
}

/** What a column is called: its own name, that of its package, or its letter. */
export function titleOf(s: Scenario, i: number, packages: ReadyPackage[], lang: Lang, own: string): string {
  const letter = LETTERS[i]!;
  const ready = packages.find((p) => p.name === s.package);
  if (s.name) return `${letter} · ${s.name}`;
  if (!ready) return letter;
  return `${letter} · ${textIn(ready.label, lang)}${s.shocks === null ? "" : own}`;
}

// --- sliders -----------------------------------------------------------------------------------------------------------

export interface Scale {
  min: number;
  max: number;
  step: number;
  neutral: number;
  shown: Slider["shown"];
  /** A level, no change: written without a plus. */
  level?: boolean;
  /** Percentage points on top of a rate in force: written without %. */
  points?: boolean;
}

/** Whether a lever acts on a rate in force, so that a change, points on top and a new rate are three things. */
export const onRate = (lever: Lever): boolean => lever.slider?.shown === "times";

/** The scale on which a shock is moved: the lever's own, or one that holds its value where it comes with a package. */
export function scaleOf(lever: Lever, shock: Shock | null): Scale {
  const s = lever.slider;
  const mode = shock?.mode ?? lever.modes[0] ?? "set";
  const own = s && (!shock || mode === (s.shock.mode ?? "set"));
  const base: Scale = own
    ? { min: s.min, max: s.max, step: s.step, neutral: s.neutral, shown: s.shown }
    : mode === "scale"
      ? { min: 0, max: 2, step: 0.05, neutral: 1, shown: "times" }
      : s && s.shown !== "times"
        ? { min: s.min, max: s.max, step: s.step, neutral: 0, shown: s.shown }
        : { ...wide(lever, shock?.value ?? 0), level: mode === "set", points: onRate(lever) && mode === "add" };
  const value = shock?.value ?? base.neutral;
  return { ...base, min: Math.min(base.min, value), max: Math.max(base.max, value) };
}

/** A scale for a lever without a slider: from nothing to twice the value that its package has, within its bounds. */
function wide(lever: Lever, value: number): Scale {
  const [low, high] = lever.bounds;
  const reach = Math.max(Math.abs(value) * 2, 0.1);
  const shares = lever.unit === "1";
  const neutral = Math.max(low, 0);
  return { min: Math.max(low, value < 0 ? -reach : neutral), max: Math.min(high, neutral + reach), step: shares ? 0.01 : 1, neutral, shown: lever.id === "markup" ? "number" : shares ? "percent" : "number" };
}

/** Lowest and highest value that a shock may have: those of its lever, which may lie beyond the ends of the slider. */
export function limitsOf(lever: Lever, shock: Shock): [number, number] {
  if ((shock.mode ?? lever.modes[0]) === "scale") return [0, 100];
  const { min, max } = lever.slider ?? { min: Infinity, max: -Infinity };
  return [Math.min(lever.bounds[0], min), Math.max(lever.bounds[1], max)];
}

/** The shock that a lever's slider makes; null for levers that come only with packages. */
export const template = (lever: Lever): Shock | null => (lever.slider ? { ...lever.slider.shock, lever: lever.id, value: lever.slider.neutral } : null);

// --- changes -----------------------------------------------------------------------------------------------------------

/** Put a shock in a place of the list (−1: a new one); one that is the slider's own and neutral leaves the list. */
export function place(shocks: Shock[], at: number, shock: Shock, lever: Lever): Shock[] {
  const own = template(lever);
  const nothing = own !== null && shock.value === own.value && key({ ...shock, value: 0 }) === key({ ...own, value: 0 });
  if (at < 0) return nothing ? shocks : [...shocks, shock];
  return nothing ? shocks.filter((_, i) => i !== at) : shocks.map((x, i) => (i === at ? shock : x));
}

const key = (s: Shock): string => JSON.stringify([s.lever, s.value, s.mode ?? "set", ...SELECTORS.map((k) => s[k] ?? "*"), s.options ?? {}]);

// --- side by side ------------------------------------------------------------------------------------------------------

export interface LeverRow {
  /** Lever with its selectors: what makes two shocks the same lever. */
  id: string;
  shock: Shock;
  /** The shock in each scenario, or null where it is not moved. */
  by: (Shock | null)[];
}

const who = (s: Shock): string => key({ ...s, value: 0 });

/** Whether two shocks are of the same lever on the same things. */
export const sameLever = (a: Shock, b: Shock): boolean => who(a) === who(b);

/** Every lever moved anywhere, with its value in each scenario; only those that differ, unless there is one scenario. */
export function leverRows(all: Shock[][]): LeverRow[] {
  const rows = new Map<string, LeverRow>();
  all.forEach((shocks, i) => {
    for (const s of shocks) {
      const id = who(s);
      const row = rows.get(id) ?? { id, shock: s, by: all.map(() => null) };
      row.by[i] = s;
      rows.set(id, row);
    }
  });
  const differs = (r: LeverRow): boolean => all.length < 2 || new Set(r.by.map((s) => s?.value ?? "none")).size > 1;
  return [...rows.values()].filter(differs);
}

// --- words -------------------------------------------------------------------------------------------------------------

/** A selector in words: names of economies, industries and groups. */
export function selectorText(said: Selector | undefined, meta: AccountsMeta, lang: Lang, everywhere: string, home?: string): string {
  const one = (code: string): string => {
    if (code === "*") return everywhere;
    const c = code === HOME ? (home ?? code) : code;
    if (meta.regions.some((r) => r.code === c)) return regionName(meta, c, lang);
    const name = industryName(meta, c, lang);
    return (name === c && textIn(meta.groups.find((g) => g.id === c)?.label, lang)) || name;
  };
  const list = said === undefined ? ["*"] : Array.isArray(said) ? said : [said];
  const shown = list.slice(0, 3).map(one).join(say(lang, "language.marks.comma"));
  return list.length > 3 ? `${shown} +${list.length - 3}` : shown;
}
