"""Official figures of every economy since 1990: the shipped set ``now``, and its loader."""

from __future__ import annotations

import calendar
import csv
import datetime
import json
import math
import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newind.accounts.regions import region
from newind.data.reference import data_set, differing, folder, package
from newind.data.reference.growth import members_of
from newind.data.sources import folder as sources_folder
from newind.errors import DataError, tell, unknown
from newind.messages import complete_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.data.reference import DataSet

NAME = "now"
FIGURES, PARTNERS, MIX, LABOUR = "figures.csv", "partners.csv", "mix.csv", "labour.csv"
PARTS = ("figures", "partners", "mix", "labour")
HEAD, WORLD = "economy", "WLD"
DATED = re.compile(r"(\d{4})-(\d{2})")
RATES = ("%", "1", "rank")
"""Units that are kept to a number of decimals, all others to three digits or whole numbers."""
TRADE = 2023
"""Year of trade by partner."""


@dataclass(frozen=True, eq=False)
class OfficialSeries:
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
        of = columns()[self.name]
        until = max(of["observed"], of.get("estimated", 0))
        return max((y for y in self.values if y <= until), default=0)


@dataclass(frozen=True, eq=False)
class LabourShare:
    """Pay in value added as the tables of an economy's own office have it: no level to set beside that of another.

    Parameters
    ----------
    economy : str
    total, manufacturing : mapping of int to float
        By year, those of one concept only.
    short, date : str
        What the office is called, and the last year of its tables.
    source, who, concept : mapping of str to str
        Title, whose pay it is, and pay of what in which value added; in ``en`` and ``zh``.
    """

    economy: str
    total: Mapping[int, float]
    manufacturing: Mapping[int, float]
    short: str
    date: str
    source: Mapping[str, str]
    who: Mapping[str, str]
    concept: Mapping[str, str]


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
    return _columns(_state())


def origins() -> dict[str, dict[str, Any]]:
    """Return the sources: name → title, author, address, licence, date, how it is called in short.

    Those of which the user fetched a newer release have its edition as ``date`` and the day as ``updated``.
    """
    return _origins(_state())


def edition() -> datetime.date:
    """Return the last day of the month in which the newest source of official figures appeared.

    Briefs and roadmaps count from it, and not from today, so that the same data give the same answer.
    """
    found = [DATED.match(str(of["date"])) for of in origins().values()]
    year, month = max((int(m[1]), int(m[2])) for m in found if m)
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def read_shipped_columns() -> dict[str, dict[str, Any]]:
    """Return what figures are in the shipped set, whatever was fetched since."""
    found: dict[str, dict[str, Any]] = package(NAME)["columns"]
    return found


@cache
def read_shipped_values(name: str) -> dict[str, dict[int, float]]:
    """Return a figure of the shipped set by economy and year, whatever was fetched since."""
    return {
        code: _read_years(cells)
        for code in (*economies(), WORLD)
        for _, found, *cells in _rows(FIGURES)[code]
        if found == name
    }


@cache
def weighted_share(name: str, code: str) -> dict[int, float]:
    """Return a share of the shipped set of an economy, or of a sum of economies by their GDP, by year.

    Years in which a member has none are not there.

    Examples
    --------
    >>> found = weighted_share("manufacturing_share", "REU")
    >>> min(found.values()) > 10.0, weighted_share("manufacturing_share", "CN-ZJ")
    (True, {})
    """
    every, product = read_shipped_values(name), read_shipped_values("gdp")
    parts = [(every.get(c, {}), product.get(c, {})) for c in members_of(code)]
    years = set.intersection(*(set(share) & set(gdp) for share, gdp in parts)) if parts else set()
    return {
        year: sum(gdp[year] * share[year] for share, gdp in parts) / sum(gdp[year] for _, gdp in parts)
        for year in sorted(years)
    }


def _state() -> tuple[tuple[str, int], ...]:
    """Return the updates that the user has fetched: files, and when they changed."""
    home = sources_folder(NAME)
    return tuple(sorted((str(p), p.stat().st_mtime_ns) for p in home.glob("*.json"))) if home.is_dir() else ()


