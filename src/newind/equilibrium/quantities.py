"""How much is made, used and emitted in an equilibrium: volumes at the prices of the benchmark."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.memo import memo
from newind.equilibrium.benchmark import meet_shares
from newind.kernels.arrays import namespace

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.equilibrium.benchmark import Benchmark
    from newind.equilibrium.solve import Solution
    from newind.equilibrium.system import State
    from newind.typing import Array, BoolArray


def compute_output_volume(state: State) -> Array:
    """Return the volume of output, what producers receive over the price they receive, as a factor; (R, S)."""
    xp = namespace(state.at.q)
    price = xp.where(state.problem.active, state.prices.border, 0.0)
    found: Array = _change(state.receipts, state.problem.benchmark.output) * xp.exp(-price)
    return found


def compute_real_value_added(state: State) -> Array:
    """Return output less inputs, both at basic prices of the benchmark (double deflation); (R, S), unit of money.

    Inputs of every origin count with what arrives of it. The sum over the industries of a region is its real GDP, which
    is the same from the side of expenditure.
    """
    return state.problem.benchmark.output * compute_output_volume(state) - compute_input_volume(state)


def compute_product(state: State) -> Array:
    """Return real GDP: the sum of real value added over the industries of a region; (R,), unit of money.

    The volume of inputs is that of what arrives at all users less final ones, so that it need not be known by user.
    """
    p, prices, sales, xp = state.problem, state.prices, state.sales, namespace(state.at.q)
    if p.by_user:
        return xp.sum(compute_real_value_added(state), axis=-1)
    per = sales.net[..., -1] / prices.sum[..., -1]
    inputs = sales.landed - prices.final_landed.weight * prices.final_origins(p) * per[..., None]
    made = xp.sum(p.benchmark.output * compute_output_volume(state), axis=-1)
    return made - xp.sum(xp.sum(inputs * _per_unit(state), axis=-3), axis=-1)


def compute_input_volume(state: State) -> Array:
    """Return the volume of inputs: what arrives of each origin, at basic prices of the benchmark; (R, S), money."""
    p, prices, net = state.problem, state.prices, state.sales.net[..., :-1]
    shares = p.user_shares * p.kept_by_user if p.by_user else p.user_shares
    shares = shares if shares.shape[-1] == 1 else shares[..., :-1]
    arriving = meet_shares(prices.landed.weight * _per_unit(state), shares)
    return namespace(net).sum(net / prices.sum[..., : p.benchmark.S] * arriving, axis=-3)


def compute_emissions(state: State, output: Array, final: Array, abatement: Array | None = None) -> Array:
    """Return CO2 of each industry, then of final users, as factors of the benchmark; (R, S + 1).

    Parameters
    ----------
    state : State
        The equilibrium.
    output : (R, S) array
        Volume of output, which emissions follow where there were none.
    final : (R,) array
        Real income, which those of final users follow where there were none.
    abatement : (R, S) array, optional
        Emissions per unit of output that come with output; what the shocks say by default.
    """
    b, said = state.problem.benchmark, state.problem.shocks.process_intensity
    before, fuels = emissions_before(b)
    after = np.zeros((*output.shape[:-1], b.S + 1))
    if b.fuel_emissions is not None:
        spend, price = state.sales.spend[..., fuels, :, :], state.prices.user[..., fuels, :, :]
        after += (b.fuel_emissions[fuels] * spend * np.exp(-price)).sum(axis=-3)
    if b.process_emissions is not None:
        left = abatement if abatement is not None else 1.0 if said is None else np.exp(said)
        after[..., :-1] += b.process_emissions * b.output * output * left
    otherwise = np.concatenate([output, final[..., None]], axis=-1)
    return np.where(before != 0, after / np.where(before != 0, before, 1.0), otherwise)


@memo
def emissions_before(b: Benchmark) -> tuple[Array, BoolArray]:
    """Return CO2 of each industry and of final users in the benchmark (R, S + 1), and which goods are fuels (S,)."""
    found, fuels = np.zeros((b.R, b.S + 1)), np.zeros(b.S, dtype=np.bool_)
    if b.fuel_emissions is not None:
        found += (b.fuel_emissions * b.spend).sum(axis=0)
        fuels |= b.fuel_emissions.any(axis=(1, 2))
    if b.process_emissions is not None:
        found[:, :-1] += b.process_emissions * b.output
    return found, fuels


@dataclass(frozen=True, eq=False)
class Quantities:
    """Changes of quantities against the benchmark, as factors: 1 is unchanged, 0 stopped; 1 where there was nothing.

    Parameters
    ----------
    solution : Solution
        The equilibrium.
    baseline : Accounts
        The accounts that its benchmark was made of.
    abatement : (R, S) array, optional
        Emissions per unit of output that come with output, against the benchmark; what the shocks say by default.
    """

    solution: Solution
    baseline: Accounts
    abatement: Array | None = None

    # ---- what is made
    @cached_property
    def receipts(self) -> Array:
        """Value of output; (R, S)."""
        return _change(self.solution.state.receipts, self.solution.problem.benchmark.output)

    @cached_property
    def output(self) -> Array:
        """Volume of output: what producers receive over the price they receive; (R, S)."""
        return compute_output_volume(self.solution.state)

    @cached_property
    def value_added_volume(self) -> Array:
        """Output less inputs; (R, S), as of :func:`compute_real_value_added`."""
        return compute_real_value_added(self.solution.state)

    # ---- what is used
    @cached_property
    def use(self) -> Array:
        """Volume of what users buy of a good, at what it cost them in the benchmark [k, n, u]; (S, R, S + 1)."""
        state = self.solution.state
        return np.asarray(state.sales.spend * np.exp(-state.prices.prices_by_user))

    @cached_property
    def value_added(self) -> Array:
        """Volume of value added; (R, S)."""
        return _change(self.value_added_volume, self.baseline.value_added.reshape(self.receipts.shape))

    @cached_property
    def gdp(self) -> Array:
        """Real GDP: value added of all industries at prices of the benchmark; (R,)."""
        return np.asarray(self.value_added_volume.sum(axis=1) / self.baseline.gdp)

    # ---- who spends
    @cached_property
    def final(self) -> Array:
        """Volume of final demand: real income; (R,)."""
        return np.exp(self.solution.real_income)

    @cached_property
    def income(self) -> Array:
        """Value of final demand; (R,)."""
        return np.exp(self.solution.state.at.income)

    # ---- who works
    @cached_property
    def payments(self) -> Array:
        """Payments of an industry to labour and capital, taxes on them included; (R, S)."""
        return _change(self.solution.state.sales.value_added, self.solution.problem.benchmark.value_added)

    @cached_property
    def labour_income(self) -> Array:
        """Earnings of labour in an industry; (R, S)."""
        labour, _, _ = self.solution.problem.factor_taxes
        return np.asarray(self.payments / labour)

    @cached_property
    def labour(self) -> Array:
        """Work in an industry: what labour earns over the wage; (R, S)."""
        return np.asarray(self.labour_income * np.exp(-self.solution.state.at.w)[:, None])

    @cached_property
    def labour_supply(self) -> Array:
        """Work in a region; (R,)."""
        return np.exp(self.solution.state.labour_supply)

    @cached_property
    def capital_income(self) -> Array:
        """Earnings of capital in an industry; (R, S)."""
        return np.asarray(self.payments * self.solution.problem.capital_after_tax_share)

    @cached_property
    def capital(self) -> Array:
        """Capital in an industry: its earnings over the return, or what there is where it cannot move; (R, S)."""
        problem, r = self.solution.problem, self.solution.state.at.r
        if r is not None:
            return np.asarray(self.capital_income * np.exp(-r)[:, None])
        given = problem.shocks.capital
        return np.ones_like(self.payments) if given is None else np.exp(given)

    @cached_property
    def capital_supply(self) -> Array:
        """Capital in a region, by what industries had of it; (R,)."""
        p = self.solution.problem
        before = p.benchmark.value_added * (1.0 - p.benchmark.labour_share) * p.moving_share
        return mean_change(np.ones_like(before), before, p.capital_income * p.moving_share)

    # ---- what is emitted
    @cached_property
    def emissions(self) -> Array:
        """CO2 of each industry, then of final users; (R, S + 1). Where nothing was, as output, and as real income."""
        return compute_emissions(self.solution.state, self.output, self.final, self.abatement)


def prices_after(solution: Solution) -> dict[str, Array]:
    """Return prices against the benchmark (1), in units of world value added.

    ``wages``, ``final`` (R,), ``output``, ``value_added`` (R, S; what producers receive and what they pay to factors),
    ``capital`` (R,) where it moves.
    """
    state = solution.state
    found = {
        "wages": state.at.w,
        "final": state.prices.final,
        "output": state.prices.border,
        "value_added": state.prices.value_added,
        **({} if state.at.r is None else {"capital": state.at.r}),
    }
    return {name: np.exp(log) for name, log in found.items()}


def _per_unit(state: State) -> Array:
    """Return what arrives, at basic prices of the benchmark, per unit of spending landed; (S, R, R), [k, n, i].

    That is one over the price before trade costs, and over what buyers paid more than producers received; trade costs
    by user are left out.
    """
    p, price, xp = state.problem, state.prices.landed.price, namespace(state.at.q)
    if price is None:
        return p.arriving * xp.exp(-xp.matrix_transpose(state.at.q))[..., None, :]
    return p.arriving * p.delivery / price


def mean_change(change: Array, weight: Array, after: Array | None = None) -> Array:
    """Return the change of each region, the mean of its industries; 1 where nothing has weight; (R,).

    Parameters
    ----------
    change, weight : (R, S) array
        Changes as factors, and what they are weighted by.
    after : (R, S) array, optional
        Weights after a change of their own.

    Examples
    --------
    >>> mean_change(np.array([[1.0, 4.0], [2.0, 2.0]]), np.array([[2.0, 1.0], [0.0, 0.0]]))
    array([2., 1.])
    """
    total = weight.sum(axis=1)
    summed = (change * (weight if after is None else after)).sum(axis=1)
    return np.where(total > 0, summed / np.where(total > 0, total, 1.0), 1.0)


def _change(after: Array, before: Array) -> Array:
    xp = namespace(after)
    return xp.where(before > 0, after / xp.where(before > 0, before, 1.0), 1.0)
