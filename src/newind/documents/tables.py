"""Write a brief as a workbook: what it says, what proves it, every figure, and where each comes from."""

from __future__ import annotations

import math
import re
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import xlsxwriter  # type: ignore[import-untyped]

from newind.accounts.classification import industry_name
from newind.documents.booktexts import FIGURES, PATTERNS, TEXTS, WIDTHS
from newind.documents.prooftable import proof_grid
from newind.documents.sheet import LONGEST, SheetWriter, refs, write_texts
from newind.documents.wordparts import wide
from newind.language.words import cardinal
from newind.messages import message
from newind.questions.figures import ENDS, each, find_number_format, label_table, shorten_table, write_csv
from newind.questions.findings import KINDS, MARKS
from newind.questions.provenance import note
from newind.questions.text import quantity, say, state

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

    from newind.language.scales import Column
    from newind.questions.model import Brief, Card, Section, TableSection

__all__ = ["write_csv", "write_xlsx"]

EPOCH = datetime(1980, 1, 1)
TITLE = 31
"""Characters that the name of a sheet takes."""


def write_xlsx(brief: Brief, path: Path) -> None:
    """Write a brief as a workbook.

    Parameters
    ----------
    brief : Brief
        In English or Chinese; names of sheets follow.
    path : Path
        File to write; equal briefs give equal bytes. Texts are never formulas.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": " ".join(brief.headline.split()), "author": "newind", "created": EPOCH})
        _BriefWorkbook(brief, book).write()


def sheet_name(title: str) -> str:
    """Return a title as the name of a sheet: without signs that a name cannot hold, and not too long.

    Examples
    --------
    >>> sheet_name("Own tables: up to 2020")
    'Own tables up to 2020'
    """
    return re.sub(r"[][:*?/\\]", "", title)[:TITLE].strip("' ")


class _BriefWorkbook:
    """A brief on its way into a workbook."""

    def __init__(self, brief: Brief, book: xlsxwriter.Workbook) -> None:
        self.brief, self.book, self.lang = brief, book, brief.lang
        self.numbers: dict[str, Format] = {}
        table = label_table(brief)
        self.all_rows, self.table = len(table), shorten_table(table, brief)

    def write(self) -> None:
        self.summary()
        if self.brief.now is not None:
            self.section(self.brief.now)
        self.characteristics()
        if self.brief.index is not None:
            self.section(self.brief.index)
        for i, section in enumerate(self.brief.systems, 1):
            name = message("documents.tables.system", i=i, name=cardinal(i, self.lang))[self.lang]
            sheet = SheetWriter(self.book, name, (22, 60, 14, 14, 40, 12, 12, 50, 10))
            sheet.line(section.title, sheet.title)
            sheet.line(section.lead)
            self.findings(sheet, (*section.findings, *section.more))
        for part in self.brief.depth:
            self.section(part)
        for extra in self.brief.tables:
            self.extra(extra)
        if self.brief.policies is not None:
            self.section(self.brief.policies)
        for part in self.brief.paths:
            self.section(part)
        self.figures()
        self.sources()
        self.notes()

    def say(self, key: str) -> str:
        return TEXTS[key][self.lang] if key in TEXTS else say(key, self.lang)

    def header(self, *keys: str) -> list[str]:
        return [self.say(k) for k in keys]

    def summary(self) -> None:
        sheet = SheetWriter(self.book, self.say("summary"), (40, 30, 40, 12))
        sheet.line(" ".join(self.brief.headline.split()), sheet.title)
        sheet.line(self.brief.subtitle)
        text = self.brief.summary[:LONGEST]
        sheet.sheet.set_row(sheet.row, 16 * (1 + wide(text) // 110))
        sheet.sheet.merge_range(sheet.row, 0, sheet.row, 3, "", sheet.wrap)
        sheet.line(text, sheet.wrap)
        sheet.row += 1
        rows = [(n.label, quantity(n.value, n.unit, self.lang), n.note, refs(n.refs)) for n in self.brief.numbers]
        sheet.texts(self.header("what", "number", "compare", "source"), rows)

    def characteristics(self) -> None:
        sheet = SheetWriter(self.book, self.say("characteristics"), (26, 60, 50, 12, 12, 12))
        cards = self.brief.characteristics
        rows = [(c.title, c.sentence, c.note, c.year, state(c.status, self.lang), refs(c.refs)) for c in cards]
        sheet.texts(self.header("characteristic", "result", "note", "year", "status", "source"), rows)
        self.proofs(sheet, cards)

    def findings(self, sheet: SheetWriter, cards: Sequence[Card]) -> None:
        """The findings of a system, those shown at once first, and what proves each."""
        sheet.row += 1
        keys = ("kind", "finding", "number", "unit", "detail", "year", "status", "note", "source")
        rows = [
            (
                self.kind(c),
                c.sentence,
                c.number,
                c.unit,
                c.detail,
                c.year,
                state(c.status, self.lang),
                c.note,
                refs(c.refs),
            )
            for c in cards
        ]
        sheet.texts(self.header(*keys), rows)
        self.proofs(sheet, cards)

    def extra(self, extra: TableSection) -> None:
        """A table with a heading of its own, on a sheet of its own."""
        sheet = SheetWriter(self.book, sheet_name(extra.title), (36, *[18] * (len(extra.header) - 1)))
        sheet.line(extra.title, sheet.title)
        sheet.line(extra.lead)
        sheet.row += 1
        sheet.texts(extra.header, extra.rows)
        sheet.line(" ".join(t for t in (extra.note, refs(extra.refs)) if t))

    def section(self, section: Section) -> None:
        """A section of its own: the tables, all figures as numbers, what proves each card, the method."""
        sheet = SheetWriter(self.book, sheet_name(section.title), (44, *[20] * 8))
        sheet.line(section.title, sheet.title)
        sheet.line(section.lead)
        sheet.row += 1
        if not section.cards and not section.tables:
            return
        for extra in section.tables:
            sheet.line(extra.title, sheet.bold)
            sheet.texts(extra.header, extra.rows)
        self.write_figures(sheet, section)
        self.proofs(sheet, section.cards)
        sheet.row += 1
        sheet.texts([say("methods", self.lang)], [(t,) for t in (*section.methods, section.command)])

    def write_figures(self, sheet: SheetWriter, section: Section) -> None:
        """Every figure of a section with all its digits; economy and year where they differ."""
        labels, names, figures = section.labels, self.brief.names, section.figures
        region = [names.get(f.region or self.brief.region, f.region) for f in figures]
        columns: dict[str, Sequence[str | float]] = {
            "scenario": [f.scenario for f in figures],
            "indicator_label": [labels.get(re.sub(ENDS, "", f.indicator), f.indicator) for f in figures],
            "indicator": [f.indicator for f in figures],
            "value": [f.value for f in figures],
            "unit": [f.unit for f in figures],
            "status": [state(f.status, self.lang) for f in figures],
            "note": [labels.get(f.note, f.note) for f in figures],
            "region_label": region,
            "industry_label": [industry_name(f.industry, self.lang) for f in figures],
            "partner_label": [names.get(f.partner, f.partner) for f in figures],
            "year": [f.year for f in figures],
        }
        single = [k for k in ("region_label", "industry_label", "partner_label", "year") if len(set(columns[k])) < 2]
        patterns = [PATTERNS.get(f.unit, "#,##0") for f in figures]
        for i, (key, cells) in enumerate((k, c) for k, c in columns.items() if k not in single):
            self.cells(sheet, i, self.say(key), cells, ["0"] * len(cells) if key == "year" else patterns)
        sheet.row += 2 + len(figures)

    def cells(
        self, sheet: SheetWriter, i: int, title: str, cells: Sequence[str | float], patterns: Sequence[str] = ()
    ) -> None:
        """One column with its title: texts as texts, known numbers each in its format."""
        sheet.sheet.write_string(sheet.row, i, title, sheet.head)
        for k, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.sheet.write_string(sheet.row + 1 + k, i, cell[:LONGEST])
            elif math.isfinite(cell):
                sheet.sheet.write_number(sheet.row + 1 + k, i, cell, self.number(patterns[k]))

    def kind(self, card: Card) -> str:
        name = KINDS[card.kind][self.lang] if card.kind in KINDS else card.kind
        return f"{MARKS.get(card.kind, '')} {name}".strip()

    def proofs(self, sheet: SheetWriter, cards: Sequence[Card]) -> None:
        """The numbers of each proof, year by year where there are years."""
        sheet.line(self.say("numbers"), sheet.title)
        for card in cards:
            sheet.row += 1
            sheet.line(card.sentence, sheet.bold)
            columns = proof_grid(card.proof, self.brief.names, self.lang, every_year=True).columns
            for i, column in enumerate(columns):
                self.column(sheet, i, column)
            sheet.row += 1 + len(columns[0].cells)

    def column(self, sheet: SheetWriter, i: int, column: Column) -> None:
        """One column of a proof: figures in the unit of its title."""
        scale = column.scale
        factor, digits = (1.0, 0) if scale is None else (scale.factor, scale.digits)
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        cells = [c if isinstance(c, str) else c * factor for c in column.cells]
        self.cells(sheet, i, column.header, cells, [pattern] * len(cells))

    def number(self, pattern: str) -> Format:
        """Return the one cell format of a number format."""
        if pattern not in self.numbers:
            self.numbers[pattern] = self.book.add_format({"num_format": pattern})
        return self.numbers[pattern]

    def figures(self) -> None:
        """The measure table, with a filter and a header that stays."""
        sheet = SheetWriter(self.book, self.say("figures"), [WIDTHS.get(c, 12) for c in FIGURES])
        for i, name in enumerate(FIGURES):
            sheet.sheet.write_string(0, i, self.say(name), sheet.head)
            column = self.table[name]
            if name == "value":
                self.values(sheet.sheet, i, column.tolist())
            elif name == "year":
                sheet.sheet.write_column(1, i, column.tolist())
            elif name in ("status", "note"):
                say = state if name == "status" else note
                write_texts(sheet.sheet, i, each(column, partial(say, lang=self.lang)).tolist())
            else:
                write_texts(sheet.sheet, i, column.tolist())
        sheet.sheet.freeze_panes(1, 2)
        sheet.sheet.autofilter(0, 0, len(self.table), len(FIGURES) - 1)

    def values(self, sheet: Worksheet, i: int, cells: Sequence[float]) -> None:
        patterns = [find_number_format(*key) for key in zip(self.table["indicator"], self.table["unit"], strict=True)]
        for row, (cell, pattern) in enumerate(zip(cells, patterns, strict=True), 1):
            if math.isfinite(cell):
                sheet.write_number(row, i, cell, self.number(pattern))

    def sources(self) -> None:
        keys = ("no", "indicator", "label", "formula", "source", "year", "unit", "status", "note")
        sheet = SheetWriter(self.book, self.say("sources"), (8, 34, 40, 40, 60, 14, 16, 12, 50))
        rows = [
            (s.number, s.indicator, s.label, s.formula, s.source, s.year, s.unit, state(s.status, self.lang), s.note)
            for s in self.brief.sources
        ]
        sheet.texts(self.header(*keys), rows)
        sheet.sheet.freeze_panes(1, 0)

    def notes(self) -> None:
        """Methods, conventions, the last year of each indicator, and how to get the same brief."""
        sheet = SheetWriter(self.book, self.say("notes"), (60, 80))
        made = self.brief.reproduce
        texts = [*self.brief.methods, self.say("conventions"), *self.left_out()]
        sheet.texts([say("methods", self.lang)], [(t,) for t in texts])
        sheet.texts([say("years", self.lang), say("last", self.lang)], self.brief.last_years)
        keys = ("command", "data", "hash", "program", "seed", "licence")
        sheet.texts([say("reproduce", self.lang)], [(self.say(k), getattr(made, k)) for k in keys])

    def left_out(self) -> list[str]:
        """Say which figures stand in the csv file only."""
        kept = len(self.table)
        if kept == self.all_rows:
            return []
        sheet = self.say("figures")
        return [message("documents.tables.left_out", sheet=sheet, kept=kept, all=self.all_rows)[self.lang]]
