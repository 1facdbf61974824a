/** How new a figure is, by the age of the year that it is about; and how far a goal is. */
import type { NowFigure, NowTarget } from "../api/types";
import { Sign } from "../charts/status";
import { useText, type Text } from "../i18n";

type Freshness = NowFigure["freshness"];

export const FRESH_GLYPHS: Record<Freshness, string> = { fresh: "■", aging: "▣", old: "□" };

/** Shape and word, or shape and year where the word is said to those who hear the page alone. */
export function Fresh({ of, year }: { of: Freshness; year?: number | undefined }) {
  const { t } = useText();
  const word = t(`fresh.${of}`);
  return <span class={`fr ${of}`} title={word}><span aria-hidden="true">{FRESH_GLYPHS[of]}</span> {year === undefined ? word : <>{year}<span class="vh">: {word}</span></>}</span>;
}

/** Verdicts that a newer figure may change. */
const OPEN: NowTarget["status"][] = ["on_track", "lagging", "off_track"];

/** How far a goal is in words, as of the year of its last figure where a newer one may change it. */
export const verdictOf = (status: NowTarget["status"], word: string, year: number | undefined, t: Text["t"]): string => (year !== undefined && OPEN.includes(status) ? t("now.asof", { verdict: word, year }) : word);

/** How far a goal is: a shape and a word. */
export function Stands({ of }: { of: Pick<NowTarget, "status" | "stands" | "seen"> }) {
  const { t, pick } = useText();
  return <span class={`stands ${of.status}`}><Sign status={of.status} /> {verdictOf(of.status, pick(of.stands), of.seen?.year, t)}</span>;
}
