"""From provincial tables to one table, in four steps, each on the result of the last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.accounts import Accounts
from newind.accounts.regions import Regions, region
from newind.accounts.satellite import Satellite
from newind.data.multiregion import tables
from newind.data.multiregion.friction import REST, Friction, all_provinces, ease, with_rest
from newind.data.multiregion.reconcile import (
    BalanceReport,
    measure_adjustments,
    reconcile,
    reconcile_trade,
    scale_to_totals,
)
from newind.data.single import ERROR, SATELLITES, Single
from newind.errors import DataError, offenders
from newind.kernels.balance import BalanceError, BalanceResult, mrgras
from newind.kernels.quotients import per_output
from newind.kernels.spatial import gravity

if TYPE_CHECKING:
    from newind.data.multiregion.reconcile import Level, ReconciliationResult
    from newind.data.multiregion.tables import NationalTable, ProvinceTables, Table
    from newind.kernels.balance import Miss
    from newind.typing import Array, IntArray


ROW = "ROW"
SCENARIO_NOTE = (
    "estimated from tables of single provinces: transit taken out, reconciled, trade between provinces by doubly "
    "constrained gravity ({friction}), balanced by MR-GRAS"
)


@dataclass(frozen=True, eq=False)
class Multiregion:
    """A table of all provinces and abroad, and how it came about.

    Attributes
    ----------
    accounts : Accounts
        Regions are the provinces and ``ROW``, which is a boundary; the status is ``estimated``.
    report : BalanceReport
        What each step moved, by province and industry.
    """

    accounts: Accounts
    report: BalanceReport

    def __repr__(self) -> str:
        """Say what this is in a line."""
        return f"Multiregion({self.accounts!r}, balanced in {self.report.iterations} rounds)"


def build(
    provinces: Sequence[Table],
    national: Accounts | None = None,
    friction: Friction | Array = "distance",
    *,
    exponent: float | None = None,
    level: Level = "mean",
    complete: bool | None = None,
) -> Multiregion:
    """Make one table of the tables of provinces.

    Parameters
    ----------
    provinces : sequence of Accounts or Single
        A table of each province with the partners ``CN-REST`` and ``ROW``, of one year, unit and classification.
    national : Accounts, optional
        The table of the country with the partner ``ROW``, home products and imports apart; provinces are made to add
        up to it, by product and user. Without it only trade between provinces is made to agree, and what is then
        missing in a province stands in a category ``error``.
    friction : {"distance", "uniform"} or (P, P) array
        What hinders trade between provinces: the distance of their capitals, nothing, or distances of your own.
    exponent : float, optional
        Power to which distance reduces trade; the parameter ``trade_distance`` by default.
    level : {"mean", "least", "most"}
        How much provinces trade where the outflows and inflows that they state say different things; needs `national`.
    complete : bool, optional
        Whether these are all provinces; by default, whether all 31 are given. Otherwise the others are one region
        ``CN-REST``: the country less the provinces given.

    Returns
    -------
    Multiregion

    Raises
    ------
    DataError
        When tables contradict themselves or each other, naming the worst; when provinces are missing and there is no
        national table.

    Notes
    -----
    1. What only passes through a province leaves both its outflow and its inflow. 2. Provinces are reconciled with the
    country by industry, and what is sent with what is received. 3. Trade between provinces by product: doubly
    constrained gravity. 4. All users of a product in a province buy it from the same places; then multi-regional GRAS
    meets output, inputs, final demand and the country's flows by product and user.
    """
    _check_arguments(provinces, national)
    country = None if national is None else tables.national(national)
    given = tables.stack(provinces)
    if national is not None:
        _check_alike(given, national)
    p = _all(given, country, complete)
    r = reconcile_trade(p) if country is None else reconcile(p, country, level)
    traded = trade(r, ease(friction, [q.code for q in p.regions], exponent))
    start = flows(r, traded)
    balanced = balance_or_explain(p, r, start, country)
    label = friction if isinstance(friction, str) else "distances given"
    source = f"{p.source}; {SCENARIO_NOTE.format(friction=label)}".lstrip("; ")
    report = measure_adjustments(p, r, start, balanced)
    del start  # a whole table less in memory while the next is made
    return Multiregion(_accounts(p, r, balanced.values, source), report)


def _check_arguments(provinces: object, national: object) -> None:
    """Raise for arguments in another order or of another kind."""
    if not isinstance(provinces, Sequence):
        swapped = " The two arguments are swapped." if isinstance(national, Sequence) else ""
        raise DataError(
            f"the tables of provinces must be a list, not {type(provinces).__name__}.{swapped} Write "
            f"build([table, table, ...], national)."
        )
    if national is not None and not isinstance(national, Accounts):
        raise DataError(
            f"the national table must be accounts, not {type(national).__name__}. Write build([table, table, ...], "
            f"national), with the country's table as newind.read returns it."
        )
    other = [type(w).__name__ for w in provinces if not isinstance(w, (Accounts, Single))]
    if other:
        raise DataError(f"tables of provinces that are no accounts: {offenders(other)}. Read them with newind.read.")


def _check_alike(p: ProvinceTables, national: Accounts) -> None:
    """Raise for a national table of another year, unit or classification than the provinces'."""
    other = [what for what in ("year", "unit", "industries") if getattr(p, what) != getattr(national, what)]
    if other:
        theirs, ours = (" ".join(tables.short(getattr(w, what)) for what in other) for w in (national, p))
        raise DataError(
            f"the national table differs from the provinces in {', '.join(other)}: it has {theirs}, they have {ours}. "
            f"Bring them to one year, unit and classification."
        )


