"""Catalogue of newind: accounts, levers with their sliders, packages, actions, indicators, clauses, years ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, NotRequired, cast

from pydantic import Field
from typing_extensions import TypedDict

from newind import __version__
from newind.data.reference import CONTINUED, catalog, package, statuses
from newind.datafiles import texts
from newind.equilibrium.structure import list_members
from newind.measures import zh
from newind.measures.headline import CHARACTERISTICS
from newind.measures.registry import analyses, indicators
from newind.messages import complete_text, message, message_group
from newind.paper import clause, clauses
from newind.policy.levers import FAMILIES, levers
from newind.policy.packages import desk, packages
from newind.policy.sliders import sliders
from newind.questions.characteristics import TOPICS
from newind.questions.findings import KINDS, SYSTEMS
from newind.web.economies import ABROAD, START, describe_uploads, panel_of
from newind.web.responses import Better, Body, Cited, NamedItem, Number, Text, body

if TYPE_CHECKING:
    from pathlib import Path

    from newind.accounts.panel import Panel
    from newind.pathways.scenarios import Scenario
    from newind.policy.schema import Package


TITLES: dict[str, Text] = message_group("web.catalogue.titles")
WITH_ABROAD = message("web.catalogue.with_abroad")
HORIZONS: dict[str, Text] = message_group("web.catalogue.horizons")
FINANCING: dict[str, Text] = message_group("web.catalogue.financing")
STATUSES: dict[str, Text] = message_group("web.catalogue.statuses")


class AccountsEntry(TypedDict):
    """A set of accounts as the catalogue lists it."""

    name: str
    label: Text
    years: Sequence[int]
    status: Annotated[str, Field(description="Of its last year; `year_statuses` has that of each.")]
    year_statuses: Sequence[str]
    closed: bool
    refused: NotRequired[Annotated[Text, Field(description="Why the model refuses them, where it does: no policies.")]]
    boundary: Annotated[Sequence[str], Field(description="Regions of which only flows across the border are known.")]
    regions: int
    industries: int
    licence: str
    uploaded: bool
    title: Annotated[str, Field(description="What the accounts are, and whose.")]
    title_label: NotRequired[Text]
    unit: str
    credits: Annotated[Sequence[str], Field(description="Whom an adaptation must name, and what must be said of it.")]


class LimitsBody(TypedDict):
    """Limits of uploads: at most so many bytes, rows and tables; endings of names and formats."""

    bytes: int
    rows: int
    tables: int
    endings: Sequence[str]
    formats: Sequence[str]


class OpeningPlace(TypedDict):
    """Where the cockpit opens."""

    on: str
    year: int
    region: str


class TopicEntry(NamedItem):
    """A characteristic, and the indicator that stands for it."""

    indicator: str


class CountsBody(TypedDict):
    """How much there is to move, and how often a policy is answered."""

    levers: int
    runs: Annotated[
        int, Field(description="Structures of the economy in which a sign has to hold, at the medium horizon.")
    ]


class CatalogBody(Body):
    """Start of the cockpit."""

    version: str
    start: OpeningPlace
    accounts: Sequence[AccountsEntry]
    families: Mapping[str, Text]
    characteristics: Sequence[TopicEntry]
    systems: Sequence[NamedItem]
    kinds: Mapping[str, Text]
    statuses: Mapping[str, Text]
    horizons: Mapping[str, Text]
    financing: Mapping[str, Text]
    limits: LimitsBody
    counts: CountsBody


class ShockScope(TypedDict):
    """Subject of one lever; what is left out is everywhere, or the lever's default."""

    lever: str
    mode: NotRequired[str]
    region: NotRequired[str | Sequence[str]]
    partner: NotRequired[str | Sequence[str]]
    industry: NotRequired[str | Sequence[str]]
    user: NotRequired[str | Sequence[str]]
    options: NotRequired[Mapping[str, float | str]]
    start: NotRequired[int]
    phase_in: NotRequired[int]
    until: NotRequired[int]
    table: NotRequired[Annotated[str, Field(description="Kind of accounts for which it is meant; left out: all.")]]
    family: NotRequired[str]
    action: NotRequired[str]


class ShockBody(ShockScope):
    """One lever moved."""

    value: float


class SliderBody(TypedDict):
    """A control that moves a lever by one number."""

    min: float
    max: float
    step: float
    neutral: float
    shown: Literal["percent", "number", "times"]
    unit: Text
    by: Annotated[
        Sequence[Literal["partner", "industry", "user"]], Field(description="Selectors that the reader may change.")
    ]
    shock: ShockScope
    support: NotRequired[Annotated[Mapping[str, Any], Field(description="Which instrument it is with that sign.")]]


