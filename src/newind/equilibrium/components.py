"""What moves real income at each point of a path, cause by cause; derived in :mod:`newind.equilibrium.decomposition`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from newind.equilibrium.flows import delivery, final_landed, tilt
from newind.equilibrium.nests import COBB_DOUGLAS
from newind.equilibrium.wedges import wedges

if TYPE_CHECKING:
    from newind.equilibrium.path import Path
    from newind.equilibrium.system import State
    from newind.typing import Array


@dataclass(frozen=True, eq=False)
class Along:
    """What several causes need, at each point of a path.

    Parameters
    ----------
    path : Path
        Equilibria on the way.
    """

    path: Path

    @cached_property
    def income(self) -> Array:
        """Income of each region; (T, R)."""
        return self.path.values(lambda s: s.problem.benchmark.final * np.exp(s.at.income))

    @cached_property
    def border(self) -> Array:
        """Values at the border [k, n, i]; (T, S, R, R)."""
        return self.path.values(lambda s: s.sales.border)

    @cached_property
    def border_price(self) -> Array:
        """Change of log prices at the border, rebates taken off [k, n, i]; (T, S, R, R)."""
        rebate = self.path.values(lambda s: np.log1p(-s.problem.rebate))
        return self.path.slope(self.path.logs(lambda s: s.at.q.copy()).transpose(0, 2, 1)[:, :, None, :] + rebate)

    @cached_property
    def shipped(self) -> Array:
        """Value of the change of what is shipped, at border prices [k, n, i]; (T, S, R, R)."""
        return np.asarray(self.path.slope(self.border) - self.border * self.border_price)

    @cached_property
    def cost(self) -> Array:
        """Payments of industries to value added and inputs; (T, R, S)."""
        return self.path.values(lambda s: s.sales.cost)

    @cached_property
    def produced(self) -> Array:
        """Value of the change of output at unit cost; (T, R, S)."""
        return np.asarray(self.path.slope(self.cost) - self.cost * self.path.slope(self.path.logs(_unit_cost)))


def rates(path: Path) -> tuple[dict[str, Array], dict[str, Array]]:
    """Return the change of log real income by the scale of the shocks, by cause, and its part from wedges by instrument.

    Returns
    -------
    causes, by_instrument : dict of (T, R) array
        The second adds up to the cause "other wedges".
    """
    along = Along(path)
    by_instrument = {name: found / along.income for name, found in wedges(along).items()}
    terms, transfers = terms_of_trade(along)
    causes = {
        "terms of trade": terms,
        "trade volume": trade_volume(along),
        "technology": technology(along),
        "trade cost": delivery(path),
        "factor supply": factor_supply(path),
        "scale": scale(path),
        "transfers": transfers,
        "taste": taste(along),
    }
    found = {name: values / along.income for name, values in causes.items()}
    return {**found, "other wedges": sum(by_instrument.values(), start=np.zeros_like(along.income))}, by_instrument


def terms_of_trade(along: Along) -> tuple[Array, Array]:
    """Return what prices of exports against those of imports bring, and what a trade deficit adds in real terms; (T, R) each.

    Notes
    -----
    With exports E, imports M and their price indices, ToT = (E + M)/2 (dln P_E − dln P_M), and the deficit M − E brings its
    change less what the mean of the two indices takes from it. Neither depends on the numeraire.
    """
    abroad = 1.0 - np.eye(along.border.shape[2])
    sold, bought = (along.border * abroad).sum(axis=(1, 2)), (along.border * abroad).sum(axis=(1, 3))
    price = along.border * along.border_price * abroad
    from_sold, from_bought = price.sum(axis=(1, 2)), price.sum(axis=(1, 3))
    export, import_ = _index(from_sold, sold, from_bought, bought), _index(from_bought, bought, from_sold, sold)
    terms = (sold + bought) / 2.0 * (export - import_)
    return terms, along.path.slope(bought - sold) - (bought - sold) * (export + import_) / 2.0


def trade_volume(along: Along) -> Array:
    """Return what more trade behind tariffs brings: tariff × change of what is shipped; (T, R)."""
    rate = along.path.values(lambda s: s.problem.tariff)
    return np.asarray((rate * along.shipped).sum(axis=(1, 3)))


def technology(along: Along) -> Array:
    """Return what higher productivity and other recipes save; (T, R)."""
    path, shocks = along.path, along.path.last.shocks
    found = np.zeros_like(along.income)
    if shocks.productivity is not None:
        found += (along.cost * shocks.productivity).sum(axis=2)
    return found if shocks.mix is None else found - _recipes(along)


def factor_supply(path: Path) -> Array:
    """Return what more labour and capital earn; (T, R)."""
    labour = path.values(lambda s: s.labour) * path.slope(path.values(lambda s: s.labour_supply))
    if path.last.shocks.capital is None:
        return np.asarray(labour)
    if not path.last.elasticities.mobile:
        return np.asarray(labour + (path.values(lambda s: s.capital) * path.last.shocks.capital).sum(axis=2))
    supply = path.values(lambda s: np.log(s.problem.capital_income.sum(axis=1)))
    return np.asarray(labour + path.values(lambda s: s.capital.sum(axis=1)) * path.slope(supply))


def scale(path: Path) -> Array:
    """Return what economies of scale add where value added expands; (T, R)."""
    psi = np.broadcast_to(path.last.elasticities.psi, path.last.benchmark.output.shape)
    if not psi.any():
        return np.zeros((path.times.size, psi.shape[0]))
    volume = path.slope(path.logs(lambda s: s.at.v - s.prices.value_added))
    return np.asarray((psi * path.values(lambda s: s.sales.value_added) * volume).sum(axis=2))


def taste(along: Along) -> Array:
    """Return what other weights in final demand do to the price of it; (T, R)."""
    path, shocks = along.path, along.path.last.shocks
    found = np.zeros_like(along.income)
    if shocks.taste is not None:
        weight = path.slope(path.values(lambda s: s.problem.final_shares))
        found -= along.income * (weight * path.values(_final_leverage)).sum(axis=1)
    if shocks.origin_taste is not None:
        tilted = path.slope(path.values(lambda s: tilt(s.problem)))
        found += (tilted * path.values(_origin_leverage)).sum(axis=(1, 3))
    return found


# ---- pieces
def _unit_cost(state: State) -> Array:
    gained = state.problem.shocks.productivity
    return state.prices.cost if gained is None else np.asarray(state.prices.cost - gained)


def _index(change: Array, value: Array, other_change: Array, other_value: Array) -> Array:
    """Return the change of a log price index; that of the other flow where nothing flows."""
    other = np.divide(other_change, other_value, out=np.zeros_like(other_change), where=other_value > 0)
    return np.divide(change, value, out=other, where=value > 0)


def _leverage(price: Array, bundle: Array, sigma: float) -> Array:
    """Return the derivative of a bundle's log price by the benchmark share of what has a log price."""
    e = 1.0 - sigma
    return price if abs(e) < COBB_DOUGLAS else np.asarray(np.expm1(e * price) / e * np.exp(-e * bundle))


