"""The structure that a year starts from: the WIOD 2013 release of 2011 and the WIOD 2016 release of 2014.

Flows are arrays by seller (20), industry (34), buyer (20) and use (34 industries, 3 final uses), M.USD.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from builders.annual.concordances import ECONOMIES, FINAL, INDUSTRIES, TABLE, codes, economies, layout, split

if TYPE_CHECKING:
    from builders.annual.anchors import Totals
    from builders.annual.sources import Wiod2016
    from newind.accounts.accounts import Accounts
    from newind.typing import Array

S = len(INDUSTRIES)
CATEGORIES = ((0, 1), (2,), (3, 4))
"""Categories of final demand of both releases that each final use holds."""
ROUNDS = 30
"""Rounds in which trade in inputs of 2014 is fitted to what industries import."""


def uses(member: Array, also: int = len(FINAL)) -> Array:
    """Return a map of industries with final uses kept as they are, (34 + 3, codes + 3)."""
    n, m = member.shape
    whole = np.zeros((n + also, m + also))
    whole[:n, :m] = member
    whole[n:, m:] = np.eye(also)
    return whole


def flows_2011(w: Accounts) -> tuple[Array, Array]:
    """Return the flows of 2011 by 35 industries: all of them, and those between the economies of the release.

    Parameters
    ----------
    w : Accounts
        WIOD 2013 release, 41 economies × 35 industries.

    Returns
    -------
    two (20, 35, 20, 35 + 3) arrays
        Industries in the order of ``codes("wiod35")``; negative cells are zero.
    """
    order = [w.industries.index(code) for code in codes("wiod35")]
    final = np.stack([w.Y4[..., list(some)].sum(axis=3) for some in CATEGORIES], axis=3)
    flows = np.maximum(np.concatenate([w.Z4[..., order], final], axis=3), 0.0)[:, order]
    own = np.arange(w.R)
    between = flows.copy()
    between[own, :, own, :] = 0.0
    to = economies(w.regions.codes)
    return (
        np.einsum("ka,aibu,lb->kilu", to, flows, to, optimize=True),
        np.einsum("ka,aibu,lb->kilu", to, between, to, optimize=True),
    )


def spread_35(flows: Array, output: Array, inputs: Array) -> Array:
    """Return flows by 35 industries as flows by 34, divided by output of sellers and inputs of users."""
    sellers = split("wiod35", output)
    users = np.array([uses(one) for one in split("wiod35", inputs)])
    return np.asarray(np.einsum("oia,oadb,dub->oidu", sellers, flows, users, optimize=True))


def refine(flows: Array, finer: Array, fallback: Array) -> Array:
    """Return flows by 35 industries as flows by 34, divided as another table of 34 industries is.

    Parameters
    ----------
    flows : (20, 35, 20, 35 + 3) array
    finer : (20, 34, 20, 37) array
        The table whose division is taken.
    fallback : (20, 34, 20, 37) array
        The same flows, divided otherwise; taken where the table has none.
    """
    pooled = list(dict.fromkeys(row["wiod35"] for row in TABLE))
    to = np.array([[float(row["wiod35"] == some) for some in pooled] for row in TABLE])
    of = np.array([[float(code in some.split()) for some in pooled] for code in codes("wiod35")])
    sums = _aggregate_flows(flows, of)
    base = _aggregate_flows(finer, to)
    ratio = np.divide(sums, base, out=np.zeros_like(sums), where=base > 0)
    found = finer * np.einsum("ia,oadb,ub->oidu", to, ratio, uses(to), optimize=True)
    without = np.einsum("ia,oadb,ub->oidu", to, (base <= 0).astype(float), uses(to), optimize=True) > 0
    return np.where(without, fallback, found)


def _aggregate_flows(flows: Array, member: Array) -> Array:
    return np.asarray(np.einsum("ia,oidu,ub->oadb", member, flows, uses(member), optimize=True))


def flows_2014(known: Wiod2016, weights: Array, totals: Totals, pattern: Array) -> Array:
    """Return the flows of 2014: domestic inputs and final use as published, trade in inputs estimated.

    Parameters
    ----------
    known : Wiod2016
        What is at hand of the release.
    weights : (20, 34) array
        What codes held by several industries are divided by.
    totals : Totals
        Output and value added of 2014 (NaN for the rest of the world).
    pattern : (20, 34, 20, 37) array
        Flows between economies in 2011.

    Notes
    -----
    Trade in inputs by seller, buyer and sector is all sales less final use and domestic inputs. It is spread over
    industries and users by the pattern, and fitted to what each industry imports: output less value added and domestic
    inputs.
    """
    to = economies(known.regions)
    bridge = split("wiod56", weights)[to.argmax(axis=0)]
    at_home = np.einsum("ka,aip,apq,ajq->kij", to, bridge, known.domestic, bridge, optimize=True)
    final = np.einsum("ka,aip,apbf,lb->kilf", to, bridge, known.final, to, optimize=True)
    sales = np.einsum("ka,abs,lb->kls", to, known.bilateral, to, optimize=True)
    member, own = layout().sectors, np.arange(len(ECONOMIES))
    traded = sales - np.einsum("kilf,is->kls", final, member)
    traded[own, own] -= np.einsum("kij,is->ks", at_home, member)
    imported = totals.output - totals.values - at_home.sum(axis=1)
    inputs = _fit(add_average(pattern)[..., :S], np.maximum(traded, 0.0), np.maximum(imported, 0.0))
    inputs[own, :, own, :] += at_home
    return np.concatenate([inputs, final], axis=3)


def _fit(flows: Array, traded: Array, imported: Array) -> Array:
    member = layout().sectors
    for _ in range(ROUNDS):
        columns = flows.sum(axis=(0, 1))
        factor = np.where(np.isfinite(imported) & (columns > 0), imported / np.where(columns > 0, columns, 1.0), 1.0)
        flows = flows * factor
        blocks = np.einsum("oidu,is->ods", flows, member)
        ratio = np.divide(traded, blocks, out=np.zeros_like(blocks), where=blocks > 0)
        flows = flows * np.einsum("ods,is->oid", ratio, member)[..., None]
    return flows


def add_average(flows: Array) -> Array:
    """Return flows with a trace of the average pattern, so that no row or column with activity is without one.

    Notes
    -----
    The trace between two economies, or within one, is a millionth of their flows, spread over industries and users as
    those of the world between economies, or within them.
    """
    own = np.arange(len(flows))
    pairs = flows.sum(axis=(1, 3))
    within = flows[own, :, own, :].sum(axis=0)
    between = flows.sum(axis=(0, 2)) - within
    trace = np.einsum("od,iu->oidu", pairs, between / between.sum())
    trace[own, :, own, :] = pairs[own, own][:, None, None] * within / within.sum()
    return np.asarray(flows + TRACE * trace)


TRACE = 1e-6
"""Share of the average pattern that is added to every structure."""


def mix(tables: dict[int, Array], year: float) -> Array:
    """Return the structure between two years, a weighted mean of both at one level.

    Examples
    --------
    >>> mix({2014: np.array([1.0, 3.0]), 2020: np.array([6.0, 2.0])}, 2017).tolist()
    [0.5, 0.5]
    """
    first, last = sorted(tables)
    share = float(np.interp(year, (first, last), (0.0, 1.0)))
    one, other = (tables[y] / tables[y].sum() for y in (first, last))
    return np.asarray((1 - share) * one + share * other)
