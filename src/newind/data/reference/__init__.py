"""The figures that are shipped with newind: what there is, and how to load it, at once or by economy and year."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload
from weakref import WeakValueDictionary

import numpy as np

from newind.data.reference.building import PACKAGE
from newind.errors import DataError, UnknownNameError, tell, unknown
from newind.frozen import Frozen
from newind.messages import complete

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from os import PathLike

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel


NAMES = ("world", "china", "china-2017", "world-annual", "world-2020")
"""Sets in the order of the catalogue; one folder each."""
_years: WeakValueDictionary[Path, Accounts] = WeakValueDictionary()
_panels: WeakValueDictionary[str, Panel] = WeakValueDictionary()
"""Loaded data by their files, as long as somebody holds them: with them goes what was computed from them."""
CONTINUED = {"world": "world-annual"}
"""Set → the one that has its later years, of another database: both are one panel, a change is taken within one."""
REPLACED = {"world-2014e": ("world", 2014)}
"""Set that was shipped once → the set and the year that have its place."""
BESIDE = ("detail", "tariffs")
"""Further files that a set may have, by their name in the datapackage."""


@dataclass(frozen=True)
class DataSet:
    """A shipped set of accounts.

    Parameters
    ----------
    name : str
        Name for `load`.
    title : str
        What it is.
    years : tuple of int
        Years it has.
    licence : str
        Licence of the figures.
    size : int
        Bytes of its files.
    status : {"observed", "estimated", "experimental"}
        How far it can be trusted: an ``experimental`` estimate has not beaten "no update" on every headline indicator.
    estimated_from : int, optional
        First year that another set continues it with as an estimate; None where there is none.
    """

    name: str
    title: str
    years: tuple[int, ...]
    licence: str
    size: int
    status: str = "observed"
    estimated_from: int | None = None

    @property
    def state(self) -> str:
        """The status, with its years where it changes."""
        if self.estimated_from is None:
            return self.status
        before = [y for y in self.years if y < self.estimated_from]
        after = [y for y in self.years if y >= self.estimated_from]
        return f"{self.status} {_span(before)}, estimated {_span(after)}"

    def __str__(self) -> str:
        """Return a line for a list."""
        return f"{self.name}: {self.title} ({self.state}, {self.licence}, {self.size / 1e6:.1f} MB)"


def folder(name: str = "world") -> Path:
    """Return the folder of a shipped set."""
    return Path(str(resources.files(__package__))) / "sets" / name


@cache
def package(name: str = "world") -> dict[str, Any]:
    """Return the ``datapackage.json`` of a set: sources, licence, method, and hashes and checks by year."""
    content: dict[str, Any] = complete(json.loads((folder(name) / PACKAGE).read_text("utf-8")))
    return content


def name_licences(content: Mapping[str, Any]) -> str:
    """Return the names of the licences in a datapackage."""
    return ", ".join(one["name"] for one in content["licenses"])


@cache
def catalog() -> tuple[DataSet, ...]:
    """Return the shipped sets of accounts.

    Examples
    --------
    >>> [(d.name, d.years[0], d.years[-1]) for d in catalog()][0]
    ('world', 1995, 2022)
    """
    return tuple(_data_set(name) for name in NAMES if (folder(name) / PACKAGE).is_file())


def _data_set(name: str) -> DataSet:
    content = package(name)
    parts = [*content["resources"], *(content[part] for part in BESIDE if part in content)]
    size, licence, own = sum(part["bytes"] for part in parts), name_licences(content), sorted(_files(name))
    later = [y for y in sorted(_files(CONTINUED.get(name, name))) if y > own[-1]]
    title = f"{content['title']}; {_span(later)}: the set {CONTINUED[name]}" if later else content["title"]
    return DataSet(name, title, (*own, *later), licence, size, content["status"], later[0] if later else None)


def credits_due() -> tuple[str, ...]:
    """Return the credit that publishers ask for with figures adapted from theirs: whom, where, and what to say.

    Examples
    --------
    >>> print(credits_due()[0][:57])
    OECD (2025, 2023, 2021), http://oe.cd/icio: An adaptation
    """
    asked: dict[str, list[dict[str, str]]] = {}
    for d in catalog():
        for source in package(d.name)["sources"]:
            if note := source.get("note"):
                asked.setdefault(note, []).append(source)
    return tuple(f"{_whom(given)}, {given[0]['path']}: {note}" for note, given in asked.items())


def _whom(given: list[dict[str, str]]) -> str:
    """Return publishers with their years, each once: ``OECD (2025, 2023)``."""
    years: dict[str, list[str]] = {}
    for source in given:
        author, _, year = source["author"].partition(" (")
        years.setdefault(author, []).append(year.rstrip(")"))
    return "; ".join(f"{author} ({', '.join(dict.fromkeys(some))})" for author, some in years.items())


@overload
def load(name: str, year: int) -> Accounts: ...
@overload
def load(name: str, year: None = None) -> Panel: ...
def load(name: str, year: int | None = None) -> Accounts | Panel:
    """Load shipped accounts: those of a year, or the panel of all years (each year is read when it is first used).

    Accounts do not change, so that loading again what is still in use gives the same object.

    Parameters
    ----------
    name : str
        A name in `catalog`.
    year : int, optional
        The year.

    Raises
    ------
    UnknownNameError
        For a name or a year that is not shipped.

    Examples
    --------
    >>> load("world", year=2011)
    Accounts(2011, 20 regions × 26 industries, M.USD, observed)
    """
    names = [d.name for d in catalog()]
    if name in REPLACED:
        by, at = REPLACED[name]
        raise UnknownNameError(tell("shipped.replaced", name=name, by=by, year=at))
    if name not in names:
        raise unknown("data set", name, names, f"Shipped: {', '.join(names)}; newind.read(path) reads your own table.")
    files = {**_files(CONTINUED.get(name, name)), **_files(name)}
    if year is None:
        return _panel(name)
    if year not in files:
        raise UnknownNameError(f"{name} has no year {year!r}: it has {_span(sorted(files))}.")
    return _year(files[year])


def load_folder(path: str | PathLike[str]) -> Panel:
    """Load the accounts of a folder that ``newind data build`` wrote, as one panel.

    Raises
    ------
    DataError
        When its list of years cannot be read, or a file is missing or damaged.
    """
    from newind.accounts.panel import Panel

    source = Path(path) / PACKAGE
    try:
        entries = json.loads(source.read_text("utf-8"))["resources"]
        files = {int(Path(entry["path"]).stem): Path(path) / Path(entry["path"]).name for entry in entries}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"{source}: not the list of a set of accounts ({error}). Build the set again.") from None
    return Panel({year: partial(_year, file) for year, file in files.items()})


def _panel(name: str) -> Panel:
    from newind.accounts.panel import Panel

    found = _panels.get(name)
    if found is None:
        found = Panel({y: partial(_year, path) for y, path in _files(name).items()})
        if name in CONTINUED:
            found = Panel.from_panels(found, _panel(CONTINUED[name]))
        _panels[name] = found
    return found


def _year(path: Path) -> Accounts:
    from newind.accounts.store import load as load_file

    found = _years.get(path)
    if found is None:
        found = _years[path] = load_file(path)
    return found


def _span(years: list[int]) -> str:
    whole = years == list(range(years[0], years[-1] + 1))
    return f"{years[0]} to {years[-1]}" if whole and len(years) > 1 else ", ".join(map(str, years))


@cache
def hashes(name: str = "world") -> dict[int, str]:
    """Return the hash that ``datapackage.json`` states for the accounts of each year."""
    return {int(entry["name"].rpartition("-")[2]): entry["hash"] for entry in package(name)["resources"]}


def statuses(name: str = "world") -> dict[int, str]:
    """Return the status of the accounts of each year of a set and of the one that continues it, without reading them.

    Examples
    --------
    >>> statuses("china")[2020], statuses("world")[2011], statuses("world")[2012]
    ('observed', 'observed', 'estimated')
    """
    return {year: entry.get("status", part["status"]) for year, entry, part in _entries(name)}


def satellites(name: str = "world") -> dict[int, tuple[str, ...]]:
    """Return the satellites of the accounts of each year, as :func:`statuses` does their status.

    Examples
    --------
    >>> satellites()[2022], "hours" in satellites()[2009]
    (('co2',), True)
    """
    return {year: tuple(entry["satellites"]) for year, entry, _ in _entries(name)}


def _entries(name: str) -> Iterator[tuple[int, dict[str, Any], dict[str, Any]]]:
    """Yield the years of a set and of the one that continues it, what is listed of each, and the list."""
    for part in dict.fromkeys((CONTINUED.get(name, name), name)):
        listed = package(part)
        for entry in listed["resources"]:
            yield int(entry["name"].rpartition("-")[2]), entry, listed


def identify(w: Accounts) -> str:
    """Return the name of the shipped set whose file accounts are of, an empty string for others.

    Examples
    --------
    >>> identify(load("world", year=2008))
    'world'
    """
    sets = [d.name for d in catalog() if w.year in hashes(d.name)]
    return next((name for name in sets if hashes(name)[w.year] == w.hash), "") if sets else ""


def ranges(w: Accounts, of: str = "band") -> dict[str, dict[str, tuple[float, float]]]:
    """Return the ranges of estimated headline figures of shipped accounts: indicator → region → (low, high).

    With `of` "change", those within which a figure of another year of the same set is not told from it.
    """
    name = identify(w)
    stated = _select_ranges(package(name), w, of) if name else {}
    return {id: {region: (low, high) for region, (low, high) in found.items()} for id, found in stated.items()}


def _select_ranges(content: dict[str, Any], w: Accounts, of: str) -> Mapping[str, Mapping[str, Any]]:
    """Return the ranges of a package, for a set of several years those of one: its figures, less and plus the bands."""
    from newind.data.reference.building import ranges as around

    if "figures" not in content:
        return dict(content.get("ranges", {}))
    values = {id: np.array(by_year[str(w.year)], dtype=np.float64) for id, by_year in content["figures"].items()}
    return around(values, {id: content["bands"][id] for id in values}, w.regions.codes, of)


def partner_band(w: Accounts, id: str) -> float:
    """Return the largest error of any share by partner of an indicator in the hold-outs; 0 for observed accounts.

    Two partners whose shares differ by less than twice of it cannot be ranked.

    Examples
    --------
    >>> partner_band(load("world", 2011), "s4.largest_supplier_share")
    0.0
    >>> round(partner_band(load("world", 2022), "s4.largest_supplier_share"), 3)
    0.034
    """
    from newind.data.reference.building import by_partner

    name = identify(w)
    stated = package(name).get("bands", {}) if name else {}
    return float(stated.get(by_partner(id), {}).get("band", 0.0))


def verify() -> list[str]:
    """Compare every shipped year with the hash in its package; return what differs, empty when all is well."""
    from newind.data.reference.growth import verify as verify_growth
    from newind.data.reference.innovation import verify as verify_innovation
    from newind.data.reference.now import verify as verify_now
    from newind.data.reference.power import verify as verify_power
    from newind.data.reference.tariffs import verify as verify_tariffs

    wrong = [
        f"{d.name} {year}: the figures are not those of {PACKAGE}"
        for d in catalog()
        for year, stated in hashes(d.name).items()
        if _year(_files(d.name)[year]).hash != stated
    ]
    return wrong + verify_tariffs() + verify_innovation() + verify_power() + verify_growth() + verify_now()


@cache
def has_published_flows(source: str) -> bool:
    """Return whether sales between regions are published figures, in estimated accounts of a source."""
    return any(package(d.name).get("flows_between_regions") == source for d in catalog())


def _files(name: str) -> dict[int, Path]:
    return {int(Path(entry["path"]).stem): folder(name) / entry["path"] for entry in package(name)["resources"]}


class YearlyValues(Frozen):
    """Figures by economy, and most of them by year.

    Attributes
    ----------
    economies : tuple of str
    years : tuple of int
    """

    economies: tuple[str, ...]
    years: tuple[int, ...]

    def at(self, economy: str) -> int:
        """Return the position of an economy.

        Raises
        ------
        UnknownNameError
            For an economy that is not listed.
        """
        if economy not in self.economies:
            known = ", ".join(self.economies)
            raise unknown("economy", economy, self.economies, tell("shipped.economies", known=known))
        return self.economies.index(economy)

    def year_at(self, year: int) -> int:
        """Return the position of a year.

        Raises
        ------
        DataError
            For a year that is not there, with the first and the last one.
        """
        if year not in self.years:
            first, last = self.years[0], self.years[-1]
            raise DataError(tell("shipped.no_year", year=year, first=first, last=last))
        return self.years.index(year)


def data_set(name: str, parts: Iterable[str], years: Iterable[int] = ()) -> DataSet:
    """Return what a set is: title, years, licence, size.

    Parameters
    ----------
    name : str
        Name of the set.
    parts : iterable of str
        Entries of its package, one a file.
    years : iterable of int, optional
        Years beyond those that the entries state.

    Examples
    --------
    >>> data_set("power", ["generation"]).years[-1]
    2025
    """
    content = package(name)
    entries = [content[part] for part in parts]
    stated = {y for e in entries if "years" in e for y in range(e["years"][0], e["years"][-1] + 1)}
    size = sum(e["bytes"] for e in entries)
    return DataSet(
        name, content["title"], tuple(sorted(stated | set(years))), name_licences(content), size, content["status"]
    )


def differing(name: str, parts: Iterable[str]) -> list[str]:
    """Compare the files of a set with the hashes in its package; return what differs, empty when all is well."""
    entries = [package(name)[part] for part in parts]
    return [
        f"{name} {entry['path']}: the figures are not those of datapackage.json"
        for entry in entries
        if _digest((folder(name) / entry["path"]).read_bytes()) != entry["hash"]
    ]


def _digest(text: bytes) -> str:
    return hashlib.sha256(text.replace(b"\r\n", b"\n")).hexdigest()
