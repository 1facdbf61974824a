"""Purchases of an economy abroad, directly and along the whole value chain, and from how many hands they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from newind.typing import Array, BoolArray


def direct_import_share(Z4: Array, home: BoolArray | None = None) -> Array:
    """Return the imported part of what an industry buys as inputs.

    Parameters
    ----------
    Z4 : (R, S, R, S) array, million USD
        Flows from region, industry to region, industry.
    home : (R, R) bool array, optional
        Which regions (first axis) are home to which (second axis), such as the provinces of one country; each region
        is its own home by default.

    Returns
    -------
    (R, S) array in [0, 1]
        By using region and industry; NaN where no inputs are bought.

    References
    ----------
    Hummels, Ishii & Yi (2001), Journal of International Economics 54, 75.
    """
    return _from_abroad(Z4.sum(axis=1), home)


def complete_import_share(origin: Array, R: int, S: int, home: BoolArray | None = None) -> Array:
    """Return the foreign part of the value added in a unit of each industry's product.

    Parameters
    ----------
    origin : (R, n) array
        Value added by region of origin, from :func:`newind.kernels.valueadded.origin`; all industries or a group.
    R, S : int
    home : (R, R) bool array, optional
        As in :func:`direct_import_share`.

    Returns
    -------
    (R, S) array in [0, 1]
        ``1 - v_c B_cj`` of region c's industry j; NaN for an industry without output.

    References
    ----------
    Hummels, Ishii & Yi (2001), Journal of International Economics 54, 75.
    """
    return _from_abroad(origin.reshape(R, R, S), home)


def _from_abroad(by_origin: Array, home: BoolArray | None) -> Array:
    """Return the part that does not come from home of figures by origin and (R, S) of the user; (R, S)."""
    inside = np.eye(len(by_origin), dtype=bool) if home is None else home
    total = by_origin.sum(axis=0)
    return ratio(total - np.where(inside[:, :, None], by_origin, 0.0).sum(axis=0), total)


def hhi(values: Array, axis: int = -1) -> Array:
    """Return the Herfindahl-Hirschman index of concentration.

    Parameters
    ----------
    values : array, >= 0
        Amounts or shares of the parties along ``axis``; they are normalised.
    axis : int

    Returns
    -------
    array in [1/n, 1]
        NaN where there is nothing to share out.

    References
    ----------
    Hirschman (1964), American Economic Review 54(5), 761.

    Examples
    --------
    >>> import numpy as np
    >>> hhi(np.array([3.0, 1.0]))
    array(0.625)
    """
    total = np.asarray(values.sum(axis=axis))
    size = np.frexp(total)[1]
    near = np.ldexp(values, -np.expand_dims(size, axis))
    return ratio(np.asarray((near**2).sum(axis=axis)), np.ldexp(total, -size) ** 2)


def supplies(Z4: Array) -> Array:
    """Return what each region buys of each input from each foreign region.

    Parameters
    ----------
    Z4 : (R, S, R, S) array, million USD

    Returns
    -------
    (R, S, R) array, million USD
        Supplier, input, buyer; 0 for the buyer's own region.
    """
    R = len(Z4)
    bought = Z4.sum(axis=3)
    bought[np.arange(R), :, np.arange(R)] = 0.0
    return np.asarray(bought)


def supplier_hhi(Z4: Array, named: BoolArray) -> Array:
    """Return the concentration of named foreign suppliers of each input.

    Parameters
    ----------
    Z4 : (R, S, R, S) array, million USD
        Flows from region, industry to region, industry.
    named : (R,) bool array
        False for aggregates such as the rest of the world, which are left out.

    Returns
    -------
    (S, R) array in [1/n, 1]
        Index of input i bought by region r; NaN where nothing is imported from a named supplier.

    References
    ----------
    Hirschman (1964), American Economic Review 54(5), 761.
    """
    return hhi(supplies(Z4)[named], axis=0)


def unnamed_share(Z4: Array, named: BoolArray) -> Array:
    """Return the part of each imported input that comes from aggregates such as the rest of the world.

    Parameters
    ----------
    Z4 : (R, S, R, S) array, million USD
    named : (R,) bool array

    Returns
    -------
    (S, R) array in [0, 1]
        NaN where the input is not imported.
    """
    bought = supplies(Z4)
    return ratio(bought[~named].sum(axis=0), bought.sum(axis=0))


def hhi_bounds(index: Array, left_out: Array) -> tuple[Array, Array]:
    """Return how low and how high an index could be if the suppliers left out were known.

    Parameters
    ----------
    index : array in [0, 1]
        Index over the suppliers counted.
    left_out : array in [0, 1]
        Part of all purchases that comes from suppliers not counted, see :func:`unnamed_share`.

    Returns
    -------
    tuple of arrays
        Low: the part left out comes from very many suppliers. High: it comes from one.

    Examples
    --------
    >>> import numpy as np
    >>> hhi_bounds(np.array([0.5]), np.array([0.5]))
    (array([0.125]), array([0.375]))
    """
    low = index * (1 - left_out) ** 2
    return low, low + left_out**2
