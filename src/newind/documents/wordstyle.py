"""How the Word file looks: pages, styles and fonts in each language, page numbers, and a package of equal bytes.

Chinese follows GB/T 9704-2012: type area of 156 × 225 mm, title in size 2 小标宋, first headings 黑体, second 楷体,
body in size 3 仿宋 on lines of 28 points, page numbers at the outer edge. Fonts that a machine may lack are declared
with their usual other name.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from newind.messages import in_each, message_group

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document as Word
    from docx.section import Section, _Footer

INK, QUIET, ACCENT = "17212B", "4A5763", "0B3346"
MARGINS = in_each(lambda lang: (37, 26, 35, 28) if lang == "zh" else (22, 25, 22, 25))
"""Top, right, bottom and left in mm on A4; the Chinese ones leave 156 × 225 mm."""
FONTS: dict[str, str] = message_group("documents.fonts")
SONG, HEI, KAI, FANG, SIMSUN = (FONTS[name] for name in ("song", "hei", "kai", "fang", "simsun"))
OTHER_NAMES = {SONG: "STZhongsong", HEI: "SimHei", KAI: "KaiTi", FANG: "FangSong", SIMSUN: "SimSun"}
TAGS = in_each(lambda lang: ({"en": "en-GB", "zh": "zh-CN"}.get(lang, lang), "zh-CN"))
"""Language of Latin and of East Asian text."""
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
    "Body Text": ParagraphStyle(FANG, 16, align="both", line=28, first=2),
    "Result": ParagraphStyle(HEI, 16, align="both", line=28, first=2),
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
    "Body Text": ParagraphStyle("Calibri", 10.5, line=1.25, after=6),
    "Result": ParagraphStyle("Calibri", 11.5, bold=True, line=1.15, after=4),
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
        + f'<w:spacing w:before="{round(20 * style.before)}" w:after="{round(20 * style.after)}" {line}/>'
        + (f"<w:ind {first}/>" if style.first else "")
        + f'<w:jc w:val="{style.align}"/>'
        + ("" if style.level is None else f'<w:outlineLvl w:val="{style.level}"/>')
        + "</w:pPr>"
    )


def _run_properties(style: ParagraphStyle, lang: str) -> str:
    latin = quoteattr("Times New Roman" if lang == "zh" else style.face)
    east = quoteattr(style.face if lang == "zh" else FANG)
    hint = ' w:hint="eastAsia"' if lang == "zh" else ""
    return (
        f"<w:rPr {nsdecls('w')}>"
        f"<w:rFonts{hint} w:ascii={latin} w:hAnsi={latin} w:eastAsia={east} w:cs={latin}/>"
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
    latin, east = TAGS[lang]
    for element in (*word.styles.element.iter(qn("w:lang")), *word.settings.element.iter(qn("w:themeFontLang"))):
        element.set(qn("w:val"), latin)
        element.set(qn("w:eastAsia"), east)


def _set_properties(word: Word, lang: str, title: str, subject: str) -> None:
    properties = word.core_properties
    properties.title, properties.subject = title, subject
    properties.author = properties.last_modified_by = "newind"
    properties.comments = properties.keywords = ""
    properties.language = TAGS[lang][0]
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
