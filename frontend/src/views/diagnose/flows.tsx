/** Value and carbon flows: where what is exported or used is made, through which industry, and who gets it. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { useGet } from "../../api/hooks";
import type { FlowNode, Flows } from "../../api/types";
import { along, type Flow, type FlowNode as Node } from "../../charts/flows";
import { Sankey } from "../../charts/sankey";
import { Shares } from "../../charts/shares";
import { industryName, regionName, useWorld } from "../../context";
import { inside, joined, level, percent } from "../../format";
import { text, useText } from "../../i18n";
import { useParam } from "../../state/store";
import type { Lang } from "../../state/types";
import { Behind } from "../../ui/behind";
import { Figure } from "../../ui/figure";
import { Segmented } from "../../ui/segmented";
import { SourceButton } from "../../ui/source";
import { useFocus } from "./asked";
import { IndustryPicker } from "./picker";
import { useCredit, useSources } from "./sources";
import { Awaited, NeedsWorld } from "./state";

export function FlowsTab() {
  const { t } = useText();
  const { at } = useFocus();
  const { meta } = useWorld();
  const [what, setWhat] = useParam("diagnose.what", "value");
  const [of, setOf] = useParam("diagnose.of", "exports");
  const [industry, setIndustry] = useParam("diagnose.industry", "");
  const asked = useGet<Flows>(!meta.closed ? "" : `flows?${at({ what, of, industry })}`);
  if (!meta.closed) return <NeedsWorld title={t("view.flows")} />;
  return (
    <>
      <div class="filters">
        <Segmented label={t("diagnose.flows.what")} value={what} onChange={setWhat} options={[{ value: "value", label: t("diagnose.flows.value") }, { value: "carbon", label: t("diagnose.flows.carbon") }]} />
        <Segmented label={t("diagnose.flows.of")} value={of} onChange={setOf} options={[{ value: "exports", label: t("diagnose.flows.exports") }, { value: "use", label: t("diagnose.flows.use") }]} />
        <IndustryPicker label={t("language.columns.headers.product")} all={t("diagnose.allproducts")} value={industry} onChange={setIndustry} />
      </div>
      <Awaited asked={asked} title={t("view.flows")}>{(found) => <Shown found={found} />}</Awaited>
    </>
  );
}

const SIDES = ["left", "middle", "right"] as const;

/** Nodes, bands and the words of their tooltips: the amount, its share of all, and of what leaves and arrives. */
function flowOf(found: Flows, lang: Lang): Flow {
  const { t, pick } = text(lang);
  const steps: Node[][] = SIDES.map((side) => found[side].map((n: FlowNode) => ({ id: `${side}:${n.code}`, label: pick(n.label), value: n.value, text: percent(n.value / found.total, 0), focus: n.focus, hatched: n.hatched })));
  const about = new Map(steps.flat().map((n) => [n.id, n] as const));
  const whole = (v: number): string => t("diagnose.flows.tip.whole", { amount: level(v, found.unit, lang), share: percent(v / found.total) });
  return {
    heads: found.heads.map(pick), steps, links: found.links,
    say: (of) => {
      if (!("source" in of)) return [of.label, whole(of.value)];
      const [from, to] = [about.get(of.source)!, about.get(of.target)!];
      return [`${from.label} → ${to.label}`, whole(of.value), ...[from, to].map((n) => t("diagnose.flows.tip.part", { share: percent(of.value / n.value), of: n.label }))];
    },
  };
}

/** Nodes that a picture of flows has at most, and the width of the page from which it is drawn: else there are lists. */
const [MOST, ROOMY] = [20, "(min-width: 900px)"];

function useRoomy(): boolean {
  const [roomy, set] = useState(() => matchMedia(ROOMY).matches);
  useEffect(() => {
    const query = matchMedia(ROOMY);
    const see = (): void => set(query.matches);
    query.addEventListener("change", see);
    return () => query.removeEventListener("change", see);
  }, []);
  return roomy;
}

