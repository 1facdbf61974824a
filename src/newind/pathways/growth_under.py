"""Growth under a carbon budget: the price of carbon that keeps a region within it, and what that costs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from newind.aliases import module_aliases
from newind.errors import ConvergenceError, DataError, PolicyError, tell
from newind.measures.shared import kilotonnes
from newind.pathways.outlook import settle
from newind.pathways.pathway import Pathway, pathway
from newind.pathways.yearly import compute_full_pricing
from newind.policy.posing import as_package
from newind.policy.schema import Package, Shock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.pathways.outlook import Outlook
    from newind.typing import Array

HIGHEST = 1000.0
"""Highest price that is tried, USD per tonne."""
FIRST, STEP = 50.0, 4.0
"""Price that is tried first, and by how much the next one is larger."""
TRIALS = 12
"""Paths that are followed at most."""
CLOSE = 1e-3
"""How far below a limit emissions may end, as a part of it."""
SCALE = 20.0
"""Price in USD per tonne over which emissions answer about evenly: prices are searched in logs beyond it."""
RECYCLING = ("lump_sum", "output_based")


@dataclass(frozen=True)
class EmissionLimit:
    """Limit on the emissions of a region.

    Parameters
    ----------
    total : float, optional
        Mt CO2 that may be emitted from the first year of the price to the last year of the path.
    share : float, optional
        The same as a part of what the baseline emits in these years: 0.9 is a tenth less.
    peak_by : int, optional
        Year after which emissions stay below the highest before.

    Raises
    ------
    DataError
        Where nothing is limited, a budget is given twice, or is not above zero.
    """

    total: float | None = None
    share: float | None = None
    peak_by: int | None = None

    def __post_init__(self) -> None:
        """Refuse what is no limit."""
        given = [v for v in (self.total, self.share) if v is not None]
        if len(given) > 1 or not (given or self.peak_by is not None):
            raise DataError(tell("budget.one"))
        if given and not 0 < given[0] < np.inf:
            raise DataError(tell("budget.size", size=given[0]))

    def excess(self, emitted: Array, without: Array, years: Array, since: int) -> float:
        """Return by what part emissions are above what they have to keep to, below zero where they are under it.

        Parameters
        ----------
        emitted, without : (T,) array, Mt
            Emissions of the region, and those of the baseline.
        years : (T,) array
        since : int
            First year that counts.
        """
        counted, found = years >= since, []
        if self.total is not None or self.share is not None:
            allowed = self.total if self.total is not None else float(self.share or 0.0) * without[counted].sum()
            found.append(emitted[counted].sum() / allowed - 1.0)
        if self.peak_by is not None:
            late = years > self.peak_by
            found.append(emitted[late].max() / emitted[~late].max() - 1.0)
        return float(max(found))


@dataclass(frozen=True, eq=False)
class BudgetPathway:
    """A path within a carbon budget.

    Parameters
    ----------
    path : Pathway
        The years with the price.
    without : Pathway
        The same without the price: a package alone, or the baseline.
    region : str
        Who keeps to the limit.
    limit : EmissionLimit
    price : float
        USD per tonne in the last year, on top of what the package asks; the price rises to it by equal steps.
    since : int
        First year of the price.
    recycling : str
        Where the revenue goes.
    trials : tuple of (float, float)
        Prices that were followed, and by what part the limit was exceeded.
    """

    path: Pathway
    without: Pathway
    region: str
    limit: EmissionLimit
    price: float
    since: int
    recycling: str
    trials: tuple[tuple[float, float], ...] = field(default=())

    @property
    def prices(self) -> Array:
        """Price of each year; (T,), USD per tonne."""
        years = np.array(self.path.years)
        return np.asarray(self.price * np.clip((years - self.since + 1) / (years[-1] - self.since + 1), 0.0, 1.0))

    def growth(self, name: str = "gdp", *, priced: bool = True) -> float:
        """Return mean yearly growth of a yearly figure from the year before the price to the last year."""
        values = (self.path if priced else self.without).series(name)[:, self._at]
        before = self.path.years.index(self.since) - 1
        return float((values[-1] / values[before]) ** (1.0 / (len(values) - 1 - before)) - 1.0)

    @property
    def welfare(self) -> float:
        """Change of the present value of consumption since the price began, against the same path without it."""
        return float((1.0 + self.path.welfare[self._at]) / (1.0 + self._welfare_without_price) - 1.0)

    @property
    def emissions(self) -> tuple[Array, Array, Array]:
        """Mt CO2 of each year with the price, without it, and of the baseline; (T,) each."""
        paths = (self.path, self.without, self.path.baseline)
        a, b, c = (compute_emissions(p, self._at) for p in paths)
        return a, b, c

    def table(self) -> pd.DataFrame:
        """Return one row a year: price, emissions, GDP and consumption with and without the price."""
        import pandas as pd

        priced, free, base = self.emissions
        levels = {
            f"{name}{end}": p.series(name)[:, self._at]
            for name in ("gdp", "consumption")
            for end, p in (("", self.path), ("_without", self.without))
        }
        changes = {f"{n}_change": levels[n] / levels[f"{n}_without"] - 1.0 for n in ("gdp", "consumption")}
        emitted = {"co2": priced, "co2_without": free, "co2_baseline": base}
        return pd.DataFrame({"year": list(self.path.years), "price": self.prices, **emitted, **levels, **changes})

    @property
    def leakage(self) -> float:
        """Rise of others' emissions while the price is in force, over the region's fall; NaN without a price."""
        since = self.path.years.index(self.since)
        more = (self.path.followed.emissions - self.without.followed.emissions)[since:].sum(axis=(0, 2))
        return float((more.sum() - more[self._at]) / -more[self._at]) if self.price > 0 else np.nan

    @property
    def _at(self) -> int:
        return self.path.regions.index(self.region)

    @property
    def _welfare_without_price(self) -> float:
        return float(self.without.welfare[self._at]) if self.without.package.shocks else 0.0


def growth_within(
    w: Accounts,
    region: str,
    limit: EmissionLimit,
    package: Package | Shock | Iterable[Shock] | None = None,
    until: int | None = None,
    horizon: str | None = None,
    parameters: Mapping[str, Any] | None = None,
    *,
    outlook: Outlook | None = None,
    start: int | None = None,
    history: bool | None = None,
    recycling: str = "lump_sum",
    highest: float = HIGHEST,
    watch: Callable[[float, float], None] | None = None,
) -> BudgetPathway:
    """Return the path on which a region keeps within a carbon budget, and the price of carbon that this takes.

    Parameters
    ----------
    w : Accounts
        Closed accounts with CO2, the benchmark.
    region : str
        Whose emissions are limited, and whose industries all pay the price; households pay nothing.
    limit : EmissionLimit
        A budget, a year to peak by, or both.
    package : Package, Shock or shocks, optional
        What is done besides; the price comes on top. Industries whose carbon it prices go on paying for the emissions
        that it covers, and get the revenue as it says.
    until, horizon, parameters, outlook, history
        As of :func:`newind.pathway`.
    start : int, optional
        First policy year in place of that of the outlook, in which the price begins. From then on it rises by the same
        amount every year.
    recycling : {"lump_sum", "output_based"}
        Revenue to households, or back to the industries by their output.
    highest : float
        Highest price that is tried, USD per tonne.
    watch : callable, optional
        Called with each price that was followed and by what part the limit was exceeded.

    Raises
    ------
    DataError
        For accounts without CO2 of the region, and for years that do not fit.
    PolicyError
        Where no price up to the highest keeps within the limit; it says how far the highest gets.
    UnknownNameError, ConvergenceError
        As of :func:`newind.pathway`, for the package without the price.
    """
    given = {"until": until, "horizon": horizon, "parameters": parameters, "start": start, "history": history}
    met = settle(w, outlook, region=region, **given)
    until, since = met.until, met.start
    if limit.peak_by is not None and not w.year <= limit.peak_by < until:
        raise DataError(tell("budget.peak", year=limit.peak_by, first=w.year, last=until - 1))
    chosen = as_package(package)
    without = pathway(w, chosen, outlook=met)
    at = without.regions.index(region)
    _check(w, without, at, since, recycling, highest)
    years, base = np.array(without.years), compute_emissions(without.baseline, at)
    payers, kept = _payers(without, at, recycling), {0.0: without}

    def excess(price: float) -> float:
        if price > 0:
            ramp = [
                Shock("carbon_price", price, "add", region, industry=codes, start=since, phase_in=until - since,
                      options=options)
                for codes, options in payers
            ]  # fmt: skip
            both = Package([*chosen.shocks, *ramp], name=chosen.name or "budget", financing=chosen.financing)
            kept[price] = pathway(w, both, outlook=met)
        found = limit.excess(compute_emissions(kept[price], at), base, years, since)
        if watch is not None:
            watch(price, found)
        return found

    price, trials = least_price(excess, highest)
    return BudgetPathway(kept[price], without, region, limit, price, since, recycling, trials)


def _payers(p: Pathway, at: int, recycling: str) -> list[tuple[list[str], dict[str, Any]]]:
    """Return who pays by what rules: those of the package where it prices carbon, else for all emissions."""
    priced = compute_full_pricing(p.base.lab, p.package)
    found: dict[tuple[float, str], list[str]] = {}
    for code, mean, covered, returned in zip(
        p.industries, priced.mean[at], priced.coverage[at], priced.returned[at], strict=True
    ):
        rule = (float(covered), RECYCLING[int(returned)]) if mean > 0 else (1.0, recycling)
        found.setdefault(rule, []).append(code)
    return [(codes, {"coverage": share, "recycling": back}) for (share, back), codes in found.items()]


def least_price(excess: Callable[[float], float], highest: float) -> tuple[float, tuple[tuple[float, float], ...]]:
    """Return the lowest price at which nothing is exceeded, within `CLOSE`, and all that was tried.

    Parameters
    ----------
    excess : callable
        From a price to by what part the limit is exceeded; falling.
    highest : float
        Where the search ends.

    Raises
    ------
    PolicyError
        Where the limit is exceeded at the highest price that has a path.

    Notes
    -----
    The price is enclosed from below by steps, then found by regula falsi in logs, the end that stays counting half
    (Illinois). A price without a path is a bound from above.

    Examples
    --------
    >>> price, tried = least_price(lambda p: 1.2 / (1 + p / 100) - 1, 1000.0)
    >>> abs(price - 20) < 0.2, len(tried) < 8
    (True, True)
    """
    low, high, tried = (0.0, excess(0.0)), None, []
    tried.append(low)
    if low[1] <= 0:
        return 0.0, tuple(tried)
    barrier, price, weights = np.inf, min(FIRST, highest), (1.0, 1.0)
    while len(tried) < TRIALS:
        try:
            tried.append((price, excess(price)))
        except ConvergenceError:
            tried.append((price, np.nan))
            barrier = price
        here = tried[-1]
        if -CLOSE <= here[1] <= 0:
            return price, tuple(tried)
        if here[1] > 0:
            weights = (1.0, weights[1] / 2 if high is not None and tried[-2] == low else 1.0)
            low = here
        elif here[1] < 0:
            weights = (weights[0] / 2 if tried[-2] == high else 1.0, 1.0)
            high = here
        if high is None and (low[0] >= highest or barrier - low[0] < CLOSE * barrier):
            break
        price = _further(low[0], min(barrier, highest), barrier) if high is None else _secant(low, high, weights)
    if high is None:
        raise PolicyError(tell("budget.out", price=f"{low[0]:.4g}", excess=f"{100 * low[1]:.3g}"))
    return high[0], tuple(tried)


def _further(low: float, most: float, barrier: float) -> float:
    """Return a higher price to try: a step further, or half way, in logs, to one that has no path."""
    further = min(low * STEP, most) if low else most / STEP
    return further if further < barrier else _between(low, barrier)


def _secant(low: tuple[float, float], high: tuple[float, float], weights: tuple[float, float]) -> float:
    """Return the price between two at which a straight line, in logs, ends just below the limit."""
    a, b = (np.log1p(p / SCALE) for p in (low[0], high[0]))
    over, under = ((end[1] + CLOSE / 2) * weight for end, weight in zip((low, high), weights, strict=True))
    return float(SCALE * np.expm1(a + (b - a) * over / (over - under)))


def _between(low: float, high: float) -> float:
    return float(SCALE * np.expm1((np.log1p(low / SCALE) + np.log1p(high / SCALE)) / 2))


def compute_emissions(p: Pathway, at: int) -> Array:
    """Return what a region emits in each year; (T,), Mt CO2."""
    per = kilotonnes(p.base.lab.baseline, "co2") / 1e3
    return np.asarray(p.followed.emissions[:, at].sum(axis=1) * per)


def _check(w: Accounts, p: Pathway, at: int, since: int, recycling: str, highest: float) -> None:
    """Refuse what cannot be searched for."""
    first, last = p.years[0], p.years[-1]
    if "co2" not in w.satellites or not compute_emissions(p, at).sum() > 0:
        raise DataError(tell("budget.no_carbon", region=p.regions.codes[at]))
    if not first < since <= last:
        raise DataError(tell("budget.start", start=since, first=first + 1, last=last))
    if recycling not in RECYCLING:
        raise DataError(tell("path.choice", name="recycling", value=recycling, known=", ".join(RECYCLING)))
    if not 0 < highest <= HIGHEST:
        raise DataError(tell("path.number", name="highest", value=highest, low=0, high=HIGHEST))


__getattr__ = module_aliases(__name__, Limit="EmissionLimit", GrowthWithin="BudgetPathway")
