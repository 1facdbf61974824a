"""What can be asked of policies on an economy: tried, side by side, in pairs, the same money elsewhere."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from newind.pathways.defaults import HORIZON
from newind.questions.options import (
    Abroad,
    FileName,
    Form,
    GivenPackage,
    Horizon,
    Names,
    Parameters,
    QuestionOptions,
    RegisterName,
    Year,
    limit_number,
    split_names,
    split_numbers,
)
from newind.questions.question import Question


def _check_count(given: tuple[object, ...]) -> tuple[object, ...]:
    from newind.pathways.comparing import check_count

    check_count(len(given))
    return given


Package = Annotated[GivenPackage, Form("PACKAGE", argument=True)]
Packages = Annotated[
    tuple[GivenPackage, ...],
    BeforeValidator(split_names),
    AfterValidator(_check_count),
    Form("PACKAGE…", repeated=True, argument=True),
]
Policies = Annotated[
    tuple[GivenPackage, ...] | None,
    BeforeValidator(split_names),
    limit_number(12),
    Form("POLICIES", argument=True),
]
Rates = Annotated[
    dict[str, Annotated[float, Field(gt=0, lt=1e9)]] | None,
    BeforeValidator(split_numbers),
    limit_number(10),
    Form("CNY=6.46"),
]


Always = Annotated[Literal[True], Form(flags="--budget-neutral", local=True)]


class PolicyOptions(QuestionOptions):
    """Options that all questions of policies share."""

    horizon: Horizon = HORIZON
    parameters: Parameters = Field(None, alias="set")
    abroad: Abroad = None
    year: Year = None


class CompareOptions(PolicyOptions):
    """Options of packages side by side."""

    packages: Packages = Field(examples=["from-plants-to-research,producer-subsidies"])


class RedesignOptions(PolicyOptions):
    """Options of support moved to research or to buyers."""

    actions: RegisterName = None
    source: Literal["end-product", "export"] = Field("end-product", alias="from")
    goal: Literal["rd", "consumer"] = Field("rd", alias="to")
    budget_neutral: Annotated[Literal[True], Form(flags="--budget-neutral", local=True)] = Field(
        True, alias="budget-neutral"
    )
    exchange: Rates = None
    horizon: Horizon = "long"


class ScreenOptions(QuestionOptions):
    """Options of actions under the WTO's rules on subsidies."""

    actions: RegisterName = Field(None, examples=["export-bonuses"])


class SimulateOptions(PolicyOptions):
    """Options of a package tried."""

    package: Package = Field(examples=["shared-data"])
    regions: Annotated[Names, Form("A,B", flags="--regions --region")] = None


class SynergyOptions(PolicyOptions):
    """Options of policies together."""

    policies: Policies = None
    outcome: Annotated[str, Field(max_length=40)] = "real_income"
    expert: Annotated[FileName, Form("FILE.csv", local=True)] = None
    ranged: Annotated[bool | None, Form(flags="--range/--no-range")] = Field(None, alias="range")


QUESTIONS = (
    Question(
        "policies.compare",
        "answers_compared:compare_packages",
        CompareOptions,
        clauses={"0.circulation": ("circulation closed-circulation --region CHN",)},
        examples=(
            "from-plants-to-research producer-subsidies --region CHN",
            "all-families opening-up my-package.yaml --region CHN --horizon long --out side-by-side.xlsx",
        ),
        rows=40,
    ),
    Question(
        "policies.redesign",
        "answers:redesign_support",
        RedesignOptions,
        clauses={"4.industrial": ("--region CHN",)},
        examples=(
            "--region CHN",
            "support.yaml --region CHN --exchange CNY=6.46 --set trade_elasticity=4",
            "support.xlsx --region CHN --from export --to consumer --out redesign.xlsx",
        ),
        rows=10,
    ),
    Question(
        "policies.screen",
        "screen_memo:screen_actions",
        ScreenOptions,
        clauses={"4.industrial": ("",)},
        examples=("", "mine.yaml --lang zh", "mine.xlsx --out memo.xlsx"),
        rows=1000,
        accounts=False,
        regional=False,
        out=dict.fromkeys((".xlsx", ".csv", ".md"), "screenpage:write_screening_answer"),
    ),
    Question(
        "policies.simulate",
        "answers_simulation:simulate_package",
        SimulateOptions,
        examples=(
            "green-turn",
            "subsidy:DEU --horizon long",
            "regional-investment --on china-2017 --abroad shipped",
            "my-package.yaml --horizon long --regions CHN,USA",
            "more-research --against carbon-market --brief brief.pdf --question 'Research or carbon first?'",
            "all-families --set trade_elasticity=4 --set scale=0.1 --json",
        ),
        rows=1000,
        regional=False,
        chart=True,
        out={".npz": "answers:write_new_economy"},
        brief=True,
    ),
    Question(
        "policies.synergy",
        "answers_compared:SynergyWork",
        SynergyOptions,
        clauses={"0.circulation": ("opening-up,regional-investment,home-demand --region CHN",)},
        examples=(
            "--region CHN",
            "register.yaml --region CHN --outcome green",
            "opening-up,tariffs:CHN,my-package.yaml --region CHN --expert judgement.csv --plot synergy.svg",
        ),
        rows=10,
        divided=True,
        chart=True,
    ),
)
