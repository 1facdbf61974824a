"""The charts of an index report, each with the sentence that it proves."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from newind.charts import courses, heat, spans
from newind.charts.frame import ChartContext
from newind.charts.proofs import ChartRow
from newind.documents.report.model import ReportChart
from newind.index.coupling import coordination, grade_names
from newind.language.words import decimal
from newind.messages import complete_text, message

if TYPE_CHECKING:
    from newind.questions.index.board import IndexRow
    from newind.questions.index.voice import ReportWording

NAMED = 4
"""Units beside the one in focus that are named at the ends of lines."""
TOTAL = message("documents.drawings.total")


def drawings(voice: ReportWording) -> dict[str, ReportChart]:
    """Return the charts that an index allows, by name: ranks, heat, radar, scores, coordination."""
    made = [ranking(voice), grid(voice), profile(voice), scores(voice), together(voice)]
    return {f.id: f for f in made if f is not None}


def _frame(voice: ReportWording, title: str, key: str) -> ChartContext:
    return ChartContext(voice.name, voice.lang, title, key)


def middle_width(places: tuple[IndexRow, ...]) -> int:
    """Return the median of how many places the intervals span, from the first to the last of them."""
    return int(median(p.ranks[1] - p.ranks[0] + 1 for p in places if p.ranks is not None))


def ranking(voice: ReportWording) -> ReportChart | None:
    """Return ranks with their intervals."""
    doubt = voice.board.doubt
    if doubt is None or len(voice.places) < 2:
        return None
    rows = tuple(ChartRow(p.unit, p.rank, p.ranks, p.median) for p in voice.places)
    name = "ranks" if voice.year is not None else "ranks_plain"
    title = voice.title(name, year=voice.year, middle=middle_width(voice.places))
    why = voice.listing(list(doubt.failed))
    failed = voice.note("failed", n=sum(doubt.failed.values()), why=why) if doubt.failed else ""
    note = voice.note("ranks", replications=f"{doubt.replications:,}", seed=doubt.seed, failed=failed)
    drawn = spans.intervals(spans.RankIntervals(rows, len(rows), voice.focus), _frame(voice, title, "ranks"))
    return ReportChart("ranks", drawn, title, note)


def grid(voice: ReportWording) -> ReportChart | None:
    """Return the scores of all units on all pillars."""
    parts = voice.board.parts
    if len(voice.places) < 2:
        return None
    spread = {c: [(p.parts[c], p.unit) for p in voice.places if np.isfinite(p.parts[c])] for c in parts}
    widest = max(parts, key=lambda c: max(spread[c])[0] - min(spread[c])[0])
    (low, last), (high, first) = min(spread[widest]), max(spread[widest])
    digits = voice.board.digits - 1
    figures = {"low": decimal(low, digits, voice.lang), "high": decimal(high, digits, voice.lang)}
    title = voice.title("heat", part=voice.label(widest), last=voice.name(last), first=voice.name(first), **figures)
    rows = {p.unit: (p.score, *(p.parts[c] for c in parts)) for p in voice.places}
    columns = (TOTAL, *(voice.text(c) for c in parts))
    data = heat.HeatMap(columns, rows, voice.focus, 1, voice.board.shown_scale, digits)
    frame = _frame(voice, title, "heat")
    return ReportChart("heatmap", heat.heat(data, frame, heat.WIDE), title, voice.note("heat"), heat.heat(data, frame))


def profile(voice: ReportWording) -> ReportChart | None:
    """Return the profile of the unit in focus against the median of all and the next by rank."""
    parts = voice.board.parts
    if len(parts) < courses.LEAST or len(voice.places) < 2:
        return None
    own = next(p for p in voice.places if p.unit == voice.focus)
    other = next(p for p in voice.places if p.unit != voice.focus)
    middle = tuple(float(np.nanmedian([p.parts[c] for p in voice.places])) for c in parts)
    ahead = {c: own.parts[c] - m for c, m in zip(parts, middle, strict=True) if np.isfinite(own.parts[c])}
    best, worst = max(ahead, key=ahead.__getitem__), min(ahead, key=ahead.__getitem__)
    title = voice.title("radar", name=voice.name(own.unit), best=voice.label(best), worst=voice.label(worst))
    shapes = {p.unit: tuple(p.parts[c] for c in parts) for p in (own, other)}
    axes, scale = tuple(voice.text(c) for c in parts), voice.board.shown_scale
    data = courses.Radar(axes, shapes, own.unit, middle, scale, voice.board.digits - 1)
    usual = scale == (0.0, 100.0)
    low, high = (decimal(v, voice.board.digits - 1, voice.lang) for v in scale)
    note = voice.note("radar") if usual else voice.note("radar_scale", low=low, high=high)
    return ReportChart("radar", courses.radar(data, _frame(voice, title, "radar")), title, note)


def _select_named_units(voice: ReportWording, final: dict[str, float]) -> tuple[str, ...]:
    """Return which units are named beside the one in focus: evenly from the highest to the lowest."""
    order = sorted((c for c in final if c != voice.focus), key=lambda c: -final[c])
    if len(order) <= NAMED:
        return tuple(order)
    return tuple(order[round(k * (len(order) - 1) / (NAMED - 1))] for k in range(NAMED))


def scores(voice: ReportWording) -> ReportChart | None:
    """Return the scores of all units over the years."""
    board = voice.board
    if len(board.years) < 2:
        return None
    series = {unit: board.course(unit) for unit in board.units}
    gains = {u: s[-1] - s[0] for u, s in series.items() if np.isfinite(s[-1] - s[0])}
    own = [(t, v) for t, v in zip(board.years, series[voice.focus], strict=True) if np.isfinite(v)]
    if not gains or len(own) < 2:
        return None
    riser = max(gains, key=gains.__getitem__)
    ends = {"first": own[0][0], "a": voice.score(own[0][1]), "last": own[-1][0], "b": voice.score(own[-1][1])}
    gain = voice.score(gains[riser])
    title = voice.title("scores", name=voice.name(voice.focus), riser=voice.name(riser), gain=gain, **ends)
    named = _select_named_units(voice, {u: s[-1] for u, s in series.items() if np.isfinite(s[-1])})
    data = courses.GradeLines(board.years, series, (voice.focus,), named, spans=_span(voice), digits=board.digits)
    return _course(voice, "scores", data, title, voice.note("scores", name=voice.name(voice.focus)))


def _course(voice: ReportWording, id: str, data: courses.GradeLines, title: str, note: str) -> ReportChart:
    frame = _frame(voice, title, id)
    return ReportChart(id, courses.courses(data, frame, courses.WIDE), title, note, courses.courses(data, frame))


def _span(voice: ReportWording) -> dict[str, tuple[tuple[float, float], ...]]:
    nothing = (float("nan"), float("nan"))
    known = {p.year: p.scores or nothing for p in voice.board.places if p.unit == voice.focus}
    return {voice.focus: tuple(known.get(y, nothing) for y in voice.board.years)} if voice.board.doubt else {}


def together(voice: ReportWording) -> ReportChart | None:
    """Return how far the pillars develop together over the years, on scales that begin at zero."""
    board = voice.board
    parts, scale = board.parts, board.scale
    if len(board.years) < 2 or len(parts) < 2 or scale is None or board.shown_scale != scale or scale[0] != 0:
        return None
    found = coordination(board.index.scores, list(parts), scale=scale[1])
    degree = dict(zip(((p.unit, p.year) for p in board.places), found["D"], strict=True))
    series = {u: tuple(degree.get((u, y), float("nan")) for y in board.years) for u in board.units}
    final = {u: s[-1] for u, s in series.items() if np.isfinite(s[-1])}
    if voice.focus not in final:
        return None
    grade = [g for g in grade_names() if g["from"] <= median(final.values())][-1]
    reached = sum(d >= grade["from"] for d in final.values())
    figures = {"n": reached, "of": len(final), "grade": grade[voice.lang], "last": board.last}
    title = voice.title(
        "coordination", name=voice.name(voice.focus), d=decimal(final[voice.focus], 2, voice.lang), **figures
    )
    grades = tuple((g["from"], complete_text(g, g["en"])) for g in grade_names())
    data = courses.GradeLines(board.years, series, (voice.focus,), _select_named_units(voice, final), grades, digits=2)
    zero = voice.note("zero") if any(v == 0 for s in series.values() for v in s) else ""
    return _course(voice, "coordination", data, title, voice.note("coordination", zero=zero))
