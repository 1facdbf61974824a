"""How far a pathway depends on assumptions, and how likely a target is: shares of draws, with their error."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium.assumptions import NESTS, PARAMETERS
from newind.errors import ConvergenceError, DataError, NewindError, PolicyError, tell
from newind.pathways.prospects import NAMES
from newind.pathways.sampling import latin
from newind.policy.levers import levers
from newind.policy.ranges import Range
from newind.policy.verdicts import SMALLEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from newind.pathways.pathway import Pathway
    from newind.typing import Array


UNUSED = ("discount_rate",)
"""Assumptions that no yearly figure depends on."""
ELASTICITIES = ("trade_elasticity", *NESTS)


def range_of(p: Pathway, name: str, watch: Callable[[int, int], None] | None = None) -> Range:
    """Return the change of a yearly figure under every case of the plausible assumptions; (T, R).

    Trade elasticity and substitution (all nests together) in every combination; every other assumption of the package
    and of the baseline alone, low and high. What a user gave is not varied.

    Parameters
    ----------
    p : Pathway
        The central case.
    name : str
        Yearly figure.
    watch : callable, optional
        Called with how many cases are done, and of how many.

    Raises
    ------
    ConvergenceError
        When no case has a path.
    """
    return find_path_ranges(p, (name,), list(cases(p)), watch)[0]


def find_path_ranges(
    p: Pathway,
    names: Sequence[str],
    cases: Sequence[dict[str, Any]],
    watch: Callable[[int, int], None] | None = None,
) -> list[Range]:
    """Return the changes of yearly figures over cases of parameters and the central one; arguments as of `range_of`."""
    values, kept, failed = [[p.change(name) for name in names]], [_collect_parameters(p, {})], []
    for done, (case, other) in enumerate(find_others(p, cases), 1):
        if isinstance(other, NewindError):
            failed.append(without_path(case, other))
        else:
            values.append([other.change(name) for name in names])
            kept.append(_collect_parameters(p, case))
        if watch is not None:
            watch(done, len(cases))
    return [build_range(own, kept, failed) for own in zip(*values, strict=True)]


def find_others(
    p: Pathway, cases: Sequence[dict[str, Any]]
) -> Iterator[tuple[dict[str, Any], Pathway | ConvergenceError | PolicyError]]:
    """Yield each case of parameters with its path, or why there is none; raise any other error."""
    for case, other in zip(cases, p.rerun_many({"parameters": case} for case in cases), strict=True):
        if isinstance(other, NewindError) and not isinstance(other, (ConvergenceError, PolicyError)):
            raise other
        yield case, other


def build_range(values: Sequence[Array], cases: Sequence[dict[str, Any]], failed: Sequence[str]) -> Range:
    """Return the range of figures that are known in some cases, the central one first.

    Raises
    ------
    ConvergenceError
        When no case has a path.
    """
    if len(values) == 1 and failed:
        raise ConvergenceError(tell("path.no_case", first=failed[0]))
    found = np.stack(values)
    return Range(found[0], found.min(axis=0), found.max(axis=0), tuple(cases), found, tuple(failed), SMALLEST)


def without_path(case: Mapping[str, float], error: Exception) -> str:
    """Return which case has no path, and why."""
    return f"{', '.join(f'{k} {v:g}' for k, v in case.items())}: {error}"


def cases(p: Pathway) -> Iterator[dict[str, Any]]:
    """Yield the cases around a pathway, as parameters."""
    assumptions, prospects = p.base.lab.assumptions, p.prospects
    theta = "trade_elasticity"
    thetas = [{}] if theta in p.given else [{theta: v} for v in assumptions.range(theta)]
    nests = [{n: assumptions.range(n)[end] for n in NESTS if n not in p.given} for end in (0, 1)]
    for corner, nest in product(thetas, nests if nests[0] else [{}]):
        if corner or nest:
            yield {**corner, **nest}
    for name in _list_assumed_parameters(p):
        yield from ({name: v} for v in dict.fromkeys(assumptions.range(name)))
    for name in _list_prospects(p):
        yield from ({name: v} for v in dict.fromkeys(prospects.range(name)))


def _list_assumed_parameters(p: Pathway) -> list[str]:
    """Return what the levers of a package assume, but for elasticities and what a user gave."""
    found = [n for s in p.package.shocks for n in levers()[s.lever].assumes]
    return [n for n in dict.fromkeys(found) if n in PARAMETERS and n not in (*ELASTICITIES, *p.given)]


def _list_prospects(p: Pathway) -> list[str]:
    """Return what yearly figures of a path assume beyond single simulations, but for what a user gave."""
    own = [n for n in NAMES if n not in p.given and n not in UNUSED]
    return own if "migration" in p.mechanism_names else [n for n in own if n != "congestion"]


def _collect_parameters(p: Pathway, case: dict[str, float]) -> dict[str, Any]:
    said = {**p.base.lab.assumptions.to_dict(), **p.prospects.to_dict(), **case}
    return {n: said[n] for n in (*PARAMETERS, *NAMES)}


LEAST = 200
"""Draws with a path below which no share of them is given as a probability: its standard error is up to 3.5 points."""
Z = 1.959963984540054
"""Standard deviations of a normal distribution that 95 % lie within."""


@dataclass(frozen=True)
class Chance:
    """The share of draws that reach a target, NaN with all that follows from it below :data:`LEAST` of them.

    Parameters
    ----------
    hits, draws : int
        Draws that reach it, of those with a path.
    failed : int
        Draws without a path, which count for neither.

    Examples
    --------
    >>> even = Chance(200, 400)
    >>> even.probability, even.error
    (0.5, 0.025)
    >>> Chance(1, 3).probability
    nan
    """

    hits: int
    draws: int
    failed: int = 0

    @property
    def known(self) -> bool:
        """Whether there are enough draws for a probability."""
        return self.draws >= LEAST

    @property
    def probability(self) -> float:
        """Share of draws that reach the target."""
        return self.hits / self.draws if self.known else math.nan

    @property
    def error(self) -> float:
        """Standard error of the share, √(p (1 − p) / n), as of independent draws; stratified ones stay below it."""
        return math.sqrt(self.probability * (1.0 - self.probability) / self.draws) if self.known else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Interval of the share at 95 %, which stays open where all draws agree.

        References
        ----------
        Wilson (1927), Journal of the American Statistical Association 22(158), 209.

        Examples
        --------
        >>> tuple(round(v, 3) for v in Chance(200, 200).interval)
        (0.981, 1.0)
        """
        if not self.known:
            return math.nan, math.nan
        n, p = self.draws, self.probability
        middle, whole = p + Z * Z / (2 * n), 1.0 + Z * Z / n
        half = Z * math.sqrt(p * (1.0 - p) / n + Z * Z / (4 * n * n))
        return min(p, max(0.0, (middle - half) / whole)), max(p, min(1.0, (middle + half) / whole))


