"""Output, people, capital and carbon by economy and year: the shipped set ``growth``, and its loader."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.classification import concordance
from newind.accounts.groups import CONCORDANCES, group
from newind.accounts.satellite import readonly
from newind.data.reference import YearlyValues, data_set, differing, folder, package
from newind.errors import UnknownNameError, unknown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.data.reference import DataSet
    from newind.typing import Array

NAME = "growth"
FILE = "growth.csv"
PROJECTED, PROJECTED_FILE = "growth-projected", "projected.csv"
"""Table of what the World Economic Outlook projects."""
REST = "ROW"
"""Economies that have no separate row, as far as the sources have all that adds up."""
Span = tuple[int, int, str]
"""First and last year of figures of one status, and the status: observed or estimated."""


@dataclass(frozen=True, eq=False)
class Growth(YearlyValues):
    """Figures by economy (R) and year (T); NaN where a source has none.

    Parameters
    ----------
    economies : tuple of str
        The 40 economies of the WIOD 2013 release and ROW, or the codes that were asked for.
    years : tuple of int
    values : mapping of str to (R, T) array
        By the name of the figure, in its unit.
    unit, source : mapping of str to str
    status : mapping of str to tuple of (first, last, status)
        Years that are ``observed``, those with a first estimate, ``estimated``, and those that are ``projected``. Years
        in no span are known for nobody.
    weight : mapping of str to str
        Rates → the figure that weights them when economies are put together. What is not here adds up.
    coverage : mapping of str to float
        Part of the rest of the world that ROW is made of, in the last observed year, by the figure or its weight.
    """

    economies: tuple[str, ...]
    years: tuple[int, ...]
    values: Mapping[str, Array]
    unit: Mapping[str, str]
    source: Mapping[str, str]
    status: Mapping[str, tuple[Span, ...]]
    weight: Mapping[str, str]
    coverage: Mapping[str, float]

    def status_in(self, name: str, year: int) -> str:
        """Return the status of a figure in a year: ``observed``, ``estimated``, or ``unknown`` where nobody has one.

        Raises
        ------
        UnknownNameError
            For a figure that is not there.
        """
        spans = self.status[self._check_name(name)]
        return next((status for first, last, status in spans if first <= year <= last), "unknown")

    def find_last_observed_year(self, name: str) -> int:
        """Return the last year in which a figure is observed.

        Raises
        ------
        UnknownNameError
            For a figure that is not there.
        """
        return max(last for _, last, status in self.status[self._check_name(name)] if status == "observed")

    def rate(self, name: str) -> Array:
        """Return by how much a figure grew since the year before, as a ratio less 1.

        Returns
        -------
        (R, T) array
            NaN in the first year, and where one of the two years is unknown.

        Raises
        ------
        UnknownNameError
            For a figure that is not there.

        Examples
        --------
        >>> g = yearly_figures()
        >>> round(float(g.rate("gdp_reported")[g.at("IND"), g.year_at(2024)]), 3)
        0.071
        """
        levels = self.values[self._check_name(name)]
        before = np.hstack([np.full((len(levels), 1), np.nan), levels[:, :-1]])
        return np.asarray(levels / before - 1)

    def growth_of(self, codes: Sequence[str]) -> Growth:
        """Return the figures of regions: an economy, or a sum whose members are all here (REU, ``g7``).

        Parameters
        ----------
        codes : sequence of str
            Codes of regions or names of groups, in any order. ROW is the world without the 40 named economies, whatever
            a table means by it.

        Returns
        -------
        Growth
            A row a code, NaN where the code is not known or one of its members has no figure.

        Examples
        --------
        >>> g = yearly_figures().growth_of(["REU", "CN-ZJ"])
        >>> g.economies, np.isfinite(g.values["gdp_volume"]).all(axis=1).tolist()
        (('REU', 'CN-ZJ'), [True, False])
        """
        rows = [self._members(code) for code in codes]
        shape = (len(rows), len(self.years))
        values = {name: np.array([self._together(name, at) for at in rows]).reshape(shape) for name in self.values}
        return replace(self, economies=tuple(codes), values={name: readonly(v) for name, v in values.items()})

    def _check_name(self, name: str) -> str:
        if name not in self.values:
            raise unknown("figure", name, self.values, f"Figures are {', '.join(self.values)}.")
        return name

    def _members(self, code: str) -> list[int]:
        """Return the positions of the economies that a code stands for, none where one of them is not here."""
        parts = members_of(code)
        return [self.economies.index(c) for c in parts] if set(parts) <= set(self.economies) else []

    def _together(self, name: str, at: list[int]) -> Array:
        if not at:
            return np.full(len(self.years), np.nan)
        weight = self.weight.get(name)
        return aggregate_economies(self.values[name][at], None if weight is None else self.values[weight][at])


def aggregate_economies(values: Array, weights: Array | None = None) -> Array:
    """Return the figure of several economies as one.

    Parameters
    ----------
    values : (n, T) array
        Levels, or rates when weighted.
    weights : (n, T) array, optional
        Weights of rates.

    Returns
    -------
    (T,) array
        The sum, or the weighted mean; NaN where one of them is unknown.

    Examples
    --------
    >>> rates = np.array([[1.0], [3.0]])
    >>> aggregate_economies(rates), aggregate_economies(rates, np.array([[3.0], [1.0]]))
    (array([4.]), array([1.5]))
    """
    if weights is None:
        return np.asarray(values.sum(axis=0))
    return np.asarray((values * weights).sum(axis=0) / weights.sum(axis=0))


@cache
def members_of(code: str) -> tuple[str, ...]:
    """Return the economies that a code stands for: itself, or those that a merged code or a group is the sum of.

    Examples
    --------
    >>> members_of("CHN"), members_of("REU")[:2]
    (('CHN',), ('AUT', 'BEL'))
    """
    merged = [concordance(name).sources_of for name in CONCORDANCES["iso3"]]
    if found := [of[code] for of in merged if code in of]:
        return found[0]
    try:
        named = group(code)
    except UnknownNameError:
        return (code,)
    return named.members if named.kind == "regions" else (code,)


@cache
def yearly_figures() -> Growth:
    """Load output, people, capital and carbon by economy and year.

    References
    ----------
    Feenstra, Inklaar & Timmer (2015), American Economic Review 105(10), 3150.
    Global Carbon Project (2025), Global Carbon Budget 2025, national fossil carbon emissions.

    Examples
    --------
    >>> g = yearly_figures()
    >>> g.values["gdp_volume"].shape, g.unit["gdp_volume"], g.status_in("gdp_volume", 2025)
    ((41, 36), 'M.USD of 2021', 'estimated')
    """
    economies, years, values = _read_table(FILE)
    said = package(NAME)[NAME]["columns"]
    return Growth(
        economies,
        years,
        values,
        unit={name: of["unit"] for name, of in said.items()},
        source={name: of["source"] for name, of in said.items()},
        status={name: tuple((first, last, what) for first, last, what in of["status"]) for name, of in said.items()},
        weight={name: of["weight"] for name, of in said.items() if "weight" in of},
        coverage={name: of["rest"]["share"][-1] for name, of in said.items()},
    )


@cache
def projected_figures() -> Growth:
    """Load what is projected of product, people, investment and the current account, from the last year estimated on.

    References
    ----------
    International Monetary Fund (2026), World Economic Outlook Database, April 2026.

    Examples
    --------
    >>> g = projected_figures()
    >>> round(float(g.rate("gdp_volume")[g.at("CHN"), g.year_at(2031)]), 4), g.status_in("gdp_volume", 2031)
    (0.0329, 'projected')
    """
    economies, years, values = _read_table(PROJECTED_FILE)
    said = package(NAME)[PROJECTED]
    columns = said["columns"]
    return Growth(
        economies,
        years,
        values,
        unit={name: of["unit"] for name, of in columns.items()},
        source=dict.fromkeys(columns, said["source"]),
        status=dict.fromkeys(columns, tuple((first, last, what) for first, last, what in said["status"])),
        weight={name: of["weight"] for name, of in columns.items() if "weight" in of},
        coverage={},
    )


def _read_table(file: str) -> tuple[tuple[str, ...], tuple[int, ...], dict[str, Array]]:
    """Return the economies, years and figures of a table; (R, T) each."""
    with (folder(NAME) / file).open(encoding="utf-8", newline="") as opened:
        header, *rows = csv.reader(opened)
    economies = tuple(dict.fromkeys(row[0] for row in rows))
    years = tuple(dict.fromkeys(int(row[1]) for row in rows))
    table = np.array([[float(cell or "nan") for cell in row[2:]] for row in rows])
    table = table.reshape(len(economies), len(years), -1)
    return economies, years, {name: readonly(table[:, :, k].copy()) for k, name in enumerate(header[2:])}


def labels(part: str = "column") -> dict[str, dict[str, str]]:
    """Return what figures, their sources (``source``) or units (``unit``) are called: name → ``en``, ``zh``.

    Examples
    --------
    >>> labels()["population"], labels("unit")["co2"]
    ({'en': 'Population', 'zh': '人口'}, {'en': 'Mt', 'zh': '百万吨'})
    """
    found: dict[str, dict[str, str]] = package(NAME)["labels"][part]
    return found


def describe_data_set() -> DataSet:
    """Return what the set is: title, years, licence, size.

    Examples
    --------
    >>> describe_data_set().name, describe_data_set().years[-1]
    ('growth', 2031)
    """
    return data_set(NAME, [NAME, PROJECTED])


def verify() -> list[str]:
    """Compare the shipped table with its hash in the package; return what differs, empty when all is well."""
    return differing(NAME, [NAME, PROJECTED])
