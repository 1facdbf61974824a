"""Data of the small charts that prove a finding; drawing them is the business of ``briefs``.

Values are in the unit stated by each chart, economies and industries are codes: names are looked up when drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newind.errors import DataError, offenders

if TYPE_CHECKING:
    from newind.systems.phrases import Text

Range = tuple[float, float]
Span = tuple[float, float, float]
"""Lowest, middle and highest."""
NAN = float("nan")
MOST_NODES = 20
"""Nodes of flows in steps beyond which nobody reads them."""
ABROAD: Text = {"en": "all suppliers abroad", "zh": "国外全部供应方"}
LOST: Text = {"en": "real income lost", "zh": "实际收入损失"}


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


@dataclass(frozen=True)
class LossRow:
    """What losing one input or market costs.

    Attributes
    ----------
    code : str
        Industry whose product is lost.
    spans : dict of str to (low, middle, high)
        By horizon (long, medium, short), fractions; NaN where no equilibrium was found.
    label : dict, optional
        In place of the name of the code.
    partners : tuple of str
        Suppliers (or markets) that are lost; empty for all of them.
    bottleneck : float, optional
        The estimate of the supply-side bottleneck, drawn apart from the ranges.
    partial : bool
        Whether some cases of the range had no equilibrium, so that it is known in part.
    """

    code: str
    spans: dict[str, Span]
    label: Text | None = None
    partners: tuple[str, ...] = ()
    bottleneck: float | None = None
    partial: bool = False

    @property
    def middle(self) -> float:
        """The central figure at the middle one of the horizons, NaN where there is none."""
        found = list(self.spans.values())
        return self.spans["medium"][1] if "medium" in self.spans else found[len(found) // 2][1] if found else NAN

    @property
    def range(self) -> Range:
        """Lowest and highest over all horizons, NaN where there is none."""
        known = [v for span in self.spans.values() for v in span if v == v]
        return min(known, default=NAN), max(known, default=NAN)


@dataclass(frozen=True)
class Losses:
    """What losing inputs costs, a row an input: a bar a horizon, the middle, the bottleneck estimate beside.

    ``everyone`` says who is lost in rows without partners, ``measure`` what the figures are.
    """

    rows: tuple[LossRow, ...]
    unit: str = "1"
    everyone: Text = field(default_factory=lambda: dict(ABROAD))
    measure: Text = field(default_factory=lambda: dict(LOST))


@dataclass(frozen=True)
class Node:
    """A place that value goes through: its code, its step from 0 on; hatched where the data cannot name it."""

    code: str
    step: int
    value: float
    label: Text | None = None
    hatched: bool = False


@dataclass(frozen=True)
class Link:
    """Value that goes from a node of a step to a node of the next one."""

    step: int
    source: str
    target: str
    value: float


@dataclass(frozen=True)
class Flows:
    """Value in steps, from left to right; what comes from or goes to the focus is coloured.

    ``heads`` name the steps.
    """

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    focus: str
    unit: str
    heads: tuple[Text, ...] = ()

    def __post_init__(self) -> None:
        """Refuse links without ends and more nodes than can be read.

        Raises
        ------
        DataError
            With the links or the number of nodes concerned.
        """
        known = {(n.step, n.code) for n in self.nodes}
        lost = [k for k in self.links if not {(k.step, k.source), (k.step + 1, k.target)} <= known]
        if lost:
            named = offenders([f"{k.source} → {k.target} from step {k.step}" for k in lost])
            raise DataError(f"flows: links without a node at an end, {named}. Add the nodes.")
        if len(self.nodes) > MOST_NODES:
            raise DataError(f"flows: {len(self.nodes)} nodes, {MOST_NODES} at most. Group the smallest ones.")


@dataclass(frozen=True)
class Tile:
    """A province as a square: where it stands on the map, and its figure, NaN where there is none.

    ``short`` is what stands in the square. By default this is the end of the code in English; in Chinese the name if it
    has three characters at most, else its first two.
    """

    code: str
    column: int
    row: int
    value: float
    short: Text | None = None


@dataclass(frozen=True)
class Tiles:
    """A figure by province as a map of squares in five classes; ``better`` is the declared direction."""

    tiles: tuple[Tile, ...]
    focus: str
    unit: str
    better: str = "none"


@dataclass(frozen=True)
class Curve:
    """How production goes after an event: lowest, middle and highest by day, relative to before.

    ``event`` is the first and the last day of the shock, ``before`` what production was.
    """

    days: tuple[float, ...]
    low: tuple[float, ...]
    middle: tuple[float, ...]
    high: tuple[float, ...]
    event: Range
    before: float = 100.0


@dataclass(frozen=True)
class Step:
    """One more measure: what all measures up to it cost, and the share of the expected loss they remove together."""

    code: str
    cost: Span
    removed: Span
    label: Text | None = None


@dataclass(frozen=True)
class Frontier:
    """Cumulated cost against the share of expected loss removed, measure by measure; the first ones are named."""

    steps: tuple[Step, ...]
    unit: str
    named: int = 4


@dataclass(frozen=True)
class Matrix:
    """What a row does to a column, as signed ranges; where the sign changes within one, its direction is unclear.

    ``values`` has (low, middle, high) by row and column; pairs may lack. ``rows_are`` and ``columns_are`` say what
    rows and columns stand for, ``labels`` name codes that are no economies or industries.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: dict[tuple[str, str], Span]
    focus: str
    unit: str
    better: str = "higher"
    rows_are: Text = field(default_factory=dict)
    columns_are: Text = field(default_factory=dict)
    labels: dict[str, Text] = field(default_factory=dict)


Proof = (
    Ranked | Lines | Slope | Segments | TwoSided | Bars | Stacked | Losses | Flows | Tiles | Curve | Frontier | Matrix
)
