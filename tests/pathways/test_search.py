"""The best use of a budget: known small economies, limits, reasons, other cases, and the same search anywhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest
import searched

import newind as ni
from each import check_each
from newind.errors import DataError, PolicyError, UnknownNameError, in_chinese
from newind.kernels.pareto import hypervolume
from newind.pathways import reasons
from newind.pathways.aims import SearchGoals, bill_of, budget_limit
from newind.pathways.choices import choices_of, compose_package, scale_shock
from newind.pathways.compute import Workers
from newind.pathways.hindcast import list_skills
from newind.pathways.pathway import pathway
from newind.pathways.recommendations import INCOME, agrees, refuses, rests
from newind.pathways.runfolder import open_run
from newind.pathways.running import go_on
from newind.pathways.scenarios import Scenario
from newind.pathways.search import SearchResult, search
from newind.pathways.searching import CandidatePackage, Search
from newind.policy.actions import actions
from newind.policy.schema import Package, Shock
from newind.policy.signs import STATED
from newind.policy.verdicts import KINDS
from newind.questions.paths.searches import search_of

UNTIL = searched.UNTIL
LOW = {"name": "low", "parameters": {"trade_elasticity": 3.0}}
WAR = {"name": "war", "shocks": [Shock("tariff", 0.2, mode="add", region="USA", partner="CHN")], "weight": 3.0}


@pytest.fixture(scope="module")
def economy() -> ni.Accounts:
    return searched.economy()


@pytest.fixture(scope="module")
def found(economy: ni.Accounts) -> SearchResult:
    """Return the search with one goal, a budget that binds, and two cases."""
    five = searched.packages("better", "research", "carbon", "plants", "open")
    return search(economy, "CHN", actions=five, budget="0.1%GDP", until=UNTIL, cases=[LOW, WAR])


# ---- choices and figures
def test_sizes_are_parts_of_the_way(economy: ni.Accounts) -> None:
    """A share of a phased-in shock is that share of the way, whatever its mode."""

    def follow(shocks: Shock | list[Shock], phase_in: int) -> np.ndarray:
        return pathway(economy, shocks, 2025, start=2025, history=True, phase_in=phase_in).change()[-1]

    for shock in (
        Shock("tariff", 0.3, region="CHN", partner="USA"),
        Shock("tariff", 0.5, mode="scale", region="CHN"),
        Shock("production_subsidy", 0.04, mode="add", region="CHN", industry="c14"),
        Shock("carbon_price", 30.0, region="CHN"),
    ):
        quarter = follow(scale_shock(shock, 0.25), 0)
        assert np.allclose(follow(shock, 3), quarter, rtol=1e-9, atol=1e-13)
    assert scale_shock(shock, 1.0, 2030)[0].start == 2030
    assert scale_shock(Shock("tariff", 0.1, region="CHN", start=2026), 0.5, 2030)[0].start == 2026
    with pytest.raises(PolicyError, match="cannot be exceeded"):
        scale_shock(Shock("tariff", 0.1, region="CHN"), 1.5)


def test_the_bill_of_the_first_year_is_that_of_a_simulation(economy: ni.Accounts) -> None:
    package = searched.packages("plants")[0]
    given = {"structural_change": "off"}  # a simulation knows one final user
    s = ni.simulate(economy, package)
    p = pathway(economy, package, 2009, start=2008, phase_in=0, history=True, parameters=given)
    gdp = s.laboratory.benchmark.value_added.sum(axis=1)
    assert np.allclose(bill_of(p).yearly[0], s.bill / gdp, atol=1e-10)
    found = bill_of(pathway(economy, package, UNTIL))
    assert (found.yearly.min(axis=0)[0], found.yearly[-1, 0]) == (0.0, pytest.approx(found.largest[0], rel=0.2))
    assert found.yearly[-3:, 0].min() <= found.present[0] <= found.largest[0]


def test_choices_are_parts_of_a_package_a_register_or_packages() -> None:
    w = ni.load("world", 2011)
    families = choices_of(w, ni.package("all-families"))
    assert [c.name for c in families] == ["industrial", "innovation", "trade", "regional", "environment", "market"]
    assert families[0].label == {"en": "Industrial policy", "zh": "产业政策"}
    allowed = choices_of(w, actions(), ["not specific", "out of scope"])
    assert {c.tag for c in allowed} == {"not specific", "out of scope"}
    assert "export-bonuses" not in {c.name for c in allowed}
    whole = compose_package(families, [1.0] * 6, [None] * 6, "all")
    assert {repr(s) for s in whole.shocks} == {repr(s) for s in ni.package("all-families").shocks}


# ---- known economies
@pytest.fixture(scope="module")
def two(economy: ni.Accounts) -> tuple[SearchResult, SearchResult]:
    """Return the front of two actions by a grid and by holding one goal."""
    both = searched.packages("carbon", "open")
    grid = search(economy, "CHN", "real_income,co2", both, until=UNTIL, evaluations=25)
    return grid, search(economy, "CHN", "real_income,co2", both, until=UNTIL, method="held", evaluations=150)


def test_a_grid_tries_all_and_reports_what_none_beats(
    two: tuple[SearchResult, SearchResult], economy: ni.Accounts
) -> None:
    grid, _ = two
    assert (grid.method, grid.evaluated) == ("grid", 25)
    levels = np.round(np.linspace(0, 1, 5), 6)
    assert {(p.sizes["carbon"], p.sizes["open"]) for p in grid.tried} == set(product(levels, levels))
    here = grid.chosen
    path = pathway(economy, grid.package(), UNTIL)
    assert path.change()[-1, 0] == pytest.approx(here.figures["real_income"], abs=1e-12)
    assert path.change("co2")[-1, 0] == pytest.approx(here.figures["co2"], abs=1e-12)


def test_holding_a_goal_reaches_the_front_of_a_fine_grid(
    two: tuple[SearchResult, SearchResult], economy: ni.Accounts
) -> None:
    grid, held = two
    both, asked = searched.packages("carbon", "open"), "real_income,co2"
    fine = search(economy, "CHN", asked, both, until=UNTIL, evaluations=169, reasons=0)
    corner = np.array([p.figures["co2"] for p in fine.tried]).max()

    def area(f: SearchResult) -> float:
        losses = np.array([[-p.figures["real_income"], p.figures["co2"]] for p in f.tried])
        return hypervolume(losses, np.array([0.0, corner]))

    evolved = search(economy, "CHN", asked, both, until=UNTIL, evaluations=160, seed=2, method="evolved", reasons=0)
    assert area(held) >= 0.99 * area(fine)
    assert area(evolved) >= 0.99 * area(fine)
    assert held.evaluated < fine.evaluated
    assert area(grid) <= area(fine) + 1e-12


# ---- limits and reasons
def test_a_budget_is_used_up_and_never_exceeded(found: SearchResult) -> None:
    assert found.method == "held"
    assert max(p.figures["bill"] for p in found.tried) <= 0.001
    assert found.chosen.figures["bill"] == pytest.approx(0.001, rel=1e-2)
    (bound,) = found.bounds
    assert (bound.name, bound.binds, bound.relaxed) == ("bill", True, pytest.approx(0.0011))
    assert 0 < bound.gain < 1e-4
    best = max(p.figures["real_income"] for p in found.tried)
    assert found.chosen.figures["real_income"] == best


def test_each_action_is_left_out_once(found: SearchResult, economy: ni.Accounts) -> None:
    assert [m.name for m in found.marginals][:2] == ["open", "better"]
    one = next(m for m in found.marginals if m.name == "plants")
    without = pathway(economy, found.package(found.chosen.without("plants")), UNTIL)
    assert one.adds[0] == pytest.approx(found.chosen.figures["real_income"] - without.change()[-1, 0], abs=1e-12)
    assert one.per_cost == pytest.approx(one.adds[0] / one.cost)
    assert one.cost > 0
    assert {m.name for m in found.marginals} == {name for name, size in found.chosen.sizes.items() if size > 0}
    assert found.runner_up is not None
    gap = max(abs(found.runner_up.sizes[n] - s) for n, s in found.chosen.sizes.items())
    assert gap >= 0.25
    assert found.runner_up.figures["real_income"] < found.chosen.figures["real_income"]


def test_cases_are_measured_against_doing_nothing_in_them(found: SearchResult, economy: ni.Accounts) -> None:
    robust = found.robust
    assert robust is not None
    assert (robust.cases, robust.weights.tolist()) == (("low", "war"), [0.25, 0.75])
    k = robust.points.index(found.chosen)
    war = Scenario(Package([s.model_copy(update={"start": 2027}) for s in WAR["shocks"]], name="war"))
    there = pathway(economy, found.package(), UNTIL, scenario=war).change()[-1, 0]
    assert robust.values[k, 1] == pytest.approx(there, abs=1e-12)
    low = pathway(economy, found.package(), UNTIL, parameters={"trade_elasticity": 3.0}).change()[-1, 0]
    assert robust.values[k, 0] == pytest.approx(low, abs=1e-12)
    assert robust.judged.expected[k] == pytest.approx(0.25 * robust.values[k, 0] + 0.75 * robust.values[k, 1])


def test_limits_that_contradict_are_named(economy: ni.Accounts) -> None:
    pair = searched.packages("better", "plants")
    with pytest.raises(PolicyError, match=r"limits together: fiscal cost of 0.05% of GDP, CO2 at most -0.9%") as told:
        search(
            economy, "CHN", actions=pair, budget="0.05%GDP", limits={"co2": -0.009, "real_income": -0.5}, until=UNTIL,
            method="held",
        )  # fmt: skip
    assert "没有组合能同时满足" in in_chinese(told.value)
    with pytest.raises(PolicyError, match=r"this limit, even alone: real income at least 90%"):
        search(economy, "CHN", actions=pair, limits={"real_income": 0.9}, budget="1%GDP", until=UNTIL, evaluations=24)


def test_an_action_that_harms_is_left_out_where_the_search_was_too_short_to_see_it(economy: ni.Accounts) -> None:
    pair = searched.packages("better", "carbon")
    found = search(economy, "CHN", actions=pair, until=UNTIL, method="evolved", evaluations=2)  # nothing, everything
    assert found.chosen.active_sizes == {"better": 1.0}
    assert found.marginals[0].adds[0] > 0
    assert found.runner_up is not None
    assert found.runner_up.active_sizes == {"better": 1.0, "carbon": 1.0}


def test_the_front_is_told_before_reasons_and_other_cases(economy: ni.Accounts) -> None:
    pair, seen = searched.packages("better", "plants"), []
    cases = [{"name": "low", "parameters": {"trade_elasticity": 3.0}}]
    found = search(economy, "CHN", actions=pair, until=UNTIL, evaluations=4, cases=cases, front=seen.append)
    assert len(seen) == 1
    assert (seen[0].chosen, seen[0].marginals, seen[0].robust) == (found.chosen, (), None)
    assert seen[0].evaluated == 4 < found.evaluated + len(found.robust.cases)


def test_packages_keep_the_numbers_that_were_told_first(economy: ni.Accounts, monkeypatch) -> None:
    trio, seen = searched.packages("better", "plants", "carbon"), []
    module = sys.modules[search.__module__]
    result_of = module._result_of
    monkeypatch.setattr(module, "_result_of", lambda s, before=(): result_of(s, before[::-1]))  # as if told otherwise
    goals = ("real_income", "bill")
    found = search(economy, "CHN", goals, trio, until=UNTIL, evaluations=6, front=seen.append)
    first = seen[0]
    assert [first.number(p) for p in first.front] == list(range(1, len(first.front) + 1))
    assert len(found.front) > 1
    for k, p in enumerate(reversed(first.numbered), 1):
        assert found.number(p) == k
    told = search_of(found).tables["front"].to_frame()["package"].tolist()
    assert told == [str(found.number(p)) for p in found.front] != sorted(told)


def test_limits_in_a_case_are_against_doing_nothing_in_it(economy: ni.Accounts) -> None:
    pair = searched.packages("better", "carbon")
    slump = {"name": "slump", "shocks": [Shock("trade_cost", 0.3, "add", region="CHN", start=2027)]}
    limits = {"real_income": -0.01}
    found = search(economy, "CHN", actions=pair, until=UNTIL, evaluations=4, limits=limits, cases=[slump])
    assert found.robust.kept[found.robust.points.index(found.chosen)].all()


def test_peak_gap_and_characteristics_are_figures(economy: ni.Accounts) -> None:
    aims = SearchGoals("CHN", ("digital", "people"), {"peak": 2028.0, "bill_largest": 0.1})
    path = pathway(economy, searched.packages("carbon")[0], UNTIL)
    figures = aims.figures(path)
    made = path.followed.emissions[:, 0].sum(axis=1)
    at = path.years.index(2028)
    assert figures["late"] == pytest.approx(made[at + 1 :].max() / made[: at + 1].max() - 1)
    assert aims.beyond(figures)[0] == pytest.approx(100 * figures["late"])
    assert {"digital", "people"} <= set(figures)
    w = ni.load("world", 2011)
    path = pathway(w, Shock("productivity", 0.05, region="CHN"), 2028)
    assert (
        SearchGoals("CHN", ("gdp",), {"gap": 0.0}).figures(path)["gap"] < 0
    )  # China grows richer, the world more equal


# ---- the same anywhere
def asked(economy: ni.Accounts, workers: Workers | None = None, **more: object) -> SearchResult:
    pair = searched.packages("carbon", "open", "plants")
    return search(
        economy, "CHN", "real_income,co2", pair, budget="0.2%GDP", starts=(2027, 2028), until=UNTIL, evaluations=24,
        cases=[LOW], seed=5, workers=workers, **more,
    )  # fmt: skip


@pytest.fixture(scope="module")
def serial(economy: ni.Accounts) -> SearchResult:
    return asked(economy)


def same(one: SearchResult, other: SearchResult) -> bool:
    def plain(points: tuple[CandidatePackage, ...]) -> list[object]:
        return [(dict(p.sizes), dict(p.starts), dict(p.figures)) for p in points]

    return (
        plain((*one.tried, *one.front, one.chosen)) == plain((*other.tried, *other.front, other.chosen))
        and one.marginals == other.marginals
        and np.array_equal(one.robust.values, other.robust.values)
    )


def test_a_search_with_starts_is_the_same_in_processes(serial: SearchResult, economy: ni.Accounts) -> None:
    assert serial.method == "evolved"
    assert {y for p in serial.tried for y in p.starts.values()} == {2027, 2028}
    assert same(serial, asked(economy, Workers("processes", 2)))


def test_a_search_that_is_kept_goes_on(serial: SearchResult, economy: ni.Accounts, tmp_path) -> None:
    done = []

    class StoppedError(Exception):
        pass

    def stop(progress) -> None:
        done.append(progress)
        if progress.done >= 8:
            raise StoppedError

    with pytest.raises(StoppedError):
        asked(economy, watch=stop, runs=tmp_path, name="mine")
    before = len(open_run("mine", tmp_path).values())
    assert 8 <= before < 24
    assert done[-1].total >= 24
    assert same(serial, asked(economy, runs=tmp_path, name="mine"))
    store = open_run("mine", tmp_path)
    assert len(store.values()) > before
    assert store.sql("select count(*) from cases where \"case\" like '%low%'")[1][0][0] > 0
    with pytest.raises(DataError, match="asks something else"):
        search(economy, "CHN", actions=searched.packages("carbon"), until=UNTIL, runs=tmp_path, name="mine")


def test_a_run_is_taken_up_by_its_name(economy: ni.Accounts, tmp_path) -> None:
    pair = searched.packages("carbon", "open")
    whole = search(economy, "CHN", actions=pair, until=UNTIL, evaluations=4, runs=tmp_path, name="small")
    store = open_run("small", tmp_path)
    cases = len(store.cases())
    go_on(store)
    assert len(store.cases()) == cases
    assert whole.evaluated <= cases


# ---- what makes no sense
@check_each(
    ("given", "error", "said"),
    [
        ({"goals": "wealth"}, UnknownNameError, "unknown goal 'wealth'"),
        ({"goals": ""}, DataError, "needs a goal"),
        ({"budget": "much"}, DataError, "Write 1%GDP"),
        ({"limits": {"size": 1.0}}, UnknownNameError, "unknown limit 'size'"),
        ({"limits": {"peak": 2040.0}}, DataError, "Follow it further"),
        ({"method": "luck"}, DataError, "'luck' is not one of"),
        ({"method": "held", "starts": (2027,)}, DataError, "at most two goals"),
        ({"starts": (1999,)}, DataError, "from 2027 to 2030"),
        ({"evaluations": 1}, DataError, "make no sense"),
        ({"tags": ["unclear"]}, DataError, "of a register"),
        ({"most": 9.0, "actions": [Package([Shock("data_sharing", 0.5, region="CHN")], name="a")]}, PolicyError, "4.5"),
        ({"actions": searched.packages("open", "open")}, DataError, "called open"),
        ({"actions": []}, DataError, "no action is left"),
    ],
)
def test_bad_questions_are_refused(economy: ni.Accounts, given: dict, error: type, said: str) -> None:
    with pytest.raises(error, match=said):
        search(economy, **{"region": "CHN", "actions": searched.packages("open"), "until": UNTIL, **given})


def test_no_path_at_all_is_told(economy: ni.Accounts, monkeypatch) -> None:
    def fails(_: object, asked: Iterable[object]) -> Iterator[PolicyError]:
        return (PolicyError("no equilibrium") for _ in asked)

    monkeypatch.setattr("newind.pathways.searching.pathways", fails)
    with pytest.raises(RuntimeError, match="no package has a path; first no equilibrium"):
        search(economy, "CHN", actions=searched.packages("open"), until=UNTIL, evaluations=3)


def test_budgets_read_in_words() -> None:
    assert budget_limit(0.02) == {"bill": 0.02}
    assert budget_limit(" 2 % gdp / year ") == {"bill_largest": 0.02}


def test_how_far_off_levels_were_in_the_past_stands_beside(found: SearchResult) -> None:
    told = search_of(found)
    shown = told.tables["hindcast"].to_frame()
    np.testing.assert_array_equal(shown["skill"], [s.skill for s in list_skills(found.aims.region)])
    assert set(shown["measure"]) <= set(told.values["measure"])
    assert set(shown["verdict"]) <= set(told.values["verdict"])
    assert any("no change, the past trend, half of it" in note["en"] for note in told.notes)


def test_many_actions_that_harm_are_given_up_one_by_one(economy: ni.Accounts) -> None:
    worse = [Shock("productivity", -0.0005 * k, mode="add", region="CHN", industry="c14") for k in range(1, 13)]
    harm = [Package([shock], name=f"harm-{k}") for k, shock in enumerate(worse)]
    good = Package([Shock("productivity", 0.05, mode="add", region="CHN", industry="c27")], name="good")
    found = search(economy, "CHN", actions=[*harm, good], until=UNTIL, evaluations=6, method="evolved", seed=1)
    assert set(found.chosen.active_sizes) == {"good"}
    assert all(m.adds[0] >= 0 for m in found.marginals)
    assert found.chosen in found.front


@pytest.mark.parametrize("seed", range(4))
def test_a_limit_that_alone_bars_a_better_package_binds_however_far_it_lies(seed, monkeypatch) -> None:
    """Sizes in steps leave room below a limit; what is better beyond it says whether the limit binds."""
    monkeypatch.setattr(reasons, "_gain", lambda *_: 0.0)  # what a tenth more room would bring
    rng = np.random.default_rng(seed)
    drawn = np.column_stack([rng.uniform(0, 1, 40), rng.uniform(0, 2, 40), rng.uniform(-1, 1, 40)])
    limits = {"bill": 1.0, "co2": 0.0}
    points = [SimpleNamespace(figures=dict(zip(("gain", *limits), row, strict=True))) for row in drawn.tolist()]

    def first(some):
        return some[0] if some else None  # none is refused

    def told(some):
        rows = np.array([[p.figures[name] for name in ("gain", *limits)] for p in some])
        return -rows[:, :1], rows[:, 1:] - np.array(list(limits.values()))

    kept = [p for p in points if told([p])[1].max() <= 0]
    chosen = max(kept, key=lambda p: p.figures["gain"])
    aims = SimpleNamespace(limits=limits)
    search_like = SimpleNamespace(central=points, compute_losses=told, aims=aims, find_first=first)
    for bound in reasons.bounds_of(search_like, chosen):
        (other,) = limits.keys() - {bound.name}
        barred = [
            p.figures
            for p in points
            if p.figures["gain"] > chosen.figures["gain"]
            and p.figures[bound.name] > limits[bound.name]
            and p.figures[other] <= limits[other]
        ]
        assert bound.binds == bool(barred)
        if barred:
            nearest = min(barred, key=lambda f: f[bound.name])
            assert (bound.relaxed, bound.gain) == (
                nearest[bound.name],
                pytest.approx(nearest["gain"] - chosen.figures["gain"]),
            )


@pytest.fixture(scope="module")
def tariffs() -> Package:
    """Return tariffs by which Germany gains at others' expense."""
    shock = Shock("tariff", 0.2, mode="add", region="DEU", industry="manufacturing")
    return Package([shock], name="tariffs")


