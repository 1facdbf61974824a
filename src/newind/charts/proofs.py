"""Data of the small charts that prove a finding; drawing them is the business of ``briefs``.

Values are in the unit stated by each chart, economies and industries are codes: names are looked up when drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING

from newind.charts import checks
from newind.errors import DataError, find_duplicates, offenders
from newind.messages import message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.messages import Text

Range = tuple[float, float]
Span = tuple[float, float, float]
"""Lowest, middle and highest."""
NAN = float("nan")
HALF = 0.5
"""Part of real income above which a loss is no number: it is that of a case in which the input is not replaced."""
QUARTER = "quarter"
MOST_NODES = 20
"""Nodes of flows in steps beyond which nobody reads them."""
ABROAD: Text = message("charts.proofs.abroad")
LOST: Text = message("charts.proofs.lost")


@dataclass(frozen=True)
class ChartRow:
    """One line of a ranked, two-sided or bar chart: a code (or a text), a value, its range, its second value."""

    code: str
    value: float
    range: Range | None = None
    other: float | None = None
    label: Text | None = None
    hatched: bool = False


@dataclass(frozen=True)
class DotRanking:
    """Where the focus stands against its peers: a dot and a range bar an economy, sorted by the value.

    ``measures`` name the value and, where rows have one (``other``), the second measure beside it.
    """

    rows: tuple[ChartRow, ...]
    focus: str
    unit: str
    note: Text = field(default_factory=dict)
    measures: tuple[Text, Text] | None = None


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
class SlopeChart:
    """Two moments of several economies."""

    years: tuple[int, int]
    series: dict[str, tuple[float, float]]
    focus: str
    unit: str


@dataclass(frozen=True)
class Segments:
    """Shares of a whole in one bar; hatched rows are what the data cannot name."""

    rows: tuple[ChartRow, ...]
    unit: str


@dataclass(frozen=True)
class PartnerBars:
    """Out (value, to the right) and in (other, to the left) by partner."""

    rows: tuple[ChartRow, ...]
    unit: str
    left: Text
    right: Text


@dataclass(frozen=True)
class Bars:
    """Bars from zero, optionally in two parts (value is the whole, other its first part), with ranges of the whole."""

    rows: tuple[ChartRow, ...]
    focus: str
    unit: str
    parts: tuple[Text, Text] | None = None
    ranges: bool = False


@dataclass(frozen=True)
class AreaStack:
    """Parts of a whole over years, the first one at the bottom; the axis may start above zero and then says so."""

    years: tuple[int, ...]
    series: dict[str, tuple[float, ...]]
    unit: str
    labels: dict[str, Text]


@dataclass(frozen=True)
class LossRow:
    """Cost of losing one input or market.

    Attributes
    ----------
    code : str
        Industry whose product is lost.
    spans : dict of str to (low, middle, high)
        By horizon (long, medium, short, first quarter), fractions; NaN where no equilibrium was found.
    label : dict, optional
        In place of the name of the code.
    partners : tuple of str
        Suppliers (or markets) that are lost; empty for all of them.
    bottleneck : float, optional
        The estimate of the supply-side bottleneck, drawn apart from the ranges.
    open : frozenset of str
        Horizons some cases of which had no equilibrium, so that their range is known in part.
    """

    code: str
    spans: dict[str, Span]
    label: Text | None = None
    partners: tuple[str, ...] = ()
    bottleneck: float | None = None
    open: frozenset[str] = frozenset()

    def drawn(self, horizon: str) -> Span:
        """Return what is drawn of a horizon: no middle and no end (infinite) of what is stated as a lower end alone.

        Examples
        --------
        >>> row = LossRow("c2", {"short": (0.07, 0.8, 0.8), "long": (0.01, 0.02, 0.06)}, open=frozenset({"short"}))
        >>> row.drawn("short"), row.drawn("long")
        ((0.07, nan, inf), (0.01, 0.02, 0.06))
        """
        low, middle, high = self.spans.get(horizon, (NAN,) * 3)
        beyond = horizon in self.open or (horizon != QUARTER and high > HALF > low)
        return (low, NAN, inf) if beyond and low == low else (low, middle, high)

    @property
    def middle(self) -> float:
        """The central figure at the medium horizon, or the middle one of those there are; NaN where there is none."""
        return self.spans[self.horizon][1] if self.spans else NAN

    @property
    def range(self) -> Range:
        """Lowest and highest at that horizon, NaN where there is none."""
        low, _, high = self.spans[self.horizon] if self.spans else (NAN,) * 3
        return low, high

    @property
    def partial(self) -> bool:
        """Whether the range at that horizon is known in part."""
        return self.horizon in self.open

    @property
    def horizon(self) -> str:
        """The horizon whose figures stand beside the bars: the medium one, or the middle one of those there are."""
        known = [*self.spans] or [""]
        return "medium" if "medium" in known else known[len(known) // 2]


@dataclass(frozen=True)
class LossChart:
    """Chart of supply disruptions, a row an input: a bar a horizon, the middle, the bottleneck estimate beside.

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
    """A province as a square: its place on the map, and its figure, NaN where there is none.

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
class FrontierStep:
    """One more measure: what all measures up to it cost, and the share of the expected loss they remove together."""

    code: str
    cost: Span
    removed: Span
    label: Text | None = None


@dataclass(frozen=True)
class Frontier:
    """Cumulated cost against the share of expected loss removed, measure by measure; the first ones are named."""

    steps: tuple[FrontierStep, ...]
    unit: str
    named: int = 4


@dataclass(frozen=True)
class Matrix:
    """Effects of rows on columns, as signed ranges; where the sign changes within one, its direction is unclear.

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


