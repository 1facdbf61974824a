"""A brief in the order in which it is read: paragraphs and tables, as a Word file and a PDF have them."""

from __future__ import annotations

import re
import unicodedata
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from newind.charts.proofs import DotRanking
from newind.documents.prooftable import proof_grid
from newind.documents.sheets import voice
from newind.language.words import cardinal, mark
from newind.messages import fill_words, message
from newind.questions.findings import KINDS, MARKS
from newind.questions.model import Card, DepthSection, PolicySection
from newind.questions.policies.section_tables import policy_rows
from newind.questions.text import add_full_stop, page_words, quantity, say, state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.questions.model import (
        BigNumber,
        Brief,
        BriefProvenance,
        Section,
        SourceRow,
        SystemSection,
        TableSection,
    )

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
NUMBER = re.compile(r"[+−]?[\d,.]*\d%?")


def wide(text: str) -> int:
    r"""Return how many half-width characters the longest line of a text takes.

    Examples
    --------
    >>> wide("abc"), wide("中国a"), wide("a\nabc")
    (3, 5, 3)
    """
    return max(sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in part) for part in text.split("\n"))


def of_figures(texts: Sequence[str]) -> bool:
    """Tell whether a column holds figures, at least one, and else only what is not known."""
    return any(NUMBER.fullmatch(t) for t in texts) and all(
        NUMBER.fullmatch(t) or not any(c.isdigit() for c in t) for t in texts
    )


def in_order(section: Section) -> tuple[Card | TableSection, ...]:
    """Return cards and tables of a section in the order in which they stand, without what only the workbook has."""
    if isinstance(section, DepthSection | PolicySection):
        found: list[Card | TableSection] = []
        for block in section.blocks:
            found += [*block.cards, *(t for t in block.tables if t.id not in block.folded)]
        return tuple(found)
    return (*section.cards, *section.tables[:1])


def find_cited_numbers(brief: Brief) -> set[int]:
    """Return the numbers of sources that page, Word file and PDF refer to; the workbook refers to more."""
    cards = [*brief.characteristics, *(c for s in brief.systems for c in s.findings)]
    shown = [*(k.refs for k in brief.numbers), *(c.refs for c in cards), *(t.refs for t in brief.tables)]
    for section in (brief.now, brief.index, brief.policies, *brief.paths):
        shown += [part.refs for part in (() if section is None else in_order(section))]
    shown += [o.refs for o in brief.policies.outcomes] if brief.policies else []
    return {r for refs in shown for r in refs}


