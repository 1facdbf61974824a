"""Small economies with everything that real tables have and textbooks leave out, as bare arrays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from newind.kernels.leontief import Leontief, coefficients
from newind.typing import Array


@dataclass(frozen=True, eq=False)
class Drawn:
    """A balanced economy: R regions, S industries, two categories of final demand (use, inventories)."""

    R: int
    S: int
    Z: Array
    Y: Array
    emissions: Array
    household: Array

    @cached_property
    def x(self) -> Array:
        return self.Z.sum(axis=1) + self.Y.sum(axis=1)

    @cached_property
    def A(self) -> Array:
        return coefficients(self.Z, self.x)

    @cached_property
    def LU(self) -> Leontief:
        return Leontief(self.A)

    @cached_property
    def B(self) -> Array:
        """The inverse by another route than the kernels'."""
        return np.linalg.inv(np.eye(self.n) - self.A)

    @property
    def n(self) -> int:
        return self.R * self.S

    @property
    def made(self) -> np.ndarray:
        return self.x != 0

    @property
    def value_added(self) -> Array:
        return self.x - self.Z.sum(axis=0)

    @property
    def v(self) -> Array:
        return self.per_output(self.value_added)

    @property
    def f(self) -> Array:
        return self.per_output(self.emissions)

    @property
    def Z4(self) -> Array:
        return self.Z.reshape(self.R, self.S, self.R, self.S)

    @property
    def A4(self) -> Array:
        return self.A.reshape(self.R, self.S, self.R, self.S)

    @property
    def Y3(self) -> Array:
        return self.Y.reshape(self.R, self.S, self.R, 2).sum(axis=3)

    @property
    def Yr(self) -> Array:
        return self.Y3.reshape(self.n, self.R)

    @property
    def inventories(self) -> Array:
        return self.Y.reshape(self.n, self.R, 2)[:, :, 1].sum(axis=1)

    def per_output(self, values: Array) -> Array:
        return np.divide(values, self.x, out=np.zeros(self.n), where=self.made)

    def rows(self, r: int) -> slice:
        """Industries of region r."""
        return slice(r * self.S, (r + 1) * self.S)


@st.composite
def economies(draw: st.DrawFn, *, signed: bool = True, min_regions: int = 1) -> Drawn:
    """Draw an economy; where not ``signed`` inventories and value added are not negative.

    Every industry either makes nothing, sells nothing and buys nothing, or has positive final demand in total, which
    makes A productive even where value added is negative.
    """
    R = draw(st.integers(min_regions, 3))
    S = draw(st.integers(1, 3))
    n = R * S

    def cells(shape: int | tuple[int, ...], low: int, high: int) -> Array:
        return draw(arrays(np.int64, shape, elements=st.integers(low, high), fill=st.nothing())).astype(np.float64)

    alive = cells(n, 0, 4) != 1
    alive[0] = True
    Z = cells((n, n), 0, 60) * alive * alive[:, None]
    Y = cells((n, R * 2), 0, 40) * alive[:, None]
    Y[:, 1::2] = cells((n, R), -6 if signed else 0, 6) * alive[:, None]
    home = np.arange(n), (np.arange(n) // S) * 2
    Y[home] += alive * np.maximum(0, 1 - Y.sum(axis=1))
    if not signed:
        Y[home] += np.maximum(0, Z.sum(axis=0) - Z.sum(axis=1) - Y.sum(axis=1))
    return Drawn(R, S, Z, Y, cells(n, 0, 9) * alive, cells(R, 0, 9))
