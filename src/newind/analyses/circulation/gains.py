"""Who gains when whom grows: what growth of one economy brings the others, in the accounts and in the model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.accounts import Accounts
from newind.analyses.circulation.dual import find_closed_region
from newind.analyses.losses import corners
from newind.equilibrium.assumptions import Assumptions
from newind.errors import DataError
from newind.kernels.quotients import ratio
from newind.kernels.valueadded import bilateral_exports
from newind.measures.exports import home_value
from newind.measures.partners import value_per_hour_by_partner
from newind.messages import list_columns, message_group
from newind.policy.verdicts import SMALLEST
from newind.policy.schema import Package, Shock
from newind.policy.simulate import Simulation, simulate_many

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from newind.messages import Text
    from newind.typing import Array

DIRECTIONS: dict[str, Text] = message_group("circulation.gains.directions")
TERMS: dict[str, Text] = message_group("circulation.gains.terms")
COLUMNS = (
    "year", "region", "grows", "named", "value_added", "share_of_value_added", "value_per_hour", "real_income_low",
    "real_income", "real_income_high", "direction", *list_columns("direction"), "terms_of_trade_low",
    "terms_of_trade_high", "terms_direction", *list_columns("terms"), "horizon", "unit", "status",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class GrowthEffects:
    """Effects of the growth of each economy (second axis, G) on each region (first axis, M).

    Attributes
    ----------
    accounts : Accounts
    regions, growing : tuple of str
        Codes of those that receive, and of those that grow.
    growth : float
        By how much: final demand in the accounts, productivity of all industries in the model.
    horizon : str
    value_added : (M, G) array, money
        Value added that the additional final demand of an economy brings, all prices as they are.
    per_hour : (M, G) array, USD/hour
        Value added per hour worked for the final demand of the economy; NaN where hours are not known.
    real_income : (C, M, G) array
        Change of real income, a fraction, with central elasticities (first) and in each combination; NaN where there is
        no equilibrium.
    terms : (C, M, G) array
        What the terms of trade bring, as a part of final demand; see :func:`terms_of_trade`.
    failed : tuple of str
        Cases without an equilibrium, with the reason.
    """

    accounts: Accounts
    regions: tuple[str, ...]
    growing: tuple[str, ...]
    growth: float
    horizon: str
    value_added: Array
    per_hour: Array
    real_income: Array
    terms: Array
    failed: tuple[str, ...] = ()

    def table(self) -> pd.DataFrame:
        """Return a row a region and growing economy.

        ``value_added`` is of the accounts (modelled on fixed prices and shares, ``share_of_value_added`` of the
        region); real income and terms of trade are modelled, with their range over trade elasticity and substitution.
        ``real_income`` is the central case, NaN where the sign changes within the range (``direction`` is then
        ``unclear``). ``named`` is False where an aggregate grows.
        """
        import pandas as pd

        rows = [self._row(m, g) for m in range(len(self.regions)) for g in range(len(self.growing))]
        return pd.DataFrame(rows, columns=list(COLUMNS))

    def _row(self, m: int, g: int) -> tuple[object, ...]:
        w, codes = self.accounts, (self.regions[m], self.growing[g])
        r, s = (w.regions.index(code) for code in codes)
        income, terms = self.real_income[:, m, g], self.terms[:, m, g]
        (low, high), (worst, best) = _ends(income), _ends(terms)
        way, trade = direction(low, high), direction(worst, best)
        middle = float("nan") if way == "unclear" else float(income[0])
        share = float(ratio(self.value_added[m, g], w.gdp[r]))
        found = (self.value_added[m, g], share, self.per_hour[m, g], low, middle, high)
        words = (way, *DIRECTIONS[way].values(), worst, best, trade, *TERMS[trade].values())
        return w.year, *codes, bool(w.regions.named[s]), *found, *words, self.horizon, w.unit, w.status


def direction(low: float, high: float) -> str:
    """Return which way a range points: ``gains``, ``loses``, ``none``, ``unclear``, or ``unknown``.

    Examples
    --------
    >>> direction(0.1, 0.2), direction(-0.2, 0.1), direction(0.0, 0.0), direction(float("nan"), float("nan"))
    ('gains', 'unclear', 'none', 'unknown')
    """
    if low != low:
        return "unknown"
    if low >= -SMALLEST and high <= SMALLEST:
        return "none"
    return "gains" if low > SMALLEST else "loses" if high < -SMALLEST else "unclear"


def growth_effects(
    w: Accounts,
    regions: Sequence[str] | str | None = None,
    growth: float = 0.01,
    growing: Sequence[str] | str | None = None,
    horizon: str = "medium",
    parameters: Mapping[str, Any] | None = None,
) -> GrowthEffects:
    """Return what growth of each economy brings the others: in the accounts through demand, in the model in all.

    In the accounts the final demand of an economy grows, and everybody makes what it calls for at given prices. In the
    model productivity of all its industries grows, prices and wages move, and others gain where what they buy becomes
    cheaper against what they sell. Deficits stay what they are as a share of world income, and weigh in real income,
    unless ``parameters`` set ``trade_balance`` to ``"zero"``.

    Parameters
    ----------
    w : Accounts
        Closed accounts of one year.
    regions : sequence of str, optional
        Who receives; everybody where left out.
    growth : float in (0, 1]
        By how much one economy at a time grows.
    growing : sequence of str, optional
        Who grows; everybody where left out.
    horizon : {"short", "medium", "long"}
    parameters : mapping, optional
        In place of shipped parameters, as in :func:`newind.policy.simulate.simulate`; what is given is not varied.

    Returns
    -------
    GrowthEffects

    Raises
    ------
    DataError
        For a panel, accounts with a boundary, or growth that is not between 0 and 1.
    UnknownNameError
        For a region that does not exist, with the nearest name.

    References
    ----------
    Johnson & Noguera (2012), Journal of International Economics 86, 224. Bhagwati (1958), Review of Economic Studies
    25(3), 201.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> found = growth_effects(load("world", year=2011), ["CHN"], growing=["USA", "CHN"]).table()
    >>> found["value_added"].round().tolist(), found["direction"].tolist()
    ([3462.0, 58102.0], ['unclear', 'gains'])
    """
    if not isinstance(w, Accounts):
        raise DataError(f"growth needs accounts of one year, not a {type(w).__name__}. Take one, as in panel[2011].")
    if not 0 < growth <= 1:
        raise DataError(f"growth is {growth}: give a fraction above 0 and up to 1, as 0.01 for 1 %.")
    receivers, sources = (_codes(w, chosen) for chosen in (regions, growing))
    m, g = ([find_closed_region(w, code) for code in codes] for codes in (receivers, sources))
    failed: list[str] = []
    cases = _find_changes(w, sources, growth, horizon, list(_cases(horizon, parameters)), failed)
    return GrowthEffects(
        accounts=w,
        regions=receivers,
        growing=sources,
        growth=growth,
        horizon=horizon,
        value_added=growth * home_value(w).T[np.ix_(m, g)],
        per_hour=_per_hour(w)[np.ix_(m, g)],
        real_income=cases[:, :, 0].transpose(0, 2, 1)[:, m],
        terms=cases[:, :, 1].transpose(0, 2, 1)[:, m],
        failed=tuple(failed),
    )


def _codes(w: Accounts, chosen: Sequence[str] | str | None) -> tuple[str, ...]:
    if chosen is None:
        return w.regions.codes
    return (chosen,) if isinstance(chosen, str) else tuple(chosen)


def _per_hour(w: Accounts) -> Array:
    """Return value added per hour worked for the demand of each economy; (R, R), USD/hour."""
    if "hours" not in w.satellites:
        return np.full((w.R, w.R), np.nan)
    return np.asarray(value_per_hour_by_partner(w)[1].values)


def _cases(horizon: str, parameters: Mapping[str, Any] | None) -> Iterator[dict[str, Any]]:
    """Yield the central elasticities and the parameter combinations, on top of what was given."""
    given = dict(Assumptions(horizon, {} if parameters is None else dict(parameters)).given)
    for corner in corners(horizon, given):
        yield {**given, **corner}


def _find_changes(
    w: Accounts, sources: Sequence[str], growth: float, horizon: str, cases: list[dict[str, Any]], failed: list[str]
) -> Array:
    """Return changes of real income and terms of trade of all regions in each case, by who grows; (C, G, 2, R)."""
    found = np.full((len(cases), len(sources), 2, w.R), np.nan)
    packages = [Package([Shock("productivity", growth, region=source)]) for source in sources]
    tried = simulate_many(w, ((package, horizon, parameters) for parameters in cases for package in packages))
    for (c, k), s in zip(np.ndindex(len(cases), len(sources)), tried, strict=True):
        if isinstance(s, Simulation):
            found[c, k] = s.welfare, terms_of_trade(s)
        else:
            failed.append(f"{sources[k]} grows, {cases[c]}: {s}")
    return found


def terms_of_trade(simulation: Simulation) -> Array:
    """Return what the terms of trade bring, as a part of final demand: (R,), to first order, 0 without trade.

    ``E Δln P_E − M Δln P_M`` with exports and imports of the benchmark and their prices, in units of world value added,
    as in :attr:`newind.policy.simulate.Simulation.decomposition`, which integrates it.

    Parameters
    ----------
    simulation : Simulation
        Of shocks that leave charges at borders as they are.
    """
    w = simulation.baseline
    prices, flows = np.log(simulation.prices["output"]), bilateral_exports(w.Z4, w.Y3)
    change = (prices[:, :, None] * flows).sum(axis=1)
    return np.asarray(np.nan_to_num(ratio(change.sum(axis=1) - change.sum(axis=0), w.Yr.sum(axis=0))))


def _ends(values: Array) -> tuple[float, float]:
    """Return the lowest and the highest known value, NaN where none is."""
    known = values[~np.isnan(values)]
    return (float(known.min()), float(known.max())) if known.size else (float("nan"), float("nan"))
