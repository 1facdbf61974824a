/** Why a number is not stated, or at whose expense it is, in a sentence; the rule by which numbers are stated. */
import type { Sign, Simulated, T } from "../../api/types";
import { number } from "../../format";
import type { Text } from "../../i18n";

const REASONS = ["others", "borne", "response", "structure", "assumed", "zero or positive", "zero or negative", "ambiguous"] as const;
type Reason = (typeof REASONS)[number];

const isReason = (sign: string): sign is Reason => (REASONS as readonly string[]).includes(sign);

/** What a verdict means, with how many cases are unsolved where they leave it open; nothing of one that says it itself. */
export function whyOf(sign: Sign | null | undefined, { t, pick }: Pick<Text, "t" | "pick">, unsolved?: T | null): string {
  if (sign === "none") return pick(unsolved);
  return sign && isReason(sign) ? t(`try.why.${sign.replaceAll(" ", "_") as "others"}`) : "";
}

/** What counts as no change of real income. */
export const noneOf = ({ none }: Simulated, t: Text["t"]): string => t("try.rule.none", { none: `${number(none * 100)}%` });
