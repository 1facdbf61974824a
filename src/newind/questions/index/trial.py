"""A simulated package on an index: scores of the economy with it beside those without, on the same footing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.language.words import join_list, mark
from newind.messages import in_each, list_languages, message

if TYPE_CHECKING:
    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.index.combine import LogEntry as Said
    from newind.messages import Text
    from newind.policy.simulate import Simulation
    from newind.questions.index.board import Scoreboard
    from newind.typing import Array


@dataclass(frozen=True)
class ScoreChange:
    """A score without and with a package, and between which ends the change lies over plausible elasticities."""

    before: float
    after: float
    low: float
    high: float

    @property
    def value(self) -> float:
        """Change of the score."""
        return self.after - self.before

    @property
    def sure(self) -> bool:
        """Whether the sign is the same over the range."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class EconomyScore:
    """An economy on the index: the observed score, that of the model's baseline, and that with the package.

    Attributes
    ----------
    unit : str
    observed : score by the published figures, None where it is not scored
    score : of baseline and scenario
    ranks : in baseline and in scenario
    parts : the same for each pillar
    """

    unit: str
    observed: float | None
    score: ScoreChange
    ranks: tuple[int, int]
    parts: dict[str, ScoreChange]


@dataclass(frozen=True)
class IndexTrial:
    """A package on the economies that are scored.

    Attributes
    ----------
    label, note : of the package, in ``en`` and ``zh``
    name, horizon, year : which package, how far the economy has adjusted, and the year it starts from
    rows : by rank in the baseline
    held : what was filled, held at the observed figure, or not scored, with the units
    cases : under how many assumptions the range was computed
    failed : cases without an equilibrium
    """

    label: Text
    name: str
    horizon: str
    year: int
    rows: tuple[EconomyScore, ...]
    held: tuple[Text, ...]
    cases: int
    failed: tuple[str, ...]


def trial(board: Scoreboard, simulation: Simulation, year: int) -> IndexTrial:
    """Return the scores of a simulation, by what the index fixed on the observed figures.

    Parameters
    ----------
    board : Scoreboard
        The index.
    simulation : Simulation
        On accounts of the year.
    year : int
        For the observed scores beside it.

    Raises
    ------
    ConvergenceError
        Where no case of the range has an equilibrium.
    """
    codes = (board.index.tree.top, *board.parts)
    after, before = (scores_of(board, w) for w in (simulation.accounts, simulation.baseline))
    span = simulation.range(lambda s: _changes(board, s, codes))
    units = [str(u) for u in after.index.get_level_values("unit")]
    table = np.stack([before[list(codes)].to_numpy(), after[list(codes)].to_numpy(), span.low, span.high], axis=2)
    known = np.flatnonzero(np.isfinite(table[:, 0, :2]).all(axis=1)).tolist()
    ranks = [_ranks(table[known, 0, k]) for k in (0, 1)]
    observed = {p.unit: p.score for p in board.places if p.year == year}
    rows = [
        EconomyScore(
            units[k], observed.get(units[k]), ScoreChange(*map(float, table[k, 0])),
            (int(ranks[0][i]), int(ranks[1][i])),
            {c: ScoreChange(*map(float, table[k, j])) for j, c in enumerate(codes) if j},
        )
        for i, k in enumerate(known)
    ]  # fmt: skip
    order = tuple(sorted(rows, key=lambda r: r.ranks[0]))
    log = merge_remarks((*before.attrs["log"], *after.attrs["log"]))
    package, label = simulation.package, {str(k): v for k, v in simulation.package.label.items()}
    return IndexTrial(label, package.name, simulation.horizon, year, order, log, len(span.corners), span.failed)


def scores_of(board: Scoreboard, w: Accounts) -> pd.DataFrame:
    """Return the scores of accounts, by what the index fixed."""
    from newind.index.intake import list_input_ids
    from newind.measures.measure import measure

    return board.index.score(measure(w, list_input_ids(board.index.spec)))


def _changes(board: Scoreboard, simulation: Simulation, codes: tuple[str, ...]) -> Array:
    after, before = (scores_of(board, w)[list(codes)].to_numpy() for w in (simulation.accounts, simulation.baseline))
    return np.asarray(after - before)


def _ranks(scores: Array) -> Array:
    return np.asarray(1 + (scores[None, :] > scores[:, None] + 1e-9).sum(axis=1))


def merge_remarks(log: tuple[Said, ...]) -> tuple[Text, ...]:
    """Return what scoring said of rows and indicators, each thing once with what it is about.

    Examples
    --------
    >>> from newind.index.combine import LogEntry as Said
    >>> from newind.messages import message
    >>> merge_remarks((Said("hold", "CHN 2009 x", 1, message("index.log.hold", code="s1.rd")),))[0]
    {'en': 's1.rd held at the observed figure: CHN', 'zh': 's1.rd取观测值：CHN'}
    """
    found: dict[tuple[str, ...], list[Said]] = {}
    for line in log:
        found.setdefault(tuple(line.text.values()), []).append(line)
    return tuple(_name_subjects(same[0].text, [_about(line) for line in same]) for same in found.values())


def _about(line: Said) -> Text:
    """Return the unit of a row, or the indicator whose gaps were filled, with how many."""
    name = line.code.split(" ")[0]
    if line.step != "impute":
        return dict.fromkeys(list_languages(), name)
    return message("language.in_brackets", said=name, more=line.count)


def _name_subjects(said: Text, where: list[Text]) -> Text:
    """Return a statement with its subjects, each once."""
    subjects = in_each(lambda lang: join_list(dict.fromkeys(text[lang] for text in where), lang))
    return in_each(lambda lang: f"{said[lang]}{mark('colon', lang)}{subjects[lang]}")
