"""Refusals for a table whose flows between regions are estimated: who supplies which product to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.data.reference import has_published_flows, identify
from newind.errors import DataError, noun, tell

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts

SUPPLIERS = "a ranking of suppliers"
"""Most frequent use of flows between pairs of regions."""
PROVINCES, OTHERS = "estimated.provinces", "estimated.others"
"""Why flows are estimated: names of messages; what to do instead is that of the name with `_remedy`."""


def has_estimated_blocks(w: Accounts) -> bool:
    """Return whether flows between the regions that a table describes in full are estimated.

    A table of one economy or province has no such flows, and in an estimate of which the sales between regions are
    published figures they are not estimated. A table of the user's own counts as observed unless its status says
    otherwise.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> has_estimated_blocks(load("china-2017", year=2017)), has_estimated_blocks(load("world", year=2011))
    (True, False)
    """
    return w.status == "estimated" and w.R - len(w.boundary) > 1 and not has_published_flows(w.source)


def refuse_estimated_blocks(w: Accounts, what: str = SUPPLIERS) -> None:
    """Raise where an answer would depend on estimated flows between pairs of regions.

    Parameters
    ----------
    w : Accounts
        The accounts that are asked.
    what : str
        What is asked, as it begins the message: ``a ranking of suppliers``.

    Raises
    ------
    DataError
        Where `has_estimated_blocks` holds: what is refused, of which table, why, and what to do instead.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> refuse_estimated_blocks(load("world", year=2011))
    """
    if has_estimated_blocks(w):
        raise DataError(refusal(w, what))


def refusal(w: Accounts, what: str = SUPPLIERS) -> str:
    """Return why something is refused of a table with estimated flows between regions, and the remedy.

    Returns
    -------
    str
        Empty where nothing stands against it.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> print(refusal(load("china-2017", year=2017))[:88])
    china-2017 (2017): a ranking of suppliers is refused: flows between pairs of its 31 regi
    """
    if not has_estimated_blocks(w):
        return ""
    why, called = _why(w), identify(w) or noun("the table")
    where = tell("estimated.where", name=called, year=w.year)
    return tell(
        "estimated.refused",
        where=where,
        what=noun(what),
        n=w.R - len(w.boundary),
        reason=tell(why),
        remedy=tell(f"{why}_remedy"),
    )


def supplier_ranking_refusal(w: Accounts) -> str:
    """Return why regions of a table cannot be ranked as suppliers of each other; empty where they can be."""
    return refusal(w, SUPPLIERS)


def _why(w: Accounts) -> str:
    """Return the name of the reason."""
    full = [row for row in w.regions.rows if row.code not in w.boundary]
    return PROVINCES if all(row.kind == "province" for row in full) else OTHERS
