"""The equations: where prices, sales and incomes lead that are tried, and how far off they are.

The unknowns are logs of changes: wages w (R), returns r (R; none where capital stays in its industry), incomes I (R), border
prices q (R·S) and payments to value added v (R·S). Given these everything else is explicit, in three passes: prices, sales,
incomes. World value added is the numeraire; charges and deficits are tied to it, so results do not depend on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from newind.equilibrium.nests import ces_price, share_change
from newind.equilibrium.unknowns import Unknowns

if TYPE_CHECKING:
    from newind.equilibrium.problem import Problem
    from newind.typing import Array


@dataclass(frozen=True, eq=False)
class Prices:
    """Log changes of prices at unknowns, and what is spent where.

    Parameters
    ----------
    level : float
        World value added against the benchmark.
    weight, final_weight : (S, R, R) array
        Landed price to the power of minus the trade elasticity [k, n, i]; the second for final users.
    sum : (S, R, S + 1 or 1) array
        Benchmark shares times weights, added over origins.
    good : (S, R, S + 1 or 1) array
        Price of a good [k, n, u] before what users pay on top.
    paid : (S, R, S + 1) array
        What a user pays for it.
    inputs : (R, S) array
        Price of an industry's inputs.
    final : (R,) array
        Price of final demand.
    value_added, effective : (R, S) array
        Price of value added; and with economies of scale.
    cost : (R, S) array
        Unit cost before the change of productivity is counted.
    border : (R, S) array
        Price at the border that costs lead to, before a uniform tax on output.
    """

    level: float
    weight: Array
    final_weight: Array | None
    sum: Array
    good: Array
    paid: Array
    inputs: Array
    final: Array
    value_added: Array
    effective: Array
    cost: Array
    border: Array
    carbon: Array | None


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
    border : (S, R, R) array
        Without these.
    border_charges, embodied : (S, R, R) array or None
        Charges at the border and on final sales.
    sold : (R, S) array
        What buyers pay at the border of the origin, export rebates added back.
    """

    value_added: Array
    cost: Array
    claims: Array
    spend: Array
    net: Array
    landed: Array
    border: Array
    border_charges: Array | None
    embodied: Array | None
    sold: Array


