/** The answer to the open scenario, beside the others. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { RangeResult, SimulateRequest, Simulated } from "../../api/types";
import type { Running } from "../../api/hooks";
import { regionName, useWorld } from "../../context";
import { useText } from "../../i18n";
import { textIn } from "../../i18n/catalogues";
import { useAppState } from "../../state/store";
import type { Scenario } from "../../state/types";
import { Headline } from "../../ui/headline";
import { Progress, Skeleton } from "../../ui/skeleton";
import { Beyond } from "./beyond";
import { Assumed, Limits, lower } from "./banner";
import { useBefore } from "./before";
import { useBench } from "./bench";
import { Cards } from "./cards";
import { Chips } from "./chips";
import { Compare, type Column } from "./compare";
import { Contributions } from "./contributions";
import { Decides } from "./decides";
import { contributionsOf, rangeOf, useCentral, useContributions, useRange, type Central } from "./effects";
import { Economies, Industries } from "./gains";
import { Horizons } from "./horizons";
import { useKept } from "./keep";
import { Reproduce } from "./reproduce";
import { requestOf, titleOf } from "./scenario";
import { ShelfSection } from "./shelf";
import { Six } from "./six";
import { Start } from "./start";
import { Tabs } from "./tabs";
import { Trouble } from "./trouble";

/** How long after a change the whole answer for the open scenario and for the others is asked for, in milliseconds. */
const [SOON, LATER] = [30, 2500];

/** An answer as it is shown, with the question it answers and the scenario that asked it. */
interface Shown {
  data: Simulated;
  of: string;
  scenario: Scenario;
  /** The accounts and the columns beside which it stood. */
  where: string;
}

/** The four columns; hooks are as many whether they are used or not. */
function useColumns(): { request: SimulateRequest | null; central: Central; range: Running<RangeResult> }[] {
  const state = useAppState();
  const { levers, packages, active } = useBench();
  const { meta } = useWorld();
  return [0, 1, 2, 3].map((i) => {
    const s = state.scenarios[i];
    const request = s ? requestOf(state, s, packages, levers, meta) : null;
    const central = useCentral(request);
    const wanted = request !== null && !central.error && (i === active || central.of === JSON.stringify(request));
    return { request, central, range: useRange(wanted ? request : null, i === active ? SOON : LATER) };
  });
}

/** How far the range is, while it is not there; `old`: a whole answer to an earlier setting is shown meanwhile. */
function RangeState({ range, result, old }: { range: Running<RangeResult>; result: RangeResult | null; old: boolean }) {
  const { t, lang } = useText();
  if (result) return null; // what is still awaited of it is shown beside it
  if (range.stopped) return <p class="prog">{t(old ? "ui.stopped" : "try.rangestopped")} <button onClick={range.again}>{t("ui.resume")}</button></p>;
  if (range.error) return <p class="prog">{t("try.rangefailed", { message: range.error.in(lang) })} <button onClick={range.again}>{t("ui.retry")}</button></p>;
  return range.pending ? <Progress job={range.job} label={t("try.rangepending")} onStop={range.stop} /> : null;
}

interface Props {
  /** Told of the newest answer, whether it is that of the levers as they stand, and of the one that is shown in a sentence, which says so where it is an old one. */
  onCentral: (found: Simulated | null, state: Answered, said: string) => void;
  above: ComponentChildren;
}

export type Answered = "fresh" | "pending" | "failed";

