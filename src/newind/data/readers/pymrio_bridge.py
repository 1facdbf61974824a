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

import numpy as np

from newind.accounts.accounts import Accounts
from newind.accounts.classification import demand_role, load
from newind.accounts.regions import Regions
from newind.accounts.satellite import Satellite
from newind.data.readers.sheets import DAMAGE
from newind.data.readers.table import SourceTable, check_names, describe_difference, without_rounded_industries
from newind.errors import DataError, NewindError, find_duplicates, join_items, noun, offenders, tell, unknown
from newind.kernels.leontief import Leontief

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from os import PathLike

    import pandas as pd

    from newind.data.readers.peek import Peek
    from newind.typing import Array


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
        raise DataError(tell("pymrio.unread", path=path, database=DATABASES[database][1], error=said)) from None


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
        raise DataError(tell("pymrio.absent")) from None


def _folder_of(path: Path, name: str) -> Path:
    """Return the folder, of all below a path, that holds a file; the path itself where it is no folder."""
    found = sorted(path.rglob(name), key=lambda p: len(p.parts)) if path.is_dir() else []
    return found[0].parent if found else path


def _version(path: Path) -> str:
    """Return the version of GLORIA that stands in the names of its files."""
    names = sorted(re.findall(r"GLORIA_MRIOs_(\w+?)_\d{4}", " ".join(p.name for p in path.iterdir())))
    if not names:
        raise DataError(tell("pymrio.gloria", path=path))
    return str(names[-1])


