"""Migration: who has moved stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.equilibrium.dynamics import EquilibriumYear, YearPolicy
    from newind.equilibrium.solve import Solution
    from newind.typing import Array


@dataclass(frozen=True, eq=False)
class Migration:
    """L' = L m̂: people who move in a year are where they went in the next one, too, and make it more costly to follow.

    Parameters
    ----------
    R : int
        Regions.
    congestion : float
        Fall of what a place is worth to those who come, in logs, by the log of the people that have come before.
    """

    R: int
    congestion: float = 0.0
    name: str = "migration"

    def start(self) -> Array:
        """Return ones, the change of labour that moves have made; (R,)."""
        return np.ones(self.R)

    def effect(self, stock: Array, beside: Array, policy: YearPolicy) -> Mapping[str, Array]:
        """Return ``labour`` and ``moving_cost`` (R, R), origins in rows."""
        del beside, policy
        come = np.log(stock)
        return {"labour": come, "moving_cost": self.congestion * (come[None, :] - come[:, None])}

    def update_stock(self, stock: Array, year: EquilibriumYear, solution: Solution, beside: Array) -> Array:
        """Return where people are after the moves of the year."""
        del beside
        given = year.problem.shocks.labour
        moved = solution.state.labour_supply - (0.0 if given is None else given)
        return np.asarray(stock * np.exp(moved))
