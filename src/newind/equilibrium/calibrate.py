"""From accounts on the model's footing to the benchmark that shocks start from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.validate import cells
from newind.equilibrium.benchmark import Benchmark
from newind.equilibrium.emissions import FUELS, intensities
from newind.equilibrium.fold import FLOOR, by_good, refuse_boundary
from newind.errors import DataError, offenders

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.accounts.groups import Selector
    from newind.typing import Array, BoolArray

MOST = 100_000_000
"""Shares of origins by user that are kept in memory at most: 0.8 GB."""


def build_benchmark(
    folded: Accounts,
    *,
    labour_share: Array,
    shares: str = "user",
    tariff: Array | None = None,
    markup: Array | None = None,
    subsidy: Array | None = None,
    rebate: Array | None = None,
    land_share: float = 0.0,
    fuels: Selector | None = FUELS,
) -> Benchmark:
    """Return the benchmark of accounts: who buys what from whom at what price, and who earns it.

    Flows of the accounts are what producers receive (basic prices). Buyers pay less by subsidies and rebates and more
    by tariffs; value added is what is left of output after inputs at those prices, and after what mark-ups earn.

    Parameters
    ----------
    folded : Accounts
        Accounts on the model's footing, aggregated with the same tariffs and shares.
    labour_share : (R, S) array in [0, 1]
        Labour in factor income; not looked at in industries without output.
    shares : {"user", "common"}
        Whether every user has its own shares of origins in what it spends on a good, or all of a region have the same.
    tariff : (S, R, R) array, optional
        Ad valorem rates [good, user's region, origin]; none by default.
    markup : (R, S) array, optional
        Price over cost, lowered where value added would be less than `FLOOR` of output; 1 by default.
    subsidy : (R, S) array, optional
        Subsidies on production, share of what producers receive; none by default.
    rebate : (S, R, R) array, optional
        Export rebates, share of the export price; none by default.
    land_share : float
        Land in capital income.
    fuels : label, list of labels or group, optional
        Industries whose products are burnt.

    Returns
    -------
    Benchmark
        Its output is that of the accounts; its deficits are imports less exports.

    Raises
    ------
    DataError
        For a boundary, shares of labour outside [0, 1], or industries without value added, naming the first.
    """
    refuse_boundary(folded)
    R, S = folded.R, folded.S
    _refuse_large(R, S, shares)
    wedge, tariff, subsidy, rebate = _wedge(R, S, tariff, subsidy, rebate)
    landed = by_good(folded)
    if wedge is not None:
        landed *= wedge[..., None]
    spend = np.ascontiguousarray(landed.sum(axis=2))
    inputs = spend[:, :, :-1].sum(axis=0)
    x = folded.x.reshape(R, S)
    _refuse_worthless(folded, x, inputs)
    markup, lowered = _markup(folded, x, inputs, np.ones((R, S)) if markup is None else markup)
    emitted, said = intensities(folded, spend, fuels=fuels)
    return Benchmark(
        shares=_shares(landed, spend, shares),
        spend=spend,
        labour_share=_labour(folded, labour_share),
        tariff=tariff,
        markup=markup,
        subsidy=subsidy,
        rebate=rebate,
        land_share=land_share,
        fuel_emissions=None if emitted is None else emitted.fuel,
        process_emissions=None if emitted is None else emitted.process,
        regions=folded.regions.codes,
        industries=folded.industries,
        log=(*lowered, *said),
    )


def _refuse_large(R: int, S: int, shares: str) -> None:
    if shares == "user" and R * R * S * (S + 1) > MOST:
        raise DataError(
            f"{R} regions × {S} industries with shares of their own for every user need {R * R * S * (S + 1):,} "
            f"figures, above the {MOST:,} that are supported. Aggregate first, or use shares='common'."
        )


def _wedge(
    R: int, S: int, tariff: Array | None, subsidy: Array | None, rebate: Array | None
) -> tuple[Array | None, Array, Array, Array]:
    """Return what buyers pay over what producers receive [k, n, i], None where all is one, and the rates as arrays."""
    given = [a for a in (tariff, subsidy, rebate) if a is not None]
    t, e = (np.zeros((S, R, R)) if a is None else np.asarray(a, dtype=np.float64) for a in (tariff, rebate))
    s = np.zeros((R, S)) if subsidy is None else np.asarray(subsidy, dtype=np.float64)
    wedge = (1.0 + t) * (1.0 - e) * (1.0 - s.T[:, None, :]) if any(np.any(a) for a in given) else None
    return wedge, t, s, e


def _shares(landed: Array, spend: Array, shares: str) -> Array:
    """Return shares of origins in what is spent; 0 where nothing is; takes over the array of flows."""
    if shares == "common":
        trade = landed.sum(axis=3)
        total = trade.sum(axis=2, keepdims=True)
        return np.asarray(np.divide(trade, total, out=np.zeros_like(trade), where=total > 0)[..., None])
    landed /= np.where(spend > 0, spend, 1.0)[:, :, None, :]
    return landed


def _refuse_worthless(w: Accounts, x: Array, inputs: Array) -> None:
    bad = ((x > 0) & (inputs >= x)) | ((x <= 0) & (inputs > 0))
    if bad.any():
        raise DataError(
            f"no value added after inputs and tariffs in {offenders(cells(w, bad.ravel()))}. "
            "Fold the accounts with the same tariffs first (fold(w, tariff=…))."
        )


def _markup(w: Accounts, x: Array, inputs: Array, markup: Array) -> tuple[Array, tuple[str, ...]]:
    """Return mark-ups that leave value added in every industry, and what was lowered."""
    left = (1.0 - inputs / np.where(x > 0, x, 1.0)) * 0.5
    most = np.where(x > 0, x / np.where(x > 0, inputs + np.minimum(FLOOR, left) * x, 1.0), np.inf)
    low: BoolArray = (markup > 1.0) & (markup > most)
    made = np.where(low, np.maximum(most, 1.0), np.where(x > 0, markup, 1.0))
    if not low.any():
        return made, ()
    return made, (f"mark-ups were lowered to what value added allows in {offenders(cells(w, low.ravel()))}.",)


def _labour(w: Accounts, labour_share: Array) -> Array:
    """Return labour shares, checked where there is output."""
    active = w.x.reshape(w.R, w.S) > 0
    bad = active & ~((labour_share >= 0.0) & (labour_share <= 1.0))
    if bad.any():
        named = offenders(cells(w, bad.ravel()))
        raise DataError(f"shares of labour outside [0, 1] in industries {named}. Give each one between.")
    without = ~(active & (labour_share > 0)).any(axis=1)
    if without.any():
        named = offenders([w.regions[int(i)] for i in np.flatnonzero(without)])
        raise DataError(f"no labour income in regions {named}. Give an industry of theirs a share of labour.")
    return np.where(active, labour_share, 0.5)
