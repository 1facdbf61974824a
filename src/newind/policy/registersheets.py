"""Write a register as a workbook: sheets about, actions, shocks, sources, help, lists; ``registerbook.py`` reads it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xlsxwriter  # type: ignore[import-untyped]

from newind.accounts.store import write_whole
from newind.data.readers.sheets import address
from newind.data.template_book import ExactWorksheet
from newind.errors import PolicyError
from newind.messages import message, message_group
from newind.policy.levers import levers
from newind.policy.registerlayout import (
    SHEETS,
    SheetColumn,
    help_of,
    join_items,
    options_text,
    selection_text,
    title_of,
    vocabularies,
    words,
)
from newind.policy.triage import instruments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from os import PathLike

    from newind.messages import Text
    from newind.policy.fields import ShockFields
    from newind.policy.register import Action, Register

FIRST = 2
"""First row below names and titles."""
LONGEST = 32_767
"""Characters that a cell takes."""
SPARE = 500
"""Empty rows that have drop-down lists."""
EPOCH = datetime(1980, 1, 1)
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet may take for a formula."""
LANGS = {"en": ("en", "zh"), "zh": ("zh", "en")}
HEADS: dict[str, Text] = message_group("policy.registersheets.heads")
STYLES = {
    "name": {"bold": True, "bg_color": "#E3EEF6", "valign": "top"},
    "title": {"bold": True, "bg_color": "#F0EDE5", "text_wrap": True, "valign": "top", "bottom": 1},
    "wrap": {"text_wrap": True, "valign": "top"},
    "text": {"text_wrap": True, "valign": "top", "num_format": "@"},
    "escaped": {"text_wrap": True, "valign": "top", "num_format": "@", "quote_prefix": True},
    "number": {"valign": "top"},
    "head": {"bold": True, "font_size": 14},
}
WIDTHS = {"id": 26, "action": 26, "legal_basis": 36, "title": 60, "href": 44, "regions": 16, "industries": 16}
WIDE = ("label", "note", "no_shock")
ASKED = ("number", "whole")
"""Kinds of cells that hold numbers."""


def write_book(register: Register, path: str | PathLike[str], lang: str = "en") -> Path:
    """Write a register to a workbook, whole or not at all, and return its path.

    Parameters
    ----------
    register : Register
    path : path
        ``.xlsx``; equal registers give equal bytes. Texts are never formulas.
    lang : {"en", "zh"}
        Language that stands first in the help.

    Raises
    ------
    PolicyError
        For a text that is longer than a cell takes, naming the cell.
    DataError
        When the folder does not exist or cannot be written.
    """
    return write_whole(Path(path), lambda file: _write(register, file, str(path), lang))


def _write(register: Register, file: Path, source: str, lang: str) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(file), options) as book:
        book.set_properties({"title": register.name, "author": "newind", "created": EPOCH})
        made = _RegisterWorkbook(book, source, LANGS[lang])
        made.about(register)
        made.rows("actions", [_action(a) for a in register])
        made.rows("shocks", [_shock(a, s) for a in register for s in a.shocks])
        made.rows("sources", [{"action": a.id, **s.model_dump()} for a in register for s in a.sources])
        made.help()
        made.lists()


# ---- cells
def _action(a: Action) -> dict[str, Any]:
    """Return the cells of an action by column; what is not known is left out."""
    said = a.model_dump()
    return {c.id: _at(said, c.path) for c in SHEETS["actions"]}


def _at(said: Any, path: Sequence[str]) -> Any:
    for key in path:
        said = said.get(key) if said else None
    return said


def _shock(a: Action, s: ShockFields) -> dict[str, Any]:
    usual = {"user"} if s.user == levers()[s.lever].user else set()
    return s.model_dump(exclude=usual) | {"action": a.id}


def _text(column: SheetColumn, value: Any) -> str:
    """Return a value as the text of its cell."""
    if column.kind == "list":
        return join_items(value)
    if column.kind == "selection":
        return selection_text(value)
    return options_text(value) if column.kind == "options" else str(value)


