/** The levers of one family of policy. */
import { useRef, useState } from "preact/hooks";
import type { Flag, Lever } from "../../api/types";
import { useText } from "../../i18n";
import type { Shock } from "../../state/types";
import { useBench } from "./bench";
import { LeverRow } from "./leverrow";
import { moving, neutralOf, template } from "./scenario";

interface Props {
  label: string;
  levers: Lever[];
  flags: Flag[];
  startOpen: boolean;
  searching: boolean;
}

/** Rows of a lever: its shocks with their place in the scenario, or its slider at rest (place −1). */
function rowsOf(lever: Lever, shocks: Shock[]): { at: number; shock: Shock | null }[] {
  const found = shocks.map((shock, at) => ({ at, shock })).filter((r) => r.shock.lever === lever.id);
  return found.length ? found : [{ at: -1, shock: template(lever) }];
}

export function Family({ label, levers, flags, startOpen, searching }: Props) {
  const { t } = useText();
  const bench = useBench();
  const [choice, choose] = useState<boolean | null>(null);
  const moved = moving(bench.shocks, bench.levers);
  const count = levers.filter((l) => moved.some((s) => s.lever === l.id)).length;
  // answers count the shocks that were sent, which are those that move something
  const sentAt = (shock: Shock | null): number => (shock && shock.value !== neutralOf(shock, levers.find((l) => l.id === shock.lever)) ? moved.indexOf(shock) : -1);
  const opened = useRef(startOpen);
  if (count > 0) opened.current = true; // and stays so: a lever on its way through rest is still under the hand
  const shown = searching || (choice ?? opened.current);
  if (!levers.length) return null;
  return (
    <details open={shown}>
      <summary onClick={(e) => (e.preventDefault(), choose(!shown))}>{label}{count > 0 && <span class="cnt">{t("try.moved", { n: count })}</span>}</summary>
      {shown && levers.map((l) => rowsOf(l, bench.shocks).map(({ at, shock }, n) => (
        <LeverRow key={`${l.id}.${n}`} lever={l} at={at} shock={shock} sent={sentAt(shock)} flag={flags.find((f) => f.index === sentAt(shock) && f.lever === l.id)} />
      )))}
    </details>
  );
}
