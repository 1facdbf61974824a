/** How many draws there are, and whether their percentiles have settled. */
import { Settling } from "../../charts/settling";
import type { Draws } from "../../api/types";
import { joined, number, percent } from "../../format";
import { useText } from "../../i18n";
import { Figure } from "../../ui/figure";

const BASE = 100;

interface Props {
  draws: Draws;
  /** The figure, and how it is shown. */
  id: string;
  level: boolean;
  series: string;
  last: number;
  dim: boolean;
  credit: string;
}

export function Settled({ draws, id, level, series, last, dim, credit }: Props) {
  const { t, lang } = useText();
  const form = level ? "level" : "change";
  const steps = draws.settling.map((s) => ({ draws: s.draws, ...s.series[id]![form] }));
  const now = steps.at(-1);
  const far = draws.done + draws.failed.length < draws.asked && t("pathway.draws.first", { done: draws.done, asked: draws.asked });
  if (!now) return <section class="pan"><p class="note">{far || t("pathway.draws.failed", { n: draws.failed.length })}</p></section>;
  const title = t(now.settled ? "pathway.settled.title" : "pathway.unsettled.title", { draws: now.draws, last });
  const what = t("pathway.settled.what", { series, last });
  const say = (v: number): string => (level ? number(v * BASE, 0) : percent(v, undefined, true));
  return (
    <Figure id="settled" class={`settled t-s3 ${dim ? "dim" : ""}`} title={title} credit={credit}
      note={joined([`${what}${t("language.marks.stop")}`, far, draws.failed.length > 0 && t("pathway.draws.failed", { n: draws.failed.length }), t("pathway.settled.note", { fewest: draws.fewest })], lang)}
      numbers={{
        columns: [t("paths.roadmap.columns.draws"), ...draws.percentiles.map((p) => t("pathway.col.p", { p })), t("paths.pathway.columns.error"), t("pathway.settled.is")],
        rows: steps.map((s) => [s.draws, ...s.values, s.error, t(s.settled ? "diagnose.ask.yes" : "diagnose.ask.no")]),
      }}>
      <Settling label={`${what}. ${steps.map((s) => `${s.draws}: ${s.values.map(say).join(", ")}`).join("; ")}`} steps={steps} say={say} axis={t("paths.roadmap.columns.draws")} median={t("paths.uncertainty.picture.median")} />
    </Figure>
  );
}
