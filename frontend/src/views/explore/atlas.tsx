/** One indicator in all economies of the accounts: on the map, and ranked beside it. A click chooses the economy. */
import type { ComponentType } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { query } from "../../api/client";
import { useGet } from "../../api/hooks";
import type { Measured, Profile } from "../../api/types";
import { Dots, type Dot } from "../../charts/dots";
import { regionName, useWorld } from "../../context";
import { joined } from "../../format";
import { useText } from "../../i18n";
import { change, useAppState, useParam } from "../../state/store";
import { Behind } from "../../ui/behind";
import { ErrorPanel } from "../../ui/error";
import { Figure } from "../../ui/figure";
import { Skeleton } from "../../ui/skeleton";
import { openSource, type Source } from "../../ui/source";
import { Num } from "./num";
import { figure, scaleOf, sourceOf, unitOf } from "./figures";
import { steps } from "./map/classes";
import type { MapProps } from "./map/types";

type Drawn = ComponentType<MapProps>;
const MAPS = { world: () => import("./map/world"), provinces: () => import("./map/provinces") };
/** Fewest economies that make a map. */
const FEWEST = 4;

/** Which map the accounts fill; none where there are too few economies. */
export function mapFor(kinds: string[]): keyof typeof MAPS | null {
  if (kinds.filter((k) => k === "province").length >= FEWEST) return "provinces";
  return kinds.filter((k) => k === "country").length >= FEWEST ? "world" : null;
}

/** The choices: characteristics first, then each system's. */
function Choose({ profile, id, onChoose }: { profile: Profile; id: string; onChoose: (id: string) => void }) {
  const { t, pick } = useText();
  const six = profile.characteristics.map((c) => c.indicator);
  return (
    <label class="sel">{t("source.indicator")}
      <select value={id} onChange={(e) => onChoose(e.currentTarget.value)}>
        <optgroup label={t("explore.six")}>{six.map((i) => <option key={i} value={i}>{pick(profile.indicators[i]!.label)}</option>)}</optgroup>
        {profile.systems.map((s) => (
          <optgroup key={s.id} label={pick(s.label)}>{s.indicators.filter((i) => !six.includes(i)).map((i) => <option key={i} value={i}>{pick(profile.indicators[i]!.label)}</option>)}</optgroup>
        ))}
      </select>
    </label>
  );
}

