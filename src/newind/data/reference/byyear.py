"""Shipped tables by economy and year: where a name or a year stands, what the set is, whether its files are whole."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from newind.data.reference import DataSet, folder, package
from newind.errors import DataError, tell, unknown
from newind.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable


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
    licence = content["licenses"][0]["name"]
    return DataSet(name, content["title"], tuple(sorted(stated | set(years))), licence, size, content["status"])


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
