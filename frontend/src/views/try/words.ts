/** Values of levers in words. */
import type { Lever } from "../../api/types";
import { number, percent, quantity } from "../../format";
import { say, textIn } from "../../i18n/catalogues";
import type { Lang, Shock } from "../../state/types";
import { scaleOf, type Scale } from "./scenario";

const places = (step: number): number => Math.max(0, Math.min(4, Math.ceil(-Math.log10(step) - 1e-9)));

/** A value on a scale, without its unit. */
export function valueText(value: number, scale: Scale): string {
  if (value === 0 && scale.shown === "percent") return "0%";
  if (scale.shown === "times") return `×${number(value, Math.max(1, places(scale.step)))}`;
  if (scale.shown === "number") return number(value, Math.max(places(scale.step), Number.isInteger(value) ? 0 : 2));
  const digits = Math.max(places(scale.step * 100), Number.isInteger(Math.round(value * 1e6) / 1e4) ? 0 : 1);
  return percent(value, digits, scale.neutral === 0);
}

/** A value with what it is a share of; Chinese says the unit first, but for units of money. */
export function withUnit(value: number, lever: Lever, scale: Scale, lang: Lang): string {
  const text = valueText(value, scale);
  const unit = textIn(lever.slider?.unit, lang);
  if (!unit || scale.shown === "times") return text;
  return scale.shown === "number" ? quantity(text, unit, lang) : say(lang, "try.withunit", { value: text, unit });
}

/** What a shock sets its lever to, for tables and chips: short, so without what a share is a share of. */
export function shockText(shock: Shock, lever: Lever | undefined, lang: Lang): string {
  if (!lever) return number(shock.value);
  const scale = scaleOf(lever, shock);
  return scale.shown === "number" ? withUnit(shock.value, lever, scale, lang) : valueText(shock.value, scale);
}
