"""Regions of a country side by side: what each is for, how it circulates, and why they differ (clause 3.4.iii)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newind.analyses.circulation.chain import chain_circulation
from newind.analyses.circulation.disparity import disparities, disparities_lack
from newind.analyses.circulation.gap import gaps_lack, region_gaps
from newind.analyses.circulation.location import in_full
from newind.analyses.circulation.own import own_circulation
from newind.analyses.circulation.structure import region_quotients, specialisations
from newind.errors import DataError
from newind.measures.shared import complete_regions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.analyses.circulation.location import Reference

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


# ---- both readings of circulation


def both_readings(own: pd.DataFrame, chain: pd.DataFrame) -> pd.DataFrame:
    """Return what a region's own table says of its value beside what the table of all regions says.

    Parameters
    ----------
    own : DataFrame
        Rows of `own_circulation`.
    chain : DataFrame
        Rows of `chain_circulation`.

    Returns
    -------
    DataFrame
        One row a region, side and scope that both have, in all: ``region``, ``side``, ``scope``, ``own``, ``own_low``,
        ``own_high``, ``chain``, ``low``, ``high``, ``difference`` (chain less own; what lies beyond the border of the
        region is followed only in the chain, so that the rest of the world is larger and other provinces are smaller
        there), ``overlap`` (whether the two ranges meet).
    """
    key = ["region", "measure", "side", "scope"]
    one = own[own["industry"] == ""][[*key, "share", "low", "high"]]
    two = chain[chain["industry"] == ""][[*key, "share", "low", "high"]]
    one = one.rename(columns={"share": "own", "low": "own_low", "high": "own_high"})
    found = one.merge(two.rename(columns={"share": "chain"}), on=key).drop(columns="measure")
    found["difference"] = found["chain"] - found["own"]
    found["overlap"] = (found["own_low"] <= found["high"]) & (found["low"] <= found["own_high"])
    return found
