"""Content of a brief, ready to be set: page, Word file and tables all read this and nothing else.

Every text is in the language of the brief and every number is already written out; only charts keep figures (their
``Proof``). Reference numbers point to rows of ``sources``, where each number is traced to formula, source, year, unit
and status.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from newind.charts.proofs import ChangeRanges, Proof


@dataclass(frozen=True)
class BigNumber:
    """One of the four numbers at the top: ``16.2`` ``%``, what it is, how it compares, where it comes from."""

    value: str
    unit: str
    label: str
    note: str
    topic: str
    refs: tuple[int, ...]


@dataclass(frozen=True)
class Card:
    """A result with its proof: a characteristic against peers, or a finding of a system.

    ``topic`` is the characteristic or system whose hue it wears; ``kind`` is empty for characteristics, else problem,
    constraint, risk, strength or context; ``number`` and ``unit`` are the large figure (empty for characteristics).
    """

    topic: str
    title: str
    sentence: str
    proof: Proof
    note: str
    refs: tuple[int, ...]
    year: int
    status: str
    kind: str = ""
    number: str = ""
    unit: str = ""
    detail: str = ""


@dataclass(frozen=True)
class SystemSection:
    """A system: its name, one line that sums it up, its largest findings by kind, and what only the workbook has."""

    system: str
    title: str
    lead: str
    findings: tuple[Card, ...]
    more: tuple[Card, ...] = ()


@dataclass(frozen=True)
class TableSection:
    """A table with a heading of its own: figures side by side, candidates, what cannot be known.

    Columns named in ``numeric`` hold numbers, and are set to the right.
    """

    id: str
    title: str
    lead: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    note: str = ""
    refs: tuple[int, ...] = ()


@dataclass(frozen=True)
class OutcomeColumn:
    """Effects of policies, in a range each: a column of bars beside one another, in the order of the policies.

    ``shown`` is what stands beside each bar: the middle with its sign, or that the direction is open.
    """

    id: str
    title: str
    unit: str
    proof: ChangeRanges
    shown: tuple[str, ...]
    refs: tuple[int, ...] = ()


@dataclass(frozen=True)
class PolicyEntry:
    """A policy of the section: its name, the family that it belongs to, what it means."""

    name: str
    label: str
    family: str
    note: str


class MeasureRow(NamedTuple):
    """A figure that is no indicator, as a row of the measure table; ``region`` is empty for that of the brief."""

    scenario: str
    year: int
    indicator: str
    value: float
    unit: str
    status: str
    note: str = ""
    region: str = ""
    industry: str = ""
    partner: str = ""


@dataclass(frozen=True)
class Section:
    """A part of a brief with cards, tables and a method of its own; ``lead`` alone where these accounts cannot tell.

    Parameters
    ----------
    title, lead : str
    id : str
        Unique in the brief.
    cards : tuple of Card
        Their ``detail`` is the mark that they wear.
    over : str
        Heading over the cards on the page, empty for none.
    beside : bool
        Whether the first card is tall: the other cards and the first table stand beside it where there is room.
    tables : tuple of TableSection
        The first is shown on the page, the workbook has all.
    methods : tuple of str
    command, again : str
        What gives the figures again, and what stands before it.
    figures : tuple of MeasureRow
        With all their digits, for the workbook and the csv file.
    labels : dict of str to str
        Names of the quantities among the figures, without ``.low`` and ``.high``.
    """

    title: str
    lead: str
    id: str = "section"
    cards: tuple[Card, ...] = ()
    over: str = ""
    beside: bool = False
    tables: tuple[TableSection, ...] = ()
    methods: tuple[str, ...] = ()
    command: str = ""
    again: str = ""
    figures: tuple[MeasureRow, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Block:
    """Cards and tables that stand together: one card beside its tables, or several cards above them.

    Some of the tables stand in the workbook only.
    """

    title: str = ""
    cards: tuple[Card, ...] = ()
    tables: tuple[TableSection, ...] = ()
    folded: tuple[str, ...] = ()


@dataclass(frozen=True)
class DepthSection(Section):
    """A system in depth: blocks of cards and tables, one below the other, in the hue of the system ``topic``.

    Without blocks the lead says why these accounts cannot tell.
    """

    topic: str = ""
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class PolicySection(Section):
    """Section on the effects of policies: a chart by outcome, then blocks of cards and tables, one below the other.

    ``zero`` says what the zero line of the chart is.
    """

    id: str = "policies"
    policies: tuple[PolicyEntry, ...] = ()
    outcomes: tuple[OutcomeColumn, ...] = ()
    zero: str = ""
    blocks: tuple[Block, ...] = ()


PARTS = ("cards", "tables", "outcomes", "blocks")
"""Fields that hold what has reference numbers."""


def renumber(part: Any, numbers: Mapping[int, int]) -> Any:
    """Return a part of a brief, or several, with other reference numbers.

    Examples
    --------
    >>> table = TableSection("a", "", "", (), (), numeric=(1,), refs=(2, 1))
    >>> found = renumber((Block(tables=(table,)), None), {1: 8, 2: 9})
    >>> found[0].tables[0].numeric, found[0].tables[0].refs, found[1]
    ((1,), (9, 8), None)
    """
    if isinstance(part, tuple):
        return tuple(renumber(p, numbers) for p in part)
    if not isinstance(part, (Card, TableSection, OutcomeColumn, Section, Block)):
        return part
    changed: dict[str, Any] = {name: renumber(v, numbers) for name, v in vars(part).items() if name in PARTS}
    if "refs" in vars(part):
        changed["refs"] = tuple(numbers[n] for n in vars(part)["refs"])
    return replace(part, **changed)


@dataclass(frozen=True)
class SourceRow:
    """Where a number comes from."""

    number: int
    indicator: str
    label: str
    formula: str
    source: str
    year: str
    unit: str
    status: str
    note: str = ""


@dataclass(frozen=True)
class BriefProvenance:
    """Instructions to get the same brief."""

    command: str
    data: str
    hash: str
    program: str
    seed: str
    licence: str
    outlook: str = ""


@dataclass(frozen=True, eq=False)
class Brief:
    """A brief in one language; ``kind`` is that of the region, ``country`` or ``province``.

    ``now`` stands before the characteristics, ``index`` after them, ``policies`` and ``paths`` at the end; ``depth``
    and ``beside`` are for the workbook. ``link`` leads to the scenario that the brief was asked for from.
    """

    region: str
    name: str
    year: int
    years: tuple[int, int]
    lang: str
    peers: tuple[str, ...]
    headline: str
    subtitle: str
    summary: str
    numbers: tuple[BigNumber, ...]
    characteristics: tuple[Card, ...]
    systems: tuple[SystemSection, ...]
    methods: tuple[str, ...]
    last_years: tuple[tuple[str, str], ...]
    sources: tuple[SourceRow, ...]
    reproduce: BriefProvenance
    names: dict[str, str] = field(default_factory=dict)
    table: pd.DataFrame | None = None
    tables: tuple[TableSection, ...] = ()
    beside: tuple[TableSection, ...] = ()
    kind: str = "country"
    policies: PolicySection | None = None
    index: Section | None = None
    now: DepthSection | None = None
    depth: tuple[DepthSection, ...] = ()
    paths: tuple[DepthSection, ...] = ()
    link: str = ""

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections of the workbook, in order."""
        return tuple(s for s in (self.now, self.index, *self.depth, self.policies, *self.paths) if s is not None)
