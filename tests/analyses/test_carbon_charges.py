"""Charges on carbon at given quantities: by hand, against an inverse written out, net of zero, and refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from numpy.testing import assert_allclose

import newind as ni
from each import check_each
from newind.accounts.accounts import Accounts, Satellite
from newind.analyses.green.charge_inputs import PayoutRule
from newind.analyses.green.charge_simulated import TOTALS, beside_equilibrium, package_of, responses
from newind.analyses.green.charges import border_charge_effects, carbon_price_effects, embodied_charge_effects
from newind.charts.proofs import Bars, PartnerBars
from newind.errors import DataError, PolicyError, UnknownNameError
from newind.testing import economies

observed = ni.load("world").until(2011)
world = observed.until(2009)
"""Tables with CO2 and volumes."""
PLAIN = PayoutRule(benchmark=None)
FOCUS = ("CHN", "USA", "DEU", "IND")


def toy(**changes):
    """China makes power (100, emits 50 kt) for its builders and itself; builders emit nothing; the USA makes one."""
    given_ = {
        "Z": [[0, 40, 0, 0], [0, 0, 0, 0], [0, 20, 0, 0], [0, 0, 0, 0]],
        "Y": [[60, 0], [200, 0], [0, 80], [0, 50]],
        "regions": ["CHN", "USA"],
        "industries": ["c17", "c18"],
        "demand": ["c37"],
        "year": 2008,
        "satellites": {"co2": Satellite([50.0, 0.0, 30.0, 0.0], unit="kt")},
    }
    return Accounts(**(given_ | changes))


def cell(w, r, i):
    return w.regions.index(r) * w.S + w.industries.index(i)


# ---- by hand
def test_builders_pay_for_the_power_they_use():
    # chain of a unit of building: 0.2 of power at 0.5 kt per million, so 0.1 kt; at 20 USD/t 0.002 per unit
    found = embodied_charge_effects(toy(), "CHN", 20.0, out=PLAIN)
    assert_allclose(found.pays[0], [60 * 0.5 * 0.02, 200 * 0.1 * 0.02])
    assert_allclose(found.pays[1], 0.0)
    assert_allclose((found.charged, found.emitted), (0.05, 0.05))
    assert_allclose(found.composite, [0.01, 0.002])
    assert found.through_inputs.tolist() == [False, False]  # building is below the average along the chain
    everywhere = embodied_charge_effects(toy(), "CHN", 20.0, chain="world", out=PLAIN)
    # a unit of building holds 0.1 of American power at 0.3 kt per million as well
    assert_allclose(everywhere.pays[0, 1], 200 * (0.1 + 0.03) * 0.02)


def test_a_carbon_price_is_passed_on():
    found = carbon_price_effects(toy(), "CHN", 20.0, out=PLAIN)
    assert_allclose(found.pays[0], [1.0, 0.0])
    assert_allclose(found.own_price[0], [0.01, 0.002])
    assert_allclose(found.baskets["households"], (60 * 0.01 + 200 * 0.002) / 260)
    assert np.isnan(found.baskets["exports"])
    assert found.to_households == pytest.approx(1.0)


def test_a_border_charge_makes_building_dearer():
    found = border_charge_effects(toy(), "CHN", 20.0)
    assert_allclose(found.pays, [[0.0, 0.0], [20 * 0.3 * 0.02, 0.0]])
    assert_allclose(found.own_price[0], [0.0, 0.1 * 0.3 * 0.02])
    assert found.by_partner().set_index("partner").loc["USA", "share"] == 1.0


# ---- what must hold on any economy
@settings(max_examples=25)
@given(economies(rest=False), st.floats(0.0, 1.0), st.sampled_from(["households", "value_added", "low_emission"]))
def test_nothing_is_charged_twice_and_all_is_paid_out(w, covered, rule):
    out = PayoutRule("peers", rule, 0.5)
    region = w.regions.codes[0]
    home = embodied_charge_effects(w, region, 20.0, coverage=covered, out=out)
    everywhere = embodied_charge_effects(w, region, 20.0, chain="world", coverage=covered, out=out)
    direct = carbon_price_effects(w, region, 20.0, coverage=covered, out=out)
    for found in (home, everywhere, direct, border_charge_effects(w, region, 20.0)):
        assert abs(sum(found.net.values())) <= 1e-9 * (1 + found.receipts)
        assert (found.pays >= -1e-9).all()
        assert (found.receives >= 0).all()
    assert (home.pays <= everywhere.pays + 1e-9 * (1 + everywhere.pays)).all()
    if (w.Y3 >= 0).all():
        assert home.charged + home.priced <= home.emitted * (1 + 1e-9)
        assert everywhere.charged + everywhere.priced <= everywhere.emitted * (1 + 1e-9)
    assert_allclose(direct.charged, covered * direct.emitted, rtol=1e-9)


@settings(max_examples=15)
@given(economies(rest=False), st.floats(0.1, 10.0))
def test_charges_are_linear_in_the_price(w, factor):
    region = w.regions.codes[-1]
    for charge in (embodied_charge_effects, carbon_price_effects):
        once, more = charge(w, region, 10.0, out=PLAIN), charge(w, region, 10.0 * factor, out=PLAIN)
        assert_allclose(more.pays, factor * once.pays, rtol=1e-9, atol=1e-9)
        assert_allclose(more.final_price, factor * once.final_price, rtol=1e-9, atol=1e-12)


def test_where_everything_is_priced_nothing_is_charged():
    assert embodied_charge_effects(world, "CHN", 20.0, coverage=1.0).receipts == 0
    priced = np.ones((20, 26))
    assert embodied_charge_effects(world, "CHN", 20.0, chain="world", coverage=priced).receipts == 0
    imports = embodied_charge_effects(world, "CHN", 20.0, chain="world", coverage=1.0)
    assert 0 < imports.receipts < embodied_charge_effects(world, "CHN", 20.0, chain="world").receipts


# ---- against figures computed another way
def written_out(w, region):
    """Return emissions per unit of output, the region's inverse and the world's, without the kernels."""
    x = w.Z.sum(axis=1) + w.Y.sum(axis=1)
    A = np.divide(w.Z, x, out=np.zeros_like(w.Z), where=x > 0)
    f = np.divide(w.satellites["co2"].values, x, out=np.zeros_like(x), where=x > 0)
    here = slice(cell(w, region, w.industries[0]), cell(w, region, w.industries[0]) + w.S)
    return f, np.linalg.inv(np.eye(w.S) - A[here, here]), np.linalg.inv(np.eye(w.n) - A), here


@pytest.mark.parametrize("region", FOCUS)
def test_shipped_figures_against_inverses_written_out(region):
    found = embodied_charge_effects(world, region, 20.0)
    w = world[found.year]
    assert (found.year, found.status) == (2009, "estimated")
    f, home, everywhere, here = written_out(w, region)
    r = w.regions.index(region)
    bought = np.maximum(w.Y.reshape(w.n, w.R, -1)[:, r].sum(axis=1), 0.0)
    rate = f[here] @ home * 20.0 / 1e3
    assert_allclose(found.pays[r], rate * bought[here], rtol=1e-9, atol=1e-9)
    assert found.charged + found.priced <= found.emitted
    households = np.maximum(w.Y.reshape(w.n, w.R, -1)[:, r, w.demand.index("c37")], 0.0)
    assert_allclose(found.baskets["households"], rate @ households[here] / households.sum(), rtol=1e-9)
    full = embodied_charge_effects(world, region, 20.0, chain="world")
    assert_allclose(full.pays.ravel(), f @ everywhere * 0.02 * bought, rtol=1e-9, atol=1e-9)
    direct = carbon_price_effects(world, region, 20.0)
    own = np.zeros(w.n)
    own[here] = f[here] * 0.02
    assert_allclose(direct.own_price.ravel(), own @ everywhere, rtol=1e-9, atol=1e-12)
    assert_allclose(direct.pays.sum(), w.satellites["co2"].values[here].sum() * 0.02, rtol=1e-9)


def test_china_builds_with_dirty_inputs_and_pays_most():
    found = embodied_charge_effects(world, "CHN", 20.0)
    table = found.table()
    assert table.sort_values("pays").iloc[-1]["party"] == "c18"
    assert dict(zip(found.industries, found.through_inputs, strict=True))["c18"]
    assert table.sort_values("receives").iloc[-1]["party"] == "c17"
    assert abs(table["net"].sum()) < 1e-6 * found.receipts


def test_abaters_share_by_what_they_save_since_then():
    found = embodied_charge_effects(world, "CHN", 20.0, out=PayoutRule(benchmark=4), year=2008)
    f, x = [], []
    for year in (2004, 2008):
        w = world[year]
        volume = w.satellites["output_volume"].values[: w.S]
        f.append(np.divide(w.satellites["co2"].values[: w.S], volume, out=np.zeros(w.S), where=volume > 0))
        x.append(volume)
    saved = np.maximum((f[0] - f[1]) * x[1], 0.0)
    assert_allclose(found.abaters, found.receipts * saved / saved.sum(), rtol=1e-9)
    assert found.to_households == 0
    half = embodied_charge_effects(world, "CHN", 20.0, out=PayoutRule(4, "value_added", 0.5), year=2008)
    added = world[2008].value_added[:26]
    assert_allclose(half.others, found.receipts / 2 * added / added.sum(), rtol=1e-9)
    assert "in proportion to value added" in half.rule["en"]


def test_peers_and_stated_benchmarks():
    w = world[2009]
    f = (w.satellites["co2"].values / np.where(w.x > 0, w.x, np.inf)).reshape(20, 26)
    made = (w.x > 0).reshape(20, 26)
    named = [k for k, code in enumerate(w.regions.codes) if code not in ("DEU", "REU", "ROW")]
    median = np.array([np.median(f[named, i][made[named, i]]) for i in range(26)])
    r = w.regions.index("DEU")
    saved = np.maximum((median - f[r]) * w.x.reshape(20, 26)[r], 0.0)
    peers = embodied_charge_effects(w, "DEU", 20.0, out=PayoutRule("peers"))
    assert_allclose(peers.abaters, peers.receipts * saved / saved.sum(), rtol=1e-9)
    stated = embodied_charge_effects(w, "DEU", 20.0, out=PayoutRule({"c17": 100.0}))
    assert stated.abaters.argmax() == w.industries.index("c17")
    assert stated.abaters.sum() == pytest.approx(stated.receipts)


def test_a_charge_on_exports_adds_final_products_sold_abroad():
    home = embodied_charge_effects(world, "CHN", 20.0)
    more = embodied_charge_effects(world, "CHN", 20.0, exports=True)
    w = world[2009]
    sold = np.maximum(w.Y3[0], 0.0)[:, 1:].sum(axis=1)
    rate = home.pays[0] / home.base[0]
    assert_allclose(more.receipts - home.receipts, (rate * sold).sum(), rtol=1e-9)
    exports = w.Z4[0][:, 1:].sum() + w.Y3[0][:, 1:].sum()
    assert_allclose(more.baskets["exports"], (rate * sold).sum() / exports, rtol=1e-9)
    with pytest.raises(PolicyError, match="sales at home only"):
        beside_equilibrium(w, more)
    with pytest.raises(PolicyError, match="not what is covered at whatever price"):
        beside_equilibrium(w, border_charge_effects(w, "CHN", 20.0, coverage=0.5))


def test_the_chain_before_the_border_holds_more():
    direct = border_charge_effects(world, "DEU", 50.0, partners=["CHN"], industries="manufacturing")
    chain = border_charge_effects(world, "DEU", 50.0, basis="embodied", partners=["CHN"], industries="manufacturing")
    assert direct.partners_charged == ("CHN",)
    assert direct.by_partner().set_index("partner").loc["CHN", "share"] == 1.0
    assert chain.receipts > direct.receipts > 0


def test_tables_and_charts_say_the_same():
    found = embodied_charge_effects(world, "IND", 20.0, chain="world")
    prices, table = found.prices(), found.table().set_index("party")
    bars, sides = found.chart(), found.sides()
    assert isinstance(bars, Bars)
    assert isinstance(sides, PartnerBars)
    assert bars.rows[0].value == prices["final_price"].max()
    for row in sides.rows:
        assert_allclose((row.value, row.other), table.loc[row.code, ["receives", "pays"]].astype(float))
    assert_allclose(found.by_partner()["pays"].sum(), found.receipts)
    assert found.price_unit == "USD/t"
    assert set(found.note) == {"en", "zh"}


# ---- beside the model
def test_the_model_is_asked_the_same():
    effects = embodied_charge_effects(world, "CHN", 20.0, chain="world", coverage={"c17": 0.7})
    charge, covered = package_of(effects).shocks
    assert (charge.lever, charge.value, charge.option("chain")) == ("embodied_charge", 20.0, "world")
    assert (covered.lever, covered.industry, covered.option("coverage")) == ("carbon_price", ("c17",), 0.7)
    border = package_of(border_charge_effects(world, "DEU", 50.0, partners=["CHN"])).shocks[0]
    assert (border.lever, border.partner) == ("border_charge", ("CHN",))


def test_receipts_at_given_quantities_are_those_of_the_model_at_a_small_price():
    """Where nobody has a reason to respond, the model and the accounts charge the same."""
    from newind.policy.simulate import simulate

    cases = (
        (embodied_charge_effects(world, "CHN", 0.01, coverage=0.3), "embodied charges"),
        (embodied_charge_effects(world, "CHN", 0.01, chain="world"), "embodied charges"),
        (carbon_price_effects(world, "CHN", 0.01, coverage=0.3), "carbon"),
        (border_charge_effects(world, "CHN", 0.01, year=2009), "border charges"),
        (border_charge_effects(world, "CHN", 0.01, basis="embodied", year=2009), "border charges"),
    )
    for effects, source in cases:
        government = simulate(world[effects.year], package_of(effects)).government
        name = next(k for k in government if source in k)
        assert_allclose(government[name][0], effects.receipts, rtol=5e-3)


@pytest.mark.parametrize("region", FOCUS)
def test_given_quantities_are_an_upper_bound_while_foreign_prices_do_not_rise(region):
    """A charge on imports raises factor prices at home against those abroad; substitution does the rest."""
    from newind.policy.simulate import simulate

    effects = border_charge_effects(world, region, 20.0, year=2009)
    simulation = simulate(world[2009], package_of(effects))
    found = dict(zip(TOTALS, responses(simulation, effects.at), strict=False))
    assert found["foreign_price"] < 0
    assert 0 < found["final_price"] < effects.baskets["final"]


def test_accounting_beside_equilibrium():
    effects = carbon_price_effects(world, "CHN", 20.0)
    found = beside_equilibrium(world[effects.year], effects)
    table = found.table()
    total = table[table["industry"].isna()].set_index("measure")
    assert list(total.index) == list(TOTALS)
    assert total.loc["emissions", "simulated"] < 0 == total.loc["emissions", "accounting"]
    assert (total["low"] <= total["simulated"]).all()
    assert (total["simulated"] <= total["high"]).all()
    assert set(table["status_simulated"]) == {"simulated"}
    assert_allclose(total.loc["real_income", "simulated"], found.simulation.welfare[0])
    after = found.simulation.accounts.satellites["co2"].values[:26].sum()
    before = found.simulation.baseline.satellites["co2"].values[:26].sum()
    assert_allclose(total.loc["emissions", "simulated"], after / before - 1.0, rtol=1e-9)
    bought = np.maximum(world[effects.year].Y3[1:, :, 0], 0.0)
    abroad = (effects.own_price[1:] * bought).sum() / bought.sum()
    assert_allclose(total.loc["foreign_price", "accounting"], abroad, rtol=1e-9)
    assert total.loc["foreign_price", "low"] > abroad  # factor prices at home give way
    top = found.chart().rows[0]
    assert top.code == "c17"
    assert top.value == effects.composite[16]
    assert top.other < top.value  # users of power turn away from it


# ---- what cannot be asked
def test_years_without_carbon_are_refused_by_name():
    with pytest.raises(DataError, match="CO2 of CHN is not known in 1998: it is from 2000 to 2011"):
        embodied_charge_effects(observed, "CHN", 20.0, out=PLAIN, year=1998)
    with pytest.raises(DataError, match="both years; years with both are 2005 to 2009"):
        embodied_charge_effects(observed, "CHN", 20.0, year=2011)
    with pytest.raises(DataError, match=r"needs CO2 of CN-HE.*attach"):
        embodied_charge_effects(ni.load("china-2017"), "CN-HE", 20.0, out=PLAIN)
    with pytest.raises(DataError, match=r"a carbon price needs CO2 of CHN, which accounts of 2020 lack for every"):
        carbon_price_effects(ni.load("china"), "CHN", 20.0, out=PLAIN)
    with pytest.raises(DataError, match="needs a Panel"):
        carbon_price_effects(world[2009], "CHN", 20.0)
    with pytest.raises(DataError, match="accounts are of 2009, not 2008"):
        carbon_price_effects(world[2009], "CHN", 20.0, out=PLAIN, year=2008)


@check_each(
    ("given_", "error", "said"),
    [
        ({"price": -1.0}, DataError, "price of carbon is -1 per tonne"),
        ({"price": float("nan")}, DataError, "price of carbon is nan"),
        ({"coverage": 1.2}, DataError, "coverage outside 0 to 1 in 'CHN c1: 1.2'"),
        ({"coverage": {"c17": -0.1}}, DataError, "in 'CHN c17: -0.1'"),
        ({"coverage": np.ones(3)}, DataError, r"shape \(3,\)"),
        ({"coverage": {"c99": 0.5}}, UnknownNameError, "c99"),
        ({"chain": "wrold"}, UnknownNameError, "Did you mean 'world'"),
        ({"region": "CHM"}, UnknownNameError, "Did you mean 'CHN'"),
    ],
)
def test_bad_input_is_named(given_, error, said):
    asked = {"region": "CHN", "price": 20.0} | given_
    with pytest.raises(error, match=said):
        embodied_charge_effects(world, asked.pop("region"), asked.pop("price"), **asked)


def test_bad_rules_are_named():
    with pytest.raises(UnknownNameError, match="Did you mean 'households'"):
        PayoutRule(rule="household")
    with pytest.raises(UnknownNameError, match="Did you mean 'peers'"):
        PayoutRule("peer")
    with pytest.raises(DataError, match=r"another benchmark: peers or none \(--benchmark peers, "):
        embodied_charge_effects(world, "CHN", 20.0, year=2000)
    with pytest.raises(DataError, match="0 years before"):
        PayoutRule(0)
    with pytest.raises(DataError, match=r"abaters get 1\.5"):
        PayoutRule(abaters=1.5)
    with pytest.raises(UnknownNameError, match="Bases: direct and embodied"):
        border_charge_effects(world, "CHN", 20.0, basis="total")


def with_boundary():
    """A national table in USD with CO2 at home."""
    return toy(boundary=("USA",), satellites={"co2": Satellite([50.0, 0.0, np.nan, np.nan], unit="kt")},
               Z=[[0, 40, 0, 0], [0, 0, 0, 0], [0, 20, 0, 0], [0, 0, 0, 0]],
               Y=[[60, 0], [200, 0], [0, 0], [0, 0]])  # fmt: skip


def test_a_national_table_has_a_domestic_chain_only():
    w = with_boundary()
    assert_allclose(embodied_charge_effects(w, "CHN", 20.0, out=PLAIN).pays[0], [0.6, 0.4])
    assert_allclose(carbon_price_effects(w, "CHN", 20.0, out=PLAIN).own_price[0], [0.01, 0.002])
    for asked in ({"chain": "world"}, {"exports": True}):
        with pytest.raises(DataError, match="needs closed accounts; USA is only a boundary"):
            embodied_charge_effects(w, "CHN", 20.0, out=PLAIN, **asked)
    with pytest.raises(DataError, match="needs closed accounts"):
        border_charge_effects(w, "CHN", 20.0)
    lacking = toy(satellites={"co2": Satellite([50.0, 0.0, np.nan, 0.0], unit="kt")})
    with pytest.raises(DataError, match="lack for 'USA c17'"):
        embodied_charge_effects(lacking, "CHN", 20.0, chain="world", out=PLAIN)


def test_charges_start_from_the_last_year_with_carbon_and_pay_households_without_volumes():
    """Abatement cannot be measured after 2009, which is no reason to charge the economy of then."""
    for effects in (embodied_charge_effects, carbon_price_effects):
        found = effects(ni.load("world"), "CHN", 20.0)
        assert found.year == max(y for y in ni.load("world").years if "co2" in ni.load("world")[y].satellites) == 2022
        assert found.to_households == pytest.approx(found.receipts)
        asked = effects(ni.load("world"), "CHN", 20.0, out=PayoutRule(5))
        assert (asked.year, asked.to_households < asked.receipts) == (2009, True)
