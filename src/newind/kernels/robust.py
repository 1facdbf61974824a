"""Choice where it is not known what will be: candidates by cases, judged in four ways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newind.typing import Array, BoolArray


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
