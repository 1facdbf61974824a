"""A scenario tried at every horizon: outcomes, economies, industries and cost with their ranges, and what decides."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.memo import memo
from newind.equilibrium.assumptions import CHOICES, OTHERS, PARAMETERS
from newind.errors import NewindError, tell
from newind.kernels.secondprocess import made_meanwhile
from newind.messages import in_each
from newind.pathways.comparing import BILL, CO2, NOISE, REAL_INCOME
from newind.pathways.defaults import HORIZON
from newind.policy.ranges import find_ranges, range_in
from newind.policy.signs import sign
from newind.policy.simulate import simulate_many
from newind.questions.policies.ahead import list_cases
from newind.questions.policies.oneline import OneWay, say_unsolved, vary_one
from newind.questions.policies.outcomes import (
    OutcomeChange,
    average_tariffs,
    collect_figures,
    find_funds_loss,
    list_headline_changes,
)
from newind.questions.policies.shocks import describe_levers
from newind.questions.policies.trials import HORIZONS, Effect, state_effect

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.accounts.accounts import Accounts
    from newind.messages import Text
    from newind.policy.ranges import Range
    from newind.policy.schema import Package
    from newind.policy.simulate import Simulation
    from newind.questions.policies.ahead import Cases
    from newind.typing import Array


@dataclass(frozen=True)
class HorizonTrial:
    """A scenario at one horizon, for one region.

    Parameters
    ----------
    outcomes : dict of str to Effect
        By id: real income, CO2, the indicators at the top.
    changes : dict of str to OutcomeChange
        The same in the central case, with the level that each starts from.
    regions, industries : dict of str to Effect
        Real income of each region; volume of value added of each industry of the region.
    bill : Effect
        Cost to the budget; million units of the accounts' money.
    revenue : dict of str to Effect
        How much more the government takes by source, less what it gives.
    funds : float
        Part of real income that the cost would take on top, were it paid by taxes that distort.
    structures : tuple of two floats or None
        Real income over all market structures and trade elasticities together; None where only one was tried.
    tests : tuple of OneWay
        What each assumption alone makes of real income, the widest first.
    unsolved : dict
        In how many cases there is no equilibrium, in words; empty where that leaves no sign open.
    cases : dict of str to Cases
        By outcome: real income and CO2 in each case, for scenarios to be compared.
    tariffs : dict of int to float or None
        Average tariff in force on what each shock of a tariff acts on, by its place in the package.
    """

    outcomes: dict[str, Effect]
    changes: dict[str, OutcomeChange]
    regions: dict[str, Effect]
    industries: dict[str, Effect]
    bill: Effect
    revenue: dict[str, Effect]
    funds: float
    structures: tuple[float, float] | None
    tests: tuple[OneWay, ...]
    unsolved: Text
    cases: dict[str, Cases]
    tariffs: dict[int, float | None]


@dataclass(frozen=True)
class ScenarioTrial:
    """A scenario at every horizon; one at which it has no equilibrium is left out, but for the medium one."""

    package: Package
    horizons: dict[str, HorizonTrial]

    @property
    def own(self) -> HorizonTrial:
        """The scenario at the horizon of headlines."""
        return self.horizons[HORIZON]


@memo
def try_scenarios(
    w: Accounts, region: str, packages: tuple[Package, ...], given: tuple[tuple[str, Any], ...] = ()
) -> tuple[ScenarioTrial, ...]:
    """Return scenarios tried on a region of closed accounts at every horizon; remembered with the accounts.

    Parameters
    ----------
    w : Accounts
    region : str
    packages : tuple of Package
    given : tuple of pairs
        Parameters in place of the shipped ones, in order of their names.

    Raises
    ------
    NewindError
        As :func:`newind.simulate`; where one has no equilibrium at the medium horizon, naming its levers.
    """
    longest = partial(_try_at, w, region, packages, given, ("long",))
    with made_meanwhile(longest) as at_long:
        found = _try_at(w, region, packages, given, ("short", HORIZON)) | at_long()
    trials = []
    for k, package in enumerate(packages):
        each = {h: found[h, k] for h in HORIZONS}
        if isinstance(why := each[HORIZON], NewindError):
            raise type(why)(tell("brief.unsolved", levers=describe_levers(package.select_shocks(w)), why=why))
        known = {h: t for h, t in each.items() if not isinstance(t, NewindError)}
        trials.append(ScenarioTrial(package.select_shocks(w), known))
    return tuple(trials)


def keep_static(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters that a simulation takes, of those that a path or a search was given.

    Examples
    --------
    >>> keep_static({"trade_elasticity": 4.0, "discount_rate": 0.03})
    {'trade_elasticity': 4.0}
    """
    return {name: value for name, value in given.items() if name in (*PARAMETERS, *CHOICES, *OTHERS)}


def _try_at(
    w: Accounts, region: str, packages: tuple[Package, ...], given: tuple[tuple[str, Any], ...], horizons: Sequence[str]
) -> dict[tuple[str, int], HorizonTrial | NewindError]:
    """Return packages at some horizons, or why one has no equilibrium there."""
    asked = [(h, k) for h in horizons for k in range(len(packages))]
    tried: list[Any] = list(simulate_many(w, ((packages[k], h, dict(given)) for h, k in asked)))
    solved = [k for k, s in enumerate(tried) if not isinstance(s, NewindError)]
    for k, found in zip(solved, find_ranges([tried[k] for k in solved]), strict=True):
        tried[k] = found if isinstance(found, NewindError) else describe_horizon(tried[k], region)
    return dict(zip(asked, tried, strict=True))


def describe_horizon(s: Simulation, region: str) -> HorizonTrial:
    """Return what a simulation comes to for a region: the figures of `collect_figures`, each with its range."""
    at = s.baseline.regions.index(region)
    central = collect_figures(s, at, six=False)
    names = [(kind, name) for kind, each in central.items() for name in each if kind != "regions"]

    def measure(one: Simulation) -> Array:
        found = collect_figures(one, at, six=False)
        return np.array([found[kind].get(name, np.nan) for kind, name in names])

    around, income = range_in(s, measure), s.range()
    spans = {key: _state(around, k) for k, key in enumerate(names)}
    of = {kind: {name: e for (own, name), e in spans.items() if own == kind} for kind in central}
    codes = s.baseline.regions.codes
    return HorizonTrial(
        outcomes=of["cards"] | {REAL_INCOME: state_effect(s, at)},
        changes={c.id: c for c in list_headline_changes(s, at)},
        regions={code: state_effect(s, i) for i, code in enumerate(codes)},
        industries=of["industries"],
        bill=of["government"].pop(BILL),
        revenue=of["government"],
        funds=find_funds_loss(s, at),
        structures=None if (said := income.verdicts) is None else (float(said.low[at]), float(said.high[at])),
        tests=tuple(vary_one(income, at)),
        unsolved=in_each(partial(say_unsolved, income)),
        cases={REAL_INCOME: list_cases(income, at)}
        | ({CO2: list_cases(around, names.index(("cards", CO2)))} if CO2 in central["cards"] else {}),
        tariffs=average_tariffs(s),
    )


def _state(found: Range, at: int) -> Effect:
    low, central, high = (float(end[at]) for end in (found.low, found.central, found.high))
    return Effect(central, low, high, sign(low, high, NOISE))
