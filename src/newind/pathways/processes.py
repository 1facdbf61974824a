"""Cases, each computed alike wherever it is done, and processes of this machine that share them out."""

from __future__ import annotations

import mmap
import os
import pickle
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.errors import NewindError, RunError, tell
from newind.kernels.secondprocess import defer_interrupts, end_with_parent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.context import SpawnProcess


Function = Callable[[Any, np.random.Generator], Any]
"""From a case, and random numbers of its own, to what comes of it."""
Prepare = Callable[[], Function]
"""Called once a worker (it must pickle): returns the function of a case."""
Chunk = Sequence[tuple[int, Any]]
"""Cases that are done in one go, each with its index."""
TRIES = 2
"""A case that fails alone is tried once more, then it is reported."""


@dataclass(frozen=True)
class CaseResult:
    """Result of one case.

    Parameters
    ----------
    index : int
        Of the case.
    value : object
        What the function returned; None where it failed.
    error : str or None
        Why it failed.
    seconds : float
        What it took, all tries.
    tries : int
        How often it was tried.
    """

    index: int
    value: Any
    error: str | None = None
    seconds: float = 0.0
    tries: int = 1


def generator(seed: int, index: int) -> np.random.Generator:
    """Return the random numbers of a case, which depend on the seed of the run and the index of the case alone.

    Examples
    --------
    >>> bool(generator(7, 3).random() == generator(7, 3).random() != generator(7, 4).random())
    True
    """
    return np.random.default_rng([seed, index])


def run_case(function: Function, seed: int, index: int, case: Any) -> CaseResult:
    """Return what comes of a case; why it failed, where it failed twice."""
    start, said = time.perf_counter(), ""
    for tries in range(1, TRIES + 1):
        try:
            value = function(case, generator(seed, index))
        except Exception as error:  # noqa: BLE001 - whatever a case raises is reported with it, the others go on
            said = as_text(error)
        else:
            return CaseResult(index, value, None, time.perf_counter() - start, tries)
    return CaseResult(index, None, said, time.perf_counter() - start, TRIES)


@dataclass(frozen=True)
class Together:
    """The function of cases that are done together faster than one by one, and in which nothing is random.

    Parameters
    ----------
    many : callable
        From cases to what comes of each, or the exception that it ended with.
    """

    many: Callable[[Sequence[Any]], Sequence[Any]]

    def __call__(self, case: Any, rng: np.random.Generator | None = None) -> Any:
        """Return what comes of one case."""
        del rng
        (found,) = self.many([case])
        if isinstance(found, Exception):
            raise found
        return found


def run_chunk(function: Function, seed: int, chunk: Chunk) -> list[CaseResult]:
    """Return what comes of each case of a chunk, in order; where they cannot be done together, of each alone."""
    found: Sequence[Any] = [None] * len(chunk)
    each, alone = 0.0, not isinstance(function, Together) or len(chunk) == 1
    if isinstance(function, Together) and not alone:
        start = time.perf_counter()
        try:
            found = function.many([case for _, case in chunk])
        except Exception:  # noqa: BLE001 - one of them; alone it is known which
            alone = True
        each = (time.perf_counter() - start) / len(chunk)
    return [
        run_case(function, seed, index, case) if alone else _take_result(index, value, each)
        for (index, case), value in zip(chunk, found, strict=True)
    ]


def _take_result(index: int, value: Any, seconds: float) -> CaseResult:
    if isinstance(value, Exception):
        return CaseResult(index, None, as_text(value), seconds, 1)
    return CaseResult(index, value, None, seconds, 1)


def as_text(error: BaseException) -> str:
    """Return an error as it is reported: what newind raises says all, of others the type is named, too.

    Examples
    --------
    >>> as_text(ZeroDivisionError("division by zero"))
    'ZeroDivisionError: division by zero'
    """
    return str(error) if isinstance(error, NewindError) else f"{type(error).__name__}: {error}"


SMALL = 16_384
"""Bytes up to which an array travels with the object rather than in the file."""
ALIGNED = 64
"""Bytes at whose multiples arrays begin, as linear algebra likes them."""


