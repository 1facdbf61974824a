"""Questions of system 3, in the order of their help."""

from __future__ import annotations

from math import isfinite, nan
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator

from newind.errors import tell
from newind.pathways.defaults import HORIZON, START, UNTIL
from newind.questions.options import (
    EVERY,
    Abroad,
    Code,
    Draws,
    Form,
    Horizon,
    KnownYear,
    Names,
    Numbers,
    NumbersByYear,
    PackageName,
    Parameters,
    QuestionOptions,
    Share,
    Year,
    YearOptions,
    split_numbers,
)
from newind.questions.question import Question

First = Annotated[Year, Field(alias="from")]
Last = Annotated[Year, Field(alias="to")]


def _read_coverage(given: Any) -> Any:
    """Return one share for all industries by the name that stands for all."""
    if not isinstance(given, str) or "=" in given:
        return given
    try:
        share = float(given)
    except ValueError:
        share = nan
    if not isfinite(share):
        raise ValueError(tell("option.share", given=given))
    return {EVERY: share}


Coverage = Annotated[Numbers, BeforeValidator(_read_coverage), Form("C|A=C,…")]
CarbonPrice = Annotated[float, Field(ge=0), Form("P")]
Receipts = Literal["households", "value_added", "low_emission"]
Ahead = Annotated[int, Field(ge=1800, le=2200), Form("Y")]
Emitted = Annotated[float | None, Field(le=1e15), Form("V")]
Benchmark = Annotated[str, Field(max_length=40), Form("own|YEARS|peers|none")]


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
    """Options of the Kaya identity."""

    first: First = None
    last: Last = None
    energy: Annotated[NumbersByYear, Form("Y=E,…")] = None
    income: Literal["gdp_volume", "value_added_volume"] = "gdp_volume"


class PathsOptions(QuestionOptions):
    """Options of emission paths."""

    product: Code = None
    threshold: Annotated[Share, Field(ge=1e-6)] = 1e-3
    year: Year = None


class ChargeOptions(QuestionOptions):
    """Options of a charge on embodied carbon."""

    price: CarbonPrice = 20.0
    chain: Literal["domestic", "world"] = "domestic"
    coverage: Coverage = None
    receipts: Receipts = "households"
    benchmark: Benchmark = "own"
    simulate: bool = False
    horizon: Horizon = HORIZON
    year: Year = None


class PriceOptions(QuestionOptions):
    """Options of a price of carbon."""

    price: CarbonPrice = 20.0
    coverage: Coverage = None
    receipts: Receipts = "households"
    benchmark: Benchmark = "own"
    simulate: bool = False
    horizon: Horizon = HORIZON
    year: Year = None


class BorderOptions(QuestionOptions):
    """Options of a charge on carbon in imports."""

    price: CarbonPrice = 20.0
    basis: Literal["direct", "embodied"] = "direct"
    partners: Names = None
    industries: Names = None
    coverage: Coverage = None
    simulate: bool = False
    horizon: Horizon = HORIZON
    year: Year = None


class CompensationOptions(QuestionOptions):
    """Options of payments between regions."""

    price: CarbonPrice = 20.0
    share: Annotated[Share, Form("S")] = 0.5
    year: Year = None


class BudgetOptions(QuestionOptions):
    """Options of growth within a carbon budget."""

    total: Annotated[str | None, Field(max_length=40), Form("MT|%")] = None
    peak_by: Year = Field(None, alias="peak-by")
    until: Ahead = UNTIL
    start: Annotated[KnownYear, Form("Y")] = START
    history: bool = False
    package: PackageName = None
    recycling: Literal["lump_sum", "output_based"] = "lump_sum"
    horizon: Horizon = HORIZON
    parameters: Parameters = Field(None, alias="set")
    abroad: Abroad = None
    year: Year = None


class DivideOptions(QuestionOptions):
    """Options of a target divided among parts."""

    peak: Year = None
    level: Annotated[
        dict[KnownYear, str] | None, Field(max_length=20), BeforeValidator(split_numbers), Form("Y=V,…")
    ] = None
    weights: Annotated[Numbers, Form("NAME=W,…")] = None
    order: Literal["heavy-first", "reverse", "together"] = "heavy-first"
    growth: Annotated[float | None, Form("G")] = None
    top: Emitted = None
    budget: Emitted = None
    base: Annotated[NumbersByYear, Form("Y=V")] = None
    year: Year = None
    unit: Annotated[str, Field(max_length=40)] = "Mt"


class PowerOptions(QuestionOptions):
    """Options of where power comes from."""

    peers: Names = None
    year: Year = None


class MixOptions(QuestionOptions):
    """Options of where power may come from."""

    to: Ahead = 2035
    carbon_price: CarbonPrice = Field(0.0, alias="carbon-price")
    mix: Annotated[Numbers, Form("coal=…,wind=…")] = None
    growth: Annotated[float | None, Field(gt=-1), Form("G")] = None
    draws: Draws = 200


