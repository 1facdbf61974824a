"""Content of the page of an index report, as plain data in one language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ReportProvenance:
    """Instructions to reproduce a report.

    Attributes
    ----------
    data : what the index was built of, in words
    hash : SHA-256 of the figures
    command : what writes the same report
    """

    data: str
    hash: str
    command: str


@dataclass(frozen=True)
class ReportChart:
    """A chart with the sentence that it proves and how to read it.

    Attributes
    ----------
    id : name of its file
    svg : the chart; ``narrow`` is the same for a phone, empty where one does for both
    title, note : in the language of the report
    """

    id: str
    svg: str
    title: str
    note: str
    narrow: str = ""


@dataclass(frozen=True)
class Grid:
    """A table: header, rows, which columns are numbers, and what its last column says in words."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()
    title: str = ""


@dataclass(frozen=True)
class ReportSection:
    """A section of the page: figures, tables, and tables that are one click away."""

    id: str
    title: str
    lead: str = ""
    figures: tuple[ReportChart, ...] = ()
    grids: tuple[Grid, ...] = ()
    folded: tuple[Grid, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class IndexReport:
    """The report of an index in one language."""

    lang: str
    name: str
    year: int | None
    headline: str
    lead: str
    keys: tuple[tuple[str, str], ...]
    parts: tuple[ReportSection, ...]
    origin: ReportProvenance
    program: str
    seed: str

    @property
    def figures(self) -> tuple[ReportChart, ...]:
        """Return all charts."""
        return tuple(f for part in self.parts for f in part.figures)