@dataclass(frozen=True)
class ArrayFile:
    """An object whose large arrays lie in a file.

    Parameters
    ----------
    pickled : bytes
        The object without them.
    path : str
        The file.
    places : tuple of (int, int)
        Where each array begins in it, and its bytes.
    """

    pickled: bytes
    path: str
    places: tuple[tuple[int, int], ...]

    def unpack_object(self) -> Any:
        """Return the object; its large arrays are read-only views of the file, shared with all that do so."""
        if not self.places:
            return pickle.loads(self.pickled)
        with open(self.path, "rb") as file:  # noqa: PTH123 - mmap takes its number
            mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        return pickle.loads(self.pickled, buffers=[mapped[at : at + size] for at, size in self.places])


def pack_object(value: Any, path: Path) -> ArrayFile:
    """Write the large arrays of an object (those of its parts, too) to a file, and return the rest.

    Parameters
    ----------
    value : object
        What pickles: a partial of a public function with accounts, for example.
    path : Path
        The file, which is written only where there is a large array.

    Raises
    ------
    pickle.PicklingError, AttributeError, TypeError
        For what does not pickle.
    """
    large: list[memoryview] = []

    def apart(buffer: pickle.PickleBuffer) -> bool:
        raw = buffer.raw()
        if raw.nbytes > SMALL:
            large.append(raw)
        return raw.nbytes <= SMALL

    pickled = pickle.dumps(value, protocol=5, buffer_callback=apart)
    if not large:
        return ArrayFile(pickled, str(path), ())
    places = []
    with path.open("wb") as file:
        for raw in large:
            file.write(bytes(-file.tell() % ALIGNED))
            places.append((file.tell(), raw.nbytes))
            file.write(raw)
    return ArrayFile(pickled, str(path), tuple(places))


THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
UNPICKLABLE = (pickle.PicklingError, AttributeError, TypeError)
"""Exceptions of pickling for objects that it cannot send."""
STARTS = 3
"""Times in a row that a process may die before it is ready."""


class ProcessStartError(RunError):
    """Raise when processes cannot be had at all."""


@dataclass
class WorkerProcess:
    """One process: its end of the line, what it has in hand, and whether it is ready."""

    process: SpawnProcess
    line: Connection
    chunk: Chunk | None = None
    ready: bool = False


