"""From provincial tables to one table, in four steps, each on the result of the last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.accounts import Accounts
from newind.accounts.regions import Regions, region
from newind.accounts.satellite import Satellite
from newind.data.multiregion import assemble, stacked
from newind.data.multiregion.friction import REST, Friction, all_provinces, ease
from newind.data.multiregion.misses import TableNames
from newind.data.multiregion.reconcile import reconcile, reconcile_trade, scale_to_totals
from newind.data.multiregion.report import BalanceReport, measure_adjustments
from newind.data.multiregion.rest import with_rest
from newind.data.single import ERROR, SATELLITES, Single
from newind.errors import DataError, offenders
from newind.kernels.balance import BalanceError

if TYPE_CHECKING:
    from newind.data.multiregion.reconcile import Level, ReconciliationResult
    from newind.data.multiregion.stacked import Table
    from newind.data.multiregion.tables import NationalTable, ProvinceTables
    from newind.kernels.balance import BalanceResult
    from newind.typing import Array

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
    country = None if national is None else stacked.national(national)
    given = stacked.stack(provinces)
    if national is not None:
        _check_alike(given, national)
    p = _all(given, country, complete)
    r = reconcile_trade(p) if country is None else reconcile(p, country, level)
    traded = assemble.trade(r, ease(friction, [q.code for q in p.regions], exponent))
    start = assemble.flows(r, traded)
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
        theirs, ours = (" ".join(stacked.short(getattr(w, what)) for what in other) for w in (national, p))
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
        return assemble.balance_table(r, start, country, p.demand)
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
