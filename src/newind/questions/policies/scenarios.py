"""A scenario tried at every horizon: outcomes, economies, industries and cost with their ranges, and what decides."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.memo import memo
from newind.equilibrium.assumptions import CHOICES, NESTS, OTHERS, PARAMETERS
from newind.errors import NewindError, tell
from newind.kernels.secondprocess import made_meanwhile
from newind.pathways.comparing import BILL, NOISE, REAL_INCOME
from newind.pathways.defaults import HORIZON
from newind.policy.ranges import find_ranges, range_in
from newind.policy.signs import sign
from newind.policy.simulate import simulate_many
from newind.policy.verdicts import SMALLEST, find_sign
from newind.questions.policies.outcomes import OutcomeChange, collect_figures, find_funds_loss, list_headline_changes
from newind.questions.policies.shocks import describe_levers
from newind.questions.policies.trials import HORIZONS, Effect, state_effect

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.accounts.accounts import Accounts
    from newind.policy.ranges import Range
    from newind.policy.schema import Package
    from newind.policy.simulate import Simulation
    from newind.typing import Array

NESTED = "substitution"
"""Name under which the substitutions of all nests, which are moved together, are one assumption."""


@dataclass(frozen=True)
class OneWayTest:
    """Real income where one assumption moves alone, from one end of what is tried to the other.

    Parameters
    ----------
    name : str
        Of a parameter or a choice; `NESTED` for the substitutions of all nests.
    tried : tuple of two floats, or of two words
        Lowest and highest value; of a choice the usual one and the other.
    low, high : float
        Lowest and highest change of real income, the central case among them.
    """

    name: str
    tried: tuple[Any, Any]
    low: float
    high: float

    @property
    def decides(self) -> bool:
        """Whether it alone turns the sign."""
        return bool(np.isnan(find_sign(np.array([self.low]), np.array([self.high])))[0])


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
    funds : float
        Part of real income that the cost would take on top, were it paid by taxes that distort.
    structures : tuple of two floats or None
        Real income over all market structures and trade elasticities together; None where only one was tried.
    tests : tuple of OneWayTest
        The widest first.
    lacking : tuple of str
        Cases without an equilibrium.
    """

    outcomes: dict[str, Effect]
    changes: dict[str, OutcomeChange]
    regions: dict[str, Effect]
    industries: dict[str, Effect]
    bill: Effect
    funds: float
    structures: tuple[float, float] | None
    tests: tuple[OneWayTest, ...]
    lacking: tuple[str, ...]


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
        bill=of["government"][BILL],
        funds=find_funds_loss(s, at),
        structures=None if (said := income.verdicts) is None else (float(said.low[at]), float(said.high[at])),
        tests=list_tests(income, at),
        lacking=income.lacking,
    )


def _state(found: Range, at: int) -> Effect:
    low, central, high = (float(end[at]) for end in (found.low, found.central, found.high))
    return Effect(central, low, high, sign(low, high, NOISE))


def list_tests(found: Range, at: int) -> tuple[OneWayTest, ...]:
    """Return what each assumption alone makes of a range of real income, the widest first.

    Parameters
    ----------
    found : Range
        As of `Simulation.range`; nothing is solved anew.
    at : int
        Position of the region.
    """
    central, alone = found.corners[0], dict[str, list[tuple[Any, float]]]()
    for corner, row in zip(found.corners, found.values, strict=True):
        moved = [name for name, value in central.items() if corner[name] != value]
        name = moved[0] if len(moved) == 1 else NESTED if moved and set(moved) <= set(NESTS) else ""
        if name and not isinstance(corner[moved[0]], dict):
            usual = alone.setdefault(name, [(central[moved[0]], float(found.central[at]))])
            usual.append((corner[moved[0]], float(row[at])))
    tests = [
        OneWayTest(name, _ends([v for v, _ in each]), min(x for _, x in each), max(x for _, x in each))
        for name, each in alone.items()
    ]
    return tuple(sorted((t for t in tests if t.high - t.low > SMALLEST), key=lambda t: t.low - t.high))


def _ends(values: list[Any]) -> tuple[Any, Any]:
    """Return the lowest and the highest of numbers; of choices the first and the last.

    Examples
    --------
    >>> _ends([0.5, 0.15, 0.8]), _ends(["lump_sum", "output_tax"])
    ((0.15, 0.8), ('lump_sum', 'output_tax'))
    """
    numbers = all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in values)
    return (min(values), max(values)) if numbers else (values[0], values[-1])


def find_deciding(trial: HorizonTrial) -> OneWayTest | None:
    """Return the assumption that alone turns the sign of real income, the one that matters most where several do."""
    return next((t for t in trial.tests if t.decides), None)
