"""System 2, how concentrated markets are by a user's own shares of firms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from newind.analyses.manufacturing.firms import firm_concentration
from newind.messages import NOTHING, list_languages
from newind.questions.manufacturing.words import WORDS, answer, between, line, number, share
from newind.questions.words import join_texts, when

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from newind.accounts.panel import Panel
    from newind.analyses.manufacturing.firms import FirmConcentration
    from newind.messages import Text
    from newind.questions.answers import Answer
    from newind.questions.manufacturing.declared import ConcentrationOptions

KEPT = 3
"""Markets that are named before the tables."""
SAME = 5e-4
"""Difference of two bounds below which one value is given."""


def concentration(panel: Panel | None, region: str, asked: ConcentrationOptions) -> Answer:  # noqa: ARG001 - a file
    """Return how concentrated the markets of a file are, and whether that rises or falls."""
    found = firm_concentration(asked.file, year=asked.year, largest=asked.largest)
    file = Path(asked.file).name
    table, trend = found.table(), found.trend()
    years = found.firms.years
    glance = tuple(c for c in table.columns if c not in ("alike_low", "alike_high"))
    notes = [line("concentration_bounds"), line("concentration_read"), *_note_whole_markets(found)]
    return answer(
        "concentration", asked.file, years, {"markets": table, "trend": trend}, notes=notes, lead=_lead(found),
        shown={"markets": glance}, words={"region": dict.fromkeys(list_languages(), file), "largest": asked.largest},
        largest=asked.largest, source=file, status="observed",
    )  # fmt: skip


def _note_whole_markets(found: FirmConcentration) -> list[Text]:
    whole = [m for m in found.firms.taken_whole if m in found.firms.markets]
    return (
        [line("concentration_whole", markets=join_texts([dict.fromkeys(list_languages(), m) for m in whole]))]
        if whole
        else []
    )


def _lead(found: FirmConcentration) -> list[Text]:
    """Say each market's concentration in its last year, the most concentrated first, and how it moved."""
    table, trend = found.table(), found.trend()
    last = table.groupby("market", sort=False).tail(1).sort_values("hhi_low", ascending=False, kind="stable")
    moves = {row["market"]: row for row in trend.to_dict("records")}
    lead = []
    for row in last.head(KEPT).to_dict("records"):
        lead.append(line("concentration_lead", **_words(row, found.largest)))
        if (move := moves.get(row["market"])) is not None:
            lead.append(_describe_change(move))
    return lead


def _words(row: Mapping[Any, Any], largest: int) -> dict[str, object]:
    market = str(row["market"])
    year = row.get("year")
    ends = NOTHING if year is None else when(year, year)
    return {
        "market": market, "when": ends, "firms": row["firms"], "named": share(row["named"]), "largest": largest,
        "cr": _range(row["cr_low"], row["cr_high"]), "hhi": _numbers(row["hhi_low"], row["hhi_high"]),
        "first": row["first"], "first_share": share(row["first_share"]),
    }  # fmt: skip


def _range(low: float, high: float) -> Text:
    return share(low) if high - low < SAME else between(low, high)


def _numbers(low: float, high: float) -> Text:
    ends = number(low, 3), number(high, 3)
    return ends[0] if high - low < SAME else line("concentration_range", low=ends[0], high=ends[1])


def _describe_change(move: Mapping[Any, Any]) -> Text:
    low, high = move["change_low"], move["change_high"]
    return line(
        "concentration_moved", first=move["first_year"], last=move["last_year"], way=WORDS.groups["ways"][move["way"]],
        change=_numbers(low, high), market=move["market"],
    )  # fmt: skip
