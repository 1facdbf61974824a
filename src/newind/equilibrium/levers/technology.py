"""Levers on what production can do: productivity, research, sharing of data, recycling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium.levers.moves import apply_moves, keep_changes, refuse_unless
from newind.equilibrium.levers.recycling import recycling
from newind.equilibrium.levers.research import research
from newind.errors import PolicyError, tell
from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.equilibrium.levers.ground import LeverContext
    from newind.equilibrium.levers.moves import Move
    from newind.typing import Array

LEVERS = ("productivity", "rd_subsidy", "data_sharing", "recycling")
IN_USE = "data_in_use"
"""Name of what a ground states as false where shared data are not in use at once, but year by year on a pathway."""


def technology(used: Mapping[str, Sequence[Move]], ground: LeverContext, log: list[str]) -> dict[str, Any]:
    """Return the arrays of technology: ``productivity``, ``mix``, and the taxes on factors that support research."""
    made: dict[str, Any] = research(used["rd_subsidy"], ground, log) if "rd_subsidy" in used else {}
    gains = [made.get("productivity")]
    if "productivity" in used:
        gains.append(productivity(used["productivity"], ground))
    if "data_sharing" in used and ground.stated.get(IN_USE, True):
        gains.append(data_sharing(used["data_sharing"], ground))
    made["productivity"] = add_parts(gains)
    if "recycling" in used:
        made["mix"] = recycling(used["recycling"], ground, log)
    return made


def productivity(moves: Sequence[Move], ground: LeverContext) -> Array | None:
    """Return log changes of output per unit of all inputs, from proportional ones; (R, S)."""
    b = ground.benchmark
    change = apply_moves(moves, np.zeros((b.R, b.S)), "ns")
    refuse_unless(change > -1, change, moves, "ns", b, "lever.productivity")
    return keep_changes(np.log1p(change))


def data_sharing(moves: Sequence[Move], ground: LeverContext) -> Array | None:
    """Return log changes of productivity that shared data bring; (R, S).

    Notes
    -----
    Elasticity × share of data shared × share of information services in an industry's cost relative to the world's.
    Data are not used up: nobody's input falls.
    """
    b = ground.benchmark
    shared = apply_moves(moves, np.zeros((b.R, b.S)), "ns")
    good = (shared >= 0) & (shared <= 1)
    refuse_unless(good, shared, moves, "ns", b, "lever.data")
    return keep_changes(ground.parameter("data_sharing") * shared * relative_information(ground, moves))


def relative_information(ground: LeverContext, moves: Sequence[Move]) -> Array:
    """Return the share of information services in an industry's cost, over that in all costs of the world; (R, S).

    Raises
    ------
    PolicyError
        Where nobody buys information services.
    """
    b = ground.benchmark
    bought = b.spend[ground.information][:, :, :-1].sum(axis=0)
    cost = b.value_added + b.inputs
    world = float(bought.sum() / cost.sum())
    if world <= 0:
        raise PolicyError(tell("model.no_information", called=moves[0].display_name))
    return np.asarray(np.nan_to_num(ratio(bought, cost)) / world)


def add_parts(parts: Sequence[Array | None]) -> Array | None:
    """Return the sum of what is there, None where nothing is."""
    found = [part for part in parts if part is not None]
    return np.asarray(sum(found[1:], start=found[0])) if found else None
