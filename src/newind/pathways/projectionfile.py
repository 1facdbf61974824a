"""Projections in a file, csv or a workbook: read with the line of every mistake, and written empty to be filled in."""

from __future__ import annotations

import csv
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.data.readers.plain import read_cells
from newind.data.reference.growth import yearly_figures
from newind.errors import DataError, join_items, suggest, tell
from newind.messages import collect_words, message
from newind.pathways.projectionrows import COLUMNS, NEEDED, RATE, SKILL, UNITS
from newind.pathways.projections import Projections, as_projections, build_projections
from newind.pathways.prospects import PROJECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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
