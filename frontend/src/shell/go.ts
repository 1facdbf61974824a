/** Open a view, as a link does that is followed. */
import { change } from "../state/store";
import type { View } from "../state/types";

export const go = (view: View) => (e: Event) => {
  e.preventDefault();
  change("view", (s) => ({ ...s, view }));
  scrollTo(0, 0);
};
