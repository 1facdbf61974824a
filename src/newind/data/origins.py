"""Where the uses of a table of one economy come from: what passes through, and who sells what is used."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError, offenders

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.data.single import Single
    from newind.typing import Array

log = logging.getLogger(__name__)

Block = tuple["Array", "Array"]
"""Intermediate (S, S) and final (S, D) uses."""


def sum_parts(parts: Mapping[str, Array], like: Array) -> Array:
    """Return the sum of arrays, zeros in the shape of another where there are none."""
    return sum(parts.values(), np.zeros_like(like))


def with_origins(single: Single) -> Single:
    """Return a competitive table as one with imports by user, which are estimated.

    Raises
    ------
    DataError
        When more of a product comes in than is used.
    """
    net = without_transit(single)
    (Z, F), imports = split(net)
    return replace(net, Z=Z, F=F, inflows={}, imports=imports, estimated=True)


def reclassify_negative_flows(single: Single) -> tuple[dict[str, Array], dict[str, Array]]:
    """Return outflows and inflows by partner, a negative inflow as an outflow and the other way round."""
    outflows = {p: np.maximum(out, 0) - np.minimum(single.inflows[p], 0) for p, out in single.outflows.items()}
    inflows = {p: np.maximum(came, 0) - np.minimum(single.outflows[p], 0) for p, came in single.inflows.items()}
    return outflows, inflows


def passing(single: Single) -> Array:
    """Return what only passes through a competitive table, inflows beyond all domestic uses; (S,), money."""
    outflows, inflows = reclassify_negative_flows(single)
    out, came = sum_parts(outflows, single.x), sum_parts(inflows, single.x)
    transit: Array = np.maximum(np.minimum.reduce([came - single.uses, came, out]), 0.0)
    return transit


def without_transit(single: Single) -> Single:
    """Return the table without what only passes through: inflows beyond all domestic uses, which leave again.

    Parameters
    ----------
    single : Single
        A competitive table.

    Returns
    -------
    Single
        The excess of inflows over uses (which is that of outflows over output) is taken out of both, from each
        partner in proportion. A negative inflow counts as an outflow, a negative outflow as an inflow. Amounts are
        logged.

    Examples
    --------
    >>> from newind.data.single import Single
    >>> table = Single("demo", "CN-SH", ("a",), ("households",), 2017, "M.CNY", Z=np.array([[10.0]]),
    ...                F=np.array([[20.0]]), x=np.array([15.0]), outflows={"ROW": np.array([25.0])},
    ...                inflows={"ROW": np.array([40.0])})
    >>> net = without_transit(table)
    >>> net.outflows["ROW"], net.inflows["ROW"]
    (array([15.]), array([30.]))
    """
    outflows, inflows = reclassify_negative_flows(single)
    out, came = sum_parts(outflows, single.x), sum_parts(inflows, single.x)
    transit = passing(single)
    if (transit > single.tolerance).any():
        shown = [
            f"{single.industries[k]} ({transit[k]:,.0f})"
            for k in np.argsort(-transit, kind="stable")[:3]
            if transit[k] > 0
        ]
        log.info(
            "%s: transit of %s %s (%.1f %% of output) taken out of outflows and inflows, most in %s",
            single.where, f"{transit.sum():,.0f}", single.unit, 100 * transit.sum() / single.x.sum(), ", ".join(shown),
        )  # fmt: skip
    return replace(
        single,
        outflows={p: flow * _compute_remaining_share(out, transit) for p, flow in outflows.items()},
        inflows={p: flow * _compute_remaining_share(came, transit) for p, flow in inflows.items()},
    )


def _compute_remaining_share(total: Array, taken: Array) -> Array:
    return 1 - np.divide(taken, total, out=np.zeros_like(total), where=total > 0)


def split(single: Single) -> tuple[Block, dict[str, Block]]:
    """Return domestic uses, and what each partner sells by user.

    Parameters
    ----------
    single : Single
        A competitive table without transit.

    Returns
    -------
    ((S, S), (S, D)) arrays
        Domestic part of intermediate and final uses; the statistical discrepancy is domestic. Of a product that is not
        made at home nothing remains but for rounding, which is set to zero.
    dict of str to ((S, S), (S, D)) arrays
        Part of each partner: its inflow as a share of all domestic uses of the product, the same for every user.
        Negative uses (inventories) are split like others, so that totals hold.

    Raises
    ------
    DataError
        When more of a product comes in than is used.
    """
    shares = _shares(single)
    imports = {p: (share[:, None] * single.Z, share[:, None] * single.F * single.used) for p, share in shares.items()}
    home = (1.0 - sum_parts(shares, single.x))[:, None]
    Z, F = home * single.Z, np.where(single.used, home * single.F, single.F)
    absent = (single.x == 0) & (np.abs(Z).sum(axis=1) + np.abs(F).sum(axis=1) <= single.tolerance)
    return (np.where(absent[:, None], 0.0, Z), np.where(absent[:, None], 0.0, F)), imports


def _shares(single: Single) -> dict[str, Array]:
    """Return the share of each partner in the domestic uses of each product; together at most 1, partner → (S,)."""
    uses, came = single.uses, sum_parts(single.inflows, single.x)
    over = np.flatnonzero(came - np.maximum(uses, 0) > single.tolerance)
    if over.size:
        names = [f"{single.industries[k]} ({came[k]:,.0f} of {uses[k]:,.0f})" for k in over]
        raise DataError(
            f"{single.where}: more comes in than is used at home, net of what passes through, in {offenders(names)}. "
            f"Look for a wrong sign, or a missing final use."
        )
    base = np.maximum(uses, came)
    return {p: np.divide(flow, base, out=np.zeros_like(base), where=base > 0) for p, flow in single.inflows.items()}
