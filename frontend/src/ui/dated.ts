/** Year and status beside a title. */
import type { Text } from "../i18n";
import { STATUS_GLYPHS, statusWord } from "./source";

/** The year, unless the title says it, and the status, unless it is an observation or the figure says that it is simulated. */
export function dated(title: string, year: number, status: string, t: Text["t"]): string {
  const kind = status === "observed" || status === "simulated" ? "" : `${STATUS_GLYPHS[status] ?? "○"} ${statusWord(status, t)}`;
  return [title.includes(String(year)) ? "" : String(year), kind].filter(Boolean).join(" · ");
}
