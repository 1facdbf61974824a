"""Requests of the API: the same names, words and limits as the command line, and links to a scenario."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    Base64Bytes,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)

from newind.documents.forms import FORMER
from newind.errors import tell, unknown
from newind.messages import SOURCE, list_languages
from newind.pathways.defaults import HORIZON, UNTIL
from newind.policy.packages import package as shipped_package
from newind.policy.schema import Package
from newind.questions.index.declared import MOST_SERVED
from newind.questions.options import Horizon, PackageBody, QuestionOptions
from newind.questions.paths.declared import count_searched
from newind.questions.question import question
from newind.web.economies import START
from newind.web.refusals import RequestError

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.pathways.outlook import Outlook

LONGEST = 8000
"""Characters of a link."""
STATE = re.compile(r"#/[A-Za-z0-9\-._~!$&'()*+,;=:@/?%]*")
"""Part of an address that a browser keeps after the hash: nothing that needs to be escaped."""


def build_address(link: str, origin: str) -> str:
    """Return the whole address of a scenario.

    Parameters
    ----------
    link : str
        As the cockpit has it: ``#/try?…``, or the whole address.
    origin : str
        Scheme, host and port under which this server was asked.

    Raises
    ------
    RequestError
        For a link to another server, or one that is no scenario.

    Examples
    --------
    >>> build_address("#/try?region=CHN", "http://localhost:8000"), build_address("", "http://localhost:8000")
    ('http://localhost:8000/#/try?region=CHN', '')
    >>> build_address("javascript:alert(1)", "http://localhost:8000")
    Traceback (most recent call last):
    newind.web.refusals.RequestError: link: not a scenario of this server. Give what stands after the address, from #.
    """
    if not link:
        return ""
    state = link.removeprefix(origin).removeprefix("/") if link.startswith(f"{origin}/") else link
    if len(state) > LONGEST or not STATE.fullmatch(state):
        raise RequestError(tell("web.link"), 422)
    return f"{origin}/{state}"


MOST_YAML = 200_000
"""Characters of a text in YAML."""
MOST_CELLS = 400_000
"""Cells that one exported file may hold."""
MOST_CASES, MOST_COMPARED = 200, 4
"""Cases of a scenario, and scenarios that are compared."""
AT_ONCE = 200
"""Replications of an index that come at once."""
Name = Annotated[str, Field(max_length=40)]


def _check_language(lang: str) -> str:
    if lang not in list_languages():
        raise ValueError(unknown("language", lang, list_languages(), ""))
    return lang


Language = Annotated[
    str, AfterValidator(_check_language), WithJsonSchema({"enum": [*list_languages()], "type": "string"})
]
Word = Annotated[str, Field(max_length=2000)]
World = Annotated[str, Field(max_length=40, pattern=r"^[a-z0-9-]*$")]
"""The name of a scenario that comes with newind, never the path of a file."""
YearOf = Annotated[int, Field(ge=1900, le=2200)]
Parameters = Annotated[dict[str, float | bool | str], Field(max_length=20)]
Cell = bool | int | float | str | None


class RequestBody(BaseModel):
    """A request; what it does not know is refused rather than passed over."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class EconomyRequest(RequestBody):
    """Accounts of a year, and the region that is asked about."""

    on: Annotated[str, Field(max_length=40, examples=["world"])] = "world"
    year: Annotated[int | None, Field(ge=1900, le=2200, examples=[START["year"]])] = None
    region: Annotated[str, Field(max_length=40, examples=["CHN"])] = "CHN"


class SimulationRequest(EconomyRequest):
    """A package on an economy."""

    package: Annotated[
        PackageBody | str,
        Field(examples=[{"shocks": [{"lever": "carbon_price", "value": 15, "region": "CHN"}]}, "all-families"]),
    ] = PackageBody()
    horizon: Horizon = HORIZON
    parameters: Parameters = {}
    input: Annotated[Name, Field(description="An input whose foreign value is reported, too.", examples=["c14"])] = ""

    def resolve_package(self) -> Package:
        """Return the package: the one that is shipped under a name, or the one that is written here.

        Raises
        ------
        PolicyError, UnknownNameError
            For mistakes in it, and a name of no shipped package.
        """
        return shipped_package(self.package) if isinstance(self.package, str) else self.package.package()


CasesOf = Annotated[
    dict[Annotated[str, Field(max_length=200)], Annotated[list[float | None], Field(min_length=1, max_length=2)]],
    Field(max_length=MOST_CASES),
]


class ScenarioCases(RequestBody):
    """A scenario case by case, as the job `range` has it."""

    real_income: CasesOf = {}
    co2: CasesOf = {}


class AheadRequest(RequestBody):
    """Scenarios to be compared case by case."""

    scenarios: Annotated[list[ScenarioCases], Field(min_length=2, max_length=MOST_COMPARED)]


