"""The tariff that would serve a region best if nobody answered: a diagnostic of what is assumed, not advice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from newind.errors import ConvergenceError, NewindError, tell
from newind.policy.schema import Shock
from newind.policy.simulate import simulate_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newind.accounts.accounts import Accounts
    from newind.policy.checks import Selector

HIGHEST, STEP = 1.0, 0.05
"""Highest rate that is tried, and the distance of the rates of the first pass; the second divides it by ten."""


class OptimalTariff(NamedTuple):
    """The uniform rate on all imports that raises real income most, and by how much it does, as a fraction."""

    rate: float
    gain: float


def optimal_tariff(
    w: Accounts,
    region: str,
    horizon: str = "medium",
    parameters: Mapping[str, Any] | None = None,
    industry: Selector | Iterable[str] = "*",
) -> OptimalTariff:
    """Return the uniform tariff on imports from everybody that raises real income of a region most.

    Without scale it is that of a monopolist in what the region sells, and high wherever trade elasticities are low;
    with scale it is lower, since others' varieties are worth more. Partners do not answer.

    Parameters
    ----------
    w : Accounts
        Closed accounts.
    region : str
        Who sets it.
    horizon, parameters
        As of :func:`newind.policy.simulate.simulate`.
    industry : selector
        Goods that it is on; all by default.

    Raises
    ------
    ConvergenceError
        Where no rate has an equilibrium.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> found = optimal_tariff(load("world", year=2011), "CHN")
    >>> 0.2 < found.rate < 0.4, found.gain > 0
    (True, True)
    """
    given, at = dict(parameters or {}), w.regions.index(region)

    def best(rates: Iterable[float]) -> OptimalTariff:
        tried = [round(float(rate), 4) for rate in rates]
        cases = ((Shock("tariff", rate, region=region, industry=industry), horizon, given) for rate in tried)
        found = zip(tried, simulate_many(w, cases), strict=True)
        known = [OptimalTariff(rate, float(s.welfare[at])) for rate, s in found if not isinstance(s, NewindError)]
        if not known:
            raise ConvergenceError(tell("policy.no_optimum", region=region))
        return max(known, key=lambda one: one.gain)

    first = best(np.arange(0.0, HIGHEST + STEP / 2, STEP)).rate
    return best(np.arange(max(0.0, first - STEP), first + 1.001 * STEP, STEP / 10))
