"""Where the power of an economy may come from: what is built follows costs, and costs follow what has been built.

A scenario, not a forecast: what is built at today's costs is what was built in the last years, and moves from there
with learning and a carbon price. Grids, sites, plans and the weather are not in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.analyses.green.energy import SOURCES, check_mix, factors, read_source_property, source_labels
from newind.charts.proofs import AreaStack, Lines
from newind.data.reference.power import WORLD, generation
from newind.errors import DataError, unknown
from newind.kernels.learning import deployment, gross_additions
from newind.kernels.quotients import ratio
from newind.messages import list_languages, message
from newind.parameters import parameter

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from newind.typing import Array

RECENT = 5
"""Years over which it is seen what is built."""
LONGER = 10
"""Years over which it is seen how fast generation grows."""
FADE = 0.5
"""Part of that growth that is gone by the last year (assumed): demand slows as economies mature."""
SLOWER, FASTER = -0.02, 0.01
"""Growth of generation of a place may be lower or higher by this much a year (assumed)."""
FURTHEST = 2060
BAND = (5.0, 95.0)
"""Percentiles of the draws between which a range lies."""
NOTE = message("green.energy_scenario.note")
GIVEN = message("green.energy_scenario.given")


@dataclass(frozen=True, eq=False)
class MixScenario:
    """Shares of the sources of power from the last year observed everywhere on, with ranges.

    Attributes
    ----------
    region : str
    years : tuple of int
        The first one is observed.
    shares, low, high : (T, K) array
        Central case and range; the central shares sum to 1, ends of ranges do not.
    generated, generated_low, generated_high : (T,) array, TWh
    factor, factor_low, factor_high : (T,) array, t/MWh
        CO2 from burning fuel per unit of power.
    costs : (T, K) array, USD/MWh
        Of new plants, without the carbon price; NaN for a mix that is given.
    carbon_price : float, USD/t
        On top of what there is in the first year, from the second year on.
    draws : int
        0 for a mix that is given.
    note : Text
    status : str
    """

    region: str
    years: tuple[int, ...]
    shares: Array
    low: Array
    high: Array
    generated: Array
    generated_low: Array
    generated_high: Array
    factor: Array
    factor_low: Array
    factor_high: Array
    costs: Array
    carbon_price: float
    draws: int
    note: dict[str, str]
    status: str = "simulated"

    def mix(self, year: int | None = None) -> dict[str, float]:
        """Return the central shares of a year, the last one by default.

        Raises
        ------
        DataError
            For a year outside the scenario.
        """
        when = self.years[-1] if year is None else year
        if when not in self.years:
            raise DataError(f"power scenario: no year {when}. It runs from {self.years[0]} to {self.years[-1]}.")
        return dict(zip(SOURCES, map(float, self.shares[self.years.index(when)]), strict=True))

    def table(self) -> pd.DataFrame:
        """Return a row a year and source: ``share`` with ``low`` and ``high``, ``cost``, status."""
        import pandas as pd

        said = source_labels()
        rows = [
            {
                "region": self.region, "year": year, "source": k,
                **{f"label_{lang}": said[k][lang] for lang in list_languages()},
                "share": float(self.shares[t, i]), "low": float(self.low[t, i]), "high": float(self.high[t, i]),
                "value": float(self.shares[t, i] * self.generated[t]), "cost": float(self.costs[t, i]),
                "carbon_price": self.carbon_price, "unit": "TWh", "status": self.status if t else "observed",
            }
            for t, year in enumerate(self.years)
            for i, k in enumerate(SOURCES)
        ]  # fmt: skip
        return pd.DataFrame(rows)

    def chart(self) -> AreaStack:
        """Return the central shares over the years as data of a chart, coal at the bottom."""
        series = {k: tuple(map(float, self.shares[:, i])) for i, k in enumerate(SOURCES)}
        return AreaStack(self.years, series, "1", dict(source_labels()))

    def lines(self, source: str = "coal") -> Lines:
        """Return the share of a source with its range as data of a chart.

        Raises
        ------
        UnknownNameError
            For a source that there is not.
        """
        if source not in SOURCES:
            raise unknown("source of power", source, SOURCES, f"Sources are {', '.join(SOURCES)}.")
        i = SOURCES.index(source)
        label = dict(source_labels()[source])
        series = {name: tuple(map(float, v[:, i])) for name, v in
                  {source: self.shares, "low": self.low, "high": self.high}.items()}  # fmt: skip
        labels = {
            source: label,
            "low": message("green.energy_scenario.lines.labels.low"),
            "high": message("green.energy_scenario.lines.labels.high"),
        }
        return Lines(self.years, series, source, "1", labels, band=("low", "high"))


@dataclass(frozen=True, eq=False)
class _InitialPower:
    """Start of the region, and of all others: generation (P, K), its growth (T, P), experience (K,)."""

    stock: Array
    earlier: Array
    growth: Array
    experience: Array


def mix_scenario(
    region: str,
    to: int = 2035,
    carbon_price: float = 0.0,
    mix: Mapping[str, float] | None = None,
    growth: float | None = None,
    elsewhere: float = 0.0,
    draws: int = 200,
    seed: int = 0,
) -> MixScenario:
    """Return where the power of an economy may come from until a year, on learning curves, with ranges.

    Parameters
    ----------
    region : str
        Code of an economy, ``REU``, ``ROW`` or ``WLD``.
    to : int
        Last year.
    carbon_price : float, USD/t
        On top of what there is now, from the first year of the scenario on; on the direct emissions of what is built.
    mix : mapping, optional
        Shares by source in the last year, in place of learning: reached in equal steps, without a range.
    growth : float, optional
        Growth of generation a year. By default that of the last ten years, none where generation fell, half of it gone
        by the last year.
    elsewhere : float, USD/t
        Carbon price in all other economies, as all learn from what all build.
    draws, seed : int
        Of the range.

    Returns
    -------
    MixScenario

    Raises
    ------
    UnknownNameError
        For an economy or a source that is not listed.
    DataError
        For a year that is not ahead, a price below zero, a mix that does not sum to one or comes with a price.

    Notes
    -----
    Costs fall with cumulative generation since 2000 of all economies (a proxy of cumulative capacity; what was
    generated before is not in it, which overstates learning of hydro and nuclear). Shares of what is built are those of
    the last five years times ``exp(-s dc)`` with the change dc of cost and carbon charge since the start.

    References
    ----------
    Way, Ives, Mealy & Farmer (2022), Joule 6(9), 2057. Rubin, Azevedo, Jaramillo & Yeh (2015), Energy Policy 86, 198.
    """
    start = generation().whole.years[-1]
    _check(start, to, carbon_price, elsewhere, draws)
    if growth is not None and not growth > -1:
        raise DataError(f"power scenario: growth of generation is {growth:g} a year. Give a share, as 0.03.")
    if mix is not None and (carbon_price or elsewhere):
        raise DataError("power scenario: a mix that is given does not follow a carbon price. Give one of the two.")
    years = tuple(range(start, to + 1))
    places = _start(region, growth, len(years) - 1)
    if mix is not None:
        return _build_scenario(region, years, places, check_mix(mix))
    prices = np.tile([carbon_price, elsewhere][: len(places.stock)], (len(years) - 1, 1))
    middle, _, costs = _run(places, prices, None, 1)
    drawn, factor, _ = _run(places, prices, np.random.default_rng(seed), draws)
    shares, spread = _shares(middle[:, 0, 0]), _shares(drawn[:, :, 0])
    total, totals = middle[:, 0, 0].sum(axis=-1), drawn[:, :, 0].sum(axis=-1)
    intensity = np.einsum("tdk,dk->td", spread, factor)
    low, high = np.percentile(spread, BAND, axis=1)
    few, many = np.percentile(totals, BAND, axis=1)
    least, most = np.percentile(intensity, BAND, axis=1)
    return MixScenario(region, years, shares, low, high, total, few, many, shares @ factors().value, least, most,
                       costs[:, 0], float(carbon_price), draws, NOTE)  # fmt: skip


def factor_under(region: str, prices: Array) -> Array:
    """Return CO2 per unit of power under carbon prices year by year, the central case of :func:`mix_scenario`.

    Carbon has no price in all other economies.

    Parameters
    ----------
    region : str
        Code of an economy, ``REU`` or ``ROW``.
    prices : (T,) array, USD/t
        In each year after the last one observed everywhere, on top of what there is.

    Returns
    -------
    (T,) array, t/MWh

    Examples
    --------
    >>> import numpy as np
    >>> priced, free = factor_under("CHN", np.full(10, 50.0)), factor_under("CHN", np.zeros(10))
    >>> bool((priced < free).all()), bool((np.diff(free) < 0).all())
    (True, True)
    """
    places = _start(region, None, len(prices))
    middle, _, _ = _run(places, np.column_stack([prices, np.zeros_like(prices)]), None, 1)
    return np.asarray(_shares(middle[1:, 0, 0]) @ factors().value)


def _check(start: int, to: int, price: float, elsewhere: float, draws: int) -> None:
    """Refuse what cannot be simulated."""
    if not start < to <= FURTHEST:
        raise DataError(f"power scenario to {to}: it starts in {start}. Give a year from {start + 1} to {FURTHEST}.")
    if not (np.isfinite([price, elsewhere]).all() and min(price, elsewhere) >= 0):
        raise DataError(f"power scenario: carbon prices are {price:g} and {elsewhere:g}. Give USD/t, zero or more.")
    if draws < 1:
        raise DataError(f"power scenario: {draws} draws. Give one or more.")


def _start(region: str, growth: float | None, steps: int) -> _InitialPower:
    """Return what the region and all others start from; the world has no others."""
    g = generation().whole
    order = [g.sources.index(k) for k in SOURCES]
    own, world = g.values[g.at(region)][order], g.values[g.at(WORLD)][order]
    both = np.stack([own] if region == WORLD else [own, np.maximum(world - own, 0.0)])
    stock, earlier = both[:, :, -1], both[:, :, -1 - RECENT]
    pace = np.maximum(ratio(stock.sum(axis=1), both[:, :, -1 - LONGER].sum(axis=1)) ** (1 / LONGER) - 1.0, 0.0)
    path = pace * (1.0 - FADE * np.arange(1, steps + 1)[:, None] / steps)
    if growth is not None:
        path[:, 0] = growth
    return _InitialPower(stock, earlier, path, world.sum(axis=1))


def _run(
    places: _InitialPower, prices: Array, rng: np.random.Generator | None, draws: int
) -> tuple[Array, Array, Array]:
    """Return generation (T, draws, P, K), CO2 of sources (draws, K) and costs (T, draws, K); central without `rng`."""
    choice = parameter("power_choice")

    def draw_figures(name: str) -> Array:
        figures = factors() if name == "carbon" else read_source_property(name)
        return figures.value[None] if rng is None else figures.draw(rng, draws)

    cost, rate, lifetime, carbon = (draw_figures(name) for name in ("cost", "learning", "lifetime", "carbon"))
    steps, place = places.growth.shape
    growth = np.broadcast_to(places.growth[:, None], (steps, draws, place))
    pull = np.full(draws, choice.value)
    if rng is not None and choice.range is not None:
        growth = growth + rng.uniform(SLOWER, FASTER, (draws, place))
        pull = rng.uniform(*choice.range, draws)
    built = gross_additions(places.earlier, places.stock, RECENT, lifetime[:, None, :])
    idle = built.sum(axis=-1, keepdims=True) <= 0
    weights = np.where(idle, places.stock, built)
    charge = np.broadcast_to(prices[:, None, :, None] * carbon[:, None, :], (steps, *weights.shape))
    stock = np.broadcast_to(places.stock, weights.shape)
    made, costs = deployment(stock, weights, places.experience, cost, rate, charge, growth, lifetime, pull)
    return made, carbon, costs


def _shares(generated: Array) -> Array:
    return ratio(generated, generated.sum(axis=-1, keepdims=True))


def _build_scenario(region: str, years: tuple[int, ...], places: _InitialPower, mix: Array) -> MixScenario:
    """Return the way to a mix that is given, in equal steps."""
    way = np.linspace(0.0, 1.0, len(years))[:, None]
    shares = _shares(places.stock[0]) * (1 - way) + mix * way
    total = places.stock[0].sum() * np.cumprod([1.0, *(1 + places.growth[:, 0])])
    f = factors()
    factor, least, most = (shares @ v for v in (f.value, f.low, f.high))
    return MixScenario(region, years, shares, shares, shares, total, total, total, factor, least, most,
                       np.full(shares.shape, np.nan), 0.0, 0, GIVEN)  # fmt: skip
