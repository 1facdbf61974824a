"""A package year by year: the path at once, then what each mechanism adds, known years, and the range.

What answers is imported where it is used, in the process that does: the server begins without it.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, NotRequired, cast

import numpy as np
from pydantic import Field
from typing_extensions import TypedDict

from newind.errors import ConvergenceError, NewindError, PolicyError, unless_error
from newind.messages import NOTHING, fill, in_each, message
from newind.pathways.defaults import PHASE_IN, RESPONSE, START
from newind.plain import plain
from newind.policy.verdicts import NOISE
from newind.web.answers.catalogue import ScenarioNote
from newind.web.answers.names import industry_label, region_label
from newind.web.answers.simulation import format_package_name, options_of
from newind.web.economies import economy
from newind.web.requests import OutlookRequest, PathwayRequest, ProjectionRequest
from newind.web.responses import (
    BenchmarkBody,
    Body,
    Flags,
    Matrix,
    NamedItem,
    Number,
    Numbers,
    Reproduction,
    Sign,
    Text,
    Values,
    body,
)

if TYPE_CHECKING:
    from pathlib import Path

    from newind.pathways.pathway import Pathway
    from newind.questions.answers import Answer
    from newind.typing import Array
    from newind.web.tally import Tally

LIMITS: Text = message("web.pathways.limits")
CONCEPT: Text = message("web.pathways.concept")
FORMS = ("change", "level")
"""A figure against the baseline, and over that of the benchmark year."""
FIRST = 10
"""Draws after which percentiles are shown first."""
UNDRAWN: Drawn = {"values": [], "settled": [], "error": [], "doubt": NOTHING}
UNSETTLED: SettledFigure = {"values": [], "error": 0.0, "settled": False}
"""Percentiles of a level that may not be stated."""
ALL = "all"
"""Row of all industries together."""
FINAL = "final"
"""Row of what final users emit."""


class YearlySeries(NamedItem):
    """A yearly figure: the change against the baseline, and factors of the benchmark year, none where refused."""

    stated: Annotated[bool, Field(description="Whether the verdict lets its change be shown as a number.")]
    change: Numbers
    path: Numbers
    baseline: Numbers


class MechanismBody(NamedItem):
    """A mechanism of a path, and whether it is switched off."""

    off: bool


class MechanismPart(NamedItem):
    """Contribution of a mechanism to real income of the last year."""

    value: float


class MechanismParts(TypedDict):
    """Contributions of mechanisms; all parts sum to the change."""

    parts: Sequence[MechanismPart]
    total: NotRequired[float]
    failed: Sequence[str]


class CarbonRow(TypedDict):
    """Peak and cumulative emissions of an industry."""

    industry: str
    label: Text
    peak: int
    peak_baseline: int
    cumulative: float
    cumulative_baseline: float


class CarbonTable(TypedDict):
    """Peaks and cumulative emissions by industry, all together first."""

    unit: str
    since: int
    until: int
    rows: Sequence[CarbonRow]


class RegionPath(TypedDict):
    """Gains of a region in the last year; no real income and welfare where they may not be stated."""

    region: str
    label: Text
    real_income: Number
    welfare: Number
    co2: Number


class HindcastRow(TypedDict):
    """Mean errors of the model, and of the best simple guess, in years that are known: whether a level is stated."""

    measure: str
    label: Text
    row: Text
    conditional: Number
    unconditional: Number
    best_error: Annotated[
        Number, Field(description="Of the best simple guess of each test, with which it is compared.")
    ]
    guess_error: Annotated[Number, Field(description="Of the guess that was best on average, which stands in.")]
    guess: Text
    skill: Number
    won: int
    origins: int
    refused: bool
    said: Text


class HindcastTable(TypedDict):
    """How the method did in years that are known."""

    rows: Sequence[HindcastRow]
    note: Text


class YearlySpan(TypedDict):
    """Between what a yearly figure is."""

    low: Numbers
    central: Numbers
    high: Numbers
    sure: Flags
    sign: Sequence[Sign]


class PathwayRange(TypedDict):
    """The range of every yearly figure over the assumptions."""

    series: Mapping[str, YearlySpan]
    cases: int
    failed: Sequence[str]
    note: Text


class Drawn(TypedDict):
    """Percentiles of a figure, one list of years each."""

    values: Matrix
    settled: Flags
    error: Numbers
    doubt: Text


class SettledFigure(TypedDict):
    """Percentiles of a figure in the last year."""

    values: Values
    error: float
    settled: bool


class DrawnForms(TypedDict):
    """Percentiles of a figure against the baseline, and over that of the benchmark year."""

    change: Drawn
    level: Drawn


class SettledForms(TypedDict):
    """The same in the last year."""

    change: SettledFigure
    level: SettledFigure


class SettlingStep(TypedDict):
    """Percentiles after so many draws."""

    draws: int
    series: Mapping[str, SettledForms]


class Draws(TypedDict):
    """Results over draws of assumptions, and how far their percentiles settled as there were more of them."""

    asked: int
    done: int
    failed: Sequence[str]
    fewest: Annotated[int, Field(description="Draws below which percentiles are not said to have settled.")]
    seed: int
    percentiles: Sequence[float]
    series: Mapping[str, DrawnForms]
    settling: Sequence[SettlingStep]
    note: Text


class PathwayBody(Body):
    """A package year by year."""

    request: PathwayRequest
    title: Text
    lead: Sequence[Text]
    notes: Sequence[Text]
    log: Sequence[str]
    region: str
    package: str
    empty: Annotated[bool, Field(description="Nothing is done: the baseline alone.")]
    years: Sequence[int]
    start: int
    first_policy_year: Annotated[int, Field(description="First policy year where none is asked for.")]
    phase_in: Annotated[int, Field(description="Years of phasing in where none are asked for.")]
    observed_until: Annotated[
        Mapping[str, int], Field(description="Last year in which growth of each economy is observed.")
    ]
    horizon: str
    off: Sequence[str]
    benchmark: BenchmarkBody
    verdict: Annotated[Sign, Field(description="What may be said of the sign of real income.")]
    series: Sequence[YearlySeries]
    welfare: Number
    welfare_concept: Text
    limits: Text
    working: Sequence[MechanismBody]
    mechanisms: MechanismParts | None
    carbon: CarbonTable | None
    carbon_scope: Annotated[Text | None, Field(description="What CO2 counts, from which sources; none without any.")]
    regions: Sequence[RegionPath]
    none: Annotated[float, Field(description="Change of real income below which there is none.")]
    hindcast: HindcastTable
    range: PathwayRange | None
    scenario: ScenarioNote | None
    draws: Draws | None
    assumptions: Mapping[str, Any]
    prospects: Mapping[str, Any]
    reproduce: Reproduction


@dataclass(frozen=True)
class PathwayTasks:
    """Tasks that a path still needs, and names for its sentences.

    Parameters
    ----------
    off : list of list of str
        Mechanisms to be switched off in each path.
    names, working : list of str
        All mechanisms, and those that can add something.
    cases : list of dict
        Assumptions around the path.
    draws : list of dict
        Assumptions that are drawn.
    both : (2, series, T) array
        Changes and levels of the region.
    words : dict
        Names for sentences.
    verdict : str
        What may be said of its sign, as of `Pathway.verdicts`.
    carbon : tuple of texts
        What is reported of CO2 in the headline and after it, its range at ``{span}``; none without emissions.
    """

    off: list[tuple[str, ...]]
    names: list[str]
    working: list[str]
    cases: list[dict[str, Any]]
    draws: list[dict[str, Any]]
    both: Array
    words: dict[str, Any]
    verdict: str
    carbon: tuple[Text, ...]


def steps(asked: PathwayRequest, folder: Path | None = None) -> int:
    """Return how many years are computed: those of the baseline and those of the package.

    Raises
    ------
    UnknownNameError, DataError
        For accounts, a year or a region that there are not.
    """
    w = economy(asked.on, asked.year, folder)
    w.regions.index(asked.region)
    return 2 * max(asked.until - w.year + 1, 1)


def project_pathway(asked: PathwayRequest, folder: Path | None, tally: Tally) -> tuple[PathwayBody, PathwayTasks]:
    """Return a path as far as it alone tells, and what is still to be asked.

    Raises
    ------
    UnknownNameError, DataError, PolicyError, ConvergenceError
        As `newind.pathway`, and for a region that is not in the accounts.
    """
    from newind.pathways.chances import cases
    from newind.pathways.pathway import list_off, list_working
    from newind.questions.paths.carbon import emits
    from newind.questions.paths.pathways import collect_names, pathway_of

    p = unless_error(next(_paths(asked, folder, [{}], tally)))
    r = p.regions.index(asked.region)
    answer = pathway_of(p, asked.region, mechanisms=False)
    told = _describe_path(asked, p, r, answer)
    some = bool(p.package.shocks)
    further = PathwayTasks(
        list_off(p) if some else [],
        list(p.mechanism_names),
        list(list_working(p)),
        list(cases(p)) if asked.range and some else [],
        sample_assumptions(asked),
        _both(p, r),
        collect_names(p, asked.region),
        p.verdicts[r] if some else "zero",
        _leave_open(p, r) if asked.range and some and emits(p, r) else (),
    )
    return told, further


def _leave_open(p: Pathway, r: int) -> tuple[Text, ...]:
    """Return what is reported of CO2 in the headline and after it, with a place for its range."""
    from newind.policy.signs import STATED
    from newind.questions.paths.carbon import describe_carbon, headline_carbon

    place = in_each(lambda _: "{span}")
    return headline_carbon(p, r, place), describe_carbon(p, r, place, told=p.verdicts[r] not in STATED)


def _paths(
    asked: PathwayRequest, folder: Path | None, cases: Iterable[Mapping[str, Any]], tally: Tally | None = None
) -> Iterator[Pathway | NewindError]:
    """Yield the path asked for with other arguments in each case, followed beside each other."""
    from newind.pathways.pathway import pathways

    w = economy(asked.on, asked.year, folder)
    own = {
        "package": asked.resolve_package(), "outlook": asked.outlook(w), "off": asked.off,
        "scenario": asked.scenario or None,
    }  # fmt: skip
    return pathways(w, [{**own, **case} for case in cases], tally)


def sample_assumptions(asked: PathwayRequest) -> list[dict[str, Any]]:
    """Return the assumptions that are drawn: those of ``newind pathway --draws`` with the same seed."""
    from newind.pathways.draws import ranges_in
    from newind.pathways.sampling import sample_cases

    if not asked.draws:
        return []
    return sample_cases(
        ranges_in(None, asked.horizon, asked.parameters, asked.scenario or None), asked.draws, asked.seed
    )


def batches(draws: Sequence[Any]) -> list[Sequence[Any]]:
    """Return draws in parts after each of which there are twice as many, so that it can be seen whether they settle.

    Examples
    --------
    >>> [len(part) for part in batches(range(50))]
    [10, 10, 20, 10]
    """
    ends = [0, *(FIRST << k for k in range(len(draws).bit_length()) if FIRST << k < len(draws)), len(draws)]
    return [draws[a:b] for a, b in pairwise(ends)] if draws else []


# ---- pieces
def without(asked: PathwayRequest, off: Sequence[Sequence[str]], folder: Path | None = None) -> list[list[float] | str]:
    """Return changes of real income of the region with mechanisms switched off, or why there are none."""

    def measure(p: Pathway) -> list[float]:
        return [float(v) for v in p.change()[:, p.regions.index(asked.region)]]

    paths = _paths(asked, folder, [{"off": names} for names in off])
    return [str(p) if isinstance(p, (ConvergenceError, PolicyError)) else measure(unless_error(p)) for p in paths]


def in_cases(asked: PathwayRequest, cases: Sequence[dict[str, Any]], folder: Path | None = None) -> list[Array | str]:
    """Return changes and levels of the region under other assumptions, (2, series, T), or why there is no path."""
    from newind.pathways.baseline import discard_new_baselines
    from newind.pathways.chances import without_path

    def measure(p: Pathway) -> Array:
        return _both(p, p.regions.index(asked.region))

    with discard_new_baselines(economy(asked.on, asked.year, folder)):
        paths = list(_paths(asked, folder, [{"parameters": case} for case in cases]))
    return [
        without_path(case, p) if isinstance(p, (ConvergenceError, PolicyError)) else measure(unless_error(p))
        for case, p in zip(cases, paths, strict=True)
    ]


def _both(p: Pathway, r: int) -> Array:
    """Return changes and levels of a region; (2, series, T)."""
    from newind.pathways.followed import SERIES

    return np.array([[p.change(n)[:, r] for n in SERIES], [p.series(n)[:, r] for n in SERIES]])


# ---- what they come to
def with_mechanisms(found: PathwayBody, further: PathwayTasks, pieces: Sequence[list[float] | str]) -> PathwayBody:
    """Return a path with what each mechanism adds to real income of the last year; all parts sum to the change."""
    from newind.pathways.pathway import share_mechanisms
    from newind.policy.signs import STATED
    from newind.questions.paths.pathways import largest, load_words

    failed = [v for v in pieces if isinstance(v, str)]
    if failed:
        return found | {"mechanisms": {"parts": [], "failed": failed}}
    whole = further.both[0, 0, -1]
    others = [np.array(v[-1]) for v in pieces if not isinstance(v, str)]
    parts = share_mechanisms(further.names, further.working, whole, others)
    rows = {name: float(value) for name, value in parts.items()}
    words = load_words()["values"]["mechanism"]
    told: list[MechanismPart] = [{"id": n, "label": words[n], "value": v} for n, v in rows.items()]
    lead: list[Text] = [*found["lead"], *(largest(rows) if further.verdict in STATED else [])]
    added: MechanismParts = {"parts": told, "total": float(whole), "failed": []}
    return {**found, "lead": lead, "mechanisms": added}


def describe_hindcasts(region: str) -> HindcastTable:
    """Return how far off levels were in the past: on the row of a region first, then on average over economies."""
    from newind.pathways.hindcast import list_skills
    from newind.questions.paths.skills import describe_skill, load_words, row_of

    words = load_words()["values"]
    rows: list[HindcastRow] = [
        {
            "measure": s.measure, "label": words["measure"][s.measure], "row": words["row"][row_of(s)],
            "conditional": s.conditional, "unconditional": s.unconditional, "best_error": s.best,
            "guess_error": s.guessed, "guess": words["guess"][s.guess], "skill": s.skill, "won": s.won,
            "origins": len(s.origins), "refused": s.is_refused, "said": describe_skill(s),
        }
        for s in list_skills(region)
    ]  # fmt: skip
    return {"rows": rows, "note": load_words()["notes"]["levels"]}


def with_range(found: PathwayBody, further: PathwayTasks, pieces: Sequence[Array | str]) -> PathwayBody:
    """Return a path with the range of every yearly figure.

    Raises
    ------
    ConvergenceError
        When no case has a path.
    """
    from newind.pathways.chances import build_range
    from newind.pathways.followed import SERIES
    from newind.pathways.recommendations import INCOME
    from newind.policy.signs import STATED
    from newind.questions.paths.pathways import describe_coverage, load_words, result

    failed = [v for v in pieces if isinstance(v, str)]
    kept = [{}, *(c for c, v in zip(further.cases, pieces, strict=True) if not isinstance(v, str))]
    known = [further.both, *(v for v in pieces if not isinstance(v, str))]
    every = build_range([v[0] for v in known], kept, failed)
    sure, sign = every.stated, every.sign
    spans: dict[str, YearlySpan] = {
        n: {"low": every.low[k], "central": every.central[k], "high": every.high[k], "sure": sure[k], "sign": sign[k]}
        for k, n in enumerate(SERIES)
    }
    if further.verdict not in STATED:
        for n in set(INCOME) & set(SERIES):
            spans[n] |= {"sure": np.zeros_like(sure[0]), "sign": np.full_like(sign[0], further.verdict)}
    last = (float(every.low[0, -1]), float(every.high[0, -1]), bool(every.stated[0, -1]))
    headline, before, after = NOTHING, NOTHING, NOTHING
    if further.carbon:
        span = _emitted_span(known, found["years"].index(further.words["start"]))
        before = fill(dict(further.carbon[1]), span=load_words()["lines"]["no-range"])
        headline, after = (fill(dict(said), span=span) for said in further.carbon)
    first = result(float(further.both[0, 0, -1]), last, further.words, further.verdict, headline)
    lead: list[Text] = [first, *(after if said == before else said for said in found["lead"][1:])]
    told: PathwayRange = {
        "series": spans,
        "cases": len(kept),
        "failed": failed,
        "note": describe_coverage(len(kept), len(failed)),
    }
    return {**found, "lead": lead, "range": plain(told)}


def _emitted_span(known: Sequence[Array], since: int) -> Text:
    """Return in brackets the range of what a package changes of all CO2 from the place of a year on."""
    from newind.pathways.followed import SERIES
    from newind.questions.paths.carbon import describe_span

    changes, levels = np.array(known)[:, :, SERIES.index("co2"), since:].swapaxes(0, 1)
    off = levels.sum(axis=1) / (levels / (1.0 + changes)).sum(axis=1) - 1.0
    return describe_span(float(off.min()), float(off.max()))


def with_draws(found: PathwayBody, further: PathwayTasks, pieces: Sequence[Array | str]) -> PathwayBody:
    """Return a path with percentiles of every yearly figure over the draws that are done, and how far they settled."""
    from newind.pathways.followed import SERIES
    from newind.pathways.hindcast import is_refused
    from newind.pathways.sensitivity import FEWEST, PERCENTILES, percentiles_in
    from newind.questions.paths.uncertainty import doubt, load_words

    known = [v for v in pieces if not isinstance(v, str)]
    failed = [v for v in pieces if isinstance(v, str)]
    before = found["draws"]["settling"] if found["draws"] else []
    series: dict[str, dict[str, Drawn]] = {}
    told: Draws = {
        "asked": len(further.draws), "done": len(known), "failed": failed, "fewest": FEWEST,
        "seed": cast("Any", found["request"])["seed"], "percentiles": PERCENTILES,
        "series": cast("dict[str, DrawnForms]", series), "settling": before, "note": load_words()["notes"]["ranges"],
    }  # fmt: skip
    if len(known) > 1:
        samples, years = np.array(known), tuple(found["years"])
        step: dict[str, dict[str, SettledFigure]] = {}
        for k, name in enumerate(SERIES):
            series[name], step[name] = {}, {}
            for place, form in enumerate(FORMS):
                if form == "level" and is_refused(f"path.{name}", found.get("region", "")):
                    series[name][form], step[name][form] = UNDRAWN, UNSETTLED
                    continue
                of = percentiles_in(samples[:, place, k], years, name, level=form == "level", failed=len(failed))
                series[name][form] = {
                    "values": of.values, "settled": of.settled, "error": of.errors.max(axis=0), "doubt": doubt(of),
                }  # fmt: skip
                step[name][form] = {
                    "values": of.values[:, -1], "error": of.errors[:, -1].max(), "settled": of.settled[-1],
                }  # fmt: skip
        told["settling"] = [*before, {"draws": len(known), "series": cast("dict[str, SettledForms]", step)}]
    return found | {"draws": plain(told)}


# ---- the path itself
def _describe_path(asked: PathwayRequest, p: Pathway, r: int, answer: Answer) -> PathwayBody:
    from newind.pathways.followed import SERIES
    from newind.pathways.recommendations import INCOME
    from newind.questions.paths.carbon import describe_scope, emits

    codes, words = p.regions.codes, answer.labels
    beside = p.baseline
    w = p.base.lab.baseline
    return body(
        PathwayBody,
        request=asked,
        title=answer.title,
        lead=answer.lead,
        notes=[n for n in answer.notes if n["en"] != n["zh"] and "--set" not in n["en"]],
        log=p.log,
        region=asked.region,
        package=p.package.name,
        empty=not p.package.shocks,
        years=p.years,
        start=p.begins,
        first_policy_year=START,
        phase_in=PHASE_IN,
        observed_until=dict(zip(codes, p.base.growth.known, strict=True)),
        horizon=p.horizon,
        off=p.off,
        benchmark={"year": w.year, "status": w.status, "source": w.source, "unit": w.unit},
        verdict=p.verdicts[r],
        series=[
            {
                "id": name,
                "label": words[name],
                "stated": name not in INCOME or p.stated[r],
                "change": p.change(name)[:, r],
                "path": _level(p, name, r),
                "baseline": _level(beside, name, r),
            }
            for name in SERIES
        ],
        welfare=p.welfare[r],
        welfare_concept=CONCEPT,
        limits={lang: said.format(known=int(p.base.growth.known[r])) for lang, said in LIMITS.items()},
        working=[{"id": n, "label": answer.values["mechanism"][n], "off": n in p.off} for n in p.mechanism_names],
        mechanisms=None,
        carbon=_carbon(p, answer),
        carbon_scope=describe_scope(p, asked.region) if emits(p, r) else None,
        regions=[
            cast("RegionPath", {"region": row["region"], "label": region_label(w, row["region"]), **_figures(row)})
            for row in answer.tables["regions"].records()
        ],
        none=NOISE,
        hindcast=describe_hindcasts(asked.region),
        range=None,
        scenario=_world(asked),
        draws=None,
        assumptions=p.base.lab.assumptions.to_dict(),
        prospects=p.prospects.to_dict(),
        reproduce=_reproduce(asked, p),
    )


def _world(asked: PathwayRequest) -> ScenarioNote | None:
    from newind.pathways.scenarios import scenario

    if not asked.scenario:
        return None
    found = scenario(asked.scenario)
    return {"name": found.name, "label": found.label, "note": found.package.note}


def _figures(row: dict[Any, Any]) -> dict[str, Any]:
    return {"real_income": row["real_income_stated"], "welfare": row["welfare_stated"], "co2": row["co2"]}


def _level(p: Pathway, name: str, r: int) -> Array:
    """Return a yearly figure as factors of the benchmark year, NaN where no level may be stated."""
    from newind.pathways.hindcast import is_refused

    found = p.series(name)[:, r]
    return np.full_like(found, np.nan) if is_refused(f"path.{name}", p.regions.codes[r]) else found


def _carbon(p: Pathway, answer: Answer) -> CarbonTable | None:
    """Return peaks and cumulative emissions by industry, all together first; None where levels are refused."""
    from newind.pathways.aims import budget_of

    if "carbon" not in answer.tables or not answer.shown["carbon"]:
        return None
    budget = budget_of(p)
    words = answer.values["industry"]
    rows = [
        cast("CarbonRow", row | {"label": words.get(str(row["industry"])) or industry_label(str(row["industry"]))})
        for row in answer.tables["carbon"].records()
    ]
    return {"unit": "Mt", "since": budget.since, "until": budget.until, "rows": rows}


def write_dates(asked: OutlookRequest) -> list[str]:
    """Return the options of a command for the dates of policies, and what partners do."""
    response = None if asked.response == RESPONSE else asked.response
    given = {"--start": asked.start, "--phase-in": asked.phase_in, "--response": response}
    dates = [word for name, value in given.items() if value is not None for word in (name, str(value))]
    return [*dates, *(["--history"] if asked.history else [])]


def world_and_draws(asked: ProjectionRequest) -> list[str]:
    """Return the options of a command for the world and the draws that are asked for."""
    world = ["--scenario", asked.scenario] if asked.scenario else []
    draws = ["--draws", str(asked.draws), "--seed", str(asked.seed)] if asked.draws else []
    return [*world, *draws]


def _reproduce(asked: PathwayRequest, p: Pathway) -> Reproduction:
    """Return what gives the same result on a command line."""
    some = bool(p.package.shocks)
    name = format_package_name(asked, p.package.name)
    dates = write_dates(asked)
    off = ["--off", ",".join(asked.off)] if asked.off else []
    ranged = ["--range"] if asked.range else []
    options = options_of(asked, p.base.lab.baseline.year, "--region")
    until = ["--until", str(asked.until)]
    command = shlex.join(["newind", "pathway", name, *options, *until, *dates, *off, *world_and_draws(asked), *ranged])
    carried = p.carries()
    kept = ("data_hash", "outlook_hash", "package_hash", "version", "seed", "residual", "iterations")
    told = {"command": command, "yaml": f"# {command}\n{p.package.to_yaml()}" if some else ""}
    return cast("Reproduction", told | {k: carried[k] for k in kept})
