"""Source- and sink-based components against their formulas, each inverse formed anew without the exporter's inputs."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from literal import Blocks, close
from numpy.testing import assert_allclose, assert_array_equal

from newind.kernels import exportterms as et, valueadded as va
from newind.testing import economies

WORLDS = economies(min_regions=2, max_regions=4, max_industries=3, satellites=False)
DIRECT, BEYOND, REFLECTION, DDC, FVA, FDC = range(6)


def source(w):
    return et.borin_mancini_source(w.v, w.B, w.A4, w.Y3)


def sink(w):
    return et.borin_mancini_sink(w.v, w.B, w.A4, w.Y3)


def absorbed_by(b, inverse, s, r, k, rows):
    """Return output of r for what region k absorbs of the products of regions `rows`; (S,)."""
    return b.total(inverse[b.rows(r), b.rows(j)] @ b.Y(j, k) for j in rows)


def by_source(b, s, r):
    cut, once = b.without_inputs_of(s), b.v(s) @ b.L(s)
    abroad = b.total(absorbed_by(b, b.inverse, s, r, k, b.R) for k in b.other(s))
    direct = once * (b.Y(s, r) + b.A(s, r) @ b.L(r) @ b.Y(r, r))
    fva = b.total(b.v(t) @ cut[b.rows(t), b.rows(s)] for t in b.other(s))
    foreign = b.total(b.v(t) @ b.B(t, s) for t in b.other(s))
    return np.array(
        [
            direct,
            once * (b.Y(s, r) + b.A(s, r) @ abroad) - direct,
            once * (b.A(s, r) @ absorbed_by(b, b.inverse, s, r, s, b.R)),
            (b.v(s) @ b.B(s, s) - once) * b.E[s, r],
            fva * b.E[s, r],
            (foreign - fva) * b.E[s, r],
        ]
    )


def by_sink(b, s, r):
    cut, each = b.without_inputs_of(s), b.v(s) @ b.B(s, s)
    foreign = b.total(b.v(t) @ b.B(t, s) for t in b.other(s))
    abroad = b.total(absorbed_by(b, cut, s, r, k, b.other(s)) for k in b.other(s))
    home = absorbed_by(b, cut, s, r, s, b.R)
    again = b.A(s, r) @ cut[b.rows(r), b.rows(s)] @ b.total(b.E[s, t] for t in b.other(s))
    direct = each * (b.Y(s, r) + b.A(s, r) @ b.L(r) @ b.Y(r, r))
    return np.array(
        [
            direct,
            each * (b.Y(s, r) + b.A(s, r) @ abroad) - direct,
            each * (b.A(s, r) @ home),
            each * again,
            foreign * (b.Y(s, r) + b.A(s, r) @ (abroad + home)),
            foreign * again,
        ]
    )


@given(WORLDS)
def test_components_against_the_formulas(w):
    first, last, b = source(w), sink(w), Blocks(w)
    for s in b.R:
        assert_array_equal(first[:, s, :, s], 0.0)
        assert_array_equal(last[:, s, :, s], 0.0)
        for r in b.other(s):
            assert_allclose(first[:, s, :, r], by_source(b, s, r), **close(w))
            assert_allclose(last[:, s, :, r], by_sink(b, s, r), **close(w))


@given(WORLDS)
def test_both_add_up_to_exports_of_every_industry_to_every_importer(w):
    sold = np.where(w.x.reshape(w.R, w.S, 1) > 0, va.bilateral_exports(w.Z4, w.Y3), 0.0)
    assert_allclose(source(w).sum(axis=0), sold, **close(w))
    assert_allclose(sink(w).sum(axis=0), sold, **close(w))


@given(WORLDS)
def test_exporters_totals_do_not_depend_on_when_value_added_is_counted(w):
    first, last = source(w).sum(axis=(2, 3)), sink(w).sum(axis=(2, 3))
    assert_allclose(first[REFLECTION:], last[REFLECTION:], **close(w))
    assert_allclose(first[:REFLECTION].sum(axis=0), last[:REFLECTION].sum(axis=0), **close(w))


@given(WORLDS)
def test_totals_are_those_of_other_measures(w):
    got = source(w).sum(axis=3)
    sold = va.exports(w.Z4, w.Y3)
    content = va.export_content(w.v, w.B, w.A4, sold)
    assert_allclose(got[:DDC].sum(axis=0), content.dva, **close(w))
    assert_allclose(got[DDC], content.ddc, **close(w))
    assert_allclose(got[FVA], content.fva, **close(w))
    assert_allclose(got[DIRECT], va.davax(w.v, va.domestic_leontief(w.A4), w.A4, w.Y3), **close(w))
    assert_allclose(got[:REFLECTION].sum(axis=(0, 2)), va.vax(va.value_added_absorption(w.v, w.LU, w.Yr)), **close(w))
    nine = et.koopman_wang_wei(et.wang_wei_zhu(w.v, w.B, w.A4, w.Y3)).sum(axis=(2, 3))
    assert_allclose(got[REFLECTION].sum(axis=1), nine[3:5].sum(axis=0), **close(w))
    assert_allclose(got[DDC].sum(axis=1), nine[5], **close(w))


def test_source_and_sink_differ_by_importer():
    """Two exporters: what a sells to b comes back to be sold on to c, and leaves for the last time on that way."""
    A = np.zeros((3, 3))
    A[0, 1], A[1, 0] = 0.5, 0.5
    Y3 = np.zeros((3, 1, 3))
    Y3[0, 0, 2], Y3[0, 0, 0], Y3[1, 0, 1], Y3[2, 0, 2] = 3.0, 3.0, 3.0, 1.0
    B, v = np.linalg.inv(np.eye(3) - A), 1 - A.sum(axis=0)
    args = v, B, A.reshape(3, 1, 3, 1), Y3
    first, last = et.borin_mancini_source(*args)[:, 0, 0], et.borin_mancini_sink(*args)[:, 0, 0]
    # x = (10, 8, 1); exports of a: 4 to b, 3 to c. By source 0.5 of each is new; by sink 2/3 of what does not return
    assert_allclose(first[:DDC].sum(axis=0), [0, 2.0, 1.5])
    assert_allclose(last[:DDC].sum(axis=0), [0, 1.5, 2.0])
    assert_allclose(first[:DDC].sum(), last[:DDC].sum())
