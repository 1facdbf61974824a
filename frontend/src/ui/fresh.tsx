/** How new a figure is, by the age of the year that it is about; and how far a goal is. */
import type { NowFigure, NowTarget } from "../api/types";
import { Sign } from "../charts/status";
import { useText } from "../i18n";

type Freshness = NowFigure["freshness"];

export const FRESH_GLYPHS: Record<Freshness, string> = { fresh: "●", aging: "◐", old: "◌" };

/** Shape and word, or shape and year where the word is said to those who hear the page alone. */
export function Fresh({ of, year }: { of: Freshness; year?: number | undefined }) {
  const { t } = useText();
  const word = t(`fresh.${of}`);
  return <span class={`fr ${of}`} title={word}><span aria-hidden="true">{FRESH_GLYPHS[of]}</span> {year === undefined ? word : <>{year}<span class="vh">: {word}</span></>}</span>;
}

/** Status as it is drawn: one that is due, without a figure of its year, is open. */
export const statusOf = (x: Pick<NowTarget, "status" | "reason">): NowTarget["status"] => (x.reason === "due" ? "not_computable" : x.status);

/** How far a goal is: a shape and a word. */
export function Stands({ of }: { of: Pick<NowTarget, "status" | "reason" | "stands"> }) {
  const { pick } = useText();
  const status = statusOf(of);
  return <span class={`stands ${status}`}><Sign status={status} /> {pick(of.stands)}</span>;
}
