/** The smile curve: what the members of a chain earn along their distance to its final product. */
import { useGet } from "../../api/hooks";
import type { Smile } from "../../api/types";
import { Bubbles, type Bubble } from "../../charts/bubbles";
import { useWorld } from "../../context";
import { capital, inside, joined, level, money, number, percent } from "../../format";
import { useText } from "../../i18n";
import { useParam } from "../../state/store";
import { Figure } from "../../ui/figure";
import { SourceButton } from "../../ui/source";
import { Segmented } from "../../ui/segmented";
import { useFocus } from "./asked";
import { IndustryPicker } from "./picker";
import { useCredit, useSources } from "./sources";
import { Awaited, NeedsWorld } from "./state";

const MEASURES = ["value_added_rate", "income_per_hour"] as const;

export function Smiles() {
  const { t } = useText();
  const { meta } = useWorld();
  const { at } = useFocus();
  const usual = meta.industries.some((i) => i.code === "c14") ? "c14" : (meta.industries[0]?.code ?? "");
  const [industry, setIndustry] = useParam("diagnose.chain", usual);
  const [measure, setMeasure] = useParam("diagnose.measure", "value_added_rate");
  const asked = useGet<Smile>(!meta.closed ? "" : `smile?${at({ industry, measure })}`);
  if (!meta.closed) return <NeedsWorld title={t("view.smile")} />;
  return (
    <>
      <div class="filters">
        <IndustryPicker label={t("diagnose.smile.chain")} value={industry} onChange={setIndustry} />
        <Segmented label={t("diagnose.smile.measure")} value={measure} onChange={setMeasure} options={MEASURES.map((m) => ({ value: m, label: t(`diagnose.smile.${m}`) }))} />
      </div>
      <Awaited asked={asked} title={t("view.smile")}>{(found) => <Shown found={found} />}</Awaited>
    </>
  );
}

function Shown({ found }: { found: Smile }) {
  const { t, pick, lang } = useText();
  const source = useSources();
  const credit = useCredit();
  const rate = found.unit === "1";
  const height = (v: number): string => (rate ? percent(v, 0) : level(v, found.unit, lang));
  const known = found.points.filter((p): p is typeof p & { height: number } => p.height !== null);
  const points: Bubble[] = known.map((p) => ({
    id: `${p.region}.${p.industry}`, label: pick(p.label), x: p.position, y: p.height, size: p.share, me: p.focus,
    text: t("diagnose.smile.point", { label: pick(p.label), x: number(p.position, 1), y: height(p.height), share: percent(p.share) }),
  }));
  const title = t("diagnose.smile.title", { chain: inside(pick(found.label)), verdict: capital(found.verdict ? pick(found.verdict.label) : t("diagnose.smile.noverdict")) });
  const about = source({
    id: `smile.${found.measure}`, value: found.verdict ? pick(found.verdict.label) : t("diagnose.smile.noverdict"), label: pick(found.label), formula: t("diagnose.smile.formula"),
    year: found.year, unit: found.unit, status: found.status, note: joined(found.notes.map(pick), lang),
  });
  return (
    <Figure id="smile" of={found} credit={credit(found.year, found.status)} class="t-s2" title={title} note={joined(found.notes.map(pick), lang)}
      numbers={{ columns: [t("language.columns.headers.economy"), t("language.columns.headers.industry"), t("diagnose.col.member"), pick(found.axis), `${pick(found.measures[found.measure])} (${found.unit})`, `${t("diagnose.col.va")} (${found.money})`, t("diagnose.col.share")], rows: found.points.map((p) => [p.region, p.industry, pick(p.label), p.position, p.height, p.value_added, p.share]) }}
      foot={<p class="from"><span class="id">{t("diagnose.smile.final")}{t("language.marks.colon")}<b class="num">{money(found.final, found.money, lang)}</b> <SourceButton source={about} /></span>
        <span class="id">{t("diagnose.smile.coverage")}{t("language.marks.colon")}<b class="num">{percent(found.coverage, 0)}</b></span></p>}>
      {points.length
        ? <Bubbles label={`${title}. ${points.slice(0, 10).map((p) => p.text).join("; ")}`} points={points} curve={found.curve} axes={{ x: pick(found.axis), y: pick(found.measures[found.measure]) }} tick={(v) => (rate ? `${number(v * 100, 0)}%` : number(v, 0))} />
        : <p class="note">{t("diagnose.smile.none")}</p>}
    </Figure>
  );
}
