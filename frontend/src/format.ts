/** Numbers as people read them, in both languages: true minus, thousands, "points" for differences of shares. */
import type { Lang } from "./state/types";

const MINUS = "−";

/** Decimals that show about three figures, and no more than `most`. */
function decimals(value: number, most: number): number {
  const size = Math.abs(value);
  if (size >= 100 || size === 0) return 0;
  if (size >= 10) return Math.min(1, most);
  return Math.min(size >= 1 ? 1 : 2, most);
}

/** A label inside a sentence: its first letter small unless it is an acronym. */
export const inside = (label: string): string => (/^[A-Z][a-z]/.test(label) ? label[0]!.toLowerCase() + label.slice(1) : label);

/** Sentences one after the other; those that are empty are left out. */
export const joined = (sentences: (string | false | null | undefined)[], lang: Lang): string => sentences.filter(Boolean).join(lang === "zh" ? "" : " ");

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A number with thousands and a true minus; `signed` adds the plus. */
export function number(value: number | null, digits?: number, signed = false): string {
  if (value === null || !Number.isFinite(value)) return "–";
  const d = digits ?? decimals(value, 2);
  const text = Math.abs(value).toLocaleString("en-US", { minimumFractionDigits: d, maximumFractionDigits: d });
  const zero = Number(text.replace(/,/g, "")) === 0;
  return (value < 0 && !zero ? MINUS : signed && !zero ? "+" : "") + text;
}

/** A fraction as percent. */
export const percent = (value: number | null, digits?: number, signed = false): string =>
  value === null ? "–" : `${number(value * 100, digits ?? (Math.abs(value) >= 0.1 ? 1 : Math.abs(value) >= 0.001 ? 1 : 2), signed)}%`;

/** Unit of a difference between shares. */
export const points = (lang: Lang): string => (lang === "zh" ? "个百分点" : " points");

/** A range: en dash without signs, words between signs. */
export function range(low: string, high: string, lang: Lang): string {
  if (low === high) return low;
  if (lang === "zh") return `${low}至${high}`;
  if (low.endsWith("%") && high.endsWith("%")) return range(low.slice(0, -1), high, lang);
  return /^[+−]/.test(low + high) || /^[+−]/.test(high) ? `${low} to ${high}` : `${low}–${high}`;
}

/** Big money in words: billions of dollars in English, 亿 in Chinese. `millions` is in million of the unit. */
export function money(millions: number | null, currency: string, lang: Lang): string {
  if (millions === null) return "–";
  if (lang === "zh") {
    const name = /cny|rmb|yuan/i.test(currency) ? "元" : "美元";
    const yi = millions / 100;
    return Math.abs(yi) >= 10000 ? `${number(yi / 10000)}万亿${name}` : `${number(yi)}亿${name}`;
  }
  const name = /cny|rmb|yuan/i.test(currency) ? "yuan" : "USD";
  const bn = millions / 1000;
  return Math.abs(bn) >= 1000 ? `${number(bn / 1000)} trillion ${name}` : `${number(bn)} bn ${name}`;
}

/** Tonnes of CO2 given in thousand tonnes (kt), million tonnes in English and 亿吨 in Chinese. */
export function emissions(kilotonnes: number | null, lang: Lang): string {
  if (kilotonnes === null) return "–";
  return lang === "zh" ? `${number(kilotonnes / 1e5, 2)}亿吨` : `${number(kilotonnes / 1000, 0)} Mt`;
}

/** Units of the registry that Chinese writes otherwise, or English too. */
const UNITS: Record<string, { en: string; zh: string }> = {
  stages: { en: "stages", zh: "个阶段" },
  times: { en: "times", zh: "倍" },
  t: { en: "t", zh: "吨" },
  "kg/USD": { en: "kg/USD", zh: "千克/美元" },
  "kg/money": { en: "kg per unit of money", zh: "千克/货币单位" },
  "kg/USD 1995": { en: "kg/USD of 1995", zh: "千克/1995年美元" },
  "kg/PPP USD 2017": { en: "kg/PPP USD of 2017", zh: "千克/2017年购买力平价美元" },
  "kg/kWh": { en: "kg/kWh", zh: "千克/千瓦时" },
  "USD/hour": { en: "USD/hour", zh: "美元/小时" },
  "USD of 1995/hour": { en: "USD of 1995/hour", zh: "1995年美元/小时" },
  "USD/person": { en: "USD/person", zh: "美元/人" },
  "USD/t": { en: "USD/t", zh: "美元/吨" },
  "USD of 2017, PPP": { en: "USD of 2017, PPP", zh: "2017年购买力平价美元" },
  "persons/M.USD": { en: "persons per million USD", zh: "人/百万美元" },
};

/** A unit as people read it. */
export const unitName = (unit: string, lang: Lang): string => UNITS[unit]?.[lang] ?? unit;

/** How an indicator is read: its unit or `ratio`, and decimals. */
export interface Shown {
  display: string;
  digits: number | null;
}

/** A level with its unit, as registries spell units; in the way that an indicator is read where that is known. */
export function level(value: number | null, unit: string, lang: Lang, as?: Shown): string {
  if (value === null) return "–";
  if (as && unit === "1" && as.digits !== null) return as.display === "ratio" ? number(value, as.digits) : percent(value, as.digits);
  if (unit === "1" || unit === "share" || unit === "fraction") return percent(value);
  if (/^kt\b/i.test(unit)) return emissions(value, lang);
  if (unit === "Mt") return emissions(value * 1000, lang);
  if (/^M\.?\s?(USD|CNY)/i.test(unit) || /^million/i.test(unit)) return money(value, unit, lang);
  if (unit === "%") return `${number(value)}%`;
  return unit && unit !== "index" ? `${number(value)}${lang === "zh" ? "" : " "}${unitName(unit, lang)}` : number(value);
}

/** Decimals that keep a number readable: none from 10, more the smaller it is, four at most. */
export const fine = (size: number): number => (size >= 10 ? 0 : size >= 0.1 ? 1 : size >= 0.01 || size === 0 ? 2 : size >= 0.001 ? 3 : 4);

/** A change as a headline: its number, and its unit apart so that it can be set smaller. */
export function change(value: number | null, kind: "relative" | "points", lang: Lang, digits?: number): { text: string; unit: string } {
  if (value === null) return { text: "–", unit: "" };
  const scaled = value * 100;
  const d = digits ?? fine(Math.abs(scaled));
  return { text: number(scaled, d, true), unit: kind === "points" ? points(lang) : "%" };
}

export const PERCENT = "%";
/** Values of targets below this show two decimals. */
export const SMALL = 10;

/** A value of a target as people read it: one decimal, two where the target is small. */
export const valueOf = (v: number | null, unit: string, size = v ?? 0): string => (v === null ? "–" : number(v, Math.abs(size) < SMALL && unit !== PERCENT ? 2 : 1) + (unit === PERCENT ? "%" : ""));

/** A title in the reader's language where a citation has both. */
export const cited = (title: string, lang: Lang): string => (lang === "zh" ? /\d*[\u4e00-\u9fff][\u4e00-\u9fff\d、《》（）“”·—-]*/.exec(title)?.[0] ?? title : title);
