"""Sources that do not come with newind: one YAML file each says where a file is found, and under which terms.

Files that were fetched, or given by hand, are kept in one folder, a sub-folder a source: that of the system for caches,
or the one named by the environment variable ``NEWIND_CACHE``.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newind.datafiles import list_yaml, read_yaml
from newind.errors import DataError, unknown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

CACHE = "NEWIND_CACHE"
"""Environment variable with the folder for files of sources."""
USES = {
    "A": "open licence: may be passed on with the source named",
    "B": "official figures: may be used with the publisher named",
    "C": "restricted: for own use only",
}
"""Classes of licence, and what each means."""
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
SPAN = re.compile(r"(?<!\d)(?:19|20)\d{2}-(?:19|20)\d{2}(?!\d)")
LARGE = ("exiobase3", "gloria", "eora26")
"""Formats that take minutes and gigabytes to read: of a file got by hand only the layout is checked."""
UNFINISHED = (".part", ".tag")
"""Endings of what is not a whole file yet."""


@dataclass(frozen=True)
class Source:
    """An external source of tables.

    Parameters
    ----------
    id : str
        Name used in commands.
    label : dict
        Title in ``en`` and ``zh``.
    publisher, years, holds : str
        Who publishes it, which years, and what a table holds.
    licence, use, terms : str
        Licence, its class (a key of `USES`), and in one line what one may do.
    page : str
        Page where the files are offered.
    by_hand : str
        How to get a file from there.
    format : str
        Name of the reader; empty where there is none.
    url, file : str
        Address of a file and its name, with ``{year}`` where there is one a year; empty where the publisher wants a
        visit to its page.
    sha256 : str
        Hash of the file where it is known.
    size : float
        Megabytes of a file, 0 where not known.
    spans : tuple of str
        Years of each file, ``2016-2022``, where a file has several: what ``{span}`` in the address stands for.
    known : mapping
        Name of a file → its ``bytes`` and its ``hash`` (``md5:…``), where the publisher's file is known.
    edition : str
        Edition of the tables, where their industries tell.
    """

    id: str
    label: dict[str, str]
    publisher: str
    years: str
    holds: str
    licence: str
    use: str
    terms: str
    page: str
    by_hand: str
    format: str = ""
    url: str = ""
    file: str = ""
    sha256: str = ""
    size: float = 0.0
    spans: tuple[str, ...] = ()
    known: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    edition: str = ""

    @property
    def by_year(self) -> bool:
        """Whether there is one file a year."""
        return "{year}" in self.url

    def span(self, year: int | None) -> str:
        """Return the years of the file that has a year, those of the last file where none is given.

        Raises
        ------
        DataError
            For a year that no file has.

        Examples
        --------
        >>> source("icio2025").span(2012), source("icio2025").span(None)
        ('2011-2015', '2016-2022')
        """
        if year is None or not self.spans:
            return self.spans[-1] if self.spans else ""
        found = [span for span in self.spans if _within(span, year)]
        if not found:
            raise DataError(f"{self.id}: no table of {year}. It has {self.years}.")
        return found[0]

    @property
    def remedy(self) -> str:
        """Advice for when the file does not come by itself, in one line."""
        return f"Download it by hand from {self.page} and run: newind data get {self.id} --from FILE"


def sources() -> tuple[Source, ...]:
    """Return all external sources, by name.

    Examples
    --------
    >>> [s.id for s in sources()][:3]
    ['adb', 'ceads', 'eora26']
    """
    return tuple(_sources().values())


def source(name: str) -> Source:
    """Return an external source; capitals do not matter.

    Raises
    ------
    UnknownNameError
        With the nearest name.

    Examples
    --------
    >>> source("EXIOBASE3").licence
    'CC-BY-SA-4.0'
    """
    if name.casefold() not in _sources():
        raise unknown("source", name, _sources(), "newind data list shows them.")
    return _sources()[name.casefold()]


def folder(name: str = "") -> Path:
    """Return the folder for files of all sources, or that of one source."""
    from pooch import os_cache  # type: ignore[import-untyped]

    return Path(os.environ.get(CACHE) or os_cache("newind")).expanduser() / name


def list_cached_files(name: str) -> tuple[Path, ...]:
    """Return the files and folders of a source that are here, by name.

    Raises
    ------
    UnknownNameError
        For a source that does not exist, with the nearest.
    """
    home = folder(source(name).id)
    found = sorted(home.iterdir()) if home.is_dir() else []
    return tuple(p for p in found if p.suffix not in UNFINISHED and (p.is_dir() or p.stat().st_size))


def path(name: str, year: int | None = None) -> Path:
    """Return the file of a source that is here, for `newind.read`.

    Parameters
    ----------
    name : str
        Name of the source.
    year : int, optional
        Year that the name of the file must have where there are several; the last by name when not given.

    Raises
    ------
    UnknownNameError
        For a source that does not exist, with the nearest.
    DataError
        When no such file is here, with how to get it.
    """
    entry, found = source(name), list_cached_files(name)
    of_year = [p for p in found if year is None or _holds(p.name, year)]
    if not of_year and len(found) == 1 and not entry.by_year:
        of_year = list(found)  # one file with all years, or whose name does not say
    if not of_year:
        which = entry.id if year is None else f"{entry.id} of {year}"
        how = f"Run: newind data get {entry.id}" if entry.url else entry.remedy
        raise DataError(f"{which}: no file is here. {how}")
    return of_year[-1]


def _holds(name: str, year: int) -> bool:
    """Return whether the name of a file has a year, or a span that holds it."""
    stated = YEAR.findall(name.replace("_", " "))
    return str(year) in stated or any(_within(span, year) for span in SPAN.findall(name.replace("_", " ")))


def _within(span: str, year: int) -> bool:
    first, _, last = span.partition("-")
    return int(first) <= year <= int(last)


def keep(name: str, given: str | PathLike[str], out: str | PathLike[str] | None = None) -> Path:
    """Copy a file or folder that was got by hand to the others, after it was recognised and read.

    Parameters
    ----------
    name : str
        Name of the source.
    given : path
        The file, or the folder of a table in several files.
    out : path, optional
        Folder to copy to, instead of the one for all sources.

    Returns
    -------
    Path
        The copy.

    Raises
    ------
    UnknownNameError
        For a source that does not exist, with the nearest.
    DataError
        When there is no such file, or it is not a table of the source.
    """
    entry, file = source(name), Path(given).expanduser()
    if not file.exists():
        raise DataError(f"{file}: there is no such file. Get it from {entry.page}: {entry.by_hand}")
    check(entry, file, whole=entry.format not in LARGE)
    target = (Path(out) if out else folder(entry.id)) / file.name
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and target.samefile(file):
        return target
    half = target.with_name(f"{target.name}.part")
    if file.is_dir():
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(file, half)
        shutil.rmtree(target, ignore_errors=True)
    else:
        shutil.copyfile(file, half)
    half.replace(target)
    return target


def check(entry: Source, file: Path, whole: bool = False) -> None:
    """Raise unless a file is a table of a source, as far as newind can tell.

    Parameters
    ----------
    entry : Source
        The source.
    file : Path
        The file.
    whole : bool
        Whether to read the table, and not only look at its layout.

    Raises
    ------
    DataError
        Naming the layout that was found, or what is wrong with the table.
    """
    from newind.data.readers import FORMATS, detect, read

    if entry.format not in FORMATS:
        return
    found, reason = detect(file)
    if found != entry.format:
        raise DataError(
            f"{file}: not a table of {entry.id}: {reason}, which is the format {found}. Get it from {entry.page}: "
            f"{entry.by_hand}"
        )
    if entry.edition:
        _check_edition(entry, file)
    if whole:
        read(file, format=found, **_last_year(file) if entry.spans else {})


def _check_edition(entry: Source, file: Path) -> None:
    from newind.data.readers.icio import edition_of

    if (other := edition_of(file)) != entry.edition:
        raise DataError(f"{file}: tables of the edition of {other}, not of {entry.edition}. Give icio{other}.")


def _last_year(file: Path) -> dict[str, int]:
    """Return the option that chooses the last of several tables in an archive."""
    from newind.data.readers.icio import years_of

    found = years_of(file)
    return {"year": max(found)} if len(found) > 1 else {}


@cache
def _sources() -> dict[str, Source]:
    return {name: _read(f"{name}.yaml") for name in list_yaml(__name__)}


def _read(name: str) -> Source:
    data = read_yaml(__name__, name)
    if name != f"{data['id']}.yaml":
        raise DataError(f"sources/{name}: the id is {data['id']!r}. Name the file after the id.")
    data |= {"years": str(data["years"]), "spans": tuple(map(str, data.get("spans", ())))}
    return Source(**data)
