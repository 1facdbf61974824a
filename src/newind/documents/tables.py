"""Write a brief as a workbook: what it says, what proves it, every figure, and where each comes from."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from newind.accounts.classification import industry_name
from newind.data.workbook import BOLD, HEAD, LONGEST, TITLE, WRAP, SheetPlan, write_workbook
from newind.documents.booktexts import FIGURES, PATTERNS, TEXTS, WIDTHS
from newind.documents.prooftable import proof_grid
from newind.documents.walk import wide
from newind.language.words import cardinal
from newind.messages import message
from newind.questions.figures import ENDS, each, find_number_format, label_table, shorten_table, write_csv
from newind.questions.findings import KINDS, MARKS
from newind.questions.provenance import write_note
from newind.questions.text import quantity, say, state

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from newind.language.scales import Column
    from newind.questions.model import Brief, Card, Section, TableSection

__all__ = ["write_csv", "write_xlsx"]

NAME = 31
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
    write_workbook(path, " ".join(brief.headline.split()), _BriefWorkbook(brief).list_sheets())


def refs(numbers: Sequence[int]) -> str:
    """Return references as they stand in a cell.

    Examples
    --------
    >>> refs((1, 12))
    '[1] [12]'
    """
    return " ".join(f"[{n}]" for n in numbers)


def sheet_name(title: str) -> str:
    """Return a title as the name of a sheet: without signs that a name cannot hold, and not too long.

    Examples
    --------
    >>> sheet_name("Own tables: up to 2020")
    'Own tables up to 2020'
    """
    return re.sub(r"[][:*?/\\]", "", title)[:NAME].strip("' ")


class _BriefWorkbook:
    """A brief as the sheets of a workbook."""

    def __init__(self, brief: Brief) -> None:
        self.brief, self.lang = brief, brief.lang
        table = label_table(brief)
        self.all_rows, self.table = len(table), shorten_table(table, brief)

    def list_sheets(self) -> Iterator[SheetPlan]:
        brief = self.brief
        yield self.summary()
        if brief.now is not None:
            yield self.section(brief.now)
        yield self.characteristics()
        if brief.index is not None:
            yield self.section(brief.index)
        for i, section in enumerate(brief.systems, 1):
            name = message("documents.tables.system", i=i, name=cardinal(i, self.lang))[self.lang]
            sheet = SheetPlan(name, (22, 60, 14, 14, 40, 12, 12, 50, 10))
            sheet.line(section.title, TITLE)
            sheet.line(section.lead)
            self.findings(sheet, (*section.findings, *section.more))
            yield sheet
        yield from map(self.section, brief.depth)
        yield from map(self.extra, brief.tables)
        yield from map(self.section, (*([] if brief.policies is None else [brief.policies]), *brief.paths))
        yield self.figures()
        yield self.sources()
        yield self.notes()

    def say(self, key: str) -> str:
        return TEXTS[key][self.lang] if key in TEXTS else say(key, self.lang)

    def header(self, *keys: str) -> list[str]:
        return [self.say(k) for k in keys]

    def summary(self) -> SheetPlan:
        sheet = SheetPlan(self.say("summary"), (40, 30, 40, 12))
        sheet.line(" ".join(self.brief.headline.split()), TITLE)
        sheet.line(self.brief.subtitle)
        text = self.brief.summary[:LONGEST]
        sheet.heights[sheet.row] = 16 * (1 + wide(text) // 110)
        sheet.merged.append((sheet.row, 3))
        sheet.line(text, WRAP)
        sheet.row += 1
        rows = [(n.label, quantity(n.value, n.unit, self.lang), n.note, refs(n.refs)) for n in self.brief.numbers]
        sheet.texts(self.header("what", "number", "compare", "source"), rows)
        return sheet

    def characteristics(self) -> SheetPlan:
        sheet = SheetPlan(self.say("characteristics"), (26, 60, 50, 12, 12, 12))
        cards = self.brief.characteristics
        rows = [(c.title, c.sentence, c.note, c.year, state(c.status, self.lang), refs(c.refs)) for c in cards]
        sheet.texts(self.header("characteristic", "result", "note", "year", "status", "source"), rows)
        self.proofs(sheet, cards)
        return sheet

    def findings(self, sheet: SheetPlan, cards: Sequence[Card]) -> None:
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

    def extra(self, extra: TableSection) -> SheetPlan:
        """Return a table with a heading of its own, on a sheet of its own."""
        sheet = SheetPlan(sheet_name(extra.title), (36, *[18] * (len(extra.header) - 1)))
        sheet.line(extra.title, TITLE)
        sheet.line(extra.lead)
        sheet.row += 1
        sheet.texts(extra.header, extra.rows)
        sheet.line(" ".join(t for t in (extra.note, refs(extra.refs)) if t))
        return sheet

    def section(self, section: Section) -> SheetPlan:
        """Return a section of its own: the tables, all figures as numbers, what proves each card, the method."""
        sheet = SheetPlan(sheet_name(section.title), (44, *[20] * 8))
        sheet.line(section.title, TITLE)
        sheet.line(section.lead)
        sheet.row += 1
        if not section.cards and not section.tables:
            return sheet
        for extra in section.tables:
            sheet.line(extra.title, BOLD)
            sheet.texts(extra.header, extra.rows)
        self.write_figures(sheet, section)
        self.proofs(sheet, section.cards)
        sheet.row += 1
        sheet.texts([say("methods", self.lang)], [(t,) for t in (*section.methods, section.command)])
        return sheet

    def write_figures(self, sheet: SheetPlan, section: Section) -> None:
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
        self, sheet: SheetPlan, i: int, title: str, cells: Sequence[str | float], patterns: Sequence[str] = ()
    ) -> None:
        """One column with its title: texts as texts, known numbers each in its format."""
        sheet.put(sheet.row, i, title, HEAD)
        for k, cell in enumerate(cells):
            sheet.put(sheet.row + 1 + k, i, cell, None if isinstance(cell, str) else {"num_format": patterns[k]})

    def kind(self, card: Card) -> str:
        name = KINDS[card.kind][self.lang] if card.kind in KINDS else card.kind
        return f"{MARKS.get(card.kind, '')} {name}".strip()

    def proofs(self, sheet: SheetPlan, cards: Sequence[Card]) -> None:
        """The numbers of each proof, year by year where there are years."""
        sheet.line(self.say("numbers"), TITLE)
        for card in cards:
            sheet.row += 1
            sheet.line(card.sentence, BOLD)
            columns = proof_grid(card.proof, self.brief.names, self.lang, every_year=True).columns
            for i, column in enumerate(columns):
                self.column(sheet, i, column)
            sheet.row += 1 + len(columns[0].cells)

    def column(self, sheet: SheetPlan, i: int, column: Column) -> None:
        """One column of a proof: figures in the unit of its title."""
        scale = column.scale
        factor, digits = (1.0, 0) if scale is None else (scale.factor, scale.digits)
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        cells = [c if isinstance(c, str) else c * factor for c in column.cells]
        self.cells(sheet, i, column.header, cells, [pattern] * len(cells))

    def figures(self) -> SheetPlan:
        """Return the measure table, with a filter and a header that stays."""
        widths, ends = [WIDTHS.get(c, 12) for c in FIGURES], (len(self.table), len(FIGURES) - 1)
        sheet = SheetPlan(self.say("figures"), widths, freeze=(1, 2), filtered=ends)
        sheet.write_row((self.say(name) for name in FIGURES), HEAD)
        patterns = [find_number_format(*key) for key in zip(self.table["indicator"], self.table["unit"], strict=True)]
        for i, name in enumerate(FIGURES):
            column = self.table[name]
            if name in ("status", "note"):
                column = each(column, partial(state if name == "status" else write_note, lang=self.lang))
            for row, cell in enumerate(column.tolist()):
                look = {"num_format": patterns[row]} if name == "value" else None
                sheet.put(row + 1, i, cell or None if isinstance(cell, str) else cell, look)
        return sheet

    def sources(self) -> SheetPlan:
        keys = ("no", "indicator", "label", "formula", "source", "year", "unit", "status", "note")
        sheet = SheetPlan(self.say("sources"), (8, 34, 40, 40, 60, 14, 16, 12, 50), freeze=(1, 0))
        rows = [
            (s.number, s.indicator, s.label, s.formula, s.source, s.year, s.unit, state(s.status, self.lang), s.note)
            for s in self.brief.sources
        ]
        sheet.texts(self.header(*keys), rows)
        return sheet

    def notes(self) -> SheetPlan:
        """Return methods, conventions, the last year of each indicator, and how to get the same brief."""
        sheet = SheetPlan(self.say("notes"), (60, 80))
        made = self.brief.reproduce
        texts = [*self.brief.methods, self.say("conventions"), *self.left_out()]
        sheet.texts([say("methods", self.lang)], [(t,) for t in texts])
        sheet.texts([say("years", self.lang), say("last", self.lang)], self.brief.last_years)
        keys = ("command", "data", "hash", "outlook", "program", "seed", "licence")
        sheet.texts([say("reproduce", self.lang)], [(self.say(k), getattr(made, k)) for k in keys if getattr(made, k)])
        return sheet

    def left_out(self) -> list[str]:
        """Say which figures stand in the csv file only."""
        kept = len(self.table)
        if kept == self.all_rows:
            return []
        sheet = self.say("figures")
        return [message("documents.tables.left_out", sheet=sheet, kept=kept, all=self.all_rows)[self.lang]]
