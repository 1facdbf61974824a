"""Measure how far a result depends on assumptions: parameter combinations of the plausible elasticities."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, product
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.aliases import alias
from newind.equilibrium.assumptions import NESTS, PARAMETERS, manufacturing
from newind.errors import ConvergenceError, NewindError, PolicyError, tell, within
from newind.policy.levers import levers
from newind.policy.signs import SURE, signs
from newind.policy.targets import resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from newind.equilibrium.assumptions import Assumptions
    from newind.equilibrium.many import NoEquilibrium
    from newind.policy.schema import Package
    from newind.policy.simulate import Simulation
    from newind.typing import Array, BoolArray

FROM_BOUND = 0.8
"""Scale elasticity over its bound, 1 / trade elasticity, above which the range does not go."""
NOISE = 1e-8
"""Change of real income that solves cannot tell from none."""


@dataclass(frozen=True, eq=False)
class Range:
    """A result under every combination of the plausible elasticities.

    Parameters
    ----------
    central : array
        Under the assumptions of the simulation.
    low, high : array
        Lowest and highest over all parameter combinations, of each element.
    corners : tuple of dicts
        What was assumed in each.
    values : (C, …) array
        The result in each.
    failed : tuple of str
        Parameter combinations without an equilibrium, with the reason.
    noise : float
        Up to which a value counts as zero.
    """

    central: Array
    low: Array
    high: Array
    corners: tuple[dict[str, Any], ...]
    values: Array
    failed: tuple[str, ...] = ()
    noise: float = 0.0

    @property
    def sure(self) -> BoolArray:
        """Whether the sign is the same in every parameter combination; where it is not, there is no headline number."""
        return np.isin(self.sign, SURE)

    @property
    def sign(self) -> Array:
        """Class of the sign of each element: a key of :data:`newind.policy.signs.SIGNS`."""
        return signs(self.low, self.high, self.noise)

    def select_measure(self, at: int) -> Range:
        """Return the range of one of several stacked measures."""
        return replace(self, central=self.central[at], low=self.low[at], high=self.high[at], values=self.values[:, at])

    def __repr__(self) -> str:
        """Say how many figures it is of, under how many assumptions, and how many have a sure sign."""
        lost = f", {len(self.failed)} without an equilibrium" if self.failed else ""
        return (
            f"Range({int(self.sure.sum())} of {self.sure.size} with a sure sign, in {len(self.corners)} cases{lost}; "
            "low, central, high)"
        )

    def by(self, name: str) -> dict[Any, tuple[Array, Array]]:
        """Return lowest and highest at each value of one assumption: what it alone makes of the range."""
        said = [_hashable(corner[name]) for corner in self.corners]
        at = {v: self.values[[k for k, s in enumerate(said) if s == v]] for v in dict.fromkeys(said)}
        return {v: (found.min(axis=0), found.max(axis=0)) for v, found in at.items()}

    of = alias("select_measure")


def range_of(
    simulation: Simulation, measure: Callable[..., Array] | None = None, beside: Sequence[Package] = ()
) -> Range:
    """Simulate the package at every combination of the plausible elasticities.

    Trade elasticity, substitution (all nests together) and economies of scale (none, and as high as plausible below
    their bound; not beside mark-ups) in every combination; then, alone, the split of value added where it is estimated,
    and what the levers assume. What a user gave is not varied. The range of welfare is found on the way, and kept.

    Parameters
    ----------
    simulation : Simulation
        The central case.
    measure : callable, optional
        From a simulation to an array; welfare by default. Where it is NaN in a case, the range is that of the others.
    beside : sequence of Package
        What is tried in each case as well: the measure takes a simulation of each, or the error where there is none.

    Raises
    ------
    ConvergenceError
        When no parameter combination has an equilibrium.
    """
    take, cases = measure or _welfare, list(corners(simulation))
    packages = (simulation.package, *beside)
    asked = [(package, case) for case in ({}, *cases) for package in packages][1:]
    tried = chain([simulation], simulation.rerun_many(asked))
    rows = zip(*[tried] * len(packages), strict=True)
    found = [(_try_measure(_welfare, row[:1]), _try_measure(take, row)) for row in rows]
    welfare = _build_range(simulation, cases, [own for own, _ in found], NOISE)
    vars(simulation).setdefault("_range", welfare)
    return _build_range(simulation, cases, [own for _, own in found], 0.0) if measure else welfare


def _try_measure(measure: Callable[..., Array], row: Sequence[Simulation | NoEquilibrium]) -> Array | NoEquilibrium:
    """Return a measure of simulations under the same assumptions, or why there is none."""
    if isinstance(row[0], NewindError):
        return row[0]
    try:
        return np.asarray(measure(*row))
    except (ConvergenceError, PolicyError) as error:
        return error


def _build_range(
    simulation: Simulation, cases: Sequence[dict[str, Any]], found: Sequence[Array | NoEquilibrium], noise: float
) -> Range:
    """Return the range of what was found in the central case and in each other one."""
    central, *others = found
    if isinstance(central, NewindError):
        raise central
    assumptions, values = simulation.laboratory.assumptions, [central]
    kept, failed = [_collect_parameters(assumptions)], list[str]()
    for case, own in zip(cases, others, strict=True):
        if isinstance(own, NewindError):
            failed.append(within(_format_corner(case), own))
        else:
            values.append(own)
            kept.append(_collect_parameters(assumptions.replacing(**case)))
    if len(values) == 1 and failed:
        raise ConvergenceError(tell("policy.no_equilibrium", first=failed[0]))
    stacked = np.stack(values)
    low, high = np.fmin.reduce(stacked), np.fmax.reduce(stacked)
    return Range(central, low, high, tuple(kept), stacked, tuple(failed), noise)


def corners(simulation: Simulation) -> Iterator[dict[str, Any]]:
    """Yield the combinations of the plausible assumptions around a simulation, as parameters."""
    assumptions = simulation.laboratory.assumptions
    thetas = _ends(assumptions, "trade_elasticity")
    nests = [{n: assumptions.range(n)[end] for n in NESTS if n not in assumptions.given} for end in (0, 1)]
    for theta, nest in product(thetas, nests if nests[0] else [{}]):
        for scale in _scales(simulation, theta):
            yield {**theta, **nest, **scale}
    for name in _others(simulation):
        for value in dict.fromkeys(assumptions.range(name)):
            yield {name: value}


def _others(simulation: Simulation) -> list[str]:
    """Return parameters that are varied alone: the split of value added where estimated, and what levers assume."""
    lab = simulation.laboratory
    split = ["labour_share_shift"] if lab.active_estimates.any() else []
    assumed = [n for s in simulation.package.shocks for n in levers()[s.lever].assumes if n in PARAMETERS]
    central = ("trade_elasticity", *NESTS, "markup")
    return [n for n in dict.fromkeys([*split, *assumed]) if n not in central and n not in lab.assumptions.given]


def _ends(assumptions: Assumptions, name: str) -> list[dict[str, float]]:
    return [{}] if name in assumptions.given else [{name: v} for v in assumptions.range(name)]


def _scales(simulation: Simulation, theta: dict[str, float]) -> list[dict[str, Any]]:
    """Return no economies of scale, and the highest plausible: in all manufacturing, and only where a subsidy goes.

    Just what is, where a user says it or beside mark-ups.
    """
    assumptions, problem = simulation.laboratory.assumptions, simulation.solution.problem
    if "scale" in assumptions.given or (problem.markup != 1.0).any():
        return [{}]
    industries = simulation.baseline.industries
    bounds = FROM_BOUND / assumptions.replacing(**theta).elasticities(industries).theta
    highest = np.minimum(assumptions.range("scale_elasticity")[1], bounds)
    by_industry = dict(zip(industries, highest.tolist(), strict=True))
    chosen = list_subsidised_industries(simulation)
    only = [{"scale": {i: by_industry[i] for i in chosen}}] if chosen else []
    return [{"scale": 0.0}, {"scale": _number(by_industry)}, *only]


def list_subsidised_industries(simulation: Simulation) -> tuple[str, ...]:
    """Return the industries that a package subsidises: whether that pays turns on where economies of scale are."""
    industries = simulation.baseline.industries
    moved = [t for t in resolve(simulation.package, simulation.baseline) if "subsidy" in t.lever.moves]
    return tuple(industries[k] for k in sorted({int(k) for t in moved for k in t.industries}))


def _number(by_industry: dict[str, float]) -> float | dict[str, float]:
    """Return one number where all industries have the same; of others those that make things."""
    values = set(by_industry.values())
    if len(values) == 1:
        return values.pop()
    made = manufacturing(tuple(by_industry))
    return {k: v for (k, v), inside in zip(by_industry.items(), made, strict=True) if inside or not made.any()}


def _collect_parameters(assumptions: Assumptions) -> dict[str, Any]:
    said = assumptions.to_dict()
    return {n: said[n] for n in (*PARAMETERS, "scale")}


def _format_corner(corner: dict[str, Any]) -> str:
    return ", ".join(f"{k} {v:g}" if isinstance(v, float) else f"{k} by industry" for k, v in corner.items())


def _hashable(value: Any) -> Any:
    return tuple(value.items()) if isinstance(value, dict) else value


def _welfare(simulation: Simulation) -> Array:
    return simulation.welfare
