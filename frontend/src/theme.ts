/** Light, dark, or as the system says; kept on this computer and no part of a link. */
import { useState } from "preact/hooks";
import { EMBEDDED } from "./state/embedded";
import { keepChoice, keptChoice } from "./state/kept";

export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const watchers = new Set<() => void>();
const system = matchMedia("(prefers-color-scheme: dark)");

function read(): Theme {
  const kept = keptChoice("theme");
  return kept === "light" || kept === "dark" ? kept : "auto";
}

let theme: Theme = "auto";

function apply(): void {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  watchers.forEach((f) => f());
}

export function startTheme(): void {
  theme = EMBEDDED ? "auto" : read();
  system.addEventListener("change", () => watchers.forEach((f) => f()));
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

/** Tell whenever colours change, by choice or by the system. */
export function watchTheme(f: () => void): () => void {
  watchers.add(f);
  return () => void watchers.delete(f);
}

/** Value of a colour token now. */
export const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
