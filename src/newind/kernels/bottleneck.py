"""Value added that depends on one input: that of the industries that use it, to the part that a supplier provides.

The supply side of a supply disruption, in its simplest form: an industry for which the input is a material cost
stands still to the part that the supplier provided. Nothing is replaced by anything, nothing is passed on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newind.typing import Array, BoolArray

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
