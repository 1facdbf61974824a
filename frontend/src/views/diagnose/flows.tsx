/** Value and carbon flows: where what is exported or used is made, through which industry, and who gets it. */
import { useMemo } from "preact/hooks";
import { useGet } from "../../api/hooks";
import type { FlowNode, Flows } from "../../api/types";
import type { Flow, SankeyNode } from "../../charts/flows";
import { Sankey } from "../../charts/sankey";
import { industryName, regionName, useWorld } from "../../context";
import { inside, joined, level, percent } from "../../format";
import { text, useText } from "../../i18n";
import { useParam } from "../../state/store";
import type { Lang } from "../../state/types";
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
  const steps: SankeyNode[][] = SIDES.map((side) => found[side].map((n: FlowNode) => ({ id: `${side}:${n.code}`, label: pick(n.label), value: n.value, text: percent(n.value / found.total, 0), focus: n.focus, hatched: n.hatched })));
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
  return (
    <Figure of={found} credit={credit(found.year, found.status)} class="t-s1 flowfig" title={title} note={joined([t("diagnose.flows.total", { total: amount(found.total), year: found.year }), ...found.notes.map(pick)], lang)}
      numbers={{ columns: [t("language.columns.headers.from"), t("diagnose.flows.to"), `${t("language.columns.headers.value")} (${found.unit})`, t("diagnose.col.share")], rows: found.links.map((l) => [name.get(l.source) ?? l.source, name.get(l.target) ?? l.target, l.value, l.value / found.total]) }}
      foot={<p class="from">
        <span class="id">{t("diagnose.flows.whole")}{t("language.marks.colon")}<b class="num">{amount(found.total)}</b> <SourceButton source={about(amount(found.total), t("diagnose.flows.whole"))} /></span>
        {own && <span class="id">{pick(own.label)}{t("language.marks.colon")}<b class="num">{share}</b> <SourceButton source={about(share, title)} /></span>}
      </p>}>
      <Sankey flow={flow} label={`${title}. ${steps.map((s, k) => `${flow.heads[k]}: ${s.map((n) => `${n.label} ${n.text}`).join(", ")}`).join("; ")}`}
        table={{ numeric: [2, 3], columns: [t("language.columns.headers.from"), t("diagnose.flows.to"), t("language.columns.headers.value"), t("diagnose.col.share")], rows: found.links.map((l) => [name.get(l.source) ?? l.source, name.get(l.target) ?? l.target, amount(l.value), percent(l.value / found.total)]) }} />
    </Figure>
  );
}
