"""How far an index can be relied on, as answers: its audit, how its ranks depend on choices, two versions of it."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from statistics import median
from typing import TYPE_CHECKING, Any

import pandas as pd

from newind.charts.proofs import ChartRow
from newind.charts.spans import RankIntervals
from newind.errors import DataError, tell
from newind.index.analysis.versions import compare
from newind.index.audit.report import MARKS, format_mark
from newind.index.variance import sensitivity
from newind.language.words import join_list
from newind.messages import fill, in_each, list_columns, list_languages
from newind.questions.index.answers import (
    ScoredIndex,
    build_answer,
    list_failures,
    list_lacks,
    name_units,
    tabulate_places,
)
from newind.questions.index.board import Scoreboard, build_index, build_version, draw_board, list_changes
from newind.questions.index.voice import FACTORS, NOTES, TITLES, line, list_shares
from newind.questions.words import join_texts

if TYPE_CHECKING:
    from newind.index.analysis.versions import Comparison
    from newind.index.variance import Sensitivity
    from newind.messages import Text
    from newind.questions.answers import Answer
    from newind.questions.index.declared import IndexOptions, UncertaintyOptions, VersionOptions

SHOWN = (
    "unit", "name", "rank", "rank_median", "rank_low", "rank_high", "same_rank", "score", "score_low", "score_high",
)  # fmt: skip
MOVES = {"score": "score", "score_other": "score_other", "rank": "rank", "rank_other": "rank_other", "places": "change"}
"""Columns of what moves, and what a comparison calls them."""
LONGEST = 40
"""Characters of a setting that are shown."""


def _spread(name: str, said: Text) -> dict[str, str]:
    """Return a text as cells of a row, one a language."""
    return {f"{name}_{lang}": words for lang, words in said.items()}


def audit_index(_: object, __: str, asked: IndexOptions) -> Answer:
    """Return the ten steps with their marks, the figure and threshold of each check, and what needs attention."""
    built = build_index(asked)
    found, board = built.audit(), Scoreboard(built.index)
    checks = pd.DataFrame(
        [
            {"step": c.step, **_spread("check", c.title), "mark": c.mark,
             "figure": c.figure, "limit": c.limit, **_spread("found", c.text)}
            for c in found.checks
        ]
    )  # fmt: skip
    steps = pd.DataFrame([{"step": s.number, **_spread("stage", s.title), "mark": s.mark} for s in found.steps])
    odd = checks[checks["mark"] != "pass"][[*list_columns("check"), "mark", *list_columns("found")]]
    scored, summary = ScoredIndex(built, board, board.last), in_each(found.summary)
    return build_answer(
        scored,
        scored.write_title("audit", name=found.name, summary=summary),
        {"steps": steps, "checks": checks, **({"attention": odd} if len(odd) else {})},
        notes=(),
        about=found.to_dict() | {"name": dict.fromkeys(list_languages(), found.name)},
        shown={"checks": ("step", "check", "mark", "figure", "limit")},
        values={"mark": {mark: in_each(partial(format_mark, mark)) for mark in MARKS}},
        pages=frozenset({"attention"}),
    )


# ---- how far ranks depend on choices


def find_doubt(_: object, __: str, asked: UncertaintyOptions) -> Answer:
    """Return rank and score with their intervals, how often the rank is the same, and what ranks depend on."""
    built = build_index(asked, asked.year)
    year = Scoreboard(built.index).find_year(asked.year)
    found = ScoredIndex(built, draw_board(built, asked.replications, asked.seed), year)
    shares = sensitivity(built.index)
    heads = {"shares": line("shares", n=f"{shares.combinations:,}")}
    dropped = [line("dropped", what=what, why=why) for what, why in shares.dropped.items()]
    return build_answer(
        found,
        found.write_title("ranking"),
        {"ranking": _tabulate_doubt(found), "shares": _tabulate_shares(found, shares)},
        notes=(*list_lacks(found), *list_failures(found), *dropped, *_explain_bars(found)),
        lead=_describe_middle(found),
        heads=heads,
        values={"factor": FACTORS},
        shown={"ranking": SHOWN},
        chart=_chart_ranks(found),
        about={
            "ranking": [asdict(p) for p in found.board.list_places(year)],
            "combinations": shares.combinations,
            "shares": shares.overall.reset_index(names="factor").to_dict("records"),
            "shifts": shares.shift.to_dict("records"),
            "dropped": shares.dropped,
        },
    )


def _tabulate_doubt(found: ScoredIndex) -> pd.DataFrame:
    board = found.board
    drawn = () if board.doubt is None else board.doubt.ranks["same"]
    same = dict(zip(((p.unit, p.year) for p in board.places), drawn, strict=True))
    frame = tabulate_places(found)
    return frame.assign(same_rank=[same[p.unit, p.year] for p in board.list_places(found.year)])


def _tabulate_shares(found: ScoredIndex, shares: Sensitivity) -> pd.DataFrame:
    """Return the share of the variance of ranks that each choice accounts for, the largest first."""
    listed = list_shares(shares)
    moved = [_describe_shift(found, shares, factor) for factor, *_ in listed]
    frame = pd.DataFrame(listed, columns=["factor", "alone", "total"])
    return frame.assign(**{f"moved_{lang}": [said[lang] for said in moved] for lang in list_languages()})


def _describe_shift(found: ScoredIndex, shares: Sensitivity, factor: str) -> Text:
    return found.say(lambda voice: voice.describe_shift(shares, factor))


def _describe_middle(found: ScoredIndex) -> tuple[Text, ...]:
    """Return how many places half of the intervals span at most, nothing of a single unit."""
    widths = [high - low + 1 for low, high in (p.ranks for p in found.board.list_places(found.year) if p.ranks)]
    name = "ranks" if found.year is not None else "ranks_plain"
    return (fill(TITLES[name], year=found.year, middle=int(median(widths))),) if len(widths) > 1 else ()


def _explain_bars(found: ScoredIndex) -> tuple[Text, ...]:
    """Return how to read the intervals."""
    doubt = found.board.doubt
    if doubt is None:
        return ()
    return (fill(NOTES["ranks"], replications=f"{doubt.replications:,}", seed=doubt.seed, failed=""),)


def _chart_ranks(found: ScoredIndex) -> RankIntervals | None:
    """Return the picture of ranks with their intervals, none of a single unit."""
    places = found.board.list_places(found.year)
    rows = tuple(ChartRow(p.unit, p.rank, p.ranks, p.median, _name_unit(found, p.unit)) for p in places)
    return RankIntervals(rows, len(rows)) if len(rows) > 1 else None


def _name_unit(found: ScoredIndex, code: str) -> Text:
    return found.say(lambda voice: voice.name(code))


# ---- two versions


def compare_versions(_: object, __: str, asked: VersionOptions) -> Answer:
    """Return what differs between two versions, and how scores and ranks of a year move."""
    changes = list_changes(asked)
    built = build_version(asked, asked.spec, {}, asked.year)
    if asked.second is None and not changes:
        raise DataError(tell("index.no_other"))
    same = asked.second is None
    other = built.index.replay(changes) if same else build_version(asked, str(asked.second), changes, asked.year).index
    found, board = compare(built.index, other), Scoreboard(built.index)
    scored = ScoredIndex(built, board, board.find_year(asked.year))
    first = dict.fromkeys(list_languages(), asked.spec)
    second = dict.fromkeys(list_languages(), asked.second) if asked.second is not None else line("changed")
    moves = abs(found.units["change"].to_numpy(dtype=float))
    said = {"ranks": f"{found.rank_correlation:.3f}", "scores": f"{found.score_correlation:.3f}"}
    only = [
        line(name, rows=join_texts([dict.fromkeys(list_languages(), row) for row in rows], join_list))
        for name, rows in (("only_first", found.only_this), ("only_second", found.only_other))
        if rows
    ]
    return build_answer(
        scored,
        scored.write_title("versions", first=first, second=second),
        {"settings": _tabulate_settings(found), "units": _tabulate_moves(scored, found)},
        notes=only,
        lead=(line("agree", n=len(found.units), moved=int((moves != 0).sum()), most=f"{moves.max():.0f}", **said),),
        labels={"this": first, "other": second},
        about={
            "settings": found.settings.to_dict("records"),
            "rank_correlation": found.rank_correlation,
            "score_correlation": found.score_correlation,
            "units": found.units.reset_index().to_dict("records"),
            "only_this": found.only_this,
            "only_other": found.only_other,
        },
    )


def _tabulate_settings(found: Comparison) -> pd.DataFrame:
    both = {name: [_shorten(v) for v in found.settings[name]] for name in ("this", "other")}
    return pd.DataFrame({"setting": found.settings["setting"].astype(str), **both})


def _shorten(value: Any) -> str:
    text = "–" if value is None else str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _tabulate_moves(scored: ScoredIndex, found: Comparison) -> pd.DataFrame:
    """Return score and rank of each unit in both versions, and how many places it moves up."""
    units = found.units
    shown = units if scored.year is None else units[units.index.get_level_values("time") == scored.year]
    codes = (str(u) for u in shown.index.get_level_values("unit" if shown.index.nlevels > 1 else 0))
    return name_units(scored, codes).assign(**{name: shown[of].to_numpy(dtype=float) for name, of in MOVES.items()})
