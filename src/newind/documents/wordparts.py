"""Parts of a Word file: paragraphs with references, and tables with a repeated header."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from newind.documents.wordstyle import STYLES, text_width

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from docx.document import Document as Word

PADDING = 18.0
"""Points that a cell needs beside its text."""
LONGEST_WORD = 130.0
"""Points that no word may ask for, however long."""
SHORT_WORD = 3
"""Characters of a column's title that stay on one line."""
WORD = re.compile(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef]+")
"""Pieces within which a line is not broken: a Chinese character, or others up to the next space."""
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
NUMBER = re.compile(r"[+−]?[\d,.]*\d%?")


def add_paragraph(word: Word, style: str, text: str, refs: Sequence[int] = (), strong: str = "") -> None:
    """Add a paragraph; ``strong`` opens it in bold, references at its end lead to rows of the table of sources."""
    runs = "".join((_runs(strong, bold=True) if strong else "", _runs(text), *map(_reference, refs)))
    _append(word, f"<w:p {nsdecls('w')}><w:pPr>{_format_style(style)}</w:pPr>{runs}</w:p>")


def add_link(word: Word, style: str, text: str, address: str) -> None:
    """Add a paragraph that leads to an address."""
    number = word.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    colour = '<w:rPr><w:color w:val="1B4FB5"/><w:u w:val="single"/></w:rPr>'
    link = f'<w:hyperlink r:id="{number}" w:history="1"><w:r>{colour}<w:t>{clean(text)}</w:t></w:r></w:hyperlink>'
    paragraph = word.add_paragraph(style=style)
    for child in parse_xml(f"<w:p {nsdecls('w', 'r')}>{link}</w:p>"):
        paragraph._p.append(child)


def add_table(
    word: Word,
    lang: str,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    style: str = "Cell",
    focus: Collection[int] = (),
    marks: Sequence[int] = (),
    hold: bool = False,
) -> None:
    r"""Add a table with three rules, a header that is repeated on every page, and columns as wide as their texts.

    Parameters
    ----------
    word : Document
    lang : {"en", "zh"}
    header : sequence of str
    rows : sequence of sequence of str
        Columns of figures are set to the right; ``\n`` begins a new line in a cell.
    style : str
        Paragraph style of the cells.
    focus : collection of int
        Rows set in bold.
    marks : sequence of int
        Numbers by which references lead to each row; none by default.
    hold : bool
        Whether the paragraph that follows a short table stays on its page.
    """
    right = [of_figures(column) for column in zip(*rows, strict=True)] if rows else [False] * len(header)
    widths = _widths(header, rows, STYLES[lang][style].size, text_width(word))
    grid = "".join(f'<w:gridCol w:w="{round(20 * w)}"/>' for w in widths)
    short = len(rows) <= 12
    body = _row(header, widths, right, style, head=True, keep=True)
    for i, row in enumerate(rows):
        keep = short and (hold or i + 1 < len(rows))
        mark = marks[i] if marks else None
        body += _row(row, widths, right, style, bold=i in focus, keep=keep, mark=mark)
    _append(word, f"<w:tbl {nsdecls('w')}>{_table_properties(sum(widths))}<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>")


def _append(word: Word, text: str) -> None:
    """Put a paragraph or a table last, before the properties of the section."""
    word.element.body.insert(len(word.element.body) - 1, parse_xml(text))


def _format_style(style: str) -> str:
    """Return the reference to a style by its id, as looking it up by its name takes longer than the paragraph."""
    return f'<w:pStyle w:val="{style.replace(" ", "")}"/>'


def fit(natural: Sequence[float], least: Sequence[float], typical: Sequence[float], available: float) -> list[float]:
    """Return widths of columns that make rows low.

    Parameters
    ----------
    natural, least, typical : sequence of float
        Width with which nothing is broken, with which no word is broken, and that of a usual cell on one line.
    available : float
        What all columns together may take.

    Returns
    -------
    list of float
        The natural widths where they fit; else widths in proportion to the usual cell, so that the cells of a row have
        about as many lines, but none below the least nor above the natural width.

    Examples
    --------
    >>> fit([10, 20], [5, 5], [8, 9], 100), [round(w) for w in fit([10, 400, 300], [10, 20, 20], [10, 200, 100], 100)]
    ([10, 20], [10, 60, 30])
    """
    if sum(natural) <= available:
        return list(natural)
    squeeze = min(1.0, available / sum(least))
    floor = [squeeze * w for w in least]

    def widths(factor: float) -> list[float]:
        return [min(n, max(f, factor * t)) for n, f, t in zip(natural, floor, typical, strict=True)]

    low, high = 0.0, max(n / t for n, t in zip(natural, typical, strict=True))
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(widths(middle)) <= available else (low, middle)
    return widths(low)


