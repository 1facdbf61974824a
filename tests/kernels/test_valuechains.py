"""Chains by the borders they cross: each part is what a world with only those borders would show."""

from __future__ import annotations

import numpy as np
from drawn import Drawn, economies
from hypothesis import given
from numpy.testing import assert_allclose

from newind.kernels import chains
from newind.kernels.valueadded import domestic_leontief
from newind.typing import Array

PARTS = ("domestic", "traditional", "gvc_simple", "gvc_complex")


def forward(w: Drawn) -> chains.ChainParts:
    L = domestic_leontief(w.A4)
    return chains.forward_chains(chains.circulation(w.v, L, w.Z4, w.Y3), w.v, L, w.A4, w.Y3)


def backward(w: Drawn) -> chains.ChainParts:
    return chains.backward_chains(w.v, w.LU, domestic_leontief(w.A4), w.A4, w.Y3)


def matrices(w: Drawn) -> dict[str, Array]:
    """Return the four terms as written, rows make the value and columns finish it, with matrices of full size."""
    own = np.arange(w.n) // w.S
    home = own[:, None] == own
    L = np.linalg.inv(np.eye(w.n) - np.where(home, w.A, 0))
    V, A_f, Y = np.diag(w.v), np.where(home, 0, w.A), np.diag(w.Yr.sum(axis=1))
    Y_d = np.diag([w.Yr[i, own[i]] for i in range(w.n)])
    return {
        "domestic": V @ L @ Y_d,
        "traditional": V @ L @ (Y - Y_d),
        "gvc_simple": V @ L @ A_f @ L @ Y_d,
        "gvc_complex": V @ L @ A_f @ (w.B @ Y - L @ Y_d),
    }


@given(economies())
def test_rows_and_columns_of_the_same_terms(w: Drawn) -> None:
    rows, columns, terms = forward(w), backward(w), matrices(w)
    for part in PARTS:
        assert_allclose(getattr(rows, part).ravel(), terms[part].sum(axis=1), rtol=1e-9, atol=1e-9)
        assert_allclose(getattr(columns, part).ravel(), terms[part].sum(axis=0), rtol=1e-9, atol=1e-9)
        assert_allclose(getattr(rows, part).sum(), getattr(columns, part).sum(), rtol=1e-9, atol=1e-9)


@given(economies())
def test_parts_make_up_value_added_and_final_products(w: Drawn) -> None:
    assert_allclose(forward(w).total.ravel(), w.value_added, rtol=1e-9, atol=1e-9)
    assert_allclose(backward(w).total.ravel(), w.made * w.Yr.sum(axis=1), rtol=1e-9, atol=1e-9)


@given(economies(min_regions=2))
def test_simple_chains_are_what_a_world_of_one_crossing_shows(w: Drawn) -> None:
    """Keep one seller's inputs to one buyer, the buyer's demand for its own products, and solve that world."""
    got = forward(w).gvc_simple
    for s in range(w.R):
        expected = np.zeros(w.S)
        for r in set(range(w.R)) - {s}:
            A, y = np.zeros_like(w.A), np.zeros(w.n)
            for seller, buyer in ((s, s), (s, r), (r, r)):
                A[w.rows(seller), w.rows(buyer)] = w.A[w.rows(seller), w.rows(buyer)]
            y[w.rows(r)] = w.Yr[w.rows(r), r]
            expected += (w.v * np.linalg.solve(np.eye(w.n) - A, y))[w.rows(s)]
        assert_allclose(got[s], expected, rtol=1e-9, atol=1e-9)


@given(economies(signed=False))
def test_no_part_is_below_zero_where_no_sale_is(w: Drawn) -> None:
    for side in (forward(w), backward(w)):
        for part in PARTS:
            assert (getattr(side, part) >= -1e-9).all()


@given(economies(min_regions=2))
def test_an_economy_that_does_not_trade_has_the_domestic_part_alone(w: Drawn) -> None:
    own = np.arange(w.n) // w.S
    Z = np.where(own[:, None] == own, w.Z, 0)
    Y = np.where(np.repeat(own[:, None] == np.arange(w.R), 2, axis=1), w.Y, 0)
    short = np.maximum(0, 1 - Y.sum(axis=1)) * (Z.sum(axis=0) > 0)
    Y[np.arange(w.n), own * 2] += short
    alone = Drawn(w.R, w.S, Z, Y, w.emissions, w.household)
    for side in (forward(alone), backward(alone)):
        for part in PARTS[1:]:
            assert_allclose(getattr(side, part), 0, atol=1e-9)
    assert_allclose(forward(alone).domestic.ravel(), alone.value_added, rtol=1e-9, atol=1e-9)


def test_a_chain_of_two_borders_by_hand() -> None:
    """A part goes from the first to the second economy, is built in there, and the product is sold to the first."""
    Z = np.array([[0.0, 4.0], [0.0, 0.0]])
    Y = np.array([[6.0, 0.0, 0.0, 0.0], [7.0, 0.0, 3.0, 0.0]])
    w = Drawn(2, 1, Z, Y, np.zeros(2), np.zeros(2))
    made = {part: getattr(forward(w), part).ravel().tolist() for part in PARTS}
    assert_allclose(made["domestic"], [6, 6 * 3 / 10])
    assert_allclose(made["traditional"], [0, 6 * 7 / 10])
    assert_allclose(made["gvc_simple"], [4 * 3 / 10, 0])
    assert_allclose(made["gvc_complex"], [4 * 7 / 10, 0])
    ended = backward(w)
    assert_allclose(ended.gvc_simple.ravel(), [0, 1.2])
    assert_allclose(ended.gvc_complex.ravel(), [0, 2.8])
