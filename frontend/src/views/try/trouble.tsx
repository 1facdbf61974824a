/** A scenario without an answer: why, what is kept, and the way back. */
import type { ApiError } from "../../api/client";
import type { Lever } from "../../api/types";
import { useText } from "../../i18n";
import type { Scenario, Shock } from "../../state/types";
import { ErrorPanel } from "../../ui/error";
import { drop, edit, move, useBench } from "./bench";
import { limitsOf, moving, scaleOf, shocksOf } from "./scenario";
import { shockText, valueText } from "./words";

interface Props {
  error: ApiError;
  /** The last settings that had an answer. */
  last: Scenario | null;
  /** Whether old numbers are still shown. */
  kept: boolean;
  onRetry: () => void;
}

export function Trouble({ error, last, kept, onRetry }: Props) {
  const { t, pick, lang } = useText();
  const { scenario, packages, levers, request } = useBench();
  if (error.lost) return null; // the notice at the top says so, and asks again by itself
  const now = shocksOf(scenario, packages);
  const sent = typeof request?.package === "object" ? moving(now, levers)[(error.body.where?.shock ?? 0) - 1] : undefined;
  const own = levers.find((l) => l.id === sent?.lever);
  if (sent && own) return <Wrong error={error} lever={own} shock={sent} at={now.indexOf(sent)} />;
  const then = last ? shocksOf(last, packages) : [];
  const moved = then.length === now.length ? then.filter((s, i) => s.value !== now[i]!.value) : [];
  const lever = moved.length === 1 ? levers.find((l) => l.id === moved[0]!.lever) : undefined;
  return (
    <ErrorPanel error={error} {...(error.status === 409 ? { title: t("try.nosolution") } : {})} {...(last ? {} : { onRetry })}>
      {kept && last && <p>{t("try.keptlevers")}</p>}
      {last && (
        <p><button class="primary" onClick={() => edit(`back.${Date.now()}`, () => last)}>
          {lever ? t("try.gobackone", { lever: pick(lever.label), value: shockText(moved[0]!, lever, lang) }) : t("try.goback")}
        </button></p>
      )}
    </ErrorPanel>
  );
}

/** One lever is the reason: its limits where it is beyond them, and a way on that keeps the others. */
function Wrong({ error, lever, shock, at }: { error: ApiError; lever: Lever; shock: Shock; at: number }) {
  const { t, pick, lang } = useText();
  const { packages } = useBench();
  const [low, high] = limitsOf(lever, shock);
  const said = (value: number): string => shockText({ ...shock, value }, lever, lang);
  const near = Math.min(high, Math.max(low, shock.value));
  return (
    <ErrorPanel error={error} title={t("try.leverwrong", { lever: pick(lever.label) })} {...(near === shock.value ? {} : { text: t("try.outside", { low: valueText(low, scaleOf(lever, shock)), high: said(high), value: said(shock.value) }) })}>
      <p class="row">
        <button class="primary" onClick={() => drop(at, packages)}>{t("try.removelever")}</button>
        {near !== shock.value && <button onClick={() => move(at, { ...shock, value: near }, lever, packages)}>{t("try.setto", { value: said(near) })}</button>}
      </p>
    </ErrorPanel>
  );
}
