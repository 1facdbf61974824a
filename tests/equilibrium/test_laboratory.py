"""Accounts made ready for simulations: what they start from, what is estimated, what is kept."""

from __future__ import annotations

import pickle
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings, strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import newind as ni
from newind.equilibrium import laboratory as module
from newind.equilibrium.assumptions import Assumptions
from newind.equilibrium.factors import BOUNDS, SATELLITE
from newind.equilibrium.laboratory import MOST, laboratory
from newind.testing import REGIONS, Structure, assert_balanced, build, structures

PAY = "labour_compensation"


@pytest.fixture(scope="module")
def world():
    return ni.load("world", year=2011)


@pytest.fixture
def small():
    return build(Structure(REGIONS[:3], ("c14", "c27", "c30")), 5)


def emissions(lab):
    """CO2 of the benchmark by user; (R, S + 1)."""
    b = lab.benchmark
    found = (b.fuel_emissions * b.spend).sum(axis=0)
    found[:, :-1] += b.process_emissions * b.output
    return found


# ---- where results start
def test_the_baseline_is_the_accounts_on_the_footing(world):
    lab = laboratory(world, Assumptions())
    assert lab.origin is world
    assert_balanced(lab.baseline)
    assert_allclose(lab.benchmark.output.ravel(), lab.baseline.x, rtol=1e-9)
    assert_allclose(emissions(lab)[:, :-1].ravel(), lab.baseline.satellites["co2"].values, rtol=1e-9)
    assert any("negative cells" in line for line in lab.log)
    assert any("Labour shares" in line for line in lab.log)
    assert any("Tariffs of the benchmark" in line for line in lab.log)


def test_tariffs_are_left_out_where_that_is_asked_for(world):
    with_, without = (laboratory(world, Assumptions(given={"tariffs": t})) for t in ("2005", "none"))
    assert with_.benchmark.tariff.any()
    assert not without.benchmark.tariff.any()
    assert not any("Tariffs" in line for line in without.log)


def test_mark_ups_and_shares_of_land_are_those_given(small):
    lab = laboratory(small, Assumptions(given={"markup": {"c14": 1.05}, "land_share": 0.3, "shares": "common"}))
    assert_array_equal(lab.benchmark.markup, np.broadcast_to([1.05, 1.0, 1.0], (3, 3)))
    assert lab.benchmark.land_share == 0.3
    assert lab.benchmark.common


def test_what_mark_ups_earn_was_counted_as_income_of_capital(world):
    """Labour earns what it did in the accounts, whatever the mark-up; what is left for capital has a floor."""
    central, marked = (laboratory(world, Assumptions(given={"markup": m})) for m in (1.0, 1.05))
    earned = [(lab.benchmark.value_added * lab.benchmark.labour_share) for lab in (central, marked)]
    bound = marked.benchmark.labour_share > BOUNDS[1] - 1e-12
    assert_allclose(earned[1][~bound], earned[0][~bound], rtol=1e-9)
    assert (earned[1][bound] <= earned[0][bound] * (1 + 1e-9)).all()
    assert bound.mean() < 0.1
    assert any("mark-ups" in line and "capital" in line for line in marked.log)
    assert not any("mark-ups" in line for line in central.log)


def test_the_model_responds_as_assumed_and_its_elasticities_alone_choose_the_matrix(small):
    """It is the same whichever were asked for first, with economies of scale and without."""
    end = Assumptions("long").range("trade_elasticity")[1]
    other = Assumptions("long", {"trade_elasticity": end})
    first, second = laboratory(small, other), laboratory(small, Assumptions("long"))
    assert_array_equal(first.model.elasticities.theta, end)
    assert_array_equal(second.model.elasticities.theta, 5.0)
    assert first.model.factors is laboratory(small, other.replacing(scale=0.02)).model.factors
    assert (first.model.factors[0] != second.model.factors[0]).any()
    assert_array_equal(second.model.factors[0], laboratory(small._replace(), Assumptions("long")).model.factors[0])
    between = laboratory(small, Assumptions("long", {"trade_elasticity": 0.9 * end}))
    assert between.model.factors is second.model.factors
    shifted = laboratory(small, other.replacing(labour_share_shift=0.02))
    assert_array_equal(shifted.model.factors[0], first.model.factors[0])


