"""The derivative of the equations, written out: shares at a state, and what steers the iteration.

Exact where no charge per unit, no returned payments, no moves and no tax on output are at work, as in the benchmark;
near enough elsewhere. An error in it would cost iterations, never correctness. Let dq be border prices, dP those of
goods to users, dM those of inputs, dF that of final demand, and dV that of value added. Then dP, dM and dF
are means of dq with shares as weights, and

    dc = s dV + (1 − s) dM                              price of the bundle, s the share of value added
    dC = dv − (1 − σv)(1 − s)(dV − dM)                  payments for value added and inputs
    dV = β dw + (1 − β)((1 − ρ) dr + ρ dv)              ρ being the part of a natural resource
    dX = dv + (1 − σv)(dM − dV) + (1 − σ)(dP − dM)      spending of industries on a good
    dX = dI + (1 − σf)(dP − dF)                         spending of final users
    dG = dX − θ (dq − dP)                               of it, on an origin

and, with δ, η and χ of the market structure, border prices follow dc − δ (dC − χ dV − (1 − χ) dc); dP is 1 + η times
the mean, the size of the market given. All that is sold, taxed or given back is a sum of such flows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from newind.equilibrium.problem import size
from newind.equilibrium.sales import origin_shares

if TYPE_CHECKING:
    from newind.equilibrium.assumptions import Elasticities
    from newind.equilibrium.system import State
    from newind.typing import Array


Real: TypeAlias = NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class Slopes:
    """Shares at a state. Industries of all regions are counted region by region, n = R · S.

    Parameters
    ----------
    elasticities : Elasticities
        Responses.
    theta : (S,) array
        Trade elasticities.
    origins : (S, R, R, S + 1 or 1) array
        Shares of origins in what users pay landed [k, n, i, u].
    net : (S, R, S + 1) array
        What users spend on a good landed [k, n, u].
    inputs : (n, n) array
        Shares of each good of each origin (columns) in the inputs of an industry (rows).
    final : (R, n) array
        The same of final demand.
    value_added_share : (n,) array
        Share of value added in cost.
    labour, capital, payments : (n,) array
        Response of the price of value added to wages, returns and payments to value added.
    """

    elasticities: Elasticities
    theta: Real
    origins: Real
    net: Real
    inputs: Real
    final: Real
    value_added_share: Real
    labour: Real
    capital: Real
    payments: Real

    @property
    def S(self) -> int:
        """Number of industries."""
        return int(self.net.shape[0])

    @property
    def R(self) -> int:
        """Number of regions."""
        return int(self.net.shape[1])

    @property
    def n(self) -> int:
        """Number of industries of all regions."""
        return self.R * self.S

    @property
    def bend(self) -> Real:
        """Response of an industry's cost, at given payments to value added, to costlier inputs; (n,)."""
        return (1 - self.elasticities.sigma_v) * (1 - self.value_added_share)

    def lift(self, theta: Real) -> Real:
        """Return how spending on an origin follows the prices of origins: (1 − σ)(1 + η) + θ by user; (S, 1, S + 1)."""
        e = self.elasticities
        sigma = np.full(self.S + 1, e.sigma, dtype=self.net.dtype)
        sigma[-1] = e.sigma_f
        dearer = (1 + e.eta).astype(self.net.dtype).reshape(-1, 1, 1)
        return np.asarray((1 - sigma) * dearer + theta.reshape(-1, 1, 1))

    def flows(self, per_unit: Array) -> Real:
        """Return landed flows times a factor [k, n, i]; (S, R, R, S + 1), [k, i, n, u]."""
        factor = per_unit.astype(self.net.dtype).transpose(0, 2, 1)[..., None]
        return np.asarray(self.origins.transpose(0, 2, 1, 3) * factor * self.net[:, None])

    def through_prices(self, flows: Real) -> Real:
        """Return the effect of origins' prices on flows [k, i, n, u] through prices to users; (S, R, R), [k, i, j]."""
        S, R = self.S, self.R
        lifted = flows * self.lift(self.theta)[:, None]
        origins = self.origins.transpose(0, 2, 1, 3)
        if origins.shape[3] == 1:
            return np.asarray(np.matmul(lifted.sum(axis=3), origins[..., 0].transpose(0, 2, 1)))
        return np.asarray(np.matmul(lifted.reshape(S, R, -1), origins.reshape(S, R, -1).transpose(0, 2, 1)))


