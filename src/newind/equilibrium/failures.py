"""What a solve refuses before it starts, and what it says when it led nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.equilibrium.labels import industry_name, purchase_name, region_name
from newind.errors import ConvergenceError, PolicyError, offenders

if TYPE_CHECKING:
    from newind.equilibrium.problem import Problem
    from newind.equilibrium.system import State

BOOKS = 1e-7
"""Share of income that may lack a source, as figures of accounts are rounded."""


def check_deficits(problem: Problem) -> None:
    """Refuse trade deficits of regions that do not trade with those who would have to finance them.

    Raises
    ------
    PolicyError
        Naming the regions.
    """
    b, links, deficit = problem.benchmark, problem.linked, problem.deficit
    groups = np.ones((1, b.R), dtype=bool) if links is None else np.unique(links, axis=0)
    for group in groups:
        if abs(gap := float(deficit[group].sum())) > BOOKS * b.final[group].sum():
            names = [region_name(b, int(n)) for n in np.flatnonzero(group)]
            raise PolicyError(
                f"deficits: those of {offenders(names)}, who trade with nobody else, sum to {gap:.4g} M.USD, "
                "not to zero. Set trade deficits to zero (trade_balance zero), or leave them trade with the others."
            )


def check_supply(state: State) -> None:
    """Refuse purchases of which nobody is left to deliver.

    Raises
    ------
    PolicyError
        Naming the purchases.
    """
    p, bare = state.problem, np.isinf(state.prices.good)
    if bare.any():
        cells = np.argwhere(bare & p.live_columns)
        names = [purchase_name(p.benchmark, *(int(i) for i in cell)) for cell in cells]
        raise PolicyError(
            f"cut-offs leave purchases without any supplier: {offenders(names)}. "
            "Cut off less than 1, leave one supplier, or leave the purchases out (newind.equilibrium.cutoffs.settle)."
        )


def check_books(state: State, residual: float, iterations: int, most: float) -> None:
    """Refuse a state where all markets clear but a region has no income, or income has no source.

    Raises
    ------
    ConvergenceError
        Naming the region, or how much is missing.
    """
    if (state.income < state.least).any():
        raise failed(state, residual, iterations)
    if (gap := float(np.abs(state.log_level).max())) > most:
        raise ConvergenceError(
            f"the books of the world do not close: {gap:.1e} of its income has no source. "
            "This is an error of the model, not of the policy; please report it with the package."
        )


def failed(state: State, residual: float, iterations: int) -> ConvergenceError:
    """Return the error of an iteration that led nowhere: how far it came, and what is furthest off."""
    broke = np.flatnonzero(~(state.income >= state.least))
    if broke.size:
        bill = "bills leave no income to " + offenders([region_name(state.problem.benchmark, int(n)) for n in broke])
        return ConvergenceError(f"no equilibrium found in {iterations} iterations: {bill}. Try a smaller shock.")
    unsolvable = ~np.isfinite(state.residual)
    at = int(np.argmax(unsolvable) if unsolvable.any() else np.argmax(np.abs(state.residual)))
    off = "no finite residual" if unsolvable.any() else f"residual {residual:.1e}"
    return ConvergenceError(
        f"no equilibrium found in {iterations} iterations: {off}, furthest off is {market(state, at)}. "
        "Try a smaller shock, a longer horizon, a lower scale elasticity, or trade_balance='zero' where trade ends."
    )


def market(state: State, at: int) -> str:
    """Name the equation at a place of the residual."""
    b = state.problem.benchmark
    kinds = ["labour of", *(["capital of"] if state.at.r is not None else []), "income of"]
    if at < len(kinds) * b.R:
        return f"{kinds[at // b.R]} {region_name(b, at % b.R)}"
    place = at - len(kinds) * b.R
    kind = "price of" if place < b.R * b.S else "sales of"
    n, s = divmod(place % (b.R * b.S), b.S)
    return f"{kind} {industry_name(b, n, s)}"
