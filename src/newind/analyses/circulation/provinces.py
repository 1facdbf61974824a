"""Regions of a country side by side: what each is for, how it circulates, how unequal they are (clause 3.4.iii)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.analyses.circulation.location import in_full
from newind.analyses.circulation.own import chain_circulation, own_circulation
from newind.analyses.circulation.structure import (
    NO_PEOPLE,
    gaps_lack,
    labour_in,
    people_in,
    region_gaps,
    region_quotients,
    specialisations,
)
from newind.datafiles import read_yaml
from newind.errors import DataError
from newind.kernels.inequality import dagum, gini, theil
from newind.measures.shared import complete_regions
from newind.messages import complete_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.analyses.circulation.location import Reference
    from newind.messages import Text
    from newind.typing import Array, BoolArray


@dataclass(frozen=True)
class TilePosition:
    """A province on the grid.

    Parameters
    ----------
    code : str
        ISO 3166-2.
    column, row : int
        From the west, from the north; from 0.
    group : str
        Economic region; empty where the division leaves it out.
    name : dict
        Short name in ``en`` and ``zh``.
    """

    code: str
    column: int
    row: int
    group: str
    name: Text


@cache
def province_tiles() -> tuple[TilePosition, ...]:
    """Return all tiles, in rows from the north-west.

    Examples
    --------
    >>> len(province_tiles()), province_tiles()[0].name["zh"]
    (34, '黑龙江')
    """
    return tuple(
        TilePosition(t["code"], int(t["column"]), int(t["row"]), t.get("group", ""), complete_text(t, t["en"]))
        for t in _read_tiles()["tiles"]
    )


def tiles() -> dict[str, tuple[int, int]]:
    """Return the place of each province on the grid: code → (column, row).

    Examples
    --------
    >>> tiles()["CN-BJ"], tiles()["CN-HI"]
    ((4, 2), (2, 8))
    """
    return {t.code: (t.column, t.row) for t in province_tiles()}


def province_groups() -> dict[str, str]:
    """Return the economic region of each province: code → east, central, west or northeast.

    Examples
    --------
    >>> province_groups()["CN-SC"], len(province_groups())
    ('west', 31)
    """
    return {t.code: t.group for t in province_tiles() if t.group}


def group_names() -> dict[str, Text]:
    """Return the names of the economic regions in English and Chinese.

    Examples
    --------
    >>> group_names()["northeast"]["zh"]
    '东北'
    """
    return {name: dict(label) for name, label in _read_tiles()["groups"].items()}


@cache
def _read_tiles() -> Any:
    return read_yaml(__package__, "tiles.yaml")


COLUMNS = ("year", "measure", "per", "part", "group", "value")
FEWEST = 2


def disparities(w: Accounts, groups: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return Theil's and Dagum's measures of how unequal regions are, in parts.

    Parameters
    ----------
    w : Accounts
        With ``population`` as a fact, or ``employment`` or ``hours`` by region and industry.
    groups : mapping of str to str, optional
        Region → group; the four economic regions of China by default. Regions without a group are left out.

    Returns
    -------
    DataFrame
        ``year``, ``measure`` (``theil``, ``gini``), ``per`` (head, worker, hour), ``part`` (``total``, ``within``,
        ``between``; of the Gini coefficient ``within``, ``net_between``, ``transvariation``), ``group`` (empty in all;
        Theil's ``within`` by group adds up to that in all), ``value`` (>= 0).

    Raises
    ------
    DataError
        Where neither people nor labour are known, or fewer than two regions have a group.

    References
    ----------
    Theil (1967), Economics and Information Theory. Dagum (1997), Empirical Economics 22, 515.
    """
    import pandas as pd

    known = province_groups() if groups is None else groups
    if reason := disparities_lack(w, known):
        raise DataError(f"no disparities of {w.year}: {reason}")
    rows = [row for per, people in _bases(w, known).items() for row in _rows(w, per, people, known)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def disparities_lack(w: Accounts, groups: Mapping[str, str] | None = None) -> str:
    """Return why disparities cannot be measured, or an empty string."""
    known = province_groups() if groups is None else groups
    if _members(w, known).sum() < FEWEST:
        return f"fewer than {FEWEST} regions in full belong to a group. Give groups, region to group."
    return "" if _bases(w, known) else NO_PEOPLE


def _members(w: Accounts, groups: Mapping[str, str]) -> BoolArray:
    return np.asarray(np.array([c in groups for c in w.regions]) & complete_regions(w))


def _bases(w: Accounts, groups: Mapping[str, str]) -> dict[str, Array]:
    """Return what value added can be divided by: head, worker or hour → (R,), known and positive for all members."""
    members = _members(w, groups)
    per, labour = labour_in(w)
    found = {"head": people_in(w), per or "worker": labour.sum(axis=1)}
    return {name: values for name, values in found.items() if (values[members] > 0).all()}


def _rows(w: Accounts, per: str, people: Array, groups: Mapping[str, str]) -> Iterator[tuple[object, ...]]:
    members = np.flatnonzero(_members(w, groups))
    named = np.array([groups[w.regions[int(r)]] for r in members])
    codes = np.unique(named, return_inverse=True)[1]
    y, p = w.gdp[members], people[members]
    whole_theil, parts = theil(y, p, codes), dagum(y / p, codes, p)
    inside = {g: y[named == g].sum() / y.sum() * theil(y[named == g], p[named == g]).total for g in np.unique(named)}
    for part in ("total", "within", "between"):
        yield w.year, "theil", per, part, "", float(getattr(whole_theil, part))
    for group, value in inside.items():
        yield w.year, "theil", per, "within", str(group), float(value)
    yield w.year, "gini", per, "total", "", gini(y / p, p)
    for part in ("within", "net_between", "transvariation"):
        yield w.year, "gini", per, part, "", float(getattr(parts, part))


TABLES = ("quotients", "specialisation", "own", "circulation", "gaps", "disparities")
ONE = "the table has one region in full: what others make of its products is not in it (see own)."


@dataclass(frozen=True, eq=False)
class RegionsAtHome:
    """Circulation of the regions of a country in one table.

    Attributes
    ----------
    regions : codes looked at.
    year, unit, status : of the accounts.
    quotients : ``region``, ``measure`` (``value_added``, ``employment``), ``industry``, ``share``,
        ``reference_share``, ``quotient``.
    specialisation : ``region``, ``measure``, ``krugman`` (0 the structure of the reference, 2 nothing in common),
        ``highest``, ``lowest`` (industries, divided by spaces).
    own : circulation from each region's own rows and columns, see `own_circulation`.
    circulation : circulation through all chains with its range, see `chain_circulation`; empty for a table of one.
    gaps : see `region_gaps`; empty where labour is unknown.
    disparities : see `disparities`; empty where it cannot be computed.
    missing : why a table is empty, table → reason.
    """

    regions: tuple[str, ...]
    year: int
    unit: str
    status: str
    quotients: pd.DataFrame
    specialisation: pd.DataFrame
    own: pd.DataFrame
    circulation: pd.DataFrame
    gaps: pd.DataFrame
    disparities: pd.DataFrame
    missing: Mapping[str, str]

    def table(self, name: str = "circulation") -> pd.DataFrame:
        """Return a table by its name.

        Raises
        ------
        DataError
            For a name that is none of `TABLES`.
        """
        if name not in TABLES:
            raise DataError(f"RegionsAtHome has no table {name!r}. Tables are {', '.join(TABLES)}.")
        frame: pd.DataFrame = getattr(self, name)
        return frame.copy()


def regions_at_home(
    w: Accounts,
    region: str | Sequence[str] | None = None,
    reference: Reference = None,
    variants: Mapping[str, Accounts] | None = None,
) -> RegionsAtHome:
    """Describe regions of a country: structure, circulation, gaps.

    Parameters
    ----------
    w : Accounts
        Accounts with the regions in full: of all provinces, or of one.
    region : str or sequence of str, optional
        All regions in full by default.
    reference : Accounts or sequence of Accounts, optional
        What structures are compared with; the country in `w`, else the shipped national table of that year.
    variants : mapping of str to Accounts, optional
        Tables that an estimated `w` could as well be, for ranges; made from `w` by default.

    Returns
    -------
    RegionsAtHome

    Raises
    ------
    DataError
        For a region that is only a boundary, or industries that cannot be compared.
    UnknownNameError
        For one that is not there.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> home = regions_at_home(load("china-2017", year=2017), "CN-GD")
    >>> home.specialisation.loc[0, "highest"].split()[0]
    'c14'
    >>> sorted(home.missing)
    ['disparities', 'gaps']
    """
    codes, missing = select_regions(w, region), dict[str, str]()
    quotients = region_quotients(w, codes, reference, missing)
    return RegionsAtHome(
        codes,
        w.year,
        w.unit,
        w.status,
        quotients=quotients,
        specialisation=specialisations(quotients),
        own=_stack_frames([own_circulation(w, code, variants).table() for code in codes]),
        circulation=_build_table(
            missing, "circulation", _chain_lacks(w), lambda: chain_circulation(w, codes, variants)
        ),
        gaps=_build_table(missing, "gaps", gaps_lack(w), lambda: region_gaps(w, codes)),
        disparities=_build_table(missing, "disparities", disparities_lack(w), lambda: disparities(w)),
        missing=missing,
    )


def select_regions(w: Accounts, region: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return the regions looked at, all in full where none is named."""
    if region is None:
        return tuple(c for c in w.regions if c not in w.boundary)
    codes = (region,) if isinstance(region, str) else tuple(region)
    for code in codes:
        in_full(w, code)
    return codes


def _build_table(missing: dict[str, str], name: str, reason: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """Return a table, or an empty one with its reason noted."""
    import pandas as pd

    if reason:
        missing[name] = reason
        return pd.DataFrame()
    return make()


def _chain_lacks(w: Accounts) -> str:
    """Return why chains cannot be followed beyond a region, or an empty string."""
    return ONE if complete_regions(w).sum() < 2 else ""


def _stack_frames(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    import pandas as pd

    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
