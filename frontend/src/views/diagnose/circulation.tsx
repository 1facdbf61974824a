/** Circulation: scopes of demand and supply and circuits of GDP over the years, and exports taken apart. */
import { useGet } from "../../api/hooks";
import type { Circulation, OverYears } from "../../api/types";
import { Areas, type Layer } from "../../charts/areas";
import { Bars } from "../../charts/bars";
import { acrossBreaks } from "../../charts/yearnames";
import { regionName, useWorld } from "../../context";
import { joined, money, percent, range } from "../../format";
import { useText, type Text } from "../../i18n";
import { useParam } from "../../state/store";
import { Empty } from "../../ui/empty";
import { Figure } from "../../ui/figure";
import { Segmented } from "../../ui/segmented";
import { SourceButton } from "../../ui/source";
import { useFocus } from "./asked";
import { useCredit, useSources } from "./sources";
import { Awaited } from "./state";

export function Circles() {
  const { t } = useText();
  const { at } = useFocus();
  const asked = useGet<Circulation>(`circulation?${at()}`);
  return <Awaited asked={asked} title={t("view.circulation")}>{(found) => <Shown found={found} />}</Awaited>;
}

function Shown({ found }: { found: Circulation }) {
  const { t, lang } = useText();
  const { meta } = useWorld();
  const nothing = !found.exports && !found.circuits.length && !Object.keys(found.scopes.demand).length;
  if (nothing) return <Empty title={t("diagnose.circ.none", { region: regionName(meta, found.region, lang) })} />;
  return (
    <div class="g2">
      <Scopes found={found} />
      <Circuits found={found} />
      {found.exports && <Exports found={found} exports={found.exports} />}
      {found.exports && <Terms exports={found.exports} year={found.year} region={found.region} />}
    </div>
  );
}

/** Small buttons, one for each figure of a chart, that open where it comes from. */
function Origins({ rows, year }: { rows: OverYears[]; year: number }) {
  const { t, pick, lang } = useText();
  const { meta } = useWorld();
  const source = useSources();
  return (
    <p class="from">{rows.map((r) => {
      const said = r.range ? range(percent(r.range[0]), percent(r.range[1]), lang) : percent(r.value);
      return <span key={r.indicator} class="id">{pick(r.label)}{t("language.marks.colon")}<b class="num">{said}</b> <SourceButton source={source({ id: r.indicator, value: said, label: pick(r.label), year, status: meta.status })} /></span>;
    })}</p>
  );
}

const layers = (rows: OverYears[], pick: (t: OverYears["label"]) => string): Layer[] => rows.map((r) => ({ id: r.indicator, label: pick(r.label), series: r.series, text: percent(r.value) }));

const table = (found: Circulation, rows: { label: string; series: (number | null)[] }[], t: Text["t"]) => ({ columns: [t("language.columns.headers.year"), t("source.status"), ...rows.map((r) => r.label)], rows: found.years.map((y, i) => [y, found.year_statuses[i]!, ...rows.map((r) => r.series[i] ?? null)]) });

function Scopes({ found }: { found: Circulation }) {
  const { t, pick, lang } = useText();
  const { meta } = useWorld();
  const credit = useCredit();
  const [said, setSide] = useParam("diagnose.side", "demand");
  const side = said === "supply" ? "supply" : "demand";
  const rows = Object.values(found.scopes[side]);
  const own = found.scopes[side].local;
  const region = regionName(meta, found.region, lang);
  const title = own ? t(`diagnose.circ.${side}`, { region, share: percent(own.value, 0) }) : t("diagnose.circ.scopes", { region });
  const drawn = layers(rows, pick);
  return (
    <Figure id="scopes" of={{ year: found.year, status: meta.status }} credit={credit(found.year, meta.status)} class="t-s4" title={title} numbers={table(found, drawn, t)} note={joined([pick(found.notes[0]), acrossBreaks(found, { t })], lang)}
      tools={<Segmented label={t("diagnose.circ.side")} value={side} onChange={setSide} options={[{ value: "demand", label: t("diagnose.circ.side.demand") }, { value: "supply", label: t("diagnose.circ.side.supply") }]} />}
      foot={<Origins rows={rows} year={found.year} />}>
      {drawn.length ? <Areas label={`${title}. ${drawn.map((l) => `${l.label} ${l.text}`).join("; ")}`} years={found.years} breaks={found.breaks} layers={drawn} /> : <p class="note">{t("diagnose.circ.unknown")}</p>}
    </Figure>
  );
}

