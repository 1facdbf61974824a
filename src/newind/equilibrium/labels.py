"""How messages name regions, industries and purchases of a benchmark."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
