"""Knowledge: what research adds to it and what is forgotten, industry by industry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.equilibrium.mechanisms.accumulated import Accumulation

if TYPE_CHECKING:
    from newind.equilibrium.dynamics import EquilibriumYear
    from newind.equilibrium.solve import Solution
    from newind.typing import Array


@dataclass(frozen=True, eq=False)
class Knowledge(Accumulation):
    """Knowledge, H: research adds to it, a constant share of real value added times what a subsidy calls forth.

    What research costs is borne when it is done: the lever takes the inputs from production. The elasticity is that of
    the average unit of research, by research over value added.

    References
    ----------
    Griliches (1979), Bell Journal of Economics 10(1), 92; Hall, Mairesse & Mohnen (2010), Handbook of the Economics of
    Innovation 2, 1033.
    """

    name: str = "knowledge"

    def update_stock(self, stock: Array, year: EquilibriumYear, solution: Solution, beside: Array) -> Array:
        """Return what is left of knowledge and what research adds."""
        del beside
        done = value_added_volume(solution)
        if year.policy.research is not None:
            done = done * np.exp(year.policy.research)
        return self.next(stock, done)


def value_added_volume(solution: Solution) -> Array:
    """Return the volume of the bundle of labour and capital in each industry, over that of the benchmark; (R, S)."""
    state = solution.state
    return np.where(state.problem.active, np.exp(state.at.v - state.prices.value_added), 1.0)
