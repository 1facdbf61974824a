/** Light, dark, or as the system says; kept on this computer and no part of a link. */
import { useState } from "preact/hooks";
import { EMBEDDED } from "./state/embedded";
import { keepChoice, keptChoice } from "./state/kept";

export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

function read(): Theme {
  const kept = keptChoice("theme");
  return kept === "light" || kept === "dark" ? kept : "auto";
}

let theme: Theme = "auto";

function apply(): void {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function startTheme(): void {
  theme = EMBEDDED ? "auto" : read();
  apply();
}

function choose(next: Theme): void {
  theme = next;
  keepChoice("theme", next);
  apply();
}

export function useTheme(): [Theme, (next: Theme) => void] {
  const [seen, see] = useState(theme);
  return [seen, (next) => (choose(next), see(next))];
}

/** Value of a colour token now. */
export const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
