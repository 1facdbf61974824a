"""One way to do many cases: the same results everywhere; what fails, dies or cannot be had is told."""

from __future__ import annotations

import signal
import socket
import threading
from concurrent.futures import CancelledError
from functools import partial
from types import SimpleNamespace

import caseworks
import distributed
import manyruns
import numpy as np
import pytest

from newind.errors import DataError, RunError
from newind.kernels.secondprocess import defer_interrupts
from newind.pathways import clusters, compute
from newind.pathways.compute import Computation, RunProgress, Workers, results
from newind.pathways.processes import ProcessStartError, pack_object
from newind.pathways.running import go_on

CASES = list(range(23))


@pytest.fixture(scope="module")
def here():
    return results(caseworks.noisy, CASES, Workers("serial"), 11)


@pytest.fixture(scope="module")
def kept_here(tmp_path_factory):
    return go_on(manyruns.draws_run(tmp_path_factory.mktemp("runs"), "here"))


# ---- the same everywhere
def test_each_case_has_random_numbers_of_its_own(here):
    assert [value for value, _, _ in here] == [2 * k for k in CASES]
    assert here[3][1] == np.random.default_rng([11, 3]).normal(size=3).tolist()
    assert len({tuple(drawn) for _, drawn, _ in here}) == len(CASES)
    assert results(caseworks.noisy, CASES, seed=12)[3][1] != here[3][1]


@pytest.mark.parametrize("chunk", [1e-9, 1e9], ids=["one by one", "many at once"])
def test_processes_find_the_same_whatever_the_chunks(monkeypatch, here, chunk):
    monkeypatch.setattr(compute, "CHUNK", chunk)
    found = results(caseworks.noisy, CASES, Workers("processes", 2), 11)
    assert [f[:2] for f in found] == [h[:2] for h in here]
    assert {threads for _, _, threads in found} == {"1"}


def test_a_scheduler_and_two_workers_find_the_same(scheduler, here, kept_here, tmp_path):
    workers = Workers("dask", scheduler=scheduler)
    assert [f[:2] for f in results(caseworks.noisy, CASES, workers, 11)] == [h[:2] for h in here]
    manyruns.same(go_on(manyruns.draws_run(tmp_path, "there"), workers), kept_here)


def test_paths_are_the_same_in_processes_and_on_a_cluster_of_this_machine(kept_here, tmp_path):
    for kind in ("processes", "dask"):
        manyruns.same(go_on(manyruns.draws_run(tmp_path, kind), Workers(kind, 2)), kept_here)
    assert kept_here.table()["real_income_change"].abs().max() > 1e-4


def test_large_arrays_are_shared_and_read_only():
    array = np.arange(40_000.0)
    found = results(partial(caseworks.summing, array), [0, 1], Workers("processes", 1))
    assert found == [(array.sum(), False), (array.sum() + 1, False)]


def test_what_is_packed_comes_back(tmp_path):
    large, small = np.asfortranarray(np.random.default_rng(0).random((200, 90))), np.arange(3)
    kept = pack_object({"large": large, "small": small, "again": large}, tmp_path / "arrays")
    found = kept.unpack_object()
    assert np.array_equal(found["large"], large)
    assert found["large"].flags.f_contiguous
    assert found["again"] is found["large"]
    assert found["small"].tolist() == [0, 1, 2]
    assert (tmp_path / "arrays").stat().st_size == large.nbytes


# ---- what fails
@pytest.mark.parametrize("kind", ["serial", "processes"])
def test_a_case_that_fails_is_tried_again_then_reported(kind, tmp_path):
    cases = dict(enumerate(["a", "fails", "fails once", "b"]))
    seen: list[RunProgress] = []
    with Computation(partial(caseworks.at_times, tmp_path), Workers(kind, 2), 3) as computing:
        found = {o.index: o for done in computing.outcomes(cases, seen.append) for o in done}
    assert [(found[k].error, found[k].tries) for k in cases] == [
        (None, 1), ("ZeroDivisionError: fails on purpose", 2), (None, 2), (None, 1)
    ]  # fmt: skip
    assert found[2].value == ("fails once", np.random.default_rng([3, 2]).random())
    assert (seen[-1].done, seen[-1].total, seen[-1].failed, seen[-1].left) == (4, 4, 1, 0.0)


def died(workers, folder):
    cases = dict(enumerate(["a", "b", "dies", "c", "dies once", *"defgh"]))
    with Computation(partial(caseworks.at_times, folder), workers, 3) as computing:
        found = {o.index: o for done in computing.outcomes(cases) for o in done}
    assert sorted(found) == sorted(cases)
    assert {k: o.value[0] for k, o in found.items() if o.error is None} == {k: c for k, c in cases.items() if k != 2}
    return found[2].error


def test_a_process_that_dies_is_replaced_and_its_cases_tried_again(tmp_path):
    assert died(Workers("processes", 2), tmp_path) == "its process ended (signal 9: out of memory?) twice"


def test_a_worker_of_dask_that_dies_is_replaced_and_its_cases_tried_again(scheduler, tmp_path):
    assert died(Workers("dask", scheduler=scheduler), tmp_path) == "its workers died twice"


