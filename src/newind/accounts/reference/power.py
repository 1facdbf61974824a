"""Power generation by source, economy and year: the shipped set ``power``, and its loader."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.reference import DataSet, folder, package
from newind.accounts.satellite import readonly
from newind.errors import DataError, unknown

if TYPE_CHECKING:
    from newind.typing import Array

NAME = "power"
FILE = "generation.csv"
WORLD = "WLD"
"""All economies of the source."""
CITATION = "Ember, yearly electricity data (CC BY 4.0)"


@dataclass(frozen=True, eq=False)
class Generation:
    """Electricity generated, by economy (E), source (K) and year (T).

    Parameters
    ----------
    economies : tuple of str
        Named economies, REU (the other members of the European Union of 2007-13), ROW and WLD.
    sources : tuple of str
    years : tuple of int
    values : (E, K, T) array, TWh
        0 where the source reports nothing of a kind.
    members : (E, T) int array
        Economies in a sum that the source has that year; 1 for an economy of its own.
    """

    economies: tuple[str, ...]
    sources: tuple[str, ...]
    years: tuple[int, ...]
    values: Array
    members: Array

    @property
    def total(self) -> Array:
        """All generation; (E, T), TWh."""
        return np.asarray(self.values.sum(axis=1))

    def at(self, economy: str) -> int:
        """Return the position of an economy.

        Raises
        ------
        UnknownNameError
            For an economy that is not listed.
        """
        if economy not in self.economies:
            known = ", ".join(self.economies)
            raise unknown("economy", economy, self.economies, f"Power generation is listed for {known}.")
        return self.economies.index(economy)

    def year_at(self, year: int) -> int:
        """Return the position of a year.

        Raises
        ------
        DataError
            For a year that is not there, with the last one.
        """
        if year not in self.years:
            raise DataError(
                f"power generation: no figures of {year}. Years are {self.years[0]} to {self.years[-1]}; the last one "
                f"is {self.years[-1]}."
            )
        return self.years.index(year)


@cache
def generation() -> Generation:
    """Load power generation.

    Examples
    --------
    >>> g = generation()
    >>> g.values.shape, round(float(g.total[g.at("CHN"), -1]))
    ((21, 9, 25), 10087)
    """
    with (folder(NAME) / FILE).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    economies = tuple(dict.fromkeys(row[0] for row in rows))
    years = tuple(sorted({int(row[1]) for row in rows}))
    sources, shape = tuple(header[3:]), (len(economies), len(years))
    members = np.array([float(row[2]) for row in rows]).reshape(shape)
    values = np.array([[float(v) for v in row[3:]] for row in rows]).reshape(*shape, len(sources))
    return Generation(economies, sources, years, readonly(np.moveaxis(values, 2, 1).copy()), readonly(members))


def labels() -> dict[str, dict[str, str]]:
    """Return what sources of power are called: source → ``en``, ``zh``.

    Examples
    --------
    >>> labels()["solar"]
    {'en': 'Solar', 'zh': '太阳能发电'}
    """
    found: dict[str, dict[str, str]] = package(NAME)["labels"]["source"]
    return found


def described() -> DataSet:
    """Return what the set is: title, years, licence, size.

    Examples
    --------
    >>> described().name, described().years[-1]
    ('power', 2024)
    """
    content = package(NAME)
    entry = content["generation"]
    years = tuple(range(entry["years"][0], entry["years"][1] + 1))
    return DataSet(NAME, content["title"], years, content["licenses"][0]["name"], entry["bytes"], content["status"])


def verify() -> list[str]:
    """Compare the shipped table with its hash in the package; return what differs, empty when all is well."""
    entry = package(NAME)["generation"]
    text = (folder(NAME) / entry["path"]).read_bytes().replace(b"\r\n", b"\n")
    if hashlib.sha256(text).hexdigest() == entry["hash"]:
        return []
    return [f"{NAME} {entry['path']}: the figures are not those of datapackage.json"]
