"""The ranking of an index as an answer, perhaps with a scenario; what all answers on an index tell of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from newind.index.reduced import lacks
from newind.language.words import mark, percent
from newind.messages import SOURCE, fill, in_each, list_languages
from newind.policy.packages import package_of
from newind.policy.simulate import simulate
from newind.questions.answers import Answer
from newind.questions.index.board import ExclusionGroup, IndexBuild, Scoreboard, build_index, draw_board
from newind.questions.index.declared import ALL
from newind.questions.index.trial import IndexTrial, ScoreChange, trial
from newind.questions.index.voice import (
    ANSWER_TITLES,
    COLUMNS,
    HORIZONS,
    NOTES,
    SHORT,
    STATUS,
    TABLES,
    UNCLEAR,
    ReportWording,
    line,
)
from newind.questions.table import make_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from newind.messages import Text
    from newind.questions.index.declared import BuildOptions

MOST_PARTS = 8
"""Pillars that stand beside the score at a glance."""
MOST_YEARS = 12


@dataclass(frozen=True, eq=False)
class ScoredIndex:
    """An index with its replications, the year that is shown and the unit to dwell on, and a scenario on it."""

    built: IndexBuild
    board: Scoreboard
    year: int | None
    focus: str = ""
    trial: IndexTrial | None = None

    @property
    def status(self) -> str:
        """Status of the answer."""
        return self.built.status if self.trial is None else "simulated"

    def say(self, write: Callable[[ReportWording], str]) -> Text:
        """Return what a function writes in each language."""
        return in_each(lambda lang: write(ReportWording(self.board, lang, self.year, "")))

    def label(self, code: str) -> Text:
        """Return the name of an element in both languages."""
        return in_each(partial(self.board.index.spec.label, code))

    def write_title(self, name: str, /, **figures: object) -> Text:
        """Return a title: name of the index, year, how many of which kind, over how many replications."""
        doubt = self.board.doubt
        sure = "" if doubt is None else line("sure", replications=f"{doubt.replications:,}", seed=doubt.seed)
        known = {
            "name": self.label(self.board.index.tree.top),
            "year": "" if self.year is None else line("year", year=self.year),
            "n": len(self.board.list_places(self.year)),
            "kind": self.say(lambda voice: voice.kinds),
            "sure": sure,
        }
        return fill(ANSWER_TITLES[name], **(known | figures))


def rank_units(_: object, __: str, asked: BuildOptions) -> Answer:
    """Return scores and ranks with the interval of each rank, what is not scored, and what a package would change."""
    given = None if asked.year in (None, ALL) else int(asked.year)
    built = build_index(asked, given)
    scored = Scoreboard(built.index)
    year = scored.find_year(given)
    scored.find_focus(year, asked.focus)
    package = package_of(asked.scenario, built.accounts(scored.last)) if asked.scenario else None
    board = draw_board(built, asked.replications, asked.seed)
    tried = None
    if package is not None:
        w = built.accounts(board.last)
        tried = trial(board, simulate(w, package, asked.horizon), w.year)
    return build_ranking_answer(ScoredIndex(built, board, year, asked.focus, tried), every=asked.year == ALL)


def build_ranking_answer(found: ScoredIndex, *, every: bool = False) -> Answer:
    """Return the ranking of a year, or the scores of all years."""
    board, index = found.board, found.board.index
    by_year = every and bool(board.years)
    frames = {"years": _tabulate_years(found)} if by_year else {"ranking": _tabulate_ranking(found)}
    tried = {} if found.trial is None else {"scenario": _tabulate_trial(found), "pillars": _tabulate_pillars(found)}
    about = {
        "years": board.years,
        "ranking": [asdict(p) for p in (board.places if every else board.list_places(found.year))],
        "unscored": [asdict(g) for g in board.gaps],
        "weights": index.weights.reset_index().to_dict("records"),
        "log": index.log.to_dict("records"),
        "files": (),
    }
    return build_answer(
        found,
        found.write_title("years" if by_year else "ranking"),
        frames | tried,
        notes=(*list_lacks(found), *list_failures(found), *_list_gaps(found), *_list_trial_notes(found)),
        shown={"ranking": _list_shown(found), "years": _list_shown_years(found)},
        heads={} if found.trial is None else {"scenario": _name_trial(found.trial)},
        about=about if found.trial is None else about | {"scenario": asdict(found.trial)},
    )


def build_answer(
    found: ScoredIndex,
    title: Text,
    tables: dict[str, pd.DataFrame],
    *,
    notes: Iterable[Text],
    about: dict[str, Any],
    heads: dict[str, Text] | None = None,
    labels: dict[str, Text] | None = None,
    values: dict[str, dict[str, Text]] | None = None,
    **further: Any,
) -> Answer:
    """Return an answer on an index; heads, labels and values are those beside the ones that all have."""
    board, parts = found.board, {code: found.label(code) for code in found.board.parts}
    scores = {f"{code}_score": label for code, label in parts.items()}
    changes = {f"{code}_change": label for code, label in parts.items()}
    years = {str(year): dict.fromkeys(list_languages(), str(year)) for year in board.years}
    plain = {column: label | {SOURCE: column.rpartition("_")[0]} for column, label in (scores | changes).items()}
    moved = ("change", "change_low", "change_high", *changes)
    fine = ("baseline", "scenario", *moved)
    coarse = ("rank_low", "rank_high", "rank_median", "rank_other", "places")
    whole = ("score", "score_low", "score_high", "score_other", "observed", *scores, *years)
    digits = dict.fromkeys(fine, board.digits + 1) | dict.fromkeys(coarse, 0) | dict.fromkeys(whole, board.digits)
    unclear = {column: {"unclear": UNCLEAR} for column in ("change", *changes)}
    return Answer(
        title=title,
        tables=make_tables(tables),
        labels=COLUMNS | scores | changes | years | (labels or {}),
        short=SHORT | plain,
        heads=TABLES | (heads or {}),
        notes=(*notes, line("data", data=found.built.data, status=STATUS[found.status])),
        numbers=frozenset(digits),
        decimals=digits,
        signed=frozenset((*moved, "places")),
        values=unclear | (values or {}),
        about=tell_index(found) | about,
        result=found,
        **further,
    )


def tell_index(found: ScoredIndex) -> dict[str, Any]:
    """Return what every answer on an index tells a program of it; its name in both languages, whichever is asked."""
    built, spec, doubt = found.built, found.board.index.spec, found.board.doubt
    told: dict[str, Any] = {
        "spec": spec.id,
        "name": dict.fromkeys(list_languages(), spec.name),
        "data": built.data,
        "hash": built.hash,
        "status": found.status,
        "year": found.year,
        "indicators": spec.tree.indicators,
        "lacking": spec.lacking,
        "other_databases": built.apart,
    }
    if doubt is None:
        return told
    return told | {"replications": doubt.replications, "seed": doubt.seed, "failed": doubt.failed}


# ---- tables


def name_units(found: ScoredIndex, codes: Iterable[str]) -> pd.DataFrame:
    """Return a table of units, with their names where they have any."""
    frame = pd.DataFrame({"unit": list(codes)})
    voices = in_each(lambda lang: ReportWording(found.board, lang, found.year, ""))
    if not any(voice.named for voice in voices.values()):
        return frame
    return frame.assign(**{f"name_{lang}": frame["unit"].map(voice.name) for lang, voice in voices.items()})


def tabulate_places(found: ScoredIndex) -> pd.DataFrame:
    """Return rank and score of each unit in the year, with the intervals, by rank."""
    places = found.board.list_places(found.year)
    frame = name_units(found, (p.unit for p in places)).assign(rank=[p.rank for p in places])
    if found.board.doubt is None:
        return frame.assign(score=[p.score for p in places])
    ranks, scores = ([getattr(p, what) for p in places] for what in ("ranks", "scores"))
    drawn = {
        "rank_low": [low for low, _ in ranks], "rank_high": [high for _, high in ranks],
        "rank_median": [p.median for p in places], "score": [p.score for p in places],
        "score_low": [low for low, _ in scores], "score_high": [high for _, high in scores],
    }  # fmt: skip
    return frame.join(pd.DataFrame(drawn))


def _tabulate_ranking(found: ScoredIndex) -> pd.DataFrame:
    places = found.board.list_places(found.year)
    parts = {f"{code}_score": [p.parts[code] for p in places] for code in found.board.parts}
    return tabulate_places(found).assign(**parts)


def _list_shown(found: ScoredIndex) -> tuple[str, ...]:
    parts = (f"{code}_score" for code in found.board.parts[:MOST_PARTS])
    return ("rank", "rank_low", "rank_high", "unit", "name", "score", *parts)


def _tabulate_years(found: ScoredIndex) -> pd.DataFrame:
    """Return the scores of every unit, the highest of the last year first."""
    board = found.board
    courses = {unit: board.course(unit) for unit in board.units}
    order = sorted(courses, key=lambda u: -(courses[u][-1] if courses[u][-1] == courses[u][-1] else -1e9))
    frame = name_units(found, order)
    return frame.assign(**{str(year): [courses[u][k] for u in order] for k, year in enumerate(board.years)})


def _list_shown_years(found: ScoredIndex) -> tuple[str, ...]:
    return ("unit", "name", *map(str, found.board.years[-MOST_YEARS:]))


def _tabulate_trial(found: ScoredIndex) -> pd.DataFrame:
    """Return the scores of a scenario beside those of the baseline, with ranges."""
    rows = () if found.trial is None else found.trial.rows
    figures = {
        "observed": [r.observed for r in rows], "baseline": [r.score.before for r in rows],
        "scenario": [r.score.after for r in rows], "change": [_state_change(r.score) for r in rows],
        "change_low": [r.score.low for r in rows], "change_high": [r.score.high for r in rows],
        "rank": [r.ranks[0] for r in rows], "rank_scenario": [r.ranks[1] for r in rows],
    }  # fmt: skip
    return name_units(found, (r.unit for r in rows)).join(pd.DataFrame(figures))


def _tabulate_pillars(found: ScoredIndex) -> pd.DataFrame:
    rows = () if found.trial is None else found.trial.rows
    parts = {f"{c}_change": [_state_change(r.parts[c]) for r in rows] for c in found.board.parts[:MOST_PARTS]}
    return pd.DataFrame({"unit": [r.unit for r in rows]}).assign(**parts)


def _state_change(change: ScoreChange) -> float | str:
    """Return a change, or that its direction is unclear where the sign changes within its range."""
    return change.value if change.sure else "unclear" if change.low != change.high else 0.0


# ---- sentences


def list_lacks(found: ScoredIndex) -> list[Text]:
    """Return what a reduced index is scored without, and which years are of other databases."""
    apart = found.built.apart
    others = [line("apart", years=found.say(lambda voice: voice.years(apart)))] if apart else []
    return [*lacks(found.board.index.spec), *others]


def list_failures(found: ScoredIndex) -> list[Text]:
    """Return how many replications failed, and why."""
    doubt = found.board.doubt
    if doubt is None:
        return []
    if not doubt.failed:
        return [line("none_failed")]
    why = "; ".join(f"{reason} ({n})" for reason, n in doubt.failed.items())
    return [line("failed", n=sum(doubt.failed.values()), of=doubt.replications, why=why)]


def _list_gaps(found: ScoredIndex) -> list[Text]:
    """Return what is not scored: units and years together that lack the same."""
    board = found.board
    if not board.gaps:
        return []
    least = in_each(lambda lang: percent(board.index.spec.recipe.screen.min_available, lang, 0))
    said = [line("unscored", least=least, n=len(board.index.tree.indicators))]
    return [*said, *(_describe_gap(found, gap) for gap in board.gaps)]


def _describe_gap(found: ScoredIndex, gap: ExclusionGroup) -> Text:
    return found.say(lambda voice: voice.describe_gap(gap))


def _name_trial(tried: IndexTrial) -> Text:
    horizon = HORIZONS[tried.horizon]
    return line("scenario", label=tried.label, name=tried.name, horizon=horizon, year=tried.year)


def _list_trial_notes(found: ScoredIndex) -> list[Text]:
    """Return over what the range of a scenario is, what has no equilibrium, and what was held."""
    if (tried := found.trial) is None:
        return []
    lost = [line("lost", n=len(tried.failed), why="; ".join(tried.failed[:3]))] if tried.failed else []
    what = in_each(lambda lang: mark("semicolon", lang).join(said[lang] for said in tried.held))
    held = [fill(NOTES["held"], what=what)] if tried.held else []
    return [line("range", n=tried.cases), *lost, *held]
