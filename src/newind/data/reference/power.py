"""Power generation by source, economy and year: the shipped set ``power``, and its loader."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.satellite import readonly
from newind.data.reference import YearlyValues, data_set, differing, folder, package
from newind.datafiles import read_yaml

if TYPE_CHECKING:
    from newind.data.reference import DataSet
    from newind.typing import Array

NAME = "power"
FILE = "generation.csv"
WORLD = "WLD"
"""All economies of the source."""
CITATION = "Ember, yearly electricity data (CC BY 4.0)"


@cache
def definition() -> dict[str, Any]:
    """Return what the set consists of (``power.yaml``)."""
    content: dict[str, Any] = read_yaml("newind.data.reference", "power.yaml")
    return content


@dataclass(frozen=True, eq=False)
class Generation(YearlyValues):
    """Electricity generated, by economy (E), source (K) and year (T).

    Parameters
    ----------
    economies : tuple of str
        Named economies, REU (the other members of the European Union of 2007-13), ROW and WLD.
    sources : tuple of str
    years : tuple of int
    values : (E, K, T) array, TWh
        0 where the source reports nothing of a kind, NaN in years that it lacks of an economy: the last ones.
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

    def list_years(self, economy: str) -> tuple[int, ...]:
        """Return the years of an economy.

        Raises
        ------
        UnknownNameError
            For an economy that is not listed.
        """
        return tuple(y for y, v in zip(self.years, self.total[self.at(economy)], strict=True) if np.isfinite(v))

    @property
    def whole(self) -> Generation:
        """The years that all economies have."""
        n = int(np.isfinite(self.total).all(axis=0).sum())
        return replace(self, years=self.years[:n], values=self.values[..., :n], members=self.members[:, :n])


@cache
def generation() -> Generation:
    """Load power generation.

    Examples
    --------
    >>> g = generation()
    >>> g.values.shape, g.list_years("CHN")[-1], g.whole.years[-1]
    ((21, 9, 26), 2025, 2024)
    """
    with (folder(NAME) / FILE).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    economies = tuple(dict.fromkeys(row[0] for row in rows))
    years = tuple(sorted({int(row[1]) for row in rows}))
    sources = tuple(header[3:])
    values = np.full((len(economies), len(sources), len(years)), np.nan)
    members = np.zeros((len(economies), len(years)))
    for economy, year, n, *twh in rows:
        e, t = economies.index(economy), years.index(int(year))
        members[e, t], values[e, :, t] = float(n), np.array(twh, dtype=np.float64)
    return Generation(economies, sources, years, readonly(values), readonly(members))


def labels() -> dict[str, dict[str, str]]:
    """Return what sources of power are called: source → ``en``, ``zh``.

    Examples
    --------
    >>> labels()["solar"]
    {'en': 'Solar', 'zh': '太阳能发电'}
    """
    found: dict[str, dict[str, str]] = package(NAME)["labels"]["source"]
    return found


def describe_data_set() -> DataSet:
    """Return what the set is: title, years, licence, size.

    Examples
    --------
    >>> describe_data_set().name, describe_data_set().years[-1]
    ('power', 2025)
    """
    return data_set(NAME, ["generation"])


def verify() -> list[str]:
    """Compare the shipped table with its hash in the package; return what differs, empty when all is well."""
    return differing(NAME, ["generation"])
