"""Write a brief as a Word file, for offices where drafts circulate in Word or WPS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.documents.walk import BriefWriter
from newind.documents.wordparts import add_landscape, add_link, add_paragraph, add_table, new_document, save

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from docx.document import Document as Word

    from newind.questions.model import Brief


def write_docx(brief: Brief, path: Path) -> None:
    """Write a brief as a Word file.

    Parameters
    ----------
    brief : Brief
        In English or Chinese; Chinese is set after GB/T 9704.
    path : Path
        File to write; equal briefs give equal bytes.
    """
    writer = _DocxWriter(brief)
    writer.walk()
    save(writer.word, path)


class _DocxWriter(BriefWriter):
    """A brief on its way into a document."""

    def __init__(self, brief: Brief) -> None:
        super().__init__(brief)
        self.word: Word = new_document(brief.lang, " ".join(brief.headline.split()), brief.subtitle)

    def paragraph(self, style: str, text: str, refs: Sequence[int] = (), strong: str = "") -> None:
        add_paragraph(self.word, style, text, refs, strong)

    def grid(
        self,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        style: str = "Cell",
        focus: frozenset[int] = frozenset(),
        marks: Sequence[int] = (),
        hold: bool = False,
    ) -> None:
        add_table(self.word, self.lang, header, rows, style=style, focus=focus, marks=marks, hold=hold)

    def write_link(self, text: str, link: str) -> None:
        add_link(self.word, "Body Text", text, link)

    def turn_pages(self) -> None:
        add_landscape(self.word, self.lang)
