/** Scenarios A to D as tabs, and what is done with them. */
import { useState } from "preact/hooks";
import { timeOf } from "../../format";
import { useText } from "../../i18n";
import { link, useAppState } from "../../state/store";
import { LETTERS } from "../../state/types";
import { Menu } from "../../ui/menu";
import { reachOf, type Reach } from "../../ui/reach";
import { copyText } from "../../ui/save";
import { add, edit, open, removeOpen, useBench } from "./bench";
import { PolicyBrief } from "../../ui/policybrief";
import { Brief, useBriefScenarios } from "./brief";
import { COMPARE } from "./compare";
import { columnClass, titleOf } from "./scenario";

/** `saved`: when the open scenario was put on the shelf; 0: it was not. */
export function Tabs({ saved }: { saved: number }) {
  const { t, lang } = useText();
  const { scenarios, active } = useAppState();
  const { packages, save } = useBench();
  const tried = useBriefScenarios();
  const [shared, setShared] = useState("");
  const [near, setNear] = useState<Reach>("anywhere");
  const [written, setWritten] = useState("");
  const title = (i: number): string => titleOf(scenarios[i]!, i, packages, lang, t("try.changedmark"));
  const turn = (e: KeyboardEvent): void => {
    const step = e.key === "ArrowRight" ? 1 : e.key === "ArrowLeft" ? -1 : 0;
    if (!step) return;
    e.preventDefault();
    const next = (active + step + scenarios.length) % scenarios.length;
    open(next);
    (e.currentTarget as HTMLElement).querySelectorAll<HTMLElement>("[role=tab]")[next]?.focus();
  };
  const share = async (): Promise<void> => {
    setShared(t((await copyText(link())) ? "try.shared" : "try.notshared"));
    setNear(reachOf(location.hostname));
    setTimeout(() => setShared(""), 2500);
  };
  return (
    <div class="tabs">
      <span class="tl" role="tablist" aria-label={t("try.scenarios")} onKeyDown={turn}>
        {scenarios.map((_, i) => (
          <button key={i} role="tab" id={`tab-${i}`} aria-controls="results" aria-selected={i === active} tabIndex={i === active ? 0 : -1} title={title(i)} onClick={() => open(i)}>
            <i class={columnClass(i)} aria-hidden="true" /><span>{title(i)}</span>
          </button>
        ))}
      </span>
      <Menu button="⋯" class="ic plain" label={t("try.tabmenu", { name: title(active) })}>
        {(close) => (
          <>
            <label class="sel">{t("try.rename")}<input type="text" maxLength={40} value={scenarios[active]!.name} placeholder={title(active)}
              onInput={(e) => edit("name", (s) => ({ ...s, name: e.currentTarget.value }))} onKeyDown={(e) => e.key === "Enter" && close()} /></label>
            <span class="row">
              <button disabled={scenarios.length >= LETTERS.length} onClick={() => (add(true), close())}>{t("try.duplicate")}</button>
              <button onClick={() => (removeOpen(), close())}>{t("try.remove")}</button>
            </span>
          </>
        )}
      </Menu>
      <button class="ic plain" aria-label={t("try.add")} title={t("try.add")} disabled={scenarios.length >= LETTERS.length} onClick={() => add(false)}>+</button>
      <span class="sp" />
      {saved > 0 && <span class="note saved">✓ {t("shelf.saved", { time: timeOf(saved, lang) })}</span>}
      {scenarios.length > 1 && <button onClick={() => document.getElementById(COMPARE)?.scrollIntoView({ behavior: "smooth" })}>{t("try.compare.go")} <span aria-hidden="true">↓</span></button>}
      <button onClick={() => void share()}><span aria-live="polite">{shared || t("try.share")}</span></button>
      <PolicyBrief scenarios={tried} primary />
      <Brief />
      {near !== "anywhere" && (
        <p class="got" role="status">
          <span>{t(`try.reach.${near}`)} {t("try.reach.file", { name: title(active) })} {written && <b>✓ {written}</b>}</span>
          <button class="primary" disabled={!save} onClick={() => (save?.(), setWritten(t("shelf.saved", { time: timeOf(Date.now(), lang) })))}>{t("try.save")}</button>
          <button onClick={() => setNear("anywhere")}>{t("ui.dismiss")}</button>
        </p>
      )}
    </div>
  );
}
