"""BLAS begins with one thread where nobody said how many, and has all cores for a large matrix only."""

from __future__ import annotations

import numpy as np
import pytest
import threadpoolctl

from newind.kernels import threads
from newind.kernels.leontief import Leontief


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
