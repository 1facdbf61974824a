"""Levers on technology: research pays its way, data."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from moved import PARAMETERS, effect, ground, log, move, shocks, solved
from numpy.testing import assert_allclose

from newind.equilibrium.levers.technology import knowledge_elasticity, relative
from newind.errors import PolicyError

G = ground(horizon="long", growth=np.full(3, 0.05))
B = G.benchmark
K = G.knowledge
COST = B.value_added + B.inputs


def test_productivity_is_a_log() -> None:
    got = shocks(move("productivity", 0.1, region="AAA", industry="c1"), on=G).productivity
    assert got is not None
    assert_allclose(got[0, 0], np.log(1.1))
    assert np.count_nonzero(got) == 1


# ---- research
def test_a_subsidy_to_research_by_hand() -> None:
    """Research m = 1 / (1 − s) on paper, v done; its inputs lower productivity, knowledge raises it; s m k is paid."""
    got = shocks(move("rd_subsidy", 0.2, region="AAA", industry="c2"), on=G)
    k, own, more = K[0, 1], B.value_added_share[0, 1], 1 / 0.8
    done = (1 + 0.8 * (more - 1)) ** 0.75  # a fifth relabelled; half of cost researchers, whose supply has elasticity 1
    extra = own * k * (done - 1)
    want = 0.5 * own * k / (0.15 + 0.05) * np.log(done) - np.log(1 + extra)
    assert_allclose(got.productivity[0, 1], want)  # type: ignore[index]
    assert_allclose(got.labour_tax[0, 1], -0.2 * more * k / (1 + extra))  # type: ignore[index]
    assert got.labour_tax is got.capital_tax is got.land_tax
    assert np.count_nonzero(got.productivity) == np.count_nonzero(got.labour_tax) == 1


def test_the_state_pays_its_share_of_research() -> None:
    """The bill is s m k of value added; a small subsidy leaves that of the benchmark unchanged."""
    small = 1e-5
    found = solved(move("rd_subsidy", small, region="AAA", industry="c2"), on=G)
    bill = -found.state.government["factor taxes"][0]
    assert_allclose(bill, small * K[0, 1] * B.value_added[0, 1], rtol=1e-3)


def test_what_research_brings_needs_time() -> None:
    gains = []
    for horizon in ("short", "medium", "long"):
        at = ground(horizon=horizon)
        gains.append(shocks(move("rd_subsidy", 0.2, region="AAA", industry="c2"), on=at).productivity[0, 1])  # type: ignore[index]
        assert f"at the {horizon} horizon" in log(move("rd_subsidy", 0.2, region="AAA"), on=at)
    assert gains[0] < 0  # paid for and nothing gained yet
    assert_allclose(gains[1] - gains[0], (gains[2] - gains[0]) / 2)
    assert effect(move("rd_subsidy", 0.2, region="AAA"), on=ground(horizon="short"))[0] < 0


def test_research_brings_the_return_that_is_put_in() -> None:
    """What it adds to real income of all and takes of inputs, over the knowledge in use; nothing is relabelled."""
    plain = {**PARAMETERS, "rd_relabelled": 0.0, "researcher_supply": 1e9}
    for wanted in (0.2, 0.5):
        at = replace(ground(horizon="long", policies=False, growth=np.full(3, 0.05)),
                     parameter={**plain, "rd_return": wanted}.__getitem__)  # fmt: skip
        b, k = at.benchmark, at.knowledge
        gained = (solved(move("rd_subsidy", 0.001, region="AAA"), on=at).real_income * b.final).sum()
        spent = 0.001 / 0.999 * (k[0] * b.value_added[0]).sum()
        assert (gained + spent) / (spent / (0.15 + 0.05)) == pytest.approx(wanted, rel=0.05)


def test_a_given_elasticity_stands_in_place_of_the_return() -> None:
    at = replace(G, output_elasticity=0.1)
    assert_allclose(knowledge_elasticity(at, 0.15, at.growth), 0.1 * relative(K, B.value_added))


def test_the_mean_unit_of_research_has_the_stated_elasticity() -> None:
    spent = K * B.value_added
    assert_allclose((relative(K, B.value_added) * spent).sum(axis=1), spent.sum(axis=1))
    assert_allclose(relative(np.zeros((1, 2)), np.ones((1, 2))), 0)


def test_research_that_is_not_known_or_too_much_is_refused() -> None:
    unknown = K.copy()
    unknown[0, 1] = np.nan
    holes = ground(knowledge=unknown)
    with pytest.raises(PolicyError, match="How much research these industries do is not known"):
        shocks(move("rd_subsidy", 0.1), on=holes)
    assert shocks(move("rd_subsidy", 0.1, region="BBB"), on=holes).productivity is not None
    with pytest.raises(PolicyError, match="more for research than the industry for all factors"):
        shocks(move("rd_subsidy", 0.9), on=ground(knowledge=np.full((3, 4), 0.5)))


# ---- data
def test_shared_data_help_those_who_use_information_services() -> None:
    got = shocks(move("data_sharing", 0.4, region="AAA"), on=G).productivity
    share = B.spend[3, :, :-1] / COST
    world = B.spend[3, :, :-1].sum() / COST.sum()
    assert_allclose(got[0], 0.05 * 0.4 * share[0] / world - np.log1p(0.1 * 0.4 * share[0]))  # type: ignore[index]
    assert not got[1:].any()  # type: ignore[index]


def test_without_information_services_data_sharing_is_refused() -> None:
    none = ground(information=np.zeros(4, dtype=bool))
    with pytest.raises(PolicyError, match="no information services stand apart"):
        shocks(move("data_sharing", 0.4), on=none)