class ProcessCrew:
    """A crew of processes.

    Parameters
    ----------
    prepare : callable
        As of `newind.pathways.compute.Computation`.
    seed : int
        Of the run.
    many : int
        Processes, each with one BLAS thread.

    Raises
    ------
    ProcessStartError
        When the work cannot be sent, or the first process dies before it is ready.
    """

    exact = True

    def __init__(self, prepare: Prepare, seed: int, many: int) -> None:
        self.size, self._seed, self._died = many, seed, 0
        self._folder = Path(tempfile.mkdtemp(prefix="newind-"))
        self._members: list[WorkerProcess] = []
        try:
            self._packed = pack_object(prepare, self._folder / "arrays")
            self._members = [self._start_member() for _ in range(many)]
            while not any(m.ready for m in self._members):
                self._collect_outcomes()
        except UNPICKLABLE as error:
            self.close()
            raise ProcessStartError(tell("runs.sent", error=error)) from None
        except BaseException:
            self.close()
            raise

    @property
    def free(self) -> bool:
        """Whether a process has nothing in hand."""
        return any(m.chunk is None for m in self._members)

    def put(self, chunk: Chunk) -> None:
        """Give a chunk to a process; rather to one that is ready."""
        member = max((m for m in self._members if m.chunk is None), key=lambda m: m.ready)
        member.chunk = chunk
        if member.ready:
            self._send(member)

    def take(self) -> list[tuple[Chunk, list[CaseResult] | str]]:
        """Wait for at least one chunk; return each that is done with its outcomes, or with why it is lost."""
        done: list[tuple[Chunk, list[CaseResult] | str]] = []
        while not done:
            done = self._collect_outcomes()
        return done

    def close(self) -> None:
        """End the processes."""
        for member in self._members:
            member.line.close()
            member.process.kill()
        for member in self._members:
            member.process.join()
            member.process.close()
        self._members = []
        shutil.rmtree(self._folder, ignore_errors=True)

    def _collect_outcomes(self) -> list[tuple[Chunk, list[CaseResult] | str]]:
        """Wait for a word of any process, or its end, and return what is done or lost by it."""
        ends = {m.line: m for m in self._members} | {m.process.sentinel: m for m in self._members}
        members = {id(ends[w]): ends[w] for w in wait(list(ends))}  # type: ignore[index]
        return [found for m in members.values() if (found := self._from(m)) is not None]

    def _from(self, member: WorkerProcess) -> tuple[Chunk, list[CaseResult] | str] | None:
        kind: str
        content: Any
        try:
            kind, content = member.line.recv() if member.line.poll() else ("dead", None)
        except (EOFError, OSError):
            kind, content = "dead", None
        if kind == "broken":
            raise content
        if kind == "dead":
            return self._replace_member(member)
        chunk, self._died = member.chunk, 0
        if kind == "ready":
            member.ready = True
            if chunk is not None:
                self._send(member)
            return None
        member.chunk = None
        assert chunk is not None  # it is done
        return chunk, content

    def _replace_member(self, member: WorkerProcess) -> tuple[Chunk, list[CaseResult] | str] | None:
        """Start another process in place of one that died; return the chunk that is lost with it."""
        member.process.join()
        member.line.close()
        code = member.process.exitcode or 0
        member.process.close()
        place = self._members.index(member)
        if not member.ready:
            self._died += 1
            if self._died >= STARTS or not any(m.ready for m in self._members):
                self._members.pop(place)
                raise ProcessStartError(tell("runs.died", how=_describe_exit(code), many=self.size))
        self._members[place] = self._start_member()
        if member.chunk is None:
            return None
        if not member.ready:  # it never had it
            self._members[place].chunk = member.chunk
            return None
        return member.chunk, f"its process ended ({_describe_exit(code)})"

    def _start_member(self) -> WorkerProcess:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self._packed, self._seed), daemon=True)
        with single_blas_thread(), defer_interrupts():
            process.start()
        theirs.close()
        return WorkerProcess(process, ours)

    def _send(self, member: WorkerProcess) -> None:
        with suppress(OSError):  # it is dead, which is heard next
            member.line.send(member.chunk)


def _describe_exit(code: int) -> str:
    if code >= 0:
        return f"exit {code}"
    return f"signal {-code}" + (": out of memory?" if -code == getattr(signal, "SIGKILL", 9) else "")


@contextmanager
def single_blas_thread() -> Iterator[None]:
    """Let processes that are started meanwhile have one BLAS thread."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name)
            else:
                os.environ[name] = value


# ---- in the process
def _serve(line: Connection, work: ArrayFile, seed: int) -> None:
    """Do chunks until there are no more; end with the program that started this."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_parent, daemon=True).start()
    with suppress(EOFError, OSError):
        try:
            function: Function = work.unpack_object()()
        except Exception as error:  # noqa: BLE001 - raised again where the run was asked for
            line.send(("broken", portable(error)))
            return
        line.send(("ready", None))
        while True:
            chunk = line.recv()
            line.send(("done", sendable(run_chunk(function, seed, chunk))))


def portable(error: Exception) -> Exception:
    """Return an error that can be sent: itself where it is newind's and pickles, else its text."""
    try:
        pickle.loads(pickle.dumps(error))
    except (*UNPICKLABLE, NewindError):
        return RunError(as_text(error))
    return error


def sendable(outcomes: list[CaseResult]) -> list[CaseResult]:
    """Return outcomes that can be sent: what does not pickle is a failure of its case."""
    try:
        pickle.dumps(outcomes)
    except UNPICKLABLE as error:
        return [CaseResult(o.index, None, o.error or as_text(error), o.seconds, o.tries) for o in outcomes]
    return outcomes


def one_thread() -> Any:
    """Limit this process to one BLAS thread, as long as what is returned is kept."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    return threadpool_limits(1, user_api="blas")
