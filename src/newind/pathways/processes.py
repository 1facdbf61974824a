"""Processes of this machine that share out the cases; one that dies is replaced."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import tempfile
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newind.errors import NewindError, RunError, tell
from newind.pathways.cases import CaseResult, Chunk, Function, Prepare, as_text, run_chunk
from newind.pathways.sharing import ArrayFile, pack_object

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.context import SpawnProcess

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


@contextmanager
def defer_interrupts() -> Iterator[None]:
    """Let Ctrl-C wait until processes are started, which never hear it, not even while they begin."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before, held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}), []
    heard = signal.getsignal(signal.SIGINT)
    own = heard is not None and threading.current_thread() is threading.main_thread()
    if own:  # another thread may take the signal, which the main one then hears
        signal.signal(signal.SIGINT, lambda *said: held.append(said))
    try:
        yield
    finally:
        if own:
            signal.signal(signal.SIGINT, heard)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        if held:
            signal.raise_signal(signal.SIGINT)


# ---- in the process
def _serve(line: Connection, work: ArrayFile, seed: int) -> None:
    """Do chunks until there are no more; end with the program that started this."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
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


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None  # this is not the first
    wait([parent.sentinel])
    os._exit(1)


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
