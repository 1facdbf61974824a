"""The derivative of the equations, written out: what steers the iteration.

Exact where no charge per unit, no returned payments and no tax on output is at work, as in the benchmark; near enough
elsewhere. An error in it would cost iterations, never correctness. Let dP be the change of a good's price to a user,
dM that of an industry's inputs, dV that of value added with scale, then (Leontief-like matrices T and B below)

    dX = dv + (1 − σv)(dM − dV) + (1 − σ)(dP − dM)      spending of industries on a good
    dX = dI + (1 − σf)(dP − dP_final)                   spending of final users
    dG = dX − θ (dq − dP)                               of it, on an origin
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newind.equilibrium.system import State
    from newind.typing import Array


@dataclass(frozen=True, eq=False)
class _Linear:
    """Coefficients of a quantity on the unknowns, by row; None where the unknowns do not have the part."""

    w: Array
    r: Array | None
    income: Array
    q: Array
    v: Array

    def joined(self) -> Array:
        parts = [self.w, *([] if self.r is None else [self.r]), self.income, self.q, self.v]
        return np.concatenate(parts, axis=1)


def jacobian(state: State, dtype: type = np.float32) -> Array:
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
        m as in :func:`newind.equilibrium.unknowns.size`.
    """
    work = _Work(state, dtype)
    rows = [work.labour_row(), *([work.capital_row()] if work.mobile else []), work.income_row(), *work.price_and_sales_rows()]
    J = np.concatenate([row.joined() for row in rows], axis=0)
    J[:, -work.n :] -= work.world_share
    dead = ~state.problem.active.ravel()
    for offset in (J.shape[0] - 2 * work.n, J.shape[0] - work.n):
        at = offset + np.flatnonzero(dead)
        J[at] = 0.0
        J[at, at] = -1.0
    return np.asarray(J)


