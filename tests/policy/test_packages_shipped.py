"""Packages of the policy desk: one for each family and pathway, made of actions, with sizes accounted for."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

import newind as ni
from each import check_each
from newind.policy.actions import action, actions
from newind.policy.levers import FAMILIES, levers
from newind.policy.packages import desk, package
from newind.policy.yaml_file import parse_package

NEUTRAL = {"set": 0.0, "add": 0.0, "scale": 1.0}
GIVEN = {"fair-competition": {"markup": 1.1}}
PAPER = "https://doi.org/10.19602/j.chinaeconomist.2024.01.01"

every = check_each("name", desk().names)


@pytest.fixture(scope="module")
def world():
    return ni.load("world", year=2011)


@pytest.fixture(scope="module")
def tried(world):
    return {n: ni.simulate(world, package(n), parameters=GIVEN.get(n)) for n in desk().names}


def bare(shock: ni.Shock) -> ni.Shock:
    """Return a shock without what it is counted with, and the table that it is meant for."""
    return ni.Shock(**{k: v for k, v in shock.to_dict().items() if k not in ("action", "family", "table")})


# ---- which there are
def test_there_is_one_package_for_each_family_and_pathway():
    assert set(desk().families) == {f for f in FAMILIES if f"4.{f}" in {c.id for c in ni.clauses()}}
    assert len(set(desk().families.values())) == len(desk().families) == 6
    assert set(desk().pathways) == {"cost", "innovation", "circulation", "competition"}
    assert desk().pathways["innovation"] == desk().families["innovation"]
    assert desk().together == "all-families"
    assert desk().contrasts == ("producer-subsidies", "closed-circulation")


def test_the_clause_of_a_package_is_that_of_its_family_or_pathway_alone():
    found = {f"4.{f}": n for f, n in desk().families.items()}
    found |= {f"0.{k}": n for k, n in desk().pathways.items() if k != "innovation"}
    for p in ni.packages():
        assert p.clause not in found or found[p.clause] == p.name or p.name in desk().contrasts
    for clause, name in found.items():
        assert package(name).clause == clause


# ---- what they are made of
@every
def test_sizes_are_accounted_for(name):
    """Each note calls round numbers round; a size that is not round has a source in the package or the action."""
    p = package(name)
    assert p.sources[0].href == PAPER
    assert "ound number" in p.note["en"] or name == desk().together
    assert "整数" in p.note["zh"]
    for shock in p.shocks:
        text = f"{shock.value:g}".lstrip("-").replace(".", "").strip("0")
        sourced = p.sources[1:] or (shock.action and action(shock.action).sources[1:])
        assert len(text) == 1 or sourced or name == desk().together, shock


@every
def test_all_that_can_be_is_taken_from_the_register(name):
    p = package(name)
    if name == desk().together:
        return
    ids = {s.action for s in p.shocks if s.action}
    assert ids
    for id in ids:
        assert [s for s in p.shocks if s.action == id] == list(action(id).package.shocks)
    assert sum(not s.action for s in p.shocks) <= 2


def test_all_families_is_the_six_packages_counted_by_family(world):
    shocks = package(desk().together).shocks
    assert not any(s.action for s in shocks)
    for family, name in desk().families.items():
        own = [bare(s) for s in shocks if s.family == family]
        assert own == [bare(s) for s in package(name).select_shocks(world).shocks]


# ---- what they do
@every
def test_it_runs_and_moves_something(tried, name):
    s = tried[name]
    at = s.baseline.regions.index("CHN")
    assert np.isfinite(s.welfare).all()
    assert abs(s.welfare[at]) > 1e-5
    assert abs(s.bill[at]) > 1


@every
def test_at_no_intensity_it_is_the_baseline(world, name):
    shocks = [ni.Shock(**s.to_dict() | {"value": NEUTRAL[s.mode]}) for s in package(name).shocks]
    still = ni.simulate(world, shocks, parameters=GIVEN.get(name))
    assert_allclose(still.welfare, 0, atol=1e-9)


def test_contrasts_cost_real_income(tried):
    """Support tied to making and selling, and dearer trade, are what the paper turns away from."""
    for name in desk().contrasts:
        assert tried[name].welfare[0] < 0 < tried[name].bill[0]


def test_families_add_up(tried):
    s = tried[desk().together]
    assert set(s.contributions) == set(desk().families)
    assert_allclose(sum(s.contributions.values()), s.solution.real_income, rtol=0, atol=1e-8)


def test_actions_of_a_package_add_up(tried):
    s = tried["from-plants-to-research"]
    assert tuple(s.contributions) == ("end-product-cut", "research-grants", "support-to-buyers", "neutral-procurement")
    assert_allclose(sum(s.contributions.values()), s.solution.real_income, rtol=0, atol=1e-8)


# ---- a file that names actions
FILE = """\
name: mine
actions: [research-grants, data-sharing]
shocks:
  - {lever: tariff, value: 0.1, region: CHN}
"""


def test_actions_in_a_file_stand_for_their_shocks():
    p = parse_package(FILE, "mine.yaml", "mine")
    assert p.shocks[:2] == (*action("research-grants").package.shocks, *action("data-sharing").package.shocks)
    assert [s.where() for s in p.shocks] == ["mine.yaml:2:11", "mine.yaml:2:28", "mine.yaml:4:5"]
    assert parse_package(p.to_yaml(), "again.yaml", "mine") == p


@pytest.mark.parametrize(
    ("actions_", "said"),
    [
        ("[research-grant]", r"f.yaml:1:11: unknown action 'research-grant'\. Did you mean 'research-grants'\?"),
        ("[data-sharing, data-sharing]", r"f.yaml:1:25: action 'data-sharing' is named twice"),
        ("[anti-monopoly]", r"f.yaml:1:11: the model says nothing of action 'anti-monopoly' \(No account shows"),
        ("data-sharing", r"f.yaml:1:10: actions must be a list"),
        ("[1]", r"f.yaml:1:11: .*must be text"),
    ],
)
def test_actions_that_cannot_be_used_are_refused_with_their_place(actions_, said):
    with pytest.raises(ni.PolicyError, match=said):
        parse_package(f"actions: {actions_}\n", "f.yaml", "f")


def test_a_package_built_in_python_takes_the_shocks_of_actions():
    with pytest.raises(ni.PolicyError, match="unknown key 'actions'"):
        ni.Package(actions=["data-sharing"])


def test_one_action_is_the_same_alone_as_in_the_register():
    assert action("data-sharing") == actions()["data-sharing"]
    with pytest.raises(ni.UnknownNameError, match=r"unknown action 'data-sharin'\. Did you mean 'data-sharing'\?"):
        action("data-sharin")
    assert {s.lever for a in actions() for s in a.shocks} <= set(levers().ids)
