"""Responses of the API whose fields the documentation shows."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class ResponseBody(BaseModel):
    """An answer, or a part of one; it may come to have further fields."""

    model_config = ConfigDict(extra="allow")


class BilingualText(ResponseBody):
    """A text in both languages."""

    en: str
    zh: str


class EconomyName(BilingualText):
    """An economy."""

    code: str


class YearValue(ResponseBody):
    """A value of a year."""

    year: int
    value: float


class OfficialValue(ResponseBody):
    """An official figure: its last value that is no projection, and its course."""

    id: str
    section: str
    label: BilingualText
    unit: str
    value: float
    digits: int = Field(description="Decimals of the value.")
    year: int
    status: str = Field(description="`observed`, or `estimated` for a first estimate.")
    age: float = Field(description="Years from the end of its year to the day asked for.")
    source: str = Field(description="A key of `sources`.")
    world: YearValue | None
    series: dict[str, float] = Field(description="Year → value since 1990.")
    projections: dict[str, float] = Field(description="Year → value; no observations.")


class NationalValue(ResponseBody):
    """A figure of the economy's own statistical offices."""

    id: str
    label: BilingualText
    unit: str
    unit_label: BilingualText
    digits: int
    value: float
    year: int
    age: float
    series: dict[str, float]
    short: str = Field(description="What the office is called in short.")
    source: BilingualText
    date: str
    note: BilingualText = Field(description="What it counts; empty where the label says it.")


class HeadlineColumn(ResponseBody):
    """Column by which economies are compared."""

    id: str
    label: BilingualText
    unit: str
    digits: int


class MissingSeries(ResponseBody):
    """A figure that no source has."""

    id: str
    label: BilingualText


class PartnerShare(ResponseBody):
    """A partner and its part in trade in goods."""

    partner: str
    share: float


class Partners(ResponseBody):
    """The largest partners in goods."""

    year: int
    exports: list[PartnerShare]
    imports: list[PartnerShare]


class GenerationMix(ResponseBody):
    """Where power comes from."""

    year: int | None
    shares: dict[str, float]


class TargetProgress(ResponseBody):
    """A target that is still to be reached."""

    label: BilingualText
    unit: str
    kind: str
    baseline: YearValue
    goal: YearValue
    seen: YearValue | None = Field(description="What was observed last; none where nothing follows it.")
    status: str = Field(description="A key of `progress`.")
    computed: bool = Field(description="Whether `seen` follows from yearly GDP, people and CO2, and was not published.")
    reason: str = Field(description="Why no status follows, empty else.")
    achieved: float | None = Field(description="Part of the way that is made.")
    elapsed: float | None = Field(description="Part of the time that is over.")
    source: str
    date: str


class ManufacturingShare(ResponseBody):
    """Share of manufacturing in shipped accounts."""

    data: str
    year: int
    status: str
    value: float


class SourceReference(ResponseBody):
    """A source."""

    short: str
    title: str
    zh: str
    author: str
    path: str
    licence: str
    date: str
    updated: str | None = Field(None, description="Day on which the user fetched a newer release.")


class OfficialSummary(ResponseBody):
    """The newest official figures of an economy."""

    schema_version: Literal[1]
    economy: EconomyName
    date: str
    national: list[NationalValue] = Field(
        description="Data of the national statistical offices, where some are shipped."
    )
    figures: list[OfficialValue]
    missing: list[MissingSeries]
    accounts: list[ManufacturingShare]
    partners: Partners
    power_mix: GenerationMix
    targets: list[TargetProgress]
    headline: list[HeadlineColumn]
    peers: dict[str, dict[str, YearValue]] = Field(description="Economy → figure of `headline` → its last value.")
    world: dict[str, YearValue]
    sources: dict[str, SourceReference]
    names: dict[str, BilingualText]
    sections: dict[str, BilingualText]
    units: dict[str, BilingualText]
    powers: dict[str, BilingualText]
    statuses: dict[str, BilingualText]
    progress: dict[str, BilingualText]
    sets: dict[str, BilingualText]


class EconomyList(ResponseBody):
    """The economies that have official figures."""

    schema_version: Literal[1]
    economies: list[EconomyName]


class AnswerColumn(ResponseBody):
    """A column of a table."""

    id: str
    label: BilingualText


class AnswerTable(ResponseBody):
    """A table of an answer, with all its figures: shares as fractions, masses in Mt, codes of regions."""

    id: str
    label: BilingualText | None
    columns: list[AnswerColumn]
    rows: list[dict[str, Any]]
    glance: AnswerGlance


class AnswerGlance(ResponseBody):
    """The first rows of a table as a reader sees them, and those of its columns that are shown at once."""

    columns: list[AnswerColumn]
    numeric: list[bool] = Field(description="Of each column, whether it stands at the right.")
    en: list[list[str]]
    zh: list[list[str]]


class AnswerBody(ResponseBody):
    """The answer to a question: what it comes to, its tables, and what a reader must know."""

    schema_version: int
    title: BilingualText
    lead: list[BilingualText] = Field(description="What it comes to.")
    notes: list[BilingualText] = Field(description="Year, status, assumptions.")
    tables: list[AnswerTable]
    values: dict[str, dict[str, BilingualText]] = Field(description="Column → what stands for the words in its cells.")
    picture: BilingualText | None = Field(description="Its chart as a self-contained SVG file.")
    about: dict[str, Any] = Field(description="Region, year, options, unit.")
    command: str = Field(description="The command that gives it again.")


class QuestionOption(ResponseBody):
    """An option of a question: a parameter of its address."""

    name: str
    help: BilingualText
    words: dict[str, BilingualText] = Field(description="What each word that it may be is called.")
    schema_: dict[str, Any] = Field(alias="schema", description="JSON schema of its value.")
    required: bool = Field(description="Whether there is no answer without it.")


class QuestionEntry(ResponseBody):
    """A question that can be asked, and how."""

    id: str
    family: str
    help: BilingualText
    path: str
    command: str
    clauses: list[str]
    examples: list[str]
    options: list[QuestionOption]


class QuestionList(ResponseBody):
    """Every question."""

    schema_version: int
    questions: list[QuestionEntry]
