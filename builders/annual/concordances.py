"""The 34 industries in which the annual world is estimated, and how they map to those of each source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.classification import concordance
from newind.data.reference import observed
from newind.datafiles import read_csv_rows
from newind.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.typing import Array, BoolArray

TABLE = tuple(read_csv_rows(__package__, "industries.csv"))
"""A row per industry: its code, and the codes of each source that it holds."""
INDUSTRIES = tuple(row["code"] for row in TABLE)
KINDS = ("wiod26", "wiod35", "wiod56", "icio50", "iot45", "section", "group", "un", "sector")
SERVICES = "services"
FINAL = ("households", "government", "investment")
"""Final uses: households with non-profit institutions, government, capital formation with inventories."""
ECONOMIES, REST = observed.ECONOMIES, observed.REST
SECTORS = tuple(code for code in ("c1", "c2", "c3", "c4+c5", *(f"c{k}" for k in range(6, 17)), SERVICES))
"""Sectors of the flows between economies: 15 of goods, one of services."""
GOODS16 = ("c1", "c2", "c3", "c4+c5", "c6", "c7", "c8", "c9", "c10", "c11", "c12", "c14", "c13", "c15", "c16", SERVICES)
"""True order of the sectors in the file of bilateral flows of the WIOD 2016 release, whose labels are wrong."""


@dataclass(frozen=True)
class SectorConcordance:
    """How the industries of a table belong to sectors of the flows between economies, and to coarse groups.

    Attributes
    ----------
    sectors : (S, 16) array, 1 or 0
        In the order of `SECTORS`; the last is services.
    groups : (S, G) array, 1 or 0
        The first is primary and food, the second other manufacturing, the rest services.
    """

    sectors: Array
    groups: Array

    @property
    def free(self) -> BoolArray:
        """Industries whose output follows from the flows between economies: sectors of one industry."""
        alone = self.sectors.sum(axis=0) == 1
        return np.asarray(self.sectors @ alone > 0)

    @property
    def kinds(self) -> Array:
        """Which of primary and food, other manufacturing, services each group is of, (G, 3), 1 or 0."""
        return np.eye(3)[[0, 1] + [2] * (self.groups.shape[1] - 2)]

    @property
    def kind_of_sector(self) -> Array:
        """Which of the same each sector is of, (16, 3), 1 or 0."""
        return (self.sectors.T @ self.groups @ self.kinds > 0).astype(float)

    @property
    def uses(self) -> Array:
        """Which group each use is of, (S + 3, G + 2): households and government are consumption."""
        S, G = self.groups.shape
        member = np.zeros((S + len(FINAL), G + 2))
        member[:S, :G] = self.groups
        member[S:, G:] = [[1, 0], [1, 0], [0, 1]]
        return member


@cache
def codes(kind: str) -> tuple[str, ...]:
    """Return the codes of a source in the order of the 34 industries.

    Raises
    ------
    UnknownNameError
        For a source that there is not.

    Examples
    --------
    >>> codes("sector")[-2:]
    ('c16', 'services')
    """
    if kind not in KINDS:
        raise unknown("source of industries", kind, KINDS, f"There are {', '.join(KINDS)}.")
    return tuple(dict.fromkeys(code for row in TABLE for code in row[kind].split()))


def holds(kind: str) -> Array:
    """Return which codes of a source each industry holds, (34, codes), 1 or 0.

    Examples
    --------
    >>> holds("section").sum(axis=0).astype(int).tolist()[:3]
    [1, 1, 14]
    """
    return np.array([[float(code in row[kind].split()) for code in codes(kind)] for row in TABLE])


def sectors(of: Sequence[str]) -> Array:
    """Return which sector of the flows each industry belongs to, (S, 16), by the code of its sector.

    Examples
    --------
    >>> sectors(["c4", "c5", "services"]).argmax(axis=1).tolist()
    [3, 3, 15]
    """
    place = ["c4+c5" if code in ("c4", "c5") else code for code in of]
    return np.array([[float(code == sector) for sector in SECTORS] for code in place])


def layout() -> SectorConcordance:
    """Return the layout of the 34 industries."""
    return SectorConcordance(sectors([row["sector"] for row in TABLE]), holds("group"))


def goods() -> BoolArray:
    """Return which of the 34 industries make goods, (34,): those whose output the flows between economies state."""
    return np.array([row["sector"] != SERVICES for row in TABLE])


def split(kind: str, weights: Array) -> Array:
    """Return the share of each code of a source that goes into each industry.

    Parameters
    ----------
    kind : str
        A source.
    weights : (R, 34) array, >= 0
        What a code held by several industries is divided by; equal parts where all are zero.

    Returns
    -------
    (R, 34, codes) array
        Columns sum to 1.
    """
    member = holds(kind)[None]
    weighted = member * weights[:, :, None]
    total = weighted.sum(axis=1, keepdims=True)
    return np.asarray(np.where(total > 0, weighted / np.where(total > 0, total, 1.0), member / member.sum(axis=1)))


def economies(regions: Sequence[str]) -> Array:
    """Return which economies of a source each of the 20 holds, (20, regions); whom the 20 do not name is ROW.

    Examples
    --------
    >>> economies(["CHN", "AUT", "HRV"]).argmax(axis=0).tolist()
    [0, 18, 19]
    """
    of = concordance("wiod41_to_wiod20").targets_of
    places = [ECONOMIES.index(of[code][0] if code in of else REST) for code in regions]
    return np.eye(len(ECONOMIES))[:, places]