def slopes(state: State, dtype: type) -> Slopes:
    """Return the shares at a state."""
    p, prices, e = state.problem, state.prices, state.problem.elasticities
    R, S = p.benchmark.R, p.benchmark.S
    origins: Real = origin_shares(p, prices).astype(dtype, copy=False)
    of_industries = origins if origins.shape[3] == 1 else origins[..., :-1]
    goods: Real = prices.input_shares.astype(dtype).transpose(1, 2, 0)
    final: Real = prices.final_shares.astype(dtype)
    labour, capital = p.benchmark.labour_share, (1 - p.benchmark.labour_share) * p.moving_share
    payments = 1 - p.benchmark.labour_share - capital if e.mobile else capital
    dearer: Real = (1 + e.eta).astype(dtype)
    inputs = of_industries.transpose(1, 3, 2, 0) * (goods * dearer)[:, :, None, :]
    return Slopes(
        elasticities=e,
        theta=e.theta.astype(dtype),
        origins=origins,
        net=state.sales.net.astype(dtype),
        inputs=np.ascontiguousarray(inputs).reshape(R * S, R * S),
        final=(origins[..., -1] * (final * dearer[:, None])[:, :, None]).transpose(1, 2, 0).reshape(R, R * S),
        value_added_share=prices.value_added_share.astype(dtype).ravel(),
        labour=labour.astype(dtype).ravel(),
        capital=capital.astype(dtype).ravel(),
        payments=payments.astype(dtype).ravel(),
    )


