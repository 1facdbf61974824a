"""No emission is lost or made between producer and consumer."""

from __future__ import annotations

import numpy as np
from drawn import Drawn, economies
from hypothesis import given
from numpy.testing import assert_allclose

from newind.kernels import carbon


@given(economies())
def test_footprints_share_out_all_emissions(w: Drawn) -> None:
    got = carbon.footprint(w.f, w.LU, w.Yr) + w.household
    assert_allclose(got.sum(), w.emissions.sum() + w.household.sum(), rtol=1e-9, atol=1e-9)
    assert_allclose(got.sum(), carbon.production(w.emissions, w.household).sum(), rtol=1e-9, atol=1e-9)


@given(economies())
def test_footprint_is_the_same_from_either_side(w: Drawn) -> None:
    """More pressures than columns of demand are solved from the right, fewer from the left."""
    many = np.stack([w.f * k for k in range(1, 5)])
    one = w.Yr.sum(axis=1)
    expected = many @ w.B @ one
    assert_allclose(carbon.footprint(many, w.LU, one), expected, rtol=1e-9, atol=1e-9)
    assert_allclose(carbon.footprint(many, w.LU, one[:, None]), expected[:, None], rtol=1e-9, atol=1e-9)
    assert_allclose(carbon.footprint(w.f, w.LU, w.Y), w.f @ w.B @ w.Y, rtol=1e-9, atol=1e-9)
    assert_allclose(carbon.footprint(w.f, w.LU, one), w.f @ w.B @ one, rtol=1e-9, atol=1e-9)


@given(economies())
def test_origins_and_destinations_have_the_right_margins(w: Drawn) -> None:
    flows = carbon.bilateral(w.f, w.LU, w.Yr, w.R)
    assert_allclose(flows.sum(axis=1), w.emissions.reshape(w.R, w.S).sum(axis=1), rtol=1e-9, atol=1e-9)
    assert_allclose(flows.sum(axis=0), carbon.footprint(w.f, w.LU, w.Yr), rtol=1e-9, atol=1e-9)


@given(economies())
def test_net_exports_cancel_out_over_the_world(w: Drawn) -> None:
    flows = carbon.bilateral(w.f, w.LU, w.Yr, w.R)
    net = carbon.net_exports(flows)
    assert_allclose(net.sum(), 0, atol=1e-8)
    territory = carbon.production(w.emissions, np.zeros(w.R))
    assert_allclose(net, territory - carbon.footprint(w.f, w.LU, w.Yr), rtol=1e-9, atol=1e-8)


@given(economies())
def test_total_intensity_is_own_and_that_of_inputs(w: Drawn) -> None:
    total = carbon.total_intensity(w.f, w.LU)
    assert_allclose(total, w.f + total @ w.A, rtol=1e-9, atol=1e-9)
    assert (total >= w.f - 1e-9).all()


@given(economies())
def test_products_add_up_to_the_footprint(w: Drawn) -> None:
    assert_allclose(
        carbon.by_product(w.f, w.LU, w.Yr).sum(axis=0), carbon.footprint(w.f, w.LU, w.Yr), rtol=1e-9, atol=1e-9
    )
