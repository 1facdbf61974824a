"""The tables of an index report."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newind.documents.report.model import Grid
from newind.language.words import decimal, mark, percent, unit_name
from newind.messages import NOTHING, message
from newind.questions.index.voice import BETTER, FACTORS, NOTES, PAGE, STEPS, UNCLEAR, list_shares

if TYPE_CHECKING:
    from newind.index.audit import Audit
    from newind.index.combine import LogEntry as Logged
    from newind.index.elements import Element
    from newind.index.variance import Sensitivity
    from newind.questions.index.trial import IndexTrial, ScoreChange
    from newind.questions.index.voice import ReportWording

QUIET = ("screen", "weight", "aggregate")
"""Steps whose log is reported in one line."""


def ranking(voice: ReportWording) -> Grid:
    """Return rank, score and pillars of each unit, with the intervals."""
    parts, sure = voice.board.parts, voice.board.doubt is not None
    head = [*voice.heads("rank"), *(voice.heads("ranks") if sure else ()), voice.one, *voice.heads("score")]
    head += [*(voice.heads("scores") if sure else ()), *(voice.label(c) for c in parts)]
    rows = []
    for p in voice.places:
        row = [str(p.rank), *([voice.ends(p.ranks, 0)] if sure else []), voice.name(p.unit), voice.score(p.score)]
        rows.append((*row, *([voice.ends(p.scores)] if sure else []), *(voice.score(p.parts[c]) for c in parts)))
    words = 2 if sure else 1
    return Grid(tuple(head), tuple(rows), tuple(k for k in range(len(head)) if k != words))


def choices(voice: ReportWording, found: Sensitivity) -> Grid:
    """Return what share of the variance of ranks each choice accounts for, the largest first."""
    rows = []
    for factor, *both in list_shares(found):
        shares = [percent(v, voice.lang, 0) if v == v else "" for v in both]
        rows.append((FACTORS[factor][voice.lang], *shares, voice.describe_shift(found, factor)))
    return Grid(voice.heads("factor", "alone", "total", "moved"), tuple(rows), (1, 2))


def scenario(voice: ReportWording, trial: IndexTrial) -> tuple[Grid, Grid]:
    """Return scores in baseline and scenario with change and range; and the changes by pillar."""
    head = (voice.one, *voice.heads("observed", "baseline", "scenario", "change", "span", "moves"))
    rows = tuple(
        (
            voice.name(r.unit), voice.score(r.observed) if r.observed is not None else "–", fine(voice, r.score.before),
            fine(voice, r.score.after), headline(voice, r.score), span(voice, r.score), format_rank_change(r.ranks),
        )
        for r in trial.rows
    )  # fmt: skip
    codes = voice.board.parts
    pillars = tuple((voice.name(r.unit), *(headline(voice, r.parts[c]) for c in codes)) for r in trial.rows)
    numbers = tuple(range(1, len(head)))
    return (
        Grid(head, rows, numbers),
        Grid(
            (voice.one, *(voice.label(c) for c in codes)),
            pillars,
            tuple(range(1, len(codes) + 1)),
            PAGE["changes"][voice.lang],
        ),
    )


def fine(voice: ReportWording, value: float) -> str:
    """Return a score with one decimal more than scores have."""
    return decimal(value, voice.board.digits + 1, voice.lang)


def headline(voice: ReportWording, change: ScoreChange) -> str:
    """Return a change, or that its direction is unclear where the sign changes within its range."""
    if not change.sure:
        return UNCLEAR[voice.lang] if change.low != change.high else decimal(0.0, 0, voice.lang)
    return decimal(change.value, voice.board.digits + 1, voice.lang, sign=True)


def span(voice: ReportWording, change: ScoreChange) -> str:
    """Return the range of a change."""
    low, high = (decimal(v, voice.board.digits + 1, voice.lang, sign=True) for v in (change.low, change.high))
    return message("language.span.signed", low=low, high=high, percent="")[voice.lang]


def format_rank_change(ranks: tuple[int, int]) -> str:
    """Return ranks before and after, one where nothing moves.

    Examples
    --------
    >>> format_rank_change((3, 2)), format_rank_change((4, 4))
    ('3 → 2', '4')
    """
    before, after = ranks
    return str(after) if before == after else f"{before} → {after}"


def build_audit_grids(voice: ReportWording, audit: Audit) -> tuple[Grid, Grid]:
    """Return the ten steps with their marks and what needs attention; and all checks."""
    from newind.index.audit.report import format_mark

    lang = voice.lang
    rows = []
    for step in audit.steps:
        odd = [c.text[lang] for c in step.checks if c.mark == step.mark != "pass"]
        said = " ".join(odd) if lang != "zh" else "".join(odd)
        rows.append((str(step.number), step.title[lang], format_mark(step.mark, lang), said))
    every = tuple(
        (str(c.step), c.title[lang], format_mark(c.mark, lang), c.figure, c.limit, c.text[lang]) for c in audit.checks
    )
    head = voice.heads("step")[0]
    return (
        Grid((head, "", *voice.heads("mark", "found")), tuple(rows)),
        Grid((head, *voice.heads("check", "mark", "figure", "limit", "found")), every, (3, 4), PAGE["checks"][lang]),
    )


def build_gaps_grid(voice: ReportWording) -> Grid:
    """Return what is not scored: units, years, share known, pillars and indicators that are missing."""
    rows = []
    for gap in voice.board.gaps:
        low, high = (percent(v, voice.lang, 0) for v in gap.known)
        ends = {"low": low.removesuffix("%"), "high": high, "percent": "%" if low.endswith("%") else ""}
        known = low if low == high else message("language.span.plain", **ends)[voice.lang]
        pillars = voice.listing([voice.label(c) for c in gap.pillars]) or "–"
        missing = voice.listing([voice.label(c) for c in gap.missing])
        rows.append((voice.join_units(gap.units), voice.years(gap.years), known, pillars, missing))
    return Grid((voice.one, *voice.heads("years", "known", "pillars", "missing")), tuple(rows), (2,))


def recipe(voice: ReportWording) -> tuple[Grid, Grid]:
    """Return each step with its settings and what it changed; and every line of the log."""
    spec, log = voice.board.index.spec, voice.board.index.built.log
    rows = tuple((STEPS[s][voice.lang], _settings(voice, s), _did(voice, s)) for s, _ in spec.recipe)
    lines = tuple((STEPS[c.step][voice.lang], c.code, str(c.count), c.text[voice.lang]) for c in log)
    head = (*voice.heads("step", "indicator"), "", *voice.heads("did"))
    return Grid(voice.heads("step", "method", "did"), rows), Grid(head, lines, (2,), PAGE["log"][voice.lang])


def _settings(voice: ReportWording, step: str) -> str:
    """Return the settings of a step that are not left as they usually are, the method first."""
    settings = getattr(voice.board.index.spec.recipe, step)
    method = getattr(settings, "method", None)
    methods = [method] if isinstance(method, str) else list(method or ())
    changed = settings.model_dump(mode="json", exclude_defaults=True)
    if step == "screen":
        changed["min_available"] = settings.min_available
    others = [f"{k} = {v}" for k, v in changed.items() if k != "method"]
    return voice.listing([*map(voice.method, methods), *others])


def _did(voice: ReportWording, step: str) -> str:
    """Return what a step changed, in a few words."""
    index = voice.board.index
    if step == "screen":
        figures = {"kept": len(voice.board.places), "gone": len(index.built.unscored)}
        return NOTES["screened"][voice.lang].format(**figures)
    lines = [c for c in index.built.log if c.step == step]
    if step in QUIET or not lines:
        return "" if step in QUIET else NOTES["nothing"][voice.lang]
    lines = [_add_gap_count(c) for c in lines]
    colon = mark("colon", voice.lang)
    said = [voice.label(c.code) + colon + c.text[voice.lang] for c in lines if c.code]
    return mark("semicolon", voice.lang).join(said or [c.text[voice.lang] for c in lines])


def _add_gap_count(change: Logged) -> Logged:
    """Return a line of the log that says how many gaps were filled."""
    if change.step != "impute":
        return change
    return replace(change, text=message("documents.grids.gaps", n=change.count, change=change.text))


def elements(voice: ReportWording) -> tuple[Grid, ...]:
    """Return indicators with pillar, unit, direction and weights; those that are shown only; those left out."""
    spec, lang, weights = voice.board.index.spec, voice.lang, voice.board.index.weights
    own, whole = (
        dict(zip(weights.index, weights[c].to_numpy(dtype=float), strict=True)) for c in ("weight", "effective")
    )
    rows = tuple(
        (
            e.label(lang), e.code, voice.label(e.parent), _unit(e, lang), _better(e, lang),
            decimal(100 * own[e.code], 0, lang) + "%",
            decimal(100 * whole[e.code], 1, lang) + "%",
        )
        for e in spec.indicator_elements
    )  # fmt: skip
    head = (voice.heads("indicator")[0], "", *voice.heads("pillar", "unit", "better", "weight", "effective"))
    made = [Grid(head, rows, (5, 6))]
    shown = tuple((e.label(lang), e.code, e.reason.get(lang, "")) for e in spec.list_elements("unscored"))
    gone = tuple((voice.listing(left.ids), left.reason.get(lang, "")) for left in spec.left_out)
    why = voice.heads("reason")
    if shown:
        made.append(Grid((voice.heads("indicator")[0], "", *why), shown, (), PAGE["contested"][lang]))
    if gone:
        made.append(Grid((voice.heads("indicator")[0], *why), gone, (), PAGE["left_out"][lang]))
    return tuple(made)


def _unit(element: Element, lang: str) -> str:
    return unit_name(element.unit, lang) if element.unit else ""


def _better(element: Element, lang: str) -> str:
    said = BETTER.get(element.direction or "higher", NOTHING)[lang]
    return said.format(target=element.target)
