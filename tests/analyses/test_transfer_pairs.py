"""Pairs of provinces by industry: who is paired, criteria by hand, weights that move, ranges, errors."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from numpy.testing import assert_allclose

import boundary
import newind as ni
from newind.accounts.satellite import Satellite
from newind.analyses.circulation.pairs import (
    CRITERIA,
    NOTE,
    compute_weighted_mean,
    percentile_ranks,
    ranks_of,
    transfer_pairs,
    weights_of,
)
from newind.analyses.circulation.transfer import transfer_candidates
from newind.analyses.circulation.variants import estimate_variants
from newind.errors import DataError, UnknownNameError


@cache
def china():
    return ni.load("china-2017", 2017)


@cache
def found():
    return transfer_pairs(china())


def test_pairs_go_from_what_has_little_to_hold_it_to_where_it_could_come():
    table = found().table()
    assert len(table) > 10
    directions = {c: transfer_candidates(china(), c).set_index("industry")["direction"] for c in china().regions[:-1]}
    out = {(i, c) for c, d in directions.items() for i in d.index[d == "out"]}
    into = {(i, c) for c, d in directions.items() for i in d.index[d == "in"]}
    got = set(zip(table["industry"], table["origin"], table["destination"], strict=True))
    w = china()
    paid, value = (a.reshape(w.R, w.S) for a in (w.satellites["labour_compensation"].values, w.value_added))
    cells = [(i, c, paid[r, k], value[r, k]) for r, c in enumerate(w.regions) for k, i in enumerate(w.industries)]
    cost = {(i, c): p / v for i, c, p, v in cells if p * v > 0}
    pairs = {(i, a, b) for i, a in out for j, b in into if i == j and a != b}
    assert got == {(i, a, b) for i, a, b in pairs if cost[i, b] < cost[i, a] - 0.005}


@pytest.mark.parametrize("origin", [None, *china().regions[:-1]])
def test_a_destination_has_the_lower_labour_cost_and_no_printed_share_is_absurd(origin):
    """Never “labour cost lower by −297 %”: a saving lies between 0 and 1 wherever it is known."""
    table = transfer_pairs(china(), origin, variants={}).table()
    assert ((table["cost"] > 0) & (table["cost"] < 1)).all()  # and known: a saving that is unknown is none
    assert ((table["capacity"].dropna() >= 0) & (table["capacity"].dropna() <= 1)).all()


def test_criteria_by_hand():
    """Labour cost, own inverse, inverse of the country and sales outside of the first pair."""
    w, row = china(), found().table().iloc[0]
    i, here, there = w.industries.index(row["industry"]), *(w.regions.index(row[c]) for c in ("origin", "destination"))
    pay = w.satellites["labour_compensation"].values.reshape(w.R, w.S)
    value, x = w.value_added.reshape(w.R, w.S), w.x.reshape(w.R, w.S)
    assert_allclose(row["cost"], 1 - pay[there, i] / value[there, i] / (pay[here, i] / value[here, i]))
    cells = slice(there * w.S, (there + 1) * w.S)
    A = np.divide(w.Z, w.x, out=np.zeros_like(w.Z), where=w.x > 0)
    pull = np.linalg.inv(np.eye(w.S) - A[cells, cells]).sum(axis=0)
    assert_allclose(row["linkage"], pull[i] / pull[x[there] > 0].mean())
    B = np.linalg.inv(np.eye(w.n) - A)[:, there * w.S + i].reshape(w.R, w.S).sum(axis=1)
    assert_allclose(row["linkage_others"], B[:-1].sum() - B[there])
    home = w.Z4[there, i, there].sum() + w.Y3[there, i, there]
    assert_allclose(row["capacity"], 1 - home / x[there, i])
    assert row["capacity_from"] == "sold outside (proxy)"


def test_score_is_the_weighted_mean_of_standings():
    table = transfer_pairs(china(), weights={"cost": 3, "capacity": 1}).table()
    expected = (3 * percentile_ranks(table["cost"].to_numpy()) + percentile_ranks(table["capacity"].to_numpy())) / 4
    shown = table["score"].notna()
    assert_allclose(table["score"][shown], expected[shown])
    assert (table["rank"].diff().dropna() >= 0).all()
    assert (np.diff(expected) <= 1e-12).all()


def test_weights_move_the_order():
    by_cost = transfer_pairs(china(), weights={"cost": 1}).table()
    by_linkage = transfer_pairs(china(), weights={"linkage": 1}).table()
    assert (by_cost["cost"].diff().dropna() <= 1e-12).all()
    assert (by_linkage["linkage"].diff().dropna() <= 1e-12).all()
    assert list(by_cost["destination"]) != list(by_linkage["destination"])


def test_ranges_are_those_among_variants():
    table, w = found().table(), china()
    key = ["industry", "origin", "destination"]
    each = {name: transfer_pairs(v, variants={}).table().set_index(key) for name, v in estimate_variants(w).items()}
    assert ((table["low"] <= table["high"]) & (table["rank_low"] <= table["rank"])).all()
    assert (table["rank"] <= table["rank_high"]).all()
    assert (table["rank_low"] < table["rank_high"]).any()
    assert_allclose(each["as given"].loc[list(map(tuple, table[key].to_numpy())), "rank"], table["rank"])
    assert (table["status"] == "estimated").all()


def test_cost_alone_does_not_depend_on_the_estimate_of_trade():
    table = transfer_pairs(china(), weights={"cost": 1}).table()
    assert_allclose(table["low"], table["high"])
    assert (table["rank_low"] == table["rank_high"]).all()


def test_an_origin_that_is_named_shows_all_but_what_it_could_attract():
    table = transfer_pairs(china(), "CN-GD").table()
    assert set(table["origin"]) == {"CN-GD"}
    assert "in" not in set(table["origin_direction"])
    assert (table["origin_share"] >= 0.01).all()
    tied = transfer_candidates(china(), "CN-XZ").set_index("industry")["sold_outside"] <= 0.05
    assert "c11t12" in set(tied.index[tied])
    assert not set(tied.index[tied]) & set(transfer_pairs(china(), "CN-XZ", variants={}).table()["industry"])
    assert len(table) >= (found().table()["origin"] == "CN-GD").sum()


def test_industries_can_be_chosen():
    assert set(transfer_pairs(china(), industries=["c13"]).table()["industry"]) == {"c13"}
    with pytest.raises(UnknownNameError, match="c999"):
        transfer_pairs(china(), industries=["c999"])


def utilised(w):
    used = np.linspace(0.5, 0.95, w.n)
    return w._replace(satellites={**w.satellites, "capacity_utilisation": Satellite(used, unit="1")})


def test_utilisation_is_used_where_it_is_known():
    w = utilised(china())
    row = transfer_pairs(w, variants={}).table().iloc[0]
    place = w.regions.index(row["destination"]) * w.S + w.industries.index(row["industry"])
    assert_allclose(row["capacity"], 1 - np.linspace(0.5, 0.95, w.n)[place])
    assert row["capacity_from"] == "utilisation"


def test_wages_are_shown_where_employment_is_known():
    w = china()
    people = Satellite(np.tile(np.arange(1.0, w.S + 1), w.R), unit="thousand persons")
    row = transfer_pairs(w._replace(satellites={**w.satellites, "employment": people}), variants={}).table().iloc[0]
    pay = w.satellites["labour_compensation"].values.reshape(w.R, w.S)
    i, here, there = w.industries.index(row["industry"]), *(w.regions.index(row[c]) for c in ("origin", "destination"))
    assert_allclose(row["wage_ratio"], pay[there, i] / pay[here, i])
    assert found().table()["wage_ratio"].isna().all()


def test_labour_cost_that_is_unknown_is_left_out_of_the_score():
    result = transfer_pairs(china()._replace(satellites={}), variants={})
    table = result.table()
    assert "no labour compensation" in result.missing["cost"]
    assert table["cost"].isna().all()
    three = [percentile_ranks(table[c].to_numpy()) for c in ("linkage", "linkage_others", "capacity")]
    assert_allclose(table["score"], np.mean(three, axis=0))


# ---- scoring


def test_standing_counts_those_below():
    assert_allclose(percentile_ranks(np.array([3.0, 1.0, 2.0])), [1.0, 0.0, 0.5])
    assert_allclose(percentile_ranks(np.array([1.0, 1.0])), [0.5, 0.5])
    assert_allclose(percentile_ranks(np.array([4.0])), [0.5])
    assert percentile_ranks(np.array([])).size == 0


def test_a_candidate_without_a_weighted_criterion_has_no_score_and_comes_last():
    scores = compute_weighted_mean({"a": np.array([np.nan, 0.0])}, {"a": 1.0})
    assert np.isnan(scores[0])
    assert list(ranks_of(scores)) == [2, 1]


def test_equal_weights_by_default():
    assert weights_of(None) == dict.fromkeys(CRITERIA, 0.25)


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ({"cost": -1}, "'cost=-1'"),
        ({"cost": float("nan")}, "'cost=nan'"),
        ({"cost": "1"}, "cost='1'"),
        ({"cost": True}, "'cost=True'"),
        ({"cost": 0, "linkage": 0}, "all are zero"),
        ({}, "all are zero"),
    ],
)
def test_weights_that_are_none_are_refused(weights, said):
    with pytest.raises(DataError, match="weights of transfer pairs") as error:
        transfer_pairs(china(), weights=weights)
    assert said in str(error.value)


def test_an_unknown_criterion_is_named():
    with pytest.raises(UnknownNameError, match=r"unknown criterion 'costs'\. Did you mean 'cost'"):
        transfer_pairs(china(), weights={"costs": 1})


def test_one_province_has_no_pairs():
    with pytest.raises(DataError, match="CN-GD is the only region of its country in full"):
        transfer_pairs(boundary.province())


def test_texts_are_in_both_languages():
    for label in [*CRITERIA.values(), NOTE]:
        assert set(label) == {"en", "zh"}
        assert all(label.values())
