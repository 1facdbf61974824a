"""Levers on factors of production: what they cost, and how much there is of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium.levers.costs import invest, join
from newind.equilibrium.levers.moves import apply_moves, keep_changes, refuse_unless
from newind.equilibrium.levers.technology import IN_PLACE
from newind.equilibrium.quantities import mean_change

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.equilibrium.levers.ground import LeverContext
    from newind.equilibrium.levers.moves import Move
    from newind.typing import Array

COSTS = {
    "labour_cost": "labour_tax",
    "capital_cost": "capital_tax",
    "clean_capital_wedge": "capital_tax",
    "land_cost": "land_tax",
}
"""Levers on cost, and the wedge that each moves; two on one wedge compound."""
LEVERS = (*COSTS, "labour_supply", "capital_supply")
MUST = "lever.above_minus_one"


def factors(used: Mapping[str, Sequence[Move]], ground: LeverContext, log: list[str]) -> dict[str, Any]:
    """Return the arrays of factors: taxes on each, ``land_share``, ``labour``, ``capital``, and what capital costs."""
    del log
    made: dict[str, Any] = {}
    for lever in (name for name in COSTS if name in used):
        join(made, {COSTS[lever]: wedges(used[lever], ground)})
    if "land_cost" in used:
        made["land_share"] = land_shares(used["land_cost"], ground)
    if "labour_supply" in used:
        made["labour"] = supplies(used["labour_supply"], ground, "n")
    if "capital_supply" in used:
        more = supplies(used["capital_supply"], ground, "ns")
        if more is not None:
            b = ground.benchmark
            part = mean_change(np.exp(more), b.value_added * (1.0 - b.labour_share)) - 1.0
            join(made, invest(part, used["capital_supply"], ground))
        made["capital"] = more if ground.stated.get(IN_PLACE, True) else None
    return made


def wedges(moves: Sequence[Move], ground: LeverContext) -> Array | None:
    """Return ad valorem rates on what industries pay for a factor; (R, S)."""
    b = ground.benchmark
    rates = apply_moves(moves, np.zeros((b.R, b.S)), "ns")
    refuse_unless(rates > -1, rates, moves, "ns", b, MUST)
    return keep_changes(rates)


def land_shares(moves: Sequence[Move], ground: LeverContext) -> Array | None:
    """Return the share of land in capital income where a move states its own; None where none does; (R, S)."""
    b = ground.benchmark
    shares = np.broadcast_to(np.asarray(b.land_share, dtype=np.float64), (b.R, b.S)).copy()
    for move in moves:
        inside = move.cells("ns")
        shares[inside] = move.option("share", shares[inside])
    good = (shares >= 0) & (shares <= 1)
    refuse_unless(good, shares, moves, "ns", b, "lever.land")
    return keep_changes(shares, b.land_share)


def supplies(moves: Sequence[Move], ground: LeverContext, axes: str) -> Array | None:
    """Return log changes of how much there is of a factor, from proportional ones; (R,) or (R, S)."""
    b = ground.benchmark
    change = apply_moves(moves, np.zeros((b.R, b.S)[: len(axes)]), axes)
    refuse_unless(change > -1, change, moves, axes, b, "lever.factor")
    return keep_changes(np.log1p(change))
