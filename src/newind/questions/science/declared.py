"""Questions of system 1, in the order of their help."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from newind.questions.question import Code, Form, Names, Question, QuestionOptions, Year, split_names

Count = Annotated[int, Field(ge=1), Form("N")]
Chance = Annotated[float, Field(ge=0, le=1), Form("P")]
Named = Annotated[str, Field(max_length=40), Form("CODE")]
Feared = Annotated[str, AfterValidator(lambda given: ",".join(split_names(given))), Form("largest|abroad|A,B")]


class Dependence(QuestionOptions):
    """Options of what an economy depends on."""

    industry: Code = None
    top: Count = 20
    threshold: Annotated[float, Field(ge=0, lt=1), Form("SHARE")] = 0.02
    year: Year = None


class Replacers(QuestionOptions):
    """Options of who could replace a supplier."""

    input: Named = "c14"
    supplier: Named = "USA"
    year: Year = None


class Replace(QuestionOptions):
    """Options of making inputs at home."""

    inputs: Names = None
    reduction: Annotated[float, Field(gt=0, lt=1), Form("PART")] = 0.25
    suppliers: Feared = "largest"
    chance: Annotated[Chance, Field(gt=0)] = 0.05
    top: Count = 10
    year: Year = None


class Mix(QuestionOptions):
    """Options of own innovation and imitation."""

    suppliers: Names = None
    chance: Chance = 0.1
    year: Year = None


class Research(QuestionOptions):
    """Options of whose research is used."""

    year: Year = None


class Support(QuestionOptions):
    """Options of support to research."""

    size: Annotated[float, Field(gt=0, le=0.9), Form("SHARE")] = 0.1
    horizon: Annotated[Literal["short", "medium", "long"], Form("short|medium|long")] = "long"
    year: Year = None


QUESTIONS = (
    Question(
        "science.dependence",
        "answers:dependence",
        Dependence,
        {"3.1.i": ("CHN --top 3",)},
        ("CHN", "DEU --industry c15 --top 5", "IND --threshold 0.05 --out india.xlsx"),
    ),
    Question(
        "science.replacers",
        "answers:replacers",
        Replacers,
        {"3.1.i": ("CHN --input c14 --supplier JPN",)},
        ("CHN --input c14 --supplier JPN",),
    ),
    Question(
        "science.replace",
        "answers:replace",
        Replace,
        {"3.1.i": ("CHN --inputs c14",)},
        ("CHN --top 5", "IND --inputs c9,c13 --reduction 0.5 --chance 0.1"),
    ),
    Question(
        "science.mix",
        "answers:mix",
        Mix,
        {"3.1.i": ("CHN --suppliers USA,JPN",)},
        ("CHN", "CHN --suppliers USA,JPN --chance 0.2"),
        rows=30,
        needs="volumes",
    ),
    Question(
        "science.research",
        "answers:research",
        Research,
        {"3.1.i": ("CHN",)},
        ("CHN", "DEU --lang zh"),
        rows=30,
        needs="research",
    ),
    Question(
        "science.support",
        "answers:support",
        Support,
        {"4.innovation": ("CHN",)},
        ("CHN --size 0.1 --horizon long",),
    ),
)
