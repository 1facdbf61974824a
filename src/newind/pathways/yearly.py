"""Compute a package year by year: how far each shock is in force; and the economy of a year as accounts."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

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
from newind.equilibrium.levers.ground import EMITTED
from newind.equilibrium.levers.recycling import SCRAP, recycling
from newind.equilibrium.levers.technology import (
    IN_USE,
    REACHES,
    compute_induced_research,
    compute_support_share,
    data_sharing,
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
YEARLY = (carbon, recycling)
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
    looked: set[tuple[float, ...]] = set()

    @cache
    def select_moves(parts: tuple[float, ...]) -> list[Move]:
        return [replace(m, part=part) for m, part in zip(moves, parts, strict=True) if part > 0]

    @cache
    def make_once(parts: tuple[float, ...], group: Group) -> Made:
        return build_group_arrays(group, by_lever(select_moves(parts)), usual)

    @cache
    def grow(parts: tuple[float, ...]) -> tuple[Array | None, Array | None]:
        return _what_grows(by_lever(select_moves(parts)), usual)

    @cache
    def pose(parts: tuple[float, ...], year: int | None) -> YearPolicy:
        said: dict[str, Any] = {}
        if year is not None and charged and intensity:
            said[EMITTED] = intensity(year)
        if year is not None and recycled and scrap:
            said[SCRAP] = scrap(year)

        def make(group: Group, used: Mapping[str, Sequence[Move]], ground: LeverContext) -> Made:
            return build_group_arrays(group, used, ground) if group in YEARLY else make_once(parts, group)

        ground = replace(usual, stated={**usual.stated, **said}) if said else usual
        shocks, log = build_shocks(select_moves(parts), ground, package.financing, make)
        problem = Problem(lab.benchmark, lab.model.elasticities, shocks)
        if parts not in looked:  # what a single simulation would refuse is refused
            looked.add(parts)
            guards.check(problem, both=bool(lab.assumptions.choice("both_distortions")))
        problem = settle(problem)
        return YearPolicy(problem.shocks, *grow(parts), problem.lost, problem.idle, (*log, *problem.log))

    def build_policy(year: int) -> YearPolicy:
        parts = tuple(in_force(s, year, start) for s in shocks)
        return pose(parts, year if charged or recycled else None) if any(parts) else standing

    return build_policy


def _what_grows(used: Mapping[str, Sequence[Move]], ground: LeverContext) -> tuple[Array | None, Array | None]:
    """Return log changes that take years: of research, and of productivity by shared data; (R, S) each."""
    research = sharing = None
    if "rd_subsidy" in used:
        research = compute_induced_research(compute_support_share(used["rd_subsidy"], ground), ground)
    if "data_sharing" in used:
        sharing = data_sharing(used["data_sharing"], ground)
    return research, sharing


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
