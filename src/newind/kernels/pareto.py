"""Choice among candidates: Pareto-optimal points of a set, and robust choice where it is not known what will be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.typing import Array, BoolArray, IntArray


NEAR = 0.01
"""Share of a span below which points are as good as the same."""


def unbeaten(values: Array) -> BoolArray:
    """Return which points no other is as good as in everything and better than in something; less is better.

    Parameters
    ----------
    values : (n, m) array
        Goals of n points, all to be made small.

    Returns
    -------
    (n,) bool array
        Of equal points the first alone.

    Examples
    --------
    >>> unbeaten(np.array([[0.0, 1.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]))
    array([ True,  True, False, False])
    """
    order, found = np.lexsort(values.T[::-1]), np.zeros(len(values), dtype=bool)
    if values.shape[1] <= 2:  # in order of the first goal, what lowers the second (or the only one)
        last = values[order, -1]
        before = np.concatenate([[np.inf], np.minimum.accumulate(last)[:-1]])
        found[order] = last < before
        return found
    kept = np.empty((0, values.shape[1]))
    for k in order:
        if not (kept <= values[k]).all(axis=1).any():
            kept = np.vstack([kept, values[k]])
            found[k] = True
    return found


def hypervolume(front: Array, corner: Array) -> float:
    """Return the area between points of two goals and a point that is worse than all (hypervolume).

    Parameters
    ----------
    front : (n, 2) array
        Goals to be made small.
    corner : (2,) array
        The worst point; what lies beyond it counts for nothing.

    References
    ----------
    Zitzler & Thiele (1999), IEEE Transactions on Evolutionary Computation 3(4), 257.

    Examples
    --------
    >>> hypervolume(np.array([[0.0, 0.5], [0.5, 0.0]]), np.ones(2))
    0.75
    """
    inside = front[(front < corner).all(axis=1)]
    if not len(inside):
        return 0.0
    points = inside[unbeaten(inside)]
    points = points[np.argsort(points[:, 0])]
    wide = np.diff(np.append(points[:, 0], corner[0]))
    return float(wide @ (corner[1] - points[:, 1]))


def nearest_ideal(values: Array) -> int:
    """Return the point whose worst goal is nearest to the best that any point reaches, each goal over its span.

    Parameters
    ----------
    values : (n, m) array
        Goals to be made small.

    References
    ----------
    Yu (1973), Management Science 19(8), 936: compromise solutions, largest distance.

    Examples
    --------
    >>> nearest_ideal(np.array([[0.0, 1.0], [0.2, 0.2], [1.0, 0.0]]))
    1
    """
    low, span = values.min(axis=0), np.ptp(values, axis=0)
    far = (values - low) / np.where(span > 0, span, 1.0)
    return int(np.lexsort((far.sum(axis=1), far.max(axis=1)))[0])


def select_points(values: Array, many: int, first: Sequence[int] = ()) -> IntArray:
    """Return at most so many points of a front, far from each other: the best in each goal first, then the gaps.

    Parameters
    ----------
    values : (n, m) array
        Goals of points that none beats.
    many : int
        How many.
    first : sequence of int
        Points that are wanted in any case.

    Examples
    --------
    >>> select_points(np.array([[0.0, 1.0], [0.1, 0.9], [0.5, 0.5], [1.0, 0.0]]), 3)
    array([0, 2, 3])
    """
    low, span = values.min(axis=0), np.ptp(values, axis=0)
    at = (values - low) / np.where(span > 0, span, 1.0)
    chosen = list(dict.fromkeys([*first, *(int(k) for k in at.argmin(axis=0))]))[:many]
    while len(chosen) < min(many, len(values)):
        apart = np.abs(at[:, None] - at[chosen][None]).max(axis=2).min(axis=1)
        if apart.max() < NEAR:
            break
        chosen.append(int(apart.argmax()))
    return np.array(sorted(chosen))


@dataclass(frozen=True, eq=False)
class Criteria:
    """Criteria of each candidate over all scenarios; (n,) each.

    Parameters
    ----------
    expected : (n,) array
        Mean by weight.
    worst : (n,) array
        In the worst case; the best of these is maximin (Wald).
    regret : (n,) array
        Maximum regret against the best candidate of a case; the least of these is minimax regret (Savage).
    enough : (n,) array
        Weight of the cases in which it is good enough (satisficing).
    """

    expected: Array
    worst: Array
    regret: Array
    enough: Array

    @property
    def best(self) -> dict[str, int]:
        """The candidate that each criterion prefers; of equal ones the first."""
        return {
            "expected": int(self.expected.argmax()),
            "worst": int(self.worst.argmax()),
            "regret": int(self.regret.argmin()),
            "enough": int(np.lexsort((-self.expected, -self.enough))[0]),
        }


def criteria(values: Array, weights: Array, good: BoolArray) -> Criteria:
    """Judge candidates over cases.

    Parameters
    ----------
    values : (n, k) array
        What candidate n gives in case k; more is better.
    weights : (k,) array
        Of cases, adding up to one.
    good : (n, k) bool array
        Where it is good enough.

    References
    ----------
    Wald (1950), Statistical Decision Functions. Savage (1951), JASA 46, 55. Simon (1956), Psychological Review 63, 129.

    Examples
    --------
    >>> found = criteria(np.array([[4.0, 0.0], [2.0, 1.0]]), np.array([0.5, 0.5]), np.array([[1, 0], [1, 1]]) > 0)
    >>> found.best
    {'expected': 0, 'worst': 1, 'regret': 0, 'enough': 1}
    """
    missed = values.max(axis=0) - values
    return Criteria(values @ weights, values.min(axis=1), missed.max(axis=1), good.astype(float) @ weights)
