"""The last year in which each indicator can be computed: where satellites and facts end, so do the indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.data.reference.now import labour_shares
from newind.measures.measure import compute_indicator, explain_missing_data
from newind.measures.newer import LABOUR
from newind.measures.registry import indicators

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.measures.registry import Indicator


def last_years(panel: Panel, ids: Iterable[str] | None = None) -> dict[str, int | None]:
    """Return the last year in which each indicator has a total of some economy; None where there is none.

    Parameters
    ----------
    panel : Panel
    ids : iterable of str, optional
        Indicators; all by default.

    Raises
    ------
    UnknownNameError
        For an indicator that there is not.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> last_years(load("world"), ["s4.dva_share", "people.labour_share", "people.high_skill_share"])
    {'s4.dva_share': 2022, 'people.labour_share': 2014, 'people.high_skill_share': 2009}
    """
    found: dict[str, int | None] = dict.fromkeys(indicators()[id].id for id in ids or indicators().ids)
    for year in reversed(panel.years):
        if open_ := [indicators()[id] for id, known in found.items() if known is None]:
            w, before = panel.step(year)
            found |= {e.id: year for e in open_ if _has_total(e, w, before)}
    return found


def find_shipped_last_years(ids: Iterable[str]) -> dict[str, dict[str, int | None]]:
    """Return indicator → shipped set → last year; a set that continues another is part of that one."""
    chosen = tuple(ids)
    from newind.data.reference import CONTINUED, catalog, load

    sets = [d.name for d in catalog() if d.name not in CONTINUED.values()]
    by_set = {name: last_years(load(name), chosen) for name in sets}
    return {id: {name: found[id] for name, found in by_set.items()} for id in chosen}


def own_last_years(id: str) -> dict[str, int]:
    """Return economy → last year that its own tables have of an indicator, beside the accounts and of another concept.

    Examples
    --------
    >>> own_last_years("people.labour_share"), own_last_years("s4.dva_share")
    ({'CHN': 2020, 'RUS': 2019, 'USA': 2023}, {})
    """
    return {code: max(own.total) for code, own in labour_shares().items()} if id == LABOUR else {}


def _has_total(entry: Indicator, w: Accounts, before: Accounts | None) -> bool:
    """Tell whether an indicator has a total of some economy."""
    return not explain_missing_data(entry, w, before) and bool(
        np.isfinite(compute_indicator(w, entry.id, before)[0].values).any()
    )
