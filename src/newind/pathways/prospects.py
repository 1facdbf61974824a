"""Assumptions of a pathway beyond a single simulation, and a file of projections, read and to be filled in."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from numbers import Real
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.data.readers.plain import read_cells
from newind.data.reference.growth import yearly_figures
from newind.errors import DataError, join_items, suggest, tell
from newind.messages import collect_words, message
from newind.parameters import parameter
from newind.pathways.projections import (
    COLUMNS,
    NEEDED,
    RATE,
    SKILL,
    UNITS,
    Projections,
    as_projections,
    build_projections,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


NAMES = (
    "capital_depreciation",
    "knowledge_depreciation",
    "digital_depreciation",
    "digital_elasticity",
    "diffusion_imports",
    "convergence_speed",
    "frontier_growth",
    "growth_memory",
    "long_run_growth",
    "energy_saving",
    "congestion",
    "discount_rate",
    "uneven_progress",
    "demand_substitution",
    "income_effect_food",
    "income_effect_services",
)
"""Parameters of pathways; each has a file in `newind.parameters`."""
SWITCH, ACCOUNT, DRIFT, WEO = "structural_change", "current_account", "recipe_drift", "weo"
CHOICES = {"product": (WEO, "penn", "reported"), SWITCH: ("on", "off"), ACCOUNT: ("projected", "table"),
           DRIFT: ("off", "on")}  # fmt: skip
"""Options and what they may be; the first is the default. ``product``: real GDP as reported and as the World Economic
Outlook projects it, of the Penn World Table, or as reported; the last two converge once they are not observed.
``structural_change``: whether industries progress unevenly, and demand of households follows income and prices.
``current_account``: whether trade deficits follow the outlook's current account, or stay as in the table."""
PROJECTIONS = "projections"
"""Name of projections among parameters: plain data, as of `Projections.to_dict`."""
BOUNDS = {
    **dict.fromkeys(("capital_depreciation", "knowledge_depreciation", "digital_depreciation"), (0.0, 1.0)),
    **dict.fromkeys(("digital_elasticity", "congestion", "diffusion_imports"), (0.0, 1.0)),
    "convergence_speed": (0.0, 0.5),
    **dict.fromkeys(("frontier_growth", "long_run_growth"), (-0.1, 0.1)),
    "growth_memory": (0.1, 1000.0),
    "energy_saving": (-5.0, 5.0),
    "discount_rate": (0.0, 0.5),
    "uneven_progress": (-0.05, 0.05),
    "demand_substitution": (0.0, 0.95),
    "income_effect_food": (-0.95, 1.0),
    "income_effect_services": (-0.95, 1.0),
}
"""Parameters that may be given, with their bounds."""


@dataclass(frozen=True, eq=False)
class PathwayAssumptions:
    """Assumptions of a pathway beside accounts and elasticities.

    Parameters
    ----------
    given : mapping
        In place of the shipped values, by name.

    Raises
    ------
    DataError
        For what is no number or out of bounds.

    Examples
    --------
    >>> given = PathwayAssumptions({"convergence_speed": 0.01})
    >>> given.value("convergence_speed"), PathwayAssumptions().value("convergence_speed")
    (0.01, 0.02)
    """

    given: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what makes no sense."""
        for name, value in self.given.items():
            if name == PROJECTIONS:
                getattr(self, PROJECTIONS)  # checked as they are read
                continue
            if name in CHOICES:
                if value not in CHOICES[name]:
                    known = join_items([repr(c) for c in CHOICES[name]])
                    raise DataError(tell("path.choice", name=name, value=repr(value), known=known))
                continue
            low, high = BOUNDS[name]
            number = isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)
            if not number or not low <= float(value) <= high:
                bounds = (f"{low:g}", f"{high:g}")
                raise DataError(tell("path.number", name=name, value=repr(value), low=bounds[0], high=bounds[1]))

    def value(self, name: str) -> float:
        """Return what was given, else the shipped value."""
        found = self.given.get(name, parameter(name).value)
        assert found is not None  # each has one
        return float(found)

    def range(self, name: str) -> tuple[float, float]:
        """Return the lowest and highest plausible value; just the value where a user gave one."""
        shipped = parameter(name).range
        return (self.value(name),) * 2 if name in self.given or shipped is None else shipped

    def choice(self, name: str) -> str:
        """Return an option, its default when it was not given."""
        return str(self.given.get(name, CHOICES[name][0]))

    @cached_property
    def projections(self) -> Projections | None:
        """Projections of a user, None where there are none."""
        return as_projections(self.given[PROJECTIONS]) if PROJECTIONS in self.given else None

    def to_dict(self) -> dict[str, float | str]:
        """Return the value of every parameter and option, as plain data."""
        return {**{name: self.value(name) for name in NAMES}, **{name: self.choice(name) for name in CHOICES}}


def split_parameters(given: Mapping[str, Any] | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return parameters of single simulations, and those of pathways, projections as plain data.

    Raises
    ------
    DataError
        For what is no mapping, and projections that are none.

    Examples
    --------
    >>> split_parameters({"trade_elasticity": 4.0, "energy_saving": 1.0})
    ({'trade_elasticity': 4.0}, {'energy_saving': 1.0})
    """
    if given is not None and not isinstance(given, Mapping):
        raise DataError(tell("path.mapping", kind=type(given).__name__))
    every = dict(given or {})
    own = {n: v for n, v in every.items() if n in (*NAMES, *CHOICES, PROJECTIONS)}
    if own.get(PROJECTIONS) is not None:
        own[PROJECTIONS] = as_projections(own[PROJECTIONS]).to_dict()
    else:
        own.pop(PROJECTIONS, None)
    return {n: v for n, v in every.items() if n not in own and n != PROJECTIONS}, own


