"""Jobs of the server: the request each takes, and its work in pieces."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from newind.errors import ConvergenceError, PolicyError, join_items, tell, unknown
from newind.questions.question import question
from newind.web.answers import briefs, dependence, figures, pathways, questions, roadmaps, scores, searches, simulation
from newind.web.answers.catalogue import HORIZONS
from newind.web.requests import (
    AuditRequest,
    BriefRequest,
    DiagnosisRequest,
    LossRequest,
    PathwayRequest,
    PolicyBriefRequest,
    QuestionRequest,
    ReplacementRequest,
    RequestBody,
    RoadmapRequest,
    SearchRequest,
    SimulationRequest,
)
from newind.web.responses import AnswerBody

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from newind.web.jobs import JobRunner

PIECES = 4
"""Parts of the family of assumptions: processes share them, and a quick question waits for one at most."""
TOGETHER = 5
"""Paths of a piece: many enough that they share work, few enough that progress is seen."""


@dataclass(frozen=True)
class Task:
    """A kind of job.

    Parameters
    ----------
    model : type
        What it is asked.
    work : callable
        From a desk, a request and the folder of uploaded tables to the result.
    result : type
        Of what it comes to; None of a file.
    """

    model: type[RequestBody]
    work: Callable[[JobRunner, Any, Path], Awaitable[Any]]
    result: Any


async def simulate_ranges(desk: JobRunner, trial: SimulationRequest, folder: Path) -> Any:
    """Try a package in every case of the family, at its own horizon first, for which somebody waits."""
    trials = [trial, *(trial.model_copy(update={"horizon": h}) for h in HORIZONS if h != trial.horizon)]
    bands: list[simulation.BandBody] = []
    otherwise = None
    stages = [(simulation.try_piece, [(t, k, PIECES, folder) for k in range(PIECES)]) for t in trials]
    async for pieces in desk.stages(stages, urgent=1):
        at = trials[len(bands)]
        try:
            band, other = await desk.run(simulation.join_pieces, at, pieces, folder)
        except (ConvergenceError, PolicyError) as error:
            if not bands:
                raise
            band, other = {"horizon": at.horizon, "why": str(error)}, None
        otherwise = other if not bands else otherwise
        bands.append(band)
        desk.show(simulation.collect_ranges(bands, otherwise))
    return desk.job.result


async def simulate_contributions(desk: JobRunner, trial: SimulationRequest, folder: Path) -> Any:
    """Try each lever of a package alone."""
    total = await desk.run(simulation.simulate_package, trial, folder)
    each = await desk.all(
        simulation.simulate_shocks, [(trial, where, folder) for _, _, where in simulation.parts(trial)]
    )
    return simulation.split_contributions(trial, total, each)


def _split(cases: Sequence[Any]) -> list[Sequence[Any]]:
    """Return cases in pieces of as many paths as are followed beside each other.

    Examples
    --------
    >>> _split(range(7))
    [range(0, 5), range(5, 7)]
    """
    return [cases[start : start + TOGETHER] for start in range(0, len(cases), TOGETHER)]


async def project_pathway(desk: JobRunner, asked: PathwayRequest, folder: Path) -> Any:
    """Follow a package year by year; then switch mechanisms off, and vary what is assumed."""
    steps = await desk.run(pathways.steps, asked, folder)
    found, further = await desk.run_with_tally(pathways.project_pathway, asked, folder, steps=steps)
    desk.show(found)
    stages: list[tuple[Any, list[tuple[Any, ...]]]] = [
        (pathways.without, [(asked, off, folder) for off in _split(further.off)]),
        (pathways.in_cases, [(asked, cases, folder) for cases in _split(further.cases)]),
        *((pathways.in_cases, [(asked, cases, folder) for cases in _split(some)])
          for some in pathways.batches(further.draws)),
    ]  # fmt: skip
    gathering = iter((pathways.with_mechanisms, pathways.with_range))
    drawn: list[Any] = []
    async for lists in desk.stages(stages):
        pieces = list(chain.from_iterable(lists))
        gather = next(gathering, None)
        if gather is None:
            drawn = [*drawn, *pieces]
            found = await desk.run(pathways.with_draws, found, further, drawn)
            desk.show(found)
        elif pieces:
            found = await desk.run(gather, found, further, pieces)
            desk.show(found)
    return found


async def build_roadmap(desk: JobRunner, asked: RoadmapRequest, folder: Path) -> Any:
    """Set targets against a path; then leave its actions out one at a time, and vary what is assumed."""
    steps = await desk.run(roadmaps.steps, asked, folder)
    found, further = await desk.run_with_tally(roadmaps.build_roadmap, asked, folder, steps=steps)
    desk.show(found)
    stages: list[tuple[Any, list[tuple[Any, ...]]]] = [
        (roadmaps.without_actions, [(asked, further, names, folder) for names in _split(further.actions)]),
        *((roadmaps.in_cases, [(asked, further, cases, folder) for cases in _split(some)])
          for some in (further.cases, *pathways.batches(further.draws))),
    ]  # fmt: skip
    gathering = iter((roadmaps.with_actions, roadmaps.with_range))
    drawn: list[Any] = []
    async for lists in desk.stages(stages):
        pieces = list(chain.from_iterable(lists))
        gather = next(gathering, None)
        if gather is None:
            drawn = [*drawn, *pieces]
            found = await desk.run(roadmaps.with_draws, found, further, drawn)
        elif pieces:
            found = await desk.run(gather, found, further, pieces)
        desk.show(found)
    return found


async def search_packages(desk: JobRunner, asked: SearchRequest, folder: Path) -> Any:
    """Search for the best use of a budget: Pareto-optimal packages, then reasons, then other scenarios."""
    steps = await desk.run(searches.steps, asked, folder)
    return await desk.run_with_tally(searches.found, asked, folder, steps=steps)


async def diagnose_economy(desk: JobRunner, asked: DiagnosisRequest, folder: Path) -> Any:
    """Find what holds an economy back, with what losses cost in the model."""
    (found,) = await desk.all(
        figures.diagnose_economy, [(asked.on, asked.year, asked.region, asked.system, asked.peers, True, folder)]
    )
    return found


async def simulate_losses(desk: JobRunner, asked: LossRequest, folder: Path) -> Any:
    """Compute costs of supply disruptions: the central case of each input, then all combinations of the costliest."""
    year, inputs = await desk.run(dependence.select_inputs, asked, folder)
    central = await desk.all(dependence.simulate_cut, [(asked, code, folder) for code in inputs])
    cases = dependence.costliest(asked, central)
    found = await desk.all(dependence.in_case, [(asked, case, folder) for case in cases])
    return await desk.run(dependence.costs, asked, year, cases, found, folder)


async def find_replacers(desk: JobRunner, asked: ReplacementRequest, folder: Path) -> Any:
    """Find who could replace a supplier."""
    (found,) = await desk.all(dependence.replacing, [(asked, folder)])
    return found


async def audit_index(desk: JobRunner, asked: AuditRequest, folder: Path) -> Any:
    """Score an index with intervals, and audit it."""
    found = await desk.all(scores.piece, [(what, asked, folder) for what in scores.PIECES])
    return found[0] | {"audit": found[1]}


async def write_brief(desk: JobRunner, asked: BriefRequest, folder: Path) -> Any:
    """Write the brief of an economy."""
    (found,) = await desk.all(questions.write_brief, [(asked, folder)])
    return found


async def write_policy_brief(desk: JobRunner, asked: PolicyBriefRequest, folder: Path) -> Any:
    """Write the policy brief of one or two scenarios, which are tried once for all languages and kinds of file."""
    await desk.run(briefs.check_policy_brief, asked, folder)
    subject = asked.subject
    trials = await desk.recall(f"policy-brief {subject.model_dump_json()}", briefs.try_subject, subject, folder)
    (found,) = await desk.all(briefs.write_policy_brief, [(asked, trials, folder)])
    return found


async def answer_question(desk: JobRunner, asked: QuestionRequest, folder: Path) -> Any:
    """Answer a declared question."""
    about = asked.id, asked.on, asked.region, asked.options, folder
    if not question(asked.id).divided:
        (found,) = await desk.all(questions.answer_question, [about])
        return found
    if not (count := await desk.run(questions.count_parts, *about)):
        return await desk.run(questions.answer_question, *about)
    parts = await desk.all(questions.compute_part, [(*about, k) for k in range(count)])
    return await desk.run(questions.answer_from_parts, *about, parts)


TASKS: dict[str, Task] = {
    "range": Task(SimulationRequest, simulate_ranges, simulation.RangesBody),
    "contributions": Task(SimulationRequest, simulate_contributions, simulation.ContributionsBody),
    "pathway": Task(PathwayRequest, project_pathway, pathways.PathwayBody),
    "roadmap": Task(RoadmapRequest, build_roadmap, roadmaps.RoadmapBody),
    "search": Task(SearchRequest, search_packages, searches.SearchBody),
    "diagnose": Task(DiagnosisRequest, diagnose_economy, figures.DiagnosedBody),
    "index": Task(AuditRequest, audit_index, scores.ScoredBody),
    "question": Task(QuestionRequest, answer_question, AnswerBody),
    "losses": Task(LossRequest, simulate_losses, dependence.LossesBody),
    "replacers": Task(ReplacementRequest, find_replacers, dependence.ReplacersBody),
    "brief": Task(BriefRequest, write_brief, None),
    "policy-brief": Task(PolicyBriefRequest, write_policy_brief, None),
}
RENAMED: dict[str, dict[str, str]] = {
    "compare": {"parameters": "set"},
    "synergy": {"parameters": "set", "packages": "policies", "ranged": "range"},
    "redesign": {"parameters": "set", "stage": "from", "goal": "to"},
}
"""Kinds of jobs that are questions now → the former names of options."""
RESULTS = {kind: task.result for kind, task in TASKS.items() if task.result} | dict.fromkeys(RENAMED, AnswerBody)
"""What each kind of job comes to."""


def find_task(kind: str, request: dict[str, Any]) -> tuple[Task, dict[str, Any]]:
    """Return the task of a kind of job and its request, which a former kind has under other names.

    Raises
    ------
    UnknownNameError
        With the nearest kind.
    """
    if kind not in RENAMED:
        if kind not in TASKS:
            raise unknown("kind of job", kind, TASKS, tell("web.give_job", kinds=join_items((*TASKS, *RENAMED))))
        return TASKS[kind], request
    about: dict[str, Any] = {k: request[k] for k in ("on", "region") if k in request}
    options = {RENAMED[kind].get(k, k): v for k, v in request.items() if k not in about}
    if options.get("from") == "production":
        options["from"] = "end-product"
    return TASKS["question"], {"on": "world", **about, "id": f"policies.{kind}", "options": options}
