"""Where the power of an economy comes from, and assumptions on each source: cost, learning, carbon, lifetime."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.satellite import readonly
from newind.aliases import alias
from newind.charts.proofs import AreaStack
from newind.data.reference.power import CITATION, WORLD, generation, labels
from newind.datafiles import read_yaml
from newind.errors import DataError, offenders, tell, unknown
from newind.frozen import Frozen
from newind.kernels.quotients import ratio
from newind.messages import list_columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from newind.typing import Array


SOURCES = (
    "coal", "gas", "other_fossil", "nuclear", "hydro", "wind", "solar", "bioenergy", "other_renewables",
)  # fmt: skip
"""Sources of power, from the bottom of a chart upwards."""
FOSSIL = ("coal", "gas", "other_fossil")
SLACK = 1e-6
"""By how much shares that are given may miss one."""
TONNES = 3.6e-3
"""GJ per MWh over kg per tonne."""


@dataclass(frozen=True, eq=False)
class SourceProperty(Frozen):
    """A property of the sources of power; (K,) each.

    Parameters
    ----------
    value, low, high : (K,) array
    """

    value: Array
    low: Array
    high: Array

    def draw(self, rng: np.random.Generator, draws: int) -> Array:
        """Return values drawn evenly from the range of each source; (draws, K)."""
        return np.asarray(rng.uniform(self.low, self.high, (draws, len(self.value))))


@cache
def read_source_property(name: str) -> SourceProperty:
    """Return a property of all sources.

    Parameters
    ----------
    name : {"cost", "learning", "lifetime", "efficiency"}
        USD/MWh; share per doubling; years; 1 (NaN where nothing is burnt).

    Examples
    --------
    >>> read_source_property("cost").value[:2]
    array([70., 75.])
    """
    listed = definition()["sources"]
    said = [listed[k].get(name, {}) for k in SOURCES]
    none = (np.nan, np.nan)
    figures = [(s.get("value", np.nan), *s.get("range", none)) for s in said]
    value, low, high = (readonly(np.array(c, dtype=np.float64)) for c in zip(*figures, strict=True))
    return SourceProperty(value, low, high)


@cache
def factors() -> SourceProperty:
    """Return CO2 from burning fuel by source; t/MWh, 0 where nothing fossil is burnt.

    The lowest figure is that of the most efficient plants.

    Examples
    --------
    >>> factors().value[:2].round(3)
    array([0.946, 0.404])
    """
    heat = np.array([definition()["sources"][k].get("carbon", {}).get("value", 0.0) for k in SOURCES])
    e = read_source_property("efficiency")
    value, low, high = (readonly(np.where(heat > 0, heat * TONNES / w, 0.0)) for w in (e.value, e.high, e.low))
    return SourceProperty(value, low, high)


@cache
def definition() -> dict[str, Any]:
    """Return what is assumed, with notes on each property (``power.yaml``)."""
    content: dict[str, Any] = read_yaml("newind.analyses.green", "power.yaml")
    return content


def check_mix(mix: Mapping[str, float]) -> Array:
    """Return a mix as shares by source, in the order of `SOURCES`; (K,).

    Raises
    ------
    UnknownNameError
        For a source that there is not.
    DataError
        For shares that are no shares, or do not sum to one.

    Examples
    --------
    >>> check_mix({"coal": 0.6, "solar": 0.4}).sum()
    np.float64(1.0)
    """
    for name in mix:
        if name not in SOURCES:
            raise unknown("source of power", name, SOURCES, f"Sources are {', '.join(SOURCES)}.")
    shares = np.array([mix.get(k, 0.0) for k in SOURCES], dtype=np.float64)
    if not ((shares >= 0) & (shares <= 1)).all():
        wrong = [f"{k} {v:g}" for k, v in mix.items() if not 0 <= v <= 1]
        raise DataError(f"power mix: shares must be from 0 to 1: {offenders(wrong)}. Give shares, not per cent.")
    if abs(shares.sum() - 1.0) > SLACK:
        raise DataError(f"power mix: shares sum to {shares.sum():g}, not 1. Scale them, or add the source left out.")
    return np.asarray(shares / shares.sum())


def source_labels() -> dict[str, dict[str, str]]:
    """Return what sources are called, in ``en`` and ``zh``."""
    said = labels()
    return {k: said[k] for k in SOURCES}


COLUMNS = (
    "region", "year", "source", *list_columns("label"), "value", "share", "unit", "status", "citation",
)  # fmt: skip
FIRE = tuple(SOURCES.index(k) for k in FOSSIL)


@dataclass(frozen=True, eq=False)
class PowerMix(Frozen):
    """Generation of electricity of an economy by source.

    Attributes
    ----------
    region : str
    year : int
        The year asked for.
    years : tuple of int
        All years known of the economy, the history.
    generated : (T, K) array, TWh
        By year and source, in the order of :data:`~newind.analyses.green.energy.SOURCES`.
    beside_year : int
        The last year until then that the economy and all peers have.
    peers : tuple of str
    peer_shares : (P, K) array
        Shares of the peers in that year.
    status : str
    """

    region: str
    year: int
    years: tuple[int, ...]
    generated: Array
    beside_year: int
    peers: tuple[str, ...]
    peer_shares: Array
    status: str = "observed"

    @property
    def shares(self) -> Array:
        """Share of each source; (T, K), rows sum to 1, NaN where nothing is generated."""
        return ratio(self.generated, self.generated.sum(axis=1, keepdims=True))

    @property
    def now(self) -> Array:
        """Share of each source in the year; (K,)."""
        return np.asarray(self.shares[self.years.index(self.year)])

    @property
    def mix(self) -> dict[str, float]:
        """Share of each source in the year."""
        return dict(zip(SOURCES, map(float, self.now), strict=True))

    @property
    def fossil(self) -> Array:
        """Share of power from fossil fuels; (T,)."""
        return np.asarray(self.shares[:, FIRE].sum(axis=1))

    @property
    def factor(self) -> Array:
        """CO2 from burning fuel per unit of power; (T,), t/MWh, at one efficiency for all economies (assumed)."""
        return np.asarray(self.shares @ factors().value)

    def table(self) -> pd.DataFrame:
        """Return a row a year and source: ``value`` in TWh and ``share``."""
        import pandas as pd

        said = source_labels()
        rows = [
            (self.region, year, k, *said[k].values(), twh, share, "TWh", self.status, CITATION)
            for year, values, shares in zip(self.years, self.generated.tolist(), self.shares.tolist(), strict=True)
            for k, twh, share in zip(SOURCES, values, shares, strict=True)
        ]
        return pd.DataFrame(rows, columns=list(COLUMNS))

    def build_peer_table(self) -> pd.DataFrame:
        """Return the shares of the region and its peers in the last year of all: a row an economy and source."""
        import pandas as pd

        codes = (self.region, *self.peers)
        shares = np.vstack([self.shares[self.years.index(self.beside_year)], self.peer_shares])
        rows = [
            (code, self.beside_year, k, share, "1", self.status)
            for code, line in zip(codes, shares.tolist(), strict=True)
            for k, share in zip(SOURCES, line, strict=True)
        ]
        return pd.DataFrame(rows, columns=["region", "year", "source", "share", "unit", "status"])

    def chart(self) -> AreaStack:
        """Return the shares over the years as data of a chart, coal at the bottom."""
        series = {k: tuple(map(float, self.shares[:, i])) for i, k in enumerate(SOURCES)}
        return AreaStack(self.years, series, "1", dict(source_labels()))

    beside = alias("build_peer_table")


def power_mix(region: str, year: int | None = None, peers: Sequence[str] | None = None) -> PowerMix:
    """Return where the power of an economy comes from, with its history and peers.

    Parameters
    ----------
    region : str
        Code of an economy, ``REU``, ``ROW`` or ``WLD``.
    year : int, optional
        The economy's last one by default.
    peers : sequence of str, optional
        Economies beside it; all named ones by default.

    Returns
    -------
    PowerMix

    Raises
    ------
    UnknownNameError
        For an economy that is not listed.
    DataError
        For a year without figures of the economy.

    Examples
    --------
    >>> found = power_mix("CHN", 2024)
    >>> round(found.mix["coal"], 3)
    0.578
    >>> power_mix("CHN").year, power_mix("CHN", peers=["DEU"]).beside_year, power_mix("CHN", peers=["IDN"]).beside_year
    (2025, 2025, 2024)
    """
    g = generation()
    years = g.list_years(region)
    when = years[-1] if year is None else year
    if when not in years:
        raise DataError(tell("shipped.no_year", year=when, first=years[0], last=years[-1]))
    order = [g.sources.index(k) for k in SOURCES]
    others = tuple(e for e in g.economies if e not in (region, WORLD)) if peers is None else tuple(peers)
    common = min([when, *(g.list_years(p)[-1] for p in others)])
    beside = g.values[[g.at(p) for p in others]][:, order, g.year_at(common)]
    shares = ratio(beside, beside.sum(axis=1, keepdims=True))
    generated = g.values[g.at(region), order, : len(years)].T.copy()
    return PowerMix(region, when, years, generated, common, others, shares)
