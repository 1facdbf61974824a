"""Findings based on an analysis of one economy, how they are put together, and the data of their charts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.charts.proofs import Bars, ChartRow, DotRanking, Lines, Segments, SlopeChart
from newind.language.tense import date_sentence
from newind.measures.registry import indicators, quantity
from newind.measures.shared import format_unit
from newind.messages import NOTHING, message, message_group
from newind.questions.findings import Finding, resolve_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from newind.charts.proofs import Proof
    from newind.measures.context import Context
    from newind.measures.readings import Reading
    from newind.messages import Text


MATERIAL = 0.01
"""Share of real income from which on a loss counts as a risk: its highest figure at the medium horizon."""
LARGE = 0.05
"""Share that makes a finding as large as any."""
CAP = 6.0
"""Size of the largest finding of this kind."""
STATUSES = ("estimated", "proxy", "simulated", "observed")
"""From the weakest to the strongest: a finding has the weakest of what it is based on."""


@dataclass(frozen=True)
class SecondMeasure:
    """A second measure beside an indicator: what the two are called, and its value by economy."""

    names: tuple[Text, Text]
    of: Callable[[str], float]

    @classmethod
    def named(cls, first: str, second: str, of: Callable[[str], float]) -> SecondMeasure:
        """Return a second measure, both by the keys of their names."""
        return cls((MEASURES[first], MEASURES[second]), of)


@dataclass(frozen=True)
class EvidenceRow:
    """A figure that a finding is based on, as a row of the measure table; `id` may end in ``.low`` or ``.high``."""

    id: str
    value: float
    industry: str | None = None
    partner: str | None = None
    region: str | None = None
    year: int | None = None
    unit: str | None = None
    status: str | None = None
    note: str = ""

    @property
    def quantity_id(self) -> str:
        """Id of the quantity, without the end of a range."""
        return self.id.removesuffix(".low").removesuffix(".high")


def build_range_facts(
    id: str, low: float, middle: float, high: float, **rest: str | None
) -> tuple[EvidenceRow, EvidenceRow, EvidenceRow]:
    """Return the three rows of a figure with a range."""
    ends = ((id, middle), (f"{id}.low", low), (f"{id}.high", high))
    first, second, third = (EvidenceRow(name, value, **rest) for name, value in ends)  # type: ignore[arg-type]
    return first, second, third


def risk_of_loss(middle: float, high: float) -> tuple[str, float]:
    """Return the kind and size of a finding on what would be lost, from figures of the medium horizon.

    Returns
    -------
    kind : {"risk", "context"}
        A risk where the highest figure is at least 1 % of income.
    size : float
        Up to 6, reached where the central figure is 5 % of income or more.

    Examples
    --------
    >>> risk_of_loss(0.01, 0.2), risk_of_loss(0.0001, 0.001)[0]
    (('risk', 2.6832815729997477), 'context')
    """
    size = CAP * float(np.sqrt(min(max(middle, 0.0) / LARGE, 1.0)))
    return ("risk" if high >= MATERIAL else "context"), size


def answer(
    ctx: Context,
    name: str,
    ids: tuple[str, ...],
    sentence: Text,
    proof: Proof,
    facts: Iterable[EvidenceRow],
    *,
    kind: str,
    size: float,
    value: float,
    range: tuple[float, float] | None = None,
    detail: Text = NOTHING,
    unit: str | None = None,
    year: int | None = None,
    status: str | None = None,
) -> Finding:
    """Assemble a finding from an analysis; the first of `ids` is what its number is.

    Its status is the weakest of the ids' and of the figures', unless given.
    """
    entry, rows = quantity(ids[0]), list(facts)
    found = {status_in(ctx, i, year) for i in ids} | {f.status for f in rows if f.status}
    return Finding(
        id=name,
        system=name.partition(".")[0],
        clause=entry.clause,
        kind=resolve_kind(kind, entry.better),
        sentence=date_sentence(sentence, ctx.year if year is None else year, ctx.year),
        detail=detail,
        value=value,
        unit=entry.unit if unit is None else unit,
        range=range,
        year=ctx.year if year is None else year,
        status=status or next(s for s in STATUSES if s in found),
        indicators=ids,
        proof=proof,
        rows=evidence(ctx, rows),
        size=size,
    )


def status_in(ctx: Context, id: str, year: int | None) -> str:
    """Return the status of a quantity: what is read off an estimated table is estimated, too."""
    w = ctx.accounts.get(ctx.year if year is None else year)
    own = getattr(quantity(id), "status", None) or "observed"
    return "estimated" if own == "observed" and w is not None and w.status == "estimated" else own


def evidence(ctx: Context, facts: Iterable[EvidenceRow]) -> tuple[tuple[object, ...], ...]:
    """Return figures as rows of the measure table."""
    return tuple(
        (
            ctx.w.scenario,
            f.region or ctx.region,
            f.industry,
            f.partner,
            f.year or ctx.year,
            f.id,
            f.value,
            f.unit or quantity(f.quantity_id).unit,
            f.status or status_in(ctx, f.quantity_id, f.year),
            f.note,
        )
        for f in facts
    )


LARGEST = 6
"""Industries shown for an economy that has nothing to be compared with."""
MOST_LINES = 5
"""Lines that a small chart can label."""
NAN = float("nan")
OTHER: Text = message("common.exhibits.other")
MEASURES: dict[str, Text] = message_group("common.exhibits.measures")
"""What two measures of one ranking are called."""
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
    ctx: Context, reading: Reading, second: SecondMeasure | None = None, note: Text | None = None
) -> DotRanking:
    """Return the economy among its peers, beside a second measure where there is one."""
    found = {} if second is None else {c: second.of(c) for c in reading.others}
    other = {c: v for c, v in found.items() if np.isfinite(v)}
    order = sorted(reading.others.items(), key=lambda kv: (-kv[1], kv[0]))
    rows = tuple(ChartRow(code, value, other=other.get(code)) for code, value in order)
    measures = second.names if second is not None and other else None
    return DotRanking(rows, ctx.region, _unit(ctx, reading), note or {}, measures)


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
    """Return bars of the largest named partners, the largest in focus, and of what is not named, hatched.

    Beside what is not named other named partners have a row, so that all add up.
    """
    named = list(select_named_partners(ctx, figures).items())
    known = named[: most if rest is None or len(named) <= most else most - 1]
    rows = [ChartRow(c, v) for c, v in known]
    if rest is not None and len(named) > len(known):
        rows.append(ChartRow("other", sum(v for _, v in named[len(known) :]), label=OTHER))
    if rest is not None and rest > 0:
        rows.append(ChartRow("unnamed", rest, label=HIDDEN, hatched=True))
    return Bars(tuple(rows), focus=known[0][0] if known else ctx.region, unit=unit)
