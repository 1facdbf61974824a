"""Equilibria along the path of shocks from nothing to what they are, at Chebyshev's points; slopes and integrals."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from newind.equilibrium.benchmark import connect_regions
from newind.equilibrium.many import solve_many
from newind.equilibrium.path import AS_LOGS, fade_lost_purchases, part_way
from newind.equilibrium.problem import Problem, Unknowns
from newind.equilibrium.system import State
from newind.errors import unless_error

if TYPE_CHECKING:
    from collections.abc import Callable

    from newind.equilibrium.solve import Model
    from newind.typing import Array


def points(count: int) -> Array:
    """Return Chebyshev's points of the second kind on [0, 1], ends included; those of 9 are among those of 17.

    Examples
    --------
    >>> points(3)
    array([0. , 0.5, 1. ])
    """
    return np.asarray(np.sin(0.5 * np.pi * np.arange(count) / (count - 1)) ** 2)


def slopes(count: int) -> Array:
    """Return the matrix from values at the points to slopes of the polynomial through them; (count, count).

    References
    ----------
    Berrut & Trefethen (2004), SIAM Review 46(3), 501: the barycentric form.

    Examples
    --------
    >>> (slopes(5) @ points(5) ** 3).round(12)[-1]
    np.float64(3.0)
    """
    t, weight = points(count), _barycentric(count)
    apart = t[:, None] - t + np.eye(count)
    D = weight / weight[:, None] / apart - np.eye(count)
    np.fill_diagonal(D, 0.0)
    np.fill_diagonal(D, -D.sum(axis=1))
    return D


def quadrature(count: int) -> Array:
    """Return the weights that integrate the polynomial through values at the points; (count,).

    References
    ----------
    Clenshaw & Curtis (1960), Numerische Mathematik 2, 197.

    Examples
    --------
    >>> quadrature(3) * 6
    array([1., 4., 1.])
    """
    degree = np.arange(0, count, 2)
    angle = np.pi * np.arange(count) / (count - 1)
    terms = np.cos(np.outer(angle, degree)) / (1.0 - degree**2.0)
    ends = np.where((degree == 0) | (degree == count - 1), 0.5, 1.0)
    weight = 2.0 * (terms * ends).sum(axis=1) / (count - 1)
    weight[[0, -1]] /= 2.0
    return np.asarray(weight)


def extrapolation_weights(count: int) -> Array:
    """Return the weights of all points but the last that carry a polynomial on to the last; (count - 1,).

    Examples
    --------
    >>> round(float(extrapolation_weights(5) @ points(5)[:-1] ** 2), 12)
    1.0
    """
    weight = _barycentric(count)
    return np.asarray(-weight[:-1] / weight[-1])


def _barycentric(count: int) -> Array:
    weight = (-1.0) ** np.arange(count)
    weight[[0, -1]] /= 2.0
    return np.asarray(weight)


TOLERANCE = 1e-11
"""Largest difference, in logs, that is left in an equilibrium on the way."""

BEND = 3
"""Power by which a path slows down at its end where flows are cut off, since what remains then changes fastest."""


@dataclass(frozen=True, eq=False)
class ShockPath:
    """Equilibria at Chebyshev's points of the scale of the shocks.

    Parameters
    ----------
    times : (T,) array
        Scale of the shocks, from 0 to 1.
    speed : (T,) array
        Its change by the place on the way, from 0 to 1, to which slopes and integrals refer.
    states : tuple of State
        Prices, sales and incomes at each point.
    """

    times: Array
    speed: Array
    states: tuple[State, ...]

    @property
    def last(self) -> Problem:
        """The problem at the end, which carries the shocks in full."""
        return self.states[-1].problem

    @cached_property
    def income(self) -> Array:
        """Log change of income of each region; (T, R)."""
        return self.values(lambda s: s.at.income)

    def values(self, measure: Callable[[State], Array]) -> Array:
        """Return a measure at each point; (T, …)."""
        return np.stack([measure(state) for state in self.states])

    def logs(self, measure: Callable[[State], Array]) -> Array:
        """Return a log by industry at each point, carried on to the end where an industry stops there; (T, R, S)."""
        found, idle = self.values(measure), self.last.idle
        if idle is not None and idle.any():
            found[-1, idle] = np.tensordot(extrapolation_weights(self.times.size), found[:-1, idle], 1)
        return found

    def slope(self, values: Array) -> Array:
        """Return the change of values by the place on the way, at each point; (T, …)."""
        return np.asarray(np.tensordot(slopes(self.times.size), values, 1))

    def integral(self, values: Array) -> Array:
        """Return values added up along the way; without the first axis."""
        return np.asarray(np.tensordot(quadrature(self.times.size), values, 1))


class PathSolver:
    """A path that is refined: what is solved once is kept.

    Parameters
    ----------
    model : Model
        What steers the solves.
    problem : Problem
        Where the path leads.
    """

    def __init__(self, model: Model, problem: Problem) -> None:
        self.model, self.problem = model, fade_lost_purchases(problem)
        self._solved: dict[float, State] = {}

    def path(self, count: int) -> ShockPath:
        """Return the path with a number of points; those of 9 are among those of 17."""
        ahead = points(count)[::-1]  # what is left of the way, 1 − s
        bend = BEND if _cuts(self.problem) else 1
        times, speed = 1.0 - ahead**bend, bend * ahead ** (bend - 1.0)
        states = self._find_states(times)
        return ShockPath(times, speed, (*states[:-1], _complete_last_state(states) if bend > 1 else states[-1]))

    def _find_states(self, times: Array) -> list[State]:
        """Return the states at times; those that are not known yet are found together."""
        keys = [round(1.0 - t, 15) for t in times.tolist()]
        new = {key: t for key, t in zip(keys, times.tolist(), strict=True) if key not in self._solved}
        problems = [part_way(self.problem, t) for t in new.values()]
        found = solve_many([self.model] * len(new), problems, tolerance=TOLERANCE)
        self._solved.update(zip(new, (unless_error(one).state for one in found), strict=True))
        return [self._solved[key] for key in keys]


def _complete_last_state(states: list[State]) -> State:
    """Return the last state, with the prices that the path leads to in parts of the world that trade no more.

    Without trade between them nothing else tells their levels of prices apart.
    """
    state = states[-1]
    links = connect_regions(state.sales.border.sum(axis=0) > 0)
    if links is None:
        return state
    parts = links.argmax(axis=1)  # the first of those it trades with
    incomes = np.stack([s.at.income for s in states])
    ahead = extrapolation_weights(len(states)) @ incomes[:-1] - incomes[-1]
    shift = np.array([ahead[parts == part].mean() for part in parts])
    on, at = shift[:, None] * state.problem.active, state.at
    r = None if at.r is None else at.r + shift
    market = None if at.market is None else at.market + shift * (state.problem.benchmark.spent > 0)
    return State(state.problem, Unknowns(at.w + shift, r, at.income + shift, at.q + on, at.v + on, None, market))


def _cuts(problem: Problem) -> bool:
    """Return whether something is cut off altogether."""
    given = (getattr(problem.shocks, name) for name in AS_LOGS)
    return any(bool(np.isinf(log).any()) for log in given if log is not None)
