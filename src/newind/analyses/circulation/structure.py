"""Regions of a country by what people there make: specialisation, and why value added per worker or head differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.analyses.circulation.location import align_industries, in_full, location_quotients
from newind.data.reference import catalog, load
from newind.errors import DataError
from newind.kernels import linkages
from newind.kernels.quotients import ratio
from newind.kernels.shiftshare import gap
from newind.measures import shared
from newind.measures.references import NATIONS
from newind.measures.regional import country_value_added
from newind.measures.shared import amounts, by_region, complete_regions
from newind.messages import message_group

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.analyses.circulation.location import Reference
    from newind.kernels.shiftshare import Gap
    from newind.messages import Text
    from newind.typing import Array, BoolArray


LABOUR = {"employment": "worker", "hours": "hour"}
"""Satellite → what value added is divided by, the first that is known."""
POPULATION, MILLION = "population", 1e6
NO_LABOUR = "no employment or hours by region and industry in the accounts. Attach them (docs/howto/attach.md)."
NO_PEOPLE = "no employment, hours or population of the regions in the accounts. Attach them (docs/howto/attach.md)."
ALONE = "no other region of the country in full. Name the region to compare with."


def labour_in(w: Accounts) -> tuple[str, Array]:
    """Return what labour is counted in and how much of it there is, (R, S); an empty name where it is not known."""
    for name, per in LABOUR.items():
        if name in w.satellites:
            values = amounts(w, name)
            if np.isfinite(values[complete_regions(w)]).all(axis=1).any():
                return per, values
    return "", np.full((w.R, w.S), np.nan)


def people_in(w: Accounts) -> Array:
    """Return the population of each region; (R,) persons, NaN where unknown."""
    if POPULATION not in w.facts or not w.facts[POPULATION].unit.startswith("million persons"):
        return np.full(w.R, np.nan)
    return np.asarray(w.facts[POPULATION].values, dtype=np.float64) * MILLION


def country_of(w: Accounts, r: int) -> BoolArray:
    """Return which regions in full make up the country of a region, itself among them; (R,)."""
    return np.asarray(~shared.scope(w)[shared.FOREIGN, r] & complete_regions(w))


def value_by_industry(w: Accounts) -> Array:
    """Return value added; (R, S), money."""
    return by_region(w, w.value_added)


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


PARTS: dict[str, Text] = message_group("circulation.gap.parts")
PER: dict[str, Text] = message_group("circulation.gap.per")
COLUMNS = ("region", "year", "against", "per", "part", "industry", "value", "relative")


def region_gaps(w: Accounts, regions: Sequence[str] | None = None, against: str | None = None) -> pd.DataFrame:
    """Split the difference in value added per worker and per head into structure, productivity and participation.

    Parameters
    ----------
    w : Accounts
        With ``employment`` (or ``hours``) by region and industry; ``population`` as a fact adds the gap per head.
    regions : sequence of str, optional
        All regions with known labour by default.
    against : str, optional
        A region; the mean of the country in `w` by default, the regions themselves among it.

    Returns
    -------
    DataFrame
        One row a region, what is divided by (``per``: worker, hour or head), part (`PARTS`) and industry (empty in
        all): ``region``, ``year``, ``against``, ``per``, ``part``, ``industry``, ``value`` (unit of the accounts per
        person or hour), ``relative`` (over the level of what it is compared with). ``structure``, ``productivity`` and
        ``participation`` in all add up to ``gap``, which is ``level`` less ``level_against``.

    Raises
    ------
    DataError
        Where labour is unknown, or there is nothing to compare with.
    UnknownNameError
        For a region that is not there.

    References
    ----------
    Oaxaca (1973), International Economic Review 14(3), 693. Dietzenbacher & Los (1998), Economic Systems Research
    10(4), 307.
    """
    import pandas as pd

    if reason := gaps_lack(w, against):
        raise DataError(f"no gap decomposition of {w.year}: {reason}")
    codes = _list_known_regions(w) if regions is None else tuple(regions)
    rows = [row for code in codes for row in _rows(w, code, against)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def gaps_lack(w: Accounts, against: str | None = None) -> str:
    """Return why gaps cannot be split, or an empty string."""
    per, _ = labour_in(w)
    if not per:
        return NO_LABOUR
    r = w.regions.index(_list_known_regions(w)[0])
    return ALONE if against is None and country_of(w, r).sum() < 2 else ""


def _list_known_regions(w: Accounts) -> tuple[str, ...]:
    _, labour = labour_in(w)
    known = np.asarray(np.isfinite(labour).all(axis=1))
    return tuple(c for c, k in zip(w.regions, known, strict=True) if k and c not in w.boundary)


def _rows(w: Accounts, code: str, against: str | None) -> Iterator[tuple[object, ...]]:
    """Yield the rows of one region, per unit of labour and, where population is known, per head."""
    r = in_full(w, code)
    others = country_of(w, r) if against is None else np.arange(w.R) == in_full(w, against)
    per, labour = labour_in(w)
    value, people = value_by_industry(w), people_in(w)
    sides = value[r], labour[r], value[others].sum(axis=0), labour[others].sum(axis=0)
    name = against or w.regions.country[r]
    yield from _split(
        w, (code, name, per), gap(*sides), (sides[0].sum(), sides[1].sum(), sides[2].sum(), sides[3].sum())
    )
    both = float(people[r]), float(people[others].sum())
    if np.isfinite(both).all():
        yield from _split(
            w, (code, name, "head"), gap(*sides, both), (sides[0].sum(), both[0], sides[2].sum(), both[1])
        )


def _split(
    w: Accounts, key: tuple[str, str, str], found: Gap, totals: tuple[float, float, float, float]
) -> Iterator[tuple[object, ...]]:
    code, name, per = key
    here, there = float(ratio(totals[0], totals[1])), float(ratio(totals[2], totals[3]))
    parts: dict[str, Array | float] = {"level": here, "level_against": there, "gap": here - there}
    parts |= {"structure": found.structure, "productivity": found.productivity}
    if per == "head":
        parts["participation"] = found.participation
    for part, amount in parts.items():
        every = np.atleast_1d(amount)
        detail = zip(w.industries, every, strict=True) if every.size > 1 else ()
        for industry, value in (("", every.sum()), *detail):
            yield code, w.year, name, per, part, industry, float(value), float(ratio(value, there))
