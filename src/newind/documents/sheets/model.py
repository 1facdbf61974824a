"""Content of a brief of a few sheets, ready to be set: blocks, and the rows that say where numbers come from.

Every text is in the language of the brief and every number is written out; only charts keep figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from newind.charts.proofs import ChangeRanges, LossChart, Proof
    from newind.questions.model import BriefProvenance, Section, SourceRow

BETTER, WORSE, NEITHER, UNCLEAR = "better", "worse", "neither", "unclear"
"""What a number means: by the declared direction of what it measures, by none, or that its sign is not stated."""


@dataclass(frozen=True)
class Gauge:
    """One of the six characteristics: a number, where it stands among peers, and its course.

    Parameters
    ----------
    topic, name : str
        The hue that it wears, and what it is called.
    value, unit, ends : str
        The number as written, and its range; empty where there is none.
    what, place, trend : str
        Reference of the number, place among peers, and change; empty where they are not known.
    own : float
    range : tuple of float or None
        Range of the number, as a number.
    peers : dict of str to float
        By name; empty where nobody is compared with.
    shown : dict of str to str
        Numbers of peers as written, by name.
    series : dict of int to float
        By year.
    refs : tuple of int
    """

    topic: str
    name: str
    value: str
    unit: str
    ends: str
    what: str
    place: str
    trend: str
    own: float
    range: tuple[float, float] | None
    peers: dict[str, float]
    shown: dict[str, str]
    series: dict[int, float]
    refs: tuple[int, ...] = ()


@dataclass(frozen=True)
class Item:
    """A line with a number: ``tone`` is what the number means, ``after`` what else is to be known of it."""

    text: str
    number: str = ""
    tone: str = ""
    refs: tuple[int, ...] = ()
    after: str = ""


@dataclass(frozen=True)
class Gauges:
    """The six characteristics, and how they are read."""

    gauges: tuple[Gauge, ...]
    note: str


@dataclass(frozen=True)
class Listing:
    """Lines under a heading; ``empty`` says why there are none, ``rest`` how many more, ``cut`` of them, were left out.

    What is about one of two scenarios wears its letter, as ``scenario``.
    """

    title: str
    items: tuple[Item, ...]
    empty: str = ""
    rest: str = ""
    cut: int = 0
    scenario: str = ""


@dataclass(frozen=True)
class Boxes:
    """Policies tried, by how certain their direction is: boxes of lines, each of a kind (holds, turns, costs).

    ``foot`` is about what is in no box.
    """

    title: str
    kinds: tuple[str, ...]
    boxes: tuple[Listing, ...]
    foot: str = ""


@dataclass(frozen=True)
class Heading:
    """A finding over what proves it; ``sub`` is measure, unit, year and status, ``legend`` how to read a drawing."""

    text: str
    sub: str = ""
    refs: tuple[int, ...] = ()
    legend: str = ""

    @property
    def under(self) -> str:
        """What stands under it where there are drawings."""
        return f"{self.sub}{'' if self.sub.endswith('。') else ' '}{self.legend}".strip()


@dataclass(frozen=True)
class Exhibit:
    """A chart under its finding; ``sheet`` is the name of its sheet in the workbook."""

    title: str
    proof: Proof
    note: str = ""
    refs: tuple[int, ...] = ()
    topic: str = "index"
    sheet: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell of a table: a text and what it means, with what is drawn over it.

    Parameters
    ----------
    text, tone : str
    bar, losses : tuple, optional
        A chart, and which of its rows is drawn.
    course : tuple of four floats, optional
        Baseline, last value, goal, and where the path leads (NaN where that may not be stated).
    """

    text: str
    tone: str = ""
    bar: tuple[ChangeRanges, int] | None = None
    losses: tuple[LossChart, int] | None = None
    course: tuple[float, float, float, float] | None = None


@dataclass(frozen=True)
class BriefTable:
    """A table; columns named in ``numeric`` are set to the right, the first column names the rows.

    With ``beside`` the bar of a range stands beside its text, and a row takes one line; ``sheet`` is the name of its
    sheet in the workbook, which has the rows of ``more`` below the others, as the Word file has.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: tuple[int, ...] = ()
    title: str = ""
    refs: tuple[int, ...] = ()
    beside: bool = False
    scenario: str = ""
    sheet: str = ""
    more: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True)
class Note:
    """A remark; with a title it stands beside a rule, and is kept when a page is shortened.

    ``code`` is a command to type, which stands last, ``link`` the words of a link and its address; a note with
    ``files`` offers those that the brief carries; one that is ``printed`` is for paper alone, at the foot of its page;
    one that is ``late`` is left out after everything else.
    """

    text: str
    title: str = ""
    refs: tuple[int, ...] = ()
    code: str = ""
    link: tuple[str, str] = ("", "")
    files: bool = False
    printed: bool = False
    late: bool = False


@dataclass(frozen=True)
class Columns:
    """Blocks side by side, one below the other on a telephone."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]


Block = Gauges | Listing | Boxes | Heading | Exhibit | BriefTable | Note | Columns


@dataclass(frozen=True)
class BriefSheet:
    """A page: its name, what it is based on, its blocks, and what its foot adds."""

    name: str
    aside: str
    blocks: tuple[Block, ...]
    foot: str = ""


@dataclass(frozen=True)
class AttachedFile:
    """A file that a brief carries: its name, and its text."""

    name: str
    text: str


@dataclass(frozen=True, eq=False)
class PagedBrief:
    """A brief of a few sheets in one language.

    Parameters
    ----------
    kind : str
        What it is called: a decision brief, a policy brief.
    region, name : str
    year : int
        Of the accounts.
    lang : {"en", "zh"}
    title, lead : str
    lead_refs : tuple of int
    chips : tuple of str
        Of when the numbers are.
    sheets : tuple of BriefSheet
        The first is the answer.
    sources : tuple of SourceRow
        The rows that references lead to.
    methods : tuple of str
        What is assumed, in the annex.
    reproduce : BriefProvenance
    names : dict of str to str
        Of economies and industries by code.
    files : tuple of AttachedFile
        What it carries.
    peers : tuple of str
    table : DataFrame, optional
        Every figure of the indicators, for the csv file.
    link : str
        To the scenario that the brief was asked for from, empty for none.
    """

    kind: str
    region: str
    name: str
    year: int
    lang: str
    title: str
    lead: str
    lead_refs: tuple[int, ...]
    chips: tuple[str, ...]
    sheets: tuple[BriefSheet, ...]
    sources: tuple[SourceRow, ...]
    methods: tuple[str, ...]
    reproduce: BriefProvenance
    names: dict[str, str]
    files: tuple[AttachedFile, ...] = ()
    peers: tuple[str, ...] = ()
    table: pd.DataFrame | None = None
    link: str = ""

    @property
    def sections(self) -> tuple[Section, ...]:
        """No sections with figures of their own: what is simulated stands in the workbook."""
        return ()
