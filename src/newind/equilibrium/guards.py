"""Refusals before a solve, conditions on each array of shocks, checks after it, and other starting points."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.validate import UNBALANCED
from newind.equilibrium.counterfactual import flows_after
from newind.equilibrium.labels import cell_name, good_name, industry_name, money, region_name
from newind.equilibrium.problem import size
from newind.equilibrium.regularity import find_room, is_regular
from newind.equilibrium.solve import LARGE, TOLERANCE, set_up, solve
from newind.equilibrium.system import State
from newind.errors import ConvergenceError, DataError, PolicyError, offenders, tell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.equilibrium.benchmark import Benchmark
    from newind.equilibrium.problem import Problem
    from newind.equilibrium.shocks import Shocks
    from newind.equilibrium.solve import Model, Solution
    from newind.typing import Array, BoolArray


STARTS, SPREAD = 4, 1.0
"""How many starting points, and how far apart they are, in logs of industries' sizes."""
SAME = 1e-5
"""Largest difference of the unknowns, in logs, between equilibria that count as one."""


@dataclass(frozen=True, eq=False)
class StartComparison:
    """Where other starting points lead.

    Parameters
    ----------
    solutions : tuple of Solution
        One for each that converged.
    failed : int
        How many did not.
    """

    solutions: tuple[Solution, ...]
    failed: int

    def select_other_solutions(self, solution: Solution) -> list[Solution]:
        """Return those that differ from a solution."""
        return [other for other in self.solutions if np.abs(other.x - solution.x).max() > SAME]


def multi_start(
    model: Model, problem: Problem, starts: int | Array = STARTS, *, tolerance: float = TOLERANCE
) -> StartComparison:
    """Solve a problem from other starting points.

    Parameters
    ----------
    model : Model
        What steers.
    problem : Problem
        What is solved.
    starts : int or (count, m) array
        How many, industries' sizes drawn by a fixed seed; or the points themselves.
    tolerance : float
        Of each solve.
    """
    points = sample_starts(problem, starts) if isinstance(starts, int) else starts
    solutions = []
    with np.errstate(all="ignore"):
        for start in points:
            try:
                solutions.append(solve(model, problem, tolerance=tolerance, start=start))
            except ConvergenceError:
                continue
    return StartComparison(tuple(solutions), len(points) - len(solutions))


def sample_starts(problem: Problem, count: int = STARTS, spread: float = SPREAD) -> Array:
    """Return starting points at which industries have other sizes than in the benchmark; (count, m)."""
    b = problem.benchmark
    points = np.zeros((count, problem.size))
    sizes = np.random.default_rng(0).normal(0.0, spread, (count, b.R, b.S))
    end = size(b.R, b.S, problem.elasticities.mobile)
    points[:, end - b.R * b.S : end] = (sizes * problem.active).reshape(count, -1)
    return points


ROUNDING = 1e-9
"""Difference that is none."""
UNDERFLOW = 500.0
"""Trade elasticity times log cost above which a flow is zero for a computer."""
BALANCE = 1e-9
"""Share of world income that trade deficits may miss zero by."""

AXES = {
    **dict.fromkeys(("tariff", "rebate", "border_charge", "embodied_charge", "origin_taste"), "kni"),
    **dict.fromkeys(("purchase_tax", "fuel_carbon"), "knu"),
    **dict.fromkeys(("subsidy", "markup", "process_carbon", "process_intensity", "returned", "land_share"), "ns"),
    **dict.fromkeys(("labour_tax", "capital_tax", "land_tax", "capital", "resource", "productivity"), "ns"),
    **dict.fromkeys(("labour", "deficit"), "n"),
    **dict.fromkeys(("migration", "moving_cost"), "in"),
    "taste": "kn",
    "mix": "kns",
    "trade_cost": "kni",
}
"""Axes of the shocks: k good, n region, i origin, u user, s industry."""
TAXES = ("tariff", "purchase_tax", "labour_tax", "capital_tax", "land_tax")
CHARGES = ("fuel_carbon", "process_carbon", "border_charge", "embodied_charge")
ABOVE = {**dict.fromkeys((*TAXES, *CHARGES), -1.0), "markup": 0.0}
"""Bounds that rates must exceed, or nothing is left of a price."""
BELOW = {"subsidy": 1.0, "rebate": 1.0}
"""Bounds that rates must stay below, or producers get infinitely much."""
TASTES = ("taste", "origin_taste")
"""Logs of weights: minus infinity where final users want nothing any more."""
SHARES = ("returned", "land_share")
"""Shocks between 0 and 1, both allowed."""


