import type { Place } from "../state/types";
import type { Theme } from "../theme";

/** A shape for each place, on the bar of phones. */
const PATHS: Record<Place, string> = {
  start: "M3 11l8-7 8 7v8h-6v-5H9v5H3z",
  stands: "M2 11s4-6 9-6 9 6 9 6-4 6-9 6-9-6-9-6zm9-3a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
  back: "M9 3a6 6 0 1 0 0 12A6 6 0 0 0 9 3zm4.5 10.5L19 19",
  try: "M3 6h9m4 0h3M3 11h3m4 0h9M3 16h11m4 0h1M14 4v4M8 9v4M16 14v4",
  data: "M4 11h.1M11 11h.1M18 11h.1",
};

export const Glyph = ({ of }: { of: Place }) => <svg viewBox="0 0 22 22" width="22" height="22" aria-hidden="true"><path d={PATHS[of]} fill="none" stroke="currentColor" stroke-width={of === "data" ? 3 : 1.8} stroke-linecap="round" stroke-linejoin="round" /></svg>;

/** A shape for each theme, where there is no room for its name. */
export const THEME_GLYPHS: Record<Theme, string> = { auto: "◐", light: "○", dark: "●" };
