"""Benchmark of the model: who buys what from whom at what price, and who earns it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.frozen import Frozen
from newind.kernels.arrays import multiply_each, namespace
from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.accounts.accounts import Accounts
    from newind.typing import Array, BoolArray


@dataclass(frozen=True, eq=False)
class Benchmark(Frozen):
    """An equilibrium in levels.

    Indices: k the good, n the user's region, i the origin, u the user (S industries, then final demand).

    Parameters
    ----------
    shares : (S, R, R, S + 1) or (S, R, R, 1) array
        Shares of origins [k, n, i, u] in what a user spends on a good; with one column they are common to all users.
        Zero where nothing is spent.
    spend : (S, R, S + 1) array, money
        What each user spends on each good, tariffs included [k, n, u].
    labour_share : (R, S) array
        Labour in factor income.
    tariff : (S, R, R) array
        Ad valorem rates [k, n, i].
    markup, subsidy : (R, S) array
        Price over cost, and rate of subsidy on production (share of the producer's price).
    rebate : (S, R, R) array
        Export rebates [k, n, i], share of the export price.
    land_share : float
        Land in capital income.
    fuel_emissions : (S, R, S + 1) array, kt per M.USD
        CO2 of burning what a user buys of a good.
    process_emissions : (R, S) array, kt per M.USD
        CO2 that comes with output.
    regions, industries : tuple of str
        Labels, for messages.
    log : tuple of str
        What was repaired or assumed on the way here.
    """

    shares: Array
    spend: Array
    labour_share: Array
    tariff: Array
    markup: Array
    subsidy: Array
    rebate: Array
    land_share: float = 0.0
    fuel_emissions: Array | None = None
    process_emissions: Array | None = None
    regions: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    log: tuple[str, ...] = field(default=())

    @property
    def S(self) -> int:
        """Number of industries, which are the goods."""
        return int(self.spend.shape[0])

    @property
    def R(self) -> int:
        """Number of regions."""
        return int(self.spend.shape[1])

    @property
    def common(self) -> bool:
        """Whether all users of a region have the same shares of origins."""
        return bool(self.shares.shape[3] == 1)

    @cached_property
    def shares_by_user(self) -> Array:
        """Shares with origins last, as sums over users are faster with [k, n, u, i]; (S, R, S + 1 or 1, R)."""
        return np.ascontiguousarray(self.shares.swapaxes(-1, -2))

    @cached_property
    def final_origins(self) -> Array:
        """Shares of origins in what final users spend on a good [k, n, i]; (S, R, R)."""
        return np.ascontiguousarray(self.shares[..., -1])

    @cached_property
    def landed(self) -> Array:
        """Spending of the users of a region on a good by origin, tariffs included; (S, R, R)."""
        return over_users(self.shares_by_user, self.spend)

    @cached_property
    def spent(self) -> Array:
        """Spending of all users of a region on a good landed; (S, R)."""
        return np.asarray(self.landed.sum(axis=-1))

    @cached_property
    def user_parts(self) -> Array:
        """Shares of users in spending on a good landed [k, n, u]; (S, R, S + 1)."""
        return np.asarray(self.spend / np.where(self.spent > 0, self.spent, 1.0)[..., None])

    @cached_property
    def border(self) -> Array:
        """Value of the flows before tariffs and after subsidies and rebates; (S, R, R)."""
        return np.asarray(self.landed / (1.0 + self.tariff))

    @cached_property
    def output(self) -> Array:
        """Receipts of producers, subsidies included; (R, S)."""
        sold = (self.border / (1.0 - self.rebate)).sum(axis=1)
        return np.asarray(sold.T / (1.0 - self.subsidy))

    @cached_property
    def inputs(self) -> Array:
        """Spending of industries on goods, tariffs included; (R, S)."""
        return np.asarray(self.spend[:, :, :-1].sum(axis=0))

    @cached_property
    def value_added(self) -> Array:
        """Income of labour and capital; (R, S)."""
        return np.where(self.active, self.output / self.markup - self.inputs, 0.0)

    @cached_property
    def active(self) -> BoolArray:
        """Whether an industry has output; (R, S)."""
        return np.asarray(self.output > 0)

    @cached_property
    def profits(self) -> Array:
        """Excess of prices over costs; (R, S)."""
        return np.asarray(self.output * (1.0 - 1.0 / self.markup))

    @cached_property
    def final(self) -> Array:
        """Final spending of each region, which is its income; (R,)."""
        return np.asarray(self.spend[:, :, -1].sum(axis=0))

    @cached_property
    def mean_tariff(self) -> Array:
        """Revenue of tariffs over what is imported; (R,), zero where nothing is."""
        imports = self.border.sum(axis=(0, 2)) - np.einsum("knn->n", self.border)
        return np.divide(self.tariffs, imports, out=np.zeros_like(imports), where=imports > 0)

    @cached_property
    def tariffs(self) -> Array:
        """Revenue of tariffs; (R,)."""
        return np.asarray((self.border * self.tariff).sum(axis=(0, 2)))

    @cached_property
    def net_revenue(self) -> Array:
        """Revenue of governments less what they give; (R,)."""
        return np.asarray(sum(self.revenue_by_source.values()))

    @cached_property
    def revenue_by_source(self) -> dict[str, Array]:
        """Revenue of governments by source, what they give as negative figures; (R,) each."""
        return {
            "tariffs": self.tariffs,
            "export rebates": -(self.border * self.rebate / (1.0 - self.rebate)).sum((0, 1)),
            "production subsidies": -(self.output * self.subsidy).sum(axis=1),
        }

    @cached_property
    def deficit(self) -> Array:
        """Spending of a region above its income; sums to zero; (R,)."""
        earned = (self.value_added + self.profits).sum(axis=1)
        return np.asarray(self.final - earned - self.net_revenue)

    @cached_property
    def cost_shares(self) -> Array:
        """Shares of goods in what a user spends on goods [k, n, u]; zero where nothing is spent; (S, R, S + 1)."""
        return np.nan_to_num(ratio(self.spend, np.broadcast_to(self.spend.sum(axis=0), self.spend.shape)))

    @cached_property
    def connected_regions(self) -> BoolArray | None:
        """Which regions trade with each other, directly or through others; None where all do; (R, R)."""
        return connect_regions(np.asarray((self.landed > 0).any(axis=0)))

    @cached_property
    def undelivered(self) -> Array | None:
        """1 where nobody delivers a good and nobody buys it, None where that is nowhere; (S, R, S + 1 or 1)."""
        found = ~self.shares.any(axis=2) & ~(self.spend.any(axis=2, keepdims=True) if self.common else self.spend != 0)
        return found.astype(float) if found.any() else None

    @cached_property
    def value_added_share(self) -> Array:
        """Value added in an industry's cost; 1 where there is no output; (R, S)."""
        cost = self.value_added + self.inputs
        return np.where(cost > 0, self.value_added / np.where(cost > 0, cost, 1.0), 1.0)


def connect_regions(links: BoolArray) -> BoolArray | None:
    """Return which regions are linked, in either direction or through others; None where all are; (R, R).

    Examples
    --------
    >>> connect_regions(np.eye(3, k=1, dtype=bool)) is None
    True
    """
    links = np.asarray(links | links.swapaxes(-1, -2) | np.eye(links.shape[-1], dtype=bool))
    while ((further := links @ links) != links).any():
        links = further
    return None if links.all() else links


def meet_shares(weight: Array, shares: Array) -> Array:
    """Return weights [k, n, i] times shares [k, n, i, u], added over origins; (S, R, S + 1 or 1).

    Examples
    --------
    >>> meet_shares(np.array([[[1.0, 3.0]]]), np.full((1, 1, 2, 1), 0.5))
    array([[[2.]]])
    """
    if shares.ndim == 4 == weight.ndim:  # shares that problems have in common meet all their weights at once
        return multiply_each(weight, shares)
    return namespace(weight).matmul(weight[..., None, :], shares)[..., 0, :]


def over_users(shares: Array, spend: Array) -> Array:
    """Return what is spent by origin, added over users: (S, R, R) from shares [k, n, u, i] and spending [k, n, u].

    Examples
    --------
    >>> over_users(np.full((1, 1, 3, 2), 0.5), np.ones((1, 1, 3)))
    array([[[1.5, 1.5]]])
    """
    if shares.shape[-2] == 1:
        return shares[..., 0, :] * namespace(spend).sum(spend, axis=-1)[..., None]
    return meet_shares(spend, shares)


def benchmark(accounts: Accounts, parameters: Mapping[str, Any] | None = None, horizon: str = "medium") -> Benchmark:
    """Return the benchmark that simulations of accounts start from.

    Parameters
    ----------
    accounts : Accounts
        Closed accounts.
    parameters : mapping, optional
        As of :func:`newind.policy.simulate.simulate`: ``shares``, ``tariffs``, ``trade_balance``, ``markup`` …
    horizon : {"short", "medium", "long"}
        Matters only where deficits are set to zero first.

    Raises
    ------
    DataError
        For accounts with a boundary, or that cannot be repaired, naming the first cells.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> b = benchmark(load("world", year=2011), {"shares": "common"})
    >>> b.shares.shape, b.common
    ((26, 20, 20, 1), True)
    """
    from newind.equilibrium.assumptions import Assumptions
    from newind.equilibrium.laboratory import laboratory

    return laboratory(accounts, Assumptions(horizon, dict(parameters or {}))).benchmark
