"""What jobs there are: the request each takes, and its work in pieces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newind.web.answers import briefs, dependence, figures, pathways, questions, roadmaps, scores, searches, simulation
from newind.web.answers.catalogue import HORIZONS
from newind.web.requests import (
    Asked,
    Audited,
    Briefed,
    Compared,
    Diagnosed,
    Followed,
    Lost,
    Mapped,
    Redesigned,
    Replaced,
    Searched,
    Synergies,
    Trial,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from newind.web.jobs import Desk


@dataclass(frozen=True)
class Task:
    """A kind of job.

    Parameters
    ----------
    model : type
        What it is asked.
    work : callable
        From a desk, a request and the folder of uploaded tables to the result.
    """

    model: type[Asked]
    work: Callable[[Desk, Any, Path], Awaitable[Any]]


async def ranged(desk: Desk, trial: Trial, folder: Path) -> Any:
    """Try a package in every corner of the plausible assumptions, at its own horizon first, and paid for otherwise."""
    horizons = [trial.horizon, *(h for h in HORIZONS if h != trial.horizon)]
    trials = [trial.model_copy(update={"horizon": h}) for h in horizons]
    own, *others = trials
    begun = [await desk.run(simulation.begun, own, folder)]
    begun += [await desk.run(simulation.begun_or_why, t, folder) for t in others]
    middles = [middle for middle, _ in begun]
    first, *rest = [
        (simulation.in_corner, [(t, c, folder) for c in corners]) for t, (_, corners) in zip(trials, begun, strict=True)
    ]
    around: list[list[Any]] = []
    paid = None
    async for known in desk.stages([first, (simulation.otherwise, [(trial, folder)]), *rest]):
        if around and paid is None:
            (paid,) = known
        else:
            around.append(known)
        if paid is not None:
            desk.show(simulation.ranges(horizons, middles, around, paid))
    return desk.job.result


async def contributed(desk: Desk, trial: Trial, folder: Path) -> Any:
    """Try each lever of a package alone."""
    total = await desk.run(simulation.whole, trial, folder)
    each = await desk.all(simulation.alone, [(trial, where, folder) for _, _, where in simulation.parts(trial)])
    return simulation.shared_out(trial, total, each)


async def followed(desk: Desk, asked: Followed, folder: Path) -> Any:
    """Follow a package year by year; then switch mechanisms off, ask known years, and vary what is assumed."""
    steps = await desk.run(pathways.steps, asked, folder)
    found, further = await desk.followed(pathways.followed, asked, folder, steps=steps)
    desk.show(found)
    stages: list[tuple[Any, list[tuple[Any, ...]]]] = [
        (pathways.without, [(asked, off, folder) for off in further.off]),
        (pathways.hindcast_from, [(asked, first, folder) for first in further.past]),
        (pathways.in_case, [(asked, case, folder) for case in further.cases]),
        *((pathways.in_draw, [(asked, case, folder) for case in some]) for some in pathways.batches(further.draws)),
    ]
    gathering = iter((pathways.with_mechanisms, pathways.with_past, pathways.with_range))
    drawn: list[Any] = []
    async for pieces in desk.stages(stages):
        gather = next(gathering, None)
        if gather is None:
            drawn = [*drawn, *pieces]
            found = await desk.run(pathways.with_draws, found, further, drawn)
            desk.show(found)
        elif pieces:
            found = await desk.run(gather, found, further, pieces)
            desk.show(found)
    return found


async def mapped(desk: Desk, asked: Mapped, folder: Path) -> Any:
    """Set targets against a path; then leave its actions out one at a time, and vary what is assumed."""
    steps = await desk.run(roadmaps.steps, asked, folder)
    found, further = await desk.followed(roadmaps.mapped, asked, folder, steps=steps)
    desk.show(found)
    stages: list[tuple[Any, list[tuple[Any, ...]]]] = [
        (roadmaps.without_action, [(asked, further, name, folder) for name in further.actions]),
        *((roadmaps.in_draw, [(asked, further, case, folder) for case in some])
          for some in pathways.batches(further.draws)),
    ]  # fmt: skip
    drawn: list[Any] = []
    acted = False
    async for pieces in desk.stages(stages):
        if acted:
            drawn = [*drawn, *pieces]
            found = await desk.run(roadmaps.with_draws, found, further, drawn)
        elif pieces:
            found = await desk.run(roadmaps.with_actions, found, further, pieces)
        acted = True
        desk.show(found)
    return found


async def searched(desk: Desk, asked: Searched, folder: Path) -> Any:
    """Search for the best use of a budget: packages that none beats first, then reasons, other worlds, known years."""
    steps = await desk.run(searches.steps, asked, folder)
    found = await desk.followed(searches.found, asked, folder, steps=steps)
    desk.show(found)
    past = await desk.all(pathways.hindcast_from, [(asked, first, folder) for first in pathways.known_starts(asked.on)])
    return await desk.run(pathways.with_past, found, None, past) if past else found


async def diagnosed(desk: Desk, asked: Diagnosed, folder: Path) -> Any:
    """Find what holds an economy back, with what losses cost in the model."""
    (found,) = await desk.all(
        figures.diagnosed, [(asked.on, asked.year, asked.region, asked.system, asked.peers, True, folder)]
    )
    return found


async def lost(desk: Desk, asked: Lost, folder: Path) -> Any:
    """Find what losing inputs costs: the central case of each first, then every corner of those that cost most."""
    year, inputs = await desk.run(dependence.looked_at, asked, folder)
    central = await desk.all(dependence.tried, [(asked, code, folder) for code in inputs])
    cases = dependence.costliest(asked, central)
    found = await desk.all(dependence.in_case, [(asked, case, folder) for case in cases])
    return dependence.costs(asked, year, cases, found)


async def replaced(desk: Desk, asked: Replaced, folder: Path) -> Any:
    """Find who could replace a supplier."""
    (found,) = await desk.all(dependence.replacing, [(asked, folder)])
    return found


async def audited(desk: Desk, asked: Audited, folder: Path) -> Any:
    """Score an index with intervals, and audit it."""
    found = await desk.all(scores.piece, [(what, asked, folder) for what in scores.PIECES])
    return found[0] | {"audit": found[1]}


async def briefed(desk: Desk, asked: Briefed, folder: Path) -> Any:
    """Write the brief of an economy."""
    (found,) = await desk.all(briefs.written, [(asked, folder)])
    return found


async def compared(desk: Desk, asked: Compared, folder: Path) -> Any:
    """Put packages side by side, over all assumptions."""
    (found,) = await desk.all(questions.side_by_side, [(asked, folder)])
    return found


async def paired(desk: Desk, asked: Synergies, folder: Path) -> Any:
    """Try each package and every pair of them."""
    sets = await desk.run(questions.pieces, asked, folder)
    found = await desk.all(questions.piece, [(asked, chosen, folder) for chosen in sets])
    return await desk.run(questions.together, asked, found, folder)


async def redesigned(desk: Desk, asked: Redesigned, folder: Path) -> Any:
    """Move support at the same cost, over all assumptions."""
    (found,) = await desk.all(questions.moved, [(asked, folder)])
    return found


TASKS: dict[str, Task] = {
    "range": Task(Trial, ranged),
    "contributions": Task(Trial, contributed),
    "pathway": Task(Followed, followed),
    "roadmap": Task(Mapped, mapped),
    "search": Task(Searched, searched),
    "diagnose": Task(Diagnosed, diagnosed),
    "index": Task(Audited, audited),
    "losses": Task(Lost, lost),
    "replacers": Task(Replaced, replaced),
    "brief": Task(Briefed, briefed),
    "compare": Task(Compared, compared),
    "synergy": Task(Synergies, paired),
    "redesign": Task(Redesigned, redesigned),
}