def check_shocks(problem: Problem) -> None:
    """Refuse arrays of shocks that make no sense by themselves.

    Raises
    ------
    DataError
        For an array of another shape.
    PolicyError
        For figures that are no numbers, rates out of bounds, deficits that do not sum to zero, and mixes of inputs that
        leave no value added, take more of an input than there is, or have no supplier.
    """
    for name, values in _list_arrays(problem.shocks):
        _refuse_shape(problem, name, values)
        _refuse_numbers(problem, name, values)
        _refuse_rates(problem, name, values)
    _refuse_zero_flows(problem)
    _refuse_deficits(problem)
    _refuse_mix(problem)


def _list_arrays(shocks: Shocks) -> Iterator[tuple[str, Array]]:
    """Yield the arrays of shocks that are not None."""
    for field in fields(shocks):
        if field.name in AXES and (values := getattr(shocks, field.name)) is not None:
            yield field.name, values


def _axes(name: str, values: Array) -> str:
    return AXES[name] + ("u" if name == "trade_cost" and values.ndim == 4 else "")


def _refuse_shape(problem: Problem, name: str, values: Array) -> None:
    b = problem.benchmark
    sizes = {"k": b.S, "n": b.R, "i": b.R, "u": b.S + 1, "s": b.S}
    expected = tuple(sizes[axis] for axis in _axes(name, values))
    if values.shape != expected:
        raise DataError(f"shock {name}: the array is {values.shape}, not {expected}. Give one figure for each cell.")


def _refuse_cells(problem: Problem, name: str, values: Array, wrong: BoolArray, said: str) -> None:
    """Refuse cells of an array of shocks, with their places and values."""
    if not wrong.any():
        return
    axes = _axes(name, values)
    cells = [f"{cell_name(problem.benchmark, axes, tuple(at))}: {values[tuple(at)]:g}" for at in np.argwhere(wrong)]
    raise PolicyError(f"shock {name}: {offenders(cells)}. {said}")


def _refuse_numbers(problem: Problem, name: str, values: Array) -> None:
    """Refuse what is not a number; a delivery cost may be infinite where a flow is cut off, and a preference vanish."""
    fine = np.isfinite(values)
    if name == "trade_cost":
        fine = values > -np.inf
    elif name in TASTES:
        fine = values < np.inf
    _refuse_cells(problem, name, values, ~fine, "These are no finite numbers. Correct the values of the package.")


def _refuse_rates(problem: Problem, name: str, values: Array) -> None:
    """Refuse rates that leave no price, give without end, or are no shares."""
    wrong, said = np.zeros(values.shape, dtype=bool), ""
    if name in ABOVE:
        wrong, said = (
            values <= ABOVE[name],
            f"It must be above {ABOVE[name]:g}, or no price is left. Use a smaller change.",
        )
    elif name in BELOW:
        wrong, said = values >= BELOW[name], f"It must be below {BELOW[name]:g} of the price. Use a smaller rate."
    elif name in SHARES:
        wrong, said = (values < 0) | (values > 1), "It is a share, between 0 and 1. Correct it."
    _refuse_cells(problem, name, values, wrong, said)


def _refuse_zero_flows(problem: Problem) -> None:
    """Refuse costs so high that flows vanish without being cut off: nobody would look at what that strands."""
    cost = problem.shocks.trade_cost
    if cost is None:
        return
    theta = problem.iceberg if cost.ndim == 3 else problem.iceberg[..., None]
    _refuse_cells(
        problem,
        "trade_cost",
        cost,
        (cost * theta > UNDERFLOW) & np.isfinite(cost),
        "Nothing is left of these flows. Use cut_off.",
    )


def _refuse_deficits(problem: Problem) -> None:
    deficit, world = problem.shocks.deficit, problem.benchmark.final.sum()
    if deficit is not None and abs(deficit.sum()) > BALANCE * world:
        raise PolicyError(
            f"trade deficits sum to {deficit.sum():,.4g}, {deficit.sum() / world:.2%} of world income, not to zero: "
            "what one region spends above its income others lend it. Spread the difference over regions."
        )


