/** The index: weights to move, ranks with their intervals, pillars, what holds the economy in focus back, the audit. */
import { useMemo, useState } from "preact/hooks";
import { post, query } from "../../api/client";
import { isBegun, useAsked, useGet, useJob } from "../../api/hooks";
import type { Scored } from "../../api/types";
import { regionName, useWorld } from "../../context";
import { number } from "../../format";
import { useText } from "../../i18n";
import { useAppState, useParam } from "../../state/store";
import { ErrorPanel } from "../../ui/error";
import { Segmented } from "../../ui/segmented";
import { Progress } from "../../ui/skeleton";
import { Awaited, NeedsWorld } from "../diagnose/state";
import { AuditList } from "./audit";
import { Heatmap, Holds, Ranks } from "./charts";
import "../diagnose/depth.css";
import { asked, read, rescored, write, type Moved } from "./scores";
import { Weights } from "./weights";

/** Other ways to build the index that the ranks are tried under: at once, and in a job with the audit. */
const [FEW, MANY] = [100, 1000];

export default function Index() {
  const { t } = useText();
  const { meta } = useWorld();
  const { on, year } = useAppState();
  const [view, setView] = useParam("index.view", "");
  const found = useGet<Scored>(!meta.closed ? "" : `index?${query({ on, year, view })}`);
  return (
    <main class="page depth">
      <h1 class="vh">{t("view.index")}</h1>
      {!meta.closed ? <NeedsWorld title={t("index.title.none")} /> : <Awaited asked={found} title={t("index.title.none")}>{(scored) => <Board key={`${on} ${view}`} scored={scored} onView={setView} />}</Awaited>}
    </main>
  );
}

interface Intervals {
  /** The answer with intervals for the weights as they are, and whether it is on its way. */
  data: Scored | null;
  pending: boolean;
  line: preact.ComponentChildren;
}

/** Intervals from a few replications follow the weights; many, with the audit, are a job that is asked for. */
function useIntervals(scored: Scored, set: Moved): Intervals {
  const { t } = useText();
  const { on } = useAppState();
  const weights = asked(scored.weights, set);
  const untouched = Object.keys(set).length === 0;
  const request = { on, year: scored.year, view: scored.view, ...(untouched ? {} : { weights }) };
  const key = JSON.stringify(request);
  const [started, start] = useState(isBegun("index", key) ? key : "");
  const quick = useAsked<Scored>(untouched ? "" : key, (signal) => post("index", { ...request, replications: FEW }, signal), 600);
  const job = useJob<Scored>("index", { ...request, replications: MANY }, started === key ? key : "", 0);
  const few = untouched ? scored : quick.pending || quick.error ? null : quick.data;
  const asking = <><button class="primary" onClick={() => start(key)}>{t("index.ask")}</button> <span class="note">{t("index.ask.note", { n: number(MANY, 0) })}</span></>;
  if (started !== key) return { data: few, pending: quick.pending, line: quick.error ? <ErrorPanel error={quick.error} onRetry={quick.again} /> : asking };
  if (job.error) return { data: few, pending: false, line: <ErrorPanel error={job.error} onRetry={job.again} /> };
  if (job.stopped) return { data: few, pending: false, line: <span class="note">{t("ui.stopped")} <button onClick={job.again}>{t("ui.resume")}</button></span> };
  if (job.pending || !job.data) return { data: few, pending: false, line: <Progress job={job.job} label={t("index.running")} onStop={job.stop} /> };
  return { data: job.data, pending: false, line: <span class="note">{t("index.done", { n: number(job.data.replications, 0) })}</span> };
}

function Board({ scored, onView }: { scored: Scored; onView: (view: string) => void }) {
  const { t, pick } = useText();
  const { region, year } = useAppState();
  const [said, say] = useParam("index.weights", "");
  const set = useMemo(() => read(said), [said]);
  const sure = useIntervals(scored, set);
  const rows = useMemo(() => rescored(scored.units, scored.weights, set), [scored, set]);
  const ranged = sure.data?.units.some((u) => u.ranks) ? sure.data : null;
  const audit = sure.data?.audit;
  const props = { scored, rows, set, ranged, pending: sure.pending, region };
  return (
    <>
      <div class="filters">
        <h2 class="name">{pick(scored.name)} · {scored.year}{scored.year !== year && <small> {t("index.lastyear", { year })}</small>}</h2>
        {scored.views.length > 0 && <Segmented label={t("index.view")} value={scored.view} onChange={onView} options={views(scored, pick, t("index.view.pillars"))} />}
        <div class="model">{sure.line}</div>
      </div>
      <div class="fw">
        <Weights scored={scored} moved={set} onMove={(next) => say(write(next))} />
        <div class="board">
          <div><Ranks {...props} /><Holds {...props} /></div>
          <div>
            <Heatmap {...props} />
            {!audit && <section class="pan" aria-label={t("index.audit")}><div class="ph"><h2>{t("index.audit")}</h2></div><p class="note">{t("index.audit.ask")}</p></section>}
            {scored.unscored.length > 0 && <Unscored scored={scored} />}
          </div>
          {audit && <AuditList audit={audit} scored={scored} />}
        </div>
      </div>
    </>
  );
}

/** The usual view has the name of the index; what it orders by says more. */
function views(scored: Scored, pick: ReturnType<typeof useText>["pick"], usual: string): { value: string; label: string }[] {
  return scored.views.map((v) => ({ value: v.id, label: v.id ? pick(v.label) : usual }));
}

function Unscored({ scored }: { scored: Scored }) {
  const { t, pick, lang } = useText();
  const { meta } = useWorld();
  return (
    <section class="pan" aria-label={t("index.unscored")}>
      <div class="ph"><h2>{t("index.unscored")}</h2></div>
      <ul class="plain">{scored.unscored.map((u, i) => <li key={i}><b>{u.units.length >= scored.units.length ? t("index.everyone") : u.units.map((c) => regionName(meta, c, lang)).join(t("language.marks.comma"))}</b> {u.years.map(([a, b]) => (a === b ? `${a}` : `${a}–${b}`)).join(t("language.marks.comma"))}{t("language.marks.colon")}{u.missing.map(pick).join(t("language.marks.comma"))}</li>)}</ul>
    </section>
  );
}
