"""What a path tells of CO2: when it is highest, what is emitted in all, and what of it the package changes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.data.reference.growth import yearly_figures
from newind.language.words import percent
from newind.measures import zh
from newind.messages import NOTHING, complete_text, fill, in_each, message
from newind.pathways.aims import budget_of
from newind.questions.paths.skills import refuse_carbon
from newind.questions.words import megatonnes

if TYPE_CHECKING:
    from newind.messages import Text
    from newind.pathways.pathway import Pathway

LEAST = 5e-4
"""Share of real income below which a mechanism is not worth a word, and of CO2 below which a share has more digits."""
SMALL = 1e-2
"""Range of real income within which an end below `LEAST` has more digits."""
PER_MT = {"kt": 1e-3, "Mt": 1.0, "t": 1e-6, "kg": 1e-9}


def _line(name: str, **words: Any) -> Text:
    """Return a sentence; words may be texts of both languages."""
    return fill(message(f"paths.pathway.lines.{name}"), **words)


def describe_span(low: float, high: float, kind: str = "span") -> Text:
    """Return a range in brackets; as ``span-open`` that of real income whose sign another market structure decides."""
    return _line(kind, **span_ends(low, high))


def span_ends(low: float, high: float) -> dict[str, Text]:
    """Return the ends of a range: with two decimals where the smaller one would else read as none of a small range.

    Examples
    --------
    >>> [text["en"] for text in span_ends(0.0002, 0.0006).values()]
    ['0.02%', '0.06%']
    >>> [text["en"] for text in span_ends(0.0002, 0.012).values()]
    ['0.0%', '1.2%']
    """
    small, large = sorted((abs(low), abs(high)))
    digits = 2 if small < LEAST and large < SMALL else 1
    return {name: in_each(partial(percent, end, digits=digits)) for name, end in (("low", low), ("high", high))}


def emits(p: Pathway, r: int) -> bool:
    """Return whether anything is known of what a region emits."""
    return bool(p.followed.emissions[:, r].any())


def _carbon_less(p: Pathway, r: int) -> Text:
    """Return by how much less is emitted since the package begins than without it."""
    without = float(budget_of(p.baseline, p.begins).cumulative[r].sum())
    off = float(budget_of(p).cumulative[r].sum()) / without - 1.0
    share = in_each(partial(percent, abs(off), digits=1 if abs(off) >= LEAST else 3))
    return _line("less" if off <= 0 else "more", share=share)


def headline_carbon(p: Pathway, r: int, span: Text | None = None) -> Text:
    """Return what the package changes of CO2, as the end of a sentence; arguments as of `describe_carbon`."""
    less = _carbon_less(p, r)
    return _line("with-carbon", less=less, start=budget_of(p).since, last=p.years[-1], span=span or _line("no-range"))


def describe_scope(p: Pathway, region: str) -> Text:
    """Return what CO2 of a region counts on a path, and from which sources."""
    w, r = p.base.lab.baseline, p.regions.index(region)
    observed = max(int(p.base.growth.seen["co2"][r]), w.year)
    sources = (w.satellites["co2"].source, yearly_figures().source["co2"])
    accounts, seen = (complete_text({"zh": zh.source(said)}, said) for said in sources)
    later = _line("scope-moved", observed=observed, source=seen) if observed > w.year else NOTHING
    return _line("scope", year=w.year, source=accounts, later=later)


def describe_carbon(p: Pathway, r: int, span: Text | None = None, *, told: bool = False) -> Text:
    """Return when CO2 is highest and what is emitted; where its level is refused, why, and what the package changes.

    Parameters
    ----------
    p, r : Pathway, int
        The path, and the place of the region.
    span : text, optional
        The range of what the package changes, in brackets; that there is none where it is left out.
    told : bool
        Whether what the package changes has been reported before, so that it is not where no level is stated.
    """
    per = PER_MT.get(p.base.lab.baseline.satellites["co2"].unit, np.nan)
    here, there = budget_of(p), budget_of(p.baseline, p.begins)
    emitted = megatonnes(float(here.cumulative[r].sum()) * per)
    words: dict[str, Any] = {"span": span or _line("no-range"), "less": _carbon_less(p, r), "start": here.since}
    more = _line("carbon-less", **words, last=p.years[-1]) if p.package.shocks and not told else NOTHING
    if refused := refuse_carbon(p, r, more):
        return refused
    which = ("rising" if bool(here.rising[r]) else "peak") + ("" if p.package.shocks else "-alone")
    peaks = {"peak": int(here.total_peak[r]), "without": int(there.total_peak[r])}
    return _line(which, total=emitted, last=p.years[-1], **peaks, **words)
