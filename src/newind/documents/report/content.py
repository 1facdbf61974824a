"""The report of an index put together: the finding, its numbers, its charts, what was done and is not known."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from newind import __version__
from newind.charts import courses, heat, spans
from newind.charts.frame import ChartContext
from newind.charts.proofs import ChartRow
from newind.documents.report import grids
from newind.documents.report.model import Grid, IndexReport, ReportChart, ReportProvenance, ReportSection
from newind.index.coupling import coordination, grade_names
from newind.index.reduced import lacks
from newind.language.words import decimal, has_settled_rank, mark, percent, years
from newind.messages import complete_text, message
from newind.questions.index.voice import (
    FACTORS,
    FIRM,
    HALF,
    HEADLINE,
    HORIZONS,
    KEYS,
    LEAD,
    NOTES,
    PAGE,
    ROWS,
    ReportWording,
)

if TYPE_CHECKING:
    from newind.index.audit import Audit
    from newind.index.variance import Sensitivity
    from newind.messages import Lang
    from newind.questions.index.board import IndexRow, Scoreboard
    from newind.questions.index.trial import IndexTrial


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


@dataclass(frozen=True, eq=False)
class ReportExtras:
    """Optional parts of a report beside the index itself; what is None is left out."""

    sensitivity: Sensitivity | None = None
    audit: Audit | None = None
    trial: IndexTrial | None = None


def report(
    board: Scoreboard,
    origin: ReportProvenance,
    lang: Lang = "en",
    year: int | None = None,
    focus: str = "",
    extras: ReportExtras | None = None,
) -> IndexReport:
    """Return the report of an index.

    Parameters
    ----------
    board : Scoreboard
        The index, with its replications where ranks are to have intervals.
    origin : ReportProvenance
        What reproduces it.
    lang : {"en", "zh"}
    year : int, optional
        Whose ranking is shown; the last one that is scored.
    focus : str
        Unit to dwell on; the first by rank if left out.
    extras : ReportExtras, optional

    Raises
    ------
    UnknownNameError
        For a year or a unit that is not scored.
    """
    chosen = board.last if year is None else year
    voice, more = ReportWording(board, lang, chosen, board.find_focus(chosen, focus)), extras or ReportExtras()
    index = board.index
    seed = "" if board.doubt is None else _seed(voice)
    name = index.spec.name.get(lang, "") or voice.label(index.tree.top)
    return IndexReport(
        lang, name, chosen, _headline(voice), _lead(voice), _keys(voice, more), _parts(voice, more), origin,
        f"newind {__version__}", seed,
    )  # fmt: skip


def _seed(voice: ReportWording) -> str:
    doubt = voice.board.doubt
    return "" if doubt is None else voice.note("seed", seed=doubt.seed, replications=f"{doubt.replications:,}")


def _headline(voice: ReportWording) -> str:
    """Return who is first, with what score, and how sure that is."""
    first, scale = voice.places[0], voice.board.scale
    wide = first.ranks is not None and not has_settled_rank(*first.ranks, len(voice.places))
    scaled = scale is not None and scale[0] == 0
    kind = ("wide_of" if scaled else "wide_plain") if wide else "en_of" if scaled else "plain"
    said = HEADLINE[kind][voice.lang].format(
        name=voice.name(first.unit), score=voice.score(first.score), n=len(voice.places), kind=voice.kinds,
        top=f"{scale[1]:g}" if scale else "",
    )  # fmt: skip
    firm = "none" if first.ranks is None else "sure" if first.ranks[0] == first.ranks[1] else "wide" if wide else "open"
    return said + FIRM[firm][voice.lang].format(ends=voice.ends(first.ranks, 0))


def _lead(voice: ReportWording) -> str:
    board, lang = voice.board, voice.lang
    panel = "panel" if len(board.years) > 1 else "single"
    span = years(board.years[0], board.years[-1], lang) if board.years else ""
    figures = {
        "n": len(board.units),
        "m": len(board.places),
        "kind": voice.kinds,
        "one": voice.one.lower(),
        "years": span,
    }
    half = ""
    if board.doubt is not None:
        widest = max(voice.places, key=lambda p: p.ranks[1] - p.ranks[0] if p.ranks else 0)
        half = HALF[lang].format(
            replications=f"{board.doubt.replications:,}", middle=middle_width(voice.places),
            widest=voice.name(widest.unit), ends=voice.ends(widest.ranks, 0),
        )  # fmt: skip
    counts = {"indicators": len(board.index.tree.indicators), "parts": len(board.parts)}
    said = LEAD[lang].format(rows=ROWS[panel][lang].format(**figures), half=half, **counts).strip()
    return mark("before_unit", lang).join([said, *(text[lang] for text in lacks(board.index.spec))])


def _keys(voice: ReportWording, extras: ReportExtras) -> tuple[tuple[str, str], ...]:
    """Return the four numbers at the top, with what they are."""
    first, lang = voice.places[0], voice.lang
    kind = voice.kinds.removeprefix(mark("counter", lang))
    scored = KEYS["scored" if voice.year is not None else "scored_plain"][lang].format(kind=kind, year=voice.year)
    made = [(str(len(voice.places)), scored)]
    made.append((voice.score(first.score), KEYS["first"][lang].format(name=voice.name(first.unit))))
    if first.ranks is not None:
        near = [p for p in voice.places if p.ranks and p.rank - p.ranks[0] <= 1 and p.ranks[1] - p.rank <= 1]
        made.append((percent(len(near) / len(voice.places), lang, 0), KEYS["firm"][lang]))
    if extras.sensitivity is not None:
        alone = extras.sensitivity.overall["first"].drop("together")
        factor = FACTORS[str(alone.idxmax())][lang]
        told = factor[:1].lower() + factor[1:]
        made.append((percent(float(alone.max()), lang, 0), KEYS["largest"][lang].format(factor=told)))
    return tuple(made)


def _parts(voice: ReportWording, extras: ReportExtras) -> tuple[ReportSection, ...]:
    """Return the sections that there is something to say in."""
    drawn = drawings(voice)
    some = [
        _part(voice, "ranking", drawn, ("ranks",), grids=(grids.ranking(voice),)),
        _part(voice, "pillars", drawn, ("heatmap", "radar")),
        _part(voice, "years", drawn, ("scores", "coordination")),
        _choices(voice, extras),
        _scenario(voice, extras),
        _audit(voice, extras),
        _build_gaps_part(voice),
        _recipe(voice),
        _elements(voice),
    ]
    return tuple(p for p in some if p is not None and (p.figures or p.grids or p.lead))


def _part(
    voice: ReportWording, id: str, drawn: dict[str, ReportChart], wanted: tuple[str, ...], grids: tuple[Grid, ...] = ()
) -> ReportSection:
    figures = tuple(drawn[name] for name in wanted if name in drawn)
    return ReportSection(id, PAGE[id][voice.lang], figures=figures, grids=grids)


def _choices(voice: ReportWording, extras: ReportExtras) -> ReportSection | None:
    found = extras.sensitivity
    if found is None:
        return None
    dropped = [voice.note("dropped", what=voice.listing(list(found.dropped)))] if found.dropped else []
    lead = voice.note("choices", n=f"{found.combinations:,}")
    return ReportSection(
        "choices", PAGE["choices"][voice.lang], lead, grids=(grids.choices(voice, found),), notes=tuple(dropped)
    )


def _scenario(voice: ReportWording, extras: ReportExtras) -> ReportSection | None:
    trial, lang = extras.trial, voice.lang
    if trial is None:
        return None
    lead = voice.note(
        "scenario", label=trial.label[lang], name=trial.name, horizon=HORIZONS[trial.horizon][lang], cases=trial.cases
    )
    held = (
        [voice.note("held", what=("; " if lang != "zh" else "；").join(h[lang] for h in trial.held))]
        if trial.held
        else []
    )
    return ReportSection(
        "scenario", PAGE["scenario"][lang], lead, grids=grids.scenario(voice, trial), notes=tuple(held)
    )


def _audit(voice: ReportWording, extras: ReportExtras) -> ReportSection | None:
    if extras.audit is None:
        return None
    short, every = grids.build_audit_grids(voice, extras.audit)
    return ReportSection(
        "audit", PAGE["audit"][voice.lang], extras.audit.summary(voice.lang), grids=(short,), folded=(every,)
    )


def _build_gaps_part(voice: ReportWording) -> ReportSection:
    if not voice.board.gaps:
        return ReportSection("unscored", PAGE["unscored"][voice.lang], NOTES["all"][voice.lang])
    least = percent(voice.board.index.spec.recipe.screen.min_available, voice.lang, 0)
    return ReportSection(
        "unscored",
        PAGE["unscored"][voice.lang],
        voice.note("unscored", least=least),
        grids=(grids.build_gaps_grid(voice),),
    )


def _recipe(voice: ReportWording) -> ReportSection:
    steps, log = grids.recipe(voice)
    return ReportSection("recipe", PAGE["recipe"][voice.lang], grids=(steps,), folded=(log,))


def _elements(voice: ReportWording) -> ReportSection:
    first, *others = grids.elements(voice)
    note = voice.board.index.spec.note.get(voice.lang, "")
    return ReportSection("elements", PAGE["elements"][voice.lang], note, grids=(first,), folded=tuple(others))
