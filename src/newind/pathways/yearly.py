"""Compute a package year by year: how far each shock is in force; and the economy of a year as accounts."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.satellite import Facts, Satellites
from newind.equilibrium import guards
from newind.equilibrium.counterfactual import accounts_after
from newind.equilibrium.cutoffs import settle
from newind.equilibrium.dynamics import IDLE, YearPolicy
from newind.equilibrium.emissions import SATELLITE
from newind.equilibrium.levers import build_shocks
from newind.equilibrium.levers.build import build_group_arrays, by_lever
from newind.equilibrium.levers.carbon import carbon, pricing
from newind.equilibrium.levers.technology import (
    IN_USE,
    REACHES,
    SCRAP,
    compute_induced_research,
    compute_support_share,
    data_sharing,
    technology,
)
from newind.equilibrium.problem import Problem
from newind.policy.posing import ground_of, moves_at, moves_of
from newind.policy.targets import hold, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from newind.accounts.accounts import Accounts
    from newind.accounts.satellite import Fact, Satellite
    from newind.equilibrium.dynamics import EquilibriumYear
    from newind.equilibrium.laboratory import Laboratory
    from newind.equilibrium.levers import LeverContext, Move
    from newind.equilibrium.levers.build import Group, Made
    from newind.equilibrium.levers.carbon import CarbonCharge
    from newind.policy.schema import Package, Shock
    from newind.typing import Array


CHARGED = ("carbon_price", "border_charge", "embodied_charge")
"""Levers whose fiscal cost follows emissions per unit, which change from year to year."""
YEARLY = (carbon, technology)
"""Groups of levers that look at emissions per unit, and at the supply of scrap."""


def in_force(shock: Shock, year: int, start: int) -> float:
    """Return how far a shock is in force in a year, from 0 to 1; `start` is the first year of those without one.

    Examples
    --------
    >>> from newind.policy.schema import Shock
    >>> rising = Shock("carbon_price", 10.0, region="CHN", start=2026, phase_in=3)
    >>> [in_force(rising, y, 2025) for y in (2025, 2026, 2027, 2029, 2040)]
    [0.0, 0.25, 0.5, 1.0, 1.0]
    """
    first = start if shock.start is None else shock.start
    if year < first or (shock.until is not None and year > shock.until):
        return 0.0
    return min(1.0, (year - first + 1) / (shock.phase_in + 1))


def policies(
    lab: Laboratory,
    package: Package,
    start: int,
    intensity: Callable[[int], Array] | None = None,
    scrap: Callable[[int], Array] | None = None,
    standing: YearPolicy = IDLE,
) -> Callable[[int], YearPolicy]:
    """Return the function from a year to what a package does in it.

    Parameters
    ----------
    lab : Laboratory
        The economy on the model's footing.
    package : Package
        Shocks; those without a start begin in `start`.
    start : int
        First year of shocks without one.
    intensity : callable, optional
        From a year to emissions per unit of what causes them, against the benchmark, (R, S + 1): charges follow.
    scrap : callable, optional
        From a year to the supply of scrap over that of the benchmark, (R,).
    standing : YearPolicy
        What holds while nothing is done.

    Raises
    ------
    PolicyError
        As of :func:`newind.simulate`, for the package in full.
    """
    meant = package.select_shocks(lab.origin)
    targets = resolve(meant, lab.origin)
    hold(targets, lab.benchmark)
    moves = moves_at(targets, lab.origin)
    shocks = [target.shock for target in targets]
    charged = intensity is not None and any(s.lever in CHARGED for s in shocks)
    recycled = scrap is not None and any(s.lever == "recycling" for s in shocks)
    usual = ground_for(lab)
    kept: dict[tuple[object, ...], YearPolicy] = {}
    known: dict[tuple[Group, tuple[float, ...]], Made] = {}
    looked: set[tuple[float, ...]] = set()

    def build_policy(year: int) -> YearPolicy:
        parts = tuple(in_force(s, year, start) for s in shocks)
        if not any(parts):
            return standing
        key = (parts, year if charged or recycled else None)
        if key not in kept:
            ground = _emitting(usual, intensity(year)) if charged and intensity else usual
            if recycled and scrap:
                ground = replace(ground, stated={**ground.stated, SCRAP: scrap(year)})
            here = [replace(m, part=part) for m, part in zip(moves, parts, strict=True) if part > 0]
            checked = parts not in looked
            looked.add(parts)
            make = partial(_once, known, parts)
            kept[key] = _policy(lab, here, ground, package.financing, make, checked=checked)
        return kept[key]

    return build_policy


def ground_for(lab: Laboratory) -> LeverContext:
    """Return what levers may look at on a pathway, which follows knowledge and data itself."""
    return replace(ground_of(lab), stated={REACHES: 0.0, IN_USE: False})


def carbon_prices(
    lab: Laboratory, package: Package, start: int, industry: int | slice = slice(None)
) -> Callable[[int], Array]:
    """Return the function from a year to what industries, or one, pay for carbon on average; (R, S), USD per tonne."""
    targets = resolve(package, lab.origin)
    moves = moves_at(targets, lab.origin)
    shocks = [target.shock for target in targets]
    ground = ground_for(lab)

    def compute_prices(year: int) -> Array:
        parts = [in_force(s, year, start) for s in shocks]
        here = [replace(m, part=p) for m, p in zip(moves, parts, strict=True) if p > 0 and m.lever == "carbon_price"]
        return np.asarray(pricing(here, ground).mean[:, industry])

    return compute_prices


def compute_full_pricing(lab: Laboratory, package: Package) -> CarbonCharge:
    """Return what carbon costs industries once a package is in force in full."""
    moves = [m for m in moves_of(package, lab.origin) if m.lever == "carbon_price"]
    return pricing(moves, ground_for(lab))


def _once(
    known: dict[tuple[Group, tuple[float, ...]], Made],
    parts: tuple[float, ...],
    group: Group,
    used: Mapping[str, Sequence[Move]],
    ground: LeverContext,
) -> Made:
    """Return what a group of levers makes: once for all years with as much in force, unless it looks at the year."""
    if group in YEARLY:
        return build_group_arrays(group, used, ground)
    if (group, parts) not in known:
        known[group, parts] = build_group_arrays(group, used, ground)
    return known[group, parts]


def _policy(
    lab: Laboratory,
    moves: list[Move],
    ground: LeverContext,
    financing: str,
    make: Callable[[Group, Mapping[str, Sequence[Move]], LeverContext], Made],
    *,
    checked: bool,
) -> YearPolicy:
    """Return what moves do; `checked` refuses what a single simulation would refuse."""
    shocks, log = build_shocks(moves, ground, financing, make)
    problem = Problem(lab.benchmark, lab.model.elasticities, shocks)
    if checked:
        guards.check(problem, both=bool(lab.assumptions.choice("both_distortions")))
    problem = settle(problem)
    used = by_lever(moves)
    research = (
        compute_induced_research(compute_support_share(used["rd_subsidy"], ground), ground)
        if "rd_subsidy" in used
        else None
    )
    sharing = data_sharing(used["data_sharing"], ground) if "data_sharing" in used else None
    return YearPolicy(problem.shocks, research, sharing, problem.lost, problem.idle, (*log, *problem.log))


def _emitting(ground: LeverContext, intensity: Array) -> LeverContext:
    """Return the ground with other emissions per unit of what users buy and make."""
    b = ground.benchmark
    fuel, process = b.fuel_emissions, b.process_emissions
    scaled = b.with_emissions(
        None if fuel is None else fuel * intensity, None if process is None else process * intensity[:, :-1]
    )
    found = replace(ground, benchmark=scaled)
    found.__dict__["knowledge"] = ground.knowledge  # does not depend on emissions
    return found


PEOPLE = "population"
"""Fact that follows the outlook."""


def economy(
    baseline: Accounts, year: EquilibriumYear, scenario: str, level: float, intensity: Array, population: Array
) -> Accounts:
    """Return the accounts of a year.

    Money is million USD at the prices of the benchmark's world: world value added in them is the world's real GDP.
    Emissions are those of volumes, times emissions per unit of what causes them.

    Parameters
    ----------
    baseline : Accounts
        The accounts that the benchmark was made of.
    year : EquilibriumYear
        The equilibrium.
    scenario : str
        Name of what is followed.
    level : float
        The world's real GDP over that of the benchmark.
    intensity : (R, S + 1) array
        Emissions per unit of what causes them, over those of the benchmark; final users last.
    population : (R,) array
        People over those of the benchmark year.
    """
    solution = year.solution
    left = solution.problem.shocks.process_intensity
    abatement = None if left is None else np.exp(left)
    found = accounts_after(solution, baseline, scenario, abatement=abatement)
    level = level * float(baseline.gdp.sum() / found.gdp.sum())
    return found._replace(
        Z=found.Z * level,
        Y=found.Y * level,
        year=year.year,
        satellites=Satellites({n: _satellite(n, s, level, intensity, found) for n, s in found.satellites.items()}),
        facts=Facts({n: _fact(n, f, level, population) for n, f in found.facts.items()}),
        scenario=scenario,
    )


def _satellite(name: str, s: Satellite, level: float, intensity: Array, w: Accounts) -> Satellite:
    """Return a satellite in the money of the path, emissions with their own change."""
    if name == SATELLITE:
        final = None if s.final is None else s.final * np.repeat(intensity[:, -1], len(s.final) // w.R)
        return replace(s, values=s.values * intensity[:, :-1].ravel(), final=final)
    if s.follows == "money" or s.unit == w.unit:
        return replace(s, values=s.values * level, final=None if s.final is None else s.final * level)
    return s


def _fact(name: str, f: Fact, level: float, population: Array) -> Fact:
    """Return a fact in the money of the path; people follow the outlook."""
    if name == PEOPLE:
        return replace(f, values=f.values * population, status="estimated")
    return replace(f, values=f.values * level) if f.follows == "money" else f
