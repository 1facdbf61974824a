/** What the shell loads once and every view needs. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { AccountsEntry, AccountsMeta, Catalog } from "./api/types";
import { find, textIn } from "./i18n/catalogues";
import type { Lang } from "./state/types";

export interface World {
  catalog: Catalog;
  meta: AccountsMeta;
  /** Ask again which accounts there are: a table was added or removed. */
  refresh: () => void;
}

export const WorldContext = createContext<World | null>(null);

/** Catalog and accounts; a view is shown only when both are there. */
export function useWorld(): World {
  const world = useContext(WorldContext);
  if (!world) throw new Error("a view stands inside the shell");
  return world;
}

/** Name of an economy, or its code where the accounts do not have it. */
export function regionName(meta: AccountsMeta, code: string, lang: Lang): string {
  const row = meta.regions.find((r) => r.code === code);
  return textIn(row, lang) || code;
}

/** What stands between accounts and policies: their boundary, or what the model refuses them for; empty where nothing does. */
export const barred = (entry: Pick<AccountsEntry, "closed" | "refused">): "" | "boundary" | "model" => (!entry.closed ? "boundary" : entry.refused ? "model" : "");

/** What the catalogue says of the accounts in view. */
export const entryOf = ({ catalog, meta }: World): Pick<AccountsEntry, "closed" | "refused"> => catalog.accounts.find((a) => a.name === meta.on) ?? meta;

/** Status of a year of accounts. */
export const yearStatus = (catalog: Catalog, on: string, year: number, usual: string): string => {
  const entry = catalog.accounts.find((a) => a.name === on);
  return entry?.year_statuses[entry.years.indexOf(year)] ?? usual;
};

/** Name of an industry as charts, tables and lists have room for it, which is that of the briefs. */
export function industryName(meta: AccountsMeta, code: string, lang: Lang): string {
  return find(lang, `charts.industry.${code}`) ?? (textIn(meta.industries.find((i) => i.code === code), lang) || code);
}
