"""What can be asked of a composite index: ranks, audit, how far ranks depend on choices, two versions side by side."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from newind.errors import tell
from newind.pathways.defaults import HORIZON
from newind.questions.options import (
    AccountsName,
    FileName,
    Form,
    Horizon,
    PackageName,
    QuestionOptions,
    Year,
    may_read,
    names_register,
    split_names,
    split_numbers,
)
from newind.questions.question import Question

DEFAULT = "new-industrialization"
MOST_SERVED = 5000
"""Replications that a server draws."""
OUTSIDE_LISTS = re.compile(r",(?![^\[]*\])")
ALL = "all"
OWN_OPTIONS = ("view", "remove", "weights")
"""Changes that are options of their own."""


def _refuse_spec_file(given: str | None, about: ValidationInfo) -> str | None:
    if given is not None and names_register(given) and not may_read(about):
        raise ValueError(tell("option.own_file", given=given))
    return given


def _split_settings(given: Any) -> Any:
    return tuple(part.strip() for part in OUTSIDE_LISTS.split(given)) if isinstance(given, str) else given


def _check_settings(given: tuple[str, ...] | None) -> tuple[str, ...] | None:
    for text in given or ():
        name, _, value = text.partition("=")
        if not name.strip() or not value.strip() or name.strip() in OWN_OPTIONS:
            raise ValueError(tell("index.setting", given=text, form="STEP=METHOD"))
    return given


def _split_codes(given: Any) -> Any:
    return split_names(",".join(given) if isinstance(given, list) else given)


def _check_year(given: str | None) -> str | None:
    from newind.accounts.validate import whole

    if given not in (None, ALL) and whole(given) is None:
        raise ValueError(tell("index.year", given=given))
    return given


def _bound_work(given: int, about: ValidationInfo) -> int:
    if given > MOST_SERVED and not may_read(about):
        raise ValueError(tell("option.bound", value=given, bounds=f"≤ {MOST_SERVED}"))
    return given


SpecName = Annotated[str, Field(max_length=1000), AfterValidator(_refuse_spec_file), Form("NAME|FILE")]
Replications = Annotated[int, Field(ge=1, le=100_000), AfterValidator(_bound_work), Form("N", most_served=MOST_SERVED)]
Seed = Annotated[int, Field(ge=0), Form("S")]


class IndexOptions(QuestionOptions):
    """Options that all questions of an index share: what it is made of and by, and what is changed in that."""

    spec: SpecName = DEFAULT
    data: FileName = None
    on: Annotated[AccountsName, Form("NAME|FILE", "--on --table")] = Field(None, examples=["world"])
    view: Annotated[str | None, Field(max_length=200), Form("NAME")] = None
    settings: Annotated[
        tuple[str, ...] | None,
        BeforeValidator(_split_settings),
        AfterValidator(_check_settings),
        Form("STEP=METHOD", repeated=True),
    ] = Field(None, alias="set")
    remove: Annotated[tuple[str, ...] | None, BeforeValidator(_split_codes), Form("CODE", repeated=True)] = None
    weight: Annotated[dict[str, float] | None, BeforeValidator(split_numbers), Form("CODE=W", repeated=True)] = None


class BuildOptions(IndexOptions):
    """Options of the ranking, of a year or of all, perhaps with a scenario."""

    year: Annotated[str | None, AfterValidator(_check_year), Form(f"Y|{ALL}")] = None
    scenario: PackageName = None
    horizon: Horizon = HORIZON
    replications: Replications = 1000
    seed: Seed = 0
    focus: Annotated[str, Field(max_length=200), Form("UNIT")] = ""


class UncertaintyOptions(IndexOptions):
    """Options of how far ranks depend on choices."""

    year: Year = None
    replications: Replications = 1000
    seed: Seed = 0


class VersionOptions(IndexOptions):
    """Options of two versions side by side."""

    spec: Annotated[SpecName, Form("A", argument=True)] = DEFAULT
    second: Annotated[SpecName | None, Form("[B]", argument=True)] = None
    year: Year = None


QUESTIONS = (
    Question(
        "index.build",
        "answers:rank_units",
        BuildOptions,
        examples=(
            "",
            "--year 2007 --set aggregate=geometric --out index",
            "--scenario green-turn --horizon long",
            "--spec my-index.yaml --data figures.csv --replications 5000",
        ),
        rows=400,
        accounts=False,
        regional=False,
        out={"": "report.write:write_index_report"},
    ),
    Question(
        "index.audit",
        "answers_reliance:audit_index",
        IndexOptions,
        examples=("", "--spec china-sti --lang zh"),
        rows=400,
        accounts=False,
        regional=False,
    ),
    Question(
        "index.uncertainty",
        "answers_reliance:find_doubt",
        UncertaintyOptions,
        examples=("--plot ranks.svg", "--replications 10000 --year 2007"),
        rows=400,
        accounts=False,
        regional=False,
        chart=True,
    ),
    Question(
        "index.compare",
        "answers_reliance:compare_versions",
        VersionOptions,
        examples=(
            "new-industrialization --set normalise=zscore --set aggregate=geometric",
            "my-index.yaml theirs.csv --data figures.csv",
        ),
        rows=400,
        accounts=False,
        regional=False,
    ),
)
