/** A system: its largest finding as the title, the indicator behind it against peers, its other indicators to choose. */
import { useState } from "preact/hooks";
import type { Finding, Profile } from "../../api/types";
import { useWorld } from "../../context";
import { useText } from "../../i18n";
import { change } from "../../state/store";
import { Figure } from "../../ui/figure";
import { Num } from "./num";
import { ModeChoice } from "./characteristic";
import { BehindCompared, Compared, useCompared, type Mode } from "./compared";
import { figure, scaleOf, sourceOf, unitOf } from "./figures";
import { moves } from "./standing";
import { Still } from "./still";

interface Props {
  profile: Profile;
  system: Profile["systems"][number];
  /** Of this system, the largest first; null while they are awaited. */
  findings: Finding[] | null;
  dim: boolean;
}

const MOST = 3;

/** Findings shown: those of which the first indicator can be charted here come first. */
export function chosen(findings: Finding[], ids: string[]): Finding[] {
  const charted = findings.filter((f) => f.indicators.some((i) => ids.includes(i)));
  return [...charted.slice(0, 1), ...findings.filter((f) => f !== charted[0])].slice(0, MOST);
}

function Mark({ finding }: { finding: Finding }) {
  const { pick } = useText();
  const { catalog } = useWorld();
  return <span class={`mk k-${finding.kind}`}><span aria-hidden="true">{finding.mark}</span> {pick(catalog.kinds[finding.kind])}</span>;
}

function Choice({ profile, id, on, onChoose }: { profile: Profile; id: string; on: boolean; onChoose: () => void }) {
  const text = useText();
  const { t, pick } = text;
  const { meta } = useWorld();
  const i = profile.indicators[id]!;
  const scale = scaleOf([i.value], unitOf(i), text);
  return (
    <li class={on ? "on" : ""}>
      <button class="nm" aria-pressed={on} onClick={onChoose}>{pick(i.label)}{i.unit !== "1" && scale.unit && <small>{scale.unit}</small>}</button>
      <Num source={sourceOf(id, i, pick(profile.label), i.value, meta.source, text)} {...(i.value === null ? {} : { shown: scale.say(i.value) })} />
      <small>{i.rank !== null && i.of > 1 ? t("explore.rank.short", { rank: i.rank, of: i.of }) : ""}{i.year !== profile.year ? ` · ${i.year}` : ""}</small>
    </li>
  );
}

export function System({ profile, system, findings, dim }: Props) {
  const text = useText();
  const { t, pick } = text;
  const { meta } = useWorld();
  const shown = findings ? chosen(findings, system.indicators) : [];
  const first = shown[0];
  const [picked, pickIndicator] = useState("");
  const [mode, setMode] = useState<Mode>("time");
  const id = system.indicators.includes(picked) ? picked : first?.indicators.find((i) => system.indicators.includes(i)) ?? system.indicators[0]!;
  const i = profile.indicators[id]!;
  const alone = Object.values(i.peers).every((v) => v === null);
  const now: Mode = moves(i) ? (alone ? "time" : mode) : "peers";
  const made = useCompared(profile, id, now);
  const values = { indicator: pick(i.label), who: pick(profile.label), value: figure(i.value, unitOf(i), text), median: figure(i.median, unitOf(i), text) };
  const title = first ? pick(first.sentence) : t(i.median === null ? "explore.plain" : "explore.plain.median", values);
  return (
    <Figure id={system.id} class={`card sys t-${system.id} ${dim ? "dim" : ""}`} title={title} of={first ?? i} numbers={made.numbers} drawn={made.drawn} {...(made.across ? { note: made.across } : {})} credit={t("explore.credit", { source: meta.source, id })}
      foot={<BehindCompared mode={now} made={made} caption={pick(i.label)} i={i} />}>
      <div class="kick"><span><b>{pick(system.label)}</b> {first && <Mark finding={first} />}</span></div>
      {findings === null && <Still lines={2} />}
      {shown.length > 1 && <ul class="more">{shown.slice(1).map((f) => <li key={f.id}><Mark finding={f} /> {pick(f.sentence)}</li>)}</ul>}
      <ul class="ids" aria-label={t("explore.indicators", { system: pick(system.label) })}>
        {system.indicators.map((k) => <Choice key={k} profile={profile} id={k} on={k === id} onChoose={() => pickIndicator(k)} />)}
      </ul>
      <div class="kick"><span>{made.drawn ? pick(i.label) : ""}</span>{moves(i) && !alone && <ModeChoice mode={now} onChange={setMode} label={pick(i.label)} />}</div>
      <Compared profile={profile} id={id} mode={now} made={made} />
      <p class="deeper"><button class="link" onClick={() => change("view", (s) => ({ ...s, view: "findings" }))}>{t("explore.deeper")}</button></p>
    </Figure>
  );
}
