"""Replacement of inputs: the target is reached, costs and savings are the model's, the curve adds up."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import newind as ni
from newind.analyses.losses import RESOURCE
from newind.analyses.science.substitution import (
    NEAR,
    NOTES,
    UnreachableTargetError,
    domestic_share,
    find_crossing,
    leading_suppliers,
    log_odds,
    replacement,
)
from newind.errors import DataError, UnknownNameError

w = ni.load("world", year=2011)
CHN = w.regions.index("CHN")


@pytest.fixture(scope="module")
def found():
    return replacement(w, "CHN", ["c14", "c9", "c2"], probability=0.1)


def bought(accounts, region, industry):
    """What a region buys of a product by seller, summed without the helpers of the package."""
    sold = np.zeros(accounts.R)
    for i in range(accounts.R):
        row = i * accounts.S + industry
        inside = slice(region * accounts.S, (region + 1) * accounts.S)
        D = accounts.Y.shape[1] // accounts.R
        sold[i] = accounts.Z[row, inside].sum() + accounts.Y[row, region * D : (region + 1) * D].sum()
    return sold


def test_the_share_and_the_supplier_are_those_of_the_accounts():
    sold = bought(w, CHN, w.industries.index("c14"))
    assert domestic_share(w, CHN, w.industries.index("c14")) == pytest.approx(sold[CHN] / sold.sum(), rel=1e-12)
    named = [(v, c) for v, c, row in zip(sold, w.regions.codes, w.regions.rows, strict=True)
             if row.kind != "rest" and c != "CHN"]  # fmt: skip
    assert list(leading_suppliers(w, "CHN", "c14")) == [max(named)[1]]


@pytest.mark.parametrize("lever", ["production_subsidy", "productivity"])
def test_the_rate_brings_the_share_to_the_target(found, lever):
    option = next(o for o in found.options if o.input == "c14")
    rate = option.span("subsidy" if lever == "production_subsidy" else "productivity").middle
    after = ni.simulate(w, ni.Shock(lever, rate, region="CHN", industry="c14"), "medium", RESOURCE).accounts
    sold = bought(after, CHN, w.industries.index("c14"))
    assert sold[CHN] / sold.sum() == pytest.approx(option.target, abs=2e-6)
    assert option.target == pytest.approx(1 - 0.75 * (1 - option.share))


def run_search(missed, function, most=2.0):
    """The places that a search tries of a function; 100 at most."""
    search = find_crossing(missed, most)
    tried = [next(search)]
    for _ in range(100):
        try:
            tried.append(search.send(function(tried[-1])))
        except StopIteration:
            return tried
    raise AssertionError(f"no end after {tried[-3:]}")


@pytest.mark.parametrize("root", [1e-4, 0.03, 0.04, 0.3, 1.9])
@pytest.mark.parametrize(
    "function",
    [
        lambda x: -x,
        lambda x: -np.expm1(4 * x) / 4,
        lambda x: np.expm1(-4 * x) / 4,
        lambda x: -np.arctan(20 * x),
        lambda x: -np.copysign(1.0, x),
    ],
    ids=["line", "convex", "concave", "bent", "step"],
)
def test_a_crossing_is_found_and_no_place_beyond_the_last_is_tried(function, root):
    tried = run_search(function(-root), lambda x: function(x - root))
    assert tried[-1] == pytest.approx(root, abs=3 * NEAR)
    assert max(tried) <= 2.0
    assert all(later <= 4 * max(sooner, 0.04) for sooner, later in itertools.pairwise(sorted(tried)))


def test_a_target_met_at_once_needs_nothing():
    """At a rate of zero the model may be at the target by rounding."""
    assert run_search(0.0, abs) == run_search(-0.1, abs) == [0.0]


@pytest.mark.parametrize("missed", [0.1, np.inf, np.nan])
def test_a_target_beyond_the_last_place_or_of_nothing_bought_is_not_reached(missed):
    for there in (0.1, 0.2, np.inf, -np.inf, np.nan):
        with pytest.raises(UnreachableTargetError):
            run_search(missed, lambda _, there=there: there)
    assert not np.isfinite([log_odds(share) for share in (0.0, 1.0, np.nan)]).any()


def test_cost_and_saving_are_those_of_the_model(found):
    option = next(o for o in found.options if o.input == "c9")
    subsidy = ni.Shock("production_subsidy", option.span("subsidy").middle, region="CHN", industry="c9")
    made = ni.simulate(w, subsidy, parameters=RESOURCE)
    cut = ni.Shock("cut_off", 1.0, region="CHN", partner=option.suppliers[0], industry="c9")
    before = -ni.simulate(w, cut, "short").welfare[CHN]
    after = -ni.simulate(made.accounts, cut, "short").welfare[CHN]
    assert option.span("cost").middle == pytest.approx(-made.welfare[CHN], rel=1e-6)
    assert option.span("bill").middle == pytest.approx(made.bill[CHN], rel=1e-6)
    assert option.span("loss").middle == pytest.approx(before, rel=1e-9)
    assert option.span("saved").middle == pytest.approx(0.1 * (before - after), rel=1e-6)


def test_what_does_not_move_makes_replacement_dearer():
    """A quarter of the imports of mining at home: with deposits that stay, a higher subsidy and cost than without."""
    with_, without = (
        replacement(w, "DEU", ["c2"], parameters=given).options[0] for given in ({}, {"resource_share": 0.0})
    )
    for name, more in (("subsidy", 1.1), ("productivity", 1.1), ("bill", 1.1), ("cost", 1.0)):
        assert with_.span(name).middle > more * without.span(name).middle


def test_spans_hold_their_middles_and_lower_elasticities_need_more(found):
    for option in found.options:
        for name in ("productivity", "subsidy", "bill", "cost", "loss", "left", "saved"):
            span = option.span(name)
            assert span.low <= span.middle <= span.high
        low, central, high = option.tried
        assert low.subsidy > central.subsidy > high.subsidy
        assert low.loss > central.loss > high.loss
        assert option.note == "reached"


def test_the_list_is_in_the_order_of_what_a_cost_saves(found):
    frame = found.to_frame()
    merits = [o.merit for o in found.options]
    assert merits == sorted(merits, reverse=True)
    assert list(frame["input"]) == [o.input for o in found.options]
    assert set(frame["note"]) <= set(NOTES)


def test_the_curve_cumulates_cost_and_risk(found):
    curve = found.curve()
    whole = sum(0.1 * o.tried[1].loss for o in found.options)
    saved = np.cumsum([o.tried[1].saved for o in found.options])
    assert np.allclose(curve["removed_middle"], saved / whole, rtol=1e-12)
    assert np.allclose(curve["cost_middle"], np.cumsum([o.tried[1].cost for o in found.options]), rtol=1e-12)
    assert (curve["removed_low"] <= curve["removed_high"]).all()


def test_what_is_at_the_target_needs_nothing():
    option = replacement(w, "USA", ["c18"], target=0.5, suppliers=("CHN",)).options[0]
    assert option.note == "there"
    assert option.span("cost").middle == option.span("saved").middle == 0.0


def test_a_target_out_of_reach_is_said(monkeypatch):
    from newind.analyses.science import substitution

    monkeypatch.setitem(substitution.MOST, "production_subsidy", 0.01)
    option = replacement(w, "CHN", ["c14"]).options[0]
    assert option.note == "unreached"
    assert np.isnan(option.span("cost").middle)
    assert replacement(w, "CHN", ["c14"]).curve().empty


def test_by_default_the_costliest_cuts_are_listed():
    found = replacement(w, "KOR", top=2, suppliers="abroad")
    others = tuple(c for c in w.regions.codes if c != "KOR")
    losses = {}
    for code in w.industries:
        cut = ni.Shock("cut_off", 1.0, region="KOR", partner=list(others), industry=code)
        losses[code] = -ni.simulate(w, cut).welfare[w.regions.index("KOR")]
    assert {o.input for o in found.options} == set(sorted(losses, key=losses.get)[-2:])
    assert all(o.suppliers == others for o in found.options)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"probability": 0.0}, "probability of a cut-off is 0"),
        ({"probability": 1.5}, "probability of a cut-off is 1.5"),
        ({"reduction": 1.0}, "reduction of the foreign share is 1"),
        ({"target": 1.2}, "target of c14 is 1.2"),
        ({"top": 0}, "top is 0"),
        ({"suppliers": "small"}, "suppliers are 'small'"),
    ],
)
def test_what_makes_no_sense_is_refused(arguments, said):
    with pytest.raises(DataError, match=said):
        replacement(w, "CHN", ["c14"], **arguments)


def test_unknown_names_are_refused():
    with pytest.raises(UnknownNameError, match="Did you mean 'CHN'"):
        replacement(w, "CHM", ["c14"])
    with pytest.raises(UnknownNameError, match="unknown industry 'c41'"):
        replacement(w, "CHN", ["c41"])