# ---- sheets
class _RegisterWorkbook:
    """A register on its way into a workbook."""

    def __init__(self, book: xlsxwriter.Workbook, source: str, langs: tuple[str, str]) -> None:
        self.book, self.source, self.langs = book, source, langs
        self.style = {name: book.add_format(look) for name, look in STYLES.items()}
        self.spans = dict(_spans())

    def sheet(self, name: str, widths: Iterable[float] = ()) -> Any:
        sheet = self.book.add_worksheet(name, ExactWorksheet)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        return sheet

    def about(self, register: Register) -> None:
        """Write the sheet about the register: a name in the first column, its value in the second."""
        sheet = self.sheet("about", (14, 60, 60))
        said = {"name": register.name, "label": register.label, "note": register.note}
        for row, column in enumerate(SHEETS["about"]):
            sheet.write_string(row, 0, column.id, self.style["name"])
            self.put(sheet, row, 1, column, _at(said, column.path))
            sheet.write_string(row, 2, self.both(help_of("about", column)[1]), self.style["wrap"])

    def rows(self, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """A sheet of rows: names of columns, titles, and a drop-down list where words are given."""
        columns, last = SHEETS[name], FIRST + len(rows) + SPARE
        sheet = self.sheet(name)
        for i, column in enumerate(columns):
            plain = self.style["number" if column.kind in ASKED else "text"]
            sheet.set_column(i, i, _width(column), plain)
            sheet.write_string(0, i, column.id, self.style["name"])
            sheet.write_string(1, i, title_of(name, column), self.style["title"])
            if (choice := self.choice(column)) is not None:
                sheet.data_validation(FIRST, i, last, i, choice)
        for row, said in enumerate(rows, FIRST):
            for i, column in enumerate(columns):
                self.put(sheet, row, i, column, said.get(column.id))
        sheet.set_row(1, 32)
        sheet.freeze_panes(FIRST, 1)

    def put(self, sheet: Any, row: int, i: int, column: SheetColumn, value: Any) -> None:
        """Write a cell: a number as a number, a text as a text, nothing for what is not known."""
        if value is None or value == () or value == {} or value == "":
            return
        if column.kind in ASKED:
            sheet.write_number(row, i, value, self.style["number"])
            return
        text = _text(column, value)
        if len(text) > LONGEST:
            raise PolicyError(
                f"{self.source}: {sheet.get_name()}!{address(row, i)}: a text of {len(text):,} characters; "
                f"a cell takes {LONGEST:,}. Shorten it, or save the register as .yaml."
            )
        sheet.write_string(row, i, text, self.style["escaped" if text.startswith(RISKY) else "text"])

    def choice(self, column: SheetColumn) -> dict[str, Any] | None:
        """Return the drop-down list of a column, None where it has none."""
        if column.id == "action":
            source = f"=actions!$A${FIRST + 1}:$A$2000"
        elif column.values and column.kind != "list":
            first, last = self.spans[column.values]
            source = f"=lists!$B${first + 1}:$B${last + 1}"
        else:
            return None
        return {"validate": "list", "source": source, "error_title": "newind", "error_message": "→ lists, help"}

    # ---- what explains
    def help(self) -> None:
        """Write what each column means and takes, in both languages."""
        first, second = self.langs
        sheet = self.sheet("help", (10, 16, 26, 60, 60, 44))
        for row, entry in enumerate(words()["guide"]):
            sheet.write_string(row, 0, f"{entry[first]}  {entry[second]}")
        heads = [HEADS[k] for k in ("sheet", "column", "title", "meaning", "meaning", "allowed")]
        top = len(words()["guide"]) + 1
        for i, head in enumerate(heads):
            said = head[first if i == 3 else second] if head is HEADS["meaning"] else self.both(head)
            sheet.write_string(top, i, said, self.style["title"])
        pairs = [(name, c) for name, columns in SHEETS.items() for c in columns]
        for row, (name, column) in enumerate(pairs, top + 1):
            told = help_of(name, column)[1]
            allowed = ", ".join(vocabularies()[column.values]) if column.values else ""
            cells = (name, column.id, title_of(name, column), told[first], told[second], allowed)
            for i, cell in enumerate(cells):
                sheet.write_string(row, i, cell, self.style["wrap"])

    def lists(self) -> None:
        """The words that columns take, with what they mean."""
        sheet = self.sheet("lists", (16, 28, 44, 40, 40, 14))
        heads = [self.both(HEADS[k]) for k in ("list", "word")] + [*message("language.own_name").values()]
        for i, head in enumerate([*heads, *(self.both(HEADS[k]) for k in ("gta", "mast"))]):
            sheet.write_string(0, i, head, self.style["title"])
        rows = ((name, word, told) for name, entries in vocabularies().items() for word, told in entries.items())
        for row, (name, word, told) in enumerate(rows, 1):
            means = instruments().get(word) if name == "instrument" else None
            elsewhere = (means.gta, means.mast) if means else ()
            for i, cell in enumerate((name, word, *told.values(), *elsewhere)):
                sheet.write_string(row, i, cell, self.style["wrap"])
        sheet.freeze_panes(1, 0)

    def both(self, said: Mapping[str, str]) -> str:
        return " | ".join(said[lang] for lang in self.langs)


def _spans() -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the first and last row of each list of words on its sheet."""
    row = 1
    for name, entries in vocabularies().items():
        yield name, (row, row + len(entries) - 1)
        row += len(entries)


def _width(column: SheetColumn) -> float:
    return 40 if column.path[0] in WIDE else WIDTHS.get(column.id, 15)
