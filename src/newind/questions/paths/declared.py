"""What can be asked of an economy year by year: a path, its targets, what it depends on, the best use of a budget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from newind.errors import DataError, tell
from newind.pathways.defaults import PHASE_IN, RESPONSE, SEED, START, UNTIL
from newind.questions.options import (
    FileName,
    Form,
    GivenPackage,
    KnownYear,
    LastYear,
    Names,
    PackageName,
    ScenarioName,
    ScenarioNames,
    Seed,
    Year,
    Years,
    limit_number,
    split_names,
    split_numbers,
)
from newind.questions.policies.declared import Package, PolicyOptions
from newind.questions.question import Question

if TYPE_CHECKING:
    from collections.abc import Sized

    from newind.accounts.accounts import Accounts
    from newind.pathways.outlook import Outlook

AROUND = 30
"""About how many paths a range takes."""
PATHS_A_CASE = 10
"""Paths that are followed in each case of a search, at most: doing nothing, and the packages of a front."""
Packages = Annotated[tuple[GivenPackage, ...] | None, BeforeValidator(split_names), limit_number(60), Form("A,B")]
Limits = Annotated[
    dict[str, float] | None, BeforeValidator(split_numbers), limit_number(12), Form("NAME=X", repeated=True)
]
Outcome = Annotated[str, Field(max_length=40)]


class OutlookOptions(PolicyOptions):
    """Options of the outlook that a policy is compared with."""

    until: LastYear = UNTIL
    start: Annotated[KnownYear, Form("Y")] = START
    phase_in: Annotated[int, Field(ge=0, le=30), Form("N")] = Field(PHASE_IN, alias="phase-in")
    history: bool = False
    response: Literal["none", "mirror"] = RESPONSE
    projections: FileName = None
    seed: Seed = SEED

    def outlook(self, w: Accounts, region: str = "", **changed: Any) -> Outlook:
        """Return the outlook, perhaps with other settings; errors as of `newind.outlook`."""
        from newind.pathways.outlook import outlook

        return outlook(
            w, region, until=self.until, start=self.start, phase_in=self.phase_in, history=self.history,
            response=self.response, horizon=self.horizon, parameters=self.parameters, projections=self.projections,
            seed=self.seed,
        ).replace(**changed)  # fmt: skip


class PathwayOptions(OutlookOptions):
    """Options of a package year by year."""

    package: Package = Field(examples=["shared-data"])
    to_2060: bool = Field(False, alias="to-2060")
    off: Names = None
    scenario: ScenarioName = None
    ranged: Annotated[bool, Form(flags="--range/--no-range")] = Field(False, alias="range")
    draws: Annotated[int | None, Field(ge=2, le=100_000), Form("N")] = None
    outcome: Outcome = "real_income"
    level: bool = False

    @property
    def paths_asked(self) -> int:
        """About how many paths are followed."""
        return (self.draws or 0) + AROUND * self.ranged


class SensitivityOptions(OutlookOptions):
    """Options of what an outcome depends on."""

    package: Package = Field(examples=["shared-data"])
    outcome: Outcome = "real_income"
    level: bool = False
    method: Literal["sobol", "morris"] = "morris"
    draws: Annotated[int, Field(ge=1, le=100_000), Form("N")] = 8
    vary: Names = None
    scenario: ScenarioName = None

    @property
    def paths_asked(self) -> int:
        """About how many paths are followed."""
        from newind.pathways.draws import ranges_in

        varied = ranges_in(None, self.horizon) if self.vary is None else self.vary
        return self.draws * (len(varied) + (2 if self.method == "sobol" else 1))


class RoadmapOptions(OutlookOptions):
    """Options of targets against a path."""

    targets: FileName = None
    package: PackageName = None
    until: Annotated[LastYear | None, Form("Y")] = None  # type: ignore[assignment] # that of the last target
    scenario: ScenarioName = None
    draws: Annotated[int, Field(ge=0, le=100_000), Form("N")] = 0

    @property
    def paths_asked(self) -> int:
        """About how many paths are followed."""
        return self.draws

    def outlook(self, w: Accounts, region: str = "", **changed: Any) -> Outlook:
        """Return the outlook without the thresholds of statuses, which are the roadmap's."""
        from newind.pathways.progress import split_thresholds

        _, parameters = split_thresholds(self.parameters)
        return super(RoadmapOptions, self.model_copy(update={"parameters": parameters})).outlook(w, region, **changed)

    def find_region(self) -> str:
        """Return the region of the targets of a file.

        Raises
        ------
        DataError
            Where there is no file.
        """
        from newind.pathways.targets import read_targets

        if self.targets is None:
            raise DataError(tell("roadmap.no_region"))
        return read_targets(self.targets).region


