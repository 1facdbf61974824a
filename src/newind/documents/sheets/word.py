"""A brief as a Word file: the order of the pages, drawings as their numbers, the annex as its last section."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newind.documents.prooftable import proof_grid
from newind.documents.sheets.model import Boxes, BriefTable, Columns, Exhibit, Gauges, Heading, Listing, Note
from newind.documents.sheets.voice import say
from newind.documents.walk import list_provenance, list_sources
from newind.documents.wordparts import add_landscape, add_link, add_paragraph, add_table, new_document, save
from newind.language.words import mark

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from docx.document import Document as Word

    from newind.documents.sheets.model import Block, Item, PagedBrief


def write_word(brief: PagedBrief, path: Path) -> None:
    """Write a brief as a Word file; Chinese is set after GB/T 9704, equal briefs give equal bytes."""
    writer = _Writer(brief)
    writer.write()
    save(writer.word, path)


class _Writer:
    """A brief on its way into a document."""

    def __init__(self, brief: PagedBrief) -> None:
        self.brief, self.lang = brief, brief.lang
        self.label = say(self.lang, "page.label", kind=self.brief.kind, name=brief.name)
        self.word: Word = new_document(self.lang, brief.title, self.label)

    def write(self) -> None:
        """Set all of it."""
        d = self.brief
        self.paragraph("Title", d.title)
        self.paragraph(
            "Subtitle",
            mark("comma" if self.lang != "zh" else "clause", self.lang).join(
                (self.label, *filter(None, [mark("semicolon", self.lang).join(d.chips)]))
            ),
        )
        self.paragraph("Body Text", d.lead, d.lead_refs)
        if d.link:
            add_link(self.word, "Note", say(self.lang, "page.link"), d.link)
        for n, sheet in enumerate(d.sheets):
            if n:
                self.paragraph("Heading 1", sheet.name)
                self.paragraph("Note", sheet.aside, keep=True)
            for block in sheet.blocks:
                self.block(block)
        if len(d.sheets) > 1:
            self.annex()

    def block(self, b: Block) -> None:
        """Set a block."""
        if isinstance(b, Columns):
            for one in (*b.left, *b.right):
                self.block(one)
        elif isinstance(b, Gauges):
            self.gauges(b)
        elif isinstance(b, Listing):
            self.paragraph("Heading 2", self.titled(b))
            self.items(b)
        elif isinstance(b, Boxes):
            self.paragraph("Heading 2", b.title)
            lines = tuple("\n".join(map(self.line, box.items)) or box.empty for box in b.boxes)
            add_table(self.word, self.lang, [box.title for box in b.boxes], [lines], hold=bool(b.foot))
            if b.foot:
                self.paragraph("Note", b.foot)
        elif isinstance(b, Heading):
            self.paragraph("Result", b.text, b.refs)
            if b.sub:
                self.paragraph("Note", b.sub, keep=True)
        elif isinstance(b, Exhibit):
            self.figure(b)
        elif isinstance(b, BriefTable):
            self.grid(b)
        elif isinstance(b, Note) and not b.printed:
            strong = b.title + mark("sentence", self.lang) if b.title else ""
            self.paragraph("Body Text" if b.title else "Note", b.text, b.refs, strong)
            if b.link[1]:
                add_link(self.word, "Note", *b.link)
            if b.code:
                self.paragraph("Note", b.code)

    def titled(self, b: Listing | BriefTable) -> str:
        """Return the title of a block, with the letter of the scenario that it is about."""
        return f"{b.scenario} · {b.title}" if b.scenario else b.title

    def gauges(self, b: Gauges) -> None:
        """Set the six characteristics as a table."""
        head = [say(self.lang, f"word.{k}") for k in ("characteristic", "number", "what", "place", "range")]
        rows = [
            (g.name, f"{g.value}{g.unit}", _cited(g.what, g.refs),
             mark("clause", self.lang).join(t for t in (g.place, g.trend) if t), g.ends)
            for g in b.gauges
        ]  # fmt: skip
        add_table(self.word, self.lang, head, rows)

    def items(self, b: Listing) -> None:
        """Set lines with their numbers."""
        for i in b.items:
            self.paragraph("Further", self.line(replace(i, refs=())), i.refs)
        if not b.items:
            self.paragraph("Further", b.empty)

    def line(self, i: Item) -> str:
        """Return a line with its number, what else is to be known of it, and its references."""
        after = mark("semicolon", self.lang) + i.after if i.after else ""
        return _cited(i.text + (mark("colon", self.lang) + i.number if i.number else "") + after, i.refs)

    def figure(self, b: Exhibit) -> None:
        """Set the numbers of a chart under its finding."""
        grid = proof_grid(b.proof, self.brief.names, self.lang)
        self.paragraph("Result", b.title, b.refs)
        if grid.rows:
            add_table(self.word, self.lang, grid.header, grid.rows, focus=grid.focus, hold=bool(b.note))
        if b.note:
            self.paragraph("Note", b.note)

    def grid(self, b: BriefTable) -> None:
        """Set a table without the columns that hold drawings alone."""
        kept = [k for k in range(len(b.header)) if any(row[k].text for row in b.rows)]
        if b.title:
            self.paragraph("Caption", self.titled(b), b.refs)
        rows = [[row[k].text for k in kept] for row in (*b.rows, *b.more)]
        add_table(self.word, self.lang, [b.header[k] for k in kept], rows)

    def annex(self) -> None:
        """Set where numbers come from, what is assumed, and how to get the same brief."""
        d = self.brief
        add_landscape(self.word, self.lang)
        self.paragraph("Heading 1", say(self.lang, "page.annex", n=len(d.sources)))
        header, rows = list_sources(d.sources, self.lang)
        add_table(self.word, self.lang, header, rows, style="Small cell", marks=[r.number for r in d.sources])
        self.paragraph("Heading 2", say(self.lang, "page.assumed"))
        for text in d.methods:
            self.paragraph("Body Text", text)
        self.paragraph("Heading 2", say(self.lang, "page.again"))
        for strong, value in list_provenance(d.reproduce, self.lang):
            self.paragraph("Note", value, strong=strong)
        for file in d.files:
            self.paragraph("Heading 2", file.name)
            for line in file.text.splitlines():
                self.paragraph("Note", line.replace(" ", "\u00a0"))

    def paragraph(
        self, style: str, text: str, refs: Sequence[int] = (), strong: str = "", *, keep: bool = False
    ) -> None:
        """Set a paragraph, on the page of the next one where that is asked for."""
        add_paragraph(self.word, style, text, refs, strong, keep=keep)


def _cited(text: str, refs: Sequence[int]) -> str:
    return text + "".join(f"\u00a0[{n}]" for n in refs)
