"""Investment of industry over the years: of its value added, of all investment, and how its capital grows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.accounts import Accounts
from newind.accounts.panel import Panel
from newind.accounts.satellite import readonly
from newind.charts.proofs import Lines
from newind.errors import DataError
from newind.frozen import Frozen
from newind.kernels.growth import log_change
from newind.kernels.quotients import ratio
from newind.measures.shared import amounts, by_region, explain_missing_group, positions
from newind.messages import list_columns, message, message_group

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from newind.messages import Text
    from newind.typing import Array

SECTORS: dict[str, Text] = message_group("manufacturing.investment.sectors")
"""Mining, manufacturing and utilities; manufacturing alone; all industries."""
MEASURES: dict[str, tuple[Text, str]] = {
    "rate": (message("manufacturing.investment.measures.investment_over_value_added"), "1"),
    "share": (message("manufacturing.investment.measures.share_of_all_investment"), "1"),
    "weight": (message("manufacturing.investment.measures.share_of_value_added"), "1"),
    "capital_growth": (
        message("manufacturing.investment.measures.capital_growth"),
        "log points/year",
    ),
    "capital_ratio": (message("manufacturing.investment.measures.capital_over_value_added"), "1"),
}
"""Measure → label and unit."""
NOTE = message("manufacturing.investment.note")
SAME = 1e-6
"""By how much shares move less than which they were carried on from the year before."""
COLUMNS = (
    "year", "region", "sector", *list_columns("sector"), "measure", *list_columns("label"), "value", "unit", "status",
    *list_columns("note"),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class IndustrialInvestment(Frozen):
    """Investment of industry, manufacturing and the economy by year: (T, 3) arrays in the order of ``SECTORS``.

    Attributes
    ----------
    region : str
    years : tuple of int
        Those with investment by industry.
    investment, value_added : (T, 3) arrays
        Money of the accounts, current prices.
    capital, volume : (T, 3) arrays
        Capital stock and value added, USD of 1995; NaN where not known.
    status : tuple of str
        Of each year.
    """

    region: str
    years: tuple[int, ...]
    investment: Array
    value_added: Array
    capital: Array
    volume: Array
    status: tuple[str, ...]

    @property
    def rate(self) -> Array:
        """Investment over value added; (T, 3)."""
        return ratio(self.investment, self.value_added)

    @property
    def share(self) -> Array:
        """Part in the investment of the economy; (T, 3)."""
        return ratio(self.investment, self.investment[:, [-1]])

    @property
    def repeated(self) -> tuple[int, ...]:
        """Years in which the source divides investment among industries as in the year before."""
        moved = np.abs(np.diff(self.share, axis=0)).max(axis=1)
        return tuple(y for y, by in zip(self.years[1:], moved, strict=True) if by < SAME)

    @property
    def weight(self) -> Array:
        """Part in the value added of the economy; (T, 3)."""
        return ratio(self.value_added, self.value_added[:, [-1]])

    @property
    def capital_growth(self) -> Array:
        """Growth of the stock since the year before, net of depreciation; (T, 3), log points a year, NaN at first."""
        apart = np.diff(self.years)[:, None]
        grown = log_change(self.capital[:-1], self.capital[1:]) / apart
        return np.vstack([np.full((1, len(SECTORS)), np.nan), grown])

    @property
    def capital_ratio(self) -> Array:
        """Capital over value added, both at prices of 1995; (T, 3)."""
        return ratio(self.capital, self.volume)

    def table(self) -> pd.DataFrame:
        """Return one row a year, sector and measure; without value where it is not known."""
        import pandas as pd

        return pd.DataFrame(list(self._rows()), columns=list(COLUMNS))

    def chart(self, measure: str = "rate") -> Lines:
        """Return a measure over the years: a line a sector.

        Raises
        ------
        DataError
            For a measure that there is none of.
        """
        if measure not in MEASURES:
            raise DataError(f"investment has no measure {measure!r}. Measures are {', '.join(MEASURES)}.")
        values = getattr(self, measure)
        series = {sector: tuple(map(float, values[:, k])) for k, sector in enumerate(SECTORS)}
        return Lines(self.years, series, "industry", MEASURES[measure][1], dict(SECTORS))

    def _rows(self) -> Iterator[tuple[object, ...]]:
        for measure, (label, unit) in MEASURES.items():
            values, stock = getattr(self, measure), measure.startswith("capital")
            for t, year in enumerate(self.years):
                for k, (sector, name) in enumerate(SECTORS.items()):
                    said = (year, self.region, sector, *name.values(), measure, *label.values())
                    yield *said, float(values[t, k]), unit, "proxy" if stock else self.status[t], *NOTE.values()


def industrial_investment(w: Accounts | Panel, region: str) -> IndustrialInvestment:
    """Return what industry invests, for each year of the latest database in which investment by industry is known.

    Parameters
    ----------
    w : Accounts or Panel
        With ``investment`` by industry; ``capital_stock`` and ``value_added_volume`` add the growth of capital.
    region : str

    Returns
    -------
    IndustrialInvestment

    Raises
    ------
    DataError
        Where no year has investment of every industry of the region, or the accounts do not distinguish industry.
    UnknownNameError
        For a region that is not there.

    References
    ----------
    Timmer et al. (2015), Review of International Economics 23(3), 575.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> found = industrial_investment(load("world", year=2007), "CHN")
    >>> found.rate.round(2).tolist()
    [[0.4, 0.36, 0.39]]
    """
    if not isinstance(w, Accounts | Panel):
        raise DataError(f"investment needs Accounts or a Panel, not {type(w).__name__}. newind.load returns them.")
    r = w.regions.index(region)
    every = (w,) if isinstance(w, Accounts) else tuple(w.within(has=lambda one: _has_investment(one, r)))
    if reason := explain_missing_group(every[0], "industry") or explain_missing_group(every[0], "manufacturing"):
        raise DataError(f"no investment of industry for {region}: {reason}")
    known = [one for one in every if _has_investment(one, r)]
    if not known:
        span = f"{every[0].year}-{every[-1].year}" if len(every) > 1 else str(every[0].year)
        raise DataError(
            f"no investment of industry for {region} in {span}: investment by industry is not known. "
            "newind.load('world') has it to 2007 for members of the European Union and to 2009 for others; or attach "
            "your own (docs/howto/attach.md)."
        )
    return IndustrialInvestment(
        region=region,
        years=tuple(one.year for one in known),
        investment=_sectors(known, "investment", r),
        value_added=_sectors(known, "", r),
        capital=_sectors(known, "capital_stock", r),
        volume=_sectors(known, "value_added_volume", r),
        status=tuple(_status(one) for one in known),
    )


def _has_investment(w: Accounts, r: int) -> bool:
    return bool(np.isfinite(_figures(w, "investment", r)).all())


def _figures(w: Accounts, name: str, r: int) -> Array:
    """Return figures of the industries of a region, value added for an empty name; (S,), NaN where not known."""
    if not name:
        return np.asarray(by_region(w, w.value_added)[r])
    return np.asarray(amounts(w, name)[r]) if name in w.satellites else np.full(w.S, np.nan)


def _sectors(known: list[Accounts], name: str, r: int) -> Array:
    """Return sums over the industries of each sector; (T, 3)."""
    inside = [positions(known[0], s) if s != "economy" else np.arange(known[0].S) for s in SECTORS]
    return readonly(np.array([[_figures(w, name, r)[at].sum() for at in inside] for w in known]))


def _status(w: Accounts) -> str:
    observed = w.status == "observed" and w.satellites["investment"].status == "observed"
    return "observed" if observed else "estimated"
