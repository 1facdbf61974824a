/** One target: how it stands, its course, how likely it is reached; opened, the actions that close its gap and its source. */
import { Course, type CourseProps } from "../../charts/course";
import { Ranks, type Rank } from "../../charts/ranks";
import { Sign } from "../../charts/status";
import type { Milestone, RoadmapResult, Target } from "../../api/types";
import { PERCENT, SMALL, cited, number, percent, points, range as between, valueOf } from "../../format";
import { useText, type Text } from "../../i18n";
import type { Lang } from "../../state/types";
import { Figure } from "../../ui/figure";
import { verdictOf } from "../../ui/fresh";

/** A yearly pace: per cent, or points. */
export const paceOf = (v: number | null, per: Milestone["per"], lang: Lang): string => (v === null ? "–" : per === "points" ? number(v, 2, true) + points(lang) : percent(v, 1, true));

/** How likely a milestone is reached; where all draws agree, what their number leaves open. */
export function chanceOf(m: Milestone, { t, lang }: Text): string {
  const c = m.chance;
  if (!c || c.probability === null) return "";
  const value = percent(c.probability, 0);
  if (c.error) return t("road.chance.error", { value, error: number(c.error * 100, 0) });
  return t("road.chance.all", { value, range: between(percent(c.low, 0), percent(c.high, 0), lang) });
}

/** Part of a gap below which what an action closes is not drawn. */
const LEAST = 0.01;

function courseOf(target: Target, label: string): CourseProps {
  return {
    label, observed: target.observed, path: target.path, beside: target.beside, band: target.band, say: (v) => valueOf(v, target.unit === PERCENT ? PERCENT : "", target.milestones[0]!.goal),
    goals: target.milestones.map((m) => ({ year: m.year, value: m.goal, status: m.status })),
  };
}

/** What one milestone comes to, in words: so far, and on the path, which is nothing where the model gives none. */
export function saidOf(m: Milestone, target: Target, text: Text): { trend: string[]; path: string[] } {
  const { t, lang } = text;
  const unit = target.unit;
  const value = (v: number | null): string => valueOf(v, unit, m.goal);
  const pace = (key: "road.needed" | "road.paced", v: number | null): string[] => (v === null ? [] : [t(key, { value: t("road.pace.year", { value: paceOf(v, m.per, lang) }) })]);
  const chance = chanceOf(m, text);
  const trend = [
    t("road.goal", { value: value(m.goal) }),
    ...(m.observed && m.observed.year > target.baseline.year ? [t("road.seen", { year: m.observed.year, value: value(m.observed.value) })] : []),
    ...(m.status === "met" || m.status === "due" ? [] : [...pace("road.needed", m.needed), ...pace("road.paced", m.paced)]),
  ];
  const path = [
    ...(m.projected === null ? [] : [t(m.reached ? "road.reached" : "road.missed", { year: m.year, value: unit === PERCENT ? number(m.remains, 1) + points(lang) : value(m.remains) }), m.range ? t("road.projected.range", { value: value(m.projected), range: between(value(m.range[0]), value(m.range[1]), lang) }) : t("road.projected", { value: value(m.projected) })]),
    ...(m.pace !== null && m.turn ? [t(`road.turn.${m.turn}`, { value: t("road.pace.year", { value: paceOf(m.pace, m.per, lang) }) })] : []),
    ...(chance ? [t("road.chance", { value: chance })] : []),
  ];
  return { trend, path };
}

/** The same of all milestones as one text. */
const spoken = (target: Target, ahead: string, text: Text): string => target.milestones.map((m) => {
  const { trend, path } = saidOf(m, target, text);
  const stands = `${text.t("road.ms", { year: m.year, status: wordOf(m, text) })}; ${text.t("road.head.trend")}: ${trend.join(", ")}`;
  return ahead ? `${stands}; ${ahead}: ${path.join(", ") || "–"}` : stands;
}).join(". ");

/** How far a milestone is, in words; of one that is on track though slower than needed its reason says it. */
const wordOf = (m: Milestone, { pick }: Text): string => pick(m.status === "on_track" && m.reason ? m.reason : m.status_label);

interface RowProps {
  found: RoadmapResult;
  target: Target;
  /** Head of where the path leads; empty where the model tells of no target. */
  ahead: string;
  credit: string;
}

export function TargetRow({ open, toggle, ...row }: RowProps & { open: boolean; toggle: () => void }) {
  const { target, ahead } = row;
  const text = useText();
  const { t, pick } = text;
  const label = pick(target.label);
  return (
    <li class="tg">
      <div class="tg-row">
        <h3><button class="tg-b" aria-expanded={open} onClick={toggle}><span aria-hidden="true" class="chev">{open ? "▾" : "▸"}</span>{label}</button> <small class="kd">{pick(target.kind_label)}</small></h3>
        <ul class="mss">
          {target.milestones.map((m) => {
            const { trend, path } = saidOf(m, target, text);
            return (
              <li key={m.year} class={`ms2 ${ahead ? "" : "alone"}`}>
                <p class="ms">
                  <span class="st"><Sign status={m.status} /> <b>{t("road.ms", { year: m.year, status: verdictOf(m.status, wordOf(m, text), m.observed?.year, t) })}</b></span>
                  {m.reason && m.status !== "on_track" && <span>{pick(m.reason)}</span>}
                  {trend.map((s) => <span key={s}>{s}</span>)}
                </p>
                {ahead && <p class="ms">{path.length ? path.map((s, k) => <span key={s}>{k === 0 ? <b>{s}</b> : s}</span>) : "—"}</p>}
              </li>
            );
          })}
        </ul>
        <Course {...courseOf(target, t("road.row", { label, said: spoken(target, ahead, text) }))} />
      </div>
      {open && <Opened {...row} label={label} />}
    </li>
  );
}

