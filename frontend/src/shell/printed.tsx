/** On paper alone: what the choices are that the screen shows in its bars. */
import { useGet } from "../api/hooks";
import type { AccountsMeta, Catalog, Levers, Packages } from "../api/types";
import { regionName } from "../context";
import { useText, type Key } from "../i18n";
import { useAppState } from "../state/store";
import { placeOf, type State } from "../state/types";
import { statusWord } from "../ui/source";
import { movedOf, titleOf } from "../views/try/scenario";
import { shockText } from "../views/try/words";

interface Props {
  catalog: Catalog;
  meta: AccountsMeta;
}

export function Printed({ catalog, meta }: Props) {
  const { t, pick, lang } = useText();
  const state = useAppState();
  const entry = catalog.accounts.find((a) => a.name === state.on);
  const of = [regionName(meta, state.region, lang), t("text.aside", { what: `${entry ? pick(entry.label) : state.on} ${state.year}`, more: statusWord(meta.status, t) }), t(`view.${state.view}`), `newind ${catalog.version}`];
  return (
    <div class="onlyprint">
      {state.view !== "now" && <p>{of.join(" · ")}</p>}
      {placeOf(state.view) === "try" && <Scenarios state={state} catalog={catalog} />}
    </div>
  );
}

/** Each scenario: its levers with their values, and what is assumed. */
function Scenarios({ state, catalog }: { state: State; catalog: Catalog }) {
  const { t, pick, lang } = useText();
  const levers = useGet<Levers>("levers").data?.levers;
  const packages = useGet<Packages>("packages").data?.packages;
  if (!levers || !packages) return null;
  const semicolon = t("language.marks.semicolon");
  return (
    <>
      {state.scenarios.map((s, i) => {
        const moved = movedOf(s, packages, levers).map((x) => {
          const lever = levers.find((l) => l.id === x.lever);
          return `${lever ? pick(lever.label) : x.lever} ${shockText(x, lever, lang)}`;
        });
        const said = (what: Key, value: string): string => t(what) + t("language.marks.colon") + value;
        const assumed = [said("try.as.horizon", pick(catalog.horizons[s.horizon])), said("try.as.balance", t(s.parameters.trade_balance === "zero" ? "try.balance.zero" : "try.balance.share")), said("try.as.financing", pick(catalog.financing[s.financing]))];
        return <p key={i}><b>{titleOf(s, i, packages, lang, t("try.changedmark"))}</b>{t("language.marks.colon")}{[...moved, ...assumed].join(semicolon)}</p>;
      })}
    </>
  );
}
