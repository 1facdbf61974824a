"""One score of several criteria: where each candidate stands by each of them, weighted as the user says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.analyses.circulation.settled import mask_wide_ranges
from newind.errors import DataError, offenders, unknown
from newind.kernels.quotients import ratio
from newind.messages import message_group

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.messages import Text
    from newind.typing import Array, IntArray

CRITERIA: dict[str, Text] = message_group("circulation.scoring.criteria")


def weights_of(weights: Mapping[str, float] | None) -> dict[str, float]:
    """Return the weight of every criterion, adding up to 1.

    Examples
    --------
    >>> weights_of({"cost": 3, "capacity": 1})
    {'cost': 0.75, 'linkage': 0.0, 'linkage_others': 0.0, 'capacity': 0.25}
    """
    given = dict.fromkeys(CRITERIA, 1.0) if weights is None else dict(weights)
    for name in given:
        if name not in CRITERIA:
            raise unknown("criterion", name, CRITERIA, f"Criteria are {', '.join(CRITERIA)}.")
    bad = [f"{name}={value!r}" for name, value in given.items() if not _weight(value)]
    if bad or not sum(given.values()) > 0:
        raise DataError(
            f"weights of transfer pairs: {offenders(bad) if bad else 'all are zero'}. Give numbers from 0, one "
            f"at least above 0."
        )
    total = sum(given.values())
    return {name: float(given.get(name, 0.0)) / total for name in CRITERIA}


def _weight(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and bool(np.isfinite(value) and value >= 0)


def percentile_ranks(values: Array) -> Array:
    """Return where each figure stands among all: 1 the highest, 0 the lowest, ties in the middle of their places.

    Examples
    --------
    >>> percentile_ranks(np.array([5.0, 1.0, np.nan, 5.0]))
    array([0.75, 0.  ,  nan, 0.75])
    """
    known = np.isfinite(values)
    v = values[known]
    below = (v[:, None] > v).sum(axis=1) + ((v[:, None] == v).sum(axis=1) - 1) / 2
    found = np.full(values.shape, np.nan)
    found[known] = below / (len(v) - 1) if len(v) > 1 else 0.5
    return found


def compute_weighted_mean(standings: Mapping[str, Array], weights: Mapping[str, float]) -> Array:
    """Return the weighted mean of the criteria that are known; NaN where none with a weight is.

    Examples
    --------
    >>> compute_weighted_mean({"a": np.array([1.0, np.nan]), "b": np.array([0.0, 0.5])}, {"a": 0.5, "b": 0.5})
    array([0.5, 0.5])
    """
    every = np.stack([standings[k] for k in standings])
    share = np.array([weights[k] for k in standings])[:, None] * np.isfinite(every)
    return ratio((share * np.nan_to_num(every)).sum(axis=0), share.sum(axis=0))


def rank_scores(scores: Array) -> dict[str, Array]:
    """Return scores and ranks of the first table, with the ends among all."""
    places = np.stack([ranks_of(s) for s in scores])
    low, high = scores.min(axis=0), scores.max(axis=0)
    return {
        "score": mask_wide_ranges(scores[0], low, high),
        "low": low,
        "high": high,
        "rank": places[0],
        "rank_low": places.min(axis=0),
        "rank_high": places.max(axis=0),
    }


def ranks_of(scores: Array) -> IntArray:
    """Return ranks from 1, the same for equal scores; those that are not known come last."""
    known = np.nan_to_num(scores, nan=-1.0).round(12)
    return np.asarray(np.searchsorted(np.sort(-known), -known) + 1)