def test_what_may_not_be_stated_is_not_chosen(tariffs: Package) -> None:
    w = ni.load("world", year=2022)
    found = search(w, "DEU", actions=[tariffs], until=2028, evaluations=4)
    best = found.left_out[0]
    assert best.verdict == pathway(w, found.package(best), 2028).verdicts[w.regions.index("DEU")] == "others"
    assert best.figures["real_income"] > found.chosen.figures["real_income"] == 0.0
    assert (found.chosen.active_sizes, found.is_recommended) == ({}, False)
    told = search_of(found)
    assert [said["en"].startswith("No recommendation") for said in told.lead] == [True]
    assert "at others' expense" in told.lead[0]["en"]
    assert told.about["left_out"]["by_verdict"] == {p.verdict: len(found.left_out) for p in found.left_out}
    assert told.about["left_out"]["best"]["sizes"] == best.active_sizes


def test_where_limits_leave_only_what_may_not_be_stated_it_is_no_recommendation(tariffs: Package) -> None:
    w = ni.load("world", year=2022)
    found = search(w, "DEU", actions=[tariffs], until=2028, evaluations=4, limits={"real_income": 1e-5})
    assert (found.verdict, found.is_recommended) == ("others", False)
    told = search_of(found)
    assert sum("no recommendation" in said["en"] for said in told.lead) == 1
    assert told.about["verdict"] == "others"


