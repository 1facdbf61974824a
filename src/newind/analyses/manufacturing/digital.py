"""Value added of digital industries in what a region's industries make: by year, product and origin, with its range.

The 35 industries of the WIOD 2013 release join what is digital with what is not. The 2016 release shows electronics
apart from electrical equipment, telecommunications from post, and IT services from other business services.

The classification joins what is digital with what is not, so that one figure would pretend too much. The headline
counts electronics (with electrical equipment) and telecommunications (with post), the upper end all business services,
too; an estimate beside them counts the parts that a finer release shows apart (``digital_split``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.groups import resolve
from newind.accounts.satellite import readonly
from newind.analyses.manufacturing import carried as carrying
from newind.charts.proofs import AreaStack, Bars, ChartRow
from newind.datafiles import read_csv_rows
from newind.errors import unknown
from newind.frozen import Frozen
from newind.kernels.quotients import ratio
from newind.measures import shared
from newind.measures.shared import positions
from newind.messages import list_columns, message, message_group

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.messages import Text
    from newind.typing import Array, BoolArray


PACKAGE, FILE = "newind.accounts.groups", "digital_parts.csv"
SOURCE = (
    "World Input-Output Database, 2016 release (Timmer, Los, Stehrer & de Vries 2016, GGDC Research Memorandum 162)"
)
DIGITAL = {"c14": "C26", "c27": "J61", "c30": "J62_J63"}
"""Industry of the 2013 release, and the part of it that is digital as the 2016 release has it."""
DECIMALS = 4
ALL, PART, NONE = "all", "upper end", "none"


def digital_parts(w: Accounts) -> Array:
    """Return the digital part of value added by region and industry; (R, S) in [0, 1].

    In codes of the WIOD 2013 release NaN where it is not known: in accounts with a boundary (Chinese tables at these
    codes hold other parts), before 2000 and after 2014, and where the economy's figures do not tell the part from the
    rest. In finer codes, which show digital industries apart, those have 1. All others have 0.
    """
    found = np.zeros((w.R, w.S))
    joint = {code: w.industries.index(code) for code in DIGITAL if code in w.industries}
    if not joint:
        found[:, positions(w, "digital")] = 1.0
    known = {} if w.boundary else _shares()
    for r, region in enumerate(w.regions.codes):
        for code, i in joint.items():
            found[r, i] = known.get((region, code), {}).get(w.year, np.nan)
    return found


def split_shares(frame: pd.DataFrame, groups: Mapping[str, Sequence[str]]) -> dict[tuple[str, str], dict[int, float]]:
    """Return digital parts of value added from figures at 56 industries, which is how the shipped table was made.

    Parameters
    ----------
    frame : DataFrame
        ``country``, ``code``, ``year`` and ``VA`` of the 2016 release.
    groups : mapping of str to sequence of str
        Economies that are sums of others, as ``{"REU": ["AUT", …]}``.

    Returns
    -------
    dict of (economy, industry) to dict of year to share
        NaN where the release shows one of an industry's parts as zero, so that it does not distinguish them.
    """
    from newind.accounts.classification import concordance

    parts = concordance("wiod56_to_wiod35").sources_of
    table = frame.pivot_table(index=["country", "year"], columns="code", values="VA", aggfunc="sum")
    found = {}
    for code, digital in DIGITAL.items():
        own, whole = table[digital], table[list(parts[code])].sum(axis=1)
        apart = (own > 0) & (own < whole)
        own, whole = own.where(apart, np.nan), whole.where(apart, np.nan)
        every = {region: [region] for region in table.index.get_level_values(0).unique()} | dict(groups)
        for region, members in every.items():
            there = own.index.get_level_values(0).isin(list(members))
            sums = own[there].groupby("year").sum(min_count=1) / whole[there].groupby("year").sum(min_count=1)
            found[region, code] = dict(zip(map(int, sums.index), map(float, sums.round(DECIMALS)), strict=True))
    return found


@cache
def _shares() -> dict[tuple[str, str], dict[int, float]]:
    rows = read_csv_rows(PACKAGE, FILE)
    return {
        (row["region"], row["industry"]): {int(y): float(s) if s else np.nan for y, s in row.items() if y.isdigit()}
        for row in rows
    }


MEASURES: dict[str, Text] = message_group("manufacturing.digital.measures")
"""Measures of digital content."""
HOME: Text = message("manufacturing.digital.home")
ABROAD: Text = message("manufacturing.digital.abroad")
PARTS_NOTE = message("manufacturing.digital.parts_note")
COLUMNS = (
    "year", "region", "industry", "value", "low", "high", "estimate", "domestic", "foreign", "unit", "status",
    *list_columns("note"),
)  # fmt: skip
ORIGINS = ("year", "region", "partner", "industry", "named", "value", "share_of_foreign", "unit", "status")
PARTS = (
    "year", "region", "industry", "counted", "value_added", "share_of_gdp", "digital_part", "surely_digital",
    "possibly_digital", "unit", "status", "source",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class DigitalContent(Frozen):
    """Digital value added in the products of a region, by year (T), origin (R) and product (S), per unit.

    Attributes
    ----------
    region : str
    years : tuple of int
    products, partners : tuple of str
        Codes of all industries, and of all regions, the own one among them.
    named : (R,) bool array
        False for partners that are aggregates.
    known : (R,) bool array
        Origins whose value added is known: all, or the own one in accounts with a boundary.
    bundle : tuple of str
        Products that totals are of.
    status : tuple of str
        Of each year: ``proxy``, or ``estimated`` where the accounts are.
    remarks : dict
        What a reader must know, in ``en`` and ``zh``.
    headline, upper, estimate : (T, R, S) arrays
        NaN for products without output, for origins that are not known (all but the own one in accounts with a
        boundary), and where the finer release does not say.
    final : (T, S) array
        Final products sold, money.
    value_added : (T, S) array
        Of the region's industries, money.
    parts : (T, S) array
        Digital part of it by the finer release, NaN where not known.
    counted : tuple of str, S
        How each industry counts: ``all``, ``upper end`` or ``none``.
    unit : str
    """

    region: str
    years: tuple[int, ...]
    products: tuple[str, ...]
    partners: tuple[str, ...]
    named: BoolArray
    known: BoolArray
    bundle: tuple[str, ...]
    status: tuple[str, ...]
    remarks: Text
    headline: Array
    upper: Array
    estimate: Array
    final: Array
    value_added: Array
    parts: Array
    counted: tuple[str, ...]
    unit: str

    @property
    def whole(self) -> bool:
        """Whether every origin is known."""
        return bool(self.known.all())

    def total(self, measure: str = "headline") -> tuple[Array, Array]:
        """Return digital value added in the final products of the bundle, from home and abroad; (T,) each, shares.

        NaN is what comes from abroad where that is not known.

        Raises
        ------
        UnknownNameError
            For a measure that does not exist.
        """
        by_origin = self._in_bundle(self._select_measure(measure))
        home = self.partners.index(self.region)
        abroad = np.delete(by_origin, home, axis=1).sum(axis=1)
        return by_origin[:, home], np.where(self.whole & ~np.isnan(by_origin[:, home]), abroad, np.nan)

    def table(self) -> pd.DataFrame:
        """Return digital value added per unit of each product, and of the bundle (``industry`` empty), by year.

        Returns
        -------
        DataFrame
            ``value`` is the headline, from ``low`` (the estimate where it is smaller, NaN without one) to ``high``;
            ``domestic`` and ``foreign`` are parts of the value. With a boundary all is domestic and ``foreign`` NaN.
        """
        import pandas as pd

        return pd.DataFrame(list(self._rows()), columns=list(COLUMNS))

    def by_origin(self) -> pd.DataFrame:
        """Return where the digital value of the bundle (``industry`` empty) and of each product was earned."""
        import pandas as pd

        return pd.DataFrame(list(self._origins()), columns=list(ORIGINS))

    def classification(self) -> pd.DataFrame:
        """Return what part of each digital industry of the region really is digital, in money and as shares of GDP.

        Returns
        -------
        DataFrame
            A row a year and industry: how it is ``counted``, its value added, its ``digital_part`` by the finer
            release, what is ``surely_digital`` by it, and the rest, ``possibly_digital``. NaN where it does not say.
        """
        import pandas as pd

        return pd.DataFrame(list(self._parts()), columns=list(PARTS))

    def chart(self) -> AreaStack | Bars:
        """Return the content of the bundle over the years, or of its products in a single one, from home first."""
        home, abroad = self.total()
        if len(self.years) > 1:
            known = {"home": home} | ({"abroad": abroad} if self.whole else {})
            series = {k: tuple(map(float, v)) for k, v in known.items()}
            return AreaStack(self.years, series, "1", {k: {"home": HOME, "abroad": ABROAD}[k] for k in known})
        own = self.headline[0, self.partners.index(self.region)]
        every = np.nansum(self.headline[0], axis=0)
        picked = [j for j in map(self.products.index, self.bundle) if not np.isnan(own[j])]
        rows = [ChartRow(self.products[j], float(every[j]), other=float(own[j])) for j in picked]
        return Bars(tuple(sorted(rows, key=lambda row: -row.value)), self.region, "1", (HOME, ABROAD))

    def _select_measure(self, measure: str) -> Array:
        if measure not in MEASURES:
            raise unknown("measure of what is digital", measure, MEASURES, f"There are {', '.join(MEASURES)}.")
        return np.asarray(getattr(self, measure))

    def _in_bundle(self, values: Array) -> Array:
        """Return the content of the bundle by year and origin, (T, R), NaN for an origin that is not known."""
        picked = [self.products.index(code) for code in self.bundle]
        found = carrying.compute_weighted_mean(values[:, :, picked], self.final[:, None, picked])
        return np.where(self.known & ~np.isnan(values).all(axis=2), found, np.nan)

    def _sums(self, measure: str) -> Array:
        """Return the content of each product and, last, of the bundle from all origins known; (T, S + 1)."""
        values = self._select_measure(measure)
        joined = np.concatenate([values, self._in_bundle(values)[:, :, None]], axis=2)
        return np.asarray(np.where(np.isnan(joined).all(axis=1), np.nan, np.nansum(joined, axis=1)))

    def _rows(self) -> Iterator[tuple[object, ...]]:
        value, upper, estimate = (self._sums(m) for m in MEASURES)
        own = self.headline[:, self.partners.index(self.region)]
        home = np.concatenate([own, self.total()[0][:, None]], axis=1)
        for t, year in enumerate(self.years):
            for j, industry in enumerate((*self.products, None)):
                foreign = value[t, j] - home[t, j] if self.whole else np.nan
                low = np.minimum(value[t, j], estimate[t, j])
                figures = (value[t, j], low, upper[t, j], estimate[t, j], home[t, j], foreign)
                yield year, self.region, industry, *map(float, figures), "1", self.status[t], *self.remarks.values()

    def _origins(self) -> Iterator[tuple[object, ...]]:
        joined = np.concatenate([self._in_bundle(self.headline)[:, :, None], self.headline], axis=2)
        foreign = np.delete(joined, self.partners.index(self.region), axis=1).sum(axis=1)
        for t, year in enumerate(self.years):
            for j, industry in enumerate((None, *self.products)):
                for p, partner in enumerate(self.partners):
                    value = float(joined[t, p, j])
                    share = np.nan if partner == self.region else float(ratio(value, foreign[t, j]))
                    yield (
                        year, self.region, partner, industry, bool(self.named[p]), value, share, "1", self.status[t],
                    )  # fmt: skip

    def _parts(self) -> Iterator[tuple[object, ...]]:
        for t, year in enumerate(self.years):
            gdp = self.value_added[t].sum()
            for j, industry in enumerate(self.products):
                if self.counted[j] != NONE:
                    value, part = float(self.value_added[t, j]), float(self.parts[t, j])
                    figures = (value, float(ratio(value, gdp)), part, part * value, value - part * value)
                    yield year, self.region, industry, self.counted[j], *figures, self.unit, "estimated", SOURCE


def digital_content(
    w: Accounts | Panel, region: str, industries: str | tuple[str, ...] = "manufacturing"
) -> DigitalContent:
    """Return the digital value added in what a region's industries make, for each year there is.

    Parameters
    ----------
    w : Accounts or Panel
        With a boundary (one nation, provinces) only the region's own digital value added is known. Of a panel of
        several databases the last one is taken.
    region : str
    industries : str or tuple of str
        Products that totals are of: codes or a group.

    Returns
    -------
    DigitalContent
        Shares of value in current prices, with a lower and an upper end.

    Raises
    ------
    UnknownNameError
        For a region or an industry that is not there, with the nearest.
    DataError
        For a region that is only a boundary, or accounts that do not tell digital industries.

    Notes
    -----
    ``Σ_{i∈digital} v_i B_ij`` per unit of product j. Own use of software and data made in-house is not seen.

    References
    ----------
    OECD (2023), Guide to OECD's Trade in Value Added Indicators.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> home, abroad = digital_content(load("world", year=2011), "CHN").total()
    >>> home.round(3).tolist(), abroad.round(3).tolist()
    ([0.084], [0.028])
    """
    every = carrying.every_year(w, "digital content")
    first = every[0]
    r = carrying.full_region(first, region)
    picked, digital = resolve(industries, first.industries), resolve("digital", first.industries)
    counted = [ALL if i in digital else PART if i in positions(first, "digital-wide") else NONE for i in range(first.S)]
    years = [_year(one, r) for one in every]
    return DigitalContent(
        region=region,
        years=tuple(one.year for one in every),
        products=first.industries,
        partners=first.regions.codes,
        named=first.regions.named,
        known=carrying.has_known_value(first, r),
        bundle=tuple(first.industries[i] for i in picked),
        status=tuple("proxy" if one.status == "observed" else one.status for one in every),
        remarks=carrying.remarks(first, carrying.CURRENT, *[PARTS_NOTE] * first.closed),
        counted=tuple(counted),
        unit=first.unit,
        **{name: readonly(np.array([year[name] for year in years])) for name in years[0]},
    )


def _year(w: Accounts, r: int) -> dict[str, Array]:
    """Return headline, upper end and estimate by origin and product, final sales, value added and digital parts."""
    found, parts = carrying.compute_value_content(w, r), digital_parts(w)
    narrow, wide = (found[:, positions(w, group)].sum(axis=1) for group in ("digital", "digital-wide"))
    va = shared.by_region(w, w.value_added)
    known = not np.isnan(parts[r]).any()
    return {
        "headline": narrow,
        "upper": wide if positions(w, "digital-wide").size else np.full_like(narrow, np.nan),
        "estimate": np.einsum("pi,pij->pj", _impute_parts(parts, va), found) if known else np.full_like(narrow, np.nan),
        "final": carrying.compute_sales(w, r).final,
        "value_added": va[r],
        "parts": parts[r],
    }


def _impute_parts(parts: Array, va: Array) -> Array:
    """Return digital parts with the mean of the others, weighted by value added, where they are not known."""
    known = ~np.isnan(parts)
    mean = ratio((np.where(known, parts, 0.0) * va).sum(axis=0), np.where(known, va, 0.0).sum(axis=0))
    return np.where(known, parts, mean)
