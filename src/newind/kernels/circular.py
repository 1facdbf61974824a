"""Recycled goods in place of virgin ones in the input structure of an economy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from newind.typing import Array, BoolArray


def substitution(A: Array, rate: Array, at: int, price: float = 1.0) -> tuple[Array, Array]:
    """Return how input coefficients and value added change where recycled goods take the place of virgin ones.

    Parameters
    ----------
    A : (O, S, S) array, money per money
        Inputs by origin, good and user.
    rate : (S, S) array in [0, 1]
        Share of virgin good k that user j replaces [k, j]; the row of the recycling industry counts for nothing.
    at : int
        Where the recycling industry stands.
    price : float
        Value of recycled input that replaces one of virgin input.

    Returns
    -------
    inputs : (O, S, S) array
        Change of `A`: ``-rate a`` of virgin goods of each origin, ``+ price rate a`` of recycled ones, by origin as the
        user buys them now. Zero for users that buy none.
    value_added : (S,) array
        ``-rate a (price - 1)``, so that columns still sum to 1.

    References
    ----------
    Nakamura & Kondo (2002), Journal of Industrial Ecology 6(1), 39. Donati and others (2020), Resources, Conservation
    and Recycling 152, 104508.

    Examples
    --------
    >>> import numpy as np
    >>> inputs, added = substitution(np.array([[[0.4, 0.0], [0.1, 0.0]]]), np.array([[0.5, 0.0], [0.0, 0.0]]), 1, 1.2)
    >>> inputs[0, :, 0].round(2), added.round(2)
    (array([-0.2 ,  0.24]), array([-0.04,  0.  ]))
    """
    bought = A[:, at, :]
    share = np.where(bought.sum(axis=0) > 0, rate, 0.0)
    share[at] = 0.0
    change = -share * A
    taken = -change.sum(axis=(0, 1))
    origin = np.nan_to_num(ratio(bought, bought.sum(axis=0)))
    change[:, at, :] += origin * (price * taken)
    return change, -(price - 1.0) * taken


def scrap_cap(wanted: float, supply: float) -> float:
    """Return by what rates are scaled down so that no more recycled goods are used than can be supplied.

    Parameters
    ----------
    wanted, supply : float, money
        Further use of recycled goods at the rates asked for, and the most there can be.

    Returns
    -------
    float in [0, 1]

    Examples
    --------
    >>> scrap_cap(40.0, 10.0), scrap_cap(5.0, 10.0), scrap_cap(0.0, 0.0)
    (0.25, 1.0, 1.0)
    """
    return 1.0 if wanted <= supply else supply / wanted


def find_linked_industries(Z: Array, industry: int, least: float) -> BoolArray:
    """Return the industries that one buys from or sells to most.

    Parameters
    ----------
    Z : (S, S) array, money
        Flows within the region, sellers in rows.
    industry : int
    least : float in (0, 1]
        Least share of what the industry buys, or of what it sells to industries, its own use left out of both.

    Returns
    -------
    (S,) bool array
        The industry itself among them.

    Examples
    --------
    >>> import numpy as np
    >>> find_linked_industries(np.array([[5.0, 9.0, 1.0], [0.0, 0.0, 0.0], [4.0, 0.0, 0.0]]), 0, 0.5)
    array([ True,  True,  True])
    """
    own = np.arange(len(Z)) == industry
    bought, sold = (np.where(own, 0.0, np.maximum(v, 0.0)) for v in (Z[:, industry], Z[industry]))
    close = [np.nan_to_num(ratio(v, np.full(v.shape, v.sum()))) >= least for v in (bought, sold)]
    return np.asarray(own | close[0] | close[1], dtype=np.bool_)
