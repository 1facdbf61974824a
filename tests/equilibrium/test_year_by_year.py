"""Year after year: Solow's economy, chains of years, productivity that makes product what is known of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import newind as ni
from newind.equilibrium.assumptions import Assumptions
from newind.equilibrium.benchmark import Benchmark
from newind.equilibrium.dynamics import (
    IDLE,
    Drivers,
    EquilibriumSequence,
    YearPolicy,
    finish,
    follow as following,
    run as running,
)
from newind.equilibrium.laboratory import Laboratory, laboratory
from newind.equilibrium.mechanisms import Capital, DataSharing, Diffusion, DigitalCapital, Knowledge, Migration
from newind.equilibrium.observing import Observer, weigh_imports
from newind.equilibrium.problem import Problem
from newind.equilibrium.sales import new_benchmark
from newind.equilibrium.shocks import Shocks
from newind.equilibrium.solve import Model, set_up, solve
from newind.errors import ConvergenceError, PolicyError
from newind.testing import REGIONS, Structure, build

SHAPE = Structure(REGIONS[:3], ("c1", "c8", "c14", "c30"), inventories=False)


def observer(b: Benchmark) -> Observer:
    """Return what is observed where the first good is digital, and all are invested and made by research alike."""
    alike = np.full((b.S, b.R), 1.0 / b.S)
    return Observer(alike, alike, np.arange(b.S) == 0, weigh_imports(b, np.full((b.R, b.S), 0.1)))


def run(model: Model, ahead: Drivers, mechanisms: list[Any], standing: YearPolicy = IDLE) -> EquilibriumSequence:
    return finish(running(model, ahead, mechanisms, observer(model.benchmark), standing))


def follow(base: EquilibriumSequence, mechanisms: list[Any], *policy: Any, **how: Any) -> EquilibriumSequence:
    return finish(following(base, mechanisms, observer(base.model.benchmark), *policy, **how))


def closed() -> Laboratory:
    """Return an economy of one region and one industry; half of value added is paid to labour."""
    w = ni.Accounts(
        Z=[[30.0]],
        Y=[[50.0, 20.0]],
        regions=["CHN"],
        industries=["c14"],
        demand=["c37", "c41"],
        year=2008,
        unit="M.USD",
    )
    lab = laboratory(w, Assumptions("medium", {}))
    return replace(lab, model=set_up(replace(lab.benchmark, labour_share=np.array([[0.5]])), lab.model.elasticities))


def drivers(years: int, labour: float = 0.0, R: int = 1) -> Drivers:
    """Return years in which labour grows at a constant rate."""
    logs = labour * np.arange(years)[:, None] * np.ones(R)
    return Drivers(tuple(range(2008, 2008 + years)), logs, np.zeros((years, R)))


def capital(investment: float, depreciation: float = 0.05, R: int = 1, S: int = 1, *, mobile: bool = True) -> Capital:
    """Return capital of which a share is lost, and to which another is added in the benchmark."""
    return Capital(np.full(R, depreciation), np.full(R, investment), mobile, S)


def test_capital_alone_leads_to_the_steady_state_of_solow() -> None:
    lab = closed()
    found = run(lab.model, drivers(200), [capital(0.3, 0.2)])
    assert found.years[-1].stocks["capital"] == pytest.approx((0.3 / 0.2) ** (1 / (1 - 0.5)), rel=1e-6)
    product = found.years[-1].solution.state.product / found.years[0].solution.state.product
    assert product == pytest.approx((0.3 / 0.2) ** (0.5 / (1 - 0.5)), rel=1e-6)


def test_an_economy_that_grows_in_balance_goes_on_so() -> None:
    lab = closed()
    g = 0.03
    found = run(lab.model, drivers(60, g), [capital(0.05 + np.expm1(g))])
    grown = np.exp(g * np.arange(60))
    assert np.allclose([y.stocks["capital"][0] for y in found.years], grown, rtol=1e-7)
    assert np.allclose([y.solution.state.product[0] for y in found.years], 70.0 * grown, rtol=1e-7)


def test_investment_goes_where_capital_earns_when_it_cannot_move() -> None:
    w = build(SHAPE, 3)
    lab = laboratory(w, Assumptions("short", {}))
    steady = run(lab.model, drivers(6, R=3), [capital(0.05, R=3, S=4, mobile=False)])
    assert np.allclose(steady.years[-1].stocks["capital"], 1.0, atol=1e-8)
    dearer = YearPolicy(Shocks(taste=np.log(np.array([[2.0] * 3, [1.0] * 3, [1.0] * 3, [1.0] * 3]))))
    moved = follow(steady, [capital(0.05, R=3, S=4, mobile=False)], lambda _: dearer)
    grown = moved.years[-1].stocks["capital"]
    assert (grown[:, 0] > 1.0).all()
    assert (grown[:, 1:].min(axis=1) < 1.0).all()


def test_a_path_is_the_chain_of_single_years() -> None:
    """A year solved from the benchmark, and the same year solved from the economy of the year before."""
    w = build(SHAPE, 5)
    lab = laboratory(w, Assumptions("medium", {}))
    rng = np.random.default_rng(1)
    growth = Drivers(
        (2008, 2009, 2010, 2011),
        np.arange(4)[:, None] * rng.uniform(-0.01, 0.02, 3),
        np.arange(4)[:, None] * rng.uniform(0, 0.02, 3),
    )
    found = run(lab.model, growth, [capital(0.09, R=3, S=4)])
    benchmark, income = lab.benchmark, np.zeros(3)
    for before, now in zip(found.years, found.years[1:], strict=False):
        step = Shocks(
            labour=now.problem.shocks.labour - _or_zero(before.problem.shocks.labour, (3,)),
            capital=now.problem.shocks.capital - _or_zero(before.problem.shocks.capital, (3, 4)),
            resource=now.problem.shocks.resource - _or_zero(before.problem.shocks.resource, (3, 4)),
            productivity=now.problem.shocks.productivity - _or_zero(before.problem.shocks.productivity, (3, 4)),
        )
        model = set_up(benchmark, lab.model.elasticities)
        single = solve(model, Problem(benchmark, lab.model.elasticities, step), tolerance=1e-11)
        income, benchmark = income + single.real_income, new_benchmark(single)
        assert np.allclose(income, now.solution.real_income, atol=1e-8)


def _or_zero(given: np.ndarray | None, shape: tuple[int, ...]) -> np.ndarray:
    return np.zeros(shape) if given is None else given


def test_productivity_is_found_that_makes_product_what_is_known_of_it() -> None:
    w = build(SHAPE, 7)
    lab = laboratory(w, Assumptions("medium", {}))
    wanted = np.arange(8)[:, None] * np.array([0.07, 0.0, -0.02])
    years = replace(drivers(8, 0.01, R=3), product=wanted)
    found = run(lab.model, years, [capital(0.07, R=3, S=4)])
    made = np.array([y.solution.state.product for y in found.years])
    assert np.allclose(np.log(made / made[0]), wanted, atol=1e-7)
    again = run(lab.model, found.drivers, [capital(0.07, R=3, S=4)])
    assert np.allclose(
        [y.solution.real_income for y in again.years], [y.solution.real_income for y in found.years], atol=1e-8
    )


def test_no_policy_is_the_baseline() -> None:
    lab = laboratory(build(SHAPE, 11), Assumptions("medium", {}))
    mechanisms = [
        capital(0.08, R=3, S=4),
        Knowledge(0.15, np.full(3, 0.03), np.full((3, 4), 0.1)),
        DataSharing(0.2, 3, 4),
    ]
    base = run(lab.model, drivers(9, 0.02, R=3), mechanisms)
    none = follow(base, mechanisms, lambda _: YearPolicy())
    for a, b in zip(none.years, base.years, strict=True):
        assert np.abs(a.x - b.x).max() < 1e-10
        assert all(np.allclose(a.stocks[m.name], b.stocks[m.name], rtol=1e-10) for m in mechanisms)


def test_what_is_switched_off_stays_that_of_the_baseline() -> None:
    lab = laboratory(build(SHAPE, 13), Assumptions("medium", {}))
    mechanisms = [capital(0.08, R=3, S=4), Knowledge(0.15, np.full(3, 0.03), np.full((3, 4), 0.1))]
    base = run(lab.model, drivers(8, R=3), mechanisms)
    more = YearPolicy(Shocks(), research=np.full((3, 4), 0.3))
    on = follow(base, mechanisms, lambda _: more)
    off = follow(base, mechanisms, lambda _: more, off=["knowledge"])
    assert (on.years[-1].stocks["knowledge"] > base.years[-1].stocks["knowledge"] * 1.1).all()
    assert (on.years[-1].solution.real_income > base.years[-1].solution.real_income).all()
    assert np.allclose(off.years[-1].x, base.years[-1].x, atol=1e-9)


def test_knowledge_follows_research_to_a_new_steady_state() -> None:
    """With research e^m times what it was and no growth, knowledge ends e^m times what it was."""
    lab = closed()
    base = run(lab.model, drivers(120), [Knowledge(0.15, np.zeros(1), np.full((1, 1), 0.0))])
    more = YearPolicy(Shocks(), research=np.full((1, 1), 0.2))
    path = follow(base, [Knowledge(0.15, np.zeros(1), np.full((1, 1), 0.0))], lambda _: more)
    first = 0.85 + 0.15 * np.exp(0.2)
    assert path.years[-1].stocks["knowledge"] == pytest.approx(np.exp(0.2), rel=1e-6)
    assert path.years[1].stocks["knowledge"].ravel() == pytest.approx([1.0, first], rel=1e-12)  # in use a year later
    assert path.years[2].stocks["knowledge"][0] == pytest.approx(first, rel=1e-12)


def test_shared_data_come_into_use_year_by_year() -> None:
    lab = closed()
    data = DataSharing(0.25, 1, 1)
    base = run(lab.model, drivers(4), [data])
    path = follow(base, [data], lambda _: YearPolicy(sharing=np.full((1, 1), 0.01)))
    assert [y.stocks["data"][0, 0] for y in path.years] == pytest.approx([0.0, 0.0025, 0.004375, 0.00578125])
    assert path.years[1].solution.state.product > base.years[1].solution.state.product


def test_digital_capital_grows_with_what_is_bought_of_digital_goods() -> None:
    lab = laboratory(build(SHAPE, 17), Assumptions("medium", {}))
    digital = DigitalCapital(0.2, np.zeros(3), np.full((3, 4), 0.05))
    base = run(lab.model, drivers(10, R=3), [digital])
    assert np.allclose(base.years[-1].stocks["digital"], 1.0, atol=1e-8)
    cheap = YearPolicy(Shocks(productivity=np.array([[0.2, 0.0, 0.0, 0.0]] * 3)))
    path = follow(base, [digital], lambda _: cheap)
    assert (path.years[-1].stocks["digital"] > 1.0).all()


def test_who_has_moved_stays_and_makes_it_dearer_to_follow() -> None:
    lab = laboratory(build(SHAPE, 19), Assumptions("medium", {}))
    people = np.array([[90.0, 5.0, 5.0], [5.0, 90.0, 5.0], [5.0, 5.0, 90.0]])
    better = YearPolicy(
        Shocks(productivity=np.array([[0.1] * 4, [0.0] * 4, [0.0] * 4]), migration=people, migration_elasticity=1.0)
    )
    still = YearPolicy(Shocks(migration=people, migration_elasticity=1.0))

    def moved(congestion: float) -> np.ndarray:
        migration = [Migration(3, congestion)]
        base = run(lab.model, drivers(6, R=3), migration, still)
        return follow(base, migration, lambda _: better).years[-1].stocks["migration"]

    free, crowded = moved(0.0), moved(2.0)
    assert free[0] > 1.0 > free[1:].max()
    assert 1.0 < crowded[0] < free[0]


def test_a_year_without_equilibrium_is_named_and_the_years_before_are_kept() -> None:
    lab = laboratory(build(SHAPE, 23), Assumptions("medium", {}))
    base = run(lab.model, drivers(6, R=3), [capital(0.05, R=3, S=4)])

    def ruin(year: int) -> YearPolicy:
        if year < 2011:
            return IDLE
        raise PolicyError("the package costs regions more than 90% of their income")

    with pytest.raises(PolicyError, match=r"^2011: the package costs") as caught:
        follow(base, [capital(0.05, R=3, S=4)], ruin)
    assert [y.year for y in caught.value.reached.years] == [2008, 2009, 2010]


def test_product_that_no_productivity_leads_to_is_refused() -> None:
    lab = laboratory(build(SHAPE, 29), Assumptions("medium", {}))
    with pytest.raises(ConvergenceError, match=r"^2009: .* furthest off is real GDP of "):
        run(lab.model, replace(drivers(3, R=3), product=np.full((3, 3), np.inf)), [capital(0.05, R=3, S=4)])


def test_barriers_slow_the_catching_up_of_those_behind() -> None:
    """One year of access cut by a share c closes λ · φ · gap · c less of the gap; at the frontier nothing is lost."""
    lab = laboratory(build(SHAPE, 31), Assumptions("medium", {}))
    b, theta = lab.benchmark, lab.model.elasticities.theta
    gap = np.tile([1.2, 0.0, 0.5], (4, 1))
    diffusion = [Diffusion(0.02, 0.3, gap, 2008, b.value_added_share)]
    base = run(lab.model, drivers(4, R=3), diffusion)
    assert np.allclose([y.stocks["diffusion"] for y in base.years], 1.0)
    abroad = 1.0 - np.eye(3)
    half = YearPolicy(Shocks(trade_cost=np.log(2.0) / theta[:, None, None] * abroad))
    path = follow(base, diffusion, lambda _: half)
    access, gained = path.years[2].stocks["diffusion"].T
    assert access == pytest.approx([0.5] * 3, rel=1e-12)
    assert np.log(gained) == pytest.approx([-0.006 * 1.2 * 0.5, 0.0, -0.006 * 0.5 * 0.5], abs=1e-12)
    users = np.broadcast_to(half.shocks.trade_cost[..., None], (4, 3, 3, 5))
    by_user = follow(base, diffusion, lambda _: YearPolicy(Shocks(trade_cost=np.array(users))))
    assert by_user.years[2].stocks["diffusion"] == pytest.approx(path.years[2].stocks["diffusion"], rel=1e-9)


def test_dearer_home_goods_are_no_access() -> None:
    lab = laboratory(build(SHAPE, 37), Assumptions("medium", {}))
    diffusion = [Diffusion(0.02, 0.3, np.ones((3, 3)), 2008, lab.benchmark.value_added_share)]
    base = run(lab.model, drivers(3, R=3), diffusion)
    worse = follow(
        base, diffusion, lambda _: YearPolicy(Shocks(productivity=np.array([[-0.2] * 4, [0.0] * 4, [0.0] * 4])))
    )
    assert np.allclose(worse.years[-1].stocks["diffusion"], 1.0)
