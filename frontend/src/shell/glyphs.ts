import type { View } from "../state/types";
import type { Theme } from "../theme";

/** A shape for each view, on the bar of phones. */
export const GLYPHS: Record<View, string> = { now: "●", explore: "◍", diagnose: "◆", try: "⇄", pathway: "↗", search: "◎", index: "▤", data: "▦" };

/** A shape for each theme, where there is no room for its name. */
export const THEME_GLYPHS: Record<Theme, string> = { auto: "◐", light: "○", dark: "●" };
