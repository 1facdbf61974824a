/** The economy and its peers on one indicator, as charts and tables need them. */
import type { Joined, Profile, ProfileIndicator } from "../../api/types";
import type { Dot } from "../../charts/dots";
import type { Line } from "../../charts/lines";
import { textIn } from "../../i18n/catalogues";
import type { Lang } from "../../state/types";

const name = (profile: Profile, code: string, lang: Lang): string => {
  const label = code === profile.region ? profile.label : profile.peers.find((p) => p.code === code)?.label;
  return textIn(label, lang) || code;
};

/** All that have a figure, the highest first. */
export function dots(profile: Profile, i: ProfileIndicator, lang: Lang): Dot[] {
  const rows: Dot[] = Object.entries(i.peers).flatMap(([code, value]) => (value === null ? [] : [{ code, label: name(profile, code, lang), value }]));
  if (i.value !== null) rows.push({ code: profile.region, label: name(profile, profile.region, lang), value: i.value, range: i.range, me: true });
  return rows.sort((a, b) => b.value - a.value);
}

/** Years in which anybody has a figure, and everybody's line over them. */
export function lines(profile: Profile, i: ProfileIndicator, lang: Lang): Joined & { lines: Line[] } {
  const all: Line[] = [
    { code: profile.region, label: name(profile, profile.region, lang), values: i.series, me: true },
    ...profile.peers.map((p) => ({ code: p.code, label: name(profile, p.code, lang), values: i.peer_series[p.code] ?? [] })),
  ].filter((l) => l.values.some((v) => v !== null));
  const kept = profile.years.map((_, k) => k).filter((k) => all.some((l) => l.values[k] != null));
  return { ...among(profile, kept), lines: all.map((l) => ({ ...l, values: kept.map((k) => l.values[k] ?? null) })) };
}

/** Some of the years, by place, with the breaks that lie between them. */
export function among({ years, year_statuses, breaks }: Joined, kept: number[]): Joined {
  const begin = breaks.map((b) => kept.findIndex((k) => k >= b)).filter((n) => n > 0);
  return { years: kept.map((k) => years[k]!), year_statuses: kept.map((k) => year_statuses[k]!), breaks: [...new Set(begin)] };
}

/** Whether there is anything to be seen over time. */
export const moves = (i: ProfileIndicator): boolean => i.series.filter((v) => v !== null).length > 1;
