"""The WIOD 2013 release as bare arrays, output defined as the sum of sales."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from newind.kernels.leontief import Leontief, coefficients
from newind.typing import Array


@dataclass(frozen=True, eq=False)
class World:
    """One year: Z (n, n), F (n, R, 5) with inventories last, million USD."""

    Z: Array
    F: Array
    countries: list[str]
    industries: list[str]

    R, S = 41, 35

    @cached_property
    def x(self) -> Array:
        return np.asarray(self.Z.sum(axis=1) + self.F.sum(axis=(1, 2)))

    @cached_property
    def A(self) -> Array:
        return coefficients(self.Z, self.x)

    @cached_property
    def LU(self) -> Leontief:
        return Leontief(self.A)

    @cached_property
    def v(self) -> Array:
        return np.divide(self.x - self.Z.sum(axis=0), self.x, out=np.zeros_like(self.x), where=self.x != 0)

    @property
    def Z4(self) -> Array:
        return self.Z.reshape(self.R, self.S, self.R, self.S)

    @property
    def A4(self) -> Array:
        return self.A.reshape(self.R, self.S, self.R, self.S)

    @cached_property
    def Yr(self) -> Array:
        return np.asarray(self.F.sum(axis=2))

    @property
    def Y3(self) -> Array:
        return self.Yr.reshape(self.R, self.S, self.R)


def read(shared: Path, year: int) -> World:
    """Read a year; an industry that sells nothing or less (rounding in inventories) and buys nothing is set to zero."""
    folder = shared / "world" / "wiod2013"
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    with np.load(folder / f"wiot_{year}.npz") as file:
        Z, F = file["Z"].astype(np.float64), file["F"].astype(np.float64).reshape(1435, 41, 5)
    idle = Z.sum(axis=1) + F.sum(axis=(1, 2)) <= 0
    assert not Z[:, idle].any()
    assert not Z[idle].any()
    F[idle] = 0.0
    return World(Z, F, labels["countries"], labels["industries"])
