"""All levers together: zero is nothing, opposites are opposite, order, what is refused, what the accounts say."""

from __future__ import annotations

import numpy as np
import pytest
from moved import PEOPLE, effect, ground, log, move, moved, shocks, solved
from numpy.testing import assert_allclose

from drawn_benchmark import R, S
from each import check_each
from newind.data.reference import load, now
from newind.equilibrium.assumptions import Assumptions
from newind.equilibrium.benchmark import Benchmark
from newind.equilibrium.levers import LeverContext, build_shocks
from newind.equilibrium.levers.build import LEVERS
from newind.equilibrium.levers.ground import coefficients_of
from newind.equilibrium.shocks import NONE
from newind.errors import PolicyError, UnknownNameError
from newind.policy.levers import levers

# lever: what changes nothing, a small step around a middle value, and where
NEUTRAL = {
    "tariff": (0.2, {"partner": "BBB", "region": "AAA"}),
    "trade_cost": (0.0, {"region": "AAA", "industry": "c2"}),
    "services_trade_cost": (0.0, {"region": "AAA", "industry": "c3 c4"}),
    "cut_off": (0.3, {"region": "AAA", "partner": "BBB"}),
    "export_rebate": (0.02, {"region": "AAA", "partner": "CCC"}),
    "production_subsidy": (0.05, {"region": "BBB", "industry": "c3"}),
    "consumption_tax": (0.0, {"region": "AAA", "industry": "c1", "user": "final"}),
    "energy_cost": (0.0, {"region": "AAA", "industry": "c1", "user": "c1 c2 c3 c4"}),
    "markup": (1.1, {"region": "AAA", "industry": "c2"}),
    "carbon_price": (20.0, {"region": "AAA"}),
    "border_charge": (20.0, {"region": "AAA", "partner": "BBB"}),
    "embodied_charge": (20.0, {"region": "AAA"}),
    "clean_capital_wedge": (0.0, {"region": "AAA", "industry": "c2"}),
    "labour_cost": (0.0, {"region": "AAA", "industry": "c2"}),
    "capital_cost": (0.0, {"region": "AAA", "industry": "c2"}),
    "land_cost": (0.0, {"region": "AAA", "industry": "c2"}),
    "labour_supply": (0.0, {"region": "AAA"}),
    "capital_supply": (0.0, {"region": "AAA"}),
    "public_capital": (0.0, {"region": "AAA"}),
    "productivity": (0.0, {"region": "AAA", "industry": "c2"}),
    "rd_subsidy": (0.1, {"region": "AAA", "industry": "c2"}),
    "data_sharing": (0.5, {"region": "AAA"}),
    "procurement": (0.0, {"region": "AAA", "partner": "AAA", "industry": "c2"}),
    "demand_shift": (0.0, {"region": "AAA", "industry": "c2"}),
    "recycling": (0.1, {"region": "AAA", "industry": "c1", "user": "c1 c2 c3 c4"}),
    "migration": (0.0, {"region": "AAA", "partner": "BBB"}),
}
STEP = {"carbon_price": 2.0, "border_charge": 2.0, "embodied_charge": 2.0}
BILL = {"productivity", "labour_tax", "capital_tax", "land_tax"}
"""What a bill moves: inputs that are taken, and what the state pays for them."""
UNTOUCHED = {"cut_off", "carbon_price", "border_charge", "embodied_charge", "rd_subsidy", "data_sharing", "recycling"}
"""Levers of which 0 changes nothing, though their middle value above does."""


def around(lever: str) -> LeverContext:
    g = ground(horizon="long")
    return LeverContext(g.benchmark, g.elasticities, g.horizon, g.parameter, migration=PEOPLE, stated=g.stated)


def test_every_lever_is_here() -> None:
    assert sorted(levers().ids) == sorted(LEVERS), "a lever is entered in LEVERS of the module that moves its fields"
    assert sorted(NEUTRAL) == sorted(LEVERS)
    assert sorted(BAD) == sorted(LEVERS)
    assert len(LEVERS) == 26


