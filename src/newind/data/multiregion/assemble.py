"""Third and fourth step: who trades with whom, and the table of all provinces and abroad, balanced."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.balance import BalanceResult, mrgras
from newind.kernels.quotients import per_output
from newind.kernels.spatial import gravity

if TYPE_CHECKING:
    from newind.data.multiregion.reconcile import ReconciliationResult
    from newind.data.multiregion.tables import NationalTable
    from newind.typing import Array, IntArray

PRECISION = 1e-12
"""Largest miss of a total in balancing, as a share of all flows: a thousandth of what is promised."""


def trade(r: ReconciliationResult, ease: Array) -> Array:
    """Return trade between provinces by product, seller and buyer; (S, P, P)."""
    return gravity(r.outflows.T, r.inflows.T, ease)


def flows(r: ReconciliationResult, traded: Array) -> Array:
    """Return the table before balancing: rows are the products of provinces and imports, the last column exports.

    Parameters
    ----------
    r : ReconciliationResult
    traded : (S, P, P) array
        Trade by product.

    Returns
    -------
    (P * S + S, P * (S + D) + 1) array
        Columns are the users of provinces, industries and categories of final demand by province. All users of a
        product in a province buy it from the same places.
    """
    P, S, U = r.domestic.shape
    wanted = r.domestic.sum(axis=2)
    sold = traded.transpose(1, 0, 2).copy()
    sold[np.arange(P), :, np.arange(P)] += r.home
    share = per_output(sold, np.broadcast_to(wanted.T, sold.shape).copy())
    nothing = np.broadcast_to(wanted.T <= 0, sold.shape)
    share = np.where(nothing, np.eye(P)[:, None, :], share)
    table = np.zeros(((P + 1) * S, P * U + 1))
    for q in range(P):
        sales = share[q][:, :, None] * r.domestic.transpose(1, 0, 2)
        table[q * S : (q + 1) * S, :-1] = sales.reshape(S, P * U)
    table[P * S :, :-1] = r.imported.transpose(1, 0, 2).reshape(S, P * U)
    table[: P * S, -1] = r.exports.ravel()
    return table


def balance_table(
    r: ReconciliationResult, table: Array, country: NationalTable | None, demand: tuple[str, ...]
) -> BalanceResult:
    """Return the table with rows, columns and national totals met.

    Parameters
    ----------
    r : ReconciliationResult
    table : (P * S + S, P * (S + D) + 1) array
        From `flows`.
    country : NationalTable, optional
        Without it rows and columns are met only.
    demand : tuple of str
        Provincial categories of final demand.

    Raises
    ------
    BalanceError
        When the totals cannot be met together.
    """
    P, S, _ = r.domestic.shape
    spent = np.concatenate([r.x - r.value_added, (r.domestic + r.imported).sum(axis=1)[:, S:]], axis=1)
    rows = np.concatenate([(r.x - r.errors).ravel(), r.imported.sum(axis=(0, 2))])
    columns = np.append(spent.ravel(), r.exports.sum())
    of_row = np.concatenate([np.tile(np.arange(S), P), S + np.arange(S)])
    of_column, totals = _national(country, demand, P, S)
    return mrgras(table, rows, columns, totals, of_row, of_column, tol=PRECISION)


def _national(country: NationalTable | None, demand: tuple[str, ...], P: int, S: int) -> tuple[IntArray, Array]:
    """Return the group of each column, and the totals of products by group."""
    if country is None:
        return np.zeros(P * (S + len(demand)) + 1, dtype=np.int64), np.full((2 * S, 1), np.nan)
    group = np.full(len(demand), S + len(country.demand), dtype=np.int64)
    for c, positions in enumerate(country.parts(demand)):
        group[positions] = S + c
    of_column = np.append(np.tile(np.concatenate([np.arange(S), group]), P), S + len(country.demand) + 1)
    unknown = np.zeros((2 * S, 1))
    exports = np.concatenate([country.exports, np.zeros(S)])
    own, abroad = np.hstack([country.Zd, country.Fd]), np.hstack([country.Zm, country.Fm])
    return of_column, np.hstack([np.vstack([own, abroad]), unknown, exports[:, None]])
