"""Points in the ranges of parameters: Latin hypercubes, and Sobol sequences."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium.assumptions import NESTS, PARAMETERS, Assumptions
from newind.errors import DataError, join_items, tell, unknown
from newind.pathways.defaults import HORIZON
from newind.pathways.prospects import NAMES, PathwayAssumptions, split_parameters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from newind.typing import Array

    Ranges = Mapping[str, tuple[float, float]]

TABLE = "table"
"""Name of the seed of the error of a case's table."""
DRAWN = ("trade_elasticity", *NESTS, *(n for n in NAMES if n not in ("discount_rate", "congestion")))
"""Parameters that are drawn where none are named: those with a range on which yearly figures depend."""


def ranges_of(
    names: Iterable[str] | None = None, horizon: str = HORIZON, given: Mapping[str, Any] | None = None
) -> dict[str, tuple[float, float]]:
    """Return the ranges of parameters; those that a user gave, and those without a range, are left out.

    Parameters
    ----------
    names : iterable of str, optional
        Parameters; `DRAWN` by default.
    horizon : str
        Whose elasticities are meant.
    given : mapping, optional
        Parameters in place of the shipped ones.

    Raises
    ------
    DataError
        For a parameter without a range, or one that was given, that is named.
    UnknownNameError
        For what is no parameter.

    Examples
    --------
    >>> ranges_of(["trade_elasticity"])
    {'trade_elasticity': (1.75, 5.0)}
    """
    single, own = split_parameters(given)
    assumptions, prospects = Assumptions(horizon, single), PathwayAssumptions(own)
    found = {}
    for name in DRAWN if names is None else names:
        if name not in (known := (*PARAMETERS, *NAMES)):
            raise unknown("parameter", name, known, tell("draws.parameters", known=join_items(known)))
        low, high = prospects.range(name) if name in NAMES else assumptions.range(name)
        if low < high:
            found[name] = (float(low), float(high))
        elif names is not None:
            fixed = name in (given or {})
            raise DataError(tell("draws.given", name=name) if fixed else tell("draws.no_range", name=name))
    return found


def latin(dimensions: int, many: int, seed: int = 0) -> Array:
    """Return a Latin hypercube: each column takes a value in each of ``many`` equal parts of 0 to 1 once.

    Returns
    -------
    (many, dimensions) array in [0, 1)

    Notes
    -----
    The same numbers as those of ``scipy.stats.qmc``, which takes a second to load.

    References
    ----------
    McKay, Beckman & Conover (1979), Technometrics 21(2), 239.
    """
    (rng,) = np.random.default_rng(seed).spawn(1)
    within = rng.uniform(size=(many, dimensions))
    parts = np.tile(np.arange(1, many + 1), (dimensions, 1))
    for row in parts:
        rng.shuffle(row)
    return np.asarray((parts.T - within) / many)


def sobol(dimensions: int, many: int, seed: int = 0) -> Array:
    """Return a scrambled Sobol sequence, which fills space more evenly than chance does.

    Returns
    -------
    (many, dimensions) array in [0, 1)

    Raises
    ------
    DataError
        For a number that is no power of two: such sequences are even at powers of two alone.

    References
    ----------
    Sobol (1967), USSR Computational Mathematics and Mathematical Physics 7(4), 86; scrambled as by Owen (1998), Journal
    of Complexity 14(4), 466.
    """
    from scipy.stats.qmc import Sobol

    if many & (many - 1):
        below = 1 << (many.bit_length() - 1)
        raise DataError(tell("draws.power_of_two", many=many, below=below, above=2 * below))
    return np.asarray(Sobol(dimensions, rng=np.random.default_rng(seed)).random(many))


SEQUENCES: Mapping[str, Callable[[int, int, int], Array]] = MappingProxyType({"latin": latin, "sobol": sobol})
"""How points are chosen, by name."""


def sample_cases(ranges: Ranges, many: int, seed: int = 0, sequence: str = "latin") -> list[dict[str, Any]]:
    """Return cases of parameters, evenly spread over their ranges.

    Parameters
    ----------
    ranges : mapping of str to (float, float)
        Low and high of each parameter.
    many : int
        Draws; a power of two of a Sobol sequence.
    seed : int
        Of the random numbers.
    sequence : {"latin", "sobol"}
        Latin hypercube or Sobol sequence.

    Raises
    ------
    DataError
        For fewer than one draw, no parameters, and for a Sobol sequence that is no power of two long.
    UnknownNameError
        For another sequence.

    Examples
    --------
    >>> [round(case["discount_rate"], 3) for case in sample_cases({"discount_rate": (0.01, 0.03)}, 2, seed=1)]
    [0.013, 0.028]
    """
    if many < 1 or not ranges:
        raise DataError(tell("draws.none", many=many, parameters=len(ranges)))
    if sequence not in SEQUENCES:
        raise unknown("sequence", sequence, SEQUENCES, tell("draws.sequences", known=join_items(SEQUENCES)))
    low, high = np.array(list(ranges.values())).T
    points = low + SEQUENCES[sequence](len(ranges), many, seed) * (high - low)
    return [dict(zip(ranges, row, strict=True)) for row in points.tolist()]


def with_tables(cases: Iterable[Mapping[str, Any]], seed: int = 0) -> list[dict[str, Any]]:
    """Return cases each of which has a table of its own, too: the seed of its error, as ``table``.

    Examples
    --------
    >>> sorted(with_tables([{"discount_rate": 0.02}])[0])
    ['discount_rate', 'table']
    """
    listed = list(cases)
    seeds = np.random.default_rng([seed, len(TABLE)]).integers(2**31, size=len(listed)).tolist()
    return [{**case, TABLE: number} for case, number in zip(listed, seeds, strict=True)]


def hypercube(ranges: Ranges, many: int, seed: int = 0) -> list[dict[str, Any]]:
    """Return a Latin hypercube of cases; parameters and errors as of `sample_cases`."""
    return sample_cases(ranges, many, seed)
