/** Carbon of industries: when each emits most, and how much in all. */
import { useState } from "preact/hooks";
import { Bars } from "../../charts/bars";
import { byMyriads, number } from "../../format";
import { say, useText } from "../../i18n";
import type { Lang } from "../../state/types";
import { Figure } from "../../ui/figure";
import type { PartProps } from "./parts";

const FEW = 9;
/** From here on, in Mt, Chinese counts in hundreds of Mt; below, in hundredths. */
const LARGE = 10;

export interface Tonnes {
  unit: string;
  factor: number;
  digits: number;
}

/** The unit that suits emissions in Mt, all in the same. */
export function tonnesOf(values: (number | null)[], lang: Lang): Tonnes {
  const unit = say(lang, "text.mt");
  if (!byMyriads(lang)) return { unit, factor: 1, digits: 0 };
  const largest = Math.max(0, ...values.map((v) => Math.abs(v ?? 0)));
  return largest < LARGE ? { unit: say(lang, "text.mt.small"), factor: 100, digits: 0 } : { unit, factor: 0.01, digits: 2 };
}

export function Carbon({ found, dim, credit }: PartProps) {
  const { t, pick, lang } = useText();
  const [all, setAll] = useState(false);
  const c = found.carbon;
  if (!c) return null;
  const [total, ...industries] = c.rows;
  if (!total) return null;
  const shown = all ? industries : industries.slice(0, FEW);
  const tonnes = tonnesOf(c.rows.flatMap((r) => [r.cumulative, r.cumulative_baseline]), lang);
  const span = { since: c.since, until: c.until, unit: tonnes.unit };
  const mt = (v: number): number => v * tonnes.factor;
  const title = total.peak === c.until ? t("pathway.carbon.rising", span) : found.empty ? t("pathway.carbon.alone", { peak: total.peak }) : t("pathway.carbon.title", { peak: total.peak, without: total.peak_baseline });
  const rows = shown.map((r) => ({
    id: r.industry, label: pick(r.label), value: r.cumulative, ...(found.empty ? {} : { whole: r.cumulative_baseline }),
    text: t(r.peak === c.until ? "pathway.carbon.row.rising" : "pathway.carbon.row", { mt: number(mt(r.cumulative), tonnes.digits), peak: r.peak }),
  }));
  const columns = [t("language.columns.headers.year"), t("pathway.carbon.peak"), t("pathway.carbon.peakbase"), t("pathway.carbon.mt", span), t("pathway.carbon.mtbase", span)];
  return (
    <Figure id="carbon" class={`t-s4 ${dim ? "dim" : ""}`} title={title} central={!found.empty} note={t("pathway.carbon.note", span)} credit={credit}
      numbers={{ columns: [t("language.columns.headers.industry"), ...columns.slice(1)], rows: c.rows.map((r) => [pick(r.label), r.peak, r.peak_baseline, mt(r.cumulative), mt(r.cumulative_baseline)]) }}
      foot={industries.length > FEW && <p class="note"><button class="link" aria-expanded={all} onClick={() => setAll(!all)}>{all ? t("ui.fewer") : t("pathway.all", { n: industries.length })}</button></p>}>
      <Bars label={`${title}. ${rows.map((r) => `${r.label} ${r.text}`).join("; ")}`} rows={rows} unit={t("pathway.carbon.mt", span)} />
    </Figure>
  );
}
