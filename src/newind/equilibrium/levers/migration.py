"""Lever on moves of people between the regions of a country."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium.levers.moves import apply_moves, keep_changes, refuse_unless
from newind.errors import PolicyError, tell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.equilibrium.levers.ground import LeverContext
    from newind.equilibrium.levers.moves import Move
    from newind.typing import Array, BoolArray

LEVERS = ("migration",)


def migration(used: Mapping[str, Sequence[Move]], ground: LeverContext, log: list[str]) -> dict[str, Any]:
    """Return what moves people: ``migration``, ``moving_cost``, ``migration_elasticity``.

    People move in every simulation for which a matrix was given, whether the lever is used or not.

    Raises
    ------
    PolicyError
        When the lever is used without a matrix, or the matrix does not fit.
    """
    del log
    moves = used.get("migration", ())
    people = ground.migration
    if people is None:
        raise PolicyError(tell("model.no_migration", called=moves[0].display_name))
    check_people(people, ground)
    cost = moving_costs(moves, ground) if moves else None
    elasticity = ground.parameter("migration_elasticity")
    return {"migration": people, "moving_cost": cost, "migration_elasticity": elasticity}


def check_people(people: Array, ground: LeverContext) -> None:
    """Raise unless a matrix has people of every region, by region.

    Raises
    ------
    PolicyError
        For another shape, negative or missing figures, or a region without people.
    """
    R = ground.benchmark.R
    if people.shape != (R, R):
        raise PolicyError(
            f"the migration matrix has the shape {people.shape}, and there are {R} regions. Give ({R}, {R})."
        )
    if not (people >= 0).all() or not (people.sum(axis=1) > 0).all():
        raise PolicyError(
            "the migration matrix must hold people by origin (rows) and destination, none negative or missing, and "
            "some in every row: the diagonal holds those who stay."
        )


def moving_costs(moves: Sequence[Move], ground: LeverContext) -> Array | None:
    """Return log changes of the cost of moving [origin, destination], the destination being who acts; (R, R)."""
    R = ground.benchmark.R
    change = apply_moves(moves, np.zeros((R, R)), "in", own=False)
    refuse_unless(change > -1, change, moves, "in", ground.benchmark, "lever.cost")
    inside = same_country(ground)
    for move in moves:
        if not (move.cells("in", own=False) & inside).any():
            raise PolicyError(tell("model.one_country", called=move.display_name))
    return keep_changes(np.log1p(np.where(inside, change, 0.0)))


def same_country(ground: LeverContext) -> BoolArray:
    """Return which pairs of regions are of one country; (R, R)."""
    countries = np.asarray(ground.countries)
    return np.asarray(countries[:, None] == countries)
