"""Specialisation of each region of a country: its industries beside those of a reference, and how far they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.analyses.circulation.labour import country_of
from newind.analyses.circulation.location import align_industries, location_quotients
from newind.data.reference import catalog, load
from newind.errors import DataError
from newind.kernels import linkages
from newind.kernels.quotients import ratio
from newind.measures.grouped import amounts
from newind.measures.references import NATIONS
from newind.measures.regional import country_value_added

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.analyses.circulation.location import Reference

EMPLOYMENT, VALUE_ADDED = "employment", "value_added"
MOST = 3
"""Industries named at the top and at the bottom of a region's quotients …"""
MATERIAL = 0.01
"""… of those with at least this share of its value added, or of the reference's."""
QUOTIENTS = ("region", "measure", "industry", "share", "reference_share", "quotient")
NO_REFERENCE = "no reference: the table has not all regions of the country. Give a nation's table as reference."


def region_quotients(
    w: Accounts, codes: Sequence[str], reference: Reference = None, missing: dict[str, str] | None = None
) -> pd.DataFrame:
    """Return the industries of regions beside those of a reference, in value added and, where known, employment.

    Parameters
    ----------
    w : Accounts
    codes : sequence of str
        Regions in full.
    reference : Accounts or sequence of Accounts, optional
        As in `location_quotients`; the shipped national table of the year for a province that stands alone.
    missing : dict, optional
        Takes the reason where there is nothing to compare with.

    Returns
    -------
    DataFrame
        `QUOTIENTS`: shares in [0, 1], quotients NaN where the reference has none of the industry.

    Raises
    ------
    DataError
        For a reference that is named and cannot be compared.
    """
    import pandas as pd

    frames: list[pd.DataFrame] = []
    for code in codes:
        against = nation_of(w, code) if reference is None else reference
        if reference is None and (reason := _unlike(w, code, against)):
            if missing is not None:
                missing["quotients"] = missing["specialisation"] = reason
            continue
        found = location_quotients(w, against, code).assign(region=code, measure=VALUE_ADDED)
        frames += [found, *_build_employment_frames(w, code)] if against is None else [found]
    return pd.concat(frames, ignore_index=True)[list(QUOTIENTS)] if frames else pd.DataFrame()


def nation_of(w: Accounts, region: str) -> Accounts | None:
    """Return the shipped national table of the year for a province that stands alone in its table, else None."""
    r = w.regions.index(region)
    name = NATIONS.get(w.regions.country[r], "")
    alone = w.regions.kind[r] == "province" and country_of(w, r).sum() < 2
    years = {d.name: d.years for d in catalog()}.get(name, ())
    return load(name, w.year) if alone and w.year in years else None


def _unlike(w: Accounts, code: str, against: Reference) -> str:
    """Return why a region cannot be compared where no reference is named, or an empty string."""
    if against is None:
        return NO_REFERENCE if np.isnan(country_value_added(w)[w.regions.index(code)]).all() else ""
    try:
        align_industries(w, against)
    except DataError as error:
        return f"the shipped national table is no reference: {error}"
    return ""


def _build_employment_frames(w: Accounts, code: str) -> list[pd.DataFrame]:
    """Return the same in persons employed, where all regions of the country have them."""
    import pandas as pd

    if EMPLOYMENT not in w.satellites:
        return []
    r = w.regions.index(code)
    persons = amounts(w, EMPLOYMENT)
    own, other = persons[r], persons[country_of(w, r)].sum(axis=0)
    if not np.isfinite(other).all():
        return []
    columns = {
        "industry": w.industries,
        "share": ratio(own, own.sum()),
        "reference_share": ratio(other, other.sum()),
        "quotient": linkages.location_quotients(own, other),
    }
    return [pd.DataFrame(columns).assign(region=code, measure=EMPLOYMENT)]


def specialisations(quotients: pd.DataFrame) -> pd.DataFrame:
    """Return how far each region's structure is from the reference's, and the industries that it has most and least of.

    Parameters
    ----------
    quotients : DataFrame
        From `region_quotients`.

    Returns
    -------
    DataFrame
        ``region``, ``measure``, ``krugman`` (Σ |share − reference_share|, in [0, 2]), ``highest`` and ``lowest``
        (industries by quotient, of those that are at least 1 % of either).

    References
    ----------
    Krugman (1991), Geography and Trade.
    """
    import pandas as pd

    rows = [
        (region, measure, float((q["share"] - q["reference_share"]).abs().sum()), *_ends(q))
        for (region, measure), q in (quotients.groupby(["region", "measure"], sort=False) if len(quotients) else ())
    ]
    return pd.DataFrame(rows, columns=["region", "measure", "krugman", "highest", "lowest"])


def _ends(q: pd.DataFrame) -> tuple[str, str]:
    size = q[["share", "reference_share"]].max(axis=1)
    ranked = q[(size >= MATERIAL) & q["quotient"].notna()].sort_values("quotient", ascending=False, kind="stable")
    names = [str(i) for i in ranked["industry"]]
    return " ".join(names[:MOST]), " ".join(names[::-1][:MOST])
