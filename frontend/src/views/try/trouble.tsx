/** A scenario without an answer: why, what is kept, and the way back. */
import type { ApiError } from "../../api/client";
import { useText } from "../../i18n";
import type { Scenario } from "../../state/types";
import { ErrorPanel } from "../../ui/error";
import { edit, useBench } from "./bench";
import { shocksOf } from "./scenario";
import { shockText } from "./words";

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
  const { scenario, packages, levers } = useBench();
  if (error.lost) return null; // the notice at the top says so, and asks again by itself
  const now = shocksOf(scenario, packages);
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
