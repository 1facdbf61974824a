/** Goals of plans and pledges, by document: the last value, the way from the baseline, how far it is and at what pace, how new and from where. */
import type { NowPage, NowTarget } from "../../api/types";
import { Bullet } from "../../charts/bullet";
import { valueOf } from "../../format";
import { useText } from "../../i18n";
import { Figure } from "../../ui/figure";
import { Fresh, Stands } from "../../ui/fresh";

/** How many goals stand how, in the order of statuses. */
export function counts(page: NowPage): { of: NowTarget; n: number }[] {
  const order = Object.keys(page.progress);
  const plain = [...page.targets].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status) || a.stands.en.length - b.stands.en.length);
  const first = plain.filter((x, k) => plain.findIndex((y) => y.status === x.status) === k);
  return first.map((of) => ({ of, n: page.targets.filter((x) => x.status === of.status).length }));
}

export function Counts({ page }: { page: NowPage }) {
  const { pick } = useText();
  return <ul class="cnt">{counts(page).map(({ of, n }) => <li key={of.status}><b class={`stands ${of.status}`}>{n}</b> {pick(page.progress[of.status]!)}</li>)}</ul>;
}

export function Goals({ page }: { page: NowPage }) {
  const { t, pick } = useText();
  if (!page.targets.length) return null;
  const title = t("now.goals", { who: pick(page.economy) });
  const documents = [...new Set(page.targets.map((x) => x.document.en))];
  return (
    <Figure id="targets" class="t-index wide goals" title={title} drawn={false} note={t("now.goals.note")}
      numbers={{
        columns: [t("now.page.target"), t("now.col.document"), t("col.unit"), t("paths.roadmap.columns.baseline"), t("language.columns.headers.year"), t("now.col.goal"), t("language.columns.headers.year"), t("now.col.seen"), t("language.columns.headers.year"), t("source.status"), t("now.col.pace"), t("now.col.achieved"), t("now.col.elapsed"), t("now.col.age"), t("source.source"), t("paths.roadmap.columns.date")],
        rows: page.targets.map((x) => [pick(x.label), pick(x.document), x.unit, x.baseline.value, x.baseline.year, x.goal.value, x.goal.year, x.seen?.value ?? null, x.seen?.year ?? null, pick(x.stands), pick(x.pace), x.achieved, x.elapsed, x.age, pick(x.origin), x.published]),
      }}>
      <p class="note above">{t("now.goals.which")}</p>
      <p class="freshk">{(["fresh", "aging", "old"] as const).map((f) => <Fresh key={f} of={f} />)} <span>{t("now.goals.age")}</span></p>
      {documents.map((document) => {
        const rows = page.targets.filter((x) => x.document.en === document);
        return (
          <section key={document} aria-label={pick(rows[0]!.document)}>
            <h3>{pick(rows[0]!.document)}</h3>
            <ul class="rows">{rows.map((x) => <Row key={`${x.label.en} ${x.goal.year}`} x={x} />)}</ul>
          </section>
        );
      })}
    </Figure>
  );
}

function Row({ x }: { x: NowTarget }) {
  const { t, pick } = useText();
  const value = (v: number): string => valueOf(v, x.unit);
  const goal = t("now.goals.goal", { year: x.goal.year, value: value(x.goal.value) + (x.derived ? "†" : "") });
  const from = t("now.goals.from", { year: x.baseline.year, value: value(x.baseline.value) });
  const latest = x.seen ? `${value(x.seen.value)}${x.computed ? "*" : ""}` : "–";
  return (
    <li>
      <p class="n"><b>{pick(x.label)}</b></p>
      <p class="v"><b>{latest}</b> {x.seen?.year}</p>
      <Bullet baseline={x.baseline.value} goal={x.goal.value} seen={x.seen?.value ?? null} status={x.status} from={from} to={goal} label={[pick(x.label), from, x.seen ? `${latest} (${x.seen.year})` : "", goal].filter(Boolean).join("; ")} />
      <p><Stands of={x} /><span class="pace">{pick(x.pace)}</span></p>
      <p class="from"><Fresh of={x.freshness} /> {x.origin.en ? t("now.goals.origin", { year: x.seen?.year ?? "–", date: x.published, source: pick(x.origin) }) : x.computed ? t("now.goals.computed") : ""}</p>
    </li>
  );
}
