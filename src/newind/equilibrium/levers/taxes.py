"""Levers on production and purchases: subsidies on output, taxes on what users buy, cost of energy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium.levers.moves import apply_moves, keep_changes, refuse_unless
from newind.equilibrium.levers.trade import restrict_moves

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.equilibrium.levers.ground import LeverContext
    from newind.equilibrium.levers.moves import Move
    from newind.typing import Array

LEVERS = ("production_subsidy", "consumption_tax", "energy_cost")


def taxes(used: Mapping[str, Sequence[Move]], ground: LeverContext, log: list[str]) -> dict[str, Any]:
    """Return the arrays of taxes and subsidies: ``subsidy``, ``purchase_tax``."""
    del log
    made: dict[str, Any] = {}
    if "production_subsidy" in used:
        made["subsidy"] = subsidies(used["production_subsidy"], ground)
    if "consumption_tax" in used or "energy_cost" in used:
        made["purchase_tax"] = purchase_taxes(used, ground)
    return made


def subsidies(moves: Sequence[Move], ground: LeverContext) -> Array | None:
    """Return new rates of subsidy on production; (R, S)."""
    b = ground.benchmark
    rates = apply_moves(moves, b.subsidy, "ns")
    refuse_unless(rates < 1, rates, moves, "ns", b, "lever.subsidy")
    return keep_changes(rates, b.subsidy)


def purchase_taxes(used: Mapping[str, Sequence[Move]], ground: LeverContext) -> Array | None:
    """Return ad valorem rates on what users pay [k, n, u]; the two levers compound; (S, R, S + 1)."""
    factor = np.ones_like(ground.benchmark.spend)
    for lever in ("consumption_tax", "energy_cost"):
        if moves := used.get(lever):
            inside = restrict_moves(moves, ground, "energy") if lever == "energy_cost" else moves
            factor = factor * (1.0 + _rates(inside, ground))
    return keep_changes(factor - 1.0)


def _rates(moves: Sequence[Move], ground: LeverContext) -> Array:
    b = ground.benchmark
    rates = apply_moves(moves, np.zeros_like(b.spend), "knu")
    refuse_unless(rates > -1, rates, moves, "knu", b, "lever.rate")
    return rates
