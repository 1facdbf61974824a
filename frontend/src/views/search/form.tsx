/** The question: goals and a budget at once, the rest collapsed. */
import type { ComponentChildren } from "preact";
import type { SearchChoices, SearchRequest } from "../../api/types";
import { regionName, useWorld } from "../../context";
import { useText } from "../../i18n";
import { change, useAppState } from "../../state/store";
import { Segmented } from "../../ui/segmented";
import { USUAL, goalsOf, listOf, offered, picked, said, written, type Field } from "./asked";

const ENDS = ["2035", "2060"];

/** Set a field of the question. */
export function put(field: Field, value: string): void {
  const key = `search.${field}`;
  change(key, (s) => {
    const { [key]: _, ...rest } = s.params;
    return { ...s, params: value === USUAL[field] ? rest : { ...rest, [key]: value } };
  });
}

/** Forget what was set in some fields, as one step. */
const forget = (...fields: Field[]): void => change(`search.${fields.join()}`, (s) => ({ ...s, params: Object.fromEntries(Object.entries(s.params).filter(([k]) => !fields.some((f) => k === `search.${f}`))) }));

function Amount({ field, label, unit, least, wrong }: { field: Field; label: string; unit: string; least?: number; wrong?: string }) {
  const value = said(useAppState(), field);
  const number = written(value);
  const bad = value !== "" && (number === null || (least !== undefined && number < least));
  return (
    <label class="as amount"><span>{label}</span>
      <input type="number" inputMode="decimal" step="any" {...(least === undefined ? {} : { min: least })} value={value} aria-invalid={bad} onInput={(e) => put(field, e.currentTarget.value)} />
      <span>{unit}</span>{bad && wrong && <small class="bad">{wrong}</small>}</label>
  );
}

function Goals({ c }: { c: SearchChoices }) {
  const { t, pick } = useText();
  const state = useAppState();
  const [first, second = ""] = goalsOf(c, state);
  const set = (a: string, b: string): void => put("goals", [a, b].filter((g, i, all) => g && all.indexOf(g) === i).join(","));
  const options = c.goals.map((g) => <option key={g.id} value={g.id}>{t(g.better === "higher" ? "search.more" : "search.less", { goal: pick(g.label) })}</option>);
  return (
    <>
      <label class="as goals"><span>{t("search.goal")}</span><select value={first} onChange={(e) => set(e.currentTarget.value, second)}>{options}</select></label>
      <label class="as goals"><span>{t("search.second")}</span><select value={second} onChange={(e) => set(first!, e.currentTarget.value)}><option value="">{t("search.none")}</option>{options}</select></label>
    </>
  );
}

function Among({ c }: { c: SearchChoices }) {
  const { t, pick } = useText();
  const state = useAppState();
  const from = said(state, "from");
  const tags = listOf(said(state, "tags"));
  const all = offered(c, from, tags);
  const on = picked(c, state);
  const usual = from === "actions" ? all.map((o) => o.id) : c.families;
  const set = (ids: string[]): void => put("pick", ids.length === usual.length && usual.every((id) => ids.includes(id)) ? "" : all.map((o) => o.id).filter((id) => ids.includes(id)).join(","));
  const turn = (from: string): void => change("search.from", (s) => {
    const { "search.pick": _p, "search.from": _f, ...rest } = s.params;
    return { ...s, params: from === USUAL.from ? rest : { ...rest, "search.from": from } };
  });
  return (
    <fieldset class="group">
      <legend>{t("search.among", { n: on.length, of: all.length })}</legend>
      <div class="row2">
        <Segmented label={t("search.from")} value={from} onChange={turn} options={[{ value: "packages", label: t("search.from.packages") }, { value: "actions", label: t("search.from.actions") }]} />
        {said(state, "pick") !== "" && <button class="link" onClick={() => forget("pick")}>{t(from === "actions" ? "search.pick.all" : "search.pick.families")}</button>}
      </div>
      {from === "actions" && (
        <p class="checks tags"><span>{t("search.tags")}</span>
          {Object.entries(c.tags).map(([id, label]) => <label key={id} class="check"><input type="checkbox" checked={tags.includes(id)} disabled={tags.length === 1 && tags.includes(id)} onChange={() => put("tags", Object.keys(c.tags).filter((x) => (x === id) !== tags.includes(x)).join(","))} /> {pick(label)}</label>)}</p>
      )}
      <div class="checks grid">
        {all.map((o) => <label key={o.id} class="check"><input type="checkbox" checked={on.includes(o.id)} disabled={on.length === 1 && on.includes(o.id)} onChange={() => set(on.includes(o.id) ? on.filter((x) => x !== o.id) : [...on, o.id])} /> {pick(o.label)}</label>)}
      </div>
      <p class="note">{t("search.among.note")}</p>
    </fieldset>
  );
}

