/** Parts of the shell that are loaded when they are first asked for: each has a place, and a way to ask. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

type Part = ComponentType<{ onClose: () => void }>;

function later(load: () => Promise<Part>): [Place: ComponentType, open: () => void] {
  let ask = (): void => undefined;
  function Place() {
    const [found, set] = useState<{ of: Part } | null>(null);
    useEffect(() => {
      ask = () => void load().then((of) => set({ of }), () => undefined);
    }, []);
    return found && <found.of onClose={() => set(null)} />;
  }
  return [Place, () => ask()];
}

/** Help on the view that is shown. */
export const [Help, openHelp] = later(() => import("./helppanel").then((m) => m.HelpPanel));
/** The tour. */
export const [Tour, openTour] = later(() => import("./tour").then((m) => m.Tour));
