"""Where an industry stands in its chains, which circulation its value added serves, and chains that cross borders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.blocks import by_region, diagonal_blocks
from newind.kernels.leontief import Leontief, coefficients
from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from newind.typing import Array


def without_inventories(Z: Array, Y: Array, x: Array, inventories: Array) -> tuple[Array, Array]:
    """Scale each seller's row so that its sales without inventories make up its whole output.

    Parameters
    ----------
    Z : (n, n) array, million USD
        Flows.
    Y : (n, k) array, million USD
        Final demand without changes in inventories.
    x : (n,) array, million USD
        Output.
    inventories : (n,) array, million USD
        Changes in inventories of each product, all regions together; either sign.

    Returns
    -------
    tuple of (n, n) and (n, k) arrays, million USD
        Rows times ``x / (x - inventories)``; a row whose sales without inventories are not positive is left as it is.

    References
    ----------
    Antràs, Chor, Fally & Hillberry (2012), American Economic Review 102(3), 412.

    Examples
    --------
    >>> import numpy as np
    >>> Z, Y, x = np.array([[2.0]]), np.array([[6.0]]), np.array([10.0])
    >>> without_inventories(Z, Y, x, np.array([2.0]))
    (array([[2.5]]), array([[7.5]]))
    """
    sold = x - inventories
    scale = np.divide(x, sold, out=np.ones_like(x), where=sold > 0)[:, None]
    return Z * scale, Y * scale


def positions(Z: Array, x: Array) -> tuple[Array, Array]:
    """Return upstreamness and downstreamness from one factorisation.

    Parameters
    ----------
    Z : (n, n) array, million USD
        Flows, see :func:`without_inventories`.
    x : (n,) array, million USD
        Output.

    Returns
    -------
    tuple of (n,) arrays, stages, >= 1
        See :func:`upstreamness` and :func:`downstreamness`; NaN for an industry without output.
    """
    leontief = Leontief(coefficients(Z, x))
    D = leontief.solve_left(np.ones(len(x)))
    return ratio(leontief.solve(x), x), np.where(x != 0, D, np.nan)


def upstreamness(Z: Array, x: Array) -> Array:
    """Return the average number of stages between an industry and final use.

    Parameters
    ----------
    Z : (n, n) array, million USD
        Flows, see :func:`without_inventories`.
    x : (n,) array, million USD
        Output.

    Returns
    -------
    (n,) array, stages, >= 1
        1 where everything is sold to final users; NaN for an industry without output.

    Notes
    -----
    ``U = (I - x̂⁻¹Z)⁻¹ 1 = x̂⁻¹ (I - A)⁻¹ x``.

    References
    ----------
    Antràs, Chor, Fally & Hillberry (2012), American Economic Review 102(3), 412. Antràs & Chor (2018), in World Trade
    Evolution, ch. 5.

    Examples
    --------
    >>> import numpy as np
    >>> upstreamness(np.array([[0.0, 5.0], [0.0, 0.0]]), np.array([10.0, 10.0]))
    array([1.5, 1. ])
    """
    return positions(Z, x)[0]


def downstreamness(Z: Array, x: Array) -> Array:
    """Return the average number of stages between primary factors and an industry.

    Parameters
    ----------
    Z : (n, n) array, million USD
        Flows, see :func:`without_inventories`.
    x : (n,) array, million USD
        Output.

    Returns
    -------
    (n,) array, stages, >= 1
        1 where only primary factors are used; NaN for an industry without output. Weighted by output it averages to the
        same as :func:`upstreamness`.

    Notes
    -----
    ``D = (I - A')⁻¹ 1``.

    References
    ----------
    Antràs & Chor (2018), in World Trade Evolution, ch. 5. Miller & Temurshoev (2017), International Regional Science
    Review 40(5), 443.

    Examples
    --------
    >>> import numpy as np
    >>> downstreamness(np.array([[0.0, 5.0], [0.0, 0.0]]), np.array([10.0, 10.0]))
    array([1. , 1.5])
    """
    return positions(Z, x)[1]


@dataclass(frozen=True, eq=False)
class Circulation:
    """Value added by the circulation that calls for it, each (R, S) by producing industry, million USD.

    Attributes
    ----------
    domestic : made and absorbed at home without crossing a border.
    traditional : in final goods that are exported.
    gvc : in intermediate goods that are exported.
    """

    domestic: Array
    traditional: Array
    gvc: Array

    @property
    def total(self) -> Array:
        """Value added, the sum of the three."""
        return np.asarray(self.domestic + self.traditional + self.gvc)


def circulation(v: Array, L: Array, Z4: Array, Y3: Array) -> Circulation:
    """Split each industry's value added into domestic, traditional-trade and value-chain parts.

    Parameters
    ----------
    v : (n,) array, million USD per million USD
        Value added per unit of output.
    L : (R, S, S) array
        Domestic Leontief inverses, from :func:`newind.kernels.valueadded.domestic_leontief`.
    Z4 : (R, S, R, S) array, million USD
        Flows.
    Y3 : (R, S, R) array, million USD
        Final demand by destination.

    Returns
    -------
    Circulation
        Sums to value added in every industry. A part is negative where the sales that call for it are, which happens to
        an industry whose inventories are drawn down by more than is used.

    Notes
    -----
    ``V_D = v̂L Y_ss``, ``V_RT = v̂L Σ_{r≠s} Y_sr``, ``V_GVC = v̂L Σ_{r≠s} A_sr x_r``. The domestic part alone does not
    measure self-reliance: goods used at home carry foreign value, see :func:`foreign_value_in_home_use`.

    References
    ----------
    Wang, Wei, Yu & Zhu (2017), NBER Working Paper 23222.
    """
    R, S = Y3.shape[:2]
    own = np.arange(R)
    home = Y3[own, :, own]
    sales = Z4.sum(axis=3)
    abroad = sales.sum(axis=2) - sales[own, :, own]
    calls = np.stack([home, Y3.sum(axis=2) - home, abroad], axis=2)
    served = v.reshape(R, S, 1) * (L @ calls)
    return Circulation(*(np.ascontiguousarray(served[:, :, k]) for k in range(3)))


def foreign_value_in_home_use(absorbed: Array) -> Array:
    """Return the foreign part of the value added in what each region finally uses.

    Parameters
    ----------
    absorbed : (n, R) array, million USD
        Value added by producing industry and absorbing region, from
        :func:`newind.kernels.valueadded.value_added_absorption`.

    Returns
    -------
    (R,) array in [0, 1]
        NaN for a region without final use.

    Notes
    -----
    ``Σ_{t≠s} v_t B Y_s / v B Y_s``: the backward side of domestic circulation.

    References
    ----------
    Wang, Wei, Yu & Zhu (2017), NBER Working Paper 23222.
    """
    R = absorbed.shape[1]
    by_origin = absorbed.reshape(R, -1, R).sum(axis=1)
    total = by_origin.sum(axis=0)
    foreign = total - by_origin.diagonal()
    return ratio(foreign, total)


@dataclass(frozen=True, eq=False)
class ChainParts:
    """Value added by the chains it travels in, each (R, S), million USD.

    Attributes
    ----------
    domestic : crosses no border.
    traditional : crosses one border, in a final product.
    gvc_simple : crosses one border in an intermediate, and the direct importer uses up what is made with it.
    gvc_complex : crosses two borders or more.
    """

    domestic: Array
    traditional: Array
    gvc_simple: Array
    gvc_complex: Array

    @property
    def total(self) -> Array:
        """The sum of the four."""
        return np.asarray(self.domestic + self.traditional + self.gvc_simple + self.gvc_complex)


def forward_chains(split: Circulation, v: Array, L: Array, A4: Array, Y3: Array) -> ChainParts:
    """Split the value added of each industry by the chains that it enters.

    Parameters
    ----------
    split : Circulation
        Value added by circulation, from :func:`newind.kernels.chains.circulation`.
    v : (n,) array, million USD per million USD
        Value added per unit of output.
    L : (R, S, S) array
        Domestic Leontief inverses, from :func:`newind.kernels.valueadded.domestic_leontief`.
    A4 : (R, S, R, S) array
        Input coefficients.
    Y3 : (R, S, R) array, million USD
        Final demand by destination.

    Returns
    -------
    ChainParts
        By producing industry; sums to its value added. A part is negative where the sales that call for it are, which
        happens where stocks are run down.

    Notes
    -----
    ``v̂LY^D``, ``v̂LY^F``, ``v̂LA^F L Y^D`` and ``v̂LA^F (BY − LY^D)``, with `L` and ``Y^D`` block-diagonal, ``Y^F`` final
    products exported and ``A^F`` imported inputs. What returns to its origin is in the last part.

    References
    ----------
    Wang, Wei, Yu & Zhu (2017), NBER Working Paper 23222.
    """
    called = _abroad(A4, _domestic_demand_output(L, Y3))
    simple = v.reshape(called.shape) * (L @ called[:, :, None])[:, :, 0]
    return ChainParts(split.domestic, split.traditional, simple, split.gvc - simple)


def backward_chains(v: Array, leontief: Leontief, L: Array, A4: Array, Y3: Array) -> ChainParts:
    """Split the final production of each industry by the chains that its value comes through.

    Parameters
    ----------
    v : (n,) array, million USD per million USD
    leontief : Leontief
    L : (R, S, S) array
        From :func:`newind.kernels.valueadded.domestic_leontief`.
    A4 : (R, S, R, S) array
    Y3 : (R, S, R) array, million USD

    Returns
    -------
    ChainParts
        By industry that finishes the product; sums to the final products it sells at home and abroad. The first two are
        domestic value added, ``gvc_simple`` is foreign, ``gvc_complex`` both. Nothing for an industry without output.

    Notes
    -----
    Columns of the terms of :func:`forward_chains`: ``v_s L_s Y_ss``, ``v_s L_s Σ_{r≠s} Y_sr``,
    ``Σ_{t≠s} v_t L_t A_ts L_s Y_ss``, and what is left of ``vB (Σ_r Y_sr)``.

    References
    ----------
    Wang, Wei, Yu & Zhu (2017), NBER Working Paper 23222.
    """
    R, S = Y3.shape[:2]
    home, sold = Y3[np.arange(R), :, np.arange(R)], Y3.sum(axis=2)
    own = (v.reshape(R, 1, S) @ L)[:, 0]
    brought = (own.ravel() @ A4.reshape(R * S, R * S)).reshape(R, 1, S) - own[:, None] @ diagonal_blocks(A4)
    simple = (brought @ L)[:, 0] * home
    every = leontief.solve_left(v).reshape(R, S) * sold
    return ChainParts(own * home, own * (sold - home), simple, every - own * sold - simple)


def _domestic_demand_output(L: Array, Y3: Array) -> Array:
    """Return the output that serves final demand at home without crossing a border; (R, S), money."""
    own = np.arange(len(L))
    return np.asarray((L @ Y3[own, :, own][:, :, None])[:, :, 0])


def _abroad(A4: Array, output: Array) -> Array:
    """Return the inputs that output calls for from other regions, by their seller; (R, S), money."""
    R, S = output.shape
    called = A4.reshape(R * S, R * S) @ by_region(output.ravel(), R).T
    by_buyer = called.reshape(R, S, R)
    by_buyer[np.arange(R), :, np.arange(R)] = 0.0
    return np.asarray(by_buyer.sum(axis=2))
