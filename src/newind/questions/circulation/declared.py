"""Questions of system 4, in the order of their help."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from newind.errors import tell
from newind.pathways.defaults import HORIZON
from newind.questions.options import Draws, Form, Horizon, Names, Numbers, QuestionOptions, Year, YearOptions
from newind.questions.question import Question

Days = Annotated[int, Field(ge=1, le=3660), Form("N")]
Side = Literal["supply", "market"] | None
AT_HOME = "china-2017"
"""Accounts of regions of a country where none are named."""


class ExportsOptions(QuestionOptions):
    """Options of what exports are made of."""

    importer: Names = None
    groups: Names = None
    method: Literal["wwz", "kww", "borin-mancini-source", "borin-mancini-sink"] = "wwz"
    by: Annotated[Names, Form("importer,industry")] = None
    level: Literal["term", "family", "group"] = "term"
    year: Year = None


class DualOptions(QuestionOptions):
    """Options of the two circulations."""

    side: Literal["forward", "backward"] = "forward"
    year: Year = None


class DemandOptions(QuestionOptions):
    """Options of whose demand is served."""

    consumed: Annotated[float | None, Field(ge=0, le=1), Form("SHARE")] = None
    year: Year = None


class ExposureOptions(QuestionOptions):
    """Options of losing each partner."""

    side: Side = None
    top: Annotated[int, Field(ge=0, le=100), Form("N")] = 5
    year: Year = None


class JointOptions(QuestionOptions):
    """Options of losing partners together."""

    chance: Annotated[float | None, Field(ge=0, le=1), Form("P")] = None
    chances: Annotated[Numbers, Form("A=P,B=P")] = None
    correlation: Annotated[float, Field(ge=0, le=1), Form("C")] = 0.0
    draws: Draws = 1000
    seed: Annotated[int, Field(ge=0), Form("N")] = 0
    horizon: Horizon = "short"
    side: Side = None
    groups: Names = None
    year: Year = None

    @model_validator(mode="after")
    def _check_chances(self) -> Self:
        if self.chance is not None and self.chances is not None:
            raise ValueError(tell("option.two_ways", one="chance", other="chances"))
        return self


class ShortageOptions(QuestionOptions):
    """Options of a shortage day by day."""

    input: Names = ("c14",)
    supplier: Names = None
    days: Days = 365
    lasting: Days = 90
    recovery: Annotated[int, Field(ge=0, le=3660), Form("N")] = 0
    origins: Literal["pooled", "separate"] = "pooled"
    year: Year = None


class DivisionOptions(QuestionOptions):
    """Options of who earns what."""

    groups: Names = None
    year: Year = None


class GainsOptions(QuestionOptions):
    """Options of whose growth helps."""

    growth: Annotated[float, Field(gt=0, le=1), Form("SHARE")] = 0.01
    horizon: Horizon = HORIZON
    year: Year = None


class ProvincesOptions(QuestionOptions):
    """Options of regions at home."""

    year: Year = None


class TransferOptions(QuestionOptions):
    """Options of industries that could move."""

    industries: Names = None
    weights: Annotated[Numbers, Form("A=1,B=2")] = None
    year: Year = None


QUESTIONS = (
    Question(
        "circulation.exports",
        "answers:exports",
        ExportsOptions,
        {"3.4.i": ("CHN", "CHN --method borin-mancini-sink --groups g7,brics")},
        (
            "CHN",
            "DEU --importer USA,CHN --level group",
            "CHN --groups g7,brics --method kww",
            "CHN --by importer,industry --out terms.csv",
        ),
    ),
    Question(
        "circulation.dual",
        "answers:dual",
        DualOptions,
        {"3.4.i": ("CHN",)},
        ("CHN", "DEU --side backward"),
        series=True,
        chart=True,
    ),
    Question(
        "circulation.demand",
        "answers:demand",
        DemandOptions,
        {"3.4.ii": ("CHN",)},
        ("CHN", "DEU --consumed 0.6"),
        series=True,
    ),
    Question("circulation.feedback", "answers:feedback", YearOptions),
    Question(
        "circulation.exposure",
        "answers_risks:exposure",
        ExposureOptions,
        {"3.4.ii": ("CHN --top 1",)},
        ("CHN", "DEU --side supply"),
        rows=40,
    ),
    Question(
        "circulation.joint",
        "answers_risks:joint",
        JointOptions,
        {"3.4.ii": ("CHN --chance 0.01",)},
        ("CHN --chance 0.05 --correlation 0.3", "DEU --chances CHN=0.05,USA=0.02 --horizon medium"),
        rows=10,
    ),
    Question(
        "circulation.shortage",
        "answers_risks:shortage",
        ShortageOptions,
        {"3.4.ii": ("CHN --input c14",)},
        ("CHN --input c14 --supplier JPN", "DEU --input c8 --lasting 60 --recovery 30 --origins separate"),
        rows=10,
    ),
    Question(
        "circulation.division",
        "answers:division",
        DivisionOptions,
        {"3.4.iv": ("CHN",)},
        ("CHN", "CHN --groups g7,KOR"),
        needs="hours",
    ),
    Question("circulation.growth", "answers:growth", GainsOptions, {"3.4.iv": ("CHN",)}, ("CHN", "DEU --growth 0.05")),
    Question(
        "circulation.provinces",
        "answers_home:provinces",
        ProvincesOptions,
        {"3.4.iii": ("CN-GD",), "4.regional": ("CN-GD",)},
        ("CN-GD", "--out provinces.xlsx", "CN-GD --table guangdong.xlsx"),
        rows=40,
        everywhere=AT_HOME,
    ),
    Question(
        "circulation.transfer",
        "answers_home:transfer",
        TransferOptions,
        {"3.4.iii": ("CN-GD",), "4.regional": ("CN-GD",)},
        ("CN-GD", "CN-GD --industries c14,c15 --weights cost=1,linkage=2,capacity=1"),
        everywhere=AT_HOME,
    ),
)
