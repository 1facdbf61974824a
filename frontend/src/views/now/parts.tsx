/** Partners in trade, where power comes from, targets: what an economy has besides figures in rows. */
import type { NowPage, NowTarget } from "../../api/types";
import { Bars } from "../../charts/bars";
import { Bullets } from "../../charts/bullets";
import { cited, inside, percent, valueOf } from "../../format";
import { useText } from "../../i18n";
import { Behind } from "../../ui/behind";
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

export function Targets({ page }: { page: NowPage }) {
  const { t, pick, lang } = useText();
  if (!page.targets.length) return null;
  const targets = [...page.targets].sort((a, b) => Number(a.seen === null) - Number(b.seen === null));
  const word = (x: NowTarget): string => pick(page.progress[x.status]);
  const states = [...new Set(page.targets.map((x) => x.status))];
  const counts = Object.keys(page.progress).filter((s) => states.includes(s as NowTarget["status"])).map((s) => t("now.targets.item", { n: page.targets.filter((x) => x.status === s).length, status: pick(page.progress[s]) }));
  const title = t("now.targets", { items: counts.join(t("language.marks.comma")) });
  const rows = targets.map((x, k) => ({
    id: String(k), label: pick(x.label), baseline: x.baseline.value, goal: x.goal.value, seen: x.seen?.value ?? null, status: x.status, stands: word(x),
    from: t("now.targets.from", { year: x.baseline.year, value: valueOf(x.baseline.value, x.unit) }), to: t("now.targets.goal", { year: x.goal.year, value: valueOf(x.goal.value, x.unit) }),
    now: x.seen ? t(x.computed ? "now.targets.computed" : "now.targets.seen", { year: x.seen.year, value: valueOf(x.seen.value, x.unit) }) : "",
  }));
  const pace = (x: NowTarget): string => (x.achieved === null || x.elapsed === null || x.seen === null ? "–" : t("now.targets.pace", { achieved: percent(x.achieved, 0), elapsed: percent(x.elapsed, 0) }));
  return (
    <Figure id="targets" class="t-index wide" title={title} note={t("now.targets.note")} credit={[...new Set(page.targets.map((x) => `${cited(x.source, lang)} (${x.date})`))].join("; ")}
      numbers={{
        columns: [t("now.page.target"), t("col.unit"), t("paths.roadmap.columns.baseline"), t("language.columns.headers.year"), t("now.col.goal"), t("language.columns.headers.year"), t("now.col.seen"), t("language.columns.headers.year"), t("now.col.achieved"), t("now.col.elapsed"), t("source.status"), t("source.source"), t("paths.roadmap.columns.date")],
        rows: targets.map((x) => [pick(x.label), x.unit, x.baseline.value, x.baseline.year, x.goal.value, x.goal.year, x.seen?.value ?? null, x.seen?.year ?? null, x.achieved, x.elapsed, word(x), x.source, x.date]),
      }}
      foot={<Behind caption={title} rows={targets} rowKey={(x) => pick(x.label)} columns={[
        { label: t("now.page.target"), cell: (x) => pick(x.label) }, { label: t("source.status"), cell: (x) => `${word(x)}${x.seen === null ? "" : ` · ${pace(x)}`}` }, { label: t("source.source"), cell: (x) => cited(x.source, lang) }, { label: t("paths.roadmap.columns.date"), cell: (x) => x.date },
      ]} />}>
      <Bullets label={`${title}. ${rows.map((r) => `${r.label}: ${[r.from, r.now, r.to, r.stands].filter(Boolean).join(", ")}`).join("; ")}`} rows={rows} />
    </Figure>
  );
}
