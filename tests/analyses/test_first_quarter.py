"""The first quarter without suppliers or buyers: against the accounts counted anew, and what is assumed."""

from __future__ import annotations

from time import process_time

import numpy as np
import pytest
from numpy.testing import assert_allclose

import newind as ni
from newind.analyses import firstquarter
from newind.analyses.firstquarter import DAYS, find_ratings, lost_in_first_quarter
from newind.analyses.losses import Cut, loss_ranges
from newind.parameters import parameter

w = ni.load("world", year=2011)
ABROAD = tuple(c for c in w.regions.codes if c != "KOR")


def lost(*cuts):
    return lost_in_first_quarter(w, cuts)


def at(name, end=None):
    p = parameter(name)
    return p.value if end is None else p.range[end]


def test_a_small_cut_counted_anew():
    """One input whose lack nobody passes on: losses are those of its users, for want of it alone."""
    r, k = w.regions.index("DEU"), w.industries.index("c9")
    critical, important = find_ratings(w.industries)
    need, own = w.Z4[:, k, r].sum(axis=0), w.Z4[:, k, r].sum(axis=0) - w.Z4[w.regions.index("USA"), k, r]
    added, output = (a.reshape(w.R, w.S)[r] for a in (w.value_added, w.x))
    for end, (stock, weight, least) in enumerate(((1, 0, 1), (None, None, None), (0, 1, 0))):
        short = np.maximum(1 - own / need - at("inventory_days", stock) / DAYS, 0)
        rating = critical[k] + at("important_inputs", weight) * important[k]
        counted = np.where(need / output >= at("limiting_input_share", least), rating * short, 0.0)
        assert lost(Cut("DEU", ("USA",), ("c9",)))[0, end] == pytest.approx((counted @ added) / added.sum(), abs=1e-12)


def test_the_ends_are_ends_and_more_is_lost_without_more():
    one, more, all_ = lost(Cut("KOR", ("USA",), ("c2",)), Cut("KOR", ABROAD, ("c2",)), Cut("KOR", ABROAD, w.industries))
    for low, middle, high in (one, more, all_):
        assert 0 <= low <= middle <= high <= 1
    assert (one <= more).all()
    assert (more <= all_).all()
    assert more[1] > 0.01


def test_users_that_keep_an_input_lose_nothing_for_want_of_it():
    whole, one, none = lost(
        Cut("KOR", ABROAD, ("c2",)),
        Cut("KOR", ABROAD, ("c2",), users=("c17",)),
        Cut("KOR", ABROAD, ("c2",), users=("c5",)),
    )
    assert whole[2] >= one[2] > none[2]


def test_longer_stocks_lose_no_more(monkeypatch):
    cuts = [Cut("KOR", ABROAD, (i,)) for i in w.industries]
    found = []
    for days in (0.0, 15.0, 40.0, 92.0):
        values = {"inventory_days": days, "inventory_days_utilities": min(days, 7.0)}
        monkeypatch.setattr(firstquarter, "_at", lambda name, end, v=values: v.get(name, at(name, end)))
        found.append(lost(*cuts)[:, 1])
    assert (np.diff(found, axis=0) <= 1e-9).all()
    assert found[0].max() > 0.1
    goods = [k for k, i in enumerate(w.industries) if i not in ("c17",)]
    assert_allclose(found[-1][goods], 0.0, atol=1e-9)  # a quarter's use in stock


def test_a_lost_market_is_what_was_sold_there_and_what_went_into_it():
    cut = Cut("KOR", ("CHN",), w.industries, side="market")
    r, p = w.regions.index("KOR"), w.regions.index("CHN")
    sold = w.Z4[r, :, p].sum(axis=1) + w.Y3[r, :, p]
    output, added = (a.reshape(w.R, w.S)[r] for a in (w.x, w.value_added))
    home = np.linalg.inv(np.eye(w.S) - w.Z4[r, :, r] / output)
    direct, whole = (added / output @ f / added.sum() for f in (sold, home @ sold))
    assert_allclose(lost(cut), [[direct, whole, whole]], rtol=1e-9)


def test_industries_that_nobody_rated_have_no_statement():
    other = w._replace(industries=[f"x{i}" for i in range(w.S)])
    cut = Cut("KOR", ("CHN",), ("x3",))
    assert np.isnan(lost_in_first_quarter(other, [cut])).all()
    (loss,) = loss_ranges(other, [cut], ("medium",), {"trade_elasticity": 3.0})
    assert list(loss.statements) == ["medium"]


def test_ratings_are_those_of_the_industries_asked_for():
    critical, important = find_ratings(w.industries)
    assert ((critical >= 0) & (important >= 0) & (critical + important <= 1 + 1e-3)).all()
    some = ("c17", "c2")
    assert_allclose(find_ratings(some)[0], critical[np.ix_(*([[w.industries.index(i) for i in some]] * 2))])
    assert critical[w.industries.index("c2"), w.industries.index("c17")] > 0.99  # fuels of power stations
    assert critical[w.industries.index("c17"), w.industries.index("c12")] > 0.9  # power of metal works


def test_a_loss_has_four_statements_and_its_own_figures_are_those_of_one():
    (loss,) = loss_ranges(w, [Cut("KOR", ("JPN",), ("c14",))])
    assert list(loss.statements) == ["quarter", "short", "medium", "long"]
    assert (loss.low, loss.middle, loss.high) == tuple(vars(loss.horizons["medium"]).values())
    assert loss.high < loss.horizons["short"].high
    assert loss.is_complete
    assert list(loss.quarter.__dict__.values()) == lost(loss.cut)[0].tolist()


def test_a_hundred_cuts_are_cheap():
    cuts = [Cut("KOR", ABROAD, (i,)) for i in w.industries] * 4
    lost(*cuts)
    start = process_time()
    lost(*cuts)
    assert process_time() - start < 0.5
