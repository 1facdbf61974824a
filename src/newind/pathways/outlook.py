"""What an economy grew by, and what it is taken to grow by: the product, people and emissions that a baseline meets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.reference.growth import yearly_figures
from newind.errors import DataError, offenders, tell
from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.accounts.reference.growth import Growth
    from newind.pathways.prospects import Prospects
    from newind.typing import Array, BoolArray, IntArray

REST = "ROW"
FRONTIER = "USA"
"""Economy whose GDP per worker is the frontier."""
RECENT = 10
"""Years over which recent growth is the mean."""
LASTS = 15
"""Years that goods last on average before they are scrap (assumed)."""
LEVEL = 2017
"""Year whose prices the volumes are at, in which two series of them are made equal."""
FURTHEST = 2100


@dataclass(frozen=True, eq=False)
class Outlook:
    """Logs against the benchmark year, a row a year, a column a region.

    Parameters
    ----------
    years : tuple of int
        From the benchmark on.
    product : (T, R) array
        Real GDP.
    labour : (T, R) array
        People engaged, times human capital.
    population : (T, R) array
        People.
    emissions : (T, R) array
        CO2; NaN beyond the years observed.
    saving : (R,) array
        Mean yearly fall of CO2 per unit of product in the last years observed, in logs.
    scrap : (T, R) array
        Supply of scrap: product of `LASTS` years before.
    known : (R,) int array
        Last year in which product was observed.
    gap : (T, R) array
        Log of the frontier's GDP per worker over one's own, 0 at the frontier.
    depreciation, investment : (R,) array
        Share of capital lost in a year, and investment over capital in the benchmark year.
    log : tuple of str
        What is assumed.
    """

    years: tuple[int, ...]
    product: Array
    labour: Array
    population: Array
    emissions: Array
    saving: Array
    scrap: Array
    known: IntArray
    gap: Array
    depreciation: Array
    investment: Array
    log: tuple[str, ...]

    @property
    def observed(self) -> int:
        """Last year in which the product of some region is observed; the benchmark's where that is later."""
        return max(self.years[0], int(self.known.max()))


def outlook(
    w: Accounts, until: int, prospects: Prospects, *, product_until: int = FURTHEST, emissions_until: int = FURTHEST
) -> Outlook:
    """Return what a baseline meets: figures observed, and beyond them what is assumed.

    Parameters
    ----------
    w : Accounts
        The benchmark.
    until : int
        Last year.
    prospects : Prospects
        Speed of convergence, growth of the frontier, how long recent growth lasts.
    product_until, emissions_until : int
        Last years of product and work, and of emissions, that are taken to be known; for hindcasts.

    Notes
    -----
    Beyond the years observed GDP per worker of a region grows by h g + (1 − h) (g_F + β ln(y_F / y)): g is its mean
    growth over ten years, h halves every ``growth_memory`` years, g_F is growth at the frontier, β the speed of
    convergence, and no economy above the frontier falls back. Work and people go on growing at h times their own rates.

    Raises
    ------
    DataError
        For a year that is not after the benchmark's, or beyond 2100.
    """
    if not w.year < until <= FURTHEST:
        raise DataError(tell("path.years", first=w.year, furthest=FURTHEST, until=until))
    grown, log = of_regions(w, prospects.choice("product"))
    grown = forgotten(grown, product_until, emissions_until)
    first = grown.years[0]
    years = np.arange(first, max(until, grown.years[-1]) + 1)
    half = prospects.value("growth_memory")
    labour = onward(_work(grown), years.size, half)
    population = onward(np.log(grown.values["population"]), years.size, half)
    product, level = _product(grown, labour, years.size, prospects, product_until)
    emissions = np.full_like(product, np.nan)
    emissions[:, : len(grown.years)] = np.log(grown.values["co2"])
    at, here = w.year - first, slice(w.year - first, until + 1 - first)
    per = emissions - product
    return Outlook(
        tuple(range(w.year, until + 1)),
        (product[:, here] - product[:, [at]]).T,
        (labour[:, here] - labour[:, [at]]).T,
        (population[:, here] - population[:, [at]]).T,
        (emissions[:, here] - emissions[:, [at]]).T,
        np.nan_to_num(-np.array([recent(row) for row in per])),
        _lagged(product, at, until + 1 - w.year).T,
        np.array([first + last(row) for row in np.log(grown.values["gdp_volume"])]),
        level[:, here].T,
        *_capital(grown, product, at, prospects),
        log,
    )


def _lagged(product: Array, at: int, size: int) -> Array:
    """Return growth of product of `LASTS` years before since the benchmark, that of the first years before them."""
    early = product[:, :1] + (product[:, 1] - product[:, 0])[:, None] * np.arange(-LASTS, 0)
    every = np.concatenate([early, product], axis=1)
    return np.asarray(every[:, at : at + size] - every[:, [at]])


def of_regions(w: Accounts, product: str) -> tuple[Growth, tuple[str, ...]]:
    """Return the growth of each region: its own, else its country's, else the world's that is not named."""
    found, log = _of_regions(w)
    return _with_product(found, product), log


def forgotten(grown: Growth, product_until: int, emissions_until: int) -> Growth:
    """Return figures without those after the years that are taken to be known."""
    years = np.array(grown.years)
    last = {name: emissions_until if name == "co2" else product_until for name in grown.values}
    return replace(grown, values={n: np.where(years > last[n], np.nan, v) for n, v in grown.values.items()})


def _with_product(grown: Growth, product: str) -> Growth:
    """Return figures whose GDP grows as reported, where that is known and wanted, from the level of the other."""
    if product != "reported":
        return grown
    volume, reported = grown.values["gdp_volume"], grown.values["gdp_reported"]
    at = grown.years.index(LEVEL)
    scaled = reported * ratio(volume[:, [at]], reported[:, [at]])
    return replace(grown, values={**grown.values, "gdp_volume": np.where(np.isfinite(scaled), scaled, volume)})


