"""A benchmark with shocks on it, made ready for the solver, and the vector of its unknowns."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium.benchmark import connect_regions, meet_shares, over_users
from newind.equilibrium.shocks import NONE, Shocks
from newind.frozen import Frozen
from newind.kernels.arrays import namespace
from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from newind.equilibrium.assumptions import Elasticities
    from newind.equilibrium.benchmark import Benchmark
    from newind.equilibrium.users import FinalUsers
    from newind.typing import Array, BoolArray


@dataclass(frozen=True, eq=False)
class Unknowns:
    """Logs of changes: wages, returns, incomes (R,), border prices and payments to value added (R, S).

    Parameters
    ----------
    w, income : (R,) array
        Wages and incomes.
    r : (R,) array or None
        Returns to capital; None where capital stays in its industry.
    q, v : (R, S) array
        Border prices, and payments to value added.
    gain : (R,) array or None
        Productivity of all industries of a region, in addition to shocks; None where real GDP is not given.
    market : (S, R) array or None
        What users of a region spend on a good landed; None without selection.
    """

    w: Array
    r: Array | None
    income: Array
    q: Array
    v: Array
    gain: Array | None = None
    market: Array | None = None


def widen(value: Any, axes: int) -> Any:
    """Return one figure a problem with axes of one at its end, to be spread over them; a single figure as it is.

    Examples
    --------
    >>> widen(np.ones(2), 3).shape, widen(0.5, 3)
    ((2, 1, 1, 1), 0.5)
    """
    return value[(..., *(None,) * axes)] if getattr(value, "ndim", 0) else value


def size(R: int, S: int, mobile: bool) -> int:
    """Return how many unknowns there are where real GDP is not given.

    Examples
    --------
    >>> size(20, 26, True), size(20, 26, False)
    (1100, 1080)
    """
    return (3 if mobile else 2) * R + 2 * R * S


def split(x: Array, R: int, S: int, mobile: bool, selection: bool = False) -> Unknowns:
    """Return the parts of a vector of unknowns, as views; `selection` tells whether sizes of markets are among them."""
    k = 2 if mobile else 1
    w, r, income = x[..., :R], x[..., R : 2 * R] if mobile else None, x[..., k * R : (k + 1) * R]
    start, end, shape = (k + 1) * R, size(R, S, mobile), (*x.shape[:-1], R, S)
    reshape = namespace(x).reshape
    q, v = reshape(x[..., start : start + R * S], shape), reshape(x[..., start + R * S : end], shape)
    last = end + R * S * selection
    market = reshape(x[..., end:last], (*x.shape[:-1], S, R)) if selection else None
    return Unknowns(w, r, income, q, v, x[..., last:] if x.shape[-1] > last else None, market)


@dataclass(frozen=True, eq=False)
class Problem(Frozen):
    """Problem to solve: benchmark, responses and shocks, and the arrays that follow from them.

    Several problems of one benchmark stand in one (:func:`newind.equilibrium.stacking.stack_problems`): responses and
    shocks then have one axis more in front, of problems, and so has all that follows from them.

    Parameters
    ----------
    benchmark : Benchmark
        Where the economy starts.
    elasticities : Elasticities
        How it responds.
    shocks : Shocks
        What changes.
    lost : (S, R, S + 1) bool array, optional
        Cells [k, n, u] that lose all suppliers and are left out.
    idle : (R, S) bool array, optional
        Industries that lose all buyers and stop.
    product : (R,) array, optional
        Real GDP to which productivity leads, at basic prices of the benchmark; NaN where productivity stays as it is.
    log : tuple of str
        What must be said.
    users : FinalUsers, optional
        Households, governments and investors apart; one user that buys by CES where left out.
    """

    benchmark: Benchmark
    elasticities: Elasticities
    shocks: Shocks = NONE
    lost: BoolArray | None = None
    idle: BoolArray | None = None
    product: Array | None = None
    log: tuple[str, ...] = field(default=())
    users: FinalUsers | None = None

    @property
    def size(self) -> int:
        """Number of unknowns."""
        b = self.benchmark
        more = (b.R * b.S if self.has_selection else 0) + (0 if self.product is None else b.R)
        return size(b.R, b.S, self.elasticities.mobile) + more

    def split(self, x: Array) -> Unknowns:
        """Return the parts of a vector of unknowns, as views."""
        return split(x, self.benchmark.R, self.benchmark.S, self.elasticities.mobile, self.has_selection)

    # ---- prices
    @cached_property
    def delivery(self) -> Array:
        """Factor of tariffs and rebates on the border price, against the benchmark [k, n, i]; (S, R, R)."""
        b, s = self.benchmark, self.shocks
        tariff = np.ones_like(b.tariff) if s.tariff is None else (1.0 + s.tariff) / (1.0 + b.tariff)
        return tariff if s.rebate is None else np.asarray(tariff * ((1.0 - s.rebate) / (1.0 - b.rebate)))

    @property
    def by_user(self) -> bool:
        """Whether trade costs are by user."""
        cost = self.shocks.trade_cost
        return cost is not None and cost.ndim - self.elasticities.theta.ndim == 3

    @cached_property
    def trade_cost_weight(self) -> Array | None:
        """Trade costs of all users to the power of minus the trade elasticity; 0 where cut off; (S, R, R)."""
        cost = self.shocks.trade_cost
        return None if cost is None or self.by_user else np.asarray(np.exp(-self.iceberg * cost))

    @cached_property
    def delivery_weight(self) -> Array:
        """Landed over border price to the power of minus the trade elasticity; 0 where cut off; (S, R, R)."""
        factor, own = self.delivery, self.trade_cost_weight
        theta = np.broadcast_to(-self.theta, np.broadcast_shapes(self.theta.shape, factor.shape))
        weight = np.power(factor, theta, out=np.ones(theta.shape), where=factor != 1.0)
        return weight if own is None else weight * own

    @cached_property
    def theta(self) -> Array:
        """Trade elasticities, to be spread over [k, n, i]; (S, 1, 1)."""
        return np.asarray(self.elasticities.theta[..., None, None])

    @cached_property
    def iceberg(self) -> Array:
        """Response of expenditure to trade costs, to be spread over [k, n, i]; (S, 1, 1)."""
        return np.asarray(self.elasticities.iceberg[..., None, None])

    @cached_property
    def has_scale(self) -> bool:
        """Whether some industry has economies of scale."""
        return bool(self.elasticities.delta.any())

    @cached_property
    def has_selection(self) -> bool:
        """Whether the number of varieties sold depends on the size of the market for some good."""
        return bool(self.elasticities.eta.any())

    @cached_property
    def has_newcomers(self) -> bool:
        """Whether industries start to buy a good where they bought none."""
        mix = self.shocks.mix
        return mix is not None and bool(((mix > 0) & (self.benchmark.spend[:, :, :-1] == 0)).any())

    @cached_property
    def user_shares(self) -> Array:
        """Benchmark shares of origins, with what acts on single users but for shifts of preference."""
        s, pi = self.shocks, self.benchmark.shares
        if self.benchmark.common and self._apart:
            pi = np.repeat(pi, self.benchmark.S + 1, axis=3)
        if s.mix is not None and self.has_newcomers and not self.benchmark.common:
            pi = with_newcomers(pi, self.benchmark, s.mix)
        if self.by_user and s.trade_cost is not None:
            pi = pi * np.exp(-self.iceberg[..., None] * s.trade_cost)
        alike = pi.ndim > self.benchmark.shares.ndim and len(pi) == 1
        return np.ascontiguousarray(pi[0] if alike else pi)

    @cached_property
    def shares_by_user(self) -> Array:
        """The same with origins last [k, n, u, i]."""
        b, own = self.benchmark, self.user_shares
        return b.shares_by_user if own is b.shares else own.swapaxes(-1, -2)

    @cached_property
    def final_origins(self) -> Array:
        """The same of final users, with the shift of their preference for origins [k, n, i]; (S, R, R)."""
        b, taste = self.benchmark, self.shocks.origin_taste
        own = b.final_origins if self.user_shares is b.shares else self.user_shares[..., -1]
        return own if taste is None else own * compute_weight_factors(taste, b.final_origins)

    @cached_property
    def shares(self) -> Array:
        """Shares of origins of all users, shifts of preference included; (S, R, R, S + 1 or 1)."""
        if self.shocks.origin_taste is None:
            return self.user_shares
        final = self.final_origins
        pi = np.array(np.broadcast_to(self.user_shares, (*final.shape, self.user_shares.shape[-1])))
        pi[..., -1] = final
        return pi

    @property
    def _apart(self) -> bool:
        """Whether final users buy elsewhere than industries."""
        return self.shocks.origin_taste is not None or self.shocks.embodied_charge is not None

    @cached_property
    def tariff(self) -> Array:
        """Rates of tariffs [k, n, i]; (S, R, R)."""
        return self.benchmark.tariff if self.shocks.tariff is None else self.shocks.tariff

    @cached_property
    def rebate(self) -> Array:
        """Rates of export rebates [k, n, i]; (S, R, R)."""
        return self.benchmark.rebate if self.shocks.rebate is None else self.shocks.rebate

    @cached_property
    def tariff_part(self) -> Array:
        """Share of tariffs in what is paid landed [k, n, i]; (S, R, R)."""
        return np.asarray(self.tariff / (1.0 + self.tariff))

    @cached_property
    def producer_share(self) -> Array:
        """Sales of producers over what is paid landed, export rebates added back [k, n, i]; (S, R, R)."""
        return np.asarray(1.0 / ((1.0 + self.tariff) * (1.0 - self.rebate)))

    @cached_property
    def rebated_share(self) -> Array | None:
        """Export rebates over what is paid landed [k, n, i]; None where there are none; (S, R, R)."""
        return self.producer_share * self.rebate if self.rebate.any() else None

    @cached_property
    def arriving(self) -> Array:
        """Arrivals, at basic prices of the benchmark, per unit of spending landed, but for border prices; (S, R, R).

        That is one over what tariffs, rebates and subsidies made buyers pay beyond what producers received, then and
        now, less what trade costs of all users take.
        """
        b, cost = self.benchmark, self.shocks.trade_cost
        paid = self.delivery * (1.0 + b.tariff) * (1.0 - b.rebate) * (1.0 - b.subsidy.T[:, None, :])
        return np.asarray(1.0 / paid if cost is None or self.by_user else np.exp(-cost) / paid)

    @cached_property
    def kept_by_user(self) -> Array:
        """Part of what users buy that trade costs of their own leave [k, n, i, u]; where there are such."""
        return np.asarray(np.exp(-np.asarray(self.shocks.trade_cost)))

    @cached_property
    def subsidy(self) -> Array:
        """Rates of production subsidies; (R, S)."""
        return self.benchmark.subsidy if self.shocks.subsidy is None else self.shocks.subsidy

    @cached_property
    def markup(self) -> Array:
        """Price over cost; (R, S)."""
        return self.benchmark.markup if self.shocks.markup is None else self.shocks.markup

    @cached_property
    def markup_change(self) -> Array | float:
        """Log change of price over cost; (R, S)."""
        return 0.0 if self.shocks.markup is None else np.log(self.shocks.markup / self.benchmark.markup)

    # ---- users
    @cached_property
    def value_added(self) -> Array:
        """Benchmark value added of the industries that go on; (R, S)."""
        return np.asarray(self.benchmark.value_added * self.active)

    @cached_property
    def live(self) -> BoolArray:
        """Where something is bought [k, n, u]; (S, R, S + 1)."""
        live = self.benchmark.spend != 0
        return np.asarray(live if self.lost is None else live & ~self.lost)

    @cached_property
    def live_columns(self) -> BoolArray:
        """Where something is bought and its user goes on [k, n, u]; (S, R, S + 1)."""
        live = self.live if self.shocks.mix is None else np.array(self.live)
        if self.shocks.mix is not None:
            bought = self.input_shares > 0
            live = np.array(np.broadcast_to(live, (*bought.shape[:-1], live.shape[-1])))
            live[..., :-1] |= bought
        if self.idle is None:
            return live
        final = np.ones((*self.idle.shape[:-1], 1), dtype=bool)
        return np.asarray(live & np.concatenate([~self.idle, final], axis=-1)[..., None, :, :])

    @cached_property
    def active(self) -> BoolArray:
        """Whether an industry produces; (R, S)."""
        active = self.benchmark.active
        return np.asarray(active if self.idle is None else active & ~self.idle)

    @cached_property
    def undelivered(self) -> Array | None:
        """1 where nobody delivers what nobody wants, so that it has a price; None where that is nowhere; (S, R, U)."""
        b, weight, shares = self.benchmark, self.delivery_weight, self.user_shares
        as_ever = self.lost is None and self.idle is None and not self.has_newcomers
        if shares is b.shares and as_ever and weight.all():
            return b.undelivered
        delivered = meet_shares((weight > 0).astype(float), shares) > 0
        if self.shocks.origin_taste is not None:
            final = np.asarray((weight > 0) & (self.final_origins > 0)).any(axis=-1, keepdims=True)
            others = np.broadcast_to(delivered[..., :-1], (*final.shape[:-1], shares.shape[-1] - 1))
            delivered = np.concatenate([others, final], axis=-1)
        live = self.live_columns
        found = ~(delivered | (live if shares.shape[-1] > 1 else live.any(axis=-1, keepdims=True)))
        return found.astype(float) if found.any() else None

    @cached_property
    def input_shares(self) -> Array:
        """Shares of goods in each industry's inputs [k, n, s]; (S, R, S)."""
        return self._recipe[0]

    @cached_property
    def value_added_share(self) -> Array:
        """Benchmark share of value added in cost, with the new mix of inputs; (R, S)."""
        return self._recipe[1]

    @cached_property
    def _recipe(self) -> tuple[Array, Array]:
        b = self.benchmark
        own, goods = b.value_added_share, b.cost_shares[:, :, :-1]
        if self.shocks.mix is not None:
            cost = (1.0 - own) * goods + self.shocks.mix
            own = own - self.shocks.mix.sum(axis=-3)
            goods = cost
        elif self.lost is None:
            return goods, own
        goods = normalise_shares(np.where(self.live[..., :-1] | (b.spend[:, :, :-1] == 0), goods, 0.0), axis=-3)
        return goods, np.where(goods.any(axis=-3), own, 1.0)

    @cached_property
    def final_shares(self) -> Array:
        """Shares of goods in final demand [k, n], where it is one user; (S, R)."""
        share = self.benchmark.cost_shares[:, :, -1]
        return share if self.shocks.taste is None and self.lost is None else self._want(share)

    @cached_property
    def goods_by_user(self) -> Array:
        """Shares of goods in what each final user spends [f, k, n], where they are apart; (3, S, R)."""
        assert self.users is not None
        return self._want(self.users.of.goods)

    @cached_property
    def origins_by_user(self) -> Array | None:
        """Shares of origins in what each final user spends on a good [k, n, i, f]; None where they are the same.

        A user who loses all suppliers of a good buys it where all final users do.
        """
        own = None if self.users is None or self.user_shares.shape[-1] == 1 else self.users.of.origins
        if own is None:
            return None
        before, now, open_ = self.benchmark.final_origins, self.final_origins, self.delivery_weight > 0
        if now is not before:
            own = own * np.nan_to_num(ratio(now, np.broadcast_to(before, now.shape)))[..., None]
        if open_.all() and now is before:
            return own
        left = (own * open_[..., None]).any(axis=-2, keepdims=True)
        return np.asarray(np.where(left, own, now[..., None]))

    @cached_property
    def users_by_origin(self) -> Array:
        """The same with origins last [k, n, f, i]; (S, R, 3, R)."""
        assert self.users is not None
        own, of = self.origins_by_user, self.users.of
        assert own is not None
        return of.users_by_origin if own is of.origins else own.swapaxes(-1, -2)

    @cached_property
    def unwanted(self) -> Array | None:
        """1 where a final user wants none of a good and nobody delivers it [k, n, f], so that it has a price."""
        assert self.origins_by_user is not None
        delivered = (self.origins_by_user * (self.delivery_weight > 0)[..., None]).any(axis=-2)
        found = ~delivered & (np.moveaxis(self.goods_by_user, -3, -1) == 0)
        return found.astype(float) if found.any() else None

    def _want(self, weight: Array) -> Array:
        """Return weights of goods [k, n] that users still find, with shifts of preference, as shares; (…, S, R)."""
        of_each = (..., None, slice(None), slice(None)) if weight.ndim == 3 else ...
        left = weight if self.lost is None else np.where(self.live[..., -1][of_each], weight, 0.0)
        return normalise_shares(left * (1.0 if self.shocks.taste is None else np.exp(self.shocks.taste)[of_each]), -2)

    @cached_property
    def connected_regions(self) -> BoolArray | None:
        """Which regions trade with each other, directly or through others; None where all do; (R, R)."""
        b, delivered = self.benchmark, self.delivery_weight > 0
        if not self.by_user and delivered.all():
            return b.connected_regions
        flows = over_users(self.shares.swapaxes(-1, -2), b.spend * self.live) if self.by_user else b.landed
        return connect_regions(np.asarray(((flows > 0) & delivered).any(axis=-3)))

    # ---- factors
    @cached_property
    def factor_taxes(self) -> tuple[Array, Array, Array]:
        """Payments of an industry over what labour, other capital and land earn; (R, S) each."""
        s = self.shocks
        given = (s.labour_tax, s.capital_tax, s.land_tax)
        ones = np.ones_like(self.benchmark.markup)
        labour, capital, land = (ones if t is None else 1.0 + t for t in given)
        return labour, capital, land

    @property
    def land_share(self) -> float | Array:
        """Share of land in capital income; one number or (R, S)."""
        given = self.shocks.land_share
        return self.benchmark.land_share if given is None else given

    @cached_property
    def capital_after_tax_share(self) -> Array:
        """Share of what an industry pays for capital and land that their owners earn; (R, S)."""
        _, capital, land = self.factor_taxes
        share = self.land_share
        return np.asarray((1.0 - share) / capital + share / land)

    @cached_property
    def factors_after_tax_share(self) -> Array:
        """Share of what an industry pays for value added that labour, capital and land earn; (R, S)."""
        labour, _, _ = self.factor_taxes
        beta = self.benchmark.labour_share
        return np.asarray(beta / labour + (1.0 - beta) * self.capital_after_tax_share)

    @cached_property
    def labour_income(self) -> Array:
        """Benchmark income of labour by region; (R,)."""
        b = self.benchmark
        return np.asarray((b.value_added * b.labour_share).sum(axis=-1))

    @cached_property
    def capital_income(self) -> Array:
        """Benchmark income of capital, with its change of quantity; (R, S)."""
        b = self.benchmark
        income = b.value_added * (1.0 - b.labour_share)
        return np.asarray(income if self.shocks.capital is None else income * np.exp(self.shocks.capital))

    @cached_property
    def resource_share(self) -> Array | None:
        """Part of capital income that the natural resource of an industry earns; None where there is none; (1, S)."""
        e = self.elasticities
        return e.resource[..., None, :] if e.mobile and e.resource.any() else None

    @cached_property
    def moving_share(self) -> Array | float:
        """Part of capital income that capital earns, which moves where it may; (1, S)."""
        return 1.0 if self.resource_share is None else 1.0 - self.resource_share

    @cached_property
    def factor_price(self) -> Array:
        """Log change of the price of value added that factor taxes and scarcer capital or resources make; (R, S)."""
        b, (labour, capital, land) = self.benchmark, self.factor_taxes
        beta, share = b.labour_share, self.land_share
        taxes = (1.0 - share) * np.log(capital) + share * np.log(land)
        if not self.elasticities.mobile:
            scarce = 0.0 if self.shocks.capital is None else self.shocks.capital
            taxes = taxes + np.log(self.capital_after_tax_share) - scarce
        if self.resource_share is not None:
            stock = 0.0 if self.shocks.resource is None else self.shocks.resource
            taxes = self.moving_share * taxes - self.resource_share * stock
        return np.asarray(beta * np.log(labour) + (1.0 - beta) * taxes)

    @cached_property
    def deficit(self) -> Array:
        """Trade deficits at benchmark world income; (R,)."""
        return self.benchmark.deficit if self.shocks.deficit is None else self.shocks.deficit


