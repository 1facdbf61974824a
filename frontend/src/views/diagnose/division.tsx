/** Dividing a target: criteria that share 100 %, mixed in the browser; line your weights, band any weights. */
import words from "virtual:messages/division";
import { useMemo, useState } from "preact/hooks";
import { post } from "../../api/client";
import { useAsked } from "../../api/hooks";
import type { ApiError } from "../../api/client";
import type { Divided } from "../../api/types";
import { Fans, type FanCell } from "../../charts/fans";
import { WHOLE, apportion } from "../../ui/weights";
import { regionName, useWorld } from "../../context";
import { capital, inside, joined, level, number, percent, range } from "../../format";
import { useText, type Text } from "../../i18n";
import { addMessages, messageIn } from "../../i18n/catalogues";
import { useParam } from "../../state/store";
import { Empty } from "../../ui/empty";
import { ErrorPanel, Why } from "../../ui/error";
import { Fold } from "../../ui/fold";
import { Figure } from "../../ui/figure";
import { Segmented } from "../../ui/segmented";
import { Skeleton } from "../../ui/skeleton";
import { SourceButton } from "../../ui/source";
import { useFocus } from "./asked";
import { behind, fans, indexed, paths, together } from "./mixing";
import { useCredit, useSources } from "./sources";
import { NumberField } from "./numberfield";
import { AmongPanel, sent, useAmong, type Among } from "./parts";
import { Refused, refusal } from "./state";
import { Sliders } from "../../ui/sliders";

addMessages(words);

/** Parts that have a fan of their own; the others are put together. */
const PARTS = 5;

export function Divides() {
  const { lang } = useText();
  const { on, year, region } = useFocus();
  const { meta } = useWorld();
  const chosen = useAmong(year);
  const { own, key, file } = chosen.among;
  const name = regionName(meta, region, lang);
  return (
    <>
      <AmongPanel {...chosen} region={name} />
      {(!own || file) && <Target key={own ? key : `${on} ${region}`} on={on} region={region} name={name} among={chosen.among} />}
    </>
  );
}

/** What stands in the address of a target: "2030;2035:-10;2060:-90"; nothing where it is the one that the answer begins with. */
function useTarget(): { said: Aim | null; set: (to: Aim) => void; reset: () => void } {
  const [text, set] = useParam("diagnose.target", "");
  const [peak, ...rest] = text.split(";");
  const levels = rest.map((x): [string, number] => [x.split(":")[0]!, Number(x.split(":")[1])]).filter(([y, v]) => /^\d{4}$/.test(y) && Number.isFinite(v));
  const write = (to: Aim): void => set([String(to.peak), ...to.levels.map(([y, v]) => `${y}:${v}`)].join(";"));
  return { said: Number(peak) && levels.length ? { peak: Number(peak), levels } : null, set: write, reset: () => set("") };
}

interface Aim {
  peak: number;
  levels: [string, number][];
}

/** A target in short: the peak, and what is cut from it by when. */
const describe = ({ peak, levels }: Aim): string => [String(peak), ...levels.map(([y, v]) => `${y} ${number(v, Number.isInteger(v) ? 0 : 1)}%`)].join(" / ");

const usualOf = (d: Divided): Aim => ({ peak: d.defaults.peak, levels: Object.entries(d.defaults.level).map(([y, v]) => [y, Number.parseFloat(v)]) });

function useWeights(d: Divided | null): { ids: string[]; weights: number[]; usual: number[]; set: (w: number[]) => void } {
  const ids = d?.criteria.map((c) => c.id) ?? [];
  const usual = apportion(ids.map((id) => d?.defaults.weights[id] ?? 0));
  const [said, set] = useParam("diagnose.weights", usual.join(","));
  const read = said.split(",").map(Number);
  const ok = read.length === ids.length && read.every((v) => Number.isFinite(v) && v >= 0);
  return { ids, weights: ok ? apportion(read) : usual, usual, set: (w) => set(w.join(",")) };
}