@dataclass(frozen=True, eq=False)
class State:
    """Everything at one trial of the unknowns.

    Parameters
    ----------
    problem : Problem
        What is solved.
    at : Unknowns
        The trial.
    """

    problem: Problem
    at: Unknowns

    @cached_property
    def prices(self) -> Prices:
        """First pass."""
        return find_prices(self.problem, self.at)

    @cached_property
    def sales(self) -> Sales:
        """Second pass."""
        return find_sales(self.problem, self.at, self.prices)

    @cached_property
    def returned_rate(self) -> Array:
        """Share of sales that producers get back out of their carbon payments; (R, S)."""
        share, claims = self.problem.shocks.returned, self.sales.claims
        if share is None:
            return np.zeros_like(claims)
        return np.asarray(share * self.carbon_by_industry / np.where(claims > 0, claims, 1.0))

    @cached_property
    def received(self) -> Array:
        """Producers' receipts over what buyers pay, without a uniform tax on output; (R, S)."""
        return np.asarray(1.0 / ((1.0 - self.problem.subsidy) * (1.0 - self.returned_rate)))

    @cached_property
    def kept_of_output(self) -> Array:
        """What a uniform tax on output leaves of sales, 1 / (1 + rate), by region; (R,)."""
        if not self.problem.shocks.output_tax:
            return np.ones(self.problem.benchmark.R)
        sold = self.sales.sold.sum(axis=1)
        due = self.problem.benchmark.net_revenue * self.prices.level
        return np.asarray((sold + self.other_revenue - due) / (self.sales.sold * self.received).sum(axis=1))

    @cached_property
    def receipts(self) -> Array:
        """What producers receive for what they sell; (R, S)."""
        return np.asarray(self.sales.sold * self.received * self.kept_of_output[:, None])

    # ---- what governments take and give
    @cached_property
    def fuel_carbon(self) -> Array:
        """Carbon charges on what users buy [k, n, u]; (S, R, S + 1)."""
        charge = self.problem.shocks.fuel_carbon
        if charge is None:
            return np.zeros_like(self.sales.spend)
        return np.asarray(self.sales.spend * self.prices.level * charge * np.exp(-self.prices.paid))

    @cached_property
    def process_carbon(self) -> Array:
        """Carbon charges on output; (R, S)."""
        share = self.prices.carbon
        return np.zeros_like(self.sales.cost) if share is None else self.sales.cost * share

    @cached_property
    def carbon_by_industry(self) -> Array:
        """Carbon charges that industries pay, on fuels and on output; (R, S)."""
        return np.asarray(self.fuel_carbon[:, :, :-1].sum(axis=0) + self.process_carbon)

    @cached_property
    def government(self) -> dict[str, Array]:
        """Revenue of each government by source, what it gives as negative figures; (R,) each."""
        return find_government(self)

    @cached_property
    def other_revenue(self) -> Array:
        """Net revenue but for what is tied to output; (R,)."""
        g = self.taken
        return np.asarray(sum(g.values(), start=np.zeros(self.problem.benchmark.R)))

    @cached_property
    def taken(self) -> dict[str, Array]:
        """Revenue from sources that do not depend on the tax on output; (R,) each."""
        p, s = self.problem, self.sales
        labour, _, _ = p.factor_taxes
        beta = p.benchmark.labour_share
        kept = beta / labour + (1.0 - beta) * p.capital_kept
        tax = 0.0 if p.shocks.purchase_tax is None else (s.net * p.shocks.purchase_tax).sum(axis=(0, 2))
        zero = np.zeros(p.benchmark.R)
        return {
            "tariffs": (s.border * p.tariff).sum(axis=(0, 2)),
            "border charges": zero if s.border_charges is None else s.border_charges.sum(axis=(0, 2)),
            "embodied charges": zero if s.embodied is None else s.embodied.sum(axis=(0, 2)),
            "carbon": self.fuel_carbon.sum(axis=(0, 2)) + self.process_carbon.sum(axis=1),
            "purchase taxes": zero + tax,
            "factor taxes": (s.value_added * (1.0 - kept)).sum(axis=1),
            "export rebates": -(s.border * p.rebate / (1.0 - p.rebate)).sum(axis=(0, 1)),
        }

    # ---- incomes and what is off
    @cached_property
    def labour(self) -> Array:
        """What labour earns by region; (R,)."""
        tax, _, _ = self.problem.factor_taxes
        return np.asarray((self.sales.value_added * self.problem.benchmark.labour_share / tax).sum(axis=1))

    @cached_property
    def capital(self) -> Array:
        """What capital and land earn by industry; (R, S)."""
        beta = self.problem.benchmark.labour_share
        return np.asarray(self.sales.value_added * (1.0 - beta) * self.problem.capital_kept)

    @cached_property
    def profits(self) -> Array:
        """What mark-ups earn; (R, S)."""
        m = self.problem.markup
        return np.asarray(self.sales.claims * (1.0 - 1.0 / m))

    @cached_property
    def income(self) -> Array:
        """Income of each region out of all sources; (R,)."""
        earned = self.labour + (self.capital + self.profits).sum(axis=1)
        tied = self.problem.deficit * self.prices.level
        return np.asarray(earned + sum(self.government.values(), start=tied))

    @cached_property
    def labour_supply(self) -> Array:
        """Log change of labour by region; (R,)."""
        s = self.problem.shocks
        given = np.zeros(self.problem.benchmark.R) if s.labour is None else s.labour
        return given if s.migration is None else given + moved(self)

    @cached_property
    def residual(self) -> Array:
        """How far each unknown is from where it leads, in logs; the order of the unknowns."""
        p, at, b = self.problem, self.at, self.problem.benchmark
        on = p.active
        level = np.log(self.prices.level)
        w = np.log(self.labour / p.labour_income) - self.labour_supply - at.w
        r = np.log(self.capital.sum(axis=1) / p.capital_income.sum(axis=1)) - at.r if at.r is not None else None
        income = np.log(self.income / b.final) - at.income
        given = np.log(self.received * (1.0 - b.subsidy)) + np.log(self.kept_of_output)[:, None]
        q = self.prices.border - given - at.q
        v = np.log(np.where(on, self.receipts, 1.0) / np.where(on, self.sales.claims, 1.0))
        parts = [w - level, *([] if r is None else [r - level]), income - level]
        return np.concatenate([*parts, np.where(on, q - level, -at.q).ravel(), np.where(on, v - level, -at.v).ravel()])