def chance_of(outcomes: Iterable[bool | None]) -> Chance:
    """Return the chance that outcomes of draws tell; None is a draw without a path.

    Examples
    --------
    >>> chance_of([True, False, None])
    Chance(hits=1, draws=2, failed=1)
    """
    every = list(outcomes)
    known = [o for o in every if o is not None]
    return Chance(sum(known), len(known), len(every) - len(known))


def find_varied_parameters(p: Pathway) -> dict[tuple[str, ...], tuple[tuple[float, float], ...]]:
    """Return what draws vary: names that move together, and the range of each; what a user gave stays.

    Substitution elasticities move together, everything else by itself, as in `newind.pathways.chances.cases`.
    """
    assumptions, prospects = p.base.lab.assumptions, p.prospects
    single = [("trade_elasticity",), tuple(n for n in NESTS if n not in p.given)]
    single += [(n,) for n in _list_assumed_parameters(p)]
    found = {names: tuple(assumptions.range(n) for n in names) for names in single if names}
    found |= {(n,): (prospects.range(n),) for n in _list_prospects(p)}
    return {names: r for names, r in found.items() if any(low < high for low, high in r)}


def draws_of(p: Pathway, n: int, seed: int = 0) -> tuple[dict[str, float], ...]:
    """Return draws over what a pathway assumes: a Latin hypercube, even over every range.

    Parameters
    ----------
    p : Pathway
        The central case; what was given for it stays.
    n : int
        How many.
    seed : int
        The same seed gives the same draws.

    Returns
    -------
    tuple of dict
        Parameters, as of `Pathway.rerun`.

    Raises
    ------
    DataError
        For a number below 1.

    References
    ----------
    McKay, Beckman & Conover (1979), Technometrics 21(2), 239.
    """
    if n < 1:
        raise DataError(tell("roadmap.draws", n=n))
    ranges = find_varied_parameters(p)
    places = latin(len(ranges), n, seed)
    return tuple(
        {
            name: low + float(place) * (high - low)
            for (names, spans), place in zip(ranges.items(), row, strict=True)
            for name, (low, high) in zip(names, spans, strict=True)
        }
        for row in places
    )
