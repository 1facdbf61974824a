"""Refusals of a solve before it starts, and messages where it led nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.equilibrium.labels import industry_name, purchase_name, region_name
from newind.errors import ConvergenceError, PolicyError, offenders, tell

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
    b, links, deficit = problem.benchmark, problem.connected_regions, problem.deficit
    groups = np.ones((1, b.R), dtype=bool) if links is None else np.unique(links, axis=0)
    for group in groups:
        if abs(gap := float(deficit[group].sum())) > BOOKS * b.final[group].sum():
            names = [region_name(b, int(n)) for n in np.flatnonzero(group)]
            raise PolicyError(tell("model.deficits", which=offenders(names), gap=gap))


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
        raise PolicyError(tell("model.cut_all", which=offenders(names)))


def check_books(state: State, residual: float, iterations: int, most: float) -> None:
    """Refuse a state where all markets clear but a region has no income, or income has no source.

    Raises
    ------
    ConvergenceError
        Naming the region, or how much is missing.
    """
    if (state.income < state.least).any():
        raise build_convergence_error(state, residual, iterations)
    if (gap := float(np.abs(state.log_level).max())) > most:
        raise ConvergenceError(tell("model.books", gap=gap))


def build_convergence_error(state: State, residual: float, iterations: int) -> ConvergenceError:
    """Return the error of an iteration that led nowhere: how far it came, and what is furthest off."""
    broke = np.flatnonzero(~(state.income >= state.least))
    if broke.size:
        regions = [region_name(state.problem.benchmark, int(n)) for n in broke]
        bill = tell("model.bills", which=offenders(regions))
        return ConvergenceError(tell("model.no_income", iterations=iterations, bill=bill))
    unsolvable = ~np.isfinite(state.residual)
    at = int(np.argmax(unsolvable) if unsolvable.any() else np.argmax(np.abs(state.residual)))
    off = tell("model.no_residual") if unsolvable.any() else tell("model.residual", size=residual)
    return ConvergenceError(tell("model.no_equilibrium", iterations=iterations, off=off, market=market(state, at)))


def market(state: State, at: int) -> str:
    """Name the equation at a place of the residual."""
    b = state.problem.benchmark
    kinds = ["labour", *(["capital"] if state.at.r is not None else []), "income"]
    if at < len(kinds) * b.R:
        return tell(f"market.{kinds[at // b.R]}", where=region_name(b, at % b.R))
    place = at - len(kinds) * b.R
    kind = "price" if place < b.R * b.S else "sales"
    n, s = divmod(place % (b.R * b.S), b.S)
    return tell(f"market.{kind}", where=industry_name(b, n, s))