class OutlookRequest(RequestBody):
    """The outlook that a package is compared with; what is left out is as everywhere."""

    start: Annotated[
        int | None, Field(ge=1900, le=2100, description="First policy year: undated shocks begin then.")
    ] = None
    phase_in: Annotated[
        int | None, Field(ge=0, le=30, description="Years until undated shocks are in force in full.")
    ] = None
    history: Annotated[
        bool, Field(description="Policies may be of the past: an earlier first policy year, shocks dated before it.")
    ] = False
    response: Annotated[Literal["none", "mirror"], Field(description="What partners do.")] = "none"

    def outlook(self, w: Accounts) -> Outlook:
        """Return the outlook; errors as of `newind.outlook`."""
        from newind.pathways.outlook import outlook

        asked: Any = self
        settings = {
            name: getattr(asked, name) for name in ("start", "phase_in", "history", "response", "horizon", "seed")
        }
        return outlook(w, asked.region, until=asked.until, parameters=dict(asked.parameters), **settings)


class ProjectionRequest(OutlookRequest, SimulationRequest):
    """A package on an economy, year by year, in a world and under many sets of assumptions."""

    scenario: Annotated[World, Field(description="World, by its name; empty for none.")] = ""
    draws: Annotated[int, Field(ge=0, le=100_000, description="Draws of what is assumed; 0 for none.")] = 0
    seed: Annotated[int, Field(ge=0, lt=2**32, description="Of the draws.")] = 0


class PathwayRequest(ProjectionRequest):
    """A package on an economy, year by year."""

    until: Annotated[int, Field(ge=1900, le=2100, description="Last year.")] = UNTIL
    off: Annotated[tuple[Name, ...], Field(max_length=20, description="Mechanisms that are switched off.")] = ()
    range: Annotated[bool, Field(description="Under every plausible assumption too.")] = False


class RoadmapRequest(ProjectionRequest):
    """Targets of an economy, and a path that leads to them."""

    package: Annotated[
        PackageBody | str, Field(description="What is done; empty for the package that the targets name.")
    ] = ""
    until: Annotated[int | None, Field(ge=1900, le=2100, description="Last year; that of the last target.")] = None
    targets: Annotated[
        str, Field(max_length=MOST_YAML, description="Targets of yours, in YAML; empty for those of newind.")
    ] = ""
    file: Annotated[str, Field(min_length=1, max_length=200, description="What mistakes in them call it.")] = (
        "targets.yaml"
    )
    range: Annotated[bool, Field(description="Under every plausible assumption too.")] = False

    def outlook(self, w: Accounts) -> Outlook:
        """Return the outlook without the thresholds of statuses, which are the roadmap's."""
        from newind.pathways.progress import split_thresholds

        _, parameters = split_thresholds(self.parameters)
        return super(RoadmapRequest, self.model_copy(update={"parameters": parameters})).outlook(w)


class SearchRequest(OutlookRequest, EconomyRequest):
    """A goal and a budget: what is to be searched, among which actions, within which limits."""

    goals: Annotated[tuple[Name, ...], Field(min_length=1, max_length=4, examples=[["real_income", "co2"]])] = (
        "real_income",
    )
    actions: Annotated[
        tuple[PackageBody | Name, ...],
        Field(max_length=60, description="Packages, or actions of section 4 (`shipped`: all); else the six families.",
              examples=[["opening-up", "carbon-market"]]),
    ] = ()  # fmt: skip
    budget: Annotated[
        str | None, Field(max_length=30, description="Present value, or every year: 1%GDP/year.", examples=["0.5%GDP"])
    ] = None
    limits: Annotated[
        dict[Name, float],
        Field(max_length=12, description="`peak`, `gap`, or a goal: at least, at most where it is to be small.",
              examples=[{"co2": -0.02}]),
    ] = {}  # fmt: skip
    tags: Annotated[tuple[Name, ...] | None, Field(max_length=8, description="Preliminary WTO classes of actions.")] = (
        None
    )
    until: Annotated[int, Field(ge=1900, le=2100, description="Last year.")] = UNTIL
    starts: Annotated[tuple[YearOf, ...], Field(max_length=20, description="First years, searched for, too.")] = ()
    most: Annotated[float, Field(gt=0, le=10, description="Largest size of an action; 1 is what it says.")] = 1.0
    method: Literal["auto", "grid", "held", "evolved"] = "auto"
    evaluations: Annotated[int, Field(ge=2, le=10**9, description="Paths that the search may take.")] = 100
    scenarios: Annotated[
        tuple[World, ...], Field(max_length=20, description="Scenarios in which packages are tried, too.")
    ] = ()
    cases: Annotated[int, Field(ge=0, le=10**6, description="Draws of all parameters, likewise.")] = 0
    seed: Annotated[int, Field(ge=0, le=2**31)] = 0
    horizon: Horizon = HORIZON
    parameters: Parameters = {}

    @property
    def paths_asked(self) -> int:
        """About how many paths are followed."""
        return count_searched(self.evaluations, self.cases, self.scenarios)

    def within(self, most: int) -> Self:
        """Return it where a server may take it; errors as of `check_paths`."""
        check_paths(self, most)
        return self