class LeverOptionBody(TypedDict):
    """An option of a lever."""

    default: float | str | None
    one_of: Sequence[str]
    bounds: tuple[float, float] | None
    note: Text


class MarkBody(TypedDict):
    """A value that is usual or by law, added to what is in force."""

    value: float
    label: Text


class ExplanationBody(TypedDict):
    """What a lever does, how large is usual and from where that is known, and what it cannot tell."""

    does: Text
    usual: Text
    cannot: Text
    source: str
    marks: Sequence[MarkBody]


class LeverBody(TypedDict):
    """One thing that policy can move."""

    id: str
    label: Text
    family: str
    clause: str
    unit: str
    bounds: tuple[float, float]
    modes: Sequence[str]
    scope: Sequence[str]
    within: str
    needs: Sequence[str]
    assumes: Sequence[str]
    words: Sequence[str]
    note: Text
    explanation: ExplanationBody
    options: Mapping[str, LeverOptionBody]
    slider: SliderBody | None


class LeversBody(Body):
    """The levers, in the order of their families."""

    families: Sequence[NamedItem]
    levers: Sequence[LeverBody]


PackageKind = Literal["family", "together", "pathway", "contrast", "other"]


class ReadyPackage(TypedDict):
    """A package that comes with newind."""

    name: str
    label: Text
    note: Text
    clause: str
    family: str
    kind: PackageKind
    acts: Sequence[str]
    financing: str
    shocks: Sequence[ShockBody]
    sources: Sequence[Cited]


class PackagesBody(Body):
    """The packages, those of the policy desk first."""

    packages: Sequence[ReadyPackage]


class IndicatorBody(TypedDict):
    """An indicator of the registry."""

    id: str
    label: Text
    unit: str
    display: Annotated[
        str, Field(description="How people read it: its unit, or `ratio` for a value in unit 1 that is no share.")
    ]
    digits: Annotated[int | None, Field(description="Decimals; about three figures where it is null.")]
    better: Better
    bounds: tuple[Number, Number] | None
    clause: str
    needs: Sequence[str]
    formula: str
    source: str
    dims: Sequence[str]
    status: str | None
    topic: str


class AnalysisBody(TypedDict):
    """What an analysis gives beside the indicators, by the id that findings name."""

    id: str
    label: Text
    unit: str
    better: Better
    clause: str
    formula: Text
    source: str
    status: str


class IndicatorsBody(Body):
    """The registry of indicators, and what analyses give beside it."""

    indicators: Sequence[IndicatorBody]
    analyses: Sequence[AnalysisBody]


class ClausePart(TypedDict):
    """A question of a clause, and by what it is answered."""

    by: str
    answered: bool
    question: Text


class ClauseBody(TypedDict):
    """A clause of the paper: what answers it, and how far."""

    id: str
    title: Text
    question: Text
    indicators: Sequence[str]
    levers: Sequence[str]
    command: str
    depth: Sequence[str]
    first: str | None
    scenario: str | None
    sets: Sequence[str]
    reason: Text
    parts: Sequence[ClausePart]
    answers: int
    asked: int
    answered: str
    decided_by: str
    last_years: Sequence[int]
    seconds: float
    coverage: str
    status: str


class ClausesBody(Body):
    """Clauses of the paper."""

    clauses: Sequence[ClauseBody]


def overview(limits: LimitsBody, folder: Path | None = None) -> CatalogBody:
    """Return what the cockpit begins with: accounts, and the words for families, topics, systems and kinds."""
    own = [] if folder is None else describe_uploads(folder)
    return body(
        CatalogBody,
        version=__version__,
        start=cast("OpeningPlace", START),
        accounts=[*_list_shipped_accounts(), *own],
        families=FAMILIES,
        characteristics=[{"id": k, "label": TOPICS[k], "indicator": v} for k, v in CHARACTERISTICS.items()],
        systems=[{"id": k, "label": v} for k, v in SYSTEMS.items()],
        kinds=KINDS,
        statuses=STATUSES,
        horizons=HORIZONS,
        financing=FINANCING,
        limits=limits,
        counts={"levers": len(levers()), "runs": len(list_members(panel_of(START["on"]).last.industries))},
    )


