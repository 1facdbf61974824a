"""Regional actions on the 31 provinces of 2017, with an economy abroad in place of the boundary."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

import newind as ni
from newind.policy.actions import actions

PROVINCIAL = tuple(a.id for a in actions() if any(s.table == "provinces" for s in a.shocks))
REGIONAL = tuple(a.id for a in actions() if any(str(r).startswith("CN-") for r in a.regions) or a.family == "regional")
NEUTRAL = {"add": 0.0, "scale": 1.0}
SMALL = 0.01
"""Part of a shock that is small."""
ABROAD = {"half": {"size": 3.1}, "twice": {"size": 12.5}, "like home": {"structure": "home"}}
MATTERS = 0.03
"""By how much of its norm a result on provinces may move with what is assumed of abroad."""

every = pytest.mark.parametrize("id", PROVINCIAL)


@pytest.fixture(scope="module")
def provinces():
    return ni.load("china-2017", 2017)


@pytest.fixture(scope="module")
def closed(provinces):
    return ni.with_abroad(provinces)


@pytest.fixture(scope="module")
def outcomes(closed):
    return {id: ni.simulate(closed, actions()[id].package) for id in PROVINCIAL}


def scaled(package: ni.Package, by: float) -> ni.Package:
    assert all(s.mode == "add" for s in package.shocks)
    return ni.Package([ni.Shock(**s.to_dict() | {"value": by * s.value}) for s in package.shocks])


def test_every_regional_action_simulates_on_provinces_or_says_why_not():
    assert {"western-income-tax", "regional-integration", "western-infrastructure", "unified-market"} <= set(PROVINCIAL)
    for id in set(REGIONAL) - set(PROVINCIAL):
        assert actions()[id].no_shock, id
        assert not actions()[id].shocks, id


@every
def test_it_is_finite_and_moves_something(outcomes, id):
    s = outcomes[id]
    assert np.isfinite(s.welfare).all()
    assert s.residual < 1e-9
    assert 1e-6 < np.abs(s.welfare).max() < 0.1
    assert s.accounts.status == "estimated"
    assert "ROW is made an economy by assumption" in s.log[0]


@every
def test_small_shocks_turned_round_turn_the_effects_round(closed, id):
    there, back = (
        ni.simulate(closed, scaled(actions()[id].package.select_shocks(closed), by)).welfare for by in (SMALL, -SMALL)
    )
    assert there @ back < -0.99 * np.linalg.norm(there) * np.linalg.norm(back)
    clear = np.abs(there) > 0.01 * np.abs(there).max()
    assert (np.sign(there) == -np.sign(back))[clear].all()


def test_at_no_intensity_nothing_changes(closed):
    shocks = [s for id in PROVINCIAL for s in actions()[id].package.select_shocks(closed).shocks]
    still = ni.simulate(closed, [ni.Shock(**s.to_dict() | {"value": NEUTRAL[s.mode]}) for s in shocks])
    assert_allclose(still.welfare, 0, atol=1e-9)
    assert_allclose(still.prices["output"], 1, atol=1e-9)
    assert_allclose(still.accounts.gdp, still.baseline.gdp, rtol=1e-9)


@pytest.mark.parametrize("how", ABROAD)
def test_what_is_assumed_of_abroad_hardly_matters_to_provinces(provinces, outcomes, how):
    other = ni.with_abroad(provinces, **ABROAD[how])
    for id, s in outcomes.items():
        here, there = s.welfare[:-1], ni.simulate(other, actions()[id].package).welfare[:-1]
        assert np.linalg.norm(there - here) < MATTERS * np.linalg.norm(here), id
        clear = np.abs(here) > 0.05 * np.abs(here).max()
        assert (np.sign(here) == np.sign(there))[clear].all(), id


def test_what_is_near_gains_from_ties_and_what_is_far_hardly(outcomes):
    s = outcomes["regional-integration"]
    gain = dict(zip(s.baseline.regions, s.welfare, strict=True))
    inside = [gain[c] for c in ("CN-BJ", "CN-TJ", "CN-HE", "CN-SH", "CN-JS", "CN-ZJ", "CN-AH", "CN-SC", "CN-CQ")]
    assert min(inside) > max(v for c, v in gain.items() if c not in ("CN-BJ", "CN-TJ", "CN-HE", "CN-SH", "CN-JS",
                             "CN-ZJ", "CN-AH", "CN-SC", "CN-CQ"))  # fmt: skip


def test_the_package_of_the_family_adds_up_on_provinces(closed):
    s = ni.simulate(closed, ni.package("regional-investment"))
    assert set(s.contributions) == {"western-infrastructure", "gateways"}
    assert_allclose(sum(s.contributions.values()), s.solution.real_income, rtol=0, atol=1e-8)
    assert all(shock.table == "provinces" for shock in s.package.shocks)
    assert "Shocks left out, as they are meant for tables of countries: 3." in s.log


def test_without_an_economy_abroad_the_refusal_names_the_remedy(provinces):
    with pytest.raises(ni.DataError, match=r"newind\.with_abroad\(accounts\), or --abroad shipped"):
        ni.simulate(provinces, ni.package("regional-investment"))


def test_shocks_for_provinces_are_left_out_on_countries_and_said():
    s = ni.simulate(ni.load("world", 2011), actions()["unified-market"].package)
    assert_allclose(s.welfare, 0, atol=1e-12)
    assert "Shocks left out, as they are meant for tables of provinces: 1." in s.log
    assert not s.package.shocks


def test_two_shocks_may_set_the_same_on_different_tables():
    both = [ni.Shock("tariff", v, region="*", table=t) for v, t in ((0.1, "countries"), (0.2, "provinces"))]
    assert len(ni.Package(both).shocks) == 2
    with pytest.raises(ni.PolicyError, match="sets tariff where shock 1 does already"):
        ni.Package([both[0], ni.Shock("tariff", 0.3, region="*")])
    with pytest.raises(ni.PolicyError, match="table"):
        ni.Shock("tariff", 0.1, table="cities")
