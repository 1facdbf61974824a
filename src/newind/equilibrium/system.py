"""The equations: where prices, sales, incomes and moves of people lead that are tried, and how far off they are.

The unknowns are logs of changes: wages w (R), returns r (R; none where capital stays in its industry), incomes I (R),
border prices q (R·S) and payments to value added v (R·S); and where real GDP is given, productivity (R). Given these
everything else is explicit, in three passes: prices, sales, incomes. Where the number of varieties sold depends on the
size of a market, what is spent on each good (S·R) is unknown, too. World value added is the numeraire; charges and
deficits are tied to it, so results do not depend on it. Groups of regions that do not trade with each other have each
their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from newind.equilibrium.prices import Prices, find_prices
from newind.equilibrium.problem import widen
from newind.equilibrium.quantities import compute_product
from newind.equilibrium.sales import Sales, find_sales
from newind.kernels.arrays import join_last, namespace

if TYPE_CHECKING:
    from newind.equilibrium.problem import Problem, Unknowns
    from newind.typing import Array, BoolArray

__all__ = ["Prices", "Sales", "State"]


def compute_population_change(people: Array, pull: Array, elasticity: float) -> Array:
    """Return the log change of the people of each region.

    Parameters
    ----------
    people : (R, R) array
        People by origin and destination; zero where nobody moves.
    pull : (R,) or (R, R) array, one axis more in front where people of several problems are asked
        Log change of what draws people to a destination, [origin, destination] when it differs by origin.
    elasticity : float
        Response of moves to it.

    Returns
    -------
    (R,) array
        0 for regions without people.

    Notes
    -----
    Of those who come from o, the share that goes to d changes by (pull_d)^κ over the mean of all its destinations.

    Examples
    --------
    Where people stay or go to the other region, half and half, a pull of ln 3 draws three quarters there:

    >>> import numpy as np
    >>> compute_population_change(np.full((2, 2), 0.5), np.log([1.0, 3.0]), 1.0).round(6) == np.log([0.5, 1.5]).round(6)
    array([ True,  True])
    """
    xp = namespace(pull)
    weight, of = people * xp.exp(elasticity * pull), xp.sum(people, axis=-1)
    all_of = xp.sum(weight, axis=-1)
    arrived = xp.sum(weight * (of / xp.where(all_of != 0, all_of, 1.0))[..., None], axis=-2)
    before = xp.sum(people, axis=-2)
    return xp.log(xp.where(before > 0, arrived, 1.0) / xp.where(before > 0, before, 1.0))


LEAST = 0.01
"""Share of what factors earn."""


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

    # ---- what producers receive
    @cached_property
    def returned_rate(self) -> Array:
        """Carbon payments that producers get back, in shares of what they receive; (R, S)."""
        share, claims = self.problem.shocks.returned, self.sales.claims
        xp = namespace(claims)
        if share is None:
            return xp.zeros_like(claims)
        return share * self.carbon_by_industry / xp.where(claims > 0, claims, 1.0)

    @cached_property
    def receipts_rate(self) -> Array:
        """Producers' receipts over what buyers pay, without a uniform tax on output; (R, S)."""
        if self.problem.shocks.returned is None:
            return 1.0 / (1.0 - self.problem.subsidy)
        return 1.0 / (1.0 - self.problem.subsidy - self.returned_rate)

    @cached_property
    def output_after_tax_share(self) -> Array:
        """Part of sales that a uniform tax on output leaves, 1 / (1 + rate), by region; (R,)."""
        xp = namespace(self.at.w)
        if not self.problem.shocks.output_tax:
            return xp.ones(self.problem.benchmark.R)
        sold = xp.sum(self.sales.producer_sales, axis=-1)
        due = self.problem.benchmark.net_revenue * widen(self.prices.level, 1)
        return (sold + self.other_revenue - due) / sold

    @cached_property
    def receipts(self) -> Array:
        """Receipts of producers for what they sell; (R, S)."""
        return self.sales.producer_sales * self.receipts_rate * self.output_after_tax_share[..., None]

    # ---- what governments take and give
    @cached_property
    def fuel_carbon(self) -> Array:
        """Carbon charges on what users buy [k, n, u]; (S, R, S + 1)."""
        shocks, sales = self.problem.shocks, self.sales
        if shocks.fuel_carbon is None:
            return namespace(sales.spend).zeros_like(sales.spend)
        taxed = sales.net if shocks.purchase_tax is None else sales.net * (1.0 + shocks.purchase_tax)
        return sales.spend - taxed

    @cached_property
    def process_carbon(self) -> Array:
        """Carbon charges on output; (R, S)."""
        share, cost = self.prices.carbon, self.sales.cost
        return namespace(cost).zeros_like(cost) if share is None else cost * share

    @cached_property
    def carbon_by_user(self) -> Array:
        """Carbon charges that users pay, on fuels and on output; (R, S + 1)."""
        xp, on_output = namespace(self.at.w), self.process_carbon
        on_output = join_last(on_output, xp.zeros_like(on_output[..., 0]))
        return on_output if self.problem.shocks.fuel_carbon is None else xp.sum(self.fuel_carbon, axis=-3) + on_output

    @property
    def carbon_by_industry(self) -> Array:
        """Carbon charges that industries pay, on fuels and on output; (R, S)."""
        return self.carbon_by_user[..., :-1]

    @cached_property
    def revenue_by_source(self) -> dict[str, Array]:
        """Revenue but for the tax on output, what is given as negative figures; (R,) each.

        Producers are given shares of what they must receive, which is what they receive once markets clear.
        """
        p, s = self.problem, self.sales
        xp, tax = namespace(s.claims), p.shocks.purchase_tax
        return {
            "tariffs": s.tariffs,
            "border charges": self._revenue(s.border_charges),
            "embodied charges": self._revenue(s.embodied),
            "carbon": xp.sum(self.carbon_by_user, axis=-1),
            "purchase taxes": self._revenue(None if tax is None else s.net * tax),
            "factor taxes": xp.sum(s.value_added * (1.0 - p.factors_after_tax_share), axis=-1),
            "export rebates": -s.rebates,
            "production subsidies": -xp.sum(s.claims * p.subsidy, axis=-1),
            "carbon returned": -xp.sum(s.claims * self.returned_rate, axis=-1),
        }

    def _revenue(self, values: Array | None) -> Array:
        """Return what is taken from a region's users, from (S, R, …); (R,)."""
        xp = namespace(self.at.w)
        return xp.zeros(self.problem.benchmark.R) if values is None else xp.sum(xp.sum(values, axis=-3), axis=-1)

    @cached_property
    def other_revenue(self) -> Array:
        """Net revenue but for the tax on output; (R,)."""
        tariffs, *others = self.revenue_by_source.values()
        return sum(others, start=tariffs)

    @property
    def fiscal_cost(self) -> Array:
        """Fall of governments' net revenue, before a tax on output pays for it; (R,), benchmark money."""
        return self.problem.benchmark.net_revenue - self.other_revenue / widen(self.prices.level, 1)

    @cached_property
    def government(self) -> dict[str, Array]:
        """Revenue of each government by source, what it gives as negative figures; (R,) each."""
        return {
            **self.revenue_by_source,
            "tax on output": namespace(self.at.w).sum(self.sales.producer_sales, axis=-1)
            * (1.0 - self.output_after_tax_share),
        }

    # ---- incomes
    @cached_property
    def labour(self) -> Array:
        """Earnings of labour by region; (R,)."""
        tax, _, _ = self.problem.factor_taxes
        paid = self.sales.value_added * self.problem.benchmark.labour_share / tax
        return namespace(paid).sum(paid, axis=-1)

    @cached_property
    def capital(self) -> Array:
        """Earnings of capital, land and natural resources by industry; (R, S)."""
        beta = self.problem.benchmark.labour_share
        return self.sales.value_added * (1.0 - beta) * self.problem.capital_after_tax_share

    @cached_property
    def profits(self) -> Array:
        """Earnings from mark-ups; (R, S)."""
        return self.sales.claims * (1.0 - 1.0 / self.problem.markup)

    @cached_property
    def primary_income(self) -> Array:
        """Earnings of labour and capital and from mark-ups; (R,)."""
        return self.labour + namespace(self.at.w).sum(self.capital + self.profits, axis=-1)

    @cached_property
    def income(self) -> Array:
        """Income of each region out of all sources; (R,)."""
        tied = self.problem.deficit * widen(self.prices.level, 1)
        return self.primary_income + sum(self.government.values(), start=tied)

    @property
    def least(self) -> Array:
        """Income that a region is taken to have at least, as its costs may be larger than that at a trial; (R,)."""
        return LEAST * self.primary_income

    @cached_property
    def labour_supply(self) -> Array:
        """Log change of labour by region; (R,)."""
        s = self.problem.shocks
        given = namespace(self.at.w).zeros(self.problem.benchmark.R) if s.labour is None else s.labour
        if s.migration is None:
            return given
        wage = self.at.w - self.prices.final
        pull = wage[..., None, :] if s.moving_cost is None else wage[..., None, :] - s.moving_cost
        return given + compute_population_change(s.migration, pull, widen(s.migration_elasticity, 2))

    @cached_property
    def product(self) -> Array:
        """Real GDP, at basic prices of the benchmark; (R,), unit of the accounts."""
        return compute_product(self)

    # ---- what is off
    @cached_property
    def residual(self) -> Array:
        """How far each unknown is from where it leads, in logs and in their order; NaN where it leads nowhere."""
        at, on, level, xp = self.at, self.problem.active, self.log_level, namespace(self.at.w)
        income = log_change(xp.maximum(self.income, self.least), self.problem.benchmark.final) - at.income - level
        q = xp.where(on, self._border_price - at.q - level[..., None], -at.q)
        v = xp.where(on, log_change(self.receipts, self.sales.claims) - level[..., None], -at.v)
        flat = (*q.shape[:-2], -1)
        parts = [*self._factor_markets(level), income, xp.reshape(q, flat), xp.reshape(v, flat)]
        if at.market is not None:
            parts.append(xp.reshape(self._sizes_of_markets(at.market, level), flat))
        return xp.concat(parts if at.gain is None else [*parts, self._short_of_product(at.gain)], axis=-1)

    @cached_property
    def log_level(self) -> Array:
        """Log change of value added of all regions that are linked by trade; 0 at an equilibrium; (R,)."""
        links, xp = self.problem.connected_regions, namespace(self.at.w)
        if links is None:
            return xp.zeros_like(self.at.w) + widen(xp.log(self.prices.level), 1)
        after, before = (xp.sum(v, axis=-1) for v in (self.sales.value_added, self.problem.value_added))
        return xp.log(_add(links, after) / _add(links, before))

    def _factor_markets(self, level: Array) -> list[Array]:
        """Return how far off wages are, and returns where capital moves; (R,) each."""
        p, at, xp = self.problem, self.at, namespace(self.at.w)
        w = log_change(self.labour, p.labour_income) - self.labour_supply - at.w
        markets = [xp.where(p.labour_income > 0, w - level, -at.w)]
        if at.r is not None:
            before = xp.sum(p.capital_income * p.moving_share, axis=-1)
            r = log_change(xp.sum(self.capital * p.moving_share, axis=-1), before) - at.r
            markets.append(xp.where(before > 0, r - level, -at.r))
        return markets

    def _sizes_of_markets(self, market: Array, level: Array) -> Array:
        """Return how far off spending on goods by region is; (S, R)."""
        xp = namespace(market)
        before, after = self.problem.benchmark.spent, xp.sum(self.sales.landed, axis=-1)
        there = (before > 0) & (after > 0)
        change = log_change(xp.where(there, after, before), before)
        return xp.where(there, change - market - level[..., None, :], -market)

    def _short_of_product(self, gain: Array) -> Array:
        """Return how far real GDP is below what is known of it, in logs; (R,)."""
        xp, known = namespace(gain), self.problem.product
        assert known is not None
        return xp.where(xp.isnan(known), -gain, xp.log(known / self.product))

    @property
    def _border_price(self) -> Array:
        """Return log changes of border prices that costs lead to; (R, S)."""
        given = self.receipts_rate * (1.0 - self.problem.benchmark.subsidy) * self.output_after_tax_share[..., None]
        xp = namespace(given)
        return self.prices.border - xp.log(xp.where(given > 0, given, xp.nan))


def _add(links: BoolArray, values: Array) -> Array:
    """Return values of all regions that a region is linked with, added; (R,)."""
    xp = namespace(values)
    return xp.sum(xp.where(links, values[..., None, :], 0.0), axis=-1)


def log_change(after: Array, before: Array) -> Array:
    """Return ln(after / before): 0 where nothing was, NaN where what was positive is not any more.

    Examples
    --------
    >>> import numpy as np
    >>> log_change(np.array([2.0, 1.0, -1.0]), np.array([2.0, 0.0, 1.0]))
    array([ 0.,  0., nan])
    """
    xp, there = namespace(after), before > 0
    quotient = xp.where(there, after / xp.where(there, before, 1.0), 1.0)
    return xp.log(xp.where(quotient > 0, quotient, xp.nan))