@pytest.mark.parametrize("goals", ["real_income", "co2", "real_income,co2", "gdp"])
def test_a_search_recommends_nothing_that_its_own_verdict_refuses(goals: str, economy: ni.Accounts) -> None:
    every = searched.packages("better", "carbon", "plants", "open")
    found = search(economy, "CHN", goals, every, until=UNTIL, evaluations=16, reasons=10)
    kinds = {p.verdict: pathway(economy, found.package(p), UNTIL).verdicts[0] for p in found.front if p.active_sizes}
    refused = set(KINDS) if set(found.aims.goals) & set(INCOME) else {"others"}
    assert all(said == own and own not in refused for said, own in kinds.items())
    assert all(refuses(found.aims.goals, p.verdict) for p in found.left_out)
    told = search_of(found)
    assert told.tables["front"].to_frame()["sign"].tolist() == [p.verdict for p in found.front]
    assert told.about["is_recommended"] == found.is_recommended
    assert any("no recommendation" in said["en"].lower() for said in told.lead) != found.is_recommended
    shown = told.tables["package"].to_frame().set_index("action")
    for m in found.marginals:
        if "real_income" in goals:
            silent = m.verdict not in STATED
            assert np.isnan(shown.loc[m.name, "adds real_income"]) == silent


@pytest.mark.parametrize(
    ("goals", "said"), [(["co2"], "positive"), (["real_income"], "positive"), (["co2", "welfare"], "none")]
)
def test_a_goal_of_the_other_sign_is_refused(goals: list[str], said: str) -> None:
    """Real income rises on the table and on the path, consumption over all years falls."""
    plan = {"choices": [], "region": "CHN", "goals": goals, "limits": {}, "starts": []}
    rule = SimpleNamespace(confirm=lambda packages: ["positive"] * len(packages))
    asked = Search(plan, None, rule)
    asked.package = lambda p: p
    point = CandidatePackage({"open": 1.0}, {}, {"real_income": 0.01, "welfare": -0.01, "co2": 0.0})
    asked.points[asked.key(point)] = point
    asked.judge([point])
    assert asked.points[asked.key(point)].verdict == said


