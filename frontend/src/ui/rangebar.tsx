/** A range on a zero line: the bar is the range, the tick the central value; hatched where the sign changes inside. */
import type { Better, Sign } from "../api/types";
import type { Key, Text } from "../i18n";

/** `none`: no change, or none in one direction; `unclear`: both signs, or none may be stated; `pending`: there is no range (yet). */
export type Direction = "better" | "worse" | "neither" | "none" | "unclear" | "pending";
/** Whether words stand in place of the number. */
export const hidden = (way: Direction): boolean => way === "none" || way === "unclear" || way === "pending";

/** What stands in place of a number: the class of its range, or that the range is awaited or was not found. */
export const inPlace = (sign: Sign | null | undefined, awaited = true): Key => (sign ? `policy.signs.signs.${sign === "ambiguous" ? "sign_ambiguous" : sign.replaceAll(" ", "_")}` : awaited ? "ui.pending" : "policy.signs.signs.unknown") as Key;

/** Whether a change is for the better: by the registry's direction, never by its sign alone. */
export function direction(change: number | null, better: Better, sign: Sign | null | undefined): Direction {
  if (change === null) return "neither";
  if (!sign) return "pending";
  if (sign.startsWith("zero")) return "none";
  if (sign !== "positive" && sign !== "negative") return "unclear";
  if (better === "none" || better === "target") return "neither";
  return change > 0 === (better === "higher") ? "better" : "worse";
}

/** A range bar in words: what it is of, the verdict or number, and the range where that may stand beside it. */
export const rangeLabel = (label: string, value: string, range: string, t: Text["t"]): string => (range ? t("ui.rangeof", { label, value, range }) : label + t("language.marks.colon") + value);

interface Props {
  low: number;
  high: number;
  value: number | null;
  /** Ends of the scale; holds zero. */
  domain: [number, number];
  way: Direction;
  label: string;
  /** Whether the range may stand beside the verdict; as a rule it may. */
  drawn?: boolean | undefined;
}

const at = (v: number, [a, b]: [number, number]): number => Math.min(100, Math.max(0, ((v - a) / (b - a)) * 100));

export function RangeBar({ low, high, value, domain, way, label, drawn = true }: Props) {
  const [x, y] = [at(low, domain), at(high, domain)];
  return (
    <div class={`rb ${way}`} role="img" aria-label={label}>
      <i class="z" style={{ left: `${at(0, domain)}%` }} />
      {drawn && <i class="b" style={{ left: `${x}%`, width: `${Math.max(y - x, 0.6)}%` }} />}
      {!hidden(way) && value !== null && <i class="tk" style={{ left: `${at(value, domain)}%` }} />}
    </div>
  );
}

/** A scale symmetric about zero that holds all the values, with some air. */
export function around(values: (number | null)[]): [number, number] {
  const most = Math.max(1e-9, ...values.map((v) => Math.abs(v ?? 0))) * 1.15;
  return [-most, most];
}
