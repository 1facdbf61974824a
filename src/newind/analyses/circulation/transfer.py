"""Which industries could move out of a region and which it could attract, by criteria that everybody can check.

The criteria are those of the location quotient and of linkages: an industry in which the region is less specialised
than the reference (or ever less), which few local suppliers depend on and which lives on labour, has little to hold it;
one that is under-represented although the region's suppliers are well prepared for it and labour costs less there could
find its place there. They rank candidates to look at. What moving would cost or bring, and whether firms would want to,
is not in a table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.classification import load
from newind.accounts.groups import group
from newind.accounts.panel import Panel
from newind.aliases import module_aliases
from newind.analyses.circulation.location import (
    COMMON,
    JOIN,
    align_industries,
    in_full,
    reference_total,
    reference_value_added,
)
from newind.errors import DataError
from newind.kernels import linkages
from newind.kernels.quotients import ratio
from newind.measures import shared
from newind.measures.shared import (
    ALL,
    LEAST_OUTPUT,
    amounts,
    by_region,
    explain_missing_group,
    exports_all_output,
    positions,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.typing import Array, IntArray

MATERIAL = LEAST_OUTPUT
"""Least share of the region's value added: the figures of smaller industries come from next to nothing."""
WANTED = 0.005
"""Least share of the reference's value added that could be attracted."""
AVERAGE = 1.0
"""Quotient and linkage of the average."""
SLACK = 0.005
"""Labour shares and linkages this near to the average are not distinguished from it."""
COLUMNS = (
    "industry", "share", "reference_share", "quotient", "change", "backward_linkage", "labour_share",
    "reference_labour_share", "sold_outside", "direction",
)  # fmt: skip
GROUP = "manufacturing"
"""Industries that can move: others stay where people, soil or mines are."""
LABOUR = "labour_compensation"


def transfer_candidates(
    w: Accounts | Panel, region: str, reference: Accounts | Panel | Sequence[Accounts] | None = None
) -> pd.DataFrame:
    """Find industries that could move out of a region, and those that it could attract.

    Parameters
    ----------
    w : Accounts or Panel
        With the region in full; a panel adds how quotients changed over the years of its latest database.
    region : str
        Code of the region.
    reference : Accounts, Panel or sequence of Accounts, optional
        The nation's table or tables of peers; the country in `w` where left out. With a panel, a panel of the same
        years gives changes.

    Returns
    -------
    DataFrame
        One row a manufacturing industry, with ``share`` and ``reference_share`` in value added, the location
        ``quotient``, its ``change`` (NaN without an earlier year), the ``backward_linkage`` within the region (1 is its
        average industry), the ``labour_share`` in value added, which is labour cost per unit of value added, the
        ``reference_labour_share`` (both NaN where unknown), the share of output ``sold_outside`` the region and
        ``direction``:

        - ``out``: quotient below 1, or falling; backward linkage below 1; labour share not more than half a point below
          that of the region's manufacturing, where it is known; over 5 % of its output sold outside, for an
          industry that serves the region alone stays with its customers;
        - ``in``: at least 0.5 % of the reference's value added; quotient below 1; backward linkage above 1; labour
          cost per unit of value added over half a point below that of the reference, unless the accounts have none;
        - empty: neither, or under 1 % of the region's value added, or all output (95 %) sold outside: then the table
          leaves nothing to local users, and no linkage is known.

        Those out come first, the largest at the top, then those in, the lowest quotient at the top.

    Raises
    ------
    DataError
        Without a reference, for a region that is only a boundary, without manufacturing, or for industries that cannot
        be compared.
    UnknownNameError
        For a region that is not there.

    References
    ----------
    Miller & Blair (2009), Input-Output Analysis, ch. 8 and 12. Hirschman (1958), The Strategy of Economic Development.
    """
    import pandas as pd

    last, others = align_industries(_last(w), _last_reference(reference))
    r = in_full(last, region)
    m = _movable(last)
    if not m.size:
        raise DataError(
            f"no transfer candidates: {explain_missing_group(last, GROUP) or 'the table has no manufacturing'}"
        )
    own, other = by_region(last, last.value_added)[r], reference_value_added(last, others, r)
    found = pd.DataFrame(
        {
            "industry": [last.industries[i] for i in m],
            "share": ratio(own, own.sum())[m],
            "reference_share": ratio(other, other.sum())[m],
            "quotient": linkages.location_quotients(own, other)[m],
            "change": _change(w, region, reference)[m],
            "backward_linkage": _pull(last)[r, m],
            "labour_share": labour_cost(last)[r, m],
            "reference_labour_share": _reference_cost(last, others, r)[m],
            "sold_outside": _compute_outside_share(last, r)[m],
        }
    )
    found["direction"] = _direction(found, _labour_of_group(last, m)[r])
    return _sort_industries(found)[list(COLUMNS)].reset_index(drop=True)


def _movable(w: Accounts) -> IntArray:
    """Return the positions of manufacturing, industries that were put together among it."""
    known = {*group(GROUP).select_members(tuple(load(COMMON))), *(w.industries[int(i)] for i in positions(w, GROUP))}
    return np.array([i for i, c in enumerate(w.industries) if set(c.split(JOIN)) <= known], dtype=np.int64)


