/** What the other economies have of it in the last year. */
import { useState } from "preact/hooks";
import { Ranks, type Rank } from "../../charts/ranks";
import { change, number } from "../../format";
import { useText } from "../../i18n";
import { Figure } from "../../ui/figure";
import type { PartProps } from "./parts";

const ENDS = 4;

export function Others({ found, dim, credit }: PartProps) {
  const { t, pick, lang } = useText();
  const [all, setAll] = useState(false);
  const last = found.years.at(-1)!;
  const known = found.regions.filter((r): r is typeof r & { real_income: number } => r.real_income !== null).sort((a, b) => b.real_income - a.real_income);
  if (!known.length) return null;
  const [up, down] = [known.filter((r) => r.real_income > found.none).length, known.filter((r) => r.real_income < -found.none).length];
  const title = t("pathway.others.title", { last, up, down, same: known.length - up - down, none: `${number(found.none * 100)}%` });
  const short = known.length > 2 * ENDS + 2;
  const rows: Rank[] = known.map((r) => ({ id: r.region, label: pick(r.label), value: r.real_income, low: r.real_income, high: r.real_income, way: "neither", text: change(r.real_income, "relative", lang).text }));
  const shown = all || !short ? rows : rows.filter((_, i) => i < ENDS || i >= rows.length - ENDS);
  const unit = t("pathway.others.unit");
  return (
    <Figure id="others" class={dim ? "dim" : ""} title={title} central credit={credit}
      numbers={{ columns: [t("language.columns.headers.economy"), unit, t("paths.pathway.columns.welfare"), "CO₂"], rows: known.map((r) => [pick(r.label), r.real_income, r.welfare, r.co2]) }}
      foot={<>{known.length < found.regions.length && <p class="note">{t("pathway.others.unstated", { n: found.regions.length - known.length })}</p>}
        {short && <p class="note">{!all && t("try.ends", { n: ENDS, total: rows.length })} <button class="link" aria-expanded={all} onClick={() => setAll(!all)}>{all ? t("try.showends") : t("try.showall", { total: rows.length })}</button></p>}</>}>
      <Ranks label={`${title}. ${shown.map((r) => `${r.label} ${r.text}`).join("; ")}`} rows={shown} unit={unit} />
    </Figure>
  );
}
