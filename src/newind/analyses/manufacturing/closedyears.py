"""Accounts for analyses of chains over the years: every year closed, and the region in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.accounts import Accounts
from newind.accounts.panel import Panel
from newind.errors import DataError, join_items, noun, tell, unknown
from newind.measures.grouped import amounts, members, positions
from newind.messages import message_group

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.messages import Text
    from newind.typing import Array, BoolArray

MANUFACTURING = "manufacturing"
GROUPS: dict[str, Text] = message_group("manufacturing.closedyears.groups")
"""Where value is earned, by group of industries; they share out all industries."""


def require_latest_closed_accounts(w: Accounts | Panel, what: str) -> tuple[Accounts, ...]:
    """Return the accounts of every year as `require_closed_accounts` does.

    Of several databases only those of the last one.
    """
    return require_closed_accounts(w.within() if isinstance(w, Panel) else w, what)


def require_closed_accounts(w: Accounts | Panel, what: str) -> tuple[Accounts, ...]:
    """Return the accounts of every year.

    Parameters
    ----------
    w : Accounts or Panel
    what : str
        What is computed, for the message.

    Raises
    ------
    DataError
        For what is neither accounts nor a panel, and for accounts with a boundary.
    """
    if not isinstance(w, Accounts | Panel):
        raise DataError(f"{what} needs Accounts or a Panel, not {type(w).__name__}. newind.load returns them.")
    every = (w,) if isinstance(w, Accounts) else tuple(w)
    if bounds := every[0].boundary:
        raise DataError(tell("name.chains_end", what=noun(what), year=every[0].year, boundary=join_items(bounds)))
    return every


def manufactures(w: Accounts, what: str) -> BoolArray:
    """Return which of the S industries are manufacturing; (S,).

    Raises
    ------
    DataError
        For accounts that have none.
    """
    found = np.zeros(w.S, dtype=bool)
    found[positions(w, MANUFACTURING)] = True
    if not found.any():
        raise DataError(f"{what}: no industry of the accounts of {w.year} is manufacturing. Take tables that have one.")
    return found


def groups(w: Accounts) -> dict[str, BoolArray]:
    """Return which of the S industries belong to each of :data:`GROUPS`; (S,) each, every industry in one."""
    found = {name: members(w, name)[: w.S] for name in GROUPS if name != "other"}
    return found | {"other": ~np.logical_or.reduce(list(found.values()))}


def figures(w: Accounts, name: str) -> Array:
    """Return a satellite by region and industry in plain units; (n,), NaN where unknown or where there is none."""
    return amounts(w, name).ravel() if name in w.satellites else np.full(w.n, np.nan)


def at_year(years: Sequence[int], year: int | None, default: int, what: str) -> int:
    """Return the position of a year, that of the default where none is asked for.

    Raises
    ------
    UnknownNameError
        For a year that is not there.
    """
    if year is None:
        return default % len(years)
    if year not in years:
        raise unknown("year", year, years, f"{what} covers {years[0]} to {years[-1]}.")
    return list(years).index(year)
