/** Diagnose: what holds an economy back and what carries it, each question in its own tab. */
import type { ComponentType } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useWorld, regionName } from "../../context";
import { useText, type Key } from "../../i18n";
import { useAppState, useParam } from "../../state/store";
import { Segmented } from "../../ui/segmented";
import { Asks } from "./ask";
import { Circles } from "./circulation";
import { Depends } from "./dependence";
import { Divides } from "./division";
import { Findings } from "./findings";
import { FlowsTab } from "./flows";
import { Smiles } from "./smile";
import "./depth.css";

const TABS = ["findings", "dependence", "circulation", "flows", "smile", "division", "ask"] as const;
type Tab = (typeof TABS)[number];

const SHOWN: Record<Tab, ComponentType> = { findings: Findings, dependence: Depends, circulation: Circles, flows: FlowsTab, smile: Smiles, division: Divides, ask: Asks };

export default function Diagnose() {
  const { t, lang } = useText();
  const { meta } = useWorld();
  const { region } = useAppState();
  const [said, setTab] = useParam("diagnose.tab", "findings");
  const tab = TABS.find((k) => k === said) ?? "findings";
  const Shown = SHOWN[tab];
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => bar.current?.querySelector(".on")?.scrollIntoView({ inline: "nearest", block: "nearest" }), [tab]);
  return (
    <main class="page depth">
      <h1 class="vh">{t("view.diagnose")}: {regionName(meta, region, lang)}</h1>
      <div class="sub" ref={bar}>
        <Segmented class="big" label={t("diagnose.tabs")} value={tab} onChange={setTab} options={TABS.map((k) => ({ value: k, label: t(`diagnose.tab.${k}` as Key) }))} />
      </div>
      <Shown />
    </main>
  );
}