class _Work:
    """Shares at a state, from which the rows are put together."""

    def __init__(self, state: State, dtype: type) -> None:
        p, prices, sales = state.problem, state.prices, state.sales
        self.state, self.p, self.dtype = state, p, dtype
        self.R, self.S = p.benchmark.R, p.benchmark.S
        self.n, self.mobile = self.R * self.S, p.elasticities.mobile
        e = p.elasticities
        self.sigma, self.sigma_v, self.sigma_f = e.sigma, e.sigma_v, e.sigma_f
        beta = p.benchmark.labour_share
        self.theta = e.theta.astype(dtype)
        self.own = (sales.value_added / np.where(sales.cost > 0, sales.cost, 1.0)).astype(dtype).ravel()
        self.psi = np.broadcast_to(e.psi, (self.R, self.S)).astype(dtype).ravel()
        self.labour_part = ((1 + e.psi) * beta).astype(dtype).ravel()
        self.capital_part = ((1 + e.psi) * (1 - beta)).astype(dtype).ravel()
        world = sales.value_added / sales.value_added.sum()
        self.world_share = world.astype(dtype).ravel()
        # shares of origins now [k, n, i, u], of goods in inputs and in final demand now
        self.pi = _origins(state, dtype)
        self.goods = _parts(sales.spend[:, :, :-1]).astype(dtype)
        self.final_goods = _parts(sales.spend[:, :, -1]).astype(dtype)
        users = self.pi if self.pi.shape[3] > 1 else np.broadcast_to(self.pi, (*self.pi.shape[:3], self.S + 1))
        # T[jk, ns]: weight of the border price of good k of j in the input price of industry s of n
        self.T = np.ascontiguousarray((users[..., :-1] * self.goods[:, :, None, :]).transpose(2, 0, 1, 3)).reshape(self.n, self.n)
        self.T_final = (users[..., -1] * self.final_goods[:, :, None]).transpose(2, 0, 1).reshape(self.n, self.R)
        # B[ik, nu]: share of each user in what producer ik receives
        sold = np.where(sales.sold > 0, sales.sold, 1.0).T[:, None, :]
        self.per_net = (1 / ((1 + p.tariff) * (1 - p.rebate) * sold)).astype(dtype)
        flows = users * (sales.net.astype(dtype)[:, :, None, :] * self.per_net[..., None])
        self.B4 = flows
        self.B = np.ascontiguousarray(flows[..., :-1].transpose(2, 0, 1, 3)).reshape(self.n, self.n)
        self.B_final = np.ascontiguousarray(flows[..., -1].transpose(2, 0, 1)).reshape(self.n, self.R)

    # ---- small pieces
    @property
    def value_added_v(self) -> Array:
        """Derivative of the effective price of value added by payments to it; (n,)."""
        return np.asarray(-self.psi + (0.0 if self.mobile else 1.0) * self.capital_part)

    def by_region(self, values: Array) -> Array:
        """Spread (rows, n) over regions: add the columns of each region; (rows, R)."""
        return np.asarray(values.reshape(values.shape[0], self.R, self.S).sum(axis=2))

    def diagonal_by_region(self, values: Array) -> Array:
        """Return (n, R) with each value in the column of its own region."""
        out = np.zeros((self.n, self.R), dtype=self.dtype)
        out[np.arange(self.n), np.arange(self.n) // self.S] = values
        return out

    def zeros(self, rows: int, columns: int) -> Array:
        return np.zeros((rows, columns), dtype=self.dtype)

    # ---- rows
    def labour_row(self) -> _Linear:
        """Wages: what labour earns."""
        tax, _, _ = self.p.factor_taxes
        paid = self.state.sales.value_added * self.p.benchmark.labour_share / tax
        return self._factor_row(paid, which="w")

    def capital_row(self) -> _Linear:
        """Returns: what capital earns."""
        return self._factor_row(self.state.capital, which="r")

    def _factor_row(self, paid: Array, which: str) -> _Linear:
        share = paid / paid.sum(axis=1, keepdims=True)
        v = self.zeros(self.R, self.n)
        for n in range(self.R):
            v[n, n * self.S : (n + 1) * self.S] = share[n]
        minus, none = -np.eye(self.R, dtype=self.dtype), self.zeros(self.R, self.R)
        r = None if not self.mobile else (minus if which == "r" else none)
        return _Linear(minus if which == "w" else none, r, none, self.zeros(self.R, self.n), v)

    def price_and_sales_rows(self) -> tuple[_Linear, _Linear]:
        """Border prices follow costs; payments to value added follow sales."""
        return self._price_row(), self.sales_row

    def _price_row(self) -> _Linear:
        carbon = self.state.prices.carbon
        kept = 1.0 if carbon is None else (1 / (1 + carbon)).astype(self.dtype).ravel()
        own, bought = kept * self.own, kept * (1 - self.own)
        q = self.T.T * bought[:, None]
        q[np.diag_indices(self.n)] -= 1.0
        v = np.diag(own * self.value_added_v)
        w = self.diagonal_by_region(own * self.labour_part)
        r = self.diagonal_by_region(own * self.capital_part) if self.mobile else None
        return _Linear(w, r, self.zeros(self.n, self.R), q, v)

    @property
    def cost_row(self) -> _Linear:
        """Change of costs at given payments to value added: dv − (1 − σv)(1 − s)(dV − dM)."""
        bend = (1 - self.sigma_v) * (1 - self.own)
        q = self.T.T * bend[:, None]
        v = np.diag(1 - bend * self.value_added_v)
        w = -self.diagonal_by_region(bend * self.labour_part)
        r = -self.diagonal_by_region(bend * self.capital_part) if self.mobile else None
        return _Linear(w, r, self.zeros(self.n, self.R), q, v)

    @property
    def sales_row(self) -> _Linear:
        """Receipts less costs."""
        made, cost = self.receipts_row, self.cost_row
        r = made.r - cost.r if made.r is not None and cost.r is not None else None
        return _Linear(made.w - cost.w, r, made.income - cost.income, made.q - cost.q, made.v - cost.v)

    @property
    def receipts_row(self) -> _Linear:
        """Change of what each producer sells."""
        if not hasattr(self, "_receipts"):
            self._receipts = self._find_receipts()
        return self._receipts

    def _find_receipts(self) -> _Linear:
        straight = self.B.sum(axis=1) + self.B_final.sum(axis=1)
        q = (-(1 - self.sigma_f) * self.B_final) @ self.T_final.T
        if self.sigma != self.sigma_v:
            q += (self.sigma - self.sigma_v) * (self.B @ self.T.T)
        own = self._own_good()
        q4 = q.reshape(self.R, self.S, self.R, self.S)
        k = np.arange(self.S)
        q4[:, k, :, k] += own
        q[np.diag_indices(self.n)] -= np.tile(self.theta, self.R) * straight
        return self._from_value_added(self.B, q, self.B_final)

    def _own_good(self) -> Array:
        """Effect of an origin's price on another's sales of the same good, through the price to users; (S, R, R)."""
        lift = np.broadcast_to((1 - self.sigma + self.theta)[:, None, None], (self.S, self.R, self.S))
        last = np.broadcast_to((1 - self.sigma_f + self.theta)[:, None, None], (self.S, self.R, 1))
        factor = np.concatenate([lift, last], axis=2).astype(self.dtype)
        left = (self.B4 * factor[:, :, None, :]).transpose(0, 2, 1, 3)
        right = self.pi.transpose(0, 2, 1, 3)
        if right.shape[3] == 1:
            return np.asarray(np.matmul(left.sum(axis=3), right[..., 0].transpose(0, 2, 1)))
        S, R, U = self.S, self.R, self.S + 1
        return np.asarray(np.matmul(left.reshape(S, R, R * U), right.reshape(S, R, R * U).transpose(0, 2, 1)))

    def _from_value_added(self, by_user: Array, q: Array, income: Array) -> _Linear:
        """Add what runs through spending of industries: dv − (1 − σv) dV, weights by user (rows, n)."""
        turned = (1 - self.sigma_v) * by_user
        v = by_user - turned * self.value_added_v
        w = -self.by_region(turned * self.labour_part)
        r = -self.by_region(turned * self.capital_part) if self.mobile else None
        return _Linear(w, r, income, q, v)

    def income_row(self) -> _Linear:
        """Incomes: factors, profits, tariffs and taxes, less subsidies and rebates."""
        income = self.state.income.astype(self.dtype)[:, None]
        return self._with_producers(self._revenue_row(income), income)

    def _revenue_row(self, income: Array) -> _Linear:
        """Tariffs and taxes on purchases, which follow spending of the region's own users."""
        p, s = self.p, self.state
        rate = (p.tariff / (1 + p.tariff)).astype(self.dtype)
        net = s.sales.net.astype(self.dtype)
        U = self.S + 1
        tariff_by_user = np.matmul(rate[:, :, None, :], self.pi)[:, :, 0, :] * net  # [k, n, u]
        tax = np.zeros_like(net) if p.shocks.purchase_tax is None else net * p.shocks.purchase_tax.astype(self.dtype)
        tax = tax + s.fuel_carbon.astype(self.dtype)
        whole = tariff_by_user + tax
        theta = self.theta[:, None, None]
        lift = np.full((1, 1, U), 1 - self.sigma, dtype=self.dtype)
        lift[..., -1] = 1 - self.sigma_f
        on_price = lift * whole + theta * tariff_by_user
        by_user, last = whole[:, :, :-1].sum(axis=0), whole[:, :, -1].sum(axis=0)
        pi = self.pi if self.pi.shape[3] > 1 else np.broadcast_to(self.pi, (*self.pi.shape[:3], U))
        weight = on_price + np.concatenate(
            [self.goods * ((self.sigma - self.sigma_v) * by_user), (self.final_goods * (-(1 - self.sigma_f) * last))[..., None]],
            axis=2,
        )
        paid = np.matmul(pi, weight[..., None])[..., 0]  # [k, n, i]
        paid -= theta * rate * np.matmul(pi, net[..., None])[..., 0]
        q = paid.transpose(1, 2, 0).reshape(self.R, self.n) / income
        spread = self.zeros(self.R, self.n)
        for n in range(self.R):
            spread[n, n * self.S : (n + 1) * self.S] = by_user[n]
        return self._from_value_added(spread / income, q, np.diag(last) / income)

    def _with_producers(self, row: _Linear, income: Array) -> _Linear:
        """Add factors, profits and what is given to producers."""
        s = self.state
        cost, made = self.cost_row, self.receipts_row
        value_added = _spread(s.sales.value_added, self.S).astype(self.dtype) / income
        profits = _spread(s.profits + s.process_carbon, self.S).astype(self.dtype) / income
        given = self._given() / income
        add = lambda a, b, c: a + profits @ b - given @ c  # noqa: E731
        r = add(row.r, cost.r, made.r) if row.r is not None and cost.r is not None and made.r is not None else None
        q = add(row.q, cost.q, made.q)
        v = add(row.v, cost.v, made.v) + value_added
        tied = (self.p.deficit * s.prices.level).astype(self.dtype)[:, None] / income
        v = v + tied * self.world_share
        last = add(row.income, cost.income, made.income) - np.eye(self.R, dtype=self.dtype)
        return _Linear(add(row.w, cost.w, made.w), r, last, q, v)

    def _given(self) -> Array:
        """Subsidies and rebates by producer, which follow what is sold; (R, n)."""
        s, p = self.state, self.p
        rebates = (s.sales.border * p.rebate / (1 - p.rebate)).sum(axis=1).T
        return _spread(s.receipts * p.subsidy + rebates, self.S).astype(self.dtype)


def _spread(values: Array, S: int) -> Array:
    """Return (R, n) with the figures of each region's industries in its own row, from (R, S)."""
    R = values.shape[0]
    out = np.zeros((R, R * S))
    for n in range(R):
        out[n, n * S : (n + 1) * S] = values[n]
    return out


def _parts(values: Array) -> Array:
    total = values.sum(axis=0)
    return np.asarray(values / np.where(total > 0, total, 1.0))


def _origins(state: State, dtype: type) -> Array:
    """Return the shares of origins at a state [k, n, i, u], the share of charges per unit taken off."""
    p, prices = state.problem, state.prices
    scaled = p.shares * prices.weight[..., None]
    if prices.final_weight is not None:
        scaled[..., -1] = p.shares[..., -1] * prices.final_weight
    total = prices.sum[:, :, None, :]
    return np.asarray(np.divide(scaled, total, out=np.zeros_like(scaled), where=total > 0), dtype=dtype)
