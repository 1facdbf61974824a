/** Dividing a target: criteria that share 100 %, mixed in the browser; line your weights, band any weights. */
import { useMemo, useState } from "preact/hooks";
import { post } from "../../api/client";
import { useAsked, useGet } from "../../api/hooks";
import type { Divided, Divisible } from "../../api/types";
import { Fans, type FanCell } from "../../charts/fans";
import { WHOLE, apportion } from "../../ui/weights";
import { regionName, useWorld } from "../../context";
import { emissions, inside, joined, percent, range } from "../../format";
import { useText, type Text } from "../../i18n";
import { useParam } from "../../state/store";
import { Field } from "../../ui/field";
import { Fold } from "../../ui/fold";
import { Figure } from "../../ui/figure";
import { Segmented } from "../../ui/segmented";
import { Skeleton } from "../../ui/skeleton";
import { SourceButton } from "../../ui/source";
import { useFocus } from "./asked";
import { changeOf, fans, together } from "./mixing";
import { useCredit, useSources } from "./sources";
import { Awaited, Refused } from "./state";
import { Sliders } from "../../ui/sliders";

/** Parts that have a fan of their own; the others are put together. */
const PARTS = 5;
/** Writes the table of regions of one's own. */
const TEMPLATE = "newind green divide parts.csv --template";

export function Divides() {
  const { t } = useText();
  const { on, region } = useFocus();
  const asked = useGet<Divisible>(`division?on=${encodeURIComponent(on)}&region=${encodeURIComponent(region)}`);
  return <Awaited asked={asked} title={t("view.division")}>{(found) => <Target key={`${on} ${region}`} on={on} found={found} />}</Awaited>;
}

/** What stands in the address of a target: "2030;2035:-10;2060:-90". */
function useTarget(found: Divisible): { peak: number; levels: [string, number][]; set: (peak: number, levels: [string, number][]) => void; reset: () => void } {
  const usual = Object.entries(found.defaults.level).map(([y, v]): [string, number] => [y, Number.parseFloat(v)]);
  const write = (peak: number, levels: [string, number][]): string => [String(peak), ...levels.map(([y, v]) => `${y}:${v}`)].join(";");
  const [said, set] = useParam("diagnose.target", write(found.defaults.peak, usual));
  const [peak, ...rest] = said.split(";");
  const levels = rest.map((x): [string, number] => [x.split(":")[0]!, Number(x.split(":")[1])]).filter(([y, v]) => /^\d{4}$/.test(y) && Number.isFinite(v));
  return { peak: Number(peak) || found.defaults.peak, levels: levels.length ? levels : usual, set: (p, l) => set(write(p, l)), reset: () => set(write(found.defaults.peak, usual)) };
}

function useWeights(found: Divisible): { ids: string[]; weights: number[]; usual: number[]; set: (w: number[]) => void } {
  const ids = found.criteria.filter((c) => c.available).map((c) => c.id);
  const usual = apportion(ids.map((id) => found.defaults.weights[id] ?? 0));
  const [said, set] = useParam("diagnose.weights", usual.join(","));
  const read = said.split(",").map(Number);
  const ok = read.length === ids.length && read.every((v) => Number.isFinite(v) && v >= 0);
  return { ids, weights: ok ? apportion(read) : usual, usual, set: (w) => set(w.join(",")) };
}

