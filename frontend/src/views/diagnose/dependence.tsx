/** Dependence: which inputs an economy buys abroad, from whom, and what losing them would cost. */
import { useState } from "preact/hooks";
import { useGet, useJob } from "../../api/hooks";
import type { Dependence, LossRow, Losses } from "../../api/types";
import { barred, entryOf, regionName, useWorld } from "../../context";
import { inside, joined, percent } from "../../format";
import { useText } from "../../i18n";
import { useParam } from "../../state/store";
import { Empty } from "../../ui/empty";
import { ErrorPanel } from "../../ui/error";
import { Figure } from "../../ui/figure";
import { Segmented } from "../../ui/segmented";
import { Progress } from "../../ui/skeleton";
import { useFocus } from "./asked";
import { InputPanel } from "./inputpanel";
import { HORIZONS, Inputs, costText, type InputRow } from "./inputs";
import { IndustryPicker } from "./picker";
import { useCredit } from "./sources";
import { Awaited, NeedsWorld } from "./state";

/** Rows that stand open, and inputs whose loss the model looks at. */
const [ROWS, TOP] = [8, 8];

const SORTS = ["cost", "short", "long", "content", "unnamed"] as const;
type Sort = (typeof SORTS)[number];

/** The rows in an order, largest first; those without a cost by the GDP that depends on them at least. */
function sorted(rows: InputRow[], by: Sort): InputRow[] {
  const content = (r: InputRow): number => r.input.complete ?? r.input.direct ?? 0;
  const rests = (r: InputRow): number => (r.input.bottleneck?.[0] ?? 0) - 1;
  const cost = (r: InputRow): number => (by === "short" || by === "long" ? r.loss?.horizons[by]?.central : r.loss?.central) ?? rests(r);
  const key = by === "content" ? content : by === "unnamed" ? (r: InputRow) => r.input.unnamed : cost;
  return [...rows].sort((a, b) => key(b) - key(a));
}

/** Losses as a job; its progress, Stop, or why there are none. */
function useLosses(industry: string, lost: string): { data: Losses | null; line: preact.ComponentChildren } {
  const { t, pick } = useText();
  const accounts = entryOf(useWorld());
  const { on, year, region } = useFocus();
  const request = { on, year, region, top: TOP, ...(lost === "largest" ? { lost } : {}), ...(industry ? { industry } : {}) };
  const key = JSON.stringify(request);
  const job = useJob<Losses>("losses", request, barred(accounts) ? "" : key);
  if (accounts.refused) return { data: null, line: <p class="warn">▲ {t("data.notry.model", { why: pick(accounts.refused) })}</p> };
  if (job.error) return { data: null, line: <ErrorPanel error={job.error} onRetry={job.again} /> };
  if (job.stopped) return { data: null, line: <p class="note">{t("ui.stopped")} <button onClick={job.again}>{t("ui.resume")}</button></p> };
  if (job.pending || !job.data) return { data: null, line: <Progress job={job.job} label={t("diagnose.dep.running")} onStop={job.stop} /> };
  return { data: job.data, line: null };
}

export function Depends() {
  const { t } = useText();
  const { meta } = useWorld();
  const { at } = useFocus();
  const [user, setUser] = useParam("diagnose.user", "");
  const [lost, setLost] = useParam("diagnose.lost", "all");
  const [sort, setSort] = useParam("diagnose.sort", "cost");
  const asked = useGet<Dependence>(!meta.closed ? "" : `dependence?${at({ industry: user })}`);
  const losses = useLosses(user, lost);
  if (!meta.closed) return <NeedsWorld title={t("view.dependence")} />;
  return (
    <>
      <div class="filters question">
        <span>{t("diagnose.dep.lost")}</span>
        <Segmented label={t("diagnose.dep.lost")} value={lost === "largest" ? "largest" : "all"} onChange={setLost} options={[{ value: "all", label: t("diagnose.dep.lost.all") }, { value: "largest", label: t("diagnose.dep.lost.largest") }]} />
        <IndustryPicker label={t("diagnose.dep.user")} all={t("diagnose.allindustries")} value={user} onChange={setUser} />
        <label class="pick"><span>{t("diagnose.dep.sort")}</span>
          <select value={sort} onChange={(e) => setSort(e.currentTarget.value)}>{SORTS.map((s) => <option key={s} value={s}>{t(`diagnose.dep.sort.${s}`)}</option>)}</select>
        </label>
      </div>
      <Awaited asked={asked} title={t("view.dependence")}>{(found) => <Shown found={found} losses={losses.data} line={losses.line} largest={lost === "largest"} sort={SORTS.find((s) => s === sort) ?? "cost"} />}</Awaited>
    </>
  );
}

