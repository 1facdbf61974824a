/** What all tabs ask about: the accounts, the year and the economy in focus, as a query. */
import { query } from "../../api/client";
import { useAppState } from "../../state/store";

export function useFocus(): { on: string; year: number; region: string; at: (more?: Record<string, string | number | null>) => string } {
  const { on, year, region } = useAppState();
  return { on, year, region, at: (more = {}) => query({ on, year, region, ...more }) };
}
