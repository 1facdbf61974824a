"""Runs under way: cases done by workers, kept as they come, and taken up where they stopped."""

from __future__ import annotations

import tempfile
import time
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from newind.errors import RunError, tell
from newind.pathways.compute import Computation, RunProgress, Workers
from newind.pathways.processes import CaseResult
from newind.pathways.runfolder import find_work, import_function, preparing
from newind.pathways.runstore import case_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from newind.pathways.compute import Watch
    from newind.pathways.runstore import RunStore


@dataclass(eq=False)
class RunExecution:
    """A run under way: `evaluate` does cases that are not done yet and keeps what comes of them.

    Parameters
    ----------
    store : RunStore
        Where it is kept.
    computing : Computation
        Who does it.
    watch : callable, optional
        Called with a `RunProgress` after each chunk.
    """

    store: RunStore
    computing: Computation
    watch: Watch | None = None
    _asked: int = 0
    _texts: list[str] = field(default_factory=list)
    _known: dict[int, CaseResult] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take up what is there."""
        self._texts = [case_text(case) for case in self.store.cases()]
        errors, values, found = self.store.errors(), self.store.values(), self.store.draws()
        told = (found[name].tolist() for name in ("draw", "seconds", "tries"))
        for k, seconds, tries in zip(*told, strict=True):
            self._known[k] = CaseResult(k, values.get(k), errors.get(k), seconds, tries)

    def evaluate(self, cases: Sequence[Mapping[str, Any]]) -> list[CaseResult]:
        """Return what comes of further cases, in order; those that are done already are not done again.

        The first call takes the first cases of the run, each later call those that follow. A resumed run
        asks for the same cases in the same order.

        Parameters
        ----------
        cases : sequence of mapping
            Plain data each.

        Returns
        -------
        list of CaseResult
            ``value`` is a dict of equally long arrays by column; ``error`` says why a case failed.

        Raises
        ------
        RunError
            When other cases are kept at this place, and as of `Computation.outcomes`; what is done is kept.
        """
        texts = [case_text(case) for case in cases]
        first, last = self._asked, self._asked + len(cases)
        there = self._texts[first:last]
        if there != texts[: len(there)]:
            raise RunError(tell("runs.other_cases", name=self.store.name, first=first))
        if len(there) < len(texts):
            self.store.add_cases(cases[len(there) :], first + len(there))
            self._texts += texts[len(there) :]
        self._asked = last
        self._run_pending({k: dict(cases[k - first]) for k in range(first, last) if k not in self._known})
        return [self._known[k] for k in range(first, last)]

    def _run_pending(self, pending: Mapping[int, Any]) -> None:
        before, total = len(self._known), len(self._texts)
        failed = sum(o.error is not None for o in self._known.values())
        begun = time.perf_counter()
        for outcomes in self.computing.outcomes(pending):
            self.store.write(outcomes)
            self._known.update((o.index, o) for o in outcomes)
            failed += sum(o.error is not None for o in outcomes)
            if self.watch is not None:
                rate = (len(self._known) - before) / max(time.perf_counter() - begun, 1e-9)
                self.watch(RunProgress(len(self._known), total, failed, rate))


@contextmanager
def running(store: RunStore, workers: Workers | None = None, watch: Watch | None = None) -> Iterator[RunExecution]:
    """Open a run to work on it; nobody else can meanwhile, and workers end with the block.

    Parameters
    ----------
    store : RunStore
        As `create_run` or `open_run` give it.
    workers : Workers
        Who does the work; here by default.
    watch : callable, optional
        Called with a `RunProgress` after each chunk.

    Raises
    ------
    RunError
        When another process works on it.
    """
    with store.writing():
        prepare = preparing(store.work, store.accounts, store.request)
        with Computation(prepare, workers, store.seed, find_work(store.work).block) as computing:
            yield RunExecution(store, computing, watch)


def go_on(store: RunStore, workers: Workers | None = None, watch: Watch | None = None) -> RunStore:
    """Do what is left of a run; parameters and errors as of `running`."""
    drive = find_work(store.work).go_on
    with running(store, workers, watch) as run:
        if drive is None:
            run.evaluate(store.cases())
        else:
            import_function(drive)(run)
        store.merge()
    return store


@dataclass(frozen=True)
class WorkOrder:
    """How the work of a question is done, and whether its run is kept: by default here, and nothing stays.

    Parameters
    ----------
    workers : Workers, optional
        Who does it.
    name : str
        Name under which a run is kept; empty where none is.
    folder : str, optional
        Folder of runs, as of `newind.pathways.runfolder.create_run`.
    asked : bool
        Whether somebody asked that it be kept.
    finish : callable
        Does what is left of a run, as `go_on` does.
    watch : callable, optional
        Called with a `RunProgress` as the work goes on.
    """

    workers: Workers | None = None
    name: str = ""
    folder: str | None = None
    asked: bool = False
    finish: Callable[[RunStore, Workers | None, Watch | None], RunStore] = go_on
    watch: Watch | None = None

    @contextmanager
    def run(self, begin: Callable[..., RunStore]) -> Iterator[RunStore]:
        """Yield a run, done: `begin` writes it down in a folder, ``runs``, under a ``name``."""
        with nullcontext(self.folder) if self.name else tempfile.TemporaryDirectory() as folder:
            yield self.finish(begin(runs=folder, name=self.name or None), self.workers, self.watch)

    def count(self, done: int, total: int) -> None:
        """Tell how many cases are done, and of how many."""
        if self.watch is not None:
            self.watch(RunProgress(done, total))


HERE = WorkOrder()
"""Work done here, of which nothing stays."""
