"""Figures of a pathway that targets speak of, by year, joined to what was observed before its benchmark."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.errors import join_items, tell, unknown
from newind.measures.measure import measure
from newind.measures.registry import indicators
from newind.messages import message
from newind.pathways.growthpath import of_regions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from newind.pathways.pathway import Pathway
    from newind.typing import Array

Parts = dict[str, "Array"]
NAN = float("nan")
CO2_RECORD = "path.co2_record"
STATISTIC = "statistic"
"""Indicator of a target that no figure of a model follows."""


@dataclass(frozen=True)
class PathwayVariable:
    """A yearly figure of a pathway, as a factor of whatever year a target begins with.

    Parameters
    ----------
    label : mapping
        In ``en`` and ``zh``.
    better : str
        Direction: ``higher``, ``lower`` or ``none``.
    needs : tuple of str
        Yearly figures that it is made of.
    of : callable
        From their values, by year, to its own; (T,).
    """

    label: Mapping[str, str]
    better: str
    needs: tuple[str, ...]
    of: Callable[[Parts], Array]


def _record(parts: Parts) -> Array:
    """Return emissions over the highest of the years before; NaN in the first year."""
    co2 = parts["co2"]
    before = np.fmax.accumulate(co2)[:-1]
    return np.concatenate([[NAN], co2[1:] / before])


def _plain(name: str) -> Callable[[Parts], Array]:
    return lambda parts: parts[name]


FIGURES: dict[str, PathwayVariable] = {
    "path.real_income": PathwayVariable(
        message("pathways.figures.figures.real_income"), "higher", ("real_income",), _plain("real_income")
    ),
    "path.gdp": PathwayVariable(message("pathways.figures.figures.real_gdp"), "higher", ("gdp",), _plain("gdp")),
    "path.consumption": PathwayVariable(
        message("pathways.figures.figures.consumption"), "higher", ("consumption",), _plain("consumption")
    ),
    "path.capital": PathwayVariable(
        message("pathways.figures.figures.capital"), "none", ("capital",), _plain("capital")
    ),
    "path.co2": PathwayVariable(message("pathways.figures.figures.co"), "lower", ("co2",), _plain("co2")),
    "path.gdp_per_person": PathwayVariable(
        message("pathways.figures.figures.real_gdp_per_person"), "higher", ("gdp", "population"),
        lambda parts: parts["gdp"] / parts["population"],
    ),
    "path.co2_per_gdp": PathwayVariable(
        message("pathways.figures.figures.co2_per_gdp"), "lower", ("co2", "gdp"),
        lambda parts: parts["co2"] / parts["gdp"],
    ),
    CO2_RECORD: PathwayVariable(
        message("pathways.figures.figures.co_over_the_highest"),
        "lower", ("co2",), _record,
    ),
}  # fmt: skip
"""By id. `CO2_RECORD` is above 1 in a year that is a new high, and below it after the peak."""
EARLIER = {"gdp": "gdp_volume", "co2": "co2", "population": "population"}
"""Figures that are known before the benchmark too, by their names there."""


def label_of(indicator: str) -> Mapping[str, str]:
    """Return the name of a yearly figure or an indicator, in ``en`` and ``zh``."""
    return FIGURES[indicator].label if indicator in FIGURES else indicators()[indicator].label


def course(p: Pathway, indicator: str, region: int, years: Iterable[int]) -> dict[int, float]:
    """Return an indicator of a region in some years; NaN where it is not known.

    Parameters
    ----------
    p : Pathway
    indicator : str
        A yearly figure (`FIGURES`), as a factor, or an id of :func:`newind.indicators`, measured on the economy of each
        year.
    region : int
        Position.
    years : iterable of int

    Raises
    ------
    UnknownNameError
        For another name.
    """
    wanted = tuple(dict.fromkeys(years))
    if indicator not in FIGURES:
        if indicator.startswith("path."):
            remedy = tell("roadmap.figures", known=join_items(FIGURES))
            raise unknown("yearly figure", indicator, FIGURES, remedy)
        return {year: _measure_year(p, indicator, region, year) for year in wanted}
    figure = FIGURES[indicator]
    first, parts = _join_series(p, region, figure.needs)
    values = figure.of(parts)
    return {y: float(values[y - first]) if 0 <= y - first < values.size else NAN for y in wanted}


def find_last_observed_year(p: Pathway, indicator: str, region: int) -> int:
    """Return the last year in which an indicator of a region is observed."""
    if indicator not in FIGURES:
        return p.years[0]
    needs = FIGURES[indicator].needs
    last = max(int(p.base.growth.seen["co2"][region]), p.years[0])
    known = int(p.base.growth.known[region])
    found = [last if name == "co2" else known for name in needs]
    return min(*found, p.years[-1]) if found else p.years[-1]


def _join_series(p: Pathway, region: int, needs: Iterable[str]) -> tuple[int, Parts]:
    """Return the first year and figures from it on, as factors of the benchmark year; NaN before it where unknown."""
    grown = of_regions(p.base.lab.baseline, p.prospects.choice("product"))[0]
    size = p.years[0] - grown.years[0]
    found = {}
    for name in needs:
        here = np.exp(p.base.growth.population[: len(p.years), region]) if name == "population" else (
            p.series(name)[:, region]
        )  # fmt: skip
        before = np.full(size, NAN)
        if name in EARLIER:
            seen = grown.values[EARLIER[name]][region]
            before = seen[:size] / seen[size]
        found[name] = np.concatenate([before, here])
    return grown.years[0], found


def _measure_year(p: Pathway, indicator: str, region: int, year: int) -> float:
    """Return an indicator on the economy of a year, the total of a region."""
    if year not in p.years:
        return NAN
    table = measure(p[year], indicator, p.regions.codes[region])
    total = table[table["industry"].isna() & table["partner"].isna()]["value"]
    return float(total.iloc[0]) if len(total) and math.isfinite(total.iloc[0]) else NAN
