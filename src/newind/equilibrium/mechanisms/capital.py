"""Capital: what is left of it and what is invested."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.equilibrium.dynamics import EquilibriumYear, YearPolicy
    from newind.equilibrium.solve import Solution
    from newind.equilibrium.system import State
    from newind.typing import Array


@dataclass(frozen=True, eq=False)
class Capital:
    """K' = (1 − δ) K + I / P_I, over benchmark capital.

    A constant share of income is invested. Where capital moves between industries a region has one stock; else each
    industry has its own, and what is invested goes where capital earns, in proportion to what it earns.

    Parameters
    ----------
    depreciation : (R,) array
        Share of capital that is lost a year, δ.
    investment : (R,) array
        Investment over capital in the benchmark year, I₀ / K₀.
    goods : (S, R) array
        Shares of goods in what is invested [k, n], which make the price P_I.
    mobile : bool
        Whether capital moves between industries.
    industries : int
        Number of industries.

    References
    ----------
    Solow (1956), Quarterly Journal of Economics 70(1), 65.
    """

    depreciation: Array
    investment: Array
    goods: Array
    mobile: bool
    industries: int
    name: str = "capital"

    def start(self) -> Array:
        """Return ones: (R,) where capital moves, else (R, S)."""
        R = len(self.depreciation)
        return np.ones(R) if self.mobile else np.ones((R, self.industries))

    def effect(self, stock: Array, beside: Array, policy: YearPolicy) -> Mapping[str, Array]:
        """Return ``capital``."""
        del beside, policy
        return {"capital": np.log(stock[:, None] if self.mobile else stock)}

    def update_stock(self, stock: Array, year: EquilibriumYear, solution: Solution, beside: Array) -> Array:
        """Return what is left of capital and what is invested."""
        del year, beside
        state = solution.state
        invested = self.investment * np.exp(state.at.income - bundle_price(state, self.goods))
        if self.mobile:
            return np.asarray((1.0 - self.depreciation) * stock + invested)
        earns = state.capital / np.where(state.problem.capital_income > 0, state.problem.capital_income, 1.0) * stock
        before = state.problem.benchmark.value_added * (1.0 - state.problem.benchmark.labour_share)
        part = earns / ((before * earns).sum(axis=1) / before.sum(axis=1))[:, None]
        return np.asarray((1.0 - self.depreciation)[:, None] * stock + invested[:, None] * part)


def bundle_price(state: State, goods: Array) -> Array:
    """Return the log change of the price of a bundle of goods that final users of each region buy; (R,).

    Parameters
    ----------
    state : State
        Prices.
    goods : (S, R) array
        Shares of goods in the bundle [k, n], constant (Cobb-Douglas).
    """
    return np.asarray((goods * np.where(goods > 0, state.prices.user[:, :, -1], 0.0)).sum(axis=0))