@pytest.mark.parametrize(("welfare", "idle"), [(0.01, False), (0.0, True)])
def test_what_does_nothing_to_its_own_goal_is_not_done(welfare: float, idle: bool) -> None:
    """Whatever it does to real income."""
    asked = Search({"choices": [], "region": "CHN", "goals": ["welfare"], "limits": {}, "starts": []}, None, None)
    asked.points[asked.key(asked.nothing)] = asked.nothing
    best = CandidatePackage({"open": 1.0}, {}, {"real_income": 0.0 if welfare else 0.01, "welfare": welfare})
    assert (asked._or_nothing(best) is not best) == idle


def test_the_sign_of_a_path_has_to_be_the_one_of_the_table() -> None:
    assert [refuses(["welfare"], said) for said in ("positive", "zero", "response")] == [False, False, True]
    assert agrees("negative", -0.01)
    assert not agrees("negative", 0.01)
    assert rests({"real_income": -0.01}, {"real_income": 0.0})
    assert not rests({"real_income": 0.0}, {"real_income": 0.0})
    assert rests({"real_income": 0.01}, {})  # nothing is known of what is assumed


# ---- last, as its programs end with this file
def test_a_search_is_the_same_on_a_dask_scheduler(serial: SearchResult, economy: ni.Accounts, scheduler: str) -> None:
    assert same(serial, asked(economy, Workers("dask", scheduler=scheduler)))
