"""Chart data made from readings: lines over years, rankings, slopes, bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.charts.proofs import Bars, ChartRow, DotRanking, Lines, Segments, SlopeChart
from newind.measures.registry import indicators
from newind.measures.shared import format_unit
from newind.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from newind.measures.context import Context
    from newind.measures.readings import Reading
    from newind.messages import Text

LARGEST = 6
"""Industries shown for an economy that has nothing to be compared with."""
MOST_LINES = 5
"""Lines that a small chart can label."""
NAN = float("nan")
OTHER: Text = message("common.exhibits.other")
HIDDEN: Text = message("common.exhibits.hidden")
UNNAMED: Text = message("common.exhibits.unnamed")


def some(ctx: Context, figures: dict[str, float]) -> tuple[str, ...]:
    """Return the economy and up to four peers: the highest, the lowest, and the first of the rest."""
    peers = [c for c in figures if c != ctx.region]
    if not peers:
        return (ctx.region,)
    ends = [max(peers, key=lambda c: figures[c]), min(peers, key=lambda c: figures[c])]
    chosen = list(dict.fromkeys([*ends, *peers]))[: MOST_LINES - 1]
    return (ctx.region, *[c for c in peers if c in chosen])


def _unit(ctx: Context, reading: Reading) -> str:
    return format_unit(indicators()[reading.id].unit, ctx.w)


def over_years(ctx: Context, reading: Reading) -> Lines | DotRanking | Bars:
    """Return the economy and some peers over the years, or ranked where there is one year only."""
    years = tuple(sorted(reading.series))
    if len(years) < 2:
        return by_industry(ctx, reading) or rank_economies(ctx, reading)
    codes = some(ctx, reading.others)
    series = {c: tuple(ctx.value(reading.id, c, y, industry=reading.industry) for y in years) for c in codes}
    return Lines(years, series, focus=ctx.region, unit=_unit(ctx, reading))


def band(
    years: Iterable[int], low: dict[int, float], high: dict[int, float], names: dict[str, Text], unit: str
) -> Lines:
    """Return two definitions of one figure over the years in which both are known, the first name being the focus."""
    both = tuple(y for y in years if y in low and y in high)
    first, second = names
    series = {first: tuple(high[y] for y in both), second: tuple(low[y] for y in both)}
    return Lines(both, series, focus=first, unit=unit, labels=names, band=(second, first))


def rank_economies(
    ctx: Context, reading: Reading, other: Callable[[str], float] | None = None, note: Text | None = None
) -> DotRanking:
    """Return the economy among its peers, with a range to a second definition where there is one."""
    rows = []
    for code, value in sorted(reading.others.items(), key=lambda kv: (-kv[1], kv[0])):
        second = NAN if other is None else other(code)
        ends = (min(value, second), max(value, second)) if np.isfinite(second) else None
        rows.append(ChartRow(code, value, range=ends))
    return DotRanking(tuple(rows), focus=ctx.region, unit=_unit(ctx, reading), note=note or {})


def by_industry(ctx: Context, reading: Reading) -> Bars | None:
    """Return the largest industries of an economy that has nothing to be compared with, None where it has peers.

    The first row, in focus, is the economy as a whole.
    """
    figures = ctx.details(reading.id, "industry", reading.year)
    if len(reading.others) > 1 or reading.industry is not None or len(figures) < LARGEST:
        return None
    w = ctx.accounts[reading.year]
    made = dict(zip(w.industries, w.x.reshape(w.R, w.S)[w.regions.index(ctx.region)], strict=True))
    largest = sorted(figures, key=lambda code: -made.get(code, 0.0))[:LARGEST]
    rows = [ChartRow(ctx.region, reading.value), *(ChartRow(code, figures[code]) for code in largest)]
    return Bars(tuple(rows), focus=ctx.region, unit=_unit(ctx, reading))


def slope(ctx: Context, reading: Reading) -> SlopeChart | DotRanking | Bars:
    """Return the economy and its peers in the first and the last year, or ranked where there is one year only."""
    if reading.first is None:
        return by_industry(ctx, reading) or rank_economies(ctx, reading)
    pairs = {c: (ctx.value(reading.id, c, reading.first), v) for c, v in reading.others.items()}
    known = {c: p for c, p in pairs.items() if np.isfinite(p[0])}
    return SlopeChart((reading.first, reading.year), known, focus=ctx.region, unit=_unit(ctx, reading))


def two_parts(
    ctx: Context, reading: Reading, first_part: Callable[[str, float], float], parts: tuple[Text, Text]
) -> Bars:
    """Return the economy among its peers as bars in two parts, the first given by a function of code and value."""
    rows = tuple(
        ChartRow(code, value, other=first_part(code, value))
        for code, value in sorted(reading.others.items(), key=lambda kv: (-kv[1], kv[0]))
    )
    return Bars(rows, focus=ctx.region, unit=_unit(ctx, reading), parts=parts)


def select_named_partners(ctx: Context, figures: Mapping[str, float]) -> dict[str, float]:
    """Return the figures of named partners, the largest first, without the economy itself."""
    known = {c: v for c, v in figures.items() if c != ctx.region and ctx.is_named(c)}
    return dict(sorted(known.items(), key=lambda kv: (-kv[1], kv[0])))


def sum_unnamed_partners(ctx: Context, figures: Mapping[str, float]) -> float:
    """Return the sum over partners that are aggregates, without the economy itself."""
    return sum(v for c, v in figures.items() if c != ctx.region and not ctx.is_named(c))


def segments(ctx: Context, shares: Mapping[str, float], hidden: float | None = None, most: int = 3) -> Segments:
    """Return the largest named partners, the others together, and what the data do not name, hatched.

    `hidden` is the share that the data do not name where it is known at a finer detail than `shares`; what is named
    there and not here counts to the others.
    """
    rest = sum_unnamed_partners(ctx, shares)
    hidden = rest if hidden is None else hidden
    known = select_named_partners(ctx, shares)
    largest = [ChartRow(c, v) for c, v in list(known.items())[:most] if v > 0]
    others = sum(list(known.values())[most:]) + rest - hidden
    rows = [*largest, ChartRow("other", others, label=OTHER), ChartRow("unnamed", hidden, label=UNNAMED, hatched=True)]
    return Segments(tuple(r for r in rows if r.value > 0), "1")


def partners(
    ctx: Context, figures: Mapping[str, float], unit: str, *, most: int = 6, rest: float | None = None
) -> Bars:
    """Return bars of the largest named partners, the largest in focus, and of what is not named, hatched."""
    known = list(select_named_partners(ctx, figures).items())[:most]
    rows = [ChartRow(c, v) for c, v in known]
    if rest is not None and rest > 0:
        rows.append(ChartRow("unnamed", rest, label=HIDDEN, hatched=True))
    return Bars(tuple(rows), focus=known[0][0] if known else ctx.region, unit=unit)
