/** Try: levers at the left, the economy's answer at the right. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { get } from "../../api/client";
import { useGet } from "../../api/hooks";
import type { Levers, ReadyPackage, Simulated } from "../../api/types";
import { barred, entryOf, useWorld } from "../../context";
import { useText } from "../../i18n";
import { replace, useAppState } from "../../state/store";
import { reconcileScenarios } from "../../state/reconcile";
import { ErrorPanel } from "../../ui/error";
import { learn } from "../../ui/plain";
import { saveFile } from "../../ui/save";
import { Skeleton } from "../../ui/skeleton";
import type { ViewProps } from "../registry";
import { BenchContext } from "./bench";
import { LeverPanel } from "./levers";
import { Loaded, useLoader } from "./load";
import { Results, type Answered } from "./results";
import { meantFor, requestOf, shocksOf, slug } from "./scenario";
import { Border, Carried } from "./start";
import "./try.css";

const ASKED = ["levers", "packages", "indicators"];
for (const path of ASKED) get(path).catch(() => undefined); // asked while the accounts are on their way

export default function Try({ onChanged }: ViewProps) {
  const state = useAppState();
  const world = useWorld();
  const { meta } = world;
  const levers = useGet<Levers>("levers");
  const packages = useGet<{ packages: ReadyPackage[] }>("packages");
  const [central, setCentral] = useState<Simulated | null>(null);
  const [answered, setAnswered] = useState<Answered>("pending");
  const [said, say] = useState("");
  const [saving, setSaving] = useState(false);
  const { t } = useText();
  const input = useRef<HTMLInputElement>(null);
  const l = levers.data;
  const p = useMemo(() => packages.data?.packages.map((x) => ({ ...x, shocks: x.shocks.filter((s) => meantFor(s, meta)) })), [packages.data, meta]);
  const loader = useLoader(p ?? []);

  const [refused, setRefused] = useState<string[]>([]);
  const refuse = (lever: string, is: boolean): void => setRefused((was) => (was.includes(lever) === is ? was : is ? [...was, lever] : was.filter((x) => x !== lever)));

  useEffect(() => learn([], l?.levers), [l]);

  const settled = l && p ? reconcileScenarios(state, l.levers, p) : null;
  useEffect(() => {
    if (!settled?.changed.length) return;
    replace(settled.state);
    onChanged(settled.changed);
  }, [l, p, state.scenarios]);

  // a slider may have moved since: what is saved are the levers as they stand
  useEffect(() => {
    if (!saving || answered !== "fresh" || !central) return;
    const open = state.scenarios[state.active]!;
    saveFile(`${slug(open.name || open.package)}.yaml`, central.reproduce.yaml, "application/yaml");
    setSaving(false);
  }, [saving, answered, central]);

  const error = levers.error ?? packages.error;
  if (error) return <main class="page"><ErrorPanel error={error} onRetry={() => (levers.again(), packages.again())} /></main>;
  if (barred(entryOf(world))) return <Border />;
  const scenario = state.scenarios[state.active];
  if (!l || !p || !scenario || settled?.changed.length) return <main class="page"><Skeleton lines={8} /></main>;
  const bench = { levers: l.levers, families: l.families, packages: p, scenario, active: state.active, shocks: shocksOf(scenario, p), request: requestOf(state, scenario, p, l.levers, meta), tariff: central?.tariff ?? null, tariffs: central?.tariffs ?? [], pick: () => input.current?.click(), refused, refuse, save: central && answered !== "failed" ? () => setSaving(true) : null };
  const take = (e: { currentTarget: HTMLInputElement }): void => {
    void loader.take([...(e.currentTarget.files ?? [])]);
    e.currentTarget.value = "";
  };
  const above = (
    <>
      <input ref={input} hidden type="file" accept=".yaml,.yml" onChange={take} />
      <Carried />
      <Loaded state={loader.state} pick={bench.pick} dismiss={loader.dismiss} />
    </>
  );
  return (
    <BenchContext.Provider value={bench}>
      <div class="try">
        <LeverPanel central={central} said={said} />
        <Results onCentral={(found, now, sentence) => (setCentral(found), setAnswered(now), say(sentence))} above={above} />
        {loader.over && <p class="over">{t("try.load.drop")}</p>}
      </div>
    </BenchContext.Provider>
  );
}
