"""Power generation by source, economy and year: the shipped set ``power``, and its loader."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.reference import folder, package
from newind.accounts.reference.byyear import ByYear, data_set, differing
from newind.accounts.satellite import readonly

if TYPE_CHECKING:
    from newind.accounts.reference import DataSet
    from newind.typing import Array

NAME = "power"
FILE = "generation.csv"
WORLD = "WLD"
"""All economies of the source."""
CITATION = "Ember, yearly electricity data (CC BY 4.0)"


@dataclass(frozen=True, eq=False)
class Generation(ByYear):
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
    return data_set(NAME, ["generation"])


def verify() -> list[str]:
    """Compare the shipped table with its hash in the package; return what differs, empty when all is well."""
    return differing(NAME, ["generation"])
