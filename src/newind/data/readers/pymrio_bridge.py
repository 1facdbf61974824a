"""EXIOBASE 3, GLORIA and Eora26, read by pymrio; and systems of pymrio as accounts, and back.

pymrio reads the publishers' files, this module only turns its systems into `Accounts`. Industries keep the names that
the publisher gives them. Economies of EXIOBASE get their three-letter codes; its other regions stay WA, WE, WF, WL, WM.

References
----------
Stadler (2021), Journal of Open Research Software 9(1), 8.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from newind.accounts.accounts import Accounts
from newind.accounts.classification import load
from newind.accounts.regions import Regions
from newind.data.readers.pymrio_parts import SystemArrays, carbon, extension, satellite, unit
from newind.data.readers.sheets import DAMAGE
from newind.data.readers.table import SourceTable, check_names, without_rounded_industries
from newind.errors import DataError, NewindError, offenders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from os import PathLike

    from newind.data.readers.peek import Peek

DATABASES = {
    "exiobase3": (r"(^|/)Z\.txt$", "EXIOBASE 3"),
    "eora26": (r"(^|/)Eora26_\d{4}_(bp|pp)_T\.txt$", "Eora26"),
    "gloria": (r"(^|/)GLORIA_MRIOs_", "GLORIA"),
}
"""Database → the pattern of a file that tells it, and its name."""
DAMAGED = (*DAMAGE, ValueError, LookupError, AttributeError, TypeError, SyntaxError, AssertionError)
"""Exceptions of pymrio, and of its readers, for files that are missing, cut off or of another layout."""


def read(
    path: str | PathLike[str],
    database: str,
    year: int | None = None,
    units: str | None = None,
    satellites: Mapping[str, tuple[str, Sequence[str]]] | None = None,
) -> Accounts:
    """Read a database through pymrio.

    Parameters
    ----------
    path : path
        The archive or the folder as the publisher offers it.
    database : {"exiobase3", "eora26", "gloria"}
        Which one.
    year : int, optional
        Year of the table; found in the names of the files when not given.
    units : str, optional
        Scale and currency; those of the system when not given.
    satellites : mapping, optional
        As in `from_pymrio`.

    Returns
    -------
    Accounts

    Raises
    ------
    DataError
        When pymrio is not installed, the files are damaged or of another layout, or the figures are not accounts.
    """
    source = Path(path)
    found = _year(source) if year is None else year
    system, name = parse_database(source, database, found), DATABASES[database][1]
    with _refusing(source, database):
        return from_pymrio(system, found, units=units, satellites=satellites, source=f"{name}, by pymrio")


def reader_of(database: str) -> tuple[Callable[..., Accounts], Callable[[Peek], str]]:
    """Return the functions ``read`` and ``recognise`` of a format, for one of the databases that pymrio reads."""

    def read_one(
        path: str | PathLike[str],
        year: int | None = None,
        units: str | None = None,
        satellites: Mapping[str, tuple[str, Sequence[str]]] | None = None,
    ) -> Accounts:
        return read(path, database, year, units, satellites)

    def recognise(peek: Peek) -> str:
        return f"the files are named as those of {DATABASES[database][1]}" if database_of(peek) == database else ""

    return read_one, recognise


def database_of(peek: Peek) -> str:
    """Return which database has files of these names, or an empty string."""
    names = {str(PurePosixPath(*Path(m).parts)) for m in peek.members} | ({peek.path.name} if peek.members else set())
    return next((name for name, (found, _) in DATABASES.items() if any(re.search(found, n) for n in names)), "")


def parse_database(path: Path, database: str, year: int) -> Any:
    """Return the system that pymrio reads.

    Raises
    ------
    DataError
        When pymrio is not installed, or cannot read the files.
    """
    pymrio = _pymrio()
    with _refusing(path, database):
        if database == "exiobase3":
            return pymrio.parse_exiobase3(_folder_of(path, "Z.txt"))
        if database == "gloria":
            return pymrio.parse_gloria(path, year=year, version=_version(path))
        return pymrio.parse_eora26(path, year=year)


@contextmanager
def _refusing(path: Path, database: str) -> Iterator[None]:
    """Say of files that cannot be read which they are: cells that are no numbers are found only when they are used."""
    error = getattr(import_module("pymrio.tools.ioparser"), "ParserError", ValueError)
    try:
        yield
    except NewindError:
        raise
    except (*DAMAGED, error) as cause:
        said = f"{type(cause).__name__}: {cause}"
        raise DataError(f"{path}: pymrio cannot read it as {DATABASES[database][1]} ({said}). Get it again.") from None


def from_pymrio(
    system: Any,
    year: int,
    *,
    units: str | None = None,
    satellites: Mapping[str, tuple[str, Sequence[str]]] | None = None,
    source: str = "",
) -> Accounts:
    """Return the accounts of a system of pymrio.

    Parameters
    ----------
    system : pymrio.IOSystem
        With flows and final demand; coefficients and final demand where it has no flows.
    year : int
        Year of the figures.
    units : str, optional
        Scale and currency; those of the system when not given.
    satellites : mapping of str to (str, sequence of str), optional
        Name → the extension and the rows of it that are added up. Carbon dioxide (``co2``) is found by itself where
        the system names its stressors as EXIOBASE 3 does.
    source : str
        Where the figures come from.

    Returns
    -------
    Accounts

    Raises
    ------
    DataError
        For units that are not known or not the same throughout, labels that stand twice, rows that are not there, or
        figures that are not accounts.
    UnknownNameError
        For an extension that does not exist.

    Examples
    --------
    >>> from_pymrio(pymrio.load_test(), 2011, units="M.USD")  # doctest: +SKIP
    Accounts(2011, 6 regions × 8 industries, M.USD, observed)
    """
    money = units or unit(system)
    order = SystemArrays(system)
    table = SourceTable(source or "the system", *order.flows(), order.regions, order.industries, order.demand, year)
    check_names(table)
    Z, F, repairs = without_rounded_industries(table)
    wanted = carbon(system) | dict(satellites or {})
    figures = {name: satellite(system, order, where, rows) for name, (where, rows) in wanted.items()}
    codes = {row["code"]: row["iso3"] for row in load("exiobase49").values()}
    regions = Regions(codes.get(r, r) for r in order.regions)
    said = source or str(getattr(system, "name", "") or "pymrio")
    return Accounts(
        Z,
        F,
        regions,
        order.industries,
        order.demand,
        year,
        unit=money,
        satellites=figures,
        source=said,
        repairs=repairs,
    )


def to_pymrio(w: Accounts) -> Any:
    """Return a system of pymrio with the flows, final demand and satellites of accounts.

    Satellites become an extension each, of their name; unknown figures (NaN) stay unknown.

    Raises
    ------
    DataError
        When pymrio is not installed.
    """
    import pandas as pd

    pymrio = _pymrio()
    rows = pd.MultiIndex.from_product([w.regions.codes, w.industries], names=["region", "sector"])
    users = pd.MultiIndex.from_product([w.regions.codes, w.demand], names=["region", "category"])
    money = pd.DataFrame({"unit": [w.unit] * w.n}, index=rows)
    extensions = {name: extension(name, s, w, rows, users) for name, s in w.satellites.items()}
    Z, Y = pd.DataFrame(w.Z, rows, rows), pd.DataFrame(w.Y, rows, users)
    return pymrio.IOSystem(Z=Z, Y=Y, unit=money, name=w.source or "newind", **extensions)


def _pymrio() -> Any:
    try:
        return import_module("pymrio")
    except ModuleNotFoundError:
        raise DataError(
            "EXIOBASE 3, GLORIA and Eora26 are read by pymrio, which is not installed: pip install newind[pymrio]."
        ) from None


def _folder_of(path: Path, name: str) -> Path:
    """Return the folder, of all below a path, that holds a file; the path itself where it is no folder."""
    found = sorted(path.rglob(name), key=lambda p: len(p.parts)) if path.is_dir() else []
    return found[0].parent if found else path


def _version(path: Path) -> str:
    """Return the version of GLORIA that stands in the names of its files."""
    names = sorted(re.findall(r"GLORIA_MRIOs_(\w+?)_\d{4}", " ".join(p.name for p in path.iterdir())))
    if not names:
        raise DataError(f"{path}: no file GLORIA_MRIOs_VERSION_YEAR. Give the folder that holds it, with the ReadMe.")
    return str(names[-1])


def _year(path: Path) -> int:
    names = [path.name, *(sorted(p.name for p in path.rglob("*")) if path.is_dir() else [])]
    found = sorted({m for n in names for m in re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", n)})
    if len(found) == 1:
        return int(found[0])
    said = f"names hold the years {offenders(found)}" if found else "no year in the names of the files"
    raise DataError(f"{path}: {said}. Give year=.")
