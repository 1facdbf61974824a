"""Cases shared out by Dask: to a scheduler that is there, or to a cluster on this machine."""

from __future__ import annotations

import math
import os
import pickle
import re
import socket
import threading
import time
import uuid
import warnings
from concurrent.futures import CancelledError
from contextlib import suppress
from typing import Any

from newind.errors import DataError, RunError, tell
from newind.pathways.processes import (
    UNPICKLABLE,
    CaseResult,
    Chunk,
    Function,
    Prepare,
    one_thread,
    portable,
    run_chunk,
    sendable,
)

ANSWER = 10.0
"""Seconds that a scheduler has to answer."""
PATIENCE = 60.0
"""Seconds that a scheduler may be without workers."""
LOST = ("cancelled", "lost")
"""Statuses in Dask of work that nobody does any more."""
LOOK = 1.0
"""Seconds between looks at whether the workers are still there."""
AHEAD = 2
"""Chunks for each thread, so that none waits for the next."""


class Cluster:
    """A crew of Dask workers.

    Parameters
    ----------
    prepare : callable
        As of `newind.pathways.compute.Computation`; sent to every worker once.
    seed : int
        Of the run.
    many : int
        Workers of the cluster that is started where there is no scheduler.
    scheduler : str, optional
        Address, as in ``tcp://host:8786``.

    Raises
    ------
    RunError
        When Dask is not installed, no scheduler answers, or it has no workers.
    """

    exact = False
    _size, _looked = 1, -math.inf
    _cluster: Any = None
    _client: Any = None

    def __init__(self, prepare: Prepare, seed: int, many: int, scheduler: str | None = None) -> None:
        try:
            import distributed
        except ImportError:
            raise RunError(tell("runs.no_dask")) from None
        self._dask: Any = distributed
        self._seed, self._id = seed, uuid.uuid4().hex
        self._chunks: dict[Any, Chunk] = {}
        self._where = scheduler or tell("runs.here")
        try:
            pickled = pickle.dumps(prepare)
        except UNPICKLABLE as error:
            raise RunError(tell("runs.sent", error=error)) from None
        try:
            self._connect(many, scheduler)
        except (OSError, TimeoutError, ValueError, RuntimeError) as error:
            self.close()
            why, address = str(error).splitlines()[0], scheduler or "ADDRESS"
            raise RunError(tell("runs.no_answer", where=self._where, error=why, address=address)) from None
        except BaseException:
            self.close()
            raise
        self._work = self._submit_work(pickled)

    def _connect(self, many: int, scheduler: str | None) -> None:
        import dask

        if scheduler is None:
            with dask.config.set({"distributed.scheduler.allowed-failures": 1}):
                self._cluster = self._dask.LocalCluster(
                    n_workers=many, threads_per_worker=1, dashboard_address=":0", silence_logs=50
                )
        else:
            _check_scheduler(scheduler)
        self._client = self._dask.Client(self._cluster or scheduler, timeout=ANSWER, set_as_default=False)
        self._client.wait_for_workers(1, timeout=ANSWER)

    def _submit_work(self, pickled: bytes) -> Any:
        """Give the work to the scheduler once: workers get it from each other, and again from there when all died."""
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Sending large graph", UserWarning)
            return self._client.submit(bytes, pickled, pure=False, key=f"newind-work-{self._id}")

    @property
    def size(self) -> int:
        """Threads of all workers that are there; workers may come and go."""
        if time.monotonic() - self._looked > LOOK:
            self._size, self._looked = max(1, int(sum(self._client.nthreads().values()))), time.monotonic()
        return self._size

    @property
    def free(self) -> bool:
        """Whether workers can be given more."""
        return len(self._chunks) < AHEAD * self.size

    def put(self, chunk: Chunk) -> None:
        """Give a chunk to a worker."""
        future = self._client.submit(
            _on_worker, self._id, self._work, self._seed, chunk, pure=False, key=f"newind-{uuid.uuid4().hex}"
        )
        self._chunks[future] = chunk

    def take(self) -> list[tuple[Chunk, list[CaseResult] | str]]:
        """Wait for at least one chunk; return each that is done with its outcomes, or with why it is lost."""
        while True:
            self._wait()
            found = []
            for future in [f for f in self._chunks if f.done()]:
                chunk = self._chunks.pop(future)
                outcomes = self._from(future)
                if outcomes is None:
                    self.put(chunk)
                else:
                    found.append((chunk, outcomes))
            if found:
                return found

    def _wait(self) -> None:
        """Wait until a chunk is done."""
        seen = time.monotonic()
        while not any(f.done() for f in self._chunks):
            try:
                with self._client.as_current():
                    self._dask.wait(list(self._chunks), timeout=LOOK, return_when="FIRST_COMPLETED")
            except CancelledError:  # which the future says, too
                continue
            except TimeoutError:
                seen = time.monotonic() if self._has_workers() else seen
            if time.monotonic() - seen > PATIENCE:
                raise RunError(tell("runs.no_workers", where=self._where, seconds=f"{PATIENCE:.0f}"))

    def close(self) -> None:
        """Leave the scheduler; end the cluster that was started here."""
        for part in (self._client, self._cluster):
            if part is not None:
                part.close()
        self._client = self._cluster = None

    def _has_workers(self) -> bool:
        return bool(self._client.nthreads())

    def _from(self, future: Any) -> list[CaseResult] | str | None:
        """Return what was done, why it is lost, or nothing where it was done and went with its worker."""
        if future.status == "finished":
            with suppress(CancelledError, self._dask.KilledWorker):  # gone since: what the future says from then on
                found: list[CaseResult] | Exception = future.result()
                if isinstance(found, Exception):
                    raise found
                return found
        if future.status in LOST:
            if self._client.status == "running":
                return None
            raise RunError(tell("runs.gone", where=self._where))
        error = future.exception()
        if isinstance(error, self._dask.KilledWorker):
            return "its workers died"
        raise RunError(tell("runs.cannot", where=self._where, error=error))


def _check_scheduler(address: str) -> None:
    """Raise an OSError where nobody answers: a client of Dask that reaches no scheduler does not give up."""
    with socket.create_connection(parse_address(address), ANSWER) as line:
        line.settimeout(ANSWER)
        if address.startswith("tcp") and not line.recv(1):  # schedulers greet first; with TLS it is the client's turn
            raise OSError("no greeting")


def parse_address(address: str) -> tuple[str, int]:
    """Return host and port of a scheduler.

    Raises
    ------
    DataError
        For another form.

    Examples
    --------
    >>> parse_address("tcp://host:8786")
    ('host', 8786)
    """
    found = re.fullmatch(r"(?:tcp|tls|ws|wss)://\[?(.+?)\]?:(\d+)", address)
    if found is None:
        raise DataError(tell("runs.address", address=address))
    return found[1], int(found[2])


# ---- on a worker
_kept: dict[str, Function] = {}
"""Function by run with which a worker computes each case; the last one only."""
_one = threading.Lock()
"""One case at a time, whatever threads a worker has."""
_limits: list[Any] = []


def _on_worker(run: str, pickled: bytes, seed: int, chunk: Chunk) -> list[CaseResult] | Exception:
    """Do a chunk; return the error where the work cannot be prepared."""
    with _one:
        if run not in _kept:
            os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
            _limits[:] = [one_thread()]
            _kept.clear()
            try:
                _kept[run] = pickle.loads(pickled)()
            except Exception as error:  # noqa: BLE001 - raised again where the run was asked for
                return portable(error)
        return sendable(run_chunk(_kept[run], seed, chunk))
