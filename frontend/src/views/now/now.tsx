/** Now: what an economy is by the newest official figures, for about 200 economies. */
import { query } from "../../api/client";
import { useGet } from "../../api/hooks";
import type { NowPage, T } from "../../api/types";
import { useWorld } from "../../context";
import { useText } from "../../i18n";
import { tagOf } from "../../i18n/catalogues";
import { change, useAppState, useParam } from "../../state/store";
import { ErrorPanel } from "../../ui/error";
import { Skeleton } from "../../ui/skeleton";
import "./now.css";
import { National } from "./national";
import { Counts, Goals } from "./goals";
import { Partners, Power } from "./parts";
import { Peers } from "./peers";
import { Section } from "./section";
import { headline } from "./words";

type Economy = T & { code: string };

/** The economy that is shown: the one chosen, that of the region in focus, its country, else where the cockpit starts. */
export function economyOf(chosen: string, region: string, country: string, start: string, known: string[]): string {
  return [chosen, region, country, start].find((c) => known.includes(c)) ?? known[0] ?? "";
}

/** Choose an economy: the focus of all views where the accounts have it, else of this page alone. */
function choose(code: string, inAccounts: boolean): void {
  change("now.economy", (s) => {
    const { "now.economy": _, ...params } = s.params;
    return inAccounts ? { ...s, region: code, params } : { ...s, params: { ...params, "now.economy": code } };
  });
}

function Page({ page, economies, dim }: { page: NowPage; economies: Economy[]; dim: boolean }) {
  const { t, pick, lang } = useText();
  const lost = [...page.missing.map((m) => pick(m.label)), ...(page.partners.exports.length + page.partners.imports.length ? [] : [t("now.page.partners_missing")]), ...(page.power_mix.year ? [] : [t("now.page.mix_missing")])];
  const accounts = page.accounts.map((a) => t("now.accounts.item", { value: `${a.value.toFixed(1)}%`, year: a.year, data: pick(page.sets[a.data]) || a.data }));
  const licence = (l: string): string => (l === "official statistics, cited" ? t("now.page.licences.official statistics, cited") : l);
  const sections = Object.keys(page.sections).map((id) => ({ id, figures: page.figures.filter((f) => f.section === id) })).filter((s) => s.figures.length);
  return (
    <>
      <div class={`grid2 ${dim ? "dim" : ""}`}>
        <Goals page={page} />
        <National page={page} />
        {sections.map(({ id, figures }) => <Section key={id} page={page} id={id} figures={figures} note={id === "industry" && accounts.length ? t("now.accounts", { items: accounts.join(t("language.marks.semicolon")) }) : id === "carbon" && page.sources.gcb ? t("now.carbon", { source: lang === "zh" ? page.sources.gcb.zh : page.sources.gcb.title }) : ""} />)}
        <Peers page={page} economies={economies} />
        <Partners page={page} />
        <Power page={page} />
      </div>
      {lost.length > 0 && <p class="note">{t("now.page.missing", { items: lost.join(t("language.marks.comma")) })}</p>}
      <section class="pan" aria-labelledby="now-src">
        <h2 id="now-src">{t("now.page.sources")}</h2>
        <ul class="origins">{Object.entries(page.sources).map(([id, s]) => (
          <li key={id}><b>{s.short}</b> <a href={s.path} rel="noreferrer" target="_blank">{t("now.origin", { title: lang === "zh" ? s.zh : `${s.author}: ${s.title}`, date: s.date, licence: licence(s.licence) })}</a></li>
        ))}</ul>
      </section>
    </>
  );
}

export default function Now() {
  const text = useText();
  const { t, pick, lang } = text;
  const { catalog, meta } = useWorld();
  const { region } = useAppState();
  const [chosen] = useParam("now.economy", "");
  const [peers] = useParam("now.peers", "");
  const [date] = useParam("now.date", "");
  const listed = useGet<{ economies: Economy[] }>("now/economies");
  const known = listed.data?.economies ?? [];
  const row = meta.regions.find((r) => r.code === region);
  const code = economyOf(chosen, region, row?.country ?? "", catalog.start.region, known.map((e) => e.code));
  const others = peers.split(",").filter((p) => p && p !== code).join(",");
  const asked = useGet<NowPage>(code ? `now?${query({ region: code, peers: others, date })}` : "");
  const page = asked.data;
  const sorted = [...known].sort((a, b) => pick(a).localeCompare(pick(b), tagOf(lang)));
  const inAccounts = (c: string): boolean => meta.regions.some((r) => r.code === c && r.kind !== "rest");
  const error = listed.error ?? asked.error;
  return (
    <main class="page nowp">
      <div class="head">
        <h1>{page ? headline(page, text) : t("view.now")}</h1>
        <label class="sel">{t("language.columns.headers.economy")}
          <select value={code} onChange={(e) => choose(e.currentTarget.value, inAccounts(e.currentTarget.value))}>{sorted.map((e) => <option key={e.code} value={e.code}>{pick(e)}</option>)}</select>
        </label>
      </div>
      {page && <div class="head"><p class="lead">{t("now.lead", { date: page.date })}</p><Counts page={page} /></div>}
      {error && <ErrorPanel error={error} onRetry={listed.error ? listed.again : asked.again} />}
      {page ? <Page page={page} economies={sorted} dim={asked.pending} /> : !error && <Skeleton lines={8} />}
    </main>
  );
}
