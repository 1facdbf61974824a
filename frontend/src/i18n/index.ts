/** Words in the reader's language. */
import type { T } from "../api/types";
import { useAppState } from "../state/store";
import type { Lang } from "../state/types";
import { en } from "./en";
import { zh } from "./zh";

export type Key = keyof typeof en;
export type Values = Record<string, string | number>;

const CATALOGUES: Record<Lang, Record<Key, string>> = { en, zh };

/** The sentence of a key; `{name}` is replaced by `values.name`. */
export function say(lang: Lang, key: Key, values: Values = {}): string {
  return CATALOGUES[lang][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export interface Text {
  lang: Lang;
  t: (key: Key, values?: Values) => string;
  /** One of the two languages of what the API says. */
  pick: (text: T | { en: string; zh: string } | null | undefined) => string;
}

export const text = (lang: Lang): Text => ({
  lang,
  t: (key, values) => say(lang, key, values),
  // names in the registry are plain text; on the page the 2 stands low
  pick: (said) => (said ? said[lang] || said.en : "").replaceAll("CO2", "CO₂"),
});

export const useText = (): Text => text(useAppState().lang);
