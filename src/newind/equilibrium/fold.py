"""Accounts on the model's footing: nothing negative, and value added in every industry that produces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.validate import cell, cells
from newind.errors import DataError, noun, offenders, tell
from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.typing import Array, BoolArray

FLOOR = 0.01
"""Least value added of an industry, as a share of its output."""
ROUNDING = 1e-12
"""Share by which inputs may exceed what the floor allows before they are scaled."""
SETTLED, PATIENCE = 1e-14, 10_000
"""Relative change at which scaled inputs have settled, and the most rounds that may take."""


@dataclass(frozen=True, eq=False)
class ModelAccounts:
    """Accounts on the model's footing and what was changed to get there.

    Parameters
    ----------
    accounts : Accounts
        Same labels; nothing negative, value added in every industry with output.
    log : tuple of str
        What was changed, in sentences; empty when nothing was.
    negative, summed : int
        Negative cells of final demand by category, and with the categories summed.
    floored : float
        What the second were, as a share of world final demand.
    scaled : (n,) bool array
        Industries whose inputs were scaled down.
    cut : float
        How much, as a share of all inputs.
    """

    accounts: Accounts
    log: tuple[str, ...]
    negative: int
    summed: int
    floored: float
    scaled: BoolArray
    cut: float


def fold(w: Accounts, floor: float = FLOOR, *, tariff: Array | None = None, shares: str = "user") -> ModelAccounts:
    """Repair what the model cannot use, in a stated way and logged with its size, or refuse it.

    Final demand is summed over its categories and floored at zero, then split back over the categories that are not
    negative. An industry whose value added is below the floor has its inputs scaled down, until this holds everywhere.

    Parameters
    ----------
    w : Accounts
        Closed accounts.
    floor : float in (0, 1)
        Least value added as a share of output.
    tariff : (S, R, R) array, optional
        Ad valorem rates [good, user's region, origin]: with them value added is what is left after tariffs on inputs.
    shares : {"user", "common"}
        With ``common``, users of a region get the same origins of a good (what they spend, and trade, stay).

    Returns
    -------
    ModelAccounts
        Its accounts are those given where nothing had to be changed.

    Raises
    ------
    DataError
        For a boundary, negative flows between industries, industries that cannot be given value added, and regions
        without income or final demand, naming the first.
    """
    refuse_boundary(w)
    _refuse_negative(w)
    final, negative, summed, floored = _final(w)
    wedge = None if tariff is None else 1.0 + tariff
    factor, cut = _factors(w, final, wedge, floor)
    scaled = (factor < 1.0) & (w.Z.sum(axis=0) > 0)
    changed = negative > 0 or bool(scaled.any())
    made = w._replace(Z=w.Z * factor, Y=final.reshape(w.Y.shape)) if changed else w
    _refuse_without(made)
    log = (*_log_final(w, negative, summed, floored), *_log_inputs(w, scaled, cut, floor))
    if shares == "common":
        made, log = as_common(made, tariff), (*log, "all users of a region buy a good from the same origins.")
    return ModelAccounts(made, log, negative, summed, floored, scaled, cut)


def as_common(w: Accounts, tariff: Array | None = None) -> Accounts:
    """Return accounts in which all users of a region have the same shares of origins in what they spend on a good.

    Parameters
    ----------
    w : Accounts
        Accounts without negative flows.
    tariff : (S, R, R) array, optional
        Rates [good, user's region, origin] that are part of what is spent.
    """
    flows = by_good(w)
    wedge = np.ones((w.S, w.R, w.R)) if tariff is None else 1.0 + tariff
    spend = (flows * wedge[..., None]).sum(axis=2)
    trade = flows.sum(axis=3)
    shares = np.nan_to_num(ratio(trade, (trade * wedge).sum(axis=2, keepdims=True)))
    made = shares[..., None] * spend[:, :, None, :]
    final = made[..., -1].transpose(2, 0, 1)
    return w._replace(
        Z=made[..., :-1].transpose(2, 0, 1, 3).reshape(w.n, w.n),
        Y=(final[..., None] * categories(w)).reshape(w.Y.shape),
    )


def by_good(w: Accounts) -> Array:
    """Return flows by good, user's region, origin and user, final demand last; (S, R, R, S + 1)."""
    flows = np.empty((w.S, w.R, w.R, w.S + 1))
    flows[..., :-1] = w.Z4.transpose(1, 2, 0, 3)
    flows[..., -1] = w.Y3.transpose(1, 2, 0)
    return flows


def categories(w: Accounts) -> Array:
    """Return how each cell of final demand splits over categories, as its region's where it is empty; (R, S, R, D)."""
    total = w.Y4.sum(axis=(0, 1))
    usual = ratio(total, total.sum(axis=1, keepdims=True))
    own = ratio(w.Y4, w.Y3[..., None])
    return np.where(np.isnan(own), np.nan_to_num(usual, nan=1.0 / w.D), own)


def refuse_boundary(w: Accounts) -> None:
    """Raise for accounts with a boundary.

    Raises
    ------
    DataError
        Naming the boundary and what to use instead.
    """
    if w.boundary:
        raise DataError(tell("model.boundary", year=w.year, which=offenders(w.boundary)))


def _refuse_negative(w: Accounts) -> None:
    bad = w.Z < 0
    if bad.any():
        rows, columns = np.nonzero(bad)
        names = [f"{cell(w, i)} → {cell(w, j)}" for i, j in zip(rows.tolist(), columns.tolist(), strict=True)]
        raise DataError(tell("model.negative", which=offenders(names)))


def _refuse_without(w: Accounts) -> None:
    """Raise where a region has no income or no final demand."""
    spent = w.Y3.sum(axis=(0, 1))
    for what, amount in (("final demand", spent), ("value added", w.gdp)):
        if (amount <= 0).any():
            names = [w.regions[int(i)] for i in np.flatnonzero(amount <= 0)]
            raise DataError(tell("model.regions_without", what=noun(what), which=offenders(names)))


def _final(w: Accounts) -> tuple[Array, int, int, float]:
    """Return final demand without negative cells (R, S, R, D), how many there were, how many summed, their share."""
    below, total = w.Y4 < 0, w.Y3
    if not below.any():
        return w.Y4, 0, 0, 0.0
    up = np.where(below, 0.0, w.Y4)
    kept = np.nan_to_num(ratio(np.maximum(total, 0.0), up.sum(axis=3)))
    kept = np.where(below.any(axis=3), kept, 1.0)
    floored = -float(np.minimum(total, 0.0).sum()) / float(total.sum())
    return up * kept[..., None], int(below.sum()), int((total < 0).sum()), floored


def _factors(w: Accounts, final: Array, wedge: Array | None, floor: float) -> tuple[Array, float]:
    """Return by what each industry's inputs are multiplied (n,), and how much of all inputs that takes away."""
    paid = w.Z.sum(axis=0) if wedge is None else np.einsum("iknu,kni->nu", w.Z4, wedge).ravel()
    bought, sold = w.Z.sum(axis=0), final.sum(axis=(2, 3)).ravel()
    most = np.divide(1.0 - floor, paid, out=np.zeros_like(paid), where=paid > 0)
    factor = np.ones(w.n)
    if (most * (w.Z.sum(axis=1) + sold) >= 1.0 - ROUNDING)[paid > 0].all():
        return factor, 0.0
    for _ in range(PATIENCE):
        allowed = np.where(paid > 0, np.minimum(1.0, most * (w.Z @ factor + sold)), 1.0)
        settled = bool((factor - allowed <= SETTLED * factor).all())
        factor = allowed
        if settled:
            return factor, 1.0 - float(bought @ factor) / max(float(bought.sum()), 1e-300)
    names = cells(w, factor < 1e-3)
    raise DataError(tell("model.closed_industries", which=offenders(names)))


def _log_final(w: Accounts, negative: int, summed: int, floored: float) -> tuple[str, ...]:
    if not negative:
        return ()
    at = [f"{cell(w, i)} to {w.regions[r]}" for i, r in np.argwhere(w.Yr < 0).tolist()]
    named = f" ({offenders(at)})" if at else ""
    return (
        f"final demand has {negative} negative cells, {summed} with the categories summed{named}; these were set to "
        f"zero, {100 * floored:.4f} % of world final demand, the others offset within their cell.",
    )


def _log_inputs(w: Accounts, scaled: BoolArray, cut: float, floor: float) -> tuple[str, ...]:
    if not scaled.any():
        return ()
    return (
        f"value added was below {100 * floor:g} % of output in industries {offenders(cells(w, scaled))}: their inputs "
        f"were scaled down, {100 * cut:.4f} % of all inputs.",
    )
