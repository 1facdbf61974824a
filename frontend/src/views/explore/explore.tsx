/** Explore: how new an economy's industrialization is, in six characteristics and four systems, and where others stand. */
import { query } from "../../api/client";
import { useGet } from "../../api/hooks";
import type { Diagnosed, Profile } from "../../api/types";
import { regionName, useWorld } from "../../context";
import { useText } from "../../i18n";
import { change, useAppState, useParam } from "../../state/store";
import { Empty } from "../../ui/empty";
import { ErrorPanel } from "../../ui/error";
import { Skeleton } from "../../ui/skeleton";
import { Atlas } from "./atlas";
import { Characteristic } from "./characteristic";
import "./explore.css";
import { Peers, peersIn } from "./peers";
import { Still } from "./still";
import { Status } from "../../ui/source";
import { System } from "./system";

/** The place of the cards while they are on their way; the first one counts. */
function Waiting() {
  return <div class="grid3">{Array.from({ length: 6 }, (_, k) => <section key={k} class="pan">{k ? <Still lines={7} /> : <Skeleton lines={7} />}</section>)}</div>;
}

export default function Explore() {
  const { t, pick, lang } = useText();
  const { meta } = useWorld();
  const { on, year, region } = useAppState();
  const [given] = useParam("explore.peers", "");
  const peers = peersIn(meta, given, region).join(",");
  const here = meta.on === on && meta.regions.some((r) => r.code === region);
  const asked = useGet<Profile>(here ? `profile?${query({ on, year, region, peers })}` : "");
  const found = useGet<Diagnosed>(here && asked.data ? `diagnose?${query({ on, year, region, peers })}` : "");
  const profile = asked.data;
  const dim = asked.pending;
  const findings = found.data && !found.pending ? found.data.findings : found.error ? [] : null;
  const systems = profile?.systems.filter((s) => s.indicators.length > 0) ?? [];
  const missing = profile?.systems.filter((s) => s.indicators.length === 0) ?? [];
  return (
    <main class="page explore">
      <h1>{t("explore.title", { region: profile ? pick(profile.label) : regionName(meta, region, lang), year })}{meta.status !== "observed" && <small class="when"> <Status status={meta.status} /></small>}</h1>
      {profile && <Peers profile={profile} />}
      {asked.error && !profile ? <ErrorPanel error={asked.error} onRetry={asked.again} /> : !profile ? <Waiting /> : profile.characteristics.length === 0 ? (
        <Empty title={t("explore.empty")}><p>{t("explore.empty.why")}</p><button onClick={() => change("view", (s) => ({ ...s, view: "data" }))}>{t("explore.empty.act")}</button></Empty>
      ) : (
        <>
          {asked.error && <ErrorPanel error={asked.error} onRetry={asked.again} />}
          <section aria-labelledby="ex6">
            <h2 class="part" id="ex6">{t("explore.six")}</h2>
            <div class="grid3">{profile.characteristics.map((c) => <Characteristic key={c.id} profile={profile} topic={c} dim={dim} />)}</div>
          </section>
          <section aria-labelledby="ex4">
            <h2 class="part" id="ex4">{t("explore.four")}</h2>
            {findings === null && <Skeleton lines={0} />}
            {found.error && <ErrorPanel title={t("explore.nofindings")} error={found.error} onRetry={found.again} />}
            <div class="grid2">{systems.map((s) => <System key={s.id} profile={profile} system={s} findings={findings?.filter((f) => f.system === s.id) ?? null} dim={dim} />)}</div>
            {missing.length > 0 && <p class="note">{t("explore.missing", { systems: missing.map((s) => pick(s.label)).join(t("language.marks.comma")) })}</p>}
          </section>
          <Atlas profile={profile} />
          <p class="note from">{t("explore.from")}{meta.source}</p>
        </>
      )}
    </main>
  );
}
