"""How far a result depends on what is assumed: the corners of the plausible elasticities."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium.assumptions import NESTS, PARAMETERS
from newind.errors import ConvergenceError, PolicyError
from newind.policy.levers import levers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newind.equilibrium.assumptions import Assumptions
    from newind.policy.simulate import Simulation
    from newind.typing import Array, BoolArray

FROM_BOUND = 0.8
"""Scale elasticity over its bound, 1 / trade elasticity, above which the range does not go."""


@dataclass(frozen=True, eq=False)
class Range:
    """A result under every corner of the plausible elasticities.

    Parameters
    ----------
    central : array
        Under the assumptions of the simulation.
    low, high : array
        Lowest and highest over all corners, of each element.
    corners : tuple of dicts
        What was assumed in each.
    values : (corners, …) array
        The result in each.
    failed : tuple of str
        Corners without an equilibrium, with the reason.
    """

    central: Array
    low: Array
    high: Array
    corners: tuple[dict[str, Any], ...]
    values: Array
    failed: tuple[str, ...] = ()

    @property
    def sure(self) -> BoolArray:
        """Whether the sign is the same in every corner; where it is not, there is no headline number."""
        return np.asarray((self.low > 0) | (self.high < 0) | ((self.low == 0) & (self.high == 0)))

    def by(self, name: str) -> dict[Any, tuple[Array, Array]]:
        """Return lowest and highest at each value of one assumption: what it alone makes of the range."""
        values = dict.fromkeys(corner[name] for corner in self.corners)
        at = {v: self.values[[k for k, c in enumerate(self.corners) if c[name] == v]] for v in values}
        return {v: (found.min(axis=0), found.max(axis=0)) for v, found in at.items()}


def range_of(simulation: Simulation, measure: Callable[[Simulation], Array] | None = None) -> Range:
    """Simulate the package at every corner of the plausible elasticities.

    Trade elasticity, substitution (all nests together) and economies of scale (none, and as high as plausible below
    their bound) in every combination; then, alone, the split of value added where it is estimated, and what the levers
    assume.

    Parameters
    ----------
    simulation : Simulation
        The central case.
    measure : callable, optional
        From a simulation to an array; welfare by default.

    Raises
    ------
    ConvergenceError
        When no corner has an equilibrium.
    """
    take = measure or _welfare
    central = np.asarray(take(simulation))
    found, kept, failed = [central], [_stated(simulation.laboratory.assumptions)], []
    for corner in corners(simulation):
        try:
            found.append(np.asarray(take(simulation.again(**corner))))
            kept.append(_stated(simulation.laboratory.assumptions.replacing(**corner)))
        except (ConvergenceError, PolicyError) as error:
            failed.append(f"{_said(corner)}: {error}")
    if len(found) == 1 and failed:
        raise ConvergenceError(f"no corner of the range has an equilibrium; first {failed[0]}")
    values = np.stack(found)
    return Range(central, values.min(axis=0), values.max(axis=0), tuple(kept), values, tuple(failed))


def corners(simulation: Simulation) -> Iterator[dict[str, Any]]:
    """Yield the corners of the plausible assumptions around a simulation, as parameters."""
    assumptions = simulation.laboratory.assumptions
    thetas = _ends(assumptions, "trade_elasticity")
    nests = [{n: assumptions.range(n)[end] for n in NESTS if n not in assumptions.given} for end in (0, 1)]
    for theta, nest in product(thetas, nests if nests[0] else [{}]):
        for scale in _scales(assumptions, theta):
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


def _scales(assumptions: Assumptions, theta: dict[str, float]) -> list[dict[str, float]]:
    """Return no economies of scale, and the highest plausible ones; just what is given where a user says it."""
    if "scale" in assumptions.given or assumptions.value("markup") != 1.0:
        return [{}]
    bound = FROM_BOUND / theta.get("trade_elasticity", assumptions.value("trade_elasticity"))
    return [{"scale": 0.0}, {"scale": min(assumptions.range("scale_elasticity")[1], bound)}]


def _stated(assumptions: Assumptions) -> dict[str, Any]:
    said = assumptions.to_dict()
    return {n: said[n] for n in (*PARAMETERS, "scale")}


def _said(corner: dict[str, Any]) -> str:
    return ", ".join(f"{k} {v:g}" for k, v in corner.items())


def _welfare(simulation: Simulation) -> Array:
    return simulation.welfare