function Target({ on, region, name, among }: { on: string; region: string; name: string; among: Among }) {
  const { t, pick } = useText();
  const { said, set, reset } = useTarget();
  const [sum, setSum] = useParam("diagnose.by", "");
  const by = ["region", "industry"].includes(sum) && among.own ? sum : "";
  const aim = said && { peak: said.peak, level: Object.fromEntries(said.levels.map(([y, v]) => [y, `${v}%`])) };
  const whole = among.own ? { by, ...sent(among) } : { on, region };
  const key = JSON.stringify([on, region, by, aim, among.own && [among.year, among.unit, among.growth]]);
  const asked = useAsked<Divided>(key, (signal) => post("division", { ...whole, ...aim }, signal), 350);
  // where a target is refused, the one that the page opens with tells what there is to set, and to go back to
  const begun = useAsked<Divided>(asked.error && aim ? key : "", (signal) => post("division", whole, signal));
  const d = asked.data ?? begun.data;
  const mix = useWeights(d);
  const [order, setOrder] = useParam("diagnose.order", d?.defaults.order ?? "");
  const [refused, refuse] = useState<Record<string, boolean>>({});
  const mark = (field: string) => (is: boolean): void => refuse((was) => ({ ...was, [field]: is }));
  const old = Object.values(refused).includes(true);
  if (asked.error && !refusal(asked.error)) return <ErrorPanel error={asked.error} title={t("view.division")} onRetry={asked.again} />;
  const { peak, levels } = said ?? (d ? usualOf(d) : { peak: 0, levels: [] });
  const cut = (k: number) => (v: number): void => set({ peak, levels: levels.map(([y, was], i) => [y, i === k ? -v : was]) });
  const shown = d && (d.orders.some((o) => o.id === order) ? order : d.defaults.order);
  return (
    <div class="fw">
      {d && <Fold class="crit" title={t("diagnose.div.panel")}>
        <div class="targets">
          <h3>{t("diagnose.div.target")}</h3>
          <p class="note">{t("diagnose.div.example")}</p>
          <NumberField label={t("diagnose.div.peak")} value={peak} min={d.year} max={2100} onSet={(v) => set({ peak: v, levels: behind(v, levels, usualOf(d).levels.map(([y]) => y)) })} onRefused={mark("peak")} />
          {levels.map(([y, v], k) => <NumberField key={y} label={t("diagnose.div.level", { year: y })} value={-v} min={1} max={100} unit="%" read={(text) => Math.abs(Number(text))} onSet={cut(k)} onRefused={mark(y)} between={[-(levels[k - 1]?.[1] ?? -1), -(levels[k + 1]?.[1] ?? -100)]} />)}
        </div>
        <h3>{t("diagnose.div.criteria")}</h3>
        <Sliders rows={d.criteria.map((c) => ({ id: c.id, label: pick(c.label), note: pick(c.said) }))} weights={mix.weights} onChange={mix.set} />
        <p class="row"><button onClick={() => mix.set(mix.usual)} disabled={mix.weights.join() === mix.usual.join()}>{t("diagnose.div.reset")}</button></p>
        {d.lacking.map((c) => <p key={c.id} class="note">{t(among.own ? "diagnose.div.lacking.own" : "diagnose.div.lacking", { criterion: pick(c.label), needs: pick(c.needs) })}</p>)}
      </Fold>}
      {asked.error ? <Refusal error={asked.error} among={among} back={said && d && { to: usualOf(begun.data ?? d), reset }} />
        : !d || !shown ? <section class="pan" aria-label={t("view.division")}><div class="ph"><h2>{t("view.division")}</h2></div><Skeleton lines={8} /></section>
        : <Mixed name={name} own={among.own} divided={d} weights={mix.weights} ids={mix.ids} order={shown} near={Number.parseInt(levels[0]?.[0] ?? "0", 10)} dim={asked.pending || old} still={old ? t("diagnose.div.still", { years: describe({ peak, levels }) }) : ""}
            tools={<div class="atonce">
              {d.sums.length > 0 && <Segmented label={t("diagnose.div.by")} value={d.by} onChange={setSum} options={[...(d.by && !by ? [] : [{ value: "", label: t("diagnose.div.by.parts") }]), ...d.sums.map((s) => ({ value: s, label: t(`diagnose.div.by.${s as "region"}`) }))]} />}
              <Segmented label={t("diagnose.div.order")} value={shown} onChange={setOrder} options={d.orders.map((o) => ({ value: o.id, label: t(`diagnose.div.order.${o.id as "together"}`) }))} />
            </div>} />}
    </div>
  );
}

