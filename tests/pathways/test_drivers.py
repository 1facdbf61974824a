"""Ways through a space of choices: known fronts of ZDT1-3, small programs, and a grid."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
import pytest

from newind.kernels.pareto import criteria, hypervolume, nearest_ideal, select_points, unbeaten
from newind.pathways.drivers import SearchSpace, climb, evolve_population, grid, one, solve_epsilon_constraint
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


def unit(size: int, whole: int = 0) -> SearchSpace:
    return SearchSpace(np.zeros(size), np.ones(size), np.arange(size) >= size - whole)


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
        evolve_population(unit(30), seen, 25_000, seed=1)
    f = np.zeros((2_001, 30))
    f[:, 0] = np.linspace(0, 1, len(f))
    true = ask(f)[0]
    found = hypervolume(seen.front, CORNER), hypervolume(true[unbeaten(true)], CORNER)
    assert seen.many <= 25_100
    assert 0.99 * found[1] <= found[0] <= found[1] + 1e-4


# ---- programs whose solution is known
def bent(points: Array) -> tuple[Array, Array]:
    """Least of (x − 0.7)² + (y − 0.9)² where x² + y² ≤ 1, and a second goal against it."""
    x, y = points.T
    return np.column_stack([(x - 0.7) ** 2 + (y - 0.9) ** 2, x + y]), (x**2 + y**2 - 1)[:, None]


def test_a_climb_ends_where_the_limit_bends() -> None:
    seen = Seen(bent)
    climb(unit(2), one(seen, 0), np.zeros(2))
    best = min(f[0] for f, b in zip(np.vstack(seen.losses), np.vstack(seen.beyond), strict=True) if b[0] <= 0)
    assert best == pytest.approx((np.hypot(0.7, 0.9) - 1) ** 2, abs=2e-3)


def test_a_climb_on_a_line_is_exact() -> None:
    """Two goods of value 3 and 1, prices 2 and 1, money 2.5: all of the first, half of the second."""

    def shop(points: Array) -> tuple[Array, Array]:
        return -(points @ [3.0, 1.0])[:, None], (points @ [2.0, 1.0] - 2.5)[:, None]

    assert climb(unit(2), shop, np.zeros(2)) == pytest.approx([1.0, 0.5], abs=1e-3)


def test_a_climb_comes_back_within_limits_and_around_what_has_no_answer() -> None:
    def ask(points: Array) -> tuple[Array, Array]:
        failed = points[:, [0]] > 0.8
        return np.where(failed, np.inf, -points[:, [0]]), np.where(failed, np.inf, 0.3 - points[:, [1]])

    found = climb(unit(2), ask, np.zeros(2))
    assert 0.6 < found[0] <= 0.8
    assert found[1] >= 0.3


def test_holding_a_goal_spans_the_front() -> None:
    """Loss 1 − x against x²: every level of the second goal has the square root of it as the best x."""
    seen = Seen(lambda points: (np.column_stack([1 - points[:, 0], points[:, 0] ** 2]), np.empty((len(points), 0))))
    solve_epsilon_constraint(unit(1), seen, 2, 9, np.zeros(1))
    x = np.linspace(0, 1, 1001)
    true = hypervolume(np.column_stack([1 - x, x**2]), CORNER)
    assert hypervolume(seen.front, CORNER) > 0.9 * true
    assert seen.many < 200


def test_a_grid_has_every_combination() -> None:
    seen = Seen(lambda points: (points[:, :1], np.empty((len(points), 0))))
    space = SearchSpace(np.zeros(3), np.array([1.0, 2.0, 2.0]), np.array([False, False, True]))
    grid(space, seen, 30)
    assert len(seen.points[0]) == 27  # 3 × 3 levels and 3 whole numbers
    assert set(seen.points[0][:, 2]) == {0.0, 1.0, 2.0}
    assert set(seen.points[0][:, 1]) == {0.0, 1.0, 2.0}


def test_evolution_is_repeatable() -> None:
    one, other = Seen(bent), Seen(bent)
    evolve_population(unit(2), one, 60, seed=3)
    evolve_population(unit(2), other, 60, seed=3)
    assert np.array_equal(np.vstack(one.points), np.vstack(other.points))
    again = Seen(bent)
    evolve_population(unit(2), again, 60, seed=4)
    assert not np.array_equal(np.vstack(one.points), np.vstack(again.points))


# ---- fronts and criteria, by hand
def test_what_none_beats_is_found_as_by_comparing_all() -> None:
    values = np.random.default_rng(5).integers(0, 6, (80, 3)).astype(float)
    for goals in (1, 2, 3):
        v = values[:, :goals]
        beaten = [any((o <= p).all() and (o < p).any() for o in v) or any((o == p).all() for o in v[:k])
                  for k, p in enumerate(v)]  # fmt: skip
        assert {tuple(p) for p in v[unbeaten(v)]} == {tuple(p) for p, b in zip(v, beaten, strict=True) if not b}
        assert unbeaten(v).sum() == len({tuple(p) for p in v[unbeaten(v)]})


def test_area_counts_no_part_twice_and_nothing_beyond_the_corner() -> None:
    front = np.array([[0.2, 0.6], [0.5, 0.5], [0.4, 0.7], [1.2, 0.0]])
    assert hypervolume(front, np.ones(2)) == pytest.approx(0.8 * 0.4 + 0.5 * 0.1)
    assert hypervolume(front + 2, np.ones(2)) == 0.0


def test_a_compromise_lies_between() -> None:
    front = np.array([[0.0, 10.0], [1.0, 4.0], [3.0, 0.0]])
    assert nearest_ideal(front) == 1
    assert select_points(front, 2).tolist() == [0, 2]
    assert nearest_ideal(front[:1]) == 0


def test_four_criteria_by_hand() -> None:
    values = np.array([[6.0, 0.0, 3.0], [4.0, 2.0, 3.0], [0.0, 3.0, 3.0]])
    found = criteria(values, np.array([0.5, 0.25, 0.25]), values >= 3)
    assert found.expected.tolist() == [3.75, 3.25, 1.5]
    assert found.worst.tolist() == [0.0, 2.0, 0.0]
    assert found.regret.tolist() == [3.0, 2.0, 6.0]
    assert found.enough.tolist() == [0.75, 0.75, 0.5]
    assert found.best == {"expected": 0, "worst": 1, "regret": 1, "enough": 0}