@cache
def _list_shipped_accounts() -> list[AccountsEntry]:
    """Return all shipped accounts; those with a boundary also with an economy in its place."""
    found = [_describe_accounts(d.name) for d in catalog()]
    for given in [f for f in found if not f["closed"]]:
        name = given["name"] + ABROAD
        label = {lang: WITH_ABROAD[lang].format(said) for lang, said in given["label"].items()}
        closed = ["estimated"] * len(given["years"])
        found.append(given | {"label": label, "name": name, "closed": True, "boundary": [], "status": "estimated",
                              "year_statuses": closed})  # fmt: skip
    return found


@cache
def _describe_accounts(name: str) -> AccountsEntry:
    parts = [package(part) for part in dict.fromkeys((name, CONTINUED.get(name, name)))]
    title = "; ".join(part["title"] for part in parts)
    licence = ", ".join(dict.fromkeys(one["name"] for part in parts for one in part["licenses"]))
    panel = panel_of(name)
    return entry(name, panel, TITLES.get(name, complete_text({}, title))) | {
        "year_statuses": [statuses(name)[year] for year in panel.years],
        "licence": licence, "uploaded": False, "title": title, "title_label": _label_title(title),
        "credits": credits(parts),
    }  # fmt: skip


def credits(parts: Sequence[dict[str, Any]]) -> list[str]:
    """Return whom an adaptation must name, and what must be said of it: sources of datapackages that ask for it.

    Examples
    --------
    >>> oecd = {"author": "OECD (2025)", "title": "Tables", "path": "http://oe.cd/icio", "note": "An adaptation."}
    >>> credits([{"sources": [oecd, {"author": "Other", "title": "No terms"}]}])
    ['OECD (2025): Tables, http://oe.cd/icio', 'An adaptation.']
    """
    asking = [s for part in parts for s in part["sources"] if s.get("note")]
    named = [f"{s['author']}: {s['title']}, {s['path']}" for s in asking]
    return list(dict.fromkeys([*named, *(s["note"] for s in asking)]))


def _label_title(title: str) -> Text:
    return complete_text({"zh": zh.source(title)}, title)


def entry(name: str, panel: Panel, label: Text) -> AccountsEntry:
    """Return one set of accounts as the catalogue lists it."""
    w = panel.last
    return {
        "name": name, "label": label, "years": list(panel.years), "status": w.status,
        "year_statuses": [w.status] * len(panel.years), "closed": not w.boundary,
        "boundary": list(w.boundary),
        "regions": len(w.regions), "industries": len(w.industries), "licence": "", "uploaded": True, "title": w.source,
        "title_label": _label_title(w.source),
        "unit": w.unit, "credits": [],
    }  # fmt: skip


def list_levers() -> LeversBody:
    """Return the levers, in the order of their families, each with its slider."""
    known = sliders()
    rows: list[LeverBody] = [
        {
            "id": v.id, "label": v.label, "family": v.family, "clause": v.clause, "unit": v.unit, "bounds": v.bounds,
            "modes": v.modes, "scope": v.scope, "within": v.within, "needs": v.needs, "assumes": v.assumes,
            "words": v.words, "note": v.note, "explanation": cast("ExplanationBody", asdict(v.explanation)),
            "options": {k: {"default": o.default, "one_of": o.one_of, "bounds": o.bounds, "note": o.note}
                        for k, o in v.options.items()},
            "slider": _slider(v.id, known[v.id]) if v.id in known else None,
        }
        for v in levers()
    ]  # fmt: skip
    order = list(FAMILIES)
    rows.sort(key=lambda r: order.index(str(r["family"])))
    return body(LeversBody, families=[{"id": k, "label": v} for k, v in FAMILIES.items()], levers=rows)


def _slider(id: str, given: dict[str, Any]) -> Any:
    return given | {"shock": {"lever": id, **given["shock"]}}


def list_packages() -> PackagesBody:
    """Return the packages that come with newind, those of the policy desk first."""
    order = [*desk().families.values(), desk().together, *desk().pathways.values(), *desk().contrasts]
    rows = sorted(packages(), key=lambda p: order.index(p.name) if p.name in order else len(order))
    return body(PackagesBody, packages=[_package(p) for p in rows])


def _package(p: Package) -> ReadyPackage:
    families = {v: k for k, v in desk().families.items()}
    kind: PackageKind = (
        "family" if p.name in families
        else "together" if p.name == desk().together
        else "pathway" if p.name in desk().pathways.values()
        else "contrast" if p.name in desk().contrasts
        else "other"
    )  # fmt: skip
    acts = dict.fromkeys(c for s in p.shocks for c in ((s.region,) if isinstance(s.region, str) else s.region))
    return {
        "name": p.name, "label": p.label, "note": p.note, "clause": p.clause, "kind": kind,
        "family": families.get(p.name, ""), "acts": list(acts), "financing": p.financing,
        "shocks": list_shocks(p), "sources": p.to_dict()["sources"],
    }  # fmt: skip


