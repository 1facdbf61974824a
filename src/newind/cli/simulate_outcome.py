"""All that ``newind simulate`` finds out about a package, as a value that is shown or printed as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from newind.errors import ConvergenceError, PolicyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from newind.equilibrium.contributions import Contributions
    from newind.equilibrium.decomposition import Decomposition
    from newind.policy.ranges import Range
    from newind.policy.simulate import Simulation
    from newind.systems.changes import Change

T = TypeVar("T")


@dataclass(frozen=True)
class Tried(Generic[T]):
    """Something that was found, or why it could not be."""

    found: T | None = None
    why_not: str = ""


@dataclass(frozen=True, eq=False)
class Outcome:
    """A simulation and what it means.

    Parameters
    ----------
    simulation : Simulation
        The package on the economy.
    explained : tuple of int
        Regions to explain.
    range, other, sources, parts : Tried
        Range of real income; the simulation with the other financing; where real income comes from; what each part of
        the package adds.
    changes : tuple of Change
        The six characteristics.
    before : dict of (R,) array
        What governments take by source without the package.
    """

    simulation: Simulation
    explained: tuple[int, ...]
    range: Tried[Range]
    other: Tried[Simulation]
    sources: Tried[Decomposition]
    parts: Tried[Contributions]
    changes: tuple[Change, ...]
    before: dict[str, Any]

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the regions to explain."""
        return tuple(self.simulation.baseline.regions.codes[i] for i in self.explained)


def outcome(s: Simulation, explained: Iterable[int]) -> Outcome:
    """Find out all about a simulation."""
    from newind.policy.schema import Package
    from newind.systems.changes import changes

    return Outcome(
        s,
        tuple(explained),
        tried(s.range),
        tried(lambda: s.otherwise_financed),
        tried(lambda: s.decomposition),
        tried(lambda: s.shared_out),
        changes(s.baseline, s.accounts),
        s.again(Package()).government,
    )


def tried(what: Callable[[], T]) -> Tried[T]:
    """Return what was found, or the error of a policy that has no equilibrium there.

    Examples
    --------
    >>> tried(lambda: 1)
    Tried(found=1, why_not='')
    """
    try:
        return Tried(what())
    except (ConvergenceError, PolicyError) as error:
        return Tried(why_not=str(error))


def plain(o: Outcome) -> dict[str, Any]:
    """Return an outcome as plain data."""
    from newind.policy.carried import by_region, result

    s = o.simulation
    by = partial(by_region, s)
    sources, parts = o.sources.found, o.parts.found
    return {
        **result(s),
        "decomposition": None if sources is None else {k: by(v) for k, v in sources.components.items()},
        "contributions": None if parts is None else {k: by(v) for k, v in parts.by_group.items()},
        "contributions_method": None if parts is None else parts.method,
        "not_found": [t.why_not for t in (o.sources, o.parts) if t.why_not],
        "characteristics": [
            {"topic": c.topic, "indicator": c.id, "unit": c.unit, "before": by(c.before), "after": by(c.after)}
            for c in o.changes
        ],
    }
