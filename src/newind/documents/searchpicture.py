"""The front of a search as a picture: what was tried in grey, what none beats in hue, the chosen package named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.accounts.store import write_whole
from newind.charts import draw
from newind.charts.frame import ChartContext, select_distinct_ticks, tick_texts
from newind.documents.report.picture import write_picture
from newind.questions.paths.searches import load_words

if TYPE_CHECKING:
    from os import PathLike
    from pathlib import Path

    from newind.language.words import Scale
    from newind.pathways.search import SearchResult
    from newind.pathways.searching import CandidatePackage
    from newind.questions.answers import Answer

HIGH, WIDE, TOP, FOOT = 320.0, 560.0, 24.0, 36.0
BILL = "bill"
CHOSEN = {"en": "chosen", "zh": "选中"}
NOTHING = {"en": "nothing", "zh": "不实施政策"}


def front_chart(f: SearchResult, frame: ChartContext) -> str:
    """Draw packages by the first goal (upwards) and the second, or what they cost where there is one goal."""
    up = f.aims.goals[0]
    along = f.aims.goals[1] if len(f.aims.goals) > 1 else BILL
    every = [f.nothing, *f.tried]
    scale, across = (frame.scale([p.figures[n] for p in every], "1") for n in (up, along))
    y = draw.Axis(*_reach([p.figures[up] * scale.factor for p in every]), HIGH - FOOT, TOP)
    marks, left = _rows(y, scale)
    x = draw.Axis(*_reach([p.figures[along] * across.factor for p in every]), left + 6, WIDE - 10)
    last = f.request["until"]
    names = {n: load_words()["goals"][n][frame.lang].format(last=last) for n in (up, along)}
    marks += [draw.text(0, 12, names[up], "ax"), *_columns(x, across)]
    marks.append(draw.text(WIDE - 4, HIGH - 4, names[along], "ax", "end"))

    def spot(p: CandidatePackage) -> draw.Point:
        return x(p.figures[along] * across.factor), y(p.figures[up] * scale.factor)

    marks += [draw.dot(*spot(p), 2.0, "bubble") for p in f.tried]
    marks.append(draw.path([spot(p) for p in sorted(f.front, key=lambda p: p.figures[along])], "ln me"))
    marks += [draw.dot(*spot(p), 3.4, "tip me") for p in f.front]
    for p, words, size in ((f.nothing, NOTHING, 3.0), (f.chosen, CHOSEN, 5.5)):
        at, height = spot(p)
        own = p is f.chosen
        marks.append(draw.dot(at, height, size, "tip me" if own else "tip"))
        room = draw.width(words[frame.lang], bold=own)
        side = at + 9 if at + 9 + room < WIDE else at - 9 - room
        marks.append(draw.text(side, max(height - 7, TOP), words[frame.lang], "lb hue" if own else "lb"))
    said_of = [_format_point(p, (up, along), names, (scale, across), frame) for p in f.front]
    return draw.svg(HIGH, marks, frame.label(said_of), WIDE)


def write_front(f: SearchResult, answer: Answer, path: str | PathLike[str], lang: str = "en") -> Path:
    """Draw the front of a search as a self-contained ``.svg``, with the words of its answer.

    Raises
    ------
    DataError
        Where the file cannot be written.
    """
    drawn = front_chart(f, ChartContext(str, lang, answer.title[lang], "search"))
    note = ("" if lang == "zh" else " ").join(s[lang] for s in (*answer.lead, *answer.notes))
    return write_whole(path, lambda to: write_picture(to, drawn, answer.title[lang], note, lang))


def _reach(values: list[float]) -> tuple[float, float]:
    low, high = draw.domain(values)
    return (low, high) if high > low else (low - 1.0, high + 1.0)


def _rows(y: draw.Axis, scale: Scale) -> tuple[list[str], float]:
    figures = draw.ticks(min(y.low, y.high), max(y.low, y.high), 5)
    texts = tick_texts(scale, figures, unit=True)
    left = max((draw.width(t, 11) for t in texts), default=0.0) + 8
    marks = []
    for f, shown in select_distinct_ticks(figures, texts):
        marks.append(draw.line(left - 3, y(f), WIDE - 4, y(f), "base" if f == 0 else "grid"))
        marks.append(draw.text(left - 6, y(f) + 4, shown, "ax", "end"))
    return marks, left


def _columns(x: draw.Axis, scale: Scale) -> list[str]:
    figures = draw.ticks(x.low, x.high, 6)
    told = select_distinct_ticks(figures, tick_texts(scale, figures, unit=True))
    return [draw.text(x(f), HIGH - FOOT + 16, shown, "ax", "middle") for f, shown in told]


def _format_point(
    p: CandidatePackage, of: tuple[str, str], names: dict[str, str], scales: tuple[Scale, Scale], frame: ChartContext
) -> str:
    each = [frame.pair(names[n], scale.text(p.figures[n])) for n, scale in zip(of, scales, strict=True)]
    return frame.say(", ", "，").join(each)
