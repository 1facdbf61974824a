"""Measure and project the growth of an economy: the product, people and emissions that a baseline meets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.memo import memo
from newind.aliases import alias
from newind.data.reference.growth import projected_figures, yearly_figures
from newind.errors import DataError, join_items, offenders, tell
from newind.kernels.quotients import ratio
from newind.pathways.projections import MOVED, SKILLED
from newind.pathways.prospects import WEO

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from newind.accounts.accounts import Accounts
    from newind.data.reference.growth import Growth
    from newind.pathways.projections import Projections
    from newind.pathways.prospects import PathwayAssumptions
    from newind.typing import Array, BoolArray, IntArray


RECENT = 10
"""Years over which recent growth is the mean."""
LATEST = 1
"""Years over which projected growth is taken to go on: the last alone."""


def last(series: Array) -> int:
    """Return the position of the last number.

    Examples
    --------
    >>> last(np.array([1.0, 2.0, np.nan]))
    1
    """
    return int(np.flatnonzero(np.isfinite(series))[-1])


def ends(logs: Array) -> IntArray:
    """Return the position of the last number of each row, -1 where there is none; (R,)."""
    known = np.isfinite(logs)
    return np.where(known.any(axis=1), known.shape[1] - 1 - known[:, ::-1].argmax(axis=1), -1)


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


def extrapolate_growth(logs: Array, size: int, half: float, span: int = RECENT) -> Array:
    """Return series carried on to a size by their growth over the last years, which fades to nothing; (R, size)."""
    found = np.full((len(logs), size), np.nan)
    for row, series in zip(found, logs, strict=True):
        end = last(series)
        row[: end + 1] = series[: end + 1]
        row[end + 1 :] = series[end] + recent(series, span) * np.cumsum(fading(size - end - 1, half))
    return found


def project_series(logs: Array, steps: Array, half: float, observed: Array | None = None) -> tuple[Array, Array]:
    """Return series carried on as projected, and by how much that is more than carried on without; (R, T) each.

    Parameters
    ----------
    logs : (R, t) array
        What is observed or estimated, NaN where nothing is.
    steps : (R, T) array
        Yearly growth as projected, NaN where there is no projection; what is observed stays.
    half : float
        Years in which growth that is not projected halves.
    observed : (R, t) array, optional
        `logs` without what is estimated, which projections take the place of.

    Examples
    --------
    >>> grown, more = project_series(np.array([[0.0, 0.1]]), np.array([[np.nan, np.nan, 0.3, np.nan]]), 1.0)
    >>> grown.round(3).tolist(), more.round(3).tolist()
    ([[0.0, 0.1, 0.4, 0.55]], [[0.0, 0.0, 0.25, 0.375]])
    """
    alone = extrapolate_growth(logs, steps.shape[1], half)
    with_it = extrapolate_growth(
        apply_steps(alone, logs if observed is None else observed, steps), steps.shape[1], half, LATEST
    )
    return with_it, with_it - alone


def apply_steps(series: Array, seen: Array, steps: Array) -> Array:
    """Return series that move by steps after what was seen of them, up to the last step; without steps, as they are."""
    found = np.array(series)
    for row, end, step in zip(found, ends(seen), steps, strict=True):
        at = np.flatnonzero(np.isfinite(step))
        at = at[at > end]
        if at.size:
            row[at] = row[at[0] - 1] + np.cumsum(step[at])
            row[at[-1] + 1 :] = np.nan
    return found


REST = "ROW"
FRONTIER = "USA"
"""Economy whose GDP per worker is the frontier."""
LONG_RUN = "CHN"
"""Country whose growth comes to a stated one beyond the projections that are shipped."""
FADES = 0.10
"""Rate at which the difference of growth from that of the long run falls a year, beyond those projections."""
LASTS = 15
"""Years that goods last on average before they are scrap (assumed)."""
LEVEL = 2021
"""Year whose prices the volumes are at, in which two series of them are made equal."""
FURTHEST = 2100
SAME = 1e-12
"""Logs that two series differ by where they are the same."""
FIGURES = {
    "population": "population", "work": "persons_engaged", "human_capital": "human_capital", "gdp": "gdp_volume",
    "co2": "co2",
}  # fmt: skip
"""Series that may be projected → what is observed of them."""


@dataclass(frozen=True, eq=False)
class GrowthPath:
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
        Last year in which product was observed; a first estimate of the year after may be met too.
    gap : (T, R) array
        Log of the frontier's GDP per worker over one's own, 0 at the frontier.
    depreciation, investment : (R,) array
        Share of capital lost in a year, and investment over capital in the benchmark year.
    log : tuple of str
        What is assumed.
    seen : mapping of str to (R,) int array
        Last year in which a series is observed, by the names of `newind.pathways.projections.MOVED`.
    basis : (T, R) array of str
        Where growth of the product comes from: ``observed``, ``estimated`` (a first estimate), ``projected`` by a
        user or the World Economic Outlook, or ``assumed``.
    foreseen : bool
        Whether shipped projections of what is invested and borrowed count; not where later years are not to be known.
    plain : (T, R) array, optional
        Labour without projections of it, where there are some: the productivity that it needs is kept.
    follows : (T, R) bool array, optional
        Where product is then not met, but follows from labour.
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
    seen: Mapping[str, IntArray]
    basis: NDArray[np.str_]
    foreseen: bool = True
    plain: Array | None = None
    follows: BoolArray | None = None

    @property
    def last_observed_year(self) -> int:
        """Last year in which the product of some region is observed; the benchmark's where that is later."""
        return max(self.years[0], int(self.known.max()))

    observed = alias("last_observed_year")


