"""Measure the contribution of each part of a package."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, islice
from typing import TYPE_CHECKING

import numpy as np

from newind.equilibrium.contributions import MOST, Contributions, integrate_contributions, list_scales, shapley
from newind.equilibrium.cutoffs import settle
from newind.equilibrium.levers import build_shocks
from newind.equilibrium.many import count_together, solve_many
from newind.equilibrium.path import AS_LOGS, FROM_BENCHMARK, FROM_ZERO, fade_lost_purchases
from newind.errors import NewindError, PolicyError, unless_error
from newind.policy.posing import ground_of, moves_of
from newind.policy.schema import Package

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newind.equilibrium.problem import Problem
    from newind.equilibrium.shocks import Shocks
    from newind.policy.simulate import Simulation
    from newind.typing import Array

SCALED = (*FROM_BENCHMARK, *FROM_ZERO, *AS_LOGS)
"""Arrays of shocks that are scaled; the others do nothing without these and are held."""


def groups_of(package: Package) -> tuple[str, ...]:
    """Return the actions or families that a package's shocks are counted with, in order."""
    return tuple(dict.fromkeys(s.group for s in package.shocks))


def part(package: Package, groups: Iterable[str]) -> Package:
    """Return the shocks of some groups, paid for in the same way."""
    chosen = set(groups)
    return Package([s for s in package.shocks if s.group in chosen], name=package.name, financing=package.financing)


def contributions_of(simulation: Simulation) -> Contributions:
    """Return what each group adds to log real income of each region; (R,) each, adding up to the whole.

    Up to eight groups by every combination of them. Beyond that, and where a combination cannot stand alone (a subsidy
    without the revenue beside it), along the path on which all grow together; `method` tells which.

    Raises
    ------
    PolicyError, ConvergenceError
        Where there is no equilibrium on the way.
    """
    package = simulation.package
    groups = groups_of(package)
    if len(groups) <= MOST:
        try:
            return shapley(_find_incomes(simulation, groups).__getitem__, groups)
        except PolicyError:
            if len(groups) < 2:
                raise
    along = PartialIncome(simulation, groups)
    along.find_incomes(list_scales(groups))
    return integrate_contributions(along, groups)


def _find_incomes(simulation: Simulation, groups: Sequence[str]) -> dict[frozenset[str], Array]:
    """Return log real income of each region with every combination of groups."""
    chosen = [c for size in range(len(groups) + 1) for c in combinations(groups, size)]
    tried = map(unless_error, simulation.rerun_many((part(simulation.package, c), {}) for c in chosen))
    return {frozenset(c): found.solution.real_income for c, found in zip(chosen, tried, strict=True)}


class PartialIncome:
    """Real income with each group of shocks in force in part.

    Each figure of the shocks is scaled by the mean of the scales of the groups that move it, weighted by how far each
    alone does: with all at 1 it is the package.

    Parameters
    ----------
    simulation : Simulation
        The package in full.
    groups : sequence of str
        Actions or families.
    """

    def __init__(self, simulation: Simulation, groups: Iterable[str]) -> None:
        self.simulation, self.groups = simulation, tuple(groups)
        self.problem = fade_lost_purchases(simulation.solution.problem)
        self.weights = _weights(self.problem, [self._alone(g) for g in self.groups])
        none, all_ = ((scale,) * len(self.groups) for scale in (0.0, 1.0))
        incomes = {none: np.zeros(self.problem.benchmark.R), all_: simulation.solution.real_income}
        self._found: dict[tuple[float, ...], Array] = incomes

    def __call__(self, scales: Mapping[str, float]) -> Array:
        """Return log real income; (R,).

        Parameters
        ----------
        scales : mapping
            From 0 to 1, by group.
        """
        self.find_incomes([scales])
        return self._found[self._key(scales)]

    def find_incomes(self, asked: Iterable[Mapping[str, float]]) -> None:
        """Find log real income at several scales together.

        Raises
        ------
        ConvergenceError, PolicyError
            Where there is no equilibrium.
        """
        new = iter([key for key in dict.fromkeys(map(self._key, asked)) if key not in self._found])
        model = self.simulation.laboratory.model
        while some := list(islice(new, count_together(self.problem))):
            problems = [scale_shocks(self.problem, self.weights, np.array(key)) for key in some]
            solved = solve_many([model] * len(some), [settle(p, threshold=np.inf) for p in problems])
            for key, found in zip(some, solved, strict=True):
                if isinstance(found, NewindError):
                    raise found
                self._found[key] = found.real_income

    def _key(self, scales: Mapping[str, float]) -> tuple[float, ...]:
        return tuple(scales[g] for g in self.groups)

    def _alone(self, group: str) -> Shocks:
        lab, package = self.simulation.laboratory, self.simulation.package
        return build_shocks(moves_of(part(package, [group]), lab.baseline), ground_of(lab), package.financing)[0]


