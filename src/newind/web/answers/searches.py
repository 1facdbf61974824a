"""The best use of a budget: what may be asked, packages that none beats, why, and whether they hold elsewhere.

What answers is imported where it is used, in the process that does: the server begins without it.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, cast

from pydantic import Field
from typing_extensions import TypedDict

from newind.messages import list_languages, message
from newind.pathways.defaults import START
from newind.policy.triage import Tag
from newind.questions.options import PackageBody
from newind.web.answers.catalogue import ShockBody, list_shocks
from newind.web.answers.pathways import HindcastTable, describe_hindcasts, write_dates
from newind.web.economies import ABROAD, economy
from newind.web.requests import SearchRequest
from newind.web.responses import (
    BenchmarkBody,
    Better,
    Body,
    Flags,
    NamedItem,
    Number,
    Numbers,
    Reproduction,
    Text,
    body,
)

if TYPE_CHECKING:
    from pathlib import Path

    from newind.accounts.accounts import Accounts
    from newind.pathways.compute import RunProgress
    from newind.pathways.reasons import RobustnessResult
    from newind.pathways.search import SearchResult
    from newind.pathways.searching import CandidatePackage
    from newind.policy.register import Register
    from newind.policy.schema import Package
    from newind.questions.answers import Answer
    from newind.web.tally import Tally

CAVEAT: Text = message("web.searches.caveat")
CARBON = ("co2", "cumulative_co2", "peak", "green")
"""Goals and limits that need emissions."""


class GoalEntry(NamedItem):
    """A goal, and which direction is better."""

    better: Better


class NotedItem(NamedItem):
    """An id, what it is called, and what is to be said of it."""

    note: Text


class ActionChoiceBody(NamedItem):
    """An action that may be chosen, and its preliminary WTO class."""

    tag: str


class SearchChoices(Body):
    """Choices of a search."""

    region: str
    year: int
    until: int
    start: Annotated[int, Field(description="First year in which actions can begin.")]
    goals: Sequence[GoalEntry]
    limits: Sequence[str]
    families: Annotated[Sequence[str], Field(description="Packages of the six families, chosen from by default.")]
    packages: Sequence[NotedItem]
    actions: Sequence[ActionChoiceBody]
    tags: Mapping[Tag, Text]
    scenarios: Sequence[NotedItem]
    paths: Annotated[int, Field(description="Paths that one search may follow.")]


class TaggedChoice(ActionChoiceBody):
    """An action that may be chosen, with its preliminary WTO class in words."""

    tagged: Text | None


class SearchPoint(TypedDict):
    """A package of a search: sizes of what is done, figures as changes against the baseline, and what it moves."""

    sizes: Mapping[str, float]
    starts: Mapping[str, int]
    figures: Mapping[str, Number]
    shocks: Sequence[ShockBody]


class FrontPoint(SearchPoint):
    """A package that is shown, and what may be said of the sign of its real income."""

    number: Annotated[int, Field(description="By which it is called, from the first answer of a search to the last.")]
    on_front: bool
    sign: NamedItem
    taken: Text


class MarginalGain(TypedDict):
    """Contribution of an action to the goals, and its cost."""

    id: str
    size: float
    start: int | None
    adds: Annotated[Mapping[str, Number], Field(description="None for real income that may not be stated.")]
    sign: Annotated[NamedItem, Field(description="Real income with the action by itself.")]
    cost: Number
    per_cost: Number


class CountedItem(NamedItem):
    """How many there are of a kind."""

    n: int


class LimitReached(TypedDict):
    """A limit as it is asked, reached, and a little wider."""

    id: str
    limit: float
    value: Number
    asked: Text
    reached: Text
    binds: bool
    relaxed: Text | None
    gain: Number


class RobustRow(TypedDict):
    """How a package does in other cases."""

    point: Annotated[int, Field(description="Place among the points.")]
    expected: float
    worst: float
    regret: float
    enough: float
    best: Annotated[Sequence[str], Field(description="Criteria by which it is the best.")]
    values: Numbers
    kept: Flags


class RobustTable(TypedDict):
    """How packages do in other cases, by which criterion each is the best."""

    criteria: Sequence[NamedItem]
    cases: Sequence[NamedItem]
    rows: Sequence[RobustRow]
    good: float
    failed: Sequence[Text]


class SearchBody(Body):
    """Pareto-optimal packages, why, and whether they hold elsewhere."""

    request: SearchRequest
    whole: Annotated[bool, Field(description="Reasons and other scenarios are known, too.")]
    title: Text
    lead: Sequence[Text]
    notes: Sequence[Text]
    region: str
    benchmark: BenchmarkBody
    start: int
    until: int
    method: str
    evaluated: int
    failed: int
    seed: int
    goals: Sequence[GoalEntry]
    choices: Sequence[TaggedChoice]
    nothing: SearchPoint
    tried: Sequence[Mapping[str, Number]]
    points: Sequence[FrontPoint]
    chosen: int
    is_recommended: Annotated[bool, Field(description="The chosen package does something, and may be recommended.")]
    left_out: Annotated[Sequence[CountedItem], Field(description="Better packages that may not be recommended.")]
    runner_up: int | None
    marginals: Sequence[MarginalGain]
    limits: Sequence[LimitReached]
    robust: RobustTable | None
    hindcast: HindcastTable
    reproduce: Reproduction


# ---- what may be asked
def choices(
    on: str, year: int | None, region: str, until: int, paths: int, folder: Path | None = None
) -> SearchChoices:
    """Return goals, constraints, actions, scenarios for a search of a region; `paths` is what a server follows.

    Raises
    ------
    UnknownNameError, DataError
        For accounts, a year or a region that there are not.
    """
    from newind.pathways.aims import GOALS, LIMITS, better
    from newind.pathways.choices import choices_of
    from newind.pathways.scenarios import scenarios
    from newind.policy.actions import actions
    from newind.policy.packages import desk, packages
    from newind.policy.triage import TAGS
    from newind.questions.paths.searches import load_words

    w = economy(on, year, folder)
    w.regions.index(region)
    lacking = () if "co2" in w.satellites else CARBON
    peopled = "population" in w.facts
    words = {"last": until}
    goals: list[GoalEntry] = [
        {"id": g, "label": _fill_text(load_words()["goals"][g], words), "better": better(g)}
        for g in GOALS
        if g not in lacking
    ]
    limits = [n for n in LIMITS if n not in lacking and (n != "gap" or peopled)]
    some = [p for p in packages() if p.select_shocks(w).shocks and p.name not in (desk().together, *desk().abroad)]
    families = [p for p in desk().families.values() if p in {q.name for q in some}]
    return body(
        SearchChoices, region=region, year=w.year, until=until,
        start=START,
        goals=goals, limits=limits, families=families,
        packages=[{"id": p.name, "label": _both(p.label, p.name), "note": _both(p.note)} for p in some],
        actions=[{"id": c.name, "label": c.label, "tag": c.tag} for c in choices_of(w, actions())],
        tags=TAGS,
        scenarios=[{"id": s.name, "label": s.label, "note": _both(s.package.note)} for s in scenarios(w)],
        paths=paths,
    )  # fmt: skip


# ---- the search
def steps(asked: SearchRequest, folder: Path | None = None) -> int:
    """Return about how many paths are followed.

    Raises
    ------
    UnknownNameError, DataError
        For accounts, a year or a region that there are not.
    """
    w = economy(asked.on, asked.year, folder)
    w.regions.index(asked.region)
    return asked.paths_asked


def found(asked: SearchRequest, folder: Path | None, tally: Tally) -> SearchBody:
    """Search, and return the Pareto-optimal packages before reasons and other scenarios are examined.

    Raises
    ------
    UnknownNameError, DataError, PolicyError, ConvergenceError, RunError
        As `newind.search`, and for a region that is not in the accounts.
    """
    from newind.pathways.reasons import build_draw_cases
    from newind.pathways.sampling import hypercube, ranges_of
    from newind.pathways.scenarios import scenario
    from newind.pathways.search import search

    w = economy(asked.on, asked.year, folder)
    met = asked.outlook(w)
    ranges = ranges_of(horizon=met.horizon, given=met.parameters)
    drawn = build_draw_cases(hypercube(ranges, asked.cases, met.seed)) if asked.cases else []
    counted = [0]

    def watch(p: RunProgress) -> None:
        for _ in range(counted[0], p.done):
            tally()
        counted[0] = p.done

    made = search(
        w, asked.region, asked.goals, _actions(asked), budget=asked.budget, limits=dict(asked.limits), tags=asked.tags,
        outlook=met, starts=asked.starts,
        most=asked.most, method=asked.method, evaluations=asked.evaluations,
        cases=[*map(scenario, asked.scenarios), *drawn], watch=watch,
        front=lambda first: tally.show(_describe_search(asked, w, first, whole=False)),
    )  # fmt: skip
    return _describe_search(asked, w, made, whole=True)


def _actions(asked: SearchRequest) -> Package | Register | Sequence[Package] | None:
    """Return what is chosen from, as the command line takes it."""
    from newind.pathways.choices import SHIPPED, find_actions

    given = asked.actions or ((SHIPPED,) if asked.tags is not None else ())
    names = [a for a in given if isinstance(a, str)]
    if len(names) == len(given) and (known := find_actions(names)) is not None:
        return known
    meant = [_package(a) for a in given]
    return meant[0] if len(meant) == 1 else meant or None


def _package(given: PackageBody | str) -> Package:
    from newind.policy.packages import package

    return package(given) if isinstance(given, str) else given.package()


# ---- what it comes to
def _describe_search(asked: SearchRequest, w: Accounts, f: SearchResult, *, whole: bool) -> SearchBody:
    from newind.pathways.aims import better
    from newind.policy.triage import TAGS
    from newind.questions.paths.searches import describe_left_out, search_of, stands

    answer = search_of(f)
    points = [*f.front, *([f.runner_up] if f.runner_up is not None and f.runner_up not in f.front else [])]
    names = answer.values["action"]
    tags: dict[Any, Text] = {**TAGS}
    tagged: list[TaggedChoice] = [
        {"id": c.name, "label": names[c.name], "tag": c.tag, "tagged": tags.get(c.tag)} for c in f.choices
    ]
    goals = f.aims.goals
    return body(
        SearchBody,
        request=asked,
        whole=whole,
        title=answer.title,
        lead=answer.lead if whole else answer.lead[:2],
        notes=[CAVEAT, *answer.notes],
        region=asked.region,
        benchmark={"year": w.year, "status": w.status, "source": w.source, "unit": w.unit},
        start=f.request["start"],
        until=f.request["until"],
        method=f.method,
        evaluated=f.evaluated,
        failed=f.failed,
        seed=asked.seed,
        goals=[{"id": g, "label": _label(g, f), "better": better(g)} for g in goals],
        choices=tagged,
        nothing=_point(f, f.nothing),
        tried=[{n: p.figures[n] for n in (*goals, "bill")} for p in f.tried],
        points=[
            {**_point(f, p), "number": f.number(p), "on_front": p in f.front, "sign": _sign(p.verdict),
             "taken": _join_actions(p, names)}
            for p in points
        ],
        chosen=f.front.index(f.chosen),
        is_recommended=f.is_recommended,
        left_out=[{**_sign(said), "n": n} for said, n in describe_left_out(f)["by_verdict"].items()],
        runner_up=points.index(f.runner_up) if f.runner_up is not None else None,
        marginals=[
            {"id": m.name, "size": m.size, "start": m.start,
             "adds": {g: v if stands(m, g) else None for g, v in zip(goals, m.adds, strict=True)},
             "sign": _sign(m.verdict), "cost": m.cost, "per_cost": m.per_cost}
            for m in f.marginals
        ],
        limits=_limits(f, answer),
        robust=None if f.robust is None else _robust(f.robust, points, f.request["cases"]),
        hindcast=describe_hindcasts(asked.region),
        reproduce=_reproduce(asked, w, f),
    )  # fmt: skip


def _point(f: SearchResult, p: CandidatePackage) -> SearchPoint:
    """Return a package with its figures, and as it can be tried and followed."""
    made = f.package(p)
    return {
        "sizes": p.active_sizes, "starts": {n: p.starts[n] for n in p.active_sizes if n in p.starts},
        "figures": p.figures, "shocks": list_shocks(made),
    }  # fmt: skip


def _sign(said: str) -> NamedItem:
    from newind.policy.signs import SIGNS

    return {"id": said, "label": SIGNS[said]}


def _join_actions(p: CandidatePackage, names: Mapping[str, Text]) -> Text:
    from newind.questions.paths.searches import join_actions

    return join_actions(p, {name: dict(said) for name, said in names.items()})


def _label(goal: str, f: SearchResult) -> Text:
    from newind.questions.paths.searches import load_words

    return _fill_text(load_words()["goals"][goal], {"last": f.request["until"]})


def _limits(f: SearchResult, answer: Answer) -> list[LimitReached]:
    """Return limits as they are asked, reached, and a little wider."""
    words = answer.values
    return [
        {
            "id": b.name, "limit": b.limit, "value": b.value, "asked": words["limit"][f"asked {b.name}"],
            "reached": words["reached"][f"reached {b.name}"], "binds": b.binds,
            "relaxed": words["relaxed"][f"relaxed {b.name}"] if b.binds else None, "gain": b.gain,
        }
        for b in f.bounds
    ]  # fmt: skip


def _robust(r: RobustnessResult, points: Sequence[CandidatePackage], cases: Sequence[Mapping[str, Any]]) -> RobustTable:
    """Return how packages do in other cases, by which criterion each is the best."""
    from newind.questions.paths.searches import CRITERIA, load_words

    labels = {c["name"]: c["label"] for c in cases}
    best = r.judged.best
    rows = [
        {"point": points.index(p), **{c: float(getattr(r.judged, c)[k]) for c in CRITERIA},
         "best": [c for c in CRITERIA if best[c] == k], "values": r.values[k], "kept": r.kept[k]}
        for k, p in enumerate(r.points)
    ]  # fmt: skip
    columns = load_words()["columns"]
    return {
        "criteria": [{"id": c, "label": columns[c]} for c in CRITERIA],
        "cases": [{"id": n, "label": labels[n]} for n in r.cases],
        "rows": cast("list[RobustRow]", rows), "good": r.enough, "failed": [labels[n] for n in r.failed],
    }  # fmt: skip


def _reproduce(asked: SearchRequest, w: Accounts, f: SearchResult) -> Reproduction:
    """Return the command that gives the same, and the chosen package."""
    from newind import __version__

    names = ",".join(a if isinstance(a, str) else f"{a.name}.yaml" for a in asked.actions)
    given: dict[str, Any] = {
        "--goal": ",".join(asked.goals), "--budget": asked.budget or "none", "--actions": names or None,
        "--tags": None if asked.tags is None else ",".join(asked.tags),
        "--until": asked.until, "--starts": ",".join(map(str, asked.starts)) or None, "--most": asked.most,
        "--method": asked.method, "--evaluations": asked.evaluations,
        "--scenarios": ",".join(asked.scenarios) or "none", "--cases": asked.cases, "--seed": asked.seed,
    }  # fmt: skip
    limits = [w for n, v in asked.limits.items() for w in ("--limit", f"{n}={v!r}")]
    set_ = [w for k, v in sorted(asked.parameters.items()) for w in ("--set", f"{k}={v}")]
    assumed = ["--abroad", "shipped"] if asked.on.endswith(ABROAD) else []
    command = [
        "newind", "search", asked.region, "--on", asked.on.removesuffix(ABROAD), *assumed, "--year", str(w.year),
        "--horizon", asked.horizon, *(x for k, v in given.items() if v is not None for x in (k, str(v))), *limits,
        *write_dates(asked), *set_,
    ]  # fmt: skip
    made = f.package()
    told = shlex.join(command)
    return {
        "command": told, "yaml": f"# {told}\n{made.to_yaml()}" if made.shocks else "", "data_hash": w.hash,
        "outlook_hash": f.request["outlook_hash"], "package_hash": made.hash, "version": __version__,
        "seed": asked.seed,
    }  # fmt: skip


def _fill_text(said: Mapping[str, str], words: Mapping[str, Any]) -> Text:
    return {lang: said[lang].format(**words) for lang in list_languages()}


def _both(label: Mapping[Any, str], otherwise: str = "") -> Text:
    """Return a label in both languages."""
    told = {str(lang): words for lang, words in label.items()}
    return {lang: told.get(lang) or otherwise for lang in list_languages()}
