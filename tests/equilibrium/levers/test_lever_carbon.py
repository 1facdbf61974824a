"""Levers on carbon: charges by hand, what is charged in all, who is compensated."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from moved import ground, log, move, shocks, solved
from numpy.testing import assert_allclose
from scipy.integrate import quad

from newind.equilibrium.levers import LeverContext, compensation, find_compensated_regions
from newind.equilibrium.levers.carbon import abatement, compute_abatement
from newind.equilibrium.levers.ground import EMITTED, coefficients_of

G = ground()
B = G.benchmark
FUEL, PROCESS = np.asarray(B.fuel_emissions), np.asarray(B.process_emissions)
LANDED = (1 + B.tariff) * (1 - B.rebate) * (1 - B.subsidy.T[:, None, :])  # per unit of the producer's price
EXPONENT = 0.4  # process_abatement


def test_a_carbon_price_is_on_fuels_that_industries_buy() -> None:
    got = shocks(move("carbon_price", 50, region="AAA", industry="c2 c3", coverage=0.6), on=G).fuel_carbon
    want = np.zeros((4, 3, 5))
    want[:, 0, 1:3] = 50 * 0.6 * 1e-3 * FUEL[:, 0, 1:3]
    assert_allclose(got, want)


def test_process_emissions_are_abated_at_a_cost() -> None:
    """Intensity falls by the stated elasticity; what that costs is the area under the curve, a loss of productivity."""
    price, covered = 80.0, 0.7
    got = shocks(move("carbon_price", price, region="AAA", industry="c2", coverage=covered), on=G)
    kept = (1 + price / 100) ** -EXPONENT
    f, mu = PROCESS[0, 1], B.markup[0, 1]
    assert_allclose(got.process_carbon[0, 1], 1e-3 * covered * price * f * kept)  # type: ignore[index]
    assert_allclose(np.exp(got.process_intensity[0, 1]), 1 - covered + covered * kept)  # type: ignore[index]
    slope = lambda p: EXPONENT / 100 * (1 + p / 100) ** (-EXPONENT - 1)  # noqa: E731 - tonnes abated per USD
    area = quad(lambda p: p * slope(p), 0, price)[0]
    assert_allclose(np.exp(-got.productivity[0, 1]), 1 + 1e-3 * covered * f * area * mu)  # type: ignore[index]
    assert np.count_nonzero(got.productivity) == 1


def test_charges_follow_emissions_per_unit_that_are_stated() -> None:
    """As in an economy that emits so much in its benchmark."""
    change = np.random.default_rng(8).uniform(0.3, 1.2, (3, 5))
    cleaner = replace(B, fuel_emissions=FUEL * change, process_emissions=PROCESS * change[:, :-1])
    moves = [
        move("carbon_price", 40, region="AAA", coverage=0.5),
        *(move("border_charge", rate, region="BBB", basis=basis) for rate, basis in ((30, "direct"), (20, "embodied"))),
        *(move("embodied_charge", 25, region="CCC", chain=chain) for chain in ("domestic", "world")),
    ]
    got, want = shocks(*moves, on=ground(**{EMITTED: change})), shocks(*moves, on=replace(G, benchmark=cleaner))
    names = ("fuel_carbon", "process_carbon", "process_intensity", "productivity", "border_charge", "embodied_charge")
    for name in names:
        assert_allclose(getattr(got, name), getattr(want, name), err_msg=name)


@pytest.mark.parametrize("elasticity", [0.0, 0.4, 1.0, 2.0])
def test_abatement_costs_the_area_under_its_curve(elasticity: float) -> None:
    price = np.array([0.0, 10.0, 300.0])
    kept, cost = abatement(price, elasticity)
    curve = lambda p: (1 + p / 100) ** -elasticity  # noqa: E731
    assert_allclose(kept, curve(price))
    assert_allclose(cost, [quad(curve, 0, p)[0] - p * curve(p) for p in price], atol=1e-9)


def test_prices_of_two_moves_add_up_over_what_each_covers() -> None:
    moves = [
        move("carbon_price", 50, region="AAA", coverage=0.5),
        move("carbon_price", 10, mode="add", region="AAA", industry="c1", coverage=1.0),
    ]
    got = shocks(*moves, on=G).fuel_carbon
    assert got is not None
    assert_allclose(got[0, 0, :4], 1e-3 * FUEL[0, 0, :4] * np.array([35, 25, 25, 25]))


def test_payments_come_back_with_output_where_that_is_the_rule() -> None:
    got = shocks(
        move("carbon_price", 50, region="AAA", recycling="output_based"), move("carbon_price", 50, region="BBB"), on=G
    )
    assert_allclose(got.returned, [[1] * 4, [0] * 4, [0] * 4])  # type: ignore[arg-type]
    found = solved(move("carbon_price", 50, region="AAA", recycling="output_based"), on=G).state
    assert_allclose(found.government["carbon returned"] + found.government["carbon"], 0, atol=1e-10)
    assert found.government["carbon"][0] > 0


def test_what_a_carbon_price_brings_in_is_the_price_of_what_is_emitted() -> None:
    """Revenue is tonnes after the policy times the price, in benchmark money."""
    found = solved(move("carbon_price", 50, region="AAA"), on=G)
    s = found.state
    volume = s.receipts * np.exp(-s.prices.border)
    fuel = (FUEL[:, 0, :4] * s.sales.spend[:, 0, :4] * np.exp(-s.prices.prices_by_user[:, 0, :4])).sum()
    process = (PROCESS[0] * volume[0] * 1.5**-EXPONENT).sum()
    assert_allclose(s.government["carbon"][0], 50 * 1e-3 * (fuel + process) * s.prices.level)


# ---- at the border
def test_a_border_charge_is_on_emissions_of_the_last_producer() -> None:
    got = shocks(move("border_charge", 40, region="AAA", partner="BBB", industry="c1"), on=G).border_charge
    assert got is not None
    f = (FUEL[:, 1, 0] * B.spend[:, 1, 0]).sum() / B.output[1, 0] + PROCESS[1, 0]
    assert_allclose(got[0, 0, 1], 40e-3 * f / LANDED[0, 0, 1])
    assert np.count_nonzero(got) == 1


def test_a_border_charge_leaves_home_sales_alone() -> None:
    got = shocks(move("border_charge", 40), on=G).border_charge
    assert got is not None
    assert not got[:, range(3), range(3)].any()
    assert (got > 0).sum() == 4 * 6


def test_what_the_origin_pays_already_comes_off() -> None:
    charge = move("border_charge", 40, region="AAA", partner="BBB", industry="c1")
    full = shocks(charge, on=G).border_charge[0, 0, 1]  # type: ignore[index]
    for price, covered, left in ((10, 1.0, 30), (10, 0.5, 35), (90, 0.5, 20), (90, 1.0, 0)):
        both = shocks(charge, move("carbon_price", price, region="BBB", coverage=covered), on=G).border_charge
        net = 0.0 if both is None else both[0, 0, 1]
        assert_allclose(net, full * left / 40)


def test_the_embodied_basis_counts_the_chain() -> None:
    """f B by the inverse, and what any emitter of the chain pays comes off."""
    charge = move("border_charge", 40, region="AAA", partner="BBB", industry="c1", basis="embodied")
    f, inverse = G.intensity, np.linalg.inv(np.eye(12) - coefficients_of(B))
    got = shocks(charge, on=G).border_charge
    assert_allclose(got[0, 0, 1], 40e-3 * (f.ravel() @ inverse)[4] / LANDED[0, 0, 1])  # type: ignore[index]
    owed = np.where([[False], [False], [True]], 25.0, 40.0) * f
    priced = shocks(charge, move("carbon_price", 15, region="CCC"), on=G).border_charge
    assert_allclose(priced[0, 0, 1], 1e-3 * (owed.ravel() @ inverse)[4] / LANDED[0, 0, 1])  # type: ignore[index]


# ---- on final sales
def test_a_world_wide_charge_on_final_sales_reaches_every_tonne_that_is_not_priced_once() -> None:
    """Charged and priced tonnes are all that industries emit."""
    price = move("carbon_price", 30, region="AAA", coverage=0.4)
    charge = move("embodied_charge", 20, chain="world")
    got = shocks(price, charge, on=G).embodied_charge
    bought = B.shares[..., -1] * B.spend[:, :, None, -1]
    charged = (got * bought).sum() / 20e-3  # type: ignore[operator]
    emitted = G.intensity * B.output
    assert_allclose(charged + 0.4 * emitted[0].sum(), emitted.sum())


def test_the_domestic_chain_charges_home_products_for_home_emissions() -> None:
    got = shocks(move("embodied_charge", 20, region="BBB"), on=G).embodied_charge
    assert got is not None
    A = coefficients_of(B).reshape(3, 4, 3, 4)[1, :, 1]
    upstream = G.intensity[1] @ np.linalg.inv(np.eye(4) - A)
    want = np.zeros((4, 3, 3))
    want[:, 1, 1] = 20e-3 * upstream / LANDED[:, 1, 1]
    assert_allclose(got, want)
    bought = B.shares[..., -1] * B.spend[:, :, None, -1]
    assert (got * bought).sum() / 20e-3 < (G.intensity * B.output)[1].sum()


def test_chains_may_differ_between_regions() -> None:
    moves = [move("embodied_charge", 20, region="AAA"), move("embodied_charge", 10, region="BBB", chain="world")]
    got = shocks(*moves, on=G).embodied_charge
    assert got is not None
    alone = [shocks(m, on=G).embodied_charge for m in moves]
    assert_allclose(got, alone[0] + alone[1])  # type: ignore[operator]
    assert not got[:, 2].any()


# ---- compensation
def test_compensation_pays_out_what_the_charge_brings_in() -> None:
    price = move("carbon_price", 60, region="AAA", coverage=0.5)
    moves = [price, move("embodied_charge", 20, region="AAA BBB")]
    found = solved(*moves, on=G)
    got = compensation(found)
    receipts = found.state.government["embodied charges"]
    assert receipts[0] > 0
    assert receipts[1] > 0
    assert_allclose(got.sum(axis=1), receipts, rtol=1e-12)
    assert (got >= 0).all()
    saved = compute_abatement(found)
    assert saved[0].sum() > 0
    assert_allclose(got[0, :4], receipts[0] * saved[0] / saved[0].sum())
    assert got[0, 4] == 0


def test_what_is_saved_is_measured_per_unit_of_output() -> None:
    """Cleaner by hand: intensity before less intensity after, times volume after."""
    found = solved(move("carbon_price", 60, region="AAA", coverage=0.5), on=G)
    s = found.state
    volume = s.receipts * np.exp(-s.prices.border)
    burnt = (FUEL[:, 0, :4] * s.sales.spend[:, 0, :4] * np.exp(-s.prices.prices_by_user[:, 0, :4])).sum(axis=0)
    after = burnt + PROCESS[0] * volume[0] * (0.5 + 0.5 * 1.6**-EXPONENT)
    assert_allclose(compute_abatement(found)[0], np.maximum(G.intensity[0] * volume[0] - after, 0), rtol=1e-8)


def test_households_get_what_no_industry_earns() -> None:
    moves = [
        move("embodied_charge", 20, region="AAA"),
        move("embodied_charge", 20, region="BBB", compensation="lump_sum"),
    ]
    chosen = find_compensated_regions(moves, 3)
    assert list(chosen) == [True, False, False]
    got = compensation(solved(*moves, on=G), chosen)
    assert not got[1, :4].any()
    assert got[1, 4] > 0
    assert "paid out to industries that emit less per unit" in log(*moves, on=G)
    assert "paid out to households" in log(moves[1], on=G)


def test_without_fuels_or_processes_the_other_is_charged() -> None:
    for gone in ("fuel_emissions", "process_emissions"):
        half = LeverContext(replace(B, **{gone: None}), G.elasticities, G.horizon, G.parameter, stated=G.stated)
        got = shocks(move("carbon_price", 10), on=half)
        assert (got.fuel_carbon is None) == (gone == "fuel_emissions")
        assert (got.process_carbon is None) == (gone == "process_emissions")
        found = solved(move("carbon_price", 10), move("embodied_charge", 10), on=half)
        assert_allclose(compensation(found).sum(axis=1), found.state.government["embodied charges"])
