"""Whether what is earned in a chain is lowest in its middle: value added and labour income along the distance.

A chain is everything that goes into a final product. Its members are industries of economies: what they do inside,
research, management, making or selling, is not in these accounts, which know no occupations. Trade margins and
services after the sale are bought apart by final users and are no part of the chain either, so that its lower end is
the finishing industry.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.classification import industry_name
from newind.accounts.satellite import readonly
from newind.analyses.manufacturing.carried import GROUPS, at_year, figures, groups, require_closed_accounts
from newind.charts.proofs import Bubble, Scatter
from newind.errors import DataError
from newind.frozen import Frozen
from newind.kernels import smile
from newind.kernels.quotients import per_output, ratio
from newind.language.scales import mark
from newind.measures.shared import million_usd
from newind.messages import in_each, message, message_group

if TYPE_CHECKING:
    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.messages import Text
    from newind.typing import Array, BoolArray, IntArray

WHAT = "smile curve"
MEASURES: dict[str, Text] = message_group("manufacturing.smile.measures")
"""Measures that may be high or low along a chain."""
UNITS = {"value_added_rate": "1", "income_per_hour": "USD/hour"}
DISTANCE: Text = message("manufacturing.smile.distance")
VERDICTS: dict[str, Text] = message_group("manufacturing.smile.verdicts")
"""Names of the shapes of a fitted curve."""
NOTE: Text = message("manufacturing.smile.note")
FEW: Text = message("manufacturing.smile.few")
FEW_CLUSTERS = 5.0
"""Effective number of economies below which :data:`FEW` is shown."""
COVERAGE = 0.8
"""Least share of the chain's value added that must be known for a curve."""
SHOWN = 60
"""Members that a chart shows, the largest."""
COLUMNS = (
    "year", "region", "industry", "group", "named", "distance", "value_added", "share", "value_added_rate",
    "labour_income", "hours", "income_per_hour", "unit", "status",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class SmileCurve(Frozen):
    """The members of one chain, n = R·S region-major, and the curves along their distance.

    Attributes
    ----------
    region, industry : str
        Where the chain ends, as asked for.
    year : int
    regions, industries : tuple of str
    named : (R,) bool array
        False for regions that are aggregates.
    groups : (S,) tuple of str
        Of :data:`newind.analyses.manufacturing.carried.GROUPS`.
    unit, status : str
        Of the accounts.
    final : float
        Final products at the end of the chain, money.
    distance : (n,) array, stages, >= 1
        NaN for what is not in the chain.
    value_added : (n,) array, money
        Sums to `final`.
    value_added_rate : (n,) array
    labour_income : (n,) array, money; NaN where unknown.
    hours : (n,) array; NaN where unknown.
    income_per_hour : (n,) array, current USD per hour; NaN where unknown.
    known_years : tuple of int
        Years of the panel in which labour income and hours of most of the world are known.
    """

    region: str
    industry: str
    year: int
    regions: tuple[str, ...]
    industries: tuple[str, ...]
    named: BoolArray
    groups: tuple[str, ...]
    unit: str
    status: str
    final: float
    distance: Array
    value_added: Array
    value_added_rate: Array
    labour_income: Array
    hours: Array
    income_per_hour: Array
    known_years: tuple[int, ...]

    @property
    def note(self) -> Text:
        """Note for readers, in ``en`` and ``zh``."""
        return NOTE

    @property
    def share(self) -> Array:
        """Part of each member in the chain's value added; (n,), sums to 1."""
        return ratio(self.value_added, self.final)

    def coverage(self, measure: str = "value_added_rate") -> float:
        """Return the part of the chain's value added whose measure is known, in [0, 1]."""
        weights = np.maximum(self.value_added, 0.0)
        return float(weights[np.isfinite(self._heights(measure))].sum() / weights.sum())

    def fit(self, measure: str = "value_added_rate") -> smile.Smile:
        """Return the curve of a measure along the distance, weighted by value added; what it is, is estimated.

        Parameters
        ----------
        measure : {"value_added_rate", "income_per_hour"}

        Returns
        -------
        newind.kernels.smile.Smile
            Errors come from leaving out each economy in turn. `verdict` is a key of :data:`VERDICTS`. Income per hour
            is fitted in logarithms, in which its curvature is; the curve and its band are in its own unit.

        Raises
        ------
        DataError
            For a measure that does not exist or is not known for most of the chain (naming the last year in which it
            is), and for a chain with too few members.
        """
        heights = self._heights(measure)
        if (known := self.coverage(measure)) < COVERAGE:
            raise DataError(
                f"{WHAT}: {MEASURES[measure]['en'].lower()} is known for {known:.0%} of the chain's value added in "
                f"{self.year}, {COVERAGE:.0%} are needed. {self._last_good()}"
            )
        economy: IntArray = np.repeat(np.arange(len(self.regions)), len(self.industries))
        logs = measure == "income_per_hour"
        fitted = np.log(np.where(heights > 0, heights, np.nan)) if logs else heights
        found = smile.fit_smile(self.distance, fitted, self.value_added, economy)
        if found is None:
            raise DataError(
                f"{WHAT}: the chain of {self.industry} finished in {self.region} has too few members for a curve: "
                f"{smile.MIN_MEMBERS} in {smile.MIN_CLUSTERS} economies are needed. Take a table with more of them."
            )
        if not logs:
            return found
        return replace(found, **{name: np.exp(getattr(found, name)) for name in ("heights", "low", "high")})

    def verdict(self, measure: str = "value_added_rate") -> Text:
        """Return what the curve of a measure is, in ``en`` and ``zh``, with a warning where few economies decide."""
        found = self.fit(measure)
        said = VERDICTS[found.verdict]
        if found.effective >= FEW_CLUSTERS:
            return said
        return in_each(lambda lang: said[lang] + mark("sentence", lang) + FEW[lang])

    def table(self) -> pd.DataFrame:
        """Return the members of the chain, the one with the highest value added first."""
        import pandas as pd

        R, S = len(self.regions), len(self.industries)
        columns: dict[str, object] = {
            "year": self.year,
            "region": np.repeat(self.regions, S),
            "industry": np.tile(self.industries, R),
            "group": np.tile(self.groups, R),
            "named": np.repeat(self.named, S),
            "share": self.share,
            "unit": self.unit,
            "status": self.status,
        }
        columns |= {name: getattr(self, name) for name in COLUMNS if name not in columns}
        every = pd.DataFrame(columns)[list(COLUMNS)]
        inside = every[np.isfinite(self.distance)]
        return inside.sort_values("value_added", ascending=False, kind="stable").reset_index(drop=True)

    def summary(self, by: str = "group") -> pd.DataFrame:
        """Return the chain put together by group of industries or by economy.

        Parameters
        ----------
        by : {"group", "region"}

        Returns
        -------
        DataFrame
            ``distance`` is the mean by value added. Labour income and hours are those of the members of which both are
            known, which make up the part ``known`` of the value added; NaN where this is none.

        Raises
        ------
        DataError
            For anything else to put together by.
        """
        if by not in ("group", "region"):
            raise DataError(f"{WHAT}: nothing is put together by {by!r}. Take 'group' or 'region'.")
        inside = self.table()
        paid = inside[["labour_income", "hours"]].notna().all(axis=1)
        inside["distance"] *= inside["value_added"]
        inside["known"] = inside["value_added"].where(paid, 0.0)
        inside[["labour_income", "hours"]] = inside[["labour_income", "hours"]].where(paid)
        summed = ["distance", "value_added", "share", "known", "labour_income", "hours"]
        sums = inside.groupby(by, sort=False)[summed].sum(min_count=1)
        for name in ("distance", "known"):
            sums[name] = ratio(sums[name], sums["value_added"])
        sums["income_per_hour"] = ratio(sums["labour_income"] * million_usd(self.unit) * 1e6, sums["hours"])
        return sums.sort_values("value_added", ascending=False).reset_index()

    def chart(self, measure: str = "value_added_rate") -> Scatter:
        """Return the largest members as data of a chart, with the fitted curve; the focus is where the chain ends."""
        found = self.fit(measure)
        return replace(self.points(measure), curve=(tuple(map(float, found.places)), tuple(map(float, found.heights))))

    def points(self, measure: str = "value_added_rate") -> Scatter:
        """Return the largest members as data of a chart without a curve, as where no shape can be told."""
        heights, S = self._heights(measure), len(self.industries)
        drawn = np.flatnonzero(np.isfinite(self.distance) & np.isfinite(heights) & (self.value_added > 0))
        largest = drawn[np.argsort(-self.value_added[drawn], kind="stable")][:SHOWN]
        points = tuple(
            Bubble(
                self.industries[k % S],
                float(self.distance[k]),
                float(heights[k]),
                float(self.value_added[k]),
                label=in_each(partial(industry_name, self.industries[k % S])),
                region=self.regions[k // S],
            )
            for k in largest
        )
        focus = self.region if self.region in self.regions else ""
        return Scatter(points, DISTANCE, MEASURES[measure], UNITS[measure], focus=focus)

    def _heights(self, measure: str) -> Array:
        if measure not in MEASURES:
            raise DataError(f"{WHAT} has no measure {measure!r}. Measures are {' and '.join(MEASURES)}.")
        return self.value_added_rate if measure == "value_added_rate" else self.income_per_hour

    def _last_good(self) -> str:
        if not self.known_years:
            return "No year given has labour income and hours of most of the world: take the panel of newind.load."
        return f"The last year that has them is {self.known_years[-1]}."


def smile_curve(w: Accounts | Panel, region: str, industry: str, year: int | None = None) -> SmileCurve:
    """Return what the members of a chain earn along their distance to its final product.

    Parameters
    ----------
    w : Accounts or Panel
        Closed accounts.
    region : str
        Economy where the product is finished, a group of economies, or ``"*"`` for any.
    industry : str
        Industry that finishes the product, or a group such as ``"manufacturing"``.
    year : int, optional
        Year of a panel, the last one by default.

    Returns
    -------
    SmileCurve
        Members, curves and verdicts.

    Raises
    ------
    DataError
        For accounts with a boundary, and for a chain without final products.
    UnknownNameError
        For a region, an industry or a year that is not there, with the nearest.

    References
    ----------
    Ye, Meng & Wei (2015), IDE Discussion Paper 530. Meng, Ye & Wei (2020), Oxford Bulletin of Economics and Statistics
    82(5), 988.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> found = smile_curve(load("world", year=2009), "CHN", "c14")
    >>> found.fit("income_per_hour").verdict
    'none'
    """
    every = require_closed_accounts(w, WHAT)
    one = every[at_year([a.year for a in every], year, -1, WHAT)]
    y = _final_products(one, region, industry)
    output, distance = smile.chain_distance(one.LU, y)
    income, hours = figures(one, "labour_compensation"), figures(one, "hours")
    group = groups(one)
    arrays = {
        "distance": distance,
        "value_added": one.v * output,
        "value_added_rate": np.where(one.x > 0, one.v, np.nan),
        "labour_income": per_output(income, one.x) * output,
        "hours": per_output(hours, one.x) * output,
        "income_per_hour": ratio(income * million_usd(one.unit) * 1e6, hours),
    }
    return SmileCurve(
        region=region,
        industry=industry,
        year=one.year,
        regions=one.regions.codes,
        industries=one.industries,
        named=one.regions.named,
        groups=tuple(next(name for name in GROUPS if group[name][i]) for i in range(one.S)),
        unit=one.unit,
        status=one.status,
        final=float(y.sum()),
        **{name: readonly(np.asarray(values)) for name, values in arrays.items()},
        known_years=tuple(a.year for a in every if _compute_known_share(a) >= COVERAGE),
    )


def _final_products(w: Accounts, region: str, industry: str) -> Array:
    """Return the final products at the end of a chain; (n,) money.

    Raises
    ------
    DataError
        Where there are none.
    """
    y = np.where(w.mask(region, industry), np.maximum(w.Yr.sum(axis=1), 0.0), 0.0)
    if not y.sum() > 0:
        raise DataError(
            f"{WHAT}: {region} finishes no {industry} in {w.year}. Take a product that it sells to final users."
        )
    return y


def _compute_known_share(w: Accounts) -> float:
    """Return the share of the world's value added whose labour income and hours are known."""
    known = np.isfinite(figures(w, "labour_compensation")) & np.isfinite(figures(w, "hours"))
    return float(w.value_added[known].sum() / w.value_added.sum())
