"""Joint cuts: draws are what is assumed, combinations are solved as they are, figures agree with closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import newind as ni
from each import check_each
from newind.accounts.accounts import Accounts
from newind.analyses.circulation.joint import factors, joint_cuts, package
from newind.analyses.circulation.joint_view import draw, tail_expectation, value_at_risk
from newind.analyses.losses import Cut, loss_ranges
from newind.errors import DataError, UnknownNameError
from newind.testing import REGIONS, REST, Structure, build


@pytest.fixture(scope="module")
def small() -> Accounts:
    return build(Structure((*REGIONS[:4], REST), ("c14", "c27", "c1")), seed=3)


@pytest.fixture(scope="module")
def stranded() -> Accounts:
    """China makes no c14 and buys it from the United States and Germany: it can do with one of them alone."""
    return build(Structure(REGIONS[:3], ("c14", "c27"), idle=frozenset({(0, 0)}), inventories=False), seed=5)


def test_two_independent_cuts_in_closed_form(small):
    """E = p(1−q) a + q(1−p) b + p q c, within the error of so many draws."""
    p, q = 0.3, 0.1
    j = joint_cuts(small, "CHN", {"USA": p, "DEU": q}, draws=4000, sides="supply", horizon="medium", ranges=False)
    loss = {
        names: loss_ranges(small, [Cut("CHN", names, small.industries)], ("medium",))[0].middle
        for names in (("USA",), ("DEU",), ("USA", "DEU"))
    }
    a, b, both = loss[("USA",)], loss[("DEU",)], loss[("USA", "DEU")]
    for c in j.combinations:
        if c.events:
            assert c.loss.middle == loss[tuple(partner for _, partner in c.events)]
    table = j.table()
    first = table.iloc[0]
    assert abs(first["middle"] - (p * (1 - q) * a + q * (1 - p) * b + p * q * both)) < 4 * first["error"]
    assert_allclose(j.together, (both, a + b))
    assert_allclose(j.excess, both / (a + b) - 1)
    assert value_at_risk(np.array([0.0, a, b, both]), np.array([0.63, 0.27, 0.07, 0.03]) * 1e4, 0.99) == both
    assert table.loc[2, "middle"] == both


def test_both_sides_of_a_partner_make_one_package(small):
    shocks = package(small, "CHN", (("supply", "USA"), ("market", "DEU"), ("market", "USA"))).shocks
    assert [(s.region, *s.partner) for s in shocks] == [("CHN", "USA"), ("DEU", "CHN"), ("USA", "CHN")]


def test_suppliers_of_the_same_goods_cost_more_together_and_two_sides_less():
    """Korea and Taiwan sell China much the same: each stands in for the other. What China no longer sells to Japan it
    need not buy there, so that losing both sides costs less than their sum."""
    w, certain = ni.load("world", year=2011), {"draws": 3, "ranges": False}
    same = joint_cuts(w, "CHN", dict.fromkeys(("KOR", "TWN"), 1.0), sides="supply", **certain)
    assert [len(c.events) for c in same.combinations] == [1, 1, 2]
    assert same.excess > 0
    assert joint_cuts(w, "CHN", {"JPN": 1.0}, **certain).excess < 0
    table = same.table()
    assert_allclose(table["middle"], same.combinations[-1].loss.middle)
    assert_allclose(table["error"], 0, atol=1e-15)


def test_ranges_hold_the_middle_and_share_the_draws(small):
    j = joint_cuts(small, "CHN", 0.2, draws=200, seed=4, sides="supply")
    table, every = j.table(), j.combinations_table()
    assert list(table.columns) == ["measure", "level", "low", "middle", "high", "error"]
    assert table["measure"].tolist() == ["expected"] + ["value_at_risk"] * 2 + ["tail_expectation"] * 2
    assert (table["low"] <= table["middle"]).all()
    assert (table["middle"] <= table["high"]).all()
    assert (table.loc[3:, "middle"].to_numpy() >= table.loc[1:2, "middle"].to_numpy()).all()
    assert every["draws"].sum() == 200
    assert (every["low"] <= every["high"]).all()
    assert (j.seed, j.draws, j.assumed) == (4, 200, False)


def test_the_seed_makes_the_result(small):
    def table(seed):
        return joint_cuts(small, "CHN", 0.3, draws=60, seed=seed, sides="market", ranges=False).table()

    assert table(1).equals(table(1))
    assert not table(1).equals(table(2))
    assert not table(0).equals(table(1))


def test_the_shipped_probability_is_said_to_be_assumed(small):
    j = joint_cuts(small, "CHN", draws=50, ranges=False)
    assert j.assumed
    assert set(j.probabilities.values()) == {ni.parameters.parameter("cut_probability").value}
    assert len(j.events) == 6


def test_draws_have_the_probabilities_and_the_correlation_assumed():
    """The share of draws with both cuts is that of the bivariate normal; marginals do not depend on correlation."""
    from scipy.stats import multivariate_normal, norm

    p, N = np.array([0.1, 0.2]), 200_000
    for rho in (0.0, 0.5, 0.9):
        found = draw(p, np.zeros(2, dtype=np.int64), rho, N, seed=7)
        share = found.counts / N
        assert_allclose(share @ found.cut, p, atol=4 * 0.5 / np.sqrt(N))
        both = multivariate_normal([0, 0], [[1, rho], [rho, 1]]).cdf(norm.ppf(p))
        assert abs(share[found.cut.all(axis=1)].sum() - both) < 4 * 0.5 / np.sqrt(N)


def test_full_correlation_cuts_all_or_none_within_a_group_only():
    found = draw(np.full(3, 0.5), np.array([0, 0, -1]), 1.0, 400, seed=1)
    assert (found.cut[:, 0] == found.cut[:, 1]).all()
    assert len(found.cut) == 4


def test_certain_and_impossible_cuts():
    found = draw(np.array([1.0, 0.0]), np.zeros(2, dtype=np.int64), 0.3, 50, seed=1)
    assert_array_equal(found.cut, [[True, False]])


def test_partners_of_a_group_share_a_factor(small):
    partners = ["USA", "DEU", "IND", "USA"]
    assert_array_equal(factors(small, [], partners), [0, 0, 0, 0])
    assert_array_equal(factors(small, [["IND"], ["USA", "CHN"]], partners), [1, -1, 0, 1])
    assert_array_equal(factors(ni.load("world", year=2011), ["g7"], ["USA", "KOR"]), [0, -1])


def test_figures_of_the_tail_by_hand():
    losses, counts = np.array([3.0, 0.0, 1.0]), np.array([1, 90, 9])
    assert value_at_risk(losses, counts, 0.9) == 0.0
    assert value_at_risk(losses, counts, 0.95) == 1.0
    assert_allclose(tail_expectation(losses, counts, 0.95), (3 * 1 + 1 * 4) / 5)
    assert_allclose(tail_expectation(losses, counts, 0.99), 3.0)


def test_a_combination_without_an_equilibrium_is_told(stranded):
    j = joint_cuts(stranded, "CHN", {"USA": 0.6, "DEU": 0.6}, draws=100, sides="supply", ranges=False)
    last = j.combinations[-1]
    assert last.name == "supply USA + supply DEU"
    assert last.failed
    singles = [c.loss.middle for c in j.combinations if len(c.events) == 1]
    assert last.loss.middle == max(singles)
    assert np.isnan(j.excess)
    said = j.statements[0]
    assert said["en"].startswith(f"supply USA + supply DEU ({last.draws} of 100 draws): no equilibrium, counted with")
    assert "无均衡解" in said["zh"]
    assert j.table()["middle"].notna().all()


def test_what_fails_alone_is_left_out_and_told():
    w = build(Structure(REGIONS[:2], ("c14", "c27"), idle=frozenset({(0, 0)}), inventories=False), seed=5)
    j = joint_cuts(w, "CHN", 0.5, draws=40, sides="supply", ranges=False)
    assert np.isnan(j.combinations[-1].loss.middle)
    assert "left out of all figures" in j.statements[0]["en"]
    assert_allclose(j.table()["middle"], 0)


@check_each(
    ("what", "message"),
    [
        ({"probabilities": 1.2}, r"probabilities out of range: 'supply USA: 1.2'"),
        ({"probabilities": {"USA": -0.1}}, "probabilities out of range: 'supply USA: -0.1'"),
        ({"probabilities": float("nan")}, "probabilities out of range"),
        ({"probabilities": 0.0}, "no cut has a probability above zero"),
        ({"correlation": 1.5}, "a correlation of 1.5 makes no sense"),
        ({"draws": 0}, "draws 0 makes no sense"),
        ({"budget": True}, "budget True makes no sense"),
        ({"probabilities": 0.5, "budget": 3}, "1,000 draws hold 63 different combinations of cuts.* the budget is 3"),
        ({"groups": [["USA", "DEU"], ["DEU"]]}, "groups overlap: 'DEU' stand in more than one"),
        ({"groups": [["ROW"]]}, r"group \['ROW'\] has no partner that can be lost"),
    ],
)
def test_what_makes_no_sense_is_refused(small, what, message):
    with pytest.raises(DataError, match=message):
        joint_cuts(small, "CHN", **what)


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ({"probabilities": {"USB": 0.1}}, "unknown named partner 'USB'. Did you mean 'USA'"),
        ({"probabilities": {"ROW": 0.1}}, "unknown named partner 'ROW'.*Aggregates and the economy itself"),
        ({"probabilities": {("suply", "USA"): 0.1}}, "Did you mean 'supply'"),
        ({"horizon": "shrt"}, "Did you mean 'short'"),
        ({"sides": ["markt"]}, "Did you mean 'market'"),
        ({"groups": ["g8"]}, "Did you mean 'g7'"),
    ],
)
def test_unknown_names_suggest_the_nearest(small, what, message):
    with pytest.raises(UnknownNameError, match=message):
        joint_cuts(small, "CHN", **what)


def test_estimated_flows_are_refused():
    provinces = ni.load("china-2017", year=2017)
    with pytest.raises(DataError, match="refused"):
        joint_cuts(provinces, provinces.regions.codes[0])
