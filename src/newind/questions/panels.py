"""Answers from a panel of several databases, and of an economy in place of a boundary."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from newind.errors import DataError, tell
from newind.language.words import years as span_of_years
from newind.messages import fill, in_each, message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.messages import Text
    from newind.questions.answers import Answer


Found = TypeVar("Found")
OTHERS: Text = message("common.panels.others")
ENDS: Text = message("common.panels.ends")
HOURS: Text = message("common.panels.hours")
VOLUMES: Text = message("common.panels.volumes")
PRICES: Text = message("common.panels.prices")
PERSONS: Text = message("common.panels.persons")
RESEARCH: Text = message("common.panels.research")
CAPITAL: Text = message("common.panels.capital")
NEEDS = {
    "hours": HOURS, "persons": PERSONS, "volumes": VOLUMES, "capital": CAPITAL, "research": RESEARCH, "prices": PRICES,
}  # fmt: skip
"""Data of the accounts that a question needs and that may end before they do."""


def latest(panel: Panel, computed: Callable[[Panel], Found]) -> Found:
    """Return what is computed from the latest database that has what it needs.

    Raises
    ------
    DataError
        Where none has, with the reason of the latest.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> from newind.analyses.manufacturing.expected import expected_share
    >>> latest(load("world"), lambda part: expected_share(part, "CHN", "employment")).years[-1]
    2011
    """
    *older, newest = panel.databases
    try:
        return computed(newest)
    except DataError:
        for database in reversed(older):
            try:
                return computed(database)
            except DataError:
                continue
        raise


def codes_of(panel: Panel, given: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of economies, in whichever case they were typed; groups stand for their members.

    Raises
    ------
    UnknownNameError
        For a code that is neither an economy nor a group, with the nearest.
    """
    from newind.accounts.groups import resolve

    codes = panel.regions.codes
    return tuple(codes[int(i)] for i in resolve(match_codes(given, codes), codes))


def match_codes(names: Iterable[str], codes: Sequence[str]) -> list[str]:
    """Return codes in whichever case they were typed; other names as they are.

    Examples
    --------
    >>> match_codes(["usa", "g7"], ["CHN", "USA"])
    ['USA', 'g7']
    """
    folded = {code.casefold(): code for code in codes}
    return [folded.get(name.casefold(), name) for name in names]


def last_with(panel: Panel, region: str, fact: str) -> Accounts:
    """Return the accounts of the last year in which a fact of a region is known, those of the last year where in none.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> last_with(load("world"), "IND", "rd_intensity").year
    2020
    """
    r = panel.regions.index(region)
    known = (w for y in reversed(panel.years) if fact in (w := panel[y]).facts and np.isfinite(w.facts[fact].values[r]))
    return next(known, panel.last)


def add_years_note(found: Answer, panel: Panel, needs: str = "", *, series: bool = False) -> Answer:
    """Return an answer that says which years of its accounts it leaves out and why.

    Parameters
    ----------
    found : Answer
    panel : Panel
        What it was computed from.
    needs : str
        Data that it needs, a key of `NEEDS`.
    series : bool
        Whether it follows years, of which it has those of the latest database only.
    """
    newest, year = panel.databases[-1], found.about["year"]
    told = _others(panel) if series and year in newest and year != newest.years[0] else _ends(found, panel, needs)
    return replace(found, notes=(*found.notes, told)) if told else found


def _others(panel: Panel) -> Text | None:
    *older, newest = panel.databases
    if not older:
        return None
    first, meet = newest.years[0], older[-1].years[-1]
    span = in_each(partial(span_of_years, older[0].years[0], meet))
    return fill(OTHERS, first=first, older=span, meet=meet)


def _ends(found: Answer, panel: Panel, needs: str) -> Text | None:
    needed, year, last = NEEDS.get(needs), found.about["year"], panel.years[-1]
    if needed is None or year == last:
        return None
    return fill(ENDS, last=last, what=needed, year=year)


ABROAD = message("common.abroad.abroad")


def with_economy(w: Accounts, abroad: str | None) -> Accounts:
    """Return accounts whose boundary is an economy of the size of ``--abroad``, as they are where it was not given.

    Raises
    ------
    DataError
        For what is neither a number nor ``shipped``, and where no economy of that size can stand there.
    """
    from newind.data.abroad import with_abroad

    if abroad is None:
        return w
    if abroad.casefold() == "shipped":
        return with_abroad(w)
    try:
        size = float(abroad)
    except ValueError:
        raise DataError(tell("question.abroad", given=abroad)) from None
    return with_abroad(w, size)


def assumption(w: Accounts) -> tuple[dict[str, str], ...]:
    """Return in ``en`` and ``zh`` what is assumed of an economy abroad; nothing where the table itself knows it."""
    from newind.data.abroad import FACT

    sizes = dict(zip(w.regions.codes, w.facts.get_values(FACT, w.R).tolist(), strict=True))
    known = ((code, size) for code, size in sizes.items() if size == size)
    return tuple({lang: text.format(code=c, size=s) for lang, text in ABROAD.items()} for c, s in known)
