"""Value added that products carry, by who earned it, and accounts of chains with every year closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.accounts import Accounts
from newind.accounts.memo import memo
from newind.accounts.panel import Panel
from newind.accounts.satellite import readonly
from newind.errors import DataError, join_items, noun, tell, unknown
from newind.frozen import Frozen
from newind.kernels.quotients import ratio
from newind.language.scales import mark
from newind.measures import shared
from newind.measures.shared import amounts, members, positions
from newind.messages import in_each, lower_first, message, message_group

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.messages import Text
    from newind.typing import Array, BoolArray


OWN_ONLY = message("manufacturing.carried.own_only")
EXPORTED = message("manufacturing.carried.exported")
HOME = message("manufacturing.carried.home")
CURRENT = message("manufacturing.carried.current")


def every_year(w: Accounts | Panel, what: str) -> tuple[Accounts, ...]:
    """Return the accounts of every year; of a panel of several databases those of the last one.

    Raises
    ------
    DataError
        For what is neither accounts nor a panel, naming what was asked for.
    """
    if not isinstance(w, Accounts | Panel):
        raise DataError(f"{what} needs Accounts or a Panel, not {type(w).__name__}. newind.load returns them.")
    return (w,) if isinstance(w, Accounts) else tuple(w.within())


def full_region(w: Accounts, region: str) -> int:
    """Return the position of a region that the table describes in full.

    Raises
    ------
    UnknownNameError
        For a region that is not there, with the nearest.
    DataError
        For a region that is only a boundary of the table.
    """
    r = w.regions.index(region)
    if region in w.boundary:
        whole = join_items(c for c in w.regions.codes if c not in w.boundary)
        raise DataError(tell("name.only_boundary", region=region, year=w.year, whole=whole))
    return r


@memo
def compute_value_content(w: Accounts, r: int) -> Array:
    """Return value added by region and industry in a unit of final demand for each product of region r; (R, S, S).

    NaN for a product without output. In accounts with a boundary only the own part is kept, the others are NaN.
    """
    unit = np.zeros((w.n, w.S))
    unit[r * w.S + np.arange(w.S), np.arange(w.S)] = 1.0
    found = (w.v[:, None] * w.LU.solve(unit)).reshape(w.R, w.S, w.S)
    found[:, :, shared.by_region(w, w.x)[r] <= 0] = np.nan
    found[~has_known_value(w, r)] = np.nan
    return readonly(found)


def has_known_value(w: Accounts, r: int) -> BoolArray:
    """Return whose value added in products of region r is known; (R,): all regions, only r itself with a boundary."""
    return np.full(w.R, True) if w.closed else np.arange(w.R) == r


@dataclass(frozen=True, eq=False)
class ProductSales(Frozen):
    """Output and sales of a region by product in a year, (S,) each, money.

    Attributes
    ----------
    output, exports, final : output; sales abroad; final products sold to all users.
    """

    output: Array
    exports: Array
    final: Array


@memo
def compute_sales(w: Accounts, r: int) -> ProductSales:
    """Return what a region makes and sells of each product."""
    x, y = shared.by_region(w, w.x)[r], shared.by_region(w, w.Yr.sum(axis=1))[r]
    return ProductSales(x, shared.exports(w)[r], y)


def compute_weighted_mean(values: Array, weights: Array) -> Array:
    """Return the mean of figures of products (last axis) by what is sold of them; NaN where nothing is sold.

    Products without figure count as nothing, as they have no output.
    """
    total = weights.sum(axis=-1)
    return ratio((np.nan_to_num(values) * weights).sum(axis=-1), total)


def remarks(w: Accounts, *more: Text, of: str = "final") -> Text:
    """Return what a reader must know of contents in these accounts, in ``en`` and ``zh``."""
    province = bool(shared.home_note(w))
    found = [OWN_ONLY] * bool(w.boundary) + [EXPORTED] * bool(w.boundary and of == "final") + [HOME] * province
    parts = [lower_first(p) for p in (*found, *more)]
    return in_each(lambda lang: mark("semicolon", lang).join(p[lang] for p in parts))


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
