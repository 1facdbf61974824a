"""Assumptions of a pathway beyond a single simulation: sourced parameters, and a user's values in their place."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from numbers import Real
from typing import Any

from newind.errors import DataError, join_items, tell
from newind.parameters import parameter
from newind.pathways.projections import Projections, as_projections

NAMES = (
    "capital_depreciation",
    "knowledge_depreciation",
    "digital_depreciation",
    "digital_elasticity",
    "diffusion_speed",
    "convergence_speed",
    "frontier_growth",
    "growth_memory",
    "energy_saving",
    "congestion",
    "discount_rate",
)
"""Parameters of pathways; each has a file in `newind.parameters`."""
CHOICES = {"product": ("penn", "reported")}
"""Options and what they may be; the first is the default. ``product``: real GDP of the Penn World Table, or as
reported."""
PROJECTIONS = "projections"
"""Name of projections among parameters: plain data, as of `Projections.to_dict`."""
BOUNDS = {
    **dict.fromkeys(("capital_depreciation", "knowledge_depreciation", "digital_depreciation"), (0.0, 1.0)),
    **dict.fromkeys(("digital_elasticity", "congestion"), (0.0, 1.0)),
    **dict.fromkeys(("diffusion_speed", "convergence_speed"), (0.0, 0.5)),
    "frontier_growth": (-0.1, 0.1),
    "growth_memory": (0.1, 1000.0),
    "energy_saving": (-5.0, 5.0),
    "discount_rate": (0.0, 0.5),
}
"""Parameters that may be given, with their bounds."""


@dataclass(frozen=True, eq=False)
class PathwayAssumptions:
    """Assumptions of a pathway beside accounts and elasticities.

    Parameters
    ----------
    given : mapping
        In place of the shipped values, by name.

    Raises
    ------
    DataError
        For what is no number or out of bounds.

    Examples
    --------
    >>> given = PathwayAssumptions({"convergence_speed": 0.01})
    >>> given.value("convergence_speed"), PathwayAssumptions().value("convergence_speed")
    (0.01, 0.02)
    """

    given: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what makes no sense."""
        for name, value in self.given.items():
            if name == PROJECTIONS:
                getattr(self, PROJECTIONS)  # checked as they are read
                continue
            if name in CHOICES:
                if value not in CHOICES[name]:
                    known = join_items([repr(c) for c in CHOICES[name]])
                    raise DataError(tell("path.choice", name=name, value=repr(value), known=known))
                continue
            low, high = BOUNDS[name]
            number = isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)
            if not number or not low <= float(value) <= high:
                bounds = (f"{low:g}", f"{high:g}")
                raise DataError(tell("path.number", name=name, value=repr(value), low=bounds[0], high=bounds[1]))

    def value(self, name: str) -> float:
        """Return what was given, else the shipped value."""
        found = self.given.get(name, parameter(name).value)
        assert found is not None  # each has one
        return float(found)

    def range(self, name: str) -> tuple[float, float]:
        """Return the lowest and highest plausible value; just the value where a user gave one."""
        shipped = parameter(name).range
        return (self.value(name),) * 2 if name in self.given or shipped is None else shipped

    def choice(self, name: str) -> str:
        """Return an option, its default when it was not given."""
        return str(self.given.get(name, CHOICES[name][0]))

    @cached_property
    def projections(self) -> Projections | None:
        """Projections of a user, None where there are none."""
        return as_projections(self.given[PROJECTIONS]) if PROJECTIONS in self.given else None

    def to_dict(self) -> dict[str, float | str]:
        """Return the value of every parameter and option, as plain data."""
        return {**{name: self.value(name) for name in NAMES}, **{name: self.choice(name) for name in CHOICES}}


def split_parameters(given: Mapping[str, Any] | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return parameters of single simulations, and those of pathways, projections as plain data.

    Raises
    ------
    DataError
        For what is no mapping, and projections that are none.

    Examples
    --------
    >>> split_parameters({"trade_elasticity": 4.0, "energy_saving": 1.0})
    ({'trade_elasticity': 4.0}, {'energy_saving': 1.0})
    """
    if given is not None and not isinstance(given, Mapping):
        raise DataError(tell("path.mapping", kind=type(given).__name__))
    every = dict(given or {})
    own = {n: v for n, v in every.items() if n in (*NAMES, *CHOICES, PROJECTIONS)}
    if own.get(PROJECTIONS) is not None:
        own[PROJECTIONS] = as_projections(own[PROJECTIONS]).to_dict()
    else:
        own.pop(PROJECTIONS, None)
    return {n: v for n, v in every.items() if n not in own and n != PROJECTIONS}, own


def plain(given: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return all parameters as plain data, as a run writes them down; errors as of `split_parameters`."""
    single, own = split_parameters(given)
    return {**single, **own}
