"""What shocks act on in given accounts, and how their values are put together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_array_equal

import newind as ni
from newind.policy.targets import apply_shocks, resolve

REGIONS, INDUSTRIES = ("CHN", "USA", "JPN"), ("c1", "c14", "c17", "c30")
R, S = len(REGIONS), len(INDUSTRIES)
DIMS = ("region", "partner", "industry")


@pytest.fixture(scope="module")
def w() -> ni.Accounts:
    """Return three economies with a good, a machine, power and a service."""
    rng = np.random.default_rng(4)
    n = R * S
    return ni.Accounts(
        Z=rng.uniform(0, 1, (n, n)), Y=rng.uniform(5, 9, (n, R)), regions=REGIONS, industries=INDUSTRIES,
        demand=["use"], year=2011, satellites={"co2": np.ones(n)},
    )  # fmt: skip


def one(w: ni.Accounts, lever: str, value: float = 0.1, **selection: object):
    return resolve(ni.Package([ni.Shock(lever, value, **selection)]), w)


# ---- selections
def test_positions_of_a_selection(w):
    (target,) = one(w, "tariff", region=["JPN", "CHN"], partner="USA", industry="manufacturing")
    assert_array_equal(target.regions, [2, 0])
    assert_array_equal(target.partners, [1])
    assert_array_equal(target.industries, [1])
    assert target.users.all()
    assert (target.number, target.lever.id, target.shock.value) == (1, "tariff", 0.1)


@pytest.mark.parametrize(
    ("user", "last", "others"),
    [
        (None, True, []),
        ("final", True, []),
        ("industries", False, [0, 1, 2, 3]),
        ("*", True, [0, 1, 2, 3]),
        ("c14", False, [1]),
        (["c14", "final"], True, [1]),
        ("services", False, [3]),
    ],
)
def test_users_of_a_tax_on_purchases(w, user, last, others):
    (target,) = one(w, "consumption_tax", user=user)
    assert target.users[-1] == last
    assert_array_equal(np.flatnonzero(target.users[:-1]), others)


def test_a_lever_may_be_confined_to_a_group(w):
    assert_array_equal(one(w, "services_trade_cost")[0].industries, [3])
    assert_array_equal(one(w, "energy_cost", industry="c17")[0].industries, [2])
    with pytest.raises(ni.PolicyError, match="shock 1: energy_cost is for energy only: not 'c1'"):
        one(w, "energy_cost", industry=["c1", "c17"])


# ---- arrays
def test_own_sales_bear_no_tariff(w):
    rates = apply_shocks("tariff", one(w, "tariff", region="CHN"), np.zeros((R, R, S)))
    assert (rates[0, 1:] == 0.1).all()
    assert rates.sum() == pytest.approx(0.1 * 2 * S)


def test_own_purchases_count_in_procurement(w):
    change = apply_shocks("procurement", one(w, "procurement", region="CHN"), np.zeros((R, R, S)))
    assert (change[0] == 0.1).all()
    assert not change[1:].any()


def test_axes_may_stand_in_any_order(w):
    targets = one(w, "tariff", region="CHN", partner=["USA", "JPN"], industry="c14")
    base = np.random.default_rng(1).uniform(0, 1, (R, R, S))
    want = apply_shocks("tariff", targets, base)
    got = apply_shocks("tariff", targets, base.transpose(2, 0, 1), ("industry", "region", "partner"))
    assert_array_equal(got, want.transpose(2, 0, 1))
    assert (want != base).sum() == 2


def test_a_cut_off_from_everybody_goes_both_ways(w):
    dims = (*DIMS, "user")
    cut = apply_shocks("cut_off", one(w, "cut_off", 1, region="CHN"), np.zeros((R, R, S, S + 1)), dims)
    assert (cut[0, 1:] == 1).all()
    assert (cut[1:, 0] == 1).all()
    assert cut.sum() == 4 * S * (S + 1)
    named = apply_shocks("cut_off", one(w, "cut_off", 1, region="CHN", partner="USA"), np.zeros((R, R, S)), DIMS)
    assert (named[0, 1] == 1).all()
    assert named.sum() == S
    everybody = apply_shocks("cut_off", one(w, "cut_off", 1), np.zeros((R, R, S)), DIMS)
    assert everybody.sum() == R * (R - 1) * S


def test_users_need_an_axis_where_shocks_tell_them_apart(w):
    targets = one(w, "trade_cost", user="c1")
    assert apply_shocks("trade_cost", targets, np.zeros((R, R, S, S + 1))).sum() == pytest.approx(0.1 * R * (R - 1) * S)
    with pytest.raises(ValueError, match="no axis of users"):
        apply_shocks("trade_cost", targets, np.zeros((R, R, S)), DIMS)
    with pytest.raises(ValueError, match="2 axes, and 3 are named"):
        apply_shocks("tariff", targets, np.zeros((R, R)))


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["set", "scale", "add"]), st.floats(0, 2), st.sampled_from(REGIONS), st.sampled_from(INDUSTRIES)
    ),
    max_size=6,
)


@given(STEPS)
def test_values_are_set_then_scaled_then_added(w, steps):
    """Cell by cell, in the plainest way; two values for one cell are refused."""
    shocks = [ni.Shock("consumption_tax", v, m, region=r, industry=i) for m, v, r, i in steps]
    base = np.full((R, S, S + 1), 0.5)
    want = base.copy()
    for mode in ("set", "scale", "add"):
        for m, v, r, i in steps:
            if m == mode:
                cell = (REGIONS.index(r), INDUSTRIES.index(i), S)
                want[cell] = {"set": v, "scale": want[cell] * v, "add": want[cell] + v}[m]
    places = [(r, i) for m, _, r, i in steps if m == "set"]
    if len(set(places)) < len(places):
        with pytest.raises(ni.PolicyError, match="sets consumption_tax where shock"):
            ni.Package(shocks)
        return
    targets = resolve(ni.Package(shocks), w)
    if want.max() > 5:
        with pytest.raises(ni.PolicyError, match="together bring consumption_tax to"):
            apply_shocks("consumption_tax", targets, base)
        return
    np.testing.assert_allclose(apply_shocks("consumption_tax", targets, base), want, rtol=1e-15)
    assert (base == 0.5).all()


def test_steps_that_leave_the_bounds_together_are_refused(w):
    shocks = [ni.Shock("markup", 3, "add", region="CHN"), ni.Shock("markup", 2, "add", region="CHN")]
    targets = resolve(ni.Package(shocks), w)
    with pytest.raises(ni.PolicyError, match=r"shocks 1, 2 together bring markup to 6 in 4 places, out of .* 1 to 5"):
        apply_shocks("markup", targets, np.ones((R, S)))
    assert apply_shocks("tariff", targets, np.zeros((R, R, S))).sum() == 0


# ---- refusals
def test_two_values_for_one_cell_are_named(w):
    shocks = [
        ni.Shock("productivity", 0.1, industry="c1"),
        ni.Shock("tariff", 0.1, region=["CHN", "JPN"], industry="manufacturing"),
        ni.Shock("tariff", 0.2, region="CHN", industry=["c14", "c30"]),
    ]
    message = r"^shock 3 sets tariff where shock 2 does already: 'CHN USA c14', 'CHN JPN c14'\. Keep one"
    with pytest.raises(ni.PolicyError, match=message):
        resolve(ni.Package(shocks), w)


def test_a_flow_cut_off_twice_is_named(w):
    shocks = [ni.Shock("cut_off", 1, region="CHN"), ni.Shock("cut_off", 0.5, region="USA", partner="CHN")]
    with pytest.raises(
        ni.PolicyError, match="shock 2 sets cut_off where shock 1 does already: 20 places, first 'USA CHN"
    ):
        resolve(ni.Package(shocks), w)


BAD = {
    "region": ({"lever": "tariff", "region": "CHM"}, r"shock 1: unknown label or group 'CHM'\. Did you mean 'CHN'\?"),
    "partner": ({"lever": "tariff", "partner": ["CHN", "USE"]}, "unknown label or group 'USE'. Did you mean 'USA'"),
    "industry": ({"lever": "tariff", "industry": "manufacture"}, "Did you mean 'manufacturing'"),
    "user": ({"lever": "consumption_tax", "user": "finl"}, "unknown label or group 'finl'. Did you mean 'final'"),
    "group": ({"lever": "tariff", "region": "asean"}, "group asean: none of its members"),
    "twice": ({"lever": "tariff", "region": ["CHN", "brics"]}, "selected more than once: 'CHN'"),
    "own": ({"lever": "tariff", "region": "CHN", "partner": "CHN"}, "acts between regions, and CHN is both sides"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_selection_that_accounts_lack_is_refused(w, what):
    given, message = BAD[what]
    with pytest.raises(ni.PolicyError, match=message):
        resolve(ni.Package([{"value": 0.1} | given]), w)


def test_the_first_three_shocks_are_told(w):
    shocks = [ni.Shock("tariff", 0.1, region=f"X{i}") for i in range(5)]
    with pytest.raises(ni.PolicyError) as caught:
        resolve(ni.Package(shocks), w)
    lines = str(caught.value).splitlines()
    assert [line.partition(":")[0] for line in lines[:3]] == ["shock 1", "shock 2", "shock 3"]
    assert lines[3] == "… and 2 more shocks."


def test_a_satellite_that_is_missing_is_named(w):
    bare = ni.Accounts(Z=w.Z, Y=w.Y, regions=REGIONS, industries=INDUSTRIES, demand=["use"], year=2011)
    with pytest.raises(ni.PolicyError, match=r"shock 1: carbon_price needs the satellite 'co2'\. .*newind data attach"):
        one(bare, "carbon_price", 10)
    assert one(w, "carbon_price", 10)
