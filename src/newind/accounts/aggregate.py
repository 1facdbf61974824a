"""Put regions or industries together; totals never change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.groups import Selector, resolve
from newind.accounts.regions import Region, Regions, read_regions
from newind.errors import DataError, find_duplicates, offenders

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.typing import Array

Grouping = Mapping[str, Selector]
"""New label → label, list of labels, name of a group, or ``"*"`` for all that nothing else names."""


def aggregate(w: Accounts, regions: Grouping | None = None, industries: Grouping | None = None) -> Accounts:
    """Return accounts whose regions and industries are sums of the given ones.

    Parameters
    ----------
    w : Accounts
        The accounts.
    regions, industries : mapping, optional
        New label → label, list of labels, name of a group, or ``"*"`` for the rest. Every old label must be assigned
        once. A satellite or summed fact of a sum is NaN where one of its parts is.

    Returns
    -------
    Accounts
        With the labels in the order of the mapping; totals are those of `w`.

    Raises
    ------
    DataError
        For labels assigned twice or not at all, naming the first ones.
    UnknownNameError
        For a label or group that does not exist.
    """
    by_region = members(regions, w.regions.codes, "regions")
    by_industry = members(industries, w.industries, "industries")
    cells = [[r * w.S + i for r in rs for i in ii] for rs in by_region.values() for ii in by_industry.values()]
    columns = [[r * w.D + d for r in rs] for rs in by_region.values() for d in range(w.D)]
    satellites = {
        name: replace(s, values=_sum(s.values, cells), final=_final(w, s.final, columns, list(by_region.values())))
        for name, s in w.satellites.items()
    }
    return w._replace(
        Z=_sum(_sum(w.Z, cells).T, cells).T,
        Y=_sum(_sum(w.Y, cells).T, columns).T,
        regions=Regions(_region(w, new, old) for new, old in by_region.items()),
        industries=tuple(by_industry),
        satellites=satellites,
        boundary=_boundary(w, by_region),
        facts=w.facts.aggregate_regions(list(by_region.values())),
    )


def select(w: Accounts, regions: Selector | None = None, industries: Selector | None = None) -> Accounts:
    """Return accounts that keep the selected regions and industries and fold all others into ``ROW`` and ``other``.

    Raises
    ------
    UnknownNameError
        For a label or group that does not exist.
    """
    return aggregate(
        w,
        None if regions is None else _keep(regions, w.regions.codes, "ROW"),
        None if industries is None else _keep(industries, w.industries, "other"),
    )


def members(grouping: Grouping | None, labels: tuple[str, ...], what: str) -> dict[str, list[int]]:
    """Return the positions that each new label takes, checked complete and non-overlapping.

    Examples
    --------
    >>> members({"A": "a", "rest": "*"}, ("a", "b", "c"), "regions")
    {'A': [0], 'rest': [1, 2]}
    """
    if grouping is None:
        return {label: [i] for i, label in enumerate(labels)}
    if not hasattr(grouping, "items"):
        raise DataError(
            f"{what} are put together by a mapping of new labels to old ones, as {{'all': '*'}}, not by {grouping!r}."
        )
    taken = {new: [int(i) for i in resolve(old, labels)] for new, old in grouping.items() if not _is_rest(old)}
    counted = [i for positions in taken.values() for i in positions]
    if twice := [labels[i] for i in find_duplicates(counted)]:
        raise DataError(f"{what} assigned to more than one new label: {offenders(twice)}. Each may stand once.")
    left = [i for i in range(len(labels)) if i not in set(counted)]
    rest = [new for new, old in grouping.items() if _is_rest(old)]
    if len(rest) > 1:
        raise DataError(f"'*' stands for the rest of {what} and may be given once, not {len(rest)} times.")
    if left and not rest:
        without = offenders([labels[i] for i in left])
        raise DataError(f"{what} without a new label: {without}. Add them, or {{'other': '*'}}.")
    return {new: left if _is_rest(old) else taken[new] for new, old in grouping.items() if left or not _is_rest(old)}


def _keep(selector: Selector, labels: tuple[str, ...], rest: str) -> Grouping:
    kept = [labels[i] for i in resolve(selector, labels)]
    folded = [label for label in labels if label not in set(kept)]
    if rest in kept and folded:
        raise DataError(f"{rest} cannot be kept while others are aggregated into it. Leave it out of the selection.")
    return {label: [label] for label in kept} | ({rest: folded} if folded else {})


def _is_rest(selector: Selector) -> bool:
    return isinstance(selector, str) and selector == "*"


def _sum(array: Array, groups: list[list[int]]) -> Array:
    """Sum the rows of an array over groups of positions, in a fixed order."""
    order = np.array([i for g in groups for i in g])
    starts = np.cumsum([0] + [len(g) for g in groups[:-1]])
    return np.add.reduceat(array[order], starts, axis=0)


def _final(w: Accounts, final: Array | None, columns: list[list[int]], regions: list[list[int]]) -> Array | None:
    if final is None:
        return None
    return _sum(final, columns if final.size == w.R * w.D and w.D > 1 else regions)


def _region(w: Accounts, new: str, old: list[int]) -> Region:
    """Return the row of a new region: the old one where nothing changes, the known one, else one of its own."""
    rows = [w.regions.rows[i] for i in old]
    if [r.code for r in rows] == [new]:
        return rows[0]
    if new in read_regions():
        return read_regions()[new]
    if len(rows) == 1:
        return replace(rows[0], code=new)
    countries, kinds = {w.regions.country[i] for i in old}, {r.kind for r in rows}
    if len(countries) > 1:
        return Region(new, new, new, "rest", new)
    return Region(new, new, new, kinds.pop() if len(kinds) == 1 else "country", countries.pop())


def _boundary(w: Accounts, by_region: dict[str, list[int]]) -> tuple[str, ...]:
    outside = {w.regions.index(code) for code in w.boundary}
    mixed = [new for new, old in by_region.items() if outside & set(old) and not set(old) <= outside]
    if mixed:
        raise DataError(
            f"exogenous regions mixed with others in {offenders(mixed)}. An exogenous region only closes the table."
        )
    return tuple(new for new, old in by_region.items() if set(old) <= outside)
