"""Compute a package year by year: how far each shock is in force; and the economy of a year as accounts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
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
from newind.equilibrium.levers.factors import supplies
from newind.equilibrium.levers.ground import EMITTED
from newind.equilibrium.levers.recycling import SCRAP, recycling
from newind.equilibrium.levers.technology import (
    IN_PLACE,
    IN_USE,
    REACHES,
    compute_done,
    compute_support_share,
    data_sharing,
    public_capital,
)
from newind.equilibrium.problem import Problem
from newind.pathways.structural import list_purposes
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


@dataclass(frozen=True, eq=False)
class MovesInForce:
    """Moves that are in force so far, and what they come to whatever the year.

    Parameters
    ----------
    moves : list of Move
        With the part of each that is in force.
    ground : LeverContext
        What levers may look at, with the emissions per unit and the scrap of the benchmark.
    """

    moves: list[Move]
    ground: LeverContext
    known: dict[Group, Made] = field(default_factory=dict)

    def make(self, group: Group, used: Mapping[str, Sequence[Move]], ground: LeverContext) -> Made:
        """Return what a group of levers makes: once for all years, unless it looks at the year."""
        if group in YEARLY:
            return build_group_arrays(group, used, ground)
        if group not in self.known:
            self.known[group] = build_group_arrays(group, used, self.ground)
        return self.known[group]

    @cached_property
    def growing(self) -> dict[str, Array | None]:
        """Changes that take years, as fields of a policy of a year; (R, S) each."""
        used = by_lever(self.moves)
        made: dict[str, Array | None] = {}
        if "rd_subsidy" in used:
            made["research"] = compute_done(compute_support_share(used["rd_subsidy"], self.ground), self.ground)
        if "data_sharing" in used:
            made["sharing"] = data_sharing(used["data_sharing"], self.ground)
        if "capital_supply" in used:
            more = supplies(used["capital_supply"], self.ground, "ns")
            made["investment"] = None if more is None else np.expm1(more)
        if "public_capital" in used:
            made["public"] = public_capital(used["public_capital"], self.ground)
        return made

    @cached_property
    def carbon_price(self) -> Array:
        """Price of carbon that industries pay on average; (R, S), USD per tonne."""
        return pricing([m for m in self.moves if m.lever == "carbon_price"], self.ground).mean


class YearlyPackage:
    """A package that is followed year by year: what it does in each.

    Parameters
    ----------
    lab : Laboratory
        The economy on the model's footing.
    package : Package
        Shocks; those without a start begin in `start`.
    start : int
        First year of shocks without one.

    Raises
    ------
    PolicyError
        As of :func:`newind.simulate`, for the package in full.
    """

    def __init__(self, lab: Laboratory, package: Package, start: int) -> None:
        self.lab, self.package, self.start = lab, package, start
        targets = resolve(package, lab.origin)
        hold(targets, lab.benchmark)
        self.shocks, self._moves = [t.shock for t in targets], moves_at(targets, lab.origin)
        self._ground = ground_for(lab)
        self._in_force: dict[tuple[float, ...], MovesInForce] = {}

    def uses(self, *levers: str) -> bool:
        """Tell whether it moves one of some levers."""
        return any(s.lever in levers for s in self.shocks)

    def in_force(self, year: int) -> MovesInForce | None:
        """Return the moves of a year, the same object where as much is in force; None while nothing is."""
        parts = tuple(in_force(s, year, self.start) for s in self.shocks)
        if not any(parts):
            return None
        if parts not in self._in_force:
            here = [replace(m, part=part) for m, part in zip(self._moves, parts, strict=True) if part > 0]
            self._in_force[parts] = MovesInForce(here, self._ground)
        return self._in_force[parts]

    def carbon_price(self, year: int) -> Array:
        """Return what industries pay for carbon on average in a year; (R, S), USD per tonne."""
        here = self.in_force(year)
        return np.zeros((self.lab.benchmark.R, self.lab.benchmark.S)) if here is None else here.carbon_price

    def policies(
        self,
        intensity: Callable[[int], Array] | None = None,
        scrap: Callable[[int], Array] | None = None,
        standing: YearPolicy = IDLE,
    ) -> Callable[[int], YearPolicy]:
        """Return the function from a year to what the package does in it.

        Parameters
        ----------
        intensity : callable, optional
            From a year to emissions per unit of what causes them, against the benchmark, (R, S + 1): charges follow.
        scrap : callable, optional
            From a year to the supply of scrap over that of the benchmark, (R,).
        standing : YearPolicy
            What holds while nothing is done.
        """
        said = {EMITTED: intensity if self.uses(*CHARGED) else None, SCRAP: scrap if self.uses("recycling") else None}
        looked_at = {name: at for name, at in said.items() if at is not None}
        kept: dict[tuple[MovesInForce, int | None], YearPolicy] = {}
        checked: set[MovesInForce] = set()

        def build_policy(year: int) -> YearPolicy:
            here = self.in_force(year)
            if here is None:
                return standing
            key = here, year if looked_at else None
            if key not in kept:
                stated = {name: at(year) for name, at in looked_at.items()}
                kept[key] = self._pose(here, stated, checked=here in checked)
                checked.add(here)
            return kept[key]

        return build_policy

    def _pose(self, here: MovesInForce, stated: Mapping[str, Array], *, checked: bool) -> YearPolicy:
        """Return what moves do in a year; what a single simulation would refuse is refused unless `checked` before."""
        ground = replace(self._ground, stated={**self._ground.stated, **stated})
        shocks, log = build_shocks(here.moves, ground, self.package.financing, here.make)
        problem = Problem(self.lab.benchmark, self.lab.model.elasticities, shocks)
        if not checked:
            guards.check(problem, both=bool(self.lab.assumptions.choice("both_distortions")))
        problem = settle(problem)
        return YearPolicy(
            problem.shocks, **here.growing, lost=problem.lost, idle=problem.idle, log=(*log, *problem.log)
        )


def ground_for(lab: Laboratory) -> LeverContext:
    """Return what levers may look at on a pathway, which follows knowledge, data and capital itself."""
    return replace(ground_of(lab), stated={REACHES: 0.0, IN_USE: False, IN_PLACE: False})


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
    found = accounts_after(solution, baseline, scenario, abatement=abatement, uses=list_purposes(baseline))
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
