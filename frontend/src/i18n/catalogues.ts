/** Messages by language: `messages/LANGUAGE/cockpit.json` of the package, and those that are shared with Python. English stands in for what another lacks. */
import messages from "virtual:messages";
import type charts from "../../../src/newind/messages/en/charts.json";
import type division from "../../../src/newind/messages/en/division.json";
import type en from "../../../src/newind/messages/en/cockpit.json";
import type language from "../../../src/newind/messages/en/language.json";
import type now from "../../../src/newind/messages/en/now.json";
import type paths from "../../../src/newind/messages/en/paths.json";
import type start from "../../../src/newind/messages/en/start.json";
import type tour from "../../../src/newind/messages/en/tour.json";
import type policies from "../../../src/newind/messages/en/policies.json";
import type policybrief from "../../../src/newind/messages/en/policybrief.json";
import type policy from "../../../src/newind/messages/en/policy.json";
import type { Lang } from "../state/types";
import type { SHARED } from "./shared";

type Ids<W> = { [K in keyof W & string]: W[K] extends string ? K : W[K] extends unknown[] ? never : `${K}.${Ids<W[K]>}` }[keyof W & string];
type Shared = (typeof SHARED)[number];
export type Key = keyof typeof en | keyof typeof division | keyof typeof start | keyof typeof tour | Extract<Ids<{ charts: typeof charts; language: typeof language; now: typeof now; paths: typeof paths; policies: typeof policies; policy: typeof policy; policybrief: typeof policybrief }>, Shared | `${Shared}.${string}`>;
export type Values = Record<string, string | number>;

/** Words by language, each at the place of its key; null where a language lacks one. */
export interface Messages {
  keys: string[];
  words: Record<Lang, (string | null)[]>;
}

/** A language in which the page can be read: its name for the switch, its tag for browsers. */
export interface Language {
  value: Lang;
  label: string;
  lang: string;
}

export interface Catalogues {
  /** English first. */
  languages: Language[];
  find: (lang: Lang, key: string) => string | undefined;
  /** Take in the messages that come with a view. */
  add: (more: Messages) => void;
}

export const ENGLISH = "en";

/** The languages that there are, and where their words are found. */
export function readMessages(first: Messages): Catalogues {
  const known = new Map<string, (lang: Lang) => string | null | undefined>();
  const add = ({ keys, words }: Messages): void => keys.forEach((key, i) => known.set(key, (lang) => words[lang]?.[i]));
  add(first);
  const own = (lang: Lang, key: string): string | null | undefined => known.get(key)?.(lang);
  const codes = [ENGLISH, ...Object.keys(first.words).filter((lang) => lang !== ENGLISH)];
  return {
    languages: codes.map((lang) => ({ value: lang, label: own(lang, "language.name") ?? lang, lang: own(lang, "language.tag") ?? lang })),
    find: (lang, key) => own(lang, key) ?? own(ENGLISH, key) ?? undefined,
    add,
  };
}

export const { languages: LANGUAGES, find, add: addMessages } = readMessages(messages);

/** The sentence of a key; `{name}` is replaced by `values.name`. */
export const say = (lang: Lang, key: Key, values: Values = {}): string => find(lang, key)!.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

/** The language that a tag such as `zh-CN` names; English where there is none. */
export const languageOf = (tag: string): Lang => LANGUAGES.find(({ value }) => `${tag}-`.toLowerCase().startsWith(`${value}-`.toLowerCase()))?.value ?? ENGLISH;

/** Tag of a language, for browsers. */
export const tagOf = (lang: Lang): string => LANGUAGES.find(({ value }) => value === lang)?.lang ?? ENGLISH;

/** A text or a named row of the API. */
export type Said = { en: string; [lang: Lang]: unknown };

/** The same in a language; English where it has none. */
export function textIn(said: Said | null | undefined, lang: Lang): string {
  const own = said?.[lang];
  return typeof own === "string" && own ? own : (said?.en ?? "");
}

/** A message of the API as it is written in a language; empty where it is not. */
export const messageIn = (said: { message: string }, lang: Lang): string => (lang === ENGLISH ? said.message : ((said as Record<string, unknown>)[`message_${lang}`] as string | undefined) ?? "");

/** A message in all languages, as the API sends it. */
export const messageOf = (key: Key): { message: string } => ({ message: say(ENGLISH, key), ...Object.fromEntries(LANGUAGES.map(({ value }) => [`message_${value}`, say(value, key)])) });
