"""Where answers are computed: processes of their own, so that the server stays free to answer."""

from __future__ import annotations

import asyncio
import os
from collections import OrderedDict
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from newind.kernels.threads import NAMES

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor


class Pool:
    """Processes with one BLAS thread each, and the answers that were computed lately.

    Parameters
    ----------
    workers : int
        How many; 0 for one thread of this process.
    cached : int
        Answers that are kept.
    """

    def __init__(self, workers: int, cached: int) -> None:
        self.workers, self._cached = workers, cached
        self._executor: Executor | None = None
        self._answers: OrderedDict[str, Any] = OrderedDict()
        self._pending: dict[str, asyncio.Task[Any]] = {}

    async def run(self, work: Callable[..., Any], *given: Any) -> Any:
        """Compute; errors of the work are raised here. A process that died is replaced, and the work done once more."""
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._started(), work, *given)
        except BrokenProcessPool:
            self.close()
            return await loop.run_in_executor(self._started(), work, *given)

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
        """End the processes."""
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)
            self._executor = None

    def _started(self) -> Executor:
        if self._executor is None:
            if self.workers:
                self._executor = ProcessPoolExecutor(self.workers, get_context("spawn"), _alone)
            else:
                self._executor = ThreadPoolExecutor(1)
        return self._executor

    def _keep(self, key: str, done: asyncio.Task[Any]) -> None:
        self._pending.pop(key, None)
        if done.cancelled() or done.exception() is not None:
            return
        self._answers[key] = done.result()
        while len(self._answers) > self._cached:
            self._answers.popitem(last=False)


def _alone() -> None:
    """Begin a process: one BLAS thread, and nothing of the terminal's keys."""
    import signal

    for name in NAMES:
        os.environ[name] = "1"
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    globals()["_limits"] = threadpool_limits(1, user_api="blas")


def warming() -> tuple[Callable[[], None], ...]:
    """Return what makes a process ready for the first question of each view, a step each."""
    return _world, _footing, _standing


def _world() -> None:
    from newind.web.answers import simulation
    from newind.web.requests import Trial

    simulation.central(Trial())


def _footing() -> None:
    from newind.web.answers import profile
    from newind.web.answers.catalogue import START

    profile.told(START["on"], START["year"], START["region"])


def _standing() -> None:
    from newind.web.answers import scores
    from newind.web.requests import Scored

    scores.ranked(Scored())
