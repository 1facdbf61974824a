"""Meaning of an equilibrium: flows, benchmark and quantities after the shocks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from newind.equilibrium.sales import origin_shares

if TYPE_CHECKING:
    from newind.equilibrium.benchmark import Benchmark
    from newind.equilibrium.solve import Solution
    from newind.typing import Array


def origins(solution: Solution) -> Array:
    """Return shares of origins in what users pay landed [k, n, i, u]; (S, R, R, S + 1 or 1)."""
    return origin_shares(solution.problem, solution.state.prices)


def new_benchmark(solution: Solution) -> Benchmark:
    """Return the equilibrium as a benchmark of its own, for shocks that leave no charges per unit behind.

    Emissions per unit of money are those per unit of volume over the new prices, so that what is emitted stays.
    """
    b, p, s = solution.problem.benchmark, solution.problem, solution.state
    spend = np.where(p.live, s.sales.net, 0.0)
    fuel, process = b.fuel_emissions, b.process_emissions
    left = 0.0 if p.shocks.process_intensity is None else p.shocks.process_intensity
    return replace(
        p.benchmark,
        shares=origins(solution),
        spend=spend,
        tariff=p.tariff,
        markup=p.markup,
        subsidy=p.subsidy,
        rebate=p.rebate,
        fuel_emissions=None if fuel is None else fuel * np.exp(-s.prices.good),
        process_emissions=None if process is None else process * np.exp(left - s.prices.border),
    )
