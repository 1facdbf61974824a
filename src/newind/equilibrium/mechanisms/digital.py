"""Digital capital and shared data: what firms have bought of digital goods and services, and the data that pile up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.equilibrium.mechanisms.accumulated import Accumulation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.equilibrium.dynamics import EquilibriumYear, YearPolicy
    from newind.equilibrium.solve import Solution
    from newind.typing import Array, BoolArray


@dataclass(frozen=True, eq=False)
class DigitalCapital(Accumulation):
    """Digital capital: what is bought of digital goods and services adds to it.

    The elasticity is that of the average industry, by what digital inputs are of cost.

    Parameters
    ----------
    goods : (S,) bool array
        Which goods are digital.

    References
    ----------
    Cardona, Kretschmer & Strobel (2013), Information Economics and Policy 25(3), 109: ICT and productivity.
    """

    goods: BoolArray
    name: str = "digital"

    def update_stock(self, stock: Array, year: EquilibriumYear, solution: Solution, beside: Array) -> Array:
        """Return what is left of digital capital and what was bought."""
        del year, beside
        return self.next(stock, compute_digital_inputs(solution, self.goods))


@dataclass(frozen=True, eq=False)
class DataSharing:
    """Data in use among those shared: V' = V + δ (shared − V); productivity follows V.

    Data are not used up, and what is shared is in use once firms' digital capital has turned over.

    Parameters
    ----------
    turnover : float
        Share of digital capital that is renewed a year, δ.
    R, S : int
        Regions and industries.
    """

    turnover: float
    R: int
    S: int
    name: str = "data"

    def start(self) -> Array:
        """Return zeros, the log of productivity that data in use have added; (R, S)."""
        return np.zeros((self.R, self.S))

    def effect(self, stock: Array, beside: Array, policy: YearPolicy) -> Mapping[str, Array]:
        """Return ``productivity``."""
        del policy
        return {"productivity": stock - beside}

    def update_stock(self, stock: Array, year: EquilibriumYear, solution: Solution, beside: Array) -> Array:
        """Return what data in use add next year."""
        del solution, beside
        shared = 0.0 if year.policy.sharing is None else year.policy.sharing
        return np.asarray(stock + self.turnover * (shared - stock))


def compute_digital_inputs(solution: Solution, goods: BoolArray) -> Array:
    """Return the volume of the digital inputs of each industry over the benchmark; 1 where there were none; (R, S)."""
    state, b = solution.state, solution.problem.benchmark
    before = b.spend[goods][:, :, :-1]
    user = np.broadcast_to(state.prices.user[goods], (int(goods.sum()), b.R, state.prices.user.shape[2]))
    price = user if user.shape[2] == 1 else user[:, :, :-1]
    after = (state.sales.spend[goods][:, :, :-1] * np.where(before > 0, np.exp(-price), 0.0)).sum(axis=0)
    total = before.sum(axis=0)
    return np.where((total > 0) & (after > 0), after / np.where(total > 0, total, 1.0), 1.0)
