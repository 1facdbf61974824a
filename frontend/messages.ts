/** Messages as modules, made at build time from the package's catalogues: `virtual:messages` holds those that every view needs, `virtual:messages/NAME` those of one view. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import type { Messages } from "./src/i18n/catalogues.ts";
import { SHARED } from "./src/i18n/shared.ts";

const PLACE = new URL("../src/newind/messages/", import.meta.url);
const MODULE = "virtual:messages";

type Words = { [key: string]: string | Words };

const fileOf = (lang: string, name: string): URL => new URL(`${lang}/${name}.json`, PLACE);
const read = (file: URL): Words => (existsSync(file) ? (JSON.parse(readFileSync(file, "utf-8")) as Words) : {});

/** Words with their ids, those in groups one by one. */
const flat = (id: string, said: string | Words | undefined): [string, string][] =>
  typeof said === "string" ? [[id, said]] : Object.entries(said ?? {}).flatMap(([key, one]) => flat(id ? `${id}.${key}` : key, one));

/** What a language says: its file of the cockpit, and what the page shares with Python; or its file of one view. */
function wordsOf(lang: string, view: string): Map<string, string> {
  if (view) return new Map(flat("", read(fileOf(lang, view))));
  const shared = SHARED.flatMap((id) => {
    const [name = "", ...keys] = id.split(".");
    return flat(id, keys.reduce<string | Words | undefined>((said, key) => (said as Words | undefined)?.[key], read(fileOf(lang, name))));
  });
  return new Map([...flat("", read(fileOf(lang, "cockpit"))), ...shared]);
}

/** The languages that have a file of the cockpit, with all that English says. */
function messagesOf(languages: string[], view: string): Messages {
  const keys = [...wordsOf("en", view).keys()];
  const column = (said: Map<string, string>): (string | null)[] => keys.map((key) => said.get(key) ?? null);
  return { keys, words: Object.fromEntries(languages.map((lang) => [lang, column(wordsOf(lang, view))])) };
}

export function messages(): Plugin {
  return {
    name: "messages",
    resolveId: (id) => (id === MODULE || id.startsWith(`${MODULE}/`) ? `\0${id}` : null),
    load(id) {
      if (!id.startsWith(`\0${MODULE}`)) return null;
      const languages = readdirSync(PLACE).filter((lang) => existsSync(fileOf(lang, "cockpit"))).sort();
      for (const lang of languages) for (const name of readdirSync(new URL(`${lang}/`, PLACE))) this.addWatchFile(fileURLToPath(new URL(`${lang}/${name}`, PLACE)));
      return `export default ${JSON.stringify(messagesOf(languages, id.slice(MODULE.length + 2)))};`;
    },
  };
}