class ScreeningRequest(RequestBody):
    """Support to classify: a package, actions that come with newind, or the text of a package or register."""

    package: Annotated[PackageBody | Name | None, Field(examples=["producer-subsidies"])] = None
    actions: Annotated[tuple[Name, ...] | None, Field(min_length=1, max_length=200)] = None
    yaml: Annotated[str | None, Field(max_length=MOST_YAML)] = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(v is not None for v in (self.package, self.actions, self.yaml)) != 1:
            raise ValueError(tell("web.give_one"))
        return self


class ScenarioFileRequest(EconomyRequest):
    """A file with a package, and the accounts on which it is to be tried."""

    yaml: Annotated[str, Field(max_length=MOST_YAML, examples=["shocks:\n- {lever: tariff, value: 0.1}\n"])]
    file: Annotated[str, Field(min_length=1, max_length=200, description="Its name.")] = "scenario.yaml"


class DiagnosisRequest(EconomyRequest):
    """Obstacles of an economy."""

    system: Literal["s1", "s2", "s3", "s4"] | None = None
    peers: Annotated[tuple[str, ...], Field(max_length=20)] = ()


def _settle(form: Any) -> Any:
    """Return the name of a form of a brief for a former one."""
    return FORMER.get(form, form) if isinstance(form, str) else form


class FileRequest(EconomyRequest):
    """A document as a file, in a language, with the link to its scenarios."""

    lang: Language = SOURCE
    format: Literal["html", "pdf", "docx"] = "html"
    names: Literal["plain", "un", "worldbank"] | None = None
    link: Annotated[str, Field(max_length=8000, examples=["#/try?region=CHN"])] = ""

    def at(self, origin: str) -> Self:
        """Return it with the whole address of its scenario.

        Raises
        ------
        RequestError
            For a link that is no scenario of this server.
        """
        return self.model_copy(update={"link": build_address(self.link, origin)})


class BriefRequest(FileRequest):
    """The brief of an economy as a file."""

    peers: Annotated[tuple[Name, ...], Field(max_length=20)] = ()
    form: Annotated[Literal["decision", "page", "full"], BeforeValidator(_settle)] = "decision"


class PolicyBriefRequest(FileRequest):
    """The policy brief of one or two scenarios as a file."""

    packages: Annotated[
        tuple[PackageBody | Annotated[str, Field(max_length=80)], ...],
        Field(min_length=1, max_length=2, examples=[["more-research", "carbon-market"]]),
    ]
    parameters: Parameters = {}
    question: Annotated[Word, Field(description="In words of the user, up to 140 characters.")] = ""

    @property
    def subject(self) -> Self:
        """What is tried, whatever is written of it."""
        return type(self)(
            on=self.on, year=self.year, region=self.region, packages=self.packages, parameters=self.parameters
        )


class QuestionRequest(RequestBody):
    """A declared question of an economy: `GET /questions` lists them with their options."""

    id: Annotated[str, Field(max_length=60, examples=["green.footprint"])]
    on: Annotated[str, Field(max_length=40, examples=["world"])] = ""
    region: Annotated[str, Field(max_length=40, examples=["CHN"])] = "CHN"
    options: Annotated[
        dict[str, Word | list[Word | dict[str, Any]] | dict[str, Any] | float | bool | None], Field(max_length=30)
    ] = {}

    @model_validator(mode="after")
    def _fits(self) -> Self:
        question(self.id).read(self.options)
        return self

    def within(self, most: int) -> Self:
        """Return it where a server may take it; errors as of `check_paths`."""
        check_paths(question(self.id).read(self.options), most)
        return self


def check_paths(options: QuestionOptions | SearchRequest, most: int) -> None:
    """Check that a server may follow as many paths as a question asks for.

    Raises
    ------
    RequestError
        Where they are more.
    """
    if options.paths_asked > most:
        raise RequestError(tell("web.many_paths", asked=options.paths_asked, most=most), 413)