function Target({ on, found }: { on: string; found: Divisible }) {
  const { t, pick, lang } = useText();
  const { meta } = useWorld();
  const target = useTarget(found);
  const mix = useWeights(found);
  const [said, setOrder] = useParam("diagnose.order", found.defaults.order);
  const order = found.orders.some((o) => o.id === said) ? said : found.defaults.order;
  const request = { on, region: found.region, peak: target.peak, level: Object.fromEntries(target.levels.map(([y, v]) => [y, `${v}%`])) };
  const asked = useAsked<Divided>(JSON.stringify(request), (signal) => post("division", request, signal), 350);
  const region = regionName(meta, found.region, lang);
  const near = target.levels[0];
  const orders = found.orders.map((o) => ({ value: o.id, label: t(`diagnose.div.order.${o.id}` as "diagnose.div.order.together") }));
  const level = (k: number) => (v: number): void => target.set(target.peak, target.levels.map(([y, was], i) => [y, i === k ? v : was]));
  return (
    <div class="fw">
      <Fold class="crit" title={t("diagnose.div.criteria")}>
        <Sliders rows={mix.ids.map((id) => ({ id, label: pick(found.criteria.find((c) => c.id === id)?.label), note: pick(found.criteria.find((c) => c.id === id)?.said) }))} weights={mix.weights} onChange={mix.set} />
        <p class="row"><button onClick={() => mix.set(mix.usual)} disabled={mix.weights.join() === mix.usual.join()}>{t("diagnose.div.reset")}</button></p>
        {found.criteria.filter((c) => !c.available).map((c) => <p key={c.id} class="note">{t("diagnose.div.lacking", { criterion: pick(c.label) })}</p>)}
        <p class="note">{t("diagnose.div.among", { region, command: TEMPLATE })}</p>
        <div class="targets">
          <h3>{t("diagnose.div.target")}</h3>
          <NumberField label={t("diagnose.div.peak")} value={target.peak} min={found.year} max={2100} onSet={(v) => target.set(v, target.levels)} />
          {target.levels.map(([y, v], k) => <NumberField key={y} label={t("diagnose.div.level", { year: y })} value={v} min={-100} max={-1} unit="%" onSet={level(k)} />)}
        </div>
      </Fold>
      {asked.error ? <Refused error={asked.error} title={t("diagnose.div.refused")}><p><button class="primary" onClick={target.reset}>{t("diagnose.div.back")}</button></p></Refused>
        : !asked.data ? <section class="pan" aria-label={t("view.division")}><div class="ph"><h2>{t("view.division")}</h2></div><Skeleton lines={8} /></section>
        : <Mixed region={region} found={found} divided={asked.data} weights={mix.weights} ids={mix.ids} order={order} near={Number.parseInt(near?.[0] ?? "0", 10)} dim={asked.pending}
            tools={<Segmented label={t("diagnose.div.order")} value={order} onChange={setOrder} options={orders} />} />}
    </div>
  );
}

/** A number that is sent when it is finished, not at every key. */
function NumberField({ label, value, min, max, unit = "", onSet }: { label: string; value: number; min: number; max: number; unit?: string; onSet: (v: number) => void }) {
  const send = (text: string): void => {
    const v = Number(text);
    if (Number.isFinite(v) && text !== "" && v !== value) onSet(Math.min(max, Math.max(min, v)));
  };
  return <label class="nb"><span>{label}</span><span><Field type="number" value={value} min={min} max={max} step={1} onDone={send} />{unit}</span></label>;
}

interface MixedProps {
  region: string;
  found: Divisible;
  divided: Divided;
  weights: number[];
  ids: string[];
  order: string;
  near: number;
  dim: boolean;
  tools: preact.ComponentChildren;
}

/** Weights in the order of the answer's criteria, summing to 1. */
export const fractions = (divided: { criteria: { id: string }[] }, ids: string[], weights: number[]): number[] => divided.criteria.map((c) => (weights[ids.indexOf(c.id)] ?? 0) / WHOLE);

function useCells(p: MixedProps, all: boolean, text: Text): { cells: FanCell[]; mark: number; title: string } {
  const { divided: d } = p;
  return useMemo(() => {
    const alone = (d.orders.find((o) => o.id === p.order) ?? d.orders[0])!.alone;
    const weights = fractions(d, p.ids, p.weights);
    const mark = Math.max(0, d.years.indexOf(p.near));
    const from = Math.max(0, d.years.indexOf(d.peak));
    const bySize = d.parts.map((_, k) => k).sort((a, b) => d.parts[b]!.first - d.parts[a]!.first);
    const [named, others] = all || bySize.length <= PARTS + 1 ? [bySize, []] : [bySize.slice(0, PARTS), bySize.slice(PARTS)];
    const shown = together(alone, named, others);
    const names = [...named.map((k) => text.pick(d.parts[k]!.label)), ...(others.length ? [text.t("diagnose.div.others", { n: others.length })] : [])];
    const cells = fans(shown, weights).map((fan, k): FanCell => {
      const start = fan.path[0] || 1;
      const index = (path: number[]): number[] => path.map((v) => (v / start) * 100);
      const c = changeOf(shown, weights, k, from, mark);
      const digits = (v: number): string => percent(v, 0, true);
      return {
        id: String(named[k] ?? "others"), title: names[k]!, path: index(fan.path), low: index(fan.low), high: index(fan.high), text: digits(c.change),
        note: text.t("diagnose.div.band", { year: p.near, range: range(digits(c.low), digits(c.high), text.lang) }),
      };
    });
    const most = named.map((_, k) => ({ k, change: changeOf(shown, weights, k, from, mark).change })).sort((a, b) => a.change - b.change)[0];
    const title = most ? text.t("diagnose.div.title", { region: p.region, n: named.length, part: inside(names[most.k]!), peak: d.peak, year: p.near, change: percent(most.change, 0, true) }) : "";
    return { cells, mark, title };
  }, [d, p.order, p.weights.join(), p.ids.join(), p.near, p.region, all, text.lang]);
}

