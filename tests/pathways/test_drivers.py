"""Ways through a space of choices: known fronts of ZDT1-3, small programs, and a grid."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
import pytest

from newind.kernels.pareto import covered, nearest_ideal, spaced, unbeaten
from newind.kernels.robust import criteria
from newind.pathways.drivers import Space, climb, evolved, grid, held, one
from newind.typing import Array

if TYPE_CHECKING:
    from newind.pathways.drivers import Ask

CORNER = np.array([1.1, 1.1])
"""Worst point of the area that is covered."""


class Seen:
    """Everything that was asked, with answers."""

    def __init__(self, ask: Ask) -> None:
        self.ask, self.points, self.losses, self.beyond = ask, [], [], []

    def __call__(self, points: Array) -> tuple[Array, Array]:
        losses, beyond = self.ask(points)
        self.points.append(np.array(points))
        self.losses.append(losses)
        self.beyond.append(beyond)
        return losses, beyond

    @property
    def front(self) -> Array:
        every, kept = np.vstack(self.losses), (np.vstack(self.beyond) <= 1e-9).all(axis=1)
        return every[kept][unbeaten(every[kept])]

    @property
    def many(self) -> int:
        return sum(map(len, self.points))


def unit(size: int, whole: int = 0) -> Space:
    return Space(np.zeros(size), np.ones(size), np.arange(size) >= size - whole)


def zdt(number: int) -> Ask:
    """Return a test problem of Zitzler, Deb & Thiele (2000), 30 variables."""

    def ask(points: Array) -> tuple[Array, Array]:
        f, g = points[:, 0], 1 + 9 * points[:, 1:].mean(axis=1)
        h = 1 - np.sqrt(f / g) if number != 2 else 1 - (f / g) ** 2
        h = h - f / g * np.sin(10 * np.pi * f) if number == 3 else h
        return np.column_stack([f, g * h]), np.empty((len(points), 0))

    return ask


@pytest.mark.parametrize("number", [1, 2, 3])
def test_evolution_reaches_the_known_fronts(number: int) -> None:
    seen, ask = Seen(zdt(number)), zdt(number)
    with warnings.catch_warnings():
        evolved(unit(30), seen, 25_000, seed=1)
    f = np.zeros((2_001, 30))
    f[:, 0] = np.linspace(0, 1, len(f))
    true = ask(f)[0]
    found = covered(seen.front, CORNER), covered(true[unbeaten(true)], CORNER)
    assert seen.many <= 25_100
    assert 0.99 * found[1] <= found[0] <= found[1] + 1e-4
