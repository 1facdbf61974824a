"""Lever on competition: what prices are above costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newind.equilibrium.levers.moves import apply_moves, keep_changes, refuse_unless

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.equilibrium.levers.ground import LeverContext
    from newind.equilibrium.levers.moves import Move

LEVERS = ("markup",)


def competition(used: Mapping[str, Sequence[Move]], ground: LeverContext, log: list[str]) -> dict[str, Any]:
    """Return new ratios of price to cost, ``markup``; (R, S)."""
    del log
    b, moves = ground.benchmark, used["markup"]
    ratios = apply_moves(moves, b.markup, "ns")
    good = (ratios >= 1.0 - 1e-12) | (ratios == b.markup)
    refuse_unless(good, ratios, moves, "ns", b, "lever.markup")
    return {"markup": keep_changes(ratios, b.markup)}
