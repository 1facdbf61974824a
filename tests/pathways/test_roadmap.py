"""Roadmaps: arithmetic by hand-made cases, targets as data with the place of mistakes, paths, draws, actions."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binomtest

import newind as ni
from each import check_each
from newind.charts.gantt import SHAPES, STYLES
from newind.data.reference.growth import yearly_figures
from newind.documents.answers import write_chart
from newind.errors import ConvergenceError, DataError, UnknownNameError, in_chinese
from newind.pathways.carbon_baseline import explain_baseline
from newind.pathways.chances import LEAST, Chance, chance_of, draws_of, find_varied_parameters
from newind.pathways.figures import FIGURES, course, find_last_observed_year
from newind.pathways.hindcast import is_refused
from newind.pathways.pathway import pathway
from newind.pathways.progress import (
    STATUSES,
    VERDICTS,
    Goal,
    assess_progress,
    collect_observations,
    project_value,
    thresholds,
    way_to,
)
from newind.pathways.roadmap import Roadmap, roadmap
from newind.pathways.targets import groups, parse_targets, read_targets, targets_of, with_own
from newind.policy.schema import Package, Shock
from newind.questions.paths.answers import draw_roadmap
from newind.questions.paths.pathways import pathway_of
from newind.questions.paths.roadmaps import LedMilestones, roadmap_of, silent, where_it_leads
from newind.testing import REGIONS, Structure, build

SHAPE = Structure(REGIONS[:3], ("c14", "c27", "c1", "c30"), inventories=False)
PACKAGE = Package(
    [
        Shock("productivity", 0.02, region="CHN", industry="c14"),
        Shock("tariff", 0.1, region="CHN", partner="USA", industry="c14"),
        Shock("rd_subsidy", 0.1, region="CHN", industry="c14", start=2027, phase_in=1, until=2029),
    ],
    name="three",
)
TEXT = """\
name: own
region: CHN
actions:
  innovation: {start: 2028, phase_in: 2, owners: [research]}
  trade: {start: 2027, until: 2030, owners: [ministry]}
targets:
  - id: per-gdp
    label: {en: CO2 per GDP, zh: 单位排放}
    indicator: path.co2_per_gdp
    unit: index
    kind: binding
    baseline: {year: 2005, value: 100}
    values: {2025: 60, 2030: 45}
    owners: [ministry]
    sources: [{title: A plan, date: 2021}]
  - id: income
    label: {en: Income, zh: 收入}
    indicator: path.gdp_per_person
    unit: index
    kind: expected
    baseline: {year: 2020, value: 100}
    values: {2030: 140}
    observed: {2022: 111}
    owners: [firm]
    sources: [{title: A plan, date: 2021}]
  - id: patents
    label: {en: Patents, zh: 专利}
    unit: per 10,000
    better: higher
    kind: expected
    baseline: {year: 2020, value: 6}
    values: {2025: 12}
    observed: {2022: 8}
    owners: [research, firm]
    sources: [{title: A plan, date: 2021}]
  - id: share
    label: {en: Manufacturing, zh: 制造业}
    indicator: s2.manufacturing_share
    unit: "%"
    kind: expected
    better: higher
    hold: true
    tolerance: 50
    baseline: {year: 2020, value: 30}
    values: {2030: 30}
    observed: {2022: 29}
    owners: [local]
    sources: [{title: A plan, date: 2021}]
