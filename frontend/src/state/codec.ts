/**
 * A state as the hash of an address, and back.
 *
 * `#/try?v=1&on=world&year=2011&region=CHN&A=p=green-turn;h=long&B=x=carbon_price:15:set:CHN`. Every piece of text is
 * percent-encoded, so the separators `& = ; : , / @` never stand inside one.
 */
import { ENGLISH, languageOf } from "../i18n/catalogues";
import { FILED, FINANCINGS, FORMER, HORIZONS, LETTERS, VIEWS, emptyScenario, emptyState, type Financing, type Horizon, type Scenario, type Selector, type Shock, type State, type View } from "./types";

export const VERSION = 1;

const enc = encodeURIComponent;

function dec(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What a hash said, and what of it could not be read. */
export interface Decoded {
  state: State;
  /** Version of the link's layout; 0: none was given. */
  version: number;
  /** Version of newind that made it; empty: unknown. */
  madeWith: string;
  /** Whether the tour was asked for. */
  demo: boolean;
  /** Pieces that were not understood. */
  unread: string[];
}

// --- shocks ------------------------------------------------------------------------------------------------------------

const list = (s: Selector | undefined): string => (s === undefined ? "*" : Array.isArray(s) ? s.map(enc).join(",") : enc(s));

function unlist(text: string | undefined): Selector | undefined {
  if (!text || text === "*") return undefined;
  const parts = text.split(",").map(dec);
  return parts.length === 1 ? parts[0] : parts;
}

const word = (text: string): number | string => (text !== "" && Number.isFinite(Number(text)) ? Number(text) : text);

const pairs = (o: Record<string, number | string>, mark: string): string =>
  Object.keys(o)
    .sort()
    .map((k) => `${enc(k)}${mark}${enc(String(o[k]))}`)
    .join(",");

function unpairs(text: string, mark: string): Record<string, number | string> {
  const out: Record<string, number | string> = {};
  for (const pair of text.split(",").filter(Boolean)) {
    const [key, value] = pair.split(mark);
    if (key && value !== undefined) out[dec(key)] = word(dec(value));
  }
  return out;
}

function shockText(s: Shock): string {
  const filed = Object.fromEntries(FILED.flatMap((k) => (s[k] === undefined ? [] : [[k, s[k]]]))) as Record<string, number | string>;
  const fields = [enc(s.lever), String(s.value), enc(s.mode ?? ""), list(s.region), list(s.partner), list(s.industry), list(s.user), pairs(s.options ?? {}, "@"), pairs(filed, "@")];
  while (fields.length > 2 && ["", "*"].includes(fields[fields.length - 1]!)) fields.pop();
  return fields.join(":");
}

function readShock(text: string): Shock | null {
  const [lever, value, mode, region, partner, industry, user, options, filed] = text.split(":");
  if (!lever || !value || !Number.isFinite(Number(value))) return null;
  const shock: Shock = { lever: dec(lever), value: Number(value) };
  if (mode) shock.mode = dec(mode);
  for (const [key, said] of [["region", region], ["partner", partner], ["industry", industry], ["user", user]] as const) {
    const found = unlist(said);
    if (found !== undefined) shock[key] = found;
  }
  if (options) shock.options = unpairs(options, "@");
  const said = Object.entries(unpairs(filed ?? "", "@")).filter(([k]) => (FILED as readonly string[]).includes(k));
  Object.assign(shock, Object.fromEntries(said));
  return shock;
}

// --- scenarios ---------------------------------------------------------------------------------------------------------

function scenarioText(s: Scenario): string {
  const usual = emptyScenario();
  const fields: string[] = [];
  if (s.name) fields.push(`n=${enc(s.name)}`);
  if (s.package) fields.push(`p=${enc(s.package)}`);
  if (s.shocks !== null) fields.push(`x=${s.shocks.map(shockText).join("/")}`);
  if (s.horizon !== usual.horizon) fields.push(`h=${enc(s.horizon)}`);
  if (s.financing !== usual.financing) fields.push(`f=${enc(s.financing)}`);
  if (Object.keys(s.parameters).length) fields.push(`k=${pairs(s.parameters, ":")}`);
  return fields.join(";");
}

const isOne = (words: readonly string[], word: string): boolean => words.includes(word);

function readScenario(text: string, unread: string[]): Scenario {
  const s: Scenario = { ...emptyScenario(), shocks: null };
  for (const field of text.split(";").filter(Boolean)) {
    const at = field.indexOf("=");
    const [key, said] = [field.slice(0, at), field.slice(at + 1)];
    if (key === "n") s.name = dec(said);
    else if (key === "p") s.package = dec(said);
    else if (key === "h" && isOne(HORIZONS, dec(said))) s.horizon = dec(said) as Horizon;
    else if (key === "f" && isOne(FINANCINGS, dec(said))) s.financing = dec(said) as Financing;
    else if (key === "k") s.parameters = unpairs(said, ":");
    else if (key === "x") s.shocks = said.split("/").filter(Boolean).map((t) => readShock(t) ?? (unread.push(dec(t)), null)).filter((x) => x !== null);
    else unread.push(dec(field));
  }
  if (s.shocks === null && !s.package) s.shocks = [];
  return s;
}

// --- states ------------------------------------------------------------------------------------------------------------

/** Write a state as the hash of an address, `#` included; `madeWith` is the version of newind. */
export function encode(s: State, madeWith = ""): string {
  const fields = [`v=${VERSION}`];
  if (madeWith) fields.push(`nv=${enc(madeWith)}`);
  if (s.lang !== ENGLISH) fields.push(`lang=${enc(s.lang)}`);
  if (s.on) fields.push(`on=${enc(s.on)}`);
  if (s.year) fields.push(`year=${s.year}`);
  if (s.region) fields.push(`region=${enc(s.region)}`);
  const texts = s.scenarios.map(scenarioText);
  if (texts.length > 1 || texts[0] !== "x=") texts.forEach((t, i) => fields.push(`${LETTERS[i]}=${t}`));
  if (s.active) fields.push(`open=${LETTERS[s.active]}`);
  for (const key of Object.keys(s.params).sort()) fields.push(`${enc(key)}=${enc(s.params[key]!)}`);
  return `#/${s.view}?${fields.join("&")}`;
}

/** Read the hash of an address; never fails: what cannot be read is named in `unread`. */
export function decode(hash: string, usual: State = emptyState()): Decoded {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const unread: string[] = [];
  const state: State = { ...usual, params: {} };
  const scenarios: Scenario[] = [];
  let [version, madeWith, open, demo] = [0, "", 0, false];
  const isView = (name: string): name is View => (VIEWS as readonly string[]).includes(name);
  const named = FORMER[path] ?? path;
  if (isView(named)) state.view = named;
  else if (path) unread.push(dec(path));
  for (const field of query.split("&").filter(Boolean)) {
    const at = field.indexOf("=");
    const key = dec(at < 0 ? field : field.slice(0, at));
    const said = at < 0 ? "" : field.slice(at + 1);
    const letter = (LETTERS as readonly string[]).indexOf(key);
    if (letter >= 0) scenarios.push(readScenario(said, unread));
    else if (key === "v") version = Number(said) || 0;
    else if (key === "demo") demo = true;
    else if (key === "nv") madeWith = dec(said);
    else if (key === "lang") state.lang = languageOf(dec(said));
    else if (key === "on") state.on = dec(said);
    else if (key === "year") state.year = Number(said) || state.year;
    else if (key === "region") state.region = dec(said);
    else if (key === "open") open = Math.max(0, (LETTERS as readonly string[]).indexOf(said));
    else if (key === "diagnose.tab") state.view = isView(said) ? said : state.view; // a tab of an address made before it was a view
    else if (key.includes(".")) state.params[key] = dec(said);
    else unread.push(dec(field));
  }
  if (scenarios.length) state.scenarios = scenarios;
  state.active = Math.min(open, state.scenarios.length - 1);
  return { state, version, madeWith, demo, unread };
}
