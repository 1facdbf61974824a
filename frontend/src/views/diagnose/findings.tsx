/** All findings of the four systems: the sentence, the number, the drawn proof, where it comes from. */
import { useState } from "preact/hooks";
import { isBegun, useGet, useJob, type Running } from "../../api/hooks";
import type { Diagnosed, Finding } from "../../api/types";
import { useWorld } from "../../context";
import { joined } from "../../format";
import { useText } from "../../i18n";
import { useParam } from "../../state/store";
import { Empty } from "../../ui/empty";
import { ErrorPanel } from "../../ui/error";
import { Figure } from "../../ui/figure";
import { Segmented } from "../../ui/segmented";
import { Progress } from "../../ui/skeleton";
import { SourceButton, Status } from "../../ui/source";
import { useFocus } from "./asked";
import { useCredit, useSources } from "./sources";
import { Awaited } from "./state";

/** Findings of a system that stand open. */
const FIRST = 3;

/** The share whose official figure in Now is another one. */
const MANUFACTURING = "s2.manufacturing_share";

/** What a drawing says of itself: its label holds the numbers in words. */
const labelOf = (svg: string): string => /aria-label="([^"]*)"/.exec(svg)?.[1]?.replace(/&quot;/g, "”").replace(/&amp;/g, "&") ?? "";

function Proof({ finding: f }: { finding: Finding }) {
  const { pick, t, lang } = useText();
  const { catalog } = useWorld();
  const unclear = f.range !== null && f.range[0] < 0 && f.range[1] > 0;
  const source = useSources();
  const credit = useCredit();
  const columns = [t("diagnose.col.finding"), t("language.columns.headers.value"), t("col.unit"), t("col.low"), t("col.high"), t("language.columns.headers.year"), t("source.status"), t("diagnose.col.shown")];
  const row = [pick(f.sentence), f.value, f.unit, f.range?.[0] ?? null, f.range?.[1] ?? null, f.year, f.status, labelOf(pick(f.svg))];
  return (
    <Figure id={f.id} of={f} credit={credit(f.year, f.status)} central={f.status === "simulated" && !f.range} class={`finding k-${f.kind} t-${f.system}`} title={pick(f.sentence)} numbers={{ columns, rows: [row] }} note={joined([[pick(f.detail), f.year].filter(Boolean).join(" · "), f.indicators[0] === MANUFACTURING && t("diagnose.share", { year: f.year })], lang)}
      tools={<p class="kind"><span aria-hidden="true">{f.mark}</span> {pick(catalog.kinds[f.kind])}</p>}
      foot={<p class="from"><Status status={f.status} /> {f.indicators.map((id) => source({ id, value: "", year: f.year, status: f.status, note: pick(f.detail) })).map((s) => (
        <span key={s.id} class="id">{s.label} <SourceButton source={s} /></span>
      ))}</p>}>
      <p class={`big num ${unclear ? "un" : ""}`}>{pick(f.shown)}{pick(f.over) && <small>{pick(f.over)}</small>}</p>
      <div class="proof" dangerouslySetInnerHTML={{ __html: pick(f.svg) }} />
    </Figure>
  );
}

function System({ id, label, findings }: { id: string; label: string; findings: Finding[] }) {
  const { t } = useText();
  const [all, setAll] = useState(false);
  const shown = all ? findings : findings.slice(0, FIRST);
  return (
    <section class="system" aria-labelledby={`system-${id}`}>
      <h2 id={`system-${id}`} class={`t-${id}`}>{label}</h2>
      <div class="cards">{shown.map((f) => <Proof key={f.id} finding={f} />)}</div>
      {findings.length > FIRST && <p><button aria-expanded={all} onClick={() => setAll(!all)}>{all ? t("ui.fewer") : t("diagnose.more", { n: findings.length - FIRST })}</button></p>}
    </section>
  );
}

