/** A lever for people who meet it first: what it does, how large is usual and who says so, what it cannot tell. */
import type { Lever } from "../../api/types";
import { useText } from "../../i18n";

export function Explain({ lever }: { lever: Lever }) {
  const { t, pick } = useText();
  const told = lever.explanation;
  return (
    <dl class="why">
      {(["does", "usual", "cannot"] as const).map((k) => [
        <dt key={k}>{t(`policy.levers.explanation.${k}`)}</dt>,
        <dd key={`${k}.said`}>{pick(told[k])}{k === "usual" && told.source && <small>{t("policy.levers.explanation.source")}{t("language.marks.colon")}{told.source}</small>}</dd>,
      ])}
    </dl>
  );
}