class SearchOptions(OutlookOptions):
    """Options of the best use of a budget."""

    goal: Names = None
    budget: Annotated[str, Field(max_length=30), Form("1%GDP")] = "0.5%GDP"
    actions: Packages = None
    tags: Names = None
    peak: Year = None
    gap: Annotated[float | None, Form("X")] = None
    limit: Limits = None
    starts: Years = None
    most: Annotated[float, Field(gt=0), Form("X")] = 1.0
    method: Literal["auto", "grid", "held", "evolved"] = "auto"
    evaluations: Annotated[int, Field(ge=2, le=10**9), Form("N")] = 100
    cases: Annotated[int, Field(ge=0, le=10**6), Form("N")] = 0
    scenarios: ScenarioNames = None

    @property
    def paths_asked(self) -> int:
        """About how many paths are followed."""
        from newind.pathways.scenarios import scenarios

        tried = scenarios() if self.scenarios is None else [s for s in self.scenarios if s != "none"]
        return count_searched(self.evaluations, self.cases, tried)


def count_searched(evaluations: int, cases: int, scenarios: Sized) -> int:
    """Return about how many paths a search follows: by itself, and for each case."""
    return evaluations + PATHS_A_CASE * (cases + len(scenarios))


QUESTIONS = (
    Question(
        "paths.pathway",
        "answers:follow_package",
        PathwayOptions,
        examples=(
            "all-families --region CHN --until 2035",
            "carbon-market --region CHN --to-2060 --range",
            "all-families --region CHN --scenario trade-war --draws 200 --plot path.svg",
            "all-families --region CHN --projections projections.csv",
            "my-package.yaml --region CHN --start 2028 --off diffusion --set product=penn --out path.xlsx",
            "all-families --region CHN --iamc path.xlsx --datapackage path/",
        ),
        rows=12,
        chart=True,
        files={
            "iamc": "newind.pathways.export:write_iamc",
            "datapackage": "newind.pathways.export:write_datapackage",
        },
        endings={"iamc": (".csv", ".xlsx"), "datapackage": ()},
        brief=True,
        run="pathway-draws",
    ),
    Question(
        "paths.roadmap",
        "answers:RoadmapWork",
        RoadmapOptions,
        examples=(
            "CHN",
            "CHN --package carbon-market --draws 250 --plot roadmap.svg",
            "--targets my-targets.yaml --package my-package.yaml --out roadmap.xlsx",
        ),
        rows=40,
        divided=True,
        chart=True,
    ),
    Question(
        "paths.sensitivity",
        "answers:find_influence",
        SensitivityOptions,
        examples=(
            "all-families --region CHN",
            "carbon-market --region CHN --outcome co2 --method sobol --draws 64 --plot co2.svg",
        ),
        rows=20,
        chart=True,
        run="sensitivity",
    ),
    Question(
        "paths.search",
        "answers:search_budget",
        SearchOptions,
        examples=(
            "CHN --goal real_income --budget 0.5%GDP",
            "CHN --goal real_income,cumulative_co2 --budget 0.3%GDP/year --peak 2030 --plot front.svg",
            "CHN --actions tariff-cuts,data-sharing --scenarios trade-war,slow-world",
            "CHN --actions shipped --tags 'out of scope,not specific' --evaluations 5000 --method evolved",
        ),
        rows=12,
        chart=True,
        files={"save": "newind.pathways.search:save_package"},
        brief=True,
        run="search",
    ),
)
