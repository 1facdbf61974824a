"""All moves of a package put together into the shocks that the solver takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from newind.equilibrium.levers import (
    carbon,
    competition,
    demand,
    factors,
    migration,
    recycling,
    taxes,
    technology,
    trade,
)
from newind.equilibrium.levers.costs import join
from newind.equilibrium.shocks import NONE, Shocks
from newind.errors import PolicyError, join_items, tell, unknown

if TYPE_CHECKING:
    from newind.equilibrium.levers.ground import LeverContext
    from newind.equilibrium.levers.moves import Move

Group = Callable[[Mapping[str, Sequence["Move"]], "LeverContext", list[str]], dict[str, Any]]
Made = tuple[dict[str, Any], tuple[str, ...]]
"""Arrays of shocks, and what must be said about them."""
GROUPS: tuple[tuple[tuple[str, ...], Group], ...] = (
    (trade.LEVERS, trade.trade),
    (taxes.LEVERS, taxes.taxes),
    (demand.LEVERS, demand.demand),
    (carbon.LEVERS, carbon.carbon),
    (factors.LEVERS, factors.factors),
    (technology.LEVERS, technology.technology),
    (recycling.LEVERS, recycling.recycling),
    (competition.LEVERS, competition.competition),
    (migration.LEVERS, migration.migration),
)
LEVERS = tuple(lever for levers, _ in GROUPS for lever in levers)
"""All levers."""
FINANCING = ("lump_sum", "output_tax")


def build_group_arrays(group: Group, used: Mapping[str, Sequence[Move]], ground: LeverContext) -> Made:
    """Return the arrays that a group of levers makes, and what must be said about them."""
    log: list[str] = []
    return group(used, ground, log), tuple(log)


def build_shocks(
    moves: Sequence[Move],
    ground: LeverContext,
    financing: str = "lump_sum",
    make: Callable[[Group, Mapping[str, Sequence[Move]], LeverContext], Made] = build_group_arrays,
) -> tuple[Shocks, tuple[str, ...]]:
    """Return the shocks that moves make on a benchmark, and what must be said about them.

    Of several moves of one lever all that set come first, then those that scale, then those that add. Only arrays that
    a move changes are there; all others stay None.

    Parameters
    ----------
    moves : sequence of Move
        In any order.
    ground : LeverContext
        What levers may look at.
    financing : {"lump_sum", "output_tax"}
        Whether households bear what governments gain or lose, or a uniform tax on output does.
    make : callable
        Makes the arrays of a group; another one may know some from before.

    Raises
    ------
    UnknownNameError
        For a lever that does not exist.
    PolicyError
        For values out of bounds and for what the accounts lack, naming the move.
    """
    if financing not in FINANCING:
        raise PolicyError(tell("model.financing", financing=financing, choices=join_items(FINANCING)))
    used = by_lever(moves)
    log: list[str] = []
    fields: dict[str, Any] = {}
    for levers, group in GROUPS:
        if any(lever in used for lever in levers) or (group is migration.migration and ground.migration is not None):
            arrays, told = make(group, used, ground)
            log += told
            join(fields, arrays)
    if all(value is None for value in fields.values()) and financing == "lump_sum":
        return NONE, tuple(log)
    return Shocks(**fields, output_tax=financing == "output_tax"), tuple(log)


def by_lever(moves: Sequence[Move]) -> dict[str, list[Move]]:
    """Return moves by lever, in the order given.

    Raises
    ------
    UnknownNameError
        With the nearest lever.
    """
    used: dict[str, list[Move]] = {}
    for move in moves:
        if move.lever not in LEVERS:
            raise unknown("lever", move.lever, LEVERS, tell("model.names_it", called=move.display_name))
        used.setdefault(move.lever, []).append(move)
    return used
