"""Stocks that industries accumulate and productivity follows: each wears out, and is added to every year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.equilibrium.dynamics import YearPolicy
    from newind.typing import Array


@dataclass(frozen=True, eq=False)
class Accumulation(Frozen):
    """X' = (1 − δ) X + (δ + g) x, over the benchmark's; productivity follows X against the baseline's.

    Parameters
    ----------
    depreciation : float
        Share of the stock that is lost a year, δ.
    growth : (R,) array
        Growth of the stock in the benchmark year, g, so that what is added then is δ + g of it.
    elasticity : (R, S) array
        Of output per unit of inputs to the stock.
    """

    depreciation: float
    growth: Array
    elasticity: Array

    def start(self) -> Array:
        """Return ones; (R, S)."""
        return np.ones_like(self.elasticity)

    def effect(self, stock: Array, beside: Array, policy: YearPolicy) -> Mapping[str, Array]:
        """Return ``productivity``."""
        del policy
        return {"productivity": self.elasticity * (np.log(stock) - np.log(beside))}

    def next(self, stock: Array, added: Array) -> Array:
        """Return what is left of the stock and what is added, `added` being over what was in the benchmark; (R, S)."""
        kept = (1.0 - self.depreciation) * stock
        return np.asarray(kept + (self.depreciation + self.growth)[:, None] * added)