def growth_path(
    w: Accounts,
    until: int,
    prospects: PathwayAssumptions,
    *,
    product_until: int = FURTHEST,
    emissions_until: int = FURTHEST,
) -> GrowthPath:
    """Return what a baseline meets: figures observed, and beyond them what is assumed.

    Parameters
    ----------
    w : Accounts
        The benchmark.
    until : int
        Last year.
    prospects : PathwayAssumptions
        Speed of convergence, growth of the frontier, how long recent growth lasts.
    product_until, emissions_until : int
        Last years of product and work, and of emissions, that are taken to be known; for hindcasts.

    Notes
    -----
    Beyond the years observed GDP per worker of a region grows by h g + (1 − h) (g_F + β ln(y_F / y)): g is its mean
    growth over ten years, h halves every ``growth_memory`` years, g_F is growth at the frontier, β the speed of
    convergence, and no economy above the frontier falls back. Work and people go on growing at h times their own rates.

    With GDP of the World Economic Outlook, product and people grow as it projects to its last year; beyond, growth g of
    China comes to that of the long run, g* + (g − g*) exp(−0.10 t), and others converge as above, h falling so.

    What a user projects takes the place of what is assumed, from the first year of the projection to its last; beyond,
    the same rules begin anew. Where work or skills are projected, productivity grows as it would without, and GDP of
    years that are neither observed nor projected follows from the model (`plain`, `follows`).

    Raises
    ------
    DataError
        For a year that is not after the benchmark's, or beyond 2100, projections of regions that are not there, and a
        region whose GDP is not known from the benchmark on.
    """
    if not w.year < until <= FURTHEST:
        raise DataError(tell("path.years", first=w.year, furthest=FURTHEST, until=until))
    grown, log = of_regions(w, prospects.choice("product"))
    grown = mask_later_years(grown, product_until, emissions_until)
    first = grown.years[0]
    known: BoolArray = np.asarray(np.isfinite(grown.values["gdp_volume"]).any(axis=1)) & (w.year >= first)
    if lost := [w.regions.codes[int(r)] for r in np.flatnonzero(~known)]:
        raise DataError(tell("outlook.no_gdp", year=w.year, regions=join_items(lost)))
    years = np.arange(first, max(until, grown.years[-1]) + 1)
    half = prospects.value("growth_memory")
    logs = {name: np.log(grown.values[figure]) for name, figure in FIGURES.items()}
    own = _steps(w, prospects.projections, years)
    steps = own
    shipped = prospects.choice("product") == WEO and product_until >= projected_figures().years[-1]
    if shipped:
        usual = _shipped_steps(grown.economies, years)
        steps = {n: _until_own(usual[n], step) if n in usual else step for n, step in own.items()}
        log = (*log, _describe_shipped(w, prospects))
    plain = extrapolate_growth(_work(grown), years.size, half)
    labour = plain + sum(project_series(logs[name], steps[name], half)[1] for name in ("work", "human_capital"))
    population = project_series(
        logs["population"], steps["population"], half, _select_observed_logs(grown, "population")
    )[0]
    product, level = _product(w, grown, plain, steps["gdp"], prospects, product_until, shipped=shipped)
    emissions = _emissions(w, logs["co2"], steps["co2"], first)
    at, here = w.year - first, slice(w.year - first, until + 1 - first)
    per = emissions - product
    seen = {name: first + ends(_select_observed_logs(grown, figure)) for name, figure in FIGURES.items()}
    observed, given = seen["gdp"], first + ends(logs["gdp"])
    told = bool(np.abs(labour - plain)[:, here].max() > SAME)
    free = (years > observed[:, None]) & ~np.isfinite(own["gdp"])
    assumed = free & ~np.isfinite(steps["gdp"])
    return GrowthPath(
        tuple(range(w.year, until + 1)),
        (product[:, here] - product[:, [at]]).T,
        (labour[:, here] - labour[:, [at]]).T,
        (population[:, here] - population[:, [at]]).T,
        (emissions[:, here] - emissions[:, [at]]).T,
        np.nan_to_num(-np.array([recent(row) for row in per])),
        _lag_growth(product, at, until + 1 - w.year).T,
        observed,
        level[:, here].T,
        *_capital(grown, product, at, prospects),
        (*log, *_describe_projections(prospects.projections, told=told)),
        seen,
        _basis(years, observed, given, assumed)[:, here].T,
        product_until >= projected_figures().years[-1],
        (plain[:, here] - plain[:, [at]]).T if told else None,
        free[:, here].T if told else None,
    )


