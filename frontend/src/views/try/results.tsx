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
import { Progress, Skeleton } from "../../ui/skeleton";
import { Banner, lower } from "./banner";
import { useBench } from "./bench";
import { Cards } from "./cards";
import { Compare, type Column } from "./compare";
import { Contributions } from "./contributions";
import { contributionsOf, rangeOf, useCentral, useContributions, useRange, type Central } from "./effects";
import { Economies, Industries } from "./gains";
import { Horizons } from "./horizons";
import { Reproduce } from "./reproduce";
import { requestOf, titleOf } from "./scenario";
import { Six } from "./six";
import { Start } from "./start";
import { Summary } from "./summary";
import { Tabs } from "./tabs";
import { Trouble } from "./trouble";

/** How long after a change the ranges of the open scenario and of the others are asked for, in milliseconds. */
const [SOON, LATER] = [500, 2500];

/** The four columns; hooks are as many whether they are used or not. */
function useColumns(): { request: SimulateRequest | null; central: Central; range: Running<RangeResult> }[] {
  const state = useAppState();
  const { levers, packages, active } = useBench();
  const { meta } = useWorld();
  return [0, 1, 2, 3].map((i) => {
    const s = state.scenarios[i];
    const request = s ? requestOf(state, s, packages, levers, meta) : null;
    const central = useCentral(request);
    const answered = request !== null && central.of === JSON.stringify(request) && !central.error;
    return { request, central, range: useRange(answered ? request : null, i === active ? SOON : LATER) };
  });
}

function RangeState({ range, result }: { range: Running<RangeResult>; result: RangeResult | null }) {
  const { t, lang } = useText();
  if (result) return null; // what is still awaited of it is shown beside it
  if (range.stopped) return <p class="prog">{t("try.rangestopped")} <button onClick={range.again}>{t("ui.resume")}</button></p>;
  if (range.error) return <p class="prog">{t("try.rangefailed", { message: range.error.in(lang) })} <button onClick={range.again}>{t("ui.retry")}</button></p>;
  return range.pending ? <Progress job={range.job} label={t("try.rangepending")} onStop={range.stop} /> : null;
}

interface Props {
  /** Told of the answer that is shown, and whether it is that of the levers as they stand. */
  onCentral: (found: Simulated | null, state: Answered) => void;
  above: ComponentChildren;
}

export type Answered = "fresh" | "pending" | "failed";

export function Results({ onCentral, above }: Props) {
  const { t, pick, lang } = useText();
  const { meta, catalog } = useWorld();
  const state = useAppState();
  const { scenario, active, packages } = useBench();
  const columns = useColumns();
  const { request, central, range } = columns[active]!;
  const settled = request !== null && !central.pending && !central.error;
  const contributions = useContributions(settled ? request : null);
  const good = useRef(new Map<number, Scenario>());
  if (settled) good.current.set(active, scenario);

  const found = request ? central.data : null;
  const answered: Answered = central.error ? "failed" : settled ? "fresh" : "pending";
  useEffect(() => onCentral(found, answered), [found, answered]);
  const ranged = found ? rangeOf(central.of) : null;
  const dim = central.pending || central.error !== null;
  const status = lower(textIn(catalog.statuses[meta.status], lang) || meta.status);
  const credit = t("try.simulated", { region: regionName(meta, state.region, lang), year: state.year, status, source: meta.source });
  const title = titleOf(scenario, active, packages, lang, t("try.changedmark"));
  const compared: Column[] = columns.slice(0, state.scenarios.length).map((c) => ({ central: c.request ? c.central.data : null, range: c.request ? rangeOf(c.central.of) : null }));
  const wide = compared.length > 2; // more columns than half the width holds
  return (
    <main class="res">
      <h1 class="vh">{t("view.try")}</h1>
      {above}
      <Tabs />
      <Banner central={found} range={ranged} progress={settled && <RangeState range={range} result={ranged} />} />
      <div id="results" role="tabpanel" aria-labelledby={`tab-${active}`}>
        {central.error && <Trouble error={central.error} last={good.current.get(active) ?? null} kept={found !== null} onRetry={central.again} />}
        {!request ? <Start /> : !found ? (central.error ? null : <section class="pan"><Skeleton lines={6} /></section>) : (
          <>
            <Cards central={found} range={ranged} pending={settled && range.pending} dim={dim} />
            {wide && <Compare columns={compared} dim={dim} />}
            <div class="g2">
              <div>
                <Contributions running={contributions} result={contributionsOf(central.of)} dim={dim} central={found} title={title} spans={ranged?.cards ?? null} credit={credit} />
                <Industries central={found} spans={ranged?.industries ?? null} dim={dim} credit={credit} />
                <Six central={found} range={ranged} dim={dim} credit={credit} />
              </div>
              <div>
                <Horizons central={found} range={ranged} running={settled ? range : null} dim={dim} credit={credit} />
                {!wide && <Compare columns={compared} dim={dim} />}
                <Economies central={found} spans={ranged?.regions ?? null} dim={dim} credit={credit} />
              </div>
            </div>
            <p class="note">{credit}</p>
            <Reproduce by={found.reproduce} {...(found.flags.length ? { note: pick(found.assumed) } : {})} />
          </>
        )}
      </div>
      {found && <Summary central={found} range={ranged} dim={dim} />}
    </main>
  );
}
