"""Export sophistication over the years: against what goes with the economy's income, and why it changed.

Sophistication by industries says what kind of economies sell what an economy sells. It does not see the stage: whoever
assembles electronics is taken to export what makers of chips export. Income from value chains distinguishes that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.satellite import readonly
from newind.analyses.manufacturing.carried import at_year, require_latest_closed_accounts
from newind.charts.proofs import ChartRow, Lines, Waterfall
from newind.errors import DataError
from newind.frozen import Frozen
from newind.kernels import patterns, sophistication
from newind.kernels.contentchange import MixChange, mix_change
from newind.kernels.quotients import ratio
from newind.measures import shared
from newind.messages import list_columns, message, message_group

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.messages import Text
    from newind.typing import Array, BoolArray

WHAT = "export sophistication"
UNIT = "USD of 2017, PPP"
FACTS = ("gdp_ppp", "population")
LEVEL = 0.05
"""The interval of what is expected leaves this probability outside."""
LEAST = 10
"""Economies with income and exports below which nothing is expected of any."""
LINES: dict[str, Text] = message_group("manufacturing.sophistication.lines")
"""Names of the lines of a chart."""
PARTS: dict[str, Text] = message_group("manufacturing.sophistication.parts")
"""Names of the parts of a change."""
REST: Text = message("manufacturing.sophistication.rest")
NOTE: Text = message("manufacturing.sophistication.note")
COLUMNS = (
    "year",
    "region",
    "value",
    "expected",
    "low",
    "high",
    "gap",
    "gap_p",
    "income",
    "economies",
    "unit",
    "status",
)
CHANGE = ("region", "start", "end", "industry", "part", *list_columns("label"), "value", "unit", "status")
SHOWN = 8
"""Industries that a chart of a change names."""


@dataclass(frozen=True, eq=False)
class SophisticationNorm:
    """Income norm among the other economies of a year, all in logarithms.

    Attributes
    ----------
    value, low, high : float
        Prediction and its 95 % interval.
    p : float
        Probability of a distance as large if the economy followed the others.
    economies : int
        Others that the line is based on.
    """

    value: float
    low: float
    high: float
    p: float
    economies: int


@dataclass(frozen=True, eq=False)
class SophisticationChange:
    """Why sophistication changed between two years.

    Attributes
    ----------
    region : str
    years : tuple of two int
    levels : tuple of two float, USD of 2017 at purchasing power
    industries : tuple of str
    parts : MixChange
        By industry: `mix`, the weights in exports; `within`, the incomes of their exporters. They sum to the change.
    """

    region: str
    years: tuple[int, int]
    levels: tuple[float, float]
    industries: tuple[str, ...]
    parts: MixChange

    def table(self) -> pd.DataFrame:
        """Return both parts of every industry, after their sums (``industry`` empty)."""
        import pandas as pd

        return pd.DataFrame(list(self._rows()), columns=list(CHANGE))

    def chart(self) -> Waterfall:
        """Return the change as steps: all incomes together, then the industries whose weights did most."""
        order = np.argsort(-np.abs(self.parts.mix), kind="stable")
        steps = [ChartRow("within", float(self.parts.within.sum()), label=PARTS["within"])]
        steps += [ChartRow(self.industries[i], float(self.parts.mix[i])) for i in order[:SHOWN]]
        if len(order) > SHOWN:
            steps.append(ChartRow("rest", float(self.parts.mix[order[SHOWN:]].sum()), label=REST))
        start, end = (message("language.lone_year", year=y) for y in self.years)
        return Waterfall(self.levels[0], tuple(steps), self.levels[1], UNIT, (start, end))

    def _rows(self) -> Iterator[tuple[object, ...]]:
        for part, label in PARTS.items():
            values = getattr(self.parts, part)
            for code, value in ((None, values.sum()), *zip(self.industries, values, strict=True)):
                yield self.region, *self.years, code, part, *label.values(), value, UNIT, "proxy"


@dataclass(frozen=True, eq=False)
class Sophistication(Frozen):
    """Export sophistication of a region by year (T) and industry (S).

    Attributes
    ----------
    region : str
    years : tuple of int
        Those in which incomes are known.
    industries : tuple of str
    shares : (T, S) array
        In the region's exports.
    prody : (T, S) array, USD of 2017 at purchasing power
        Income that goes with exporting each industry's products; NaN where nobody of known income does.
    expy : (T,) array, in the same unit
    income : (T,) array
        Of the region per head, in the same unit.
    expected : tuple of SophisticationNorm or None
        By year; None for fewer than :data:`LEAST` economies, or where the region's own income is not known.
    """

    region: str
    years: tuple[int, ...]
    industries: tuple[str, ...]
    shares: Array
    prody: Array
    expy: Array
    income: Array
    expected: tuple[SophisticationNorm | None, ...]

    @property
    def note(self) -> Text:
        """Note for readers, in ``en`` and ``zh``."""
        return NOTE

    @property
    def gap(self) -> Array:
        """How far sophistication is above what is expected, as a fraction of it; (T,), NaN where nothing is."""
        return np.array([np.nan if e is None else x / np.exp(e.value) - 1 for x, e in self._each()])

    def change(self, start: int | None = None, end: int | None = None) -> SophisticationChange:
        """Split the change between two years into weights in exports and incomes of exporters, by industry.

        Parameters
        ----------
        start, end : int, optional
            Years, the first and the last by default.

        Raises
        ------
        DataError
            For two equal years, or a year without exports.
        UnknownNameError
            For a year that is not there.

        Notes
        -----
        Mean of the two polar forms (:func:`newind.kernels.contentchange.mix_change`): exact.
        """
        t, u = at_year(self.years, start, 0, WHAT), at_year(self.years, end, -1, WHAT)
        if t == u:
            raise DataError(f"{WHAT}: a change needs two years, not {self.years[t]} twice. Give a panel, or two years.")
        if np.isnan(self.expy[[t, u]]).any():
            raise DataError(f"{WHAT}: {self.region} exports nothing in one of the years. Take other years.")
        parts = mix_change(*((self._compute_income_shares(k), self.prody[k]) for k in (t, u)))
        levels = (float(self.expy[t]), float(self.expy[u]))
        return SophisticationChange(self.region, (self.years[t], self.years[u]), levels, self.industries, parts)

    def table(self) -> pd.DataFrame:
        """Return one row a year; ``gap`` is a fraction of what is expected, ``gap_p`` its probability by chance."""
        import pandas as pd

        rows = [
            (
                year, self.region, value, *(np.exp([e.value, e.low, e.high]) if e else [np.nan] * 3), gap,
                e.p if e else np.nan, income, e.economies if e else 0, UNIT, "proxy",
            )
            for year, (value, e), gap, income in zip(self.years, self._each(), self.gap, self.income, strict=True)
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=list(COLUMNS))

    def chart(self) -> Lines:
        """Return sophistication and what is expected over the years as data of a chart, with the band between.

        Raises
        ------
        DataError
            Where nothing is expected in some year.
        """
        if None in self.expected:
            raise DataError(f"{WHAT}: what is expected of {self.region} is not known in every year. Take other years.")
        every = [e for e in self.expected if e is not None]
        series = {"expy": tuple(map(float, self.expy))}
        for line, name in (("expected", "value"), ("low", "low"), ("high", "high")):
            series[line] = tuple(float(np.exp(getattr(e, name))) for e in every)
        return Lines(self.years, series, "expy", UNIT, dict(LINES), ("low", "high"))

    def _each(self) -> list[tuple[float, SophisticationNorm | None]]:
        return list(zip(map(float, self.expy), self.expected, strict=True))

    def _compute_income_shares(self, t: int) -> Array:
        """Return shares among the industries that an income goes with; (S,), 0 elsewhere."""
        shares = np.where(np.isnan(self.prody[t]), 0.0, self.shares[t])
        return ratio(shares, shares.sum())


def sophistication_history(w: Accounts | Panel, region: str) -> Sophistication:
    """Return a region's export sophistication against that expected at its income, for each year with incomes.

    Parameters
    ----------
    w : Accounts or Panel
        Closed accounts; of a panel of several databases the last one is taken.
    region : str
        Code of the region.

    Returns
    -------
    Sophistication
        A proxy, as industries stand for products.

    Raises
    ------
    DataError
        For accounts with a boundary, or without purchasing power and population in any year.
    UnknownNameError
        For a region that is not there, with the nearest.

    Notes
    -----
    What is expected comes from a line of ln EXPY on ln income over all other economies of known income that are no
    aggregates, fitted by year without the region, so that it is not judged by itself.

    References
    ----------
    Hausmann, Hwang & Rodrik (2007), Journal of Economic Growth 12(1), 1. Rodrik (2006), China & World Economy 14(5), 1.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> found = sophistication_history(load("world").select(years=[2011]), "CHN")
    >>> found.expected[0].economies
    17
    """
    every = require_latest_closed_accounts(w, WHAT)
    first, r = every[0], every[0].regions.index(region)
    known = [one for one in every if all(name in one.facts for name in FACTS)]
    if not known:
        raise DataError(
            f"{WHAT}: accounts of {every[0].year} to {every[-1].year} lack {' or '.join(FACTS)}. Add these facts, or "
            "take newind.load('world')."
        )
    found = [_year(one) for one in known]
    return Sophistication(
        region=region,
        years=tuple(one.year for one in known),
        industries=first.industries,
        shares=readonly(np.array([sophistication.export_shares(E)[r] for E, *_ in found])),
        prody=readonly(np.array([prody for _, _, prody, _ in found])),
        expy=readonly(np.array([expy[r] for *_, expy in found])),
        income=readonly(np.array([income[r] for _, income, *_ in found])),
        expected=tuple(predict_sophistication(income, expy, first.regions.named, r) for _, income, _, expy in found),
    )


def _year(w: Accounts) -> tuple[Array, Array, Array, Array]:
    """Return exports, income per head, income that goes with each industry, and sophistication of every region."""
    E = shared.exports(w)
    income = ratio(w.facts["gdp_ppp"].values, w.facts["population"].values)
    prody = sophistication.prody(E, income)
    return E, income, prody, sophistication.expy(E, prody)


def predict_sophistication(income: Array, expy: Array, named: BoolArray, r: int) -> SophisticationNorm | None:
    """Return what sophistication goes with a region's income among the others, in logarithms.

    Parameters
    ----------
    income, expy : (R,) arrays
    named : (R,) bool array
        False for aggregates, which are left out.
    r : int
        The region that is judged, left out as well.

    Returns
    -------
    SophisticationNorm or None
        None for fewer than :data:`LEAST` others, or without the region's own income or exports.
    """
    from scipy.special import stdtr, stdtrit

    usable = np.isfinite(income) & np.isfinite(expy) & (income > 0) & (expy > 0)
    others = usable & named & (np.arange(len(income)) != r)
    if not usable[r] or others.sum() < LEAST:
        return None
    away = np.log(income[others] / income[r])
    fit = patterns.least_squares(np.log(expy[others]), np.column_stack([np.ones_like(away), away]))
    residual = np.log(expy[others]) - fit.coefficients[0] - fit.coefficients[1] * away
    spread = float(np.sqrt(fit.errors[0] ** 2 + residual @ residual / fit.freedom))
    value = float(fit.coefficients[0])
    half = float(stdtrit(fit.freedom, 1 - LEVEL / 2)) * spread
    p = 2 * float(stdtr(fit.freedom, -abs(np.log(expy[r]) - value) / spread)) if spread else float("nan")
    return SophisticationNorm(value, value - half, value + half, p, int(others.sum()))
