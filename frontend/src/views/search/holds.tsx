/** Robustness of packages in other scenarios, and constraints that bind. */
import type { RobustRow } from "../../api/types";
import { useText } from "../../i18n";
import { Figure } from "../../ui/figure";
import { Skeleton } from "../../ui/skeleton";
import { Table } from "../../ui/table";
import { joined, percent } from "../../format";
import { signed } from "./figures";
import type { PartProps } from "./parts";

const DRAWS = 6;

export function Holds({ found: f, at, dim, credit, waiting }: PartProps & { waiting: boolean }) {
  const { t, pick, lang } = useText();
  const r = f.robust;
  const heading = t("search.holds");
  if (!r) {
    if (!waiting && f.whole && !f.request.scenarios?.length && !f.request.cases) return null;
    return (
      <section class={`pan ${dim ? "dim" : ""}`} aria-label={heading}>
        <div class="ph"><h2>{heading}</h2></div>
        {waiting && !f.whole ? <Skeleton lines={5} /> : <p class="note">{f.whole ? t("search.holds.failed") : "–"}</p>}
      </section>
    );
  }
  const best = [...r.rows].sort((a, b) => b.best.length - a.best.length)[0];
  const mine = r.rows.find((x) => x.point === f.chosen);
  const title = r.rows.length < 2 ? heading : mine?.best.length ? t("search.holds.yes", { n: r.cases.length, by: mine.best.length, of: r.criteria.length }) : best ? t("search.holds.no", { n: r.cases.length, package: f.points[best.point]!.number, goal: pick(f.goals[0]!.label) }) : heading;
  const shown = r.cases.length > DRAWS ? [] : r.cases;
  const value = (x: RobustRow, id: string): number => x[id as "expected"];
  const text = (x: RobustRow, id: string): string => (id === "enough" ? percent(value(x, id), 0) : id === "regret" ? signed(value(x, id)).replace("+", "") : signed(value(x, id)));
  const name = (x: RobustRow): string => `${t("search.package", { n: f.points[x.point]!.number })}${x.point === f.chosen ? " ★" : ""}`;
  const cell = (k: number) => (x: RobustRow) => `${signed(x.values[k])}${x.kept[k] ? "" : " †"}`;
  const broken = r.rows.some((x) => x.kept.some((k) => !k));
  const goal = pick(f.goals[0]!.label);
  const columns = [t("paths.search.columns.package"), ...r.cases.map((c) => pick(c.label)), ...r.criteria.map((c) => pick(c.label))];
  return (
    <Figure class={`holds ${dim ? "dim" : ""}`} title={title} credit={credit} drawn={false}
      note={joined([t("search.holds.note", { goal }), broken && t("search.holds.broken")], lang)}
      numbers={{ columns, rows: r.rows.map((x) => [name(x), ...x.values, ...r.criteria.map((c) => value(x, c.id))]) }}
      foot={r.failed.length > 0 && <p class="note">{t("search.holds.without", { which: r.failed.map(pick).join(t("text.clauses")) })}</p>}>
      <p class="note above">{t("search.holds.unit", { goal })}</p>
      <Table caption={title} rows={r.rows} rowKey={(x) => String(x.point)} rowClass={(x) => (x.point === at ? "me" : "")} columns={[
        { label: t("paths.search.columns.package"), cell: name },
        ...shown.map((c) => ({ label: pick(c.label), cell: cell(r.cases.indexOf(c)), numeric: true })),
        ...r.criteria.map((c) => ({ label: pick(c.label), cell: (x: RobustRow) => (x.best.includes(c.id) ? <b>{text(x, c.id)}</b> : text(x, c.id)), numeric: true })),
      ]} />
    </Figure>
  );
}

export function Bounds({ found: f, dim, credit }: PartProps) {
  const { t, pick } = useText();
  if (!f.limits.length) return null;
  const bind = f.limits.filter((l) => l.binds);
  const title = bind.length ? t("search.binds", { n: bind.length, of: f.limits.length }) : t("search.binds.none");
  const goal = pick(f.goals[0]!.label);
  return (
    <Figure class={dim ? "dim" : ""} title={title} central credit={credit} drawn={false} note={t("search.binds.note")}
      numbers={{ columns: [t("search.col.limit"), t("search.col.asked"), t("paths.search.columns.reached"), t("search.col.gain", { goal })], rows: f.limits.map((l) => [pick(l.asked), l.limit, l.value, l.gain]) }}>
      <Table caption={title} rows={f.limits} rowKey={(l) => l.id} columns={[
        { label: t("search.col.limit"), cell: (l) => pick(l.asked) },
        { label: t("paths.search.columns.reached"), cell: (l) => pick(l.reached), numeric: true },
        { label: t("paths.search.columns.relaxed"), cell: (l) => (l.binds && l.relaxed ? pick(l.relaxed) : t("search.free.limit")) },
        { label: t("search.col.gain", { goal }), cell: (l) => (l.binds ? signed(l.gain === null ? null : (f.goals[0]!.better === "higher" ? 1 : -1) * Math.abs(l.gain)) : "–"), numeric: true },
      ]} />
    </Figure>
  );
}
