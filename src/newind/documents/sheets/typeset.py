"""A brief as a PDF: a page a sheet, set by typst; the build fails where a sheet takes more than its page."""

from __future__ import annotations

import re
from functools import cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from newind.charts import chart
from newind.documents.html import environment, phrases
from newind.documents.pdf import DARK, SYSTEM, faces, set_pages
from newind.documents.report.picture import VARIABLE, picture
from newind.documents.sheets import drawings
from newind.documents.sheets.drawings import BAR
from newind.documents.sheets.model import Boxes, BriefTable, Columns, Exhibit, Gauges, Heading, Listing, Note
from newind.documents.sheets.page import Drawer, name_rows
from newind.documents.sheets.voice import say
from newind.errors import DataError, tell
from newind.kernels.secondprocess import made_meanwhile

if TYPE_CHECKING:
    from pathlib import Path

    from newind.documents.sheets.model import Block, BriefSheet, Cell, Item, PagedBrief

SIZES = (1.2, 1.14, 1.08, 1.04, 1.0, 0.97, 0.94)
"""Of all text: the first with which every sheet is on its page; smaller than the last would fall below 7.5 points."""


class Setter:
    """A brief on its way to the typesetter: parts as plain data."""

    def __init__(self, brief: PagedBrief) -> None:
        self.brief, self.lang, self.fonts = brief, brief.lang, faces(brief.lang)
        self.drawer = Drawer(brief)

    def svg(self, drawn: str, topic: str = "index") -> str:
        """Return a drawing as a separate file, light, in the fonts of the PDF; nothing where nothing is drawn."""
        if not drawn:
            return ""
        named = ", ".join(f"'{f}'" for f in self.fonts["chart"])
        whole = picture(str(drawn), "", topic=topic, lang=self.lang, side=0.0)
        return SYSTEM.sub(named, DARK.sub("</style>", whole, count=1))

    def sheet(self, s: BriefSheet, n: int) -> dict[str, Any]:
        """Return a sheet."""
        label = say(self.lang, "page.label", kind=self.brief.kind, name=self.brief.name)
        return {
            "name": s.name,
            "aside": s.aside,
            "link": self.brief.link if not n else "",
            "link_text": say(self.lang, "page.link"),
            "foot": " · ".join(t for t in (f"newind · {label}", s.foot) if t),
            "blocks": [*map(self.block, s.blocks)],
        }

    def block(self, b: Block) -> dict[str, Any]:
        """Return a block."""
        if isinstance(b, Gauges):
            return {"kind": "gauges", "note": b.note, "gauges": [self._gauge(g) for g in b.gauges]}
        if isinstance(b, Listing):
            return {"kind": "listing", "scenario": b.scenario, **self._listing(b)}
        if isinstance(b, Boxes):
            made = [{"kind": kind, **self._listing(x)} for kind, x in zip(b.kinds, b.boxes, strict=True)]
            return {"kind": "boxes", "title": b.title, "boxes": made, "foot": b.foot}
        if isinstance(b, Heading):
            return {"kind": "heading", "text": b.text, "sub": b.under, "refs": list(b.refs)}
        if isinstance(b, Exhibit):
            drawn = chart(b.proof, self.drawer.name, self.lang, b.title, self.drawer.key())
            return {
                "kind": "figure",
                "title": b.title,
                "note": b.note,
                "refs": list(b.refs),
                "svg": self.svg(drawn, b.topic),
            }
        if isinstance(b, Note):
            names = [f.name for f in self.brief.files] if b.files else []
            about = {"title": b.title, "text": b.text, "refs": list(b.refs), "code": b.code, "link": list(b.link)}
            return {"kind": "note", **about, "files": names, "printed": b.printed}
        if isinstance(b, Columns):
            return {"kind": "columns", "left": [*map(self.block, b.left)], "right": [*map(self.block, b.right)]}
        return self._grid(b)

    def _gauge(self, g: Any) -> dict[str, Any]:
        line = self.svg(self.drawer.line(g), g.topic) if g.peers else ""
        course = self.svg(self.drawer.course(g), g.topic) if len(g.series) > 1 else ""
        words = {k: getattr(g, k) for k in ("name", "value", "unit", "ends", "what", "place", "trend")}
        return words | {"hue": hues()[g.topic], "refs": list(g.refs), "line": line, "course": course}

    def _listing(self, b: Listing) -> dict[str, Any]:
        return {"title": b.title, "empty": b.empty, "items": [_item(i) for i in b.items]}

    def _grid(self, b: BriefTable) -> dict[str, Any]:
        head = [
            {"text": h, "svg": self.svg(self.drawer.axis(b, k)), "wide": drawings.LOSSES}
            for k, h in enumerate(b.header)
        ]
        names = name_rows(b)
        rows = [
            [self._cell(c, name, b.header[k], beside=b.beside) for k, c in enumerate(row)]
            for name, row in zip(names, b.rows, strict=True)
        ]
        for row, below in pairwise(rows):
            row[0]["last"] = bool(below[0]["text"])  # of the rows of one name
        return {
            "kind": "grid",
            "title": b.title,
            "refs": list(b.refs),
            "header": head,
            "rows": rows,
            "numeric": list(b.numeric),
            "wide": list(drawings.share_width(b)),
            "beside": b.beside,
            "scenario": b.scenario,
        }

    def _cell(self, c: Cell, row: str, column: str, *, beside: bool) -> dict[str, Any]:
        drawn = self.drawer.draw(c, row, column, beside=beside)
        wide = drawings.LOSSES if c.losses else drawings.TARGET if not c.bar else drawings.NARROW if beside else BAR
        return {"text": c.text, "tone": c.tone, "svg": self.svg(drawn), "wide": wide}


