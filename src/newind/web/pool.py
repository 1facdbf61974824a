"""Where answers are computed: processes of their own, so that the server stays free to answer."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections import OrderedDict
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context
from threading import Thread
from typing import TYPE_CHECKING, Any

from newind.kernels.threads import NAMES

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor
    from multiprocessing.connection import Connection
    from pathlib import Path


class Pool:
    """Processes with one BLAS thread each, and the answers that were computed lately.

    The processes hold the reading end of a pipe, this one the writing end. Once that is closed, because the pool is or
    because this process has ended in whatever way, they end at once.

    Parameters
    ----------
    workers : int
        How many; 0 for one thread of this process.
    cached : int
        Answers that are kept.
    folder : Path, optional
        Where temporary files are kept; the system's folder by default.
    """

    def __init__(self, workers: int, cached: int, folder: Path | None = None) -> None:
        self.workers, self.folder, self._cached = workers, folder, cached
        self._executor: Executor | None = None
        self._lifeline: tuple[Connection, Connection] | None = None
        self._closed = False
        self._again = asyncio.Lock()
        self._answers: OrderedDict[str, Any] = OrderedDict()
        self._pending: dict[str, asyncio.Task[Any]] = {}

    async def run(self, work: Callable[..., Any], *given: Any) -> Any:
        """Compute; errors of the work are raised here. When a process dies, the work is done once more.

        Whatever was under way is done again one after the other, so that what has killed a process does not take the
        rest with it a second time.
        """
        try:
            return await self.once(work, *given)
        except BrokenProcessPool:
            async with self._again:
                return await self.once(work, *given)

    async def once(self, work: Callable[..., Any], *given: Any) -> Any:
        """Compute; when a process dies, it is replaced, and the work not done again.

        Raises
        ------
        BrokenProcessPool
            When a process died, of this work or of another.
        """
        executor = self._start_executor()
        try:
            return await asyncio.get_running_loop().run_in_executor(executor, work, *given)
        except BrokenProcessPool:
            if executor is self._executor:  # the first to see it; another may have replaced it meanwhile
                self._stop()
            raise

    async def answer(self, key: str, work: Callable[..., Any], *given: Any) -> Any:
        """Compute, or return what was computed for the same key; who asks for the same at once waits for one answer."""
        if key in self._answers:
            self._answers.move_to_end(key)
            return self._answers[key]
        task = self._pending.get(key)
        if task is None:
            task = asyncio.create_task(self.run(work, *given))
            self._pending[key] = task
            task.add_done_callback(lambda done: self._keep(key, done))
        return await asyncio.shield(task)

    def forget(self) -> None:
        """Forget all answers."""
        self._answers.clear()

    def close(self) -> None:
        """End the processes, in the middle of their work too, for good."""
        self._closed = True
        self._stop()

    def _stop(self) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)
            self._executor = None
        for end in self._lifeline or ():
            end.close()
        self._lifeline = None

    def _start_executor(self) -> Executor:
        if self._closed:
            from newind.errors import tell
            from newind.web.refusals import RequestError

            raise RequestError(tell("web.ends"), 503)
        if self._executor is None:
            if self.workers:
                context = get_context("spawn")
                self._lifeline = context.Pipe(duplex=False)
                given = (self._lifeline[0], self.folder)
                self._executor = ProcessPoolExecutor(self.workers, context, _alone, given)
            else:
                from newind.errors import remedies_of_page

                self._executor = ThreadPoolExecutor(1, initializer=remedies_of_page)
        return self._executor

    def _keep(self, key: str, done: asyncio.Task[Any]) -> None:
        self._pending.pop(key, None)
        if done.cancelled() or done.exception() is not None:
            return
        self._answers[key] = done.result()
        while len(self._answers) > self._cached:
            self._answers.popitem(last=False)


def _alone(lifeline: Connection, folder: Path | None) -> None:
    """Begin a process: one BLAS thread, nothing of the terminal's keys, and an end with the one who began it."""
    import signal

    Thread(target=_live, args=(lifeline,), daemon=True).start()
    tempfile.tempdir = None if folder is None else str(folder)
    for name in NAMES:
        os.environ[name] = "1"
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from newind.errors import remedies_of_page

    remedies_of_page()
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    globals()["_limits"] = threadpool_limits(1, user_api="blas")


def _live(lifeline: Connection) -> None:
    """End this process as soon as the other end of its lifeline is closed; nothing is ever sent through it."""
    with suppress(OSError):
        lifeline.poll(None)
    os._exit(0)


def warming() -> tuple[Callable[[], None], ...]:
    """Return what makes a process ready for the first question of each view, a step each."""
    return _world, _footing, _standing


def _world() -> None:
    from newind.web.answers import simulation
    from newind.web.requests import SimulationRequest

    simulation.central(SimulationRequest())


def _footing() -> None:
    from newind.web.answers import profile
    from newind.web.economies import START

    profile.describe_economy(START["on"], START["year"], START["region"])


def _standing() -> None:
    from newind.web.answers import scores
    from newind.web.requests import IndexRequest

    scores.score_economies(IndexRequest())
