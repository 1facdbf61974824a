/** How a policy becomes an answer, with the numbers of these accounts. */
import { useWidth } from "../../charts/width";
import { useWorld } from "../../context";
import { useText, type Key } from "../../i18n";
import { HEAD, LINE, PAD, planOf, type Box, type BoxName, type Words } from "./flow";

type Kind = "observed" | "yours" | "assumed" | "simulated";

const GLYPH: Record<Kind, string> = { observed: "●", yours: "◆", assumed: "◌", simulated: "▬" };
const KINDS = Object.keys(GLYPH) as Kind[];
const KIND: Record<BoxName, Kind> = { tables: "observed", measure: "observed", diagnose: "observed", policy: "yours", assumed: "assumed", answers: "simulated", range: "simulated", path: "simulated" };
const NAMES = Object.keys(KIND) as BoxName[];

export function Model() {
  const { t } = useText();
  const { catalog, meta } = useWorld();
  const [place, w] = useWidth(1240);
  const { levers, runs } = catalog.counts;
  const values = { regions: meta.regions.length, industries: meta.industries.length, characteristics: catalog.characteristics.length, systems: catalog.systems.length, levers, runs };
  const words = Object.fromEntries(NAMES.map((name) => [name, { title: `${GLYPH[KIND[name]]} ${t(`start.box.${name}`)}`, text: t(`start.box.${name}.text` as Key, values) }])) as Record<BoxName, Words>;
  const plan = planOf(words, w);
  return (
    <section class="pan model" id="model" aria-labelledby="st-model">
      <h2 id="st-model">{t("start.model")}</h2>
      <p class="key">{KINDS.map((k) => <span key={k}><span aria-hidden="true">{GLYPH[k]}</span> {t(`start.kind.${k}`)}</span>)}</p>
      <div ref={place}>
        <svg class="ch flowchart" viewBox={`0 0 ${w} ${plan.h}`} width={w} height={plan.h} role="img" aria-label={`${t("start.model.label")} ${NAMES.map((n) => `${words[n].title}: ${words[n].text}`).join("; ")}`}>
          <defs><marker id="st-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z" fill="var(--ink-2)" /></marker></defs>
          {plan.arrows.map((d) => <path key={d} d={d} fill="none" stroke="var(--ink-2)" stroke-width={1.6} marker-end="url(#st-arrow)" />)}
          {NAMES.map((name) => <Drawn key={name} of={plan.boxes[name]} kind={KIND[name]} />)}
        </svg>
      </div>
    </section>
  );
}

function Drawn({ of, kind }: { of: Box; kind: Kind }) {
  const below = of.y + PAD + of.title.length * HEAD;
  return (
    <g class={`bx ${kind}`}>
      <rect x={of.x} y={of.y} width={of.w} height={of.h} rx={8} />
      {of.title.map((line, i) => <text key={i} class="b" x={of.x + PAD} y={of.y + PAD + HEAD * i + 14}>{line}</text>)}
      {of.text.map((line, i) => <text key={i} x={of.x + PAD} y={below + LINE * i + 13}>{line}</text>)}
    </g>
  );
}
