"""The price model, charges along the chain and payouts: closed forms, bounds, and what must add up."""

from __future__ import annotations

import numpy as np
from drawn import Drawn, economies
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from newind.kernels import carbon, compensation
from newind.kernels.leontief import Leontief


def home_chain(w: Drawn, r: int) -> Leontief:
    """Return the chain of one region alone."""
    return Leontief(np.ascontiguousarray(w.A.reshape(w.R, w.S, w.R, w.S)[r, :, r]))


@given(economies())
def test_five_percent_on_all_value_added_is_five_percent_on_all_prices(w: Drawn) -> None:
    change = compensation.price_change(w.LU, 0.05 * w.v)
    assert_allclose(change[w.made], 0.05, rtol=1e-9)


@given(economies(), st.floats(0.0, 50.0))
def test_prices_are_linear_in_costs_and_never_fall(w: Drawn, factor: float) -> None:
    once = compensation.price_change(w.LU, w.f)
    assert (once >= -1e-12 * abs(once).max()).all()
    assert_allclose(once, w.f @ w.B, rtol=1e-9, atol=1e-9)
    assert_allclose(compensation.price_change(w.LU, factor * w.f), factor * once, rtol=1e-9, atol=1e-9)


def test_two_industries_by_hand() -> None:
    """Steel needs 0.2 of power: a charge of 0.1 on power makes steel dearer by 0.02."""
    chain = Leontief(np.array([[0.0, 0.2], [0.0, 0.0]]))
    assert_allclose(compensation.price_change(chain, np.array([0.1, 0.0])), [0.1, 0.02])
    assert_allclose(compensation.basket_change(np.array([0.1, 0.02]), np.array([1.0, 3.0])), 0.04)


@given(economies())
def test_a_border_charge_costs_what_is_imported_times_the_rate(w: Drawn) -> None:
    A4, rate = w.A.reshape(w.R, w.S, w.R, w.S), w.f.reshape(w.R, w.S)
    cost = compensation.border_cost(A4, rate, region=0)
    Z4 = w.Z.reshape(w.R, w.S, w.R, w.S)
    paid = sum(rate[r, i] * Z4[r, i, 0].sum() for r in range(1, w.R) for i in range(w.S))
    assert_allclose((cost[0] * w.x[: w.S]).sum(), paid, rtol=1e-9, atol=1e-9)
    assert not cost[1:].any()


@given(economies(), st.floats(0.0, 1.0))
def test_what_is_charged_and_priced_is_all_emissions(w: Drawn, covered: float) -> None:
    """With the world's chain and every final sale charged nothing is missed or charged twice."""
    coverage = covered * np.linspace(0.0, 1.0, w.n)
    charged = compensation.unpriced_content(w.f, coverage, w.LU) @ w.Y.sum(axis=1)
    assert_allclose(charged + (coverage * w.emissions).sum(), w.emissions.sum(), rtol=1e-9, atol=1e-9)


@given(economies(), st.floats(0.0, 1.0))
def test_the_domestic_chain_holds_no_more_than_that_of_the_world(w: Drawn, covered: float) -> None:
    coverage = np.full(w.n, covered)
    everywhere = compensation.unpriced_content(w.f, coverage, w.LU).reshape(w.R, w.S)
    for r in range(w.R):
        here = slice(r * w.S, (r + 1) * w.S)
        at_home = compensation.unpriced_content(w.f[here], coverage[here], home_chain(w, r))
        assert (at_home <= everywhere[r] + 1e-9 * (1 + everywhere[r])).all()


@given(economies())
def test_nothing_is_charged_where_everything_is_priced(w: Drawn) -> None:
    assert not compensation.unpriced_content(w.f, np.ones(w.n), w.LU).any()


@given(
    st.floats(0.0, 1e6),
    st.lists(st.floats(0.0, 1e5), min_size=3, max_size=3),
    st.lists(st.floats(0.0, 1e5), min_size=3, max_size=3) | st.none(),
    st.floats(0.0, 1.0),
)
def test_all_receipts_are_paid_out(
    receipts: float, saved: list[float], weights: list[float] | None, share: float
) -> None:
    among = None if weights is None else np.array(weights)
    paid = compensation.pay_out(receipts, np.array(saved), among, share)
    assert_allclose(paid.industries.sum() + paid.households, receipts, rtol=1e-12, atol=1e-9)
    assert (paid.industries >= 0).all()


def test_abaters_share_by_what_they_save() -> None:
    saved = compensation.emission_abatement(
        np.array([2.0, 1.0, np.nan]), np.array([1.0, 2.0, 1.0]), np.array([4.0, 4.0, 4.0])
    )
    assert_allclose(saved, [4.0, 0.0, 0.0])
    paid = compensation.pay_out(10.0, saved, np.array([0.0, 1.0, 3.0]), 0.6)
    assert_allclose(paid.abaters, [6.0, 0.0, 0.0])
    assert_allclose(paid.others, [0.0, 1.0, 3.0])
    nobody = compensation.pay_out(10.0, np.zeros(3), None)
    assert nobody.households == 10.0


@given(economies(), st.floats(0.0, 1.0))
def test_payments_between_regions_cancel_out(w: Drawn, share: float) -> None:
    caused = carbon.bilateral(w.f, w.LU, w.Yr, w.R)
    paid = compensation.payments(caused, 20.0, share)
    net = paid.sum(axis=0) - paid.sum(axis=1)
    assert_allclose(net.sum(), 0.0, atol=1e-9 * (1 + abs(paid).sum()))
    assert_allclose(net, 20.0 * share * carbon.net_exports(caused), rtol=1e-9, atol=1e-9 * (1 + abs(paid).sum()))


def test_responsibility_goes_from_producer_to_consumer() -> None:
    made, used = np.array([8.0, 2.0]), np.array([5.0, 5.0])
    assert_allclose(compensation.responsibility(made, used, 0.0), made)
    assert_allclose(compensation.responsibility(made, used, 1.0), used)
    assert_allclose(compensation.responsibility(made, used, 0.5), [6.5, 3.5])


def test_construction_emits_through_others() -> None:
    own = compensation.inputs_share(np.array([0.2, 1.0, 0.0]), np.array([1.0, 1.0, 0.0]))
    assert_allclose(own, [0.8, 0.0, np.nan])
