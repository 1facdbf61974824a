"""One way to do the same work for many independent cases: here, in processes, or on a Dask cluster.

A piece of work is a callable that pickles and returns the function of a case; each worker calls it once. What comes
of a case depends on the case, its index and the seed of the run alone, so that results are the same wherever it is
done. Cases that are faster together (`newind.pathways.processes.Together`) are done in blocks, always the same ones:
beside others, the last digits may differ, as they do where the worker of a block dies and its cases are done again.
"""

from __future__ import annotations

import math
import os
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, Protocol

from newind.aliases import alias
from newind.errors import DataError, RunError, tell
from newind.pathways.clusters import Cluster, parse_address
from newind.pathways.processes import CaseResult, Chunk, Function, Prepare, ProcessCrew, ProcessStartError, run_chunk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Watch = Callable[["RunProgress"], None]

CHUNK = 1.0
"""Seconds that a chunk is meant to take: what a kill can cost, and far more than it takes to hand it out."""
EACH = 0.03
"""Seconds between two chunks of all workers together, so that many workers do not flood who hands them out."""
BLOCK = 16
"""Paths that are followed together: more gain little."""
WORTH = 4.0
"""Seconds of work beyond which starting processes pays."""


@dataclass(frozen=True)
class Workers:
    """Who does the work.

    Parameters
    ----------
    kind : {"serial", "processes", "dask", "auto"}
        ``auto``: processes where the first case shows that they pay and can be had, else here.
    many : int, optional
        How many; the cores of this machine by default. Of Dask, where no scheduler is given.
    scheduler : str, optional
        Address of a Dask scheduler, as in ``tcp://host:8786``.

    Raises
    ------
    DataError
        For other kinds, fewer than one worker, a scheduler of what is not Dask, or no address of one.

    Examples
    --------
    >>> Workers.from_options(2), Workers.from_options(1).kind, Workers.from_options(scheduler="tcp://host:8786").kind
    (Workers(kind='processes', many=2, scheduler=None), 'serial', 'dask')
    """

    kind: Literal["serial", "processes", "dask", "auto"] = "serial"
    many: int | None = None
    scheduler: str | None = None

    def __post_init__(self) -> None:
        """Refuse what makes no sense."""
        if self.kind not in ("serial", "processes", "dask", "auto"):
            raise DataError(tell("runs.kind", kind=self.kind))
        if self.many is not None and self.many < 1:
            raise DataError(tell("runs.many", many=self.many))
        if self.scheduler is not None and self.kind != "dask":
            raise DataError(tell("runs.scheduler", kind=self.kind))
        if self.scheduler is not None:
            parse_address(self.scheduler)

    @property
    def count(self) -> int:
        """How many."""
        return self.many or os.cpu_count() or 1

    @classmethod
    def from_options(cls, many: int | None = None, scheduler: str | None = None) -> Workers:
        """Return who is meant by a scheduler or a number of workers: one is this process, none is as many as pay."""
        if scheduler is not None:
            return cls("dask", many, scheduler)
        return cls("auto" if many is None else "serial" if many == 1 else "processes", many)

    of = alias("from_options")


@dataclass(frozen=True)
class RunProgress:
    """How far a run is.

    Parameters
    ----------
    done, total, failed : int
        Cases; those that failed are done.
    rate : float
        Cases a second since this run began or was resumed; NaN before the first.
    """

    done: int
    total: int
    failed: int = 0
    rate: float = math.nan

    @property
    def left(self) -> float:
        """Seconds that the others will take; NaN before the first."""
        return (self.total - self.done) / self.rate if self.rate else math.nan


class Crew(Protocol):
    """Who does chunks: here, processes, a cluster."""

    @property
    def exact(self) -> bool:
        """Whether a lost chunk is the one that its worker died of, and not another that it had, too."""

    @property
    def size(self) -> int:
        """How many work at once."""

    @property
    def free(self) -> bool:
        """Whether one can be given a chunk."""

    def put(self, chunk: Chunk) -> None:
        """Give one a chunk."""

    def take(self) -> list[tuple[Chunk, list[CaseResult] | str]]:
        """Wait for at least one chunk; return each with its outcomes, or with why it is lost."""

    def close(self) -> None:
        """End."""


