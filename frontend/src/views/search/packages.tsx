/** The Pareto-optimal packages: as a picture, and as numbers to choose from. */
import { Front } from "../../charts/front";
import { capital, number } from "../../format";
import { useText } from "../../i18n";
import { Figure } from "../../ui/figure";
import { Segmented } from "../../ui/segmented";
import { across, actionOf, holds, signed, size, takenOf } from "./figures";
import type { PartProps } from "./parts";

export function Packages({ found: f, at, dim, credit, onSelect }: PartProps & { onSelect: (k: number) => void }) {
  const { t, pick } = useText();
  const [up, along] = [f.goals[0]!, across(f)];
  const two = f.goals.length > 1;
  const names = { y: pick(up.label), x: two ? pick(f.goals[1]!.label) : t("search.bill") };
  const n = f.points.filter((p) => p.on_front).length;
  const title = two ? t("search.front.title", { n }) : !f.is_recommended ? t("search.front.nothing") : t("search.front.one", { goal: capital(pick(up.label)), value: signed(f.points[f.chosen]!.figures[up.id]) });
  const toward = (name: string, better: string): { text: string; up: boolean } => ({ text: `${name}${t("text.clauses")}${t(better === "higher" ? "search.up" : "search.down")}`, up: better === "higher" });
  const shown = f.points.map((p, k) => ({ p, k })).filter(({ p }) => p.figures[up.id] != null && p.figures[along] != null);
  const text = (k: number): string => {
    const p = f.points[k]!;
    return `${t("search.package", { n: p.number })}${t("language.marks.colon")}${names.y} ${signed(p.figures[up.id])}${t("text.clauses")}${names.x} ${signed(p.figures[along])}`;
  };
  const columns = [t("paths.search.columns.package"), ...f.goals.map((g) => pick(g.label)), ...(f.goals.some((g) => g.id === "bill") ? [] : [t("search.bill")]), ...f.choices.map((c) => pick(c.label))];
  const rows = f.points.map((p) => [p.number, ...f.goals.map((g) => p.figures[g.id] ?? null), ...(f.goals.some((g) => g.id === "bill") ? [] : [p.figures.bill ?? null]), ...f.choices.map((c) => p.sizes[c.id] ?? 0)]);
  const zero = { x: f.nothing.figures[along] ?? 0, y: f.nothing.figures[up.id] ?? 0, name: t("paths.pathway.lines.baseline") };
  return (
    <Figure id="packages" class={`t-s3 picked ${dim ? "dim" : ""}`} title={title} central credit={credit} numbers={{ columns, rows }} note={t(f.robust ? "search.front.note.robust" : "search.front.note")}
      foot={<div class="row2 which2"><span aria-hidden="true">{t("search.package.which")}</span><Segmented label={t("search.package.which")} value={String(at)} onChange={(v) => onSelect(Number(v))}
        options={f.points.map((p, k) => ({ value: String(k), label: `${p.number}${f.is_recommended && k === f.chosen ? " ★" : ""}` }))} /></div>}>
      <Front label={`${title}${t("search.stop")}${shown.map(({ k }) => text(k)).join(t("language.marks.semicolon"))}`} nothing={zero} mark={t("search.recommended")}
        points={shown.map(({ p, k }) => ({ id: String(k), x: p.figures[along]!, y: p.figures[up.id]!, name: String(p.number), text: `${text(k)}${t("search.stop")}${takenOf(p).map(([id, v]) => `${pick(actionOf(f, id))} ${size(v)}`).join(t("text.clauses"))}`, front: p.on_front, recommended: f.is_recommended && k === f.chosen, holds: holds(f, k) }))}
        tried={f.tried.filter((p) => p[up.id] != null && p[along] != null).map((p) => ({ x: p[along]!, y: p[up.id]! }))}
        axes={{ y: toward(names.y, up.better), x: toward(names.x, two ? f.goals[1]!.better : "lower") }}
        tick={(v) => `${number(v * 100, Math.abs(v) < 0.0095 && v !== 0 ? 2 : 1)}%`} selected={String(at)} onSelect={(id) => onSelect(Number(id))} />
    </Figure>
  );
}
