"""The fields of shocks, packages, actions and registers, each with its check; pydantic runs them."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationInfo,
    field_validator,
)

from newind.errors import suggest, tell
from newind.messages import list_languages
from newind.policy import checks
from newind.policy.checks import Selector
from newind.policy.levers import SELECTORS, levers
from newind.policy.mistakes import keys_of
from newind.policy.triage import STATED, TIED, instruments

if TYPE_CHECKING:
    from collections.abc import Sequence


Mode = Literal["set", "add", "scale"]
Table = Literal["", "countries", "provinces"]
Financing = Literal["lump_sum", "output_tax"]
Number = Annotated[float, BeforeValidator(checks.plain), Field(strict=True, allow_inf_nan=False)]
Whole = Annotated[int, BeforeValidator(checks.plain), Field(strict=True)]
Year = Annotated[Whole, Field(ge=1900, le=2200)]
Selected = Annotated[Selector, PlainValidator(checks.selector)]
Text = Annotated[str, Field(strict=True)]
Words = Annotated[dict[str, str], BeforeValidator(checks.words)]


class StrictModel(BaseModel):
    """Fields that do not change, and no others."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __str__(self) -> str:
        return repr(self)


class ShockFields(StrictModel):
    """The fields of a shock and their checks; :class:`Shock` says what they mean."""

    lever: Text
    mode: Mode = "set"
    value: Number
    region: Selected = "*"
    partner: Selected = "*"
    industry: Selected = "*"
    user: Annotated[Selected, Field(validate_default=True)] = ""
    start: Year | None = None
    phase_in: Annotated[Whole, Field(ge=0, le=100)] = 0
    until: Year | None = None
    options: dict[str, Any] = {}
    table: Table = ""
    family: Annotated[Text, Field(validate_default=True)] = ""
    action: Text = ""

    @field_validator("lever")
    @classmethod
    def _lever_exists(cls, value: str) -> str:
        return checks.check_lever(value)

    @field_validator("user", "family", mode="before")
    @classmethod
    def _as_the_lever_says(cls, value: Any, info: ValidationInfo) -> Any:
        """Fill in what is not given from the lever."""
        if value not in ("", None):
            return value
        lever = levers()[info.data["lever"]] if "lever" in info.data else None
        return getattr(lever, str(info.field_name), "*" if info.field_name == "user" else "trade")

    @field_validator("mode", "value", *SELECTORS, "options", "family")
    @classmethod
    def _as_the_lever_allows(cls, value: Any, info: ValidationInfo) -> Any:
        name = str(info.field_name)
        if "lever" not in info.data:
            return value
        lever = levers()[info.data["lever"]]
        if name in SELECTORS:
            return checks.in_scope(name, value, lever)
        if name == "value":
            return checks.check_bounds(value, lever, info.data["mode"]) if "mode" in info.data else value
        if name == "family":
            return checks.check_family(value)
        return checks.check_mode(value, lever) if name == "mode" else checks.check_options(value, lever)

    @field_validator("until")
    @classmethod
    def _ends_after_it_starts(cls, value: int | None, info: ValidationInfo) -> int | None:
        if {"start", "phase_in"} <= set(info.data):
            checks.in_order(value, info.data["start"], info.data["phase_in"])
        return value


class PackageSource(StrictModel):
    """Where a package comes from: title, address, date."""

    title: Text
    href: Text = ""
    date: Annotated[str, BeforeValidator(str)] = ""


class PackageFields(StrictModel):
    """The fields of a package and their checks; :class:`Package` says what they mean."""

    shocks: tuple[ShockFields, ...] = ()
    name: Text = ""
    financing: Financing = "lump_sum"
    label: Words = {}
    note: Words = {}
    clause: Text = ""
    sources: tuple[PackageSource, ...] = ()

    @field_validator("shocks")
    @classmethod
    def _no_two_sets(cls, value: tuple[ShockFields, ...]) -> tuple[ShockFields, ...]:
        checks.no_two_sets(value)
        return value


