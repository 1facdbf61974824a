/** Partners in trade, where power comes from: what an economy has besides figures in rows. */
import type { NowPage } from "../../api/types";
import { Bars } from "../../charts/bars";
import { inside, percent } from "../../format";
import { useText } from "../../i18n";
import { Figure } from "../../ui/figure";
import { named } from "./words";

const FLOWS = ["exports", "imports"] as const;
/** Share from which a source of power is drawn. */
const LEAST = 0.0005;
/** Partners that are drawn; files have all. */
const DRAWN = 6;

export function Partners({ page }: { page: NowPage }) {
  const { t, pick } = useText();
  const { year } = page.partners;
  const rows = FLOWS.flatMap((flow) => page.partners[flow].map((p, k) => ({ flow, ...p, k, name: named(page, p.partner, pick) })));
  if (!rows.length) return null;
  const first = (flow: (typeof FLOWS)[number]): string => {
    const top = page.partners[flow][0];
    return top ? t("text.aside", { what: named(page, top.partner, pick), more: percent(top.share, 1) }) : "–";
  };
  const title = t("now.partners.title", { year, exports: first("exports"), imports: first("imports") });
  return (
    <Figure id="partners" class="t-s4" title={title} note={t("now.partners.note")} credit={page.sources.baci ? `${page.sources.baci.author}: ${page.sources.baci.title}` : ""}
      numbers={{ columns: [t("now.col.flow"), t("language.columns.headers.partner"), t("language.columns.headers.year"), t("now.col.share")], rows: rows.map((r) => [t(`now.partners.${r.flow}`), r.name, year, r.share]) }}>
      <Bars label={`${title}. ${rows.filter((r) => r.k < DRAWN).map((r) => `${r.name} ${percent(r.share, 1)}`).join("; ")}`}
        rows={rows.filter((r) => r.k < DRAWN).map((r) => ({ id: `${r.flow}.${r.partner}`, label: r.name, value: r.share, text: percent(r.share, 1), ...(r.k === 0 ? { group: t(`now.partners.${r.flow}`) } : {}) }))} />
    </Figure>
  );
}

export function Power({ page }: { page: NowPage }) {
  const { t, pick, lang } = useText();
  const { year, shares } = page.power_mix;
  const rows = Object.entries(shares).filter(([, s]) => s >= LEAST).sort((a, b) => b[1] - a[1]).map(([id, share]) => ({ id, share, name: pick(page.powers[id]) || id }));
  const first = rows[0];
  if (!year || !first) return null;
  const title = t("now.power.title", { year, first: lang === "en" ? inside(first.name) : first.name, share: percent(first.share, 1) });
  return (
    <Figure id="power" class="t-s3" title={title} note={t("now.power.note")} credit={page.sources.ember ? `${page.sources.ember.author}: ${page.sources.ember.title}` : ""}
      numbers={{ columns: [t("now.col.power"), t("language.columns.headers.year"), t("now.col.share")], rows: rows.map((r) => [r.name, year, r.share]) }}>
      <Bars label={`${title}. ${rows.map((r) => `${r.name} ${percent(r.share, 1)}`).join("; ")}`} rows={rows.map((r) => ({ id: r.id, label: r.name, value: r.share, text: percent(r.share, 1) }))} />
    </Figure>
  );
}
