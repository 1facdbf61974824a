/** What is known of one input: three horizons, who sells it, what making it at home takes, and both to try. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useJob } from "../../api/hooks";
import type { Answer, Dependence, Input, LossRow, Losses } from "../../api/types";
import { Shares } from "../../charts/shares";
import { useWorld } from "../../context";
import { inside, joined, money, moneyRange, percent, range } from "../../format";
import { useText } from "../../i18n";
import { SourceButton, Status } from "../../ui/source";
import { Skeleton } from "../../ui/skeleton";
import { useFocus } from "./asked";
import { HORIZONS, costText } from "./inputs";
import { useSources } from "./sources";
import { losing, making, tryShock } from "./trying";

interface Props {
  found: Dependence;
  input: Input;
  loss: LossRow | null;
  losses: Losses | null;
  /** Whether the largest seller alone is lost. */
  largest: boolean;
  onClose: () => void;
}

type Took = Record<"subsidy_low" | "subsidy_middle" | "subsidy_high" | "bill_low" | "bill_high" | "cost_low" | "cost_high", number | null>;

/** The part of its imports that is made at home, as the question asks it. */
const PART = 0.25;

function AtHome({ input, children }: { input: Input; children: ComponentChildren }) {
  const { t, pick, lang } = useText();
  const { on, year, region } = useFocus();
  const asked = useJob<Answer>("question", { id: "science.replace", on, region, options: { inputs: input.industry, year, reduction: PART } }, JSON.stringify(["replace", on, region, year, input.industry]));
  const took = asked.data?.tables.find((x) => x.id === "options")?.rows[0] as unknown as Took | undefined;
  const known = took && [took.subsidy_low, took.subsidy_middle, took.subsidy_high, took.cost_low, took.cost_high].every((v) => v !== null);
  const label = inside(pick(input.label));
  return (
    <>
      <h3>{t("diagnose.dep.home", { part: percent(PART, 0) })}</h3>
      {asked.pending && !took ? <Skeleton lines={2} job={asked.job} onStop={asked.stop} />
        : known ? <p>{t("diagnose.dep.home.said", { subsidy: range(percent(took.subsidy_low, 0), percent(took.subsidy_high, 0), lang), bill: moneyRange(took.bill_low, took.bill_high, "USD", lang), income: range(percent(-took.cost_high!, 1, true), percent(-took.cost_low!, 1, true), lang) })}</p>
          : <p class="note">{asked.error ? asked.error.in(lang) : t("diagnose.dep.home.none")}</p>}
      <p class="row">{children}{known && <button onClick={() => tryShock(making(input.industry, took.subsidy_middle!), input.industry, t("diagnose.dep.try.home.name", { input: label }))}>{t("diagnose.dep.try.home")}</button>}</p>
    </>
  );
}

export function InputPanel({ found, input, loss, losses, largest, onClose }: Props) {
  const { t, pick, lang } = useText();
  const { meta } = useWorld();
  const source = useSources();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    // only where a reader has just chosen a row, not where a link opens with one
    if (document.activeElement?.classList.contains("over")) panel.current?.focus({ preventScroll: innerWidth > 1100 });
  }, [input.industry]);
  const label = pick(input.label);
  const complete = source({ id: found.indicators.complete, value: percent(input.complete, 0), label: t("diagnose.dep.said", { input: inside(label) }), year: found.year, status: found.status, note: pick(found.notes[0]) });
  const direct = source({ id: found.indicators.direct, value: percent(input.direct, 0), year: found.year, status: found.status });
  const suppliers = source({ id: "s4.supplier_hhi", value: input.hhi === null ? "–" : input.hhi.toFixed(2), year: found.year, status: found.status });
  const cost = loss && source({
    id: "losses", value: costText(loss, lang), label: t("diagnose.dep.cost"), formula: t("diagnose.dep.cost.formula"), year: found.year, unit: "%", status: "simulated",
    note: joined([pick(losses?.notes[0]), t("diagnose.dep.corners", { n: losses?.corners ?? 0 }), loss.left_out.length > 0 && t("diagnose.dep.leftout", { codes: loss.left_out.join(", ") })], lang),
  });
  const first = input.suppliers[0];
  const rows = [
    ...input.suppliers.map((s, k) => ({ id: s.region, label: pick(s.label), value: s.share, text: percent(s.share, 0), me: k === 0 })),
    ...(input.others > 0.005 ? [{ id: "others", label: t("diagnose.dep.others"), value: input.others, text: percent(input.others, 0) }] : []),
    { id: "unnamed", label: t("diagnose.dep.notnamed"), value: input.unnamed, text: percent(input.unnamed, 0), hatched: true },
  ];
  const lost = largest && first ? [first.region] : meta.regions.map((r) => r.code).filter((c) => c !== found.region);
  return (
    <aside ref={panel} class="pan about t-s1" tabIndex={-1} aria-label={label} onKeyDown={(e) => e.key === "Escape" && onClose()}>
      <div class="ph"><h2>{label}</h2><button class="ic" aria-label={t("ui.close")} onClick={onClose}>×</button></div>
      <p class="sub2">{t("diagnose.dep.shares", { direct: percent(input.direct, 0), complete: percent(input.complete, 0) })}</p>
      {loss && <div class="trio">{HORIZONS.map((h) => { const s = loss.horizons[h]; return s && (
        <div key={h}>{t(`try.horizon.${h}`)}<b class="num">{loss.sure ? costText(s, lang) : t("policy.signs.signs.sign_ambiguous")}</b>{loss.sure && s.central !== null && <small>{t("diagnose.dep.central", { value: percent(s.central) })}</small>}</div>); })}</div>}
      {first && <h3>{t("diagnose.dep.first", { name: pick(first.label), share: percent(first.share, 0) })}</h3>}
      <p class="sub2">{t("diagnose.dep.sellers.sub", { year: found.year })} · {t("diagnose.dep.imports", { amount: money(input.bought, found.unit, lang) })}</p>
      <Shares label={`${label}: ${rows.map((r) => `${r.label} ${r.text}`).join(", ")}`} rows={rows} />
      <AtHome key={input.industry} input={input}><button class="primary" onClick={() => tryShock(losing(input.industry, lost), input.industry, t("diagnose.dep.try.lose.name", { input: inside(label) }))}>{t("diagnose.dep.try.lose")}</button></AtHome>
      <details class="behind"><summary>{t("diagnose.dep.from")}</summary>
        <dl>
          {[complete, direct, suppliers].map((s) => <><dt>{s.label}</dt><dd class="num">{s.value} <SourceButton source={s} /></dd></>)}
          {loss && cost && <><dt>{t("diagnose.dep.cost")}</dt><dd class="num">{loss.sure ? cost.value : t("policy.signs.signs.sign_ambiguous")} <SourceButton source={cost} /></dd></>}
          <dt>{t("source.status")}</dt><dd><Status status={found.status} /></dd>
        </dl>
      </details>
    </aside>
  );
}
