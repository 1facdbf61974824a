/** Values of levers in words. */
import type { Lever } from "../../api/types";
import { number, percent, quantity } from "../../format";
import { find, say, textIn, type Key } from "../../i18n/catalogues";
import type { Lang, Shock } from "../../state/types";
import { onRate, scaleOf, type Scale } from "./scenario";

const places = (step: number): number => Math.max(0, Math.min(4, Math.ceil(-Math.log10(step) - 1e-9)));

/** A value on a scale, without its unit; what multiplies is a change in per cent. */
export function valueText(value: number, scale: Scale): string {
  if (scale.shown === "number") return number(value, Math.max(places(scale.step), Number.isInteger(value) ? 0 : 2));
  const times = scale.shown === "times";
  const share = Math.round((times ? value - 1 : value) * 1e6) / 1e6;
  const digits = Math.max(places(scale.step * 100), Number.isInteger(Math.round(share * 1e6) / 1e4) ? 0 : 1);
  if (scale.points) return number(share * 100, digits, true);
  return share === 0 ? "0%" : percent(share, digits, times || (scale.neutral === 0 && !scale.level));
}

/** A value with what it is a share of; Chinese says the unit first, but for units of money. */
export function withUnit(value: number, lever: Lever, scale: Scale, lang: Lang): string {
  const text = valueText(value, scale);
  if (scale.shown === "times") return say(lang, "policy.levers.scaled", { value: text });
  if (onRate(lever)) return say(lang, scale.points ? "policy.levers.points" : "policy.levers.rate", { value: text });
  const unit = textIn(lever.slider?.unit, lang);
  if (!unit) return text;
  return scale.shown === "number" ? quantity(text, unit, lang) : say(lang, "try.withunit", { value: text, unit });
}

/** What a shock sets its lever to, for tables and chips: short, so without what a share is a share of. */
export function shockText(shock: Shock, lever: Lever | undefined, lang: Lang): string {
  if (!lever) return number(shock.value);
  const scale = scaleOf(lever, shock);
  return scale.shown !== "percent" || onRate(lever) ? withUnit(shock.value, lever, scale, lang) : valueText(shock.value, scale);
}

/** The options of a shock that are not what its lever takes by itself, as briefs say them. */
export function optionsText(shock: Shock, lever: Lever | undefined, lang: Lang): string[] {
  const own = Object.entries(shock.options ?? {}).filter(([name, value]) => value !== (lever?.options[name]?.default ?? null));
  return own.map(([name, value]) => {
    const id = `policybrief.levers.options.${typeof value === "string" ? `${name}_${value}` : name}`;
    return find(lang, id) === undefined ? `${name} ${value}` : say(lang, id as Key, typeof value === "string" ? {} : { percent: number(100 * value, Number.isInteger(Math.round(1e4 * value) / 100) ? 0 : 1), number: number(value) });
  });
}
