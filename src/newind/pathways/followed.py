"""Yearly figures of a run: income, product, consumption, capital and emissions of each region."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from newind.equilibrium.dynamics import real_product
from newind.equilibrium.mechanisms.capital import bundle_price
from newind.equilibrium.quantities import Quantities
from newind.errors import enumerated, tell, unknown
from newind.pathways.baseline import carbon_of
from newind.pathways.mechanisms import CONSUMED, goods
from newind.pathways.power import power_at

if TYPE_CHECKING:
    from newind.equilibrium.dynamics import Run
    from newind.pathways.baseline import Baseline
    from newind.typing import Array

SERIES = ("real_income", "gdp", "consumption", "capital", "co2")
"""Figures of a region, as factors of the benchmark year."""


@dataclass(frozen=True, eq=False)
class Followed:
    """The years of a run with their figures, which are computed when they are asked for.

    Parameters
    ----------
    base : Baseline
        What the run belongs to.
    run : Run
        The years.
    power : (T, R) array, optional
        Emissions per unit of power over those of the baseline.
    """

    base: Baseline
    run: Run
    power: Array | None = None

    @cached_property
    def intensity(self) -> Array:
        """Emissions per unit of what causes them over those of the benchmark; (T, R, S + 1), final users last."""
        return emitting(self.base, self.power)[: len(self.run.years)]

    @cached_property
    def _each(self) -> dict[str, Array]:
        """Figures of all years, one solution at a time, so that only one is in memory."""
        w = self.base.lab.baseline
        consumed, made = goods(w, CONSUMED), carbon_of(w)
        found: dict[str, list[Array]] = {n: [] for n in ("real_income", "consumption", "product", "capital", "carbon")}
        for t, year in enumerate(self.run.years):
            solution = year.solution
            income = solution.state.at.income
            found["real_income"].append(np.exp(income - solution.state.prices.final))
            found["consumption"].append(np.exp(income - bundle_price(solution.state, consumed)))
            found["product"].append(real_product(solution))
            found["capital"].append(_of_region(year.stocks["capital"]))
            found["carbon"].append(made * Quantities(solution, w).emissions * self.intensity[t])
        return {name: np.array(values) for name, values in found.items()}

    @property
    def emissions(self) -> Array:
        """CO2 of each industry, then of final users, unit of the satellite; (T, R, S + 1), zeros without one."""
        return self._each["carbon"]

    def series(self, name: str) -> Array:
        """Return a figure as a factor of the benchmark year; (T, R), NaN where nothing is known.

        Parameters
        ----------
        name : {"real_income", "gdp", "consumption", "capital", "co2"}
            Real income is what final users can buy of their bundle; consumption is that part of it that is not
            invested, at its own prices; GDP is value added at prices of the benchmark; capital what there is of it.

        Raises
        ------
        UnknownNameError
            For another name.
        """
        if name not in SERIES:
            raise unknown("series", name, SERIES, tell("path.series", known=enumerated(SERIES)))
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


def _of_region(stock: Array) -> Array:
    return stock if stock.ndim == 1 else np.asarray(stock.mean(axis=1))
