/** Which scenario, how far, from when, over which assumptions; and the way in where nothing is done. */
import type { ComponentChildren } from "preact";
import { useGet } from "../../api/hooks";
import type { PathwayRequest, PathwayResult, Worlds } from "../../api/types";
import { regionName, useWorld } from "../../context";
import { useText } from "../../i18n";
import { change, useAppState, useParam } from "../../state/store";
import type { Horizon } from "../../state/types";
import { Segmented } from "../../ui/segmented";
import { Empty } from "../../ui/empty";
import { edit, open, useBench } from "../try/bench";
import { choose, Ready, usePackageFits } from "../try/ready";
import { titleOf } from "../try/scenario";
import { ENDS, USUAL_END } from "./asked";

/** Years over which policies without dates may come into force. */
const PHASES = [0, 1, 2, 3, 5, 8, 10];

const toTry = (): void => {
  change("view", (s) => ({ ...s, view: "try" }));
  scrollTo(0, 0);
};

export function Which() {
  const { t, lang } = useText();
  const { scenarios, active } = useAppState();
  const { packages } = useBench();
  const title = (i: number): string => titleOf(scenarios[i]!, i, packages, lang, t("try.changedmark"));
  return (
    <div class="which">
      {scenarios.length > 1
        ? <label class="as"><span>{t("pathway.scenario")}</span><select value={active} onChange={(e) => open(Number(e.currentTarget.value))}>{scenarios.map((_, i) => <option key={i} value={i}>{title(i)}</option>)}</select></label>
        : <Ready />}
      <button onClick={toTry}>{t("pathway.change")}</button>
    </div>
  );
}

export function Choices({ found, request, progress }: { found: PathwayResult | null; request: PathwayRequest; progress: ComponentChildren }) {
  const { t, pick, lang } = useText();
  const { catalog, meta } = useWorld();
  const { scenario } = useBench();
  const { region } = useAppState();
  const [until, setUntil] = useParam("pathway.until", USUAL_END);
  const [, setStart] = useParam("pathway.start", "");
  const [phase, setPhase] = useParam("pathway.phase", "");
  const [world, setWorld] = useParam("pathway.world", "");
  const [draws, setDraws] = useParam("pathway.draws", "");
  const { data: worlds } = useGet<Worlds>("scenarios");
  const chosen = worlds?.scenarios.find((s) => s.name === world);
  const offered = [...new Set([...(worlds?.draws.offered ?? []), ...(Number(draws) > 0 ? [Number(draws)] : [])])].sort((a, b) => a - b);
  const usual = found ? found.first_policy_year : null;
  const first = request.year;
  const starts = Array.from({ length: request.until - first - 1 }, (_, k) => first + 1 + k).filter((y) => y !== usual);
  return (
    <section class="ban" role="note">
      <p>
        <b>{t("pathway.banner", { region: regionName(meta, region, lang), first, last: request.until })}</b>
        <span class="seg-in"><span aria-hidden="true">{t("pathway.until")}</span>
          <Segmented label={t("pathway.until")} value={until} onChange={setUntil} options={ENDS.map((y) => ({ value: y as string, label: y }))} /></span>
        {request.package !== undefined && (
          <label class="as"><span>{t("pathway.start")}</span>
            <select value={request.start ?? ""} onChange={(e) => setStart(e.currentTarget.value)}>
              <option value="">{usual ? t("pathway.start.usual", { year: usual }) : "–"}</option>
              {starts.map((y) => <option key={y} value={y}>{y}</option>)}
            </select></label>
        )}
        {request.package !== undefined && (
          <label class="as"><span>{t("pathway.phase")}</span>
            <select value={phase} onChange={(e) => setPhase(e.currentTarget.value)}>
              <option value="">{found ? t("pathway.phase.usual", { years: found.phase_in }) : "–"}</option>
              {PHASES.filter((n) => n !== found?.phase_in).map((n) => <option key={n} value={String(n)}>{t("pathway.phase.years", { years: n })}</option>)}
            </select></label>
        )}
        <label class="as"><span>{t("pathway.horizon")}</span>
          <select value={scenario.horizon} onChange={(e) => edit("horizon", (s) => ({ ...s, horizon: e.currentTarget.value as Horizon }))}>{Object.entries(catalog.horizons).map(([id, label]) => <option key={id} value={id}>{pick(label)}</option>)}</select></label>
        <label class="as"><span>{t("pathway.world")}</span>
          <select value={world} onChange={(e) => setWorld(e.currentTarget.value)}>
            <option value="">{t("pathway.world.none")}</option>
            {worlds?.scenarios.map((s) => <option key={s.name} value={s.name}>{pick(s.label)}</option>)}
            {world && worlds && !chosen && <option value={world}>{world}</option>}
          </select></label>
        <label class="as"><span>{t("pathway.draws")}</span>
          <select value={draws} onChange={(e) => setDraws(e.currentTarget.value)}>
            <option value="">{t("pathway.draws.none")}</option>
            {offered.map((n) => <option key={n} value={String(n)}>{n}</option>)}
          </select></label>
      </p>
      {progress}
      {chosen && <p class="world">{t("pathway.world.note", { world: pick(chosen.label), note: pick(chosen.note) })}</p>}
      {found && <p>{pick(found.limits)}</p>}
    </section>
  );
}

export function Nothing() {
  const { t, pick } = useText();
  const { packages } = useBench();
  const fits = usePackageFits();
  return (
    <Empty title={t("pathway.nothing")}>
      <p>{t("pathway.nothing.text")}</p>
      <ul class="starts">{packages.filter((p) => ["family", "together"].includes(p.kind) && fits(p)).map((p) => <li key={p.name}><button onClick={() => choose(p.name)}><b>{pick(p.label)}</b></button></li>)}</ul>
    </Empty>
  );
}
