"""CO2 by industry of every year: the pattern of 2011-2014, moved by sectors and totals of later sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from builders.annual.concordances import ECONOMIES, REST, economies
from builders.annual.sources import STATISTICS, YEARS
from newind.accounts.classification import concordance, load
from newind.accounts.satellite import Satellite
from newind.data.reference.facts import HOUSEHOLDS, REGIONS, read_emissions, read_parquet
from newind.datafiles import read_csv_rows
from newind.errors import DataError, offenders
from newind.kernels.balance import ras

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from newind.accounts.accounts import Accounts
    from newind.typing import Array

LAST = 2014
"""Last year of the pattern: from 2015 on its source breaks."""
EDGAR = f"{STATISTICS}/edgar2024_ghg_by_sector_country_1970_2023.parquet"
BUDGET = f"{STATISTICS}/gcb2025_fossil_co2_territorial_consumption_transfers.parquet"
ABOVE = ("EU27", "GLOBAL TOTAL", "AIR", "SEA")
"""Sums and bunkers among the countries of EDGAR."""
NAMES = {row["code"]: row["name"] for row in read_csv_rows(__package__, "budget_names.csv")}
"""Economy → name in the Global Carbon Budget; all others are in the rest of the world."""
WORLD = "World"
KINDS = ("territorial", "consumption")
BUNKERS = {"H50": "International Shipping", "H51": "International Aviation"}
"""Industry → fuel that the Global Carbon Budget gives to no economy."""
INDUSTRIES = tuple(concordance("wiod56_to_wiod35").sources)
EMITTERS = (*INDUSTRIES, HOUSEHOLDS)
"""Industries of the pattern, and households."""
SECTORS = {row["sector"]: row for row in read_csv_rows(__package__, "emitters.csv")}
MINOR, OTHER = 0.1, 0.01
"""Weight in a sector of emitters that are not its main ones, and of all others."""
TOLERANCE = 1e-6
"""Largest miss of a balanced economy, of its CO2."""
DECIMALS = 4
SOURCE = (
    "estimate: by industry European Commission JRC (doi 10.2760/024036; from 2015 the pattern of 2014), balanced to "
    "sectors of EDGAR 2024 and totals of the Global Carbon Budget 2025; bunkers by economy in the pattern of carriers"
)


@dataclass(frozen=True)
class GlobalCarbonBudget:
    """CO2 of one year in the Global Carbon Budget, kt.

    Attributes
    ----------
    territorial, consumption : (20,) array
        By economy, without bunkers.
    bunkers : industry → fuel of the world.
    """

    territorial: Array
    consumption: Array
    bunkers: dict[str, float]


@dataclass(frozen=True)
class Carbon:
    """CO2 of one year, kt.

    Attributes
    ----------
    home : (20, 57) array
        What is emitted within economies, by emitter.
    bunkers : (20, 57) array
        What resident carriers burn at sea and in the air between economies.
    """

    home: Array
    bunkers: Array

    @property
    def all(self) -> Array:
        """Both, (20, 57)."""
        return self.home + self.bunkers


def read_edgar(source: Path, years: Iterable[int] = YEARS) -> dict[int, Array]:
    """Read CO2 by sector of EDGAR, year → (20, 8) kt, in the order of `SECTORS`; no bunkers.

    Raises
    ------
    DataError
        When the file is not there or lacks a sector.
    """
    frame = read_parquet(source / EDGAR)
    frame = frame[(frame["substance"].astype(str) == "CO2") & ~frame["iso3"].astype(str).isin(ABOVE)]
    wide = frame.pivot_table(index=["iso3", "year"], columns="sector", values="mt_co2eq", aggfunc="sum", observed=True)
    if gone := [s for s in SECTORS if s not in wide]:
        raise DataError(f"{source / EDGAR}: sectors missing: {offenders(gone)}.")
    found = {}
    for year in years:
        of = wide.xs(year, level="year")[list(SECTORS)].fillna(0.0)
        found[year] = 1e3 * economies([str(code) for code in of.index]) @ of.to_numpy()
    return found


def read_budget(source: Path, years: Sequence[int] = YEARS) -> dict[int, GlobalCarbonBudget]:
    """Read the Global Carbon Budget; the rest of the world is the world less the others and bunkers.

    Raises
    ------
    DataError
        When the file is not there or lacks an economy.
    """
    frame = read_parquet(source / BUDGET).astype({"country": str, "type": str})
    wide = frame.pivot_table(index=["type", "year"], columns="country", values="mtco2")
    asked = [WORLD, *BUNKERS.values(), *NAMES.values()]
    if gone := [name for name in asked if name not in wide]:
        raise DataError(f"{source / BUDGET}: economies missing: {offenders(gone)}.")
    kt = {(kind, year): 1e3 * wide.loc[(kind, year), asked].to_numpy() for kind in KINDS for year in years}
    return {
        year: GlobalCarbonBudget(
            _by_economy(kt[KINDS[0], year]),
            _by_economy(kt[KINDS[1], year]),
            dict(zip(BUNKERS, kt[KINDS[0], year][1:3].tolist(), strict=True)),
        )
        for year in years
    }


def _by_economy(figures: Array) -> Array:
    """Return figures of the world, two bunkers and the named, by economy."""
    named = economies(list(NAMES)) @ figures[3:]
    named[ECONOMIES.index(REST)] = figures[0] - figures[1:].sum()
    return named


def weights() -> Array:
    """Return how likely each emitter emits in each sector of EDGAR, (57, 8): 1, `MINOR` or `OTHER`."""
    some = [
        [1.0 if code in row["main"].split() else MINOR if code in row["minor"].split() else OTHER for code in EMITTERS]
        for row in SECTORS.values()
    ]
    return np.array(some).T


def at_home(pattern: Array, bunkers: dict[str, float]) -> tuple[Array, Array]:
    """Divide the pattern of a year, (20, 57), into what is emitted at home and what carriers burn between economies.

    Of each industry the same share in every economy: bunkers of the world in its emissions in the world.
    """
    share = np.zeros(pattern.shape[1])
    for code, burnt in bunkers.items():
        at = EMITTERS.index(code)
        share[at] = min(1.0, burnt / pattern[:, at].sum())
    return pattern * (1 - share), pattern * share


def by_sector(pattern: Array, sectors: Array, kept: bool) -> Array:
    """Return CO2 of one economy by emitter and sector of EDGAR, (57, 8).

    Parameters
    ----------
    pattern : (57,) array
        By emitter.
    sectors : (8,) array
        By sector.
    kept : bool
        Whether shares of emitters in the total are those of the pattern. Else only those within a sector are near it.
    """
    start = pattern[:, None] * weights()
    rows = pattern * (sectors.sum() / pattern.sum()) if kept else np.full(len(pattern), np.nan)
    return np.asarray(ras(start, rows, sectors, TOLERANCE).values)


def shares(pattern: Array, edgar: Array) -> Array:
    """Return the shares of emitters in sectors of EDGAR, (20, 57, 8); columns sum to 1, or to 0 where none emits.

    Parameters
    ----------
    pattern : (20, 57) array
        By emitter, without bunkers. Its shares in the total are kept, but in the rest of the world, a residual in its
        source, only those within a sector.
    edgar : (20, 8) array
        Of the same year.
    """
    made = np.array([by_sector(p, e, code != REST) for p, e, code in zip(pattern, edgar, ECONOMIES, strict=True)])
    total = made.sum(axis=1, keepdims=True)
    return np.asarray(made / np.where(total > 0, total, 1.0))


def estimate(
    patterns: dict[int, Array],
    edgar: dict[int, Array],
    budget: dict[int, GlobalCarbonBudget],
    years: Sequence[int] = YEARS,
) -> dict[int, Carbon]:
    """Return CO2 of years.

    Parameters
    ----------
    patterns : year → (20, 57) array, kt
        To 2014.
    edgar : year → (20, 8) array, kt
    budget : year → GlobalCarbonBudget

    Notes
    -----
    After 2014 a sector of EDGAR changes all its emitters alike. Every economy is scaled to its total.
    """
    parts = {y: at_home(patterns[y], budget[y].bunkers) for y in {min(year, LAST) for year in years}}
    within = {y: shares(home, edgar[y]) for y, (home, _) in parts.items()}
    return {
        year: Carbon(
            _to_totals(np.einsum("ris,rs->ri", within[min(year, LAST)], edgar[year]), budget[year].territorial),
            _allocate_bunkers(parts[min(year, LAST)][1], budget[year].bunkers),
        )
        for year in years
    }


def _to_totals(emitted: Array, totals: Array) -> Array:
    return np.asarray(emitted * (totals / emitted.sum(axis=1))[:, None])


def _allocate_bunkers(pattern: Array, bunkers: dict[str, float]) -> Array:
    """Return fuel of the world by economy and emitter in the shares of a pattern."""
    made = np.zeros_like(pattern)
    for code, burnt in bunkers.items():
        at = EMITTERS.index(code)
        made[:, at] = pattern[:, at] * (burnt / pattern[:, at].sum())
    return made


def read_patterns(source: Path) -> dict[int, Array]:
    """Read CO2 by emitter to 2014, year → (20, 57) kt."""
    to = economies(REGIONS)
    found = read_emissions(source, range(YEARS[0], LAST + 1))
    return {y: to @ np.column_stack([np.nan_to_num(e.industries), e.households]) for y, e in found.items()}


def satellite(w: Accounts, emitted: Array) -> Satellite:
    """Return CO2 by emitter, (20, 57) kt, as a satellite of accounts; that of households is in their consumption."""
    final = np.zeros((w.R, w.D))
    final[:, w.demand.index("c37")] = emitted[:, -1]
    made = np.array(
        [
            _bridge(dict(zip(w.industries, x, strict=True))) @ e
            for x, e in zip(w.x.reshape(w.R, -1), emitted, strict=True)
        ]
    )
    return Satellite(
        made.ravel().round(DECIMALS), final.ravel().round(DECIMALS), "kt", "estimated", "emissions", SOURCE
    )


def _bridge(output: dict[str, float]) -> Array:
    """Return the share of each of 57 emitters in 26 industries, (26, 57): textiles and leather by output."""
    codes = list(load("wiod26"))
    first, then = concordance("wiod56_to_wiod35"), concordance("wiod35_to_wiod26")
    of35 = first.matrix({code: output.get(code, 1.0) for code in first.targets})
    member = np.array([[float(then.targets_of[code][0] == c) for code in first.targets] for c in codes])
    return np.column_stack([member @ of35, np.zeros(len(codes))])
