/** One package: what it takes, what that adds, and where to go from here. */
import type { SearchPoint, SearchResult } from "../../api/types";
import { joined } from "../../format";
import { useText } from "../../i18n";
import { change, useAppState } from "../../state/store";
import { emptyScenario, type Horizon, type Scenario, type Shock, type View } from "../../state/types";
import { Figure } from "../../ui/figure";
import { PolicyBrief } from "../../ui/policybrief";
import { Skeleton } from "../../ui/skeleton";
import { Table, type Column } from "../../ui/table";
import { beside } from "../try/bench";
import { actionOf, givesUp, ofGdp, signed, size, takenOf } from "./figures";
import type { PartProps } from "./parts";

const NONE = 5e-5;

/** A shock without what says nothing. */
const bare = (s: Shock): Shock => Object.fromEntries(Object.entries(s).filter(([, v]) => v !== "*" && v !== null && !(typeof v === "object" && !Array.isArray(v) && Object.keys(v).length === 0))) as unknown as Shock;

/** A package of a search as a scenario of Try. */
export const scenarioOf = (p: SearchPoint, name: string, horizon: Horizon): Scenario => ({ ...emptyScenario(), name, shocks: p.shocks.map(bare), horizon });

function carry(f: SearchResult, p: SearchPoint, name: string, view: View): void {
  const made = scenarioOf(p, name, f.request.horizon ?? "medium");
  change("view", (s) => {
    const { "pathway.until": _u, "pathway.start": _s, "pathway.off": _o, ...rest } = s.params;
    return { ...beside(s, made), view, params: view === "pathway" && f.until !== 2035 ? { ...rest, "pathway.until": String(f.until) } : rest };
  });
  scrollTo(0, 0);
}

export function Package({ found: f, at, dim, credit, waiting }: PartProps & { waiting: boolean }) {
  const { t, pick, lang } = useText();
  const { on, region } = useAppState();
  const p = f.points[at]!;
  const own = at === f.chosen;
  const known = own && f.whole;
  const dated = Object.keys(p.starts).length > 0;
  const name = t("search.package", { n: p.number });
  const figures = f.goals.map((g) => `${pick(g.label)} ${signed(p.figures[g.id])}`).join(t("text.clauses"));
  const title = `${name}${t("language.marks.colon")}${figures}`;
  const rows = known && f.marginals.length ? f.marginals.map((m) => ({ id: m.id, size: m.size, start: m.start, adds: m.adds, sign: m.sign, cost: m.cost, tag: "" }))
    : takenOf(p).map(([id, v]) => ({ id, size: v, start: p.starts[id] ?? null, adds: null, sign: null, cost: null, tag: "" }));
  type Row = (typeof rows)[number];
  const tagged = f.choices.some((c) => c.tagged);
  const tag = (id: string): string => { const c = f.choices.find((x) => x.id === id); return c?.tagged ? pick(c.tagged) : ""; };
  const columns: Column<Row>[] = [
    { label: t("paths.roadmap.columns.action"), cell: (r) => <>{pick(actionOf(f, r.id))}{tagged && tag(r.id) && <small>{tag(r.id)}</small>}</> },
    { label: t("paths.search.columns.size"), cell: (r) => size(r.size), numeric: true },
    ...(dated ? [{ label: t("paths.search.columns.start"), cell: (r: Row) => r.start ?? "–", numeric: true }] : []),
    ...(known ? [
      ...f.goals.map((g) => ({ label: t("paths.search.columns.adds", { goal: pick(g.label) }), cell: (r: Row) => signed(r.adds?.[g.id]), numeric: true })),
      { label: t("paths.search.columns.alone"), cell: (r: Row) => r.sign && pick(r.sign.label) },
      ...(f.goals.some((g) => g.id === "bill") ? [] : [{ label: t("search.bill"), cell: (r: Row) => signed(r.cost), numeric: true }]),
    ] : []),
  ];
  const idle = f.choices.filter((c) => !p.sizes[c.id]).map((c) => pick(c.label));
  const bill = p.figures.bill ?? 0;
  const other = f.runner_up !== null && f.runner_up !== at ? f.points[f.runner_up]! : null;
  const gives = other && own ? givesUp(f, p, other).filter((g) => Math.abs(g.value) >= NONE) : [];
  return (
    <Figure class={`one ${dim ? "dim" : ""}`} title={title} central credit={credit} drawn={false}
      numbers={{ columns: [t("paths.roadmap.columns.action"), t("paths.search.columns.size"), t("paths.search.columns.start"), ...f.goals.map((g) => t("paths.search.columns.adds", { goal: pick(g.label) })), t("search.bill"), t("search.col.tag")], rows: rows.map((r) => [pick(actionOf(f, r.id)), r.size, r.start, ...f.goals.map((g) => r.adds?.[g.id] ?? null), r.cost, tag(r.id)]) }}
      foot={<>
        <p class="note">{joined([known ? t("search.adds.note") : own ? null : t("search.adds.own", { n: f.points[f.chosen]!.number }), idle.length > 0 && t("paths.search.lines.idle", { which: idle.join(t("language.marks.comma")) })], lang)}</p>
        {gives.length > 0 && <p class="note">{t("search.runnerup", { n: other!.number, gives: gives.map((g) => t(g.value > 0 ? "search.gives" : "search.gains", { value: ofGdp(Math.abs(g.value)), goal: pick(g.label) })).join(t("text.clauses")) })}</p>}
      </>}>
      <p class="above"><b>{own ? t(f.is_recommended ? "search.is.recommended" : "search.is.none") : f.runner_up === at ? t("search.is.runnerup") : t("search.is.front")}</b> {t("search.sign", { sign: pick(p.sign.label) })} {bill > NONE ? t("search.costs", { value: ofGdp(bill) }) : bill < -NONE ? t("search.brings", { value: ofGdp(-bill) }) : t("search.free")}</p>
      {rows.length ? <Table caption={title} columns={columns} rows={rows} rowKey={(r) => r.id} /> : <p>{t("search.donothing")}</p>}
      {own && !f.whole && (waiting ? <Skeleton lines={2} /> : null)}
      <p class="row2 on">
        <button class="primary" disabled={!rows.length || f.region !== region} onClick={() => carry(f, p, name, "try")}>{t("search.try")}</button>
        <button disabled={!rows.length || f.region !== region} onClick={() => carry(f, p, name, "pathway")}>{t("search.follow")}</button>
        {rows.length > 0 && <PolicyBrief scenarios={[{ title: name, request: { on, year: f.benchmark.year, region: f.region, package: { name: "package-" + p.number, label: name, shocks: p.shocks.map(bare) }, parameters: f.request.parameters ?? {} } }]} />}
      </p>
    </Figure>
  );
}