@cache
def _updates(state: tuple[tuple[str, int], ...]) -> dict[str, dict[str, Any]]:
    """Return the updates by source.

    Raises
    ------
    DataError
        For a file that is damaged.
    """
    found = {}
    for path in (Path(name) for name, _ in state):
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            used = {key: content[key] for key in ("source", "fetched", "edition", "observed", "figures")}
        except (OSError, ValueError, KeyError, TypeError):
            raise DataError(tell("now.update_damaged", path=path)) from None
        found[str(used["source"])] = content
    return found


@cache
def _columns(state: tuple[tuple[str, int], ...]) -> dict[str, dict[str, Any]]:
    found = {name: of | complete_text(of, of["en"]) for name, of in read_shipped_columns().items()}
    for update in _updates(state).values():
        known = {key: update[key] for key in ("observed", "estimated") if key in update}
        found |= {name: {**found[name], **known} for name in update["figures"] if name in found}
    return found


@cache
def _origins(state: tuple[tuple[str, int], ...]) -> dict[str, dict[str, Any]]:
    content = package(NAME)
    named = zip(content["origins"].items(), content["sources"], strict=True)
    found: dict[str, dict[str, Any]] = {key: {**source, **of} for (key, of), source in named}
    for name, update in _updates(state).items():
        if name in found:
            date = update["edition"] or update["fetched"]
            found[name] = {**found[name], "date": date, "updated": update["fetched"]}
    return found


def decimals(name: str, value: float) -> int:
    """Return to how many decimals a figure is kept: rates to those of their kind, amounts to three digits.

    Examples
    --------
    >>> decimals("growth", 5.0), decimals("co2", 12289.0), decimals("co2", 0.0123)
    (1, 0, 4)
    """
    return count_decimals(columns()[name], value)


def count_decimals(of: Mapping[str, Any], value: float) -> int:
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


def series(economy: str) -> dict[str, OfficialSeries]:
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
    return dict(_series(known, _state()))


@cache
def _read_shipped_rows(code: str) -> dict[str, dict[int, float]]:
    return {name: _read_years(cells) for _, name, *cells in _rows(FIGURES)[code]}


def _read_years(cells: Sequence[str]) -> dict[int, float]:
    """Return the figures of a row by year."""
    first = package(NAME)["figures"]["years"][0]
    return {first + k: float(cell) for k, cell in enumerate(cells) if cell}


@cache
def _series(code: str, state: tuple[tuple[str, int], ...]) -> dict[str, OfficialSeries]:
    """Return the figures of an economy, those that the user fetched in place of the shipped ones."""
    found = dict(_read_shipped_rows(code))
    for update in _updates(state).values():
        fetched = {name: rows[code] for name, rows in update["figures"].items() if code in rows}
        found |= {name: {int(y): float(v) for y, v in sorted(row.items())} for name, row in fetched.items()}
    return {name: OfficialSeries(name, code, found[name]) for name in _columns(state) if name in found}


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
    (2025, 'nuclear')
    """
    rows = _rows(MIX)
    if economy not in rows:
        return 0, {}
    _, year, *cells = rows[economy][0]
    return int(year), {name: float(cell) for name, cell in zip(rows[HEAD][0][2:], cells, strict=True)}


@cache
def labour_shares() -> dict[str, LabourShare]:
    """Return labour shares of economies' own tables, in the years of their present concept.

    Examples
    --------
    >>> found = labour_shares()["USA"]
    >>> max(found.total), round(found.total[2023], 3)
    (2023, 0.513)
    """
    return {code: _labour_share(code, of) for code, of in package(NAME)["labour"]["of"].items()}


def _labour_share(code: str, of: Mapping[str, Any]) -> LabourShare:
    rows = [(int(y), float(a), float(b)) for _, y, a, b in _rows(LABOUR)[code] if int(y) >= of["since"]]
    origin = _origins(())[of["source"]]
    source = complete_text({"zh": origin["zh"]}, f"{origin['author']}: {origin['title']}")
    total, made = {y: a for y, a, _ in rows}, {y: b for y, _, b in rows}
    concept = complete_text(of, of["en"])
    return LabourShare(code, total, made, origin["short"], str(origin["date"]), source, of["who"], concept)


def describe_data_set() -> DataSet:
    """Return what the set is: title, years, licence, size.

    Examples
    --------
    >>> describe_data_set().name
    'now'
    """
    return data_set(NAME, PARTS)


def verify() -> list[str]:
    """Compare the shipped tables with their hashes in the package; return what differs, empty when all is well."""
    return differing(NAME, PARTS)
