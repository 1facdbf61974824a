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


@dataclass(frozen=True, eq=False)
class StructuralChange(Frozen):
    """Drivers of structure from year to year, the same with a package and without.

    Households buy by non-homothetic CES per head, governments and investors by CES; the weights of goods in final
    demand, which the model bundles as one, are moved to what the three buy together. Their income and prices are those
    of the year before.

    Parameters
    ----------
    progress : (S,) array
        Growth of productivity a year beyond that of all industries, in logs.
    bought, others : (S, R) array
        Benchmark spending of households, and of governments and investors [k, n].
    effects : (S, 1) array
        Income effects, e.
    population : (T, R) array
        People, logs over the benchmark.
    substitution, final : float
        Elasticities of substitution of households, and of all final demand.

    References
    ----------
    Comin, Lashkari & Mestieri (2021), Econometrica 89(1), 311; Ngai & Pissarides (2007), American Economic Review
    97(1), 429.
    """

    progress: Array
    bought: Array
    others: Array
    effects: Array
    population: Array
    substitution: float
    final: float

    def find_taste(self, t: int, figures: Mapping[str, Array]) -> Array:
        """Return log changes of weights of goods in final demand, by income and prices of a year; (S, R)."""
        price, income = figures["final_prices"], figures["final_spending"]
        whole = self.bought.sum(axis=0)
        before = self.bought + self.others
        share = np.divide(self.bought, whole, out=np.zeros_like(self.bought), where=whole > 0)
        now = demand(share, price, income - self.population[t], self.substitution, self.effects)[1] * whole
        rest = self.others * np.exp((1.0 - self.final) * price)
        rest *= _over(self.others.sum(axis=0), rest.sum(axis=0))
        weight = (now + rest) * np.exp((self.final - 1.0) * price)
        return np.asarray(np.log(_over(weight, before)))


def _over(above: Array, below: Array) -> Array:
    """Return a quotient, 1 where it is of nothing."""
    return np.divide(above, below, out=np.ones_like(above), where=(below > 0) & (above > 0))
