"""Questions of system 2, in the order of their help."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from newind.questions.options import File, Form, Names, QuestionOptions, Year, YearOptions, YearPair
from newind.questions.question import Question


class WeightOptions(QuestionOptions):
    """Options of the share of manufacturing."""

    measure: Literal["value-added", "employment"] = "value-added"
    form: Literal["pooled", "within"] = "pooled"
    population: Annotated[float | None, Form("N")] = None
    income: Annotated[float | None, Form("USD")] = None
    year: Year = None


class ProductivityOptions(QuestionOptions):
    """Options of the growth of productivity."""

    years: YearPair = None
    per: Literal["hour", "worker"] = "hour"


class DigitalOptions(QuestionOptions):
    """Options of digital value."""

    products: Names = None
    year: Year = None


class DigitalChangeOptions(QuestionOptions):
    """Options of a change of digital value."""

    first: Annotated[Year, Field(alias="from")] = None
    last: Annotated[Year, Field(alias="to")] = None
    products: Names = None
    group: Literal["digital", "digital-wide"] = "digital"


class LinkageOptions(QuestionOptions):
    """Options of the linkages of digital industries."""

    peers: Names = None
    year: Year = None


class ServiceOptions(QuestionOptions):
    """Options of services in manufactures."""

    of: Literal["final", "exports", "output"] = "final"
    year: Year = None


class SmileOptions(QuestionOptions):
    """Options of what a chain pays along its length."""

    industry: Annotated[str, Field(max_length=40), Form("CODE")] = "c14"
    year: Year = None


class ConcentrationOptions(QuestionOptions):
    """Options of how concentrated markets are."""

    file: File
    year: Year = None
    largest: Annotated[int, Form("N")] = 4


QUESTIONS = (
    Question(
        "manufacturing.share",
        "answers:weight",
        WeightOptions,
        {"3.2.i": ("CHN",)},
        (
            "CHN",
            "DEU --measure employment --lang zh",
            "CN-GD --population 112 --income 19000 --year 2012 --on guangdong.xlsx",
        ),
        needs="persons",
        series=True,
        chart=True,
    ),
    Question(
        "manufacturing.growth",
        "answers:growth",
        ProductivityOptions,
        {"3.2.i": ("CHN",)},
        ("CHN", "IND --years 1995,2007 --per worker"),
        needs="volumes",
        chart=True,
    ),
    Question(
        "manufacturing.investment", "answers:investment", YearOptions, {"3.2.i": ("CHN",)}, needs="capital", chart=True
    ),
    Question(
        "manufacturing.digital",
        "answers_digital:digital",
        DigitalOptions,
        {"3.2.ii": ("CHN",)},
        ("CHN", "DEU --products c15"),
        series=True,
        chart=True,
    ),
    Question(
        "manufacturing.digital-change",
        "answers_digital:digital_change",
        DigitalChangeOptions,
        {"3.2.ii": ("CHN",)},
        ("CHN", "IND --from 2000 --to 2011"),
        chart=True,
    ),
    Question(
        "manufacturing.linkages",
        "answers_digital:linkages",
        LinkageOptions,
        {"3.2.ii": ("CHN",)},
        ("CHN", "CN-GD --peers CN-JS,CN-ZJ"),
        rows=10,
        chart=True,
    ),
    Question(
        "manufacturing.services",
        "answers_digital:services",
        ServiceOptions,
        {"3.2.iii": ("CHN", "CHN --of exports")},
        ("CHN", "DEU --of exports"),
        series=True,
        chart=True,
    ),
    Question(
        "manufacturing.position",
        "answers_chains:place_in_chains",
        YearOptions,
        series=True,
        chart=True,
    ),
    Question(
        "manufacturing.smile",
        "answers_chains:smile_of",
        SmileOptions,
        {"3.2.iii": ("CHN --year 2009",)},
        ("CHN --industry c14 --year 2009", "DEU --industry c15"),
        rows=10,
        chart=True,
    ),
    Question(
        "manufacturing.chain",
        "answers_chains:chain",
        YearOptions,
        examples=("CHN", "IND --out india.xlsx"),
        series=True,
        chart=True,
    ),
    Question(
        "manufacturing.sophistication",
        "answers_chains:build_sophistication_answer",
        YearOptions,
        series=True,
        chart=True,
    ),
    Question(
        "manufacturing.concentration",
        "answers:concentration",
        ConcentrationOptions,
        examples=(
            "shares.csv --template",
            "shares.csv",
            "shares.xlsx --year 2024 --largest 8 --out concentration.xlsx",
        ),
        accounts=False,
        regional=False,
        begins={"template": "newind.analyses.manufacturing.firms:write_firms_template"},
    ),
)