@dataclass(frozen=True)
class Waterfall:
    """From one value to another by signed contributions, which add up to the difference; ``ends`` name the two.

    Examples
    --------
    >>> Waterfall(5.0, (ChartRow("c9", 2.0), ChartRow("c14", -1.0)), 6.0, "1", ({"en": "2000"}, {"en": "2010"})).end
    6.0
    """

    start: float
    steps: tuple[ChartRow, ...]
    end: float
    unit: str
    ends: tuple[Text, Text]

    def __post_init__(self) -> None:
        """Refuse what is no number, what does not add up and more steps than can be read.

        Raises
        ------
        DataError
            With the steps, the gap or the number of steps concerned.
        """
        steps = [(r.code, r.value) for r in self.steps]
        checks.finite("waterfall", [("the start", self.start), ("the end", self.end), *steps])
        checks.adds_up("waterfall", self.start, [v for _, v in steps], self.end)
        if len(self.steps) > MOST_NODES:
            raise DataError(f"waterfall: {len(self.steps)} steps, {MOST_NODES} at most. Group the smallest ones.")


@dataclass(frozen=True)
class Bubble:
    """A bubble: where it stands, how large it is (not below zero), and whose it is."""

    code: str
    x: float
    y: float
    size: float
    label: Text | None = None
    region: str = ""


@dataclass(frozen=True)
class Scatter:
    """Bubbles by two measures, which ``x`` and ``y`` name; ``unit`` is that of ``y``, ``focus`` a region.

    ``curve`` has the places along x and the heights of a fitted line.

    Examples
    --------
    >>> points = (Bubble("c14", 1.5, 0.2, 10.0, region="AAA"), Bubble("c9", 2.5, 0.4, 5.0, region="BBB"))
    >>> Scatter(points, {"en": "stages"}, {"en": "share"}, "1", focus="AAA").curve
    ((), ())
    """

    points: tuple[Bubble, ...]
    x: Text
    y: Text
    unit: str
    curve: tuple[tuple[float, ...], tuple[float, ...]] = ((), ())
    focus: str = ""

    def __post_init__(self) -> None:
        """Refuse bubbles without a place or a size, and a line with ends of unequal lengths.

        Raises
        ------
        DataError
            With the points or the lengths concerned.
        """
        checks.finite("scatter", ((p.code, v) for p in self.points for v in (p.x, p.y, p.size)))
        checks.finite("scatter", (("the curve", v) for side in self.curve for v in side))
        checks.not_negative("scatter", ((p.code, p.size) for p in self.points), "size")
        across, along = map(len, self.curve)
        if across != along:
            raise DataError(f"scatter: the curve has {across} places and {along} heights. Give one height for each.")


@dataclass(frozen=True)
class Branch:
    """A piece of a tree: its parent's index (-1 for the root), all it stands for, and how much arises in itself."""

    code: str
    parent: int
    value: float
    label: Text
    own: float


@dataclass(frozen=True)
class PathTree:
    """Paths from a root, parents before children: what arises on each, of a total that others add to.

    Examples
    --------
    >>> root = Branch("c9", -1, 10.0, {"en": "Chemicals"}, own=4.0)
    >>> PathTree((root, Branch("c17", 0, 5.0, {"en": "Power"}, own=5.0)), "kt", 10.0).found
    9.0
    """

    branches: tuple[Branch, ...]
    unit: str
    total: float

    @property
    def found(self) -> float:
        """Part of the total that arises on the branches."""
        return sum((b.own for b in self.branches), 0.0)

    def __post_init__(self) -> None:
        """Refuse what is no tree, what is no amount and branches that carry more than their parent.

        Raises
        ------
        DataError
            With the branches concerned.
        """
        amounts = [(b.code, v) for b in self.branches for v in (b.value, b.own)]
        checks.finite("tree", [*amounts, ("the total", self.total)])
        checks.not_negative("tree", [*amounts, ("the total", self.total)], "value")
        checks.one_tree([(b.code, b.parent) for b in self.branches])
        checks.holds_its_children([(b.code, b.parent, b.value, b.own) for b in self.branches])
        if self.found > self.total * (1 + checks.SLACK):
            raise DataError(
                f"tree: {self.found:g} arises on the branches, of a total of {self.total:g}. Correct either."
            )


