"""The workbook of a full brief: what it says, what proves it, every figure, and where each comes from."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from newind.accounts.classification import industry_name
from newind.documents.book import BookTable, columns_of, of_texts, read_number, write_book
from newind.documents.booktexts import FIGURES, PATTERNS, TEXTS
from newind.documents.decision.book import annex_tables
from newind.documents.prooftable import proof_grid
from newind.documents.walk import list_provenance
from newind.language.words import years
from newind.messages import message, message_group
from newind.questions.figures import ENDS, each, find_number_format, label_table, shorten_table, write_csv
from newind.questions.findings import KINDS, MARKS
from newind.questions.provenance import write_note
from newind.questions.text import quantity, say, state

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from newind.questions.model import Brief, Card, Section, TableSection

__all__ = ["write_csv", "write_xlsx"]

NAMES = ("result", "label", "measure", "value")
"""Columns of the sheet of numbers behind results."""
SECTION = (
    "section", "scenario", "indicator_label", "region_label", "industry_label", "partner_label", "year", "value",
    "unit", "status", "note", "indicator",
)  # fmt: skip
"""Columns of the sheet of figures of sections; the code comes last."""


def write_xlsx(brief: Brief, path: Path) -> None:
    """Write a full brief as a workbook.

    Parameters
    ----------
    brief : Brief
        In English or Chinese; names of sheets follow.
    path : Path
        File to write; equal briefs give equal bytes. Texts are never formulas.
    """
    made = _BriefWorkbook(brief)
    said = [t for t in (brief.subtitle, *brief.summary.split("\n")) if t]
    write_book(path, " ".join(brief.headline.split()), said, [*made.tables()], brief.sources, brief.lang)


def of_text(cell: str | float) -> bool:
    """Return whether a cell is a text."""
    return isinstance(cell, str)


def cited(numbers: Sequence[int]) -> str:
    """Return references as they stand in a cell.

    Examples
    --------
    >>> cited((1, 12))
    '[1] [12]'
    """
    return " ".join(f"[{n}]" for n in numbers)


class _BriefWorkbook:
    """A brief as the tables of a workbook."""

    def __init__(self, brief: Brief) -> None:
        self.brief, self.lang = brief, brief.lang
        table = label_table(brief)
        self.all_rows, self.measures = len(table), shorten_table(table, brief)

    def tables(self) -> Iterator[BookTable]:
        """Yield every table in the order of the brief: what it says, then all figures, then the annex."""
        brief = self.brief
        yield self.numbers()
        if brief.now is not None:
            yield from self.section(brief.now)
        yield self.characteristics()
        yield self.findings()
        if brief.index is not None:
            yield from self.section(brief.index)
        for deep in brief.depth:
            yield from self.section(deep)
        yield from map(self.extra, (*brief.tables, *brief.beside))
        if brief.policies is not None:
            yield from self.section(brief.policies)
        for path in brief.paths:
            yield from self.section(path)
        yield self.proofs()
        if any(s.figures for s in brief.sections):
            yield self.figures_of_sections()
        yield self.figures()
        if brief.last_years:
            title = self.say("years")
            yield BookTable(title, title, [title, self.say("last")], brief.last_years)
        methods = [*brief.methods, *(m for s in brief.sections for m in s.methods), self.say("conventions")]
        yield from annex_tables(brief.sources, methods, list_provenance(brief.reproduce, self.lang), self.lang)

    def say(self, key: str) -> str:
        """Return a fixed text."""
        return TEXTS[key][self.lang] if key in TEXTS else say(key, self.lang)

    def header(self, *keys: str) -> list[str]:
        """Return fixed texts."""
        return [self.say(k) for k in keys]

    def numbers(self) -> BookTable:
        """Return the numbers at the top."""
        rows = [(n.label, quantity(n.value, n.unit, self.lang), n.note) for n in self.brief.numbers]
        head = self.header("what", "number", "compare")
        refs = [r for n in self.brief.numbers for r in n.refs]
        return BookTable(self.say("summary"), self.say("numbers"), **of_texts(head, rows), refs=refs)

    def characteristics(self) -> BookTable:
        """Return the six characteristics."""
        cards, title = self.brief.characteristics, self.say("characteristics")
        rows = [(c.title, c.sentence, c.note, c.year, state(c.status, self.lang), cited(c.refs)) for c in cards]
        head = self.header("characteristic", "result", "note", "year", "status", "source")
        refs = [r for c in cards for r in c.refs]
        return BookTable(title, title, head, rows, year=self.span(cards), refs=refs)

    def span(self, cards: Sequence[Card]) -> str:
        """Return from which year to which results are."""
        found = sorted(c.year for c in cards)
        return years(found[0], found[-1], self.lang) if found else ""

    def findings(self) -> BookTable:
        """Return all findings, those that pages show and the others."""
        found = [(s.title, c) for s in self.brief.systems for c in (*s.findings, *s.more)]
        patterns: dict[tuple[int, int], str] = {}
        rows: list[list[Any]] = []
        for i, (system, c) in enumerate(found):
            number = read_number(c.number + ("%" if c.unit == "%" else ""))
            shown = (c.number, c.unit) if number is None else (number[0], "" if c.unit == "%" else c.unit)
            patterns |= {} if number is None else {(i, 3): number[1]}
            about = (c.detail, c.year, state(c.status, self.lang), c.note, cited(c.refs))
            rows.append([system, self.kind(c), c.sentence, *shown, *about])
        keys = ("system", "kind", "finding", "number", "unit", "detail", "year", "status", "note", "source")
        title = message("documents.tables.findings", n=len(found))[self.lang]
        span = self.span([c for _, c in found])
        head = self.header(*keys)
        return BookTable(self.say("findings"), title, head, rows, patterns=patterns, year=span, filtered=True)

    def extra(self, extra: TableSection) -> BookTable:
        """Return a table under its heading."""
        return self.table(extra, extra.title)

    def section(self, section: Section) -> Iterator[BookTable]:
        """Yield the tables of a section."""
        return (self.table(t, section.title) for t in section.tables)

    def table(self, t: TableSection, over: str) -> BookTable:
        """Return a table of texts; `over` is the title of its section."""
        title, notes = t.title or over, [t.note] if t.note else []
        name = message_group("documents.sheets").get(t.id, {}).get(self.lang, title)
        return BookTable(name, title, **of_texts(t.header, t.rows), about=t.lead or over, notes=notes, refs=t.refs)

    def figures_of_sections(self) -> BookTable:
        """Return every figure of the sections with all its digits."""
        brief, lang, names = self.brief, self.lang, self.brief.names
        made: list[dict[str, Any]] = [
            {
                "section": s.title,
                "scenario": f.scenario,
                "indicator_label": s.labels.get(re.sub(ENDS, "", f.indicator), f.indicator),
                "region_label": names.get(f.region or brief.region, f.region),
                "industry_label": industry_name(f.industry, lang),
                "partner_label": names.get(f.partner, f.partner),
                "year": f.year,
                "value": f.value,
                "unit": f.unit,
                "status": state(f.status, lang),
                "note": s.labels.get(f.note, f.note),
                "indicator": f.indicator,
            }
            for s in brief.sections
            for f in s.figures
        ]
        return self.long("section_figures", SECTION, {k: [m[k] for m in made] for k in SECTION}, [
            PATTERNS.get(m["unit"], "#,##0") for m in made
        ])  # fmt: skip

    def long(self, key: str, keys: Sequence[str], columns: dict[str, list[Any]], patterns: Sequence[str]) -> BookTable:
        """Return a table with a row a figure, without columns that are empty."""
        heads, found = zip(*columns_of(keys, columns, self.lang), strict=True) if patterns else ((), ())
        formats = {(i, heads.index(self.say("value"))): p for i, p in enumerate(patterns)}
        known = [y for y in columns.get("year", []) if y]
        span = years(int(min(known)), int(max(known)), self.lang) if known else ""
        rows = [*zip(*found, strict=True)]
        title = message(f"documents.tables.{key}", n=len(rows))[self.lang]
        return BookTable(
            self.say(key), title, heads, rows, patterns=formats, year=span, unit=self.say("by_row"),
            status=self.say("by_row"), filtered=True,
        )  # fmt: skip

    def kind(self, card: Card) -> str:
        """Return the kind of a finding with its shape."""
        name = KINDS[card.kind][self.lang] if card.kind in KINDS else card.kind
        return f"{MARKS.get(card.kind, '')} {name}".strip()

    def proofs(self) -> BookTable:
        """Return the numbers of all charts, a row a number: year by year where there are years."""
        brief = self.brief
        cards = [*brief.characteristics, *(c for s in brief.systems for c in (*s.findings, *s.more))]
        cards += [c for s in brief.sections for c in s.cards]
        columns: dict[str, list[Any]] = {k: [] for k in NAMES}
        patterns = []
        for card in cards:
            found = proof_grid(card.proof, brief.names, self.lang, every_year=True).columns
            named = [c for k, c in enumerate(found) if not k or (c.scale is None and all(map(of_text, c.cells)))]
            names = [" · ".join(cells) for cells in zip(*(c.texts for c in named), strict=True)]
            for column in (c for c in found if c not in named):
                scale = column.scale
                factor, digits = (1.0, 0) if scale is None else (scale.factor, scale.digits)
                for name, cell in zip(names, column.cells, strict=True):
                    value = cell if isinstance(cell, str) else cell * factor
                    for k, part in zip(NAMES, (card.sentence, name, column.header, value), strict=True):
                        columns[k].append(part)
                    patterns.append("#,##0" + ("." + "0" * digits if digits else ""))
        return self.long("proofs", NAMES, columns, patterns)

    def figures(self) -> BookTable:
        """Return the measure table: names first, the codes for programs last."""
        table, lang = self.measures, self.lang
        patterns = [find_number_format(*key) for key in zip(table["indicator"], table["unit"], strict=True)]
        changes = {"status": partial(state, lang=lang), "note": partial(write_note, lang=lang)}
        columns = {
            k: [None if c != c else c for c in (each(table[k], changes[k]) if k in changes else table[k]).tolist()]
            for k in FIGURES
        }
        made = self.long("figures", FIGURES, columns, patterns)
        if len(table) == self.all_rows:
            return made
        note = message("documents.tables.left_out", sheet=self.say("figures"), kept=len(table), all=self.all_rows)
        return BookTable(**{**vars(made), "about": note[lang]})
