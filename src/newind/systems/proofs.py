"""Data of the small charts that prove a finding; drawing them is the business of ``briefs``.

Values are in the unit stated by each chart, economies and industries are codes: names are looked up when drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newind.systems.phrases import Text

Range = tuple[float, float]


@dataclass(frozen=True)
class Row:
    """One line of a ranked, two-sided or bar chart: a code (or a text), a value, its range, its second value."""

    code: str
    value: float
    range: Range | None = None
    other: float | None = None
    label: Text | None = None
    hatched: bool = False


@dataclass(frozen=True)
class Ranked:
    """Where the focus stands against its peers: a dot and a range bar an economy, sorted by the value."""

    rows: tuple[Row, ...]
    focus: str
    unit: str
    note: Text = field(default_factory=dict)


@dataclass(frozen=True)
class Lines:
    """Values over years: one line an economy or a named series; ``band`` lies between two series' names."""

    years: tuple[int, ...]
    series: dict[str, tuple[float, ...]]
    focus: str
    unit: str
    labels: dict[str, Text] = field(default_factory=dict)
    band: tuple[str, str] | None = None


@dataclass(frozen=True)
class Slope:
    """Two moments of several economies."""

    years: tuple[int, int]
    series: dict[str, tuple[float, float]]
    focus: str
    unit: str


@dataclass(frozen=True)
class Segments:
    """Shares of a whole in one bar; hatched rows are what the data cannot name."""

    rows: tuple[Row, ...]
    unit: str


@dataclass(frozen=True)
class TwoSided:
    """Out (value, to the right) and in (other, to the left) by partner."""

    rows: tuple[Row, ...]
    unit: str
    left: Text
    right: Text


@dataclass(frozen=True)
class Bars:
    """Bars from zero, optionally in two parts (value is the whole, other its first part)."""

    rows: tuple[Row, ...]
    focus: str
    unit: str
    parts: tuple[Text, Text] | None = None


@dataclass(frozen=True)
class Stacked:
    """Parts of a whole over years, the first one at the bottom; the axis may start above zero and then says so."""

    years: tuple[int, ...]
    series: dict[str, tuple[float, ...]]
    unit: str
    labels: dict[str, Text]


Proof = Ranked | Lines | Slope | Segments | TwoSided | Bars | Stacked
