"""Labour compensation of 2011-2014: labour shares of the WIOD 2016 release in the value added of the estimate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from builders.annual.concordances import TABLE, economies, holds
from builders.annual.sources import read_wiod2016_labour, read_wiod2016_totals
from newind.accounts.classification import load
from newind.accounts.satellite import Satellite

if TYPE_CHECKING:
    from pathlib import Path

    from newind.accounts.accounts import Accounts
    from newind.typing import Array

LAST = 2014
"""Last year of the release."""
DECIMALS = 4
SOURCE = "estimate: labour share by industry, WIOD 2016 release, Socio-Economic Accounts, × value added of the table"


def shares(labour: Array, values: Array) -> Array:
    """Return labour compensation per value added by economy and industry, NaN where no economy can be told.

    Parameters
    ----------
    labour, values : (R, S) array
        Both of the release, value added with net taxes.

    Returns
    -------
    (R, S) array
        NaN for an economy without figures, or one that would pay more than it earns; the economy's own share where an
        industry earns nothing.

    Examples
    --------
    >>> shares(np.array([[2.0, 0.0], [9.0, 1.0]]), np.array([[4.0, 0.0], [5.0, 1.0]]))
    array([[0.5, 0.5],
           [nan, nan]])
    """
    paid, earned = labour.sum(axis=1, keepdims=True), values.sum(axis=1, keepdims=True)
    whole = np.where((earned > 0) & (paid <= earned), paid / np.where(earned > 0, earned, 1.0), np.nan)
    of = np.where(values > 0, labour / np.where(values > 0, values, 1.0), whole)
    return np.asarray(np.where(np.isnan(whole), np.nan, of))


def read_shares(source: Path, year: int) -> Array:
    """Read labour shares of a year, (20, 26); textiles and leather alike, NaN for the rest of the world.

    Raises
    ------
    DataError
        When the file is not there.
    """
    regions, _, values = read_wiod2016_totals(source, year)
    labour = read_wiod2016_labour(source, year)
    member = np.array([[float(row["wiod26"] == code) for row in TABLE] for code in load("wiod26")])
    place = np.minimum(member @ holds("wiod56"), 1.0)
    made = [economies(regions) @ a @ place.T for a in (labour, values)]
    for a in made:
        a[-1] = 0.0
    return shares(*made)


def satellite(w: Accounts, share: Array) -> Satellite:
    """Return labour compensation of accounts by labour shares, (R, S)."""
    paid = (w.value_added * share.ravel()).round(DECIMALS)
    return Satellite(paid, None, "M.USD", "estimated", "labour", SOURCE)