def list_sources(sources: Sequence[SourceRow], lang: str) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return the table of the annex that references lead to: its header and its rows."""
    header = [voice.say(lang, f"page.{k}") for k in ("no", "what", "source", "year", "status", "program")]
    rows: list[tuple[str, ...]] = [
        (
            str(r.number),
            "\n".join(t for t in (r.label, r.formula, r.note) if t),
            r.source,
            r.year,
            state(r.status, lang),
            r.indicator,
        )
        for r in sources
    ]
    return header, rows


def list_provenance(made: BriefProvenance, lang: str) -> list[tuple[str, str]]:
    """Return how to get a brief again: the command, then everything else under its name."""
    words, keys = page_words(lang), ("command", "data", "hash", "outlook", "program", "seed", "licence")
    known = ((k, getattr(made, k)) for k in keys)
    return [("" if k == "command" else words[k] + mark("colon", lang), value) for k, value in known if value]


class BriefWriter(ABC):
    """A brief on its way onto pages; counts tables and headings. Who inherits says how parts are set."""

    def __init__(self, brief: Brief) -> None:
        self.brief, self.lang = brief, brief.lang
        self.tables = self.sections = 0

    # ---- how parts are set
    @abstractmethod
    def paragraph(self, style: str, text: str, refs: Sequence[int] = (), strong: str = "") -> None:
        """Set a paragraph; ``strong`` opens it in bold, references at its end lead to rows of the sources."""

    @abstractmethod
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
        """Set a table; ``marks`` are the numbers by which references lead to its rows."""

    @abstractmethod
    def write_link(self, text: str, link: str) -> None:
        """Set a paragraph that leads to an address."""

    @abstractmethod
    def turn_pages(self) -> None:
        """Go on with pages turned by a quarter."""

    def picture(self, card: Card) -> bool:  # noqa: ARG002 - where there are pictures
        """Set the chart of a card, and tell whether it was; else its numbers are set as a table."""
        return False

    # ---- what stands where
    def walk(self) -> None:
        """Set the whole brief, in the order in which it is read."""
        brief = self.brief
        self.opening()
        if brief.now is not None:
            self.section(brief.now)
        self.heading("characteristics")
        for i, card in enumerate(brief.characteristics, 1):
            self.characteristic(i, card)
        if brief.index is not None:
            self.section(brief.index)
        self.heading("systems")
        for i, section in enumerate(brief.systems, 1):
            self.system(i, section)
        for extra in brief.tables:
            self.extra(extra)
        if brief.policies is not None:
            self.section(brief.policies)
        for part in brief.paths:
            self.section(part)
        self.turn_pages()
        self.annex()

    def opening(self) -> None:
        """Title, what it is about, the summary and the four numbers."""
        self.paragraph("Title", self.brief.headline)
        self.paragraph("Subtitle", self.brief.subtitle)
        for part in filter(None, self.brief.summary.split("\n")):
            self.paragraph("Body Text", part)
        if self.brief.link:
            self.write_link(self.say("link"), self.brief.link)
        keys = ("number", "what", "compare", "source")
        rows = [self.big_number(n) for n in self.brief.numbers]
        self.table(self.say("numbers"), [self.say(k) for k in keys], rows)

    def big_number(self, n: BigNumber) -> tuple[str, ...]:
        """Return a row of the four numbers."""
        return quantity(n.value, n.unit, self.lang), n.label, n.note, " ".join(f"[{r}]" for r in n.refs)

    def characteristic(self, i: int, card: Card) -> None:
        """One characteristic: the result, its numbers, where they come from."""
        self.paragraph("Heading 2", self.second(i, card.title))
        self.paragraph("Result", add_full_stop(card.sentence, self.lang))
        self.proof(card)

    def system(self, i: int, section: SystemSection) -> None:
        """One system: its line, its findings, and the others as a list."""
        self.paragraph("Heading 2", self.second(i, section.title))
        if section.lead:
            self.paragraph("Body Text", section.lead)
        for j, card in enumerate(section.findings, 1):
            number = f"{j}. " if self.lang == "zh" else ""
            self.paragraph("Heading 3", number + self.format_finding(card))
            number = quantity(card.number, card.unit, self.lang)
            self.paragraph("Body Text", self.format_number(card)[len(number) :], strong=number)
            self.proof(card)
        if section.more:
            n, lang = len(section.more), self.lang
            more = fill_words(page_words(lang)["more"], lang, n=n, named=cardinal(n, lang), region=self.brief.region)
            self.paragraph("Note", more)

    def extra(self, extra: TableSection) -> None:
        """A table with a heading of its own."""
        self.begin_section(extra.title)
        self.extra_grid(extra)

    def extra_grid(self, extra: TableSection) -> None:
        """Write the part below the heading of a table."""
        if extra.lead:
            self.paragraph("Body Text", extra.lead)
        self.table(extra.title, extra.header, extra.rows)
        if extra.note or extra.refs:
            self.paragraph("Note", add_full_stop(extra.note, self.lang), extra.refs)

    def section(self, section: Section) -> None:
        """A section of its own: of policies the chart as a table, then cards, tables, the method and a command."""
        self.begin_section(section.title)
        self.paragraph("Body Text", section.lead)
        if isinstance(section, PolicySection) and section.policies:
            self.policies(section)
        for i, part in enumerate(in_order(section), 1):
            if isinstance(part, Card):
                self.characteristic(i, part)
            else:
                self.paragraph("Heading 2", self.second(i, part.title))
                self.extra_grid(part)
        for text in section.methods:
            self.paragraph("Note", text)
        if section.command:
            self.paragraph("Note", section.again + mark("colon", self.lang) + section.command)

    def policies(self, tried: PolicySection) -> None:
        """The chart of policies by outcome as a table."""
        header, rows = policy_rows(tried, self.lang)
        self.table(tried.title, header, rows)
        refs = tuple(r for o in tried.outcomes for r in o.refs)
        self.paragraph("Note", add_full_stop(tried.zero, self.lang), refs)

    def proof(self, card: Card) -> None:
        """The numbers of a proof as a table, or as a chart, then the note and the references."""
        grid = proof_grid(card.proof, self.brief.names, self.lang)
        if not self.picture(card) and grid.rows:
            caption = card.title if card.title and not card.kind else self.caption(card)
            self.table(caption, grid.header, grid.rows, focus=grid.focus, hold=True)
        extra = card.proof.note.get(self.lang, "") if isinstance(card.proof, DotRanking) else ""
        notes = [card.note, "" if extra in card.note else extra, self.format_year_status(card)]
        self.paragraph("Note", self.gap.join(add_full_stop(n, self.lang) for n in notes if n), card.refs)

    def caption(self, card: Card) -> str:
        """Return the caption of the table under a finding: the label of its first source, else the title."""
        labels = {s.number: s.label for s in self.brief.sources}
        return next((labels[r] for r in card.refs if labels.get(r)), card.title)

    def annex(self) -> None:
        """Where each number comes from, what is assumed, and how to get the same brief."""
        brief, cited = self.brief, find_cited_numbers(self.brief)
        sources = [s for s in brief.sources if s.number in cited]
        self.paragraph("Heading 1", voice.say(self.lang, "page.annex", n=len(sources)))
        self.grid(*list_sources(sources, self.lang), style="Small cell", marks=[s.number for s in sources])
        self.paragraph("Heading 2", voice.say(self.lang, "page.assumed"))
        for text in brief.methods:
            self.paragraph("Body Text", text)
        self.paragraph("Heading 2", voice.say(self.lang, "page.again"))
        for strong, value in list_provenance(brief.reproduce, self.lang):
            self.paragraph("Note", value, strong=strong)

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
        number = message("documents.table", n=self.tables)[self.lang]
        self.paragraph("Caption", number + caption)
        self.grid(header, rows, style=style, focus=focus, marks=marks, hold=hold)

    def heading(self, key: str) -> None:
        """Begin a numbered section with a fixed title."""
        self.begin_section(self.say(key))

    def begin_section(self, title: str) -> None:
        """Begin a numbered section."""
        self.sections += 1
        number = message("documents.heading", n=cardinal(self.sections, self.lang))[self.lang]
        self.paragraph("Heading 1", number + title)

    def second(self, i: int, title: str) -> str:
        """Return the heading of a subsection."""
        return message("documents.subheading", n=cardinal(i, self.lang), title=title)[self.lang]

    def format_finding(self, card: Card) -> str:
        """Return a finding with the shape and the word of its kind."""
        kind = KINDS[card.kind][self.lang] if card.kind in KINDS else card.kind
        return f"{MARKS.get(card.kind, '')} {kind}{mark('colon', self.lang)}{card.sentence}".lstrip()

    def format_number(self, card: Card) -> str:
        """Return the number of a finding and the line beside it."""
        number = quantity(card.number, card.unit, self.lang)
        return mark("semicolon", self.lang).join(t for t in (number, card.detail) if t)

    def format_year_status(self, card: Card) -> str:
        """Return year and status of a card's figures."""
        year = message("language.lone_year", year=card.year)[self.lang]
        return mark("clause", self.lang).join(t for t in (year, state(card.status, self.lang)) if t)

    def say(self, key: str) -> str:
        """Return a fixed text."""
        return say(key, self.lang)

    @property
    def gap(self) -> str:
        """Space between two sentences."""
        return mark("before_unit", self.lang)
