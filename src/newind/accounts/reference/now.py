"""Official figures of every economy since 1990: the shipped set ``now``, and its loader."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from newind.accounts.reference import folder, package
from newind.accounts.reference.byyear import data_set, differing
from newind.accounts.regions import region
from newind.errors import tell, unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.accounts.reference import DataSet

NAME = "now"
FIGURES, PARTNERS, MIX = "figures.csv", "partners.csv", "mix.csv"
PARTS = ("figures", "partners", "mix")
HEAD, WORLD = "economy", "WLD"
RATES = ("%", "1", "rank")
"""Units that are kept to a number of decimals, all others to three digits or whole numbers."""
TRADE = 2023
"""Year of trade by partner."""


@dataclass(frozen=True, eq=False)
class Series:
    """A figure of an economy by year.

    Parameters
    ----------
    name, economy : str
    values : mapping of int to float
        By year, in the unit of the figure; years that the source lacks are not there.
    """

    name: str
    economy: str
    values: Mapping[int, float]

    def status(self, year: int) -> str:
        """Return whether a year is ``observed``, ``estimated`` or ``projected``.

        Examples
        --------
        >>> [series("CHN")["growth"].status(y) for y in (2024, 2025, 2026)]
        ['observed', 'estimated', 'projected']
        """
        of = columns()[self.name]
        if year <= of["observed"]:
            return "observed"
        return "estimated" if year <= of.get("estimated", 0) else "projected"

    @cached_property
    def last(self) -> int:
        """Last year that is not projected; 0 where there is none."""
        return max((y for y in self.values if self.status(y) != "projected"), default=0)


@cache
def _rows(file: str) -> dict[str, list[list[str]]]:
    """Return the rows of a file by the economy that each begins with; the heading stands under ``economy``."""
    found: dict[str, list[list[str]]] = {}
    with (folder(NAME) / file).open(encoding="utf-8", newline="") as opened:
        for row in csv.reader(opened):
            found.setdefault(row[0], []).append(row)
    return found


@cache
def economies() -> tuple[str, ...]:
    """Return the codes of the economies that have figures.

    Examples
    --------
    >>> len(economies()) > 200, "CHN" in economies(), "WLD" in economies()
    (True, True, False)
    """
    return tuple(code for code in _rows(FIGURES) if code not in (HEAD, WORLD))


def columns() -> dict[str, dict[str, Any]]:
    """Return what figures are: name → section, source, unit, decimals, last observed year, ``en``, ``zh``."""
    found: dict[str, dict[str, Any]] = package(NAME)["columns"]
    return found


def origins() -> dict[str, dict[str, Any]]:
    """Return the sources: name → title, author, address, licence, date, how it is called in short."""
    found: dict[str, dict[str, Any]] = package(NAME)["origins"]
    return found


def decimals(name: str, value: float) -> int:
    """Return to how many decimals a figure is kept: rates to those of their kind, amounts to three digits.

    Examples
    --------
    >>> decimals("growth", 5.0), decimals("co2", 12289.0), decimals("co2", 0.0123)
    (1, 0, 4)
    """
    return kept(columns()[name], value)


def kept(of: Mapping[str, Any], value: float) -> int:
    """Return to how many decimals a figure is kept, by what it is."""
    small = of["unit"] == "%" and value != 0 and abs(value) < 10.0 ** -of["digits"] and of.get("small", False)
    if value and (of["unit"] not in RATES or small):
        return max(2 - math.floor(math.log10(abs(value))), 0)
    return int(of["digits"])


def labels(part: str) -> dict[str, dict[str, str]]:
    """Return what ``sections`` or ``units`` are called: name → ``en``, ``zh``.

    Examples
    --------
    >>> labels("units")["Mt"]
    {'en': 'Mt', 'zh': '百万吨'}
    """
    found: dict[str, dict[str, str]] = package(NAME)["labels"][part]
    return found


def series(economy: str) -> dict[str, Series]:
    """Return the figures of an economy, or of the world (``WLD``), by name.

    Raises
    ------
    UnknownNameError
        For an economy that is not in the set, with the nearest one.

    Examples
    --------
    >>> found = series("CHN")["manufacturing_share"]
    >>> found.last, round(found.values[2024])
    (2024, 25)
    """
    known = code_of(economy) if economy != WORLD else WORLD
    return dict(_series(known))


@cache
def _series(code: str) -> dict[str, Series]:
    first = package(NAME)["figures"]["years"][0]
    return {
        name: Series(name, code, {first + k: float(cell) for k, cell in enumerate(cells) if cell})
        for _, name, *cells in _rows(FIGURES)[code]
    }


def code_of(economy: str) -> str:
    """Return the code of an economy that was given by code or by name.

    Raises
    ------
    UnknownNameError
        For what is neither, with the nearest one.

    Examples
    --------
    >>> code_of("chn"), code_of("Viet Nam"), code_of("越南")
    ('CHN', 'VNM', 'VNM')
    """
    from newind.accounts.regions import spellings

    typed = economy.strip()
    if typed.upper() in economies():
        return typed.upper()
    named = spellings([region(c) for c in economies()])
    folded = typed.casefold()
    for code, names in named.items():
        if folded in {n.casefold() for n in names}:
            return code
    near = {*economies(), *(n for names in named.values() for n in names)}
    raise unknown("economy", economy, sorted(near), tell("now.economies", n=len(economies())))


def partners(economy: str) -> dict[str, list[tuple[str, float]]]:
    """Return the largest partners of an economy in goods: flow → (partner, share), empty where the source has none.

    Examples
    --------
    >>> partners("MEX")["exports"][0][0]
    'USA'
    """
    found: dict[str, list[tuple[str, float]]] = {"exports": [], "imports": []}
    for _, flow, partner, share in _rows(PARTNERS).get(economy, ()):
        found[flow].append((partner, float(share)))
    return found


def mix(economy: str) -> tuple[int, dict[str, float]]:
    """Return where the power of an economy comes from: the year, and shares of sources; 0 and none where unknown.

    Examples
    --------
    >>> year, shares = mix("FRA")
    >>> year, max(shares, key=shares.get)
    (2024, 'nuclear')
    """
    rows = _rows(MIX)
    if economy not in rows:
        return 0, {}
    _, year, *cells = rows[economy][0]
    return int(year), {name: float(cell) for name, cell in zip(rows[HEAD][0][2:], cells, strict=True)}


def described() -> DataSet:
    """Return what the set is: title, years, licence, size.

    Examples
    --------
    >>> described().name
    'now'
    """
    return data_set(NAME, PARTS)


def verify() -> list[str]:
    """Compare the shipped tables with their hashes in the package; return what differs, empty when all is well."""
    return differing(NAME, PARTS)
