/** Dependence: which inputs an economy buys abroad, from whom, and what losing them would cost. */
import { useState } from "preact/hooks";
import { useGet, useJob } from "../../api/hooks";
import type { Dependence, LossRow, Losses } from "../../api/types";
import { regionName, useWorld } from "../../context";
import { inside, joined, percent, range } from "../../format";
import { useText } from "../../i18n";
import { useParam } from "../../state/store";
import { Empty } from "../../ui/empty";
import { ErrorPanel } from "../../ui/error";
import { Figure } from "../../ui/figure";
import { Segmented } from "../../ui/segmented";
import { Progress } from "../../ui/skeleton";
import { SourceButton } from "../../ui/source";
import { useFocus } from "./asked";
import { InputPanel } from "./inputpanel";
import { Inputs, costText, type InputRow } from "./inputs";
import { IndustryPicker } from "./picker";
import { useCredit, useSources } from "./sources";
import { Awaited, NeedsWorld } from "./state";

/** Rows that stand open, and inputs whose loss the model looks at. */
const [ROWS, TOP] = [8, 8];

const SORTS = ["cost", "content"] as const;
type Sort = (typeof SORTS)[number];

/** The rows, what costs most to lose first; those without a cost by the GDP that depends on them at least. */
function sorted(rows: InputRow[], by: Sort): InputRow[] {
  const rests = (r: InputRow): number => r.input.bottleneck?.[0] ?? 0;
  const cost = (r: InputRow): number => r.loss?.central ?? -1;
  const content = (r: InputRow): number => r.input.complete ?? r.input.direct ?? 0;
  return [...rows].sort((a, b) => (by === "content" ? content(b) - content(a) : cost(b) - cost(a) || rests(b) - rests(a)));
}

/** Losses as a job; its progress, Stop, or why there are none. */
function useLosses(industry: string): { data: Losses | null; line: preact.ComponentChildren } {
  const { t } = useText();
  const { meta } = useWorld();
  const { on, year, region } = useFocus();
  const request = { on, year, region, top: TOP, ...(industry ? { industry } : {}) };
  const key = JSON.stringify(request);
  const job = useJob<Losses>("losses", request, meta.closed ? key : "");
  if (job.error) return { data: null, line: <ErrorPanel error={job.error} onRetry={job.again} /> };
  if (job.stopped) return { data: null, line: <p class="note">{t("ui.stopped")} <button onClick={job.again}>{t("ui.resume")}</button></p> };
  if (job.pending || !job.data) return { data: null, line: <Progress job={job.job} label={t("diagnose.dep.running", { n: TOP })} onStop={job.stop} /> };
  return { data: job.data, line: null };
}

export function Depends() {
  const { t } = useText();
  const { meta } = useWorld();
  const { at } = useFocus();
  const [user, setUser] = useParam("diagnose.user", "");
  const asked = useGet<Dependence>(!meta.closed ? "" : `dependence?${at({ industry: user })}`);
  const losses = useLosses(user);
  if (!meta.closed) return <NeedsWorld title={t("view.dependence")} />;
  return (
    <>
      <div class="filters"><IndustryPicker label={t("diagnose.dep.user")} all={t("diagnose.allindustries")} value={user} onChange={setUser} /></div>
      <Awaited asked={asked} title={t("view.dependence")}>{(found) => <Shown found={found} losses={losses.data} line={losses.line} />}</Awaited>
    </>
  );
}