def _year(path: Path) -> int:
    names = [path.name, *(sorted(p.name for p in path.rglob("*")) if path.is_dir() else [])]
    found = sorted({m for n in names for m in re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", n)})
    if len(found) == 1:
        return int(found[0])
    several = tell("file.many_years", path=path, which=offenders(found))
    raise DataError(several if found else tell("file.no_year", path=path))


UNITS = {
    "m.eur": "M.EUR", "m eur": "M.EUR", "mill eur": "M.EUR", "million eur": "M.EUR",
    "m.usd": "M.USD", "m usd": "M.USD", "mill usd": "M.USD", "million usd": "M.USD",
    "000 usd": "K.USD", "000 us$": "K.USD",
}  # fmt: skip
"""Units as the databases write them → those of newind."""
DEMAND = {
    "npish": "NPISH", "government": "GGFC", "consumption_households": "HFCE", "investment": "GFCF",
    "inventories": "INVNT", "valuables": "valuables", "exports": "exports",
}  # fmt: skip
"""Role of a category of final demand → its code."""
CO2 = re.compile(r"CO2 - (?!.*biogenic).* - air")
"""Stressors of EXIOBASE 3 that make up fossil and industrial carbon dioxide."""
KILOTONNES = {"kg": 1e-6, "t": 1e-3, "kt": 1.0, "gg": 1.0}
"""Units of emissions → kilotonnes."""


class SystemArrays:
    """The labels of a system, and its arrays in their order, region-major.

    Parameters
    ----------
    system : pymrio.IOSystem
        The system.

    Raises
    ------
    DataError
        When labels stand twice or are missing, or final demand is that of other economies.
    """

    def __init__(self, system: Any) -> None:
        self.system = system
        known = system.Z if system.Z is not None else system.A
        self.rows, self.users = known.index, system.Y.columns
        self.regions, self.industries = _levels(self.rows)
        users, self.categories = _levels(self.users)
        if set(users) != set(self.regions):
            said = describe_difference(self.regions, users)
            raise DataError(tell("labels.economies", where=noun("the system"), said=said))
        self.demand = _demand(self.categories)

    def flows(self) -> tuple[Array, Array, Array]:
        """Return flows, final demand and output."""
        Y = self.frame(self.system.Y, self.product, self.demand_labels)
        if self.system.Z is None:
            A = self.frame(self.system.A, self.product, self.product)
            Z = A * Leontief(A).solve(Y.sum(axis=1))
        else:
            Z = self.frame(self.system.Z, self.product, self.product)
        return Z, Y, Z.sum(axis=1) + Y.sum(axis=1)

    @property
    def product(self) -> list[tuple[str, str]]:
        """Labels of rows, and of the columns that are industries."""
        return [(r, i) for r in self.regions for i in self.industries]

    @property
    def demand_labels(self) -> list[tuple[str, str]]:
        """Labels of the columns of final demand, as the system has them."""
        return [(r, d) for r in self.regions for d in self.categories]

    def frame(self, frame: pd.DataFrame, rows: list[tuple[str, str]], columns: list[tuple[str, str]]) -> Array:
        """Return a table in this order; NaN where the system leaves a row or a column out."""
        if [tuple(r) for r in frame.index] == rows and [tuple(c) for c in frame.columns] == columns:
            return np.asarray(frame.to_numpy(dtype=np.float64))
        return np.asarray(frame.reindex(index=rows, columns=columns).to_numpy(dtype=np.float64))


def _levels(index: pd.MultiIndex) -> tuple[tuple[str, ...], tuple[str, ...]]:
    first, second = (tuple(dict.fromkeys(index.get_level_values(k))) for k in (0, 1))
    if twice := find_duplicates(list(index)):
        raise DataError(tell("table.labels_twice", what=noun("the system"), which=offenders(twice)))
    if missing := [f"{r} {i}" for r in first for i in second if (r, i) not in set(index)][:4]:
        said = tell("labels.missing", which=offenders(missing))
        raise DataError(tell("labels.codes", where=noun("the system"), said=said))
    return first, second


def _demand(categories: Sequence[str]) -> tuple[str, ...]:
    """Return the codes of categories; a name that is not known, or whose code is taken, stays as it is."""
    codes = [DEMAND.get(_find_role(c), c) for c in categories]
    twice = set(find_duplicates(codes))
    return tuple(c if code in twice else code for c, code in zip(categories, codes, strict=True))


def _find_role(category: str) -> str:
    """Return the role of a category, none for capital formation that holds more than what is fixed."""
    role = demand_role(category)
    return "" if role == "investment" and "fixed" not in category.casefold() else role


def unit(system: Any) -> str:
    """Return the unit of the flows.

    Raises
    ------
    DataError
        When there is none, several, or one that is not known.
    """
    given = [] if system.unit is None else sorted({str(u).strip("‘' ") for u in np.ravel(system.unit.to_numpy())})
    if len(given) == 1 and (unit := UNITS.get(given[0].casefold(), given[0])) and re.fullmatch(r"\w+\.[A-Z]{3}", unit):
        return unit
    raise DataError(tell("pymrio.units", which=offenders(given) if given else noun("none")))


def carbon(system: Any) -> dict[str, tuple[str, Sequence[str]]]:
    """Return the extension and rows of carbon dioxide, the first extension that names them as EXIOBASE 3 does."""
    for name in system.extensions_instance_names:
        if rows := [label for label in _row_names(getattr(system, name)) if CO2.fullmatch(label)]:
            return {"co2": (name, rows)}
    return {}


def _row_names(extension: Any) -> list[str]:
    """Return the names of the rows; the parts of a name that has several are divided by blanks."""
    return (
        [r if isinstance(r, str) else " ".join(map(str, r)) for r in extension.F.index]
        if extension.F is not None
        else []
    )


def satellite(system: Any, order: SystemArrays, name: str, rows: Sequence[str]) -> Satellite:
    """Return the sum of rows of an extension, what has a weight in kilotonnes.

    Raises
    ------
    UnknownNameError
        For an extension that does not exist.
    DataError
        For rows that are not there, or have different units.
    """
    names = list(system.extensions_instance_names)
    if name not in names:
        raise unknown(
            "extension", name, names, tell("part.there_are", known=join_items(names) if names else noun("none"))
        )
    found = getattr(system, name)
    at = {row: k for k, row in enumerate(_row_names(found))}
    if missing := [r for r in rows if r not in at]:
        raise DataError(tell("pymrio.rows", name=name, which=offenders(missing), first=join_items(list(at)[:3])))
    picked = [at[r] for r in rows]
    units = sorted({str(np.ravel(found.unit.iloc[k])[0]) for k in picked})
    if len(units) > 1:
        raise DataError(tell("pymrio.mixed", name=name, which=offenders(units)))
    scale = KILOTONNES.get(units[0].casefold())
    values, final = _sum_rows(found.F, picked, order.product), _sum_rows(found.F_Y, picked, order.demand_labels)
    if values is None:
        raise DataError(tell("pymrio.no_figures", name=name))
    if scale is not None:
        return Satellite(values * scale, None if final is None else final * scale, "kt", follows="emissions")
    return Satellite(values, final, units[0])


def _sum_rows(frame: pd.DataFrame | None, rows: list[int], columns: list[tuple[str, str]]) -> Array | None:
    """Return the sum of rows in the order of the columns, None where the system has no such table."""
    if frame is None:
        return None
    return np.asarray(frame.iloc[rows].sum(axis=0).reindex(columns).to_numpy(dtype=np.float64))


def extension(
    name: str, figures: Satellite, w: Accounts, rows: pd.MultiIndex, users: pd.MultiIndex
) -> dict[str, object]:
    """Return a satellite as the parts of an extension: one row, and what final users cause where it is known."""
    import pandas as pd

    made: dict[str, object] = {
        "name": name,
        "F": pd.DataFrame([figures.values], [name], rows),
        "unit": pd.DataFrame({"unit": [figures.unit]}, index=[name]),
    }
    if figures.final is not None and figures.final.size == w.R * w.D:
        made["F_Y"] = pd.DataFrame([figures.final], [name], users)
    return made
