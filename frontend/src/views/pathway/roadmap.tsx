/** Whether targets are met: asked for when the reader wants them, with targets that come with newind or of their own. */
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { keptResult, useGet, useJob } from "../../api/hooks";
import type { RoadmapResult, SimulateRequest, T } from "../../api/types";
import { regionName, useWorld } from "../../context";
import { joined } from "../../format";
import { useText } from "../../i18n";
import { textIn } from "../../i18n/catalogues";
import { useParam } from "../../state/store";
import type { Scenario, State } from "../../state/types";
import { Downloads, type Numbers } from "../../ui/downloads";
import { ErrorPanel } from "../../ui/error";
import { saveFile } from "../../ui/save";
import { Progress, Skeleton } from "../../ui/skeleton";
import { lower } from "../try/banner";
import { Block } from "../try/reproduce";
import { listOf, mapOf, toggled } from "./asked";
import { keepFile, recallFile } from "./own";
import { TargetRow } from "./target";
import { Timetable } from "./timetable";

interface Shipped {
  targets: { region: string; label: T; file: string; yaml: string }[];
}

/** The answer, and right below it target by target. */
export function useRoadmap(settled: State, scenario: Scenario, tried: SimulateRequest | null): ComponentChildren {
  const { t, pick, lang } = useText();
  const { meta, catalog } = useWorld();
  const [asked, setAsked] = useParam("pathway.map", "");
  const [ownName, setOwn] = useParam("pathway.own", "");
  const [opened, setOpened] = useParam("pathway.open", "");
  const [large, setLarge] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const shipped = useGet<Shipped>(asked ? "targets" : "").data?.targets;
  const own = recallFile(ownName);
  const lost = ownName !== "" && !own;
  const mine = shipped?.find((s) => s.region === settled.region);
  const nothing = !own && !lost && shipped !== undefined && !mine;
  const request = mapOf(settled, scenario, tried, own);
  const key = asked && !lost && shipped !== undefined && !nothing ? JSON.stringify(request) : "";
  const running = useJob<RoadmapResult>("roadmap", request, key, 500);
  const last = useRef<RoadmapResult | null>(null);
  const now = key ? keptResult<RoadmapResult>("roadmap", key) : null;
  if (now) last.current = now;
  const found = now ?? (key ? last.current : null);
  const dim = !now;
  const take = async (files: FileList | null): Promise<void> => {
    const file = files?.[0];
    if (!file) return;
    const name = await keepFile(file);
    setLarge(name === null ? file.name : "");
    if (name !== null) setOwn(name);
  };
  const status = lower(textIn(catalog.statuses[meta.status], lang) || meta.status);
  const credit = found ? t("pathway.credit", { region: regionName(meta, found.region, lang), first: found.years[0]!, last: found.years.at(-1)!, year: found.benchmark.year, status, source: meta.source }) : "";
  const waiting = running.pending && !running.stopped;
  const ahead = found ? t(found.package.empty ? "road.head.without" : "road.head.policy", { package: pick(found.package.label) }) : "";
  const answer = (
    <section class="road t-s3" aria-label={t("road.title")}>
      <div class="pan head">
        <div class="ph"><h2>{t("road.title")}</h2>
          <span class="tools2">
            {asked && <button onClick={() => input.current?.click()}>{t("road.own")}</button>}
            {asked && ownName && <button onClick={() => setOwn("")}>{t("road.shipped")}</button>}
            {asked && mine && !ownName && <button onClick={() => saveFile(mine.file, mine.yaml, "application/yaml")}>{t("road.pattern")}</button>}
            {asked && <button onClick={() => setAsked("")}>{t("road.hide")}</button>}
          </span>
        </div>
        <input ref={input} hidden type="file" accept=".yaml,.yml" onChange={(e) => (void take(e.currentTarget.files), (e.currentTarget.value = ""))} />
        {!asked && <><p class="note first">{t("road.about")}</p><p><button class="primary" onClick={() => setAsked("1")}>{t("road.run")}</button></p></>}
        {large && <p class="note bad" role="alert">{t("road.large", { file: large })}</p>}
        {asked && lost && <p role="alert">{t("road.lost")}</p>}
        {asked && nothing && <p role="status">{t("road.none", { region: regionName(meta, settled.region, lang) })}</p>}
        {asked && own && <p class="note first">{t("road.from", { file: own.name })}</p>}
        {found && !running.error && (
          <div class={dim ? "dim" : ""} aria-live="polite"><div>
            <p><b>{pick(found.lead[0])}</b></p><p>{joined(found.lead.slice(1).map(pick), lang)}</p>
            {found.draws && !found.targets.some((x) => x.milestones.some((m) => m.chance)) && <p class="note">{pick(found.draws.note)}</p>}
          </div></div>
        )}
        {waiting && <Progress job={running.job} label={t(now ? "road.more" : "road.pending")} onStop={running.stop} />}
        {running.stopped && <p class="prog" role="status">{t(now ? "pathway.stopped" : "pathway.stopped.nothing")} <button onClick={running.again}>{t("ui.resume")}</button></p>}
        {key && !found && waiting && <Skeleton lines={6} />}
      </div>
      {asked && running.error && <ErrorPanel error={running.error} {...(own ? {} : { onRetry: running.again })} />}
    </section>
  );
  const list = asked && found && !running.error && (
    <div class="road t-s3">
          <section class={`pan targets ${dim ? "dim" : ""}`} aria-label={pick(found.label)}>
            <h3 class="vh">{pick(found.label)}</h3>
            <p class="note above">{joined([t("road.kinds"), found.silent.length > 0 && t(told(found) ? "road.silent" : "road.silent.all", { why: joined(found.silent.map(pick), lang) })], lang)}</p>
            <p class="tg-row tg-h"><span>{t("paths.roadmap.columns.target")}</span><span class={`ms2 ${told(found) ? "" : "alone"}`}><b>{t("road.head.trend")}</b>{told(found) && <b>{ahead}</b>}</span><span /></p>
            <ul class="tgs">{found.targets.map((x) => <TargetRow key={x.id} found={found} target={x} ahead={told(found) ? ahead : ""} open={listOf(opened).includes(x.id)} toggle={() => setOpened(toggled(listOf(opened), x.id))} credit={credit} />)}</ul>
            <details class="how"><summary>{t("road.notes")}</summary><ul>{[...found.notes, ...(found.draws ? [found.draws.note] : [])].map((n, i) => <li key={i}>{pick(n)}</li>)}</ul></details>
            <details class="repro"><summary>{t("try.reproduce")}</summary><Block text={found.reproduce.command} /></details>
            <Downloads title={pick(found.title)} numbers={tableOf(found, { t, pick, lang })} />
          </section>
          <Timetable found={found} dim={dim} credit={credit} />
    </div>
  );
  return <>{answer}{list}</>;
}

