/** Real income where one assumption alone goes from its lowest to its highest value: which of them decides its sign. */
import type { RangeResult, Simulated } from "../../api/types";
import { inside, joined, spanText } from "../../format";
import { useText } from "../../i18n";
import { Figure } from "../../ui/figure";
import { RangeBar, around, direction, inPlace } from "../../ui/rangebar";
import { noneOf } from "./why";

const MOST = 6;

export function Decides({ central, range, dim, credit }: { central: Simulated; range: RangeResult | null; dim: boolean; credit: string }) {
  const { t, pick, lang } = useText();
  if (!range?.alone.length) return null;
  const turning = range.alone.filter((a) => a.sign === "ambiguous");
  const [first] = turning;
  const together = ["structure", "assumed"].includes(range.cards.real_income?.sign ?? "");
  const title = first ? t(turning.length === 1 ? "try.decides.one" : "try.decides.some", { what: inside(pick(first.label)), n: turning.length }) : t(together ? "try.decides.together" : "try.decides.none");
  const rows = range.alone.slice(0, MOST);
  const domain = around(rows.flatMap((a) => [a.low, a.high]));
  return (
    <Figure class={`alone ${dim ? "dim" : ""}`} title={title} note={joined([t("try.decides.note"), noneOf(central, t)], lang)} credit={credit} drawn={false}
      numbers={{ columns: [t("try.decides.what"), t("col.low"), t("col.high")], rows: range.alone.map((a) => [pick(a.label), a.low, a.high]) }}>
      <p class="note">{t("try.decides.unit")}</p>
      <ul>
        {rows.map((a) => {
          const way = a.low < 0 === a.high < 0 ? direction(a.low, "higher", a.sign) : a.sign === "ambiguous" ? "unclear" : "none";
          const text = spanText(a, "relative", lang);
          return <li key={a.id}><span>{pick(a.label)}</span><RangeBar low={a.low} high={a.high} value={null} domain={domain} way={way} label={`${pick(a.label)}: ${text}`} /><span class={`cv ${way}`}>{text}{way === "none" && <small>{t(inPlace(a.sign))}</small>}</span></li>;
        })}
      </ul>
    </Figure>
  );
}