def test_in_a_large_economy_one_matrix_steers_whatever_is_asked(small, monkeypatch):
    monkeypatch.setattr("newind.equilibrium.laboratory.OWN", 5)
    fresh = small._replace()
    found = [laboratory(fresh, Assumptions("long", given)).model for given in ({}, {"trade_elasticity": 9.0})]
    assert found[0].factors is found[1].factors
    assert found[1].elasticities.theta[0] == 9.0


def test_matrices_stay_behind_in_copies(small):
    kept = laboratory(small, Assumptions("long")).matrices
    assert kept._factors
    assert not pickle.loads(pickle.dumps(kept))._factors


def test_what_is_kept_is_bounded(small):
    for k in range(MOST + 5):
        laboratory(small, Assumptions(given={"land_share": k / 100}))
    assert len(small.__dict__["_laboratories"]) == MOST


# ---- pay of labour
def test_unknown_pay_is_the_estimate_of_the_model(world):
    """In 2011 nothing is known of it: value added times labour share, which makes the measure an estimate."""
    lab = laboratory(world, Assumptions())
    found = lab.baseline.satellites[PAY]
    assert np.isnan(world.satellites[PAY].values).any()
    assert found.status == "estimated"
    gaps = np.isnan(world.satellites[PAY].values)
    estimate = (lab.benchmark.value_added * lab.benchmark.labour_share).ravel()
    assert_allclose(found.values[gaps], estimate[gaps])
    assert_array_equal(found.values[~gaps], world.satellites[PAY].values[~gaps])
    table = ni.measure(lab.baseline, ["people.labour_share"])
    totals = table[table.industry.isna()]
    assert totals.value.notna().all()
    assert set(totals.status) == {"estimated"}


def test_known_pay_stays_as_it_is(small):
    assert not np.isnan(small.satellites[PAY].values).any()
    assert laboratory(small, Assumptions()).baseline.satellites[PAY].status == small.satellites[PAY].status


def test_accounts_without_pay_are_left_without(small):
    bare = small._replace(satellites={k: v for k, v in small.satellites.items() if not k.startswith(PAY)})
    assert PAY not in laboratory(bare, Assumptions()).baseline.satellites


def test_a_shift_moves_the_split_and_the_estimated_pay_alike(world):
    """Estimates move by some points of value added, within their bounds; the flows stay."""
    central, moved = (laboratory(world, Assumptions(given={"labour_share_shift": v})) for v in (0.0, 0.1))
    change = moved.benchmark.labour_share - central.benchmark.labour_share
    assert_array_equal(change[~central.estimated_shares], 0.0)
    assert change[central.estimated_shares].max() == pytest.approx(0.1)
    pay = [lab.baseline.satellites[PAY].values.reshape(change.shape) for lab in (central, moved)]
    assert_allclose(pay[1] - pay[0], central.benchmark.value_added * change, atol=1e-6)
    assert_array_equal(moved.baseline.Z, central.baseline.Z)
    assert any("shifted by +0.10" in line for line in moved.log)
    assert not any("shifted" in line for line in central.log)


# ---- without trade deficits
@pytest.mark.parametrize("horizon", ["short", "medium", "long"])
def test_the_economy_without_deficits(world, horizon):
    """Imports are paid for by exports, the accounts balance, and CO2 is that of the same fuels and output."""
    lab = laboratory(world, Assumptions(horizon, {"trade_balance": "zero"}))
    w = lab.baseline
    assert_balanced(w)
    assert_allclose(lab.benchmark.deficit, 0.0, atol=1e-9 * w.gdp.max())
    co2 = w.satellites["co2"]
    assert_allclose(emissions(lab)[:, :-1].ravel(), co2.values, rtol=1e-7)
    assert_allclose(emissions(lab)[:, -1], co2.final.reshape(w.R, -1).sum(axis=1), rtol=1e-7)
    assert_allclose(lab.benchmark.output.ravel(), w.x, rtol=1e-7)
    assert any("deficits were set to zero" in line for line in lab.log)
    assert w.scenario == world.scenario


