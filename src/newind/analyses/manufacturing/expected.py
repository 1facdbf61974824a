"""How much manufacturing an economy has, against what economies of its income and population have.

Two readings of "expected". Pooled: what 39 economies show at this income and population in this year; this is the
one that says whether an economy makes more or less than others do. Within: where the economy's own share should have
gone from its own mean as it grew; its gaps are zero on average, so it says when, never whether, and stands beside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.accounts import Accounts
from newind.accounts.panel import Panel
from newind.accounts.satellite import readonly
from newind.analyses.manufacturing.expected_fit import Pattern, expected_pattern
from newind.charts.proofs import Lines
from newind.errors import DataError
from newind.frozen import Frozen
from newind.kernels import patterns
from newind.kernels.quotients import ratio
from newind.measures.shared import amounts, explain_missing_group, sums
from newind.messages import list_columns, message_group

if TYPE_CHECKING:
    import pandas as pd

    from newind.messages import Text
    from newind.typing import Array

Given = Mapping[int, float] | float | None
"""A figure of the user's own: one for all years, or by year."""
MARGIN = 0.01
"""By how much a figure may lie beyond those of the sample, as a share of it: editions of a source differ by that."""
INCOME = "M.USD of 2017"
"""Unit of real product that income is computed from: purchasing power of 2017 moved by national accounts."""
LABELS: dict[str, Text] = message_group("manufacturing.expected.labels")
NOTES: dict[str, Text] = message_group("manufacturing.expected.notes")
COLUMNS = (
    "year", "region", "measure", "form", "actual", "expected", "expected_low", "expected_high", "usual_low",
    "usual_high", "without", "gap", "gap_low", "gap_high", "unit", "status", *list_columns("note"),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class ExpectedShare(Frozen):
    """Share of manufacturing of a region and the share expected, by year (T).

    Attributes
    ----------
    region, measure, form : str
    years : tuple of int
    population : (T,) array, million persons
    income : (T,) array, USD of 2017 per head
    actual, expected : (T,) arrays, shares
    error : (T,) array
        Standard error of what is expected.
    without : (T,) array
        What the pooled form expects with the region left out of the sample; NaN where it is not in it.
    quantile : float
        Errors on each side of an interval.
    deviation : float
        Standard deviation of single shares around the equation.
    status : str
        Estimated: the expected share is.
    """

    region: str
    measure: str
    form: str
    years: tuple[int, ...]
    population: Array
    income: Array
    actual: Array
    expected: Array
    error: Array
    without: Array
    quantile: float
    deviation: float
    status: str = "estimated"

    @property
    def gap(self) -> Array:
        """Actual less expected; (T,). Below 0 there is less manufacturing than at this income and population."""
        return self.actual - self.expected

    @property
    def interval(self) -> Array:
        """Confidence interval of what is expected; (T, 2)."""
        return self._around(self.error)

    @property
    def usual(self) -> Array:
        """Prediction interval: where a single economy of this income and population lies; (T, 2)."""
        return self._around(np.hypot(self.error, self.deviation))

    @property
    def gap_interval(self) -> Array:
        """Interval of the gap from that of what is expected; (T, 2)."""
        return self.actual[:, None] - self.interval[:, ::-1]

    @property
    def gap_range(self) -> Array:
        """Interval of the gap, widened to the gap that is found with the region left out; (T, 2)."""
        other = self.actual - np.where(np.isnan(self.without), self.expected, self.without)
        return np.column_stack([np.minimum(self.gap_interval[:, 0], other), np.maximum(self.gap_interval[:, 1], other)])

    @property
    def note(self) -> Text:
        """Definition of what is expected, in ``en`` and ``zh``."""
        return NOTES[self.form]

    def table(self) -> pd.DataFrame:
        """Return one row a year."""
        import pandas as pd

        columns = {
            "year": self.years, "actual": self.actual, "expected": self.expected, "without": self.without,
            "gap": self.gap,
        }  # fmt: skip
        for name, ends in (("expected", self.interval), ("usual", self.usual), ("gap", self.gap_range)):
            columns |= {f"{name}_low": ends[:, 0], f"{name}_high": ends[:, 1]}
        said = {"region": self.region, "measure": self.measure, "form": self.form, "unit": "1", "status": self.status}
        notes = {f"note_{language}": said for language, said in self.note.items()}
        return pd.DataFrame({**columns, **said, **notes})[list(COLUMNS)]

    def chart(self) -> Lines:
        """Return the share over the years with what is expected and its confidence interval."""
        ends = self.interval
        every = {"actual": self.actual, "expected": self.expected, "low": ends[:, 0], "high": ends[:, 1]}
        series = {name: tuple(map(float, values)) for name, values in every.items()}
        return Lines(self.years, series, "actual", "1", dict(LABELS), ("low", "high"))

    def _around(self, error: Array) -> Array:
        return np.column_stack([self.expected - self.quantile * error, self.expected + self.quantile * error])


def expected_share(
    w: Accounts | Panel,
    region: str,
    measure: str = "value_added",
    *,
    form: str = "pooled",
    population: Given = None,
    income: Given = None,
    level: float = 0.95,
) -> ExpectedShare:
    """Return the share of manufacturing of a region and the share expected at its income and population.

    Parameters
    ----------
    w : Accounts or Panel
        Years that the estimate does not reach, or that lack a figure, are left out of a panel.
    region : str
        Code of an economy; a province or an aggregate needs `population` and `income`.
    measure : {"value_added", "employment"}
        Share in value added at current prices (estimated on 1995-2022) or in persons engaged (1995-2011).
    form : {"pooled", "within"}
        What economies of that income and population have, or where the own share should have gone.
    population : float or mapping of year to float, optional
        Million persons, in place of the fact of the accounts.
    income : float or mapping of year to float, optional
        Real income per head in USD of 2017 at purchasing power, in place of that of the accounts.
    level : float
        Of the intervals, in (0, 1).

    Returns
    -------
    ExpectedShare

    Raises
    ------
    DataError
        Where no year has what is needed, for an aggregate, and for incomes or populations beyond the sample.
    UnknownNameError
        For a region, measure or form that is not there.

    References
    ----------
    Rodrik (2016), Journal of Economic Growth 21(1), 1.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> found = expected_share(load("world", year=2011), "CHN")
    >>> found.actual.round(3).tolist(), bool(found.gap[0] > 0)
    ([0.334], True)
    """
    from scipy.special import stdtrit

    pattern = expected_pattern(measure, form)
    if not 0 < level < 1:
        raise DataError(f"level of the intervals is {level:g}. Give a share between 0 and 1, as 0.95.")
    if form == "within" and region not in pattern.members:
        raise DataError(
            f"{region} is not among the economies whose own path was estimated: {', '.join(pattern.members)}. "
            "Take form='pooled'."
        )
    rows = _rows(w, region, pattern, (population, income))
    years, figures = tuple(y for y, *_ in rows), np.array([row[1:] for row in rows])
    actual, people, earned = figures.T
    x, base = _regressors(pattern, region, years, patterns.terms(people, earned))
    value, error = patterns.predict_values(x, pattern.coefficients, pattern.covariance)
    left = pattern.members[region].without if form == "pooled" and region in pattern.members else None
    return ExpectedShare(
        region=region,
        measure=measure,
        form=form,
        years=years,
        population=readonly(people),
        income=readonly(earned),
        actual=readonly(actual),
        expected=readonly(base + value),
        error=readonly(error),
        without=readonly(np.full(len(years), np.nan) if left is None else x @ left),
        quantile=float(stdtrit(pattern.freedom, 0.5 + level / 2)),
        deviation=pattern.deviation,
    )


def _regressors(pattern: Pattern, region: str, years: tuple[int, ...], z: Array) -> tuple[Array, float]:
    """Return what multiplies the coefficients, (T, K), and the share that they add to."""
    effects = np.array([pattern.effects(year) for year in years])
    if pattern.form == "pooled":
        return np.hstack([z, effects]), 0.0
    member = pattern.members[region]
    return np.hstack([z - member.terms, effects]), member.share


def _rows(
    w: Accounts | Panel, region: str, pattern: Pattern, given: tuple[Given, Given]
) -> list[tuple[int, float, float, float]]:
    """Return year, share, population and income of the years that have them.

    Raises
    ------
    DataError
        With the reason of the last year where no year has them.
    """
    if not isinstance(w, Accounts | Panel):
        raise DataError(
            f"an expected share needs Accounts or a Panel, not {type(w).__name__}. newind.load returns them."
        )
    reasons, rows = [], []
    for one in (w,) if isinstance(w, Accounts) else w:
        r = one.regions.index(region)
        if reason := _lacks(one, r, pattern, given):
            reasons.append(f"{one.year}: {reason}")
        else:
            people, earned = _read_population_income(one, r, given)
            _within_sample(one.year, region, pattern, people, earned)
            rows.append((one.year, _share(one, r, pattern.measure), people, earned))
    if not rows:
        raise DataError(f"no expected share of manufacturing for {region}, {reasons[-1]}")
    return rows


def _lacks(w: Accounts, r: int, pattern: Pattern, given: tuple[Given, Given]) -> str:
    """Return why a year has no expected share, or an empty string."""
    first, last = pattern.years
    if not first <= w.year <= last:
        return f"the pattern of {pattern.measure} was estimated on {first}-{last}, the last year it knows is {last}."
    if w.regions.codes[r] in w.boundary:
        return "the table has the region as a boundary only, not its industries."
    if reason := explain_missing_group(w, "manufacturing"):
        return reason
    if not np.isfinite(_share(w, r, pattern.measure)):
        return f"{pattern.measure.replace('_', ' ')} by industry is not known. Take measure='value_added'."
    lost = [
        n
        for n, v in zip(("population", "income"), _read_population_income(w, r, given), strict=True)
        if not np.isfinite(v)
    ]
    if not lost:
        return ""
    there = ", ".join(
        c for k, c in enumerate(w.regions.codes) if np.isfinite(_read_population_income(w, k, (None, None))).all()
    )
    return (
        f"no {' and no '.join(lost)} of one economy. "
        f"{f'The accounts have them for {there}. ' if there else ''}"
        "Give population= (million persons) and income= (USD of 2017 per head at purchasing power)."
    )


def _read_population_income(w: Accounts, r: int, given: tuple[Given, Given]) -> tuple[float, float]:
    """Return population and income per head, NaN where not known or where the region is a sum of economies."""
    people, product = (_fact(w, r, name) for name in ("population", "gdp_volume"))
    own, earned = (_own(figure, w.year) for figure in given)
    return people if own is None else own, float(ratio(product, people)) if earned is None else earned


def _fact(w: Accounts, r: int, name: str) -> float:
    """Return a fact of one economy in the unit of the estimate, NaN where it has none."""
    if name not in w.facts or w.regions.kind[r] == "rest":
        return float("nan")
    fact = w.facts[name]
    wanted = INCOME if name == "gdp_volume" else "million persons"
    return float(fact.values[r]) if fact.unit.startswith(wanted) else float("nan")


def _own(figure: Given, year: int) -> float | None:
    if figure is None:
        return None
    return float(figure.get(year, np.nan)) if isinstance(figure, Mapping) else float(figure)


def _within_sample(year: int, region: str, pattern: Pattern, people: float, earned: float) -> None:
    sides = (("population", people, pattern.population, "million"), ("income", earned, pattern.income, "USD of 2017"))
    for name, value, (low, high), unit in sides:
        if not low * (1 - MARGIN) <= value <= high * (1 + MARGIN):
            raise DataError(
                f"{region}, {year}: {name} is {value:,.6g} {unit}, the {len(pattern.members)} economies of the "
                f"estimate have {low:,.6g} to {high:,.6g}. Nothing is known beyond; check the unit."
            )


def _share(w: Accounts, r: int, measure: str) -> float:
    """Return the share of manufacturing in a year, NaN where it is not known."""
    if measure == "employment" and "employment" not in w.satellites:
        return float("nan")
    every = w.value_added if measure == "value_added" else amounts(w, "employment")
    return float(ratio(sums(w, every, "manufacturing"), sums(w, every))[r])
