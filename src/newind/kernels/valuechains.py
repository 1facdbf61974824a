"""Value chains that cross one border or more: forward from who makes the value, backward from what it ends in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.blocks import by_region, diagonal_blocks

if TYPE_CHECKING:
    from newind.kernels.chains import Circulation
    from newind.kernels.leontief import Leontief
    from newind.typing import Array


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
