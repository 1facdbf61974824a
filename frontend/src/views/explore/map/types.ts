import type { Steps } from "./classes";

export interface MapProps {
  /** Code → value; null where it is not known. */
  values: Record<string, number | null>;
  /** The economy in focus. */
  chosen: string;
  name: (code: string) => string;
  say: (value: number) => string;
  steps: Steps;
  /** What the map shows, in words. */
  label: string;
  onPick: (code: string) => void;
}