def wide(text: str) -> int:
    r"""Return how many half-width characters the longest line of a text takes.

    Examples
    --------
    >>> wide("abc"), wide("中国a"), wide("a\nabc")
    (3, 5, 3)
    """
    return max(sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in part) for part in text.split("\n"))


def _widths(header: Sequence[str], rows: Sequence[Sequence[str]], size: float, available: float) -> list[float]:
    """Return the widths of columns in points."""
    columns = [(h, *(r[i] for r in rows)) for i, h in enumerate(header)]

    def points(characters: float) -> float:
        return characters * size * 0.6 + PADDING

    natural = [points(max(map(wide, c))) for c in columns]
    words = [max(wide(w) for t in c for w in [*WORD.findall(t), t[:SHORT_WORD] if t is c[0] else ""]) for c in columns]
    least = [min(points(w), LONGEST_WORD) for w in words]
    typical = [points(sum(wide(line) for t in c for line in t.split("\n")) / len(c)) for c in columns]
    return fit(natural, least, typical, available)


def of_figures(texts: Sequence[str]) -> bool:
    """Tell whether a column holds figures, at least one, and else only what is not known."""
    return any(NUMBER.fullmatch(t) for t in texts) and all(
        NUMBER.fullmatch(t) or not any(c.isdigit() for c in t) for t in texts
    )


def _runs(text: str, *, bold: bool = False) -> str:
    properties = "<w:rPr><w:b/><w:bCs/></w:rPr>" if bold else ""
    lines = (f'<w:t xml:space="preserve">{clean(part)}</w:t>' for part in text.split("\n"))
    return f"<w:r>{properties}{'<w:br/>'.join(lines)}</w:r>"


def clean(text: str) -> str:
    r"""Return a text as XML takes it: escaped, without control characters.

    Examples
    --------
    >>> clean("R&D\x07 < 1")
    'R&amp;D &lt; 1'
    """
    return escape(CONTROL.sub("", text))


def _reference(number: int) -> str:
    colour = '<w:rPr><w:color w:val="1B4FB5"/></w:rPr>'
    return (
        '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
        f'<w:hyperlink w:anchor="source_{number}" w:history="1"><w:r>{colour}<w:t>[{number}]</w:t></w:r></w:hyperlink>'
    )


def _table_properties(width: float) -> str:
    def rule(side: str, size: int, colour: str = "17212B") -> str:
        return f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"/>'

    borders = rule("top", 8) + rule("bottom", 8) + rule("insideH", 2, "C3C9CE")
    margins = '<w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/>'
    return (
        f'<w:tblPr><w:tblW w:w="{round(20 * width)}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{borders}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
    )


def _row(
    texts: Sequence[str],
    widths: Sequence[float],
    right: Sequence[bool],
    style: str,
    *,
    head: bool = False,
    bold: bool = False,
    keep: bool = False,
    mark: int | None = None,
) -> str:
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{round(20 * w)}" w:type="dxa"/>{_HEAD_RULE if head else ""}</w:tcPr>'
        f"<w:p><w:pPr>{_format_style(style)}{'<w:keepNext/>' if keep else ''}"
        f"{_RIGHT if r else ''}</w:pPr>{_bookmark(mark) if i == 0 else ''}{_runs(t, bold=head or bold)}</w:p></w:tc>"
        for i, (t, w, r) in enumerate(zip(texts, widths, right, strict=True))
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{cells}</w:tr>"


_RIGHT = '<w:jc w:val="right"/>'
_HEAD_RULE = '<w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="17212B"/></w:tcBorders>'


def _bookmark(mark: int | None) -> str:
    if mark is None:
        return ""
    return f'<w:bookmarkStart w:id="{mark}" w:name="source_{mark}"/><w:bookmarkEnd w:id="{mark}"/>'
