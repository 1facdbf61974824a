"""All that ``newind simulate`` finds out about a package, as a value that is shown or printed as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np

from newind.errors import ConvergenceError, PolicyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from newind.equilibrium.contributions import Contributions
    from newind.equilibrium.decomposition import Decomposition
    from newind.policy.ranges import Range
    from newind.policy.simulate import Simulation
    from newind.systems.changes import Change
    from newind.typing import Array

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
    ranges : mapping
        Range by what is measured and its name, such as ``("government", "tariffs")``; empty where there is none.
    changes : tuple of Change
        The six characteristics.
    """

    simulation: Simulation
    explained: tuple[int, ...]
    range: Tried[Range]
    other: Tried[Simulation]
    sources: Tried[Decomposition]
    parts: Tried[Contributions]
    changes: tuple[Change, ...]
    ranges: Mapping[tuple[str, str], Range]

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the regions to explain."""
        return tuple(self.simulation.baseline.regions.codes[i] for i in self.explained)


def outcome(s: Simulation, explained: Iterable[int]) -> Outcome:
    """Find out all about a simulation."""
    from newind.systems.changes import changes

    return Outcome(
        s,
        tuple(explained),
        tried(s.range),
        tried(lambda: s.otherwise_financed),
        tried(lambda: s.decomposition),
        tried(lambda: s.shared_out),
        changes(s.baseline, s.accounts),
        _ranges(s),
    )


def measured(s: Simulation) -> dict[tuple[str, str], Array]:
    """Return all that is shown with a range, by what is measured and its name; (R,) each.

    Where real income comes from is not among it: taking it apart costs three times all the rest.
    """
    from newind.policy.schema import Package
    from newind.systems.changes import changes

    before = s.again(Package()).government
    other = tried(lambda: s.otherwise_financed).found
    return {
        **({("other", ""): other.welfare} if other else {}),
        **{("government", k): v - before[k] for k, v in s.government.items()},
        ("bill", ""): s.bill,
        **{("six", c.id): c.relative for c in changes(s.baseline, s.accounts)},
    }


def _ranges(s: Simulation) -> dict[tuple[str, str], Range]:
    """Return the range of each measure over one pass of the parameter combinations."""
    names = list(measured(s))
    none = np.full(s.baseline.R, np.nan)

    def stacked(one: Simulation) -> Array:
        values = measured(one)
        return np.stack([values.get(name, none) for name in names])

    found = tried(lambda: s.range(stacked)).found
    return {} if found is None else {name: found.of(k) for k, name in enumerate(names)}


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
    from newind.policy.carried import by_region, headline, result

    s = o.simulation
    by = partial(by_region, s)
    sources, parts = o.sources.found, o.parts.found
    ranges: dict[str, dict[str, Any]] = {}
    for (kind, name), r in o.ranges.items():
        said = {"low": by(r.low), "central": by(headline(r)), "high": by(r.high), "sign": by(r.sign)}
        ranges.setdefault(kind, {})[name or kind] = said
    return {
        **result(s),
        "decomposition": None if sources is None else {k: by(v) for k, v in sources.components.items()},
        "contributions": None if parts is None else {k: by(v) for k, v in parts.by_group.items()},
        "ranges": ranges,
        "central_case_no_range": ["prices", "government", "decomposition", "contributions"],
        "contributions_method": None if parts is None else parts.method,
        "not_found": [t.why_not for t in (o.sources, o.parts) if t.why_not],
        "characteristics": [
            {"topic": c.topic, "indicator": c.id, "unit": c.unit, "before": by(c.before), "after": by(c.after)}
            for c in o.changes
        ],
    }
