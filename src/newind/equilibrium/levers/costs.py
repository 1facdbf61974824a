"""Costs of what brings gains: inputs that industries take for it, and what the state pays; how arrays are joined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium.levers.moves import keep_changes, refuse_unless
from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from newind.equilibrium.benchmark import Benchmark
    from newind.equilibrium.levers.ground import LeverContext
    from newind.equilibrium.levers.moves import Move
    from newind.typing import Array

TAXES = ("labour_tax", "capital_tax", "land_tax")


def take_inputs(extra: Array, paid: Array, moves: Sequence[Move], b: Benchmark, must: str) -> dict[str, Any]:
    """Return what it does to industries to make more than they sell: ``productivity``, and wedges on all factors alike.

    Parameters
    ----------
    extra : (R, S) array
        Made on top and sold to nobody, per unit of output: it takes inputs as production does.
    paid : (R, S) array
        What the state pays for it, per unit of value added.
    moves : sequence of Move
        What it is for.
    b : Benchmark
        For labels.
    must : str
        Name of the message where the state would pay more than all factors cost.

    Raises
    ------
    PolicyError
        Naming the moves.
    """
    wedge = -paid / (1.0 + extra)
    refuse_unless(wedge > -1, wedge, moves, "ns", b, must)
    return {"productivity": keep_changes(-np.log1p(extra)), **dict.fromkeys(TAXES, keep_changes(wedge))}


def invest(part: Array, moves: Sequence[Move], ground: LeverContext) -> dict[str, Any]:
    """Return what investment of the state does, as a part of all investment of a region: it pays for every year of it.

    Capital that is higher by a part for good needs as much more investment. It is made by the industries that sell to
    investors at home, at what it costs them.

    Parameters
    ----------
    part : (R,) array
        Of what the region invests.
    moves : sequence of Move
        What it is for.
    ground : LeverContext
        For investment by industry.
    """
    b = ground.benchmark
    spent = part[:, None] * ground.investment
    extra, paid = (np.nan_to_num(ratio(spent, money)) for money in (b.output, b.value_added))
    return take_inputs(extra, paid, moves, b, "lever.cost_of_all")


def join(made: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Put arrays of shocks to those made before."""
    for name, value in more.items():
        before = made.get(name)
        made[name] = value if before is None else before if value is None else JOINED[name](before, value)


def compound_rates(first: Array, second: Array) -> Array:
    """Return two ad valorem rates, one on the other, as one.

    Examples
    --------
    >>> compound_rates(np.array([0.5]), np.array([0.5]))
    array([1.25])
    """
    return np.asarray((1.0 + first) * (1.0 + second) - 1.0)


def _add(first: Array, second: Array) -> Array:
    return np.asarray(first + second)


JOINED: dict[str, Callable[[Array, Array], Array]] = {"productivity": _add, **dict.fromkeys(TAXES, compound_rates)}
"""How arrays are joined that several levers move; there is no other way for two to move one."""