def scale_shocks(problem: Problem, weights: Mapping[str, Array], scales: Array) -> Problem:
    """Return a problem whose shocks are in force in part.

    Parameters
    ----------
    problem : Problem
        In full, without lost purchases.
    weights : mapping of (G, …) array
        Share of each group in each figure, by name of the shock; sums to one over groups.
    scales : (G,) array in [0, 1]
        How far each group is in force.
    """
    b, s = problem.benchmark, problem.shocks
    changed = {}
    for name, weight in weights.items():
        t, new = np.tensordot(scales, weight, 1), getattr(s, name)
        if name in FROM_BENCHMARK:
            changed[name] = (1.0 - t) * getattr(b, name) + t * new
        else:
            changed[name] = t * new if name in FROM_ZERO else _scale_log(problem, name, new, t)
    return replace(problem, shocks=replace(s, **changed), idle=None)


def _scale_log(problem: Problem, name: str, full: Array, t: Array) -> Array:
    """Return logs scaled: in proportion where finite, in the weight of the flow where it is cut off."""
    exponent: Array | float = 1.0
    if name == "trade_cost":
        exponent = problem.theta if full.ndim == 3 else problem.theta[..., None]
    elif name == "moving_cost":
        exponent = problem.shocks.migration_elasticity or 1.0
    cut = np.isinf(full)
    with np.errstate(divide="ignore"):
        fading = -np.log1p(-np.where(t > 1.0 - 1e-12, 1.0, t))
    return np.where(cut, np.copysign(fading, full) / exponent, t * np.where(cut, 0.0, full))


def _weights(problem: Problem, alone: list[Shocks]) -> dict[str, Array]:
    """Return the share of each group in each figure of the shocks that are scaled; (G, …) by name."""
    given = [name for name in SCALED if getattr(problem.shocks, name) is not None]
    cuts = np.array([s.trade_cost is not None and bool(np.isinf(s.trade_cost).any()) for s in alone], dtype=float)
    usual = cuts if problem.shocks.mix is not None and cuts.any() else np.ones(len(alone))
    return {name: _shares(_compute_shifts(problem, name, alone), usual) for name in given}


def _compute_shifts(problem: Problem, name: str, alone: list[Shocks]) -> Array:
    """Return how far each group alone moves each figure of a shock, 1 where it cuts off and 0 where another does."""
    full = getattr(problem.shocks, name)
    before = getattr(problem.benchmark, name) if name in FROM_BENCHMARK else 0.0
    found = np.zeros((len(alone), *full.shape))
    for g, shocks in enumerate(alone):
        if (new := getattr(shocks, name)) is not None:
            found[g] = np.abs((new[..., None] if new.ndim < full.ndim else new) - before)
    cut = np.isinf(found)
    return np.where(cut.any(axis=0), cut, found)


def _shares(moved: Array, usual: Array) -> Array:
    """Return shares over groups, the usual ones where no group alone moves anything; (G, …)."""
    total = moved.sum(axis=0)
    even = (usual / usual.sum()).reshape(-1, *[1] * (moved.ndim - 1))
    return np.where(total > 0, moved / np.where(total > 0, total, 1.0), even)
