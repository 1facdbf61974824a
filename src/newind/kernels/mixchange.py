"""Change of a weighted mean: what its members account for, and what the change of their weights does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newind.typing import Array


@dataclass(frozen=True, eq=False)
class MixChange:
    """Parts of the change of a mean, each (S,), in the unit of the levels; all of them sum to the change.

    Attributes
    ----------
    within : change of the level of each member, at its mean weight.
    mix : change of the weight of each member, times how far its mean level is above that of all.
    """

    within: Array
    mix: Array

    @property
    def total(self) -> float:
        """Change of the mean."""
        return float(self.within.sum() + self.mix.sum())


def mix_change(before: tuple[Array, Array], now: tuple[Array, Array]) -> MixChange:
    """Split the change of a weighted mean into changes within its members and of their weights.

    Parameters
    ----------
    before, now : tuple of two (S,) arrays
        Weights that sum to 1, and levels. A level that is not known (NaN) in one of the two is taken from the other, so
        that the member counts as a change of weight; known in neither, its weights must be 0.

    Returns
    -------
    MixChange
        Exact: no remainder. Exchanging the two moments changes all signs.

    Notes
    -----
    ``Δ Σ s u = Σ ½(s⁰ + s¹) Δu + Σ ½(u⁰ + u¹) Δs``, the mean of the two polar forms. As ``Σ Δs = 0``, a constant may be
    taken off the levels in the second sum: the mean of both moments, so that a member that grows lifts the mean only if
    it is above it.

    References
    ----------
    Dietzenbacher & Los (1998), Economic Systems Research 10(4), 307.

    Examples
    --------
    >>> half, full = np.array([0.5, 0.5]), np.array([1.0, 0.0])
    >>> found = mix_change((half, np.array([1.0, 3.0])), (full, np.array([2.0, 3.0])))
    >>> found.within, found.mix, found.total
    (array([0.75, 0.  ]), array([-0.25, -0.5 ]), 0.0)
    """
    (s0, u0), (s1, u1) = before, now
    first, last = (np.nan_to_num(np.where(np.isnan(a), b, a)) for a, b in ((u0, u1), (u1, u0)))
    centre = (s0 @ first + s1 @ last) / 2
    return MixChange((s0 + s1) / 2 * (last - first), ((first + last) / 2 - centre) * (s1 - s0))
