/** Four ways in by question, each with the form of its answer. */
import { Hatch } from "../../charts/hatch";
import { barred, entryOf, useWorld } from "../../context";
import { useText } from "../../i18n";
import { go } from "../../shell/go";

const PICTURES = {
  now: (
    <>
      <rect x={0} y={14} width={96} height={10} fill="var(--d2)" /><circle cx={96} cy={19} r={6} fill="var(--ink)" />
      <line x1={160} x2={160} y1={6} y2={32} stroke="var(--ink)" stroke-width={3} />
    </>
  ),
  dependence: (
    <>
      <rect x={90} y={6} width={100} height={8} rx={2} fill="var(--d-1)" /><rect x={60} y={18} width={50} height={8} rx={2} fill="var(--d-2)" />
      <rect x={40} y={30} width={36} height={8} rx={2} fill="var(--d-3)" />
    </>
  ),
  try: (
    <>
      <defs><Hatch id="st-hatch" /></defs><line x1={60} x2={60} y1={2} y2={42} stroke="var(--line-2)" />
      <rect x={50} y={8} width={96} height={11} rx={2} fill="url(#st-hatch)" stroke="var(--peer)" /><rect x={62} y={25} width={120} height={11} rx={2} fill="var(--d2)" />
      <line x1={92} x2={92} y1={22} y2={39} stroke="var(--d3)" stroke-width={2.4} />
    </>
  ),
  pathway: (
    <>
      <path d="M0 38C60 36 90 30 140 14" fill="none" stroke="var(--c-innovation)" stroke-width={2.6} />
      <rect x={134} y={4} width={11} height={30} rx={3} fill="var(--c-innovation)" fill-opacity={0.3} /><line x1={172} x2={172} y1={2} y2={40} stroke="var(--ink)" stroke-width={3} />
    </>
  ),
} as const;
type Door = keyof typeof PICTURES;

const HUES: Record<Door, string> = { now: "t-green", dependence: "t-open", try: "t-innovation", pathway: "t-quality" };

export function Doors() {
  const { t } = useText();
  const bar = barred(entryOf(useWorld()));
  const shut = (view: Door): boolean => view !== "now" && (bar === "boundary" || (bar === "model" && view !== "dependence"));
  return (
    <nav class="doors" aria-label={t("start.doors")}>
      {(Object.keys(PICTURES) as Door[]).map((view) => (
        <a key={view} class={`pan door ${HUES[view]}`} href={`#/${view}`} onClick={go(view)}>
          <svg class="ch" viewBox="0 0 200 44" width="200" height="44" aria-hidden="true">{PICTURES[view]}</svg>
          <h2>{t(`start.door.${view}`)}</h2>
          <p>{t(`start.door.${view}.text`)}</p>
          {shut(view) && <p class="warn">▲ {t(bar === "model" ? "start.door.refused" : "start.door.border")}</p>}
          <b>{t(`start.door.${view}.go`)} <span aria-hidden="true">→</span></b>
        </a>
      ))}
    </nav>
  );
}
