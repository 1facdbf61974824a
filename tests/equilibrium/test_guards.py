"""What the model refuses before and after a solve: each message, and that it lets pass what makes sense."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from drawn_benchmark import R, S, drawn, responses
from each import check_each
from newind.equilibrium.guards import AXES, check, check_after, multi_start, near_bound, sample_starts
from newind.equilibrium.problem import Problem
from newind.equilibrium.regularity import find_room
from newind.equilibrium.shocks import Shocks
from newind.equilibrium.solve import set_up, solve
from newind.errors import DataError, PolicyError

SIZES = {"k": S, "n": R, "i": R, "u": S + 1, "s": S}


def posed(b=None, *, delta=0.0, mobile=True, **shocks):
    return Problem(drawn() if b is None else b, responses(mobile, delta), Shocks(**shocks))


def solved(p):
    return solve(set_up(p.benchmark, p.elasticities), p)


def filled(name, value, *places):
    """Return an array of a shock, neutral but for some places."""
    neutral = 1.0 if name == "markup" else 0.0
    values = np.full(tuple(SIZES[a] for a in AXES[name]), neutral)
    for at in places:
        values[at] = value
    return values


# ---- what passes
def test_no_shock_and_gentle_shocks_pass():
    gentle = {n: filled(n, 0.01, (0,) * len(AXES[n])) for n in AXES if n not in ("deficit", "markup", "migration")}
    check(posed())
    check(posed(**gentle))
    check(posed(trade_cost=np.where(np.arange(R) == 1, np.inf, 0.0) + np.zeros((S, R, R))))
    check(posed(trade_cost=np.full((S, R, R, S + 1), np.inf)))


def test_every_array_of_shocks_has_axes():
    assert set(AXES) == {f.name for f in fields(Shocks)} - {"migration_elasticity", "output_tax"}


# ---- shape, numbers, rates
@check_each("name", sorted(AXES))
def test_another_shape_is_refused(name):
    values = filled(name, 0.0)
    with pytest.raises(DataError, match=rf"shock {name}: the array is .*, not .*Give one figure for each cell"):
        check(posed(**{name: values[..., :-1]}))


@check_each("name", sorted(AXES))
def test_what_is_no_number_is_refused(name):
    with pytest.raises(PolicyError, match=rf"shock {name}: '.*: nan'.*no finite numbers\. Correct"):
        check(posed(**{name: filled(name, np.nan, (1,) * len(AXES[name]))}))


@pytest.mark.parametrize("name", ["taste", "origin_taste"])
def test_tastes_may_vanish_but_not_have_no_bound(name):
    place = (0,) * len(AXES[name])
    check(posed(**{name: filled(name, -np.inf, place)}))
    with pytest.raises(PolicyError, match=rf"shock {name}: '.*: inf'.*no finite numbers"):
        check(posed(**{name: filled(name, np.inf, place)}))


def test_an_infinite_rate_is_refused_but_not_an_infinite_cost_of_delivery():
    with pytest.raises(PolicyError, match="'c1 from BBB to AAA: inf'"):
        check(posed(tariff=filled("tariff", np.inf, (0, 0, 1))))
    with pytest.raises(PolicyError, match="'c1 from BBB to AAA: -inf'"):
        check(posed(trade_cost=filled("trade_cost", -np.inf, (0, 0, 1))))


@pytest.mark.parametrize("name", ["tariff", "border_charge", "embodied_charge", "rebate"])
def test_flows_are_named_by_good_origin_and_region(name):
    bad = 1.0 if name == "rebate" else -2.0
    with pytest.raises(PolicyError, match=rf"shock {name}: 'c3 from CCC to BBB: {bad:g}'\. It must be"):
        check(posed(**{name: filled(name, bad, (2, 1, 2))}))


@pytest.mark.parametrize("name", ["purchase_tax", "fuel_carbon"])
def test_purchases_are_named_by_good_and_user(name):
    with pytest.raises(PolicyError, match=r"'c3 bought by BBB c4: -1', 'c4 bought by AAA final demand: -1'\. It"):
        check(posed(**{name: filled(name, -1, (2, 1, 3), (3, 0, S))}))


@pytest.mark.parametrize("name", ["labour_tax", "capital_tax", "land_tax", "process_carbon", "markup"])
def test_rates_that_leave_no_price_are_refused(name):
    with pytest.raises(PolicyError, match=rf"shock {name}: 'BBB c3: -1'.*no price is left"):
        check(posed(**{name: filled(name, -1, (1, 2))}))


def test_a_subsidy_of_the_whole_price_is_refused():
    with pytest.raises(PolicyError, match=r"shock subsidy: 'AAA c1: 1'\. It must be below 1"):
        check(posed(subsidy=filled("subsidy", 1, (0, 0))))


@pytest.mark.parametrize("value", [-0.1, 1.1])
@pytest.mark.parametrize("name", ["returned", "land_share"])
def test_shares_lie_between_zero_and_one(name, value):
    with pytest.raises(PolicyError, match=rf"shock {name}: 'AAA c1: {value}'.*between 0 and 1"):
        check(posed(**{name: filled(name, value, (0, 0))}))


def test_only_three_cells_are_named():
    with pytest.raises(PolicyError, match=r"shock tariff: '[^']*', '[^']*', '[^']*' and 33 more\. It must"):
        check(posed(tariff=np.full((S, R, R), -2.0)))


@pytest.mark.parametrize("by_user", [False, True])
def test_a_cost_of_delivery_that_leaves_nothing_must_be_a_cut_off(by_user):
    cost = np.zeros((S, R, R, S + 1) if by_user else (S, R, R))
    cost[0, 0, 1] = 200.0
    who = "AAA c1" if by_user else "AAA"
    with pytest.raises(PolicyError, match=rf"trade_cost: .*'c1 from BBB to {who}: 200'.*Use cut_off"):
        check(posed(trade_cost=cost))


def test_moves_are_named_by_both_regions():
    with pytest.raises(PolicyError, match="shock migration: 'from BBB to CCC: nan'"):
        check(posed(migration=filled("migration", np.nan, (1, 2))))


# ---- deficits and mixes
def test_trade_deficits_must_sum_to_zero():
    b = drawn()
    check(posed(b, deficit=np.array([0.1, -0.04, -0.06])))
    with pytest.raises(PolicyError, match=rf"deficits sum to 0\.1, {0.1 / b.final.sum():.2%} of world income.*Spread"):
        check(posed(b, deficit=np.array([0.1, 0.0, 0.0])))


def test_mixes_keep_inputs_and_value_added():
    b = drawn()
    used = b.spend[0, 0, 1] / (b.inputs + b.value_added)[0, 1]
    for value, said in ((-2 * used, "more than is used"), (1.0, "No value added is left")):
        with pytest.raises(PolicyError, match=rf"shock mix: 'c1 bought by AAA c2: .*{said}"):
            check(posed(b, mix=filled("mix", value, (0, 0, 1))))
    check(posed(b, mix=filled("mix", -used, (0, 0, 1))))


@pytest.mark.parametrize("all_users", [False, True])
def test_new_inputs_must_be_bought_by_someone_in_the_region(all_users):
    def alter(pi, inputs, final):
        inputs[0, 0, slice(None) if all_users else 1] = 0.0
        final[0, 0] *= not all_users

    p = posed(drawn(alter=alter), mix=filled("mix", 0.01, (0, 0, 1)))
    if not all_users:
        check(p)
        return
    with pytest.raises(PolicyError, match=r"shock mix: 'c1 bought by AAA c2: 0\.01'\. Nobody in the region buys it"):
        check(p)


# ---- economies of scale and mark-ups
def test_scale_at_its_bound_is_refused_naming_industries():
    b = drawn(policies=False)
    p = Problem(b, replace(responses(), delta=np.array([0.3, 0.25, 0.1, 0.5])))
    with pytest.raises(
        PolicyError, match=r"below 1 / trade elasticity.*c2: 0\.25, bound 0\.25; c4: 0\.5, bound 0\.167"
    ):
        check(p)
    check(Problem(b, replace(responses(), delta=np.array([0.3, 0.24, 0.1, 0.16]))))


def test_scale_beside_mark_ups_must_be_allowed():
    p = posed(delta=0.01)
    with pytest.raises(
        PolicyError, match=r"one distortion twice \(Lashkaripour & Lugovskyy 2023\).*scale in 'c1: 0\.01'"
    ):
        check(p)
    check(p, both=True)
    check(posed(delta=0.0))
    check(posed(drawn(policies=False), delta=0.01))
    with pytest.raises(PolicyError, match=r"mark-ups in 'BBB c1: 1\.2'"):
        check(posed(drawn(policies=False), delta=0.01, markup=filled("markup", 1.2, (1, 0))))


# ---- who pays
GENEROUS = {
    "subsidy": 0.8,
    "purchase_tax": -0.8,
    "labour_tax": -0.8,
    "rebate": 0.8,
}


@check_each("output_tax", [False, True])
@check_each("name", sorted(GENEROUS))
def test_a_package_that_a_region_cannot_pay_for_is_refused_before_the_solve(name, output_tax):
    values = filled(name, 0.0)
    axes = AXES[name]
    payer = "i" if name == "rebate" else "n"
    values[(slice(None),) * axes.index(payer) + (0,)] = GENEROUS[name]
    with pytest.raises(
        PolicyError, match=r"costs regions more than 90% of their income at the flows.*AAA: .*% of .*Lower"
    ):
        check(posed(**{name: values}, output_tax=output_tax))


def test_the_bill_is_the_fall_of_net_revenue():
    b = drawn()
    assert_allclose(solved(posed(b)).fiscal_cost, 0, atol=1e-8)
    s = solved(posed(b, subsidy=b.subsidy + 0.1))
    assert_allclose(s.fiscal_cost, b.net_revenue - sum(s.state.government.values()), rtol=1e-7)
    assert (s.fiscal_cost > 0).all()


def test_a_bill_paid_by_a_tax_on_output_is_still_a_bill():
    b = drawn()
    s = solved(posed(b, subsidy=b.subsidy + 0.1, output_tax=True))
    assert_allclose(sum(s.state.government.values()), b.net_revenue, atol=1e-7)
    assert (s.fiscal_cost > 0.01 * b.final).all()


def test_taxes_make_no_bill_and_nothing_is_priced(monkeypatch):
    def refuse(*_):
        raise AssertionError

    monkeypatch.setattr("newind.equilibrium.guards._at_benchmark", refuse)
    check(posed(tariff=np.full((S, R, R), 9.0), purchase_tax=np.full((S, R, S + 1), 9.0)))
    with pytest.raises(AssertionError):
        check(posed(tariff=np.full((S, R, R), -0.01)))


def test_a_bill_that_grows_in_equilibrium_is_refused_after_the_solve():
    """Buyers come for what is subsidised in one place: at the flows of the benchmark it costs less."""
    b = drawn(policies=False)
    p = posed(b, subsidy=filled("subsidy", 0.65, (0, 0)))
    before, s = 0.65 / 0.35 * b.output[0, 0], solved(p)
    assert before < 0.9 * b.final[0] < s.fiscal_cost[0]
    check(p)
    with pytest.raises(PolicyError, match=r"in the equilibrium: AAA: "):
        check_after(s)


# ---- other starting points
def scaled(share, seed=1, mobile=True, chi=0.0, **shocks):
    """Return a problem with scale elasticities at a share of their bounds."""
    e = responses(mobile, chi=chi)
    return Problem(drawn(seed, policies=False), replace(e, delta=share / e.theta), Shocks(**shocks))


def test_far_from_the_bound_nothing_is_tried():
    p = scaled(0.59)
    assert not near_bound(p).any()
    assert check_after(solved(p)) == ()


@pytest.mark.parametrize("mobile", [False, True])
def test_near_the_bound_other_starting_points_lead_to_the_same(mobile):
    p = scaled(0.9, mobile=mobile, tariff=np.full((S, R, R), 0.1) * (1 - np.eye(R)))
    assert near_bound(p).all()
    (line,) = check_after(solved(p))
    assert "4 other starting points lead to the same equilibrium, 0 to none" in line
    assert "'c1: 0.3'" in line


def test_an_equilibrium_that_is_not_regular_is_refused_with_the_bound():
    """Where the derivative changes its sign others branch off."""
    p = scaled(0.9)
    room = find_room(p.benchmark, p.elasticities)
    assert room > 1.0
    check_after(solved(p))
    beyond = scaled(0.9 * (1.02 * room))
    with pytest.raises(PolicyError, match=rf"begins at {0.9 * room:.2f}"):
        check_after(solved(beyond))


def test_other_equilibria_are_refused(monkeypatch):
    """Beyond the bound industries gather in one place or another."""
    monkeypatch.setattr("newind.equilibrium.guards._refuse_irregular", lambda *_: None)
    p = scaled(1.2)
    s = solved(p)
    found = multi_start(set_up(p.benchmark, p.elasticities), p, 6)
    assert found.select_other_solutions(s)
    with pytest.raises(PolicyError, match=r"lead to another equilibrium, in which real income of .* instead of 0\.00%"):
        check_after(s)


def test_starts_are_the_same_each_time_and_leave_idle_industries_alone():
    p = replace(posed(), idle=np.eye(R, S, dtype=bool))
    assert_allclose(sample_starts(p, 3), sample_starts(p, 3), atol=0)
    sizes = sample_starts(p, 3)[:, -R * S :].reshape(3, R, S)
    assert not sizes[:, p.idle].any()
    assert sizes[:, ~p.idle].all()


def test_starts_may_be_given():
    p = posed()
    found = multi_start(set_up(p.benchmark, p.elasticities), p, sample_starts(p, 2, spread=0.1))
    assert len(found.solutions) == 2
    assert not found.select_other_solutions(solved(p))
