"""Ways through a space of choices: a grid, one goal held while the other is pushed, or evolution (NSGA-II).

A driver requests points and receives losses (to be made small) and how far limits are exceeded (kept where not above
0). The same results lead to the same requests, so that a stopped search requests again what the run has kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, product
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newind.typing import Array, BoolArray

    Ask = Callable[[Array], tuple[Array, Array]]
    """From points (n, k) to losses (n, m) and excesses (n, c); infinite where there is no answer."""

MARGIN = 1e-4
"""Room that a step leaves to a limit."""
SHIFT = 0.1
"""How far a slope looks ahead, as a share of the whole width."""
STOP = 0.005
"""Step below which a climb ends."""
STEPS, MENDS = 20, 3
"""Most steps of a climb, and most corrections of one."""
HEAVY = 1e3
"""Penalty of a step beyond a limit, against the steepest slope."""
LEAST = 1e-5
"""Penalty of moving an action beside the steepest slope, so that what adds nothing is not taken."""
BAD = 1e6
"""Stands for infinity where numbers must be finite."""


@dataclass(frozen=True, eq=False)
class SearchSpace:
    """Where points lie.

    Parameters
    ----------
    low, high : (k,) array
        Bounds.
    whole : (k,) bool array
        Whether only whole numbers count.
    """

    low: Array
    high: Array
    whole: BoolArray

    @property
    def size(self) -> int:
        """How many variables there are."""
        return len(self.low)


def grid(space: SearchSpace, ask: Ask, many: int) -> None:
    """Ask for every point of a grid of at most so many, the same number of levels each, both ends among them."""
    counts = [int(h - lo) + 1 if whole else 0 for lo, h, whole in zip(space.low, space.high, space.whole, strict=True)]
    fixed = float(np.prod([c for c in counts if c]))
    free = counts.count(0)
    each = max(2, int((many / fixed) ** (1.0 / free) + 1e-9)) if free else 0
    levels = [np.linspace(lo, h, c or each) for lo, h, c in zip(space.low, space.high, counts, strict=True)]
    ask(np.array(list(product(*levels))))


def solve_epsilon_constraint(space: SearchSpace, ask: Ask, goals: int, many: int, start: Array) -> None:
    """Push one goal; of two, hold the second at levels between the best of each and push the first.

    The epsilon-constraint method (Haimes, Lasdon & Wismer 1971), each level found by linear programs on slopes.

    Parameters
    ----------
    space : SearchSpace
        No whole numbers.
    ask : callable
    goals : {1, 2}
    many : int
        Levels.
    start : (k,) array
        Where to begin.
    """
    first = climb(space, one(ask, 0), start)
    if goals == 1:
        return
    other = climb(space, one(ask, 1), first)
    ends = ask(np.stack([first, other]))[0]
    low, high = ends[1, 1], ends[0, 1]
    if not (np.isfinite([low, high]).all() and high > low):
        return
    known = {low: other, high: first}
    for level in bisect_levels(low, high, many):
        near = min(known, key=lambda k: (abs(k - level), k))
        known[level] = climb(space, one(ask, 0, limit=(1, level, high - low)), known[near])


def bisect_levels(low: float, high: float, many: int) -> list[float]:
    """Return levels between two ends in the order in which halving the widest gap finds them.

    Examples
    --------
    >>> bisect_levels(0.0, 8.0, 7)
    [4.0, 2.0, 6.0, 1.0, 3.0]
    """
    found = [low, high]
    while len(found) < many:
        ends = sorted(found)
        wide = [b - a for a, b in pairwise(ends)]
        k = max(range(len(wide)), key=lambda k: (wide[k], -k))
        found.append((ends[k] + ends[k + 1]) / 2)
    return found[2:]


def one(ask: Ask, goal: int, limit: tuple[int, float, float] | None = None) -> Ask:
    """Return what asks for one goal alone, another one not above a level (measured in a hundredth of a span)."""

    def evaluate_goal(points: Array) -> tuple[Array, Array]:
        losses, beyond = ask(points)
        if limit is not None:
            k, level, span = limit
            beyond = np.column_stack([beyond, (losses[:, k] - level) / (0.01 * span)])
        return losses[:, [goal]], beyond

    return evaluate_goal


def climb(space: SearchSpace, ask: Ask, start: Array) -> Array:
    """Return the point that steps along linear programs on slopes lead to (Griffith & Stewart 1961).

    Limits are linearised, and a step that exceeds them is corrected by what it exceeded them by. Steps shrink where
    they do not help.

    Parameters
    ----------
    space, ask
        One goal; no whole numbers.
    start : (k,) array
        Where to begin.
    """
    at, width = np.array(start, dtype=float), space.high - space.low
    reach = 1.0
    for _ in range(STEPS):
        ahead = min(SHIFT, reach) * width
        shift = np.where(at + ahead <= space.high, ahead, -ahead)
        losses, beyond = ask(np.vstack([at, at + np.diag(shift)]))
        slope = _slopes(losses[:, 0], shift)
        slopes = np.column_stack([_slopes(b, shift) for b in beyond.T]).T if beyond.shape[1] else np.empty((0, len(at)))
        here = losses[0, 0], beyond[0]
        moved = False
        while reach * width.max() >= STOP and not moved:
            new, there = _solve_step(space, ask, at, here, slope, slopes, reach * width)
            moved = better(there, here)
            far = float((np.abs(new - at) / width).max()) if moved else 0.0
            at, reach = (new, reach) if moved else (at, reach / 4)
        if not moved or far < STOP:
            return at
    return at


def better(one: tuple[float, Array], other: tuple[float, Array]) -> bool:
    """Tell whether a point is better than another: closer to the limits, or within them with less loss."""
    excess, before = (max(0.0, float(b.max(initial=0.0))) for _, b in (one, other))
    if not np.isfinite(one[0]) or not np.isfinite(excess):
        return False
    if excess > 0 or before > 0:
        return excess < before
    return one[0] < other[0] - 1e-12


def _slopes(values: Array, shift: Array) -> Array:
    found = (values[1:] - values[0]) / shift
    return np.where(np.isfinite(found), found, 0.0)


def _solve_step(
    space: SearchSpace, ask: Ask, at: Array, here: tuple[float, Array], slope: Array, slopes: Array, reach: Array
) -> tuple[Array, tuple[float, Array]]:
    """Return where a linear program leads, corrected where limits bend, and what is there."""
    low, high = np.maximum(space.low, at - reach) - at, np.minimum(space.high, at + reach) - at
    room = here[1] + MARGIN
    best: tuple[Array, tuple[float, Array]] | None = None
    for _ in range(1 + MENDS):
        step = _program(slope, slopes, room, low, high)
        new = np.clip(at + step, space.low, space.high)
        losses, beyond = ask(new[None])
        there = losses[0, 0], beyond[0]
        if best is None or better(there, best[1]):
            best = new, there
        if not np.isfinite(there[0]) or (beyond[0] <= 0).all():
            break
        room = room + np.maximum(beyond[0] - (room + slopes @ step) + MARGIN, 0.0)
    assert best is not None
    return best


def _program(slope: Array, slopes: Array, room: Array, low: Array, high: Array) -> Array:
    """Return the step that lowers the loss most within limits, or exceeds them least."""
    from scipy.optimize import linprog

    k, c = len(slope), len(room)
    steep = max(float(np.abs(slope).max()), 1e-300)
    cost = np.concatenate([slope / steep + LEAST, np.full(c, HEAVY)])
    bounds = [*zip(low, high, strict=True), *[(0.0, None)] * c]
    found = linprog(
        cost, np.hstack([slopes, -np.eye(c)]) if c else None, -room if c else None, bounds=bounds, method="highs"
    )
    return np.asarray(found.x[:k]) if found.x is not None else np.zeros(k)


def evolve_population(space: SearchSpace, ask: Ask, evaluations: int, seed: int, first: Sequence[Array] = ()) -> None:
    """Let a population evolve by NSGA-II (Deb et al. 2002; pymoo, Blank & Deb 2020).

    Parameters
    ----------
    space, ask
        Any number of goals and limits.
    evaluations : int
        Points to ask for.
    seed : int
        Of the random numbers.
    first : sequence of (k,) arrays
        Points of the first generation, beside a Latin hypercube.
    """
    from pymoo.algorithms.moo.nsga2 import NSGA2
    from pymoo.core.problem import Problem
    from scipy.stats.qmc import LatinHypercube

    size = int(np.clip(evaluations // 25, 12, 100))
    rng = np.random.default_rng(seed)
    spread = space.low + LatinHypercube(space.size, rng=rng).random(size) * (space.high - space.low)
    sample = np.vstack([*(np.asarray(p)[None] for p in first), spread])[:size]
    algorithm, asked = NSGA2(pop_size=size, sampling=sample), 0
    while asked < evaluations:
        if not asked:
            losses, beyond = ask(sample)
            problem = Problem(space.size, losses.shape[1], beyond.shape[1], xl=space.low, xu=space.high)
            algorithm.setup(problem, termination=("n_gen", 10**9), seed=seed, verbose=False)
            population = algorithm.ask()
        else:
            population = algorithm.ask()
            losses, beyond = ask(np.asarray(population.get("X"), dtype=float))
        asked += len(losses)
        population.set("F", np.clip(losses, -BAD, BAD), "G", np.clip(beyond, -BAD, BAD))
        for each in population:
            each.evaluated.update(("F", "G", "H"))
        algorithm.evaluator.n_eval += len(losses)
        algorithm.tell(infills=population)
