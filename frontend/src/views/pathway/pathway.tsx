/** Pathway: the open scenario of Try year by year, beside the baseline. */
import { useEffect, useMemo, useRef } from "preact/hooks";
import { get } from "../../api/client";
import { keptResult, useGet, useJob, type Running } from "../../api/hooks";
import type { Levers, PathwayResult, ReadyPackage } from "../../api/types";
import { barred, entryOf, regionName, useWorld } from "../../context";
import { joined } from "../../format";
import { say, useText } from "../../i18n";
import { textIn } from "../../i18n/catalogues";
import { useAppState } from "../../state/store";
import { LETTERS, type Lang, type Scenario } from "../../state/types";
import { reconcileScenarios } from "../../state/reconcile";
import { ErrorPanel } from "../../ui/error";
import { learn } from "../../ui/plain";
import { Headline } from "../../ui/headline";
import { PolicyBrief } from "../../ui/policybrief";
import { Progress, Skeleton } from "../../ui/skeleton";
import type { ViewProps } from "../registry";
import { lower } from "../try/banner";
import { Beyond } from "../try/beyond";
import { BenchContext } from "../try/bench";
import { useBefore } from "../try/before";
import { useKept } from "../try/keep";
import { Reproduce } from "../try/reproduce";
import { labelled, meantFor, requestOf, shocksOf, titleOf } from "../try/scenario";
import { Border } from "../try/start";
import { Trouble } from "../try/trouble";
import { pathOf } from "./asked";
import { Carbon } from "./carbon";
import { Mechanisms } from "./mechanisms";
import { Others } from "./others";
import { Past } from "./past";
import { useRoadmap } from "./roadmap";
import { Choices, Nothing, Which } from "./settings";
import { Years } from "./years";
import "./pathway.css";

for (const path of ["levers", "packages"]) get(path).catch(() => undefined); // asked while the accounts are on their way

export default function PathwayView(_: ViewProps) {
  const world = useWorld();
  const { meta } = world;
  const levers = useGet<Levers>("levers");
  const packages = useGet<{ packages: ReadyPackage[] }>("packages");
  const l = levers.data;
  const p = useMemo(() => packages.data?.packages.map((x) => ({ ...x, shocks: x.shocks.filter((s) => meantFor(s, meta)) })), [packages.data, meta]);
  useEffect(() => learn([], l?.levers), [l]);
  const error = levers.error ?? packages.error;
  if (error) return <main class="page"><ErrorPanel error={error} onRetry={() => (levers.again(), packages.again())} /></main>;
  if (barred(entryOf(world))) return <Border />;
  if (!l || !p) return <main class="page"><Skeleton lines={8} /></main>;
  return <Followed levers={l} packages={p} />;
}

function Followed({ levers, packages }: { levers: Levers; packages: ReadyPackage[] }) {
  const { t, pick, lang } = useText();
  const { meta, catalog } = useWorld();
  const state = useAppState();
  const settled = reconcileScenarios(state, levers.levers, packages).state; // what no longer exists is reported in Try
  const scenario = settled.scenarios[settled.active]!;
  const trial = requestOf(settled, scenario, packages, levers.levers, meta);
  const tab = (as: Lang): string => titleOf(scenario, settled.active, packages, as, say(as, "try.changedmark"));
  const called = (as: Lang): string => (tab(as) === LETTERS[settled.active] ? say(as, "pathway.called", { letter: tab(as) }) : tab(as));
  const tried = trial && labelled(trial, scenario.name || { en: called("en"), zh: called("zh") });
  const bench = { levers: levers.levers, families: levers.families, packages, scenario, active: settled.active, shocks: shocksOf(scenario, packages), request: trial, tariff: null, tariffs: [], pick: () => undefined, refused: [], refuse: () => undefined, save: null };
  const request = pathOf(settled, scenario, tried);
  const key = JSON.stringify(request);
  const running = useJob<PathwayResult>("pathway", request, key, 500);
  const last = useRef<{ found: PathwayResult; scenario: Scenario } | null>(null);
  const now = keptResult<PathwayResult>("pathway", key);
  if (now) last.current = { found: now, scenario };
  const found = now ?? last.current?.found ?? null;
  const dim = !now;
  const waiting = running.pending && !running.stopped;
  const status = lower(textIn(catalog.statuses[meta.status], lang) || meta.status);
  const credit = found ? t("pathway.credit", { region: regionName(meta, found.region, lang), first: found.years[0]!, last: found.years.at(-1)!, year: found.benchmark.year, status, source: meta.source }) : "";
  const props = found && { found, dim, credit };
  const road = useRoadmap(settled, scenario, tried);
  return (
    <BenchContext.Provider value={bench}>
      <main class="page paths">
        <Headline key={lang} text={props ? (props.found.empty || props.found.range ? pick(props.found.lead[0]) : t("pathway.waits", { region: regionName(meta, props.found.region, lang), last: props.found.years.at(-1)! })) : ""} usual={t("view.pathway")} />
        <Keep scenario={scenario} column={settled.active} whole={tried !== null && now !== null} />
        <Which />
        <Choices found={found} request={request} progress={<><Beyond />{!now && last.current && <Still then={last.current.scenario} now={scenario} />}<State running={running} found={now} /></>} />
        {running.error && <Trouble error={running.error} last={null} kept={false} onRetry={running.again} />}
        {!tried && <Nothing />}
        {road}
        {!props ? !running.error && !running.stopped && <section class="pan"><Skeleton lines={8} /></section> : (
          <>
            {props.found.lead.length > 1 && <section class={`pan words ${dim ? "dim" : ""}`} aria-label={t("pathway.comes")} aria-live="polite"><p>{joined(props.found.lead.slice(1).map(pick), lang)}</p>{props.found.carbon_scope && <p class="note scope">{pick(props.found.carbon_scope)}</p>}</section>}
            <Years {...props} />
            <div class="two">
              <div>
                {!props.found.empty && <Mechanisms {...props} waiting={waiting} />}
                {props.found.empty ? <Carbon {...props} /> : <Others {...props} />}
              </div>
              <div>
                {!props.found.empty && <Carbon {...props} />}
                <Past {...props} />
              </div>
            </div>
            <details class="pan how"><summary>{t("pathway.how")}</summary><ul>{[...props.found.notes, ...(props.found.range ? [props.found.range.note] : []), props.found.welfare_concept].map((n, i) => <li key={i}>{pick(n)}</li>)}</ul></details>
            <p class="note">{credit}</p>
            {trial && <p class="row2 on"><PolicyBrief scenarios={[{ title: "", request: trial }]} /></p>}
            <Reproduce by={props.found.reproduce} />
          </>
        )}
      </main>
    </BenchContext.Provider>
  );
}

/** The scenario is kept from here, too. */
function Keep({ scenario, column, whole }: { scenario: Scenario; column: number; whole: boolean }) {
  useKept(scenario, column, null, null, whole);
  return null;
}

/** Which setting the numbers are of, while those of another are on their way. */
function Still({ then, now }: { then: Scenario; now: Scenario }) {
  const { t } = useText();
  return <p class="still" role="status">{t("try.still", { setting: useBefore()(then, now) })}</p>;
}

function State({ running, found }: { running: Running<PathwayResult>; found: PathwayResult | null }) {
  const { t } = useText();
  if (running.stopped) return <p class="prog" role="status">{t(found ? "pathway.stopped" : "pathway.stopped.nothing")} <button onClick={running.again}>{t("ui.resume")}</button></p>;
  if (!running.pending) return null;
  return <Progress job={running.job} label={t(found ? "pathway.pending.more" : "pathway.pending")} onStop={running.stop} />;
}