export function Atlas({ profile }: { profile: Profile }) {
  const text = useText();
  const { t, pick, lang } = text;
  const { meta } = useWorld();
  const { on, region } = useAppState();
  const ids = Object.keys(profile.indicators);
  const shared = profile.characteristics.find((c) => Object.values(profile.indicators[c.indicator]?.peers ?? {}).some((v) => v !== null));
  const first = shared?.indicator ?? ids[0] ?? "";
  const [given, choose] = useParam("explore.indicator", first);
  const id = ids.includes(given) ? given : first;
  const i = profile.indicators[id]!;
  const kind = mapFor(meta.regions.filter((r) => r.code in meta.gdp && !meta.boundary?.includes(r.code)).map((r) => r.kind));
  const asked = useGet<Measured>(kind ? `measure?${query({ on, year: i.year, ids: id, totals: true })}` : "");
  const [Map, setMap] = useState<Drawn | null>(null);
  useEffect(() => {
    setMap(null);
    if (kind) void MAPS[kind]().then((m) => setMap(() => m.default));
  }, [kind]);
  const found = asked.data?.rows[0]?.indicator === id ? asked.data.rows : null;
  const made = useMemo(() => {
    const known = (found ?? []).filter((r) => r.region !== null && !r.industry && !r.partner && r.value !== null);
    const named = known.filter((r) => meta.regions.some((m) => m.code === r.region && m.kind !== "rest") && !meta.boundary?.includes(r.region!));
    const values = Object.fromEntries(meta.regions.filter((r) => r.kind !== "rest" && !meta.boundary?.includes(r.code)).map((r) => [r.code, named.find((k) => k.region === r.code)?.value ?? null]));
    const rows: (Dot & { status: string; note: string })[] = named
      .map((r) => ({ code: r.region!, label: regionName(meta, r.region!, lang), value: r.value!, me: r.region === region, status: r.status, note: r.note }))
      .sort((a, b) => b.value - a.value);
    const rest = known.filter((r) => !named.includes(r));
    return { values, rows, rest };
  }, [found, meta, lang, region]);
  const all = made.rows.map((r) => r.value);
  const scale = scaleOf(all, unitOf(i), text);
  const shades = useMemo(() => steps(all, i.better === "lower"), [made]);
  const endScale = scaleOf(shades.ends, unitOf(i), text);
  if (!kind) return null;

  const place = made.rows.findIndex((r) => r.me) + 1;
  const me = made.rows[place - 1];
  const label = pick(i.label);
  const topic = profile.characteristics.find((c) => c.indicator === id)?.id ?? profile.systems.find((s) => s.indicators.includes(id))?.id ?? "index";
  const title = me
    ? t("explore.map.title", { who: me.label, rank: place, of: made.rows.length, value: figure(me.value, unitOf(i), text), indicator: label })
    : t("explore.map.plain", { indicator: label, year: i.year });
  const source = (r: (typeof made.rows)[number]): Source => ({ ...sourceOf(id, i, r.label, r.value, meta.source, text, i.year, r.note), status: r.status });
  const pickRegion = (code: string): void => change("region", (s) => ({ ...s, region: code }));
  const rest = made.rest.map((r) => `${regionName(meta, r.region!, lang)} ${scale.say(r.value!)}`).join(t("text.clauses"));
  const note = joined([
    kind === "world" ? t("explore.map.note", { source: "Natural Earth" }) : t("explore.tiles.note"),
    rest && t("explore.map.rest", { values: rest }),
  ], lang);
  return (
    <section aria-labelledby="exm">
      <h2 class="part" id="exm">{t("explore.all")}</h2>
      <Figure id="atlas" class={`atlas t-${topic}`} title={title} of={{ year: i.year, status: me?.status ?? i.status }} note={note} credit={t("explore.credit", { source: meta.source, id })} tools={<Choose profile={profile} id={id} onChoose={choose} />}
        numbers={{ columns: [t("language.columns.headers.economy"), `${label} (${i.unit}, ${i.year})`, t("source.status")], rows: made.rows.map((r) => [r.label, r.value, r.status]) }}
        foot={<Behind caption={title} rows={made.rows} rowKey={(r) => r.code} rowClass={(r) => (r.me ? "me" : "")}
          columns={[{ label: t("language.columns.headers.economy"), cell: (r) => <button class="link" onClick={() => pickRegion(r.code)}>{r.label}</button> }, { label: t("language.columns.headers.value"), numeric: true, cell: (r) => <Num source={source(r)} /> }]} />}>
        {asked.error ? <ErrorPanel error={asked.error} onRetry={asked.again} /> : !found || !Map ? <Skeleton lines={8} /> : made.rows.length === 0 ? <p>{t("explore.map.none", { year: i.year })}</p> : (
          <div class={`both ${asked.pending ? "dim" : ""}`}>
            <Map values={made.values} chosen={region} name={(c) => regionName(meta, c, lang)} say={(v) => (shades.ends.includes(v) ? endScale.say(v) : scale.say(v))} steps={shades}
              label={t("explore.map.label", { indicator: label, year: i.year })} onPick={pickRegion} />
            <Dots rows={made.rows} say={scale.say} axis={`${scale.unit} · ${i.year}`} label={t("explore.dots.label", { indicator: label, year: i.year, values: made.rows.map((r) => `${r.label} ${scale.say(r.value)}`).join("; ") })}
              onPick={(code) => openSource(source(made.rows.find((r) => r.code === code)!))} />
          </div>
        )}
      </Figure>
    </section>
  );
}
