"""The answer to one question as csv, as a workbook and as a picture."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from newind.accounts.store import escape_cells, write_whole
from newind.charts import PAGE as CHART_PAGE, chart
from newind.charts.proofs import Matrix
from newind.documents.report.picture import write_picture
from newind.documents.sheet import SheetWriter
from newind.errors import DataError, tell
from newind.language.words import mark
from newind.messages import message
from newind.policy.signs import CENTRAL
from newind.questions.answers import INDUSTRIES, NAMES, PAGE, REGIONS, WIDTH, Answer, label_code, lacking

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    from newind.charts import Drawing
    from newind.policy.simulate import Simulation

LEFT, EACH, MOST = 160.0, 58.0, 1600.0
"""Width of the names of a matrix and of a column, and the widest picture, in chart units."""


def write_csv(answer: Answer, path: str | PathLike[str], lang: str = "en") -> Path:
    """Write the main table as csv: UTF-8 with a byte order mark, codes and numbers as they are, whole or not at all.

    Where its figures have no range, a last column ``case`` says so in every row.

    Raises
    ------
    DataError
        Where the folder cannot be written.
    """
    name, frame = next(iter(answer.in_language(lang).tables.items()))
    marked = frame.assign(case=CENTRAL["en"]) if name in answer.central else frame
    safe = escape_cells(marked)
    return write_whole(path, lambda to: safe.to_csv(to, index=False, encoding="utf-8-sig"))


def write_xlsx(answer: Answer, path: str | PathLike[str], lang: str = "en") -> Path:
    """Write every table of an answer to a workbook, with a sheet that says what a reader must know.

    Parameters
    ----------
    answer : Answer
    path : path
        File to write, whole or not at all. Texts are never formulas.
    lang : {"en", "zh"}

    Raises
    ------
    DataError
        Where the folder cannot be written.
    """
    import xlsxwriter

    answer = answer.in_language(lang)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}

    def write_workbook(to: Path) -> None:
        with xlsxwriter.Workbook(str(to), options) as book:
            _guide(book, answer, lang)
            for name in answer.tables:
                _sheet(book, answer, name, lang)

    return write_whole(path, write_workbook)


def write_new_economy(answer: Answer, path: str | PathLike[str], lang: str = "en") -> tuple[Path]:  # noqa: ARG001
    """Write the accounts that a simulation leads to as ``.npz``; the answer itself is not in them.

    Raises
    ------
    DataError
        Where the folder cannot be written.
    """
    simulated = cast("Simulation", answer.result)
    simulated.accounts.save(path)
    return (Path(path),)


def write_chart(answer: Answer, path: str | PathLike[str], lang: str = "en") -> Path:
    """Draw an answer as a self-contained ``.svg``, with its words.

    Raises
    ------
    DataError
        For an answer without a picture, and where the file cannot be written.
    """
    drawn = draw_answer(answer, lang)
    first, *rest = (said[lang] for said in answer.caption or (*answer.lead, *answer.notes))
    named = () if answer.caption else (answer.title[lang] + mark("sentence", lang),)
    note = mark("before_unit", lang).join((*named, *rest))
    return write_whole(path, lambda to: write_picture(to, drawn, first, note, lang))


def draw_answer(answer: Answer, lang: str) -> str:
    """Return the chart of an answer as SVG for a page; it says what the answer comes to.

    Raises
    ------
    DataError
        For an answer without a picture.
    """
    if answer.chart is None:
        raise DataError(tell("picture.none"))
    title, names = (*answer.caption, *answer.lead, answer.title)[0][lang], partial(name_code, lang=lang)
    return chart(answer.chart, names, lang, title, "answer", chart_width(answer.chart), alone=True)


def name_code(code: str, lang: str) -> str:
    """Return the name of a region or an industry, a code of neither as it is.

    Examples
    --------
    >>> name_code("CHN", "zh"), name_code("c14", "en"), name_code("other", "en")
    ('中国', 'Electrical and optical equipment', 'other')
    """
    named = label_code("region", code, lang)
    return label_code("industry", code, lang) if named == code else named


def chart_width(proof: Drawing) -> float:
    """Return how wide a chart is drawn in a file of its own: a matrix by its columns."""
    return min(LEFT + EACH * len(proof.columns), MOST) if isinstance(proof, Matrix) else CHART_PAGE


FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
"""Characters that a spreadsheet allows in no name of a sheet."""
LONGEST = 31
"""Longest name of a sheet."""


def sheet_name(title: str) -> str:
    """Return a title as the name of a sheet.

    Examples
    --------
    >>> sheet_name("Carbon: peak and cumulative emissions")
    'Carbon peak and cumulative emis'
    """
    return " ".join(title.translate(FORBIDDEN).split())[:LONGEST]


GUIDE = message("documents.answers.guide")
AGAIN = message("documents.answers.again")


def _guide(book: Workbook, answer: Answer, lang: str) -> None:
    from newind import __version__

    sheet = SheetWriter(book, GUIDE[lang], (110,))
    sheet.line(answer.title[lang], sheet.title)
    for said in (*answer.lead, *answer.notes):
        sheet.line(said[lang], sheet.wrap)
    for name in answer.tables_without_range:  # names of sheets are too short for it
        sheet.line(answer.head(name, lang), sheet.wrap)
    sheet.line(AGAIN[lang].format(answer.command))
    sheet.line(f"newind {__version__}")


def _sheet(book: Workbook, answer: Answer, name: str, lang: str) -> None:
    """Write one table: codes with their names beside them, filters, a header that stays."""
    frame = answer.tables[name]
    made = SheetWriter(book, sheet_name(answer.head(name, lang)), ())
    place = 0
    for column in frame.columns:
        coded, label = column in (*REGIONS, *INDUSTRIES), answer.label(column, lang)
        cells = list(frame[column])
        shown = cells if coded else _translate_cells(answer, column, cells, lang)
        _column(made, book, answer, place, column, shown, label, lang)
        if name in answer.pages:
            made.sheet.set_column(place, place, PAGE if place > 1 else 1.6 * WIDTH)
        if coded:
            names = [answer.cell(column, c, lang) if isinstance(c, str) else "" for c in cells]
            _column(made, book, answer, place + 1, column, names, NAMES[lang].format(label), lang)
            made.sheet.set_column(place + 1, place + 1, 1.6 * WIDTH)
        place += 1 + coded
    made.sheet.freeze_panes(1, 1)
    if len(frame) and place:
        made.sheet.autofilter(0, 0, len(frame), place - 1)


def _translate_cells(answer: Answer, column: str, cells: list[object], lang: str) -> list[object]:
    """Return the cells of a column with the words of a language in place of those of the table."""
    words = answer.values.get(column, {})
    return [words[c][lang] if isinstance(c, str) and c in words else c for c in cells]


def _column(
    made: SheetWriter, book: Workbook, answer: Answer, place: int, column: str, cells: Sequence[object], label: str,
    lang: str,
) -> None:  # fmt: skip
    """Write one column: its head and its cells, numbers as numbers, nothing for what is unknown."""
    whole = all(isinstance(c, (int, np.integer)) for c in cells if not lacking(c))
    pattern = book.add_format({"num_format": "0" if whole else answer.pattern(column, lang)})
    made.sheet.write_string(0, place, label, made.head)
    made.sheet.set_column(place, place, WIDTH)
    for row, cell in enumerate(cells, 1):
        if isinstance(cell, str):
            made.sheet.write_string(row, place, cell, *((made.wrap,) if column in answer.values else ()))
        elif isinstance(cell, (bool, np.bool_)):
            made.sheet.write_boolean(row, place, bool(cell))
        elif isinstance(cell, (int, float, np.number)) and np.isfinite(float(cell)):
            made.sheet.write_number(row, place, answer.convert(column, float(cell), lang), pattern)
