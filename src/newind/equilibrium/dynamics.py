"""Year after year: each one an equilibrium, and what it leaves to the next.

A year is solved against the benchmark, with everything that has happened since as shocks: labour, capital, knowledge
and productivity are what the years before have left. Changes in exact hats do not depend on the way, so that the chain
of single years and one solve from the benchmark agree; and one factorised matrix serves many years.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np

from newind.equilibrium.many import Asked, Steps, solve_in_lockstep
from newind.equilibrium.problem import Problem
from newind.equilibrium.quantities import mean_change
from newind.equilibrium.shocks import NONE, Shocks
from newind.equilibrium.solve import CAP, solution_at
from newind.equilibrium.system import State
from newind.errors import ConvergenceError, NewindError, PolicyError, tell, unless_error
from newind.kernels.anderson import Anderson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from newind.equilibrium.benchmark import Benchmark
    from newind.equilibrium.observing import Observer
    from newind.equilibrium.solve import Model, Solution
    from newind.equilibrium.structural import StructuralChange, TradeBalance
    from newind.typing import Array, BoolArray

LESSONS = 16
"""Steps of the years before that the acceleration of a year looks back on."""


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
    structure : StructuralChange, optional
        Uneven progress of industries, and final users apart.
    balance : TradeBalance, optional
        Trade deficits; those of the benchmark where left out.
    investment, deficit : (T, R) array, optional
        What `structure` and `balance` come to, found year by year: the share of final spending that is invested, in
        logs, and trade deficits, money at benchmark world income.
    """

    years: tuple[int, ...]
    labour: Array
    productivity: Array
    product: Array | None = None
    progress: Array | None = None
    structure: StructuralChange | None = None
    balance: TradeBalance | None = None
    investment: Array | None = None
    deficit: Array | None = None


@dataclass(frozen=True, eq=False)
class YearPolicy:
    """Effects of a package in a year.

    Parameters
    ----------
    shocks : Shocks
        All but what knowledge, data and investment bring, which takes years.
    research : (R, S) array, optional
        Log change of research that it calls forth at given output.
    sharing : (R, S) array, optional
        Log change of productivity that the data shared bring once all are in use.
    investment : (R, S) array, optional
        What the state invests, over the region's investment: for each industry's capital as a part of it.
    public : (R, S) array, optional
        Log change of productivity that public capital brings once it is there.
    lost, idle : bool arrays, optional
        Purchases without suppliers and industries without buyers, as of `Problem`.
    log : tuple of str
        What must be said.
    """

    shocks: Shocks = NONE
    research: Array | None = None
    sharing: Array | None = None
    investment: Array | None = None
    public: Array | None = None
    lost: BoolArray | None = None
    idle: BoolArray | None = None
    log: tuple[str, ...] = ()


