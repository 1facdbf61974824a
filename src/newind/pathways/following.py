"""Follow the paths that are asked for beside each other: baselines, then scenarios without a package, then packages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from newind.equilibrium.assumptions import Assumptions
from newind.equilibrium.dynamics import EquilibriumSequence, follow
from newind.equilibrium.laboratory import laboratory
from newind.equilibrium.many import solve_in_lockstep
from newind.errors import ConvergenceError, NewindError, PolicyError, join_items, tell, unknown
from newind.pathways.baseline import Baseline, BaselineRequest, find_baselines, observer_of
from newind.pathways.followed import cleaner, emitting, power_at
from newind.pathways.outlook import settle
from newind.pathways.pathway import SET_IN_MOTION, Pathway
from newind.pathways.prospects import PathwayAssumptions, split_parameters
from newind.pathways.scenarios import as_scenario
from newind.pathways.yearly import YearlyPackage
from newind.policy.posing import as_package
from newind.policy.schema import Package

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from os import PathLike

    from newind.accounts.accounts import Accounts
    from newind.equilibrium.dynamics import EquilibriumYear, YearPolicy
    from newind.equilibrium.many import Steps
    from newind.pathways.outlook import Outlook
    from newind.pathways.projections import Projections
    from newind.pathways.scenarios import Scenario
    from newind.policy.schema import Shock
    from newind.typing import Array

T = TypeVar("T")
WITHOUT: dict[str, dict[str, Any]] = {"abatement": {"process_abatement": 0.0}, "scale": {"scale": False}}
"""Mechanisms that are parameters, and what these are without them."""


@dataclass(frozen=True, eq=False)
class PathwayCase:
    """A path that is asked for, by the arguments of :func:`newind.pathways.pathway.pathway`."""

    package: Package | Shock | Iterable[Shock] | None = None
    until: int | None = None
    horizon: str | None = None
    parameters: Mapping[str, Any] | None = None
    start: int | None = None
    phase_in: int | None = None
    history: bool | None = None
    off: Sequence[str] = ()
    scenario: Scenario | str | None = None
    projections: Projections | str | PathLike[str] | None = None
    outlook: Outlook | None = None

    def prepare(self, w: Accounts) -> tuple[BaselineRequest, Callable[[Baseline], Pathway]]:
        """Return the baseline it needs, and the function from it to the path without package and scenario."""
        world, off = as_scenario(self.scenario), tuple(self.off)
        met = settle(
            w, self.outlook, until=self.until, horizon=self.horizon, parameters=self.parameters, start=self.start,
            phase_in=self.phase_in, history=self.history, projections=self.projections,
        ).replace(response=None if world is None else world.response)  # fmt: skip
        around = {} if world is None else world.parameters_at(met.horizon)
        single, own = split_parameters({**around, **met.parameters})
        said = {**single, **own}
        for name in off:
            single = single | WITHOUT.get(name, {})
        lab = laboratory(w, Assumptions(met.horizon, single))
        asked = BaselineRequest(lab, met.until, PathwayAssumptions(own))
        package = met.admit(as_package(self.package).select_shocks(w))

        def begin(base: Baseline) -> Pathway:
            known = (*(m.name for m in base.mechanisms), *SET_IN_MOTION, "scale")
            for name in off:
                if name not in known:
                    raise unknown("mechanism", name, known, tell("path.mechanisms", known=join_items(known)))
            return Pathway(base, base.run, package, met, said, off, None, world)

        return asked, begin


def follow_cases(
    w: Accounts, cases: Sequence[Mapping[str, Any]], watch: Callable[[EquilibriumYear], None] | None
) -> list[Pathway | NewindError]:
    """Return the paths of cases: baselines first, then the years without packages, then those with them."""
    found: list[Any] = [_attempt(partial(PathwayCase(**case).prepare, w)) for case in cases]
    places = [i for i, case in enumerate(found) if not isinstance(case, NewindError)]
    bases = find_baselines([found[i][0] for i in places], watch)
    for i, base in zip(places, bases, strict=True):
        found[i] = base if isinstance(base, NewindError) else _attempt(partial(found[i][1], base))
    begun = {i: p for i, p in enumerate(found) if isinstance(p, Pathway)}
    for (i, p), world in zip(begun.items(), follow_worlds(list(begun.values())), strict=True):
        found[i] = world if isinstance(world, NewindError) or not p.package.shocks else p
    moved = [i for i in begun if isinstance(found[i], Pathway) and found[i].package.shocks]
    for i, path in zip(moved, solve_in_lockstep([_follow_package(found[i], watch) for i in moved]), strict=True):
        found[i] = path
    return found


def _attempt(make: Callable[[], T]) -> T | NewindError:
    try:
        return make()
    except NewindError as error:
        return error


def follow_worlds(paths: Sequence[Pathway]) -> list[Pathway | NewindError]:
    """Return for each path the years without its package, in its scenario; kept with the baseline.

    What a scenario costs governments is paid as the package is.
    """
    keys = [(id(p.base), p.world_key) for p in paths]
    new = {key: p for key, p in zip(keys, paths, strict=True) if p.world_key not in p.base.worlds}
    nothing = (Package((), financing=p.package.financing) for p in new.values())
    alone = [
        Pathway(p.base, p.base.run, package, p.outlook, p.given, p.off, None, p.scenario)
        for p, package in zip(new.values(), nothing, strict=True)
    ]
    known = dict(zip(new, solve_in_lockstep([_follow_package(p) for p in alone]), strict=True))
    for key, p in new.items():
        if isinstance(known[key], Pathway):
            p.base.worlds[p.world_key] = known[key]
    return [p.base.worlds.get(p.world_key) or known[key] for key, p in zip(keys, paths, strict=True)]


def _follow_package(p: Pathway, watch: Callable[[EquilibriumYear], None] | None = None) -> Steps[Pathway]:
    """Follow the years of a path with its package, in the world of its scenario, beside the baseline.

    Both are followed together beside the baseline that meets what is observed: what a scenario does to knowledge or
    access to technology would be lost if the package were followed beside the scenario.
    """
    base, world = p.base, p.scenario
    own = p.outlook.answer(p.dated)
    every = own if world is None else world.join_package(own).select_shocks(base.lab.origin)
    if not every.shocks:
        return p
    yearly = YearlyPackage(base.lab, every, p.start)
    power = None if "energy" in p.off else _power(base, yearly)

    def with_run(run: EquilibriumSequence) -> Pathway:
        return Pathway(base, run, p.package, p.outlook, p.given, p.off, power, world)

    of_year = _policies(base, yearly, power, p.off)
    try:
        observe = observer_of(base.lab.benchmark, base.lab.baseline)
        return with_run((yield from follow(base.run, base.mechanisms, observe, of_year, p.off, watch)))
    except (ConvergenceError, PolicyError) as error:
        if error.reached is not None:  # the years before are a pathway, too
            before: EquilibriumSequence = error.reached
            error.reached = with_run(before) if before.years else None
        raise


def _power(base: Baseline, yearly: YearlyPackage) -> Array | None:
    """Return emissions per unit of power over the baseline's, None where carbon has no price."""
    at = power_at(base.lab)
    if at is None or not yearly.uses("carbon_price"):
        return None
    return cleaner(base.lab, base.years, lambda year: yearly.carbon_price(year)[:, at])


def _policies(
    base: Baseline, yearly: YearlyPackage, power: Array | None, off: Sequence[str]
) -> Callable[[int], YearPolicy]:
    """Return what the package does in a year, with emissions and scrap of that year."""
    intensity, scrap, first = emitting(base, power), np.exp(base.growth.scrap), base.years[0]
    grown = None if "recycling" in off else lambda year: scrap[year - first]
    return yearly.policies(lambda year: intensity[year - first], grown, base.run.years[0].policy)
