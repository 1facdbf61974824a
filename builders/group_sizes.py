"""How large groups of economies are as a whole, members included that tables do not show: Penn World Table 10.01."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.accounts.groups import groups
from newind.data.reference.facts import FILES, read_parquet

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

YEARS = range(1995, 2020)
VARIABLES = {"population": "pop", "gdp_ppp_current": "cgdpo"}
"""Columns of the file → variables of the Penn World Table: million persons, million USD of current PPP."""


def build_group_sizes(source: Path) -> str:
    """Return the sizes of all groups of economies, each year, as the text of ``accounts/groups/sizes.csv``.

    Parameters
    ----------
    source : Path
        Folder of the collected figures.

    Returns
    -------
    str
        Columns group, year, population, gdp_ppp_current, and ``missing``: members that the table lacks, whose size is
        not in the sums.

    References
    ----------
    Feenstra, Inklaar & Timmer (2015), American Economic Review 105(10), 3150.
    """
    frame = read_parquet(source / FILES["pwt"])
    frame["countrycode"] = frame["countrycode"].astype(str)
    frame["row"] = frame["year"].astype(str) + frame["countrycode"]
    known = frame.set_index("row")[list(VARIABLES.values())].dropna()
    lines = [_line(g.id, year, g.members, known) for g in groups("regions") for year in YEARS]
    return "\n".join(["group,year,population,gdp_ppp_current,missing", *lines, ""])


def _line(name: str, year: int, members: tuple[str, ...], known: pd.DataFrame) -> str:
    there = [m for m in members if f"{year}{m}" in known.index]
    sums = known.loc[[f"{year}{m}" for m in there]].sum()
    shown = ",".join(f"{sums[variable]:.6g}" for variable in VARIABLES.values())
    return f"{name},{year},{shown},{' '.join(m for m in members if m not in there)}"
