"""S2: manufacturing against what is expected, growth within and between industries, digital content."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from newind.accounts.memo import memo
from newind.accounts.panel import Panel
from newind.analyses.manufacturing.digital_effects import EFFECTS, digital_change
from newind.charts.proofs import Bars, ChartRow, Lines
from newind.errors import DataError
from newind.language.phrases import (
    SMALL,
    economy,
    format_bilingual_number,
    in_year,
    join_phrases,
    of_economy,
    share,
    shares,
)
from newind.language.words import percent, years
from newind.measures import newer
from newind.measures.bounds import has_estimated_blocks
from newind.messages import in_each, message, message_group
from newind.questions.depth.views import ask
from newind.questions.evidence import CAP, EvidenceRow, answer, build_range_facts
from newind.questions.findings import Finding, finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newind.accounts.accounts import Accounts
    from newind.analyses.manufacturing.digital_effects import DigitalChange
    from newind.measures.context import Context
    from newind.messages import Text

T = TypeVar("T")
CAUSES: dict[str, Text] = message_group("manufacturing.findings_depth.causes")
"""Causes of changes of digital content, inside a sentence; effects as of :func:`digital_change`."""
SHORT: dict[str, Text] = message_group("manufacturing.findings_depth.short")
"""Names in a chart of the share and that expected."""
INTERVAL: Text = message("manufacturing.findings_depth.interval")
DEFINITIONS: Text = message("manufacturing.findings_depth.definitions")
"""Meaning of the range of a finding."""
PROPORTION = 0.1
"""Distance from what is expected, as a fraction of it, that makes a finding on sophistication as large as any."""


def can_follow_chains(ctx: Context) -> bool:
    """Return whether chains can be followed: a closed table of economies whose flows are no estimate."""
    w = ctx.w
    return w.closed and w.R > 1 and not ctx.province and not has_estimated_blocks(w) and ctx.is_named(ctx.region)


def over_time(ctx: Context) -> bool:
    """Return whether changes can be told."""
    return can_follow_chains(ctx) and len(ctx.accounts) > 1


def panel(ctx: Context) -> Panel:
    """Return all years."""
    return Panel(ctx.accounts)


def ends(ctx: Context) -> Panel:
    """Return the first and the last year."""
    return Panel({year: ctx.accounts[year] for year in (ctx.years[0], ctx.years[-1])})


def digital_steps(ctx: Context, group: str = "digital") -> DigitalChange:
    """Return why digital content changed from the first to the last year, once for findings and brief in any language.

    Raises
    ------
    DataError
        As of :func:`digital_change`.
    """
    return _steps(ctx.w, ctx.accounts[ctx.years[0]], ctx.region, group)


@memo
def _steps(last: Accounts, first: Accounts, region: str, group: str) -> DigitalChange:
    return digital_change(Panel({one.year: one for one in (first, last)}), region, group=group)


def try_answer(ask: Callable[[], T]) -> T | None:
    """Return an answer, None where the accounts lack what it needs."""
    try:
        return ask()
    except DataError:
        return None


def points(*figures: float) -> tuple[Text, ...]:
    """Return shares times a hundred with one decimal, a true minus before what is below zero."""
    return tuple(format_bilingual_number(100 * v, 1) for v in figures)


def lines(chart: Lines, focus: str) -> Lines | Bars:
    """Return a chart over the years, or bars where there is one year only."""
    if len(chart.years) > 1:
        return chart
    rows = (ChartRow(k, v[0], label=chart.labels[k]) for k, v in chart.series.items() if k not in (chart.band or ()))
    return Bars(tuple(rows), focus, chart.unit)


# ---- against what is expected
@finding(system="s2")
def share_gap(ctx: Context) -> Iterator[Finding]:
    """Share of manufacturing against that expected at its income and population."""
    found = try_answer(lambda: ask(ctx, "manufacturing.share").result) if can_follow_chains(ctx) else None
    if found is None:
        return
    year, gap = found.years[-1], float(found.gap[-1])
    low, high = map(float, found.gap_range[-1])
    actual, usual = float(found.actual[-1]), float(found.expected[-1])
    apart = low > 0 or high < 0
    rows = [
        *(EvidenceRow(f.id, f.value, year=year) for f in build_range_facts("s2.expected_gap", low, gap, high)),
        EvidenceRow("s2.expected_share", usual, year=year),
        EvidenceRow("s2.manufacturing_share", actual, year=year),
    ]
    yield answer(
        ctx,
        "s2.expected",
        ("s2.expected_gap", "s2.expected_share", "s2.manufacturing_share"),
        _beside(ctx, actual, gap, (low, high), year),
        lines(replace(found.chart(), labels=dict(SHORT)), "actual"),
        rows,
        kind="context",
        size=min(CAP, abs(gap) / found.deviation) if apart else 1.0,
        value=gap,
        range=(low, high),
        detail=INTERVAL,
        year=year,
        status="estimated",
    )


def _beside(ctx: Context, actual: float, gap: float, ends: tuple[float, float], year: int) -> Text:
    """Return by how much a share differs from the one expected, or that it lies within what is expected."""
    owner, on, has = of_economy(ctx), in_year(ctx, year), share(actual)
    low, high = ends
    if low <= 0 <= high:
        has, least, most = shares(actual, max(actual - high, 0.0), actual - low)
        return message(
            "manufacturing.findings_depth.beside.within",
            owner=owner,
            has=has,
            on=on,
            least=least,
            most=most,
        )
    (away,) = points(abs(gap))
    where = "above" if gap > 0 else "below"
    return message(f"manufacturing.findings_depth.beside.{where}", owner=owner, has=has, on=on, away=away)


@finding(system="s2")
def sophistication(ctx: Context) -> Iterator[Finding]:
    """Export sophistication against that expected at its income."""
    found = try_answer(lambda: ask(ctx, "manufacturing.sophistication").result) if can_follow_chains(ctx) else None
    chart = None if found is None else try_answer(found.chart)  # none where nothing is expected in some year
    if found is None or chart is None or found.expected[-1] is None:
        return
    usual, year, owner = found.expected[-1], found.years[-1], of_economy(ctx)
    gap = float(found.gap[-1])
    low, high = (float(found.expy[-1] / _level(e) - 1) for e in (usual.high, usual.low))
    low_end, high_end = (format_bilingual_number(_level(v), 0) for v in (usual.low, usual.high))
    on, away = in_year(ctx, year), share(abs(gap))
    apart = not low <= 0 <= high
    where = "within" if not apart else "above" if gap > 0 else "below"
    yield answer(
        ctx,
        "s2.sophistication_expected",
        ("s2.sophistication_gap",),
        message(
            f"manufacturing.findings_depth.sophistication.{where}",
            owner=owner,
            on=on,
            away=away,
            low_end=low_end,
            high_end=high_end,
        ),
        lines(chart, "expy"),
        [EvidenceRow(f.id, f.value, year=year) for f in build_range_facts("s2.sophistication_gap", low, gap, high)],
        kind="context" if not apart else "strength" if gap > 0 else "problem",
        size=min(CAP, CAP * abs(gap) / PROPORTION) if apart else 1.0,
        value=gap,
        range=(low, high),
        detail=message("manufacturing.findings_depth.sophistication.detail"),
        year=year,
    )


def _level(log: float) -> float:
    """Return dollars of a logarithm."""
    return float(np.exp(log))


# ---- over time
@finding(system="s2")
def within(ctx: Context) -> Iterator[Finding]:
    """Growth of labour productivity within industries, and what moves of labour between them add."""
    found = try_answer(lambda: ask(ctx, "manufacturing.growth").result) if over_time(ctx) else None
    if found is None:
        return
    (first, last), base, name = found.years, float(found.levels[0]), economy(ctx, ctx.region)
    inside = float(found.parts.within.sum()) / base
    total = float(found.parts.total) / base
    made = sum(float(v) for v, g in zip(found.parts.within, found.group, strict=True) if g == "manufacturing") / base
    (within, moved, own), by = points(inside, total - inside, made), percent(abs(total))
    yield answer(
        ctx,
        "s2.within",
        ("s2.productivity_within", "s2.productivity_moves"),
        message(
            f"manufacturing.findings_depth.within.{'grew' if total >= 0 else 'fell'}",
            name=name,
            by=by,
            first=first,
            last=last,
            inside=within,
            moved=moved,
        ),
        found.chart(),
        [
            EvidenceRow("s2.productivity_within", inside, year=last),
            EvidenceRow("s2.productivity_moves", total - inside, year=last),
        ],
        kind="context",
        size=1.0,
        value=inside,
        detail=join_phrases(
            message("manufacturing.findings_depth.within.made", own=own),
            message("manufacturing.findings_depth.within.detail"),
        ),
        year=last,
        status=found.status,
    )


@finding(system="s2")
def digital_growth(ctx: Context) -> Iterator[Finding]:
    """How digital content of final manufactures changed, why, and whether wider definitions agree."""
    if not over_time(ctx):
        return
    found = try_answer(lambda: digital_steps(ctx))
    wide = try_answer(lambda: digital_steps(ctx, "digital-wide"))
    if found is None or wide is None:
        return
    change, other = (_step(f) for f in (found, wide))
    (before, after), name = map(float, found.total.sum(axis=1)), of_economy(ctx)
    facts = [
        *build_range_facts("s2.digital_change", min(change, other), change, max(change, other)),
        EvidenceRow("s2.digital_content", before, year=found.first),
        EvidenceRow("s2.digital_content", after),
        *(
            EvidenceRow("s2.digital_cause", float(v), note=k)
            for k, v in zip(EFFECTS, found.bundled.sum(axis=1), strict=True)
        ),
    ]
    yield answer(
        ctx,
        "s2.digital_change",
        ("s2.digital_change", "s2.digital_content", "s2.digital_cause"),
        _open(found, wide, name, why)
        if (why := explain_no_direction(ctx, found, wide))
        else _format_growth(found, name),
        found.chart(),
        facts,
        kind="context",
        size=1.0,
        value=change,
        range=(min(change, other), max(change, other)),
        detail=DEFINITIONS,
    )


def _step(found: DigitalChange) -> float:
    return float(np.nansum(found.total[1] - found.total[0]))


def _format_growth(found: DigitalChange, owner: Text) -> Text:
    """Return the change and what did most towards it."""
    change, effects = _step(found), dict(zip(EFFECTS, map(float, found.bundled.sum(axis=1)), strict=True))
    main = max(effects, key=lambda k: effects[k] * change)
    cause = CAUSES[main]
    now = percent(float(found.total[1].sum()))
    step, part = points(abs(change), abs(effects[main]))
    return message(
        f"manufacturing.findings_depth.digital.{'rose' if change > 0 else 'fell'}",
        owner=owner,
        step=step,
        first=found.first,
        last=found.last,
        years=in_each(partial(years, found.first, found.last)),
        now=now,
        cause=cause,
        part=part,
    )


def explain_no_direction(ctx: Context, found: DigitalChange, wide: DigitalChange) -> str:
    """Return why a change of digital value has no direction: ``steady`` within its error, ``unclear`` by definition.

    Empty where it has one.
    """
    change = _step(found)
    error = newer.half(ctx.w, "s2.digital_content", ctx.region, float(np.nansum(found.total[1])), of="change")
    return "steady" if abs(change) <= max(error, SMALL) else "unclear" if change * _step(wide) <= 0 else ""


def _open(found: DigitalChange, wide: DigitalChange, owner: Text, why: str) -> Text:
    """Return that there is no clear change, or that definitions disagree, with the figures of both."""
    then, now, other, later = (percent(float(v)) for f in (found, wide) for v in f.total.sum(axis=1))
    return message(
        f"manufacturing.findings_depth.digital.{why}",
        owner=owner,
        first=found.first,
        last=found.last,
        years=in_each(partial(years, found.first, found.last)),
        then=then,
        now=now,
        other=other,
        later=later,
    )