IDLE = YearPolicy()
"""No policy."""
T = TypeVar("T")


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
    figures : mapping of str to array
        What was observed of it.
    """

    year: int
    problem: Problem
    x: Array
    residual: float
    iterations: int
    stocks: Mapping[str, Array]
    policy: YearPolicy
    figures: Mapping[str, Array]

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

    def update_stock(self, stock: Array, year: EquilibriumYear, beside: Array) -> Array:
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
    observe: Observer,
    standing: YearPolicy = IDLE,
    watch: Callable[[EquilibriumYear], None] | None = None,
) -> Steps[EquilibriumSequence]:
    """Follow an economy year by year: a baseline.

    Parameters
    ----------
    model : Model
        The benchmark, how it responds and what steers.
    drivers : Drivers
        What moves it; where product is given, productivity is found that leads to it.
    mechanisms : sequence of Mechanism
        How a year acts on the next.
    observe : Observer
        From equilibria to the figures of their years.
    standing : YearPolicy
        What holds in every year.
    watch : callable, optional
        Called after each year.

    Returns
    -------
    generator
        What :func:`newind.equilibrium.many.solve_in_lockstep` runs, to an `EquilibriumSequence`.

    Raises
    ------
    ConvergenceError, PolicyError
        Naming the year; the years before it are in ``reached`` of the error, an `EquilibriumSequence`.
    """
    stocks = {m.name: m.start() for m in mechanisms}
    done: list[EquilibriumYear] = []
    guess = Anderson(LESSONS, CAP)
    first: Array | None = None
    drivers = _make_room(model, drivers)
    for t, year in enumerate(drivers.years):
        if t == 1:  # the benchmark has taught nothing
            guess = Anderson(LESSONS, CAP)
        effects = [m.effect(stocks[m.name], stocks[m.name], standing) for m in mechanisms]
        wanted = None if first is None or drivers.product is None else first * np.exp(drivers.product[t])
        if wanted is not None:
            drivers.productivity[t] = _guess_productivity(drivers, t)
        if done:
            _drive_spending(drivers, t, done[-1], stocks)
        try:
            problem = build_problem(model, standing, drivers, t, effects)
            start = _extrapolate_start(done, None, year, wanted)
            solution = yield Asked(model, replace(problem, product=wanted), start, guess, observe)
        except (ConvergenceError, PolicyError) as error:
            raise _wrap_year_error(error, year, EquilibriumSequence(model, drivers, tuple(done))) from None
        if wanted is not None:
            solution, gain = _with_gain(solution)
            drivers.productivity[t] += gain
        done.append(_year(year, solution, stocks, standing))
        first = done[0].figures["product"]
        stocks = {m.name: m.update_stock(stocks[m.name], done[-1], stocks[m.name]) for m in mechanisms}
        if watch is not None:
            watch(done[-1])
    return EquilibriumSequence(model, replace(drivers, product=None), tuple(done))


def follow(
    base: EquilibriumSequence,
    mechanisms: Sequence[Mechanism],
    observe: Observer,
    policy: Callable[[int], YearPolicy],
    off: Sequence[str] = (),
    watch: Callable[[EquilibriumYear], None] | None = None,
) -> Steps[EquilibriumSequence]:
    """Follow a policy year by year, beside its baseline. Years before anything is done are those of the baseline.

    Parameters
    ----------
    base : EquilibriumSequence
        The baseline.
    mechanisms : sequence of Mechanism
        Those of the baseline.
    observe : Observer
        As of :func:`run`.
    policy : callable
        From a year to what is done in it; what holds in the baseline, the same object, while nothing is.
    off : sequence of str
        Mechanisms that are switched off: their stocks are those of the baseline.
    watch : callable, optional
        As of :func:`run`.

    Returns
    -------
    generator
        As of :func:`run`.

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
                problem = build_problem(model, now, drivers, t, effects)
                solution = yield Asked(model, problem, _extrapolate_start(done, base, year), guess, observe)
                done.append(_year(year, solution, come, now))
                stocks = {m.name: m.update_stock(come[m.name], done[-1], other[m.name]) for m in mechanisms}
        except (ConvergenceError, PolicyError) as error:
            raise _wrap_year_error(error, year, EquilibriumSequence(model, drivers, tuple(done))) from None
        if watch is not None:
            watch(done[-1])
    return EquilibriumSequence(model, drivers, tuple(done))


def finish(steps: Steps[T]) -> T:
    """Return what a computation comes to, alone; raise what it raises."""
    (found,) = solve_in_lockstep([steps])
    return unless_error(found)


def _year(year: int, s: Solution, stocks: Mapping[str, Array], policy: YearPolicy) -> EquilibriumYear:
    bare = replace(s.problem)  # what was computed of it, up to 2 MB a year, is not kept
    return EquilibriumYear(year, bare, s.x, s.residual, s.iterations, stocks, policy, s.figures)


def _with_gain(found: Solution) -> tuple[Solution, Array]:
    """Return the same equilibrium with the productivity that was found among its shocks, and that productivity."""
    p, gain = found.problem, np.asarray(found.state.at.gain)
    added = gain[:, None] if p.shocks.productivity is None else p.shocks.productivity + gain[:, None]
    added = np.broadcast_to(added, p.active.shape)
    problem = replace(p, product=None, shocks=replace(p.shocks, productivity=added))
    x = found.x[: problem.size]
    return replace(found, state=State(problem, problem.split(x)), x=x), gain


def build_driver_shocks(drivers: Drivers, t: int) -> dict[str, Array]:
    """Return what drives a year, as fields of shocks in logs."""
    found = {"labour": drivers.labour[t], "productivity": drivers.productivity[t][:, None]}
    if drivers.structure is not None:
        found["productivity"] = found["productivity"] + t * drivers.structure.progress
    return found


