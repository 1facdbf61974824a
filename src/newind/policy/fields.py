"""The fields of shocks and packages, each with its check; pydantic runs them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, ValidationInfo, field_validator

from newind.policy import checks
from newind.policy.checks import Selector
from newind.policy.levers import SELECTORS, levers
from newind.policy.mistakes import keys_of

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