"""


@pytest.fixture(scope="module")
def economy() -> ni.Accounts:
    return build(SHAPE, 3, year=2008)


@pytest.fixture(scope="module")
def found(economy: ni.Accounts) -> Roadmap:
    return roadmap(economy, parse_targets(TEXT, "own.yaml"), PACKAGE, draws=[{}, {"frontier_growth": 0.005}])


# ---- arithmetic by hand
RISING = Goal(2020, 100.0, 2030, 200.0)
FALLING = Goal(2020, 100.0, 2030, 25.0, "lower")
SHARE = Goal(2020, 60.0, 2030, 70.0, points=True)
FLOOR = Goal(2020, 30.0, 2030, 28.0)
HELD = Goal(2020, 30.0, 2030, 30.0, tolerance=1.0, points=True)


@check_each(
    ("goal", "seen", "status", "reason", "achieved", "elapsed"),
    [
        (RISING, (2025, 100 * math.sqrt(2.0)), "on_track", "", 0.5, 0.5),  # the constant pace
        (RISING, (2025, 100 * 2.0**0.4), "lagging", "", 0.4, 0.5),
        (RISING, (2025, 100 * 2.0**0.25), "off_track", "", 0.25, 0.5),
        (RISING, (2025, 100.0), "off_track", "", 0.0, 0.5),  # no progress
        (RISING, (2025, 50.0), "off_track", "", -1.0, 0.5),  # moving away
        (RISING, (2025, 200.0), "met", "", 1.0, 0.5),
        (RISING, (2030, 199.0), "off_track", "deadline", math.log(1.99) / math.log(2), 1.0),
        (RISING, (2032, 200.0), "met", "", 1.0, 1.2),
        (FALLING, (2025, 50.0), "on_track", "", 0.5, 0.5),
        (FALLING, (2024, 100 * 0.25**0.3), "lagging", "", 0.3, 0.4),
        (FALLING, (2025, 120.0), "off_track", "", math.log(1.2) / math.log(0.25), 0.5),
        (FALLING, (2026, 24.0), "met", "", math.log(0.24) / math.log(0.25), 0.6),
        (SHARE, (2024, 64.0), "on_track", "", 0.4, 0.4),
        (SHARE, (2024, 62.5), "lagging", "", 0.25, 0.4),
        (FLOOR, (2024, 29.0), "met", "held", math.nan, 0.4),  # beyond the target at the baseline
        (FLOOR, (2024, 27.0), "off_track", "lost", math.nan, 0.4),
        (HELD, (2024, 29.0), "met", "held", math.nan, 0.4),
        (HELD, (2024, 28.9), "off_track", "lost", math.nan, 0.4),
        (HELD, (2032, 28.9), "off_track", "lost", math.nan, 1.2),  # a level to hold is never missed
        (RISING, (2020, 100.0), "not_computable", "too_early", 0.0, 0.0),
        (RISING, None, "not_computable", "unobserved", math.nan, math.nan),
        (RISING, (2024, math.nan), "not_computable", "unobserved", math.nan, math.nan),
    ],
)
def test_progress_by_hand(goal, seen, status, reason, achieved, elapsed):
    p = assess_progress(goal, seen)
    assert (p.status, p.reason) == (status, reason)
    assert p.status in STATUSES
    assert p.verdict in VERDICTS
    assert seen is None or seen[0] < goal.year or p.verdict in ("met", "missed")  # a year that is over has no pace
    assert [p.achieved, p.elapsed] == pytest.approx([achieved, elapsed], nan_ok=True)


def test_paces_by_hand():
    p = assess_progress(FALLING, (2025, 50.0))
    assert [p.needed, p.paced, p.ratio] == pytest.approx([0.5**0.2 - 1, 0.5**0.2 - 1, 1.0])
    p = assess_progress(SHARE, (2024, 63.0))
    assert [p.needed, p.paced] == pytest.approx([7 / 6, 0.75])
    assert math.isnan(assess_progress(RISING, (2031, 150.0)).needed)
    assert math.isnan(Goal(2020, -1.0, 2030, 2.0).pace((2020, -1.0), (2022, 1.0)))


def test_thresholds_part_the_statuses():
    seen = (2025, 100 * 2.0**0.4)  # four fifths of the pace that is needed
    assert thresholds() == (0.95, 0.6)
    assert [assess_progress(RISING, seen, limits).status for limits in ((0.8, 0.5), (0.9, 0.8), (0.95, 0.9))] == [
        "on_track", "lagging", "off_track",
    ]  # fmt: skip


@pytest.mark.parametrize(("hits", "draws"), [(0, 207), (3, 212), (212, 212), (137, 200)])
def test_chances_against_scipy(hits, draws):
    chance = chance_of([True] * hits + [False] * (draws - hits) + [None] * 2)
    assert chance == Chance(hits, draws, 2)
    assert chance.error == pytest.approx(math.sqrt(hits / draws * (1 - hits / draws) / draws))
    low, high = binomtest(hits, draws).proportion_ci(method="wilson")
    assert chance.interval == pytest.approx((low, high), abs=1e-12)


@pytest.mark.parametrize("draws", [0, 1, 3, 100, LEAST - 1])
def test_few_draws_give_no_probability(draws):
    """Whatever share of them reaches the target: nothing that a surface shows is a number."""
    for hits in {0, draws // 2, draws}:
        chance = Chance(hits, draws, failed=500)
        assert not chance.known
        assert all(map(math.isnan, (chance.probability, chance.error, *chance.interval)))
    assert Chance(0, LEAST).known


# ---- targets as data
def broken(old: str, new: str) -> str:
    assert TEXT.count(old) >= 1
    return TEXT.replace(old, new, 1)


@check_each(
    ("text", "message", "chinese"),
    [
        (
            broken("    baseline: {year: 2005, value: 100}\n", ""),
            r"^own\.yaml:7:5: no 'baseline'\. It must be given\.",
            "缺少“baseline”",
        ),
        (
            broken("path.co2_per_gdp", "path.co2_per_gpd"),
            r"^own\.yaml:9:16: unknown yearly figure.*'path\.co2_per_gdp'",
            "年度指标",
        ),
        (
            broken("s2.manufacturing_share", "s2.manufacturing_shares"),
            r"^own\.yaml:38:16: unknown indicator.*Or write statistic",
            None,
        ),
        (broken("{2025: 60, 2030: 45}", "{2030: 45, 2025: 60}"), r"^own\.yaml:13:\d+: 2025 stands after 2030", "依次"),
        (
            broken("{2025: 60, 2030: 45}", "{2004: 60}"),
            r"^own\.yaml:13:\d+: 2004 is not after the baseline of 2005",
            "基期2005年",
        ),
        (
            broken("{2022: 111}", "{2022: 111}\n    changes: {2024: -1}"),
            r"^own\.yaml:24:\d+: 2024 has a value, or 2023 has none",
            "2023年",
        ),
        (broken("{2022: 111}", "{2019: 111}"), r"^own\.yaml:23:\d+: 2019 is not after the baseline of 2020", "基期"),
        (
            broken("{2025: 60, 2030: 45}", "{2025: 60, 2030: 70}"),
            r"^own\.yaml:13:\d+: .*wrong way: from 60 to 70, where lower is better.*hold",
            "低为好",
        ),
        (broken("{2030: 140}", "{2030: 90}"), r"^own\.yaml:22:\d+: .*from 100 to 90, where higher is better", "高为好"),
        (
            broken("{2025: 60, 2030: 45}", "{2025: sixty}"),
            r"^own\.yaml:13:\d+: the value of 2025 must be a finite number",
            "有限数",
        ),
        (broken("{2025: 60, 2030: 45}", "{soon: 60}"), r"^own\.yaml:13:\d+: 'soon' is no year", "不是年份"),
        (broken("{2025: 60, 2030: 45}", "60"), r"^own\.yaml:13:\d+: it must be values by year", "按年份"),
        (
            broken("    unit: per 10,000\n    better: higher\n", "    unit: per 10,000\n"),
            r"statistic has no direction of its own",
            "优劣方向",
        ),
        (broken("id: income", "id: per-gdp"), r"^own\.yaml:16:\d+: id 'per-gdp' is that of target 1 too", "第1个目标"),
        (
            broken("kind: binding", "kind: bindng"),
            r"^own\.yaml:11:\d+: kind must be .*Did you mean 'binding'",
            "binding",
        ),
        (broken("owners: [firm]", "owners: [nobody]"), r"^own\.yaml:24:14: .*'ministry', 'local'.*not 'nobody'", None),
        (broken("unit: index", "units: index"), r"^own\.yaml:10:5: unknown key 'units'\. Did you mean 'unit'", "字段"),
        (broken("sources: [{title: A plan, date: 2021}]", "sources: []"), r"^own\.yaml:15:\d+: sources must", None),
        (broken("until: 2030", "until: 2024"), r"^own\.yaml:5:\d+: until 2024 is too early", "过早"),
        (
            broken("name: own\n", "package: al-families\n"),
            r"^own\.yaml:1:10: unknown package 'al-families'.*'all-families'",
            None,
        ),
        ("region: CHN\n", r"^own\.yaml:1:1: not a roadmap\.", "路线图"),
        ("targets: [", r"^own\.yaml:\d+:\d+: not YAML", None),
    ],
)  # fmt: skip
def test_mistakes_have_their_place(text, message, chinese):
    with pytest.raises(DataError) as raised:
        parse_targets(text, "own.yaml")
    said = str(raised.value)
    found = re.search(message, said, re.MULTILINE)
    assert found, said
    if chinese:
        assert chinese in in_chinese(raised.value)


def test_targets_are_read_from_files_mappings_and_by_region(tmp_path: Path):
    path = tmp_path / "own.yaml"
    path.write_text(TEXT, encoding="utf-8")
    own = read_targets(path)
    assert with_own(path) == with_own(str(path)) == own
    assert with_own(own) is own
    assert with_own(own.model_dump()) == own
    assert own.last == 2030
    assert [t.is_projectable for t in own.targets] == [True, True, False, True]
    assert [t.better for t in own.targets] == ["lower", "higher", "higher", "higher"]
    first = own.targets[0].model_dump()
    del first["baseline"]
    with pytest.raises(DataError, match=r"targets\.0: no 'baseline'"):
        with_own({"region": "CHN", "targets": [first]})
    with pytest.raises(DataError, match="cannot be read"):
        read_targets(tmp_path / "none.yaml")
    with pytest.raises(UnknownNameError, match=r"no targets of FRA come with newind\. They do for CHN") as raised:
        targets_of("FRA")
    assert "附带" in in_chinese(raised.value)


def test_shipped_targets_are_whole():
    own = targets_of("CHN")
    assert targets_of("CHN") is own, "parsed once"
    assert own.package == ni.package(own.package).name
    for t in own.targets:
        assert set(t.label) == set(t.note) == {"en", "zh"}
        assert all(s.title and s.date for s in t.sources)
        assert all(s.href.startswith(("https://", "http://")) for s in t.sources if s.href)
        assert t.is_projectable or t.observed
        assert max(t.values) <= 2035
    assert {t.kind for t in own.targets} == {"binding", "expected"}
    spent = next(t for t in own.targets if t.id == "rd-spending")  # seven per cent a year
    assert spent.values[2025] == pytest.approx(spent.baseline.value * 1.07**5, rel=1e-5)
    assert spent.values[2030] == pytest.approx(spent.observed[2025] * 1.07**5, rel=1e-5)
    record = next(t for t in own.targets if t.id == "co2-peak").baseline
    co2 = yearly_figures().growth_of(["CHN"]).values["co2"][0]
    at = yearly_figures().year_at(2020)
    assert record.value == pytest.approx(100 * co2[at] / co2[:at].max(), abs=0.01)


# ---- figures of a path
def test_figures_join_what_was_observed_before(found: Roadmap):
    path, r = found.path, found.path.regions.index("CHN")
    grown = yearly_figures().growth_of(["CHN"]).values
    at = {y: yearly_figures().year_at(y) for y in (2004, 2005, 2007, 2023)}
    intensity = grown["co2"][0] / grown["gdp_reported"][0]
    here = course(path, "path.co2_per_gdp", r, (2005, 2023))
    assert here[2023] / here[2005] == pytest.approx(intensity[at[2023]] / intensity[at[2005]], rel=1e-6)
    record = course(path, "path.co2_record", r, (2005, 2030))
    assert record[2005] == pytest.approx(grown["co2"][0][at[2005]] / grown["co2"][0][: at[2005]].max())
    co2 = path.series("co2")[:, r]
    assert record[2030] == pytest.approx(co2[-1] / co2[:-1].max())
    assert math.isnan(course(path, "path.consumption", r, (2005,))[2005])
    assert math.isnan(course(path, "s2.manufacturing_share", r, (2005,))[2005])
    assert find_last_observed_year(path, "path.co2_per_gdp", r) == 2024
    with pytest.raises(UnknownNameError, match=r"unknown yearly figure 'path\.gpd'.*'path\.gdp'"):
        course(path, "path.gpd", r, (2020,))


def test_every_figure_is_defined_on_a_path(found: Roadmap):
    for name in FIGURES:
        assert math.isfinite(course(found.path, name, 0, (2030,))[2030])


# ---- the roadmap of a small economy
def at(found: Roadmap, id: str, year: int):
    return next(m for m in found.milestones if (m.target.id, m.year) == (id, year))


def test_projections_move_the_last_value_as_the_path_moves(found: Roadmap):
    path, r = found.path, found.path.regions.index("CHN")
    people = np.exp(path.base.growth.population[:, r])
    per_person = path.series("gdp")[:, r] / people
    m = at(found, "income", 2030)
    y = {year: t for t, year in enumerate(path.years)}
    assert m.anchor == (2022, 111.0)
    assert m.projected == pytest.approx(111 * per_person[y[2030]] / per_person[y[2022]])
    without = path.baseline.series("gdp")[:, r] / people
    assert m.without == pytest.approx(111 * without[y[2030]] / without[y[2022]])
    assert m.pace == pytest.approx((m.projected / 111) ** (1 / 8) - 1)
    assert m.remains == pytest.approx(140 - m.projected)
    share = at(found, "share", 2030)
    measured = [ni.wide(ni.measure(path[t], "s2.manufacturing_share", "CHN")).iloc[0, 0] for t in (2022, 2030)]
    assert share.projected == pytest.approx(29 * measured[1] / measured[0])
    assert share.progress.status == "met"


def test_observed_values_of_a_path_are_those_it_meets(found: Roadmap):
    m = at(found, "per-gdp", 2025)
    grown = yearly_figures().growth_of(["CHN"]).values
    intensity = (grown["co2"] / grown["gdp_reported"])[0]
    first, last = (yearly_figures().year_at(y) for y in (2005, 2024))
    assert m.seen is not None
    assert m.seen[0] == 2024
    assert m.seen[1] == pytest.approx(100 * intensity[last] / intensity[first], rel=1e-6)


def test_what_no_model_follows_is_told_by_observed_values(found: Roadmap):
    m = at(found, "patents", 2025)
    assert m.progress.status == "on_track"  # ln(8/6) / ln 2 of the way in two years of five
    assert m.progress.achieved == pytest.approx(math.log(8 / 6) / math.log(2))
    assert math.isnan(m.projected)
    assert ("patents", 2025) not in found.chances
    assert ("patents", 2025) not in found.contributions


def test_a_year_that_was_observed_is_not_projected(economy: ni.Accounts):
    text = TEXT.replace("values: {2030: 140}", "values: {2022: 140}")
    found = roadmap(economy, parse_targets(text, "own.yaml"), PACKAGE, draws=[{}])
    past = at(found, "income", 2022)
    assert math.isnan(past.projected)
    assert past.progress.status == "off_track"
    assert ("income", 2022) not in found.chances
    assert past not in found.projected_milestones


def test_contributions_are_what_is_lost_without_an_action(found: Roadmap):
    names = groups(found.path.package)
    assert set(names) == {"innovation", "trade"}
    m = at(found, "income", 2030)
    parts = found.contributions["income", 2030]
    assert set(parts) == {*names, "together"}
    assert sum(parts.values()) == pytest.approx(m.projected - m.without)
    trade = [s for s in found.path.package.shocks if s.group != "trade"]
    rest = pathway(found.path.base.lab.origin, Package(trade), 2030)
    r = rest.regions.index("CHN")
    here = course(rest, "path.gdp_per_person", r, (2022, 2030))
    assert parts["trade"] == pytest.approx(m.projected - 111 * here[2030] / here[2022])
    assert parts["innovation"] > 0
    fall = found.contributions["per-gdp", 2030]
    m = at(found, "per-gdp", 2030)
    assert sum(fall.values()) == pytest.approx(m.without - m.projected)  # a fall leads to the target


def test_dates_that_nobody_gave_come_from_the_targets(found: Roadmap):
    actions = {a.name: a for a in found.actions}
    assert [a.name for a in found.actions] == ["innovation", "trade"]
    trade, innovation = actions["trade"], actions["innovation"]
    assert (trade.start, trade.full, trade.until, trade.owners) == (2027, 2027, 2030, ("ministry",))
    assert (innovation.start, innovation.full, innovation.until) == (2027, 2030, None)
    shocks = {s.lever: s for s in found.path.package.shocks}
    assert (shocks["rd_subsidy"].start, shocks["rd_subsidy"].phase_in, shocks["rd_subsidy"].until) == (2027, 1, 2029)
    assert (shocks["productivity"].start, shocks["productivity"].phase_in) == (2028, 2)


def test_owners_of_an_action_are_those_of_its_level(economy: ni.Accounts):
    package = Package([Shock("tariff", 0.5, "scale", region="CHN", action="tariff-cuts"),
                       Shock("productivity", 0.01, region="CHN", action="mine")])  # fmt: skip
    found = roadmap(economy, parse_targets(TEXT, "own.yaml"), package)
    assert {a.name: (a.owners, a.start) for a in found.actions} == {
        "tariff-cuts": (("ministry",), 2027), "mine": ((), 2027),
    }  # fmt: skip


def test_without_a_package_the_path_is_the_baseline(economy: ni.Accounts):
    found = roadmap(economy, parse_targets(TEXT, "own.yaml"))
    assert found.path.baseline is found.path
    assert all(m.projected == m.without for m in found.projected_milestones)
    assert found.actions == ()
    assert set(roadmap_of(found).tables) == {"targets", "paces", "hindcast", "mapping", "sources"}
    assert "Roadmap(CHN, 5 milestones:" in repr(found)


def test_a_region_that_the_accounts_lack_is_refused(economy: ni.Accounts):
    with pytest.raises(UnknownNameError, match=r"unknown region 'FRA'.*accounts lack"):
        roadmap(economy, parse_targets(TEXT.replace("region: CHN", "region: FRA"), "own.yaml"))


def test_thresholds_can_be_given(economy: ni.Accounts):
    strict = {"progress_on_track": 2.0, "progress_lagging": 1.9}
    found = roadmap(economy, parse_targets(TEXT, "own.yaml"), parameters=strict)
    assert at(found, "patents", 2025).progress.status == "off_track"
    assert found.limits == (2.0, 1.9)
    assert "200%" in roadmap_of(found).notes[0]["en"]


# ---- draws
def test_draws_are_a_latin_hypercube_over_every_range(found: Roadmap):
    n = 8
    draws = draws_of(found.path, n, seed=5)
    assert draws == draws_of(found.path, n, seed=5)
    assert draws != draws_of(found.path, n, seed=6)
    ranges = {
        n: span
        for names, spans in find_varied_parameters(found.path).items()
        for n, span in zip(names, spans, strict=True)
    }
    assert {"trade_elasticity", "substitution_inputs", "convergence_speed", "energy_saving"} <= set(ranges)
    assert "discount_rate" not in ranges
    for name, (low, high) in ranges.items():
        if low < high:
            strata = [math.floor(n * (d[name] - low) / (high - low)) for d in draws]
            assert sorted(strata) == list(range(n))
    with pytest.raises(DataError, match="0 draws"):
        draws_of(found.path, 0)


def test_what_was_given_is_not_drawn(economy: ni.Accounts):
    path = pathway(economy, PACKAGE, 2028, parameters={"trade_elasticity": 4.0, "energy_saving": 0.5})
    drawn = draws_of(path, 2)
    assert not {"trade_elasticity", "energy_saving"} & set(drawn[0])


def test_chances_are_shares_of_draws(found: Roadmap):
    """The first draw changes nothing: it must be the path itself."""
    for place, m in enumerate(found.milestones):
        assert found.drawn[0][place] == pytest.approx(m.projected, nan_ok=True, rel=1e-9)
        if m.target.is_projectable:
            hits = sum(m.goal.meets_target(row[place]) for row in found.drawn)
            assert found.chances[m.target.id, m.year] == Chance(hits, 2)
    other = pathway(found.path.base.lab.origin, found.path.package, 2030, parameters={"frontier_growth": 0.005})
    here = course(other, "path.gdp_per_person", other.regions.index("CHN"), (2022, 2030))
    place = found.milestones.index(at(found, "income", 2030))
    assert found.drawn[1][place] == pytest.approx(111 * here[2030] / here[2022])
    assert found.drawn[1][place] != pytest.approx(found.drawn[0][place], rel=1e-8)


def test_a_world_holds_for_path_baseline_and_draws():
    own, economy = parse_targets(TEXT, "own.yaml"), build(SHAPE, 3, year=2008)
    given = {"product": "reported"}
    slow = roadmap(economy, own, PACKAGE, parameters=given, scenario="slow-world", draws=1, seed=3)
    usual = {(m.target.id, m.year): m for m in roadmap(economy, own, PACKAGE, parameters=given).milestones}
    for m in slow.milestones:
        if m.target.id == "income":
            assert m.projected < usual[m.target.id, m.year].projected
            assert m.without < usual[m.target.id, m.year].without
            value = slow.drawn[0][slow.milestones.index(m)]
            again = slow.path.rerun(**slow.draws[0])
            assert value == pytest.approx(
                project_value(again, m.target, slow.path.regions.index("CHN"), m.year, m.anchor)
            )
    assert "frontier_growth" not in slow.draws[0]  # what the world says is not drawn


def test_the_way_to_a_target_goes_through_what_was_observed(found: Roadmap):
    region = found.path.regions.index("CHN")
    for m in found.projected_milestones:
        seen = collect_observations(found.path, m.target, region)
        assert next(iter(seen)) == m.target.baseline.year
        if m.seen is not None and m.seen[0] > m.goal.since:
            assert max(seen) == m.seen[0]
            assert seen[m.seen[0]] == pytest.approx(m.seen[1])
        way = way_to(found.path, m.target, region, (m.anchor[0], m.year), m.anchor)
        assert way[m.anchor[0]] == pytest.approx(m.anchor[1])
        assert way[m.year] == m.projected


def test_every_status_has_a_mark_of_its_own_shape():
    assert set(SHAPES) == set(STYLES) == set(VERDICTS)
    assert len(set(SHAPES.values())) == len(VERDICTS)


def test_the_table_has_a_row_a_milestone(found: Roadmap):
    table = found.table().set_index(["target", "year"])
    assert len(table) == len(found.milestones) == 5
    m = at(found, "per-gdp", 2030)
    row = table.loc[("per-gdp", 2030)]
    assert (row["status"], row["observed_year"], row["remains"]) == (m.progress.status, 2024, m.remains)
    assert math.isnan(row["probability"])  # of two draws
    many = replace(found, draws=found.draws * LEAST, drawn=found.drawn * LEAST)
    row = many.table().set_index(["target", "year"]).loc[("per-gdp", 2030)]
    assert (row["probability"], row["error"]) == (
        (chance := many.chances["per-gdp", 2030]).probability, chance.error,
    )  # fmt: skip
    assert chance.draws == 2 * LEAST
    assert table.loc[("patents", 2025)][["projected", "probability", "error"]].isna().all()


def test_a_draw_without_a_path_is_counted(economy: ni.Accounts, monkeypatch: pytest.MonkeyPatch):
    """It is told and counts for neither side, and draws leave nothing behind in the accounts."""

    def narrow(w, cases):
        for case in cases:
            none = case["parameters"].get("trade_elasticity") == 3.0
            yield ConvergenceError("no equilibrium") if none else pathway(w, **case)

    monkeypatch.setattr("newind.pathways.roadmap.pathways", narrow)
    own = parse_targets(TEXT, "own.yaml")
    roadmap(economy, own)
    kept = set(economy.__dict__["_baselines"])
    found = roadmap(economy, own, draws=[{}, {"trade_elasticity": 3.0}, {"trade_elasticity": 3.1}])
    chance = found.chances["income", 2030]
    assert (chance.draws, chance.failed) == (2, 1)
    assert set(economy.__dict__["_baselines"]) == kept
    assert "chances" not in roadmap_of(found).tables
    many = replace(found, draws=found.draws * LEAST, drawn=found.drawn * LEAST)
    stated = [m for m in many.stated_milestones if m.projected == m.projected]
    assert len(many.chances) == 4
    assert roadmap_of(many).tables["chances"]["failed"] == [LEAST] * len(stated)


def test_levels_that_were_further_off_in_the_past_than_a_guess_are_refused(found: Roadmap):
    gaps, paces = (
        roadmap_of(found).tables[name].to_frame().set_index(["target", "year"]) for name in ("gaps", "paces")
    )
    told = " ".join(s["en"] for s in silent(found))
    for m, shown in zip(found.milestones, found.stated_milestones, strict=True):
        refused = is_refused(m.target.indicator, found.region)
        assert found.refuses(m) == refused
        assert (shown.projected == shown.projected) == (m.projected == m.projected and not refused)
        if m.projected == m.projected:
            row = gaps.loc[(m.target.id, m.year)]
            assert row[["projected", "without", "remains"]].isna().all() == refused
            assert row[["guessed", "guess_low", "guess_high"]].notna().all() == refused
            assert np.isnan(paces.loc[(m.target.id, m.year), "pace"]) == refused
            assert row["closed"] == pytest.approx(m.closes(m.without))
            assert (m.target.label["en"] in told) == refused
            if refused:
                assert row["guess_low"] < row["guessed"] < row["guess_high"]
    assert {m.target.indicator for m in found.projected_milestones if found.refuses(m)}


# ---- what is shown
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_answer_is_whole_in_both_languages(found: Roadmap, lang: str):
    few = roadmap_of(found)
    assert "chances" not in few.tables
    assert any("No probability is given: 2 Monte Carlo draws" in note["en"] for note in few.notes)
    assert any("--draws" in note[lang] for note in roadmap_of(replace(found, draws=(), drawn=())).notes)
    told = roadmap_of(replace(found, draws=found.draws * LEAST, drawn=found.drawn * LEAST))
    assert "error" in told.shown["chances"]
    assert set(told.tables) == {
        "targets", "paces", "chances", "gaps", "actions", "gantt", "hindcast", "mapping", "sources",
    }  # fmt: skip
    for name, frame in told.tables.items():
        assert told.head(name, lang) != name
        for column in frame.columns:
            assert told.label(column, lang) != column
    status = told.tables["targets"].to_frame().set_index(["target", "year"]).loc[("patents", 2025)]
    assert told.cell("status", status["status"], lang) == {"en": "due, none in newind", "zh": "到期，尚未收录"}[lang]
    mapping = told.tables["mapping"].to_frame().set_index("target").loc["patents"]
    assert told.cell("indicator", mapping["indicator"], lang) == {"en": "observed values only", "zh": "仅观测值"}[lang]
    assert told.cell("owners", mapping["owners"], lang) == {
        "en": "research institutes, firms", "zh": "科研机构、企业",
    }[lang]  # fmt: skip
    text = "".join(s[lang] for s in (*told.lead, *told.notes[:5]))
    assert "{" not in text
    assert "5" in told.lead[0][lang]


def test_a_status_above_the_threshold_and_below_the_even_pace_says_so():
    goal = Goal(2020, 60.0, 2030, 70.0, points=True)
    reasons = [assess_progress(goal, (2025, value)).reason for value in (64.7, 64.8, 65.0, 66.0)]
    assert reasons == ["", "nearly", "", ""]
    assert [assess_progress(goal, (2025, 64.8), (limit, 0.6)).reason for limit in (0.96, 0.97)] == ["nearly", ""]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_picture_shows_actions_and_targets(found: Roadmap, tmp_path: Path, lang: str):
    proof = draw_roadmap(found)
    told = replace(roadmap_of(found), chart=proof)
    root = ET.fromstring(write_chart(told, tmp_path / "a.svg", lang).read_text(encoding="utf-8"))
    words = "".join(root.itertext())
    labels = {"en": ("Innovation policy", "Patents", "phased in"), "zh": ("创新政策", "专利", "逐步实施")}[lang]
    assert all(w in words for w in labels)
    bars = [e for e in root.iter() if (e.get("class") or "").startswith("fill me")]
    assert len(bars) == 3 + 2  # trade at once, innovation in two steps; and the key
    marks = [e for e in root.iter() if (e.get("class") or "").split()[:1] in (["mid"], ["span"])]
    assert len(marks) == sum(len(m.years) for m in proof.marks) + len({s for m in proof.marks for s in m.statuses})
    assert proof.years == (2024, 2030)


def test_how_its_baseline_is_related_to_that_of_a_division_is_said_wherever_it_is_shown(found: Roadmap):
    for answer in (roadmap_of(found), pathway_of(found.path, "CHN")):
        assert explain_baseline(found.path, "CHN") in answer.notes


@pytest.mark.parametrize(
    ("without", "projected", "ends", "said"),
    [
        (189.6, 189.7, (189.5, 189.9), "not reached either way; the policy does not decide this"),
        (189.6, 201.0, (200.5, 203.0), "the policy decides this"),
        (189.6, 201.0, (198.0, 203.0), "depends on what is assumed"),
        (201.0, 202.0, None, "reached either way; the policy does not decide this"),
    ],
)
def test_the_first_sentence_says_of_how_many_nothing_can_be_told_and_what_the_policy_decides(
    found: Roadmap, without, projected, ends, said
):
    goal = Goal(2020, 100.0, 2035, 200.0)
    m = replace(found.milestones[0], year=2035, goal=goal, projected=projected, without=without)
    of = LedMilestones((m,), 18, {"en": "More research", "zh": "更多研发"}, done=True)
    text = where_it_leads(of, [ends] if ends else ())["en"]
    assert text.startswith("For 17 of 18 goals the model cannot tell whether “More research” reaches them.")
    assert said in text
    assert f"{without:.1f} without, {projected:.1f} with" in text
    assert ("no range" in text) == (ends is None)
