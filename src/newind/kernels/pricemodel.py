"""Effect of costs on prices at given quantities: the cost-push price model of Leontief, its border, its baskets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from newind.kernels.leontief import Leontief
    from newind.typing import Array


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
