/** A package from a file as a scenario; why a file is not even sent. */
import type { ReadPackage, ReadyPackage } from "../../api/types";
import { textIn } from "../../i18n/catalogues";
import type { Lang, Scenario } from "../../state/types";
import { slug } from "./scenario";

const TABLES = /\.(xls[xmb]?|csv|npz|zip)$/i;

/** Characters of a file, as `newind.web.requests.MOST_YAML` has it. */
export const MOST = 200_000;

export type Unread = "many" | "empty" | "table" | "large" | "text";

/** Why files are not read; null where they are. */
export function unread(files: { name: string; size: number }[]): Unread | null {
  const [file] = files;
  if (!file || file.size === 0) return "empty";
  if (files.length > 1) return "many";
  if (TABLES.test(file.name)) return "table";
  return file.size > 4 * MOST ? "large" : null;
}

/** Bytes as text, or why they are none. */
export function textOf(bytes: ArrayBuffer): { text: string } | { why: Unread } {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.length > MOST ? { why: "large" } : { text };
  } catch {
    return { why: "text" };
  }
}

/** The scenario that a package is; what the file does not say stays as it is in the open one. */
export function scenarioOf(found: ReadPackage, open: Scenario, packages: ReadyPackage[], lang: Lang): Scenario {
  const ready = packages.find((p) => p.name === found.name);
  const label = textIn(found.label, lang);
  const own = ready ? (label === textIn(ready.label, lang) ? "" : label) : label || found.name;
  return {
    name: own === slug("") ? "" : own,
    package: ready?.name ?? "",
    shocks: ready && found.shipped ? null : found.shocks,
    horizon: found.horizon ?? open.horizon,
    financing: found.financing,
    parameters: found.parameters ?? open.parameters,
  };
}
