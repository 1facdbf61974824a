/** The economy and its peers on one indicator, as charts and tables need them. */
import type { Profile, ProfileIndicator } from "../../api/types";
import type { Dot } from "../../charts/dots";
import type { Line } from "../../charts/lines";
import type { Lang } from "../../state/types";

const name = (profile: Profile, code: string, lang: Lang): string => {
  const label = code === profile.region ? profile.label : profile.peers.find((p) => p.code === code)?.label;
  return label ? label[lang] || label.en : code;
};

/** All that have a figure, the highest first. */
export function dots(profile: Profile, i: ProfileIndicator, lang: Lang): Dot[] {
  const rows: Dot[] = Object.entries(i.peers).flatMap(([code, value]) => (value === null ? [] : [{ code, label: name(profile, code, lang), value }]));
  if (i.value !== null) rows.push({ code: profile.region, label: name(profile, profile.region, lang), value: i.value, range: i.range, me: true });
  return rows.sort((a, b) => b.value - a.value);
}

/** Years in which anybody has a figure, and everybody's line over them. */
export function lines(profile: Profile, i: ProfileIndicator, lang: Lang): { years: number[]; lines: Line[] } {
  const all: Line[] = [
    { code: profile.region, label: name(profile, profile.region, lang), values: i.series, me: true },
    ...profile.peers.map((p) => ({ code: p.code, label: name(profile, p.code, lang), values: i.peer_series[p.code] ?? [] })),
  ].filter((l) => l.values.some((v) => v !== null));
  const kept = profile.years.map((_, k) => k).filter((k) => all.some((l) => l.values[k] != null));
  return { years: kept.map((k) => profile.years[k]!), lines: all.map((l) => ({ ...l, values: kept.map((k) => l.values[k] ?? null) })) };
}

/** Whether there is anything to be seen over time. */
export const moves = (i: ProfileIndicator): boolean => i.series.filter((v) => v !== null).length > 1;
