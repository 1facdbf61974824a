/** Scenarios side by side: every lever and assumption that differs, then the headline changes. */
import { useState } from "preact/hooks";
import { post } from "../../api/client";
import { useAsked } from "../../api/hooks";
import type { Ahead, RangeResult, ScenarioCases, Simulated, Span } from "../../api/types";
import { useWorld } from "../../context";
import { change, spanText } from "../../format";
import { useText, type Key } from "../../i18n";
import { useAppState } from "../../state/store";
import { HOME, LETTERS, type Scenario, type Shock } from "../../state/types";
import { Downloads } from "../../ui/downloads";
import { direction, hidden, inPlace } from "../../ui/rangebar";
import { add, useBench } from "./bench";
import { budgetText } from "./cards";
import { columnClass, leverRows, movedOf, selectorText, settled, titleOf } from "./scenario";
import { whyOf } from "./why";
import { optionsText, shockText } from "./words";

export interface Column {
  /** What the numbers answer: the scenario as it stands, or as it was while its answer is on its way. */
  scenario: Scenario;
  central: Simulated | null;
  range: RangeResult | null;
}

/** Levers listed before the rest is asked for. */
const FEW = 6;
export const COMPARE = "compare";

interface Cell {
  text: string;
  small?: string;
  /** What the text means. */
  why?: string;
  /** What files hold: the raw number, and its range. */
  value?: string | number | null;
  span?: Span;
}

interface Row {
  label: string;
  small?: string;
  cells: Cell[];
  /** Unit of the values, for files. */
  unit: string;
  result?: boolean;
}

function useAssumptionRows(scenarios: Scenario[]): Row[] {
  const { t, pick } = useText();
  const { catalog } = useWorld();
  const rows: Row[] = [
    { label: t("try.as.horizon"), unit: "", cells: scenarios.map((s) => ({ text: pick(catalog.horizons[s.horizon]) || s.horizon })) },
    { label: t("try.as.financing"), unit: "", cells: scenarios.map((s) => ({ text: pick(catalog.financing[s.financing]) || s.financing })) },
    { label: t("try.as.balance"), unit: "", cells: scenarios.map((s) => ({ text: t(s.parameters.trade_balance === "zero" ? "try.balance.zero" : "try.balance.share") })) },
    { label: t("try.as.resources.name"), unit: "", cells: scenarios.map((s) => ({ text: t(s.parameters.resource_share === undefined ? "diagnose.ask.no" : "diagnose.ask.yes") })) },
  ];
  return rows.filter((r) => new Set(r.cells.map((c) => c.text)).size > 1);
}

function useLeverRows(scenarios: Scenario[]): Row[] {
  const { t, pick, lang } = useText();
  const { meta } = useWorld();
  const { region } = useAppState();
  const { levers, packages } = useBench();
  const here = (code: unknown): boolean => code === undefined || code === HOME || code === region;
  const rows = leverRows(scenarios.map((s) => movedOf(s, packages, levers).map((x) => settled(x, region)))).map((r) => {
    const lever = levers.find((l) => l.id === r.shock.lever);
    const said = (k: "region" | "partner" | "industry" | "user"): string => selectorText(r.shock[k], meta, lang, t("try.everywhere"), region);
    const small = [here(r.shock.region) ? "" : said("region"), here(r.shock.partner) ? "" : `→ ${said("partner")}`, r.shock.industry ? said("industry") : "", r.shock.user ? `→ ${said("user")}` : "", ...optionsText(r.shock, lever, lang)].filter(Boolean).join(" · ");
    const cell = (s: Shock | null): Cell => (s ? { text: shockText(s, lever, lang), value: s.value } : { text: t("try.compare.unmoved"), value: null });
    return { label: lever ? pick(lever.label) : r.shock.lever, small, mode: r.shock.mode ?? "set", unit: `${r.shock.mode ?? "set"}, ${lever?.unit ?? ""}`, cells: r.by.map(cell) };
  });
  // the same lever on the same things in two ways: say which
  const alike = (r: { label: string; small: string }): boolean => rows.filter((x) => x.label === r.label && x.small === r.small).length > 1;
  return rows.map(({ mode, ...r }) => (alike(r) ? { ...r, small: [r.small, t(`try.mode.${mode}` as Key)].filter(Boolean).join(" · ") } : r));
}

