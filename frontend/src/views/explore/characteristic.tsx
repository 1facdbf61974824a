/** A characteristic of new industrialization: what it comes to, in a sentence, and the chart that shows it. */
import { useState } from "preact/hooks";
import type { Profile } from "../../api/types";
import { joined } from "../../format";
import { useText } from "../../i18n";
import { useWorld } from "../../context";
import { Figure } from "../../ui/figure";
import { Segmented } from "../../ui/segmented";
import { SourceButton, Status } from "../../ui/source";
import { BehindCompared, Compared, useCompared, type Mode } from "./compared";
import { scaleOf, unitOf } from "./figures";
import { moves } from "./standing";

/** The number itself, its range and its rank. */
export function Headline({ profile, id, source }: { profile: Profile; id: string; source: ReturnType<typeof useCompared>["source"] }) {
  const text = useText();
  const { t, pick } = text;
  const i = profile.indicators[id]!;
  const scale = scaleOf([i.value, ...(i.range ?? [])], unitOf(i), text);
  return (
    <p class="hd">
      <b>{i.value === null ? "–" : scale.say(i.value)}</b>
      {i.unit !== "1" && <span class="un">{scale.unit}</span>}
      <span>
        {i.range && <>{t("explore.range", { low: scale.say(i.range[0]), high: scale.say(i.range[1]) })} · </>}
        {i.rank !== null && i.of > 1 && <>{t(i.better === "lower" ? "explore.rank.lowest" : "explore.rank", { rank: i.rank, of: i.of })} · </>}
        {i.year} · <span class="last"><Status status={i.status} /> <SourceButton source={source({ code: profile.region, label: pick(profile.label) }, i.value)} /></span>
      </span>
    </p>
  );
}

export function ModeChoice({ mode, onChange, label }: { mode: Mode; onChange: (m: Mode) => void; label: string }) {
  const { t } = useText();
  return <Segmented label={label} value={mode} onChange={onChange} options={[{ value: "peers", label: t("explore.mode.peers") }, { value: "time", label: t("explore.mode.time") }]} />;
}

export function Characteristic({ profile, topic, dim }: { profile: Profile; topic: Profile["characteristics"][number]; dim: boolean }) {
  const { t, pick, lang } = useText();
  const { meta } = useWorld();
  const i = profile.indicators[topic.indicator]!;
  const alone = Object.values(i.peers).every((v) => v === null);
  const [chosen, choose] = useState<Mode>("peers");
  const mode: Mode = moves(i) ? (alone ? "time" : chosen) : "peers";
  const title = pick(topic.sentence);
  const made = useCompared(profile, topic.indicator, mode, pick(topic.note));
  return (
    <Figure id={topic.id} class={`card t-${topic.id} ${dim ? "dim" : ""}`} title={title} of={i} numbers={made.numbers} drawn={made.drawn} note={joined([pick(topic.note), made.across], lang)} credit={t("explore.credit", { source: meta.source, id: topic.indicator })}
      foot={<BehindCompared mode={mode} made={made} caption={title} i={i} />}>
      <div class="kick"><span><b>{pick(topic.label)}</b> {pick(i.label)}</span>{moves(i) && !alone && <ModeChoice mode={mode} onChange={choose} label={pick(topic.label)} />}</div>
      <Headline profile={profile} id={topic.indicator} source={made.source} />
      <Compared profile={profile} id={topic.indicator} mode={mode} made={made} />
    </Figure>
  );
}
