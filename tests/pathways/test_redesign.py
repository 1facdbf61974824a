"""Redesign: the same bill in every case, a range around the central one, and what cannot be moved."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

import newind as ni
from each import check_each
from newind.pathways.comparing import REAL_INCOME
from newind.pathways.reallocation import NEUTRAL, find_rate_shock, in_currency
from newind.policy.actions import actions
from newind.policy.fields import Budget
from newind.policy.ranges import corners
from newind.policy.register import Action, Register
from newind.policy.simulate import Simulation
from newind.policy.verdicts import HOLDS, find_sign
from newind.testing import REGIONS, Structure, build

GOALS = ("rd", "consumer")


def support(id: str = "makers", **more) -> Action:
    given = {
        "label": "Support for makers", "clause": "4.industrial", "family": "industrial", "instrument": "grant",
        "stage": "production", "recipient": "producer", "eligible": "sector", "regions": "CHN", "industries": "c14",
        "sources": [{"title": "Notice 1"}],
    }  # fmt: skip
    return Action(id=id, **given | more)


def paid(amount: float, unit: str = "M.USD", **more) -> dict:
    return {"amount": amount, "unit": unit, "year": 2011, **more}


@pytest.fixture(scope="module")
def small():
    return build(Structure(REGIONS[:3], ("c14", "c15", "c30", "c17", "c27"), inventories=False), 3)


@pytest.fixture(scope="module")
def money(small):
    """A thousandth of what the first industry of CHN makes."""
    return 0.001 * float(small.x.reshape(small.R, small.S)[0, 0])


@pytest.fixture(scope="module")
def register(money):
    makers = support(budget=paid(money), conditions={"local_content": "yes"})
    cars = support("cars", budget=paid(0.4 * money), industries="c15", instrument="production-subsidy")
    return Register([makers, cars, support("for-buyers", stage="consumption", recipient="consumer")], name="mine")


@pytest.fixture(scope="module", params=GOALS)
def found(request, small, register):
    return ni.redesign(small, register, "CHN", request.param)


# ---- at the same cost
def test_the_bill_is_the_same_in_the_central_case(found):
    before, after = found.bill
    assert before > 0
    assert abs(after - before) <= NEUTRAL * before
    assert abs(found.imbalance) <= NEUTRAL


def test_the_bill_is_the_same_in_every_corner(found):
    assert not found.failed
    assert len(found.cases) > 4
    assert [c for c in found.cases if abs(c.imbalance) > NEUTRAL] == []
    assert any(c.imbalance for c in found.cases)


def test_the_range_is_over_all_corners_and_has_the_central_case(found):
    asked = [c for s in (found.before, found.after) for c in corners(s)]
    assert {repr(c.corner) for c in found.cases} == {repr(c) for c in asked}
    assert len(found.cases) > 4
    for low, mid, high in found.range().values():
        assert low <= mid <= high
    low, mid, high = found.range()[REAL_INCOME]
    assert low < mid < high
    assert mid == found.real_income[0]


def test_the_difference_is_stated_by_the_same_rule_as_a_package(found):
    """Over members of the family, with partners that answer the support, or what it becomes, in kind."""
    ways = [{}, *({"phi": 0.5, "trade_elasticity": 3.0}, {"phi": 0.7, "chi": 1.0, "trade_elasticity": 8.0})]
    changes = []
    for case in ways:
        now, then = (s.rerun(**case).welfare for s in (found.before, found.after))
        changes.append((1 + then) / (1 + now) - 1)
    turns = np.isnan(find_sign(np.min(changes, axis=0), np.max(changes, axis=0)))
    assert not (found.kinds[turns] == HOLDS).any()
    assert np.array_equal(np.isnan(found.headline), found.kinds != HOLDS)
    kind = str(found.kinds[0])
    assert found.sign(0.01, 0.02) == ("positive" if kind == HOLDS else kind)


# ---- what moves
def test_each_action_moves_in_its_own_industries(found, money):
    assert [m.action.id for m in found.moved] == ["makers", "cars"]
    assert [m.industries for m in found.moved] == [("c14",), ("c15",)]
    assert [m.amount for m in found.moved] == pytest.approx([money, 0.4 * money])
    assert found.moved[0].rate == pytest.approx(0.001)
    assert {s.lever for s in found.before.package.shocks} == {"production_subsidy"}
    assert {s.lever for s in found.after.package.shocks} == {
        {"rd": "rd_subsidy", "consumer": "consumption_tax"}[found.goal]
    }


def test_the_new_register_says_what_the_actions_became(found):
    assert found.redesigned.ids == found.register.ids
    assert found.redesigned["for-buyers"] == found.register["for-buyers"]
    new = found.redesigned["makers"]
    assert (new.stage, new.recipient) == {"rd": ("rd", "producer"), "consumer": ("consumption", "consumer")}[found.goal]
    assert new.budget == found.register["makers"].budget
    before, after = found.screenings
    assert before["makers"].tag == "prohibited-suspect"
    assert after["makers"].tag != "prohibited-suspect"
    shock = new.package.shocks[0]
    assert shock.value == pytest.approx(found.after.package.shocks[0].value)


def test_contributions_of_moved_actions_add_up(found):
    for s in (found.before, found.after):
        assert set(s.contributions) == {"makers", "cars"}
        assert_allclose(sum(s.contributions.values()), s.solution.real_income, rtol=0, atol=1e-8)


def test_the_order_of_actions_changes_nothing(small, register, found):
    turned = ni.redesign(small, Register(list(register)[::-1]), "CHN", found.goal)
    assert_allclose(turned.real_income, found.real_income, rtol=0, atol=1e-9)
    assert turned.size == pytest.approx(found.size, rel=1e-7)


def test_support_of_next_to_nothing_changes_next_to_nothing(small, money):
    tiny = ni.redesign(small, support(budget=paid(1e-5 * money)), "CHN")
    assert_allclose(tiny.real_income, 0, atol=1e-5)
    assert abs(tiny.output).max() < 1e-4
    none = tiny.before.rerun(ni.Package([ni.Shock("rd_subsidy", 0.0, "add", "CHN", industry="c14")]))
    assert_allclose(none.welfare, 0, atol=1e-10)


def test_a_redesign_says_what_it_is(found):
    assert repr(found).startswith(f"Redesign(2 actions of CHN to {found.goal}: real income ")


# ---- how much money
def test_an_action_without_a_budget_is_as_large_as_the_rate_that_it_states(small, money):
    shock = ni.Shock("production_subsidy", 0.001, "add", "CHN", industry="c14")
    by_rate = ni.redesign(small, support(shocks=[shock]), "CHN")
    by_budget = ni.redesign(small, support(budget=paid(money)), "CHN")
    assert by_rate.moved[0].amount == pytest.approx(money)
    assert_allclose(by_rate.real_income, by_budget.real_income, rtol=1e-6)
    assert find_rate_shock(by_rate.moved[0].action, "production", small) is not None
    assert find_rate_shock(by_budget.moved[0].action, "production", small) is None


def test_the_shipped_register_has_support_that_can_be_moved(small):
    assert [a.id for a in actions() if find_rate_shock(a, "production", small)] == ["end-product-subsidies"]
    assert [a.id for a in actions() if find_rate_shock(a, "export", small)] == ["export-bonuses"]


@pytest.mark.parametrize(
    ("amount", "unit", "exchange", "expected"),
    [(2, "bn.USD", {}, 2000), (3000, "k.USD", {}, 3), (7e6, "USD", {}, 7), (646, "M.CNY", {"CNY": 6.46}, 100)],
)
def test_money_is_turned_into_millions_of_the_accounts(amount, unit, exchange, expected):
    budget = Budget(amount=amount, unit=unit, year=2011)
    assert in_currency(budget, "M.USD", exchange, "here") == pytest.approx(expected)


def test_the_unit_of_the_accounts_changes_nothing(small, register, found):
    money = {
        name: replace(s, values=s.values / 1e3, unit=s.unit.replace("M.USD", "B.USD"))
        for name, s in small.satellites.items()
        if s.unit.startswith("M.USD")
    }
    in_billions = replace(
        small, Z=small.Z / 1e3, Y=small.Y / 1e3, unit="B.USD", satellites={**small.satellites, **money}
    )
    same = ni.redesign(in_billions, register, "CHN", found.goal)
    assert [m.rate for m in same.moved] == pytest.approx([m.rate for m in found.moved])
    assert [m.amount for m in same.moved] == pytest.approx([m.amount for m in found.moved])
    assert same.bill == pytest.approx(found.bill)
    assert_allclose(same.real_income, found.real_income, rtol=1e-6)


def test_a_total_is_spread_over_the_years_in_force(small, money):
    spread = support(budget=paid(4 * money, per="total"), dates={"in_force": "2011-01-01", "removed": "2014-12-31"})
    assert ni.redesign(small, spread, "CHN").moved[0].amount == pytest.approx(money)


# ---- what cannot be moved
@check_each(
    ("make", "options", "error", "said"),
    [
        (lambda m: support(budget=paid(450 * m)), {}, ni.PolicyError, "the money cannot be spent on the goal in these"),
        (lambda m: support(budget=paid(700 * m)), {}, ni.PolicyError,
         r"^makers: the budget is 70% of the output of c14 and cannot be financed: at most 50% can\. Check its a"),
        (lambda m: support(budget=paid(1.6e3 * m), industries="*"), {}, ni.PolicyError,
         r"^makers: [\d,]+ million a year cannot be financed \("),
        (lambda m: support(budget=paid(m, "M.CNY")), {}, ni.PolicyError, "is in CNY, the accounts are in USD.*CNY=…"),
        *[(lambda m: support(budget=paid(m)), {"exchange": {"CNY": rate}}, ni.PolicyError, "exchange CNY=.*above 0")
          for rate in (0.0, -6.46, float("nan"), float("inf"))],
        (lambda m: support(), {}, ni.PolicyError, "no action of the register supports producers of CHN at the prod.*"
         "budget or a rate. Without one: 'makers'. Give budget"),
        (lambda m: support(budget=paid(m), regions="USA"), {}, ni.PolicyError, "no action of the register supports"),
        (lambda m: support(budget=paid(m)), {"goal": "parks"}, ni.PolicyError, "moved to 'parks'. Goals are rd, cons"),
        (lambda m: support(budget=paid(m)), {"stage": "rd"}, ni.PolicyError, "from stage 'rd'. Stages are production"),
        (lambda m: support(budget=paid(m), industries="c1"), {}, ni.UnknownNameError, "c1"),
        (lambda m: 7, {}, ni.PolicyError, "not a register: 7"),
    ],
)  # fmt: skip
def test_what_cannot_be_moved_is_refused(small, money, make, options, error, said):
    with pytest.raises(error, match=said):
        ni.redesign(small, make(money), "CHN", **options)


def test_an_unknown_region_is_refused(small, register):
    with pytest.raises(ni.UnknownNameError, match="CHM"):
        ni.redesign(small, register, "CHM")


def test_a_budget_in_a_file_is_named_with_its_place(small, tmp_path):
    path = tmp_path / "mine.yaml"
    Register([support(budget=paid(1, "M.CNY"))], name="mine").save(path)
    with pytest.raises(ni.PolicyError, match=r"mine\.yaml:\d+:\d+: the budget is in CNY"):
        ni.redesign(small, path, "CHN")


def test_a_budget_that_cannot_be_financed_is_named_with_its_cell(small, tmp_path):
    path = tmp_path / "mine.xlsx"
    Register([support(budget=paid(900, "bn.USD"))], name="mine").save(path)
    with pytest.raises(ni.PolicyError, match=r"mine\.xlsx: actions!O3: the budget is \d+% of the output of c14 and"):
        ni.redesign(small, path, "CHN")


def test_money_spent_where_nothing_is_made_is_refused(small):
    w = build(Structure(REGIONS[:2], ("c14", "c15", "c30"), idle=frozenset({(0, 1)}), inventories=False), 3)
    with pytest.raises(ni.PolicyError, match=r"cars: nothing is made in c15\. Leave the action out"):
        ni.redesign(w, support("cars", budget=paid(1), industries="c15"), "CHN")


def test_a_corner_without_an_equilibrium_is_told(small, register, monkeypatch):
    real = Simulation.rerun_many

    def refusing(self, cases):
        asked = list(cases)
        for (_, given), found in zip(asked, real(self, asked), strict=True):
            theta = given.get("trade_elasticity", 9.0)
            yield ni.ConvergenceError("none here") if isinstance(theta, float) and theta < 3 else found

    made = ni.redesign(small, register, "CHN")
    monkeypatch.setattr(Simulation, "rerun_many", refusing)
    assert 0 < len(made.failed) < len(made.cases)
    assert all(f.startswith("trade_elasticity 1.75, ") and f.endswith(": none here") for f in made.failed)
    assert np.isfinite(made.range()[REAL_INCOME]).all()