function useResultRows(columns: Column[]): Row[] {
  const text = useText();
  const { t, pick, lang } = text;
  const first = columns.find((c) => c.central)?.central;
  const budget: Row = {
    label: t("try.budget"), result: true, unit: first?.government.unit ?? "",
    cells: columns.map(({ central, range }): Cell => {
      if (!central || central.government.bill === null) return { text: t("try.compare.unmoved"), value: null };
      const span = range?.government.bill;
      const { value, text: ends } = budgetText(central.government, span ?? null, text, true);
      return { text: value, value: span?.sure ? central.government.bill : null, ...(span ? { small: ends, span } : {}) };
    }),
  };
  const rows = (first?.cards ?? []).map((card) => ({
    label: pick(card.label),
    result: true,
    unit: card.kind,
    cells: columns.map(({ central, range }): Cell => {
      const found = central?.cards.find((c) => c.id === card.id);
      if (!found) return { text: t("try.compare.unmoved"), value: null };
      const span = range?.cards[card.id];
      const said = change(found.change, found.kind, lang);
      return { why: whyOf(span?.sign, text, range?.unsolved), text: hidden(direction(found.change, found.better, span?.sign)) ? t(inPlace(span?.sign)) : said.text + said.unit, value: span?.sure ? found.change : null, ...(span ? { small: spanText(span, found.kind, lang), span } : {}) };
    }),
  }));
  return first ? [...rows, budget] : rows;
}

/** Which scenario is ahead in every case, as the server says it; nothing while a range is not known. */
function useAhead(columns: Column[]): Ahead["ahead"] | null {
  const scenarios = columns.map(({ range }): ScenarioCases | null => range && { real_income: range.cases.real_income ?? {}, co2: range.cases.co2 ?? {} });
  const known = columns.length > 1 && !scenarios.includes(null);
  const { data, pending } = useAsked<Ahead>(known ? JSON.stringify(scenarios) : "", (signal) => post("ahead", { scenarios }, signal));
  return pending ? null : (data?.ahead ?? null);
}

export function Compare({ columns, dim }: { columns: Column[]; dim: boolean }) {
  const { t, pick, lang } = useText();
  const scenarios = columns.map((c) => c.scenario);
  const { packages } = useBench();
  const [all, setAll] = useState(false);
  const moved = [...useAssumptionRows(scenarios), ...useLeverRows(scenarios)];
  const results = useResultRows(columns);
  const rows = [...results, ...moved];
  const shown = all || moved.length <= FEW + 2 ? rows : [...results, ...moved.slice(0, FEW)];
  const titles = scenarios.map((s, i) => titleOf(s, i, packages, lang, t("try.changedmark")));
  const many = scenarios.length > 1;
  const ahead = pick(useAhead(columns));
  const numbers = {
    columns: [t("try.compare.lever"), t("try.compare.touches"), t("col.unit"), ...titles.flatMap((x) => [x, `${x}: ${t("col.low")}`, `${x}: ${t("col.high")}`])],
    rows: rows.map((r) => [r.label, r.small ?? "", r.unit, ...r.cells.flatMap((c) => [c.value === undefined ? c.text : c.value, c.span?.low ?? null, c.span?.high ?? null])]),
  };
  return (
    <section id={COMPARE} class={`pan ${dim ? "dim" : ""}`} aria-label={t("try.compare")}>
      <div class="ph"><h2>{t("try.compare")}</h2></div>
      {ahead && <p class="ahead">{ahead}</p>}
      <div class="scroll">
        <table class="tb cmp">
          <caption class="vh">{t("try.compare")}</caption>
          <thead><tr><th scope="col">{t("try.compare.row")}</th>{titles.map((x, i) => <th key={i} scope="col" class="n" title={x}><i class={columnClass(i)} aria-hidden="true" />{LETTERS[i]}<span class="vh"> {x}</span></th>)}</tr></thead>
          <tbody>
            {shown.map((r, i) => (
              <tr key={i} class={r.result ? "rs" : ""}>
                <th scope="row">{r.label}{r.small && <small>{r.small}</small>}</th>
                {r.cells.map((c, k) => <td key={k} class="n" title={c.why}>{c.text}{c.small && <small>{c.small}</small>}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {moved.length > FEW + 2 && <p><button class="link" aria-expanded={all} onClick={() => setAll(!all)}>{all ? t("ui.fewer") : t("try.showall", { total: moved.length })}</button></p>}
      <p class="note">{many ? t("try.compare.only") : t("try.compare.one")} {!many && <button class="link" onClick={() => add(true)}>{t("try.duplicate")}</button>}</p>
      <Downloads title={t("try.compare")} numbers={numbers} />
    </section>
  );
}
