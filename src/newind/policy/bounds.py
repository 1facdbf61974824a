"""Values that shocks bring about together, held to the bounds of their lever."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.policy.targets import apply_shocks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.equilibrium.benchmark import Benchmark
    from newind.policy.targets import ShockCells
    from newind.typing import Array

IN_FORCE = {
    "tariff": ("tariff", ("industry", "region", "partner")),
    "export_rebate": ("rebate", ("industry", "partner", "region")),
    "production_subsidy": ("subsidy", ("region", "industry")),
    "markup": ("markup", ("region", "industry")),
}
"""Levers with values in force in the benchmark: what it calls them, and their axes."""


def hold(targets: Sequence[ShockCells], benchmark: Benchmark) -> None:
    """Raise where steps on top of each other, or on what is in force, leave the bounds of a lever.

    What is set alone was held to them when the shock was made.

    Parameters
    ----------
    targets : sequence of ShockCells
        What a package acts on.
    benchmark : Benchmark
        With the rates in force.

    Raises
    ------
    PolicyError
        Naming the shocks, the lever, the first value and how many cells have one like it.
    """
    for lever in dict.fromkeys(t.lever.id for t in targets if t.shock.mode != "set"):
        own = [t for t in targets if t.lever.id == lever]
        apply_shocks(lever, own, *_in_force(lever, own, benchmark))


def _in_force(lever: str, own: Sequence[ShockCells], b: Benchmark) -> tuple[Array, tuple[str, ...]]:
    """Return the values before the package and their axes; users have none where all are meant."""
    if lever in IN_FORCE:
        name, axes = IN_FORCE[lever]
        return getattr(b, name), axes
    sizes = {"region": b.R, "partner": b.R, "industry": b.S, "user": b.S + 1}
    told_apart = not all(t.users.all() for t in own)
    dims = tuple(d for d in own[0].lever.scope if d != "user" or told_apart)
    return np.zeros([sizes[d] for d in dims]), dims