/** What only the model can find, computed when asked for: a job for each system, so that there is progress to show. */
function useModel(): { found: Diagnosed[] | null; line: preact.ComponentChildren } {
  const { t } = useText();
  const { catalog } = useWorld();
  const { on, year, region } = useFocus();
  const request = { on, year, region };
  const key = JSON.stringify(request);
  const [asked, ask] = useState(catalog.systems.some(({ id }) => isBegun("diagnose", `${key} ${id}`)) ? key : "");
  // the catalog's systems are the same as long as the page lives, so these are always as many hooks
  const jobs = catalog.systems.map(({ id }) => useJob<Diagnosed>("diagnose", { ...request, system: id }, asked === key ? `${key} ${id}` : "", 0));
  const each = (act: (job: Running<Diagnosed>) => void) => (): void => jobs.filter((j) => j.pending || j.stopped || j.error).forEach(act);
  const done = jobs.filter((j) => !j.pending && j.data && !j.error && !j.stopped);
  const failed = jobs.find((j) => j.error);
  if (asked !== key) return { found: null, line: <button onClick={() => ask(key)}>{t("diagnose.model.ask")}</button> };
  if (failed) return { found: null, line: <ErrorPanel error={failed.error!} onRetry={each((j) => j.again())} /> };
  if (jobs.some((j) => j.stopped)) return { found: null, line: <span class="note">{t("ui.stopped")} <button onClick={each((j) => j.again())}>{t("ui.resume")}</button></span> };
  if (done.length < jobs.length) return { found: null, line: <Progress job={{ schema_version: 1, id: "", kind: "diagnose", state: "running", done: done.length, total: jobs.length, parts: 0 }} label={t("diagnose.model.running")} onStop={each((j) => j.stop())} /> };
  return { found: done.map((j) => j.data!), line: <span class="note">{t("diagnose.model.done")}</span> };
}

export function Findings() {
  const { t, pick } = useText();
  const { catalog, meta } = useWorld();
  const { at } = useFocus();
  const asked = useGet<Diagnosed>(`diagnose?${at()}`);
  const model = useModel();
  const [system, setSystem] = useParam("diagnose.system", "all");
  const [kind, setKind] = useParam("diagnose.kind", "");
  return (
    <Awaited asked={asked} title={t("view.findings")}>
      {(first) => {
        const asked = model.found ?? [first];
        const found = asked.flatMap((d) => d.findings);
        const lost = asked.flatMap((d) => d.left_out);
        const kinds = Object.entries(catalog.kinds).map(([id, label]) => ({ id, label, mark: found.find((f) => f.kind === id)?.mark, n: found.filter((f) => f.kind === id).length })).filter((k) => k.n);
        const shown = found.filter((f) => !kind || f.kind === kind);
        const systems = catalog.systems.filter((s) => system === "all" || s.id === system).map((s) => ({ ...s, findings: shown.filter((f) => f.system === s.id) })).filter((s) => s.findings.length);
        return (
          <>
            <div class="filters">
              <Segmented label={t("diagnose.systems")} value={system} onChange={setSystem}
                options={[{ value: "all", label: t("diagnose.systems.all") }, ...catalog.systems.map((s) => ({ value: s.id, label: t(`diagnose.system.${s.id}` as "diagnose.system.s1") }))]} />
              <div class="kinds" role="group" aria-label={t("diagnose.kinds")}>
                {kinds.map((k) => <button key={k.id} aria-pressed={kind === k.id} onClick={() => setKind(kind === k.id ? "" : k.id)}><span aria-hidden="true">{k.mark}</span> {pick(k.label)} <b class="num">{k.n}</b></button>)}
              </div>
              {meta.closed && <div class="model">{model.line}</div>}
            </div>
            {systems.map((s) => <System key={s.id} id={s.id} label={pick(s.label)} findings={s.findings} />)}
            {lost.length > 0 && <ul class="note" aria-label={t("diagnose.lost")}>{lost.map((l, k) => <li key={k}><code>{l.name}</code> {pick({ en: l.reason_en, zh: l.reason_zh })}</li>)}</ul>}
            {!systems.length && <Empty title={t("diagnose.nothing")}><p><button onClick={() => (setKind(""), setSystem("all"))}>{t("diagnose.nothing.all")}</button></p></Empty>}
          </>
        );
      }}
    </Awaited>
  );
}
