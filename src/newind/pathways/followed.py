"""Yearly figures of a run: income, product, consumption, capital, emissions and cleaner power."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np

from newind.analyses.green.energy_effect import power_industry
from newind.analyses.green.energy_scenario import FURTHEST, factor_under
from newind.data.reference.power import generation
from newind.equilibrium.quantities import mean_change
from newind.errors import DataError, join_items, tell, unknown
from newind.pathways.baseline import carbon_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newind.equilibrium.benchmark import Benchmark
    from newind.equilibrium.dynamics import EquilibriumSequence
    from newind.equilibrium.laboratory import Laboratory
    from newind.pathways.baseline import Baseline
    from newind.typing import Array


def power_at(lab: Laboratory) -> int | None:
    """Return where the industry that makes power stands, None where none stands apart."""
    try:
        return power_industry(lab.origin)
    except DataError:
        return None


def cleaner(lab: Laboratory, years: Sequence[int], price: Callable[[int], Array]) -> Array:
    """Return emissions per unit of power over those of the same year without the prices; (T, R).

    What stands runs until it retires; what is built follows cost and carbon price on learning curves. The higher
    price of plants built under a carbon price is in no account and not counted.

    Parameters
    ----------
    lab : Laboratory
        The economy.
    years : sequence of int
        In order.
    price : callable
        From a year to the price of carbon of the power industry, (R,), USD per tonne.
    """
    found = np.ones((len(years), lab.benchmark.R))
    g = generation().whole
    ahead = [t for t, year in enumerate(years) if g.years[-1] < year <= FURTHEST]
    if not ahead:
        return found
    prices = np.array([price(years[t]) for t in ahead])
    late = range(ahead[-1] + 1, len(years))
    for r in np.flatnonzero(prices.any(axis=0)):
        code = lab.origin.regions.codes[int(r)]
        if code in g.economies:
            ratio = factor_under(code, prices[:, r]) / _factor_without_price(code, len(ahead))
            found[ahead, r] = ratio
            found[list(late), r] = ratio[-1]
    return found


@cache
def _factor_without_price(code: str, years: int) -> Array:
    """Return emissions per unit of power of an economy where carbon has no price; (T,)."""
    return factor_under(code, np.zeros(years))


SERIES = ("real_income", "gdp", "consumption", "capital", "co2")
"""Figures of a region, as factors of the benchmark year."""
OBSERVED = ("real_income", "consumption", "product", "revenue", "value_added", "caused")
"""Figures of each year that are followed."""


@dataclass(frozen=True, eq=False)
class PathResults:
    """The years of a run with their figures.

    Parameters
    ----------
    base : Baseline
        What the run belongs to.
    run : EquilibriumSequence
        The years.
    power : (T, R) array, optional
        Emissions per unit of power over those of the baseline.
    """

    base: Baseline
    run: EquilibriumSequence
    power: Array | None = None

    @cached_property
    def intensity(self) -> Array:
        """Emissions per unit of what causes them over those of the benchmark; (T, R, S + 1), final users last."""
        return emitting(self.base, self.power)[: len(self.run.years)]

    @cached_property
    def _each(self) -> dict[str, Array]:
        """Figures of all years, emissions with their change per unit."""
        made, b, years = carbon_of(self.base.lab.baseline), self.base.lab.benchmark, self.run.years
        found = {name: np.array([year.figures[name] for year in years]) for name in OBSERVED}
        found["capital"] = np.array([_of_region(year.stocks["capital"], b) for year in years])
        return found | {"carbon": made * found["caused"] * self.intensity}

    @property
    def revenue(self) -> Array:
        """Receipts of governments less their payments; (T, R), million USD of the benchmark against world income."""
        return self._each["revenue"]

    @property
    def value_added(self) -> Array:
        """Value added at prices of the year; (T, R), million USD of the benchmark against world income."""
        return self._each["value_added"]

    @property
    def emissions(self) -> Array:
        """CO2 of each industry, then of final users, unit of the satellite; (T, R, S + 1), zeros without one."""
        return self._each["carbon"]

    def series(self, name: str) -> Array:
        """Return a figure as a factor of the benchmark year; (T, R), NaN where nothing is known.

        Parameters
        ----------
        name : {"real_income", "gdp", "consumption", "capital", "co2"}
            Real income is what final users get: households by equivalent variation, governments and investors each at
            its own prices; consumption is that part of it that is not invested; GDP is value added at prices of the
            benchmark; capital what there is of it.

        Raises
        ------
        UnknownNameError
            For another name.
        """
        if name not in SERIES:
            raise unknown("series", name, SERIES, tell("path.series", known=join_items(SERIES)))
        if name == "gdp":
            return _factors(self._each["product"])
        if name == "co2":
            return _factors(self.emissions.sum(axis=2))
        return self._each[name]

    @property
    def level(self) -> Array:
        """The world's real GDP over that of the benchmark; (T,)."""
        made = self._each["product"].sum(axis=1)
        return np.asarray(made / made[0])


def _of_region(stock: Array, b: Benchmark) -> Array:
    """Return capital of each region, that of industries by what capital earned in the benchmark; (R,)."""
    return stock if stock.ndim == 1 else mean_change(stock, b.value_added * (1.0 - b.labour_share))


def emitting(base: Baseline, power: Array | None) -> Array:
    """Return emissions per unit of what causes them: the baseline's, and those of power of a path; (T, R, S + 1)."""
    found = np.repeat(base.intensity[:, :, None], base.lab.benchmark.S + 1, axis=2)
    at = power_at(base.lab)
    if power is not None and at is not None:
        found[:, :, at] *= power
    return found


def _factors(values: Array) -> Array:
    """Return values over those of the first year, NaN where these are none; (T, R)."""
    first = values[0]
    return np.where(first > 0, values / np.where(first > 0, first, 1.0), np.nan)
