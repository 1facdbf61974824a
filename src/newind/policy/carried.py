"""Describe a simulated result as plain data: what it is based on, how far it reaches, and what reproduces it."""

from __future__ import annotations

from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.errors import ConvergenceError, PolicyError
from newind.messages import message

if TYPE_CHECKING:
    from newind.messages import Text
    from newind.policy.ranges import Range
    from newind.policy.simulate import Simulation
    from newind.typing import Array, BoolArray

STATIC: Text = message("policy.carried.static")
WELFARE: Text = message("policy.carried.welfare")


def build_metadata(s: Simulation, *, complete: bool = True) -> dict[str, Any]:
    """Return benchmark, horizon, closure, range, limits and what reproduces a result.

    Parameters
    ----------
    s : Simulation
        The result.
    complete : bool
        Whether to add what takes more solves: the range, and the same with the other financing.
    """
    w, assumptions = s.baseline, s.laboratory.assumptions
    more = {"range": describe_range(s), "otherwise_financed": simulate_other_financing(s)} if complete else {}
    return {
        "benchmark": {"year": w.year, "status": w.status, "source": w.source, "unit": w.unit, "hash": w.hash},
        "horizon": s.horizon,
        "capital": "moves between industries" if assumptions.mobile else "stays in its industry",
        "trade_balance": assumptions.choice("trade_balance"),
        "financing": s.package.financing,
        **more,
        "assumptions": assumptions.to_dict(),
        "given": sorted(s.parameters),
        "limits": STATIC["en"],
        "welfare_concept": WELFARE["en"],
        "data_hash": s.laboratory.origin.hash,
        "package": s.package.to_dict(),
        "package_hash": s.package.hash,
        "seed": None,
        "version": version("newind"),
        "residual": s.residual,
        "iterations": s.iterations,
        "log": list(s.log),
    }


def result(s: Simulation, *, complete: bool = True) -> dict[str, Any]:
    """Return what happened, by region, and what it carries; arguments as of :func:`build_metadata`."""
    by = partial(by_region, s)
    return {
        "welfare": by(s.welfare),
        "prices": {k: by(v) for k, v in s.prices.items() if v.ndim == 1},
        "government": {k: by(v) for k, v in s.government.items()},
        "bill": by(s.bill),
        **build_metadata(s, complete=complete),
    }


def describe_range(s: Simulation) -> dict[str, Any]:
    """Return the range of real income, its sign and the headline, which is missing where the sign is ambiguous."""
    try:
        found = s.range()
    except ConvergenceError as error:
        return {"failed": [str(error)]}
    return {
        "low": by_region(s, found.low),
        "high": by_region(s, found.high),
        "sign_sure": by_region(s, found.sure),
        "sign": by_region(s, found.sign),
        "headline": by_region(s, headline(found)),
        "corners": len(found.corners),
        "failed": list(found.failed),
    }


def headline(found: Range) -> Array:
    """Return central values, NaN where the sign is ambiguous."""
    return np.where(found.sure, found.central, np.nan)


def simulate_other_financing(s: Simulation) -> dict[str, Any]:
    """Return real income with the other financing, or why there is none."""
    other = "output_tax" if s.package.financing == "lump_sum" else "lump_sum"
    try:
        return {"financing": other, "welfare": by_region(s, s.otherwise_financed.welfare)}
    except (ConvergenceError, PolicyError) as error:
        return {"financing": other, "failed": str(error)}


def by_region(s: Simulation, values: Array | BoolArray) -> dict[str, Any]:
    """Return values by code, None for what is no number."""
    plain = [v if v == v else None for v in values.tolist()]
    return dict(zip(s.baseline.regions.codes, plain, strict=True))