def _select_observed_logs(grown: Growth, figure: str) -> Array:
    """Return logs of a figure as far as it is observed: a first estimate gives way to what a user projects."""
    return np.where(
        np.array(grown.years) <= grown.find_last_observed_year(figure), np.log(grown.values[figure]), np.nan
    )


def _shipped_steps(economies: Sequence[str], years: IntArray) -> dict[str, Array]:
    """Return yearly growth of product and people that the World Economic Outlook projects, in logs; (R, T) each."""
    ahead = projected_figures()
    values, at = ahead.growth_of(economies).values, np.array(ahead.years[1:]) - years[0]
    found = {}
    for name, figure in (("gdp", "gdp_volume"), ("population", "population")):
        found[name] = np.full((len(economies), years.size), np.nan)
        inside = at < years.size
        found[name][:, at[inside]] = np.diff(np.log(values[figure]), axis=1)[:, inside]
    return found


def _until_own(shipped: Array, own: Array) -> Array:
    """Return shipped growth up to the first year that a user projects, then the user's."""
    begun = np.logical_or.accumulate(np.isfinite(own), axis=1)
    return np.where(begun, own, shipped)


def _describe_shipped(w: Accounts, prospects: PathwayAssumptions) -> str:
    """Return what must be said of shipped projections."""
    last, goes_to = projected_figures().years[-1], prospects.value("long_run_growth")
    if LONG_RUN not in w.regions.country:
        return tell("outlook.growth", last=last)
    return tell("outlook.growth_to", last=last, growth=f"{100 * goes_to:g}")


def _basis(years: IntArray, known: IntArray, given: IntArray, free: BoolArray) -> NDArray[np.str_]:
    """Return where growth of each region comes from in each year; (R, T)."""
    when = [years <= known[:, None], free & (years <= given[:, None]), free]
    return np.select(when, ["observed", "estimated", "assumed"], "projected")


