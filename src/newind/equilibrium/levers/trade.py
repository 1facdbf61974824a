"""Levers on trade: tariffs, other costs, cut-offs, export rebates."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium.labels import good_name
from newind.equilibrium.levers.moves import apply_moves, keep_changes, refuse_unless
from newind.errors import PolicyError, noun, offenders, tell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.equilibrium.levers.ground import LeverContext
    from newind.equilibrium.levers.moves import Move
    from newind.typing import Array, BoolArray

LEVERS = ("tariff", "trade_cost", "services_trade_cost", "cut_off", "export_rebate")
COSTS = ("trade_cost", "services_trade_cost", "cut_off")
OTHERWISE = {"services": "trade_cost", "energy": "consumption_tax"}
"""Levers that do the same for any industry, by group that one is confined to."""


def trade(used: Mapping[str, Sequence[Move]], ground: LeverContext, log: list[str]) -> dict[str, Any]:
    """Return the arrays of levers on trade: ``tariff``, ``trade_cost``, ``rebate``."""
    del log
    made: dict[str, Any] = {}
    if "tariff" in used:
        made["tariff"] = tariffs(used["tariff"], ground)
    if "export_rebate" in used:
        made["rebate"] = rebates(used["export_rebate"], ground)
    if any(lever in used for lever in COSTS):
        made["trade_cost"] = trade_costs(used, ground)
    return made


def tariffs(moves: Sequence[Move], ground: LeverContext) -> Array | None:
    """Return new ad valorem rates [k, n, i]; what a region sells itself bears none; (S, R, R)."""
    b = ground.benchmark
    rates = apply_moves(moves, b.tariff, "kni", own=False)
    refuse_unless(rates > -1, rates, moves, "kni", b, "lever.tariff")
    return keep_changes(rates, b.tariff)


def rebates(moves: Sequence[Move], ground: LeverContext) -> Array | None:
    """Return new export rebates [k, n, i], where the origin i is the region that acts and n its partner; (S, R, R)."""
    b = ground.benchmark
    turned = [move.mirror for move in moves]
    rates = apply_moves(turned, b.rebate, "kni", own=False)
    refuse_unless(rates < 1, rates, turned, "kni", b, "lever.rebate")
    return keep_changes(rates, b.rebate)


def trade_costs(used: Mapping[str, Sequence[Move]], ground: LeverContext) -> Array | None:
    """Return log changes of the cost of delivery, added over the three levers; infinite where cut off.

    Returns
    -------
    (S, R, R) or (S, R, R, S + 1) array, or None
        The second where a move names users.
    """
    parts = [
        proportional(used.get("trade_cost", ()), ground),
        proportional(restrict_moves(used["services_trade_cost"], ground, "services"), ground)
        if "services_trade_cost" in used
        else None,
        cut(used.get("cut_off", ()), ground),
    ]
    found = [part for part in parts if part is not None]
    if any(part.ndim == 4 for part in found):
        found = [part if part.ndim == 4 else part[..., None] for part in found]
    return np.asarray(sum(found[1:], start=found[0])) if found else None


def proportional(moves: Sequence[Move], ground: LeverContext) -> Array | None:
    """Return log changes of the cost of delivery from proportional ones."""
    if not moves:
        return None
    axes = _axes(moves, ground)
    change = apply_moves(moves, np.zeros(_shape(axes, ground)), axes, own=False)
    refuse_unless(change > -1, change, moves, axes, ground.benchmark, "lever.cost_above")
    return keep_changes(np.log1p(change, out=np.zeros_like(change), where=change != 0))


def cut(moves: Sequence[Move], ground: LeverContext) -> Array | None:
    """Return log changes of the cost of delivery that cut shares of flows at unchanged prices; infinite for all of it.

    Notes
    -----
    A flow falls by the share c where its cost rises by the factor (1 − c)^(−1/θ).
    """
    if not moves:
        return None
    axes = _axes(moves, ground)
    share = np.zeros(_shape(axes, ground))
    for move in moves:
        inside = move.cells(axes, own=False)
        wanted = move.part * move.value
        share[inside] = np.maximum(share[inside], wanted) if wanted >= 0 else wanted
    good = (share >= 0) & (share <= 1)
    refuse_unless(good, share, moves, axes, ground.benchmark, "lever.cut")
    theta = ground.elasticities.theta.reshape((-1,) + (1,) * (share.ndim - 1))
    with np.errstate(divide="ignore"):
        cost = np.where(share > 0, -np.log1p(-share) / theta, 0.0)
    return keep_changes(cost)


def restrict_moves(moves: Sequence[Move], ground: LeverContext, group: str) -> list[Move]:
    """Return moves on the industries of a group alone: all of them where a move is on all industries.

    Raises
    ------
    PolicyError
        When a move is on others, or the accounts have none.
    """
    allowed: BoolArray = getattr(ground, group)
    made = []
    for move in moves:
        outside = move.industries & ~allowed
        if outside.any() and not move.industries.all():
            names = [good_name(ground.benchmark, k) for k in np.flatnonzero(outside).tolist()]
            raise PolicyError(
                tell(
                    "model.group_only",
                    called=move.display_name,
                    lever=move.lever,
                    group=noun(group),
                    which=offenders(names),
                )
            )
        if not (move.industries & allowed).any():
            raise PolicyError(
                tell("model.group_unknown", called=move.display_name, group=noun(group), lever=OTHERWISE[group])
            )
        made.append(replace(move, industries=move.industries & allowed))
    return made


def _axes(moves: Sequence[Move], ground: LeverContext) -> str:
    """Return the axes that moves need: users only where some are named.

    Raises
    ------
    PolicyError
        When users are named who all have the same shares of origins.
    """
    named = [move.display_name for move in moves if not move.users.all()]
    if named and ground.benchmark.common:
        raise PolicyError(tell("model.by_user", called=named[0]))
    return "kniu" if named else "kni"


def _shape(axes: str, ground: LeverContext) -> tuple[int, ...]:
    S, R = ground.benchmark.S, ground.benchmark.R
    return (S, R, R, S + 1)[: len(axes)]
