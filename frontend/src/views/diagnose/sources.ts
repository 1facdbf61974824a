/** Where numbers of an answer come from: the registry's formula and source, the answer's year and status. */
import { useGet } from "../../api/hooks";
import type { Indicators } from "../../api/types";
import { useWorld } from "../../context";
import { useText } from "../../i18n";
import { useAppState } from "../../state/store";
import type { Source } from "../../ui/source";

export interface Told {
  /** Id in the registry, or a name of what was computed. */
  id: string;
  value: string;
  label?: string;
  year: number;
  status: string;
  unit?: string;
  formula?: string;
  source?: string;
  note?: string;
}

/** From what is known of a number to its six fields; the registry fills what is left out. */
export function useSources(): (told: Told) => Source {
  const { pick } = useText();
  const { meta } = useWorld();
  const registry = useGet<Indicators>("indicators").data;
  return (told) => {
    const row = [...(registry?.indicators ?? []), ...(registry?.analyses ?? [])].find((i) => i.id === told.id);
    const formula = typeof row?.formula === "string" ? row.formula : pick(row?.formula);
    return {
      id: told.id,
      value: told.value,
      label: told.label ?? (row ? pick(row.label) : registry ? told.id : ""), // no id while the registry is on its way
      formula: told.formula ?? (formula || "–"),
      source: told.source ?? [meta.source, row?.source].filter(Boolean).join("; "),
      year: told.year,
      unit: told.unit ?? row?.unit ?? "",
      status: told.status,
      ...(told.note ? { note: told.note } : {}),
    };
  };
}

/** What stands under a saved picture: the accounts, the year, the status. */
export function useCredit(): (year: number, status: string) => string {
  const { t, pick } = useText();
  const { catalog } = useWorld();
  const { on } = useAppState();
  return (year, status) => t("diagnose.credit", { accounts: pick(catalog.accounts.find((a) => a.name === on)?.label) || on, year, status: pick(catalog.statuses[status]) || status });
}
