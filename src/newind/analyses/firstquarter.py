"""What a cut costs in its first quarter, before prices move: stocks, and which inputs are critical to whom."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.memo import memo
from newind.analyses.circulation.shortrun_rules import BY_WIRE, NEVER
from newind.datafiles import read_csv_rows
from newind.kernels.critical import output_kept, output_wanted, rate_inputs
from newind.kernels.quotients import ratio
from newind.measures.shared import positions
from newind.parameters import parameter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.accounts.accounts import Accounts
    from newind.analyses.losses import Cut
    from newind.typing import Array

DAYS = 365.25 / 4
"""Days of a quarter."""
CASES = {"low": (1, 0, 1), "middle": (None, None, None), "high": (0, 1, 0)}
"""Which end of the plausible stocks, weights of important inputs and least cost shares each figure takes."""


@cache
def _read_ratings() -> dict[tuple[str, str], tuple[float, float]]:
    rows = read_csv_rows("newind.data.reference", "critical_inputs.csv")
    return {(r["input"], r["user"]): (float(r["critical"] or "nan"), float(r["important"] or "nan")) for r in rows}


def find_ratings(industries: Sequence[str]) -> tuple[Array, Array] | None:
    """Return shares of each input that are critical, and important, to each user; (S, S) each, 0 where nobody rated it.

    None where industries are not those of the shipped world, which alone are rated.

    Examples
    --------
    >>> critical, important = find_ratings(("c2", "c17"))
    >>> critical[0]
    array([1.   , 0.997])
    >>> find_ratings(("tea",)) is None
    True
    """
    known = _read_ratings()
    if not {(i, i) for i in industries} <= set(known):
        return None
    found = np.nan_to_num(np.array([[known[i, j] for j in industries] for i in industries]))
    return found[..., 0], found[..., 1]


@dataclass(frozen=True, eq=False)
class HomeUse:
    """Use of inputs by the industries of a region.

    Parameters
    ----------
    needed : (S, S) array, money
        Inputs from anywhere [input, user].
    home : (S, S) array in [0, 1]
        Share that comes from the region itself.
    output, value_added : (S,) array, money
    """

    needed: Array
    home: Array
    output: Array
    value_added: Array


@memo
def _use_at_home(w: Accounts, region: str) -> HomeUse:
    r = w.regions.index(region)
    needed, own = w.Z4[:, :, r].sum(axis=0), w.Z4[r, :, r]
    output, added = (a.reshape(w.R, w.S)[r] for a in (w.x, w.value_added))
    return HomeUse(needed, np.nan_to_num(ratio(own, needed)), np.asarray(output), np.maximum(added, 0.0))


def lost_in_first_quarter(w: Accounts, cuts: Sequence[Cut]) -> Array:
    """Return what cuts cost in their first quarter, as a share of what the economy produces in a quarter.

    Parameters
    ----------
    w : Accounts
        Closed accounts of one year.
    cuts : sequence of Cut

    Returns
    -------
    (C, 3) array in [0, 1]
        Lowest, central and highest figure: value added of what is not made, over that of all industries. NaN for
        industries that nobody rated.

    Notes
    -----
    Nothing is replaced and no price moves. Without suppliers, output is what critical inputs allow
    (:func:`newind.kernels.critical.output_kept`): the range is over stocks, the weight of important inputs and the
    least share of output from which on an input can bind. Services and construction, which cannot be stocked, bind at
    the high end alone: until then users find them elsewhere at once. Without buyers, what they bought is not made
    (low), nor are the inputs for it at home (central and high). What final users miss is no output and does not count.

    References
    ----------
    Pichler, Pangallo, del Rio-Chanona, Lafond & Farmer (2022), Journal of Economic Dynamics and Control 144, 104527.
    """
    ratings, found = find_ratings(w.industries), np.full((len(cuts), len(CASES)), np.nan)
    if ratings is None:
        return found
    for region, side in dict.fromkeys((cut.region, cut.side) for cut in cuts):
        of = [k for k, cut in enumerate(cuts) if (cut.region, cut.side) == (region, side)]
        use, find = _use_at_home(w, region), _without_suppliers if side == "supply" else _without_buyers
        kept = find(w, [cuts[k] for k in of], use, ratings)
        found[of] = ((1.0 - kept) @ ratio(use.value_added, use.value_added.sum())).T
    return found


def _without_suppliers(w: Accounts, cuts: Sequence[Cut], use: HomeUse, ratings: tuple[Array, Array]) -> Array:
    """Return output kept in each case; (3, C, S)."""
    bought = w.Z4[:, :, w.regions.index(cuts[0].region)]
    lost = np.zeros((len(cuts), w.S, w.S))
    for k, cut in enumerate(cuts):
        sellers, inputs = [w.regions.index(p) for p in cut.partners], [w.industries.index(i) for i in cut.industries]
        lost[k, inputs] = bought[np.ix_(sellers, inputs)].sum(axis=0) * _buys(w, cut)
    missing = np.divide(lost, use.needed, out=np.zeros_like(lost), where=use.needed > 0)
    sold = np.nan_to_num(ratio((use.home * use.needed).sum(axis=1), use.output))
    cost = np.nan_to_num(ratio(use.needed, use.output))
    found = []
    for stock, weight, least in CASES.values():
        rating = rate_inputs(*ratings, _at("important_inputs", weight)) * (cost >= _at("limiting_input_share", least))
        found.append(output_kept(missing, use.home, sold, _stocks(w, stock), rating))
    return np.array(found)


def _without_buyers(w: Accounts, cuts: Sequence[Cut], use: HomeUse, ratings: tuple[Array, Array]) -> Array:
    """Return output that still has a buyer in each case; (3, C, S)."""
    del ratings
    r = w.regions.index(cuts[0].region)
    unsold = np.zeros((len(cuts), w.S))
    for k, cut in enumerate(cuts):
        buyers, goods = [w.regions.index(p) for p in cut.partners], [w.industries.index(i) for i in cut.industries]
        final = 0.0 if cut.users else w.Y3[r][:, buyers].sum(axis=1)
        sold = (w.Z4[r][:, buyers] * _buys(w, cut)).sum(axis=(1, 2)) + final
        unsold[k, goods] = sold[goods]
    inputs = np.nan_to_num(ratio(use.home * use.needed, use.output))
    first, whole = output_wanted(unsold, inputs, use.output)
    return np.array([first, whole, whole])


def _buys(w: Accounts, cut: Cut) -> Array:
    """Return 1 for industries that a cut is about; (S,)."""
    return np.array([float(not cut.users or i in cut.users) for i in w.industries])


def _stocks(w: Accounts, end: int | None) -> Array:
    """Return stocks in quarters of usual use: endless of services, but none of them at the worst end; (S,)."""
    days = np.full(w.S, _at("inventory_days", end))
    days[positions(w, BY_WIRE)] = _at("inventory_days_utilities", end)
    for group in NEVER:
        days[positions(w, group)] = 0.0 if end == 0 else np.inf
    return days / DAYS


def _at(name: str, end: int | None) -> float:
    """Return an end of the range of a parameter, or its value."""
    p = parameter(name)
    assert p.value is not None
    assert p.range is not None
    return p.value if end is None else p.range[end]
