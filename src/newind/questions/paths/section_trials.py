"""A package followed year by year, and the best use of a budget: what two sections of a brief tell of a region."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newind.accounts.memo import memo
from newind.errors import ConvergenceError, NewindError, PolicyError, UnknownNameError, tell
from newind.pathways.chances import build_range, without_path
from newind.pathways.pathway import UNTIL, pathway
from newind.pathways.roadmap import roadmap
from newind.pathways.scenarios import scenarios
from newind.pathways.search import search
from newind.pathways.targets import targets_of
from newind.policy.effects import part
from newind.policy.levers import FAMILIES
from newind.policy.packages import desk
from newind.questions.policies.family_trials import adapt_package, simulate_families
from newind.questions.policies.trials import HORIZON, NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.accounts.accounts import Accounts
    from newind.pathways.pathway import Pathway
    from newind.pathways.roadmap import Roadmap
    from newind.pathways.search import SearchResult
    from newind.pathways.targets import RoadmapTargets
    from newind.policy.ranges import Range
    from newind.policy.schema import Package
    from newind.typing import Array

BEHIND = {
    "knowledge": ("rd_output_elasticity",),
    "diffusion": ("diffusion_speed",),
    "digital": ("digital_elasticity",),
    "data": ("data_sharing",),
}
"""Main assumptions of mechanisms: parameters that only a package feels, so that all cases have the same baseline."""
BUDGET = "1%GDP"
"""Most that the package of a search may cost, in present value."""
CHOSEN, MOST, LEVELS = 2, 2.0, 3
"""Families that a search chooses from, the most of each, and at how many sizes from 0 on each is tried."""


@dataclass(frozen=True, eq=False)
class FamilyPathway:
    """All families of policy followed year by year in a region.

    Parameters
    ----------
    path : Pathway
        With them; its ``baseline`` is without.
    roadmap : Roadmap or None
        Targets against the same path, where targets of the economy come with newind; it then dates the families.
    shipped : bool
        Whether the package is the shipped one; its region is replaced otherwise.
    region : str
    mechanisms : dict of str to float
        What each adds to the change of real income in the last year, as of `Pathway.mechanisms`.
    varied : tuple of str
        Assumptions that ranges are over.
    real_income, co2 : Range
        Of the changes, each assumption low and high by itself; (T, R).
    """

    path: Pathway
    roadmap: Roadmap | None
    shipped: bool
    region: str
    mechanisms: dict[str, float]
    varied: tuple[str, ...]
    real_income: Range
    co2: Range

    @property
    def at(self) -> int:
        """Position of the region."""
        return self.path.regions.index(self.region)


@memo
def project_families(w: Accounts, region: str) -> FamilyPathway:
    """Return the families of policy followed to the year of the paper; remembered with the accounts.

    Raises
    ------
    NewindError
        Where the accounts have no path: without growth of the economies after their year, or without an equilibrium.
    """
    posed, shipped = adapt_package(region, w)
    package = simulate_families(w, region).package.model_copy(update={"label": posed.label})
    own = _targets(region) if shipped else None
    mapped = None if own is None else roadmap(w, own, package, UNTIL, HORIZON)
    path = pathway(w, package, UNTIL, HORIZON) if mapped is None else mapped.path
    r = path.regions.index(region)
    parts = {name: float(values[-1, r]) for name, values in path.mechanisms.items()}
    varied = BEHIND[max(BEHIND, key=lambda name: abs(parts.get(name, 0.0)))]
    return FamilyPathway(path, mapped, shipped, region, parts, varied, *_ranges(path, varied))


def _targets(region: str) -> RoadmapTargets | None:
    """Return the targets that come with newind for an economy and all families."""
    try:
        found = targets_of(region)
    except UnknownNameError:
        return None
    return found if found.package == desk().together else None


def _ranges(p: Pathway, names: tuple[str, ...]) -> tuple[Range, Range]:
    """Return the ranges of real income and CO2 over the ends of each assumption by itself."""
    incomes, emitted, kept, failed = [p.change()], [p.change("co2")], [_select_assumptions(p, names)], []
    for case in _ends(p, names):
        try:
            other = p.rerun(**case)
        except (ConvergenceError, PolicyError) as error:
            failed.append(without_path(case, error))
            continue
        incomes.append(other.change())
        emitted.append(other.change("co2"))
        kept.append(_select_assumptions(p, names) | case)
    return build_range(incomes, kept, failed), build_range(emitted, kept, failed)


def _ends(p: Pathway, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for name in names:
        low_high = (p.prospects if name in p.prospects.to_dict() else p.base.lab.assumptions).range(name)
        yield from ({name: value} for value in dict.fromkeys(low_high))


def _select_assumptions(p: Pathway, names: tuple[str, ...]) -> dict[str, float]:
    said = {**p.base.lab.assumptions.to_dict(), **p.prospects.to_dict()}
    return {n: said[n] for n in names}


@memo
def search_families(w: Accounts, region: str) -> SearchResult:
    """Return the best use of a budget among the families of policy that compete for it; remembered with the accounts.

    The two families that cost most are tried at no, their own and twice their own size, for real income in the last
    year of the path, within the budget and without more CO2 than the baseline has; dates and assumptions are those of
    `project_families`. Whether the package holds is tried in every scenario that can happen on the accounts.

    Raises
    ------
    NewindError
        As of `project_families`; where fewer than two families can be tried.
    """
    path = project_families(w, region).path
    names = dearest(w, region)
    if len(names) < CHOSEN:
        raise PolicyError(tell("trial.few"))
    choices = [_alone(path.package, name) for name in names]
    limits = {"co2": 0.0} if "co2" in w.satellites else {}
    most = MOST if all(_doubles(w, c) for c in choices) else 1.0
    return search(
        w, region, "real_income", choices, budget=BUDGET, limits=limits, until=UNTIL, horizon=HORIZON,
        parameters=path.given, start=path.start, most=most, evaluations=LEVELS**CHOSEN, reasons=0, cases=scenarios(w),
    )  # fmt: skip


def dearest(w: Accounts, region: str) -> tuple[str, ...]:
    """Return the families that cost the government most by themselves, in their order; then those that bring most."""
    found = [
        f for f in simulate_families(w, region).families if f.real_income.known and abs(f.real_income.central) > NOTHING
    ]
    first = sorted(found, key=lambda f: (-max(f.bill, 0.0), -f.adds))[:CHOSEN]
    return tuple(f.id for f in found if f in first)


def _alone(package: Package, name: str) -> Package:
    return part(package, [name]).model_copy(update={"name": name, "label": dict(FAMILIES[name])})


def _doubles(w: Accounts, choice: Package) -> bool:
    """Tell whether a family can go twice as far."""
    from newind.pathways.choices import choices_of, compose_package

    try:
        compose_package(choices_of(w, [choice]), [MOST], [None], choice.name)
    except NewindError:
        return False
    return True


def level_band(p: Pathway, r: int, name: str, found: Range) -> tuple[Array, Array]:
    """Return the lowest and the highest level over that of the benchmark year; all cases have the same baseline."""
    beside = p.baseline.series(name)[: len(p.years), r]
    return beside * (1.0 + found.low[:, r]), beside * (1.0 + found.high[:, r])