def compute_weight_factors(taste: Array, shares: Array) -> Array:
    """Return factors of weights from their logs, such that the sums of shares over the last axis stay; (S, R, R)."""
    factor = np.exp(taste)
    held = np.nan_to_num(ratio(shares.sum(axis=-1), (shares * factor).sum(axis=-1)))
    return np.asarray(factor * held[..., None])


def with_newcomers(shares: Array, benchmark: Benchmark, mix: Array) -> Array:
    """Return shares of origins [k, n, i, u]; industries that start to buy a good buy it where their region does."""
    new = (mix > 0) & (benchmark.spend[:, :, :-1] == 0)
    usual = normalise_shares(benchmark.landed.transpose(2, 0, 1)).transpose(1, 2, 0)
    bought = usual[..., None] * new[..., None, :]
    added = np.array(np.broadcast_to(shares, (*bought.shape[:-1], shares.shape[-1])))
    added[..., :-1] += bought
    return added


def normalise_shares(shares: Array, axis: int = 0) -> Array:
    """Return shares that sum to one over an axis, or to zero where there are none.

    Examples
    --------
    >>> normalise_shares(np.array([[1.0, 0.0], [3.0, 0.0]]))
    array([[0.25, 0.  ],
           [0.75, 0.  ]])
    """
    return np.asarray(np.nan_to_num(ratio(shares, shares.sum(axis=axis, keepdims=True))))
