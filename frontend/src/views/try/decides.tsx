/** Real income where one assumption alone goes from its lowest to its highest value: which of them decides its sign. */
import type { RangeResult } from "../../api/types";
import { inside, spanText } from "../../format";
import { useText } from "../../i18n";
import { Figure } from "../../ui/figure";
import { RangeBar, around } from "../../ui/rangebar";

const MOST = 6;

export function Decides({ range, dim, credit }: { range: RangeResult | null; dim: boolean; credit: string }) {
  const { t, pick, lang } = useText();
  if (!range?.alone.length) return null;
  const turning = range.alone.filter((a) => a.sign === "ambiguous");
  const [first] = turning;
  const title = first ? t(turning.length === 1 ? "try.decides.one" : "try.decides.some", { what: inside(pick(first.label)), n: turning.length }) : t("try.decides.none");
  const rows = range.alone.slice(0, MOST);
  const domain = around(rows.flatMap((a) => [a.low, a.high]));
  return (
    <Figure class={`alone ${dim ? "dim" : ""}`} title={title} note={t("try.decides.note")} credit={credit} drawn={false}
      numbers={{ columns: [t("try.decides.what"), t("col.low"), t("col.high")], rows: range.alone.map((a) => [pick(a.label), a.low, a.high]) }}>
      <p class="note">{t("try.decides.unit")}</p>
      <ul>
        {rows.map((a) => {
          const way = a.sign === "ambiguous" ? "unclear" : a.low + a.high > 0 ? "better" : "worse";
          const text = spanText(a, "relative", lang);
          return <li key={a.id}><span>{pick(a.label)}</span><RangeBar low={a.low} high={a.high} value={null} domain={domain} way={way} label={`${pick(a.label)}: ${text}`} /><span class={`cv ${way}`}>{text}</span></li>;
        })}
      </ul>
    </Figure>
  );
}
