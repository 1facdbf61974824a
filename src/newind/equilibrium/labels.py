"""How messages name parts of a benchmark, what is refused before a solve starts, and where one led nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.classification import industry_name as name_industry
from newind.accounts.regions import apply_house_style
from newind.errors import BilingualMessage, ConvergenceError, PolicyError, offenders, tell

if TYPE_CHECKING:
    from newind.equilibrium.benchmark import Benchmark
    from newind.equilibrium.problem import Problem
    from newind.equilibrium.system import State
    from newind.typing import Array, BoolArray


def name_part(region: str, industry: str = "") -> BilingualMessage:
    """Return the code of a region, or of an industry of it, which reads as their names in Chinese.

    Examples
    --------
    >>> name_part("CHN").zh, name_part("CHN", "c14").zh
    ('中国', '中国电气和光学设备')
    """
    code = f"{region}.{industry}" if industry else region
    return BilingualMessage(code, apply_house_style(region).zh + (name_industry(industry, "zh") if industry else ""))


def region_name(b: Benchmark, n: int) -> str:
    """Return the label of a region, or its place where there are no labels."""
    return b.regions[n] if b.regions else f"region {n}"


def good_name(b: Benchmark, k: int) -> str:
    """Return the label of a good, which is that of the industry that makes it."""
    return b.industries[k] if b.industries else f"good {k}"


def industry_name(b: Benchmark, n: int, s: int) -> str:
    """Return region and industry."""
    return f"{region_name(b, n)} {good_name(b, s)}"


def user_name(b: Benchmark, n: int, u: int) -> str:
    """Return region and user: an industry, or final demand."""
    return tell("model.final_of", region=region_name(b, n)) if u == b.S else industry_name(b, n, u)


def purchase_name(b: Benchmark, k: int, n: int, u: int) -> str:
    """Return what is bought by whom."""
    return tell("model.good_of", good=good_name(b, k), user=user_name(b, n, u))


def money(value: float) -> str:
    """Return an amount in the money of the accounts, to four figures but never as a power of ten.

    Examples
    --------
    >>> money(34_943_210.0), money(525.83), money(-0.01234)
    ('34,940,000', '525.8', '-0.01234')
    """
    size = abs(float(value))
    whole = round(float(value), 3 - int(np.floor(np.log10(size)))) if size >= 1000 else float(value)
    return f"{whole:,.0f}" if size >= 1000 else f"{whole:.4g}"


def cell_name(b: Benchmark, axes: str, at: tuple[int, ...]) -> str:
    """Name a cell of an array of shocks.

    Parameters
    ----------
    b : Benchmark
        Whose labels they are.
    axes : str
        A letter for each axis: k good, n region, i origin, u user, s industry.
    at : tuple of int
        Place of the cell.
    """
    place = dict(zip(axes, at, strict=True))
    n = place["n"]
    good = good_name(b, place["k"]) if "k" in place else ""
    who = place.get("u", place.get("s"))
    user = region_name(b, n) if who is None else user_name(b, n, who)
    if "i" not in place:
        return tell("model.good_of", good=good, user=user) if good else user
    origin = region_name(b, place["i"])
    if good:
        return tell("model.good_from", good=good, origin=origin, user=user)
    return tell("model.trade", origin=origin, user=user)


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
    broke, gap = find_faults(state)
    if broke:
        raise build_convergence_error(state, residual, iterations)
    if gap > most:
        raise ConvergenceError(tell("model.books", gap=float(gap)))


def find_faults(state: State) -> tuple[BoolArray, Array]:
    """Return whether a region has no income, and how much of income lacks a source; one of each, or one a problem."""
    broke = np.asarray((state.income < state.least).any(axis=-1))
    return broke, np.asarray(np.abs(state.log_level).max(axis=-1))


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
    if state.at.market is not None and 2 * b.R * b.S <= place < 3 * b.R * b.S:
        k, n = divmod(place - 2 * b.R * b.S, b.R)
        return tell("market.size", good=good_name(b, k), where=region_name(b, n))
    if place >= 2 * b.R * b.S:
        return tell("market.product", where=region_name(b, place % b.R))
    kind = "price" if place < b.R * b.S else "sales"
    n, s = divmod(place % (b.R * b.S), b.S)
    return tell(f"market.{kind}", where=industry_name(b, n, s))
