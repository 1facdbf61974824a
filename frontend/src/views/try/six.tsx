/** How the six characteristics change. */
import type { Card, RangeResult, Simulated } from "../../api/types";
import { useWorld } from "../../context";
import { change, spanText } from "../../format";
import { useText } from "../../i18n";
import { Figure } from "../../ui/figure";
import { RangeBar, rangeLabel, around, direction, hidden, inPlace } from "../../ui/rangebar";
import { SourceButton } from "../../ui/source";
import { levelsText, useSource } from "./cards";
import { whyOf } from "./why";

function Row({ card, range }: { card: Card; range: RangeResult | null }) {
  const said = useText();
  const { t, pick, lang } = said;
  const { catalog } = useWorld();
  const topic = catalog.characteristics.find((c) => c.id === card.id);
  const span = range?.characteristics[card.id] ?? null;
  const way = direction(card.change, card.better, span?.sign);
  const moved = change(card.change, card.kind, lang);
  const text = span ? spanText(span, card.kind, lang) : "";
  const value = hidden(way) ? t(inPlace(span?.sign)) : moved.text + moved.unit;
  const source = useSource(card, value, text);
  if (card.change === null)
    return <li class={`t-${card.id}`}><span class="cn"><b>{pick(topic?.label)}</b><small>{pick(card.label)} <SourceButton source={source} /></small></span><span /><span class="cv">{t("try.nodata")}</span></li>;
  const domain = around(span ? [span.low, span.high] : []);
  return (
    <li class={`t-${card.id}`}>
      <span class="cn"><b>{pick(topic?.label)}</b><small>{pick(card.label)} <SourceButton source={source} /></small></span>
      {span
        ? <RangeBar low={span.low ?? 0} high={span.high ?? 0} value={card.change} domain={domain} way={way} drawn={span.drawn} label={rangeLabel(pick(card.label), value, text, t)} />
        : <div class="rb wait" aria-hidden="true"><i class="z mid" /></div>}
      <span class={`cv ${way}`}><span title={whyOf(span?.sign, said, range?.unsolved)}>{value}</span><small>{span && spanText(span, card.kind, lang, true)}</small><small>{levelsText(card, way, card.unit === "1" ? "1" : "", lang)}</small></span>
    </li>
  );
}

export function Six({ central, range, dim, credit }: { central: Simulated; range: RangeResult | null; dim: boolean; credit: string }) {
  const { t, pick } = useText();
  const { catalog } = useWorld();
  const ways = central.characteristics.map((c) => direction(c.change, c.better, range?.characteristics[c.id]?.sign));
  const count = (way: string): number => ways.filter((w) => w === way).length;
  const title = range ? t("try.six.title", { better: count("better"), worse: count("worse"), unclear: ways.length - count("better") - count("worse") }) : t("try.six");
  const rows = central.characteristics.map((c) => {
    const span = range?.characteristics[c.id];
    return [pick(catalog.characteristics.find((k) => k.id === c.id)?.label), pick(c.label), c.unit, c.before, ...(span?.sure ? [c.after, c.change] : [null, null]), span?.low ?? null, span?.high ?? null];
  });
  const columns = [t("try.six"), t("source.indicator"), t("col.unit"), t("try.col.before"), t("try.col.after"), t("try.col.change"), t("col.low"), t("col.high")];
  return (
    <Figure class={`six ${dim ? "dim" : ""}`} title={title} numbers={{ columns, rows }} credit={credit} drawn={false}>
      <ul>{central.characteristics.map((c) => <Row key={c.id} card={c} range={range} />)}</ul>
    </Figure>
  );
}