def plain(given: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return all parameters as plain data, as a run writes them down; errors as of `split_parameters`."""
    single, own = split_parameters(given)
    return {**single, **own}


HEADINGS = collect_words("pathways.projections.headings")
"""Words of headings → columns."""
EVERY = 5
"""Years between the rows of a template."""
SEEN = {"population": "population", "work": "persons_engaged", "co2": "co2"}
"""First rows of a template: the last value observed, by its name among the yearly values."""


def read_projections(path: str | PathLike[str]) -> Projections:
    """Read projections: a row a figure, with region, year, what, value, unit, and source and status if wanted.

    Parameters
    ----------
    path : str or path
        A .csv or .xlsx; lines that begin with # are skipped, rows without a value left out.

    Raises
    ------
    DataError
        Naming file and line of the first three mistakes.
    """
    file = Path(path)
    lines = [(at, row) for at, row in read_cells(file) if not str(row[0]).startswith("#")]
    if not lines:
        raise DataError(tell("projection.empty", file=file.name, columns=join_items(NEEDED)))
    header = [str(cell).strip() for cell in lines[0][1]]
    names = [HEADINGS.get(name, name.casefold()) for name in header]
    for name in (n for n in names if n and n not in COLUMNS):
        near, known = suggest(name, COLUMNS), join_items(COLUMNS)
        raise DataError(tell("projection.column", file=file.name, name=name, near=near, columns=known))
    if missing := [name for name in NEEDED if name not in names]:
        known = join_items(COLUMNS)
        raise DataError(tell("projection.columns", file=file.name, missing=join_items(missing), columns=known))
    return build_projections([(at, dict(zip(names, row, strict=False))) for at, row in lines[1:]], file.name)


def with_projections(
    parameters: Mapping[str, Any] | None, given: Projections | str | PathLike[str] | None
) -> dict[str, Any]:
    """Return parameters with projections among them, those of a file where a path was given; errors as of `pathway`."""
    if given is None:
        return dict(parameters or {})
    read = read_projections(given) if isinstance(given, str | PathLike) else given
    return {**(parameters or {}), PROJECTIONS: as_projections(read).to_dict()}


def write_projections(path: str | PathLike[str], regions: Sequence[str], until: int) -> Path:
    """Write projections to fill in, as csv: a row a figure, of every fifth year after the last observed.

    Parameters
    ----------
    path : str or path
        The .csv to write.
    regions : sequence of str
        Codes, as of the accounts that are meant.
    until : int
        Last year.

    Raises
    ------
    DataError
        For no region, another ending, and years that nothing is left to project in.
    """
    file = Path(path)
    if file.suffix.lower() != ".csv":
        raise DataError(tell("projection.ending", name=file.name))
    seen = yearly_figures().find_last_observed_year("gdp_volume")
    if not regions or until <= seen:
        raise DataError(tell("projection.template", seen=seen, until=until, regions=len(regions)))
    with file.open("w", encoding="utf-8-sig", newline="") as opened:
        rows = csv.writer(opened, lineterminator="\n")
        rows.writerows([[f"# {line}"] for line in message("pathways.projections.help").values()])
        rows.writerow(COLUMNS)
        for region in regions:
            rows.writerows(_empty(region, until))
    return file


def _empty(region: str, until: int) -> Iterator[tuple[object, ...]]:
    """Yield the rows of a region: the last figures observed, then years without a value."""
    figures = yearly_figures()
    grown = figures.growth_of([region])
    ahead = [y for y in range(figures.years[-1] + 1, until) if y % EVERY == 0] + [until]
    for what in ("population", "work", *SKILL, "gdp", "co2"):
        unit = RATE if what == "gdp" else UNITS[what][0]
        name = SEEN.get(what, "")
        values = (
            grown.values[name][0, : figures.year_at(figures.find_last_observed_year(name)) + 1]
            if name
            else np.array([])
        )
        known = np.flatnonzero(np.isfinite(values))
        if known.size:
            year = figures.years[known[-1]]
            status, source = figures.status_in(name, year), figures.source[name]
            yield region, year, what, f"{values[known[-1]]:.6g}", unit, source, status
        yield from ((region, year, what, "", unit, "", "") for year in ahead)
