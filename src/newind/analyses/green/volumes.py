"""Tables in constant prices, and which years have the figures that carbon over time needs.

Every row of a table is divided by the price of what the industry makes (row deflation): the released figures have
prices of output and value added by economy and industry, none of final demand or of trade. A product so has one price
whoever buys it, and input coefficients become quantities of inputs per quantity of output. Value added is not needed
and not made: as output less inputs in constant prices (double deflation) it can fall below zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.accounts import Accounts
from newind.accounts.memo import memo
from newind.accounts.panel import Panel
from newind.accounts.satellite import readonly
from newind.errors import DataError, offenders
from newind.frozen import Frozen
from newind.kernels.leontief import Leontief
from newind.kernels.quotients import per_output
from newind.measures.green import industry_emissions
from newind.measures.shared import by_region
from newind.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable

    from newind.messages import Text
    from newind.typing import Array, BoolArray

MEAN = "mean"
"""Take the joint price of the industry over all regions that have one where a region has none."""
VOLUME = "output_volume"
METHOD: Text = message("green.volumes.method")


@dataclass(frozen=True, eq=False)
class ConstantPriceTable(Frozen):
    """A table in constant prices.

    Attributes
    ----------
    price : (R, S) array
        Price of each industry's output relative to that of the base year; 1 where there is no output.
    substituted : (R, S) bool array
        Where the region has no price of its own and that of others stands in.
    x : (n,) array
        Output in constant prices.
    Yr : (n, R) array
        Final demand in constant prices by product and buying region.
    f : (n,) array, Mt per unit of output
    leontief : Leontief
        Of the input coefficients in constant prices.
    """

    price: Array
    substituted: BoolArray
    x: Array
    Yr: Array
    f: Array
    leontief: Leontief


@memo
def in_constant_prices(w: Accounts, substitute: str = MEAN) -> ConstantPriceTable:
    """Return accounts in the prices of the base year of their volumes of output.

    Parameters
    ----------
    w : Accounts
        With the satellites ``co2`` and ``output_volume``.
    substitute : str
        Where a region has no prices: ``mean``, the joint price of the industry over the regions that have one, or the
        code of a region whose prices stand in.

    Raises
    ------
    DataError
        Where an industry has output, and neither its region nor those that stand in have a price.
    UnknownNameError
        For a region that is not there.
    """
    price, substituted = prices(w, substitute)
    p = price.ravel()
    x = w.x / p
    A = w.A * p / p[:, None]
    f = per_output(industry_emissions(w).ravel(), x)
    return ConstantPriceTable(price, substituted, readonly(x), readonly(w.Yr / p[:, None]), readonly(f), Leontief(A))


def prices(w: Accounts, substitute: str = MEAN) -> tuple[Array, BoolArray]:
    """Return the price of each industry's output, and where that of others stands in; (R, S) each.

    Raises
    ------
    DataError
        Where there is none to stand in.
    UnknownNameError
        For a region to stand in that is not there.
    """
    x, volume = by_region(w, w.x), by_region(w, w.satellite(VOLUME).values)
    known = (x > 0) & (volume > 0)
    own = np.divide(x, volume, out=np.full(x.shape, np.nan), where=known)
    if substitute == MEAN:
        value, amount = (np.where(known, a, 0.0).sum(axis=0) for a in (x, volume))
        others = np.divide(value, amount, out=np.full(w.S, np.nan), where=amount > 0)
    else:
        others = own[w.regions.index(substitute)]
    missing = (x > 0) & ~known
    filled = np.where(missing, others, np.where(known, own, 1.0))
    if (lost := np.isnan(filled)).any():
        raise DataError(
            f"no price of output in {w.year} for {cells(w, lost)}, and none to stand in. Attach {VOLUME} for it, or "
            f"take substitute={MEAN!r}."
        )
    return readonly(filled), missing


def cells(w: Accounts, where: BoolArray) -> str:
    """Return the first industries of regions for which something holds, and how many there are."""
    return offenders([f"{w.regions[r]} {w.industries[i]}" for r, i in np.argwhere(where)])


def has_co2(w: Accounts, region: str | None = None) -> bool:
    """Tell whether CO2 is known for every industry with output, of one region or of all."""
    return _has_figures(w, "co2", region)


def has_volumes(w: Accounts, region: str | None = None) -> bool:
    """Tell whether a region has volumes of output for every industry with output; of all, whether any has."""
    if region is not None:
        return _has_figures(w, VOLUME, region)
    return any(_has_figures(w, VOLUME, code) for code in w.regions.codes if code not in w.boundary)


def _has_figures(w: Accounts, name: str, region: str | None) -> bool:
    if name not in w.satellites:
        return False
    known = np.isfinite(by_region(w, w.satellite(name).values)) | (by_region(w, w.x) <= 0)
    return bool(known[w.regions.index(region)].all() if region else known.all())


def check_years(w: Panel, years: tuple[int, ...], has: Callable[[Accounts], bool], what: str) -> None:
    """Refuse years that lack figures.

    Raises
    ------
    DataError
        Naming the last good year.
    UnknownNameError
        For a year that the panel does not have.
    """
    inside = w.within(*years) if len(years) > 1 else w
    lacking = [y for y in years if not has(inside[y])]
    if not lacking:
        return
    good = [y for y in w.years if has(w[y])]
    if not good:
        raise DataError(f"{what} is not known in any year of {w!r}. Attach it, or take another data set.")
    span = f"{good[0]} to {good[-1]}" if len(good) > 1 else str(good[0])
    said = f"{what} is not known in {lacking[0]}: it is from {span}, last good year {good[-1]}."
    raise DataError(f"{said} Take years among these.")


def check_panel(w: object, what: str) -> Panel:
    """Return a panel as it is, accounts of one year refused.

    Raises
    ------
    DataError
        For anything but a panel.
    """
    if not isinstance(w, Panel):
        named = f"Accounts of {w.year}" if isinstance(w, Accounts) else type(w).__name__
        raise DataError(f"{what} needs a Panel with several years, not {named}. newind.load('world') returns one.")
    return w