function Circuits({ found }: { found: Circulation }) {
  const { t, pick, lang } = useText();
  const { meta } = useWorld();
  const credit = useCredit();
  const first = found.circuits[0];
  if (!first) return null;
  const region = regionName(meta, found.region, lang);
  const title = t("diagnose.circ.circuits", { region, share: percent(first.value, 0) });
  const drawn = layers(found.circuits, pick);
  return (
    <Figure id="supply" of={{ year: found.year, status: meta.status }} credit={credit(found.year, meta.status)} class="t-s4" title={title} numbers={table(found, drawn, t)} note={joined([pick(found.notes[1]), acrossBreaks(found, { t })], lang)} foot={<Origins rows={found.circuits} year={found.year} />}>
      <Areas label={`${title}. ${drawn.map((l) => `${l.label} ${l.text}`).join("; ")}`} years={found.years} breaks={found.breaks} layers={drawn} />
    </Figure>
  );
}

type Apart = NonNullable<Circulation["exports"]>;

function useTermSource(exports: Apart, year: number) {
  const { pick } = useText();
  const { meta } = useWorld();
  const source = useSources();
  return (value: string, label: string, note: string) => source({ id: "s4.export_terms", value, label, formula: pick(exports.method), source: `${meta.source}; ${exports.source}`, year, unit: "%", status: meta.status, note });
}

function Exports({ found, exports }: { found: Circulation; exports: Apart }) {
  const { t, pick, lang } = useText();
  const { meta } = useWorld();
  const credit = useCredit();
  const told = useTermSource(exports, found.year);
  const own = exports.groups.filter((g) => g.id === "VAX" || g.id === "RDV").reduce((a, g) => a + g.share, 0);
  const title = t("diagnose.circ.exports", { region: regionName(meta, found.region, lang), share: percent(own, 0) });
  const drawn: Layer[] = exports.groups.map((g) => ({ id: g.id, label: pick(g.label), series: g.series, text: percent(g.share) }));
  return (
    <Figure id="decomposition" of={{ year: found.year, status: meta.status }} credit={credit(found.year, meta.status)} class="t-s4" title={title} numbers={table(found, drawn, t)} note={joined([t("diagnose.circ.total", { total: money(exports.total, exports.unit, lang), year: found.year }), `${pick(exports.method)}${t("language.marks.stop")}`, acrossBreaks(found, { t })], lang)}
      foot={<p class="from">{exports.groups.map((g) => <span key={g.id} class="id">{pick(g.label)}{t("language.marks.colon")}<b class="num">{percent(g.share)}</b> <SourceButton source={told(percent(g.share), pick(g.label), "")} /></span>)}</p>}>
      <Areas label={`${title}. ${drawn.map((l) => `${l.label} ${l.text}`).join("; ")}`} years={found.years} breaks={found.breaks} layers={drawn} height={430} />
    </Figure>
  );
}

function Terms({ exports, year, region }: { exports: Apart; year: number; region: string }) {
  const { t, pick, lang } = useText();
  const { meta } = useWorld();
  const credit = useCredit();
  const told = useTermSource(exports, year);
  const largest = [...exports.terms].sort((a, b) => b.share - a.share)[0];
  const title = largest ? t("diagnose.circ.terms", { term: pick(largest.label), share: percent(largest.share, 0) }) : t("diagnose.circ.termsof", { region: regionName(meta, region, lang) });
  const order = exports.groups.map((g) => g.id);
  const terms = [...exports.terms].sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group));
  const rows = terms.map((x, i) => ({
    id: x.id, label: pick(x.label), value: x.share, text: percent(x.share), tone: Math.max(0, order.indexOf(x.group)), title: `${x.id}: ${pick(x.meaning)} ${percent(x.share)}`,
    ...(i === 0 || terms[i - 1]!.group !== x.group ? { group: pick(exports.groups.find((g) => g.id === x.group)?.label) } : {}),
  }));
  return (
    <Figure id="exports" of={{ year, status: meta.status }} credit={credit(year, meta.status)} class="t-s4" title={title} numbers={{ columns: [t("diagnose.col.code"), t("diagnose.col.term"), t("diagnose.col.meaning"), `${t("language.columns.headers.value")} (${exports.unit})`, t("diagnose.col.share")], rows: exports.terms.map((x) => [x.id, pick(x.label), pick(x.meaning), x.value, x.share]) }}
      note={t("diagnose.circ.terms.note")}
      foot={<details class="more"><summary>{t("diagnose.circ.meanings")}</summary><dl class="meanings">{terms.map((x) => <><dt>{pick(x.label)} <SourceButton source={told(percent(x.share), pick(x.label), pick(x.meaning))} /></dt><dd>{pick(x.meaning)}</dd></>)}</dl></details>}>
      <Bars label={`${title}. ${rows.map((r) => `${r.label} ${r.text}`).join("; ")}`} rows={rows} />
    </Figure>
  );
}