/** Why not; what is wrong with the reader's own file is said as it is written, with its place. */
function Refusal({ error, among, back: to }: { error: ApiError; among: Among; back: { to: Aim; reset: () => void } | null }) {
  const { t, lang } = useText();
  const back = to && !(among.own && error.body.kind === "DataError") && <p><button class="primary" onClick={to.reset}>{t("diagnose.div.back", { years: [to.to.peak, ...to.to.levels.map(([y]) => y)].join(" / ") })}</button></p>;
  if (!among.own) return <Refused error={error} title={t("diagnose.div.refused")}>{back}</Refused>;
  const whole = (messageIn(error.body, lang) || error.body.message).replace(/ ?[(（][^()（）]*--template[)）]/, ""); // the page offers it
  const ofFile = error.body.kind === "DataError";
  return <Empty title={t(ofFile ? "diagnose.div.own.refused" : "diagnose.div.refused")}><Why error={error} text={ofFile ? (whole.startsWith(among.file!.name) ? whole : capital(whole)) : undefined} />{back}</Empty>;
}

interface MixedProps {
  /** The economy in focus. */
  name: string;
  own: boolean;
  divided: Divided;
  weights: number[];
  ids: string[];
  order: string;
  near: number;
  dim: boolean;
  /** That it is the answer to an earlier target, where what was typed since is refused. */
  still: string;
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
    const levels = paths(shown, weights);
    const indices = indexed(shown, weights, from);
    const change = (path: number[]): number => path[mark]! / 100 - 1;
    const digits = (path: number[]): string => percent(change(path), 0, true);
    const cells = indices.map((fan, k): FanCell => ({
      id: String(named[k] ?? "others"), title: names[k]!, ...fan, text: digits(fan.path),
      note: text.t("diagnose.div.band", { year: p.near, range: range(digits(fan.low), digits(fan.high), text.lang), was: level(levels[k]![from]!, d.unit, text.lang), now: level(levels[k]![mark]!, d.unit, text.lang) }),
    }));
    const most = named.map((_, k) => ({ k, change: change(indices[k]!.path) })).sort((a, b) => a.change - b.change)[0];
    const part = most && (p.own ? names[most.k]! : inside(names[most.k]!));
    const title = most && most.change >= 0 ? text.t("diagnose.div.title.rises", { peak: d.peak, year: p.near }) : most && part ? text.t(!others.length ? "diagnose.div.title.all" : p.own ? "diagnose.div.title.own" : "diagnose.div.title", { region: p.name, n: named.length, part, peak: d.peak, year: p.near, change: percent(-most.change, 0) }) : "";
    return { cells, mark, title };
  }, [d, p.order, p.weights.join(), p.ids.join(), p.near, p.name, all, text.lang]);
}

