"""Why a figure is refused where flows are estimated, and why a measured value lies outside its bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.memo import memo
from newind.data.reference import has_published_flows, identify
from newind.errors import DataError, noun, tell
from newind.measures import shared

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.accounts.labelled import Labelled
    from newind.measures.registry import Indicator
    from newind.typing import Array, BoolArray


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


def _why(w: Accounts) -> str:
    """Return the name of the reason."""
    full = [row for row in w.regions.rows if row.code not in w.boundary]
    return PROVINCES if all(row.kind == "province" for row in full) else OTHERS


ROUNDING = 1e-9
"""How far a value may miss a bound, relative to the bound and to 1: more is not rounding."""
OWN = {
    "negative value added": "out of range: value added is negative here",
    "exports above output": "out of range: exports exceed output here (re-exports, or stocks run down)",
    "negative final use": "out of range: more of this is taken from stocks than is finally used here",
    "negative flow": "out of range: the table has negative flows between industries here",
}
"""Cause in the row's own region and industry → note; the first that holds is named."""
ELSEWHERE = {
    "negative value added": "out of range: the table has industries with negative value added",
    "exports above output": "out of range: the table has industries that export more than their output",
    "negative final use": "out of range: the table has products of which more is taken from stocks than is used",
    "negative flow": "out of range: the table has negative flows between industries",
}
"""Cause elsewhere in the table → note."""
PLACE = ("region", "industry")
"""Dimensions in which a cause is looked for."""
UNEXPLAINED = "out of range: the cause is not known"


def outside(entry: Indicator, values: Array) -> BoolArray:
    """Return which values miss the bounds of an indicator by more than rounding; NaN does not."""
    low, high = entry.bounds
    below = np.zeros(np.shape(values), dtype=bool) if low is None else values < low - _slack(low)
    return np.asarray(below if high is None else below | (values > high + _slack(high)))


def explain_violations(entry: Indicator, w: Accounts, array: Labelled) -> dict[int, str]:
    """Return a note for each value outside the bounds of its indicator: position in the raveled array → cause."""
    if entry.bounds == (None, None):
        return {}
    values = np.asarray(array.values, dtype=float)
    beyond = outside(entry, values)
    if not beyond.any():
        return {}
    places, at = np.argwhere(beyond), np.flatnonzero(beyond)
    labels = ({d: array.coords[d][k] for d, k in zip(array.dims, place, strict=True)} for place in places)
    return {int(k): cause(w, **{d: key.get(d) for d in PLACE}) for k, key in zip(at, labels, strict=True)}


def _slack(bound: float) -> float:
    return ROUNDING * max(1.0, abs(bound))


def cause(w: Accounts, region: str | None, industry: str | None) -> str:
    """Return the cause in the industry of a value, else in its region, else in the whole table."""
    r = w.regions.index(region) if region is not None and region in w.regions else slice(None)
    i = w.industries.index(industry) if industry is not None and industry in w.industries else slice(None)
    found = _found(w)
    for texts, index in ((OWN, (r, i)), (OWN, (r,)), (ELSEWHERE, ())):
        for name, text in texts.items():
            if np.any(found[name][index]):
                return text
    return UNEXPLAINED


@memo
def _found(w: Accounts) -> dict[str, BoolArray]:
    """Return where each cause holds; (R, S) each."""
    negative = w.Y4 < 0
    odd = np.asarray((w.Z < 0).any(axis=0) | (w.Z < 0).any(axis=1))
    return {
        "negative value added": shared.by_region(w, w.value_added) < 0,
        "exports above output": shared.exports(w) > shared.by_region(w, w.x) * (1 + ROUNDING),
        "negative final use": np.asarray(negative.any(axis=(0, 3)).T | negative.any(axis=(2, 3))),
        "negative flow": odd.reshape(w.R, w.S),
    }
