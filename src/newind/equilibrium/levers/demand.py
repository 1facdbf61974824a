"""Levers on final demand: what governments buy, and what final users want."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium.labels import money, region_name
from newind.equilibrium.levers.moves import apply_moves, keep_changes, refuse_unless
from newind.errors import PolicyError, join_items, offenders, tell
from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.equilibrium.levers.ground import LeverContext
    from newind.equilibrium.levers.moves import Move
    from newind.typing import Array, BoolArray

LEVERS = ("procurement", "demand_shift")


def demand(used: Mapping[str, Sequence[Move]], ground: LeverContext, log: list[str]) -> dict[str, Any]:
    """Return the arrays of preference shifts in final demand, by name."""
    made: dict[str, Any] = {}
    if "procurement" in used:
        made["taste"], made["origin_taste"] = procurement(used["procurement"], ground, log)
    if "demand_shift" in used:
        shift = demand_shift(used["demand_shift"], ground)
        taste = made.get("taste")
        made["taste"] = shift if taste is None else taste if shift is None else taste + shift
    return made


def demand_shift(moves: Sequence[Move], ground: LeverContext) -> Array | None:
    """Return log changes of the weights of goods in final demand [k, n], from proportional ones; (S, R)."""
    b = ground.benchmark
    change = apply_moves(moves, np.zeros((b.S, b.R)), "kn")
    refuse_unless(change >= -1, change, moves, "kn", b, "lever.weight")
    left = (b.spend[:, :, -1] * (1.0 + change)).sum(axis=0)
    if (left <= 0).any():
        raise PolicyError(tell("model.no_demand", called=moves[0].display_name, regions=_regions(left <= 0, ground)))
    return keep_changes(log_of(1.0 + change))


def procurement(moves: Sequence[Move], ground: LeverContext, log: list[str]) -> tuple[Array | None, Array | None]:
    """Return log changes of the weights of goods and of origins in final demand that purchases of governments make.

    A government buys more (or less) of the cells that moves name, and less (or more) of everything else, all in one
    proportion, so that its spending is unchanged at benchmark prices; what other final users buy stays.

    Returns
    -------
    (S, R) array, (S, R, R) array
        Goods [k, n]; origins [k, n, i]. None where nothing changes.

    Raises
    ------
    PolicyError
        When more is called for than the government buys in all.
    """
    b = ground.benchmark
    final = b.shares[..., -1] * b.spend[:, :, None, -1]
    bought = purchases(moves, ground, final)
    log += [describe_government_share(move, ground, final) for move in moves]
    new = final - ground.government * final + bought
    goods, before = new.sum(axis=2), b.spend[:, :, -1]
    origins = log_of(np.nan_to_num(ratio(new, goods[:, :, None])), np.nan_to_num(ratio(final, before[:, :, None])))
    return _drop_rounding_error(log_of(goods, before)), _drop_rounding_error(origins)


def describe_government_share(move: Move, ground: LeverContext, final: Array) -> str:
    """Describe the part of its spending that a government spends on what a move names."""
    now = (ground.government * final)[:, move.regions]
    share = now[move.cells("kni")[:, move.regions]].sum() / now.sum()
    return tell("log.government", name=move.display_name, share=100 * float(share))


def purchases(moves: Sequence[Move], ground: LeverContext, final: Array) -> Array:
    """Return what governments buy with the moves [k, n, i], the spending of each unchanged; (S, R, R)."""
    b, now = ground.benchmark, ground.government * final
    change = apply_moves(moves, np.zeros_like(now), "kni")
    refuse_unless(change >= -1, change, moves, "kni", b, "lever.purchases")
    inside = np.zeros(now.shape, dtype=np.bool_)
    for move in moves:
        inside |= move.cells("kni")
    chosen = np.where(inside, now, 0.0)
    bill, wanted = now.sum(axis=(0, 2)), (chosen * (1.0 + change)).sum(axis=(0, 2))
    rest = bill - chosen.sum(axis=(0, 2))
    spare = bill - wanted
    short = (spare < -1e-12 * bill) | ((rest <= 1e-12 * bill) & (np.abs(spare) > 1e-12 * bill))
    _refuse_short(short, moves, ground, bill, wanted)
    scale = np.maximum(np.nan_to_num(ratio(spare, rest), nan=1.0), 0.0)
    return np.where(inside, now * (1.0 + change), now * scale[None, :, None])


def _refuse_short(short: BoolArray, moves: Sequence[Move], ground: LeverContext, bill: Array, wanted: Array) -> None:
    if not short.any():
        return
    first = int(np.flatnonzero(short)[0])
    names = dict.fromkeys(m.display_name for m in moves if m.regions[first])
    raise PolicyError(
        tell(
            "model.procurement",
            names=join_items(names),
            wanted=money(wanted[first]),
            bill=money(bill[first]),
            regions=_regions(short, ground),
        )
    )


def log_of(new: Array, before: Array | float = 1.0) -> Array:
    """Return the log of new over before: minus infinity where nothing is left, 0 where nothing was.

    Examples
    --------
    >>> log_of(np.array([0.0, 1.0, 0.0]), np.array([1.0, 1.0, 0.0]))
    array([-inf,   0.,   0.])
    """
    quotient = np.nan_to_num(ratio(new, before), nan=1.0)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(quotient))


def _drop_rounding_error(taste: Array) -> Array | None:
    """Return preference shifts, None where they differ from nothing by rounding alone."""
    return taste if bool((np.abs(taste) > 1e-14).any()) else None


def _regions(chosen: BoolArray, ground: LeverContext) -> str:
    return offenders([region_name(ground.benchmark, n) for n in np.flatnonzero(chosen).tolist()])
