"""A boundary made an economy: what the table knows stays, accounts balance, and the assumption is said."""

from __future__ import annotations

import re

import numpy as np
import pytest
from numpy.testing import assert_allclose

import newind as ni
from boundary import OUTSIDE, PROVINCES, ROW, alone, province, table
from each import check_each
from newind.data.abroad import FACT, describe_assumptions

INVENTED = 8.0
"""Size of what is outside an economy of drawn figures."""


@pytest.fixture(scope="module")
def provinces():
    return ni.load("china-2017", 2017)


@pytest.fixture(scope="module")
def closed(provinces):
    return ni.with_abroad(provinces)


DRAWN = {
    "nation": lambda seed: table((ni.Region("CHN", "China", "中国", "country", "CHN"),), (ROW,), seed),
    "provinces": lambda seed: table(PROVINCES, (ROW,), seed),
    "one province": alone,
}


@check_each("seed", range(3))
@check_each("kind", DRAWN)
def test_what_the_table_knows_stays_and_accounts_balance(kind, seed):
    w = DRAWN[kind](seed)
    made = ni.with_abroad(w, INVENTED)
    n, at = w.n - w.S, w.R - 1
    assert np.array_equal(made.Z[:, :n], w.Z[:, :n])
    assert np.array_equal(made.Y[:, : at * w.D], w.Y[:, : at * w.D])
    assert_allclose(made.x[:n], w.x[:n], rtol=1e-13)
    assert_allclose(made.value_added[:n], w.value_added[:n], rtol=1e-12)
    bought = made.Z4[:at, :, at].sum(axis=2) + made.Y3[:at, :, at]
    assert_allclose(bought, w.Y3[:at, :, at], rtol=1e-13)
    assert made.closed
    assert (made.Z >= 0).all()
    assert (made.v[n:] > 0).all()
    assert_allclose(made.gdp[at], INVENTED * made.gdp[:at].sum(), rtol=1e-12)
    assert_allclose(made.gdp.sum(), made.Y.sum(), rtol=1e-12)


def test_the_shipped_provinces_stay_as_they_are(provinces, closed):
    n = provinces.n - provinces.S
    assert np.array_equal(closed.Z[:, :n], provinces.Z[:, :n])
    assert np.array_equal(closed.Y[:, : -provinces.D], provinces.Y[:, : -provinces.D])
    assert_allclose(closed.x[:n], provinces.x[:n], rtol=1e-13)
    assert_allclose(closed.gdp[:-1], provinces.gdp[:-1], rtol=1e-12)
    assert set(closed.satellites) == set(provinces.satellites)
    for name, s in closed.satellites.items():
        assert np.array_equal(s.values, provinces.satellites[name].values, equal_nan=True)
    assert all(c.level != "warning" for c in closed.check().checks)


def test_it_is_an_estimate_and_says_what_was_assumed(closed):
    assert closed.status == "estimated"
    (said,) = describe_assumptions(closed)
    world = ni.load("world", 2017)
    times = world.gdp.sum() / world.gdp[world.regions.index("CHN")] - 1
    assert closed.facts[FACT].source in closed.source
    for part in ("ROW is made an economy by assumption", f"{times:.3g} times", "world-annual 2017"):
        assert part in said
    size = closed.facts[FACT].values
    assert np.isnan(size[:-1]).all()
    assert_allclose(closed.gdp[-1] / closed.gdp[:-1].sum(), size[-1], rtol=1e-12)


def test_the_size_is_that_of_the_nearest_shipped_year():
    for year, name, at in ((2007, "world", 2007), (2012, "world-annual", 2012), (2020, "world-annual", 2020)):
        world = ni.load(name, at)
        cn = world.regions.index("CHN")
        made = ni.with_abroad(ni.load("china", year))
        assert_allclose(made.gdp[1] / made.gdp[0], world.gdp.sum() / world.gdp[cn] - 1, rtol=1e-12)
        assert f"{name} {at}" in made.source


def test_what_is_outside_a_province_holds_the_other_provinces():
    provinces, world = ni.load("china-2017", 2017), ni.load("world", 2017)
    share = provinces.gdp[provinces.regions.index("CN-GD")] / provinces.gdp[:-1].sum()
    made = ni.with_abroad(alone())
    there = world.gdp.sum() / world.gdp[world.regions.index("CHN")] / share - 1
    assert_allclose(made.gdp[1] / made.gdp[0], there, rtol=1e-12)