def _steps(w: Accounts, said: Projections | None, years: IntArray) -> dict[str, Array]:
    """Return projected yearly growth, in logs; (R, T) each, NaN where there is no projection."""
    if said is None:
        return {name: np.full((w.R, years.size), np.nan) for name in FIGURES}
    said.on(w)
    found = {name: said.steps(w, name, years) for name in MOVED}
    quality, skills = found["human_capital"], found.pop(SKILLED)
    return {**found, "human_capital": np.where(np.isfinite(quality), quality, skills)}


def _describe_projections(said: Projections | None, *, told: bool) -> list[str]:
    """Return what must be said of projections."""
    if said is None:
        return []
    found: list[str] = []
    for name, label in MOVED.items():
        regions = [r for r in said.regions if said.list_rows(r, name)]
        if regions:
            years = [row.year for r in regions for row in said.list_rows(r, name)]
            named = join_items(regions)
            found.append(tell("projection.said", what=label, regions=named, first=min(years), last=max(years)))
            if name == SKILLED:
                found.append(tell("projection.pay_stays"))
    return [*found, tell("projection.follows")] if told else found


def _emissions(w: Accounts, logs: Array, steps: Array, first: int) -> Array:
    """Return CO2 as observed, then as projected, NaN beyond; (R, T), in logs."""
    found = np.full(steps.shape, np.nan)
    found[:, : logs.shape[1]] = logs
    for r, (step, end) in enumerate(zip(steps, ends(logs), strict=True)):
        at = np.flatnonzero(np.isfinite(step))
        if at.size and at[0] > end + 1:
            begins, region = first + int(at[0]) - 1, w.regions.codes[r]
            raise DataError(tell("projection.carbon", region=region, first=begins, known=first + int(end)))
    return apply_steps(found, logs, steps)


def _lag_growth(product: Array, at: int, size: int) -> Array:
    """Return growth of product of `LASTS` years before since the benchmark, that of the first years before them."""
    early = product[:, :1] + (product[:, 1] - product[:, 0])[:, None] * np.arange(-LASTS, 0)
    every = np.concatenate([early, product], axis=1)
    return np.asarray(every[:, at : at + size] - every[:, [at]])


def of_regions(w: Accounts, product: str) -> tuple[Growth, tuple[str, ...]]:
    """Return the growth of each region: its own, else its country's, else the world's that is not named."""
    found, log = _of_regions(w)
    return _with_product(found, product), log


def mask_later_years(grown: Growth, product_until: int, emissions_until: int) -> Growth:
    """Return figures without those after the years that are taken to be known."""
    years = np.array(grown.years)
    last = {name: emissions_until if name == "co2" else product_until for name in grown.values}
    return replace(grown, values={n: np.where(years > last[n], np.nan, v) for n, v in grown.values.items()})


def _with_product(grown: Growth, product: str) -> Growth:
    """Return figures whose GDP grows as reported, where that is known and wanted, from the level of the other."""
    if product == "penn":
        return grown
    volume, reported = grown.values["gdp_volume"], grown.values["gdp_reported"]
    at = grown.years.index(LEVEL)
    scaled = reported * ratio(volume[:, [at]], reported[:, [at]])
    return replace(grown, values={**grown.values, "gdp_volume": np.where(np.isfinite(scaled), scaled, volume)})


@memo
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
        log.append(tell("log.growth_country", which=named))
    if (elsewhere := ~known & ~by_country).any():
        named = offenders([w.regions[int(r)] for r in np.flatnonzero(elsewhere)])
        log.append(tell("log.growth_world", which=named))
    return yearly_figures().growth_of(codes), tuple(log)


