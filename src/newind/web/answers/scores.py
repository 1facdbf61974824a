"""The index under any weights: scores, ranks with intervals, what each part adds, how it is weighed, its audit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Annotated, Any, NotRequired, cast

from pydantic import Field
from typing_extensions import TypedDict

from newind.errors import DataError, join_items, tell, unknown
from newind.index.building import build
from newind.index.reduced import lacks
from newind.index.sizes import sizes
from newind.measures.registry import indicators
from newind.messages import in_each, message
from newind.plain import plain
from newind.questions.index.board import Scoreboard
from newind.questions.index.standing import SPEC, figures, of_index
from newind.web.answers.names import region_label
from newind.web.economies import panel_of
from newind.web.responses import Better, Body, CommandBody, NamedItem, NamedPlace, Number, Range, Text, body

if TYPE_CHECKING:
    from pathlib import Path

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.index.audit import Audit
    from newind.index.audit.report import Check
    from newind.index.index import Index
    from newind.questions.index.board import ExclusionGroup, IndexRow
    from newind.web.requests import IndexRequest

KEPT = 8
"""Indices that a process keeps, by accounts, view and what is left out; weights are applied to them anew."""
PIECES = ("scores", "audit")
"""Pieces of the job."""
NOTES: tuple[Text, ...] = (message("web.scores.notes.relative"),)


class ScoredUnit(NamedPlace):
    """An economy with its score and rank, and between which they are over the defensible ways to build the index."""

    score: Number
    rank: int | None
    ranks: Range
    scores: Range
    median: Number
    parts: Mapping[str, Number]
    contributions: Mapping[str, Number]
    indicators: Mapping[str, Number]
    series: Sequence[Number]


class IndexWeight(NamedPlace):
    """An element of the tree of an index, and how it is weighed."""

    level: int
    parent: str | None
    weight: Annotated[float, Field(description="Among its siblings, which sum to 1.")]
    effective: float
    indicator: bool
    unit: str
    better: Better


class UnscoredUnits(TypedDict):
    """Economies and years that have no score, and what they lack."""

    units: Sequence[str]
    years: Sequence[tuple[int, int]]
    known: Sequence[float]
    missing: Sequence[Text]


class LeftOutIndicators(TypedDict):
    """Indicators that an index leaves out, and why."""

    ids: Sequence[str]
    reason: Text


class AuditCheck(TypedDict):
    """A check of the audit."""

    id: str
    title: Text
    mark: str
    figure: str | None
    limit: str | None
    text: Text


class AuditStep(TypedDict):
    """A step of the audit."""

    number: int
    title: Text
    mark: str
    checks: Sequence[AuditCheck]


class AuditBody(TypedDict):
    """The audit of an index."""

    summary: Text
    steps: Sequence[AuditStep]


class ScoredBody(Body):
    """An index of economies by the weights asked for."""

    id: str
    name: Text
    note: Text
    on: str
    view: str
    views: Sequence[NamedItem]
    year: int
    years: Sequence[int]
    scale: tuple[float, float]
    units: Sequence[ScoredUnit]
    weights: Sequence[IndexWeight]
    unscored: Sequence[UnscoredUnits]
    replications: int
    seed: int | None
    failed: Mapping[str, int]
    recipe: Mapping[str, Any]
    left_out: Sequence[LeftOutIndicators]
    lacking: Sequence[NamedPlace]
    lost: Sequence[NamedPlace]
    databases: Sequence[tuple[int, int]]
    notes: Sequence[Text]
    reproduce: CommandBody
    audit: NotRequired[AuditBody]


def score_economies(asked: IndexRequest, folder: Path | None = None) -> ScoredBody:
    """Return an index by the weights asked for.

    Raises
    ------
    DataError, UnknownNameError
        Where these accounts allow no index, and for names that there are not.
    """
    panel = _panel(asked, folder)
    index = _index(panel, asked)
    board = Scoreboard(index, index.uncertainty(asked.replications, asked.seed) if asked.replications else None)
    year, spec = _year(board, asked.year), index.spec
    names = {"": spec.name, **{k: v.name for k, v in of_index().views.items()}}
    return body(
        ScoredBody, id=spec.id, name=spec.name, note=spec.note, on=asked.on, view=asked.view,
        views=[{"id": k, "label": name} for k, name in names.items()],
        year=cast("int", year), years=board.years, scale=board.shown_scale if board.scale is None else board.scale,
        units=[_unit(board, panel.last, p) for p in board.list_places(year)], weights=_weights(index),
        unscored=[_gap(index, g) for g in board.gaps], replications=asked.replications, seed=asked.seed,
        failed={} if board.doubt is None else board.doubt.failed,
        recipe={name: settings.model_dump(mode="json") for name, settings in index.spec.recipe},
        left_out=[{"ids": one.ids, "reason": one.reason} for one in spec.left_out],
        lacking=[{"code": code, "label": _label(index, code)} for code in spec.lacking],
        lost=[{"code": code, "label": _label(index, code)} for code in spec.omitted_pillars],
        databases=[(p.years[0], p.years[-1]) for p in panel_of(asked.on, folder).databases],
        notes=(*NOTES, *lacks(spec)), reproduce={"command": _command(asked, year)},
    )  # fmt: skip


def piece(what: str, asked: IndexRequest, folder: Path | None = None) -> ScoredBody | AuditBody:
    """Return one piece of the job: the scores with their intervals, or the audit."""
    if what == "scores":
        return score_economies(asked, folder)
    panel = _panel(asked, folder)
    found = _index(panel, asked).audit(sizes=sizes(panel), replications=asked.replications, seed=asked.seed)
    return _audit(found)


def _panel(asked: IndexRequest, folder: Path | None) -> Panel:
    """Return the accounts of one database: the last that has the year asked for."""
    panel = panel_of(asked.on, folder)
    return panel.within(asked.year) if asked.year in panel.years else panel.within()


def _index(panel: Panel, asked: IndexRequest) -> Index:
    base = _base(panel, asked.view, tuple(sorted(set(asked.remove))))
    known = base.tree.by_code
    for code in asked.weights:
        if code not in known:
            raise unknown("element", code, known, tell("web.give_element", known=join_items(known)))
    return base.replay({"weights": asked.weights}) if asked.weights else base


@lru_cache(maxsize=KEPT)
def _base(panel: Panel, view: str, removed: tuple[str, ...]) -> Index:
    spec = of_index()
    if view and view not in spec.views:
        raise unknown("view", view, spec.views, tell("web.give_view", views=join_items(spec.views)))
    changes = {k: v for k, v in (("view", view), ("remove", removed)) if v}
    index = build(figures(panel), spec)
    return index.replay(changes) if changes else index


def _year(board: Scoreboard, year: int | None) -> int | None:
    """Return the last scored year up to one.

    Raises
    ------
    DataError
        Where none is.
    """
    if year is None or not board.years:
        return board.last
    before = [y for y in board.years if y <= year]
    if not before:
        raise DataError(tell("web.not_scored", year=year, first=board.years[0], last=board.last))
    return before[-1]


def _unit(board: Scoreboard, w: Accounts, p: IndexRow) -> ScoredUnit:
    index = board.index
    own, at = index.weights["weight"], index.stages["normalise"].rows
    row = next(k for k, (u, t) in enumerate(zip(at.units, at.times, strict=True)) if (u, t) == (p.unit, p.year or -1))
    return {
        "code": p.unit, "label": region_label(w, p.unit), "score": p.score, "rank": p.rank, "ranks": p.ranks,
        "scores": p.scores, "median": p.median, "parts": p.parts,
        "contributions": {code: float(own[code]) * score for code, score in p.parts.items()},
        "indicators": {code: index.built.scores[code][row] for code in index.tree.indicators},
        "series": board.course(p.unit),
    }  # fmt: skip


def _weights(index: Index) -> list[IndexWeight]:
    known = indicators().ids
    return [
        {
            "code": str(code), "label": _label(index, str(code)), "level": r["level"], "parent": r["parent"] or None,
            "weight": r["weight"], "effective": r["effective"], "indicator": code in index.tree.indicators,
            "unit": indicators()[str(code)].unit if code in known else "1",
            "better": indicators()[str(code)].better if code in known else "higher",
        }
        for code, r in index.weights.iterrows()
    ]  # fmt: skip


def _label(index: Index, code: str) -> Text:
    return in_each(partial(index.spec.label, code))


def _gap(index: Index, gap: ExclusionGroup) -> UnscoredUnits:
    missing = gap.pillars or gap.missing
    return {"units": gap.units, "years": gap.years, "known": gap.known, "missing": [_label(index, c) for c in missing]}


def _audit(found: Audit) -> AuditBody:
    shown: AuditBody = {
        "summary": in_each(found.summary),
        "steps": [
            {"number": s.number, "title": s.title, "mark": s.mark, "checks": [_check(c) for c in s.checks]}
            for s in found.steps
        ],
    }
    return plain(shown)


def _check(c: Check) -> AuditCheck:
    return {"id": c.id, "title": c.title, "mark": c.mark, "figure": c.figure, "limit": c.limit, "text": c.text}


def _command(asked: IndexRequest, year: int | None) -> str:
    """Return what gives the same on a command line."""
    given = [
        f"--on {asked.on}",
        *([f"--year {year}"] if year else []),
        *([f"--view {asked.view}"] if asked.view else []),
    ]
    given += [f"--remove {code}" for code in asked.remove]
    given += [f"--weight {code}={w:g}" for code, w in sorted(asked.weights.items())]
    draws = [f"--replications {asked.replications}", f"--seed {asked.seed}"] if asked.replications else []
    return " ".join(["newind index build", f"--spec {SPEC}", *given, *draws])