function Worlds({ c }: { c: SearchChoices }) {
  const { t, pick } = useText();
  const value = said(useAppState(), "worlds");
  const on = c.scenarios.map((s) => s.id).filter((id) => value === "all" || listOf(value).includes(id));
  const set = (ids: string[]): void => put("worlds", ids.length === c.scenarios.length ? "all" : ids.join(",") || "none");
  return (
    <fieldset class="group">
      <legend>{t("search.worlds")}</legend>
      <div class="checks">
        {c.scenarios.map((s) => <label key={s.id} class="check" title={pick(s.note)}><input type="checkbox" checked={on.includes(s.id)} onChange={() => set(on.includes(s.id) ? on.filter((x) => x !== s.id) : [...on, s.id])} /> {pick(s.label)}</label>)}
        <Amount field="draws" label={t("search.draws")} unit="" least={0} />
      </div>
    </fieldset>
  );
}

export function Form({ c, request, asked, onGo, progress }: { c: SearchChoices; request: SearchRequest; asked: boolean; onGo: () => void; progress: ComponentChildren }) {
  const { t, pick, lang } = useText();
  const { catalog, meta } = useWorld();
  const state = useAppState();
  const field = (name: Field): string => said(state, name);
  const worlds = request.scenarios.length + (request.cases ?? 0);
  const effort = field("effort");
  const peaks = Array.from({ length: Math.max(0, request.until - c.start) }, (_, k) => c.start + k);
  const wrong = (written(field("budget")) ?? 0) < 0 || (written(field("draws")) ?? 0) < 0 || (written(field("seed")) ?? 0) < 0;
  const own = !["quick", "thorough"].includes(effort);
  const touched = (["peak", "carbon", "gap", "from", "pick", "tags", "until", "effort", "worlds", "draws", "starts", "seed", "horizon"] as Field[]).filter((f) => state.params[`search.${f}`] !== undefined);
  return (
    <section class="ban ask" aria-label={t("search.question")}>
      <p class="lead"><b>{t("search.banner", { region: regionName(meta, state.region, lang), last: request.until })}</b></p>
      <div class="row2">
        <Goals c={c} />
        <span class="as"><Amount field="budget" label={t("search.budget")} unit={t("search.budget.unit")} least={0} wrong={t("search.budget.wrong")} />
          <select aria-label={t("search.per")} value={field("per")} onChange={(e) => put("per", e.currentTarget.value)}><option value="present">{t("search.per.present")}</option><option value="year">{t("search.per.year")}</option></select></span>
        <button class="primary go" disabled={asked || wrong} onClick={onGo}>{t("search.go")}</button>
        <small>{t("search.cost", { n: request.evaluations, worlds })}</small>
      </div>
      <details class="more">
        <summary>{t("search.settings")}{touched.length > 0 && <small> · {t("search.touched", { n: touched.length })}</small>}</summary>
        <fieldset class="group">
          <legend>{t("search.limits")}</legend>
          <div class="row2">
            {c.limits.includes("peak") && <label class="as"><span>{t("search.peak")}</span><select value={field("peak")} onChange={(e) => put("peak", e.currentTarget.value)}><option value="">{t("search.none")}</option>{peaks.map((y) => <option key={y} value={y}>{y}</option>)}</select></label>}
            {c.goals.some((g) => g.id === "cumulative_co2") && <Amount field="carbon" label={t("search.carbon")} unit="%" />}
            {c.limits.includes("gap") && <Amount field="gap" label={t("search.gap")} unit="%" />}
          </div>
        </fieldset>
        <Among c={c} />
        <Worlds c={c} />
        <fieldset class="group">
          <legend>{t("search.how")}</legend>
          <div class="row2">
            <span class="as"><span aria-hidden="true">{t("search.effort")}</span><Segmented label={t("search.effort")} value={effort} onChange={(v) => put("effort", v)} options={[{ value: "quick", label: t("search.effort.quick") }, { value: "thorough", label: t("search.effort.thorough") }, ...(own ? [{ value: effort, label: t("search.effort.own", { n: effort }) }] : [])]} /></span>
            <span class="as"><span aria-hidden="true">{t("pathway.until")}</span><Segmented label={t("pathway.until")} value={field("until")} onChange={(v) => put("until", v)} options={[...ENDS, ...(ENDS.includes(field("until")) ? [] : [field("until")])].map((y) => ({ value: y, label: y }))} /></span>
            <label class="as"><span>{t("pathway.horizon")}</span><select value={field("horizon")} onChange={(e) => put("horizon", e.currentTarget.value)}>{Object.entries(catalog.horizons).map(([id, label]) => <option key={id} value={id}>{pick(label)}</option>)}</select></label>
            <label class="check"><input type="checkbox" checked={field("starts") !== ""} onChange={(e) => put("starts", e.currentTarget.checked ? "1" : "")} /> {t("search.starts")}</label>
            <Amount field="seed" label={t("search.seed")} unit="" least={0} />
          </div>
        </fieldset>
        {touched.length > 0 && <p><button class="link" onClick={() => forget(...touched)}>{t("search.forget")}</button></p>}
      </details>
      {progress}
    </section>
  );
}
