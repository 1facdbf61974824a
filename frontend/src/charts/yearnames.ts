/** Years of several databases in words. */
import type { Joined } from "../api/types";
import type { Text } from "../i18n";

/** Each year; an estimate is marked with an e. */
export const yearNames = ({ years, year_statuses }: Joined): string[] => years.map((y, k) => `${y}${year_statuses[k] === "observed" ? "" : "e"}`);

/** What must be said where databases meet: their years, and that nothing is read across the gap. Empty for one database. */
export function acrossBreaks({ years, year_statuses, breaks }: Joined, { t }: Pick<Text, "t">): string {
  if (!breaks.length) return "";
  const starts = [0, ...breaks];
  const status = (k: number): string => t(year_statuses[k] === "observed" ? "status.observed" : "status.estimated");
  const parts = starts.map((from, n) => t("chart.break.part", { first: years[from]!, last: years[(starts[n + 1] ?? years.length) - 1]!, status: status(from) }));
  return t("chart.break", { parts: parts.join(t("text.clauses")) });
}