class PackageFileFields(PackageFields):
    """The fields of a package in a file, which may name actions that come with newind in place of their shocks."""

    actions: tuple[Text, ...] = ()

    @field_validator("actions")
    @classmethod
    def _actions_exist(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for number, id in enumerate(value):
            checks.check_action(id, number, value[:number])
        return value


KEYS_OF_SHOCK = keys_of(ShockFields, {})
KEYS = keys_of(PackageFields, {"shocks": ShockFields, "sources": PackageSource})
KEYS_OF_FILE = keys_of(PackageFileFields, {"shocks": ShockFields, "sources": PackageSource})


Family = Literal["industrial", "innovation", "trade", "regional", "environment", "market"]
System = Literal["s1", "s2", "s3", "s4"]
Characteristic = Literal["people", "quality", "innovation", "green", "digital", "open"]
Stage = Literal["rd", "production", "consumption", "export"]
Recipient = Literal["producer", "consumer"]
Eligible = Literal["firm", "sector", "region", "all"]
Level = Literal["national", "province", "city", "county", "zone"]
Grade = Literal["A", "B", "C", "D"]
Motive = Literal[
    "competitiveness", "climate", "resilience", "security", "digital", "development", "consumption", "openness", "other"
]

YES_NO = {True: "yes", False: "no", None: "unknown", "": "unknown"}
DAY = re.compile(r"(\d{4})(-(\d{2})(-(\d{2}))?)?")
UNIT = re.compile(r"((M|bn|k)\.)?[A-Z]{3}")
ID = re.compile(r"[a-z0-9]+([-.][a-z0-9]+)*")


def _convert_yes_no(value: Any) -> Any:
    """Return yes, no or unknown as text: YAML reads some of them as true and false."""
    return YES_NO.get(value, value) if isinstance(value, bool | str | None) else value


def _day(value: Any) -> str:
    """Return a date as text: a year, a month or a day."""
    text = str(value).strip() if isinstance(value, int | str | date) and not isinstance(value, bool) else ""
    found = DAY.fullmatch(text)
    try:
        if found is not None:
            date(int(found[1]), int(found[3] or 1), int(found[5] or 1))
            return text
    except ValueError:
        pass
    raise checks.mistake(tell("action.date", value=value))


def _unit(value: Any) -> str:
    if isinstance(value, str) and UNIT.fullmatch(value):
        return value
    raise checks.mistake(tell("action.unit", value=value))


def _id(value: Any) -> str:
    if isinstance(value, str) and ID.fullmatch(value):
        return value
    raise checks.mistake(tell("action.id", value=value))


def _drop_blank_texts(value: dict[str, str]) -> dict[str, str]:
    """Return a text in the languages in which it says something."""
    return {lang: text for lang, text in value.items() if text.strip()}


Said = Annotated[Words, AfterValidator(_drop_blank_texts)]
Known = Annotated[Literal["yes", "no", "unknown"], BeforeValidator(_convert_yes_no)]
Day = Annotated[str, PlainValidator(_day)]
Unit = Annotated[str, PlainValidator(_unit)]
Id = Annotated[str, PlainValidator(_id)]
Rate = Annotated[Number, Field(ge=0, le=1)]


class Budget(StrictModel):
    """Cost of an action: an amount in a unit, in money of a year."""

    amount: Annotated[Number, Field(ge=0)]
    unit: Unit
    year: Year
    per: Literal["year", "total"] = "year"


class Dates(StrictModel):
    """When an action was announced, came into force and was removed."""

    announced: Day | None = None
    in_force: Day | None = None
    removed: Day | None = None

    @field_validator("in_force", "removed")
    @classmethod
    def _in_order(cls, value: str | None, info: ValidationInfo) -> str | None:
        for name in ("announced", "in_force"):
            earlier = info.data.get(name)
            if value is not None and earlier is not None and value[: len(earlier)] < earlier[: len(value)]:
                said = str(info.field_name).replace("_", " ")
                raise checks.mistake(
                    f"{said} {value} is before {name.replace('_', ' ')} {earlier}. Put dates in order."
                )
        return value


class Conditions(StrictModel):
    """Conditions that support is tied to: yes, no or unknown."""

    export: Known = "unknown"
    local_content: Known = "unknown"
    objective: Known = "unknown"


class Tax(StrictModel):
    """Rates of indirect tax borne by exports and of its rebate, as fractions of the tax base."""

    borne: Rate
    rebate: Rate


class ActionFields(StrictModel):
    """The fields of an action and their checks; :class:`Action` says what they mean."""

    id: Id
    label: Said
    note: Said = Field(default_factory=dict)
    clause: Annotated[Text, Field(min_length=1)]
    family: Family
    systems: tuple[System, ...] = ()
    characteristics: tuple[Characteristic, ...] = ()
    instrument: Text
    stage: Stage | None = None
    recipient: Recipient | None = None
    eligible: Eligible = "all"
    level: Level = "national"
    regions: Selected = "*"
    industries: Selected = "*"
    budget: Budget | None = None
    dates: Dates = Dates()
    legal_basis: Text = ""
    sources: Annotated[tuple[PackageSource, ...], Field(min_length=1)]
    conditions: Conditions = Conditions()
    facts: dict[str, Known] = Field(default_factory=dict)
    tax: Tax | None = None
    motive: Motive = "other"
    evidence: Grade = "D"
    shocks: tuple[ShockFields, ...] = ()
    no_shock: Said = Field(default_factory=dict)

    @field_validator("label")
    @classmethod
    def _in_both(cls, value: dict[str, str]) -> dict[str, str]:
        if {"en", "zh"} <= set(value) <= set(list_languages()):
            return value
        raise checks.mistake(tell("action.label"))

    @field_validator("instrument")
    @classmethod
    def _instrument_exists(cls, value: str) -> str:
        return check_name("instrument", value, tuple(instruments()))

    @field_validator("facts")
    @classmethod
    def _facts_exist(cls, value: dict[str, str]) -> dict[str, str]:
        for name in value:
            if name in TIED:
                told = f"{name} is stated as {TIED[name]!r} under conditions. Write it there."
                raise checks.mistake(told, name, at_key=True)
            check_name("fact", name, STATED)
        return value

    @field_validator("sources")
    @classmethod
    def _check_titles(cls, value: tuple[PackageSource, ...]) -> tuple[PackageSource, ...]:
        for number, source in enumerate(value):
            if not source.title.strip():
                raise checks.mistake(tell("action.source"), number, "title")
        return value

    @field_validator("shocks")
    @classmethod
    def _no_two_sets(cls, value: tuple[ShockFields, ...]) -> tuple[ShockFields, ...]:
        checks.no_two_sets(value)
        return value

    @field_validator("shocks")
    @classmethod
    def _drop_attribution(cls, value: tuple[ShockFields, ...], info: ValidationInfo) -> tuple[ShockFields, ...]:
        """Leave out what shocks are counted with: it is the action and its family."""
        own = {"action": info.data.get("id"), "family": info.data.get("family")}
        usual = [{"action": "", "family": levers()[s.lever].family} for s in value]
        for number, (shock, other) in enumerate(zip(value, usual, strict=True)):
            for name in own:
                if getattr(shock, name) not in (own[name], other[name]):
                    told = f"a shock of an action is counted with it, not with {getattr(shock, name)!r}."
                    raise checks.mistake(f"{told} Leave out {name!r}.", number, name)
        return tuple(s.model_copy(update=other) for s, other in zip(value, usual, strict=True))


class RegisterFields(StrictModel):
    """The fields of a register and their checks; :class:`Register` says what they mean."""

    name: Text = ""
    label: Said = Field(default_factory=dict)
    note: Said = Field(default_factory=dict)
    actions: tuple[ActionFields, ...] = ()

    @field_validator("actions")
    @classmethod
    def _ids_once(cls, value: tuple[ActionFields, ...]) -> tuple[ActionFields, ...]:
        seen: dict[str, int] = {}
        for number, action in enumerate(value):
            if action.id in seen:
                raise checks.mistake(
                    tell("action.same_id", id=action.id, other=seen[action.id] + 1),
                    number,
                    "id",
                )
            seen[action.id] = number
        return value


def check_name(kind: str, value: str, names: Sequence[str]) -> str:
    """Return a name that exists, or raise with the nearest."""
    if value in names:
        return value
    raise checks.mistake(f"unknown {kind} {value!r}.{suggest(value, names)} There are {', '.join(names)}.")


PARTS: dict[str, type[BaseModel]] = {
    "budget": Budget,
    "dates": Dates,
    "conditions": Conditions,
    "tax": Tax,
    "sources": PackageSource,
    "shocks": ShockFields,
}
"""Fields of an action that have fields of their own."""


def keys_of_action(path: tuple[str | int, ...]) -> Sequence[str]:
    """Return which keys the mapping at a path within an action may have."""
    return tuple(PARTS.get(str(path[0]), ActionFields).model_fields) if path else tuple(ActionFields.model_fields)


def keys_of_register(path: tuple[str | int, ...]) -> Sequence[str]:
    """Return which keys the mapping at a path within a register may have."""
    within = len(path) > 1 and path[0] == "actions"
    return keys_of_action(path[2:]) if within else tuple(RegisterFields.model_fields)
