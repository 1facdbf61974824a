"""Criteria and measures of the product screen: concentration of imports and of world exports, by year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.products import WORLD, ProductTrade
from newind.aliases import alias
from newind.errors import DataError, offenders, unknown
from newind.kernels.dependence import hhi
from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from newind.typing import Array, BoolArray, IntArray


CRITERIA = ("import_hhi", "export_hhi", "import_ratio")
MOST_YEARS = 100
LARGEST_RATIO = 1e12


@dataclass(frozen=True)
class Thresholds:
    """Thresholds that a product must exceed, and in how many of the last years.

    Parameters
    ----------
    import_hhi : float in [0, 1]
    export_hhi : float in [0, 1], or None
        None leaves the criterion out, where exports of the world are not known.
    import_ratio : float >= 0
    years : int >= 1
        Last years looked at.
    hold : int, 1 to ``years``
        Years in which all criteria must be met together.
    """

    import_hhi: float = 0.4
    export_hhi: float | None = 0.4
    import_ratio: float = 1.0
    years: int = 3
    hold: int = 2

    def __post_init__(self) -> None:
        """Refuse thresholds out of range.

        Raises
        ------
        DataError
            Naming those that are, and the range.
        """
        if wrong := out_of_range(self):
            raise DataError(f"thresholds out of range: {offenders(wrong)}. Choose them within the ranges.")

    @property
    def active_criteria(self) -> tuple[str, ...]:
        """Criteria that are looked at."""
        return tuple(c for c in CRITERIA if getattr(self, c) is not None)

    asked = alias("active_criteria")


def _within(value: object, low: float, high: float) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high


def _whole(value: object, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def out_of_range(t: Thresholds) -> list[str]:
    """Return the thresholds that are out of range, each with its range."""
    most = t.years if _whole(t.years, 1, MOST_YEARS) else MOST_YEARS
    fine = {
        "import_hhi": (_within(t.import_hhi, 0, 1), "0 to 1"),
        "export_hhi": (t.export_hhi is None or _within(t.export_hhi, 0, 1), "0 to 1, or None"),
        "import_ratio": (_within(t.import_ratio, 0, LARGEST_RATIO), "0 or more"),
        "years": (_whole(t.years, 1, MOST_YEARS), "1 or more"),
        "hold": (_whole(t.hold, 1, most), "1 to years"),
    }
    return [f"{name} = {getattr(t, name)!r} ({said})" for name, (fits, said) in fine.items() if not fits]


@dataclass(frozen=True, eq=False)
class ProductMeasures:
    """Measures that the screen looks at; T years, P products, E economies.

    Parameters
    ----------
    imports, exports : (T, P) array, million USD
        Of the region.
    import_hhi : (T, P) array in [1/n, 1]
        Over named suppliers of the region; NaN where nothing comes from one.
    export_hhi : (T, P) array in [1/n, 1]
        Over named exporters of the world; NaN where there is none, or exports of the world are not known.
    unnamed : (T, P) array in [0, 1]
        Share of the region's imports whose supplier is not named; NaN without imports.
    bought : (P, E) array, million USD
        Imports of the region by supplier in the last year; 0 for suppliers that are not named.
    """

    imports: Array
    exports: Array
    import_hhi: Array
    export_hhi: Array
    unnamed: Array
    bought: Array

    @property
    def import_ratio(self) -> Array:
        """(T, P) imports over exports, >= 0; infinite without exports, NaN with neither."""
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            quotient: Array = self.imports / self.exports
        return quotient


def last_years(trade: ProductTrade, count: int) -> tuple[int, ...]:
    """Return the last years of a file.

    Raises
    ------
    DataError
        When it has fewer, or there is a gap among them.
    """
    have = trade.years
    if len(have) < count:
        raise DataError(
            f"{trade.source}: {len(have)} year{'' if len(have) == 1 else 's'} ({offenders(have)}), the screen looks at "
            f"the last {count}. Add years, or ask for fewer (years=, hold=)."
        )
    last = have[-count:]
    if gone := [y for y in range(last[0], last[-1]) if y not in last]:
        raise DataError(f"{trade.source}: years missing between {last[0]} and {last[-1]}: {offenders(gone)}. Add them.")
    return last


def measure_products(
    trade: ProductTrade, region: str, years: tuple[int, ...], *, world: bool = True
) -> ProductMeasures:
    """Measure every product in given years.

    Parameters
    ----------
    trade : ProductTrade
    region : str
        Economy whose dependence is looked at.
    years : tuple of int
    world : bool
        Whether concentration of world exports is asked for.

    Returns
    -------
    ProductMeasures

    Raises
    ------
    UnknownNameError
        For an economy that is not in the file.
    DataError
        For one that is not named, another one than the customs file is of, or a customs file without exports of the
        world where they are asked for.
    """
    home = _home(trade, region)
    total = trade.importer == _place(trade, WORLD)
    abroad = ~total & (trade.importer != trade.exporter)
    bought = _sums(trade, years, (trade.importer == home) & abroad)
    sold = _sums(trade, years, (trade.exporter == home) & abroad).sum(axis=2)
    everyone = _sums(trade, years, _exports(trade, total, years)) if world else np.zeros_like(bought)
    imports, named = bought.sum(axis=2), trade.named
    return ProductMeasures(
        imports,
        sold,
        hhi(bought[:, :, named]),
        hhi(everyone[:, :, named]),
        ratio(bought[:, :, ~named].sum(axis=2), imports),
        bought[-1] * named,
    )


def _home(trade: ProductTrade, region: str) -> int:
    if trade.reporter and region != trade.reporter:
        raise DataError(
            f"{trade.source}: the customs file of {trade.reporter}, not of {region}. Ask for {trade.reporter}."
        )
    home = _place(trade, region)
    if home < 0:
        known = [e for e, n in zip(trade.economies, trade.named, strict=True) if n]
        raise unknown("economy", region, known, f"{trade.source} has {len(known)} economies.")
    if not trade.named[home]:
        raise DataError(f"{region} stands for partners that are not named. Ask for one economy.")
    return home


def _place(trade: ProductTrade, economy: str) -> int:
    return trade.economies.index(economy) if economy in trade.economies else -1


def _exports(trade: ProductTrade, total: BoolArray, years: tuple[int, ...]) -> BoolArray:
    """Return the rows that together are the exports of the world."""
    if not trade.reporter:
        return ~total
    if gone := [y for y in years if not (total & (trade.year == y)).any()]:
        raise DataError(
            f"{trade.source}: exports of the world by exporter are not known for {offenders(gone)}. Give them with "
            "exports= when reading, use a file of world trade, or leave the criterion out (export_hhi=None)."
        )
    return total


def _sums(trade: ProductTrade, years: tuple[int, ...], rows: BoolArray) -> Array:
    """Return values of some rows by year, product and exporter; (T, P, E)."""
    T, P, E = len(years), len(trade.products), len(trade.economies)
    kept = rows & (trade.year >= years[0]) & (trade.year <= years[-1])
    year: IntArray = trade.year[kept] - years[0]
    cell = (year * P + trade.product[kept]) * E + trade.exporter[kept]
    sums: Array = np.bincount(cell, weights=trade.value[kept], minlength=T * P * E).astype(np.float64)
    return sums.reshape(T, P, E)
