"""Final use of an economy in a year: what is not used as input, by category."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newind.typing import Array


def final_use(sales: Array, output: Array, values: Array, shares: Array) -> Array:
    """Return final use by category, (R, 3), M.USD.

    Parameters
    ----------
    sales : (R, R, S) array, M.USD
        All sales by seller, buyer and sector.
    output, values : (R, 34) array, M.USD
        By industry.
    shares : (R, 3) array
        Share of each category; they add up to 1.

    Notes
    -----
    What an economy buys is used as input or finally, so that final use is all purchases less output plus value added.
    """
    total = sales.sum(axis=(0, 2)) - (output - values).sum(axis=1)
    return np.asarray(total[:, None] * shares)


def shares_of(stated: Array, at_2020: Array, coarse: Array) -> Array:
    """Return shares of the categories: those of the United Nations, corrected by what the table of 2020 has instead.

    Parameters
    ----------
    stated : (R, 3) array
        Households, government, capital formation of the year, at purchasers' prices.
    at_2020 : (R, 3) array
        The same in 2020.
    coarse : (R, 2) array
        Consumption and capital formation in the table of 2020, at basic prices.

    Notes
    -----
    Taxes and margins weigh more on consumption than on investment: the ratio of both in 2020 is kept.
    """
    invested = np.maximum(stated[:, 2], 0.0)
    consumed = stated[:, :2].sum(axis=1)
    then = at_2020[:, 2] / at_2020[:, :2].sum(axis=1)
    factor = coarse[:, 1] / coarse[:, 0] / then
    ratio = factor * invested / consumed
    investment = ratio / (1 + ratio)
    parts = stated[:, :2] / consumed[:, None] * (1 - investment)[:, None]
    return np.concatenate([parts, investment[:, None]], axis=1)
