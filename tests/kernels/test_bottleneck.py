"""What rests on one input: a case by hand, plain loops, and how it moves with thresholds and what is lost."""

from __future__ import annotations

import numpy as np
from drawn import Drawn, economies
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from newind.kernels import extraction
from newind.typing import Array

THRESHOLDS = np.array([0.0, 0.02, 0.05, 0.2, 0.9])
FLOWS = np.array([
    [[6.0, 1.0, 0.0], [10.0, 0.0, 2.0]],
    [[3.0, 1.0, 0.0], [5.0, 4.0, 0.0]],
    [[1.0, 2.0, 0.0], [5.0, 0.0, 2.0]],
])  # fmt: skip
"""Home and two suppliers abroad, two inputs, three users."""
OUTPUT = np.array([100.0, 200.0, 10.0])
VALUE_ADDED = np.array([60.0, 150.0, -1.0])


def buyer(w: Drawn, r: int) -> tuple[Array, Array, Array]:
    """Return what region r buys, and its output and value added."""
    return w.Z4[:, :, r], w.x[w.rows(r)], w.value_added[w.rows(r)]


def test_the_case_made_by_hand() -> None:
    """Input 1 costs 10, 2 and 0 % of output, input 2 20, 2 and 40 %; the third user's value added counts as none."""
    assert_allclose(extraction.cost_share(FLOWS, OUTPUT), [[0.1, 0.02, 0.0], [0.2, 0.02, 0.4]])
    got = extraction.bottleneck(FLOWS, OUTPUT, VALUE_ADDED, np.array([0.0, 0.02, 0.05, 0.15]))
    assert_allclose(got[0], [[0.6 * 60 + 0.25 * 150, 0.5 * 60], [0.3 * 60 + 0.25 * 150, 0.25 * 60 + 150],
                             [0.1 * 60 + 0.5 * 150, 0.25 * 60]])  # fmt: skip
    assert_allclose(got[1], got[0])
    assert_allclose(got[2], [[36, 30], [18, 15], [6, 15]])
    assert_allclose(got[3], [[0, 30], [0, 15], [0, 15]])


def test_a_user_that_loses_several_inputs_counts_once() -> None:
    """Both inputs from abroad: 40 and 50 % of what the first buys, 75 and 100 % of what the second buys."""
    abroad = np.array([False, True, True])[:, None] & np.array([True, True])
    got = extraction.joint_loss(FLOWS, OUTPUT, VALUE_ADDED, np.array([0.0, 0.05, 0.15, 0.3]), abroad)
    assert_allclose(got, [0.5 * 60 + 150, 0.5 * 60, 0.5 * 60, 0.0])


@given(economies())
def test_all_suppliers_and_inputs_at_once_are_loops(w: Drawn) -> None:
    for r in range(w.R):
        flows, x, va = buyer(w, r)
        got = extraction.bottleneck(flows, x, va, THRESHOLDS)
        for t, least in enumerate(THRESHOLDS):
            for s in range(w.R):
                for i in range(w.S):
                    rests = 0.0
                    for u in range(w.S):
                        all_of_it = sum(flows[q, i, u] for q in range(w.R))
                        if all_of_it > 0 and all_of_it / x[u] >= least and va[u] > 0:
                            rests += flows[s, i, u] / all_of_it * va[u]
                    assert_allclose(got[t, s, i], rests, rtol=1e-12, atol=1e-12)


@given(economies())
def test_it_falls_as_the_threshold_rises_and_stays_within_value_added(w: Drawn) -> None:
    for r in range(w.R):
        flows, x, va = buyer(w, r)
        got = extraction.bottleneck(flows, x, va, THRESHOLDS)
        assert (np.diff(got, axis=0) <= 1e-9).all()
        assert (got >= 0).all()
        assert (got.sum(axis=1) <= np.maximum(va, 0).sum() * (1 + 1e-12)).all()


@given(economies(), st.integers(0, 2**20))
def test_what_is_lost_together_lies_between_the_largest_loss_and_the_sum(w: Drawn, seed: int) -> None:
    lost = np.random.default_rng(seed).random((w.R, w.S)) < 0.5
    flows, x, va = buyer(w, 0)
    together = extraction.joint_loss(flows, x, va, THRESHOLDS, lost)
    by_input = (extraction.bottleneck(flows, x, va, THRESHOLDS) * lost).sum(axis=1)
    slack = 1e-9 * np.abs(va).sum()
    assert (together >= by_input.max(axis=1) - slack).all()
    assert (together <= np.minimum(by_input.sum(axis=1), np.maximum(va, 0).sum()) + slack).all()
    assert (np.diff(together) <= slack).all()


@given(economies())
def test_one_input_lost_is_the_sum_over_its_suppliers(w: Drawn) -> None:
    lost = np.zeros((w.R, w.S), dtype=bool)
    lost[1:, 0] = True
    flows, x, va = buyer(w, 0)
    together = extraction.joint_loss(flows, x, va, THRESHOLDS, lost)
    assert_allclose(together, extraction.bottleneck(flows, x, va, THRESHOLDS)[:, 1:, 0].sum(axis=1), atol=1e-9)


def test_nothing_lost_and_nobody_who_uses_it_is_no_loss() -> None:
    nothing = np.zeros((3, 2), dtype=bool)
    assert_array_equal(extraction.joint_loss(FLOWS, OUTPUT, VALUE_ADDED, THRESHOLDS, nothing), np.zeros(5))
    empty = extraction.bottleneck(np.zeros((3, 2, 3)), np.zeros(3), np.zeros(3), THRESHOLDS)
    assert_array_equal(empty, np.zeros((5, 3, 2)))


NO_DUTIES = np.zeros((2, 1, 1))


def test_the_first_guess_is_the_share_for_a_small_one_and_finite_for_all_of_it() -> None:
    flows = np.array([[[1e6]], [[1.0]]])
    guess = extraction.first_order_loss(flows, NO_DUTIES, np.array([4.0]))
    assert_allclose(guess[1, 0], 1.0 / 4.0, rtol=1e-5)
    only = np.array([[[3.0]], [[0.0]]])
    assert np.isfinite(extraction.first_order_loss(only, 0.1 * only, np.array([4.0]))).all()
    assert_allclose(2 * extraction.first_order_loss(flows, NO_DUTIES, np.array([8.0])), guess)


def test_the_first_guess_counts_tariffs_forgone_less_those_on_what_is_bought_instead() -> None:
    """Of 100 a tenth comes with a tariff of 1 in it; of the rest, on which 9 are due, a ninth more is bought then."""
    flows, duties = np.array([[[90.0]], [[10.0]]]), np.array([[[9.0]], [[1.0]]])
    free = extraction.first_order_loss(flows, NO_DUTIES, np.array([5.0]))[1, 0]
    assert_allclose(extraction.first_order_loss(flows, duties, np.array([5.0]))[1, 0], free + 1 - 9 * (1 / 0.9 - 1))
    only = np.array([[[0.0]], [[1.0]]])
    assert_allclose(extraction.first_order_loss(flows, only, np.array([5.0]))[1, 0], free + 1)
