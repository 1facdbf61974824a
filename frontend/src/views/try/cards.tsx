/** The headline changes: a number with its range, the direction in words, before and after. */
import type { Card, RangeResult, Simulated, Span } from "../../api/types";
import { useWorld } from "../../context";
import { change, fine, level, range as rangeText, type Shown } from "../../format";
import { useText } from "../../i18n";
import { change as change$ } from "../../state/store";
import type { Lang } from "../../state/types";
import { RangeBar, around, direction, hidden, inPlace } from "../../ui/rangebar";
import { SourceButton, type Source } from "../../ui/source";
import { useIndicators } from "./registry";
import { INPUT } from "./scenario";

/** A range of changes in words, such as "−4.1 to −1.8%"; without the unit of differences where that stands beside it. */
export function spanText(span: Span, kind: Card["kind"], lang: Lang, bare = false): string {
  const ends = [span.low ?? 0, span.high ?? 0].map((v) => Math.abs(v) * 100);
  const usual = fine(Math.max(...ends));
  const shows = (v: number, d: number): boolean => v >= 0.5 * 10 ** -d;
  const digits = ends.some((v) => !shows(v, usual) && shows(v, usual + 1)) ? usual + 1 : usual; // an end near zero keeps its sign
  const [low, high] = [change(span.low, kind, lang, digits), change(span.high, kind, lang, digits)];
  if (bare && kind === "points") return rangeText(low.text, high.text, lang);
  return kind === "relative" ? rangeText(low.text + low.unit, high.text + high.unit, lang) : rangeText(low.text, high.text, lang) + high.unit;
}

/** A level before and after: index numbers with one decimal, others with their unit. */
export const levelText = (value: number | null, unit: string, lang: Lang, as?: Shown): string =>
  unit === "index" ? (value === null ? "–" : value.toFixed(1)) : level(value, unit, lang, as);

/** Tell no longer of an input. */
const leaveInput = (): void => change$("input", (s) => ({ ...s, params: Object.fromEntries(Object.entries(s.params).filter(([k]) => k !== INPUT)) }));

const WORD = { better: "ui.better", worse: "ui.worse", neither: "ui.nodirection", unclear: "ui.signchanges" } as const;

function HeadCard({ card, span, pending, concept }: { card: Card; span: Span | null; pending: boolean; concept: string }) {
  const { t, pick, lang } = useText();
  const label = pick(card.label);
  const way = direction(card.change, card.better, span?.sign);
  const said = change(card.change, card.kind, lang);
  const text = span ? spanText(span, card.kind, lang) : "";
  const value = hidden(way) ? t(inPlace(span?.sign, pending)) : said.text + said.unit;
  const source = useSource(card, value, text, concept);
  const as = useIndicators().find((i) => i.id === card.indicator);
  return (
    <article class={`hc ${way}`}>
      <h2>{label}<span class="row"><SourceButton source={source} />{card.id === "input" && <button class="ghost" aria-label={t("try.leaveinput")} title={t("try.leaveinput")} onClick={leaveInput}>×</button>}</span></h2>
      {hidden(way) ? <span class={`big un ${way === "pending" && pending ? "pend" : ""}`}>{value}</span> : <span class="big">{said.text}<small>{said.unit}</small></span>}
      {span
        ? <RangeBar low={span.low ?? 0} high={span.high ?? 0} value={card.change} domain={around([span.low, span.high])} way={way} label={t("ui.rangeof", { label, value, range: text })} />
        : <div class="rb wait" aria-hidden="true"><i class="z mid" /></div>}
      <p class="rgx">{text}</p>
      <p>{way === "pending" ? "" : t(WORD[way])}</p>
      <p class="wasnow">{levelText(card.before, card.unit, lang, as)} → {hidden(way) ? "–" : levelText(card.after, card.unit, lang, as)}</p>
    </article>
  );
}

/** Where a simulated number comes from: the registry's fields, and the economy it was simulated on. */
export function useSource(card: Card, value: string, span: string, concept = ""): Source {
  const { pick } = useText();
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
    unit: card.unit,
    status: "simulated",
  };
}

export function Cards({ central, range, pending, dim }: { central: Simulated; range: RangeResult | null; pending: boolean; dim: boolean }) {
  const { t, pick } = useText();
  return (
    <section class={`cards4 ${dim ? "dim" : ""}`} aria-label={t("try.headlines")} aria-busy={dim}>
      {central.cards.map((c) => <HeadCard key={c.id} card={c} span={range?.cards[c.id] ?? null} pending={pending} concept={c.id === "real_income" ? pick(central.welfare_concept) : ""} />)}
    </section>
  );
}