@dataclass(frozen=True, eq=False)
class PriceSlopes:
    """What border prices follow at a state, whatever the market structure; industries of all regions, n.

    Parameters
    ----------
    theta : (S,) array
        Trade elasticities.
    inputs : (n, n) array
        As of `Slopes`.
    value_added_share, bend, labour, capital, payments : (n,) array
        As of `Slopes`; capital is None where it stays in its industry.
    kept : (n,) array
        Part of the price that is no charge; 0 for industries without output, which are held.
    world : (1 or R, n) array
        Shares in value added of all regions that are linked by trade, the numeraire.
    """

    theta: Array
    inputs: Real
    value_added_share: Real
    bend: Real
    labour: Real
    capital: Real | None
    payments: Real
    kept: Real
    world: Real

    def respond(self, delta: Array, chi: float) -> list[Real]:
        """Return how prices respond to those of inputs, to wages, returns and payments of their own; (n,) each.

        Returns are left out where capital stays in its industry.
        """
        scale = np.tile(delta.astype(self.inputs.dtype), len(self.inputs) // len(delta))
        bundle, bent = 1 + scale * (1 - chi), scale * self.bend
        value_added = self.kept * (bundle * self.value_added_share + bent + scale * chi)
        inputs = self.kept * (bundle * (1 - self.value_added_share) - bent)
        payments = value_added * self.payments - self.kept * scale
        factors = [value_added * share for share in (self.labour, self.capital) if share is not None]
        return [inputs, *factors, payments]

    def follow(self, responses: Real, y: Real) -> Real:
        """Return what responses (…, n) but to inputs make of other unknowns (K, m − n), the numeraire taken off."""
        n, (groups, _) = len(self.kept), self.world.shape
        S = len(self.theta)
        R = n // S
        *factors, payments = np.split(responses, len(responses))
        found = payments[0] * y[:, -n:] - (self.kept > 0) * np.repeat(y[:, -n:] @ self.world.T, n // groups, axis=1)
        for k, response in enumerate(factors):
            found += response[0] * np.repeat(y[:, k * R : (k + 1) * R], S, axis=1)
        return np.asarray(found)


def price_slopes(at: Slopes, state: State) -> PriceSlopes:
    """Return what border prices follow at a state."""
    p, carbon, dtype = state.problem, state.prices.carbon, at.net.dtype
    kept = p.active if carbon is None else p.active / (1 + carbon)
    return PriceSlopes(
        p.elasticities.theta,
        at.inputs,
        at.value_added_share,
        at.bend,
        at.labour,
        at.capital if p.elasticities.mobile else None,
        at.payments,
        kept.astype(dtype).ravel(),
        _share_world(state, dtype),
    )


@dataclass(frozen=True, eq=False)
class JacobianRows:
    """The rows of some equations, as views of the matrix by unknown: wages, returns, incomes, prices, value added."""

    w: Real
    r: Real | None
    income: Real
    q: Real
    v: Real


def jacobian(state: State, dtype: type = np.float32) -> Real:
    """Return the derivative of the residual by the unknowns.

    Parameters
    ----------
    state : State
        Where to take it.
    dtype : numpy type
        Precision; single is enough to steer.

    Returns
    -------
    (m, m) array
        m as in :func:`newind.equilibrium.problem.size`.
    """
    at, mobile = slopes(state, dtype), state.problem.elasticities.mobile
    J: Real = np.zeros((size(at.R, at.S, mobile),) * 2, dtype=dtype)
    rows = _rows(J, at, mobile)
    world = (state.sales.value_added / state.sales.value_added.sum()).astype(dtype).ravel()
    fill_factors(rows, state)
    fill_prices(rows["q"], at, state)
    fill_sales(rows["v"], at, state)
    fill_incomes(rows["income"], at, state, world)
    _take_numeraire(J, at, state)
    _hold(J, state)
    return J


def _rows(J: Real, at: Slopes, mobile: bool) -> dict[str, JacobianRows]:
    """Return the rows of each equation, as views."""
    names = ["w", *(["r"] if mobile else []), "income", "q", "v"]
    ends = np.cumsum([at.n if name in "qv" else at.R for name in names])[:-1]
    parts = {name: np.split(rows, ends, axis=1) for name, rows in zip(names, np.split(J, ends), strict=True)}
    return {name: JacobianRows(row[0], row[1] if mobile else None, *row[-3:]) for name, row in parts.items()}


def _take_numeraire(J: Real, at: Slopes, state: State) -> None:
    """Take off the value added of all regions that are linked by trade."""
    shares = _share_world(state, J.dtype)
    if len(shares) == 1:
        J[:, -at.n :] -= shares
        return
    regions = np.arange(at.R)
    by_region = np.tile(regions, (len(J) - 2 * at.n) // at.R)
    J[:, -at.n :] -= shares[np.concatenate([by_region, np.tile(regions.repeat(at.S), 2)])]


def _share_world(state: State, dtype: Any) -> Real:
    """Return shares in value added of all regions that a region is linked with: (1, n) where all are, or (R, n)."""
    links, paid = state.problem.connected_regions, state.sales.value_added
    groups = np.ones((1, len(paid))) if links is None else links.astype(float)
    shares = groups[:, :, None] * paid / (groups @ paid.sum(axis=1))[:, None, None]
    return np.asarray(shares.astype(dtype).reshape(len(groups), -1))


def _hold(J: Real, state: State) -> None:
    """Hold the unknowns of industries without output, and of factors that do not exist, where they are."""
    p = state.problem
    capital = [] if state.at.r is None else [(p.capital_income * p.moving_share).sum(axis=1) > 0]
    there = [p.labour_income > 0, *capital, np.ones(p.benchmark.R, dtype=bool), p.active.ravel(), p.active.ravel()]
    dead = np.flatnonzero(~np.concatenate(there))
    J[dead] = 0.0
    J[dead, dead] = -1.0


# ---- the equations
def fill_factors(rows: dict[str, JacobianRows], state: State) -> None:
    """Wages and returns follow what labour and capital earn."""
    tax, _, _ = state.problem.factor_taxes
    paid = state.sales.value_added * state.problem.benchmark.labour_share / tax
    rows["w"].v[:] = _spread(_parts(paid))
    _diagonal(rows["w"].w)[:] = -1.0
    if "r" in rows and rows["r"].r is not None:
        rows["r"].v[:] = _spread(_parts(state.capital * state.problem.moving_share))
        _diagonal(rows["r"].r)[:] = -1.0


def fill_prices(rows: JacobianRows, at: Slopes, state: State) -> None:
    """Border prices follow unit costs, and fall with the number of varieties."""
    e, industries = state.problem.elasticities, np.arange(at.n)
    inputs, *factors, payments = price_slopes(at, state).respond(e.delta, e.chi)
    np.multiply(at.inputs, inputs[:, None], out=rows.q)
    _diagonal(rows.q)[:] -= 1.0
    for unknown, response in zip((rows.w, rows.r), factors, strict=False):
        assert unknown is not None
        unknown[industries, industries // at.S] += response
    _diagonal(rows.v)[:] += payments


def fill_sales(rows: JacobianRows, at: Slopes, state: State) -> None:
    """Payments to value added follow what producers sell, less what they pay."""
    sold = np.where(state.sales.producer_sales > 0, state.sales.producer_sales, 1.0).T[:, None, :]
    p, S, R = state.problem, at.S, at.R
    flows = at.flows(1.0 / ((1.0 + p.tariff) * (1.0 - p.rebate) * sold))
    by_producer = flows.transpose(1, 0, 2, 3).reshape(at.n, R, S + 1)
    add_spending(rows, at, by_producer[:, :, :-1].reshape(at.n, at.n), by_producer[:, :, -1])
    goods = np.arange(S)
    rows.q.reshape(R, S, R, S)[:, goods, :, goods] += at.through_prices(flows)
    _diagonal(rows.q)[:] -= np.tile(at.theta, R) * by_producer.sum(axis=(1, 2))
    rows.q[:] -= at.bend[:, None] * at.inputs
    _diagonal(rows.v)[:] -= 1.0
    add_own_value_added(rows, at, at.bend)


def fill_incomes(rows: JacobianRows, at: Slopes, state: State, world: Real) -> None:
    """Incomes follow factors, profits, tariffs and taxes, less subsidies and rebates."""
    income, s = state.income[:, None], state.sales
    given = s.claims * (state.problem.subsidy + state.returned_rate)
    rows.v[:] += _spread(s.value_added / income) + state.problem.deficit[:, None] / income * state.prices.level * world
    add_costs(rows, at, _spread((state.profits + state.process_carbon - given) / income).astype(at.net.dtype))
    add_tariffs(rows, at, state)
    if state.problem.rebate.any():
        add_rebates(rows, at, state)
    _diagonal(rows.income)[:] -= 1.0


# ---- parts of incomes
def add_costs(rows: JacobianRows, at: Slopes, weights: Real) -> None:
    """Add costs of industries, weights (rows, n)."""
    rows.v[:] += weights
    bent = weights * at.bend
    rows.q[:] += bent @ at.inputs
    add_value_added(rows, at, -bent)


def add_tariffs(rows: JacobianRows, at: Slopes, state: State) -> None:
    """Add tariffs and taxes on purchases, which follow spending of a region's own users."""
    dtype, income = at.net.dtype, state.income[:, None]
    per_unit = (state.problem.tariff / (1.0 + state.problem.tariff) / income).astype(dtype)
    tariffs = np.matmul(per_unit[:, :, None, :], at.origins)[:, :, 0, :] * at.net
    taxed = (_taxes(state) / income).astype(dtype)
    by_user = (tariffs + taxed).sum(axis=0)
    add_spending(rows, at, _spread(by_user[:, :-1]), np.diag(by_user[:, -1]))
    lifted = tariffs * at.lift(at.theta) + taxed * at.lift(np.zeros(1, dtype))
    prices = _times(at.origins, lifted) - at.theta[:, None, None] * per_unit * _times(at.origins, at.net)
    rows.q[:] += prices.transpose(1, 2, 0).reshape(at.R, at.n)


def add_rebates(rows: JacobianRows, at: Slopes, state: State) -> None:
    """Take off export rebates, which follow what a region's producers sell by destination."""
    p, R = state.problem, np.arange(at.R)
    flows = at.flows(-p.rebate / ((1.0 - p.rebate) * (1.0 + p.tariff) * state.income))
    by_origin = flows.sum(axis=0)
    add_spending(rows, at, by_origin[:, :, :-1].reshape(at.R, at.n), by_origin[:, :, -1])
    prices = at.through_prices(flows).transpose(1, 2, 0)
    prices[R, R] -= (at.theta[:, None] * flows.sum(axis=(2, 3))).T
    rows.q[:] += prices.reshape(at.R, at.n)


def _taxes(state: State) -> Array:
    """Return taxes on purchases and carbon charges on fuels [k, n, u]; (S, R, S + 1)."""
    rate = state.problem.shocks.purchase_tax
    return np.asarray(state.fuel_carbon if rate is None else state.fuel_carbon + state.sales.net * rate)


# ---- chains
def add_spending(rows: JacobianRows, at: Slopes, industries: Real, final: Real) -> None:
    """Add spending of industries (rows, n) and of final users (rows, R), but for the price of the good itself."""
    e = at.elasticities
    rows.v[:] += industries
    rows.income[:] += final
    rows.q[:] -= ((1 - e.sigma_f) * final) @ at.final
    if e.sigma != e.sigma_v:
        rows.q[:] += ((e.sigma - e.sigma_v) * industries) @ at.inputs
    if e.sigma_v != 1.0:
        add_value_added(rows, at, (e.sigma_v - 1) * industries)


def add_value_added(rows: JacobianRows, at: Slopes, weights: Real) -> None:
    """Add the price of value added of industries, weights (rows, n)."""
    rows.w[:] += _by_region(weights * at.labour, at.R)
    if rows.r is not None:
        rows.r[:] += _by_region(weights * at.capital, at.R)
    if at.payments.any():
        rows.v[:] += weights * at.payments


def add_own_value_added(rows: JacobianRows, at: Slopes, weights: Real) -> None:
    """Add to each industry's row the price of its own value added, weights (n,)."""
    industries = np.arange(at.n)
    rows.w[industries, industries // at.S] += weights * at.labour
    if rows.r is not None:
        rows.r[industries, industries // at.S] += weights * at.capital
    _diagonal(rows.v)[:] += weights * at.payments


# ---- small pieces
def _diagonal(square: Real) -> Real:
    """Return the diagonal, to be written to."""
    view: Real = np.einsum("ii->i", square)
    return view


def _times(origins: Real, values: Real) -> Real:
    """Return values [k, n, u] by origin, added over users; (S, R, R)."""
    if origins.shape[3] == 1:
        return np.asarray(origins[..., 0] * values.sum(axis=2)[:, :, None])
    return np.asarray(np.matmul(origins, values[..., None])[..., 0])


def _by_region(values: Real, R: int) -> Real:
    """Return columns added by region; (rows, R)."""
    return np.asarray(values.reshape(values.shape[0], R, -1).sum(axis=2))


def _parts(values: Array) -> Array:
    """Return shares of a region's sum, from (R, S); zero where there is none."""
    total = values.sum(axis=1, keepdims=True)
    return np.asarray(values / np.where(total > 0, total, 1.0))


def _spread(values: Real) -> Real:
    """Return the figures of each region's industries in its own row, from (R, S); (R, n)."""
    R, S = values.shape
    out = np.zeros((R, R, S), dtype=values.dtype)
    out[np.arange(R), np.arange(R)] = values
    return out.reshape(R, R * S)
