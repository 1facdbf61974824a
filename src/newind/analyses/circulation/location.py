"""References of a region: its country in the table, another table, or several; in one classification."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.accounts import Accounts
from newind.accounts.classification import concordance, load, names
from newind.errors import DataError, offenders
from newind.kernels import linkages
from newind.kernels.quotients import ratio
from newind.measures import shared
from newind.measures.regional import country_total
from newind.measures.shared import by_region

if TYPE_CHECKING:
    import pandas as pd

    from newind.typing import Array

COMMON = "wiod26"
"""Classification in which tables with different industries are compared."""
JOIN = "+"
"""Between the codes of industries that had to be put together."""
Reference = Accounts | Sequence[Accounts] | None


def location_quotients(w: Accounts, reference: Reference = None, region: str | None = None) -> pd.DataFrame:
    """Compare the industries of a region with a reference.

    Parameters
    ----------
    w : Accounts
        Accounts with the region in full.
    reference : Accounts or sequence of Accounts, optional
        The nation's table, or tables of peers whose value added is summed; the country in `w` itself where left out.
        Other industries than those of `w` are brought to the 26 common ones, if concordances exist.
    region : str, optional
        The first region by default.

    Returns
    -------
    DataFrame
        One row an industry: ``industry``, ``share`` in the region's value added, ``reference_share``, ``quotient``.
        NaN where the reference has none of the industry.

    Raises
    ------
    DataError
        Without a reference, or for industries that cannot be brought together, with the remedy.

    References
    ----------
    Miller & Blair (2009), Input-Output Analysis, ch. 8.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> world = load("world", year=2011)
    >>> found = location_quotients(world, world.select(["USA", "JPN"]), "CHN").set_index("industry")
    >>> bool(found.loc["c14", "quotient"] > 1)
    True
    """
    import pandas as pd

    w, others = align_industries(w, reference)
    r = in_full(w, w.regions[0] if region is None else region)
    own, other = by_region(w, w.value_added)[r], reference_value_added(w, others, r)
    return pd.DataFrame(
        {
            "industry": w.industries,
            "share": ratio(own, own.sum()),
            "reference_share": ratio(other, other.sum()),
            "quotient": linkages.location_quotients(own, other),
        }
    )


def in_full(w: Accounts, region: str) -> int:
    """Return the position of a region that is described in full.

    Raises
    ------
    DataError
        For a region that is only a boundary.
    UnknownNameError
        For one that is not there.
    """
    r = w.regions.index(region)
    if region in w.boundary:
        full = [c for c in w.regions if c not in w.boundary]
        raise DataError(f"{region} is only a boundary of this table. Regions in full are {', '.join(full)}.")
    return r


def reference_value_added(w: Accounts, others: tuple[Accounts, ...], r: int) -> Array:
    """Return value added by industry of what a region is compared with; (S,), money."""
    return reference_total(w, others, r, value_added)


def value_added(w: Accounts) -> Array:
    """Return value added; (R, S), money."""
    return by_region(w, w.value_added)


def reference_total(w: Accounts, others: tuple[Accounts, ...], r: int, figures: Callable[[Accounts], Array]) -> Array:
    """Return figures (R, S) of tables as a total by industry of what a region is compared with; (S,).

    Of another table the regions in full of the same country count, all in full where it has none of that country.
    """
    if not others:
        if np.isnan(country_total(w, value_added(w))[r]).all():
            raise DataError(
                f"no reference for {w.regions[r]}: the table has not all regions of its country in full. Give a "
                f"nation's table, or tables of peers, as reference."
            )
        return np.asarray(country_total(w, figures(w))[r])
    return np.asarray(np.sum([_sum_country(other, w.regions.country[r], figures(other)) for other in others], axis=0))


def _sum_country(other: Accounts, country: str, figures: Array) -> Array:
    full = shared.complete_regions(other)
    same = full & (np.array(other.regions.country) == country)
    return np.asarray(figures[same if same.any() else full].sum(axis=0))


# ---- one classification
def align_industries(w: Accounts, reference: Reference) -> tuple[Accounts, tuple[Accounts, ...]]:
    """Return accounts and references with the same industries.

    Tables with the same industries stay as they are. Others are brought to the common classification, with those of its
    industries put together (``c4+c5``) that one industry of a table is shared among.

    Raises
    ------
    DataError
        Where industries are in no classification with a concordance to the common one, or where tables still differ.
    """
    others = () if reference is None else (reference,) if isinstance(reference, Accounts) else tuple(reference)
    if all(set(other.industries) == set(w.industries) for other in others):
        return w, tuple(_order_industries(other, w.industries) for other in others)
    blocks = _blocks([_targets(table.industries) for table in (w, *others)])
    w = _merge_industries(w, blocks)
    return w, tuple(_order_industries(_merge_industries(other, blocks), w.industries) for other in others)


def _targets(industries: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the common industries that each industry goes to."""
    if set(industries) <= set(load(COMMON)):
        return {code: (code,) for code in industries}
    for name in names():
        if name.endswith(f"_to_{COMMON}") and set(industries) <= set(concordance(name).targets_of):
            return {code: concordance(name).targets_of[code] for code in industries}
    raise DataError(
        f"industries {', '.join(industries[:3])} … are in no classification with a concordance to {COMMON}. Aggregate "
        f"both tables to the same industries first (Accounts.aggregate)."
    )


def _blocks(tables: list[dict[str, tuple[str, ...]]]) -> dict[str, str]:
    """Return the block of common industries that each of them belongs to; shared ones are in one block."""
    block = {code: {code} for code in load(COMMON)}
    for shared_among in {targets for table in tables for targets in table.values()}:
        whole = set().union(*(block[code] for code in shared_among))
        block |= dict.fromkeys(whole, whole)
    return {code: JOIN.join(c for c in load(COMMON) if c in members) for code, members in block.items()}


def _merge_industries(w: Accounts, blocks: dict[str, str]) -> Accounts:
    goes = {code: blocks[targets[0]] for code, targets in _targets(w.industries).items()}
    order = [b for b in dict.fromkeys(blocks.values()) if b in goes.values()]
    return w.aggregate(industries={b: [c for c in w.industries if goes[c] == b] for b in order})


def _order_industries(other: Accounts, industries: tuple[str, ...]) -> Accounts:
    """Return a reference with industries in the order of the accounts compared."""
    if other.industries == industries:
        return other
    if different := sorted(set(industries) ^ set(other.industries)):
        raise DataError(
            f"tables differ in industries {offenders(different)} even when brought to {COMMON}. Aggregate both tables "
            f"to the same industries first (Accounts.aggregate)."
        )
    return other.aggregate(industries={c: [c] for c in industries})