class RecyclingOptions(QuestionOptions):
    """Options of recycled in place of virgin materials."""

    rate: Share = 0.1
    layer: Literal["industry", "cluster", "region"] | None = None
    industry: Code = None
    virgin: Names = None
    price: Annotated[float | None, Field(gt=0), Form("Q")] = None
    year: Year = None


QUESTIONS = (
    Question(
        "green.footprint",
        "answers_carbon:footprint",
        FootprintOptions,
        {"3.3.iii": ("CHN",)},
        ("CHN", "DEU --year 2015 --by origin,product", "CHN --out footprint.xlsx"),
        rows=10,
        chart=True,
    ),
    Question(
        "green.change",
        "answers_carbon:change",
        ChangeOptions,
        {"3.3.ii": ("CHN",)},
        ("CHN", "CHN --from 2000 --to 2007 --how consumption", "DEU --method index --ends"),
        rows=10,
        needs="prices",
        chart=True,
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
        chart=True,
    ),
    Question(
        "green.trade",
        "answers_carbon:trade",
        YearOptions,
        {"3.3.iii": ("CHN",)},
        ("CHN", "DEU --year 2015 --out trade.csv"),
        rows=10,
        chart=True,
    ),
    Question(
        "green.paths",
        "answers_carbon:paths",
        PathsOptions,
        {"3.3.iii": ("CHN",)},
        ("CHN", "CHN --product c15 --threshold 0.002", "DEU --rows 50"),
        rows=10,
        chart=True,
    ),
    Question(
        "green.charge",
        "answers_charges:charge",
        ChargeOptions,
        {"3.3.i": ("CHN --price 20",), "4.environment": ("CHN --price 20",)},
        (
            "CHN --price 20",
            "CHN --price 20 --coverage utilities=0.4 --simulate",
            "DEU --price 50 --chain world --receipts value_added",
        ),
        rows=10,
        chart=True,
    ),
    Question(
        "green.price",
        "answers_charges:price",
        PriceOptions,
        examples=("CHN --price 20", "DEU --price 50 --coverage c17=1,c12=1"),
        rows=10,
        chart=True,
    ),
    Question(
        "green.border",
        "answers_charges:border",
        BorderOptions,
        examples=(
            "DEU --price 50",
            "CHN --price 20 --basis embodied --partners USA,JPN --industries manufacturing",
        ),
        rows=10,
        chart=True,
    ),
    Question(
        "green.compensation",
        "answers_charges:compensation",
        CompensationOptions,
        {"3.3.i": ("CHN --price 20",)},
        ("CHN --price 20", "DEU --price 50 --share 0.5 --out pays.xlsx"),
        chart=True,
    ),
    Question(
        "green.budget",
        "answers_charges:budget",
        BudgetOptions,
        {"2.2.iv": ("CHN --total 95% --until 2035",)},
        (
            "CHN --total 95% --until 2035",
            "CHN --peak-by 2028 --recycling output_based",
            "CHN --total 120000 --package carbon-market --out budget.xlsx",
        ),
        rows=12,
    ),
    Question(
        "green.power",
        "answers_energy:power",
        PowerOptions,
        {"3.3.ii": ("CHN",)},
        ("CHN", "DEU --year 2015 --peers CHN,USA,JPN"),
        rows=10,
        accounts=False,
        chart=True,
    ),
    Question(
        "green.mix",
        "answers_energy:mix",
        MixOptions,
        {"3.3.ii": ("CHN --carbon-price 30",), "4.environment": ("CHN --carbon-price 30",)},
        (
            "CHN --to 2035 --carbon-price 30",
            "CHN --to 2030 --mix coal=0.4,gas=0.05,nuclear=0.05,hydro=0.1,wind=0.2,solar=0.2",
        ),
        rows=10,
        chart=True,
    ),
    Question(
        "green.recycling",
        "answers_energy:build_recycling_answer",
        RecyclingOptions,
        examples=(
            "CHN --on nbs-2018.xlsx --rate 0.1",
            "CHN --on nbs-2018.xlsx --rate 0.2 --layer cluster",
        ),
        chart=True,
    ),
    Question(
        "green.divide",
        "answers_division:divide",
        DivideOptions,
        {"3.3.i": tuple(f"CHN --peak 2030 --level 2035=-10%,2060=-90%{more}" for more in ("", " --order reverse"))},
        (
            "CHN --peak 2030 --level 2035=-10%,2060=-90%",
            "parts.csv --template",
            "parts.csv --year 2023 --peak 2030 --growth 0.01 --level 2060=-90% --out division.xlsx",
            "CHN --peak 2030 --level 2060=-90% --weights potential=0.6,capacity=0.4 --out fan.html",
        ),
        rows=35,
        own_table=True,
        chart=True,
        out={
            ".json": "divisionpage:write_division_values",
            ".html": "divisionpage:write_division_page",
        },
        begins={"template": "newind.analyses.green.sharing_parts:write_parts_template"},
    ),
)
