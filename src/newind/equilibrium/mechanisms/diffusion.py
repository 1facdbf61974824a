"""Diffusion: what an economy learns from those ahead of it, by what it buys of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.equilibrium.dynamics import EquilibriumYear, YearPolicy
    from newind.equilibrium.problem import Problem
    from newind.equilibrium.solve import Solution
    from newind.typing import Array

NOTHING = 1e-3
"""Least access that is distinguished from none, over the benchmark's."""


@dataclass(frozen=True, eq=False)
class Diffusion:
    """d' = d + λ (gap (â − 1) − d â): an economy behind the frontier catches up by a share of its gap a year.

    The baseline's own catching up is in its productivity. A policy that changes access to foreign technology changes
    it: with access â times the baseline's the share is λ â, of a gap that is smaller by what was gained, d. Access is
    what tariffs, costs of trade and cut-offs leave of imports, weighted by research over value added of those who make
    them. The stock holds access (first column) and exp(d) (second); both are one on the baseline.

    Parameters
    ----------
    speed : float
        Share of the gap that is closed a year on the baseline, λ.
    gap : (T, R) array
        Log of the frontier's productivity over one's own on the baseline, 0 at the frontier; a row a year.
    first : int
        Year of the first row.
    weight : (R, S) array
        Research over value added of who sells.
    share : (R, S) array
        Value added in cost: the gap is one of value added, productivity one of output.

    References
    ----------
    Nelson & Phelps (1966), American Economic Review 56(1/2), 69; Coe & Helpman (1995), European Economic Review 39(5),
    859.
    """

    speed: float
    gap: Array
    first: int
    weight: Array
    share: Array
    name: str = "diffusion"

    def start(self) -> Array:
        """Return access and gain of the benchmark; (R, 2)."""
        return np.ones((self.gap.shape[1], 2))

    def effect(self, stock: Array, beside: Array, policy: YearPolicy) -> Mapping[str, Array]:
        """Return ``productivity``."""
        del policy
        return {"productivity": self.share * (np.log(stock[:, 1]) - np.log(beside[:, 1]))[:, None]}

    def update_stock(self, stock: Array, year: EquilibriumYear, solution: Solution, beside: Array) -> Array:
        """Return access of the year and what has been gained with that of the year before."""
        del solution
        gap = self.gap[year.year - self.first]
        gained = np.log(stock[:, 1])
        relative = np.maximum(stock[:, 0] / beside[:, 0], NOTHING)
        gained = gained + self.speed * (gap * (relative - 1.0) - gained * relative)
        return np.column_stack([access(year.problem, self.weight), np.exp(gained)])


def access(problem: Problem, weight: Array) -> Array:
    """Return what barriers leave of imports at unchanged border prices, weighted by the research of their makers; (R,).

    Tariffs, costs of trade and cut-offs count, each as far as buyers answer to it. What is bought abroad because home
    goods are more expensive or expensive is no access.
    """
    b, S = problem.benchmark, problem.benchmark.S
    bought = b.landed * (1.0 - np.eye(b.R)) * weight.T[:, None, :]
    left = problem.delivery_weight
    cost = problem.shocks.trade_cost
    if cost is not None and cost.ndim == 4:
        spend = b.spend if b.shares.shape[3] > 1 else np.broadcast_to(b.spend.sum(axis=2)[..., None], (S, b.R, 1))
        kept = np.exp(-problem.theta[..., None] * cost)
        flows = b.shares * spend[:, :, None, :]
        left = left * np.nan_to_num(ratio((flows * kept).sum(axis=3), flows.sum(axis=3)), nan=1.0)
    return np.nan_to_num(ratio((bought * left).sum(axis=(0, 2)), bought.sum(axis=(0, 2))), nan=1.0)
