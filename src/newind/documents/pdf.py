"""Write a brief as a PDF: the order of the Word file with the charts of the page, set by typst, and its fonts.

Texts go to the typesetter as data, so that nothing in them is taken for its language.
"""

from __future__ import annotations

import json
import re
from functools import cache, partial
from importlib import resources
from typing import TYPE_CHECKING, Any

from newind.charts import PAGE, WIDENED, chart
from newind.charts.draw import WIDTH
from newind.documents.html import label
from newind.documents.report.picture import picture
from newind.documents.walk import CONTROL, BriefWriter, of_figures
from newind.errors import DataError, tell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from newind.questions.model import Brief, Card


SERIF = (
    "FangSong", "STFangsong", "Source Han Serif SC", "Noto Serif CJK SC", "Noto Serif SC", "Songti SC", "STSong",
    "SimSun", "AR PL UMing CN",
)  # fmt: skip
SANS = (
    "SimHei", "Source Han Sans SC", "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Heiti SC", "STHeiti",
    "Microsoft YaHei", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Droid Sans Fallback",
)  # fmt: skip
LATIN = ("Source Sans 3", "Noto Sans", "Helvetica Neue", "Liberation Sans", "Arial", "DejaVu Sans")
BOOK, MONO = "Libertinus Serif", "DejaVu Sans Mono"
"""Faces of the text and of commands, which come with the typesetter."""
REMEDY = "Install one, such as Noto Serif CJK SC (Debian: fonts-noto-cjk), or ask for html or docx."


@cache
def find_fonts() -> Any:
    """Return the fonts of this machine and of the typesetter, looked for once."""
    from typst import Fonts

    return Fonts()


@cache
def families() -> frozenset[str]:
    """Return the names of the fonts that there are."""
    return frozenset(find_fonts().families())


def chinese() -> tuple[str, str] | None:
    """Return the fonts for Chinese text and Chinese headings; None where no font has Chinese characters."""
    serif = [f for f in SERIF if f in families()]
    sans = [f for f in SANS if f in families()]
    if not serif and not sans:
        return None
    return (serif or sans)[0], (sans or serif)[0]


def faces(lang: str) -> dict[str, list[Any]]:
    """Return the fonts of text, headings, commands and charts in a language.

    Raises
    ------
    DataError
        For Chinese where no font has Chinese characters, with the remedy.
    """
    latin = [f for f in LATIN if f in families()][:1]
    found = chinese()
    if lang != "zh":
        more = list(found or ())
        return {"text": [BOOK, *more], "head": [BOOK, *more], "code": [MONO, *more], "chart": [*latin, BOOK, *more]}
    if found is None:
        raise DataError(tell("brief.font", remedy=REMEDY))
    serif, sans = found
    book = {"name": BOOK, "covers": "latin-in-cjk"}
    return {"text": [book, serif], "head": [sans], "code": [MONO, sans], "chart": [sans]}


DARK = re.compile(r"@media.*?</style>", re.DOTALL)
SYSTEM = re.compile(r"(?<=font: 12px )[^;}]+")
"""Faces of a chart, which a page takes from the system that it is read on."""
LONG = re.compile(r"[^\s\u2e80-\uffef]{24,}")
"""Pattern of text that a cell of a table has no room for, unless it may break."""
JOINTS = re.compile(r"([._/×=,+&-])(?=\w)")
EPOCH = 315_532_800
"""1980-01-01, in seconds: the same brief gives the same bytes."""


def write_pdf(brief: Brief, path: Path) -> None:
    """Write a brief as a PDF.

    Parameters
    ----------
    brief : Brief
    path : Path
        File to write; equal briefs give equal bytes on one machine.

    Raises
    ------
    DataError
        For Chinese where no font has Chinese characters.
    """
    path.write_bytes(typeset(brief))


def typeset(brief: Brief) -> bytes:
    """Return a brief as a PDF; errors as of :func:`write_pdf`."""
    made = _PdfWriter(brief)
    made.walk()
    about = {
        "lang": brief.lang, "title": " ".join(brief.headline.split()), "parts": made.parts,
        "foot": f"newind · {brief.name} {brief.year}", "fonts": made.fonts, "known": [s.number for s in brief.sources],
    }  # fmt: skip
    done: bytes = set_pages("brief.typ", about)
    return done


def set_pages(template: str, about: dict[str, Any], kind: str = "pdf") -> Any:
    """Return what the typesetter makes of a template; of pictures one a page, in a list where there are several."""
    import typst

    text = json.dumps(about, ensure_ascii=False).encode("utf-8", "replace").decode()
    given = {"data": CONTROL.sub("", text)}
    made: Any = partial(typst.compile, _template(template), font_paths=find_fonts(), format=kind, sys_inputs=given)
    try:
        return made(timestamp=EPOCH) if kind == "pdf" else made()
    except typst.TypstError as error:
        raise DataError(tell("brief.pdf", error=error)) from None


@cache
def _template(name: str) -> bytes:
    return (resources.files("newind.documents") / "templates" / name).read_bytes()


class _PdfWriter(BriefWriter):
    """A brief on its way to the typesetter: parts as plain data."""

    def __init__(self, brief: Brief) -> None:
        super().__init__(brief)
        self.fonts = faces(brief.lang)
        self.parts: list[dict[str, Any]] = []
        self.charts = 0

    def paragraph(self, style: str, text: str, refs: Sequence[int] = (), strong: str = "") -> None:
        self.parts.append({"kind": "text", "style": style, "text": text, "strong": strong, "refs": list(refs)})

    def write_link(self, text: str, link: str) -> None:
        self.parts.append({"kind": "link", "text": text, "link": link})

    def turn_pages(self) -> None:
        self.parts.append({"kind": "turn"})

    def grid(
        self,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        style: str = "Cell",
        focus: frozenset[int] = frozenset(),
        marks: Sequence[int] = (),
        hold: bool = False,  # noqa: ARG002 - short tables are not broken at all
    ) -> None:
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(header)
        self.parts.append(
            {
                "kind": "grid", "style": style, "header": [break_long_words(h) for h in header],
                "rows": [[break_long_words(c) for c in r] for r in rows], "focus": sorted(focus), "marks": list(marks),
                "right": [of_figures(c) for c in columns],
            }
        )  # fmt: skip

    def picture(self, card: Card) -> bool:
        self.charts += 1
        wide = type(card.proof) in WIDENED
        drawn = chart(card.proof, self._name, self.lang, card.sentence, str(self.charts), PAGE if wide else WIDTH)
        topic = card.topic or "index"
        svg = picture(drawn, "", topic=topic, lang=self.lang)
        named = ", ".join(f"'{f}'" for f in self.fonts["chart"])
        light = SYSTEM.sub(named, DARK.sub("</style>", svg, count=1))
        self.parts.append({"kind": "chart", "svg": light, "wide": wide, "alt": card.sentence})
        return True

    def _name(self, code: str) -> str:
        return label(code, self.brief.names, self.lang)


def break_long_words(text: str) -> str:
    r"""Return a text whose long words may break after their joints.

    Examples
    --------
    >>> break_long_words("quality.manufacturing_value_added_rate").split("\u200b")
    ['quality.', 'manufacturing_', 'value_', 'added_', 'rate']
    """
    return LONG.sub(lambda m: JOINTS.sub("\\1\u200b", m[0]), text)
