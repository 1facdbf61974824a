/** When actions are carried out and by whom, above the years of the targets. */
import { Gantt } from "../../charts/gantt";
import type { RoadmapResult, Status } from "../../api/types";
import { useText } from "../../i18n";
import { Behind } from "../../ui/behind";
import { Figure } from "../../ui/figure";

export function Timetable({ found, dim, credit }: { found: RoadmapResult; dim: boolean; credit: string }) {
  const { t, pick } = useText();
  const bars = found.timetable.map((a) => {
    const [label, owners] = [pick(a.label), pick(a.owners) || t("road.time.nobody")];
    return { id: a.id, label, owners, start: a.start, full: a.full, until: a.until, said: t("road.time.said", { label, start: a.start, full: a.full, owners }) };
  });
  const words = new Map<Status, string>();
  const rows = found.targets.map((x) => ({
    id: x.id, label: pick(x.label),
    marks: x.milestones.map((m) => (words.set(m.status, pick(m.status_label)), { year: m.year, status: m.status, said: t("road.ms", { year: m.year, status: pick(m.status_label) }) })),
  }));
  const years = [...rows.flatMap((r) => r.marks.map((m) => m.year)), ...bars.map((b) => b.start)];
  const order: Status[] = ["met", "on_track", "lagging", "off_track", "missed", "due", "not_computable"];
  const title = bars.length ? t("road.time", { n: bars.length, start: Math.min(...bars.map((b) => b.start)), full: Math.max(...bars.map((b) => b.full)) }) : t("road.time.targets");
  const said = [...bars.map((b) => b.said), ...rows.map((r) => t("road.row", { label: r.label, said: r.marks.map((m) => m.said).join(", ") }))];
  const listed = found.timetable.map((a) => ({ ...a, words: [pick(a.label), a.start, a.full, a.until ?? "–", pick(a.owners), a.levers.map(pick).join(t("language.marks.comma"))] }));
  const columns = [t("paths.roadmap.columns.action"), t("road.time.from"), t("road.time.infull"), t("road.time.until"), t("road.time.owners"), t("paths.roadmap.columns.levers")];
  return (
    <Figure id="timetable" class={`time ${dim ? "dim" : ""}`} title={title} credit={credit} numbers={{ columns, rows: listed.map((a) => a.words) }}
      foot={bars.length > 0 && <Behind caption={title} rows={listed} rowKey={(a) => a.id} columns={columns.map((c, k) => ({ label: c, cell: (a: (typeof listed)[number]) => a.words[k], numeric: k > 0 && k < 4 }))} />}>
      <Gantt label={`${title}. ${said.join("; ")}`} bars={bars} rows={rows} years={[Math.min(...years) - 1, Math.max(...years, found.years.at(-1)!)]}
        words={{ actions: t("charts.gantt.heads.actions"), targets: t("road.time.targets"), phase: t("charts.gantt.legend.phase"), full: t("charts.gantt.legend.full") }}
        statuses={order.filter((s) => words.has(s)).map((s) => ({ status: s, label: words.get(s)! }))} />
    </Figure>
  );
}