def test_results_without_deficits_compare_with_that_economy(world):
    none = ni.simulate(world, None, parameters={"trade_balance": "zero"})
    assert none.accounts.equals(none.baseline)
    s = ni.simulate(world, ni.Shock("tariff", 0.1, region="USA", partner="CHN"), parameters={"trade_balance": "zero"})
    assert s.baseline.equals(none.baseline)
    assert_allclose(s.solution.state.problem.deficit, 0.0, atol=1e-9 * s.baseline.gdp.max())


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(structures(2, 3, 2, 3), st.integers(0, 2**32 - 1), st.sampled_from(["short", "long"]))
def test_deficits_of_drawn_economies_vanish(drawn, seed, horizon):
    """All buy from all others, or there may be no way to pay for what is bought."""
    w = build(replace(drawn, tiny=frozenset(), closed=frozenset(), sparse=0.0), seed)
    spent = w.Y.sum(axis=0).reshape(w.R, -1).sum(axis=1)
    assume((np.abs(w.gdp - spent) < 0.4 * spent).all())
    lab = laboratory(w, Assumptions(horizon, {"trade_balance": "zero"}))
    assert_balanced(lab.baseline)
    assert_allclose(lab.benchmark.deficit, 0.0, atol=1e-8 * spent.max())
    assert_allclose(emissions(lab)[:, :-1].ravel(), lab.baseline.satellites["co2"].values, rtol=1e-6, atol=1e-6)


def test_boundary_accounts_are_refused():
    with pytest.raises(ni.DataError, match="have a boundary"):
        laboratory(ni.load("china", year=2017), Assumptions())


def test_nothing_is_kept_of_what_was_refused(small, monkeypatch):
    def refuse(*_, **__):
        raise ni.DataError("no")

    monkeypatch.setattr(module, "build_benchmark", refuse)
    with pytest.raises(ni.DataError, match="no"):
        laboratory(small, Assumptions())
    assert not small.__dict__["_laboratories"]


def test_subsidies_and_rebates_of_the_benchmark_are_assumptions():
    w = ni.load("world", year=2011)
    given = {"benchmark_subsidy": {"c14": 0.02}, "benchmark_rebate": 0.03}
    b = laboratory(w, Assumptions("medium", given)).benchmark
    own = np.arange(w.R)
    assert set(b.subsidy[:, w.industries.index("c14")]) == {0.02}
    assert b.subsidy.sum() == pytest.approx(0.02 * w.R)
    assert not b.rebate[:, own, own].any()
    assert b.rebate[0, 0, 1] == 0.03
    s = ni.simulate(w, ni.Shock("export_rebate", 0.0, region="CHN"), "medium", given)
    china = w.regions.index("CHN")
    assert s.government["export rebates"][china] == 0.0
    assert s.bill[china] < 0
    assert s.residual < 1e-9


def test_pay_that_a_year_lacks_is_that_of_the_shares_carried_forward() -> None:
    """What the model takes labour to earn is stated, as an estimate; one share assumed everywhere is no figure."""
    w = ni.load("world").last
    lab = laboratory(w, Assumptions())
    assert SATELLITE not in w.satellites
    pay, b = lab.baseline.satellites[SATELLITE], lab.benchmark
    assert pay.status == "estimated"
    assert_allclose(pay.values, (b.value_added * b.labour_share).ravel())
    share = ni.wide(ni.measure(lab.baseline, "people.labour_share"))["people.labour_share"]
    assert share.between(0.3, 0.7).all()
    renamed = w._replace(industries=tuple(f"own {c}" for c in w.industries))
    assert SATELLITE not in laboratory(renamed, Assumptions()).baseline.satellites
