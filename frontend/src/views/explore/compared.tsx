/** One indicator of the economy in focus against its peers, now or over the years, with the table behind it. */
import { useMemo } from "preact/hooks";
import type { Profile } from "../../api/types";
import { Dots, type Dot } from "../../charts/dots";
import { Lines } from "../../charts/lines";
import { acrossBreaks, yearNames } from "../../charts/yearnames";
import { useWorld } from "../../context";
import { useText } from "../../i18n";
import { Behind } from "../../ui/behind";
import type { Numbers } from "../../ui/downloads";
import { openSource, type Source } from "../../ui/source";
import { Num } from "./num";
import { scaleOf, sourceOf, unitOf, type Scale } from "./figures";
import { dots, lines } from "./standing";

export type Mode = "peers" | "time";

interface Made {
  rows: Dot[];
  /** Whether there is anything to compare: a lone dot is no chart. */
  drawn: boolean;
  over: ReturnType<typeof lines>;
  scale: Scale;
  numbers: Numbers;
  /** What must be said of lines over years. */
  across: string;
  source: (row: { code: string; label: string }, value: number | null, year?: number, status?: string) => Source;
}

/** What charts of an indicator are made of. */
export function useCompared(profile: Profile, id: string, mode: Mode, note = ""): Made {
  const text = useText();
  const { meta } = useWorld();
  const i = profile.indicators[id]!;
  return useMemo(() => {
    const rows = dots(profile, i, text.lang);
    const over = lines(profile, i, text.lang);
    const values = mode === "peers" ? rows.flatMap((r) => [r.value, ...(r.range ?? [])]) : over.lines.flatMap((l) => l.values);
    const label = text.pick(i.label);
    const numbers: Numbers = mode === "peers"
      ? { columns: [text.t("language.columns.headers.economy"), `${label} (${i.unit}, ${i.year})`, text.t("explore.low"), text.t("explore.high")], rows: rows.map((r) => [r.label, r.value, r.range?.[0] ?? null, r.range?.[1] ?? null]) }
      : { columns: [text.t("language.columns.headers.year"), text.t("source.status"), ...over.lines.map((l) => l.label)], rows: over.years.map((y, k) => [y, over.year_statuses[k]!, ...over.lines.map((l) => l.values[k] ?? null)]) };
    return {
      rows, over, numbers, across: mode === "time" ? acrossBreaks(over, text) : "", drawn: mode === "time" || rows.length > 1 || Boolean(rows[0]?.range), scale: scaleOf(values, unitOf(i), text),
      source: (row, value, year = i.year, status = i.status) => ({ ...sourceOf(id, i, row.label, value, meta.source, text, year, row.code === profile.region ? note : ""), status }),
    };
  }, [profile, id, mode, text.lang, meta, note]);
}

export function Compared({ profile, id, mode, made }: { profile: Profile; id: string; mode: Mode; made: Made }) {
  const { t, pick } = useText();
  const i = profile.indicators[id]!;
  const { rows, over, scale, source } = made;
  const label = pick(i.label);
  if (!made.drawn) return null;
  if (mode === "time")
    return (
      <Lines years={over.years} names={yearNames(over)} breaks={over.breaks} lines={over.lines} say={scale.say} axis={scale.unit}
        label={t("explore.lines.label", { indicator: label, from: over.years[0]!, to: over.years.at(-1)!, values: over.lines.map((l) => `${l.label} ${scale.say(l.values.findLast((v) => v !== null)!)}`).join("; ") })} />
    );
  return (
    <Dots rows={rows} say={scale.say} axis={`${scale.unit}${scale.unit ? " · " : ""}${i.year}`} {...(i.median !== null && rows.length > 2 ? { median: i.median, medianLabel: t("explore.median", { value: scale.say(i.median) }) } : {})}
      label={t("explore.dots.label", { indicator: label, year: i.year, values: rows.map((r) => `${r.label} ${scale.say(r.value)}`).join("; ") })}
      onPick={(code) => openSource(source(rows.find((r) => r.code === code)!, rows.find((r) => r.code === code)!.value))} />
  );
}

/** The table behind. */
export function BehindCompared({ mode, made, caption, i }: { mode: Mode; made: Made; caption: string; i: Profile["indicators"][string] }) {
  const { t } = useText();
  const { rows, over, source } = made;
  if (mode === "peers")
    return (
      <Behind caption={caption} rows={rows} rowKey={(r) => r.code} rowClass={(r) => (r.me ? "me" : "")}
        columns={[{ label: t("language.columns.headers.economy"), cell: (r) => r.label }, { label: t("language.columns.headers.value"), numeric: true, cell: (r) => <Num source={source(r, r.value)} /> }]} />
    );
  return (
    <Behind caption={caption} rows={yearNames(over).map((name, k) => ({ name, year: over.years[k]!, k })).reverse()} rowKey={(r) => r.name}
      columns={[{ label: t("language.columns.headers.year"), cell: (r) => r.name }, ...over.lines.map((l) => ({ label: l.label, numeric: true, cell: (r: { year: number; k: number }) => (l.values[r.k] == null ? "–" : <Num source={source(l, l.values[r.k]!, r.year, i.status === "proxy" ? "proxy" : over.year_statuses[r.k])} />) }))]} />
  );
}
