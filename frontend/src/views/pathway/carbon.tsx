/** Carbon of industries: when each emits most, and how much in all. */
import { useState } from "preact/hooks";
import { Bars } from "../../charts/bars";
import { number } from "../../format";
import { useText } from "../../i18n";
import { Figure } from "../../ui/figure";
import type { PartProps } from "./parts";

const FEW = 9;
/** Mt in 亿吨, the unit of Chinese. */
const HUNDRED_MILLION_TONNES = 100;

export function Carbon({ found, dim, credit }: PartProps) {
  const { t, pick, lang } = useText();
  const [all, setAll] = useState(false);
  const c = found.carbon;
  if (!c) return null;
  const [total, ...industries] = c.rows;
  if (!total) return null;
  const shown = all ? industries : industries.slice(0, FEW);
  const span = { since: c.since, until: c.until };
  const mt = (v: number): number => (lang === "zh" ? v / HUNDRED_MILLION_TONNES : v);
  const title = total.peak === c.until ? t("pathway.carbon.rising", span) : found.empty ? t("pathway.carbon.alone", { peak: total.peak }) : t("pathway.carbon.title", { peak: total.peak, without: total.peak_baseline });
  const rows = shown.map((r) => ({
    id: r.industry, label: pick(r.label), value: r.cumulative, ...(found.empty ? {} : { whole: r.cumulative_baseline }),
    text: t(r.peak === c.until ? "pathway.carbon.row.rising" : "pathway.carbon.row", { mt: number(mt(r.cumulative), lang === "zh" ? 2 : 0), peak: r.peak }),
  }));
  const columns = [t("pathway.col.year"), t("pathway.carbon.peak"), t("pathway.carbon.peakbase"), t("pathway.carbon.mt", span), t("pathway.carbon.mtbase")];
  return (
    <Figure class={`t-s4 ${dim ? "dim" : ""}`} title={title} central={!found.empty} note={t("pathway.carbon.note", span)} credit={credit}
      numbers={{ columns: [t("try.col.industry"), ...columns.slice(1)], rows: c.rows.map((r) => [pick(r.label), r.peak, r.peak_baseline, mt(r.cumulative), mt(r.cumulative_baseline)]) }}
      foot={industries.length > FEW && <p class="note"><button class="link" aria-expanded={all} onClick={() => setAll(!all)}>{all ? t("pathway.few") : t("pathway.all", { n: industries.length })}</button></p>}>
      <Bars label={`${title}. ${rows.map((r) => `${r.label} ${r.text}`).join("; ")}`} rows={rows} unit={t("pathway.carbon.mt", span)} />
    </Figure>
  );
}
