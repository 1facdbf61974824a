"""Measure the dependence of a pathway on assumptions: combinations of elasticities, and each other assumption alone."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium.assumptions import NESTS, PARAMETERS
from newind.errors import ConvergenceError, PolicyError, tell
from newind.pathways.prospects import NAMES
from newind.policy.levers import levers
from newind.policy.ranges import NOISE, Range

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

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
    every = list(cases(p))
    values, kept, failed = [p.change(name)], [_collect_parameters(p, {})], []
    for done, case in enumerate(every, 1):
        try:
            values.append(p.rerun(**case).change(name))
            kept.append(_collect_parameters(p, case))
        except (ConvergenceError, PolicyError) as error:
            failed.append(without_path(case, error))
        if watch is not None:
            watch(done, len(every))
    return build_range(values, kept, failed)


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
    return Range(found[0], found.min(axis=0), found.max(axis=0), tuple(cases), found, tuple(failed), NOISE)


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
    for name in (n for n in NAMES if n not in p.given and n not in UNUSED):
        if name != "congestion" or "migration" in p.mechanism_names:
            yield from ({name: v} for v in dict.fromkeys(prospects.range(name)))


def _list_assumed_parameters(p: Pathway) -> list[str]:
    """Return what the levers of a package assume, but for elasticities and what a user gave."""
    found = [n for s in p.package.shocks for n in levers()[s.lever].assumes]
    return [n for n in dict.fromkeys(found) if n in PARAMETERS and n not in (*ELASTICITIES, *p.given)]


def _collect_parameters(p: Pathway, case: dict[str, float]) -> dict[str, Any]:
    said = {**p.base.lab.assumptions.to_dict(), **p.prospects.to_dict(), **case}
    return {n: said[n] for n in (*PARAMETERS, *NAMES)}
