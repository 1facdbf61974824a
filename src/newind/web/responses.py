"""Shapes of answers: what several of them share, and the official figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal, NotRequired, ParamSpec, TypeVar, cast

from pydantic import Field
from typing_extensions import TypedDict

from newind.plain import SCHEMA_VERSION, plain

P = ParamSpec("P")
B = TypeVar("B")


def body(_kind: Callable[P, B], /, *_: P.args, **found: P.kwargs) -> B:
    """Return an answer of a kind, a `Body`, as JSON can hold it, with the version of its schema.

    Examples
    --------
    >>> body(dict, n=1)
    {'schema_version': 1, 'n': 1}
    """
    return cast("B", {"schema_version": SCHEMA_VERSION, **plain(found)})


Freshness = Annotated[
    Literal["fresh", "aging", "old"],
    Field(description="Of the last year that exists; a newer one may exist; old or missing."),
]


class VersionedBody(TypedDict):
    """Fields of every answer."""

    schema_version: Literal[1]


class BilingualText(TypedDict):
    """A text in both languages."""

    en: str
    zh: str


class SourceLink(TypedDict):
    """A text that something is based on."""

    title: str
    href: NotRequired[str]
    date: NotRequired[str]


if TYPE_CHECKING:  # what `plain` takes, for who builds an answer
    from newind.typing import Array, BoolArray

    Text = Mapping[Any, str]
    Cited = Mapping[str, Any]
    Number = float | None
    Numbers = Sequence[float | None] | Array
    Values = Sequence[float] | Array
    Matrix = Sequence[Numbers] | Array
    Flags = Sequence[bool] | BoolArray
    Range = Sequence[float] | Array | None
    Better = str
    Direction = str
    Sign = str
    Progress = str

    class Body(TypedDict):
        """An answer, to which `body` adds the version of its schema."""

else:  # what it gives, for who reads one
    Text = BilingualText
    Cited = SourceLink
    Number = float | None
    Numbers = Sequence[float | None]
    Values = Sequence[float]
    Matrix = Sequence[Numbers]
    Flags = Sequence[bool]
    Range = tuple[float, float] | None
    Better = Literal["higher", "lower", "target", "none"]
    Direction = Literal["higher", "lower"]
    Sign = Literal[
        "positive", "negative", "zero", "zero or positive", "zero or negative", "ambiguous", "unknown",
        "others", "borne", "response", "structure", "assumed", "none",
    ]  # fmt: skip
    Progress = Literal["met", "on_track", "lagging", "off_track", "missed", "due", "not_computable"]
    Body = VersionedBody


class NamedItem(TypedDict):
    """An id and what it is called."""

    id: str
    label: Text


class NamedPlace(TypedDict):
    """A code and what it is called."""

    code: str
    label: Text


class BenchmarkBody(TypedDict):
    """The accounts of one year that an answer starts from."""

    year: int
    status: str
    source: str
    unit: str


class Bounds(TypedDict):
    """Range of a number, and its central case."""

    low: Number
    central: Number
    high: Number


class CommandBody(TypedDict):
    """Command that gives a result again."""

    command: str


class Reproduction(CommandBody):
    """Command and inputs that give a result of the model again."""

    yaml: str
    data_hash: str
    outlook_hash: str
    package_hash: str
    version: str
    seed: int | None
    residual: NotRequired[Number]
    iterations: NotRequired[int]


class MessagePlace(TypedDict, total=False):
    """Where in a table, a text or the shocks of a package (from 1) a mistake is."""

    sheet: str
    cell: str
    line: int
    column: int
    shock: int


class MessageText(TypedDict):
    """A message, and how it reads in Chinese where that is written."""

    message: str
    message_zh: NotRequired[str]


class ErrorDetail(MessageText):
    """Why something is refused."""

    kind: str
    where: NotRequired[MessagePlace]


class TableMessage(MessageText, MessagePlace):
    """A fault of a table, or something odd in it."""

    level: Literal["error", "warning", "note"]
    kind: NotRequired[str]


class RefusalBody(Body):
    """An answer to a request that is refused; all that there is to say of a file that holds no accounts."""

    error: ErrorDetail
    messages: NotRequired[Sequence[TableMessage]]


class CodeNames(BilingualText):
    """The names of a code."""

    code: str


class YearValue(TypedDict):
    """A value of a year."""

    year: int
    value: float


class OfficialValue(TypedDict):
    """An official figure: its last value that is no projection, and its course."""

    id: str
    section: str
    label: Text
    unit: str
    value: float
    digits: Annotated[int, Field(description="Decimals of the value.")]
    year: int
    status: Annotated[str, Field(description="`observed`, or `estimated` for a first estimate.")]
    age: Annotated[float, Field(description="Years from the end of its year to the day asked for.")]
    freshness: Freshness
    source: Annotated[str, Field(description="A key of `sources`.")]
    world: YearValue | None
    series: Annotated[Mapping[str, float], Field(description="Year → value since 1990.")]
    projections: Annotated[Mapping[str, float], Field(description="Year → value; no observations.")]


class NationalValue(TypedDict):
    """A figure of the economy's own statistical offices."""

    id: str
    label: Text
    unit: str
    unit_label: Text
    digits: int
    value: float
    year: int
    age: float
    freshness: Freshness
    series: Mapping[str, float]
    short: Annotated[str, Field(description="What the office is called in short.")]
    source: Text
    date: str
    note: Annotated[Text, Field(description="What it counts; empty where the label says it.")]


class HeadlineColumn(TypedDict):
    """Column by which economies are compared."""

    id: str
    label: Text
    unit: str
    digits: int


