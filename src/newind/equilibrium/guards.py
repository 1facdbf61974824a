"""Refusals before a solve, and checks after it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.validate import UNBALANCED
from newind.equilibrium.counterfactual import flows_after
from newind.equilibrium.labels import good_name, industry_name, money, region_name
from newind.equilibrium.shock_checks import CHARGES, TAXES, check_shocks
from newind.equilibrium.solve import set_up
from newind.equilibrium.starts import StartComparison, multi_start
from newind.equilibrium.system import State
from newind.equilibrium.unknowns import size, split
from newind.errors import PolicyError, offenders, tell

if TYPE_CHECKING:
    from newind.equilibrium.benchmark import Benchmark
    from newind.equilibrium.problem import Problem
    from newind.equilibrium.shocks import Shocks
    from newind.equilibrium.solve import Model, Solution
    from newind.typing import Array, BoolArray

LEAST_LEFT = 0.1
"""Share of a region's income that must be left when a package is paid for."""
NEAR = 0.8
"""Scale elasticity over its bound, 1 / trade elasticity, above which other starting points are tried."""
GIVING = (*TAXES, *CHARGES)
"""Rates and charges with which governments give when negative; with subsidies and rebates, when positive."""


def check(problem: Problem, *, both: bool = False) -> None:
    """Refuse a problem that makes no sense, before it is solved.

    Parameters
    ----------
    problem : Problem
        Benchmark, responses and shocks.
    both : bool
        Whether economies of scale and mark-ups may be on together.

    Raises
    ------
    DataError
        For arrays of shocks of another shape.
    PolicyError
        For figures that are no numbers, rates out of bounds, deficits that do not sum to zero, economies of scale that
        are too strong or stand beside mark-ups, and a package that a region cannot pay for.
    """
    check_shocks(problem)
    _refuse_scale(problem)
    if not both:
        _refuse_both(problem)
    if _gives(problem.shocks):
        _refuse_bill(_at_benchmark(problem), tell("model.at_benchmark"))


def check_after(solution: Solution, model: Model | None = None) -> tuple[str, ...]:
    """Refuse an equilibrium that ruins a region or is one of several; return what was looked at.

    Parameters
    ----------
    solution : Solution
        The equilibrium.
    model : Model, optional
        What steered the solve; built anew where it is needed and not given.

    Raises
    ------
    PolicyError
        For a fiscal cost above what a region can pay, for industries that use more than they sell because their inputs
        are subsidised, and for other equilibria near the bound of the scale elasticity.
    """
    if _gives(solution.problem.shocks):
        _refuse_bill(solution.state, tell("model.in_equilibrium"))
        _refuse_losses(solution)
    near = near_bound(solution.problem)
    if not near.any():
        return ()
    problem = solution.problem
    found = multi_start(model or set_up(problem.benchmark, problem.elasticities), problem)
    return (_one_equilibrium(solution, found, _products(problem.benchmark, problem.elasticities.psi, near)),)


# ---- economies of scale and mark-ups
def near_bound(problem: Problem, share: float = NEAR) -> BoolArray:
    """Return which industries have a scale elasticity above a share of its bound, 1 / trade elasticity; (S,)."""
    e = problem.elasticities
    return np.asarray((e.psi * e.theta > share * (1 + 1e-9)) & problem.benchmark.active.any(axis=0))


def _refuse_scale(problem: Problem) -> None:
    e = problem.elasticities
    if (e.psi * e.theta >= 1).any():
        at = np.flatnonzero(e.psi * e.theta >= 1)
        names = [
            tell("model.bounded", good=good_name(problem.benchmark, s), value=e.psi[s], bound=1 / e.theta[s])
            for s in at.tolist()
        ]
        raise PolicyError(tell("model.scale_bound", which=offenders(names)))


def _refuse_both(problem: Problem) -> None:
    b, psi = problem.benchmark, problem.elasticities.psi
    marked = (np.abs(problem.markup - 1) > 1e-9) & problem.active
    if psi.any() and marked.any():
        names = [f"{industry_name(b, n, s)}: {problem.markup[n, s]:g}" for n, s in np.argwhere(marked)]
        raise PolicyError(
            tell("model.two_distortions", scale=offenders(_products(b, psi, psi != 0)), markups=offenders(names))
        )


def _products(b: Benchmark, psi: Array, which: BoolArray) -> list[str]:
    return [f"{good_name(b, s)}: {psi[s]:g}" for s in np.flatnonzero(which).tolist()]


# ---- who pays
def _gives(shocks: Shocks) -> bool:
    """Return whether governments give something."""
    taken = [getattr(shocks, name) for name in GIVING]
    given = [values for values in (shocks.subsidy, shocks.rebate) if values is not None]
    return any((values > 0).any() for values in given) or any(v is not None and bool((v < 0).any()) for v in taken)


def _at_benchmark(problem: Problem) -> State:
    """Return what the package costs before anything has moved, and before a tax on output pays for it."""
    b, mobile = problem.benchmark, problem.elasticities.mobile
    lump = replace(problem, shocks=replace(problem.shocks, output_tax=False))
    return State(lump, split(np.zeros(size(b.R, b.S, mobile)), b.R, b.S, mobile))


def bill(state: State) -> Array:
    """Return how far governments' net revenue falls, before a tax on output pays for it; (R,), benchmark money."""
    after: Any = sum(values for name, values in state.government.items() if name != "tax on output")
    return np.asarray(state.problem.benchmark.net_revenue - after / state.prices.level)


def _refuse_bill(state: State, when: str) -> None:
    b, cost = state.problem.benchmark, bill(state)
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
        return f"{where}: {count} other starting points lead to the same equilibrium, {found.failed} to none."
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
