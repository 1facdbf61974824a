"""How far figures of an estimate may be from the truth, and newer shipped tables beside a change that is shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

import numpy as np

from newind.accounts.memo import memo
from newind.data.reference import CONTINUED, catalog, has_published_flows, identify, load, partner_band, ranges
from newind.data.reference.now import NAME as NOW, labour_shares
from newind.measures.references import NATIONS, WORLD, WORLDS
from newind.measures.registry import Indicator, indicators, quantity
from newind.messages import NOTHING, in_each, message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.language.scales import Scale
    from newind.measures.context import Context
    from newind.messages import Text

    Known = tuple[str, Panel | None, tuple[int, ...], Callable[[int], float]]
    """Shipped set, its accounts where it has some, its years, and the figure of a year."""


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


APART = 0.05
"""Share of a figure below which a change is not told from none, where its table has no wider band."""
LABOUR = "people.labour_share"
"""Indicator that an economy's own tables have in years of one concept, as they are shipped in the set ``now``."""
PLACES: dict[str, Text] = {
    CONTINUED[WORLD]: message("measures.newer.places.estimate"),
    **{name: message("measures.newer.places.in_national_tables") for name in (*NATIONS.values(), NOW)},
    WORLD: NOTHING,
}
"""Where a later change is found, inside a sentence."""


@dataclass(frozen=True)
class NewerValue:
    """An indicator of an economy in the first and the last later year of one database.

    Parameters
    ----------
    id, source : str
        Indicator, and shipped set.
    first, last : int
    past, value : float
    band : float
        Half the range of the value, where its table has one, else the least change that is distinguished from none.
    """

    id: str
    source: str
    first: int
    last: int
    past: float
    value: float
    band: float

    @property
    def up(self) -> bool:
        """Whether it rose."""
        return self.value > self.past

    def contradicts(self, past: float, value: float) -> bool:
        """Tell whether it moved the other way than an earlier change, or has the other sign, beyond the band."""
        turned = abs(self.value - self.past) > self.band and (self.value - self.past) * (value - past) < 0
        return turned or (abs(self.value) > self.band and self.value * value < 0)


def later(ctx: Context, id: str, year: int, industry: str | None = None) -> Iterator[NewerValue]:
    """Yield what each shipped database with later years says of an indicator of the economy, the newest first.

    Only accounts that are shipped themselves are asked about; a change is taken within one database.
    """
    if identify(ctx.w) not in (*WORLDS, *NATIONS.values()):
        return
    for source, panel, years, value in _list_known_series(ctx, id, industry):
        after = [y for y in years if y >= year]
        if len(after) < 2:
            continue
        ways = (((y, value(y)) for y in way) for way in (after, after[::-1]))
        first, last = (next(((y, v) for y, v in known if np.isfinite(v)), None) for known in ways)
        if first and last and first[0] < last[0]:
            yield NewerValue(
                id, source, first[0], last[0], first[1], last[1], _band(panel, *last, ctx.region, id, first[1])
            )


def _list_known_series(ctx: Context, id: str, industry: str | None) -> list[Known]:
    """Return what shipped databases have of an indicator, the newest first; labour shares of one concept only."""
    own = labour_shares().get(ctx.region) if id == LABOUR and industry is None else None
    found: list[Known] = [
        (name, panel, panel.years, partial(_value, panel, region=ctx.region, id=id, industry=industry))
        for name, panel in sorted(_databases(ctx.w, ctx.region), key=lambda d: -d[1].years[-1])
        if own is None or name in WORLDS
    ]
    return (
        found
        if own is None
        else [(NATIONS.get(ctx.region, NOW), None, tuple(own.total), own.total.__getitem__), *found]
    )


def contradiction(
    ctx: Context, id: str, year: int, past: float | None, value: float, industry: str | None = None
) -> NewerValue | None:
    """Return the newest shipped change that speaks against an earlier one; None where what is newer agrees or is mute.

    The newest database whose change is beyond its band decides.

    Examples
    --------
    >>> from newind.measures.context import Context
    >>> ctx = Context.from_accounts(load("world").until(2011), "CHN")
    >>> found = contradiction(ctx, "people.labour_share", 2009, ctx.value("people.labour_share", year=1995), 0.41)
    >>> found.last, found.up
    (2020, True)
    """
    for found in later(ctx, id, year, industry):
        if found.contradicts(value if past is None else past, value):
            return found
        if abs(found.value - found.past) > found.band:
            return None
    return None


def clause(found: NewerValue) -> Text:
    """Return what has happened since as an addition to a sentence, in brackets."""
    entry, where = indicators()[found.id], PLACES[found.source]
    ends = {"past": found.past, "value": found.value}
    scales = in_each(lambda lang: entry.scale(tuple(ends.values()), lang))
    said = {name: {lang: _format_end(s, v) for lang, s in scales.items()} for name, v in ends.items()}
    kind, years = "up" if found.up else "down", {"first": found.first, "last": found.last}
    return message(f"measures.newer.{kind}", where=where, **years, **said)


def _format_end(scale: Scale, value: float) -> str:
    return scale.number(value) + ("%" if scale.unit == "%" else "")


@memo
def _databases(w: Accounts, region: str) -> list[tuple[str, Panel]]:  # noqa: ARG001 - kept as long as it lives
    """Return shipped databases that have a region: those of the world, and its national tables."""
    world = list(zip(WORLDS, load(WORLD).databases, strict=True))
    name = NATIONS.get(region, "")
    return [*world, (name, load(name))] if name in [d.name for d in catalog()] else world


def _value(panel: Panel, year: int, *, region: str, id: str, industry: str | None) -> float:
    if region not in panel.regions:
        return float("nan")
    from newind.measures.context import Context

    return Context(region, (), {year: panel[year]}).value(id, industry=industry)


def _band(panel: Panel | None, year: int, value: float, region: str, id: str, past: float) -> float:
    known = 0.0 if panel is None else half(panel[year], id, region, value)
    return max(known, APART * max(abs(value), abs(past)))