function Shown({ found, losses, line }: { found: Dependence; losses: Losses | null; line: preact.ComponentChildren }) {
  const { t, pick, lang } = useText();
  const { meta } = useWorld();
  const source = useSources();
  const credit = useCredit();
  const [said, setSort] = useParam("diagnose.sort", "cost");
  const [chosen, choose] = useParam("diagnose.input", "");
  const [all, setAll] = useState(false);
  const sort: Sort = said === "content" ? "content" : "cost";
  const lossOf = (code: string): LossRow | null => losses?.rows.find((r) => r.industry === code) ?? null;
  const rows = sorted(found.inputs.map((input) => ({ input, loss: lossOf(input.industry) })), sort);
  const first = rows[0];
  const name = regionName(meta, found.region, lang);
  if (!first) return <Empty title={t("diagnose.dep.none", { region: name })} />;
  const shown = all ? rows : rows.slice(0, ROWS);
  const told = { input: inside(pick(first.input.label)), share: percent(first.input.complete, 0), region: name, range: first.loss ? costText(first.loss, lang) : "" };
  const lede = first.loss?.sure ? t("diagnose.dep.lede.cost", told) : t("diagnose.dep.lede", told);
  const total = source({ id: found.indicators.complete, value: range(percent(found.total.direct, 0), percent(found.total.complete, 0), lang), label: t("diagnose.dep.total", { region: name }), year: found.year, status: found.status });
  const row = rows.find((r) => r.input.industry === chosen);
  const horizons = Object.entries(losses?.horizons ?? {});
  const columns = [t("diagnose.col.code"), t("diagnose.col.input"), t("diagnose.dep.direct"), t("diagnose.dep.complete"), `${t("diagnose.dep.bought")} (${found.unit})`, t("diagnose.col.suppliers"), t("diagnose.col.unnamed"), t("diagnose.col.restslow"), t("diagnose.col.restshigh"), ...horizons.flatMap(([, label]) => (["low", "central", "high"] as const).map((end) => `${pick(label).split(/[:：]/)[0]}${t("language.marks.colon")}${t(`diagnose.col.loss${end}`)}`))];
  const numbers = rows.map(({ input: i, loss: l }) => [i.industry, pick(i.label), i.direct, i.complete, i.bought, i.suppliers.map((s) => `${s.region} ${percent(s.share)}`).join("; "), i.unnamed, i.bottleneck?.[0] ?? null, i.bottleneck?.[1] ?? null, ...horizons.flatMap(([h]) => [l?.horizons[h]?.low ?? null, l?.horizons[h]?.central ?? null, l?.horizons[h]?.high ?? null])]);
  const sorting = t(sort === "content" ? "diagnose.dep.by.content" : losses ? "diagnose.dep.by.cost" : "diagnose.dep.by.rests");
  return (
    <div class={`dg ${row ? "open" : ""}`}>
      <Figure of={found} credit={credit(found.year, found.status)} title={t("diagnose.dep.title", { region: name })} numbers={{ columns, rows: numbers }}
        note={joined([sorting, ...found.notes.map(pick), ...(losses?.notes ?? []).map(pick), (losses?.failed.length ?? 0) > 0 && t("diagnose.dep.failed", { n: losses!.failed.length })], lang)}
        tools={<Segmented label={t("diagnose.dep.sort")} value={sort} onChange={setSort} options={SORTS.map((s) => ({ value: s, label: t(`diagnose.dep.sort.${s}`) }))} />}
        foot={rows.length > ROWS && <p class="note"><button class="link" aria-expanded={all} onClick={() => setAll(!all)}>{all ? t("ui.fewer") : t("diagnose.dep.all", { n: rows.length })}</button></p>}>
        <p class="lede">{lede} <SourceButton source={source({ id: found.indicators.complete, value: percent(first.input.complete, 0), label: t("diagnose.dep.said", { input: pick(first.input.label) }), year: found.year, status: found.status })} />{" "}
          <span class="whole">{total.label}{t("language.marks.colon")}{total.value} <SourceButton source={total} /></span></p>
        <div class="jobline">{line}</div>
        <Inputs label={`${t("diagnose.dep.title", { region: name })}. ${lede}`} rows={shown} chosen={chosen} onChoose={(code) => choose(code === chosen ? "" : code)} costs={losses !== null} />
      </Figure>
      {row && <InputPanel found={found} input={row.input} loss={row.loss} losses={losses} onClose={() => choose("")} />}
    </div>
  );
}
