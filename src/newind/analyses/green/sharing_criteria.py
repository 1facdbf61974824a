"""Criteria of a division: what each looks at, and how strictly it asks each part."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.errors import BilingualMessage, DataError, PolicyError, join_items, offenders, tell, unknown
from newind.kernels import division
from newind.kernels.quotients import ratio
from newind.messages import message_group

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newind.analyses.green.sharing_parts import TargetParts
    from newind.messages import Text
    from newind.typing import Array, IntArray

CRITERIA: dict[str, Text] = message_group("green.sharing_criteria.criteria")
SAID: dict[str, Text] = message_group("green.sharing_criteria.said")
ORDERS: dict[str, Text] = message_group("green.sharing_criteria.orders")
LEAD = {"heavy-first": 0.5, "together": 0.0, "reverse": -0.5}
"""How much more than the average rate the most intensive part is asked for at first: an assumption."""
SLACK = 1e-6


def lacking(parts: TargetParts) -> dict[str, BilingualMessage]:
    """Return which criteria cannot be applied, and what is missing for each."""
    has, people = parts.figures, "population" in parts.figures
    gone = {
        "responsibility": "cumulative" not in has and "cumulative",
        "capacity": ("gdp" not in has or not (people or "employment" in has)) and "product_and_people",
        "potential": "gdp" if "gdp" not in has else "benchmark" not in has and not parts.by_region and "benchmark",
        "equality": parts.by_region and not people and "population",
        "importance": "importance" not in has and "importance",
    }
    return {c: tell(f"parts.need.{why}") for c, why in gone.items() if why}


def _needs(missing: Mapping[str, BilingualMessage], which: Iterable[str]) -> str:
    """Return what criteria need, in a list."""
    named = {c: BilingualMessage(c, CRITERIA[c].get("zh", c)) for c in which}
    return join_items([tell("parts.needs", criterion=name, columns=missing[c]) for c, name in named.items()])


def weights_of(parts: TargetParts, given: Mapping[str, float] | None) -> dict[str, float]:
    """Return the weight of every criterion that can be applied.

    Parameters
    ----------
    parts : TargetParts
    given : mapping of str to float, optional
        Weights that sum to 1; criteria not named have none. Equal ones of all that can be applied where left out.

    Raises
    ------
    UnknownNameError
        For a criterion that there is not.
    PolicyError
        For weights below zero, or that do not add up to 1.
    DataError
        For a weight on a criterion whose columns are missing.
    """
    missing = lacking(parts)
    if given is not None:
        return check_weights(given, missing)
    able = [c for c in CRITERIA if c not in missing]
    if not able:
        raise DataError(tell("green.no_criterion", lacking=_needs(missing, missing)))
    return dict.fromkeys(able, 1 / len(able))


def check_weights(given: Mapping[str, float], missing: Mapping[str, BilingualMessage]) -> dict[str, float]:
    """Return the weight of every criterion of which nothing is missing.

    Raises
    ------
    UnknownNameError, PolicyError, DataError
        As :func:`weights_of`.
    """
    for name in given:
        if name not in CRITERIA:
            raise unknown("criterion", name, CRITERIA, tell("green.give_criterion", criteria=join_items(CRITERIA)))
    if bad := [f"{c} {v:g}" for c, v in given.items() if not v >= 0]:
        raise PolicyError(tell("green.weights", which=offenders(bad)))
    if abs((total := sum(given.values())) - 1) > SLACK:
        said = ", ".join(f"{c}={v:g}" for c, v in given.items())
        raise PolicyError(tell("green.weights_sum", said=said, total=total))
    if lost := [c for c, v in given.items() if v > 0 and c in missing]:
        raise DataError(tell("green.no_figures", lost=_needs(missing, lost)))
    return {c: given.get(c, 0.0) / total for c in CRITERIA if c not in missing}


def index(parts: TargetParts, criterion: str) -> Array:
    """Return what the rate of the cut is proportional to under a criterion; (N,), ones for equal rates."""
    e, f = parts.emissions, parts.figures
    if criterion == "responsibility":
        return ratio(f["cumulative"], np.where(e > 0, e, np.inf))
    if criterion == "capacity":
        return _per_head(parts) if "population" in f else f["gdp"] / f["employment"]
    if criterion == "potential":
        intensity = e / f["gdp"]
        best = f["benchmark"] if "benchmark" in f else _lowest(parts, intensity)
        return 1 - np.minimum(1.0, ratio(best, np.where(intensity > 0, intensity, np.inf)))
    return 1 / f["importance"] if criterion == "importance" else np.ones(len(e))


def _groups(labels: tuple[str, ...]) -> IntArray:
    return np.asarray(np.unique(np.array(labels), return_inverse=True)[1], dtype=np.int64)


def _per_head(parts: TargetParts) -> Array:
    """Return GDP per head of each part's region."""
    group, people = _groups(parts.regions), population(parts)
    return np.asarray(np.bincount(group, parts.figures["gdp"])[group] / people)