function Opened({ found, target, ahead, label, credit }: RowProps & { label: string }) {
  const text = useText();
  const { t, pick, lang } = text;
  const unit = pick(target.unit_label);
  const names = { observed: t("road.line.observed"), path: t(found.package.empty ? "road.line.beside" : "road.line.path"), beside: t("road.line.beside"), band: t("road.line.band", { n: found.draws?.done ?? 0 }), goal: t("road.line.goal") };
  const kinds: [string, [number, number][]][] = [[names.observed, target.observed], [names.path, target.path], [names.beside, target.beside], [names.goal, target.milestones.map((m) => [m.year, m.goal])]];
  const heading = t("road.heading", { label, unit });
  return (
    <div class="tg-open">
      <Figure id="target" title={heading} central={target.path.length > 0 && !target.band} credit={credit} {...(target.note ? { note: pick(target.note) } : {})}
        numbers={{ columns: [t("road.col.basis"), t("language.columns.headers.year"), unit], rows: kinds.flatMap(([name, list]) => list.map(([y, v]) => [name, y, v])) }}>
        <Course {...courseOf(target, `${heading}. ${spoken(target, ahead, text)}`)} legend={names} />
      </Figure>
      <div>
        {!found.package.empty && target.milestones.filter((m) => m.actions).map((m) => <Closing key={m.year} m={m} target={target} unit={unit} credit={credit} />)}
        <dl class="facts">
          <dt>{t("paths.roadmap.columns.owners")}</dt><dd>{pick(target.owners)}</dd>
          <dt>{t("paths.roadmap.columns.indicator")}</dt><dd>{pick(target.indicator_label)}</dd>
          <dt>{t("road.baseline")}</dt><dd class="num">{t("road.seen", { year: target.baseline.year, value: valueOf(target.baseline.value, target.unit) })}</dd>
          <dt>{t("source.source")}</dt>
          <dd>{target.sources.map((s) => <p key={s.title}>{s.href ? <a href={s.href} target="_blank" rel="noopener noreferrer">{cited(s.title, lang)}</a> : cited(s.title, lang)} <span class="num">{s.date}</span></p>)}</dd>
        </dl>
      </div>
    </div>
  );
}

/** Which actions close the gap of a milestone, the largest first. */
function Closing({ m, target, unit, credit }: { m: Milestone; target: Target; unit: string; credit: string }) {
  const { t, pick, lang } = useText();
  const actions = m.actions ?? [];
  const gap = m.gap !== null && m.gap > 0 ? m.gap : 0;
  const small = gap > 0 && !actions.some((a) => Math.abs(a.closes ?? 0) >= LEAST * gap);
  const title = gap ? t(small ? "road.actions.small" : "road.actions", { year: m.year, gap: number(gap, gap < SMALL ? 2 : 1) + (target.unit === PERCENT ? points(lang) : "") }) : t("road.actions.none", { year: m.year });
  if (!actions.length) return <p class="note">{t("road.actions.later", { year: m.year + 1 })}</p>;
  const said = (v: number, share: number | null): string => (share === null ? number(v, 2, true) : t("road.share", { value: number(v, 2, true), share: percent(share, 0) }));
  const rows: Rank[] = actions.flatMap((a) => (a.closes === null ? [] : [{ id: a.id, label: pick(a.label), value: a.closes, low: Math.min(a.closes, 0), high: Math.max(a.closes, 0), way: "neither", text: said(a.closes, a.share) }]));
  const unstated = actions.filter((a) => a.closes === null && a.sign).map((a) => `${pick(a.label)} ${pick(a.sign!.label)}`);
  return (
    <Figure id="divided" title={title} central drawn={!small} credit={credit}
      numbers={{ columns: [t("paths.roadmap.columns.action"), t("road.col.closes"), "%"], rows: actions.map((a) => [pick(a.label), a.closes, a.share]) }}
      foot={unstated.length > 0 && <p class="note">{t("road.actions.unstated", { which: unstated.join(t("text.clauses")) })}</p>}>
      {small ? <p class="note">{rows.map((r) => `${r.label} ${r.text}`).join(t("text.clauses"))}</p> : <Ranks {...(gap ? { domain: [Math.min(0, ...rows.map((r) => r.low)), Math.max(gap, ...rows.map((r) => r.high))] as [number, number] } : {})} label={`${title}. ${rows.map((r) => `${r.label} ${r.text}`).join("; ")}`} rows={rows} unit={t("road.actions.unit", { unit: target.unit === PERCENT ? t("road.points") : unit })} />}
    </Figure>
  );
}
