/** What an earlier setting of a scenario was, in words: only what differs from it as it stands. */
import { useWorld } from "../../context";
import { useText } from "../../i18n";
import type { Scenario, Shock } from "../../state/types";
import { useBench } from "./bench";
import { movedOf, sameLever } from "./scenario";
import { shockText } from "./words";

export function useBefore(): (then: Scenario, now: Scenario) => string {
  const { t, pick, lang } = useText();
  const { catalog } = useWorld();
  const { levers, packages } = useBench();
  const balance = (s: Scenario) => (s.parameters.trade_balance === "zero" ? "zero" : "share");
  return (then, now) => {
    const [was, is] = [movedOf(then, packages, levers), movedOf(now, packages, levers)];
    const name = (s: Shock): string => pick(levers.find((l) => l.id === s.lever)?.label);
    const twin = (s: Shock, among: Shock[]): Shock | undefined => among.find((x) => sameLever(x, s));
    const moved = was.filter((s) => twin(s, is)?.value !== s.value).map((s) => `${name(s)} ${shockText(s, levers.find((l) => l.id === s.lever), lang)}`);
    const added = is.filter((s) => !twin(s, was)).map((s) => t("try.still.without", { lever: name(s) }));
    const assumed = [
      ...(then.horizon === now.horizon ? [] : [pick(catalog.horizons[then.horizon])]),
      ...(then.financing === now.financing ? [] : [pick(catalog.financing[then.financing])]),
      ...(balance(then) === balance(now) ? [] : [`${t("try.as.balance")} ${t(`try.balance.${balance(then)}`)}`]),
    ];
    const all = [...moved, ...added, ...assumed];
    return all.length && all.length <= 3 ? all.join(t("language.marks.comma")) : t("try.still.before");
  };
}
