/** The panel of levers: ready packages, search, families, chips of what is moved. */
import { useState } from "preact/hooks";
import type { Simulated } from "../../api/types";
import { useWorld } from "../../context";
import { money } from "../../format";
import { useText } from "../../i18n";
import { drop, edit, useBench } from "./bench";
import { Family } from "./family";
import { fits } from "./find";
import { Ready } from "./ready";
import { moving, neutralOf } from "./scenario";
import { shockText } from "./words";

/** `central`: the newest answer; `shown`: the one whose numbers are shown beside. */
export function LeverPanel({ central, shown: answer }: { central: Simulated | null; shown: Simulated | null }) {
  const { t, pick, lang } = useText();
  const { meta } = useWorld();
  const { levers, families, packages, shocks, pick: choose, save } = useBench();
  const [shown, show] = useState(false);
  const [find, setFind] = useState("");
  const moved = moving(shocks, levers);
  const wanted = find.trim();
  const found = levers.filter((l) => fits(l, wanted));
  const bill = answer?.government.bill ?? null;
  const unit = answer?.government.unit ?? meta.unit;
  return (
    <aside class={`levers ${shown ? "shown" : ""}`} aria-label={t("try.levers")}>
      <div class="lvh">
        <h2>{t("try.levers")}</h2>
        <span class="cnt">{t("try.movedof", { n: new Set(moved.map((s) => s.lever)).size, total: levers.length })}</span>
        <button class="link showlv" aria-expanded={shown} onClick={() => show(!shown)}>{t(shown ? "try.hidelevers" : "try.showlevers")}</button>
      </div>
      <p class="chips">
        {shocks.map((s, i) => {
          const lever = levers.find((l) => l.id === s.lever);
          if (!lever || s.value === neutralOf(s, lever)) return null;
          return (
            <button key={i} aria-label={t("try.reset", { lever: `${pick(lever.label)} ${shockText(s, lever, lang)}` })} onClick={() => drop(i, packages)}>
              {pick(lever.label)} {shockText(s, lever, lang)}<b aria-hidden="true">×</b>
            </button>
          );
        })}
      </p>
      <div class="lvb">
        <Ready />
        <input class="find" type="search" placeholder={t("try.find")} aria-label={t("try.find")} value={find} onInput={(e) => setFind(e.currentTarget.value)} />
        {wanted && !found.length && <p class="note">{t("try.nolever", { text: find })}</p>}
        {families.map((f, i) => (
          <Family key={f.id} label={pick(f.label)} levers={found.filter((l) => l.family === f.id)} flags={central?.flags ?? []} startOpen={i === 0} searching={wanted !== ""} />
        ))}
        {bill !== null && (
          <p class="bud">
            <span>{t("try.budget")}</span>
            <b>{Math.abs(bill) < 0.5 ? t("try.budget.none") : t(bill > 0 ? "try.budget.costs" : "try.budget.brings", { money: money(Math.abs(bill), unit, lang) })}</b>
          </p>
        )}
        <p class="lva">
          <button disabled={!shocks.length} onClick={() => edit("reset", (s) => ({ ...s, package: "", shocks: [] }))}>{t("try.resetall")}</button>
          <button disabled={!save} onClick={() => save?.()}>{t("try.save")}</button>
          <button onClick={choose}>{t("try.load")}</button>
        </p>
      </div>
    </aside>
  );
}
