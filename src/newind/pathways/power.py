"""Cleaner power under a carbon price: what is built moves to sources that emit less, and learns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.analyses.green.energy_effect import power_industry
from newind.analyses.green.energy_scenario import FURTHEST, factor_under
from newind.data.reference.power import generation
from newind.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newind.equilibrium.laboratory import Laboratory
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
            ratio = factor_under(code, prices[:, r]) / factor_under(code, np.zeros(len(ahead)))
            found[ahead, r] = ratio
            found[list(late), r] = ratio[-1]
    return found