class Ended:
    """A future of Dask that is done, or turns out to be gone when it is fetched."""

    def __init__(self, status, then=None, gone=None):
        self.status, self.then, self.gone = status, then, gone

    def done(self):
        return True

    def result(self):
        if self.gone is not None:
            self.status = self.then
            raise self.gone
        return ["found"]

    def exception(self):
        return self.gone


def test_what_went_with_its_worker_is_done_again_and_blames_nobody():
    killed = distributed.KilledWorker("chunk", None, 2)
    chunks = {
        Ended("cancelled"): "lost",
        Ended("finished"): "kept",
        Ended("finished", "cancelled", CancelledError()): "lost while fetched",
        Ended("finished", "error", killed): "dead while fetched",
    }
    cluster = object.__new__(clusters.Cluster)
    cluster._chunks, cluster._where, cluster._dask = dict(chunks), "tcp://here:1", distributed
    cluster._client, given = SimpleNamespace(status="running"), []
    cluster.put = given.append
    assert cluster.take() == [("kept", ["found"]), ("dead while fetched", "its workers died")]
    assert given == ["lost", "lost while fetched"]
    cluster._chunks, cluster._client.status = {Ended("cancelled"): "lost"}, "connecting"
    with pytest.raises(RunError, match=r"tcp://here:1 has gone\. Start it and go on"):
        cluster.take()


def test_what_cannot_be_prepared_is_raised_as_it_is(scheduler):
    for workers in (Workers(), Workers("processes", 1), Workers("dask", scheduler=scheduler)):
        with pytest.raises(DataError, match="nothing to prepare"):
            results(caseworks.unprepared, [1], workers)


def test_processes_that_cannot_start_are_told():
    with pytest.raises(ProcessStartError, match=r"died before it was ready \(signal 9.*__main__"):
        results(caseworks.dead_at_once, [1], Workers("processes", 2))
    with pytest.raises(ProcessStartError, match="cannot be sent"):
        results(lambda: abs, [1], Workers("processes", 2))


def test_work_is_done_here_where_processes_do_not_pay_or_cannot_be_had(monkeypatch):
    assert results(lambda: lambda case, rng: 2 * case, [1, 2, 3], Workers("auto", 2)) == [2, 4, 6]
    monkeypatch.setattr(compute, "WORTH", -1e9)
    assert results(lambda: lambda case, rng: 2 * case, [1, 2, 3], Workers("auto", 2)) == [2, 4, 6]
    found = results(caseworks.noisy, [5, 6, 7], Workers("auto", 2))
    assert [threads for _, _, threads in found][1:] == ["1", "1"]


def test_a_case_that_must_come_out_and_does_not_is_raised(tmp_path):
    with pytest.raises(RunError, match="case 1 of 2 failed: ZeroDivisionError: fails on purpose"):
        results(partial(caseworks.at_times, tmp_path), ["a", "fails"])


def test_an_unreachable_scheduler_is_told(monkeypatch):
    with pytest.raises(RunError, match=r"no scheduler with workers answers at tcp://127.0.0.1:9 .*dask scheduler"):
        results(caseworks.noisy, [1], Workers("dask", scheduler="tcp://127.0.0.1:9"))
    monkeypatch.setattr(clusters, "ANSWER", 0.5)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(RunError, match="no scheduler with workers answers"):
            results(caseworks.noisy, [1], Workers("dask", scheduler=f"tcp://127.0.0.1:{silent.getsockname()[1]}"))


def test_workers_come_back_to_later_cases_and_nothing_is_done_twice():
    with Computation(caseworks.noisy, Workers("processes", 2), 1) as computing:
        first = [o for done in computing.outcomes({0: 1, 1: 2}) for o in done]
        crew = computing._crew
        later = [o for done in computing.outcomes({2: 3}) for o in done]
        assert computing._crew is crew
    assert sorted(o.index for o in (*first, *later)) == [0, 1, 2]
    assert list(computing.outcomes({})) == []


# ---- bad input
@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("threads",), "not one of serial, processes, dask, auto"),
        (("processes", 0), "0 workers make no sense"),
        (("dask", None, "host"), "no address of a scheduler"),
        (("processes", 2, "tcp://host:8786"), "a scheduler is Dask's"),
    ],
)
def test_workers_that_make_no_sense(given, said):
    with pytest.raises(DataError, match=said):
        Workers(*given)


@pytest.mark.parametrize("seed", [-1, 1.5, None, True])
def test_seeds_that_make_no_sense(seed):
    with pytest.raises(DataError, match="seed"):
        Computation(caseworks.noisy, seed=seed)


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="needs masks of signals")
def test_an_interrupt_that_another_thread_takes_waits_until_processes_are_started():
    inside, now = [], threading.Event()
    taker = threading.Thread(target=lambda: now.wait() and signal.raise_signal(signal.SIGINT))
    taker.start()

    def started():
        with defer_interrupts():
            now.set()
            taker.join()
            inside.append("whole")

    with pytest.raises(KeyboardInterrupt):
        started()
    assert inside == ["whole"]
