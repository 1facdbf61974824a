"""The answer to one question as csv, as a workbook and as a picture."""

from __future__ import annotations

import csv
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from newind.accounts.store import escape_row, write_whole
from newind.charts import PAGE as CHART_PAGE, chart
from newind.charts.proofs import Matrix
from newind.data.workbook import HEAD, TITLE, WRAP, SheetPlan, write_workbook
from newind.documents.report.picture import write_picture
from newind.errors import DataError, tell
from newind.language.words import mark
from newind.messages import message
from newind.policy.signs import CENTRAL
from newind.questions.answers import INDUSTRIES, NAMES, PAGE, REGIONS, WIDTH, Answer, label_code

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

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
    name, table = next(iter(answer.in_language(lang).tables.items()))
    case = (CENTRAL["en"],) * (name in answer.central)
    rows = [(*table, *("case",) * len(case)), *((*row, *case) for row in table.rows())]

    def write_rows(to: Path) -> None:
        with to.open("w", encoding="utf-8-sig", newline="") as opened:
            csv.writer(opened, lineterminator="\n").writerows(map(escape_row, rows))

    return write_whole(path, write_rows)


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
    told = answer.in_language(lang)
    return write_workbook(path, told.title[lang], [_guide(told, lang), *(_sheet(told, n, lang) for n in told.tables)])


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


def _guide(answer: Answer, lang: str) -> SheetPlan:
    from newind import __version__

    sheet = SheetPlan(GUIDE[lang], (110,))
    sheet.line(answer.title[lang], TITLE)
    for said in (*answer.lead, *answer.notes):
        sheet.line(said[lang], WRAP)
    for name in answer.tables_without_range:  # names of sheets are too short for it
        sheet.line(answer.head(name, lang), WRAP)
    sheet.line(AGAIN[lang].format(answer.command))
    sheet.line(f"newind {__version__}")
    return sheet


def _sheet(answer: Answer, name: str, lang: str) -> SheetPlan:
    """Return one table: codes with their names beside them, filters, a header that stays."""
    table, widths = answer.tables[name], list[float]()
    sheet = SheetPlan(sheet_name(answer.head(name, lang)), widths, freeze=(1, 1))
    for column, cells in table.columns.items():
        coded, label = column in (*REGIONS, *INDUSTRIES), answer.label(column, lang)
        shown = cells if coded else _translate_cells(answer, column, cells, lang)
        _column(sheet, answer, len(widths), column, shown, label, lang)
        widths.append(WIDTH if name not in answer.pages else PAGE if len(widths) > 1 else 1.6 * WIDTH)
        if coded:
            names = [answer.cell(column, c, lang) if isinstance(c, str) else "" for c in cells]
            _column(sheet, answer, len(widths), column, names, NAMES[lang].format(label), lang)
            widths.append(1.6 * WIDTH)
    sheet.filtered = (len(table), len(widths) - 1) if len(table) else None
    return sheet


def _translate_cells(answer: Answer, column: str, cells: list[object], lang: str) -> list[object]:
    """Return the cells of a column with the words of a language in place of those of the table."""
    words = answer.values.get(column, {})
    return [words[c][lang] if isinstance(c, str) and c in words else c for c in cells]


def _column(
    sheet: SheetPlan, answer: Answer, place: int, column: str, cells: Sequence[object], label: str, lang: str
) -> None:
    """Write one column: its head and its cells, numbers as numbers, nothing for what is unknown."""
    whole = all(isinstance(c, int) for c in cells if c is not None)
    pattern = {"num_format": "0" if whole else answer.pattern(column, lang)}
    sheet.put(0, place, label, HEAD)
    for row, cell in enumerate(cells, 1):
        if isinstance(cell, (bool, str)):
            sheet.put(row, place, cell, WRAP if isinstance(cell, str) and column in answer.values else None)
        elif isinstance(cell, (int, float)):
            sheet.put(row, place, answer.convert(column, float(cell), lang), pattern)
