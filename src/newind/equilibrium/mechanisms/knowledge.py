"""Knowledge: what research adds to it and what is forgotten, industry by industry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.equilibrium.dynamics import Policy, Year
    from newind.equilibrium.solve import Solution
    from newind.typing import Array


@dataclass(frozen=True, eq=False)
class Knowledge:
    """H' = (1 − δ_R) H + research, over benchmark knowledge; productivity follows H against the baseline's.

    Research is a constant share of an industry's value added in real terms, times what a subsidy calls forth. What it
    costs is borne when it is done: the lever takes the inputs from production.

    Parameters
    ----------
    depreciation : float
        Share of knowledge that is lost a year, δ_R.
    growth : (R,) array
        Growth of knowledge in the benchmark year, so that research adds δ_R + growth of the stock.
    elasticity : (R, S) array
        Of output per unit of inputs to knowledge: that of the average unit of research, by research over value added.

    References
    ----------
    Griliches (1979), Bell Journal of Economics 10(1), 92; Hall, Mairesse & Mohnen (2010), Handbook of the Economics of
    Innovation 2, 1033.
    """

    depreciation: float
    growth: Array
    elasticity: Array
    name: str = "knowledge"

    def start(self) -> Array:
        """Return ones; (R, S)."""
        return np.ones_like(self.elasticity)

    def effect(self, stock: Array, beside: Array, policy: Policy) -> Mapping[str, Array]:
        """Return ``productivity``."""
        del policy
        return {"productivity": self.elasticity * (np.log(stock) - np.log(beside))}

    def after(self, stock: Array, year: Year, solution: Solution, beside: Array) -> Array:
        """Return what is left of knowledge and what research adds."""
        del beside
        done = value_added_volume(solution)
        if year.policy.research is not None:
            done = done * np.exp(year.policy.research)
        added = (self.depreciation + self.growth)[:, None] * done
        return np.asarray((1.0 - self.depreciation) * stock + added)


def value_added_volume(solution: Solution) -> Array:
    """Return the volume of the bundle of labour and capital in each industry, over that of the benchmark; (R, S)."""
    state = solution.state
    return np.where(state.problem.active, np.exp(state.at.v - state.prices.value_added), 1.0)
