/** Numbers as people read them, in each language: true minus, thousands, "points" for differences of shares. */
import { find, say, tagOf } from "./i18n/catalogues";
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
export function joined(sentences: (string | false | null | undefined)[], lang: Lang): string {
  const [first = "", ...rest] = sentences.filter((s): s is string => !!s);
  return rest.reduce((before, next) => say(lang, "text.sentences", { before, next }), first);
}

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
export const points = (lang: Lang): string => say(lang, "text.points");

/** A range: en dash without signs, words between signs; the unit of both stands once. */
export function range(low: string, high: string, lang: Lang): string {
  if (low === high) return low;
  const last = /(?<=\d)\D+$/.exec(low)?.[0] ?? "";
  const unit = high.endsWith(last) ? last : "";
  return say(lang, /^[+−]/.test(low) || /^[+−]/.test(high) ? "language.span.signed" : "language.span.plain", { low: low.slice(0, low.length - unit.length), high, percent: unit === "%" ? unit : "" });
}

/** A number beside its unit. */
export const quantity = (value: string, unit: string, lang: Lang): string => value + say(lang, "language.marks.before_unit") + unit;

/** Whether large numbers are counted by ten thousands, not by thousands. */
export const byMyriads = (lang: Lang): boolean => lang === "zh";

/** Big money in words: billions of dollars, or hundreds of millions. `millions` is in million of the unit. */
export function money(millions: number | null, currency: string, lang: Lang): string {
  if (millions === null) return "–";
  const [step, large] = byMyriads(lang) ? [100, 10000] : [1000, 1000];
  const value = millions / step;
  const words = { currency: say(lang, /cny|rmb|yuan/i.test(currency) ? "text.money.yuan" : "text.money.usd") };
  return Math.abs(value) >= large ? say(lang, "text.money.large", { value: number(value / large), ...words }) : say(lang, "text.money", { value: number(value), ...words });
}

/** Two amounts of money with their unit once. */
export function moneyRange(low: number | null, high: number | null, currency: string, lang: Lang): string {
  const [a, b] = [money(low, currency, lang), money(high, currency, lang)];
  const unit = a.replace(/^[−\d.,]+/, "");
  return unit && b.endsWith(unit) ? range(a.slice(0, -unit.length), b.slice(0, -unit.length), lang) + unit : range(a, b, lang);
}

/** Tonnes of CO2 given in thousand tonnes (kt), in the unit that the language has for large emissions. */
export function emissions(kilotonnes: number | null, lang: Lang): string {
  if (kilotonnes === null) return "–";
  return quantity(byMyriads(lang) ? number(kilotonnes / 1e5, 2) : number(kilotonnes / 1000, 0), say(lang, "text.mt"), lang);
}

/** A unit as people read it. */
export const unitName = (unit: string, lang: Lang): string => find(lang, `language.units.${unit}`) || find(lang, `unit.${unit}`) || unit;

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
  return unit && unit !== "index" ? quantity(number(value), unitName(unit, lang), lang) : number(value);
}

/** Decimals that show two figures, three at most, those of the answer in a sentence; a fourth where three read 0, none where four do. */
export function fine(size: number): number {
  if (size < 5e-5) return 0;
  if (size < 5e-4) return 4;
  return Math.min(3, Math.max(0, 1 - Math.floor(Math.log10(Number(size.toPrecision(2))))));
}

/** A change as a headline: its number, and its unit apart so that it can be set smaller. */
export function change(value: number | null, kind: "relative" | "points", lang: Lang, digits?: number): { text: string; unit: string } {
  if (value === null) return { text: "–", unit: "" };
  const scaled = value * 100;
  const d = digits ?? fine(Math.abs(scaled));
  return { text: number(scaled, d, true), unit: kind === "points" ? points(lang) : "%" };
}

/** A range of changes in words, such as "−4.1 to −1.8%", nothing of one that may not stand beside its verdict; without the unit of differences where that stands beside it. */
export function spanText(span: { low: number | null; high: number | null; drawn?: boolean }, kind: "relative" | "points", lang: Lang, bare = false): string {
  if (span.drawn === false) return "";
  const [low, high] = [change(span.low ?? 0, kind, lang), change(span.high ?? 0, kind, lang)];
  if (bare && kind === "points") return range(low.text, high.text, lang);
  return kind === "relative" ? range(low.text + low.unit, high.text + high.unit, lang) : range(low.text, high.text, lang) + high.unit;
}

export const PERCENT = "%";
/** Values of targets below this show two decimals. */
export const SMALL = 10;

/** A value of a target as people read it: one decimal, two where the target is small. */
export const valueOf = (v: number | null, unit: string, size = v ?? 0): string => (v === null ? "–" : number(v, Math.abs(size) < SMALL && unit !== PERCENT ? 2 : 1) + (unit === PERCENT ? "%" : ""));

/** A title in the reader's language where a citation has both. */
export const cited = (title: string, lang: Lang): string => (lang === "zh" ? /\d*[\u4e00-\u9fff][\u4e00-\u9fff\d、《》（）“”·—-]*/.exec(title)?.[0] ?? title : title);

/** The time of a day, as the reader's language writes it. */
export const timeOf = (at: number, lang: Lang): string => new Date(at).toLocaleTimeString(tagOf(lang), { hour: "2-digit", minute: "2-digit", hour12: false });

/** When something was: today and yesterday by their names, before that the date. */
export function whenOf(at: number, lang: Lang, now = Date.now()): string {
  const day = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0);
  const ago = Math.round((day(now) - day(at)) / 86_400_000);
  if (ago === 0) return say(lang, "shelf.today", { time: timeOf(at, lang) });
  return ago === 1 ? say(lang, "shelf.yesterday") : new Date(at).toLocaleDateString(tagOf(lang), { day: "numeric", month: "short", ...(ago > 300 ? { year: "numeric" } : {}) });
}