def list_shocks(package: Package) -> list[ShockBody]:
    """Return the shocks of a package as plain data."""
    return [cast("ShockBody", shock.to_dict()) for shock in package.shocks]


def registry() -> IndicatorsBody:
    """Return the indicators, and what analyses give."""
    names = ("id", "dims", "label", "unit", "display", "digits", "better", "bounds", "clause", "needs", "formula",
             "source", "status")  # fmt: skip
    topics = {v: k for k, v in CHARACTERISTICS.items()}
    rows = [{n: getattr(v, n) for n in names} | {"topic": topics.get(v.id, "")} for v in indicators()]
    others = [
        {n: getattr(v, n) for n in AnalysisBody.__annotations__} | {"source": v.cited} for v in analyses().values()
    ]
    return body(
        IndicatorsBody, indicators=cast("list[IndicatorBody]", rows), analyses=cast("list[AnalysisBody]", others)
    )


def paper(id: str = "") -> ClausesBody:
    """Return the clauses of the paper, or one of them, with what answers each and how far.

    Raises
    ------
    UnknownNameError
        For a clause that there is not.
    """
    return body(ClausesBody, clauses=[cast("ClauseBody", c.to_dict()) for c in ([clause(id)] if id else clauses())])


OFFERED = (50, 100, 250)
"""Numbers of draws that the cockpit offers, as far as the server takes them."""


class ScenarioName(TypedDict):
    """A scenario in which a package is followed."""

    name: str
    label: Text


class ScenarioNote(ScenarioName):
    """A scenario, and what is to be said of it."""

    note: Text


class ScenarioParameter(TypedDict):
    """A parameter that a scenario sets."""

    id: str
    label: Text | None
    value: float | str


class ScenarioBody(ScenarioNote):
    """A scenario, and what it assumes."""

    clause: str
    status: str
    parameters: Sequence[ScenarioParameter]
    shocks: Sequence[ShockBody]
    sources: Sequence[Cited]


class DrawsOffered(TypedDict):
    """Numbers of draws that are taken and offered, and the percentiles of what they come to."""

    most: int
    fewest: int
    offered: Sequence[int]
    percentiles: Sequence[float]


class WorldsBody(Body):
    """Scenarios in which packages can be followed."""

    scenarios: Sequence[ScenarioBody]
    draws: DrawsOffered


class TargetFile(TypedDict):
    """Targets that come with newind, with the text of their file."""

    region: str
    label: Text
    note: Text
    package: str
    until: int
    targets: int
    file: str
    yaml: str


class TargetFiles(Body):
    """Whose targets come with newind."""

    targets: Sequence[TargetFile]


def worlds(most: int) -> WorldsBody:
    """Return the scenarios that come with newind, and how many draws are offered and taken."""
    from newind.pathways.scenarios import scenarios
    from newind.pathways.sensitivity import FEWEST, PERCENTILES

    draws: DrawsOffered = {
        "most": most,
        "fewest": FEWEST,
        "offered": [n for n in OFFERED if n <= most],
        "percentiles": PERCENTILES,
    }
    return body(WorldsBody, scenarios=[_world(s) for s in scenarios()], draws=draws)


def _world(s: Scenario) -> ScenarioBody:
    from newind.questions.paths.uncertainty import load_words

    names = load_words()["parameters"]
    return {
        "name": s.name, "label": s.label, "note": s.package.note, "clause": s.package.clause, "status": s.status,
        "parameters": [{"id": n, "label": names.get(n), "value": v} for n, v in s.parameters.items()],
        "shocks": list_shocks(s.package),
        "sources": [source.model_dump(mode="json") for source in s.package.sources],
    }  # fmt: skip


def list_shipped_targets() -> TargetFiles:
    """Return whose targets come with newind, with the text of each file."""
    from newind.pathways.targets import SHIPPED, targets_of

    found: list[TargetFile] = []
    for name, text in texts(SHIPPED).items():
        own = targets_of(name.removesuffix(".yaml"))
        found.append(
            {"region": own.region, "label": own.label, "note": own.note, "package": own.package,
             "until": own.last, "targets": len(own.targets), "file": f"targets-{name}", "yaml": text}
        )  # fmt: skip
    return body(TargetFiles, targets=found)
