"""What a brief says, ready to be set: page, Word file and tables all read this and nothing else.

Every text is in the language of the brief and every number is already written out; only charts keep figures (their
``Proof``). Reference numbers point to rows of ``sources``, where each number is traced to formula, source, year, unit
and status.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from newind.systems.proofs import Proof, Row


@dataclass(frozen=True)
class Spans:
    """Ranges around zero, one a row (its ``range``), of one quantity whose direction is ``better``."""

    rows: tuple[Row, ...]
    unit: str
    better: str


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
    proof: Proof | Spans
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
    """A system: its name, one line that sums it up, three findings, and the others one click away."""

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
class Outcome:
    """What policies change, in a range each: a column of bars beside one another, in the order of the policies.

    ``shown`` is what stands beside each bar: the middle with its sign, or that the sign is not sure.
    """

    id: str
    title: str
    unit: str
    proof: Spans
    shown: tuple[str, ...]
    refs: tuple[int, ...] = ()


@dataclass(frozen=True)
class Policy:
    """A policy of the section: its name, the family that it belongs to, what it means."""

    name: str
    label: str
    family: str
    note: str


@dataclass(frozen=True)
class PolicySection:
    """What policies would do; ``lead`` alone where these accounts cannot tell.

    ``figures`` are rows of the measure table: scenario, year, indicator, value, unit, status, note.
    """

    title: str
    lead: str
    policies: tuple[Policy, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    cards: tuple[Card, ...] = ()
    tables: tuple[TableSection, ...] = ()
    methods: tuple[str, ...] = ()
    command: str = ""
    zero: str = ""
    figures: tuple[tuple[str, int, str, float, str, str, str], ...] = ()
    labels: dict[str, str] = field(default_factory=dict)


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
class Reproduce:
    """What another needs to get the same brief."""

    command: str
    data: str
    hash: str
    program: str
    seed: str
    licence: str


@dataclass(frozen=True, eq=False)
class Brief:
    """A brief in one language; ``kind`` is that of the region, ``country`` or ``province``."""

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
    reproduce: Reproduce
    names: dict[str, str] = field(default_factory=dict)
    table: pd.DataFrame | None = None
    tables: tuple[TableSection, ...] = ()
    kind: str = "country"
    policies: PolicySection | None = None