def _make_room(model: Model, drivers: Drivers) -> Drivers:
    """Return drivers with room for what is found year by year: as in the benchmark before any year is known."""
    deficit = None if drivers.balance is None else np.tile(model.benchmark.deficit, (len(drivers.years), 1))
    investment = None if drivers.structure is None else np.zeros_like(drivers.labour)
    return replace(drivers, productivity=drivers.productivity.copy(), investment=investment, deficit=deficit)


def _drive_spending(drivers: Drivers, t: int, last: EquilibriumYear, stocks: Mapping[str, Array]) -> None:
    """Write down what is invested and borrowed in a year, by the one before."""
    if drivers.structure is not None and drivers.investment is not None:
        capital = capital_of(stocks, last.problem.benchmark)
        drivers.investment[t] = drivers.structure.find_investment(t, drivers.investment[t - 1], last, capital)
    if drivers.balance is not None and drivers.deficit is not None:
        drivers.deficit[t] = drivers.balance.find_deficit(t, last)


def capital_of(stocks: Mapping[str, Array], b: Benchmark) -> Array:
    """Return capital of each region over the benchmark's, that of industries by what it earned there; (R,)."""
    stock = stocks.get("capital")
    if stock is None:
        return np.ones(b.R)
    return stock if stock.ndim == 1 else mean_change(stock, b.value_added * (1.0 - b.labour_share))


def build_problem(
    model: Model, policy: YearPolicy, drivers: Drivers, t: int, effects: Iterable[Mapping[str, Array]]
) -> Problem:
    """Return the problem of a year: what policy does, and on top what drives it and what the years before have left."""
    b = model.benchmark
    shape = {
        "labour": (b.R,), "productivity": (b.R, b.S), "capital": (b.R, b.S), "resource": (b.R, b.S),
        "moving_cost": (b.R, b.R),
    }  # fmt: skip
    added: dict[str, Array] = {}
    for effect in (build_driver_shocks(drivers, t), *effects):
        for name, value in effect.items():
            added[name] = added[name] + value if name in added else np.broadcast_to(value, shape[name])
    for name, value in added.items():
        given = getattr(policy.shocks, name)
        added[name] = value if given is None else given + value
    fields: dict[str, Any] = {name: value for name, value in added.items() if value.any()}
    if drivers.deficit is not None and t:
        set_by_policy = policy.shocks.deficit
        further = 0.0 if set_by_policy is None else set_by_policy - b.deficit
        fields["deficit"] = drivers.deficit[t] + further
    structure, invested = drivers.structure, drivers.investment
    if structure is not None and (mix := structure.find_mix(t, b, policy.shocks.mix)) is not None:
        fields["mix"] = mix
    shocks = replace(policy.shocks, **fields)
    users = None if structure is None or invested is None else structure.users_in(t, invested[t])
    return Problem(b, model.elasticities, shocks, policy.lost, policy.idle, users=users)


def _guess_productivity(drivers: Drivers, t: int) -> Array:
    """Return productivity that a year starts from: changed as it was last; where product is not known, what it is."""
    assert drivers.product is not None
    a = drivers.productivity
    guess: Array = a[t] if t < 2 else _extend(a[t - 2 : t])
    return (
        guess
        if drivers.progress is None
        else np.where(np.isnan(drivers.product[t]), a[t - 1] + drivers.progress[t], guess)
    )


def _extrapolate_start(
    done: Sequence[EquilibriumYear], beside: EquilibriumSequence | None, year: int, product: Array | None = None
) -> Array | None:
    """Return the first trial of a year: as far from what is beside it as the last years were, their change once more.

    Productivity that is to be found is added as none, beyond the guess.
    """
    last = [y.x if beside is None else y.x - beside[y.year].x for y in done[-2:]]
    if beside is None and not last:
        return None
    x = (0.0 if beside is None else beside[year].x) + _extend(last)
    return x if product is None else np.concatenate([x, np.zeros_like(product)])


def _extend(last: Sequence[Array] | Array) -> Any:
    """Return where one or two values lead if they change as they did last."""
    if len(last) == 0:
        return 0.0
    return last[0] if len(last) == 1 else 2.0 * last[1] - last[0]


def _wrap_year_error(error: NewindError, year: int, reached: EquilibriumSequence) -> NewindError:
    """Return an error of a year, which names it and keeps the years before."""
    said = type(error)(tell("path.year", year=year, error=str(error)))
    said.reached = reached
    return said
