"""Targets against a path: how each stands at once, then which actions close its gap, and how likely it is reached."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, Literal, NotRequired, cast

import numpy as np
from pydantic import Field
from typing_extensions import TypedDict

from newind.errors import ConvergenceError, DataError, NewindError, PolicyError, tell, unless_error
from newind.messages import complete_text, in_each, list_languages
from newind.plain import plain
from newind.web.answers.catalogue import ScenarioName
from newind.web.answers.pathways import world_and_draws, write_dates
from newind.web.economies import ABROAD, economy
from newind.web.requests import RoadmapRequest
from newind.web.responses import (
    BenchmarkBody,
    Body,
    Cited,
    CommandBody,
    Direction,
    Matrix,
    NamedItem,
    Number,
    Progress,
    Range,
    Text,
    YearValue,
    body,
)

if TYPE_CHECKING:
    from pathlib import Path

    from newind.pathways.pathway import Pathway
    from newind.pathways.progress import Milestone
    from newind.pathways.roadmap import Roadmap
    from newind.pathways.targets import RoadmapTarget, RoadmapTargets
    from newind.policy.schema import Package
    from newind.questions.paths.roadmaps import LedMilestones
    from newind.web.tally import Tally

    Ways = dict[str, dict[int, float]]


class ChanceBody(TypedDict):
    """How likely a milestone is reached over the draws."""

    probability: Number
    error: Number
    low: Number
    high: Number
    draws: int
    failed: int


class ActionShare(NamedItem):
    """Contribution of an action to closing a gap; None where what may be said of its real income refuses it."""

    closes: Number
    share: Number
    sign: NamedItem | None


class MilestoneBody(TypedDict):
    """A value that is to be reached by a year: how it stands, and where the path leads."""

    year: int
    goal: float
    status: Progress
    status_label: Text
    reason: Text | None
    observed: YearValue | None
    achieved: Number
    elapsed: Number
    per: Literal["rate", "points"]
    needed: Number
    paced: Number
    pace: Number
    pace_without: Number
    turn: Annotated[Literal["slower", "faster"] | None, Field(description="Of `pace` against `paced`.")]
    projected: Number
    range: Annotated[Range, Field(description="Of `projected` over what is assumed, once it is known.")]
    without: Number
    gap: Number
    closed: Number
    remains: Number
    reached: bool | None
    reached_without: bool | None
    chance: ChanceBody | None
    actions: Sequence[ActionShare] | None


class TargetCourses(TypedDict):
    """Where a path leads from the last value observed, with the package and without: years and values."""

    path: Sequence[tuple[int, float]]
    beside: Sequence[tuple[int, float]]


class TargetBand(TypedDict):
    """Percentiles of paths over the draws."""

    years: Sequence[int]
    values: Matrix


class TargetBody(NamedItem, TargetCourses):
    """A target against a path."""

    note: Text | None
    indicator: str
    indicator_label: Text
    followed: bool
    unit: str
    unit_label: Text
    kind: Literal["binding", "expected"]
    kind_label: Text
    better: Direction
    tolerance: float
    owners: Text
    sources: Sequence[Cited]
    baseline: YearValue
    observed: Sequence[tuple[int, float]]
    band: TargetBand | None
    milestones: Sequence[MilestoneBody]


class TimetableRow(NamedItem):
    """When an action begins, is in full force and ends, and whose it is."""

    start: int
    full: int
    until: int | None
    owners: Text
    levers: Sequence[Text]


class RoadmapPackage(TypedDict):
    """The package of a roadmap."""

    name: str
    label: Text
    of_targets: bool
    empty: bool


class RoadmapDraws(TypedDict):
    """The draws of what is assumed."""

    asked: int
    done: int
    failed: int
    seed: int
    percentiles: Sequence[float]
    note: Text


class RoadmapBody(Body):
    """Targets against a path."""

    request: RoadmapRequest
    title: Text
    lead: Sequence[Text]
    silent: Annotated[Sequence[Text], Field(description="Why the model says nothing of the other milestones.")]
    notes: Sequence[Text]
    log: Sequence[str]
    region: str
    label: Text
    uploaded: bool
    package: RoadmapPackage
    years: Sequence[int]
    start: int
    horizon: str
    scenario: ScenarioName | None
    observed_until: int
    benchmark: BenchmarkBody
    targets: Sequence[TargetBody]
    timetable: Sequence[TimetableRow]
    draws: RoadmapDraws | None
    left_out_failed: NotRequired[Sequence[str]]
    reproduce: CommandBody
    outlook_hash: str


@dataclass(frozen=True)
class RoadmapTasks:
    """Tasks that a roadmap still needs: all for the paths beside the first.

    Parameters
    ----------
    targets : RoadmapTargets
    package : Package
        As it is dated.
    until, start : int
        Of the path.
    given : dict
        Parameters in place of shipped ones.
    led : LedMilestones
        Milestones of which it is stated where the path leads.
    milestones : tuple of Milestone
        Those that the path leads to some value of.
    positions : dict
        Target → position of its economy.
    actions : tuple of str
        What can be left out.
    cases : tuple of dict
        Assumptions around the path.
    draws : tuple of dict
        Assumptions that are drawn.
    """

    targets: RoadmapTargets
    package: Package
    until: int
    start: int
    given: dict[str, Any]
    led: LedMilestones
    milestones: tuple[Milestone, ...]
    positions: dict[str, int]
    actions: tuple[str, ...]
    cases: tuple[dict[str, float], ...]
    draws: tuple[dict[str, float], ...]


def own_targets(asked: RoadmapRequest) -> RoadmapTargets:
    """Return the targets of a request: those of its text, else those that come with newind.

    Raises
    ------
    DataError
        Naming file, line and column of mistakes; for targets of another economy.
    UnknownNameError
        Where none come with newind.
    """
    from newind.pathways.targets import parse_targets, targets_of

    if not asked.targets:
        return targets_of(asked.region)
    found = parse_targets(asked.targets, asked.file, asked.file.rpartition(".")[0])
    if found.region.upper() != asked.region.upper():
        raise DataError(tell("roadmap.other", file=asked.file, given=found.region, asked=asked.region))
    return found


def steps(asked: RoadmapRequest, folder: Path | None = None) -> int:
    """Return how many years are computed: those of the baseline and those of the package.

    Raises
    ------
    DataError, UnknownNameError
        As `own_targets`, and for accounts, a year or a region that there are not.
    """
    own, w = own_targets(asked), economy(asked.on, asked.year, folder)
    w.regions.index(asked.region)
    return 2 * max((asked.until or own.last) - w.year + 1, 1)


def build_roadmap(asked: RoadmapRequest, folder: Path | None, tally: Tally) -> tuple[RoadmapBody, RoadmapTasks]:
    """Return how targets stand and where the path leads, and what is still to be asked.

    Raises
    ------
    DataError, UnknownNameError, PolicyError, ConvergenceError
        As `newind.roadmap`.
    """
    from newind.pathways.chances import cases, draws_of
    from newind.pathways.progress import split_thresholds
    from newind.pathways.roadmap import roadmap
    from newind.pathways.targets import groups
    from newind.questions.paths.roadmaps import describe_led

    own, w = own_targets(asked), economy(asked.on, asked.year, folder)
    package = None if asked.package == "" else asked.resolve_package()
    met = asked.outlook(w)
    met = met.replace(until=asked.until or max(own.last, met.start))
    limits, _ = split_thresholds(asked.parameters)
    found = roadmap(w, own, package, outlook=met, scenario=asked.scenario or None, parameters=limits, watch=tally)
    path, of = found.path, describe_led(found)
    positions = {t.id: path.regions.index(t.region or own.region) for t in own.targets}
    further = RoadmapTasks(
        own, path.package, path.years[-1], path.start, dict(path.given), of, found.projected_milestones, positions,
        groups(path.package) if found.projected_milestones else (),
        tuple(cases(path)) if asked.range and of.led else (),
        draws_of(path, asked.draws, asked.seed) if asked.draws and found.projected_milestones else (),
    )  # fmt: skip
    return _describe_roadmap(asked, found, positions), further


# ---- pieces
def _paths(
    asked: RoadmapRequest, further: RoadmapTasks, cases: Iterable[Mapping[str, Any]], folder: Path | None
) -> Iterator[Pathway | NewindError]:
    """Yield the path of a roadmap with other arguments in each case, followed beside each other."""
    from newind.pathways.pathway import pathways

    w = economy(asked.on, asked.year, folder)
    met = asked.outlook(w).replace(until=further.until, parameters=further.given)
    own = {"package": further.package, "outlook": met, "scenario": asked.scenario or None}
    return pathways(w, [{**own, **case} for case in cases])


def _project_targets(path: Pathway, further: RoadmapTasks, wanted: Mapping[str, Sequence[int]]) -> Ways:
    """Return what a path leads to in the years that are wanted of each target."""
    from newind.pathways.progress import way_to

    first = {m.target.id: m for m in reversed(further.milestones)}
    return {
        id: way_to(path, first[id].target, further.positions[id], years, first[id].anchor)
        for id, years in wanted.items()
    }


def _select_years(further: RoadmapTasks, *, every: bool) -> dict[str, list[int]]:
    """Return which years of each target are looked at: its milestones, and all before them where that is cheap."""
    from newind.pathways.figures import FIGURES

    found: dict[str, list[int]] = {}
    for m in further.milestones:
        found.setdefault(m.target.id, []).append(m.year)
    if not every:
        return found
    anchors = {m.target.id: m.anchor[0] for m in further.milestones}
    yearly = {m.target.id for m in further.milestones if m.target.indicator in FIGURES}
    return {id: list(range(anchors[id], years[-1] + 1)) if id in yearly else years for id, years in found.items()}


def without_actions(
    asked: RoadmapRequest, further: RoadmapTasks, names: Sequence[str], folder: Path | None = None
) -> list[tuple[list[float], str] | str]:
    """Return what the path leads to at each milestone without each of some actions, or why there is no path.

    Beside it what may be said of real income with the action alone.
    """
    from newind.pathways.roadmap import judge_action
    from newind.pathways.targets import left_out

    w = economy(asked.on, asked.year, folder)
    said = [
        judge_action(w, further.package, name, asked.horizon, further.given, further.targets.region) for name in names
    ]

    def measure(path: Pathway) -> list[float]:
        ways = _project_targets(path, further, _select_years(further, every=False))
        return [ways[m.target.id][m.year] for m in further.milestones]

    paths = _paths(asked, further, [{"package": left_out(further.package, name)} for name in names], folder)
    return [
        str(p) if isinstance(p, (ConvergenceError, PolicyError)) else (measure(unless_error(p)), verdict)
        for p, verdict in zip(paths, said, strict=True)
    ]


def in_cases(
    asked: RoadmapRequest, further: RoadmapTasks, cases: Sequence[dict[str, float]], folder: Path | None = None
) -> list[Ways | None]:
    """Return what the path leads to under drawn assumptions, None where there is none."""
    from newind.pathways.baseline import discard_new_baselines

    def measure(path: Pathway) -> Ways:
        return _project_targets(path, further, _select_years(further, every=True))

    with discard_new_baselines(economy(asked.on, asked.year, folder)):
        paths = list(_paths(asked, further, [{"parameters": {**further.given, **case}} for case in cases], folder))
    return [None if isinstance(p, (ConvergenceError, PolicyError)) else measure(unless_error(p)) for p in paths]


# ---- what they come to
def with_actions(
    found: RoadmapBody, further: RoadmapTasks, pieces: Sequence[tuple[list[float], str] | str]
) -> RoadmapBody:
    """Return a roadmap with what each action closes of each gap, where that may be stated."""
    from newind.pathways.hindcast import is_refused
    from newind.pathways.roadmap import attribute_gaps
    from newind.questions.paths.roadmaps import closing

    failed = [v for v in pieces if isinstance(v, str)]
    if failed:
        return found | {"left_out_failed": failed}
    known = dict(zip(further.actions, (v for v in pieces if not isinstance(v, str)), strict=True))
    verdicts = {name: said for name, (_, said) in known.items()}
    parts = attribute_gaps(further.milestones, {name: values for name, (values, _) in known.items()})
    stated = [m for m in further.milestones if not is_refused(m.target.indicator, found["region"])]
    more = {
        (m.target.id, m.year): {"actions": _shares(parts[m.target.id, m.year], verdicts, m, stated=m in stated)}
        for m in further.milestones
    }
    lead: list[Text] = [*found["lead"], *closing(stated, parts, verdicts)]
    return {**_with(found, more), "lead": lead}


def with_range(found: RoadmapBody, further: RoadmapTasks, pieces: Sequence[Ways | None]) -> RoadmapBody:
    """Return a roadmap with the range of where the path leads over what is assumed, in its second sentence too."""
    from newind.questions.paths.roadmaps import where_it_leads

    ranges = {}
    for m in further.led.led:
        values = [m.projected, *(way[m.target.id][m.year] for way in pieces if way is not None)]
        ranges[m.target.id, m.year] = (min(values), max(values))
    told = _with(found, {place: {"range": span} for place, span in ranges.items()})
    first, _, *rest = found["lead"]
    return {**told, "lead": [first, where_it_leads(further.led, list(ranges.values())), *rest]}


def _shares(
    parts: Mapping[str, float], verdicts: Mapping[str, str], m: Milestone, *, stated: bool
) -> list[ActionShare]:
    """Return what each action closes, as of `rank_actions`, and which part of a gap where that may be stated."""
    from newind.pathways.roadmap import rank_actions
    from newind.policy.signs import SIGNS
    from newind.questions.paths.roadmaps import action_label, load_words

    if not any(parts.values()):
        return []
    together = load_words()["values"]["action"]
    signs: dict[str, NamedItem] = {name: {"id": said, "label": SIGNS[said]} for name, said in verdicts.items()}
    return [
        {"id": name, "label": together[name] if name in together else action_label(name), "sign": signs.get(name),
         "closes": closes, "share": closes / m.gap if stated and m.gap > 0 else None}
        for name, closes in rank_actions(parts, verdicts, m.target.indicator)
    ]  # fmt: skip


def with_draws(found: RoadmapBody, further: RoadmapTasks, pieces: Sequence[Ways | None]) -> RoadmapBody:
    """Return a roadmap with how likely each milestone is over the draws that are done, and the band of paths."""
    from newind.pathways.chances import chance_of
    from newind.pathways.hindcast import is_refused
    from newind.pathways.sensitivity import PERCENTILES
    from newind.questions.paths.roadmaps import likely

    refused = {m.target.id for m in further.milestones if is_refused(m.target.indicator, found["region"])}
    stated = [m for m in further.milestones if m.target.id not in refused]
    more = {}
    for m in stated:
        values = [None if way is None else way[m.target.id][m.year] for way in pieces]
        c = chance_of(None if v is None or v != v else m.goal.meets_target(v) for v in values)
        more[m.target.id, m.year] = {
            "chance": {"probability": c.probability, "error": c.error, "low": c.interval[0], "high": c.interval[1],
                       "draws": c.draws, "failed": c.failed} if c.known else None,
        }  # fmt: skip
    known = [way for way in pieces if way is not None]
    bands: dict[str, TargetBand] = {}
    for id in {m.target.id: None for m in stated} if len(known) > 1 else ():
        years = list(known[0][id])
        values_of = np.array([[way[id][y] for y in years] for way in known])
        bands[id] = {"years": years, "values": np.nanpercentile(values_of, PERCENTILES, axis=0)}
    seed = cast("Any", found["request"])["seed"]
    note = likely(len(pieces), len(known), seed)
    draws: RoadmapDraws = {
        "asked": len(further.draws), "done": len(known), "failed": len(pieces) - len(known), "seed": seed,
        "percentiles": PERCENTILES, "note": note,
    }  # fmt: skip
    told = _with(found, more)
    targets = [t | {"band": plain(bands.get(t["id"]))} for t in told["targets"]]
    return told | {"targets": targets, "draws": plain(draws)}


def _with(found: RoadmapBody, more: Mapping[tuple[str, int], dict[str, Any]]) -> RoadmapBody:
    """Return a roadmap with more details of its milestones."""
    targets: list[TargetBody] = [
        t
        | {
            "milestones": [
                cast("MilestoneBody", m | plain(more.get((t["id"], m["year"]), {}))) for m in t["milestones"]
            ]
        }
        for t in found["targets"]
    ]
    return {**found, "targets": targets}


# ---- the roadmap itself
def _describe_roadmap(asked: RoadmapRequest, found: Roadmap, positions: Mapping[str, int]) -> RoadmapBody:
    from newind.pathways.targets import groups
    from newind.policy.levers import levers
    from newind.questions.paths.pathways import name_package
    from newind.questions.paths.roadmaps import (
        action_label,
        format_title,
        notes_of,
        owners_label,
        silent,
        standing,
    )

    path, own = found.path, found.targets
    w = path.base.lab.baseline
    return body(
        RoadmapBody,
        request=asked,
        title=format_title(found),
        lead=standing(found),
        silent=silent(found),
        notes=[n for n in notes_of(found) if n["en"]],
        log=path.log,
        region=found.region,
        label=complete_text(own.label, own.name or found.region),
        uploaded=bool(asked.targets),
        package={"name": path.package.name, "label": name_package(path),
                 "of_targets": asked.package == "", "empty": not path.package.shocks},
        years=path.years,
        start=path.start,
        horizon=path.horizon,
        scenario=None if path.scenario is None else {"name": path.scenario.name, "label": path.scenario.label},
        observed_until=int(path.base.growth.known[path.regions.index(found.region)]),
        benchmark={"year": w.year, "status": w.status, "source": w.source, "unit": w.unit},
        targets=[_target(t, found, positions[t.id]) for t in own.targets],
        timetable=[
            {"id": a.name, "label": action_label(a.name), "start": a.start, "full": a.full, "until": a.until,
             "owners": owners_label(a.owners), "levers": [dict(levers()[n].label) for n in a.levers]}
            for a in found.actions
        ] if groups(path.package) else [],
        draws=None,
        reproduce={"command": _command(asked, found)},
        outlook_hash=path.outlook.hash,
    )  # fmt: skip


def _target(t: RoadmapTarget, found: Roadmap, region: int) -> TargetBody:
    from newind.pathways.figures import label_of
    from newind.pathways.progress import collect_observations
    from newind.questions.paths.roadmaps import load_words, owners_label

    words = load_words()["values"]
    own = [(m, stated) for m, stated in zip(found.milestones, found.stated_milestones, strict=True) if m.target is t]
    led = any(stated.projected == stated.projected for _, stated in own)
    return {
        "id": t.id,
        "label": complete_text(t.label, t.id),
        "note": complete_text(t.note, "") if t.note else None,
        "indicator": t.indicator,
        "indicator_label": dict(label_of(t.indicator)) if t.is_projectable else words["indicator"]["statistic"],
        "followed": t.is_projectable,
        "unit": t.unit,
        "unit_label": words["unit"].get(t.unit) or dict.fromkeys(list_languages(), t.unit),
        "kind": t.kind,
        "kind_label": words["kind"][t.kind],
        "better": t.better or "higher",
        "tolerance": t.tolerance,
        "owners": owners_label(t.owners),
        "sources": [s.model_dump(mode="json") for s in t.sources],
        "baseline": {"year": t.baseline.year, "value": t.baseline.value},
        "observed": list(collect_observations(found.path, t, region).items()),
        **_courses(t, found.path, [m for m, _ in own], region, led=led),
        "band": None,
        "milestones": [_milestone(stated, m.closes(m.without)) for m, stated in own],
    }


def _courses(t: RoadmapTarget, path: Pathway, own: Sequence[Milestone], region: int, *, led: bool) -> TargetCourses:
    """Return where the path leads from the last value observed, and without the package where there is one."""
    from newind.pathways.progress import way_to

    if not led:
        return {"path": [], "beside": []}
    anchor = own[0].anchor
    years = range(anchor[0], min(own[-1].year, path.years[-1]) + 1)
    with_it, *beside = (
        [(year, value) for year, value in way_to(p, t, region, years, anchor).items() if value == value]
        for p in ((path, path.baseline) if path.package.shocks else (path,))
    )
    return {"path": with_it, "beside": beside[0] if beside else []}


def _milestone(m: Milestone, closed: float) -> MilestoneBody:
    """Return a milestone as it may be stated, and what the package closes of its gap."""
    from newind.questions.now.text import explain_status
    from newind.questions.paths.roadmaps import load_words

    words, p = load_words()["values"], m.progress
    why = partial(explain_status, p.reason, p.achieved, p.elapsed)
    led = m.projected == m.projected
    return {
        "year": m.year, "goal": m.goal.value, "status": p.verdict, "status_label": words["status"][p.verdict],
        "reason": in_each(why) if p.reason else None,
        "observed": None if m.seen is None else {"year": m.seen[0], "value": m.seen[1]},
        "achieved": p.achieved, "elapsed": p.elapsed, "per": "points" if m.goal.points else "rate",
        "needed": p.needed, "paced": p.paced, "pace": m.pace, "pace_without": m.pace_without, "turn": m.turn,
        "projected": m.projected, "range": None, "without": m.without, "gap": m.gap, "closed": closed,
        "remains": m.remains, "reached": m.goal.meets_target(m.projected) if led else None,
        "reached_without": m.goal.meets_target(m.without) if led else None, "chance": None, "actions": None,
    }  # fmt: skip


def _command(asked: RoadmapRequest, found: Roadmap) -> str:
    """Return what gives the same result on a command line: a package that does nothing is a file of no shocks."""
    assumed = ["--abroad", "shipped"] if asked.on.endswith(ABROAD) else []
    on, year = asked.on.removesuffix(ABROAD), str(found.path.base.lab.baseline.year)
    who = ["--targets", asked.file] if asked.targets else [asked.region]
    package = asked.package if isinstance(asked.package, str) else f"{found.path.package.name or 'scenario'}.yaml"
    idle = package and not found.path.package.shocks
    done = ["--package", package] if package else []
    until = ["--until", str(asked.until)] if asked.until else []
    start = write_dates(asked)
    given = [w for k, v in sorted(asked.parameters.items()) for w in ("--set", f"{k}={v}")]
    options = ["--on", on, *assumed, "--year", year, "--horizon", asked.horizon, *given]
    said = shlex.join(["newind", "roadmap", *who, *options, *done, *until, *start, *world_and_draws(asked)])
    return f"echo 'shocks: []' > {shlex.quote(package)}\n{said}" if idle else said
