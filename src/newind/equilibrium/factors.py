"""How value added divides between labour and capital."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np

from newind.accounts.classification import load as classification
from newind.accounts.satellite import readonly
from newind.data.reference import load as load_reference, satellites
from newind.equilibrium.labels import name_part
from newind.errors import DataError, join_items, tell
from newind.frozen import Frozen
from newind.parameters import parameter

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.typing import Array, BoolArray

SATELLITE = "labour_compensation"
EMERGING = ("CHN", "IND", "IDN", "BRA", "MEX", "RUS", "TUR")
"""Economies that stand in for the rest of the world."""
REST = "ROW"
"""The region of the shipped world for which no year has figures."""
BOUNDS = (0.05, 0.95)
_known: WeakKeyDictionary[Accounts, FactorShares] = WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class FactorShares(Frozen):
    """Labour in factor income.

    Parameters
    ----------
    values : (R, S) array in [0.05, 0.95]
        Share of labour; the rest is capital.
    estimated : (R, S) bool array
        Where the share is not that of the accounts themselves.
    log : tuple of str
        What was assumed.
    known : bool
        Whether any is that of an economy, of whatever year; False where one number is assumed everywhere.
    """

    values: Array
    estimated: BoolArray
    log: tuple[str, ...]
    known: bool = True


def labour_shares(accounts: Accounts) -> FactorShares:
    """Return the labour shares of every industry: labour compensation over value added, or the nearest there is.

    An economy without figures keeps those of its last year, where its label is one of the shipped world and so are all
    those of industries; the rest
    of the world has the mean of `EMERGING` by value added, industry by industry; an industry without figures has the
    mean of its economy.

    Parameters
    ----------
    accounts : Accounts
        Any accounts; the answer is kept as long as they are.

    Returns
    -------
    FactorShares
        Shares by region and industry.

    Raises
    ------
    DataError
        When labour compensation is not in the money of the accounts.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> shares = labour_shares(load("world", 2009))
    >>> bool(shares.estimated[0].any()), bool(shares.estimated[-1].all())
    (False, True)
    """
    if accounts not in _known:
        _known[accounts] = _labour_shares(accounts)
    return _known[accounts]


def shift_shares(shares: FactorShares, points: float) -> FactorShares:
    """Return shares whose estimated ones are higher by some points, within the bounds: what their uncertainty does.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> s = labour_shares(load("world", 2009))
    >>> bool(np.all(shift_shares(s, 0.05).values >= s.values))
    True
    """
    values = np.where(shares.estimated, np.clip(shares.values + points, *BOUNDS), shares.values)
    said = tell("log.shares_shifted", points=points)
    return replace(shares, values=readonly(values), log=(*shares.log, said))


def beside_profits(shares: Array, earned: Array, profits: Array) -> tuple[Array, tuple[str, ...]]:
    """Return shares of labour in what factors earn, where accounts count profits of mark-ups as income of capital.

    Parameters
    ----------
    shares : (R, S) array
        Labour in what factors earn and profits together.
    earned, profits : (R, S) array
        What labour and capital earn, and what mark-ups do.

    Returns
    -------
    (R, S) array
        Labour earns what it did, but for the upper bound of its share.
    tuple of str
        What was assumed; nothing without profits.

    Examples
    --------
    >>> half, ten = np.array([[0.5]]), np.array([[10.0]])
    >>> float(beside_profits(half, ten, ten / 5)[0][0, 0])
    0.6
    """
    if not profits.any():
        return shares, ()
    there = earned > 0
    wanted = np.where(there, shares * (earned + profits) / np.where(there, earned, 1.0), shares)
    made = np.clip(wanted, *BOUNDS)
    cut = int((made < wanted).sum())
    return made, (tell("log.profits_labour", n=cut) if cut else tell("log.profits"),)


def _labour_shares(w: Accounts) -> FactorShares:
    log: list[str] = []
    own = compute_observed_shares(w)
    shares = carry_shares_forward(w, own, log)
    if np.isnan(shares).all():
        return _assume_shares(w)
    shares = fill_shares(w, shares, log)
    values = np.clip(shares, *BOUNDS)
    if clipped := int((values != shares).sum()):
        log.append(tell("log.shares_clipped", low=BOUNDS[0], high=BOUNDS[1], n=clipped))
    return FactorShares(readonly(values), np.isnan(own), tuple(log))


def compute_observed_shares(w: Accounts) -> Array:
    """Return labour compensation over value added, NaN where either is unknown or value added is not positive; (R, S).

    Raises
    ------
    DataError
        When labour compensation is not in the money of the accounts.
    """
    if SATELLITE not in w.satellites:
        return np.full((w.R, w.S), np.nan)
    found = w.satellites[SATELLITE]
    if found.unit != w.unit:
        raise DataError(
            f"{SATELLITE} of {w.year} is in {found.unit!r}, the flows are in {w.unit!r}. Convert one of them, or leave "
            f"the satellite out: labour shares are then assumed."
        )
    earned = np.where(w.value_added > 0, w.value_added, np.nan)
    return np.asarray((found.values / earned).reshape(w.R, w.S))


def carry_shares_forward(w: Accounts, shares: Array, log: list[str]) -> Array:
    """Return shares where economies of the shipped world that have none take those of their last year; (R, S).

    They are found by their labels, in any order and beside any other regions, where the industries are those of the
    shipped world.
    """
    shares = shares.copy()
    if not _world_industries(w):
        return shares
    goods = [list(classification("wiod26")).index(code) for code in w.industries]
    for year in sorted((y for y, there in satellites().items() if y < w.year and SATELLITE in there), reverse=True):
        missing = np.isnan(shares).all(axis=1) & (np.array(w.regions.codes) != REST)
        earlier = _by_label(_world()[year], w, goods)
        taken = missing & ~np.isnan(earlier).all(axis=1)
        shares[taken] = earlier[taken]
        if taken.any():
            log.append(tell("log.shares_carried", year=year, to=w.year, which=_names(w, taken)))
        if not (missing & _in_world(w) & ~taken).any():
            break
    return shares


def _by_label(world: Accounts, w: Accounts, goods: list[int]) -> Array:
    """Return shares of a year of the shipped world for the economies of accounts, NaN for those it lacks; (R, S)."""
    own, known = compute_observed_shares(world), {code: r for r, code in enumerate(world.regions.codes)}
    rows = [own[known[code], goods] if code in known else np.full(w.S, np.nan) for code in w.regions.codes]
    return np.array(rows)


def fill_shares(w: Accounts, shares: Array, log: list[str]) -> Array:
    """Return shares with means where there is none: of the region, or of other regions for the whole region; (R, S)."""
    weight = np.where(np.isnan(shares), 0.0, w.value_added.reshape(w.R, w.S))
    bare: BoolArray = np.asarray(np.isnan(shares).all(axis=1))
    here = _mean(shares, weight, axis=1)
    if part := int((np.isnan(shares) & ~bare[:, None]).sum()):
        log.append(tell("log.shares_region", n=part))
    full = np.where(np.isnan(shares), here[:, None], shares)
    if bare.any():
        models = np.array([code in EMERGING for code in w.regions.codes]) & ~bare
        chosen: BoolArray = models if models.any() else ~bare
        full[bare] = _by_industry(full[chosen], weight[chosen])
        log.append(tell("log.shares_others", which=_names(w, bare), others=_names(w, chosen)))
    return full


def _by_industry(shares: Array, weight: Array) -> Array:
    """Return the mean share of each industry over regions, that of all industries where none is known; (S,)."""
    mean = _mean(shares, weight, axis=0)
    return np.where(np.isnan(mean), (shares * weight).sum() / weight.sum(), mean)


def _mean(shares: Array, weight: Array, axis: int) -> Array:
    total = weight.sum(axis=axis)
    summed = (np.nan_to_num(shares) * weight).sum(axis=axis)
    return np.where(total > 0, summed / np.where(total > 0, total, 1.0), np.nan)


def _assume_shares(w: Accounts) -> FactorShares:
    p = parameter("labour_share")
    low, high = p.range or BOUNDS
    said = tell("log.shares_assumed", year=w.year, value=p.value, low=low, high=high)
    values = readonly(np.full((w.R, w.S), p.value, dtype=np.float64))
    return FactorShares(values, np.ones((w.R, w.S), dtype=bool), (said,), known=False)


@cache
def _world() -> Panel:
    return load_reference("world")


def _world_industries(w: Accounts) -> bool:
    """Tell whether accounts have the industries of the shipped world, in any order, and some of its economies."""
    return sorted(w.industries) == sorted(classification("wiod26")) and bool(_in_world(w).any())


def _in_world(w: Accounts) -> BoolArray:
    """Return which regions are economies of the shipped world, but for the rest; (R,)."""
    known = set(classification("wiod20")) - {REST}
    return np.array([code in known for code in w.regions.codes], dtype=np.bool_)


def _names(w: Accounts, chosen: BoolArray) -> str:
    return join_items(name_part(w.regions[int(r)]) for r in np.flatnonzero(chosen))