export function Results({ onCentral, above }: Props) {
  const { t, pick, lang } = useText();
  const { meta, catalog } = useWorld();
  const state = useAppState();
  const { scenario, active, packages, refused } = useBench();
  const columns = useColumns();
  const before = useBefore();
  const { request, central, range } = columns[active]!;
  const settled = request !== null && !central.pending && !central.error;
  const fresh = settled ? rangeOf(central.of) : null;
  const contributions = useContributions(fresh || (settled && !range.pending) ? request : null); // never before the range
  const good = useRef(new Map<number, Scenario>());
  const whole = useRef(new Map<number, Shown>());
  if (settled) good.current.set(active, scenario);

  const found = request ? central.data : null;
  const answered: Answered = central.error ? "failed" : settled ? "fresh" : "pending";
  // an answer is whole when its range is there; until then the last whole one stays, all of it, and says what it answers
  const where = [state.on, state.year, state.region, state.scenarios.length].join();
  const newest: Shown | null = found && { data: found, of: central.of, scenario, where };
  if (settled && newest && rangeOf(newest.of)) whole.current.set(active, newest);
  const last = whole.current.get(active);
  const shown = found && last?.where === where ? last : newest;
  const old = shown !== null && shown !== newest && shown.of !== JSON.stringify(request);
  const ranged = shown && rangeOf(shown.of);
  const said = ranged ? pick(ranged.headline) : "";
  const brief = said && (old || answered !== "fresh" || refused.length > 0) ? t("try.before", { said }) : said;
  useEffect(() => onCentral(found, answered, brief), [found, answered, brief]);
  const saved = useKept(scenario, active, found, fresh, fresh !== null);
  const dim = central.pending || central.error !== null || old || refused.length > 0;
  const status = lower(textIn(catalog.statuses[meta.status], lang) || meta.status);
  const credit = t("try.simulated", { region: regionName(meta, state.region, lang), year: state.year, status, source: meta.source });
  const title = titleOf(shown?.scenario ?? scenario, active, packages, lang, t("try.changedmark"));
  const compared: Column[] = state.scenarios.map((s, i) => {
    if (i === active) return { scenario: shown?.scenario ?? s, central: shown?.data ?? null, range: ranged };
    const { request: asked, central: c } = columns[i]!;
    return { scenario: s, central: asked ? c.data : null, range: asked ? rangeOf(c.of) : null };
  });
  const several = compared.length > 1;
  return (
    <main class="res">
      {above}
      <Headline key={lang} text={said} usual={t("view.try")} />
      <Tabs saved={saved} />
      <Chips />
      <Assumed progress={<>
        {old && <p class="still" role="status">{t("try.still", { setting: before(shown.scenario, scenario) })}</p>}
        <Beyond />
        {refused.length > 0 && shown && <p class="still" role="status">{t("try.typed.refused", { lever: refused.join(t("language.marks.comma")) })}</p>}
        {settled && <RangeState range={range} result={rangeOf(central.of)} old={old} />}
      </>} />
      <div id="results" role="tabpanel" aria-labelledby={`tab-${active}`}>
        {central.error && <Trouble error={central.error} last={good.current.get(active) ?? null} kept={shown !== null} onRetry={central.again} />}
        {!request ? <Start /> : !shown ? (central.error ? null : <section class="pan"><Skeleton lines={6} /></section>) : (
          <>
            <Cards central={shown.data} range={ranged} pending={central.pending || range.pending} dim={dim} />
            {several && <Compare columns={compared} dim={dim} />}
            <div class="g2">
              <Industries central={shown.data} spans={ranged?.industries ?? null} dim={dim} credit={credit} />
              <Decides central={shown.data} range={ranged} dim={dim} credit={credit} />
            </div>
            <div class="g2">
              <div>
                <Contributions running={contributions} result={contributionsOf(shown.of)} dim={dim} central={shown.data} title={title} spans={ranged?.cards ?? null} credit={credit} />
                <Six central={shown.data} range={ranged} dim={dim} credit={credit} />
                <Economies central={shown.data} spans={ranged?.regions ?? null} counted={ranged?.economies ?? null} unsolved={ranged?.unsolved ?? null} dim={dim} credit={credit} />
              </div>
              <div>
                <Horizons central={shown.data} range={ranged} running={settled && !old ? range : null} dim={dim} credit={credit} />
                {!several && <Compare columns={compared} dim={dim} />}
              </div>
            </div>
            <Limits central={shown.data} range={ranged} />
            <p class="note">{credit}</p>
            <Reproduce by={shown.data.reproduce} {...(shown.data.flags.length ? { note: pick(shown.data.assumed) } : {})} />
          </>
        )}
      </div>
      <ShelfSection data={found?.reproduce.data_hash ?? ""} />
    </main>
  );
}