interface ShownProps {
  found: Dependence;
  losses: Losses | null;
  line: preact.ComponentChildren;
  largest: boolean;
  sort: Sort;
}

function Shown({ found, losses, line, largest, sort }: ShownProps) {
  const { t, pick, lang } = useText();
  const { meta } = useWorld();
  const credit = useCredit();
  const [chosen, choose] = useParam("diagnose.input", "");
  const [all, setAll] = useState(false);
  const lossOf = (code: string): LossRow | null => losses?.rows.find((r) => r.industry === code) ?? null;
  const rows = sorted(found.inputs.map((input) => ({ input, loss: lossOf(input.industry) })), sort);
  const name = regionName(meta, found.region, lang);
  if (!rows.length) return <Empty title={t("diagnose.dep.none", { region: name })} />;
  const open = losses ? Math.max(rows.filter((r) => r.loss).length, 1) : ROWS;
  const shown = all ? rows : rows.slice(0, Math.min(open, ROWS));
  const sellerOf = (industry: string): { seller: string; share: string; unnamed: string } => {
    const input = found.inputs.find((i) => i.industry === industry);
    const first = input?.suppliers[0];
    return { seller: first ? pick(first.label) : "–", share: percent(first?.share ?? 0, 0), unnamed: percent(input?.unnamed ?? 0, 0) };
  };
  const costliest = losses?.rows.find((l) => l.sure && l.horizons.short && l.horizons.long);
  const told = costliest && { input: inside(pick(costliest.label)), region: name, short: costText(costliest.horizons.short!, lang), long: costText(costliest.horizons.long!, lang), ...sellerOf(costliest.industry) };
  const title = told ? t(largest ? "diagnose.dep.finding.largest" : "diagnose.dep.finding", told) : t("diagnose.dep.title", { region: name });
  const row = rows.find((r) => r.input.industry === chosen);
  const horizons = Object.entries(losses?.horizons ?? {});
  const columns = [t("diagnose.col.code"), t("diagnose.col.input"), t("diagnose.dep.direct"), t("diagnose.dep.complete"), `${t("diagnose.dep.bought")} (${found.unit})`, t("diagnose.col.suppliers"), t("diagnose.col.unnamed"), t("diagnose.col.restslow"), t("diagnose.col.restshigh"), ...horizons.flatMap(([, label]) => (["low", "central", "high"] as const).map((end) => `${pick(label).split(/[:：]/)[0]}${t("language.marks.colon")}${t(`diagnose.col.loss${end}`)}`))];
  const numbers = rows.map(({ input: i, loss: l }) => [i.industry, pick(i.label), i.direct, i.complete, i.bought, i.suppliers.map((s) => `${s.region} ${percent(s.share)}`).join("; "), i.unnamed, i.bottleneck?.[0] ?? null, i.bottleneck?.[1] ?? null, ...horizons.flatMap(([h]) => [l?.horizons[h]?.low ?? null, l?.horizons[h]?.central ?? null, l?.horizons[h]?.high ?? null])]);
  return (
    <div class={`dg ${row ? "open" : ""}`}>
      <Figure id="dependence" of={losses ? { year: found.year, status: "simulated" } : found} credit={credit(found.year, losses ? "simulated" : found.status)} title={title} numbers={{ columns, rows: numbers }}
        note={joined([t("diagnose.dep.averages"), ...(losses?.notes ?? []).map(pick), (losses?.failed.length ?? 0) > 0 && t("diagnose.dep.failed", { n: losses!.failed.length })], lang)}
        foot={rows.length > shown.length || all ? <p class="note"><button class="link" aria-expanded={all} onClick={() => setAll(!all)}>{all ? t("ui.fewer") : t("diagnose.dep.less", { n: rows.length - shown.length })}</button></p> : null}>
        <p class="lede">{t(losses ? "diagnose.dep.sub" : "diagnose.dep.sub.waiting", { year: found.year })}</p>
        {losses && <p class="key">{HORIZONS.filter((h) => losses.horizons[h]).map((h) => <span key={h}><svg class="ch" width="22" height="12" aria-hidden="true"><rect x="1" y="2" width="20" height="9" rx="2" class={`loss ${h}`} /></svg> {t(`diagnose.dep.key.${h}`)}</span>)}</p>}
        <div class="jobline">{line}</div>
        <Inputs label={title} rows={shown} chosen={chosen} onChoose={(code) => choose(code === chosen ? "" : code)} horizon={sort === "short" || sort === "long" ? sort : "medium"} waiting={losses === null} />
      </Figure>
      {row && <InputPanel found={found} input={row.input} loss={row.loss} losses={losses} largest={largest} onClose={() => choose("")} />}
    </div>
  );
}
