"""Parts of a Word file: paragraphs with references, tables, and how pages look in each language.

Chinese follows GB/T 9704-2012: type area of 156 × 225 mm, title in size 2 小标宋, first headings 黑体, second 楷体,
body in size 3 仿宋 on lines of 28 points, page numbers at the outer edge. Fonts that a machine may lack are declared
with their usual other name.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from newind.documents.walk import CONTROL, of_figures, wide
from newind.messages import in_each, message_group

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from docx.document import Document as Word
    from docx.section import Section, _Footer


INK, QUIET, ACCENT = "17212B", "4A5763", "0B3346"
MARGINS = in_each(lambda lang: (37, 26, 35, 28) if lang == "zh" else (22, 25, 22, 25))
"""Top, right, bottom and left in mm on A4; the Chinese ones leave 156 × 225 mm."""
FONTS: dict[str, str] = message_group("documents.fonts")
SONG, HEI, KAI, FANG, SIMSUN = (FONTS[name] for name in ("song", "hei", "kai", "fang", "simsun"))
OTHER_NAMES = {SONG: "STZhongsong", HEI: "SimHei", KAI: "KaiTi", FANG: "FangSong", SIMSUN: "SimSun"}
TAGS = in_each(lambda lang: {"en": "en-GB", "zh": "zh-CN"}.get(lang, lang))
"""Language of the document."""
EPOCH = datetime(1980, 1, 1)
TEMPLATE_REST = (
    RELATIONSHIP_TYPE.THUMBNAIL,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
)


@dataclass(frozen=True)
class ParagraphStyle:
    """A paragraph style: face, size and spacing in points, first line in characters, line exact or a multiple."""

    face: str
    size: float
    bold: bool = False
    colour: str = INK
    align: str = "left"
    before: float = 0
    after: float = 0
    line: float = 1.0
    first: int = 0
    keep: bool = False
    level: int | None = None


CHINESE_STYLES = {
    "Normal": ParagraphStyle(FANG, 16, align="both", line=28),
    "Title": ParagraphStyle(SONG, 22, align="center", line=36, after=8),
    "Subtitle": ParagraphStyle(KAI, 16, align="center", line=28, after=18),
    "Heading 1": ParagraphStyle(HEI, 16, line=28, before=14, first=2, keep=True, level=0),
    "Heading 2": ParagraphStyle(KAI, 16, line=28, before=8, first=2, keep=True, level=1),
    "Heading 3": ParagraphStyle(FANG, 16, bold=True, line=28, before=6, first=2, keep=True, level=2),
    "Body Text": ParagraphStyle(FANG, 16, align="both", line=28, before=3, after=3, first=2),
    "Result": ParagraphStyle(HEI, 16, align="both", line=28, before=6, after=3, first=2, keep=True),
    "Further": ParagraphStyle(FANG, 14, align="both", line=24, first=2),
    "Note": ParagraphStyle(FANG, 12, colour=QUIET, align="both", line=20, before=4, after=10, first=2),
    "Caption": ParagraphStyle(HEI, 12, align="center", line=20, before=8, after=4, keep=True),
    "Cell": ParagraphStyle(FANG, 10.5, line=16, before=1, after=1),
    "Small cell": ParagraphStyle(FANG, 9, line=13, before=1, after=1),
    "Footer": ParagraphStyle(SIMSUN, 14, line=1.0),
}
LATIN_STYLES = {
    "Normal": ParagraphStyle("Calibri", 10.5, line=1.2, after=6),
    "Title": ParagraphStyle("Georgia", 22, bold=True, colour=ACCENT, line=1.1, after=6),
    "Subtitle": ParagraphStyle("Georgia", 12, colour=QUIET, line=1.15, after=14),
    "Heading 1": ParagraphStyle("Georgia", 16, bold=True, colour=ACCENT, before=20, after=6, keep=True, level=0),
    "Heading 2": ParagraphStyle("Georgia", 12.5, bold=True, before=14, after=3, keep=True, level=1),
    "Heading 3": ParagraphStyle("Georgia", 11, bold=True, before=10, after=3, keep=True, level=2),
    "Body Text": ParagraphStyle("Calibri", 10.5, line=1.25, before=3, after=5),
    "Result": ParagraphStyle("Calibri", 11.5, bold=True, line=1.15, before=8, after=4, keep=True),
    "Further": ParagraphStyle("Calibri", 10.5, line=1.15, after=3),
    "Note": ParagraphStyle("Calibri", 9, colour=QUIET, line=1.1, before=4, after=8),
    "Caption": ParagraphStyle("Calibri", 9, bold=True, colour=QUIET, before=6, after=3, keep=True),
    "Cell": ParagraphStyle("Calibri", 9.5, before=1.5, after=1.5),
    "Small cell": ParagraphStyle("Calibri", 8, before=1, after=1),
    "Footer": ParagraphStyle("Calibri", 9, colour=QUIET, align="center"),
}
STYLES = in_each(lambda lang: CHINESE_STYLES if lang == "zh" else LATIN_STYLES)


def new_document(lang: str, title: str, subject: str) -> Word:
    """Return an empty document with the pages, styles, properties and page numbers of a language."""
    word = Document()
    _declare_fonts(word)
    for name, style in STYLES[lang].items():
        _set_style(word, name, style, lang)
    _set_language(word, lang)
    _set_properties(word, lang, title, subject)
    _set_page(word.sections[0], MARGINS[lang])
    _set_footers(word, lang)
    return word


def add_landscape(word: Word, lang: str) -> None:
    """Begin a section of pages turned by a quarter, with the type area turned along."""
    section = word.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    top, right, bottom, left = MARGINS[lang]
    _set_page(section, (left, top, right, bottom), width=297, height=210)


def text_width(word: Word) -> float:
    """Return the width of the type area of the last section in points."""
    section = word.sections[-1]
    width, left, right = section.page_width, section.left_margin, section.right_margin
    return float((width or 0) - (left or 0) - (right or 0)) / 12700


def save(word: Word, path: Path) -> None:
    """Write a document; equal contents give equal bytes, since members carry no time of their own."""
    raw = io.BytesIO()
    word.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, EPOCH.timetuple()[:6])
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            target.writestr(member, source.read(name), compresslevel=6)


def _set_page(section: Section, margins: tuple[int, int, int, int], width: int = 210, height: int = 297) -> None:
    section.page_width, section.page_height = Mm(width), Mm(height)
    top, right, bottom, left = (Mm(m) for m in margins)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = top, right, bottom, left
    section.footer_distance = Mm(15)


def _set_style(word: Word, name: str, style: ParagraphStyle, lang: str) -> None:
    """Give a style its paragraph and run properties, whatever the template had."""
    styles = word.styles
    known = name in [s.name for s in styles]
    element = (styles[name] if known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)).element
    for tag in ("w:pPr", "w:rPr"):
        for old in element.findall(qn(tag)):
            element.remove(old)
    element.append(parse_xml(_paragraph_properties(style)))
    element.append(parse_xml(_run_properties(style, lang)))


def _paragraph_properties(style: ParagraphStyle) -> str:
    exact = style.line > 3
    line = f'w:line="{round(style.line * (20 if exact else 240))}" w:lineRule="{"exact" if exact else "auto"}"'
    first = f'w:firstLineChars="{100 * style.first}" w:firstLine="{round(20 * style.first * style.size)}"'
    return (
        f"<w:pPr {nsdecls('w')}>"
        + ("<w:keepNext/><w:keepLines/>" if style.keep else "")
        + ("" if style.keep else '<w:widowControl w:val="1"/>')
        + '<w:overflowPunct w:val="0"/>'
        + f'<w:spacing w:before="{round(20 * style.before)}" w:after="{round(20 * style.after)}" {line}/>'
        + (f"<w:ind {first}/>" if style.first else "")
        + f'<w:jc w:val="{style.align}"/>'
        + ("" if style.level is None else f'<w:outlineLvl w:val="{style.level}"/>')
        + "</w:pPr>"
    )


def _run_properties(style: ParagraphStyle, lang: str) -> str:
    latin = escape("Times New Roman" if lang == "zh" else style.face)
    east = escape(style.face if lang == "zh" else FANG)
    hint = ' w:hint="eastAsia"' if lang == "zh" else ""
    return (
        f"<w:rPr {nsdecls('w')}>"
        f'<w:rFonts{hint} w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east}" w:cs="{latin}"/>'
        + ("<w:b/><w:bCs/>" if style.bold else '<w:b w:val="0"/><w:bCs w:val="0"/>')
        + f'<w:color w:val="{"000000" if lang == "zh" and style.colour == INK else style.colour}"/>'
        f'<w:sz w:val="{round(2 * style.size)}"/><w:szCs w:val="{round(2 * style.size)}"/>'
        "</w:rPr>"
    )


def _declare_fonts(word: Word) -> None:
    """Tell by which other name a machine may know the Chinese fonts."""
    part = next(r.target_part for r in word.part.rels.values() if r.reltype == RELATIONSHIP_TYPE.FONT_TABLE)
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/>'
        '<w:pitch w:val="variable"/></w:font>'
        for name, other in OTHER_NAMES.items()
    )
    text = part.blob.decode("utf-8")
    part._blob = text.replace("</w:fonts>", f"{fonts}</w:fonts>").encode("utf-8")


def _set_language(word: Word, lang: str) -> None:
    """Set the languages of text; Latin in a Chinese file is English: by Chinese rules lines end in a decimal."""
    latin, east = TAGS["en" if lang == "zh" else lang], TAGS["zh"]
    for element in (*word.styles.element.iter(qn("w:lang")), *word.settings.element.iter(qn("w:themeFontLang"))):
        element.set(qn("w:val"), latin)
        element.set(qn("w:eastAsia"), east)


def _set_properties(word: Word, lang: str, title: str, subject: str) -> None:
    properties = word.core_properties
    properties.title, properties.subject = title, subject
    properties.author = properties.last_modified_by = "newind"
    properties.comments = properties.keywords = ""
    properties.language = TAGS[lang]
    properties.created = properties.modified = EPOCH
    properties.revision = 1
    for relations in (word.part.package.rels, word.part.rels):
        for key in [k for k, r in relations.items() if r.reltype in TEMPLATE_REST]:
            del relations[key]


def _set_footers(word: Word, lang: str) -> None:
    section = word.sections[0]
    if lang == "zh":
        word.settings.odd_and_even_pages_header_footer = True
        _number_pages(section.footer, "right")
        _number_pages(section.even_page_footer, "left")
    else:
        _number_pages(section.footer, "center")


def _number_pages(footer: _Footer, align: str) -> None:
    """Put the page number between dashes, one character from the edge where it is not centred."""
    paragraph = footer.paragraphs[0]
    paragraph.style = "Footer"
    indent = "" if align == "center" else f'<w:ind w:{align}Chars="100" w:{align}="280"/>'
    properties = paragraph._p.get_or_add_pPr()
    for part in (indent, f'<w:jc w:val="{align}"/>'):
        if part:
            properties.append(parse_xml(part.replace("/>", f" {nsdecls('w')}/>")))
    paragraph.add_run("— ")
    field = f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    paragraph._p.append(parse_xml(field))
    paragraph.add_run(" —")


PADDING = 18.0
"""Points that a cell needs beside its text."""
LONGEST_WORD = 130.0
"""Points that no word may ask for, however long."""
SHORT_WORD = 3
"""Characters of a column's title that stay on one line."""
WORD = re.compile(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef]+")
"""Pieces within which a line is not broken: a Chinese character, or others up to the next space."""


def add_paragraph(
    word: Word, style: str, text: str, refs: Sequence[int] = (), strong: str = "", *, keep: bool = False
) -> None:
    """Add a paragraph; ``strong`` opens it in bold, references at its end lead to rows of the table of sources.

    With ``keep`` it stays on the page of what follows.
    """
    runs = "".join((_runs(strong, bold=True) if strong else "", _runs(text), *map(_reference, refs)))
    _append(
        word, f"<w:p {nsdecls('w')}><w:pPr>{_format_style(style)}{'<w:keepNext/>' if keep else ''}</w:pPr>{runs}</w:p>"
    )


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
    if len(word.element.body) > 1 and word.element.body[-2].tag == qn("w:tbl"):
        add_paragraph(word, "Note", "", keep=True)  # tables that touch are one table to Word
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
    return escape(CONTROL.sub("", text), quote=False)


def _reference(number: int) -> str:
    colour = '<w:rPr><w:color w:val="1B4FB5"/></w:rPr>'
    return (
        '<w:r><w:t xml:space="preserve">\u00a0</w:t></w:r>'
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