def _last(w: Accounts | Panel) -> Accounts:
    return w.last if isinstance(w, Panel) else w


def _last_reference(reference: Accounts | Panel | Sequence[Accounts] | None) -> Accounts | Sequence[Accounts] | None:
    return reference.last if isinstance(reference, Panel) else reference


def _change(w: Accounts | Panel, region: str, reference: Accounts | Panel | Sequence[Accounts] | None) -> Array:
    """Return the change of quotients from the first to the last year; (S,), NaN where there is no earlier one."""
    last, others = align_industries(_last(w), _last_reference(reference))
    unknown = np.full(last.S, np.nan)
    if not isinstance(w, Panel) or not (reference is None or isinstance(reference, Panel)):
        return unknown
    panel, past = w.within(), None if reference is None else reference.within()
    year = panel.years[0]
    if year == last.year or not (past is None or year in past):
        return unknown
    first, before = align_industries(panel[year], None if past is None else past[year])
    return _quotients(last, others, region) - _quotients(first, before, region)


def _quotients(w: Accounts, others: tuple[Accounts, ...], region: str) -> Array:
    r = in_full(w, region)
    return linkages.location_quotients(by_region(w, w.value_added)[r], reference_value_added(w, others, r))


def _pull(w: Accounts) -> Array:
    return linkages.relative(linkages.backward(shared.domestic_leontief(w)), by_region(w, w.x))


def _read_labour_income(w: Accounts) -> Array:
    return amounts(w, LABOUR) if LABOUR in w.satellites else np.full((w.R, w.S), np.nan)


def labour_cost(w: Accounts) -> Array:
    """Return labour compensation per unit of value added; (R, S), NaN where it is unknown or not positive."""
    return _positive(ratio(_read_labour_income(w), by_region(w, w.value_added)))


def cheaper(there: Array, here: Array) -> Array:
    """Tell where labour cost is lower there than here by more than `SLACK`: what any destination must meet.

    Everywhere where no cost is known at all.

    Examples
    --------
    >>> cheaper(np.array([0.3, 0.4, np.nan]), np.array([0.4, 0.401, 0.5])).tolist()
    [True, False, False]
    """
    unknown = np.isnan(there).all() or np.isnan(here).all()
    return np.full(there.shape, True) if unknown else np.asarray(there < here - SLACK)


def _reference_cost(w: Accounts, others: tuple[Accounts, ...], r: int) -> Array:
    paid = reference_total(w, others, r, _read_labour_income)
    return _positive(ratio(paid, reference_value_added(w, others, r)))


def _positive(cost: Array) -> Array:
    return np.where(cost > 0, cost, np.nan)


def _compute_outside_share(w: Accounts, r: int) -> Array:
    """Return the share of output sold outside a region by industry; (S,), NaN in a table without outside sales."""
    sold = shared.exports(w)[r]
    return ratio(sold, by_region(w, w.x)[r]) if sold.any() else np.full(w.S, np.nan)


def list_export_only_industries(w: Accounts, region: str) -> dict[str, float]:
    """Return the industries of 1 % of a region's value added or more whose whole output the table sends out of it.

    Returns
    -------
    dict of str to float
        Industry → share in the region's value added, the largest first.
    """
    value = by_region(w, w.value_added)[in_full(w, region)]
    share = dict(zip(w.industries, ratio(value, value.sum()).tolist(), strict=True))
    found = {c: part for c, part in share.items() if part >= MATERIAL and exports_all_output(w, region, [c])}
    return dict(sorted(found.items(), key=lambda kv: -kv[1]))


def _labour_of_group(w: Accounts, m: IntArray) -> Array:
    return ratio(_read_labour_income(w)[:, m].sum(axis=1), by_region(w, w.value_added)[:, m].sum(axis=1))


def _direction(found: pd.DataFrame, average: float) -> Array:
    """Return the direction of each industry, given the labour share of the region's manufacturing."""
    known = (found["share"] >= MATERIAL) & ~(found["sold_outside"] >= ALL)
    low = found["quotient"] < AVERAGE
    weak, strong = found["backward_linkage"] < AVERAGE - SLACK, found["backward_linkage"] > AVERAGE + SLACK
    labour = (found["labour_share"] >= average - SLACK) | ~np.isfinite(found["labour_share"])
    tied = found["sold_outside"] <= 1.0 - ALL
    out = known & (low | (found["change"] < 0)) & weak & labour & ~tied
    paid = cheaper(found["labour_share"].to_numpy(), found["reference_labour_share"].to_numpy())
    attract = known & low & strong & (found["reference_share"] >= WANTED) & paid
    return np.where(out, "out", np.where(attract, "in", ""))


def _sort_industries(found: pd.DataFrame) -> pd.DataFrame:
    order = found["direction"].map({"out": 0, "in": 1, "": 2})
    size = np.where(found["direction"] == "out", -found["share"], found["quotient"])
    return found.iloc[np.lexsort((found["industry"], size, order))]


__getattr__ = module_aliases(__name__, sold_away="list_export_only_industries")
