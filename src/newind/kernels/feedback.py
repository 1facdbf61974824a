"""How demand at home and abroad feed each other: feedback, spillovers, and the spending of what is earned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError
from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from newind.kernels.leontief import Leontief
    from newind.typing import Array


@dataclass(frozen=True, eq=False)
class OutputByDestination:
    """Output of one region's industries, by the final demand that it ends in; money.

    Attributes
    ----------
    within : (S,) for demand at home, without crossing a border.
    returned : (S,) for products finished and used at home, with inputs that went abroad and came back: feedback.
    in_imports : (S,) for demand at home, in products finished abroad.
    abroad : (S, R) for the demand of each other region; 0 for the own one.
    """

    within: Array
    returned: Array
    in_imports: Array
    abroad: Array

    @property
    def total(self) -> Array:
        """All that the industries make; (S,)."""
        return np.asarray(self.within + self.returned + self.in_imports + self.abroad.sum(axis=1))

    def times(self, factor: Array) -> OutputByDestination:
        """Return the split of a factor per unit of output, (S,): value added, hours, emissions."""
        return OutputByDestination(
            factor * self.within, factor * self.returned, factor * self.in_imports, factor[:, None] * self.abroad
        )


def split_output_by_demand(made: Array, leontief: Leontief, L: Array, Y3: Array, r: int) -> OutputByDestination:
    """Split what a region's industries make by whose final demand it serves, and whether it left home on the way.

    Parameters
    ----------
    made : (n, R) array, million USD
        Output that the final demand of each region calls for, ``BY``.
    leontief : Leontief
    L : (S, S) array
        The region's own Leontief inverse, of :func:`newind.kernels.valueadded.domestic_leontief`.
    Y3 : (R, S, R) array, million USD
        Final demand by destination.
    r : int
        Position of the region.

    Returns
    -------
    OutputByDestination
        Sums to output. A part can be negative where stocks are run down.

    Notes
    -----
    ``L_r Y_rr``, ``(B_rr − L_r) Y_rr``, ``Σ_{t≠r} B_rt Y_tr`` and ``Σ_t B_rt Y_ts`` for each s ≠ r.

    References
    ----------
    Miller (1966), Papers of the Regional Science Association 17, 105. Miller & Blair (2009), Input-Output Analysis,
    ch. 3.

    Examples
    --------
    Home buys a tenth of its output abroad, abroad a fifth of its own from home, as inputs:

    >>> import numpy as np
    >>> from newind.kernels.leontief import Leontief
    >>> leontief = Leontief(np.array([[0.0, 0.2], [0.1, 0.0]]))
    >>> Y3 = np.array([[[98.0, 0.0]], [[0.0, 49.0]]])
    >>> split = split_output_by_demand(leontief.solve(Y3.reshape(2, 2)), leontief, np.eye(1), Y3, 0)
    >>> split.within.round(9), split.returned.round(9), split.abroad.round(9)
    (array([98.]), array([2.]), array([[ 0., 10.]]))
    """
    R, S = Y3.shape[:2]
    own, home = slice(r * S, (r + 1) * S), Y3[r, :, r]
    at_home = np.zeros(R * S)
    at_home[own] = home
    within, through = L @ home, leontief.solve(at_home)[own]
    abroad = made[own].copy()
    abroad[:, r] = 0.0
    return OutputByDestination(within, through - within, made[own, r] - through, abroad)


@dataclass(frozen=True, eq=False)
class IncomeMultipliers:
    """Income that more final demand brings to each region; money per unit of money.

    Attributes
    ----------
    direct : (R, k) value added along the chains.
    spent : (R, k) what households of each region buy more, of all origins, out of the labour income it brings them.
    induced : (R, R, k) value added in region t (first) because of what households of region s (second) buy more.
    """

    direct: Array
    spent: Array
    induced: Array

    @property
    def total(self) -> Array:
        """Value added with income spent; (R, k)."""
        return np.asarray(self.direct + self.induced.sum(axis=1))


def compute_induced_income(
    v: Array, labour: Array, leontief: Leontief, baskets: Array, share: Array, demand: Array
) -> IncomeMultipliers:
    """Return what more final demand earns, when a share of the labour income that it brings is spent again.

    Parameters
    ----------
    v : (n,) array, million USD per million USD
        Value added per unit of output.
    labour : (n,) array, million USD per million USD
        Labour income per unit of output; 0 where it is unknown and so not spent.
    leontief : Leontief
    baskets : (n, R) array
        What households of each region buy with a unit of money; columns sum to 1, or to 0 for a region that spends
        nothing.
    share : (R,) array in [0, 1]
        Part of more labour income that is spent; 0 for all gives the multipliers without it.
    demand : (n, k) array, million USD
        The additional final demand.

    Returns
    -------
    IncomeMultipliers
        ``direct`` sums over regions to the demand; with `induced` to the demand and all that is spent.

    Raises
    ------
    DataError
        If households would earn at least what they spend, round after round.

    Notes
    -----
    ``w = w0 + P ĉ w`` with labour income ``w0 = l B y``, ``P = l B H`` by region, `H` the baskets: one R × R system on
    top of the Leontief inverse, the same as the inverse closed with households (type II).

    References
    ----------
    Miyazawa (1976), Input-Output Analysis and the Structure of Income Distribution. Miller & Blair (2009), Input-Output
    Analysis, ch. 6.

    Examples
    --------
    One region that makes a good of labour alone, of which 80 % is spent: the multiplier is 1 / (1 - 0.8).

    >>> import numpy as np
    >>> from newind.kernels.leontief import Leontief
    >>> one = np.ones(1)
    >>> leontief = Leontief(np.zeros((1, 1)))
    >>> found = compute_induced_income(one, one, leontief, np.ones((1, 1)), 0.8 * one, np.ones((1, 1)))
    >>> found.total.round(9)
    array([[5.]])
    """
    R, k = baskets.shape[1], demand.shape[1]
    made = leontief.solve(np.column_stack([demand, baskets]))
    value = (v[:, None] * made).reshape(R, -1, k + R).sum(axis=1)
    income = (labour[:, None] * made).reshape(R, -1, k + R).sum(axis=1)
    again = income[:, k:] * share
    _check_spending(again)
    spent = share[:, None] * np.linalg.solve(np.eye(R) - again, income[:, :k])
    return IncomeMultipliers(value[:, :k], spent, value[:, k:, None] * spent[None])


def _check_spending(again: Array) -> None:
    """Refuse spending that brings at least as much labour income again, round after round."""
    largest = float(np.abs(np.linalg.eigvals(again)).max(initial=0.0))
    if largest >= 1 - 1e-9:
        raise DataError(
            f"labour income spent brings {largest:.3g} times as much labour income again, so its rounds never end. "
            "Give a smaller share that is spent, and check that labour income is not above value added."
        )


def shares_of(values: Array) -> Array:
    """Return the composition of each column, a column of zeros where it sums to nothing or less.

    Parameters
    ----------
    values : (n, k) array

    Returns
    -------
    (n, k) array

    Examples
    --------
    >>> import numpy as np
    >>> shares_of(np.array([[1.0, 0.0], [3.0, 0.0]]))
    array([[0.25, 0.  ],
           [0.75, 0.  ]])
    """
    total = values.sum(axis=0)
    return np.where(total > 0, np.nan_to_num(ratio(values, total)), 0.0)