class PartnerShare(TypedDict):
    """A partner and its part in trade in goods."""

    partner: str
    share: float


class Partners(TypedDict):
    """The largest partners in goods."""

    year: int
    exports: Sequence[PartnerShare]
    imports: Sequence[PartnerShare]


class GenerationMix(TypedDict):
    """Where power comes from."""

    year: int | None
    shares: Mapping[str, float]


class TargetProgress(TypedDict):
    """A goal, and how far it is."""

    label: Text
    unit: str
    kind: str
    baseline: YearValue
    goal: YearValue
    seen: Annotated[YearValue | None, Field(description="What was observed last; none where nothing follows it.")]
    status: Annotated[Progress, Field(description="A key of `progress`.")]
    computed: Annotated[
        bool, Field(description="Whether `seen` follows from yearly GDP, people and CO2, and was not published.")
    ]
    derived: Annotated[bool, Field(description="Whether `goal` follows from words of the document.")]
    reason: Annotated[str, Field(description="Why it stands so, where figures alone do not say it.")]
    achieved: Annotated[float | None, Field(description="Part of the way that is made.")]
    elapsed: Annotated[float | None, Field(description="Part of the time that is over.")]
    paced: Annotated[float | None, Field(description="Yearly pace since the baseline; in units where `points`.")]
    needed: Annotated[float | None, Field(description="Yearly pace from the last value to the goal.")]
    points: bool
    age: float | None
    freshness: Freshness
    stands: Annotated[Text, Field(description="How far it is, in words.")]
    pace: Annotated[Text, Field(description="Both paces in words, empty where nothing was seen since the baseline.")]
    document: Annotated[Text, Field(description="What sets the goal; goals stand in groups by it.")]
    source: Annotated[str, Field(description="Title of the document that sets the goal.")]
    date: str
    origin: Annotated[Text, Field(description="Where the last value is from, empty where it is computed.")]
    published: str


class ManufacturingShare(TypedDict):
    """Share of manufacturing in shipped accounts."""

    data: str
    year: int
    status: str
    value: float


class SourceReference(TypedDict):
    """A source."""

    short: str
    title: str
    zh: str
    author: str
    path: str
    licence: str
    date: str
    updated: Annotated[str | None, Field(description="Day on which the user fetched a newer release.")]


class OfficialSummary(Body):
    """The newest official figures of an economy."""

    economy: CodeNames
    date: str
    national: Annotated[
        Sequence[NationalValue], Field(description="Data of the national statistical offices, where some are shipped.")
    ]
    figures: Sequence[OfficialValue]
    missing: Sequence[NamedItem]
    accounts: Sequence[ManufacturingShare]
    partners: Partners
    power_mix: GenerationMix
    targets: Sequence[TargetProgress]
    headline: Sequence[HeadlineColumn]
    peers: Annotated[
        Mapping[str, Mapping[str, YearValue]], Field(description="Economy → figure of `headline` → its last value.")
    ]
    world: Mapping[str, YearValue]
    before: Annotated[
        Mapping[str, Mapping[str, YearValue]],
        Field(description="The economy, peers and the world (`WLD`) → figure of `headline` → its value of 2011."),
    ]
    sources: Mapping[str, SourceReference]
    names: Mapping[str, Text]
    sections: Mapping[str, Text]
    units: Mapping[str, Text]
    powers: Mapping[str, Text]
    statuses: Mapping[str, Text]
    progress: Mapping[str, Text]
    sets: Mapping[str, Text]


class EconomyList(Body):
    """The economies that have official figures."""

    economies: Sequence[CodeNames]


class AnswerGlance(TypedDict):
    """The first rows of a table as a reader sees them, and those of its columns that are shown at once."""

    columns: Sequence[NamedItem]
    numeric: Annotated[Sequence[bool], Field(description="Of each column, whether it stands at the right.")]
    en: Sequence[Sequence[str]]
    zh: Sequence[Sequence[str]]


class AnswerTable(TypedDict):
    """A table of an answer, with all its figures: shares as fractions, masses in Mt, codes of regions."""

    id: str
    label: Text | None
    columns: Sequence[NamedItem]
    rows: Sequence[Mapping[str, Any]]
    glance: AnswerGlance


class AnswerBody(Body):
    """The answer to a question: what it comes to, its tables, and what a reader must know."""

    title: Text
    lead: Annotated[Sequence[Text], Field(description="What it comes to.")]
    notes: Annotated[Sequence[Text], Field(description="Year, status, assumptions.")]
    tables: Sequence[AnswerTable]
    values: Annotated[
        Mapping[str, Mapping[str, Text]], Field(description="Column → what stands for the words in its cells.")
    ]
    picture: Annotated[Text | None, Field(description="Its chart as a self-contained SVG file.")]
    about: Annotated[Mapping[str, Any], Field(description="Region, year, options, unit.")]
    command: Annotated[str, Field(description="The command that gives it again.")]


class QuestionOption(TypedDict):
    """An option of a question: a parameter of its address."""

    name: str
    help: Text
    words: Annotated[Mapping[str, Text], Field(description="What each word that it may be is called.")]
    schema: Annotated[Mapping[str, Any], Field(description="JSON schema of its value.")]
    required: Annotated[bool, Field(description="Whether there is no answer without it.")]


class QuestionEntry(TypedDict):
    """A question that can be asked, and how."""

    id: str
    family: str
    help: Text
    path: Annotated[str | None, Field(description="Of its route; none where it takes long and is a job only.")]
    command: str
    clauses: Sequence[str]
    examples: Sequence[str]
    options: Sequence[QuestionOption]


class QuestionList(Body):
    """Every question."""

    questions: Sequence[QuestionEntry]
