"""Structural change of a baseline: uneven progress of industries, and demand that follows income and prices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.frozen import Frozen
from newind.kernels.nonhomothetic import demand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.typing import Array


MOST = 0.9
"""Largest share of final demand that may be invested."""


@dataclass(frozen=True, eq=False)
class StructuralChange(Frozen):
    """Drivers of structure from year to year, the same with a package and without.

    Households buy by non-homothetic CES per head, governments and investors by CES; the weights of goods in final
    demand, which the model bundles as one, are moved to what the three buy together. Income and prices are those of the
    year before, the share of what is invested that of the year.

    Parameters
    ----------
    progress : (S,) array
        Growth of productivity a year beyond that of all industries, in logs.
    bought, governed, invested : (S, R) array
        Benchmark spending of households, governments and investors [k, n].
    effects : (S, 1) array
        Income effects, e.
    population, investment : (T, R) array
        People, and the share of final demand that is invested; logs over the benchmark.
    substitution, final : float
        Elasticities of substitution of households, and of all final demand.

    References
    ----------
    Comin, Lashkari & Mestieri (2021), Econometrica 89(1), 311; Ngai & Pissarides (2007), American Economic Review
    97(1), 429.
    """

    progress: Array
    bought: Array
    governed: Array
    invested: Array
    effects: Array
    population: Array
    investment: Array
    substitution: float
    final: float

    def find_taste(self, t: int, figures: Mapping[str, Array]) -> Array:
        """Return log changes of weights of goods in final demand of a year, by income and prices before it; (S, R)."""
        price = figures["final_prices"]
        income = figures["final_spending"] - self.population[t - 1]
        whole = self.bought.sum(axis=0)
        bought = demand(_over(self.bought, whole, 0.0), price, income, self.substitution, self.effects)[1] * whole
        before = self.bought + self.governed + self.invested
        spent, invested = before.sum(axis=0), self.invested.sum(axis=0)
        more = np.minimum(np.exp(self.investment[t]), _over(MOST * spent, invested, 1.0))
        less = _over(spent - more * invested, spent - invested, 1.0)
        weight = less * (bought + self._by_price(self.governed, price)) + more * self._by_price(self.invested, price)
        return np.asarray(np.log(_over(weight * np.exp((self.final - 1.0) * price), before, 1.0)))

    def _by_price(self, spent: Array, price: Array) -> Array:
        """Return spending after prices have changed, at the same sum."""
        now = spent * np.exp((1.0 - self.final) * price)
        return np.asarray(now * _over(spent.sum(axis=0), now.sum(axis=0), 1.0))


def _over(above: Array, below: Array, otherwise: float) -> Array:
    """Return a quotient, something else where it is of nothing."""
    places = (below > 0) & (above > 0)
    shape = np.broadcast_shapes(above.shape, below.shape)
    return np.asarray(np.divide(above, below, out=np.full(shape, otherwise), where=places))
