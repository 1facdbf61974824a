"""Costs that fall with experience, and what is built of each technology when costs and carbon prices change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from newind.typing import Array


def learning_exponent(rate: ArrayLike) -> Array:
    """Return by what power of experience costs fall.

    Parameters
    ----------
    rate : array, in (-inf, 1)
        Share by which cost falls with each doubling of experience; below zero where it rises.

    Returns
    -------
    array
        ``b = -log2(1 - rate)``.

    Examples
    --------
    >>> learning_exponent([0.0, 0.5])
    array([0., 1.])
    """
    return np.asarray(0.0 - np.log2(1.0 - np.asarray(rate, dtype=np.float64)))


def wright(cost: ArrayLike, experience: ArrayLike, rate: ArrayLike) -> Array:
    """Return costs after experience has grown.

    Parameters
    ----------
    cost : array, USD/MWh
        At the start.
    experience : array, >= 1
        Cumulative deployment over that at the start.
    rate : array
        Learning rates.

    Returns
    -------
    array, USD/MWh
        ``cost * experience ** -b``.

    References
    ----------
    Wright (1936), Journal of the Aeronautical Sciences 3(4), 122. Way, Ives, Mealy & Farmer (2022), Joule 6(9), 2057.

    Examples
    --------
    >>> wright(100.0, [1.0, 2.0, 4.0], 0.2)
    array([100.,  80.,  64.])
    """
    grown = np.asarray(experience, dtype=np.float64) ** -learning_exponent(rate)
    return np.asarray(np.asarray(cost, dtype=np.float64) * grown)


def logit_shares(weights: ArrayLike, cost: ArrayLike, sensitivity: ArrayLike) -> Array:
    """Return shares that fall with cost.

    Parameters
    ----------
    weights : (..., K) array, >= 0
        Shares at a cost of zero, up to a factor; what has none stays at none.
    cost : (..., K) array, USD/MWh
        Cost, or its change since shares were those of the weights.
    sensitivity : array, per USD/MWh
        By how much the log of the odds of two technologies falls with their difference in cost; broadcasts with cost.

    Returns
    -------
    (..., K) array in [0, 1]
        ``w exp(-s c)``, scaled to sum to 1; NaN where no weight is above zero.

    References
    ----------
    McFadden (1974), in Zarembka (ed.), Frontiers in Econometrics, 105.

    Examples
    --------
    >>> logit_shares([0.5, 0.5, 0.0], [0.0, 0.0, -50.0], 0.1)
    array([0.5, 0.5, 0. ])
    """
    w = np.asarray(weights, dtype=np.float64)
    pull = np.where(w > 0, -np.asarray(sensitivity, dtype=np.float64) * np.asarray(cost, dtype=np.float64), -np.inf)
    top = pull.max(axis=-1, keepdims=True)
    got = w * np.exp(pull - np.where(np.isfinite(top), top, 0.0))
    return ratio(got, got.sum(axis=-1, keepdims=True))


def gross_additions(earlier: Array, later: Array, years: float, lifetime: Array) -> Array:
    """Return what was built of each technology between two years, from what it generates.

    Parameters
    ----------
    earlier, later : (..., K) array, TWh
        Generation at both ends.
    years : float
        Time between them.
    lifetime : (..., K) array, years
        Of plants, by which their generation fades: ``exp(-years / lifetime)`` of it is left.

    Returns
    -------
    (..., K) array, TWh
        ``later - earlier exp(-years / lifetime)``, at least zero.

    Examples
    --------
    >>> import numpy as np
    >>> gross_additions(np.array([100.0, 0.0]), np.array([50.0, 30.0]), 5.0, np.array([1e9, 20.0]))
    array([ 0., 30.])
    """
    return np.asarray(np.maximum(later - earlier * np.exp(-years / np.asarray(lifetime, dtype=np.float64)), 0.0))


def deployment(
    stock: Array,
    weights: Array,
    experience: Array,
    cost: Array,
    rate: Array,
    charge: Array,
    growth: Array,
    lifetime: Array,
    sensitivity: Array,
) -> tuple[Array, Array]:
    """Return what each place generates from each technology, year by year, and what new plants cost.

    Parameters
    ----------
    stock : (..., P, K) array, TWh
        Generation in the first year.
    weights : (..., P, K) array
        Shares of what is built at the costs and charges of the first year.
    experience : (..., K) array, TWh
        Cumulative generation of all places at the start.
    cost : (..., K) array, USD/MWh
        Of new plants at the start.
    rate : (..., K) array
        Learning rates.
    charge : (T, ..., P, K) array, USD/MWh
        What is charged on top in each year after the first, less that in the first year.
    growth : (T, ..., P) array
        Growth of all generation of a place in each year.
    lifetime : (..., K) array, years
        Of plants: ``exp(-1 / lifetime)`` of what stands is left after a year.
    sensitivity : (...,) array, per USD/MWh
        Of what is built to cost.

    Returns
    -------
    generated : (T + 1, ..., P, K) array, TWh
        Where less is needed than stands, everything is cut in proportion.
    costs : (T + 1, ..., K) array, USD/MWh
        Without charges.

    Notes
    -----
    What stands runs until it retires: charges change only what is built. All places learn from the experience of all.
    """
    left = np.exp(-1.0 / np.asarray(lifetime, dtype=np.float64))[..., None, :]
    now, gathered = np.asarray(stock, dtype=np.float64), np.asarray(experience, dtype=np.float64)
    generated, costs = [now], [np.broadcast_to(cost, np.broadcast_shapes(np.shape(cost), np.shape(rate)))]
    for extra, more in zip(charge, growth, strict=True):
        need = now.sum(axis=-1, keepdims=True) * (1.0 + more[..., None])
        change = (costs[-1] - costs[0])[..., None, :] + extra
        built = logit_shares(weights, change, np.asarray(sensitivity)[..., None, None])
        standing = now * left
        room = need - standing.sum(axis=-1, keepdims=True)
        kept = standing * np.minimum(ratio(need, standing.sum(axis=-1, keepdims=True)), 1.0)
        now = kept + np.maximum(room, 0.0) * built
        gathered = gathered + now.sum(axis=-2)
        grown = np.where(experience > 0, np.nan_to_num(ratio(gathered, experience), nan=1.0), 1.0)
        generated.append(now)
        costs.append(wright(cost, grown, rate))
    return np.stack(np.broadcast_arrays(*generated)), np.stack(np.broadcast_arrays(*costs))
