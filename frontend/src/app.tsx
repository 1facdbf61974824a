/** The frame: loads the catalog and the accounts in focus, and shows one view. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { forget } from "./api/client";
import { useConnected, useGet } from "./api/hooks";
import type { AccountsMeta, Catalog } from "./api/types";
import { WorldContext } from "./context";
import { text } from "./i18n";
import { languageOf, tagOf, textIn } from "./i18n/catalogues";
import { BottomBar, TopBar, Within } from "./shell/bars";
import { Help, Tour, openTour } from "./shell/later";
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
import { ViewOf } from "./views/registry";

export function App() {
  const state = useAppState();
  const [changed, setChanged] = useState<Changed[]>([]);
  const [opened, setOpened] = useState(false);
  const [Printed, setPrinted] = useState<{ of: typeof import("./shell/printed").Printed } | null>(null);
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
    if (found.demo) openTour();
    setOpened(true);
  }, [catalog.data]);

  useEffect(() => {
    if (!meta.data || meta.data.on !== current().on) return;
    learn([...meta.data.regions, ...meta.data.industries]);
    const settled = reconcileRegion(current(), meta.data, catalog.data?.start.region ?? "");
    if (settled.state !== current()) replace(settled.state);
    if (settled.changed.length) setChanged((c) => [...c, ...settled.changed]);
  }, [meta.data]);

  const ready = Boolean(opened && catalog.data && meta.data?.on === state.on && meta.data.regions.some((r) => r.code === state.region));
  // after the view, as the screen does not need it
  useEffect(() => void (ready && !EMBEDDED && import("./shell/printed").then((m) => setPrinted({ of: m.Printed }), () => undefined)), [ready]);

  useEffect(() => {
    document.documentElement.lang = tagOf(state.lang);
    document.title = opened ? `${t(`view.${state.view}`)} · newind` : "newind";
  }, [state.lang, state.view, opened]);

  const said = useMemo(() => meta.data && { ...meta.data, source: textIn(meta.data.source_label, state.lang) }, [meta.data, state.lang]);
  const error = catalog.error ?? meta.error;
  const again = catalog.error ? catalog.again : meta.again;
  return (
    <>
      <a class="skip" href="#content" onClick={focusContent}>{t("shell.skip")}</a>
      {!EMBEDDED && <><TopBar catalog={catalog.data} meta={meta.data} /><Within /></>}
      {!connected && <p class="offline" role="status">{t("shell.offline")} <button onClick={again}>{t("ui.retry")}</button></p>}
      <Stale changed={changed} onDismiss={() => setChanged([])} />
      <div id="content" tabIndex={-1}>
        {error && !ready && !error.lost ? (
          <div class="page"><ErrorPanel error={error} onRetry={again} /></div>
        ) : ready ? (
          <WorldContext.Provider value={{ catalog: catalog.data!, meta: said!, refresh: () => (forget("catalog"), catalog.again()) }}>
            {Printed && <Printed.of catalog={catalog.data!} meta={meta.data!} />}
            <ViewOf view={state.view} onChanged={(more) => setChanged((c) => [...c, ...more])} />
          </WorldContext.Provider>
        ) : (
          <div class="page"><Skeleton lines={6} /></div>
        )}
      </div>
      <SourcePanel />
      {!EMBEDDED && <><Help /><Tour /><BottomBar /></>}
    </>
  );
}

/** The address holds the state, so the link to the content moves the focus instead of the address. */
function focusContent(e: Event): void {
  e.preventDefault();
  document.getElementById("content")?.focus();
}
