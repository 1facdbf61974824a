"""Year after year: each one an equilibrium, and what it leaves to the next.

A year is solved against the benchmark, with everything that has happened since as shocks: labour, capital, knowledge
and productivity are what the years before have left. Changes in exact hats do not depend on the way, so that the chain
of single years and one solve from the benchmark agree; and one factorised matrix serves many years.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from newind.equilibrium.path import solve_in_steps
from newind.equilibrium.problem import Problem
from newind.equilibrium.quantities import Volumes
from newind.equilibrium.shocks import NONE, Shocks
from newind.equilibrium.solve import CAP, TOLERANCE, Solution, solution_at, solve
from newind.errors import ConvergenceError, NewindError, PolicyError, tell
from newind.kernels.anderson import Anderson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from newind.equilibrium.solve import Model
    from newind.typing import Array, BoolArray

FEW = 60
"""Iterations from the year before, beyond which a year is solved from the benchmark as any other problem."""
REACHED, MOST = 5e-10, 40
"""How close real GDP must come to what is known of it, in logs, and the most trials for that."""
LESSONS = 20
"""Steps of the years before that the acceleration of a year looks back on."""
ROUGH, NEARER = 1e-4, 0.01
"""How closely trials on the way there are solved: this at first, then this part of how far off real GDP was."""
SEARCH, STEP = 5, 0.5
"""Trials that the search for productivity looks back on, and its largest step in logs."""


@dataclass(frozen=True, eq=False)
class Drivers:
    """Drivers of an economy from year to year whatever is done: logs against the benchmark, a row a year.

    Parameters
    ----------
    years : tuple of int
        From the benchmark on; the first row is that of the benchmark, zeros.
    labour : (T, R) array
        Work, skills included.
    productivity : (T, R) array
        Output per unit of all inputs, of every industry alike.
    product : (T, R) array, optional
        Real GDP to be reached; productivity is then found, and what is given here is where the search starts. NaN where
        GDP is not known, but follows.
    progress : (T, R) array, optional
        Growth of productivity since the year before, which holds where product is NaN.
    """

    years: tuple[int, ...]
    labour: Array
    productivity: Array
    product: Array | None = None
    progress: Array | None = None


@dataclass(frozen=True, eq=False)
class YearPolicy:
    """Effects of a package in a year.

    Parameters
    ----------
    shocks : Shocks
        All but what knowledge and data bring, which takes years.
    research : (R, S) array, optional
        Log change of research that it calls forth at given output.
    sharing : (R, S) array, optional
        Log change of productivity that the data shared bring once all are in use.
    lost, idle : bool arrays, optional
        Purchases without suppliers and industries without buyers, as of `Problem`.
    log : tuple of str
        What must be said.
    """

    shocks: Shocks = NONE
    research: Array | None = None
    sharing: Array | None = None
    lost: BoolArray | None = None
    idle: BoolArray | None = None
    log: tuple[str, ...] = ()


IDLE = YearPolicy()
"""No policy."""


@dataclass(frozen=True, eq=False)
class EquilibriumYear:
    """The equilibrium of a year: problem and unknowns, from which everything else is computed when it is asked for.

    Parameters
    ----------
    year : int
        Which.
    problem : Problem
        Everything since the benchmark, as shocks on it.
    x : (m,) array
        The unknowns.
    residual : float
        Largest difference left, in logs.
    iterations : int
        Trials it took.
    stocks : mapping of str to (R,) or (R, S) array
        What each mechanism had come into the year with.
    policy : YearPolicy
        What was done.
    """

    year: int
    problem: Problem
    x: Array
    residual: float
    iterations: int
    stocks: Mapping[str, Array]
    policy: YearPolicy

    @property
    def solution(self) -> Solution:
        """The equilibrium with prices, sales and incomes, computed anew."""
        return solution_at(self.problem, self.x, self.residual, self.iterations)


class Mechanism(Protocol):
    """How a year acts on the next. A stock is an array of levels against the benchmark."""

    @property
    def name(self) -> str:
        """Name, by which it is switched off."""
        ...

    def start(self) -> Array:
        """Return the stock of the benchmark year."""
        ...

    def effect(self, stock: Array, beside: Array, policy: YearPolicy) -> Mapping[str, Array]:
        """Return what a stock does to the year, as fields of shocks in logs; `beside` is the baseline's of the year."""
        ...

    def update_stock(self, stock: Array, year: EquilibriumYear, solution: Solution, beside: Array) -> Array:
        """Return what the year leaves of the stock; `beside` is the baseline's of the same year."""
        ...


@dataclass(frozen=True, eq=False)
class EquilibriumSequence:
    """Years in order, the first of which is the benchmark.

    Parameters
    ----------
    model : Model
        Where it started from.
    drivers : Drivers
        What moves it in any case.
    years : tuple of EquilibriumYear
        One a year.
    """

    model: Model
    drivers: Drivers
    years: tuple[EquilibriumYear, ...]

    def __getitem__(self, year: int) -> EquilibriumYear:
        """Return a year."""
        return self.years[year - self.years[0].year]