function Mixed(p: MixedProps) {
  const text = useText();
  const { t, pick, lang } = text;
  const source = useSources();
  const credit = useCredit();
  const { catalog } = useWorld();
  const [all, setAll] = useState(false);
  const { cells, mark, title } = useCells(p, all, text);
  const d = p.divided;
  const alone = (d.orders.find((o) => o.id === p.order) ?? d.orders[0])!.alone;
  const numbers = useMemo(() => {
    const each = fans(alone, fractions(d, p.ids, p.weights));
    return { columns: [t("diagnose.col.code"), t("diagnose.col.part"), t("language.columns.headers.path"), ...d.years.map(String)], rows: d.parts.flatMap((part, k) => (["path", "low", "high"] as const).map((kind) => [part.code, pick(part.label), t(`diagnose.div.${kind}`), ...each[k]![kind]])) };
  }, [d, p.order, p.weights.join(), lang]);
  const about = source({ id: "green.divide", value: level(d.top, d.unit, lang), label: t("diagnose.div.top", { year: d.peak }), formula: t("diagnose.div.formula"), source: d.source, year: d.year, unit: d.unit, status: "simulated", note: joined(d.notes.map(pick), lang) });
  const base = source({ id: "s3.carbon_production", value: level(d.total[0]!, d.unit, lang), label: t("diagnose.div.first", { year: d.year }), source: d.source, year: d.year, unit: d.unit, status: d.status });
  return (
    <Figure id="division" credit={p.own ? t("diagnose.div.own.credit", { file: d.source, year: d.year, status: pick(catalog.statuses.simulated) }) : credit(d.year, "simulated")} class={`t-s3 ${p.dim ? "dim" : ""}`} title={title} numbers={numbers} tools={p.tools}
      note={joined([t("diagnose.div.note"), d.computed && d.peak > d.years[0]! && d.growth !== 0 && t("diagnose.div.computed"), !p.own && d.computed && d.growth !== null && t("diagnose.div.computed.base", { peak: d.peak, growth: percent(d.growth, 2, true) }), d.infeasible.length > 0 && t("diagnose.div.infeasible", { parts: d.infeasible.map((c) => (c === "all" ? t("diagnose.div.infeasible.all") : pick(d.parts.find((x) => x.code === c)?.label) || c)).join(t("language.marks.comma")) })], lang)}
      foot={<>
        {d.orders.length > 1 && d.defaults.order === "heavy-first" && <p class="note">{t("diagnose.div.order.preset")}</p>}
        <p class="from"><span class="id">{t("diagnose.div.first", { year: d.year })}{t("language.marks.colon")}<b class="num">{base.value}</b> <SourceButton source={base} /></span>
          <span class="id">{t("diagnose.div.top", { year: d.peak })}{t("language.marks.colon")}<b class="num">{about.value}</b> <SourceButton source={about} /></span></p>
        {!p.own && <p class="note">{pick(d.scope)}</p>}
        {d.parts.length > PARTS + 1 && <p class="note"><button class="link" aria-expanded={all} onClick={() => setAll(!all)}>{all ? t("ui.fewer") : t("diagnose.div.all", { n: d.parts.length })}</button></p>}
        <details class="more"><summary>{t("diagnose.div.how")}</summary><ul>{d.notes.map((n, i) => <li key={i}>{pick(n)}</li>)}</ul><pre><code>{command(d.reproduce.command, d, p)}</code></pre></details>
      </>}>
      {p.still && <p class="still" role="status">{p.still}</p>}
      <p class="lede">{t("diagnose.div.sub", { base: d.peak, mark: d.years[mark]! })}</p>
      <Fans label={`${title}. ${cells.map((c) => `${c.title} ${c.text} (${c.note})`).join("; ")}`} years={d.years} cells={cells} mark={mark} />
    </Figure>
  );
}

/** The command that gives the division as it is set here. */
function command(said: string, d: Divided, p: MixedProps): string {
  const weights = d.criteria.map((c) => `${c.id}=${((p.weights[p.ids.indexOf(c.id)] ?? 0) / WHOLE).toFixed(3)}`).join(",");
  return `${said.replace(/ --order \S+/, "").replace(/ --weights \S+/, "")} --order ${p.order} --weights ${weights}`;
}
