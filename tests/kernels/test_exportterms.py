"""The sixteen and the nine terms against their formulas, written out in loops over regions."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from literal import Blocks, close
from numpy.testing import assert_allclose, assert_array_equal

from newind.kernels import exportterms as et, valueadded as va
from newind.testing import REGIONS as CODES, Structure, build, economies

WORLDS = economies(min_regions=2, max_regions=5, max_industries=3, rest=False, satellites=False)


def terms_of(w):
    return et.wang_wei_zhu(w.v, w.B, w.A4, w.Y3)


def sixteen(b, s, r):
    """Return the terms of the exports of s to r, straight from the published formulas; (16, S)."""
    t3 = b.other(s, r)
    once, each = b.v(s) @ b.L(s), b.v(s) @ b.B(s, s)
    partner, third = b.v(r) @ b.B(r, s), b.total(b.v(t) @ b.B(t, s) for t in t3)
    sold, at_home = b.A(s, r), b.A(s, r) @ b.L(r) @ b.Y(r, r)
    sent = b.A(s, r) @ b.L(r) @ b.total(b.E[r, t] for t in b.other(r))
    return np.array(
        [
            each * b.Y(s, r),
            once * (sold @ b.B(r, r) @ b.Y(r, r)),
            once * (sold @ b.total(b.B(r, t) @ b.Y(t, t) for t in t3)),
            once * (sold @ b.B(r, r) @ b.total(b.Y(r, t) for t in t3)),
            once * (sold @ b.total(b.B(r, t) @ b.total(b.Y(t, u) for u in b.other(s, t)) for t in t3)),
            once * (sold @ b.B(r, r) @ b.Y(r, s)),
            once * (sold @ b.total(b.B(r, t) @ b.Y(t, s) for t in t3)),
            once * (sold @ b.B(r, s) @ b.Y(s, s)),
            once * (sold @ b.B(r, s) @ b.total(b.Y(s, t) for t in b.other(s))),
            (each - once) * (sold @ b.x(r)),
            partner * b.Y(s, r),
            partner * at_home,
            partner * sent,
            third * b.Y(s, r),
            third * at_home,
            third * sent,
        ]
    )


def nine(b, s):
    """Return the terms of all exports of s as their authors write them; value added only, (9,)."""
    v, o = b.v(s), b.other(s)
    foreign = b.total(b.v(t) @ b.B(t, s) for t in o)
    sent = b.total(b.E[s, r] for r in o)
    return np.array(
        [
            v @ b.B(s, s) @ b.total(b.Y(s, r) for r in o),
            v @ b.total(b.B(s, r) @ b.Y(r, r) for r in o),
            v @ b.total(b.B(s, r) @ b.Y(r, t) for r in o for t in b.other(s, r)),
            v @ b.total(b.B(s, r) @ b.Y(r, s) for r in o),
            v @ b.total(b.B(s, r) @ b.A(r, s) @ b.L(s) @ b.Y(s, s) for r in o),
            v @ b.total(b.B(s, r) @ b.A(r, s) @ b.L(s) @ sent for r in o),
            foreign @ b.total(b.Y(s, r) for r in o),
            foreign @ b.total(b.A(s, r) @ b.L(r) @ b.Y(r, r) for r in o),
            foreign @ b.total(b.A(s, r) @ b.L(r) @ b.E[r, t] for r in o for t in b.other(r)),
        ]
    )


@given(WORLDS)
def test_sixteen_terms_against_the_formulas(w):
    got, b = terms_of(w), Blocks(w)
    for s in b.R:
        assert_array_equal(got[:, s, :, s], 0.0)
        for r in b.other(s):
            assert_allclose(got[:, s, :, r], sixteen(b, s, r), **close(w))


@given(WORLDS)
def test_sixteen_terms_add_up_to_exports_of_every_industry_to_every_importer(w):
    sold = va.bilateral_exports(w.Z4, w.Y3)
    made = np.where(w.x.reshape(w.R, w.S, 1) > 0, sold, 0.0)
    assert_allclose(terms_of(w).sum(axis=0), made, **close(w))


@given(WORLDS)
def test_nine_terms_of_exporters_against_the_formulas(w):
    got, b = et.koopman_wang_wei(terms_of(w)).sum(axis=(2, 3)), Blocks(w)
    for s in b.R:
        assert_allclose(got[:, s], nine(b, s), **close(w))


@given(WORLDS)
def test_domestic_and_foreign_content_are_those_of_other_measures(w):
    got = terms_of(w).sum(axis=3)
    content = va.export_content(w.v, w.B, w.A4, va.exports(w.Z4, w.Y3))
    assert_allclose(got[10:].sum(axis=0), content.fc, **close(w))
    assert_allclose(got[:8].sum(axis=(0, 2)), content.dva.sum(axis=1), **close(w))
    absorbed = va.value_added_absorption(w.v, w.LU, w.Yr)
    assert_allclose(got[:5].sum(axis=(0, 2)), va.vax(absorbed), **close(w))


def test_region_that_trades_nothing_has_no_terms():
    w = build(Structure(CODES[:3], ("c1", "c3"), closed=frozenset({1})), seed=1, satellites=False)
    got = terms_of(w)
    assert_array_equal(got[:, 1], 0.0)
    assert_array_equal(got[:, :, :, 1], 0.0)
    assert got.sum() > 0


def test_industry_without_output_has_no_content_although_it_shows_exports():
    """Stocks of the own region fall by what is exported: nothing is made, nothing can be split."""
    Y3 = np.array([[[5.0, 1.0], [-2.0, 2.0]], [[1.0, 4.0], [0.0, 3.0]]])
    A = np.zeros((4, 4))
    got = et.wang_wei_zhu(np.array([1.0, 0.0, 1.0, 1.0]), np.eye(4), A.reshape(2, 2, 2, 2), Y3)
    assert_array_equal(got[:, 0, 1, 1], 0.0)
    assert_allclose(got[:, 0, 0, 1], [1.0] + [0.0] * 15)


def test_value_carried_is_that_of_a_factorised_system():
    w = build(Structure(CODES[:3], ("c1", "c3")), seed=2, satellites=False)
    assert_allclose(et.value_added_content(w.v, w.B, w.R).reshape(w.R, w.n), va.origin(w.v, w.LU, w.R), rtol=1e-12)