class LocalCrew:
    """A crew of one: this process."""

    size, exact = 1, True

    def __init__(self, prepare: Prepare, seed: int) -> None:
        self._function: Function = prepare()
        self._seed = seed
        self._chunk: Chunk | None = None

    @property
    def free(self) -> bool:
        """Whether there is nothing in hand."""
        return self._chunk is None

    def put(self, chunk: Chunk) -> None:
        """Take a chunk in hand."""
        self._chunk = chunk

    def take(self) -> list[tuple[Chunk, list[CaseResult] | str]]:
        """Do it."""
        chunk, self._chunk = self._chunk, None
        assert chunk is not None  # it was put
        return [(chunk, run_chunk(self._function, self._seed, chunk))]

    def close(self) -> None:
        """Forget the work."""


class Computation:
    """Work on many cases; workers are started when the first cases come, and stay for later ones.

    Use it in a ``with`` block, which ends the workers.

    Parameters
    ----------
    prepare : callable
        Called once a worker (it must pickle): returns the function ``(case, rng) -> value``.
    workers : Workers
        Who does the work.
    seed : int
        Of the run: the random numbers of case k are ``numpy.random.default_rng([seed, k])``.
    block : int
        Cases that are done together, whoever does them, where the function is a `newind.pathways.processes.Together`:
        the last digits of what comes of a case depend on those beside it. The first case is always alone.

    Raises
    ------
    DataError
        For a seed that is no whole number of at least 0.

    Examples
    --------
    >>> from functools import partial
    >>> def prepare(power):
    ...     return lambda case, rng: case["x"] ** power
    >>> with Computation(partial(prepare, 2)) as computing:
    ...     sorted((o.index, o.value) for done in computing.outcomes({0: {"x": 3}, 1: {"x": 4}}) for o in done)
    [(0, 9), (1, 16)]
    """

    def __init__(self, prepare: Prepare, workers: Workers | None = None, seed: int = 0, block: int = 1) -> None:
        if not isinstance(seed, int) or isinstance(seed, bool) or seed < 0:
            raise DataError(tell("runs.seed", seed=seed))
        self.prepare, self.workers, self.seed, self.block = prepare, workers or Workers(), seed, block
        self._crew: Crew | None = None
        self._pace = 0.0

    def outcomes(self, cases: Mapping[int, Any], watch: Watch | None = None) -> Iterator[tuple[CaseResult, ...]]:
        """Do cases, and yield what comes of them as it comes.

        Parameters
        ----------
        cases : mapping of int to case
            Cases by index; what they are is a matter of the function, but they must pickle.
        watch : callable, optional
            Called with a `RunProgress` after each chunk.

        Yields
        ------
        tuple of CaseResult
            At least one, in no order. A case that failed twice, or whose worker died twice, has an ``error``.

        Raises
        ------
        RunError
            When workers cannot be started, or all are gone.
        NewindError
            What ``prepare`` raises.
        """
        fresh, again, retried = deque(cases.items()), deque[tuple[int, Any]](), set[int]()
        begun, done, failed = time.perf_counter(), 0, 0
        if not fresh:
            return
        crew, first = self._start_crew(fresh)
        under_way, finished = 0, list(first)
        try:
            while True:
                while crew.free and (fresh or again):
                    if again and (crew.exact or not (fresh or under_way)):
                        crew.put([again.popleft()])
                    elif fresh:
                        crew.put(self._chunk(fresh, crew.size))
                    else:  # each alone, so that it is known which of them its worker dies of
                        break
                    under_way += 1
                if finished:
                    done, failed = done + len(finished), failed + sum(o.error is not None for o in finished)
                    if watch is not None:
                        watch(RunProgress(done, len(cases), failed, done / (time.perf_counter() - begun)))
                    yield tuple(finished)
                if not under_way:
                    return
                finished = []
                for chunk, found in crew.take():
                    under_way -= 1
                    if isinstance(found, str):
                        finished += [CaseResult(k, None, f"{found} twice", tries=2) for k, _ in chunk if k in retried]
                        again += [(k, case) for k, case in chunk if k not in retried]
                        retried |= {k for k, _ in chunk}
                    else:
                        self._update_pace(found)
                        finished += [replace(o, tries=2) if o.index in retried else o for o in found]
        finally:
            if under_way:
                self.close()

    def _start_crew(self, fresh: deque[tuple[int, Any]]) -> tuple[Crew, list[CaseResult]]:
        """Return who does the work, started if need be, and what was done to find out whom."""
        if self._crew is not None:
            return self._crew, []
        kind, many = self.workers.kind, self.workers.count
        if kind == "auto":
            return self._try_first_case(fresh)
        if kind == "dask":
            self._crew = Cluster(self.prepare, self.seed, many, self.workers.scheduler)
        elif kind == "processes":
            self._crew = ProcessCrew(self.prepare, self.seed, many)
        else:
            self._crew = LocalCrew(self.prepare, self.seed)
        return self._crew, []

    def _try_first_case(self, fresh: deque[tuple[int, Any]]) -> tuple[Crew, list[CaseResult]]:
        """Do the first cases here, and choose by what they took."""
        begun = time.perf_counter()
        self._crew = LocalCrew(self.prepare, self.seed)
        self._crew.put(self._chunk(fresh, 1))
        ((_, done),) = self._crew.take()
        assert not isinstance(done, str)  # nothing is lost here
        to_start = time.perf_counter() - begun
        many = min(self.workers.count, len(fresh))
        if many > 1 and len(fresh) * done[0].seconds > WORTH + to_start:
            with suppress(ProcessStartError):  # as where a script has no guard for its main program: done here instead
                self._crew = ProcessCrew(self.prepare, self.seed, many)
        self._update_pace(done)
        return self._crew, done

    def _update_pace(self, done: Sequence[CaseResult]) -> None:
        """Follow what a case takes; the first of each worker, which takes longer, are soon forgotten."""
        latest = sum(o.seconds for o in done) / len(done)
        self._pace = latest if not self._pace else 0.5 * (self._pace + latest)

    def _chunk(self, fresh: deque[tuple[int, Any]], size: int) -> Chunk:
        """Return the next cases: those of a block, else as many as take a second.

        One where nothing is measured yet, fewer towards the end, so that all end together.
        """
        if self.block > 1:
            place, found = _place(fresh[0][0], self.block), []
            while fresh and _place(fresh[0][0], self.block) == place:
                found.append(fresh.popleft())
            return found
        fits = max(CHUNK, EACH * size) / self._pace if self._pace else 1.0
        many = max(1, min(int(fits), math.ceil(len(fresh) / (2 * size))))
        return [fresh.popleft() for _ in range(many)]

    def close(self) -> None:
        """End the workers."""
        if self._crew is not None:
            self._crew.close()
            self._crew = None

    def __enter__(self) -> Computation:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _place(index: int, block: int) -> int:
    """Return which block a case belongs to."""
    return (index + block - 1) // block


def results(
    prepare: Prepare, cases: Sequence[Any], workers: Workers | None = None, seed: int = 0, block: int = 1
) -> list[Any]:
    """Return what comes of each case, in order, where all of them must come out.

    Parameters
    ----------
    prepare, workers, seed, block
        As of `Computation`.
    cases : sequence
        What the function is called with.

    Raises
    ------
    RunError
        When a case failed, with its reason.

    Examples
    --------
    >>> results(lambda: lambda case, rng: abs(case), [-1, 2])
    [1, 2]
    """
    found: dict[int, Any] = {}
    with Computation(prepare, workers, seed, block) as computing:
        for done in computing.outcomes(dict(enumerate(cases))):
            for o in done:
                if o.error is not None:
                    raise RunError(tell("runs.failed", index=o.index, cases=len(cases), error=o.error))
                found[o.index] = o.value
    return [found[k] for k in range(len(cases))]
