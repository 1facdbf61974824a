"""The rate of a lever that brings the domestic share of an input to a target, and who sells the input now."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium.assumptions import NESTS, Assumptions
from newind.errors import ConvergenceError, DataError, PolicyError, unknown
from newind.measures.bands import leading
from newind.policy.schema import Package, Shock
from newind.policy.simulate import Simulation, simulate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newind.accounts.accounts import Accounts
    from newind.analyses.losses import Cut

CASES = ("low", "central", "high")
"""Elasticities of a case: all at the low end of their ranges, all central, all at the high end."""
FIRST, WIDER = 0.02, 2.0
"""First rate that is tried, and what the next ones are multiplied by until the target lies between two."""
MOST = {"production_subsidy": 0.5, "productivity": 4.0}
"""Highest rates that are tried."""
NEAR = 1e-4
"""Accuracy of a rate."""
NAN = float("nan")


def domestic_share(w: Accounts, r: int, k: int) -> float:
    """Return the domestic share of what region r buys of product k, all uses; NaN where it buys none."""
    bought = w.Z4[:, k, r].sum(axis=1) + w.Y3[:, k, r]
    return float(bought[r] / bought.sum()) if bought.sum() > 0 else NAN


def leading_suppliers(w: Accounts, region: str, code: str) -> dict[str, float]:
    """Return the named economy that sells most of a product to a region, all uses, and its share of all imports.

    With it those next that the error of an estimate does not tell from it; empty where nobody named sells any.
    """
    if code not in w.industries:
        raise unknown("industry", code, w.industries, "The accounts list theirs.")
    r, k = w.regions.index(region), w.industries.index(code)
    sold = w.Z4[:, k, r].sum(axis=1) + w.Y3[:, k, r]
    sold[r] = 0.0
    known = [(w.regions.codes[p], float(sold[p] / sold.sum())) for p in np.argsort(-sold, kind="stable")
             if w.regions.named[p] and sold[p] > 0]  # fmt: skip
    found = dict(known)
    return {c: found[c] for c in leading(w, "s4.largest_supplier_share", region, found)}


def cases(horizon: str, given: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the parameters of each case at a horizon; given ones stay."""
    assumptions = Assumptions(horizon, given)
    free = [n for n in ("trade_elasticity", *NESTS) if n not in assumptions.given]
    for case, end in zip(CASES, (0, None, 1), strict=True):
        yield case, {**given, **({} if end is None else {n: assumptions.range(n)[end] for n in free})}


@dataclass(frozen=True)
class ReplacementEffect:
    """Needs, costs and savings of replacing an input with given elasticities; NaN where no rate reaches the target.

    Parameters
    ----------
    productivity : float
        Proportional gain of the domestic industry's productivity that would bring the share to the target.
    subsidy : float
        Production subsidy that would do it instead, as a share of the price.
    bill : float
        What the subsidy costs the government a year, million USD of the benchmark.
    cost : float
        What it costs the economy in real income a year, as a fraction; negative is a gain.
    loss, left : float
        Loss of real income when the suppliers are cut off, before and after the replacement, as fractions.
    saved : float
        Expected loss avoided a year: the probability times the difference of the two.
    """

    productivity: float
    subsidy: float
    bill: float
    cost: float
    loss: float
    left: float
    saved: float


@dataclass(frozen=True, eq=False)
class DomesticShareGoal:
    """A domestic share to be reached by a lever: in which accounts, of what, when and under which elasticities."""

    w: Accounts
    region: str
    input: str
    target: float
    horizon: str
    parameters: dict[str, Any]

    @property
    def there(self) -> bool:
        """Whether the share is at the target without any lever."""
        return self._share(self.w) >= self.target

    def simulate_lever(self, lever: str, rate: float) -> Simulation:
        """Return the economy with a lever at a rate."""
        shock = Shock(lever, rate, region=self.region, industry=self.input)
        return simulate(self.w, Package([shock]), self.horizon, self.parameters)

    def solve_rate(self, lever: str) -> tuple[float, Simulation | None]:
        """Return the rate that brings the share to the target and the economy with it; NaN and None where none does."""
        from scipy.optimize import brentq

        tried = cache(
            partial(self.simulate_lever, lever)
        )  # the search asks for its ends again, and ends at one of its trials

        def compute_gap(rate: float) -> float:
            share = self._share(tried(rate).accounts)
            if share != share:  # nothing of the product is bought any more
                raise UnreachableTargetError
            return share - self.target

        try:
            low, high = bracket(compute_gap, MOST[lever])
            rate = low if compute_gap(low) >= 0 else float(brentq(compute_gap, low, high, xtol=NEAR))
            return rate, tried(rate)
        except (ConvergenceError, DataError, PolicyError, UnreachableTargetError):  # or an economy that no table shows
            return NAN, None

    def _share(self, w: Accounts) -> float:
        return domestic_share(w, w.regions.index(self.region), w.industries.index(self.input))


def evaluate_goal(
    goal: DomesticShareGoal, cut: Cut, probability: float, horizon: str, parameters: dict[str, Any]
) -> ReplacementEffect:
    """Return what reaching a goal needs and costs, and what it saves of a cut that hits at a horizon."""
    before = loss_of(goal.w, cut, horizon, parameters)
    if goal.there:
        return ReplacementEffect(0.0, 0.0, 0.0, 0.0, before, before, 0.0)
    gain, _ = goal.solve_rate("productivity")
    rate, made = goal.solve_rate("production_subsidy")
    if made is None:
        return ReplacementEffect(gain, rate, NAN, NAN, before, NAN, NAN)
    r = goal.w.regions.index(goal.region)
    after = loss_of(made.accounts, cut, horizon, parameters)
    return ReplacementEffect(
        gain, rate, float(made.bill[r]), -float(made.welfare[r]), before, after, probability * (before - after)
    )


def loss_of(w: Accounts, cut: Cut, horizon: str, parameters: dict[str, Any]) -> float:
    """Return the loss of a cut in one case, NaN where it has no equilibrium."""
    try:
        return -float(simulate(w, cut.package, horizon, parameters).welfare[w.regions.index(cut.region)])
    except (ConvergenceError, PolicyError):
        return NAN


class UnreachableTargetError(Exception):
    """No rate within the bounds brings the share to the target."""


def bracket(missed: Callable[[float], float], most: float) -> tuple[float, float]:
    """Return two rates between which a share that rises with the rate passes its target.

    Examples
    --------
    >>> bracket(lambda rate: rate - 0.05, 1.0)
    (0.04, 0.08)
    """
    low, high = 0.0, FIRST
    while missed(high) < 0:
        if high >= most:
            raise UnreachableTargetError
        low, high = high, min(WIDER * high, most)
    return low, high