def _product(
    w: Accounts,
    grown: Growth,
    labour: Array,
    steps: Array,
    prospects: PathwayAssumptions,
    grown_until: int,
    *,
    shipped: bool,
) -> tuple[Array, Array]:
    """Return log GDP in volumes, and the distance to the frontier in GDP per worker; (R, size) each.

    Where GDP of the leader is projected, the frontier moves by as much as that is above what it would be.
    """
    size = steps.shape[1]
    seen = np.log(grown.values["gdp_volume"])
    volume = np.full((len(labour), size), np.nan)
    volume[:, : seen.shape[1]] = seen
    best = _frontier(size, prospects, grown_until)
    own = _per_worker(grown, labour, size)
    level = np.nanmax(own + labour - volume, axis=1, keepdims=True)
    for y, series, work in zip(own, volume, labour, strict=True):
        _toward(best, y, series, work, prospects, RECENT, prospects.value("growth_memory"))
    if np.isfinite(steps).any():
        said: BoolArray = np.asarray(np.isfinite(steps).any(axis=1))
        usual, ahead = own, apply_steps(volume, _select_observed_logs(grown, "gdp_volume"), steps)
        volume = np.full_like(volume, np.nan)
        volume[:, : seen.shape[1]] = seen
        volume[said] = ahead[said]
        own = level + volume - labour
        for r in sorted(range(w.R), key=lambda r: w.regions.codes[r] != FRONTIER):  # the leader first
            if shipped and w.regions.country[r] == LONG_RUN:
                _come_to(prospects.value("long_run_growth"), own[r], volume[r], labour[r])
            else:
                half = np.log(2.0) / FADES if shipped else prospects.value("growth_memory")
                _toward(best, own[r], volume[r], labour[r], prospects, LATEST if said[r] else RECENT, half)
            if w.regions.codes[r] == FRONTIER:
                best = best + own[r] - usual[r]
    return volume, np.maximum(best - own, 0.0)


def _toward(
    best: Array, y: Array, series: Array, work: Array, prospects: PathwayAssumptions, span: int, half: float
) -> None:  # fmt: skip
    """Carry on log GDP per worker `y` and GDP `series` of a region, in place, by recent growth and convergence."""
    speed = prospects.value("convergence_speed")
    at_frontier = prospects.value("frontier_growth")
    end = last(series)
    growth, left = recent(series - work, span), fading(series.size - end - 1, half)
    for t in range(end + 1, series.size):
        h = left[t - end - 1]
        ahead = at_frontier + speed * max(best[t - 1] - y[t - 1], 0.0)
        y[t] = y[t - 1] + h * growth + (1.0 - h) * ahead
        series[t] = series[t - 1] + (y[t] - y[t - 1]) + (work[t] - work[t - 1])


def _come_to(growth: float, y: Array, series: Array, work: Array) -> None:
    """Carry on log GDP per worker `y` and GDP `series` of a region, in place, by growth that comes to a stated one."""
    end = last(series)
    before, after = recent(series, LATEST), series.size - end
    left = np.exp(-FADES * np.arange(1, after))
    goal = np.log1p(growth)
    series[end + 1 :] = series[end] + np.cumsum(goal + (before - goal) * left)
    y[end + 1 :] = y[end] + (series - work)[end + 1 :] - (series - work)[end]


def _frontier(size: int, prospects: PathwayAssumptions, grown_until: int) -> Array:
    """Return log GDP per worker at the frontier: as observed, then by even growth; (size,)."""
    leader = yearly_figures().growth_of((FRONTIER,))
    leader = _with_product(leader, prospects.choice("product"))
    leader = mask_later_years(leader, grown_until, FURTHEST)
    best = _per_worker(leader, extrapolate_growth(_work(leader), size, prospects.value("growth_memory")), size)[0]
    end = last(best)
    best[end + 1 :] = best[end] + prospects.value("frontier_growth") * np.arange(1, size - end)
    return np.asarray(best)


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


def _capital(grown: Growth, product: Array, at: int, prospects: PathwayAssumptions) -> tuple[Array, Array]:
    """Return depreciation, and investment over capital in the benchmark year: what made capital grow as it did."""
    usual = prospects.value("capital_depreciation")
    stated = "capital_depreciation" in prospects.given
    rates = grown.values["depreciation"]
    rate = np.array([usual if stated or not np.isfinite(r).any() else r[min(at, last(r))] for r in rates])
    capital = np.log(grown.values["capital"])
    step = [c[min(at, last(c))] - c[min(at, last(c)) - 1] if np.isfinite(c).any() else np.nan for c in capital]
    growth = np.where(np.isfinite(step), step, product[:, at + 1] - product[:, at])
    return rate, np.expm1(growth) + rate
