"""Work that takes longer than a moment: jobs with progress that take turns and can be cancelled."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from itertools import takewhile
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from newind.errors import NewindError, UnknownNameError, tell
from newind.web.refusals import RequestError, format_error, status_of
from newind.web.responses import Body, ErrorDetail, body
from newind.web.tally import Tally

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence

    from newind.web.pool import Pool
    from newind.web.settings import ServerLimits

    Stage = tuple[Callable[..., Any], Sequence[tuple[Any, ...]]]

State = Literal["queued", "running", "done", "failed", "cancelled"]
ENDED = ("done", "failed", "cancelled")
HEARTBEAT = 15.0
"""Seconds after which a listener hears something, so that the connection lives."""
TURNS = 1.0
"""Seconds after which a listener of a job that waits hears how far those before it are."""
GRACE = 10.0
"""Seconds after which a job is cancelled that somebody followed and nobody follows or asks for any more."""
LOOKS = 0.1
"""Seconds between two looks at how far a piece is."""
log = logging.getLogger("newind.web")


class JobsAhead(TypedDict):
    """Jobs that have their turn before one that waits, and how far those are together that are at work."""

    jobs: int
    done: int
    total: int


class JobBody(Body):
    """How far a job is."""

    id: str
    kind: str
    state: State
    done: int
    total: int
    parts: Annotated[int, Field(description="How often a part of the result was shown.")]
    ahead: NotRequired[Annotated[JobsAhead, Field(description="What a job that waits for its turn waits for.")]]
    error: NotRequired[ErrorDetail]


@dataclass(eq=False)
class Job:
    """Work in pieces, and how far it is.

    Parameters
    ----------
    id, kind : str
    key : str
        Jobs of one key are one job.
    parts : int
        How often a part of the result was shown before it is whole.
    followers : int
        Who listens to it now.
    asked : float
        When it was last asked for, by the clock of the loop.
    line : mapping
        All jobs, in the order in which they began.
    """

    id: str
    kind: str
    key: str
    state: State = "queued"
    done: int = 0
    total: int = 0
    parts: int = 0
    result: Any = None
    error: ErrorDetail | None = None
    status: int = 200
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None
    followers: int = 0
    asked: float = 0.0
    line: Mapping[str, Job] = field(default_factory=dict)

    def describe_progress(self) -> JobBody:
        """Return how far it is, as plain data."""
        found = body(JobBody, id=self.id, kind=self.kind, state=self.state, done=self.done, total=self.total,
                     parts=self.parts)  # fmt: skip
        if self.state == "queued":
            found = found | {"ahead": self._look_ahead()}
        return found | {"error": self.error} if self.error else found

    def _look_ahead(self) -> JobsAhead:
        """Return what has its turn before this job: what is at work, and what has waited for longer."""
        before = takewhile(lambda j: j is not self, self.line.values())
        waiting = sum(j.state == "queued" for j in before)
        at_work = [j for j in self.line.values() if j.state == "running"]
        return {"jobs": waiting + len(at_work), "done": sum(j.done for j in at_work),
                "total": sum(j.total for j in at_work)}  # fmt: skip

    def notify_listeners(self) -> None:
        """Wake who listens."""
        self.changed.set()
        self.changed = asyncio.Event()


class JobRunner:
    """Runner of one job: it computes its pieces, some at once, and reports progress.

    Jobs take turns: one computes a stage of its pieces while the others wait.

    Parameters
    ----------
    job : Job
    pool : Pool
    turn : asyncio.Semaphore
        Held while a job computes.
    """

    def __init__(self, job: Job, pool: Pool, turn: asyncio.Semaphore) -> None:
        self.job, self.pool, self._turn = job, pool, turn

    async def run(self, work: Callable[..., Any], *given: Any) -> Any:
        """Compute one piece."""
        async with self._turn:
            self._mark_running()
            return await self.pool.run(work, *given)

    async def recall(self, key: str, work: Callable[..., Any], *given: Any) -> Any:
        """Compute one piece, or return what was computed for the same key lately."""
        async with self._turn:
            self._mark_running()
            return await self.pool.answer(key, work, *given)

    async def run_with_tally(self, work: Callable[..., Any], *given: Any, steps: int) -> Any:
        """Compute one piece that takes a tally last, count its steps while it does, and show what it shows."""
        async with self._turn:
            self._mark_running()
            before, self.job.total = self.job.done, self.job.total + steps
            with TemporaryDirectory(dir=self.pool.folder, ignore_cleanup_errors=True) as folder:
                tally = Tally.in_folder(folder)
                piece = asyncio.ensure_future(self.pool.run(work, *given, tally))
                try:
                    while not (await asyncio.wait({piece}, timeout=LOOKS))[0]:
                        self._update_count(before + min(tally.count(), steps))
                        self._show_part(tally)
                    self._show_part(tally)
                finally:
                    piece.cancel()
            self._update_count(before + steps)
            return piece.result()

    async def all(self, work: Callable[..., Any], pieces: Sequence[tuple[Any, ...]]) -> list[Any]:
        """Compute all pieces, and return what they come to in order."""
        (found,) = [found async for found in self.stages([(work, pieces)])]
        return found

    async def stages(self, stages: Sequence[Stage], urgent: int = 0) -> AsyncIterator[list[Any]]:
        """Compute pieces stage by stage, and yield what those of each come to in order; all are counted at once.

        One process stays free, so that a quick question never waits for all, but for the first stages, as many as are
        `urgent`: their pieces are short.
        """
        self.job.total += sum(len(pieces) for _, pieces in stages)
        self.job.notify_listeners()
        for k, (work, pieces) in enumerate(stages):
            async with self._turn:
                self._mark_running()
                found = await self._compute_pieces(work, pieces, max(1, self.pool.workers - (k >= urgent)))
            yield found

    def show(self, part: Any) -> None:
        """Show what is known of the result."""
        self.job.result = part
        self.job.parts += 1
        self.job.notify_listeners()

    async def _compute_pieces(
        self, work: Callable[..., Any], pieces: Sequence[tuple[Any, ...]], most: int
    ) -> list[Any]:
        room = asyncio.Semaphore(most)

        async def one(piece: tuple[Any, ...]) -> Any:
            async with room:
                found = await self.pool.run(work, *piece)
            self.job.done += 1
            self.job.notify_listeners()
            return found

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(p)) for p in pieces]
        return [t.result() for t in tasks]

    def _show_part(self, tally: Tally) -> None:
        part = tally.pop_part()
        if part is not None:
            self.show(part)

    def _update_count(self, done: int) -> None:
        if done != self.job.done:
            self.job.done = done
            self.job.notify_listeners()

    def _mark_running(self) -> None:
        if self.job.state == "queued":
            self.job.state = "running"
            self.job.notify_listeners()


class Jobs:
    """All jobs: those that wait, those that run, those that are done.

    Parameters
    ----------
    pool : Pool
    limits : ServerLimits
    """

    def __init__(self, pool: Pool, limits: ServerLimits) -> None:
        self._pool, self._limits = pool, limits
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._turn = asyncio.Semaphore(1)

    def begin(self, kind: str, key: str, work: Callable[[JobRunner], Awaitable[Any]]) -> Job:
        """Begin a job, or return the one that is under way or done for the same key.

        Raises
        ------
        RequestError
            When too many wait.
        """
        same = next((j for j in self._jobs.values() if j.key == key and j.state not in ("failed", "cancelled")), None)
        if same is not None:
            return self[same.id]
        if sum(j.state not in ENDED for j in self._jobs.values()) >= self._limits.jobs:
            raise RequestError(tell("web.jobs_full"), 503)
        job = Job(secrets.token_hex(8), kind, key, line=self._jobs)
        self._jobs[job.id] = job
        job.task = asyncio.create_task(self._run(job, work))
        self._tidy()
        return job

    def __getitem__(self, id: str) -> Job:
        """Return a job.

        Raises
        ------
        UnknownNameError
            When there is no such job, or no longer.
        """
        if id not in self._jobs:
            raise UnknownNameError(tell("web.no_job", id=id[:40]))
        job = self._jobs[id]
        job.asked = asyncio.get_running_loop().time()
        return job

    def cancel(self, id: str) -> Job:
        """Cancel a job; one that has ended stays as it is."""
        job = self[id]
        if job.state not in ENDED:
            job.state = "cancelled"
            if job.task is not None:
                job.task.cancel()
            job.notify_listeners()
        return job

    async def follow(self, id: str) -> AsyncIterator[tuple[str, JobBody]]:
        """Yield the name of each event and how far the job is, until it ends.

        A job that loses its last follower (a page that was closed) is cancelled after a while, unless it is asked for.
        """
        job = self[id]
        job.followers += 1
        try:
            while True:
                changed, ended = job.changed, job.state in ENDED  # before it is reported: it may end while that is sent
                yield (job.state if ended else "progress"), job.describe_progress()
                if ended:
                    return
                try:
                    await asyncio.wait_for(changed.wait(), TURNS if job.state == "queued" else HEARTBEAT)
                except TimeoutError:
                    continue
        finally:
            job.followers -= 1
            job.asked = asyncio.get_running_loop().time()
            self._left(job)

    def _left(self, job: Job) -> None:
        """Cancel a job that nobody follows or asks for, or look again later."""
        if job.followers or job.state in ENDED:
            return
        loop = asyncio.get_running_loop()
        rest = job.asked + GRACE - loop.time()
        if rest > 0:
            loop.call_later(rest, self._left, job)
        else:
            self.cancel(job.id)

    async def close(self) -> None:
        """Cancel all that is under way."""
        tasks = [j.task for j in self._jobs.values() if j.task is not None and not j.task.done()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, job: Job, work: Callable[[JobRunner], Awaitable[Any]]) -> None:
        try:
            job.result = await work(JobRunner(job, self._pool, self._turn))
            job.state = "done"
        except asyncio.CancelledError:
            job.state = "cancelled"
        except BaseException as error:
            cause = _first(error)
            if not isinstance(cause, NewindError):
                log.exception("job %s failed", job.kind, exc_info=cause)
            job.state, job.error, job.status = "failed", format_error(cause)["error"], status_of(cause)
        job.notify_listeners()

    def _tidy(self) -> None:
        ended = [j.id for j in self._jobs.values() if j.state in ENDED]
        for id in ended[: max(len(ended) - self._limits.results, 0)]:
            del self._jobs[id]


def _first(error: BaseException) -> BaseException:
    """Return the error itself where several pieces failed at once."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
