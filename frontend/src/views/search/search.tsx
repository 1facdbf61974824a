/** Search: the best use of a budget among actions, whether it holds elsewhere, and why. */
import { useRef } from "preact/hooks";
import { keptResult, useGet, useJob, type Running } from "../../api/hooks";
import type { SearchChoices, SearchResult } from "../../api/types";
import { barred, entryOf, regionName, useWorld } from "../../context";
import { joined } from "../../format";
import { useText } from "../../i18n";
import { textIn } from "../../i18n/catalogues";
import { change, useAppState, useParam } from "../../state/store";
import { Empty } from "../../ui/empty";
import { ErrorPanel } from "../../ui/error";
import { Headline } from "../../ui/headline";
import { Progress, Skeleton } from "../../ui/skeleton";
import { Past } from "../pathway/past";
import type { ViewProps } from "../registry";
import { lower } from "../try/banner";
import { Reproduce } from "../try/reproduce";
import { Border } from "../try/start";
import { markOf, said, searchOf } from "./asked";
import { Form } from "./form";
import { Bounds, Holds } from "./holds";
import { Package } from "./package";
import { Packages } from "./packages";
import "../pathway/pathway.css";
import "./search.css";

export default function SearchView(_: ViewProps) {
  const bar = barred(entryOf(useWorld()));
  const state = useAppState();
  const until = said(state, "until");
  const choices = useGet<SearchChoices>(!bar ? `search/choices?on=${encodeURIComponent(state.on)}&year=${state.year}&region=${encodeURIComponent(state.region)}&until=${encodeURIComponent(until)}` : "");
  if (bar) return <Border />;
  if (choices.error) return <main class="page"><ErrorPanel error={choices.error} onRetry={choices.again} /></main>;
  const c = choices.data;
  return c ? <Searched c={c} /> : <main class="page"><Skeleton lines={8} /></main>;
}

function Searched({ c }: { c: SearchChoices }) {
  const { t, pick, lang } = useText();
  const { meta, catalog } = useWorld();
  const state = useAppState();
  const request = searchOf(state, c);
  const key = JSON.stringify(request);
  const [go] = useParam("search.go", "");
  const [chosen] = useParam("search.at", "");
  const asked = go === markOf(key);
  const running = useJob<SearchResult>("search", request, asked ? key : "", 0);
  const last = useRef<SearchResult | null>(null);
  const now = keptResult<SearchResult>("search", key);
  if (now) last.current = now;
  const found = now ?? last.current;
  const dim = !now;
  const begin = (): void => {
    if (go === markOf(key)) return running.again();
    change("search.go", (s) => {
      const { "search.at": _, ...rest } = s.params;
      return { ...s, params: { ...rest, "search.go": markOf(key) } };
    });
  };
  const failed = asked ? running.error : null;
  const waiting = asked && running.pending && !running.stopped;
  const place = found?.points.findIndex((p) => String(p.number) === chosen) ?? -1;
  const at = place < 0 ? (found?.chosen ?? 0) : place;
  const select = (k: number): void => change("search.at", (s) => {
    const { "search.at": _, ...rest } = s.params;
    return { ...s, params: k === found?.chosen ? rest : { ...rest, "search.at": String(found!.points[k]!.number) } };
  });
  const status = lower(textIn(catalog.statuses[meta.status], lang) || meta.status);
  const credit = found ? t("search.credit", { region: regionName(meta, found.region, lang), last: found.until, n: found.evaluated, year: found.benchmark.year, status, source: meta.source }) : "";
  const props = found && { found, at, dim, credit };
  return (
    <main class="page paths finds">
      <Headline key={lang} text={props ? pick(props.found.lead[0]) : ""} usual={t("view.budget")} />
      <Form c={c} request={request} asked={asked && !running.stopped && !failed} onGo={begin} progress={<State running={running} asked={asked} found={found} now={now} again={begin} />} />
      {failed && <ErrorPanel error={failed} {...(failed.body.kind === "PolicyError" ? { title: t("search.infeasible") } : {})} onRetry={running.again} />}
      {!props ? (failed ? null : waiting ? <section class="pan"><Skeleton lines={8} /></section> : <Nothing />) : (
        <>
          {props.found.lead.length > 1 && <section class={`pan words ${dim ? "dim" : ""}`} aria-label={t("pathway.comes")} aria-live="polite"><p>{joined(props.found.lead.slice(1).map(pick), lang)}</p></section>}
          <div class="two">
            <div><Packages {...props} onSelect={select} /></div>
            <div><Package {...props} waiting={waiting} /><Bounds {...props} /></div>
          </div>
          <Holds {...props} waiting={waiting} />
          <div class="two">
            <div><Past found={props.found} dim={dim} credit={credit} /></div>
            <div><section class="pan how" aria-label={t("pathway.how")}><div class="ph"><h2>{t("pathway.how")}</h2></div><ul>{props.found.notes.map((n, i) => <li key={i}>{pick(n)}</li>)}</ul></section></div>
          </div>
          <p class="note">{credit}</p>
          <Reproduce by={props.found.reproduce} />
        </>
      )}
    </main>
  );
}

function Nothing() {
  const { t } = useText();
  return <Empty title={t("search.empty")}><p>{t("search.empty.text")}</p><p>{t("search.empty.then")}</p></Empty>;
}

function State({ running, asked, found, now, again }: { running: Running<SearchResult>; asked: boolean; found: SearchResult | null; now: SearchResult | null; again: () => void }) {
  const { t } = useText();
  if (!asked) return found && !now ? <p class="prog" role="status">{t("search.changed")}</p> : null;
  if (running.stopped) return <p class="prog" role="status">{t(now ? "pathway.stopped" : "pathway.stopped.nothing")} <button onClick={again}>{t("ui.resume")}</button></p>;
  if (!running.pending || running.error) return null;
  return <Progress job={running.job} left label={t(now ? "search.pending.more" : "search.pending")} onStop={running.stop} />;
}
