"""Searches side by side: each asks for one simulation after the other, and what all ask for is solved together."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from newind.equilibrium.many import run_in_lockstep
from newind.errors import unless_error
from newind.policy.simulate import Case, Simulation, simulate_cases

if TYPE_CHECKING:
    from collections.abc import Iterable

T = TypeVar("T")
Search: TypeAlias = Generator[Case, Simulation, T]
"""What yields the case that it wants simulated next, is sent the simulation (or thrown the error), and returns."""


def try_case(*case: *Case) -> Search[Simulation]:
    """Ask for a simulation within a search: ``yield from try_case(w, package, horizon, parameters)``.

    Raises
    ------
    ConvergenceError, PolicyError
        Where there is no equilibrium.
    """
    return (yield case)


def search_together(searches: Iterable[Search[T]]) -> list[T]:
    """Return what each search comes to; in each round the next cases of all that go on are simulated together.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> from newind.policy.schema import Shock
    >>> def search(rate):
    ...     s = yield from try_case(load("world", year=2011), Shock("tariff", rate, region="USA"), "medium", {})
    ...     return float(s.welfare[s.baseline.regions.index("CHN")]) < 0
    >>> search_together([search(0.1), search(0.2)])
    [True, True]
    """
    return [unless_error(found) for found in run_in_lockstep(list(searches), simulate_cases)]
