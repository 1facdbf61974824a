/** The way in: nothing is moved yet, or these accounts cannot be simulated. */
import { barred, entryOf, useWorld } from "../../context";
import { useText } from "../../i18n";
import { go } from "../../shell/go";
import { change, useAppState } from "../../state/store";
import { FROM, nearest } from "../../state/reconcile";
import { Empty } from "../../ui/empty";
import { tableName } from "../../ui/shelfparts";
import { useBench } from "./bench";
import { choose, usePackageFits } from "./ready";

export function Start() {
  const { t, pick } = useText();
  const { packages, pick: choosePackage } = useBench();
  const fits = usePackageFits();
  return (
    <Empty title={t("try.start")}>
      <p>{t("try.start.text")}</p>
      <ul class="starts">
        {packages.filter((p) => ["family", "together"].includes(p.kind) && fits(p)).map((p) => (
          <li key={p.name}><button onClick={() => choose(p.name)}><b>{pick(p.label)}</b></button></li>
        ))}
      </ul>
      <p class="note">{t("try.load.hint")} <button class="link" onClick={choosePackage}>{t("try.load")}</button></p>
    </Empty>
  );
}

/** On which accounts the scenarios were made, where it was on others. */
export function Carried() {
  const { t, lang } = useText();
  const { catalog } = useWorld();
  const { on, params, scenarios } = useAppState();
  const from = params[FROM];
  if (!from || from === on || !scenarios.some((s) => s.package || s.shocks?.length)) return null;
  const forget = (): void => change(FROM, (s) => ({ ...s, params: Object.fromEntries(Object.entries(s.params).filter(([k]) => k !== FROM)) }));
  return (
    <p class="got" role="status">
      <span>{t("try.carried", { from: tableName(catalog, from, lang), on: tableName(catalog, on, lang) })}</span>
      <button onClick={forget}>{t("ui.dismiss")}</button>
    </p>
  );
}

export function Border() {
  const { t, pick } = useText();
  const world = useWorld();
  const { catalog, meta } = world;
  const { region, year } = useAppState();
  const refused = meta.closed ? entryOf(world).refused : undefined;
  const whole = catalog.accounts.find((a) => !barred(a));
  const country = meta.regions.find((r) => r.code === region)?.country || region;
  return (
    <main class="page">
      <h1 class="vh">{t("view.try")}</h1>
      <Empty title={t(refused ? "try.border.model" : "try.border")}>
        <p>{refused ? t("data.notry.model", { why: pick(refused) }) : t("try.border.text")}</p>
        {whole && <p class="acts"><button class="primary" onClick={() => change("on", (s) => ({ ...s, on: whole.name, year: nearest(whole.years, year), region: country }))}>{t("try.border.go")}</button> <a href="#/data" onClick={go("data")}>{t("try.border.own")}</a></p>}
      </Empty>
    </main>
  );
}