@check_each("lever", sorted(NEUTRAL))
def test_an_opposite_step_changes_real_income_the_other_way(lever: str) -> None:
    """Small steps up and down: equal sizes, opposite signs."""
    middle, where = NEUTRAL[lever]
    step, g = STEP.get(lever, 0.005), around(lever)
    at = [effect(move(lever, middle + d, **where), on=g) for d in (-step, 0.0, step)]
    down, up = at[0] - at[1], at[2] - at[1]
    assert np.abs(up).max() > 1e-7
    assert_allclose(up, -down, atol=0.1 * np.abs(up).max())


@check_each("lever", sorted(NEUTRAL))
def test_a_value_that_changes_nothing_leaves_no_array(lever: str) -> None:
    middle, where = NEUTRAL[lever]
    mode = "add" if lever in ("tariff", "export_rebate", "production_subsidy", "markup") else "set"
    value = 0.0 if lever in UNTOUCHED or mode == "add" else middle
    assert moved(shocks(move(lever, value, mode=mode, **where), on=around(lever))) <= {"migration"}


@check_each("lever", sorted(NEUTRAL))
def test_only_what_a_lever_moves_is_there(lever: str) -> None:
    of = {
        "tariff": {"tariff"}, "trade_cost": {"trade_cost"}, "services_trade_cost": {"trade_cost"},
        "cut_off": {"trade_cost"}, "export_rebate": {"rebate"}, "production_subsidy": {"subsidy"},
        "consumption_tax": {"purchase_tax"}, "energy_cost": {"purchase_tax"}, "markup": {"markup"},
        "carbon_price": {"fuel_carbon", "process_carbon", "process_intensity", "productivity"},
        "border_charge": {"border_charge"}, "embodied_charge": {"embodied_charge"},
        "clean_capital_wedge": {"capital_tax"}, "labour_cost": {"labour_tax"}, "capital_cost": {"capital_tax"},
        "land_cost": {"land_tax"}, "labour_supply": {"labour"}, "capital_supply": {"capital", *BILL},
        "productivity": {"productivity"}, "public_capital": BILL, "data_sharing": BILL, "demand_shift": {"taste"},
        "rd_subsidy": BILL,
        "procurement": {"taste", "origin_taste"}, "recycling": {"mix"}, "migration": {"moving_cost"},
    }  # fmt: skip
    middle, where = NEUTRAL[lever]
    assert moved(shocks(move(lever, middle + 0.01, **where), on=around(lever))) - {"migration"} == of[lever]
    assert of[lever] <= set(levers()[lever].moves), "its yaml says what it moves"


WHAT_IF = {"productivity"}
"""Levers that say what a gain is worth, and neither how it comes about nor what it costs."""


def test_what_gains_by_productivity_or_capital_has_a_bill() -> None:
    gained = set()
    for lever in sorted(set(NEUTRAL) - WHAT_IF):
        (middle, where), g = NEUTRAL[lever], around(lever)
        found = shocks(move(lever, middle + 0.01, **where), on=g)
        if any(a is not None and (a > 0.0).any() for a in (found.productivity, found.capital)):
            gained.add(lever)
            assert solved(move(lever, middle + 0.01, **where), on=g).state.government["factor taxes"][0] < 0.0, lever
    assert gained == {"capital_supply", "data_sharing", "public_capital", "rd_subsidy"}


def test_no_move_is_no_shock() -> None:
    assert build_shocks([], ground()) == (NONE, ())
    assert build_shocks([], ground(), "output_tax")[0].output_tax


def test_values_are_set_then_scaled_then_added_whatever_the_order() -> None:
    where = {"region": "AAA", "partner": "BBB", "industry": "c1"}
    moves = [move("tariff", v, mode=m, **where) for m, v in (("add", 0.01), ("scale", 2.0), ("set", 0.1))]
    rate = [shocks(*order).tariff[0, 0, 1] for order in (moves, moves[::-1])]  # type: ignore[index]
    assert_allclose(rate, 0.21)