def find_prices(p: Problem, at: Unknowns) -> Prices:
    """Find the prices that costs lead to; the first pass."""
    e, b, s = p.elasticities, p.benchmark, p.shocks
    world = b.value_added.sum()
    level = float((b.value_added * p.active * np.exp(at.v)).sum() / world)
    weight = landed_weight(p, at, s.border_charge, level)
    final_weight = None if s.embodied_charge is None else final_landed_weight(p, at, level)
    total = np.matmul(weight[:, :, None, :], p.shares)[:, :, 0, :]
    if final_weight is not None:
        total[:, :, -1] = (final_weight * p.shares[..., -1]).sum(axis=2)
    good = np.where(total > 0, -np.log(np.where(total > 0, total, 1.0)) / p.theta, 0.0)
    paid = what_users_pay(p, good, level)
    inputs = ces_price(p.input_shares, paid[:, :, :-1], e.sigma)
    final = ces_price(p.final_shares, paid[:, :, -1], e.sigma_f)
    beta = b.labour_share
    rest = at.v if at.r is None else at.r[:, None]
    value_added = p.factor_price + beta * at.w[:, None] + (1.0 - beta) * rest
    effective = value_added - e.psi * (at.v - value_added)
    own = p.value_added_share
    cost = ces_price(np.stack([own, 1.0 - own]), np.stack([effective, inputs]), e.sigma_v)
    unit = cost if s.productivity is None else cost - s.productivity
    carbon = None if s.process_carbon is None else level * s.process_carbon * b.markup * np.exp(-unit)
    border = unit + np.log(p.markup / b.markup) + (0.0 if carbon is None else np.log1p(carbon))
    return Prices(level, weight, final_weight, total, good, paid, inputs, final, value_added, effective, cost, border, carbon)


def landed_weight(p: Problem, at: Unknowns, charge: Array | None, level: float) -> Array:
    """Return landed prices to the power of minus the trade elasticity [k, n, i]; (S, R, R)."""
    if charge is None:
        return np.asarray(p.delivery_weight * np.exp(-p.theta * at.q.T[:, None, :]))
    price = p.delivery * np.exp(at.q.T)[:, None, :] + level * charge
    return np.asarray(price**-p.theta)


def final_landed_weight(p: Problem, at: Unknowns, level: float) -> Array:
    """Return the same for final users, who pay for the carbon that goods embody; (S, R, R)."""
    charge = p.shocks.embodied_charge
    border = p.shocks.border_charge
    return landed_weight(p, at, charge if border is None or charge is None else charge + border, level)


def what_users_pay(p: Problem, good: Array, level: float) -> Array:
    """Return log changes of what users pay for goods, taxes and carbon charges included; (S, R, S + 1)."""
    s = p.shocks
    paid = np.broadcast_to(good, p.benchmark.spend.shape)
    if s.purchase_tax is not None:
        paid = paid + np.log1p(s.purchase_tax)
    return np.asarray(paid if s.fuel_carbon is None else np.log(np.exp(paid) + level * s.fuel_carbon))


