/** Try: levers at the left, the economy's answer at the right. */
import { useEffect, useState } from "preact/hooks";
import { get } from "../../api/client";
import { useGet } from "../../api/hooks";
import type { Levers, ReadyPackage, Simulated } from "../../api/types";
import { useWorld } from "../../context";
import { replace, useAppState } from "../../state/store";
import { reconcileScenarios } from "../../state/reconcile";
import { ErrorPanel } from "../../ui/error";
import { saveFile } from "../../ui/save";
import { Skeleton } from "../../ui/skeleton";
import type { ViewProps } from "../registry";
import { BenchContext } from "./bench";
import { LeverPanel } from "./levers";
import { Results } from "./results";
import { requestOf, shocksOf, slug } from "./scenario";
import { Border } from "./start";
import "./try.css";

const ASKED = ["levers", "packages", "indicators"];
for (const path of ASKED) get(path).catch(() => undefined); // asked while the accounts are on their way

export default function Try({ onChanged }: ViewProps) {
  const state = useAppState();
  const { meta } = useWorld();
  const levers = useGet<Levers>("levers");
  const packages = useGet<{ packages: ReadyPackage[] }>("packages");
  const [central, setCentral] = useState<Simulated | null>(null);
  const [l, p] = [levers.data, packages.data?.packages];

  const settled = l && p ? reconcileScenarios(state, l.levers, p) : null;
  useEffect(() => {
    if (!settled?.changed.length) return;
    replace(settled.state);
    onChanged(settled.changed);
  }, [l, p, state.scenarios]);

  const error = levers.error ?? packages.error;
  if (error) return <main class="page"><ErrorPanel error={error} onRetry={() => (levers.again(), packages.again())} /></main>;
  if (!meta.closed) return <Border />;
  const scenario = state.scenarios[state.active];
  if (!l || !p || !scenario || settled?.changed.length) return <main class="page"><Skeleton lines={8} /></main>;
  const bench = { levers: l.levers, families: l.families, packages: p, scenario, active: state.active, shocks: shocksOf(scenario, p), request: requestOf(state, scenario, p, l.levers, meta) };
  const save = (): void => {
    if (central) saveFile(`${slug(scenario.name || scenario.package)}.yaml`, central.reproduce.yaml, "application/yaml");
  };
  return (
    <BenchContext.Provider value={bench}>
      <div class="try">
        <LeverPanel central={central} onSave={save} />
        <Results onCentral={setCentral} />
      </div>
    </BenchContext.Provider>
  );
}
