"""Structural change of a baseline: uneven progress of industries, final users apart, investment and deficits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from newind.frozen import Frozen

if TYPE_CHECKING:
    from newind.equilibrium.benchmark import Benchmark
    from newind.equilibrium.dynamics import EquilibriumYear
    from newind.equilibrium.users import FinalUsers
    from newind.typing import Array


HALF = 8.0
"""Years in which investment comes half the way to what keeps capital growing with product."""
KEPT = 0.5
"""Part of the benchmark's share of value added in cost that drifting recipes leave at least."""


@dataclass(frozen=True, eq=False)
class StructuralChange(Frozen):
    """Drivers of structure from year to year, the same with a package and without.

    Parameters
    ----------
    progress : (S,) array
        Growth of productivity a year beyond that of all industries, in logs.
    users : FinalUsers
        Households, governments and investors of the benchmark year.
    population : (T, R) array
        People, logs over the benchmark.
    investment : (T, R) array
        Share of final spending that is invested, logs over the benchmark; NaN where it comes by half every `HALF` years
        to what keeps capital growing with product.
    renewal : (T, R) array
        Investment that does so, depreciation and growth over those of the benchmark, per unit of its capital.
    drift : (T, S, S) array, optional
        Drift of shares of inputs in cost [k, s] since the benchmark, in logs; value added takes up the sum.

    References
    ----------
    Comin, Lashkari & Mestieri (2021), Econometrica 89(1), 311; Ngai & Pissarides (2007), American Economic Review
    97(1), 429.
    """

    progress: Array
    users: FinalUsers
    population: Array
    investment: Array
    renewal: Array
    drift: Array | None = None

    def users_in(self, t: int, investment: Array) -> FinalUsers:
        """Return final users of a year, where a share (R,) is invested; logs over the benchmark."""
        u = self.users
        return replace(u, people=self.population[t], investment=investment)

    def find_mix(self, t: int, b: Benchmark, policy: Array | None) -> Array | None:
        """Return the change of input shares in cost with drift, that of a policy included; (S, R, S), [k, n, s].

        Of the benchmark's share of value added at least the part `KEPT` is left.
        """
        if self.drift is None or not t:
            return policy
        before = (1.0 - b.value_added_share) * b.cost_shares[:, :, :-1]
        given = before if policy is None else np.maximum(before + policy, 0.0)
        moved = given * np.exp(self.drift[t])[:, None, :]
        had, has = given.sum(axis=0), moved.sum(axis=0)
        most = np.maximum(1.0 - KEPT * b.value_added_share, had)
        moved *= np.where(has > most, most / np.where(has > 0, has, 1.0), 1.0)
        return np.asarray(moved - before)

    def find_investment(self, t: int, before: Array, last: EquilibriumYear, capital: Array) -> Array:
        """Return the share of final spending that is invested in a year, logs over the benchmark; (R,).

        Parameters
        ----------
        t : int
            Place of the year.
        before : (R,) array
            The same of the year before.
        last : EquilibriumYear
            That year.
        capital : (R,) array
            Capital that the year begins with, over the benchmark's.
        """
        needed = self.renewal[t] * capital * np.exp(before) / last.figures["investment"]
        left = 0.5 ** (1.0 / HALF)
        coming = np.log(needed + (np.exp(before) - needed) * left)
        return np.asarray(np.where(np.isnan(self.investment[t]), coming, self.investment[t]))


@dataclass(frozen=True, eq=False)
class TradeBalance(Frozen):
    """Trade deficits from year to year, the same with a package and without.

    Parameters
    ----------
    share : (T, R) array
        Deficits over value added; the first row is that of the benchmark.
    """

    share: Array

    def find_deficit(self, t: int, last: EquilibriumYear) -> Array:
        """Return deficits of a year by value added of the one before; (R,), money at benchmark world income.

        What they miss zero by over all regions is spread in proportion to value added.
        """
        earned = last.figures["value_added"]
        wanted = self.share[t] * earned
        return np.asarray(wanted - earned * (wanted.sum() / earned.sum()))