/** Whether the model tells of any goal where the path leads. */
const told = (found: RoadmapResult): boolean => found.targets.some((x) => x.milestones.some((m) => m.projected !== null));

/** Every milestone as a row, as files have them. */
function tableOf(found: RoadmapResult, { t, pick }: ReturnType<typeof useText>): Numbers {
  const columns = ["target", "kind", "unit", "year", "goal", "status", "observed_year", "observed", "per", "needed", "paced", "pace", "projected", "low", "high", "without", "probability", "error"] as const;
  const rows = found.targets.flatMap((x) => x.milestones.map((m) => {
    const by = m.per === "points" ? 1 : 100;
    const pace = (v: number | null): number | null => (v === null ? null : v * by);
    return [
      pick(x.label), pick(x.kind_label), pick(x.unit_label), m.year, m.goal, pick(m.status_label), m.observed?.year ?? null, m.observed?.value ?? null, t(`paths.roadmap.values.per.${m.per}`),
      pace(m.needed), pace(m.paced), pace(m.pace), m.projected, m.range?.[0] ?? null, m.range?.[1] ?? null, m.without, m.chance?.probability ?? null, m.chance?.error ?? null,
    ];
  }));
  return { columns: columns.map((c) => (c === "low" || c === "high" ? t(`col.${c}`) : t(`paths.roadmap.columns.${c}`))), rows };
}
