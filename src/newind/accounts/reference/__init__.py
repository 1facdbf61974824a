"""The figures that are shipped with newind: what there is, and how to load it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from newind.errors import UnknownNameError, unknown

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel


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
    """

    name: str
    title: str
    years: tuple[int, ...]
    licence: str
    size: int

    def __str__(self) -> str:
        """Return a line for a list."""
        return f"{self.name}: {self.title} ({self.licence}, {self.size / 1e6:.1f} MB)"


def folder() -> Path:
    """Return the folder of the shipped figures."""
    return Path(str(resources.files(__package__)))


@cache
def package() -> dict[str, Any]:
    """Return ``datapackage.json``: sources, licence, method, and hashes and checks by year."""
    content: dict[str, Any] = json.loads((folder() / "datapackage.json").read_text("utf-8"))
    return content


def catalog() -> tuple[DataSet, ...]:
    """Return the shipped sets of accounts.

    Examples
    --------
    >>> [(d.name, d.years[0], d.years[-1]) for d in catalog()]
    [('world', 1995, 2011)]
    """
    entries = package()["resources"]
    size = sum(entry["bytes"] for entry in entries)
    return (DataSet("world", package()["title"], tuple(_files()), package()["licenses"][0]["name"], size),)


@overload
def load(name: str, year: int) -> Accounts: ...
@overload
def load(name: str, year: None = None) -> Panel: ...
def load(name: str, year: int | None = None) -> Accounts | Panel:
    """Load shipped accounts: those of a year, or the panel of all years (each year is read when it is first used).

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
    from newind.accounts.panel import Panel
    from newind.accounts.store import load as load_file

    names = [d.name for d in catalog()]
    if name not in names:
        raise unknown("data set", name, names, f"Shipped: {', '.join(names)}; newind.read(path) reads your own table.")
    files = _files()
    if year is None:
        return Panel({y: partial(load_file, path) for y, path in files.items()})
    if year not in files:
        raise UnknownNameError(f"{name} has no year {year!r}: it has {min(files)} to {max(files)}.")
    return load_file(files[year])


@cache
def hashes() -> dict[int, str]:
    """Return the hash that ``datapackage.json`` states for the accounts of each year."""
    return {int(entry["name"].rpartition("-")[2]): entry["hash"] for entry in package()["resources"]}


def verify() -> list[str]:
    """Compare every shipped year with the hash in ``datapackage.json``; return what differs, empty when all is well."""
    wrong = [year for year, stated in hashes().items() if load("world", year).hash != stated]
    return [f"world {y}: the figures are not those of datapackage.json" for y in wrong]


def _files() -> dict[int, Path]:
    return {int(Path(entry["path"]).stem): folder() / entry["path"] for entry in package()["resources"]}