def _refuse_mix(problem: Problem) -> None:
    """Refuse mixes of inputs that leave no value added, take more of an input than there is, or have no supplier."""
    b, mix = problem.benchmark, problem.shocks.mix
    if mix is None:
        return
    bought: BoolArray = np.asarray(b.spend.any(axis=2, keepdims=True))
    before = (1.0 - b.value_added_share) * b.cost_shares[:, :, :-1]
    for wrong, said in (
        (before + mix < -1e-12, "That is more than is used. Replace a smaller share."),
        ((mix > 0) & ~bought, "Nobody in the region buys it in the benchmark. Choose an input in use."),
        ((b.value_added_share <= mix.sum(axis=0)) & (mix > 0), "No value added is left. Replace a smaller share."),
    ):
        _refuse_cells(problem, "mix", mix, wrong & b.active, said)


LEAST_LEFT = 0.1
"""Share of a region's income that must be left when a package is paid for."""
NEAR = 0.6
"""Scale elasticity over its bound, 1 / trade elasticity, above which other starting points are tried: with inputs the
bound is lower, often at 0.7."""
GIVING = (*TAXES, *CHARGES)
"""Rates and charges with which governments give when negative; with subsidies and rebates, when positive."""


def check(problem: Problem, *, both: bool = False, shocks: bool = True, bill: bool = True) -> None:
    """Refuse a problem that makes no sense, before it is solved.

    Parameters
    ----------
    problem : Problem
        Benchmark, responses and shocks.
    both : bool
        Whether economies of scale and mark-ups may be on together.
    shocks : bool
        Whether shapes and bounds of shocks are looked at, too: not where they were already.
    bill : bool
        Whether it is seen if regions can pay for it; scale and entry make no difference to that.

    Raises
    ------
    DataError
        For arrays of shocks of another shape.
    PolicyError
        For figures that are no numbers, rates out of bounds, deficits that do not sum to zero, economies of scale that
        are too strong or stand beside mark-ups, and a package that a region cannot pay for.
    """
    if shocks:
        check_shocks(problem)
    _refuse_scale(problem)
    if not both:
        _refuse_both(problem)
    if bill and _gives(problem.shocks):
        _refuse_bill(problem.benchmark, _at_benchmark(problem).fiscal_cost, tell("model.at_benchmark"))


def check_after(solution: Solution, model: Model | None = None, *, alone: bool = True) -> tuple[str, ...]:
    """Refuse an equilibrium that ruins a region, is not regular or is one of several; return what was looked at.

    Parameters
    ----------
    solution : Solution
        The equilibrium.
    model : Model, optional
        What steered the solve; built anew where it is needed and not given.
    alone : bool
        Whether it stands for itself; of members of a family the benchmarks are looked at, before they are solved.

    Raises
    ------
    PolicyError
        For a fiscal cost above what a region can pay, for industries that use more than they sell because their inputs
        are subsidised, for an equilibrium that is not regular and for other equilibria, with strong economies of scale.
    """
    if _gives(solution.problem.shocks):
        _refuse_bill(solution.problem.benchmark, solution.fiscal_cost, tell("model.in_equilibrium"))
        _refuse_losses(solution)
    problem = solution.problem
    near = near_bound(problem)
    if not (alone and near.any()):
        return ()
    steered = model or set_up(problem.benchmark, problem.elasticities)
    if problem.benchmark.R * problem.benchmark.S <= LARGE:
        _refuse_irregular(solution, steered)
    found = multi_start(steered, problem)
    return (_one_equilibrium(solution, found, _products(problem.benchmark, problem.elasticities.delta, near)),)


# ---- economies of scale and mark-ups
def near_bound(problem: Problem, share: float = NEAR) -> BoolArray:
    """Return which industries have a scale elasticity above a share of its bound, 1 / trade elasticity; (S,)."""
    e = problem.elasticities
    return np.asarray((e.delta * e.theta > share * (1 + 1e-9)) & problem.benchmark.active.any(axis=0))


def _refuse_scale(problem: Problem) -> None:
    e, uses = problem.elasticities, problem.benchmark.inputs.any(axis=0)
    share = e.delta * e.theta
    over = np.where(uses, share >= 1 - ROUNDING, share > 1 + ROUNDING)
    if over.any():
        at = np.flatnonzero(over)
        names = [
            tell("model.bounded", good=good_name(problem.benchmark, s), value=e.delta[s], bound=1 / e.theta[s])
            for s in at.tolist()
        ]
        raise PolicyError(tell("model.scale_bound", which=offenders(names)))


