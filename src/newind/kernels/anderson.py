"""Anderson's acceleration of a fixed-point iteration."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newind.typing import Array, BoolArray

RIDGE = 1e-10
"""Weight that keeps the least squares over past steps solvable, relative to columns of length one."""


class Anderson:
    """Guess where an iteration ``x ← g(x)`` leads from its last steps.

    Several iterations that take their steps together have axes in front; none looks at another.

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
        self._moves: deque[Array] = deque(maxlen=self.memory)
        self._steps: deque[Array] = deque(maxlen=self.memory)
        self._sizes: deque[Array] = deque(maxlen=self.memory)

    def forget_last_step(self) -> None:
        """Turn to another problem close by: where the last step was is forgotten, what steps have taught is kept."""
        self._last = None

    def keep(self, chosen: BoolArray) -> None:
        """Go on with some of several iterations."""
        if self._last is not None:
            self._last = self._last[0][chosen], self._last[1][chosen]
        for lessons in (self._moves, self._steps, self._sizes):
            for _ in range(len(lessons)):
                lessons.append(lessons.popleft()[chosen])

    def step(self, x: Array, g: Array) -> Array:
        """Return where to go from x, at which the iteration gives g; (…, n)."""
        f, last = g - x, self._last
        self._last = g, f
        if last is not None:
            self._keep(g - last[0], f - last[1])
        if not self._moves:
            return g
        change = f - self._correction(f)
        largest = np.abs(change).max(axis=-1, initial=0.0, keepdims=True)
        known = np.isfinite(largest)
        if not known.any():
            self.clear()
            return g
        cut = np.minimum(1.0, self.cap / np.where(largest > 0, largest, 1.0))
        return np.where(known & (largest > 0), x + change * cut, g)

    def _keep(self, move: Array, step: Array) -> None:
        size = np.linalg.norm(step, axis=-1, keepdims=True)
        size[size == 0.0] = 1.0
        self._moves.append(move)
        self._steps.append(step / size)
        self._sizes.append(size)

    def _correction(self, f: Array) -> Array:
        scaled = np.stack(self._steps, axis=-2)
        gram = scaled @ scaled.swapaxes(-1, -2) + RIDGE * np.eye(len(self._steps))
        weights = np.linalg.solve(gram, scaled @ f[..., None]) / np.stack(self._sizes, axis=-2)
        return np.asarray((weights.swapaxes(-1, -2) @ np.stack(self._moves, axis=-2))[..., 0, :])
