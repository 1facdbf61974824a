/** Look at accounts in another view: the economy in focus is one that they have. */
import { useState } from "preact/hooks";
import { get } from "../../api/client";
import { asApiError } from "../../api/hooks";
import type { AccountsEntry, AccountsMeta } from "../../api/types";
import { barred, useWorld } from "../../context";
import { useText } from "../../i18n";
import { nearest } from "../../state/reconcile";
import { change, current } from "../../state/store";
import { placeOf, type View } from "../../state/types";

const VIEWS = ["six", "findings", "try"] as const;

/** The economy to look at: the first wanted that the accounts have in full, else their largest. */
export function focusIn(meta: Pick<AccountsMeta, "regions" | "boundary" | "gdp">, wanted: string[]): string {
  const full = meta.regions.filter((r) => r.kind !== "rest" && !meta.boundary?.includes(r.code)).map((r) => r.code);
  const largest = [...full].sort((a, b) => (meta.gdp[b] ?? 0) - (meta.gdp[a] ?? 0))[0];
  return wanted.find((c) => full.includes(c)) ?? largest ?? wanted[0]!;
}

export function Use({ entry }: { entry: AccountsEntry }) {
  const { t, lang, pick } = useText();
  const { catalog } = useWorld();
  const [failed, setFailed] = useState("");
  const bar = barred(entry);
  const open = async (view: View): Promise<void> => {
    try {
      const year = nearest(entry.years, current().year);
      const meta = await get<AccountsMeta>(`accounts/${encodeURIComponent(entry.name)}?year=${year}`);
      const region = focusIn(meta, [current().region, catalog.start.region]);
      change("view", (s) => ({ ...s, on: entry.name, year, region, view }));
      scrollTo(0, 0);
    } catch (e) {
      setFailed(asApiError(e).in(lang));
    }
  };
  return (
    <div class="use" role="group" aria-label={t("data.use")}>
      <span>{t("data.use")}</span>
      {VIEWS.filter((v) => v !== "try" || !bar).map((v) => <button key={v} onClick={() => void open(v)}>{t(`place.${placeOf(v)}`)}</button>)}
      {bar === "boundary" && <p class="note">▲ {t("data.notry")}{entry.uploaded && ` ${t("data.notry.then")}`}</p>}
      {bar === "model" && <p class="warn">▲ {t("data.notry.model", { why: pick(entry.refused!) })}</p>}
      {failed && <span class="bad" role="alert">{failed}</span>}
    </div>
  );
}