def _refuse_irregular(solution: Solution, model: Model) -> None:
    """Refuse an equilibrium where the derivative has another sign than without scale: others branch off before."""
    problem = solution.problem
    room = find_room(problem.benchmark, problem.elasticities)
    if room > 1 and is_regular(solution, model):
        return
    phi = float((problem.elasticities.delta * problem.elasticities.theta).max())
    raise PolicyError(tell("model.irregular", phi=phi, room=phi * room))


def _refuse_both(problem: Problem) -> None:
    b, delta = problem.benchmark, problem.elasticities.delta
    marked = (np.abs(problem.markup - 1) > 1e-9) & problem.active
    if delta.any() and marked.any():
        names = [f"{industry_name(b, n, s)}: {problem.markup[n, s]:g}" for n, s in np.argwhere(marked)]
        raise PolicyError(
            tell("model.two_distortions", scale=offenders(_products(b, delta, delta != 0)), markups=offenders(names))
        )


def _products(b: Benchmark, delta: Array, which: BoolArray) -> list[str]:
    return [f"{good_name(b, s)}: {delta[s]:g}" for s in np.flatnonzero(which).tolist()]


# ---- who pays
def _gives(shocks: Shocks) -> bool:
    """Return whether governments give something."""
    taken = [getattr(shocks, name) for name in GIVING]
    given = [values for values in (shocks.subsidy, shocks.rebate) if values is not None]
    return any((values > 0).any() for values in given) or any(v is not None and bool((v < 0).any()) for v in taken)


def _at_benchmark(problem: Problem) -> State:
    """Return what the package costs before anything has moved, and before a tax on output pays for it."""
    lump = replace(problem, shocks=replace(problem.shocks, output_tax=False))
    return State(lump, lump.split(np.zeros(lump.size)))


def _refuse_bill(b: Benchmark, cost: Array, when: str) -> None:
    poor = np.flatnonzero(~(b.final - cost >= LEAST_LEFT * b.final))
    if poor.size:
        names = [
            tell(
                "model.cost",
                region=region_name(b, n),
                cost=money(cost[n]),
                share=cost[n] / b.final[n],
                income=money(b.final[n]),
            )
            for n in poor.tolist()
        ]
        raise PolicyError(tell("model.bill", share=1 - LEAST_LEFT, when=when, which=offenders(names)))


def _refuse_losses(solution: Solution) -> None:
    """Refuse subsidies on inputs that make industries use more than they sell: no table of flows shows that."""
    b, tax = solution.problem.benchmark, solution.problem.shocks.purchase_tax
    if tax is None or not (tax[:, :, :-1] < 0).any():
        return
    flows, final = flows_after(solution)
    sold = flows.sum(axis=1).reshape(b.R, b.S) + final.sum(axis=2)
    added = sold - flows.sum(axis=0).reshape(b.R, b.S)
    lost = np.minimum(added, 0.0)
    if -lost.sum() > UNBALANCED * sold.sum():
        worst = [divmod(int(k), b.S) for k in np.argsort(lost, axis=None, kind="stable")[: (lost < 0).sum()]]
        names = [
            tell("model.loss", industry=industry_name(b, n, s), loss=money(lost[n, s]), sales=money(sold[n, s]))
            for n, s in worst
        ]
        raise PolicyError(tell("model.more_inputs", which=offenders(names)))


# ---- other equilibria
def _one_equilibrium(solution: Solution, found: StartComparison, near: list[str]) -> str:
    """Say that all starts lead to the equilibrium, or refuse it."""
    b = solution.problem.benchmark
    where = tell("model.near_bound", share=NEAR, which=offenders(near))
    apart, count = found.select_other_solutions(solution), len(found.solutions)
    if not apart:
        return tell("log.one_equilibrium", where=where, n=count, failed=found.failed)
    n = int(np.abs(apart[0].real_income - solution.real_income).argmax())
    here, there = (float(np.expm1(s.real_income[n])) for s in (solution, apart[0]))
    raise PolicyError(
        tell(
            "model.other_equilibrium",
            where=where,
            apart=len(apart),
            count=count,
            region=region_name(b, n),
            there=there,
            here=here,
        )
    )
