"""Who takes over in the model when a supplier of an input is lost, and what the input then costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.analyses.losses import NAN, Loss, Span, corners
from newind.analyses.science.purchases import Purchases
from newind.equilibrium.counterfactual import flows_after
from newind.errors import ConvergenceError, PolicyError
from newind.kernels.quotients import ratio
from newind.policy.simulate import simulate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.accounts.accounts import Accounts
    from newind.analyses.losses import Cut
    from newind.policy.simulate import Simulation
    from newind.typing import Array, BoolArray


@dataclass(frozen=True, eq=False)
class SupplierTakeover:
    """Effects of losing a supplier at each horizon, as ranges over the plausible elasticities.

    Parameters
    ----------
    loss : Loss
        Of real income.
    price : dict of str to Span
        Rise of the price of the input for who buys it, against the price of all final demand of the economy, as a
        fraction; by horizon.
    gains : dict of str to (C, R) array
        Change of each region's share in what is bought of the product, by case; the first has central elasticities.
    """

    loss: Loss
    price: dict[str, Span]
    gains: dict[str, Array]

    def gain(self, who: BoolArray) -> dict[str, Span]:
        """Return the change of the share of some regions together, by horizon."""
        return {h: _span(cases[:, who].sum(axis=1).tolist()) for h, cases in self.gains.items()}


@dataclass(frozen=True, eq=False)
class _SupplierLoss:
    """One equilibrium: loss of real income, rise of the price of the input, change of shares (R,)."""

    loss: float
    price: float
    gain: Array


def taking_over(w: Accounts, cut: Cut, horizons: Sequence[str], parameters: dict[str, Any]) -> SupplierTakeover:
    """Return who takes over what a cut of one input takes away.

    Parameters
    ----------
    w : Accounts
        Closed accounts of one year.
    cut : Cut
        One product of one supplier; all users or one.
    horizons : sequence of {"short", "medium", "long"}
    parameters : dict
        In place of shipped parameters; what is given is not varied.

    Returns
    -------
    SupplierTakeover
        NaN where no equilibrium was found, which ``loss.failed`` tells.
    """
    failed: list[str] = []
    cases = {h: [_case(w, cut, h, {**parameters, **c}, failed) for c in corners(h, parameters)] for h in horizons}
    return SupplierTakeover(
        loss=Loss(cut, {h: _span([c.loss for c in found]) for h, found in cases.items()}, tuple(failed)),
        price={h: _span([c.price for c in found]) for h, found in cases.items()},
        gains={h: np.array([c.gain for c in found]) for h, found in cases.items()},
    )


def _span(values: Sequence[float]) -> Span:
    """Return lowest, first and highest of the values that are known."""
    known = [v for v in values if v == v]
    return Span(min(known, default=NAN), values[0], max(known, default=NAN))


def _case(w: Accounts, cut: Cut, horizon: str, parameters: dict[str, Any], failed: list[str]) -> _SupplierLoss:
    """Return one case, NaN where it has no equilibrium, noting why."""
    try:
        solved = simulate(w, cut.package, horizon, parameters)
    except (ConvergenceError, PolicyError) as error:
        failed.append(f"{horizon}, {dict(parameters)}: {error}")
        return _SupplierLoss(NAN, NAN, np.full(w.R, NAN))
    r = w.regions.index(cut.region)
    return _SupplierLoss(-float(solved.welfare[r]), price_rise(solved, cut), share_gain(solved, cut))


def price_rise(solved: Simulation, cut: Cut) -> float:
    """Return by how much the price of an input rises for its buyers, against the price of all final demand; a fraction.

    The mean over users by what they spent; users whose purchases are given up for want of any supplier do not count.
    """
    w, prices = solved.baseline, solved.solution.state.prices
    r, k = w.regions.index(cut.region), w.industries.index(cut.industries[0])
    users = [w.industries.index(u) for u in cut.users] or slice(None)
    spent, paid = solved.laboratory.benchmark.spend[k, r][users], prices.prices_by_user[k, r][users]
    bought = (spent > 0) & np.isfinite(paid)
    level = float(ratio((spent * np.exp(np.where(bought, paid, 0.0)))[bought].sum(), spent[bought].sum()))
    return level / float(np.exp(prices.final[r])) - 1.0


def share_gain(solved: Simulation, cut: Cut) -> Array:
    """Return the change of each region's share in what is bought of a product, at producers' prices; (R,)."""
    w = solved.baseline
    user = cut.users[0] if cut.users else ""
    k = w.industries.index(cut.industries[0])
    Z, final = flows_after(solved.solution)
    r, S = w.regions.index(cut.region), w.S
    inputs = Z.reshape(w.R, S, w.R, S)[:, k, r]
    after = inputs[:, w.industries.index(user)] if user else inputs.sum(axis=1) + final[:, k, r]
    before = Purchases(w, cut.region, user).bought[:, k]
    return ratio(after, after.sum()) - ratio(before, before.sum())
