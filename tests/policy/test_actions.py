"""The actions that come with newind: complete, within the paper, and fit for the shipped world."""

from __future__ import annotations

import random
import re
from collections import Counter

import numpy as np
import pytest
from numpy.testing import assert_allclose

import newind as ni
from each import check_each
from newind.accounts.groups import resolve as positions
from newind.policy.actions import actions, names, sentences
from newind.policy.register import Register
from newind.policy.targets import resolve

CJK = re.compile(r"[\u4e00-\u9fff]")
SENTENCES = {"intro": 3, "industrial": 4, "innovation": 4, "trade": 6, "regional": 4, "environment": 6, "market": 7}
"""Sentences of section 4 by paragraph."""
PATHWAYS = ("0.organisation", "0.cost", "0.innovation", "0.circulation", "0.competition")
NEUTRAL = {"add": 0.0, "scale": 1.0}
"""Values that leave everything as it is."""

every = check_each("id", names())


@pytest.fixture(scope="module")
def world():
    return ni.load("world", year=2011)


@pytest.fixture(scope="module")
def outcomes(world):
    """Every action that the model can say something of, simulated by itself."""
    return {a.id: ni.simulate(world, a.package) for a in actions() if a.shocks}


# ---- what each says
@every
def test_an_action_is_complete(id):
    a = actions()[id]
    texts = [a.label, a.note, *([a.no_shock] if a.no_shock else [])]
    for text in texts:
        assert set(text) == {"en", "zh"}
        assert CJK.search(text["zh"])
        assert not CJK.search(text["en"])
        assert not re.search(r"[\u4e00-\u9fff][,;:!?(]", text["zh"])
    for text in texts[1:]:
        assert text["en"].endswith(".")
        assert text["zh"].endswith("。")
    assert a.id == id
    assert a.clause in {c.id for c in ni.clauses()}
    assert a.clause == f"4.{a.family}" or a.clause.startswith("0.")
    assert a.systems
    assert a.characteristics
    assert a.sources[0].href.endswith("j.chinaeconomist.2024.01.01")
    assert a.evidence == "D" or len(a.sources) > 1
    assert a.evidence != "D" or not a.dates.in_force


@every
def test_the_model_speaks_of_it_or_says_why_not(id):
    a = actions()[id]
    assert bool(a.shocks) != bool(a.no_shock)
    for shock in a.package.shocks:
        assert shock.mode in NEUTRAL, "actions add to what is in force, so that they go together"
        assert shock.action == id
        assert shock.family == a.family


@every
def test_labels_exist_in_the_shipped_tables(id, world):
    a = actions()[id]
    resolve(a.package, world)
    positions(a.industries, world.industries)
    provinces = ni.load("china-2017").regions.codes
    positions(a.regions, provinces if any(r.startswith("CN-") for r in a.regions) else world.regions.codes)


def test_who_is_paid_and_for_what_is_said_of_support_only():
    for a in actions():
        gives = a.means.supports
        assert bool(a.stage) == bool(a.recipient) == gives, a
        assert a.recipient != "consumer" or a.stage == "consumption"
        assert gives or not a.budget


# ---- the paper
def test_every_sentence_is_coded_or_passed_over_with_a_reason():
    found = {s.id: s for s in sentences()}
    expected = [f"4.{p}.{n}" for p, many in SENTENCES.items() for n in range(1, many + 1)]
    assert list(found) == [*expected, *PATHWAYS]
    for s in found.values():
        assert bool(s.actions) != bool(s.reason), s.id
        assert len(set(s.actions)) == len(s.actions)
        for text in (s.topic, s.reason) if s.reason else (s.topic,):
            assert set(text) == {"en", "zh"}
            assert CJK.search(text["zh"])
            assert not CJK.search(text["en"])


def test_every_action_codes_a_sentence_of_its_clause():
    coded = Counter(a for s in sentences() for a in s.actions)
    assert set(coded) == set(actions().ids)
    for a in actions():
        own = [s.id for s in sentences() if a.id in s.actions]
        assert any(s == a.clause or s.startswith(f"{a.clause}.") for s in own), a


def test_every_family_has_actions_and_says_what_it_moves():
    levers = {f: {s.lever for a in actions().select(family=f) for s in a.shocks} for f in SENTENCES if f != "intro"}
    assert all(levers.values())
    assert len(set().union(*levers.values())) >= 15


# ---- the model
def test_every_action_simulates_and_moves_something(outcomes):
    for id, s in outcomes.items():
        assert np.isfinite(s.welfare).all(), id
        assert s.residual < 1e-9, id
        moved = np.abs(s.welfare).max()
        assert 1e-9 < moved < 0.1 if s.package.shocks else moved < 1e-12, id


def test_actions_go_together_in_any_order(world):
    together = ni.simulate(world, actions().package)
    mixed = list(actions())
    random.Random(1).shuffle(mixed)
    assert mixed != list(actions())
    other = ni.simulate(world, Register(mixed).package)
    assert_allclose(other.welfare, together.welfare, rtol=0, atol=1e-9)
    assert_allclose(other.prices["output"], together.prices["output"], rtol=0, atol=1e-9)


def test_at_no_intensity_nothing_changes(world):
    shocks = [ni.Shock(**s.to_dict() | {"value": NEUTRAL[s.mode]}) for s in actions().package.shocks]
    still = ni.simulate(world, ni.Package(shocks))
    assert_allclose(still.welfare, 0, atol=1e-9)
    assert_allclose(still.prices["output"], 1, atol=1e-9)


@pytest.mark.parametrize(
    ("given", "taken", "account"),
    [
        ("end-product-subsidies", "end-product-cut", "production subsidies"),
        ("export-bonuses", "export-rebate-metals", "export rebates"),
    ],
)
def test_what_is_given_costs_the_state_and_what_is_taken_away_pays_it(outcomes, given, taken, account):
    assert outcomes[given].government[account][0] < 0 < outcomes[taken].government[account][0]


def test_the_weight_of_the_neighbours_is_that_of_the_latest_table():
    """The note of the gateways gives the share that weights what provinces save."""
    w, gateways = ni.load("world").last, actions()["gateways"]
    sold = w.Z4.sum(axis=(1, 3)) + w.Y3.sum(axis=1)
    traded, china = sold + sold.T, w.regions.index("CHN")
    partners = next(s.partner for s in gateways.package.shocks if s.region == "CHN")
    others = [w.regions.index(code) for code in partners]
    share = traded[china, others].sum() / (traded[china].sum() - traded[china, china])
    assert f"{share:.0%} of China's trade in {w.year}" in gateways.note["en"]
    assert f"{w.year}年中国贸易的{share:.0%}" in gateways.note["zh"]
