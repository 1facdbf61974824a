"""Value added is neither lost nor made on its way, and each term equals what a changed world would show."""

from __future__ import annotations

import numpy as np
from drawn import Drawn, economies
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from newind.kernels import valueadded as va
from newind.typing import Array


def content(w: Drawn) -> va.ExportContent:
    return va.export_content(w.v, w.B, w.A4, va.exports(w.Z4, w.Y3))


def without_exports(w: Drawn, s: int) -> tuple[Array, Array]:
    """Return A and Y with every sale of region s abroad removed."""
    own = w.rows(s)
    A, Y = w.A.copy(), w.Yr.copy()
    kept, bought = A[own, own].copy(), Y[own, s].copy()
    A[own], Y[own] = 0, 0
    A[own, own], Y[own, s] = kept, bought
    return A, Y


@given(economies())
def test_exports_are_sales_across_the_border(w: Drawn) -> None:
    got = va.bilateral_exports(w.Z4, w.Y3)
    for s in range(w.R):
        for r in range(w.R):
            sold = w.Z[w.rows(s), w.rows(r)].sum(axis=1) + w.Y[w.rows(s), 2 * r : 2 * r + 2].sum(axis=1)
            assert_allclose(got[s, :, r], 0 if r == s else sold)
    assert_allclose(va.exports(w.Z4, w.Y3), got.sum(axis=2))


@given(economies())
def test_absorbed_value_added_sums_to_value_added(w: Drawn) -> None:
    assert_allclose(va.value_added_absorption(w.v, w.LU, w.Yr).sum(axis=1), w.value_added, rtol=1e-9, atol=1e-9)


@given(economies())
def test_origins_of_a_unit_of_final_demand_sum_to_one(w: Drawn) -> None:
    assert_allclose(va.origin(w.v, w.LU, w.R).sum(axis=0), w.made.astype(float), atol=1e-9)


@given(economies(), st.randoms(use_true_random=False))
def test_groups_of_industries_partition_the_content(w: Drawn, random: object) -> None:
    members = np.array([random.random() < 0.5 for _ in range(w.n)])
    parts = va.origin(w.v, w.LU, w.R, members) + va.origin(w.v, w.LU, w.R, ~members)
    assert_allclose(parts, va.origin(w.v, w.LU, w.R), atol=1e-9)
    only = np.where(members, w.v, 0)
    for r in range(w.R):
        expected = only[w.rows(r)] @ w.B[w.rows(r)]
        assert_allclose(va.origin(w.v, w.LU, w.R, members)[r], expected, atol=1e-9)


@given(economies())
def test_value_added_exports_are_output_called_for_abroad(w: Drawn) -> None:
    vax = va.vax(va.value_added_absorption(w.v, w.LU, w.Yr))
    for s in range(w.R):
        abroad = w.Yr.sum(axis=1) - w.Yr[:, s]
        called = np.linalg.solve(np.eye(w.n) - w.A, abroad)
        assert_allclose(vax[s], (w.v * called)[w.rows(s)].sum(), rtol=1e-9, atol=1e-8)


@given(economies(signed=False))
def test_value_added_exports_do_not_exceed_domestic_value_added_in_exports(w: Drawn) -> None:
    vax = va.vax(va.value_added_absorption(w.v, w.LU, w.Yr))
    assert (vax <= content(w).dva.sum(axis=1) + 1e-8).all()


@given(economies())
def test_domestic_value_added_is_what_a_country_loses_without_exports(w: Drawn) -> None:
    """DVA of a country equals its GDP less its GDP in a world where nobody buys from it."""
    dva = content(w).dva.sum(axis=1)
    for s in range(w.R):
        A, Y = without_exports(w, s)
        left = w.v * np.linalg.solve(np.eye(w.n) - A, Y.sum(axis=1))
        assert_allclose(dva[s], (w.value_added - left)[w.rows(s)].sum(), rtol=1e-8, atol=1e-8)


@given(economies())
def test_foreign_value_added_is_the_foreign_content_of_a_world_without_the_exporters_inputs(w: Drawn) -> None:
    """Counted once: no unit of foreign value added comes back through the exporter's own intermediate exports."""
    c = content(w)
    for s in range(w.R):
        A, _ = without_exports(w, s)
        foreign = w.v.copy()
        foreign[w.rows(s)] = 0
        once = foreign @ np.linalg.inv(np.eye(w.n) - A)
        assert_allclose(c.fva[s], once[w.rows(s)] * c.exports[s], rtol=1e-8, atol=1e-8)


@given(economies())
def test_domestic_and_foreign_content_make_up_exports(w: Drawn) -> None:
    c = content(w)
    made = w.made.reshape(w.R, w.S)
    assert_allclose((c.dc + c.fc)[made], c.exports[made], rtol=1e-9, atol=1e-8)
    assert_allclose(c.dva + c.ddc, c.dc, rtol=1e-9, atol=1e-9)


@given(economies(signed=False))
def test_no_term_counted_once_exceeds_the_one_counted_each_time(w: Drawn) -> None:
    c = content(w)
    assert (c.fva <= c.fc + 1e-8).all()
    assert (c.dva <= c.dc + 1e-8).all()


@given(economies(min_regions=2))
def test_directly_absorbed_value_added_is_all_that_a_one_way_world_would_show(w: Drawn) -> None:
    """Keep one exporter's sales to one importer, drop every other border crossing, and solve that world."""
    L = va.domestic_leontief(w.A4)
    got = va.davax(w.v, L, w.A4, w.Y3).sum(axis=1)
    for s in range(w.R):
        expected = 0.0
        for r in set(range(w.R)) - {s}:
            A, y = np.zeros_like(w.A), np.zeros(w.n)
            for seller, buyer in ((s, s), (s, r), (r, r)):
                A[w.rows(seller), w.rows(buyer)] = w.A[w.rows(seller), w.rows(buyer)]
            y[w.rows(s)], y[w.rows(r)] = w.Yr[w.rows(s), r], w.Yr[w.rows(r), r]
            expected += (w.v * np.linalg.solve(np.eye(w.n) - A, y))[w.rows(s)].sum()
        assert_allclose(got[s], expected, rtol=1e-8, atol=1e-8)


@given(economies(signed=False))
def test_both_sides_of_participation_make_up_trade_in_value_chains(w: Drawn) -> None:
    c, L = content(w), va.domestic_leontief(w.A4)
    forward = va.forward_participation(w.v, L, w.A4, w.Y3, c.exports)
    once = va.davax(w.v, L, w.A4, w.Y3)
    assert_allclose(forward + va.backward_participation(c), c.exports - once, rtol=1e-9, atol=1e-8)
    assert (va.backward_participation(c).sum(axis=1) >= -1e-8).all()
    assert (forward.sum(axis=1) >= -1e-8).all()


def test_region_that_exports_nothing_has_no_content() -> None:
    Z, Y = np.diag([4.0, 2.0]), np.array([[6.0, 0.0], [3.0, 5.0]])
    x = Z.sum(axis=1) + Y.sum(axis=1)
    A = Z / x
    v = 1 - A.sum(axis=0)
    E = va.exports(Z.reshape(2, 1, 2, 1), Y.reshape(2, 1, 2))
    c = va.export_content(v, np.linalg.inv(np.eye(2) - A), A.reshape(2, 1, 2, 1), E)
    assert_array_equal(E[:, 0], [0, 3])
    assert_array_equal([c.dva[0, 0], c.fva[0, 0], c.dc[0, 0]], 0)
    assert_allclose(c.dva[1, 0], 3)