def population(parts: TargetParts) -> Array:
    """Return the population of each part's region; (N,).

    Raises
    ------
    DataError
        Where the rows of a region have different ones.
    """
    people, group = parts.figures["population"], _groups(parts.regions)
    high, low = np.full(group.max() + 1, -np.inf), np.full(group.max() + 1, np.inf)
    np.maximum.at(high, group, people)
    np.minimum.at(low, group, people)
    if (different := high > low * (1 + SLACK))[group].any():
        named = sorted({r for r, g in zip(parts.regions, group, strict=True) if different[g]})
        raise DataError(tell("parts.population", which=offenders(named)))
    return people


def _lowest(parts: TargetParts, intensity: Array) -> Array:
    """Return the lowest intensity among the regions, of the same industry where there are several."""
    group = _groups(parts.industries)
    low = np.full(group.max() + 1, np.inf)
    np.minimum.at(low, group, intensity)
    return np.asarray(low[group])


def key(parts: TargetParts) -> Array:
    """Return shares by population; within a region by emissions."""
    people, group = population(parts), _groups(parts.regions)
    size, count = np.bincount(group, parts.emissions), np.bincount(group)
    within = np.where(size[group] > 0, ratio(parts.emissions, np.where(size > 0, size, 1)[group]), 1 / count[group])
    shares = people * within
    return np.asarray(shares / shares.sum())


def heavy(parts: TargetParts, order: str) -> Array:
    """Return how intensive each part is, from -1 to 1, by gdp, else by population.

    Raises
    ------
    UnknownNameError
        For an order that there is not.
    DataError
        Where intensity is asked for and neither is known.
    """
    if order not in ORDERS:
        raise unknown("order", order, ORDERS, tell("green.give_order", orders=join_items(ORDERS)))
    if order == "together":
        return np.zeros(len(parts))
    for name in ("gdp", "population"):
        if name in parts.figures:
            return division.heaviness(parts.emissions / parts.figures[name], parts.emissions)
    raise DataError(tell("parts.order", order=order))


def divide_by_each_criterion(
    parts: TargetParts, reference: Array, total: Array, criteria: tuple[str, ...], order: str, spread: float
) -> Array:
    """Return the division by each criterion alone; (C, N, T).

    Parameters
    ----------
    parts : TargetParts
    reference : (N, T) array
        Emissions without a target, from the base year's on.
    total : (T,) array
        Where it is above what the parts emit without a target, they share it in that proportion before any cut.
    criteria : tuple of str
    order : {"heavy-first", "together", "reverse"}
    spread : float
        Bound of the rates relative to the average.
    """
    e = reference[:, 0]
    reference = reference * np.maximum(1.0, total / reference.sum(axis=0))
    floor = parts.figures.get("floor", np.zeros(len(parts)))
    factor = division.timing(reference, floor, total, heavy(parts, order), LEAD[order])
    found = []
    for c in criteria:
        if c == "equality" and parts.by_region:
            found.append(division.by_convergence(e, floor, total, key(parts), factor))
        else:
            found.append(
                division.by_burden(reference, floor, total, division.stringency(index(parts, c), e, spread), factor)
            )
    return np.array(found)
