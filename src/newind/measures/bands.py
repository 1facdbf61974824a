"""How far figures of an estimate may be from the truth, for comparing them: no rank, no change within it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from newind.accounts.memo import memo
from newind.data.reference import has_published_flows, partner_band, ranges
from newind.measures.analyses import quantity
from newind.measures.registry import Indicator, indicators

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.accounts.accounts import Accounts


PUBLISHED = ("s3.carbon_production", "s3.carbon_per_gdp")
"""Indicators whose totals are scaled to published ones, so that their changes are theirs."""

AS_OF = {"s3.net_carbon_exports": "s3.carbon_consumption"}
"""Differences of an indicator and a published total: their error is that of the indicator, in its unit."""


def has_range(w: Accounts) -> bool:
    """Return whether accounts are an estimate whose errors were measured on a table with the same sales."""
    return bool(_read_ranges(w, "band")) and has_published_flows(w.source)


def half(
    w: Accounts, id: str, region: str, value: float, industry: str | None = None, of: Literal["band", "change"] = "band"
) -> float:
    """Return half the range of a region's total; 0 where the table has no ranges, or the figure no part in its flows.

    Where none is shipped for the indicator, or it is that of an industry, it is the widest of those shipped, among
    shares that of shares, relative to the value where that is less: no rank is read from a figure whose error nobody
    has measured. With `of` "change" it is the error of the difference to another year of the same set.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> w = load("world-annual", 2022)
    >>> wide, own = (half(w, id, "CHN", 0.2) for id in ("s2.high_tech_share", "s4.domestic_circulation"))
    >>> wide > own > half(w, "s1.rd_intensity", "CHN", 0.02)
    True
    >>> half(w, "s4.dva_share", "CHN", 0.8) > half(w, "s4.dva_share", "CHN", 0.8, of="change") > 0
    True
    """
    id = AS_OF.get(id, id)
    entry, known = quantity(id), _read_ranges(w, of)
    if not has_range(w) or (of == "change" and id in PUBLISHED) or (isinstance(entry, Indicator) and entry.of_facts):
        return 0.0
    if industry is None and region in known.get(id, {}):
        return _width(known[id][region]) / 2
    alike = [found[region] for i, found in known.items() if region in found and _share(i) == (entry.unit == "1")]
    widest = max((_width(e) / 2 for e in alike), default=0.0)
    part = max((_width(e) / abs(sum(e)) for e in alike if sum(e)), default=0.0)
    return min(widest, part * abs(value)) if entry.unit == "1" else part * abs(value)


def _share(id: str) -> bool:
    return indicators()[id].unit == "1"


def ends(w: Accounts, id: str, region: str, value: float) -> tuple[float, float] | None:
    """Return the range of a region's total for comparing it with others, None where it is taken as exact."""
    known = half(w, id, region, value)
    shipped = _read_ranges(w, "band").get(id, {}).get(region)
    return shipped or ((value - known, value + known) if known else None)


def leads(w: Accounts, id: str, region: str, figures: Mapping[str, float]) -> bool:
    """Return whether the largest of a region's figures by partner stands apart from the next."""
    return len(leading(w, id, region, figures, 2)) < 2


def leading(w: Accounts, id: str, region: str, figures: Mapping[str, float], most: int = 3) -> tuple[str, ...]:
    """Return the partner with the largest of a region's figures, and those next that cannot be told from it.

    The error of a figure by partner is that of the total, as a part of it, where it is known; else that of `half`.

    Parameters
    ----------
    figures : mapping of str to float
        By partner, the largest first.
    most : int
        How many are returned at most.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> shares = {"KOR": 0.3, "USA": 0.28, "JPN": 0.1}
    >>> [leading(load("world", year), "s4.largest_supplier_share", "CHN", shares) for year in (2011, 2022)]
    [('KOR',), ('KOR', 'USA')]
    """
    codes = tuple(figures)[:most]
    if not has_range(w) or not codes:
        return codes[:1]
    first, shipped = figures[codes[0]], _read_ranges(w, "band").get(id, {}).get(region)
    part = _width(shipped) / abs(sum(shipped)) if shipped and sum(shipped) else 0.0
    error = partner_band(w, id) or (0.0 if shipped else half(w, id, region, first))
    return tuple(
        c for c in codes if first - figures[c] <= (2 * error or part * (abs(first) + abs(figures[c]))) or c == codes[0]
    )


@memo
def _read_ranges(w: Accounts, of: str) -> dict[str, dict[str, tuple[float, float]]]:
    return ranges(w, of)


def _width(range: tuple[float, float]) -> float:
    return abs(range[1] - range[0])
