"""What is invested and borrowed abroad on a baseline: as observed, as projected, and beyond."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.data.reference.growth import projected_figures
from newind.data.reference.now import weighted_share

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.accounts.accounts import Accounts
    from newind.pathways.growthpath import GrowthPath
    from newind.typing import Array, BoolArray

HALF = 5.0
"""Years in which the current account beyond the shipped projections comes half the way to zero."""


def project_shares(w: Accounts, name: str, years: tuple[int, ...]) -> Array:
    """Return shares of GDP as projected, of a region without a row its country's; NaN in other years; (R, T).

    Parameters
    ----------
    w : Accounts
        Whose regions.
    name : {"investment_ratio", "current_account"}
        Which; the latter falls to zero beyond, by half every `HALF` years.
    years : tuple of int
        In order.
    """
    ahead = projected_figures()
    known = ahead.growth_of([c if c in ahead.economies else of for c, of in zip(w.regions.codes, w.regions.country,
                                                                               strict=True)])  # fmt: skip
    found = np.full((w.R, len(years)), np.nan)
    for t, year in enumerate(years):
        if year in ahead.years:
            found[:, t] = known.values[name][:, ahead.year_at(year)]
        elif year > ahead.years[-1] and name == "current_account":
            found[:, t] = known.values[name][:, -1] * 0.5 ** ((year - ahead.years[-1]) / HALF)
    return found


def project_investment(w: Accounts, ahead: GrowthPath) -> Array:
    """Return log shares of capital formation in GDP over the first year; (T, R), NaN beyond what is projected.

    National accounts as far as GDP is known, then as the World Economic Outlook projects it, by ratios since levels
    differ. Between the two a share stays as it is.
    """
    seen = [weighted_share("investment_share", code) for code in w.regions.codes]
    projected = np.log(_own_projections(w, ahead, "investment_ratio"))
    observed = np.log([[_known_figure(s, y, ahead, r) for r, s in enumerate(seen)] for y in ahead.years])
    return _chain(observed, projected)


def project_deficits(w: Accounts, ahead: GrowthPath, first: Array) -> Array:
    """Return trade deficits over value added, from those of the table on; (T, R).

    They move as imports less exports do in national accounts, in shares of GDP, as far as GDP is known, then as the
    World Economic Outlook projects the current account to move; beyond, they fall to zero, by half every `HALF` years.
    Levels are those of the table, which knows no income from abroad. Regions without figures of their own keep theirs,
    and so do all where no projections are to be known.
    """
    seen = [
        {y: (bought[y] - sold[y]) / 100.0 for y in bought.keys() & sold.keys()}
        for bought, sold in ((weighted_share(f"{n}_share", c) for n in ("imports", "exports")) for c in w.regions.codes)
    ]
    observed = np.array([[_known_figure(s, y, ahead, r) for r, s in enumerate(seen)] for y in ahead.years])
    projected = -_own_projections(w, ahead, "current_account")
    moved = first + _chain(observed, projected)
    own = np.array([is_projected(code) for code in w.regions.codes])
    for r in np.flatnonzero(own).tolist():
        end = int(np.flatnonzero(np.isfinite(moved[:, r]))[-1])
        beyond = np.arange(1, len(moved) - end)
        moved[end + 1 :, r] = moved[end, r] * (0.5 ** (beyond / HALF) if ahead.foreseen else 1.0)
    return np.where(own, moved, first)


def is_projected(code: str) -> bool:
    """Tell whether the shipped projections have a row of a region.

    Examples
    --------
    >>> is_projected("CHN"), is_projected("CN-ZJ")
    (True, False)
    """
    return bool(np.isfinite(projected_figures().growth_of([code]).values["current_account"][0, -1]))


def find_last_observed_year(name: str, code: str, known: int) -> int:
    """Return the last year in which national accounts have what a path meets, up to one; 0 where they have none.

    Parameters
    ----------
    name : {"investment", "deficit"}
        The share invested, or imports less exports.
    code : str
        Of a region.
    known : int
        Last year in which its GDP is known.

    Examples
    --------
    >>> find_last_observed_year("investment", "CHN", 2023), find_last_observed_year("deficit", "TWN", 2023)
    (2023, 0)
    """
    needed = ("investment_share",) if name == "investment" else ("imports_share", "exports_share")
    years = set.intersection(*(set(weighted_share(share, code)) for share in needed))
    return max((year for year in years if year <= known), default=0)


def _known_figure(series: Mapping[int, float], year: int, ahead: GrowthPath, r: int) -> float:
    """Return an observed figure, NaN beyond the years in which GDP of the region is known."""
    return series.get(year, np.nan) if year <= ahead.known[r] else np.nan


def _own_projections(w: Accounts, ahead: GrowthPath, name: str) -> Array:
    """Return what is projected of regions that have a row of their own, NaN of others and other years; (T, R)."""
    figures = projected_figures()
    found = np.full((len(ahead.years), w.R), np.nan)
    if ahead.foreseen:
        values = figures.growth_of(w.regions.codes).values[name]
        for t, year in enumerate(ahead.years):
            if year in figures.years:
                found[t] = values[:, figures.year_at(year)]
    return found


def _chain(*series: Array) -> Array:
    """Return changes since the first year, year by year those of the first series that has both years; (T, R).

    Where none has, nothing changes; NaN beyond the last figure of all.
    """
    steps = np.zeros_like(series[0])
    for one in reversed(series):
        change = np.diff(one, axis=0, prepend=np.nan)
        steps = np.where(np.isfinite(change), change, steps)
    known: BoolArray = np.asarray(np.isfinite(series).any(axis=0))
    beyond = ~np.logical_or.accumulate(known[::-1])[::-1]
    beyond[0] = False
    return np.where(beyond, np.nan, steps.cumsum(axis=0))
