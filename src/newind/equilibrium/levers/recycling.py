"""Lever on recycling: recycled goods in place of virgin inputs, as far as there is scrap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium.labels import region_name
from newind.equilibrium.levers.moves import act, in_order, keep_changes, refuse_unless
from newind.errors import PolicyError, offenders, tell
from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.equilibrium.benchmark import Benchmark
    from newind.equilibrium.levers.ground import LeverContext
    from newind.equilibrium.levers.moves import Move
    from newind.typing import Array, BoolArray


LEVERS = ("recycling",)
GROWTH = 1.0
"""Most that use of recycled goods can grow by, over what a region uses of them: scrap can at most double (assumed)."""
SCRAP = "scrap"
"""Name of a ground's statement that the supply of scrap has grown since the benchmark: its factor; (R,)."""


def recycling(used: Mapping[str, Sequence[Move]], ground: LeverContext, log: list[str]) -> dict[str, Any]:
    """Return ``mix``, changes of input shares of cost [k, n, s]; (S, R, S).

    Parameters
    ----------
    used : mapping of str to sequence of Move
        Shares ρ of a virgin input (industries) that users replace, by the name of the lever.
    ground : LeverContext
        Where the recycling industry stands, and the value of recycled input per virgin one.
    log : list of str
        Where the supply of scrap caps the shares.

    Raises
    ------
    PolicyError
        Where no recycling industry stands apart, no industry is among the users, or a share is outside 0 to 1.

    Notes
    -----
    A virgin input a falls to a (1 − ρ), recycled input rises by ρ a q, value added takes the difference ρ a (q − 1).
    Industries that buy no recycled goods in the benchmark are left out: from where they would come is not known.

    References
    ----------
    Nakamura & Kondo (2002), Journal of Industrial Ecology 6(1), 39. Donati and others (2020), Resources, Conservation
    and Recycling 152, 104508.
    """
    moves = used["recycling"]
    at = place(moves, ground)
    share, price = shares(moves, ground, at)
    b = ground.benchmark
    virgin = b.cost_shares[:, :, :-1] * (1.0 - b.value_added_share)
    replaced = share * virgin
    cost = b.value_added + b.inputs
    replaced = replaced * scrap_limit((replaced * price * cost).sum(axis=(0, 2)), ground, at, log)[None, :, None]
    mix = -replaced
    mix[at] += (replaced * price).sum(axis=0)
    left = b.value_added_share - mix.sum(axis=0)
    refuse_unless(left > 0, left, moves, "ns", b, "lever.recycled")
    return {"mix": keep_changes(mix)}


def place(moves: Sequence[Move], ground: LeverContext) -> int:
    """Return where the recycling industry stands.

    Raises
    ------
    PolicyError
        Where none does.
    """
    if ground.recycling is None:
        raise PolicyError(tell("model.no_recycling", called=moves[0].display_name))
    return ground.recycling


def shares(moves: Sequence[Move], ground: LeverContext, at: int) -> tuple[Array, Array]:
    """Return the share that is replaced, and the value of recycled input per virgin one [k, n, s]; (S, R, S) each."""
    b = ground.benchmark
    share = np.zeros((b.S, b.R, b.S + 1))
    price = np.full(share.shape, ground.parameter("recycling_price"))
    for move in in_order(moves):
        if not move.users[:-1].any():
            raise PolicyError(tell("model.final_recycling", called=move.display_name))
        inside = move.cells("knu")
        act(share, inside, move.mode, move.value, move.part)
        price[inside] = move.option("price", price[inside])
    good = (share >= 0) & (share <= 1)
    refuse_unless(good, share, moves, "knu", b, "lever.replaced")
    share[at] = 0.0
    share = share[:, :, :-1] * _buyers(b, at)
    if not share.any() and any(move.value for move in moves):
        raise PolicyError(tell("model.none_recycles", called=moves[0].display_name))
    return share, price[:, :, :-1]


def _buyers(b: Benchmark, at: int) -> BoolArray:
    """Return which industries buy recycled goods, so that it is known from where; (R, S) or (R, 1)."""
    found = b.shares[at].sum(axis=1) > 0
    return np.asarray(found if b.common else found[:, :-1])


def scrap_limit(wanted: Array, ground: LeverContext, at: int, log: list[str]) -> Array:
    """Return by what shares are scaled down so that a region's use of recycled goods at most doubles; (R,)."""
    b = ground.benchmark
    most = GROWTH * b.spend[at].sum(axis=1) * ground.stated.get(SCRAP, 1.0)
    scale = np.minimum(np.nan_to_num(ratio(most, wanted), nan=1.0), 1.0)
    if (scale < 1).any():
        said = [
            tell("log.scrap_part", region=region_name(b, n), share=float(scale[n]))
            for n in np.flatnonzero(scale < 1).tolist()
        ]
        log.append(tell("log.scrap", which=offenders(said)))
    return scale
