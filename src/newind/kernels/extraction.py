"""Fall of value added when an industry, a cell, a country's sales or one input is taken out of the table.

All of these are demand-side measures: output falls because nobody orders it, coefficients of everything that is left
stay as they are, and no industry ever stops for want of an input. The loss from a cut sale grows when the supplier
depends on the buyer (when the buyer's own products stand behind what the supplier makes). It is never the cost of
a supply disruption.

The supply side of a supply disruption, in its simplest form: an industry for which the input is a material cost
stands still to the part that the supplier provided. Nothing is replaced by anything, nothing is passed on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newind.typing import Array, BoolArray


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


SMALLEST = 1e-6
"""Part of an input that is taken to be left where all of it is lost, so that a first guess of its price is finite."""


def cost_share(flows: Array, output: Array) -> Array:
    """Return what an input of all origins together costs an industry, as a share of its output.

    Parameters
    ----------
    flows : (R, S, U) array, million USD
        What U using industries of one region buy of each input from each supplier, at home included.
    output : (U,) array, million USD
        Output of the users: all their costs, value added included.

    Returns
    -------
    (S, U) array, >= 0
        0 for a user without output.

    Examples
    --------
    >>> cost_share(np.array([[[2.0]], [[3.0]]]), np.array([20.0]))
    array([[0.25]])
    """
    bought = flows.sum(axis=0)
    return np.asarray(np.divide(bought, output, out=np.zeros_like(bought), where=output > 0))


def supplier_share(flows: Array) -> Array:
    """Return the part of each supplier in what a user buys of an input.

    Parameters
    ----------
    flows : (R, S, U) array, million USD
        As in :func:`cost_share`.

    Returns
    -------
    (R, S, U) array in [0, 1]
        Sums to 1 over suppliers; 0 for an input that is not bought.

    Examples
    --------
    >>> supplier_share(np.array([[[1.0]], [[3.0]]])).ravel()
    array([0.25, 0.75])
    """
    bought = flows.sum(axis=0)
    return np.asarray(np.divide(flows, bought, out=np.zeros_like(flows), where=bought > 0))


def bottleneck(flows: Array, output: Array, value_added: Array, thresholds: Array) -> Array:
    """Return the value added that depends on each supplier of each input.

    Parameters
    ----------
    flows : (R, S, U) array, million USD
        What U using industries of one region buy of each input from each supplier, at home included.
    output, value_added : (U,) array, million USD
        Of the users. Negative value added counts as none.
    thresholds : (T,) array in [0, 1)
        Least cost share of an input (all origins, in output) at which a user is taken to be held up by its lack.

    Returns
    -------
    (T, R, S) array in [0, sum of value added], million USD
        Falls as the threshold rises. Suppliers of one input add up, inputs do not: see :func:`joint_loss`.

    Notes
    -----
    ``Σ_u s_riu VA_u`` over users u with ``c_iu >= threshold``: ``s`` is the supplier's part in what u buys of the
    input, at home included, ``c`` the input's cost share in output. An upper end: the lack is not made good at all.

    References
    ----------
    Bachmann, Baqaee, Bayer, Kuhn, Löschel, Moll, Peichl, Pittel & Schularick (2022), ECONtribute Policy Brief 28.

    Examples
    --------
    A fifth of an input that makes up 10 % of the user's output comes from the first supplier: 20 % of 50 depend on it.

    >>> flows = np.array([[[2.0]], [[8.0]]])
    >>> bottleneck(flows, np.array([100.0]), np.array([50.0]), np.array([0.05, 0.2]))[:, 0, 0]
    array([10.,  0.])
    """
    used = _material(flows, output, thresholds) * np.maximum(value_added, 0.0)
    return np.asarray(np.einsum("riu,tiu->tri", supplier_share(flows), used, optimize=True))


def joint_loss(flows: Array, output: Array, value_added: Array, thresholds: Array, lost: BoolArray) -> Array:
    """Return the value added that depends on several suppliers and inputs lost at once.

    Parameters
    ----------
    flows, output, value_added, thresholds : arrays
        As in :func:`bottleneck`.
    lost : (R, S) bool array
        Suppliers and inputs lost.

    Returns
    -------
    (T,) array in [0, sum of value added], million USD
        A user counts once, with the input that it loses most of: what holds it up is the scarcest one. Never more than
        the sum of single losses, never less than the largest.

    Examples
    --------
    A user that loses a half of one input and a quarter of another makes half as much, not a quarter.

    >>> flows = np.array([[[1.0], [1.0]], [[1.0], [3.0]]])
    >>> gone = np.array([[True, True], [False, False]])
    >>> joint_loss(flows, np.array([10.0]), np.array([4.0]), np.array([0.0]), gone)
    array([2.])
    """
    parts = (supplier_share(flows) * lost[:, :, None]).sum(axis=0)
    held_up = (_material(flows, output, thresholds) * parts).max(axis=1, initial=0.0)
    return np.asarray(held_up @ np.maximum(value_added, 0.0))


def _material(flows: Array, output: Array, thresholds: Array) -> Array:
    """Return 1 where an input is a material cost of a user; (T, S, U)."""
    return (cost_share(flows, output) >= np.asarray(thresholds)[:, None, None]).astype(np.float64)


def first_order_loss(flows: Array, duties: Array, elasticity: Array) -> Array:
    """Return a first guess of what losing one supplier of an input costs an economy.

    Parameters
    ----------
    flows : (R, S, U) array, million USD
        What U users (also final ones) pay for each input from each supplier, at home included, tariffs included.
    duties : (R, S, U) array, million USD
        Tariffs in them.
    elasticity : (S,) array, > 0
        Trade elasticity of each input.

    Returns
    -------
    (R, S) array, million USD
        Spending times the rise of the price of the input, ``-ln(1 - s) / θ``, and the tariffs forgone, less those on
        what is bought elsewhere instead. Good for a small part of what is spent, too low for a large one. It chooses
        what is computed in full, and is shown nowhere.

    References
    ----------
    Arkolakis, Costinot & Rodríguez-Clare (2012), American Economic Review 102(1), 94. Hulten (1978), Review of Economic
    Studies 45(3), 511.

    Examples
    --------
    >>> halves = np.array([[[5.0]], [[5.0]]])
    >>> first_order_loss(halves, 0 * halves, np.array([1.0]))[0, 0] == 10 * np.log(2)
    np.True_
    """
    left = np.maximum(1.0 - supplier_share(flows), SMALLEST)
    dearer = flows.sum(axis=0) * -np.log(left) / elasticity[:, None]
    others = duties.sum(axis=0) - duties
    return np.asarray((dearer + duties - others * (1.0 / left - 1.0)).sum(axis=2))