def balance_or_explain(
    p: ProvinceTables, r: ReconciliationResult, start: Array, country: NationalTable | None
) -> BalanceResult:
    """Return the balanced table, or say by name which totals contradict each other.

    Raises
    ------
    DataError
        Naming the totals that are missed most.
    """
    try:
        return balance_table(r, start, country, p.demand)
    except BalanceError as error:
        names = TableNames(p, country)
        missed = offenders([names.describe_miss(miss) for miss in error.misses])
        raise DataError(
            f"no table meets all totals: missed {missed}, in {p.unit}. Compare the provinces there with the country."
        ) from error


def _all(p: ProvinceTables, country: NationalTable | None, complete: bool | None) -> ProvinceTables:
    """Return the provinces with the rest of the country where there is one."""
    missing = [code for code in all_provinces() if code not in {q.code for q in p.regions}]
    whole = not missing if complete is None else complete
    if whole and len(p.regions) > 1:
        return p
    if country is None:
        raise DataError(
            f"tables of {len(p.regions)} provinces were given, none of {offenders(missing)}. Give the national table, "
            f"and the others become {REST}; or say complete=True if at least two provinces are all that there is."
        )
    return with_rest(p, country)


def _accounts(p: ProvinceTables, r: ReconciliationResult, table: Array, source: str) -> Accounts:
    """Return accounts of a balanced table."""
    P, S, D = len(p.regions), len(p.industries), len(p.demand)
    kept = (ERROR,) if (r.errors != 0).any() else ()
    users = table[:, :-1].reshape(P + 1, S, P, S + D)
    Z = np.zeros((P + 1, S, P + 1, S))
    Z[:, :, :P] = users[:, :, :, :S]
    Y = np.zeros((P + 1, S, P + 1, D + len(kept)))
    Y[:, :, :P, :D] = users[:, :, :, S:]
    Y[:, :, P, 0] = table[:, -1].reshape(P + 1, S)
    if kept:
        Y[np.arange(P), :, np.arange(P), D] = r.errors
    n = (P + 1) * S
    return Accounts(
        Z=Z.reshape(n, n),
        Y=Y.reshape(n, -1),
        regions=Regions([*p.regions, region(ROW)]),
        industries=p.industries,
        demand=p.demand + kept,
        year=p.year,
        unit=p.unit,
        satellites=_primary(p, r),
        boundary=(ROW,),
        status="estimated",
        source=source,
    )


def _primary(p: ProvinceTables, r: ReconciliationResult) -> dict[str, Satellite]:
    """Return the parts of value added, scaled to it; unknown abroad."""
    if not p.primary:
        return {}
    P, S = r.value_added.shape
    parts = np.stack([part.ravel() for part in p.primary.values()])
    fitted = scale_to_totals(parts, r.value_added.ravel(), np.ones_like(parts)).reshape(-1, P * S)
    return {
        name: Satellite(
            np.concatenate([values, np.full(S, np.nan)]),
            unit=p.unit,
            status="estimated",
            follows=SATELLITES.get(name, "money"),
            source=p.source,
        )
        for name, values in zip(p.primary, fitted, strict=True)
    }


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


@dataclass(frozen=True, eq=False)
class TableNames:
    """Names of the rows, columns and blocks of the table that is balanced."""

    provinces: ProvinceTables
    country: NationalTable | None

    def describe_miss(self, miss: Miss) -> str:
        """Return what a missed target is, and by how much it is missed."""
        known = {"row": self._row, "column": self._column, "block": self._block}
        what = known[miss.kind](miss.index) if miss.kind in known else f"{miss.kind} {miss.index}"
        return f"{what} by {abs(miss.by):,.0f}"

    def _row(self, k: int) -> str:
        p, s = divmod(k, len(self.provinces.industries))
        product = self.provinces.industries[s]
        return (
            f"output of {self._province(p)} {product}" if p < len(self.provinces.regions) else f"imports of {product}"
        )

    def _column(self, k: int) -> str:
        users = (*self.provinces.industries, *self.provinces.demand)
        p, u = divmod(k, len(users))
        return f"purchases of {self._province(p)} {users[u]}" if p < len(self.provinces.regions) else "exports"

    def _block(self, k: int) -> str:
        industries, categories = self.provinces.industries, () if self.country is None else self.country.demand
        users = (*industries, *categories, "other final demand", "exports")
        product, user = divmod(k, len(users))
        origin, s = divmod(product, len(industries))
        return f"the country's {('own', 'imported')[origin]} {industries[s]} for {users[user]}"

    def _province(self, p: int) -> str:
        return self.provinces.regions[p].en