def test_its_technology_and_spending_are_those_of_the_rest_of_the_world():
    """Total inputs of each product per unit of output, in the industries of the shipped world."""
    made, world = ni.with_abroad(ni.load("china", 2017)), ni.load("world", 2017)
    rest = world.aggregate({"CHN": ["CHN"], "abroad": "*"})
    S = made.S
    found = made.Z4[:, :, 1].sum(axis=0) / made.x[S:]
    assert_allclose(found, rest.Z4[:, :, 1].sum(axis=0) / rest.x[S:], rtol=1e-9, atol=1e-15)
    spent, wanted = made.Y3[:, :, 1].sum(axis=0), np.maximum(rest.Y3[:, :, 1].sum(axis=0), 0)
    assert_allclose(spent / spent.sum(), wanted / wanted.sum(), rtol=1e-9, atol=1e-12)


def test_provinces_spend_in_classes_that_divide_the_industries_of_the_world(closed):
    """What is finally used abroad of classes that are the same in both classifications."""
    world = ni.load("world", 2017)
    rest = world.aggregate({"CHN": ["CHN"], "abroad": "*"}).Y3[:, :, 1].sum(axis=0)
    wanted = dict(zip(world.industries, np.maximum(rest, 0) / np.maximum(rest, 0).sum(), strict=True))
    spent = closed.Y3[:, :, -1].sum(axis=0)
    found = dict(zip(closed.industries, spent / spent.sum(), strict=True))
    for code in ("c1", "c8", "c14", "c17", "c18", "c27", "c28", "c29", "c30", "c31t35"):
        assert_allclose(found[code], wanted[code], rtol=1e-9)
    assert_allclose(found["c19t26"], wanted["c19t21"] + wanted["c22"] + wanted["c23t26"], rtol=1e-9)
    assert_allclose(found["c3t7"], sum(wanted[f"c{k}"] for k in range(3, 8)), rtol=1e-9)


def test_at_home_its_technology_is_that_of_the_regions_in_full(provinces):
    made = ni.with_abroad(provinces, structure="home")
    S, n = made.S, made.n - made.S
    found = made.Z4[:, :, -1].sum(axis=0) / made.x[n:]
    here = made.Z4[:, :, :-1].sum(axis=(0, 2)) / made.x[:n].reshape(-1, S).sum(axis=0)
    assert_allclose(found, here, rtol=1e-9, atol=1e-15)
    assert "those of the regions in full" in made.source


def test_all_users_abroad_buy_the_same_share_here(closed):
    at, S = closed.R - 1, closed.S
    uses = np.concatenate([closed.Z4[:, :, at], closed.Y3[:, :, at, None]], axis=2)
    share = uses[:at].sum(axis=0) / np.where(uses.sum(axis=0) > 0, uses.sum(axis=0), np.nan)
    for k in range(S):
        known = share[k][~np.isnan(share[k])]
        assert_allclose(known, known[0], rtol=1e-9, atol=1e-15)


def test_the_least_size_is_one_that_can_be(provinces):
    with pytest.raises(ni.DataError, match=r"would make less of c14 .* at least 1\.\d+, ") as error:
        ni.with_abroad(provinces, 1.0)
    least = float(re.search(r"at least ([\d.]+),", str(error.value))[1])
    assert (ni.with_abroad(provinces, 1.005 * least).Z >= 0).all()
    with pytest.raises(ni.DataError, match="would make less of c14"):
        ni.with_abroad(provinces, 0.995 * least)


def itself():
    w = alone()
    Y = w.Y4.copy()
    Y[1, 0, 1, 0] = 1.0
    return w._replace(Y=Y.reshape(w.n, -1))


REFUSED = {
    "closed": (lambda: ni.with_abroad(ni.load("world", 2011)), "have no boundary: they are closed already"),
    "two": (lambda: ni.with_abroad(province(), 5), r"2 boundaries, .* w\.aggregate\({'CN-GD': 'CN-GD', 'OUT': "),
    "itself": (lambda: ni.with_abroad(itself(), 5), "OUT sells to itself"),
    "nothing": (lambda: ni.with_abroad(alone(), 0), "size 0 makes no sense"),
    "industries": (lambda: ni.with_abroad(alone(), 5, structure="world"), "are not those of the shipped world"),
    "structure": (lambda: ni.with_abroad(alone(), 5, structure="hone"), "unknown structure 'hone'. Did you mean"),
    "unknown": (
        lambda: ni.with_abroad(table((ni.Region("XX", "Far", "远", "country", "XX"),), (OUTSIDE,))),
        "beside 'XX' is not known. Give the size",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused_with_a_remedy(case):
    ask, message = REFUSED[case]
    with pytest.raises((ni.DataError, ni.UnknownNameError), match=message):
        ask()


def test_the_remedy_for_several_boundaries_works():
    w = province().aggregate({"CN-GD": "CN-GD", "OUT": ["CN-REST", "ROW"]})
    assert ni.with_abroad(w, INVENTED).closed
