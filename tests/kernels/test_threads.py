"""BLAS begins with one thread where nobody said how many, and has all cores for a large matrix only."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np
import pytest
import threadpoolctl

import newind as ni
from newind.kernels import threads
from newind.kernels.leontief import Leontief

if TYPE_CHECKING:
    from newind.typing import Array


def many() -> set[int]:
    return {i["num_threads"] for i in threadpoolctl.threadpool_info() if i["user_api"] == "blas"}


@pytest.fixture
def begun(monkeypatch):
    """A process of three cores that began with one thread."""
    monkeypatch.setattr(threads, "_begun", {})
    monkeypatch.setattr(threads, "cores", lambda: 3)
    said: dict[str, str] = {}
    threads.begin_with_one(said)
    assert said == dict.fromkeys(threads.NAMES, "1")
    with threadpoolctl.threadpool_limits(1, user_api="blas"):
        yield


@pytest.mark.usefixtures("begun")
def test_a_large_matrix_has_all_cores_and_a_small_one_has_one():
    for n, found in ((threads.MANY - 1, {1}), (threads.MANY, {3})):
        with threads.enough_for(n):
            assert many() == found
        assert many() == {1}


@pytest.mark.usefixtures("begun")
def test_every_way_to_solve_has_them(monkeypatch):
    monkeypatch.setattr(threads, "MANY", 2)
    seen = []

    class Seen:
        def solve(self, rhs, *, transposed):
            seen.append(many())
            return rhs

        def inverse(self):
            seen.append(many())
            return np.eye(2)

    monkeypatch.setattr("newind.kernels.leontief._solver", lambda *_: seen.append(many()) or Seen())
    B = Leontief(np.zeros((2, 2)))
    B.solve(np.ones(2))
    B.solve_left(np.ones(2))
    B.inverse()
    assert seen == [{3}] * 4
    assert many() == {1}


@pytest.mark.parametrize("name", threads.NAMES)
def test_what_the_user_says_holds(name, monkeypatch):
    monkeypatch.setattr(threads, "_begun", {})
    monkeypatch.setattr(threads, "cores", lambda: 3)
    said = {name: "2"}
    threads.begin_with_one(said)
    assert said == {name: "2"}
    with threadpoolctl.threadpool_limits(2, user_api="blas"), threads.enough_for(threads.MANY):
        assert many() == {2}


@pytest.fixture
def unsaid(monkeypatch):
    """A process in which nobody said how many threads BLAS has, and it has two."""
    monkeypatch.setattr(threads, "_begun", {})
    for name in threads.NAMES:
        monkeypatch.delenv(name, raising=False)
    with threadpoolctl.threadpool_limits(2, user_api="blas"):
        yield


@pytest.mark.usefixtures("unsaid")
def test_a_program_of_the_user_keeps_its_threads_but_for_small_work():
    with threads.enough_for(threads.MANY):
        assert many() == {2}
    with threads.enough_for(threads.MANY - 1):
        assert many() == {1}
        with threads.enough_for(2):
            assert many() == {1}
        assert many() == {1}
    assert many() == {2}


@pytest.mark.usefixtures("unsaid")
def test_small_work_is_measured_with_one_thread(monkeypatch):
    seen = []
    compute = import_module("newind.measures.measure")._blocks
    monkeypatch.setattr("newind.measures.measure._blocks", lambda *given: seen.append(many()) or compute(*given))
    ni.measure(fresh(), "s4.dva_share")
    assert seen == [{1}]
    assert many() == {2}


def fresh() -> ni.Accounts:
    """Return the accounts of the world in which nothing was computed before."""
    world = ni.load("world", year=2011)
    return world._replace(Z=world.Z.copy())


def results(w: ni.Accounts) -> dict[str, Array]:
    """Return what is measured of accounts, and flows and real income, as a factor, of a simulation."""
    found = ni.simulate(w, ni.package("carbon-market"))
    measured = ni.measure(w)["value"].to_numpy()
    return {"measured": measured, "Z": found.accounts.Z, "Y": found.accounts.Y, "income": 1.0 + found.welfare}


def test_results_do_not_depend_on_the_threads_of_blas(monkeypatch) -> None:
    """Measures and a simulation of 520 industries are the same to 1e-12 with one thread and with two."""
    monkeypatch.setattr(threads, "MANY", 0)  # small work has as many as there are
    made = {}
    for number in (1, 2):
        with threadpoolctl.threadpool_limits(number, user_api="blas"):
            assert many() == {number}
            made[number] = results(fresh())
    for name, one in made[1].items():
        np.testing.assert_allclose(made[2][name], one, rtol=1e-12, atol=1e-15, err_msg=name)


def test_simulations_at_once_are_those_one_after_the_other() -> None:
    """Two threads of Python that simulate the same accounts find what one finds, but for rounding."""
    w, package = fresh().select(["CHN", "USA", "DEU"]), ni.package("carbon-market")
    alone = ni.simulate(w, package).accounts
    shared = w._replace(Z=w.Z.copy())
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda one: ni.simulate(one, package).accounts, [shared, shared, shared, w]))
    for one in found:
        for name in ("Z", "Y"):
            np.testing.assert_allclose(getattr(one, name), getattr(alone, name), rtol=1e-12, atol=1e-12, err_msg=name)
