/** Four figures of the economy now, each with its freshness; the rest is a view of its own. */
import { query } from "../../api/client";
import { useGet } from "../../api/hooks";
import type { NowPage } from "../../api/types";
import { regionName, useWorld } from "../../context";
import { valueOf } from "../../format";
import { useText, type Text } from "../../i18n";
import { go } from "../../shell/go";
import { useAppState } from "../../state/store";
import { Fresh, Stands } from "../../ui/fresh";
import { Skeleton } from "../../ui/skeleton";
import { said } from "../now/words";

const SHOWN = 4;
/** Of them goals, where the economy has some that were published. */
const GOALS = 3;

type Target = NowPage["targets"][number];
type Figure = NowPage["figures"][number];

/** What is shown: goals still ahead whose last value was published, then figures in which economies are compared. */
export function chosen(page: NowPage): { goals: Target[]; figures: Figure[] } {
  const year = Number(page.date.slice(0, 4));
  const goals = page.targets.filter((x) => x.seen && !x.computed && x.goal.year >= year).slice(0, GOALS);
  const figures = page.headline.flatMap(({ id }) => page.figures.filter((f) => f.id === id)).slice(0, SHOWN - goals.length);
  return { goals, figures };
}

export function Figures() {
  const text = useText();
  const { t, pick, lang } = text;
  const { meta } = useWorld();
  const { region } = useAppState();
  const code = meta.regions.find((r) => r.code === region)?.country || region;
  const asked = useGet<NowPage>(`now?${query({ region: code })}`);
  if (asked.error) return null; // accounts whose economies have no official figures
  const page = asked.data;
  return (
    <section class="pan" aria-labelledby="st-now">
      <h2 id="st-now">{t("start.now", { who: page ? pick(page.economy) : regionName(meta, region, lang) })}</h2>
      <p class="note">{t("start.now.note")}</p>
      {page ? <Shown page={page} text={text} /> : <Skeleton lines={6} />}
      <p><a href="#/now" onClick={go("now")}>{t("start.now.all")}</a></p>
    </section>
  );
}

function Shown({ page, text }: { page: NowPage; text: Text }) {
  const { t, pick } = text;
  const { goals, figures } = chosen(page);
  return (
    <ul class="four">
      {goals.map((x, k) => (
        <li key={k}>
          <b>{valueOf(x.seen!.value, x.unit)}</b>
          <span>{t("start.now.goal", { label: pick(x.label), value: valueOf(x.goal.value, x.unit), year: x.goal.year })}</span>
          <span><Stands of={x} /> <Fresh of={x.freshness} year={x.seen!.year} /></span>
        </li>
      ))}
      {figures.map((f) => (
        <li key={f.id}>
          <b>{said(f.value, f, text)}</b>
          <span>{pick(f.label)}</span>
          <span><Fresh of={f.freshness} year={f.year} /></span>
        </li>
      ))}
    </ul>
  );
}
