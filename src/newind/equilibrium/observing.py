"""Figures of the equilibrium of a year: what is followed from year to year, and what the next year depends on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.equilibrium.prices import find_state_apart
from newind.equilibrium.quantities import compute_emissions, compute_output_volume
from newind.equilibrium.users import INVESTORS
from newind.frozen import Frozen
from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.equilibrium.benchmark import Benchmark
    from newind.equilibrium.system import State
    from newind.typing import Array, BoolArray


@dataclass(frozen=True, eq=False)
class Observer(Frozen):
    """The function from an equilibrium to the figures of its year, of one problem or of several that are stacked.

    Parameters
    ----------
    consumed, invested : (S, R) array
        Shares of goods in what is consumed and invested [k, n], constant (Cobb-Douglas), where final users are one.
    digital : (S,) bool array
        Which goods are digital.
    abroad : (S, R, R) array
        What is bought abroad in the benchmark [k, n, i], weighted by the research of its makers.
    """

    consumed: Array
    invested: Array
    digital: BoolArray
    abroad: Array

    def __call__(self, state: State) -> Mapping[str, Array]:
        """Return figures by name, each with an axis of problems in front where `state` has one.

        ``real_income``, ``consumption`` and ``investment``, factors of the benchmark; ``product`` at prices of the
        benchmark, ``revenue`` of governments and ``value_added``, money; ``access`` to foreign technology; ``moved``,
        the log change of labour that moves make: (R,) each. ``capital_income``, ``volume`` of the bundle of labour and
        capital and ``digital`` inputs, factors: (R, S). ``caused``, emissions of what is made and bought, factors:
        (R, S + 1).
        """
        problem, income = state.problem, state.at.income
        before, given = problem.capital_income, problem.shocks.labour
        real_income = np.exp(income - state.prices.final)
        found = {
            "real_income": real_income,
            **self.compute_uses(state),
            "product": state.product,
            "revenue": sum(state.government.values()),
            "value_added": state.sales.value_added.sum(axis=-1),
            "access": self.compute_access(state),
            "moved": state.labour_supply - (0.0 if given is None else given),
            "capital_income": state.capital / np.where(before > 0, before, 1.0),
            "volume": np.where(problem.active, np.exp(state.at.v - state.prices.value_added), 1.0),
            "digital": self.compute_digital_inputs(state),
            "caused": compute_emissions(state, compute_output_volume(state), real_income),
        }
        each = income.shape[:-1]
        return {n: np.broadcast_to(v, (*each, *v.shape[v.ndim - AXES.get(n, 1) :])) for n, v in found.items()}

    def compute_uses(self, state: State) -> dict[str, Array]:
        """Return what is consumed and invested over the benchmark; (R,) each.

        Where final users are apart, what households get is worth to them in the benchmark's prices, with what
        governments buy, and what investors buy, each at its own prices; real income where nobody buys for the purpose.
        """
        income, p = state.at.income, state.problem
        if p.users is None:
            goods = {"consumption": self.consumed, "investment": self.invested}
            return {name: np.exp(income - compute_bundle_price(state, of)) for name, of in goods.items()}
        volumes = find_state_apart(state).bought.volumes
        parts, real = p.users.of.parts, np.exp(income - state.prices.final)
        consumed = parts[:INVESTORS].sum(axis=0)
        both = (parts * np.exp(volumes))[..., :INVESTORS, :].sum(axis=-2)
        mean = np.where(consumed > 0, both / np.where(consumed > 0, consumed, 1.0), real)
        return {
            "consumption": mean,
            "investment": np.where(parts[INVESTORS] > 0, np.exp(volumes[..., INVESTORS, :]), real),
        }

    def compute_access(self, state: State) -> Array:
        """Return what barriers leave of imports at unchanged border prices, weighted by research of their makers; (R,).

        Tariffs, costs of trade and cut-offs count, each as far as buyers answer to it. What is bought abroad because
        home goods are more expensive or expensive is no access.
        """
        p, abroad = state.problem, self.abroad
        left, cost = p.delivery_weight, p.shocks.trade_cost
        if p.by_user and cost is not None:
            flows = p.benchmark.shares * p.benchmark.spend[:, :, None, :]
            kept = flows * np.exp(-p.iceberg[..., None] * cost)
            left = left * np.nan_to_num(ratio(kept.sum(axis=-1), flows.sum(axis=-1)), nan=1.0)
        return np.nan_to_num(ratio((abroad * left).sum(axis=(-3, -1)), abroad.sum(axis=(-3, -1))), nan=1.0)

    def compute_digital_inputs(self, state: State) -> Array:
        """Return the volume of digital inputs of industries over the benchmark; 1 where there were none; (R, S)."""
        before = state.problem.benchmark.spend[self.digital][:, :, :-1]
        price = state.prices.user[..., self.digital, :, :]
        price = price if price.shape[-1] == 1 else price[..., :-1]
        after = (state.sales.spend[..., self.digital, :, :-1] * np.where(before > 0, np.exp(-price), 0.0)).sum(axis=-3)
        total = before.sum(axis=0)
        return np.where((total > 0) & (after > 0), after / np.where(total > 0, total, 1.0), 1.0)


AXES = {"capital_income": 2, "volume": 2, "digital": 2, "caused": 2}
"""Axes of figures that have more than one."""


def compute_bundle_price(state: State, goods: Array) -> Array:
    """Return the log change of the price of a bundle of goods [k, n] that final users of each region buy; (R,)."""
    return np.asarray((goods * np.where(goods > 0, state.prices.user[..., -1], 0.0)).sum(axis=-2))


def weigh_imports(b: Benchmark, research: Array) -> Array:
    """Return what is bought abroad in a benchmark, weighted by research (R, S) of its makers; (S, R, R)."""
    return np.asarray(b.landed * (1.0 - np.eye(b.R)) * research.T[:, None, :])
