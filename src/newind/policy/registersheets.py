"""Write a register as a workbook: sheets about, actions, shocks, sources, help, lists; ``registerbook.py`` reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newind.data.readers.sheets import address
from newind.data.workbook import HEAD, LONGEST, RISKY, WRAP, SheetPlan, write_workbook
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
    from collections.abc import Iterator, Mapping, Sequence
    from os import PathLike
    from pathlib import Path

    from newind.messages import Text
    from newind.policy.fields import ShockFields
    from newind.policy.register import Action, Register

FIRST = 2
"""First row below names and titles."""
SPARE = 500
"""Empty rows that have drop-down lists."""
LANGS = {"en": ("en", "zh"), "zh": ("zh", "en")}
HEADS: dict[str, Text] = message_group("policy.registersheets.heads")
NAME = {"bold": True, "bg_color": "#E3EEF6", "valign": "top"}
TEXT = {"text_wrap": True, "valign": "top", "num_format": "@"}
NUMBER = {"valign": "top"}
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
    made = _RegisterWorkbook(str(path), LANGS[lang])
    sheets = (
        made.about(register),
        made.rows("actions", [_action(a) for a in register]),
        made.rows("shocks", [_shock(a, s) for a in register for s in a.shocks]),
        made.rows("sources", [{"action": a.id, **s.model_dump()} for a in register for s in a.sources]),
        made.help(),
        made.lists(),
    )
    return write_workbook(path, register.name, sheets)


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
    """A register as the sheets of a workbook."""

    def __init__(self, source: str, langs: tuple[str, str]) -> None:
        self.source, self.langs = source, langs
        self.spans = dict(_spans())

    def about(self, register: Register) -> SheetPlan:
        """Return the sheet about the register: a name in the first column, its value in the second."""
        sheet = SheetPlan("about", (14, 60, 60), exact=True)
        said = {"name": register.name, "label": register.label, "note": register.note}
        for row, column in enumerate(SHEETS["about"]):
            sheet.put(row, 0, column.id, NAME)
            self.put(sheet, row, 1, column, _at(said, column.path))
            sheet.put(row, 2, self.both(help_of("about", column)[1]), WRAP)
        return sheet

    def rows(self, name: str, rows: Sequence[Mapping[str, Any]]) -> SheetPlan:
        """Return a sheet of rows: names of columns, titles, and a drop-down list where words are given."""
        columns, last = SHEETS[name], FIRST + len(rows) + SPARE
        sheet = SheetPlan(name, [_width(c) for c in columns], freeze=(FIRST, 1), exact=True, row=1, heights={1: 32})
        sheet.write_row((title_of(name, column) for column in columns), HEAD)
        for i, column in enumerate(columns):
            sheet.looks[i] = NUMBER if column.kind in ASKED else TEXT
            sheet.put(0, i, column.id, NAME)
            if (choice := self.choice(column)) is not None:
                sheet.more.append(("data_validation", FIRST, i, last, i, choice))
        for row, said in enumerate(rows, FIRST):
            for i, column in enumerate(columns):
                self.put(sheet, row, i, column, said.get(column.id))
        return sheet

    def put(self, sheet: SheetPlan, row: int, i: int, column: SheetColumn, value: Any) -> None:
        """Write a cell: a number as a number, a text as a text, nothing for what is not known."""
        if value is None or value == () or value == {} or value == "":
            return
        if column.kind in ASKED:
            sheet.put(row, i, value, NUMBER)
            return
        text = _text(column, value)
        if len(text) > LONGEST:
            raise PolicyError(
                f"{self.source}: {sheet.name}!{address(row, i)}: a text of {len(text):,} characters; "
                f"a cell takes {LONGEST:,}. Shorten it, or save the register as .yaml."
            )
        sheet.put(row, i, text, TEXT | ({"quote_prefix": True} if text.startswith(RISKY) else {}))

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
    def help(self) -> SheetPlan:
        """Return what each column means and takes, in both languages."""
        first, second = self.langs
        sheet = SheetPlan("help", (10, 16, 26, 60, 60, 44), exact=True)
        for entry in words()["guide"]:
            sheet.line(f"{entry[first]}  {entry[second]}")
        sheet.row += 1
        names, means = (self.both(HEADS[k]) for k in ("sheet", "column", "title")), HEADS["meaning"]
        sheet.write_row([*names, means[first], means[second], self.both(HEADS["allowed"])], HEAD)
        for name, column in ((name, c) for name, columns in SHEETS.items() for c in columns):
            told = help_of(name, column)[1]
            allowed = ", ".join(vocabularies()[column.values]) if column.values else ""
            sheet.write_row((name, column.id, title_of(name, column), told[first], told[second], allowed), WRAP)
        return sheet

    def lists(self) -> SheetPlan:
        """Return the words that columns take, with what they mean."""
        sheet = SheetPlan("lists", (16, 28, 44, 40, 40, 14), freeze=(1, 0), exact=True)
        list_, word_, gta, mast = (self.both(HEADS[k]) for k in ("list", "word", "gta", "mast"))
        sheet.write_row((list_, word_, *message("language.own_name").values(), gta, mast), HEAD)
        for name, entries in vocabularies().items():
            for word, told in entries.items():
                means = instruments().get(word) if name == "instrument" else None
                sheet.write_row((name, word, *told.values(), *((means.gta, means.mast) if means else ())), WRAP)
        return sheet

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
