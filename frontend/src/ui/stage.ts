/** How much larger a picture is drawn than on a page: on a stage its words are read from afar, and it has few rows. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";

export const StageContext = createContext(1);

/** Rows that a picture has on a stage. */
const FEW = 5;

/** The rows that are drawn: on a stage the first ones, or those at both ends, and that of the economy in focus. */
export function useRows<R extends { me?: boolean }>(rows: R[], ends = false): R[] {
  if (useContext(StageContext) === 1 || rows.length <= FEW) return rows;
  if (ends) return rows.filter((r, i) => i < 3 || i >= rows.length - 2 || r.me);
  const first = rows.slice(0, FEW);
  const own = rows.find((r) => r.me);
  return !own || first.includes(own) ? first : [...first.slice(0, -1), own];
}
