/** The assumptions of an answer as one sentence of choices, and what every simulated result carries. */
import type { ComponentChildren } from "preact";
import type { RangeResult, Simulated, T } from "../../api/types";
import { regionName, useWorld } from "../../context";
import { capital, change, joined } from "../../format";
import { useText, type Key } from "../../i18n";
import { useAppState } from "../../state/store";
import { FINANCINGS, HORIZONS, type Financing, type Horizon } from "../../state/types";
import { edit, useBench } from "./bench";

const BALANCES = ["share", "zero"] as const;

/** A choice inside a sentence: its words are the sentence's. */
function Choice({ label, value, options, onChange }: { label: string; value: string; options: { value: string; label: string }[]; onChange: (v: string) => void }) {
  return <select class="in" aria-label={label} value={value} onChange={(e) => onChange(e.currentTarget.value)}>{options.map((o) => <option key={o.value} value={o.value}>{o.label}</option>)}</select>;
}

/** A sentence of the catalogue with parts in the place of its `{names}`. */
const filled = (sentence: string, parts: Record<string, ComponentChildren>): ComponentChildren[] => sentence.split(/\{(\w+)\}/).map((piece, i) => (i % 2 ? parts[piece] : piece));

/** A word of the API inside a sentence. */
export const lower = (word: string): string => word.charAt(0).toLowerCase() + word.slice(1);

interface Props {
  /** How far the answer is, while it is not there. */
  progress: ComponentChildren;
}

export function Assumed({ progress }: Props) {
  const { t, lang } = useText();
  const { meta } = useWorld();
  const { region, year } = useAppState();
  const { scenario } = useBench();
  const balance = String(scenario.parameters.trade_balance ?? "share");
  const setBalance = (v: string): void => edit("balance", (s) => {
    const { trade_balance: _, ...rest } = s.parameters;
    return { ...s, parameters: v === "share" ? rest : { ...rest, trade_balance: v } };
  });
  const leave = (): void => edit("resources", (s) => {
    const { resource_share: _, ...rest } = s.parameters;
    return { ...s, parameters: rest };
  });
  const words = (group: string, values: readonly string[]) => values.map((value) => ({ value, label: t(`try.as.${group}.${value}` as Key) }));
  return (
    <section class="ban" role="note">
      <p class="as">
        {filled(t("try.as.sentence"), {
          region: regionName(meta, region, lang), year,
          horizon: <Choice key="h" label={t("try.as.horizon")} value={scenario.horizon} options={words("horizon", HORIZONS)} onChange={(v) => edit("horizon", (s) => ({ ...s, horizon: v as Horizon }))} />,
          balance: <Choice key="b" label={t("try.as.balance")} value={balance} options={words("balance", BALANCES)} onChange={setBalance} />,
          financing: <Choice key="f" label={t("try.as.financing")} value={scenario.financing} options={words("financing", FINANCINGS)} onChange={(v) => edit("financing", (s) => ({ ...s, financing: v as Financing }))} />,
        })}
      </p>
      {scenario.parameters.resource_share !== undefined && <p class="note">{t("try.as.resources")} <button class="link" onClick={leave}>{t("try.as.resources.leave")}</button></p>}
      {progress}
    </section>
  );
}

/** What every simulated result carries: what its range covers, and what it cannot tell. */
export function Limits({ central, range }: { central: Simulated; range: RangeResult | null }) {
  const { t, pick, lang } = useText();
  const { catalog } = useWorld();
  const other = range?.otherwise;
  const otherwise = other && change(other.real_income, "relative", lang);
  const sentence = (clause: T): string => capital(pick(clause)) + t("language.marks.stop");
  return (
    <p class="note">
      {joined([
        range && t("try.ranges", { n: range.corners }),
        range && range.failed.length > 0 && t("try.ranges.failed", { n: range.failed.length }),
        sentence(central.limits), sentence(central.welfare_concept),
        ...(other && other.real_income !== null && otherwise && range?.cards.real_income?.sure
          ? [t("try.otherwise", { financing: lower(pick(catalog.financing[other.financing]) || other.financing), value: otherwise.text + otherwise.unit }), t("ui.central")] : []),
      ], lang)}
    </p>
  );
}
