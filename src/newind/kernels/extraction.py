"""Fall of value added when an industry, a cell, or a country's sales of inputs are taken out of the table.

All of these are demand-side measures: output falls because nobody orders it, coefficients of everything that is left
stay as they are, and no industry ever stops for want of an input. The loss from a cut sale grows when the supplier
depends on the buyer (when the buyer's own products stand behind what the supplier makes). It is never the cost of
a supply disruption.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newind.typing import Array, IntArray


def total_extraction(carried: Array, B: Array, x: Array) -> Array:
    """Return the value added that would not be made without an industry: it neither sells nor buys.

    Parameters
    ----------
    carried : (n,) or (k, n) array, million USD per million USD
        Value added in a unit of each product, ``vB``; or one row a region of origin, from
        :func:`newind.kernels.valueadded.origin`.
    B : (n, n) array
        Leontief inverse.
    x : (n,) array, million USD
        Output.

    Returns
    -------
    array of the shape of ``carried``, million USD
        ``(vB)_j x_j / B_jj``, the industry's own value added included; 0 without output. A demand-side measure.

    References
    ----------
    Dietzenbacher & Lahr (2013), Economic Systems Research 25(3), 341.

    Examples
    --------
    >>> import numpy as np
    >>> B, x = np.array([[1.0, 0.5], [0.0, 1.0]]), np.array([50.0, 100.0])
    >>> total_extraction(np.array([1.0, 1.0]), B, x)
    array([ 50., 100.])
    """
    return np.asarray(carried * (x / np.diagonal(B)))


def backward_extraction(carried: Array, v: Array, B: Array, x: Array) -> Array:
    """Return the value added that would not be made if an industry bought no inputs, those from itself included.

    Parameters
    ----------
    carried : (n,) or (k, n) array, million USD per million USD
        As for :func:`total_extraction`.
    v : array of the shape of ``carried``, million USD per million USD
        Value added per unit of output; by region, :func:`newind.kernels.blocks.by_region` of it.
    B : (n, n) array
        Leontief inverse.
    x : (n,) array, million USD
        Output.

    Returns
    -------
    array of the shape of ``carried``, million USD
        ``(v(B - I))_j x_j / B_jj``; 0 without output. A demand-side measure.

    References
    ----------
    Dietzenbacher & Lahr (2013), Economic Systems Research 25(3), 341.

    Examples
    --------
    >>> import numpy as np
    >>> B, x = np.array([[1.0, 0.5], [0.0, 1.0]]), np.array([50.0, 100.0])
    >>> backward_extraction(np.array([1.0, 1.0]), np.array([1.0, 0.5]), B, x)
    array([ 0., 50.])
    """
    return np.asarray((carried - v) * (x / np.diagonal(B)))


def lost_sales_to_cells(A: Array, B: Array, x: Array, j: IntArray, q: IntArray) -> Array:
    """Return by how much the orders of a supplier fall when one buying industry stops ordering from it.

    Parameters
    ----------
    A : (n, n) array
        Input coefficients.
    B : (n, n) array
        Leontief inverse.
    x : (n,) array, million USD
        Output.
    j, q : int arrays of one shape
        Positions of suppliers and buyers.

    Returns
    -------
    array of that shape, million USD
        ``a x_q / (1 + a B_qj)`` with ``a = A_jq``: the sales cut, net of what the buyer's fall in output saves. Value
        added of region c falls by ``v_c B_cj`` times this.

    References
    ----------
    Sherman & Morrison (1950), Annals of Mathematical Statistics 21(1), 124.

    Examples
    --------
    >>> import numpy as np
    >>> A = np.array([[0.0, 0.5], [0.0, 0.0]])
    >>> lost_sales_to_cells(A, np.array([[1.0, 0.5], [0.0, 1.0]]), np.array([50.0, 100.0]), np.array(0), np.array(1))
    array(50.)
    """
    a = A[j, q]
    return np.asarray(a * x[q] / (1 + a * B[q, j]))


def lost_sales_to_regions(A: Array, B: Array, x: Array, R: int) -> Array:
    """Return by how much the orders of each supplier fall when all industries of a region stop ordering from it.

    Parameters
    ----------
    A : (n, n) array
        Input coefficients.
    B : (n, n) array
        Leontief inverse.
    x : (n,) array, million USD
        Output.
    R : int

    Returns
    -------
    (n, R) array, million USD
        By supplier j and buying region r: ``Σ_q A_jq x_q / (1 + Σ_q A_jq B_qj)`` over industries q of r, one cut at a
        time; final sales are kept. Value added of region c falls by ``v_c B_cj`` times this. The supplier's own region
        is a buyer like others.

    References
    ----------
    Sherman & Morrison (1950), Annals of Mathematical Statistics 21(1), 124.
    """
    n = len(x)
    by_buyer = A.reshape(n, R, -1)
    cut = by_buyer.transpose(1, 0, 2) @ x.reshape(R, -1, 1)
    returned = np.einsum("jrq,rqj->jr", by_buyer, B.reshape(R, -1, n))
    return np.asarray(cut[:, :, 0].T / (1 + returned))


def lost_sales_between_regions(A4: Array, B: Array, x: Array) -> Array:
    """Return by how much each industry's orders fall when a region stops ordering inputs from another altogether.

    Parameters
    ----------
    A4 : (R, S, R, S) array
        Input coefficients.
    B : (n, n) array
        Leontief inverse.
    x : (n,) array, million USD
        Output.

    Returns
    -------
    (R, S, R) array, million USD
        ``d_sr = (I + A_sr B_rs)^-1 A_sr x_r`` by supplier s, its industry, and buyer r: all intermediate sales of s to
        r are cut, one pair at a time, final sales are kept. Value added of region c falls by ``v_c B_cs d_sr``, see
        :func:`losses`. The own region is a buyer like others.

    Notes
    -----
    The cut block has rank S, so each pair needs one S × S system (Woodbury) and none of them a new inverse.

    References
    ----------
    Woodbury (1950), Inverting Modified Matrices, Statistical Research Group Memorandum Report 42, Princeton.
    """
    R, S = A4.shape[:2]
    blocks = A4.transpose(0, 2, 1, 3)
    returned = blocks @ B.reshape(R, S, R, S).transpose(2, 0, 1, 3)
    cut = blocks @ x.reshape(R, S, 1)
    return np.asarray(np.linalg.solve(np.eye(S) + returned, cut)[..., 0].transpose(0, 2, 1))


def losses(carried: Array, lost: Array) -> Array:
    """Return the value added that each region loses when orders fall.

    Parameters
    ----------
    carried : (R, R, S) array, million USD per million USD
        Value added of the first region in a unit of each product, from
        :func:`newind.kernels.exportterms.value_added_content` or :func:`newind.kernels.valueadded.origin` reshaped.
    lost : (R, S, R) array, million USD
        From :func:`lost_sales_between_regions`.

    Returns
    -------
    (R, R, R) array, million USD
        Losing region, supplier, buyer; the sum over the first axis is the world's loss. A demand-side measure: it is
        large where what the supplier makes holds much of the losing region's value added.
    """
    return np.asarray((carried.transpose(1, 0, 2) @ lost).transpose(1, 0, 2))
