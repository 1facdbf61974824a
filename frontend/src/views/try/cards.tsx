/** The headline changes: a number with its range, the direction in words, before and after. */
import type { Card, RangeResult, Simulated, Span, T } from "../../api/types";
import { useWorld } from "../../context";
import { change, joined, level, money, moneyRange, points, spanText, type Shown } from "../../format";
import { useText, type Text } from "../../i18n";
import { change as change$ } from "../../state/store";
import type { Lang } from "../../state/types";
import { RangeBar, rangeLabel, around, direction, hidden, inPlace, type Direction } from "../../ui/rangebar";
import { SourceButton, type Source } from "../../ui/source";
import { useIndicators } from "./registry";
import { INPUT } from "./scenario";
import { noneOf, whyOf } from "./why";

/** A level before and after; nothing where the change is not stated, is of an index, or too small to be seen in it. */
export function levelsText(card: Card, way: Direction, unit: string, lang: Lang, as?: Shown): string {
  if (unit === "index" || hidden(way)) return "";
  const [before, after] = [level(card.before, unit, lang, as), level(card.after, unit, lang, as)];
  return before === after ? "" : `${before} → ${after}`;
}

/** Tell no longer of an input. */
const leaveInput = (): void => change$("input", (s) => ({ ...s, params: Object.fromEntries(Object.entries(s.params).filter(([k]) => k !== INPUT)) }));

const WORD = { better: "ui.better", worse: "ui.worse", neither: "ui.nodirection" } as const;

function HeadCard({ card, span, pending, concept, unsolved }: { card: Card; span: Span | null; pending: boolean; concept: string; unsolved: T | undefined }) {
  const told = useText();
  const { t, pick, lang } = told;
  const label = pick(card.label);
  const way = direction(card.change, card.better, span?.sign);
  const said = change(card.change, card.kind, lang);
  const text = span ? spanText(span, card.kind, lang) : "";
  const value = hidden(way) ? t(inPlace(span?.sign, pending)) : said.text + said.unit;
  const word = whyOf(span?.sign, told, unsolved) || (way === "better" || way === "worse" || way === "neither" ? t(WORD[way]) : "");
  const source = useSource(card, value, text, concept);
  const as = useIndicators().find((i) => i.id === card.indicator);
  return (
    <article class={`hc ${way}`}>
      <h2>{label}<span class="row"><SourceButton source={source} />{card.id === "input" && <button class="ghost" aria-label={t("try.leaveinput")} title={t("try.leaveinput")} onClick={leaveInput}>×</button>}</span></h2>
      {hidden(way) ? <span class={`big un ${way === "pending" && pending ? "pend" : ""}`}>{value}</span> : <span class="big">{said.text}<small>{said.unit}</small></span>}
      {span
        ? <RangeBar low={span.low ?? 0} high={span.high ?? 0} value={card.change} domain={around([span.low, span.high])} way={way} drawn={span.drawn} label={rangeLabel(label, value, text, t)} />
        : <div class="rb wait" aria-hidden="true"><i class="z mid" /></div>}
      <p class="rgx">{text}</p>
      <p>{word}</p>
      <p class="wasnow">{levelsText(card, way, card.unit, lang, as)}</p>
    </article>
  );
}

/** Where a simulated number comes from: the registry's fields, and the economy it was simulated on. */
export function useSource(card: Card, value: string, span: string, concept = ""): Source {
  const { pick, lang } = useText();
  const { meta } = useWorld();
  const registry = useIndicators();
  const entry = registry.find((i) => i.id === card.indicator);
  return {
    value: span ? `${value} (${span})` : value,
    label: pick(card.label),
    id: card.indicator || card.id,
    formula: entry?.formula ?? concept,
    source: entry?.source ? `${entry.source}; ${meta.source}` : meta.source,
    year: meta.year,
    unit: card.kind === "relative" ? "%" : points(lang),
    status: "simulated",
  };
}

/** What a package costs the state before its budget is balanced, or brings it, with the range of that. */
export function budgetText({ bill, unit }: Simulated["government"], span: Span | null, { t, lang }: Pick<Text, "t" | "lang">, pending: boolean): { value: string; text: string; way: Direction } {
  const sign = span?.sign;
  const stated = sign === "positive" || sign === "negative";
  const ends = span ? [span.low ?? 0, span.high ?? 0] : [];
  const [low, high] = stated ? ends.map(Math.abs).sort((a, b) => a - b) : ends;
  return {
    value: sign === "zero" ? t("try.budget.none") : stated ? t(sign === "positive" ? "try.budget.costs" : "try.budget.brings", { money: money(Math.abs(bill ?? 0), unit, lang) }) : t(inPlace(sign, pending)),
    text: span ? moneyRange(low!, high!, unit, lang) : "",
    way: !sign ? "pending" : stated || sign === "zero" ? "neither" : "unclear",
  };
}

function BudgetCard({ central, range, pending }: { central: Simulated; range: RangeResult | null; pending: boolean }) {
  const said = useText();
  const { t, pick } = said;
  const span = range?.government.bill ?? null;
  const parts = pick(range?.budget);
  const { bill } = central.government;
  const label = t("try.budget");
  const { value, text, way } = budgetText(central.government, span, said, pending);
  return (
    <article class={`hc ${way}`}>
      <h2>{label}</h2>
      <span class={`big un ${way === "pending" && pending ? "pend" : ""}`}>{value}</span>
      {span
        ? <RangeBar low={-(span.high ?? 0)} high={-(span.low ?? 0)} value={bill && -bill} domain={around([span.low, span.high])} way={way} label={t("ui.rangeof", { label, value, range: text })} />
        : <div class="rb wait" aria-hidden="true"><i class="z mid" /></div>}
      <p class="rgx">{text}</p>
      <p>{t("try.budget.before")}</p>
      {parts && <p>{t("try.budget.parts", { parts })}</p>}
    </article>
  );
}

/** Is shown by horizon and beside other scenarios, not at the top. */
const MANUFACTURING = "s2.manufacturing_share";

export function Cards({ central, range, pending, dim }: { central: Simulated; range: RangeResult | null; pending: boolean; dim: boolean }) {
  const { t, pick, lang } = useText();
  const shown = central.cards.filter((c) => c.id !== MANUFACTURING);
  return (
    <section aria-label={t("try.headlines")} aria-busy={dim}>
    <div class={`cards4 ${dim ? "dim" : ""}`}>
      {shown.map((c) => <HeadCard key={c.id} card={c} span={range?.cards[c.id] ?? null} pending={pending} concept={c.id === "real_income" ? pick(central.welfare_concept) : ""} unsolved={range?.unsolved} />)}
      {central.government.bill !== null && <BudgetCard central={central} range={range} pending={pending} />}
    </div>
    {range && <p class="note">{joined([t("try.rule"), noneOf(central, t)], lang)}</p>}
    </section>
  );
}
