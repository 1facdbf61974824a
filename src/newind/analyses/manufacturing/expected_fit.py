"""The shipped estimates of what share manufacturing has at an income and population."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.satellite import readonly
from newind.datafiles import read_csv_rows, read_yaml
from newind.errors import unknown
from newind.frozen import Frozen

if TYPE_CHECKING:
    from newind.kernels.patterns import TurningPoint
    from newind.typing import Array

PACKAGE = "newind.analyses.manufacturing"
MEASURES = ("value_added", "employment")
FORMS = ("pooled", "within")


@dataclass(frozen=True, eq=False)
class SampleEconomy(Frozen):
    """Data that are kept of an economy of the sample.

    Attributes
    ----------
    share : float
        Mean of its share over the years.
    terms : (4,) array
        Means of its terms.
    without : (4 + T,) array
        Coefficients of the pooled form when it is left out.
    """

    share: float
    terms: Array
    without: Array


@dataclass(frozen=True, eq=False)
class Pattern(Frozen):
    """An estimated equation of the share of manufacturing, with what one needs to judge it.

    Attributes
    ----------
    measure, form : str
    years : tuple of int
        First and last.
    names : tuple of str
        Terms: four of population and income, then effects of years.
    coefficients, errors : (K,) arrays
    covariance : (K, K) array
        Clustered by economy.
    observations, freedom : int
        Freedom is that of t.
    r_squared, deviation : float
        Explained share (of what changes within economies, in that form), standard deviation of the residual.
    population, income : (lowest, highest) in the sample
    turning : TurningPoint
        Income at which the share turns, with its 95 % interval.
    members : dict of str to SampleEconomy
    """

    measure: str
    form: str
    years: tuple[int, int]
    names: tuple[str, ...]
    coefficients: Array
    errors: Array
    covariance: Array
    observations: int
    freedom: int
    r_squared: float
    deviation: float
    population: tuple[float, float]
    income: tuple[float, float]
    turning: TurningPoint
    members: dict[str, SampleEconomy]

    def effects(self, year: int) -> Array:
        """Return the effects of years as they enter a figure of a year: 1 for it, less their mean within economies."""
        first, last = self.years
        marked = np.asarray(np.arange(first, last + 1) == year, dtype=np.float64)
        return marked if self.form == "pooled" else marked[1:] - 1 / marked.size


@cache
def expected_pattern(measure: str = "value_added", form: str = "pooled") -> Pattern:
    """Return a shipped estimate of the share of manufacturing by income and population.

    Parameters
    ----------
    measure : {"value_added", "employment"}
        Share of manufacturing in value added (1995-2022) or in persons engaged (1995-2011).
    form : {"pooled", "within"}
        Between economies and over time with effects of years, or within economies.

    Returns
    -------
    Pattern

    Raises
    ------
    UnknownNameError
        For a measure or form that was not estimated.

    References
    ----------
    Rodrik (2016), Journal of Economic Growth 21(1), 1.

    Examples
    --------
    >>> found = expected_pattern("employment")
    >>> found.observations, round(found.turning.income, -2)
    (680, 11800.0)
    """
    from newind.kernels.patterns import TurningPoint

    for kind, name, names in (("measure", measure, MEASURES), ("form", form, FORMS)):
        if name not in names:
            raise unknown(kind, name, names, f"Estimated are {' and '.join(names)}.")
    about = read_yaml(PACKAGE, "expected_share.yaml")["measures"][measure]
    said, rows = about[form], _rows("expected_coefficients.csv", measure, form)
    at = said["turning_point"]
    return Pattern(
        measure=measure,
        form=form,
        years=(about["years"][0], about["years"][1]),
        names=tuple(row["term"] for row in rows),
        coefficients=_freeze_array([float(row["coefficient"]) for row in rows]),
        errors=_freeze_array([float(row["error"]) for row in rows]),
        covariance=_symmetric([row["covariance"] for row in rows]),
        observations=said["observations"],
        freedom=said["freedom"],
        r_squared=said["r_squared"],
        deviation=said["deviation"],
        population=(about["population"][0], about["population"][1]),
        income=(about["income"][0], about["income"][1]),
        turning=TurningPoint(at["income"], at["low"], at["high"], highest=float(rows[3]["coefficient"]) < 0),
        members={row["economy"]: _member(row) for row in _rows("expected_economies.csv", measure)},
    )


def _rows(name: str, measure: str, form: str | None = None) -> list[dict[str, str]]:
    return [row for row in read_csv_rows(PACKAGE, name) if row["measure"] == measure and row.get("form") == form]


def _member(row: dict[str, str]) -> SampleEconomy:
    terms = [float(row[name]) for name in ("population", "population_squared", "income", "income_squared")]
    return SampleEconomy(
        float(row["share"]), _freeze_array(terms), _freeze_array([float(v) for v in row["without"].split()])
    )


def _symmetric(rows: list[str]) -> Array:
    lower = np.zeros((len(rows), len(rows)))
    for k, row in enumerate(rows):
        lower[k, : k + 1] = [float(v) for v in row.split()]
    return readonly(lower + np.tril(lower, -1).T)


def _freeze_array(values: list[float]) -> Array:
    return readonly(np.array(values, dtype=np.float64))