def run(
    model: Model,
    drivers: Drivers,
    mechanisms: Sequence[Mechanism],
    standing: YearPolicy = IDLE,
    watch: Callable[[EquilibriumYear], None] | None = None,
) -> EquilibriumSequence:
    """Follow an economy year by year: a baseline.

    Parameters
    ----------
    model : Model
        The benchmark, how it responds and what steers.
    drivers : Drivers
        What moves it; where product is given, productivity is found that leads to it.
    mechanisms : sequence of Mechanism
        How a year acts on the next.
    standing : YearPolicy
        What holds in every year.
    watch : callable, optional
        Called after each year.

    Raises
    ------
    ConvergenceError, PolicyError
        Naming the year; the years before it are in ``reached`` of the error, an `EquilibriumSequence`.
    """
    stocks = {m.name: m.start() for m in mechanisms}
    done: list[EquilibriumYear] = []
    product = np.zeros(model.benchmark.R)
    guess = Anderson(LESSONS, CAP)
    for t, year in enumerate(drivers.years):
        effects = [m.effect(stocks[m.name], stocks[m.name], standing) for m in mechanisms]
        start = _trend(done)
        try:
            if t == 0 or drivers.product is None:
                solution = solve_year(
                    model, build_problem(model, standing, [build_driver_shocks(drivers, t), *effects]), start, guess
                )
            else:
                pose = partial(_with_productivity, model, standing, drivers.labour[t], effects)
                wanted = product * np.exp(drivers.product[t])
                solution, found = solve_for_product(model, pose, wanted, _guess(drivers, t), start, guess)
                drivers = replace(drivers, productivity=_onward(drivers.productivity, t, found))
        except (ConvergenceError, PolicyError) as error:
            raise _wrap_year_error(error, year, EquilibriumSequence(model, drivers, tuple(done))) from None
        product = real_product(solution) if t == 0 and drivers.product is not None else product
        done.append(_year(year, solution, stocks, standing))
        stocks = {m.name: m.update_stock(stocks[m.name], done[-1], solution, stocks[m.name]) for m in mechanisms}
        if watch is not None:
            watch(done[-1])
    return EquilibriumSequence(model, replace(drivers, product=None), tuple(done))


def follow(
    base: EquilibriumSequence,
    mechanisms: Sequence[Mechanism],
    policy: Callable[[int], YearPolicy],
    off: Sequence[str] = (),
    watch: Callable[[EquilibriumYear], None] | None = None,
) -> EquilibriumSequence:
    """Follow a policy year by year, beside its baseline. Years before anything is done are those of the baseline.

    Parameters
    ----------
    base : EquilibriumSequence
        The baseline.
    mechanisms : sequence of Mechanism
        Those of the baseline.
    policy : callable
        From a year to what is done in it; what holds in the baseline, the same object, while nothing is.
    off : sequence of str
        Mechanisms that are switched off: their stocks are those of the baseline.
    watch : callable, optional
        Called after each year.

    Raises
    ------
    ConvergenceError, PolicyError
        Naming the year; the years before it are in ``reached`` of the error, an `EquilibriumSequence`.
    """
    model, drivers = base.model, base.drivers
    done: list[EquilibriumYear] = []
    stocks = base.years[0].stocks
    guess = Anderson(LESSONS, CAP)
    for t, beside in enumerate(base.years):
        other, year = beside.stocks, beside.year
        come = {name: other[name] if name in off else stock for name, stock in stocks.items()}
        try:
            now = policy(year)
            if now is beside.policy and all(come[name] is other[name] for name in other):
                done.append(beside)
                stocks = base.years[t + 1].stocks if t + 1 < len(base.years) else other
            else:
                effects = [m.effect(come[m.name], other[m.name], now) for m in mechanisms]
                problem = build_problem(model, now, [build_driver_shocks(drivers, t), *effects])
                solution = solve_year(model, problem, _extrapolate_start(done, base, beside), guess)
                done.append(_year(year, solution, come, now))
                stocks = {m.name: m.update_stock(come[m.name], done[-1], solution, other[m.name]) for m in mechanisms}
        except (ConvergenceError, PolicyError) as error:
            raise _wrap_year_error(error, year, EquilibriumSequence(model, drivers, tuple(done))) from None
        if watch is not None:
            watch(done[-1])
    return EquilibriumSequence(model, drivers, tuple(done))


def _year(year: int, s: Solution, stocks: Mapping[str, Array], policy: YearPolicy) -> EquilibriumYear:
    return EquilibriumYear(year, s.problem, s.x, s.residual, s.iterations, stocks, policy)


def build_driver_shocks(drivers: Drivers, t: int) -> dict[str, Array]:
    """Return what drives a year, as fields of shocks."""
    return {"labour": drivers.labour[t], "productivity": drivers.productivity[t][:, None]}


