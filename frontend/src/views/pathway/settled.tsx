/** How many draws there are, and whether their percentiles have settled. */
import { Settling } from "../../charts/settling";
import type { Draws } from "../../api/types";
import { joined, number, percent } from "../../format";
import { useText } from "../../i18n";
import { Downloads } from "../../ui/downloads";
import { useRef } from "preact/hooks";

const BASE = 100;

export function Settled({ draws, id, level, series, last, credit }: { draws: Draws; id: string; level: boolean; series: string; last: number; credit: string }) {
  const { t, pick, lang } = useText();
  const picture = useRef<HTMLDivElement>(null);
  const form = level ? "level" : "change";
  const steps = draws.settling.map((s) => ({ draws: s.draws, ...s.series[id]![form] }));
  const now = steps.at(-1);
  const drawn = draws.series[id]?.[form];
  const far = draws.done + draws.failed.length < draws.asked && t("pathway.draws.first", { done: draws.done, asked: draws.asked });
  if (!now || !drawn) return <p class="note">{far}</p>;
  const title = t(now.settled ? "pathway.settled.title" : "pathway.unsettled.title", { draws: now.draws, last });
  const say = (v: number): string => (level ? number(v * BASE, 0) : percent(v, undefined, true));
  return (
    <section class="settled" aria-label={title}>
      <h3>{title}</h3>
      <p class="note above">{joined([pick(drawn.doubt), far], lang)}</p>
      <div ref={picture}>
        <Settling label={`${t("pathway.settled.what", { series, last })}. ${steps.map((s) => `${s.draws}: ${s.values.map(say).join(", ")}`).join("; ")}`} steps={steps} say={say} axis={t("pathway.settled.draws")} median={t("pathway.settled.median")} />
      </div>
      <p class="note">{t("pathway.settled.note", { fewest: draws.fewest })}</p>
      <Downloads title={title} picture={picture} note={credit} numbers={{
        columns: [t("pathway.settled.draws"), ...draws.percentiles.map((p) => t("pathway.col.p", { p })), t("pathway.settled.error"), t("pathway.settled.is")],
        rows: steps.map((s) => [s.draws, ...s.values, s.error, t(s.settled ? "pathway.yes" : "pathway.no")]),
      }} />
    </section>
  );
}