function Mixed(p: MixedProps) {
  const text = useText();
  const { t, pick, lang } = text;
  const source = useSources();
  const credit = useCredit();
  const [all, setAll] = useState(false);
  const { cells, mark, title } = useCells(p, all, text);
  const d = p.divided;
  const alone = (d.orders.find((o) => o.id === p.order) ?? d.orders[0])!.alone;
  const numbers = useMemo(() => {
    const each = fans(alone, fractions(d, p.ids, p.weights));
    return { columns: [t("diagnose.col.code"), t("diagnose.col.part"), t("language.columns.headers.path"), ...d.years.map(String)], rows: d.parts.flatMap((part, k) => (["path", "low", "high"] as const).map((kind) => [part.code, pick(part.label), t(`diagnose.div.${kind}`), ...each[k]![kind]])) };
  }, [d, p.order, p.weights.join(), lang]);
  const about = source({ id: "green.divide", value: emissions(d.top * 1000, lang), label: t("diagnose.div.top", { year: d.peak }), formula: t("diagnose.div.formula"), source: p.found.source, year: p.found.year, unit: d.unit, status: "simulated", note: joined([...d.notes, ...p.found.notes].map(pick), lang) });
  const base = source({ id: "s3.carbon_production", value: emissions(p.found.emissions * 1000, lang), label: t("diagnose.div.first", { year: p.found.year }), source: p.found.source, year: p.found.year, unit: d.unit, status: p.found.status });
  return (
    <Figure id="division" credit={credit(p.found.year, "simulated")} class={`t-s3 ${p.dim ? "dim" : ""}`} title={title} numbers={numbers} tools={p.tools}
      note={joined([t("diagnose.div.note", { year: d.years[0]!, mark: d.years[mark]!, peak: d.peak }), d.computed && d.peak > d.years[0]! && t("diagnose.div.computed"), d.infeasible.length > 0 && t("diagnose.div.infeasible")], lang)}
      foot={<>
        <p class="from"><span class="id">{t("diagnose.div.first", { year: p.found.year })}{t("language.marks.colon")}<b class="num">{base.value}</b> <SourceButton source={base} /></span>
          <span class="id">{t("diagnose.div.top", { year: d.peak })}{t("language.marks.colon")}<b class="num">{about.value}</b> <SourceButton source={about} /></span></p>
        {d.parts.length > PARTS + 1 && <p class="note"><button class="link" aria-expanded={all} onClick={() => setAll(!all)}>{all ? t("ui.fewer") : t("diagnose.div.all", { n: d.parts.length })}</button></p>}
        <details class="more"><summary>{t("diagnose.div.how")}</summary><ul>{[...d.notes, ...p.found.notes].map((n, i) => <li key={i}>{pick(n)}</li>)}</ul><pre><code>{command(d.reproduce.command, d, p)}</code></pre></details>
      </>}>
      <Fans label={`${title}. ${cells.map((c) => `${c.title} ${c.text} (${c.note})`).join("; ")}`} years={d.years} cells={cells} mark={mark} />
    </Figure>
  );
}

/** The command that gives the division as it is set here. */
function command(said: string, d: Divided, p: MixedProps): string {
  const weights = d.criteria.map((c) => `${c.id}=${((p.weights[p.ids.indexOf(c.id)] ?? 0) / WHOLE).toFixed(3)}`).join(",");
  return `${said.replace(/ --order \S+/, "").replace(/ --weights \S+/, "")} --order ${p.order} --weights ${weights}`;
}