def _with_productivity(
    model: Model, policy: YearPolicy, labour: Array, effects: Sequence[Mapping[str, Array]], productivity: Array
) -> Problem:
    return build_problem(model, policy, [{"labour": labour, "productivity": productivity[:, None]}, *effects])


def build_problem(model: Model, policy: YearPolicy, effects: Iterable[Mapping[str, Array]]) -> Problem:
    """Return the problem of a year: what policy does, and what the years before have left, in logs on top."""
    b = model.benchmark
    shape = {"labour": (b.R,), "productivity": (b.R, b.S), "capital": (b.R, b.S), "moving_cost": (b.R, b.R)}
    added: dict[str, Array] = {}
    for effect in effects:
        for name, value in effect.items():
            added[name] = added[name] + value if name in added else np.broadcast_to(value, shape[name])
    for name, value in added.items():
        given = getattr(policy.shocks, name)
        added[name] = value if given is None else given + value
    fields: dict[str, Any] = {name: value for name, value in added.items() if value.any()}
    shocks = replace(policy.shocks, **fields)
    return Problem(b, model.elasticities, shocks, policy.lost, policy.idle)


def solve_year(
    model: Model, problem: Problem, start: Array | None, guess: Anderson | None = None, tolerance: float = TOLERANCE
) -> Solution:
    """Find the equilibrium of a year, from the benchmark where the first trial leads nowhere."""
    if guess is not None:
        guess.forget_last_step()
    try:
        return solve(model, problem, start=start, most=FEW, guess=guess, tolerance=tolerance)
    except ConvergenceError:
        return solve_in_steps(model, problem)


def solve_for_product(
    model: Model,
    pose: Callable[[Array], Problem],
    product: Array,
    productivity: Array,
    start: Array | None,
    guess: Anderson,
) -> tuple[Solution, Array]:
    """Find the equilibrium in which real GDP is what is known of it, and the productivity that makes it so.

    Parameters
    ----------
    model : Model
        What steers.
    pose : callable
        From productivity, (R,) in logs, to the problem.
    product : (R,) array
        Real GDP, unit of the accounts; NaN where productivity stays as it is.
    productivity : (R,) array
        First guess.
    start : (m,) array, optional
        First trial of the unknowns.
    guess : Anderson
        What steps have taught.

    Raises
    ------
    ConvergenceError
        Naming how far off real GDP is.
    """
    b = model.benchmark
    per = b.value_added.sum(axis=1) / b.output.sum(axis=1)
    search, a, close = Anderson(SEARCH, STEP), productivity, ROUGH
    for _ in range(MOST):
        solution = solve_year(model, pose(a), start, guess, close)
        off = np.where(np.isnan(product), 0.0, np.log(product / real_product(solution)))
        start, far = solution.x, float(np.abs(off).max())
        if far >= REACHED:
            a, close = search.step(a, a + per * off), max(TOLERANCE, min(close, NEARER * far))
        elif close > TOLERANCE:
            close = TOLERANCE
        else:
            return solution, a
    raise ConvergenceError(tell("path.product", off=f"{far:.1e}", trials=MOST))


def _guess(drivers: Drivers, t: int) -> Array:
    """Return productivity that the search of a year starts from; where product is not known, what it is."""
    if drivers.product is None or drivers.progress is None:
        return np.asarray(drivers.productivity[t])
    grown = drivers.productivity[t - 1] + drivers.progress[t]
    return np.asarray(np.where(np.isnan(drivers.product[t]), grown, drivers.productivity[t]))


def _onward(path: Array, t: int, found: Array) -> Array:
    """Return productivity with what was found for a year, and its last change as the guess for the next."""
    path = np.array(path)
    path[t:] = found
    path[t + 1 :] += found - path[t - 1]
    return path


def real_product(solution: Solution) -> Array:
    """Return real GDP of each region, at basic prices of the benchmark; (R,), unit of the accounts."""
    return np.asarray(Volumes(solution).value_added_volume.sum(axis=1))


def _trend(done: Sequence[EquilibriumYear]) -> Array | None:
    """Return the first trial of a year of a baseline: the last change once more."""
    if not done:
        return None
    return done[-1].x if len(done) == 1 else 2.0 * done[-1].x - done[-2].x


def _extrapolate_start(done: Sequence[EquilibriumYear], base: EquilibriumSequence, beside: EquilibriumYear) -> Array:
    """Return the first trial of a year: the baseline, as far away as the last years were, their change once more."""
    apart = [y.x - base[y.year].x for y in done[-2:]]
    if not apart:
        return beside.x
    return beside.x + (apart[0] if len(apart) == 1 else 2.0 * apart[1] - apart[0])


def _wrap_year_error(error: NewindError, year: int, reached: EquilibriumSequence) -> NewindError:
    """Return an error of a year, which names it and keeps the years before."""
    said = type(error)(tell("path.year", year=year, error=str(error)))
    said.reached = reached
    return said
