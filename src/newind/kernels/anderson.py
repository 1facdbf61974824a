"""Anderson's acceleration of a fixed-point iteration."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.typing import Array, BoolArray, IntArray

RIDGE = 1e-10
"""Weight that keeps the least squares over past steps solvable, relative to columns of length one."""


class Anderson:
    """Guess where an iteration ``x ← g(x)`` leads from its last steps.

    Several iterations that take their steps together have an axis in front; none looks at another.

    Parameters
    ----------
    memory : int
        How many past steps are used.
    cap : float
        Largest change of an element in one step; a larger one is scaled down as a whole.

    References
    ----------
    Anderson (1965), Journal of the ACM 12, 547; Walker & Ni (2011), SIAM Journal on Numerical Analysis 49, 1715.

    Examples
    --------
    Two steps of ``x ← x / 2 + 1`` are enough to know the limit:

    >>> guess, x = Anderson(memory=3), np.array([0.0])
    >>> for _ in range(2):
    ...     x = guess.step(x, x / 2 + 1)
    >>> x.round(6)
    array([2.])
    """

    def __init__(self, memory: int = 10, cap: float = 2.0) -> None:
        self.memory, self.cap = memory, cap
        self.clear()

    def clear(self) -> None:
        """Forget all past steps."""
        self._last: tuple[Array, Array] | None = None
        self._lessons: _Lessons | None = None

    def keep(self, chosen: BoolArray | IntArray) -> None:
        """Go on with some of several iterations."""
        if self._last is not None:
            self._last = self._last[0][chosen], self._last[1][chosen]
        if self._lessons is not None:
            self._lessons = self._lessons.select(chosen)

    def learn_from(self, several: Anderson, k: int) -> None:
        """Take what one of several iterations has learnt, in place of what is known."""
        self._last = None
        self._lessons = None if several._lessons is None else several._lessons.select(np.array([k]))

    @classmethod
    def join(cls, parts: Sequence[Anderson], unknowns: int) -> Anderson:
        """Return the iterations of several as one, each with what it has learnt; where each was is forgotten.

        Parameters
        ----------
        parts : sequence of Anderson
            Of one iteration each, with the same memory.
        unknowns : int
            Elements of each.
        """
        found = cls(parts[0].memory, parts[0].cap)
        if any(p._lessons is not None for p in parts):
            nothing = _Lessons.none(1, found.memory, unknowns)
            found._lessons = _Lessons.join([p._lessons or nothing for p in parts])
        return found

    def step(self, x: Array, g: Array) -> Array:
        """Return where to go from x, at which the iteration gives g; (n,) or (K, n)."""
        if x.ndim == 1:
            return np.asarray(self.step(x[None], g[None])[0])
        f, last = g - x, self._last
        self._last = g, f
        if last is not None:
            if self._lessons is None:
                self._lessons = _Lessons.none(len(x), self.memory, x.shape[-1])
            self._lessons.add(g - last[0], f - last[1])
        if self._lessons is None:
            return g
        change = f - self._lessons.correct(f)
        largest = np.abs(change).max(axis=-1, initial=0.0, keepdims=True)
        known = np.isfinite(largest)
        if not known.any():
            self.clear()
            return g
        cut = np.minimum(1.0, self.cap / np.where(largest > 0, largest, 1.0))
        return np.where(known & (largest > 0), x + change * cut, g)


@dataclass
class _Lessons:
    """Past steps of K iterations, the oldest written over; what is not filled yet is zero, and has no weight.

    Parameters
    ----------
    moves, steps : (K, memory, n) array
        How guesses and steps changed, by the length of the latter.
    products : (K, memory, memory) array
        Products of the steps.
    count : (K,) array
        Steps of each so far.
    """

    moves: Array
    steps: Array
    products: Array
    count: IntArray

    @classmethod
    def none(cls, many: int, memory: int, unknowns: int) -> _Lessons:
        moves, steps = np.zeros((2, many, memory, unknowns))
        return cls(moves, steps, np.zeros((many, memory, memory)), np.zeros(many, dtype=int))

    @classmethod
    def join(cls, parts: Sequence[_Lessons]) -> _Lessons:
        return cls(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(cls)))

    def select(self, chosen: BoolArray | IntArray) -> _Lessons:
        return _Lessons(self.moves[chosen], self.steps[chosen], self.products[chosen], self.count[chosen])

    def add(self, move: Array, step: Array) -> None:
        size = np.linalg.norm(step, axis=-1, keepdims=True)
        size[size == 0.0] = 1.0
        k, at = np.arange(len(step)), self.count % self.steps.shape[1]
        self.count += 1
        self.moves[k, at], self.steps[k, at] = move / size, step / size
        filled = self._filled
        row = np.matmul(self.steps[:, :filled], (step / size)[..., None])[..., 0]
        self.products[k, at, :filled] = row
        self.products[k, :filled, at] = row

    def correct(self, f: Array) -> Array:
        """Return what least squares over past steps take off the step f."""
        n = self._filled
        gram = self.products[:, :n, :n] + RIDGE * np.eye(n)
        weights = np.linalg.solve(gram, np.matmul(self.steps[:, :n], f[..., None]))
        return np.asarray(np.matmul(weights.swapaxes(-1, -2), self.moves[:, :n])[:, 0])

    @property
    def _filled(self) -> int:
        return int(min(self.count.max(initial=0), self.steps.shape[1]))
