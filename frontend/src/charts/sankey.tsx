/** Flows in three steps: the economy in focus has the hue, others are grey, what is not named is hatched. Hovering shows a flow's whole way. */
import { useCallback } from "preact/hooks";
import { useText } from "../i18n";
import { EChart, type Draw, type Words } from "./echart";
import { heightOf, sankey, type Flow } from "./flows";

interface Props {
  label: string;
  /** The same object for as long as it shows the same numbers. */
  flow: Flow;
  table: Words;
}

export function Sankey({ label, flow, table }: Props) {
  const { t } = useText();
  const draw = useCallback<Draw>((look, w) => sankey(flow, look, w), [flow]);
  return (
    <>
      <EChart label={label} height={heightOf(flow.steps)} draw={draw} table={table} />
      <p class="note">{t("chart.sankey.hint")}</p>
    </>
  );
}
