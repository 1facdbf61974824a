"""Diffusion: what an economy learns from those ahead of it, by what it buys of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.equilibrium.dynamics import Policy, Year
    from newind.equilibrium.solve import Solution
    from newind.typing import Array

NOTHING = 1e-3
"""Least access that is told from none, over the benchmark's."""


@dataclass(frozen=True, eq=False)
class Diffusion:
    """d' = d + λ (gap (â − 1) − d â): an economy behind the frontier catches up by a share of its gap a year.

    The baseline's own catching up is in its productivity. A policy that changes access to foreign technology changes
    it: with access â times the baseline's the share is λ â, of a gap that is smaller by what was gained, d. Access is
    what is imported, weighted by research over value added of those who made it, per unit of output. The stock holds
    access (first column) and exp(d) (second); exp(d) is one on the baseline.

    Parameters
    ----------
    speed : float
        Share of the gap that is closed a year on the baseline, λ.
    gap : (R,) array
        Log of the frontier's productivity over one's own in the last year observed, 0 at the frontier.
    weight : (R, S) array
        Research over value added of who sells.

    References
    ----------
    Nelson & Phelps (1966), American Economic Review 56(1/2), 69; Coe & Helpman (1995), European Economic Review 39(5),
    859.
    """

    speed: float
    gap: Array
    weight: Array
    name: str = "diffusion"

    def start(self) -> Array:
        """Return access and gain of the benchmark; (R, 2)."""
        return np.ones((len(self.gap), 2))

    def effect(self, stock: Array, beside: Array, policy: Policy) -> Mapping[str, Array]:
        """Return ``productivity``."""
        del policy
        return {"productivity": (np.log(stock[:, 1]) - np.log(beside[:, 1]))[:, None]}

    def after(self, stock: Array, year: Year, solution: Solution, beside: Array) -> Array:
        """Return access of the year and what has been gained with that of the year before."""
        del year
        gained = np.log(stock[:, 1])
        relative = np.maximum(stock[:, 0] / beside[:, 0], NOTHING)
        gained = gained + self.speed * (self.gap * (relative - 1.0) - gained * relative)
        return np.column_stack([access(solution, self.weight), np.exp(gained)])


def access(solution: Solution, weight: Array) -> Array:
    """Return what is imported, weighted by the research of its makers, per unit of output, over the benchmark; (R,)."""
    state, b = solution.state, solution.problem.benchmark
    abroad = (1.0 - np.eye(b.R)) * weight.T[:, None, :]
    bought = (state.sales.border * np.exp(-state.at.q.T)[:, None, :] * abroad).sum(axis=(0, 2))
    made = (state.receipts * np.exp(-np.where(state.problem.active, state.prices.border, 0.0))).sum(axis=1)
    before = (b.border * abroad).sum(axis=(0, 2)) / b.output.sum(axis=1)
    return np.nan_to_num(ratio(bought / made, before), nan=1.0)
