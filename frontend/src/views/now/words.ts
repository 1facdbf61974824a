/** Official figures as people read them. */
import type { NowFigure, NowPage, T } from "../../api/types";
import { byMyriads, money, number } from "../../format";
import type { Text } from "../../i18n";

type As = Pick<NowFigure, "unit" | "digits">;

/** A value with its unit: that of the source, or larger where large numbers are counted by ten thousands. */
export function said(value: number, { unit, digits }: As, { t, lang }: Pick<Text, "t" | "lang">): string {
  const myriads = byMyriads(lang);
  const hundreds = (v: number): string => number(v / 100, Math.max(2, v && Math.abs(v) < 1 ? digits + 2 : 2));
  if (unit === "%") return `${number(value, digits)}%`;
  if (unit === "bn.USD") return Math.abs(value) >= 1 ? money(value * 1000, "USD", lang) : t("text.money", { value: number(myriads ? value * 10 : value, digits), currency: t("text.money.usd") });
  if (unit === "USD") return t("now.unit.usd", { value: number(value, digits) });
  if (unit === "USD PPP") return t("now.unit.ppp", { value: number(value, digits) });
  if (unit === "million") return t("now.unit.million", { value: myriads ? hundreds(value) : number(value, digits) });
  if (unit === "Mt") return t("now.unit.mt", { value: myriads ? hundreds(value) : number(value, digits) });
  if (unit === "Mt CO2e") return t("now.unit.co2e", { value: said(value, { unit: "Mt", digits }, { t, lang }) });
  if (unit === "t") return t("now.unit.t", { value: number(value, digits) });
  if (unit === "TWh") return t("now.unit.power", { value: myriads ? number(value * 10, Math.max(0, digits - 1)) : number(value, digits) });
  return number(value, digits);
}

/** A first estimate is marked. */
export const yearOf = (f: Pick<NowFigure, "year" | "status">): string => `${f.year}${f.status === "observed" ? "" : "e"}`;

type Aged = Pick<NowFigure, "age" | "freshness">;
const old = (f: Aged): string => (f.freshness === "old" ? "□ " : "");
export const ageOf = (f: Aged): string => old(f) + f.age.toFixed(1);

/** How new it is and whose, in a line. */
export const whenOf = (f: Aged & Pick<NowFigure, "year" | "status">, source: string, { t }: Pick<Text, "t">): string => old(f) + t("now.when", { year: yearOf(f), age: f.age.toFixed(1), source });

export const named = (page: NowPage, code: string, pick: Text["pick"]): string => pick(page.names[code] as T | undefined) || code;

/** What the page is headed with: growth, and the part in world manufacturing, each with its year. */
export function headline(page: NowPage, { t, pick, lang }: Text): string {
  const who = pick(page.economy);
  const of = (id: string): NowFigure | undefined => page.figures.find((f) => f.id === id);
  const [growth, made] = [of("growth"), of("manufacturing_world")];
  const newest = Math.max(0, ...page.figures.map((f) => f.year));
  if (!growth) return t("now.plain", { who, year: newest });
  const value = said(Math.abs(growth.value), growth, { t, lang });
  const first = t(growth.value < 0 ? "now.fell" : "now.grew", { who, value, year: growth.year }) + (growth.status === "observed" ? "" : t("now.estimated"));
  return first + (made ? t("now.made", { value: said(made.value, made, { t, lang }), year: made.year }) : "");
}
