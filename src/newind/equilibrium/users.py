"""Final users apart: households whose purchases follow income per head, governments and investors."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from newind.equilibrium.nests import ces
from newind.equilibrium.problem import widen
from newind.frozen import Frozen
from newind.kernels.arrays import namespace
from newind.kernels.nonhomothetic import demand, equivalent_variation

if TYPE_CHECKING:
    from newind.equilibrium.problem import Problem
    from newind.typing import Array


MOST = 0.9
"""Largest share of final demand that may be invested."""


@dataclass(frozen=True, eq=False)
class FinalUsers(Frozen):
    """Who buys what of final demand in a year: each has goods of its own, all of them the same origins of a good.

    Households buy by non-homothetic CES per head, governments and investors by CES. Investors have a given share of
    final spending, the others what is left, as they shared it in the benchmark.

    Parameters
    ----------
    bought, governed, invested : (S, R) array, money
        Benchmark spending of households, governments and investors [k, n].
    effects : (S, 1) array
        Income effects, e.
    substitution : float
        Elasticity of substitution of households.
    people, investment : (R,) array
        People, and the share of final spending that is invested; logs over the benchmark.
    """

    bought: Array
    governed: Array
    invested: Array
    effects: Array
    substitution: float
    people: Array
    investment: Array

    @cached_property
    def goods(self) -> tuple[Array, Array, Array]:
        """Benchmark spending of each [k, n]; (S, R) each."""
        return self.bought, self.governed, self.invested

    @cached_property
    def parts(self) -> tuple[Array, Array, Array]:
        """Shares of each in benchmark spending; (R,) each."""
        sums = [goods.sum(axis=-2) for goods in self.goods]
        whole = np.maximum(sum(sums), np.finfo(float).tiny)
        households, governments, investors = (one / whole for one in sums)
        return households, governments, investors

    @cached_property
    def change(self) -> tuple[Array, Array, Array]:
        """Shares of each over those of the benchmark, in logs; (R,) each, that of households per head."""
        invested = self.parts[2]
        some = invested > 0
        most = np.where(some, np.minimum(invested * np.exp(self.investment), MOST), 0.0)
        most = np.where(invested < 1, most, 1.0)
        others = np.log(np.where(invested < 1, (1.0 - most) / np.where(invested < 1, 1.0 - invested, 1.0), 1.0))
        more = np.log(np.where(some, most / np.where(some, invested, 1.0), 1.0))
        return others - self.people, others, more


@dataclass(frozen=True, eq=False)
class FinalPurchases:
    """What final users buy at prices and income of a trial.

    Parameters
    ----------
    price : (R,) array
        Log change of the price of final demand: income over real income.
    shares : (S, R) array
        Shares of goods in final spending.
    spending : tuple of (S, R) array
        Of them, those of households, governments and investors.
    volumes : tuple of (R,) array
        What each gets over the benchmark, in logs: for households the spending that is worth as much at benchmark
        prices, for the others spending over the price of what they buy.
    """

    price: Array
    shares: Array
    spending: tuple[Array, Array, Array]
    volumes: tuple[Array, Array, Array]


def find_purchases(p: Problem, income: Array, price: Array) -> FinalPurchases:
    """Find what final users buy, from log changes of incomes (R,) and of prices of goods (S, R).

    Real income is the sum of what all get, at benchmark prices: of households the equivalent variation, which is their
    spending over its price where no good has an income effect.
    """
    users, xp = p.users, namespace(price)
    assert users is not None
    households, *others = p.goods_by_user
    per_head, governed, invested = (income + change for change in users.change)
    s = widen(users.substitution, 2)
    utility, shares = demand(households, price, per_head, s, users.effects, axis=-2)
    worth = xp.log1p(equivalent_variation(households, utility, s, users.effects, axis=-2)) + users.people
    sigma = widen(p.elasticities.sigma_f, 2)
    indices, bundles = zip(*(ces(goods, price, sigma, -2) for goods in others), strict=True)
    volumes = (worth, governed - indices[0], invested - indices[1])
    now = (users.parts[k] * xp.exp(users.change[k] + (users.people if k == 0 else 0.0)) for k in range(3))
    spending = tuple(part[..., None, :] * goods for part, goods in zip(now, (shares, *bundles), strict=True))
    real = sum(part * xp.exp(volume) for part, volume in zip(users.parts, volumes, strict=True))
    there = real > 0
    whole = xp.where(there, income - xp.log(xp.where(there, real, 1.0)), 0.0)
    return FinalPurchases(whole, sum(spending), spending, volumes)
