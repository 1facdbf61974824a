"""Write a brief as a Word file, for offices where drafts circulate in Word or WPS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.briefs.model import Card, DepthSection, PolicySection
from newind.briefs.policytables import policy_rows
from newind.briefs.prooftable import proof_grid
from newind.briefs.text import quantity, say, state, stopped
from newind.briefs.wordparts import add_paragraph, add_table
from newind.briefs.wordstyle import add_landscape, new_document, save
from newind.systems.findings import KINDS, MARKS
from newind.systems.proofs import Ranked
from newind.systems.words import cardinal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from docx.document import Document as Word

    from newind.briefs.model import BigNumber, Brief, Section, SourceRow, SystemSection, TableSection


def write_docx(brief: Brief, path: Path) -> None:
    """Write a brief as a Word file.

    Parameters
    ----------
    brief : Brief
        In English or Chinese; Chinese is set after GB/T 9704.
    path : Path
        File to write; equal briefs give equal bytes.
    """
    _Writer(brief).write(path)


def in_order(section: Section) -> tuple[Card | TableSection, ...]:
    """Return cards and tables of a section in the order in which they stand: of each block its cards, then tables."""
    if isinstance(section, DepthSection | PolicySection):
        found: list[Card | TableSection] = []
        for block in section.blocks:
            found += [*block.cards, *block.tables]
        return tuple(found)
    return (*section.cards, *section.tables)


class _Writer:
    """A brief on its way into a document; counts tables and headings."""

    def __init__(self, brief: Brief) -> None:
        self.brief, self.lang = brief, brief.lang
        self.word: Word = new_document(brief.lang, " ".join(brief.headline.split()), brief.subtitle)
        self.tables = self.sections = 0

    def write(self, path: Path) -> None:
        brief = self.brief
        self.opening()
        self.heading("characteristics")
        for i, card in enumerate(brief.characteristics, 1):
            self.characteristic(i, card)
        if brief.index is not None:
            self.section(brief.index)
        self.heading("systems")
        for i, section in enumerate(brief.systems, 1):
            self.system(i, section)
        for part in brief.depth:
            self.section(part)
        for extra in brief.tables:
            self.extra(extra)
        if brief.policies is not None:
            self.section(brief.policies)
        self.closing()
        add_landscape(self.word, self.lang)
        self.heading("sources")
        self.sources(brief.sources)
        save(self.word, path)

    def opening(self) -> None:
        """Title, what it is about, the summary and the four numbers."""
        add_paragraph(self.word, "Title", self.brief.headline)
        add_paragraph(self.word, "Subtitle", self.brief.subtitle)
        for part in filter(None, self.brief.summary.split("\n")):
            add_paragraph(self.word, "Body Text", part)
        header = [self.say(k) for k in ("number", "what", "compare", "source")]
        self.table(self.say("numbers"), header, [self.big_number(n) for n in self.brief.numbers])

    def big_number(self, n: BigNumber) -> tuple[str, ...]:
        return quantity(n.value, n.unit, self.lang), n.label, n.note, " ".join(f"[{r}]" for r in n.refs)

    def characteristic(self, i: int, card: Card) -> None:
        """One characteristic: the result, its numbers, where they come from."""
        add_paragraph(self.word, "Heading 2", self.second(i, card.title))
        add_paragraph(self.word, "Result", stopped(card.sentence, self.lang))
        self.proof(card)

    def system(self, i: int, section: SystemSection) -> None:
        """One system: its line, its findings, and the others as a list."""
        add_paragraph(self.word, "Heading 2", self.second(i, section.title))
        if section.lead:
            add_paragraph(self.word, "Body Text", section.lead)
        for j, card in enumerate(section.findings, 1):
            number = f"{j}. " if self.lang == "zh" else ""
            add_paragraph(self.word, "Heading 3", number + self.marked(card))
            number = quantity(card.number, card.unit, self.lang)
            add_paragraph(self.word, "Body Text", self.measured(card)[len(number) :], strong=number)
            self.proof(card)
        if section.more:
            add_paragraph(self.word, "Result", self.say("further"))
        for card in section.more:
            line = stopped(self.marked(card), self.lang) + self.gap + stopped(self.measured(card), self.lang)
            add_paragraph(self.word, "Further", line.rstrip(), card.refs)

    def extra(self, extra: TableSection) -> None:
        """A table with a heading of its own."""
        self.titled(extra.title)
        self.grid(extra)

    def grid(self, extra: TableSection) -> None:
        """What stands below the heading of a table."""
        if extra.lead:
            add_paragraph(self.word, "Body Text", extra.lead)
        self.table(extra.title, extra.header, extra.rows)
        if extra.note or extra.refs:
            add_paragraph(self.word, "Note", stopped(extra.note, self.lang), extra.refs)

    def section(self, section: Section) -> None:
        """A section of its own: of policies the chart as a table, then cards, tables, the method and a command."""
        self.titled(section.title)
        add_paragraph(self.word, "Body Text", section.lead)
        if isinstance(section, PolicySection) and section.policies:
            self.policies(section)
        for i, part in enumerate(in_order(section), 1):
            if isinstance(part, Card):
                self.characteristic(i, part)
            else:
                add_paragraph(self.word, "Heading 2", self.second(i, part.title))
                self.grid(part)
        for text in section.methods:
            add_paragraph(self.word, "Note", text)
        if section.command:
            colon = "：" if self.lang == "zh" else ": "
            add_paragraph(self.word, "Note", section.again + colon + section.command)

    def policies(self, tried: PolicySection) -> None:
        """The chart of policies by outcome as a table."""
        header, rows = policy_rows(tried, self.lang)
        self.table(tried.title, header, rows)
        refs = tuple(r for o in tried.outcomes for r in o.refs)
        add_paragraph(self.word, "Note", stopped(tried.zero, self.lang), refs)

    def proof(self, card: Card) -> None:
        """The numbers of a proof as a table, then the note and the references."""
        grid = proof_grid(card.proof, self.brief.names, self.lang)
        if grid.rows:
            caption = card.title if card.title and not card.kind else self.caption(card)
            self.table(caption, grid.header, grid.rows, focus=grid.focus, hold=True)
        extra = card.proof.note.get(self.lang, "") if isinstance(card.proof, Ranked) else ""
        notes = [card.note, "" if extra in card.note else extra, self.dated(card)]
        add_paragraph(self.word, "Note", self.gap.join(stopped(n, self.lang) for n in notes if n), card.refs)

    def caption(self, card: Card) -> str:
        """What the table under a finding shows: the label of its first source, else the title."""
        labels = {s.number: s.label for s in self.brief.sources}
        return next((labels[r] for r in card.refs if labels.get(r)), card.title)

    def closing(self) -> None:
        """Methods, the last year of each indicator, and how to get the same brief."""
        self.heading("methods")
        for text in self.brief.methods:
            add_paragraph(self.word, "Body Text", text)
        if self.brief.last_years:
            self.heading("years")
            self.table(self.say("years"), [self.say("indicator"), self.say("last")], self.brief.last_years)
        self.heading("reproduce")
        made = self.brief.reproduce
        keys = ("command", "data", "hash", "program", "seed", "licence")
        rows = [(self.say(k), getattr(made, k)) for k in keys if getattr(made, k)]
        self.table(self.say("reproduce"), [self.say("item"), self.say("content")], rows)

    def sources(self, sources: Sequence[SourceRow]) -> None:
        """The table that references lead to."""
        rows = [
            (
                str(s.number),
                f"{s.label}\n{s.indicator}",
                "\n".join(t for t in (s.formula, s.note) if t),
                s.source,
                "\n".join(t for t in (s.year, s.unit, state(s.status, self.lang)) if t),
            )
            for s in sources
        ]
        header = [self.say(k) for k in ("no", "indicator", "formula and note", "source", "year, unit, status")]
        self.table(self.say("sources"), header, rows, style="Small cell", marks=[s.number for s in sources])

    def table(
        self,
        caption: str,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        style: str = "Cell",
        focus: frozenset[int] = frozenset(),
        marks: Sequence[int] = (),
        hold: bool = False,
    ) -> None:
        """Add a numbered table with its caption above it."""
        self.tables += 1
        number = f"表{self.tables}\u3000" if self.lang == "zh" else f"Table {self.tables}. "
        add_paragraph(self.word, "Caption", number + caption)
        add_table(self.word, self.lang, header, rows, style=style, focus=focus, marks=marks, hold=hold)

    def heading(self, key: str) -> None:
        self.titled(self.say(key))

    def titled(self, title: str) -> None:
        """Begin a numbered section."""
        self.sections += 1
        number = f"{cardinal(self.sections, 'zh')}、" if self.lang == "zh" else ""
        add_paragraph(self.word, "Heading 1", number + title)

    def second(self, i: int, title: str) -> str:
        """Return the heading of a subsection."""
        return f"（{cardinal(i, 'zh')}）{title}" if self.lang == "zh" else title

    def marked(self, card: Card) -> str:
        """Return a finding with the shape and the word of its kind."""
        colon = "：" if self.lang == "zh" else ": "
        kind = KINDS[card.kind][self.lang] if card.kind in KINDS else card.kind
        return f"{MARKS.get(card.kind, '')} {kind}{colon}{card.sentence}".lstrip()

    def measured(self, card: Card) -> str:
        """Return the number of a finding and the line beside it."""
        number = quantity(card.number, card.unit, self.lang)
        return ("；" if self.lang == "zh" else "; ").join(t for t in (number, card.detail) if t)

    def dated(self, card: Card) -> str:
        """Return year and status of a card's figures."""
        year = f"{card.year}年" if self.lang == "zh" else str(card.year)
        return ("，" if self.lang == "zh" else ", ").join(t for t in (year, state(card.status, self.lang)) if t)

    def say(self, key: str) -> str:
        return say(key, self.lang)

    @property
    def gap(self) -> str:
        """What stands between two sentences."""
        return "" if self.lang == "zh" else " "
