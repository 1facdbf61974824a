/** The two first headlines in a line: read out when they change, and kept in sight on phones while levers are open. */
import type { RangeResult, Simulated } from "../../api/types";
import { change } from "../../format";
import { useText } from "../../i18n";
import { direction, hidden, inPlace } from "../../ui/rangebar";

export function Summary({ central, range, dim }: { central: Simulated; range: RangeResult | null; dim: boolean }) {
  const { t, pick, lang } = useText();
  const said = central.cards.slice(0, 2).map((c) => {
    const text = change(c.change, c.kind, lang);
    return { label: pick(c.label), value: hidden(direction(c.change, c.better, range?.cards[c.id]?.sign)) ? t(inPlace(range?.cards[c.id]?.sign)) : text.text + text.unit };
  });
  const [a, b] = said;
  return (
    <p class={`mini ${dim ? "dim" : ""}`} role="status" aria-live="polite">
      {a && b ? t("try.summary", { a: a.label, av: a.value, b: b.label, bv: b.value }) : ""}
    </p>
  );
}