def _final_leverage(state: State) -> Array:
    return _leverage(state.prices.paid[:, :, -1], state.prices.final, state.problem.elasticities.sigma_f)


def _origin_leverage(state: State) -> Array:
    """Return what a heavier weight of an origin saves final users, whose price of a good falls with it; (S, R, R)."""
    p = state.problem
    shares = p.benchmark.shares[..., -1]
    cost = p.shocks.trade_cost
    if cost is not None and cost.ndim == 4:
        shares = shares * np.exp(-p.theta * cost[..., -1])
    return final_landed(state, shares) / p.theta


def _recipes(along: Along) -> Array:
    """Return what other shares of inputs and value added cost; (T, R)."""
    path = along.path
    own = path.slope(path.values(lambda s: s.problem.value_added_share)) * path.values(_own_leverage)
    goods = path.slope(path.values(lambda s: s.problem.input_shares)) * path.values(_input_leverage)
    inputs = path.values(lambda s: s.sales.spend[:, :, :-1].sum(axis=0))
    return np.asarray((along.cost * own).sum(axis=2) + (inputs * goods.sum(axis=1)).sum(axis=2))


def _own_leverage(state: State) -> Array:
    prices, sigma = state.prices, state.problem.elasticities.sigma_v
    of_own, of_inputs = (_leverage(x, prices.cost, sigma) for x in (prices.effective, prices.inputs))
    return np.asarray(of_own - of_inputs)


def _input_leverage(state: State) -> Array:
    return _leverage(state.prices.paid[:, :, :-1], state.prices.inputs, state.problem.elasticities.sigma)
