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
    from newind.measures.changes import IndicatorChange
    from newind.policy.ranges import Range
    from newind.policy.simulate import Simulation
    from newind.typing import Array

T = TypeVar("T")


@dataclass(frozen=True)
class OptionalResult(Generic[T]):
    """Something that was found, or why it could not be."""

    found: T | None = None
    why_not: str = ""


@dataclass(frozen=True, eq=False)
class SimulationReport:
    """A simulation and what it means.

    Parameters
    ----------
    simulation : Simulation
        The package on the economy.
    explained : tuple of int
        Regions to explain.
    range, other, sources, parts : OptionalResult
        Range of real income; the simulation with the other financing; where real income comes from; what each part of
        the package adds.
    ranges : mapping
        Range by what is measured and its name, such as ``("government", "tariffs")``; empty where there is none.
    changes : tuple of IndicatorChange
        The six characteristics.
    """

    simulation: Simulation
    explained: tuple[int, ...]
    range: OptionalResult[Range]
    other: OptionalResult[Simulation]
    sources: OptionalResult[Decomposition]
    parts: OptionalResult[Contributions]
    changes: tuple[IndicatorChange, ...]
    ranges: Mapping[tuple[str, str], Range]

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the regions to explain."""
        return tuple(self.simulation.baseline.regions.codes[i] for i in self.explained)


def outcome(s: Simulation, explained: Iterable[int]) -> SimulationReport:
    """Find out all about a simulation."""
    from newind.measures.changes import changes

    return SimulationReport(
        s,
        tuple(explained),
        try_solution(s.range),
        try_solution(lambda: s.otherwise_financed),
        try_solution(lambda: s.decomposition),
        try_solution(lambda: s.attribution),
        changes(s.baseline, s.accounts),
        _ranges(s),
    )


def collect_measures(s: Simulation) -> dict[tuple[str, str], Array]:
    """Return all that is shown with a range, by what is measured and its name; (R,) each.

    Where real income comes from is not among it: its decomposition costs three times all the rest.
    """
    from newind.measures.changes import changes
    from newind.policy.schema import Package

    before = s.rerun(Package()).government
    other = try_solution(lambda: s.otherwise_financed).found
    return {
        **({("other", ""): other.welfare} if other else {}),
        **{("government", k): v - before[k] for k, v in s.government.items()},
        ("bill", ""): s.bill,
        **{("six", c.id): c.relative for c in changes(s.baseline, s.accounts)},
    }


def _ranges(s: Simulation) -> dict[tuple[str, str], Range]:
    """Return the range of each measure over one pass of the parameter combinations."""
    names = list(collect_measures(s))
    none = np.full(s.baseline.R, np.nan)

    def stack_measures(one: Simulation) -> Array:
        values = collect_measures(one)
        return np.stack([values.get(name, none) for name in names])

    found = try_solution(lambda: s.range(stack_measures)).found
    return {} if found is None else {name: found.select_measure(k) for k, name in enumerate(names)}


def try_solution(what: Callable[[], T]) -> OptionalResult[T]:
    """Return what was found, or the error of a policy that has no equilibrium there.

    Examples
    --------
    >>> try_solution(lambda: 1)
    OptionalResult(found=1, why_not='')
    """
    try:
        return OptionalResult(what())
    except (ConvergenceError, PolicyError) as error:
        return OptionalResult(why_not=str(error))


def plain(o: SimulationReport) -> dict[str, Any]:
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