def _of_regions(w: Accounts) -> tuple[Growth, tuple[str, ...]]:
    own = yearly_figures().growth_of(w.regions.codes)
    known: BoolArray = np.asarray(np.isfinite(own.values["gdp_volume"]).any(axis=1))
    if known.all():
        return own, ()
    countries = yearly_figures().growth_of(w.regions.country)
    by_country: BoolArray = np.asarray(np.isfinite(countries.values["gdp_volume"]).any(axis=1))
    codes = [
        w.regions.codes[r] if known[r] else w.regions.country[r] if by_country[r] else REST for r in range(len(known))
    ]
    log = []
    if (of_country := ~known & by_country).any():
        named = offenders([w.regions[int(r)] for r in np.flatnonzero(of_country)])
        log.append(f"Growth is assumed to be that of the country: {named}.")
    if (elsewhere := ~known & ~by_country).any():
        named = offenders([w.regions[int(r)] for r in np.flatnonzero(elsewhere)])
        log.append(f"Growth is assumed to be that of the rest of the world: {named}.")
    return yearly_figures().growth_of(codes), tuple(log)


def last(series: Array) -> int:
    """Return the position of the last number.

    Examples
    --------
    >>> last(np.array([1.0, 2.0, np.nan]))
    1
    """
    return int(np.flatnonzero(np.isfinite(series))[-1])


def recent(series: Array, span: int = RECENT) -> float:
    """Return the mean yearly change over the last years that are known, NaN where none is.

    Examples
    --------
    >>> recent(np.array([0.0, 0.1, 0.3, np.nan]), 2)
    0.15
    """
    known = np.flatnonzero(np.isfinite(series))
    if known.size < 2:
        return float("nan")
    end = int(known[-1])
    start = int(known[known >= end - span][0])
    return float((series[end] - series[start]) / (end - start))


def fading(steps: int, half: float) -> Array:
    """Return what is left of something that halves every `half` steps, after 1, 2, … steps.

    Examples
    --------
    >>> fading(2, 1.0)
    array([0.5 , 0.25])
    """
    return np.asarray(0.5 ** (np.arange(1, steps + 1) / half))


def onward(logs: Array, size: int, half: float) -> Array:
    """Return series carried on to a size by their recent growth, which fades to nothing; (R, size)."""
    found = np.full((len(logs), size), np.nan)
    for row, series in zip(found, logs, strict=True):
        end = last(series)
        row[: end + 1] = series[: end + 1]
        row[end + 1 :] = series[end] + recent(series) * np.cumsum(fading(size - end - 1, half))
    return found


def _product(grown: Growth, labour: Array, size: int, prospects: Prospects, grown_until: int) -> tuple[Array, Array]:
    """Return log GDP in volumes, and the distance to the frontier in GDP per worker; (R, size) each."""
    half, speed = prospects.value("growth_memory"), prospects.value("convergence_speed")
    at_frontier = prospects.value("frontier_growth")
    volume = np.full((len(labour), size), np.nan)
    volume[:, : len(grown.years)] = np.log(grown.values["gdp_volume"])
    leader = yearly_figures().growth_of((FRONTIER,))
    leader = _with_product(leader, prospects.choice("product"))
    leader = forgotten(leader, grown_until, FURTHEST)
    best = _per_worker(leader, onward(_work(leader), size, half), size)[0]
    end = last(best)
    best[end + 1 :] = best[end] + at_frontier * np.arange(1, size - end)
    own = _per_worker(grown, labour, size)
    for y, series, work in zip(own, volume, labour, strict=True):
        end = last(series)
        growth, left = recent(series - work), fading(size - end - 1, half)
        for t in range(end + 1, size):
            h = left[t - end - 1]
            ahead = at_frontier + speed * max(best[t - 1] - y[t - 1], 0.0)
            y[t] = y[t - 1] + h * growth + (1.0 - h) * ahead
            series[t] = series[t - 1] + (y[t] - y[t - 1]) + (work[t] - work[t - 1])
    return volume, np.maximum(best - own, 0.0)


def _work(grown: Growth) -> Array:
    """Return log people engaged, times human capital; (R, T)."""
    return np.log(grown.values["persons_engaged"] * grown.values["human_capital"])


def _per_worker(grown: Growth, labour: Array, size: int) -> Array:
    """Return log GDP per effective worker: its level in the last year with PPP figures, moved by volumes; (R, size)."""
    volume = np.full((len(labour), size), np.nan)
    volume[:, : len(grown.years)] = np.log(grown.values["gdp_volume"])
    level = np.log(grown.values["gdp_ppp"])
    shift = [(level[r] - volume[r, : level.shape[1]])[last(level[r])] for r in range(len(level))]
    return np.asarray(volume + np.array(shift)[:, None] - labour)


def _capital(grown: Growth, product: Array, at: int, prospects: Prospects) -> tuple[Array, Array]:
    """Return depreciation, and investment over capital in the benchmark year: what made capital grow as it did."""
    usual = prospects.value("capital_depreciation")
    stated = "capital_depreciation" in prospects.given
    rates = grown.values["depreciation"]
    rate = np.array([usual if stated or not np.isfinite(r).any() else r[min(at, last(r))] for r in rates])
    capital = np.log(grown.values["capital"])
    step = [c[min(at, last(c))] - c[min(at, last(c)) - 1] if np.isfinite(c).any() else np.nan for c in capital]
    growth = np.where(np.isfinite(step), step, product[:, at + 1] - product[:, at])
    return rate, np.expm1(growth) + rate
