/** Words in the reader's language. */
import { useAppState } from "../state/store";
import type { Lang } from "../state/types";
import { say, textIn, type Key, type Said, type Values } from "./catalogues";

export { say, type Key, type Values };

export interface Text {
  lang: Lang;
  t: (key: Key, values?: Values) => string;
  /** What the API says, in the reader's language. */
  pick: (text: Said | null | undefined) => string;
}

export const text = (lang: Lang): Text => ({
  lang,
  t: (key, values) => say(lang, key, values),
  // names in the registry are plain text; on the page the 2 stands low
  pick: (said) => textIn(said, lang).replaceAll("CO2", "CO₂"),
});

export const useText = (): Text => text(useAppState().lang);
