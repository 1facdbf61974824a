/** The panel of levers: ready packages, search, families, chips of what is moved. */
import { useState } from "preact/hooks";
import type { Simulated } from "../../api/types";
import { inside } from "../../format";
import { useText } from "../../i18n";
import { useAppState } from "../../state/store";
import { edit, useBench } from "./bench";
import { LEVERS } from "./chips";
import { Family } from "./family";
import { fits } from "./find";
import { Ready } from "./ready";
import { moving } from "./scenario";

/** `central`: the newest answer; `said`: the answer that is shown, in a sentence, kept in sight on phones. */
export function LeverPanel({ central, said }: { central: Simulated | null; said: string }) {
  const { t, pick } = useText();
  const { year } = useAppState();
  const { levers, families, packages, shocks, pick: choose, save } = useBench();
  const six = packages.flatMap((p) => (p.kind === "family" ? [p.family] : []));
  const [find, setFind] = useState("");
  const moved = moving(shocks, levers);
  const wanted = find.trim();
  const found = levers.filter((l) => fits(l, wanted));
  return (
    <aside class="levers" id={LEVERS} aria-label={t("try.levers")}>
      <div class="lvh">
        <h2>{t("try.levers")}</h2>
        <span class="cnt">{t("try.movedof", { n: new Set(moved.map((s) => s.lever)).size, total: levers.length })}</span>
      </div>
      {said && <p class="mini" aria-hidden="true">{said}</p>}
      <div class="lvb">
        <Ready />
        <p class="note">{t("try.ontop", { year })}</p>
        <input class="find" type="search" placeholder={t("try.find")} aria-label={t("try.find")} value={find} onInput={(e) => setFind(e.currentTarget.value)} />
        {wanted && !found.length && <p class="note">{t("try.nolever", { text: find })}</p>}
        {!wanted && six.length > 0 && <p class="note">{t("try.families", { n: six.length, others: families.filter((f) => !six.includes(f.id)).map((f) => inside(pick(f.label))).join(t("language.marks.and")) })}</p>}
        {families.map((f, i) => (
          <Family key={f.id} label={pick(f.label)} levers={found.filter((l) => l.family === f.id)} flags={central?.flags ?? []} startOpen={i === 0} searching={wanted !== ""} />
        ))}
        <p class="lva">
          <button disabled={!shocks.length} onClick={() => edit("reset", (s) => ({ ...s, package: "", shocks: [] }))}>{t("try.resetall")}</button>
          <button disabled={!save} onClick={() => save?.()}>{t("try.save")}</button>
          <button onClick={choose}>{t("try.load")}</button>
        </p>
      </div>
    </aside>
  );
}
