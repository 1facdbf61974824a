"""How unequal value added per head, or per worker, is between regions, within and between groups of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.analyses.circulation.labour import NO_PEOPLE, labour_in, people_in
from newind.analyses.circulation.tiling import province_groups
from newind.errors import DataError
from newind.kernels.inequality import dagum, gini, theil
from newind.measures.shared import complete_regions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.typing import Array, BoolArray

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
