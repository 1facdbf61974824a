/** The views; each is loaded when it is first opened. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { asApiError } from "../api/hooks";
import type { ApiError } from "../api/client";
import { decode } from "../state/codec";
import type { Changed } from "../state/reconcile";
import type { View } from "../state/types";
import { ErrorPanel } from "../ui/error";
import { Skeleton } from "../ui/skeleton";

/** What a view may tell the shell: pieces of a link that no longer hold. */
export interface ViewProps {
  onChanged: (changed: Changed[]) => void;
}

type Loaded = { default: ComponentType<ViewProps> };

/** A question of `diagnose`, inside the frame that all of them have. */
const question = async (part: Promise<ComponentType>): Promise<Loaded> => {
  const { framed } = await import("./diagnose/diagnose");
  return { default: framed(await part) };
};

const VIEW: Record<View, () => Promise<Loaded>> = {
  start: () => import("./start/start"),
  now: () => import("./now/now"),
  six: () => import("./explore/explore"),
  index: () => import("./index/index"),
  findings: () => question(import("./diagnose/findings").then((m) => m.Findings)),
  dependence: () => question(import("./diagnose/dependence").then((m) => m.Depends)),
  circulation: () => question(import("./diagnose/circulation").then((m) => m.Circles)),
  flows: () => question(import("./diagnose/flows").then((m) => m.FlowsTab)),
  smile: () => question(import("./diagnose/smile").then((m) => m.Smiles)),
  division: () => question(import("./diagnose/division").then((m) => m.Divides)),
  try: () => import("./try/try"),
  pathway: () => import("./pathway/pathway"),
  budget: () => import("./search/search"),
  data: () => import("./data/data"),
  ask: () => question(import("./diagnose/ask").then((m) => m.Asks)),
};

const loaded = new Map<View, ComponentType<ViewProps>>();

/** Load a view once. */
const load = (view: View): Promise<unknown> => VIEW[view]().then((m) => loaded.has(view) || loaded.set(view, m.default));

/** Begin to load the view that an address opens, while the catalog is still on its way. */
export function preload(hash: string): void {
  load(decode(hash).state.view).catch(() => undefined);
}

export function ViewOf({ view, onChanged }: { view: View } & ViewProps) {
  const [, see] = useState(0);
  const [error, setError] = useState<ApiError | null>(null);
  const ask = (): void => {
    setError(null);
    load(view).then(() => see((n) => n + 1), (e: unknown) => setError(asApiError(e)));
  };
  const Shown = loaded.get(view);
  useEffect(() => {
    if (!Shown) ask(); // also when it has arrived since this was drawn: only then is it shown
  }, [view]);
  if (error) return <div class="page"><ErrorPanel error={error} onRetry={ask} /></div>;
  return Shown ? <Shown onChanged={onChanged} /> : <div class="page"><Skeleton lines={6} /></div>;
}
