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

const VIEW: Record<View, () => Promise<Loaded>> = {
  now: () => import("./now/now"),
  explore: () => import("./explore/explore"),
  diagnose: () => import("./diagnose/diagnose"),
  try: () => import("./try/try"),
  pathway: () => import("./pathway/pathway"),
  search: () => import("./search/search"),
  index: () => import("./index/index"),
  data: () => import("./data/data"),
};

/** Begin to load the view that an address opens, while the catalog is still on its way. */
export function preload(hash: string): void {
  const view = decode(hash).state.view;
  VIEW[view]().then((m) => loaded.set(view, m.default), () => undefined);
}

const loaded = new Map<View, ComponentType<ViewProps>>();

export function ViewOf({ view, onChanged }: { view: View } & ViewProps) {
  const [, see] = useState(0);
  const [error, setError] = useState<ApiError | null>(null);
  const load = (): void => {
    setError(null);
    VIEW[view]().then(
      (m) => (loaded.set(view, m.default), see((n) => n + 1)),
      (e: unknown) => setError(asApiError(e)),
    );
  };
  const Shown = loaded.get(view);
  useEffect(() => {
    if (!Shown) load(); // also when it has arrived since this was drawn: only then is it shown
  }, [view]);
  if (error) return <div class="page"><ErrorPanel error={error} onRetry={load} /></div>;
  return Shown ? <Shown onChanged={onChanged} /> : <div class="page"><Skeleton lines={6} /></div>;
}
