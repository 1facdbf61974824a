"""What may be said about the sign of real income: whether it holds, at whose expense, and what it depends on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newind.typing import Array, BoolArray

HOLDS, OTHERS, BORNE, RESPONSE = "holds", "others", "borne", "response"
"""Robust; a gain at others' expense; a loss that others gain by; depends on the response of partners."""
STRUCTURE, ASSUMED, NOTHING = "structure", "assumed", "none"
"""What decides where the direction is open: market structure; what is assumed (the sign, or more than two thirds of
the change); or cases are unsolved, so that nothing may be said."""
KINDS = (HOLDS, OTHERS, BORNE, RESPONSE, STRUCTURE, ASSUMED, NOTHING)
NOISE = 2e-4
"""Change of real income below which there is no sign."""
SMALLEST = 1e-8
"""Change of real income that solves cannot tell from none."""


@dataclass(frozen=True, eq=False)
class Verdicts:
    """What a family of market structures says about real income of each region.

    Parameters
    ----------
    kinds : (R,) array of str
        Of :data:`KINDS`.
    low, high : (R,) array
        Over the family, as fractions.
    mirrored : (2, R) array or None
        Lowest and highest where partners answer in kind; None where they have nothing to answer to.
    world : tuple of three floats
        Lowest, central and highest change for the world, incomes as weights.
    terms : (R,) array or None
        Part of the central change that is terms of trade; None where it was not needed.
    losers : int
        Regions whose real income falls in the central case.
    turns : (R,) array
        Scale over its bound at which the sign turns, entry using the bundle; NaN where it does not.
    members : int
        Structures in which there is an equilibrium.
    left_out : tuple of str
        Structures in which the economy as it is is no regular equilibrium: they are not members here.
    """

    kinds: Array
    low: Array
    high: Array
    mirrored: Array | None
    world: tuple[float, float, float]
    terms: Array | None
    losers: int
    turns: Array
    members: int
    left_out: tuple[str, ...] = ()


def find_sign(low: Array, high: Array, noise: float = NOISE) -> Array:
    """Return the one sign of each range, 0 where it is all noise, NaN where there are both.

    Examples
    --------
    >>> find_sign(np.array([0.01, -0.0001, -0.01, -0.01, -1e-5]), np.array([0.02, 0.02, 0.02, 1e-5, 1e-5]))
    array([ 1.,  1., nan, -1.,  0.])
    """
    up, down = high > noise, low < -noise
    return np.where(up & down, np.nan, up.astype(float) - down)


def judge(
    found: Array,
    mirrored: Array | None,
    world: Array,
    terms: Array | None,
    *,
    structures: BoolArray | None = None,
    lacking: bool = False,
) -> Array:
    """Return what may be said of each region; (R,) of :data:`KINDS`.

    Parameters
    ----------
    found : (C, R) array
        Change of real income in each case, the central one first.
    mirrored : (C', R) array or None
        The same where partners answer in kind.
    world : (C,) array
        Change for the world.
    terms : (R,) array or None
        Part of the central change that is terms of trade, in log points.
    structures : (C,) boolean array, optional
        Which cases are members of the family of structures; all by default. In the others an assumption is varied.
    lacking : bool
        Whether a member has no equilibrium.

    Notes
    -----
    In this order: where the sign turns within the family market structure decides, and nothing may be said where a
    member is lacking, too; where it turns with another assumption only, it depends on what is assumed. A gain
    is at others' expense where the world loses, or where terms of trade are more than all of it; others gain by a loss
    where the world gains. Where the answer of partners turns the sign or leaves none it depends on that. Else it holds.

    Examples
    --------
    >>> judge(np.array([[0.01, -0.01], [0.02, 0.01]]), None, np.array([-0.01, -0.01]), None).tolist()
    ['others', 'structure']
    """
    own = find_sign(found.min(axis=0), found.max(axis=0))
    everyone = find_sign(world.min(), world.max())
    kinds = np.full(found.shape[1], HOLDS, dtype=object)
    if mirrored is not None:
        answered = find_sign(mirrored.min(axis=0), mirrored.max(axis=0))
        kinds[answered != own] = RESPONSE
    against = own * everyone < 0
    if terms is not None:
        against |= (own > 0) & (terms > np.log1p(found[0]) + SMALLEST)
    against &= np.abs(found[0]) > NOISE
    kinds[against & (own > 0)], kinds[against & (own < 0)] = OTHERS, BORNE
    members = found if structures is None else found[structures]
    turned = np.isnan(find_sign(members.min(axis=0), members.max(axis=0)))
    kinds[np.isnan(own)] = NOTHING if lacking else ASSUMED
    if not lacking:
        kinds[turned] = STRUCTURE
    return kinds


def find_turns(phi: Array, found: Array) -> Array:
    """Return where each column of figures by scale crosses zero first, NaN where it does not; (R,).

    Examples
    --------
    >>> find_turns(np.array([0.0, 0.5]), np.array([[-1.0, 1.0], [1.0, 2.0]]))
    array([0.25,  nan])
    """
    turns = np.full(found.shape[1], np.nan)
    for k in range(len(phi) - 1, 0, -1):
        before, after = found[k - 1], found[k]
        crossed = before * after < 0
        at = phi[k - 1] + (phi[k] - phi[k - 1]) * before / np.where(crossed, before - after, 1.0)
        turns = np.where(crossed, at, turns)
    return turns
