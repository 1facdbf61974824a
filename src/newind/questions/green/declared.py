"""Questions of system 3, in the order of their help."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator

from newind.questions.question import Code, Form, Names, NumbersByYear, Question, QuestionOptions, Share, Year

First = Annotated[Year, Field(alias="from")]
Last = Annotated[Year, Field(alias="to")]


class FootprintOptions(QuestionOptions):
    """Options of a footprint."""

    by: Annotated[Names, Form("origin,product,user")] = None
    year: Year = None

    @field_validator("by")
    @classmethod
    def _check_sides(cls, by: tuple[str, ...] | None) -> tuple[str, ...] | None:
        from newind.analyses.green.footprints import check_sides

        if by is not None:
            check_sides(by)
        return by


class ChangeOptions(QuestionOptions):
    """Options of a change of emissions."""

    first: First = None
    last: Last = None
    how: Literal["production", "consumption"] = "production"
    method: Literal["structural", "index"] = "structural"
    chained: Annotated[bool, Form(flags="--chained/--ends")] = True


class KayaOptions(QuestionOptions):
    """Options of the KayaOptions identity."""

    first: First = None
    last: Last = None
    energy: Annotated[NumbersByYear, Form("Y=E,…")] = None
    income: Literal["gdp_volume", "value_added_volume"] = "gdp_volume"


class TradeOptions(QuestionOptions):
    """Options of carbon in trade."""

    year: Year = None


class PathsOptions(QuestionOptions):
    """Options of emission paths."""

    product: Code = None
    threshold: Share = 1e-3
    year: Year = None


QUESTIONS = (
    Question(
        "green.footprint",
        "answers_carbon:footprint",
        FootprintOptions,
        {"3.3.iii": ("CHN",)},
        ("CHN", "DEU --year 2015 --by origin,product", "CHN --out footprint.xlsx"),
        rows=10,
    ),
    Question(
        "green.change",
        "answers_carbon:change",
        ChangeOptions,
        {"3.3.ii": ("CHN",)},
        ("CHN", "CHN --from 2000 --to 2007 --how consumption", "DEU --method index --ends"),
        rows=10,
        needs="prices",
    ),
    Question(
        "green.kaya",
        "answers_carbon:kaya",
        KayaOptions,
        {"3.3.ii": ("CHN",)},
        (
            "CHN",
            "DEU --from 2000 --to 2009 --income value_added_volume",
            "CHN --from 2000 --to 2001 --energy 2000=1470,2001=1555",
        ),
    ),
    Question(
        "green.trade",
        "answers_carbon:trade",
        TradeOptions,
        {"3.3.iii": ("CHN",)},
        ("CHN", "DEU --year 2015 --out trade.csv"),
        rows=10,
    ),
    Question(
        "green.paths",
        "answers_carbon:paths",
        PathsOptions,
        {"3.3.iii": ("CHN",)},
        ("CHN", "CHN --product c15 --threshold 0.002", "DEU --rows 50"),
        rows=10,
    ),
)
