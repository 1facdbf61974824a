"""Questions of system 1, in the order of their help."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from newind.errors import tell
from newind.questions.options import (
    Code,
    Count,
    FileName,
    Files,
    Form,
    Horizon,
    Names,
    QuestionOptions,
    WordOrNames,
    Year,
    YearOptions,
)
from newind.questions.question import Question

NONE = "none"
"""Typed where a criterion is not asked for."""


def _check_threshold(given: str) -> str:
    try:
        given.strip().casefold() == NONE or float(given)
    except ValueError:
        raise ValueError(tell("products.threshold", given=given)) from None
    return given


Chance = Annotated[float, Field(ge=0, le=1), Form("P")]
Threshold = Annotated[str, Field(max_length=40), AfterValidator(_check_threshold), Form("H|none")]
CodeGiven = Annotated[str, Field(max_length=40), Form("CODE")]


class DependenceOptions(QuestionOptions):
    """Options of what an economy depends on."""

    industry: Code = None
    top: Count = 20
    threshold: Annotated[float, Field(ge=0, lt=1), Form("SHARE")] = 0.02
    year: Year = None


class ReplacersOptions(QuestionOptions):
    """Options of who could replace a supplier."""

    input: CodeGiven = "c14"
    supplier: CodeGiven = "USA"
    year: Year = None


class ReplaceOptions(QuestionOptions):
    """Options of making inputs at home."""

    inputs: Names = None
    reduction: Annotated[float, Field(gt=0, lt=1), Form("PART")] = 0.25
    suppliers: Annotated[WordOrNames, Form("largest|abroad|A,B")] = "largest"
    chance: Annotated[Chance, Field(gt=0)] = 0.05
    top: Count = 10
    year: Year = None


class InnovationMixOptions(QuestionOptions):
    """Options of own innovation and imitation."""

    suppliers: Names = None
    chance: Chance = 0.1
    year: Year = None


class CapacityOptions(QuestionOptions):
    """Options of the capacity to innovate."""

    peers: Names = None


class SupportOptions(QuestionOptions):
    """Options of support to research."""

    size: Annotated[float, Field(gt=0, le=0.9), Form("SHARE")] = 0.1
    horizon: Annotated[Horizon, Form("short|medium|long")] = "long"
    year: Year = None


class ProductOptions(QuestionOptions):
    """Options of products with few sources."""

    files: Files
    import_hhi: Annotated[float, Form("H")] = Field(0.4, alias="import-hhi")
    export_hhi: Threshold = Field("0.4", alias="export-hhi")
    ratio: Annotated[float, Form("R")] = 1.0
    years: Annotated[int, Form("N")] = 3
    hold: Annotated[int, Form("N")] = 2
    revision: Annotated[str | None, Field(max_length=40), Form("HS17")] = None
    exports: FileName = None
    losses: Annotated[str | None, Field(max_length=1000), Form("NAME|FILE")] = None


QUESTIONS = (
    Question(
        "science.dependence",
        "answers:dependence",
        DependenceOptions,
        {"3.1.i": ("CHN --top 3",)},
        ("CHN", "DEU --industry c15 --top 5", "IND --threshold 0.05 --out india.xlsx"),
    ),
    Question(
        "science.replacers",
        "answers:replacers",
        ReplacersOptions,
        {"3.1.i": ("CHN --input c14 --supplier JPN",)},
        ("CHN --input c14 --supplier JPN",),
    ),
    Question(
        "science.replace",
        "answers:replace",
        ReplaceOptions,
        {"3.1.i": ("CHN --inputs c14",)},
        ("CHN --top 5", "IND --inputs c9,c13 --reduction 0.5 --chance 0.1"),
    ),
    Question(
        "science.mix",
        "answers:mix",
        InnovationMixOptions,
        {"3.1.i": ("CHN --suppliers USA,JPN",)},
        ("CHN", "CHN --suppliers USA,JPN --chance 0.2"),
        rows=30,
        needs="volumes",
    ),
    Question(
        "science.research",
        "answers:research",
        YearOptions,
        {"3.1.i": ("CHN",)},
        ("CHN", "DEU --lang zh"),
        rows=30,
        needs="research",
    ),
    Question(
        "science.capacity",
        "answers:capacity",
        CapacityOptions,
        {"2.3.innovation": ("CHN",), "3.1.ii": ("CHN",)},
        ("CHN", "KOR --peers JPN,DEU"),
        rows=35,
        accounts=False,
        usual="CHN",
    ),
    Question(
        "science.support",
        "answers:support",
        SupportOptions,
        {"3.1.ii": ("CHN",), "4.innovation": ("CHN",)},
        ("CHN --size 0.1 --horizon long",),
    ),
    Question(
        "science.products",
        "products:screen_products",
        ProductOptions,
        examples=(
            "customs.csv --region CHN --out products.xlsx",
            "BACI_2021.csv BACI_2022.csv BACI_2023.csv --region CHN --import-hhi 0.5",
            "template.csv --template",
            "example.csv --example",
        ),
        accounts=False,
        usual="CHN",
        out={".xlsx": "productbook:write_products_answer"},
        begins={
            "template": "newind.data.product_layouts:product_template",
            "example": "newind.data.product_layouts:write_example",
        },
    ),
)
