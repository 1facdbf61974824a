"""The second pass: what is bought of whom at prices and a trial of the unknowns, and what an equilibrium means."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium.benchmark import over_users
from newind.equilibrium.problem import widen
from newind.kernels.arrays import join_last, namespace

if TYPE_CHECKING:
    from newind.equilibrium.benchmark import Benchmark
    from newind.equilibrium.prices import ArrivalPrices, Prices
    from newind.equilibrium.problem import Problem, Unknowns
    from newind.equilibrium.solve import Solution
    from newind.typing import Array


@dataclass(frozen=True, eq=False)
class Sales:
    """Values that follow from prices and spending; money of the benchmark.

    Parameters
    ----------
    value_added : (R, S) array
        Payments to labour and capital.
    cost : (R, S) array
        Payments to value added and inputs.
    claims : (R, S) array
        What producers must receive: costs, carbon charges and profits.
    spend : (S, R, S + 1) array
        What users pay in all [k, n, u].
    net : (S, R, S + 1) array
        Of it, what goods cost landed.
    landed : (S, R, R) array
        By origin, tariffs and charges included [k, n, i].
    border_charges, embodied : (S, R, R) array or None
        Charges at the border and on final sales.
    """

    problem: Problem
    value_added: Array
    cost: Array
    claims: Array
    spend: Array
    net: Array
    landed: Array
    border_charges: Array | None
    embodied: Array | None

    @cached_property
    def dutiable(self) -> Array:
        """Landed value without charges, tariffs included [k, n, i]; (S, R, R)."""
        taken = [c for c in (self.border_charges, self.embodied) if c is not None]
        return sum((-c for c in taken), start=self.landed)

    @cached_property
    def border(self) -> Array:
        """Value at the border, before tariffs and charges [k, n, i]; (S, R, R)."""
        return np.asarray(self.dutiable / (1.0 + self.problem.tariff))

    @cached_property
    def tariffs(self) -> Array:
        """Tariffs that the users of each region pay; (R,)."""
        xp = namespace(self.landed)
        return xp.sum(xp.sum(self.dutiable * self.problem.tariff_part, axis=-3), axis=-1)

    @cached_property
    def producer_sales(self) -> Array:
        """Sales of producers before subsidies and taxes on output, export rebates added back; (R, S)."""
        xp = namespace(self.landed)
        sold = self.dutiable * self.problem.producer_share
        return xp.matrix_transpose(xp.matmul(xp.ones(sold.shape[-2]), sold))

    @cached_property
    def rebates(self) -> Array:
        """Export rebates of the producers of each region; (R,)."""
        xp, share = namespace(self.landed), self.problem.rebated_share
        if share is None:
            return xp.zeros(self.problem.benchmark.R)
        return xp.sum(xp.sum(self.dutiable * share, axis=-3), axis=-2)


def find_sales(p: Problem, at: Unknowns, prices: Prices) -> Sales:
    """Find what is bought of whom."""
    xp, own = namespace(at.v), prices.value_added_share
    value_added = p.value_added * xp.exp(at.v)
    cost = value_added / xp.where(p.active, own, 1.0)
    claims = cost * p.markup if prices.carbon is None else cost * p.markup * (1.0 + prices.carbon)
    spend = what_users_spend(prices, cost - value_added, p.benchmark.final * xp.exp(at.income))
    net = spend if prices.kept is None else spend * prices.kept
    landed, border_charges, embodied = by_origin(p, prices, net)
    return Sales(p, value_added, cost, claims, spend, net, landed, border_charges, embodied)


def what_users_spend(prices: Prices, inputs: Array, final: Array) -> Array:
    """Return what users spend on goods [k, n, u], from spending of industries (R, S) and of final users (R,)."""
    return join_last(prices.input_shares * inputs[..., None, :, :], prices.final_shares * final[..., None, :])


def by_origin(p: Problem, prices: Prices, net: Array) -> tuple[Array, Array | None, Array | None]:
    """Return spending by origin [k, n, i], and of it charges at the border and on embodied carbon."""
    xp = namespace(net)
    per = (net if prices.sum.shape[-1] > 1 else xp.matmul(net, xp.ones((net.shape[-1], 1)))) / prices.sum
    border, embodied, level = p.shocks.border_charge, p.shocks.embodied_charge, widen(prices.level, 3)
    if embodied is None and p.shocks.origin_taste is None and prices.origins is None:
        landed = prices.weight * over_users(p.shares_by_user, per)
        return landed, _compute_charges(prices.landed, landed, level, border), None
    others = prices.weight * over_users(p.shares_by_user[..., :-1, :], per[..., :-1])
    final = prices.final_landed.weight * prices.final_origins(p) * per[..., -1][..., None]
    landed = others + final
    if embodied is None:
        return landed, _compute_charges(prices.landed, landed, level, border), None
    of_others = _compute_charges(prices.landed, others, level, border)
    of_final = _compute_charges(prices.final_landed, final, level, border)
    at_border = None if of_others is None or of_final is None else of_others + of_final
    return landed, at_border, _compute_charges(prices.final_landed, final, level, embodied)


def _compute_charges(at: ArrivalPrices, values: Array, level: Any, charge: Array | None) -> Array | None:
    """Return the charges per unit in landed values."""
    return None if charge is None or at.price is None else values * (level * charge / at.price)


def origin_shares(p: Problem, prices: Prices) -> Array:
    """Return shares of origins in what users pay landed [k, n, i, u]; (S, R, R, S + 1 or 1)."""
    scaled = p.shares * prices.weight[..., None]
    if prices.final_weight is not None or prices.origins is not None:
        scaled[..., -1] = prices.final_origins(p) * prices.final_landed.weight
    total = prices.sum[:, :, None, :]
    scaled /= np.where(total > 0, total, 1.0)
    return scaled


def origins(solution: Solution) -> Array:
    """Return shares of origins in what users pay landed [k, n, i, u]; (S, R, R, S + 1 or 1)."""
    return origin_shares(solution.problem, solution.state.prices)


def new_benchmark(solution: Solution) -> Benchmark:
    """Return the equilibrium as a benchmark of its own, for shocks that leave no charges per unit behind.

    Emissions per unit of money are those per unit of volume over the new prices, so that what is emitted stays.
    """
    b, p, s = solution.problem.benchmark, solution.problem, solution.state
    spend = np.where(p.live, s.sales.net, 0.0)
    fuel, process = b.fuel_emissions, b.process_emissions
    left = 0.0 if p.shocks.process_intensity is None else p.shocks.process_intensity
    return replace(
        p.benchmark,
        shares=origins(solution),
        spend=spend,
        tariff=p.tariff,
        markup=p.markup,
        subsidy=p.subsidy,
        rebate=p.rebate,
        fuel_emissions=None if fuel is None else fuel * np.exp(-s.prices.good),
        process_emissions=None if process is None else process * np.exp(left - s.prices.border),
    )
