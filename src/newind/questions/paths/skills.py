"""How the model did in the past, in words: which levels may be stated, and what stands in place of the others."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.language.words import decimal, percent
from newind.messages import NOTHING, fill, in_each, message_group
from newind.pathways.growthpath import RECENT, of_regions
from newind.pathways.hindcast import BEFORE, CARBON, MEAN, find_skill, guess_ahead, guess_error, list_skills
from newind.questions.table import DataTable
from newind.questions.words import place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.messages import Text
    from newind.pathways.hindcast import Skill
    from newind.pathways.pathway import Pathway

SHOWN = ("measure", "row", "conditional", "unconditional", "best_error", "skill", "won", "origins", "verdict")
POINTS = frozenset({"conditional", "unconditional", "best_error", "guess_error"})
"""Columns of errors, logs that are shown as percentage points."""


def load_words() -> dict[str, Any]:
    """Return all words."""
    return message_group("paths.skills")


def skills_table(region: str) -> DataTable:
    """Return a row for each measure, on the row of a region first, then on average over economies."""
    return DataTable.from_rows(
        {
            "measure": s.measure, "row": row_of(s), "conditional": s.conditional, "unconditional": s.unconditional,
            "best_error": s.best, "guess_error": s.guessed, "guess": s.guess, "skill": s.skill, "won": s.won,
            "origins": len(s.origins), "verdict": "refused" if s.is_refused else "stated",
        }
        for s in list_skills(region)
    )  # fmt: skip


def row_of(s: Skill) -> str:
    """Return whose row it is: ``own``, or ``all`` for the mean."""
    return MEAN if s.region == MEAN else "own"


def describe_skill(s: Skill) -> Text:
    """Return the errors of the model and of the best guess of each test, and how often the model was nearer."""
    lines, share = load_words()["lines"], in_each(lambda lang: percent(abs(s.skill), lang, digits=0))
    size = fill(lines["smaller" if s.skill >= 0 else "larger"], share=share)
    model, best = (in_each(partial(percent, v, digits=1)) for v in (s.unconditional, s.best))
    return fill(lines[row_of(s)], size=size, model=model, best=best, won=s.won, n=len(s.origins))


def guess_with_band(s: Skill, seen: Mapping[int, float], year: int) -> tuple[float, float, float]:
    """Return what the better simple guess comes to in a year, and how low and high by its past errors as far ahead.

    Where the figure is not known for long enough, errors are those of the tests, whatever the year.
    """
    span = RECENT if s.measure == CARBON else BEFORE
    value, off = guess_ahead(seen, year, s.guess, span), guess_error(seen, s.guess, span, year - max(seen))
    off = off if off == off else s.guessed
    return value, float(value * np.exp(-off)), float(value * np.exp(off))


def carbon_seen(p: Pathway, r: int) -> dict[int, float]:
    """Return observed CO2 of a region by year, over that of the first year of a path; 1 in that where none is known."""
    grown, _ = of_regions(p.base.lab.origin, p.prospects.choice("product"))
    series = dict(zip(grown.years, grown.values["co2"][r], strict=True))
    first = series.get(p.years[0], np.nan)
    seen = {year: float(v / first) for year, v in series.items() if np.isfinite(v / first)}
    return seen or {p.years[0]: 1.0}


def refuse_carbon(p: Pathway, r: int, more: Text = NOTHING) -> Text | None:
    """Return why no level of CO2 is stated, and what the better simple guess comes to; None where it may be stated.

    Parameters
    ----------
    p, r : Pathway, int
        The path, and the place of the region.
    more : Text
        What follows it.
    """
    s = find_skill(CARBON, p.regions.codes[r])
    if not s.is_refused:
        return None
    year = p.years[-1]
    value, low, high = (in_each(partial(decimal, v, 2)) for v in guess_with_band(s, carbon_seen(p, r), year))
    return fill(
        load_words()["lines"]["carbon"], more=more, who=place(p.regions.codes[r]), skill=describe_skill(s),
        guess=load_words()["values"]["guess"][s.guess], value=value, low=low, high=high, first=p.years[0], last=year,
    )  # fmt: skip
