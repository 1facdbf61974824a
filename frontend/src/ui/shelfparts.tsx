/** Words for what is on the shelf. */
import type { Better, Catalog } from "../api/types";
import { number, spanText } from "../format";
import { useText } from "../i18n";
import { ENGLISH, say, textIn } from "../i18n/catalogues";
import type { Kept, Result } from "../state/shelf";
import type { Lang } from "../state/types";
import { direction, hidden, inPlace } from "./rangebar";

export const nameOf = (k: Kept, lang: Lang): string => k.scenario.name || textIn(k.title, lang) || k.scenario.package;

/** What accounts are called; those that are gone have no name any more. */
export function tableName(catalog: Catalog, on: string, lang: Lang): string {
  return textIn(catalog.accounts.find((a) => a.name === on)?.label, lang) || say(lang, "shelf.gone");
}

/** Accounts on which an entry was made, where they are not those that newind opens with. */
export const elsewhere = (k: Kept, catalog: Catalog, lang: Lang): string => (k.on === catalog.start.on ? "" : ` · ${tableName(catalog, k.on, lang)}`);

/** A range of changes, coloured where its sign may be stated. */
export function ResultText({ result, better }: { result: Result | null; better: Better }) {
  const { t, lang } = useText();
  if (!result) return <span class="num">–</span>;
  const way = direction(result.central, better, result.sign);
  return <span class={`num cv ${way}`}>{spanText(result, "relative", lang)}{hidden(way) && <small>{t(inPlace(result.sign))}</small>}</span>;
}

/** The package as a file, with what it came to beside it. */
export function fileOf(k: Kept, lang: Lang): string {
  const line = (label: string, r: Result | null): string[] => (r ? [`# ${label}: ${number((r.low ?? 0) * 100, 3, true)}% … ${number((r.high ?? 0) * 100, 3, true)}%, ${say(ENGLISH, `policy.signs.signs.${r.sign === "ambiguous" ? "sign_ambiguous" : r.sign.replaceAll(" ", "_")}` as never)}`] : []);
  return [`# ${nameOf(k, lang)}; newind ${k.version}, ${k.on} ${k.year}, ${k.region}, ${new Date(k.at).toISOString().slice(0, 10)}`, ...line("real income", k.income), ...line("CO2", k.co2), k.file].join("\n");
}
