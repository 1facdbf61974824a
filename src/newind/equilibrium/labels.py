"""How messages name regions, industries and purchases of a benchmark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newind.equilibrium.benchmark import Benchmark


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
    return f"{region_name(b, n)} final demand" if u == b.S else industry_name(b, n, u)


def purchase_name(b: Benchmark, k: int, n: int, u: int) -> str:
    """Return what is bought by whom."""
    return f"{good_name(b, k)} bought by {user_name(b, n, u)}"


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
    good = f"{good_name(b, place['k'])} " if "k" in place else ""
    who = place.get("u", place.get("s"))
    user = region_name(b, n) if who is None else user_name(b, n, who)
    if "i" in place:
        return f"{good}from {region_name(b, place['i'])} to {user}"
    return f"{good}bought by {user}" if good else user