@dataclass(frozen=True)
class Fan:
    """Parts of a whole along years, the first one at the bottom, where they may go lowest and highest, and peaks.

    ``low`` and ``high`` have a row a part as ``parts`` has. ``marks`` are years of parts, or of the whole where the
    code is empty.

    Examples
    --------
    >>> parts = (("c17", (3.0, 4.0, 2.0)), ("c9", (1.0, 1.0, 1.0)))
    >>> Fan((2020, 2030, 2040), parts, "kt", {}, marks=((2030, "c17"),)).whole
    (4.0, 5.0, 3.0)
    """

    years: tuple[int, ...]
    parts: tuple[tuple[str, tuple[float, ...]], ...]
    unit: str
    labels: Mapping[str, Text] = field(default_factory=dict)
    low: tuple[tuple[float, ...], ...] = ()
    high: tuple[tuple[float, ...], ...] = ()
    marks: tuple[tuple[int, str], ...] = ()

    @property
    def whole(self) -> tuple[float, ...]:
        """The sum of the parts by year."""
        return tuple(sum((v[i] for _, v in self.parts), 0.0) for i in range(len(self.years)))

    def __post_init__(self) -> None:
        """Refuse years out of order, rows that are too long or short, what is no number, and marks of nothing.

        Raises
        ------
        DataError
            With the years, parts or marks concerned.
        """
        checks.in_order("fan", self.years)
        codes, sides = [c for c, _ in self.parts], [s for s in (self.low, self.high) if s]
        if find_duplicates(codes):
            raise DataError(f"fan: parts given twice, {offenders(find_duplicates(codes))}. Add the two up.")
        if len(sides) == 1 or any(len(s) != len(codes) for s in sides):
            told = f"{len(codes)} parts, {len(self.low)} lowest and {len(self.high)} highest rows"
            raise DataError(f"fan: {told}. Give both ends, a row a part, or none.")
        rows = [*self.parts, *((c, r) for s in sides for c, r in zip(codes, s, strict=True))]
        checks.full("fan", rows, len(self.years))
        checks.finite("fan", [(c, v) for c, r in rows for v in r])
        lost = [f"{c or 'the whole'} in {y}" for y, c in self.marks if not self._reaches(y) or c not in {"", *codes}]
        if lost:
            raise DataError(f"fan: marks beyond the years or of no part, {offenders(lost)}. Leave them out.")

    def _reaches(self, year: int) -> bool:
        return bool(self.years) and self.years[0] <= year <= self.years[-1]


@dataclass(frozen=True)
class ChangeRanges:
    """Ranges around zero, one a row (its ``range``), of one quantity whose direction is ``better``.

    Its unit is ``1``, in per cent, or ``points``, where the title says so and figures stand alone.
    """

    rows: tuple[ChartRow, ...]
    unit: str
    better: str


@dataclass(frozen=True)
class RankRows:
    """Ranks among ``of``, 1 the first, each with its interval (``range``); ``other`` is the score behind it."""

    rows: tuple[ChartRow, ...]
    focus: str
    of: int


@dataclass(frozen=True)
class Profile:
    """Scores from 0 to 100 of one economy part by part, with ranges, beside ``others`` (the ``other`` of each row)."""

    rows: tuple[ChartRow, ...]
    own: Text
    others: Text


@dataclass(frozen=True)
class Bands:
    """A figure over years: a line within bands, the widest first; up to ``observed`` growth is known.

    Attributes
    ----------
    middle : values by year, fractions or factors; empty where the line may not be stated
    bands : of each (name, lower ends, upper ends)
    beside : a second line, such as the baseline; empty for none
    unit : as of the other charts; empty for factors
    labels : of ``middle`` and ``beside``
    """

    years: tuple[int, ...]
    middle: tuple[float, ...]
    bands: tuple[tuple[Text, tuple[float, ...], tuple[float, ...]], ...]
    observed: int
    unit: str
    labels: dict[str, Text]
    beside: tuple[float, ...] = ()


Proof = (
    DotRanking
    | Lines
    | SlopeChart
    | Segments
    | PartnerBars
    | Bars
    | AreaStack
    | LossChart
    | Flows
    | Tiles
    | Curve
    | Frontier
    | Matrix
    | Waterfall
    | Scatter
    | PathTree
    | Fan
    | ChangeRanges
    | RankRows
    | Profile
    | Bands
)
