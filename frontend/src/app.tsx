/** The frame: loads the catalog and the accounts in focus, and shows one view. */
import { useEffect, useState } from "preact/hooks";
import { forget } from "./api/client";
import { useConnected, useGet } from "./api/hooks";
import type { AccountsMeta, Catalog } from "./api/types";
import { WorldContext } from "./context";
import { text } from "./i18n";
import { languageOf, tagOf } from "./i18n/catalogues";
import { BottomBar, TopBar } from "./shell/bars";
import { useShortcuts } from "./shell/shortcuts";
import { Stale } from "./shell/stale";
import { EMBEDDED } from "./state/embedded";
import { keptChoice } from "./state/kept";
import { reconcileAccounts, reconcileRegion, type Changed } from "./state/reconcile";
import { emptyState } from "./state/types";
import { current, followAddress, open, replace, useAppState } from "./state/store";
import { ErrorPanel } from "./ui/error";
import { learn } from "./ui/plain";
import { Skeleton } from "./ui/skeleton";
import { SourcePanel } from "./ui/source";
import type { Tour as TourView } from "./shell/tour";
import { ViewOf } from "./views/registry";

export function App() {
  const state = useAppState();
  const [changed, setChanged] = useState<Changed[]>([]);
  const [opened, setOpened] = useState(false);
  const [Tour, setTour] = useState<typeof TourView | null>(null);
  const connected = useConnected();
  const catalog = useGet<Catalog>("catalog");
  const meta = useGet<AccountsMeta>(opened ? `accounts/${encodeURIComponent(state.on)}?year=${state.year}` : "");
  const { t } = text(state.lang);
  useShortcuts();

  useEffect(() => {
    if (!catalog.data || opened) return;
    const { start, version } = catalog.data;
    const found = open({ ...emptyState(), lang: languageOf(keptChoice("lang") ?? navigator.language), ...start }, version);
    const settled = reconcileAccounts(found, catalog.data);
    replace(settled.state);
    setChanged(settled.changed);
    if (!EMBEDDED) followAddress();
    if (found.demo) void import("./shell/tour").then((m) => setTour(() => m.Tour));
    setOpened(true);
  }, [catalog.data]);

  useEffect(() => {
    if (!meta.data || meta.data.on !== current().on) return;
    learn([...meta.data.regions, ...meta.data.industries]);
    const settled = reconcileRegion(current(), meta.data, catalog.data?.start.region ?? "");
    if (settled.state !== current()) replace(settled.state);
    if (settled.changed.length) setChanged((c) => [...c, ...settled.changed]);
  }, [meta.data]);

  useEffect(() => {
    document.documentElement.lang = tagOf(state.lang);
    document.title = opened ? `${t(`view.${state.view}`)} · newind` : "newind";
  }, [state.lang, state.view, opened]);

  const error = catalog.error ?? meta.error;
  const again = catalog.error ? catalog.again : meta.again;
  const ready = opened && catalog.data && meta.data?.on === state.on && meta.data.regions.some((r) => r.code === state.region);
  return (
    <>
      <a class="skip" href="#content" onClick={focusContent}>{t("shell.skip")}</a>
      {!EMBEDDED && <TopBar catalog={catalog.data} meta={meta.data} />}
      {!connected && <p class="offline" role="status">{t("shell.offline")} <button onClick={again}>{t("ui.retry")}</button></p>}
      <Stale changed={changed} onDismiss={() => setChanged([])} />
      <div id="content" tabIndex={-1}>
        {error && !ready && !error.lost ? (
          <div class="page"><ErrorPanel error={error} onRetry={again} /></div>
        ) : ready ? (
          <WorldContext.Provider value={{ catalog: catalog.data!, meta: meta.data!, refresh: () => (forget("catalog"), catalog.again()) }}>
            <ViewOf view={state.view} onChanged={(more) => setChanged((c) => [...c, ...more])} />
          </WorldContext.Provider>
        ) : (
          <div class="page"><Skeleton lines={6} /></div>
        )}
      </div>
      <SourcePanel />
      {Tour && ready && <Tour onEnd={() => setTour(null)} />}
      {!EMBEDDED && <BottomBar />}
    </>
  );
}

/** The address holds the state, so the link to the content moves the focus instead of the address. */
function focusContent(e: Event): void {
  e.preventDefault();
  document.getElementById("content")?.focus();
}