function Shown({ found }: { found: Flows }) {
  const { t, pick, lang } = useText();
  const { meta } = useWorld();
  const source = useSources();
  const credit = useCredit();
  const amount = (v: number): string => (level(v, found.unit, lang));
  const flow = useMemo(() => flowOf(found, lang), [found, lang]);
  const { steps } = flow;
  const name = new Map(steps.flat().map((n) => [n.id, n.label]));
  const own = found.left.find((n) => n.focus);
  const share = percent((own?.value ?? 0) / found.total, 0);
  const region = regionName(meta, found.region, lang);
  const product = found.industry ? industryName(meta, found.industry, lang) : "";
  const title = t(`diagnose.flows.title.${found.what}.${found.of}` as "diagnose.flows.title.value.use", { region, share, product: product ? t("diagnose.flows.in", { product: inside(product) }) : "" });
  const formula = t(found.what === "carbon" ? "diagnose.flows.formula.carbon" : "diagnose.flows.formula.value");
  const about = (value: string, label: string) => source({ id: `flows.${found.what}.${found.of}`, value, label, formula, year: found.year, unit: found.unit, status: found.status, note: joined(found.notes.map(pick), lang) });
  const [only, choose] = useParam("diagnose.only", "");
  const [as, setAs] = useParam("diagnose.as", "flow");
  const roomy = useRoomy();
  const fits = steps.flat().length <= MOST;
  const drawn = roomy && fits && as !== "bars";
  const chosen = steps.flat().find((n) => n.id === only);
  const inner = chosen && steps.slice(1, -1).some((s) => s.includes(chosen));
  const way = chosen ? along(flow, chosen.id) : null;
  const toggle = (id: string): void => choose(id === only ? "" : id);
  /** A step as a list: all of it, or in the other steps what goes with the chosen row, as parts of that. */
  const listed = (step: Node[], k: number) => step.map((n) => {
    const own = !way || steps[k]!.includes(chosen!);
    const part = own ? n.value / found.total : (way.get(n.id) ?? 0) / chosen!.value;
    return { id: n.id, label: n.label, value: part, text: percent(part, part < 0.01 && part > 0 ? 1 : 0), me: n.focus, hatched: n.hatched };
  }).filter((n) => n.value > 0);
  const said = `${title}. ${steps.map((s, k) => `${flow.heads[k]}: ${s.map((n) => `${n.label} ${n.text}`).join(", ")}`).join("; ")}`;
  const links = found.links.map((l) => [name.get(l.source) ?? l.source, name.get(l.target) ?? l.target, amount(l.value), percent(l.value / found.total)]);
  return (
    <Figure id="flows" of={found} credit={credit(found.year, found.status)} class="t-s1 flowfig" title={title} tools={roomy && fits && <Segmented label={t("diagnose.flows.as")} value={drawn ? "flow" : "bars"} onChange={setAs} options={[{ value: "flow", label: t("diagnose.flows.as.flow") }, { value: "bars", label: t("diagnose.flows.as.bars") }]} />} note={joined([t("diagnose.flows.total", { total: amount(found.total), year: found.year }), ...found.notes.map(pick)], lang)}
      numbers={{ columns: [t("language.columns.headers.from"), t("diagnose.flows.to"), `${t("language.columns.headers.value")} (${found.unit})`, t("diagnose.col.share")], rows: found.links.map((l) => [name.get(l.source) ?? l.source, name.get(l.target) ?? l.target, l.value, l.value / found.total]) }}
      foot={<p class="from">
        <span class="id">{t("diagnose.flows.whole")}{t("language.marks.colon")}<b class="num">{amount(found.total)}</b> <SourceButton source={about(amount(found.total), t("diagnose.flows.whole"))} /></span>
        {own && <span class="id">{pick(own.label)}{t("language.marks.colon")}<b class="num">{share}</b> <SourceButton source={about(share, title)} /></span>}
      </p>}>
      {chosen && <p class="chips"><button class="chip" onClick={() => choose("")}>{t("diagnose.flows.only", { what: chosen.label })} ×</button> {inner ? "" : <span class="note">{t("diagnose.flows.through")}</span>}</p>}
      {drawn && <div class="noprint"><Sankey flow={flow} label={said} chosen={chosen?.id ?? ""} onChoose={toggle} /><p class="note">{t("chart.sankey.hint")}</p></div>}
      <div class={`steps ${drawn ? "onlyprint" : ""}`}>
        {steps.map((step, k) => <section key={k}><h3><span class="nr">{k + 1}</span> {flow.heads[k]}</h3><Shares label={`${flow.heads[k]}: ${step.map((n) => `${n.label} ${n.text}`).join(", ")}`} rows={listed(step, k)} chosen={chosen?.id ?? ""} onChoose={toggle} /></section>)}
      </div>
      <Behind caption={said} rows={links} rowKey={(r) => r.join()} columns={[t("language.columns.headers.from"), t("diagnose.flows.to"), t("language.columns.headers.value"), t("diagnose.col.share")].map((c, k) => ({ label: c, cell: (r: string[]) => r[k], numeric: k > 1 }))} />
    </Figure>
  );
}
