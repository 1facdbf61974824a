/** The headline changes at the short, medium and long horizon, each with its range. */
import type { Band, Card, RangeResult, Simulated } from "../../api/types";
import type { Running } from "../../api/hooks";
import { useWorld } from "../../context";
import { capital, change, spanText } from "../../format";
import { useText, type Key } from "../../i18n";
import { Figure } from "../../ui/figure";
import { RangeBar, rangeLabel, around, direction, hidden, inPlace } from "../../ui/rangebar";
import { Progress } from "../../ui/skeleton";
import { whyOf } from "./why";

interface Props {
  central: Simulated;
  /** As far as it is known. */
  range: RangeResult | null;
  /** What is still under way; null while the numbers are not those of the levers. */
  running: Running<RangeResult> | null;
  dim: boolean;
  credit: string;
}

function Cell({ card, band, domain, when }: { card: Card; band: Band | undefined; domain: [number, number]; when: string }) {
  const text = useText();
  const { t, pick, lang } = text;
  if (!band) return <td><div class="rb wait" aria-hidden="true"><i class="z mid" /></div></td>;
  const span = band.cards?.[card.id];
  if (!span) return <td><span title={band.why}>{t(band.why ? "try.horizon.none" : "try.nodata")}</span></td>;
  const way = direction(span.central, card.better, span.sign);
  const said = change(span.central, card.kind, lang);
  const value = hidden(way) ? t(inPlace(span.sign)) : said.text + said.unit;
  const ends = spanText(span, card.kind, lang);
  return (
    <td>
      <RangeBar low={span.low ?? 0} high={span.high ?? 0} value={span.central} domain={domain} way={way} drawn={span.drawn} label={rangeLabel(`${pick(card.label)}, ${when}`, value, ends, t)} />
      <b class={`cv ${way}`} title={whyOf(span.sign, text, band.unsolved)}>{value}</b>
      <small>{spanText(span, card.kind, lang, true)}</small>
    </td>
  );
}

function Waiting({ running, some }: { running: Running<RangeResult>; some: boolean }) {
  const { t, lang } = useText();
  if (!some) return null; // reported above, as the ranges themselves are not there
  if (running.stopped) return <p class="note">{t("try.horizons.stopped")} <button class="link" onClick={running.again}>{t("ui.resume")}</button></p>;
  if (running.error) return <p class="note">{t("try.horizons.failed", { message: running.error.in(lang) })} <button class="link" onClick={running.again}>{t("ui.retry")}</button></p>;
  return running.pending ? <Progress job={running.job} label={t("try.horizons.pending")} onStop={running.stop} /> : null;
}

export function Horizons({ central, range, running, dim, credit }: Props) {
  const { t, pick } = useText();
  const { catalog } = useWorld();
  const order = Object.keys(catalog.horizons);
  const name = (h: string): string => capital(t(`try.horizon.${h}` as Key));
  const band = (h: string): Band | undefined => range?.horizons.find((b) => b.horizon === h);
  const spans = (card: Card) => order.map((h) => band(h)?.cards?.[card.id]);
  const rows = central.cards.flatMap((card) => spans(card).map((s, i) => [pick(card.label), name(order[i]!), card.kind, s?.low ?? null, s?.central ?? null, s?.high ?? null]));
  const columns = [t("source.indicator"), t("try.as.horizon"), t("col.unit"), t("col.low"), t("try.col.central"), t("col.high")];
  return (
    <Figure class={`hz ${dim ? "dim" : ""}`} title={t("try.horizons")} note={t("try.horizons.note")} numbers={{ columns, rows }} credit={credit} drawn={false}
      foot={running && <Waiting running={running} some={range !== null} />}>
      <table class="tb">
        <caption class="vh">{t("try.horizons")}</caption>
        <thead><tr>{order.map((h) => <th key={h} scope="col" class={h === central.horizon ? "on" : ""} title={pick(catalog.horizons[h])}>{name(h)}<small>{t(`try.horizon.${h}.years` as Key)}</small>{h === central.horizon && <span class="vh"> ({t("try.horizons.shown")})</span>}</th>)}</tr></thead>
        {central.cards.map((card) => {
          const domain = around(spans(card).flatMap((s) => (s ? [s.low, s.high] : [])));
          return (
            <tbody key={card.id}>
              <tr><th scope="rowgroup" colSpan={order.length}>{pick(card.label)}</th></tr>
              <tr>{order.map((h) => <Cell key={h} card={card} band={band(h)} domain={domain} when={name(h)} />)}</tr>
            </tbody>
          );
        })}
      </table>
    </Figure>
  );
}
