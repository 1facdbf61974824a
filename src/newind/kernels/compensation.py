"""Costs passed on along the chain: prices at given quantities, charges on emissions, who is paid out of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from newind.kernels.leontief import Leontief
    from newind.typing import Array, BoolArray


def price_change(leontief: Leontief, added_cost: Array) -> Array:
    """Return by how much prices rise where every cost is passed on in full and nobody buys less.

    Parameters
    ----------
    leontief : Leontief
        Factorised chain.
    added_cost : (n,) or (k, n) array
        Cost added per unit of output: a charge, a tax, costlier labour; in shares of the price before.

    Returns
    -------
    array of the shape of `added_cost`
        Relative change of each price, ``Δp = (I − A')⁻¹ c = c B``: linear in costs, and not negative where they are
        not. With 5 % on value added everywhere (``c = 0.05 v``) each price rises by 5 %.

    Raises
    ------
    ConvergenceError
        If an iterative method stops short of its tolerance.

    References
    ----------
    Leontief (1970), Review of Economics and Statistics 52(3), 262. Miller & Blair (2009), Input-Output Analysis,
    ch. 2.6.

    Examples
    --------
    >>> from newind.kernels.leontief import Leontief
    >>> A = np.array([[0.2, 0.5], [0.3, 0.0]])
    >>> price_change(Leontief(A), 0.05 * (1 - A.sum(axis=0))).round(12)
    array([0.05, 0.05])
    """
    return leontief.solve_left(added_cost)


def border_cost(A4: Array, rate: Array, region: int) -> Array:
    """Return the cost that a charge on imports adds to the industries of the region that levies it.

    Parameters
    ----------
    A4 : (R, S, R, S) array
        Input coefficients.
    rate : (R, S) array
        Charge per unit of each product of each region; that on the region's own products does not count.
    region : int
        Position of the region.

    Returns
    -------
    (R, S) array
        Cost per unit of output, ``Σ_{r≠n} Σ_i t_ri A_ri,nj`` for the region and zero for all others; what
        :func:`price_change` passes on.

    Examples
    --------
    >>> A4 = np.full((2, 1, 2, 1), 0.25)
    >>> border_cost(A4, np.array([[0.5], [0.2]]), region=0)
    array([[0.05],
           [0.  ]])
    """
    foreign = rate.copy()
    foreign[region] = 0.0
    cost = np.zeros_like(rate)
    cost[region] = np.einsum("ri,rij->j", foreign, A4[:, :, region, :])
    return cost


def basket_change(change: Array, bought: Array) -> Array:
    """Return by how much the cost of baskets rises at given quantities.

    Parameters
    ----------
    change : (n,) array
        Relative change of each price.
    bought : (n, c) or (n,) array, million USD
        What each basket holds at the prices before.

    Returns
    -------
    (c,) array, or a number as an array without axes
        Σ Δp·q / Σ q (Laspeyres), NaN for an empty basket.

    Examples
    --------
    >>> basket_change(np.array([0.1, 0.0]), np.array([[1.0, 0.0], [3.0, 0.0]]))
    array([0.025,   nan])
    """
    return ratio(change @ bought, bought.sum(axis=0))


@dataclass(frozen=True, eq=False)
class Payout:
    """Who gets the receipts of a charge; everything adds up to the receipts.

    Parameters
    ----------
    abaters : (S,) array
        To industries in proportion to what they emit less.
    others : (S,) array
        To industries by the rule for the rest.
    households : float
        To households.
    """

    abaters: Array
    others: Array
    households: float

    @property
    def industries(self) -> Array:
        """All that industries get; (S,)."""
        return np.asarray(self.abaters + self.others)


def unpriced_content(f: Array, coverage: Array, leontief: Leontief) -> Array:
    """Return emissions along the chain of a unit of final sales that no carbon price covers yet.

    Parameters
    ----------
    f : (n,) array, kt per million USD
        Emissions per unit of output.
    coverage : (n,) array in [0, 1]
        Share of the emissions of each industry that pay already.
    leontief : Leontief
        Chain to look at: that of the world, or of one region.

    Returns
    -------
    (n,) array, kt per million USD
        ``f(1 − coverage) B``. Summed over all final sales, with what is priced already, it is all emissions: so nothing
        is charged twice.

    Examples
    --------
    >>> from newind.kernels.leontief import Leontief
    >>> chain = Leontief(np.array([[0.0, 0.5], [0.0, 0.0]]))
    >>> unpriced_content(np.array([2.0, 0.4]), np.array([0.5, 0.0]), chain)
    array([1. , 0.9])
    """
    return leontief.solve_left(f * (1.0 - coverage))


def emission_abatement(before: Array, f: Array, x: Array) -> Array:
    """Return what industries emit less than with the emissions per unit of a benchmark, never negative.

    Parameters
    ----------
    before, f : (S,) array, kt per million USD
        Emissions per unit of the benchmark and of today; NaN in the benchmark where unknown: nothing is abated there.
    x : (S,) array, million USD
        Output, in the prices that both are stated in.

    Returns
    -------
    (S,) array, kt
        ``max((f0 − f) x, 0)``.

    Examples
    --------
    >>> emission_abatement(np.array([2.0, 1.0, np.nan]), np.array([1.5, 3.0, 1.0]), np.array([10.0, 1.0, 1.0]))
    array([5., 0., 0.])
    """
    return np.maximum(np.nan_to_num((before - f) * x), 0.0)


def low_emitters(emissions: Array, x: Array) -> BoolArray:
    """Return which industries emit less per unit than the average of all; (S,), False without output.

    Examples
    --------
    >>> low_emitters(np.array([9.0, 1.0, 0.0]), np.array([10.0, 10.0, 0.0]))
    array([False,  True, False])
    """
    return np.asarray((x > 0) & (emissions * x.sum() < emissions.sum() * x))


def pay_out(receipts: float, saved: Array, weights: Array | None, share: float = 1.0) -> Payout:
    """Return who gets the receipts of a charge.

    Parameters
    ----------
    receipts : float, million USD
    saved : (S,) array, kt
        What industries abate, not negative (:func:`emission_abatement`).
    weights : (S,) array or None
        What the rest is shared by among industries, not negative; all of it goes to households with None, or where
        nothing has weight.
    share : float in [0, 1]
        Part of the receipts for those who abate; none where nobody does.

    Returns
    -------
    Payout
        Sums to the receipts.

    Examples
    --------
    >>> paid = pay_out(12.0, np.array([1.0, 3.0]), None, share=0.5)
    >>> paid.industries, paid.households
    (array([1.5, 4.5]), 6.0)
    """
    nobody = np.zeros_like(saved)
    first = receipts * share if saved.sum() > 0 else 0.0
    abaters = nobody if first == 0 else first * saved / saved.sum()
    rest = receipts - first
    if weights is None or weights.sum() <= 0:
        return Payout(abaters, nobody, float(rest))
    return Payout(abaters, rest * weights / weights.sum(), 0.0)


def payments(caused: Array, price: float, share: float) -> Array:
    """Return what regions pay each other for emissions that one makes for the other's use.

    Parameters
    ----------
    caused : (R, R) array, Mt
        Emissions by the region where they arise and the region whose final demand calls for them
        (:func:`newind.kernels.carbon.bilateral`).
    price : float, USD per tonne
    share : float in [0, 1]
        Responsibility of who uses: 0 leaves all of it with the producer, 1 moves all of it to the consumer.

    Returns
    -------
    (R, R) array, million USD
        Payer, receiver: ``share · price · E'``, nothing from a region to itself. What all pay is what all receive.

    References
    ----------
    Gallego & Lenzen (2005), Economic Systems Research 17(4), 365, on shared responsibility.

    Examples
    --------
    >>> payments(np.array([[5.0, 3.0], [1.0, 4.0]]), 10.0, 0.5)
    array([[ 0.,  5.],
           [15.,  0.]])
    """
    owed = share * price * caused.T
    np.fill_diagonal(owed, 0.0)
    return np.asarray(owed)


def responsibility(production: Array, consumption: Array, share: float) -> Array:
    """Return the emissions that each region answers for; (R,), adds up to all emissions.

    Parameters
    ----------
    production, consumption : (R,) array, Mt
    share : float in [0, 1]
        Of the consumer.
    """
    return np.asarray((1.0 - share) * production + share * consumption)


def inputs_share(f: Array, content: Array) -> Array:
    """Return the part of the emissions of a chain that others than the last producer make; (n,), NaN without any."""
    return 1.0 - ratio(f, content)
