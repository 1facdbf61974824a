"""Who could replace a supplier: against plain arrays and the model's own accounts, invariants, and what is refused."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.testing import assert_allclose

import boundary
import newind as ni
from guessed import guessed
from newind.analyses.losses import HORIZONS, RESOURCE, Cut, loss_ranges
from newind.analyses.science.alternatives import replacers, taking_over
from newind.analyses.science.reliance_labels import LABELS
from newind.errors import DataError, UnknownNameError
from newind.testing import economies

w = ni.load("world", year=2011)
NESTS = ("substitution_inputs", "substitution_value_added", "substitution_final")
GIVEN = {"trade_elasticity": 4.0, **dict.fromkeys(NESTS, 0.5)}
JAPAN = Cut("CHN", ("JPN",), ("c14",))
ENDS = ("low", "middle", "high")


@cache
def japan(industry=None):
    return replacers(w, "CHN", "c14", "JPN", industry)


def at(accounts, code):
    return accounts.regions.index(code)


def sales(accounts, code, to=None):
    """Return what a region sells of c14, to one region or to all, by loops over the table."""
    row = at(accounts, code) * accounts.S + accounts.industries.index("c14")
    found = 0.0
    for q in range(accounts.R) if to is None else [at(accounts, to)]:
        found += accounts.Z[row, q * accounts.S : (q + 1) * accounts.S].sum()
        found += accounts.Y[row, q * accounts.D : (q + 1) * accounts.D].sum()
    return found


# ---- who there is
def test_every_economy_that_makes_the_product_is_there_and_aggregates_are_one_line():
    found = japan().replacers
    named = [c for c, one in zip(w.regions, w.regions.named, strict=True) if one and c != "JPN"]
    assert sorted(x.economy for x in found if x.level != "not_named") == sorted(named)
    assert [x.level for x in found].count("home") == 1
    assert (found[-1].level, found[-1].economy) == ("not_named", "")
    assert_allclose(found[-1].sells, sales(w, "ROW", "CHN") + sales(w, "REU", "CHN"))


def test_sizes_are_those_of_the_accounts():
    assert_allclose(japan().lost, sales(w, "JPN", "CHN"))
    total = sum(sales(w, code, "CHN") for code in w.regions)
    assert_allclose(japan().lost_share, sales(w, "JPN", "CHN") / total)
    for x in japan().replacers[:-1]:
        exports = sales(w, x.economy) - sales(w, x.economy, x.economy)
        elsewhere = exports - (sales(w, x.economy, "CHN") if x.economy != "CHN" else 0)
        assert_allclose([x.sells, x.output, x.exports, x.elsewhere, x.spare, x.share],
                        [sales(w, x.economy, "CHN"), sales(w, x.economy), exports, elsewhere,
                         elsewhere / japan().lost, sales(w, x.economy, "CHN") / total])  # fmt: skip
    assert_allclose(sum(x.share for x in japan().replacers) + japan().lost_share, 1.0)


def test_an_industry_has_its_own_suppliers():
    r, k = at(w, "CHN"), w.industries.index("c14")
    assert_allclose(japan("c14").lost, w.Z4[at(w, "JPN"), k, r, k])
    assert japan("c14").loss.cut == Cut("CHN", ("JPN",), ("c14",), users=("c14",))
    assert japan("c14").loss.middle < japan().loss.middle


# ---- at what cost
def test_losses_are_those_of_the_cut():
    assert japan().loss == loss_ranges(w, [JAPAN])[0]


def test_gains_and_prices_are_those_of_the_model():
    for horizon in HORIZONS:
        solved = ni.simulate(w, JAPAN.package, horizon, RESOURCE)
        before = np.array([sales(solved.baseline, code, "CHN") for code in w.regions])
        after = np.array([sales(solved.accounts, code, "CHN") for code in w.regions])
        gain = after / after.sum() - before / before.sum()
        for x in japan().replacers[:-1]:
            assert_allclose(x.gain[horizon].middle, gain[at(w, x.economy)], atol=1e-12)
        r, k, s = at(w, "CHN"), w.industries.index("c14"), solved.solution.state.prices
        spent = solved.laboratory.benchmark.spend[k, r]
        dearer = (spent * np.exp(s.prices_by_user[k, r])).sum() / spent.sum() / np.exp(s.final[r]) - 1
        assert_allclose(japan().price[horizon].middle, dearer, rtol=1e-9)


def test_what_the_supplier_loses_the_others_gain():
    found = taking_over(w, JAPAN, ("long",), {})
    gains = found.gains["long"]
    assert gains.shape == (5, w.R)
    assert_allclose(gains.sum(axis=1), 0, atol=1e-12)
    assert_allclose(gains[:, at(w, "JPN")], gains[0, at(w, "JPN")], atol=1e-12)
    assert (np.delete(gains, at(w, "JPN"), axis=1) >= 0).all()
    assert_allclose(sum(x.gain["long"].middle for x in japan().replacers), -gains[0, at(w, "JPN")])


def test_a_price_rises_less_in_the_long_run_and_more_where_goods_differ():
    for end in ENDS:
        values = [getattr(japan().price[h], end) for h in HORIZONS]
        assert values == sorted(values, reverse=True)
    assert japan().price["long"].low > 0
    alike, unlike = (
        replacers(w, "CHN", "c14", "JPN", horizons="medium", parameters=GIVEN | {"trade_elasticity": theta})
        for theta in (6.0, 2.0)
    )
    assert unlike.price["medium"].middle > alike.price["medium"].middle
    assert unlike.price["medium"].low == unlike.price["medium"].high


def test_who_gains_most_comes_first():
    gains = [x.gain["medium"].middle for x in japan().replacers[:-1]]
    assert gains == sorted(gains, reverse=True)
    assert [x.economy for x in japan().replacers[:3]] == ["CHN", "TWN", "KOR"]


# ---- how dear
def test_price_gaps_are_what_shares_say_at_the_elasticity():
    found = replacers(w, "CHN", "c14", "JPN", horizons="long", parameters=GIVEN)
    korea = next(x for x in found.replacers if x.economy == "KOR")
    assert_allclose(korea.gap.middle, (sales(w, "JPN", "CHN") / sales(w, "KOR", "CHN")) ** (1 / 4) - 1)
    assert korea.gap.low == korea.gap.high == korea.gap.middle
    usual = next(x for x in japan().replacers if x.economy == "USA").gap
    assert 0 < usual.low < usual.middle < usual.high


def test_a_share_of_a_thousandth_says_nothing_about_prices():
    told = {x.economy: np.isfinite(x.gap.middle) for x in japan().replacers}
    assert told["ITA"]
    assert not told["TUR"]
    assert not told[""]


def test_labour_costs_are_of_the_latest_year_that_both_have():
    panel = ni.load("world").select(years=[2009, 2011])
    found = {x.economy: x for x in replacers(panel, "CHN", "c14", "JPN", horizons="long", parameters=GIVEN).replacers}
    alone = {x.economy: x for x in japan().replacers}
    assert np.isnan(alone["KOR"].unit_labour_cost)
    assert alone["KOR"].unit_labour_cost_year == 0
    assert found["KOR"].unit_labour_cost_year == 2009
    y, k = ni.load("world", year=2009), w.industries.index("c14")
    cost = {}
    for code in ("KOR", "JPN"):
        r = at(y, code)
        cell = r * y.S + k
        paid = y.satellites["labour_compensation"].values[cell] / y.value_added[cell]
        cost[code] = paid * y.gdp[r] / y.facts["gdp_ppp_current"].values[r]
    assert_allclose(found["KOR"].unit_labour_cost, cost["KOR"] / cost["JPN"])
    level = w.gdp / w.facts["gdp_ppp_current"].values
    assert_allclose(found["KOR"].price_level, level[at(w, "KOR")] / level[at(w, "JPN")])
    assert found["KOR"].price_level_year == 2011


def test_without_facts_costs_are_not_computable():
    bare = ni.Accounts(Z=w.Z, Y=w.Y, regions=w.regions.rows, industries=w.industries, demand=w.demand, year=w.year)
    found = replacers(bare, "CHN", "c14", "JPN", horizons="long", parameters=GIVEN)
    assert all(np.isnan([x.price_level, x.unit_labour_cost]).all() for x in found.replacers)
    assert found.table()["price_level_year"].isna().all()


# ---- the tables
def test_the_tables_hold_it_all_and_are_labelled():
    table, costs = japan().table(), japan().costs()
    assert len(table) == len(japan().replacers)
    assert set(table.columns) | set(costs.columns) <= set(LABELS)
    first = japan().replacers[0]
    for horizon in HORIZONS:
        assert [table[f"gain_{horizon}_{end}"][0] for end in ENDS] == [getattr(first.gain[horizon], e) for e in ENDS]
    assert costs["horizon"].tolist() == ["quarter", *HORIZONS]
    assert costs["loss_middle"].tolist() == [span.middle for span in japan().loss.statements.values()]
    assert costs["price_high"].tolist()[1:] == [japan().price[h].high for h in HORIZONS]
    assert set(table["supplier"]) == {"JPN"}
    assert set(table["status"]) == {"observed"}


@settings(max_examples=25)
@given(economies(min_regions=3, max_industries=3))
def test_any_economy_has_replacers_whose_shares_add_up(drawn):
    code, r = drawn.industries[0], at(drawn, "CHN")
    bought = drawn.Z4[:, 0, r].sum(axis=1) + drawn.Y3[:, 0, r]
    positive = drawn.Z4[:, 0, r].sum(axis=1) + np.maximum(drawn.Y3[:, 0, r], 0)
    if positive[at(drawn, "USA")] <= 0:
        with pytest.raises(DataError, match=f"USA sells no {code} to users in CHN"):
            replacers(drawn, "CHN", code, "USA", parameters=GIVEN)
        return
    found = replacers(drawn, "CHN", code, "USA", parameters=GIVEN)
    assert_allclose(found.lost, bought[at(drawn, "USA")], rtol=1e-9)
    assert all(x.spare >= 0 or np.isnan(x.spare) for x in found.replacers)
    assert len(found.table()) == len(found.replacers)
    for horizon in HORIZONS:
        gains = [x.gain[horizon].middle for x in found.replacers]
        assert np.isnan(gains).all() or sum(gains) > 0
        assert np.isnan(gains).all() == bool(found.loss.failed)


def test_a_supplier_without_alternatives_has_no_equilibrium_and_says_so():
    Z = np.array([[20, 0, 5, 2], [0, 0, 0, 0], [5, 0, 30, 10], [20, 0, 10, 20]], dtype=float)
    Y = np.array([[100, 10], [0, 0], [10, 100], [30, 90]], dtype=float)
    small = ni.Accounts(Z=Z, Y=Y, regions=["CHN", "USA"], industries=["c1", "c14"], demand=["final"], year=2008)
    found = replacers(small, "CHN", "c14", "USA", parameters=GIVEN)
    assert found.replacers == ()
    assert found.table().empty
    assert len(found.loss.failed) == 3
    assert found.costs()["price_middle"].isna().all()


# ---- what is refused
@pytest.mark.parametrize(
    ("names", "message"),
    [
        (("ROW", "c14", "JPN"), "ROW is an aggregate, not an economy"),
        (("CHN", "c14", "ROW"), "ROW is an aggregate, not an economy: it is no supplier that is lost"),
        (("CHN", "c14", "CHN"), "CHN cannot be lost as a supplier of itself. Name another economy."),
        (("CHN", "c30", "KOR"), "KOR sells no c30 to users in CHN in 2011. Named economies that do: USA, JPN"),
    ],
)
def test_what_makes_no_sense_is_refused(names, message):
    with pytest.raises(DataError) as error:
        replacers(w, *names)
    assert str(error.value).startswith(message)


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (("CHM", "c14", "JPN"), "unknown economy 'CHM'. Did you mean 'CHN'?"),
        (("CHN", "c41", "JPN"), "unknown input 'c41'. Did you mean 'c4'?"),
        (("CHN", "c14", "JAP"), "unknown economy 'JAP'. Did you mean 'JPN'?"),
        (("CHN", "c14", "JPN", "c41"), "unknown industry 'c41'. Did you mean 'c4'?"),
        (("CHN", "c14", "JPN", None, "shrot"), "unknown horizon 'shrot'. Did you mean 'short'?"),
    ],
)
def test_unknown_names_come_with_the_nearest(names, message):
    with pytest.raises(UnknownNameError) as error:
        replacers(w, *names)
    assert str(error.value).startswith(message)


def test_estimated_flows_and_boundaries_are_refused():
    with pytest.raises(DataError, match=r"the table \(2014\): a ranking of suppliers is refused"):
        replacers(guessed(), "CHN", "c14", "JPN")
    with pytest.raises(DataError, match=r"the table of 2017 has a boundary \(ROW\)"):
        replacers(boundary.nation(), "CHN", "c14", "ROW")
