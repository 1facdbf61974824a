/** Figures of the registry as people read them: each unit with its factor, its decimals and its words. */
import type { ProfileIndicator } from "../../api/types";
import { byMyriads, number, quantity, unitName } from "../../format";
import type { Text } from "../../i18n";
import type { Source } from "../../ui/source";

/** How figures of one unit are written: the same decimals for all that stand together. */
export interface Scale {
  say: (value: number) => string;
  /** The unit in words; what stands beside an axis. */
  unit: string;
}

/** Decimals that tell the values apart: about three figures of the largest. */
function decimals(values: number[]): number {
  const most = Math.max(...values.map(Math.abs), 0);
  if (most >= 100 || most === 0) return 0;
  return most >= 10 || most < 1 ? (most >= 10 ? 1 : 2) : 1;
}

/** The unit and the decimals to write a figure in. */
interface As {
  unit: string;
  digits?: number | null;
}

/** The scale of values that stand together. */
export function scaleOf(values: (number | null)[], { unit, digits: told }: As, { lang, t }: Text): Scale {
  const percent = unit === "1";
  const factor = percent ? 100 : unit === "Mt" && byMyriads(lang) ? 0.01 : 1;
  const scaled = values.filter((v) => v !== null).map((v) => v * factor);
  const digits = told != null && (percent || unit === "ratio") ? told : percent ? Math.max(1, decimals(scaled)) : unit === "Mt" && byMyriads(lang) ? 2 : Math.max(decimals(scaled), /^kg/.test(unit) ? 2 : 0);
  const words = percent ? "%" : unit === "Mt" ? t("text.mt") : unit === "ratio" ? t("explore.ratio") : unitName(unit, lang);
  return { say: (v) => number(v * factor, digits) + (percent ? "%" : ""), unit: words };
}

/** How an indicator is read: a ratio in unit 1 is no percentage. */
export const unitOf = (i: Pick<ProfileIndicator, "unit" | "display" | "digits">): As => ({ unit: i.unit === "1" ? i.display : i.unit, digits: i.digits });

/** A number with its unit, to stand alone. */
export function figure(value: number | null, as: As, text: Text): string {
  if (value === null) return "–";
  const scale = scaleOf([value], as, text);
  return ["1", "index", "ratio"].includes(as.unit) ? scale.say(value) : quantity(scale.say(value), scale.unit, text.lang);
}

/** Where a figure of an indicator comes from. */
export function sourceOf(id: string, i: ProfileIndicator, who: string, value: number | null, data: string, text: Text, year = i.year, note = ""): Source {
  return {
    value: figure(value, unitOf(i), text),
    label: text.t("explore.of", { indicator: text.pick(i.label), who }),
    id, formula: i.formula, source: [data, i.source].filter(Boolean).join(" · "), year,
    unit: scaleOf([value], unitOf(i), text).unit, status: i.status, ...(note ? { note } : {}),
  };
}