def test_levers_on_one_array_are_put_together() -> None:
    """Productivity adds in logs, wedges on one factor compound."""
    g = ground()
    parts = [
        move("productivity", 0.1, region="AAA", industry="c1"),
        move("data_sharing", 0.4, region="AAA"),
        move("carbon_price", 30.0, region="AAA"),
        move("rd_subsidy", 0.2, region="AAA"),
    ]
    each = sum(shocks(part, on=g).productivity for part in parts)  # type: ignore[misc]
    assert_allclose(shocks(*parts, on=g).productivity, each)
    capital, clean = move("capital_cost", 0.1), move("clean_capital_wedge", -0.05)
    assert_allclose(shocks(capital, clean).capital_tax, 1.1 * 0.95 - 1)  # type: ignore[arg-type]
    both = shocks(parts[3], capital, on=g).capital_tax
    assert_allclose(both, (1 + shocks(parts[3], on=g).capital_tax) * 1.1 - 1)  # type: ignore[operator,arg-type]


def test_unknown_levers_and_financing_are_refused() -> None:
    with pytest.raises(UnknownNameError, match=r"unknown lever 'tarif'\. Did you mean 'tariff'"):
        shocks(move("tarif", 0.1))
    with pytest.raises(PolicyError, match="financing 'debt' is not one of lump_sum, output_tax"):
        build_shocks([], ground(), "debt")


BAD = {
    "tariff": (-2.0, "c1 from BBB to AAA.*above -1"),
    "trade_cost": (-1.0, "above -1"),
    "services_trade_cost": (-1.0, "above -1"),
    "cut_off": (1.5, "from 0 to 1"),
    "export_rebate": (1.0, "below the price"),
    "production_subsidy": (1.0, "below the producer's price"),
    "consumption_tax": (-1.0, "above -1"),
    "energy_cost": (-1.0, "above -1"),
    "markup": (0.9, "1 or more"),
    "carbon_price": (-1.0, "must not be negative"),
    "border_charge": (-1.0, "must not be negative"),
    "embodied_charge": (-1.0, "must not be negative"),
    "clean_capital_wedge": (-1.0, "above -1"),
    "labour_cost": (-1.0, "above -1"),
    "capital_cost": (-1.0, "above -1"),
    "land_cost": (-1.0, "above -1"),
    "labour_supply": (-1.0, "above -1"),
    "capital_supply": (-1.0, "above -1"),
    "public_capital": (-1.0, "above -1"),
    "productivity": (-1.0, "above -1"),
    "rd_subsidy": (1.0, "less than all of research"),
    "data_sharing": (1.1, "from 0 to 1"),
    "procurement": (-1.1, "more than all of themselves"),
    "demand_shift": (-1.1, "more than all of itself"),
    "recycling": (1.1, "from 0 to 1"),
    "migration": (-1.0, "cannot fall by all"),
}


@check_each("lever", sorted(BAD))
def test_values_out_of_bounds_name_the_move(lever: str) -> None:
    value, words = BAD[lever]
    with pytest.raises(PolicyError, match=rf"^shock 7: the value would be {value:g} at .*{words}"):
        shocks(move(lever, value, name="shock 7"), on=around(lever))


def test_two_moves_that_are_too_much_together_are_both_named() -> None:
    moves = [move("production_subsidy", 0.6, industry="c2", name="shock 1"),
             move("production_subsidy", 0.5, mode="add", region="BBB", name="shock 2"),
             move("production_subsidy", 0.1, mode="add", region="CCC", industry="c1", name="shock 3")]  # fmt: skip
    with pytest.raises(PolicyError, match=r"^shock 1, shock 2: the value would be 1\.1 at 'BBB c2'"):
        shocks(*moves)


# ---- what the accounts say
@pytest.fixture(scope="module")
def world() -> LeverContext:
    from newind.equilibrium.laboratory import laboratory

    assumptions = Assumptions("medium")
    lab = laboratory(load("world", 2009), assumptions)
    return LeverContext.from_accounts(lab.baseline, lab.benchmark, assumptions)


def test_the_ground_of_the_shipped_world(world: LeverContext) -> None:
    b, w = world.benchmark, world.accounts
    assert w is not None
    names = np.array(b.industries)
    assert list(names[world.information]) == ["c27"]
    assert list(names[world.energy]) == ["c2", "c8", "c17"]
    assert "c30" in names[world.services]
    assert "c15" not in names[world.services]
    assert world.recycling is None
    assert world.countries == w.regions.codes
    bought = world.government * b.shares[..., -1] * b.spend[:, :, None, -1]
    known = w.Y4[..., w.demand.index("c39")].transpose(1, 2, 0) * (1 + b.tariff)
    assert_allclose(bought, known, atol=1e-9 * known.max())