class TableBody(RequestBody):
    """A table as the cockpit shows it."""

    name: Annotated[str, Field(max_length=80)] = "table"
    columns: Annotated[tuple[Annotated[str, Field(max_length=200)], ...], Field(min_length=1, max_length=500)]
    rows: Annotated[tuple[Annotated[tuple[Cell, ...], Field(max_length=500)], ...], Field(max_length=100_000)] = ()

    @model_validator(mode="after")
    def _rectangular(self) -> Self:
        wrong = next((k for k, r in enumerate(self.rows, 1) if len(r) != len(self.columns)), None)
        if wrong is not None:
            raise ValueError(tell("web.not_rectangular", row=wrong, name=self.name, columns=len(self.columns)))
        return self


class ExportRequest(RequestBody):
    """Tables that are to be a file."""

    name: Annotated[str, Field(max_length=120, examples=["real income"])]
    format: Literal["csv", "xlsx"]
    tables: Annotated[
        tuple[TableBody, ...],
        Field(min_length=1, max_length=20, examples=[[{"name": "income", "columns": ["region"], "rows": [["CHN"]]}]]),
    ]

    @model_validator(mode="after")
    def _small(self) -> Self:
        cells = sum(len(t.columns) * len(t.rows) for t in self.tables)
        if cells > MOST_CELLS:
            raise ValueError(tell("web.many_cells", cells=cells, most=MOST_CELLS))
        return self


class LossRequest(EconomyRequest):
    """Costs of supply disruptions from abroad."""

    industry: Annotated[str | None, Field(max_length=40, description="A using industry; all users if left out.")] = None
    inputs: Annotated[tuple[str, ...], Field(max_length=40, examples=[["c14"]])] = ()
    lost: Annotated[
        Literal["all", "largest"], Field(description="All imports of an input, or those from its largest seller.")
    ] = "all"
    top: Annotated[int, Field(ge=1, le=20)] = 8
    horizons: Annotated[tuple[Literal["short", "medium", "long"], ...], Field(min_length=1, max_length=3)] = (
        "short", "medium", "long",
    )  # fmt: skip


class ReplacementRequest(EconomyRequest):
    """Who could replace a supplier of an input."""

    input: Annotated[str, Field(max_length=40, examples=["c14"])]
    supplier: Annotated[str, Field(max_length=40, examples=["JPN"])]
    industry: Annotated[str | None, Field(max_length=40)] = None


Emitted = Annotated[float, Field(ge=0, le=1e9)]
"""Mt."""


class PartsFile(RequestBody):
    """A table of parts: what `newind green divide` reads."""

    name: Annotated[str, Field(min_length=1, max_length=200, examples=["parts.csv"])]
    content: Annotated[Base64Bytes, Field(description="The file, csv or xlsx, in base64.")]
    unit: Annotated[str, Field(max_length=40, description="Of its emissions.")] = "Mt"


class DivisionRequest(EconomyRequest):
    """A target, and how it is to be divided among the industries of an economy, or the parts of a file."""

    file: PartsFile | None = None
    by: Annotated[Literal["", "region", "industry"], Field(description="Sums of parts in place of them.")] = ""
    peak: Annotated[YearOf | None, Field(examples=[2030])] = None
    level: Annotated[
        dict[YearOf, Emitted | Annotated[str, Field(max_length=20)]],
        Field(max_length=20, examples=[{"2035": "-10%", "2060": "-90%"}],
              description="Later years: Mt, or from the peak as in -10%. Without it and a peak, an example."),
    ] = {}  # fmt: skip
    weights: Annotated[dict[str, float] | None, Field(max_length=10, description="Of criteria; equal if left out.")] = (
        None
    )
    order: Annotated[
        Literal["heavy-first", "together", "reverse"] | None,
        Field(description="Heavy first if left out; none where neither gdp nor population is known."),
    ] = None
    growth: float | None = None
    top: Emitted | None = None
    budget: Emitted | None = None
    base: tuple[YearOf, Emitted] | None = None


class IndexRequest(RequestBody):
    """An index of economies, and how it is to be weighed."""

    on: Annotated[str, Field(max_length=40, examples=["world"])] = "world"
    year: Annotated[YearOf | None, Field(description="The last scored year up to it; the last one if left out.")] = None
    view: Annotated[
        str, Field(max_length=40, description="Another tree over the indicators.", examples=["systems"])
    ] = ""
    weights: Annotated[
        dict[str, Annotated[float, Field(ge=0, le=1e6)]],
        Field(max_length=60, description="Among siblings.", examples=[{"green": 2}]),
    ] = {}
    remove: Annotated[tuple[str, ...], Field(max_length=40)] = ()
    replications: Annotated[int, Field(ge=0, le=AT_ONCE, description="Other ways to build it, drawn at random.")] = 0
    seed: Annotated[int, Field(ge=0, le=2**31)] = 0


class AuditRequest(IndexRequest):
    """The same with intervals from many replications, and an audit."""

    replications: Annotated[int, Field(ge=1, le=MOST_SERVED)] = 1000
