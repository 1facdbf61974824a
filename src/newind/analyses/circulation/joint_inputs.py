"""Assumptions on joint cuts: how likely each one is, and which partners share a factor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.groups import resolve
from newind.analyses.losses import SIDES
from newind.errors import DataError, find_duplicates, offenders, unknown
from newind.parameters import parameter

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.accounts.groups import Selector
    from newind.typing import IntArray

Event = tuple[str, str]
"""A side and a partner."""
Chances = float | Mapping[str, float] | Mapping[Event, float] | None
"""A probability for all, by partner, or by side and partner."""
ALONE = -1
"""Stands for the factor of a cut that shares none."""


def chances(given: Chances, partners: Sequence[str], sides: Sequence[str]) -> dict[Event, float]:
    """Return the probability of each cut that can happen, side by side.

    Raises
    ------
    DataError
        For what is not a probability, or where nothing can happen.
    UnknownNameError
        For a partner or side that is not there, with the nearest.

    Examples
    --------
    >>> chances({"USA": 0.1, ("market", "DEU"): 0.2}, ["USA", "DEU"], ["supply", "market"])
    {('supply', 'USA'): 0.1, ('market', 'USA'): 0.1, ('market', 'DEU'): 0.2}
    """
    if given is None:
        given = parameter("cut_probability").value or 0.0
    every = [(side, partner) for side in sides for partner in partners]
    if not isinstance(given, Mapping):
        likely = dict.fromkeys(every, float(given))
    else:
        named = {event: float(p) for key, p in given.items() for event in _events(key, partners, sides)}
        likely = {event: named[event] for event in every if event in named}
    wrong = [f"{side} {partner}: {p:g}" for (side, partner), p in likely.items() if not 0 <= p <= 1]
    if wrong:
        raise DataError(f"probabilities out of range: {offenders(wrong)}. Give numbers from 0 to 1.")
    if not any(likely.values()):
        raise DataError("no cut has a probability above zero. Name partners that can be lost.")
    return {event: p for event, p in likely.items() if p > 0}


def _events(key: str | Event, partners: Sequence[str], sides: Sequence[str]) -> list[Event]:
    """Return the cuts that a key of probabilities stands for."""
    asked, partner = (sides, key) if isinstance(key, str) else ((key[0],), key[1])
    for side in asked:
        if side not in sides:
            raise unknown("side", side, SIDES, f"Sides asked for are {', '.join(sides)}.")
    if partner not in partners:
        raise unknown("named partner", partner, partners, "Aggregates and the economy itself are no partners.")
    return [(side, partner) for side in asked]


def factors(w: Accounts, groups: Sequence[Selector], partners: Sequence[str]) -> IntArray:
    """Return the factor that each cut shares, by its partner; -1 where it shares none.

    Parameters
    ----------
    w : Accounts
    groups : sequence of group names, or of lists of partners
        Without any, all share the factor 0.
    partners : sequence of str
        Of each cut.

    Raises
    ------
    DataError
        For groups that overlap, or without any partner in question.
    UnknownNameError
        For a group or economy that does not exist.
    """
    if not groups:
        return np.zeros(len(partners), dtype=np.int64)
    codes = w.regions.codes
    members = [[codes[i] for i in resolve(group, codes)] for group in groups]
    if twice := find_duplicates([code for group in members for code in group]):
        raise DataError(f"groups overlap: {offenders(twice)} stand in more than one. Each partner shares one factor.")
    for name, group in zip(groups, members, strict=True):
        if not set(group) & set(partners):
            raise DataError(f"group {name!r} has no partner that can be lost: it holds {offenders(group)}.")
    found = {code: k for k, group in enumerate(members) for code in group}
    return np.array([found.get(partner, ALONE) for partner in partners], dtype=np.int64)
