"""A roadmap as a picture: actions with their phases, and targets with how they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.accounts.store import write_whole
from newind.charts.frame import ChartContext
from newind.charts.gantt import ActionBar, Gantt, TargetMark, gantt
from newind.documents.report.picture import write_picture
from newind.questions.paths.roadmaps import action_label, complete_label, load_words, owners_label

if TYPE_CHECKING:
    from os import PathLike
    from pathlib import Path

    from newind.pathways.roadmap import Roadmap
    from newind.questions.answers import Answer

EARLIER = 1
"""Years that are drawn before the first action or target."""


def proof_of(found: Roadmap) -> Gantt:
    """Return the actions and targets of a roadmap as data of a chart."""
    bars = tuple(
        ActionBar(action_label(a.name), a.start, a.full, a.until, owners_label(a.owners)) for a in found.actions
    )
    marks = []
    for t in found.targets.targets:
        own = [m for m in found.milestones if m.target is t]
        statuses = tuple(m.progress.status for m in own)
        marks.append(TargetMark(complete_label(t.label, t.id), tuple(m.year for m in own), statuses))
    years = [m.year for m in found.milestones] + [a.start for a in found.actions]
    reach = min(years) - EARLIER, max(*years, found.path.years[-1])
    return Gantt(bars, tuple(marks), reach, load_words()["values"]["status"])


def write_roadmap(found: Roadmap, answer: Answer, path: str | PathLike[str], lang: str = "en") -> Path:
    """Draw a roadmap as a self-contained ``.svg``, with the words of its answer.

    Parameters
    ----------
    found : Roadmap
    answer : Answer
        As `newind.questions.paths.roadmaps.roadmap_of` gives it.
    path : path
    lang : {"en", "zh"}

    Raises
    ------
    DataError
        Where the file cannot be written.
    """
    drawn = gantt(proof_of(found), ChartContext(str, lang, answer.title[lang], "roadmap"))
    note = ("" if lang == "zh" else " ").join(s[lang] for s in (*answer.lead, *answer.notes[:1]))
    return write_whole(path, lambda to: write_picture(to, drawn, answer.title[lang], note, lang))
