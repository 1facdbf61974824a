"""Final users apart: households whose purchases follow income per head, governments and investors."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium.nests import ces
from newind.equilibrium.problem import widen
from newind.frozen import Frozen
from newind.kernels.arrays import namespace
from newind.kernels.nonhomothetic import demand, equivalent_variation

if TYPE_CHECKING:
    from newind.equilibrium.problem import Problem
    from newind.typing import Array


HOUSEHOLDS, GOVERNMENTS, INVESTORS = range(3)
"""Final users, in their order."""
MOST = 0.9
"""Largest share of final demand that may be invested."""


@dataclass(frozen=True, eq=False)
class FinalDemand(Frozen):
    """Who buys what of final demand in the benchmark: households, governments, investors [f].

    Parameters
    ----------
    goods : (3, S, R) array, money
        What each spends on each good [f, k, n], tariffs included.
    origins : (S, R, R, 3) array, optional
        Shares of origins in it [k, n, i, f]; those of all final users where left out.
    """

    goods: Array
    origins: Array | None = None

    @cached_property
    def users_by_origin(self) -> Array:
        """Shares of origins with these last [k, n, f, i]; (S, R, 3, R)."""
        assert self.origins is not None
        return np.ascontiguousarray(self.origins.swapaxes(-1, -2))

    @cached_property
    def parts(self) -> Array:
        """Shares of users in final spending; (3, R)."""
        spent = self.goods.sum(axis=1)
        return np.asarray(spent / np.maximum(spent.sum(axis=0), np.finfo(float).tiny))


@dataclass(frozen=True, eq=False)
class FinalUsers(Frozen):
    """Final users of a year.

    Households buy by non-homothetic CES per head, governments and investors by CES. Investors have a given share of
    final spending, the others what is left, as they shared it in the benchmark.

    Parameters
    ----------
    of : FinalDemand
        The benchmark.
    effects : (S, 1) array
        Income effects of households, e.
    substitution : float
        Elasticity of substitution of households.
    people, investment : (R,) array
        People, and the share of final spending that is invested; logs over the benchmark.
    """

    of: FinalDemand
    effects: Array
    substitution: Any
    people: Array
    investment: Array

    @cached_property
    def parts(self) -> Array:
        """Shares of users in final spending of the year; (3, R)."""
        before = self.of.parts
        invested = before[INVESTORS]
        most = np.maximum(MOST, invested)
        now = np.minimum(invested * np.exp(self.investment), most)
        others = np.where(invested < 1, (1.0 - now) / np.where(invested < 1, 1.0 - invested, 1.0), 0.0)
        parts = before * others[..., None, :]
        parts[..., INVESTORS, :] = now
        return np.asarray(parts)

    @cached_property
    def growth(self) -> Array:
        """The same over the benchmark, in logs, of households per head; (3, R)."""
        before, now = self.of.parts, self.parts
        some = (before > 0) & (now > 0)
        found = np.log(np.where(some, now, 1.0) / np.where(some, before, 1.0))
        found[..., HOUSEHOLDS, :] -= self.people
        return found


@dataclass(frozen=True, eq=False)
class FinalPurchases:
    """What final users buy at prices and income of a trial.

    Parameters
    ----------
    price : (R,) array
        Log change of the price of final demand: income over real income.
    shares : (S, R) array
        Shares of goods in final spending.
    spending : (3, S, R) array
        Of them, those of each user [f, k, n].
    volumes : (3, R) array
        What each gets over the benchmark, in logs: for households the spending that is worth as much at benchmark
        prices, for the others spending over the price of what they buy.
    """

    price: Array
    shares: Array
    spending: Array
    volumes: Array


def find_purchases(p: Problem, income: Array, price: Array) -> FinalPurchases:
    """Find what final users buy, from log changes of incomes (R,) and of what each pays for goods (3 or 1, S, R).

    Real income is the sum of what all get, at benchmark prices: of households the equivalent variation, which is their
    spending over its price where no good has an income effect.
    """
    users, goods, xp = p.users, p.goods_by_user, namespace(price)
    assert users is not None
    spent = income[..., None, :] + users.growth
    s, e = widen(users.substitution, 2), users.effects
    households, first = goods[..., HOUSEHOLDS, :, :], price[..., HOUSEHOLDS, :, :]
    utility, bought = demand(households, first, spent[..., HOUSEHOLDS, :], s, e, axis=-2)
    worth = xp.log1p(equivalent_variation(households, utility, s, e, axis=-2)) + users.people
    others = price if price.shape[-3] == 1 else price[..., GOVERNMENTS:, :, :]
    indices, bundles = ces(goods[..., GOVERNMENTS:, :, :], others, widen(p.elasticities.sigma_f, 3), -2)
    volumes = _put_first(worth[..., None, :], spent[..., GOVERNMENTS:, :] - indices, -2)
    every = _put_first(bought[..., None, :, :], bundles, -3)
    spending = users.parts[..., None, :] * every
    real = xp.sum(users.of.parts * xp.exp(volumes), axis=-2)
    there = real > 0
    whole = xp.where(there, income - xp.log(xp.where(there, real, 1.0)), 0.0)
    return FinalPurchases(whole, xp.sum(spending, axis=-3), spending, volumes)


def _put_first(first: Array, others: Array, axis: int) -> Array:
    """Return figures of the first user beside those of the others, each as far as the other is spread."""
    xp = namespace(first)
    if first.shape[:axis] != others.shape[:axis]:
        first = first + xp.sum(xp.zeros_like(others), axis=axis, keepdims=True)
        others = others + xp.zeros_like(first)
    found: Array = xp.concat([first, others], axis=axis)
    return found
