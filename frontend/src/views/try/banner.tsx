/** What every simulated result carries, in words that people read, with its assumptions as choices. */
import type { ComponentChildren } from "preact";
import type { RangeResult, Simulated, T } from "../../api/types";
import { regionName, useWorld } from "../../context";
import { capital, change, joined } from "../../format";
import { useText, type Key } from "../../i18n";
import { useAppState } from "../../state/store";
import type { Financing, Horizon } from "../../state/types";
import { edit, useBench } from "./bench";

const BALANCES = ["share", "zero"] as const;

function Assumption({ label, value, options, onChange }: { label: string; value: string; options: { value: string; label: string }[]; onChange: (v: string) => void }) {
  return (
    <label class="as">
      <span>{label}</span>
      <select value={value} onChange={(e) => onChange(e.currentTarget.value)}>{options.map((o) => <option key={o.value} value={o.value}>{o.label}</option>)}</select>
    </label>
  );
}

/** A word of the API inside a sentence. */
export const lower = (word: string): string => word.charAt(0).toLowerCase() + word.slice(1);

interface Props {
  central: Simulated | null;
  range: RangeResult | null;
  /** How far the range is, while it is not there. */
  progress: ComponentChildren;
}

export function Banner({ central, range, progress }: Props) {
  const { t, pick, lang } = useText();
  const { catalog, meta } = useWorld();
  const { region, year } = useAppState();
  const { scenario } = useBench();
  const words = (said: Record<string, T>) => Object.entries(said).map(([value, label]) => ({ value, label: pick(label) }));
  const status = lower(pick(catalog.statuses[meta.status]) || meta.status);
  const balance = String(scenario.parameters.trade_balance ?? "share");
  const setBalance = (v: string): void => edit("balance", (s) => {
    const { trade_balance: _, ...rest } = s.parameters;
    return { ...s, parameters: v === "share" ? rest : { ...rest, trade_balance: v } };
  });
  const other = range?.otherwise;
  const otherwise = other && change(other.real_income, "relative", lang);
  const sentence = (clause: T): string => capital(pick(clause)) + t("language.marks.stop");
  return (
    <section class="ban" role="note">
      <p>
        <b>{t("try.banner", { region: regionName(meta, region, lang), year, status })}</b>
        <Assumption label={t("try.as.horizon")} value={scenario.horizon} options={words(catalog.horizons)} onChange={(v) => edit("horizon", (s) => ({ ...s, horizon: v as Horizon }))} />
        <Assumption label={t("try.as.balance")} value={balance} options={BALANCES.map((b) => ({ value: b, label: t(`try.balance.${b}` as Key) }))} onChange={setBalance} />
        <Assumption label={t("try.as.financing")} value={scenario.financing} options={words(catalog.financing)} onChange={(v) => edit("financing", (s) => ({ ...s, financing: v as Financing }))} />
      </p>
      {central && progress}
      {central && (
        <p>
          {joined([
            range && t("try.ranges", { n: range.corners }),
            range && range.failed.length > 0 && t("try.ranges.failed", { n: range.failed.length }),
            sentence(central.limits), sentence(central.welfare_concept),
            ...(other && other.real_income !== null && otherwise && range?.cards.real_income?.sure
              ? [t("try.otherwise", { financing: lower(pick(catalog.financing[other.financing]) || other.financing), value: otherwise.text + otherwise.unit }), t("ui.central")] : []),
          ], lang)}
        </p>
      )}
    </section>
  );
}
