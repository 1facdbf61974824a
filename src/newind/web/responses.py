"""What the API answers, where the documentation shows its fields."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Answer(BaseModel):
    """An answer, or a part of one; it may come to have further fields."""

    model_config = ConfigDict(extra="allow")


class Words(Answer):
    """A text in both languages."""

    en: str
    zh: str


class Coded(Words):
    """An economy."""

    code: str


class Point(Answer):
    """A value of a year."""

    year: int
    value: float


class Figure(Answer):
    """An official figure: its last value that is no projection, and its course."""

    id: str
    section: str
    label: Words
    unit: str
    value: float
    digits: int = Field(description="Decimals of the value.")
    year: int
    status: str = Field(description="`observed`, or `estimated` for a first estimate.")
    age: float = Field(description="Years from the end of its year to the day asked for.")
    source: str = Field(description="A key of `sources`.")
    world: Point | None
    series: dict[str, float] = Field(description="Year → value since 1990.")
    projections: dict[str, float] = Field(description="Year → value; no observations.")


class National(Answer):
    """A figure of the economy's own statistical offices."""

    id: str
    label: Words
    unit: str
    unit_label: Words
    digits: int
    value: float
    year: int
    age: float
    series: dict[str, float]
    short: str = Field(description="What the office is called in short.")
    source: Words
    date: str
    note: Words = Field(description="What it counts; empty where the label says it.")


class Column(Answer):
    """What economies are compared by."""

    id: str
    label: Words
    unit: str
    digits: int


class Missing(Answer):
    """A figure that no source has."""

    id: str
    label: Words


class Share(Answer):
    """A partner and its part in trade in goods."""

    partner: str
    share: float


class Partners(Answer):
    """The largest partners in goods."""

    year: int
    exports: list[Share]
    imports: list[Share]


class Mix(Answer):
    """Where power comes from."""

    year: int | None
    shares: dict[str, float]


class Aim(Answer):
    """A target that is still to be reached."""

    label: Words
    unit: str
    kind: str
    baseline: Point
    goal: Point
    seen: Point | None = Field(description="What was observed last; none where nothing follows it.")
    status: str = Field(description="A key of `progress`.")
    computed: bool = Field(description="Whether `seen` follows from yearly GDP, people and CO2, and was not published.")
    reason: str = Field(description="Why no status follows, empty else.")
    achieved: float | None = Field(description="Part of the way that is made.")
    elapsed: float | None = Field(description="Part of the time that is over.")
    source: str
    date: str


class InAccounts(Answer):
    """Share of manufacturing in shipped accounts."""

    data: str
    year: int
    status: str
    value: float


class Origin(Answer):
    """A source."""

    short: str
    title: str
    zh: str
    author: str
    path: str
    licence: str
    date: str
    updated: str | None = Field(None, description="Day on which the user fetched a newer release.")


class Now(Answer):
    """The newest official figures of an economy."""

    schema_version: Literal[1]
    economy: Coded
    date: str
    national: list[National] = Field(description="Data of the national statistical offices, where some are shipped.")
    figures: list[Figure]
    missing: list[Missing]
    accounts: list[InAccounts]
    partners: Partners
    power_mix: Mix
    targets: list[Aim]
    headline: list[Column]
    peers: dict[str, dict[str, Point]] = Field(description="Economy → figure of `headline` → its last value.")
    world: dict[str, Point]
    sources: dict[str, Origin]
    names: dict[str, Words]
    sections: dict[str, Words]
    units: dict[str, Words]
    powers: dict[str, Words]
    statuses: dict[str, Words]
    progress: dict[str, Words]
    sets: dict[str, Words]


class Economies(Answer):
    """The economies that have official figures."""

    schema_version: Literal[1]
    economies: list[Coded]