def find_sales(p: Problem, at: Unknowns, prices: Prices) -> Sales:
    """Find what is bought of whom; the second pass."""
    e, b = p.elasticities, p.benchmark
    value_added = b.value_added * p.active * np.exp(at.v)
    own = p.value_added_share * share_change(prices.effective, prices.cost, e.sigma_v)
    cost = np.where(p.active, value_added / np.where(p.active, own, 1.0), 0.0)
    carbon = 1.0 if prices.carbon is None else 1.0 + prices.carbon
    spend = np.empty_like(b.spend)
    spend[:, :, :-1] = p.input_shares * share_change(prices.paid[:, :, :-1], prices.inputs, e.sigma) * (cost - value_added)
    spend[:, :, -1] = p.final_shares * share_change(prices.paid[:, :, -1], prices.final, e.sigma_f)
    spend[:, :, -1] *= b.final * np.exp(at.income)
    net = spend if p.shocks.purchase_tax is None and p.shocks.fuel_carbon is None else spend * np.exp(prices.good - prices.paid)
    return _by_origin(p, at, prices, value_added, cost, cost * p.markup * carbon, spend, net)


def _by_origin(
    p: Problem, at: Unknowns, prices: Prices, value_added: Array, cost: Array, claims: Array, spend: Array, net: Array
) -> Sales:
    s = p.shocks
    per = net if prices.sum.shape[2] > 1 else net.sum(axis=2, keepdims=True)
    per = np.divide(per, prices.sum, out=np.zeros_like(per), where=prices.sum > 0)
    if prices.final_weight is None:
        landed = prices.weight * np.matmul(p.shares, per[..., None])[..., 0]
        final = None
    else:
        final = prices.final_weight * p.shares[..., -1] * per[:, :, None, -1]
        landed = prices.weight * np.matmul(p.shares[..., :-1], per[:, :, :-1, None])[..., 0] + final
    border_charges = embodied = None
    taken = 0.0
    if s.border_charge is not None or s.embodied_charge is not None:
        border_charges, embodied = _charges(p, at, prices, landed, final)
        taken = sum(c for c in (border_charges, embodied) if c is not None)
    border = (landed - taken) / (1.0 + p.tariff)
    sold = (border / (1.0 - p.rebate)).sum(axis=1).T
    return Sales(value_added, cost, claims, spend, net, landed, border, border_charges, embodied, sold)


def _charges(p: Problem, at: Unknowns, prices: Prices, landed: Array, final: Array | None) -> tuple[Array | None, Array | None]:
    """Split charges per unit from what is paid landed: at the border, and for carbon embodied in final sales."""
    s, theta = p.shocks, p.theta
    others = landed if final is None else landed - final
    with np.errstate(divide="ignore"):  # the price of what is cut off is infinite
        price, final_price = prices.weight ** (-1 / theta), None if final is None else prices.final_weight ** (-1 / theta)
    border = embodied = None
    if s.border_charge is not None:
        border = others * prices.level * s.border_charge / price
        if final is not None:
            border = border + final * prices.level * s.border_charge / final_price
    if s.embodied_charge is not None and final is not None:
        embodied = final * prices.level * s.embodied_charge / final_price
    return border, embodied


def find_government(state: State) -> dict[str, Array]:
    """Return what governments take and give, by source; (R,) each."""
    p, receipts, kept = state.problem, state.receipts, state.kept_of_output
    before = receipts * (1.0 - p.subsidy)
    return {
        **state.taken,
        "production subsidies": -(receipts * p.subsidy).sum(axis=1),
        "carbon returned": -(before * state.returned_rate).sum(axis=1),
        "tax on output": state.sales.sold.sum(axis=1) * (1.0 - kept),
    }


def moved(state: State) -> Array:
    """Return the log change of people by region that real incomes and costs of moving lead to; (R,)."""
    s, at = state.problem.shocks, state.at
    people = np.asarray(s.migration)
    pull = np.broadcast_to(at.w - state.prices.final, people.shape)
    pull = pull if s.moving_cost is None else pull - s.moving_cost
    weight = people * np.exp(s.migration_elasticity * pull)
    left = people.sum(axis=1, keepdims=True)
    total = weight.sum(axis=1, keepdims=True)
    arrived = np.divide(weight * left, total, out=np.zeros_like(weight), where=total > 0).sum(axis=0)
    before = people.sum(axis=0)
    return np.where(before > 0, np.log(np.where(before > 0, arrived, 1.0) / np.where(before > 0, before, 1.0)), 0.0)