def test_research_intensity_is_scaled_to_the_region(world: LeverContext) -> None:
    b, w = world.benchmark, world.accounts
    assert w is not None
    china = w.regions.index("CHN")
    spent = (world.knowledge[china] * b.value_added[china]).sum() / b.value_added[china].sum()
    assert_allclose(spent, w.facts["rd_intensity"].values[china])
    i = [b.industries.index(c) for c in ("c14", "c1")]
    assert_allclose(np.divide(*world.knowledge[china, i]), 0.1723 / 0.0027)


def test_research_of_a_year_without_a_survey_is_that_of_the_last_official_figure() -> None:
    """India's R&D is known to 2020: its level is not that of typical intensities, which would be more than twice."""
    from newind.equilibrium.laboratory import laboratory

    assumptions = Assumptions("medium")
    lab = laboratory(load("world", 2022), assumptions)
    ground, stated = LeverContext.from_accounts(lab.baseline, lab.benchmark, assumptions), now.read_shipped_values("rd")
    assert not ground.has_research_data
    b = lab.benchmark
    for code, year in (("IND", 2020), ("IDN", 2020), ("CHN", 2022)):
        r = lab.baseline.regions.index(code)
        spent = (ground.knowledge[r] * b.value_added[r]).sum() / b.value_added[r].sum()
        assert_allclose(spent, stated[code][year] / 100, rtol=5e-3)


def test_chain_and_emissions_are_those_of_the_accounts(world: LeverContext) -> None:
    """With tariffs in the benchmark, coefficients and emissions per output are still those of basic prices."""
    w = world.accounts
    assert w is not None
    assert_allclose(coefficients_of(world.benchmark), w.A, atol=1e-12)
    assert_allclose(world.intensity.ravel(), np.nan_to_num(w.intensity("co2")), rtol=1e-9)
    f = world.intensity.ravel()
    assert_allclose(world.leontief.solve_left(f), w.LU.solve_left(f), rtol=1e-9)
    own = np.eye(w.S) - w.A4[0, :, 0]
    assert_allclose(world.home_leontief[0].solve_left(f[: w.S]), np.linalg.solve(own.T, f[: w.S]), rtol=1e-9)


def test_carbon_needs_emissions_and_dollars() -> None:
    from dataclasses import replace

    g = ground()
    bare: Benchmark = replace(g.benchmark, fuel_emissions=None, process_emissions=None)
    without = LeverContext(bare, g.elasticities, g.horizon, g.parameter, stated=g.stated)
    with pytest.raises(PolicyError, match=r"shock 1 \(carbon_price\): carbon_price needs the satellite 'co2'"):
        shocks(move("carbon_price", 1.0), on=without)
    other = LeverContext(g.benchmark, g.elasticities, g.horizon, g.parameter, accounts=load("china", 2020))
    with pytest.raises(PolicyError, match="in USD per tonne, and the accounts are in M"):
        shocks(move("border_charge", 1.0), on=other)


def test_what_is_not_known_without_accounts_is_said() -> None:
    g = ground()
    without = LeverContext(g.benchmark, g.elasticities, g.horizon, g.parameter)
    with pytest.raises(PolicyError, match="government is not known: give the accounts"):
        shocks(move("procurement", 0.1, industry="c2"), on=without)


def test_a_package_of_all_levers_solves() -> None:
    """Claims are met by sales and government accounts close with everything at once, under both ways to pay."""
    moves = [move(lever, middle + 0.01, **where) for lever, (middle, where) in NEUTRAL.items()]
    moves[3] = move("cut_off", 1.0, region="AAA", partner="BBB", industry="c2")
    g = around("all")
    found = solved(*moves, on=g)
    assert found.residual < 1e-11
    state = found.state
    assert_allclose(state.receipts, state.sales.claims, rtol=1e-9)
    assert found.state.sales.landed[1, 0, 1] == 0
    assert "Subsidy to research" in log(*moves, on=g)
    assert (R, S) == (3, 4)