def _item(i: Item) -> dict[str, Any]:
    return {"text": i.text, "number": i.number, "tone": i.tone, "after": i.after, "refs": list(i.refs)}


@cache
def hues() -> dict[str, str]:
    """Return the hue of each topic on paper."""
    css = environment().get_template("tokens.css").render()
    values = dict(VARIABLE.findall(css.partition("@media")[0]))
    found: dict[str, str] = {}
    for line in css.splitlines():
        for rule in line.split("}"):
            if match := re.search(r"--h: var\(--([\w-]+)\)", rule):
                found |= dict.fromkeys(re.findall(r"\.t-(\w+)", rule), values[match[1]])
    return found


def typeset(brief: PagedBrief) -> bytes:
    """Return a brief as a PDF.

    Raises
    ------
    DataError
        For Chinese where no font has Chinese characters, and for a sheet that takes more than its page at the smallest
        size of text.
    """
    made = Setter(brief)
    about: dict[str, Any] = {
        "lang": brief.lang, "title": brief.title, "phrases": phrases(brief.title, brief.lang),
        "lead": brief.lead, "refs": list(brief.lead_refs), "chips": list(brief.chips), "fonts": made.fonts,
        "sheets": [made.sheet(s, n) for n, s in enumerate(brief.sheets)],
        "files": [vars(f) for f in brief.files],
    }  # fmt: skip
    for size in SIZES:
        pages = set_pages("sheets.typ", about | {"size": size}, "svg")
        found = len(pages) if isinstance(pages, list) else 1
        if found == len(brief.sheets):
            done: bytes = set_pages("sheets.typ", about | {"size": size})
            return done
    raise DataError(tell("brief.pages", most=len(brief.sheets), found=found))


def write_pdf(brief: PagedBrief, path: Path) -> None:
    """Write a brief as a PDF; equal briefs give equal bytes on one machine.

    It is set in a copy of this process where that can be made: the typesetter leaves threads behind, with which this
    one could not be copied any more.
    """
    with made_meanwhile(partial(typeset, brief)) as made:
        path.write_bytes(made())
