"""Targets through the API are those of the Python API: status, actions, chances and bands; a user's file."""

from __future__ import annotations

import numpy as np
import pytest

import newind as ni
from newind.pathways.draws import ranges_in
from newind.pathways.followed import SERIES
from newind.pathways.hindcast import is_refused
from newind.pathways.sampling import sample_cases
from newind.pathways.scenarios import names
from newind.pathways.sensitivity import percentiles_in
from newind.web.answers import roadmaps
from newind.web.answers.pathways import PathwayTasks, batches, with_draws
from newind.web.requests import RoadmapRequest
from newind.web.tally import Tally

FRAME = {"on": "world", "year": 2011, "region": "CHN"}
SHOCKS = [
    {"lever": "carbon_price", "value": 20.0, "region": "CHN", "start": 2027},
    {"lever": "tariff", "value": 0.5, "mode": "scale", "region": "CHN", "industry": "manufacturing"},
]
PACKAGE = {"name": "two", "shocks": SHOCKS}
TARGETS = """\
name: own
region: CHN
actions:
  trade: {start: 2027, phase_in: 1, owners: [ministry]}
targets:
  - id: per-gdp
    label: {en: CO2 per GDP, zh: 单位排放}
    indicator: path.co2_per_gdp
    unit: index
    kind: binding
    baseline: {year: 2020, value: 100}
    values: {2028: 80}
    owners: [ministry, local]
    sources: [{title: A plan, href: "https://example.org/plan", date: 2021}]
  - id: patents
    label: {en: Patents, zh: 专利}
    unit: per 10,000
    better: higher
    kind: expected
    baseline: {year: 2020, value: 6}
    values: {2025: 12}
    observed: {2022: 8}
    owners: [firm]
    sources: [{title: A plan, date: 2021}]
"""
INCOME = TARGETS.replace("path.co2_per_gdp", "path.gdp_per_person").replace("{2028: 80}", "{2028: 152}")
ASKED = FRAME | {"package": PACKAGE, "targets": TARGETS, "file": "own.yaml", "draws": 3, "seed": 2}


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    file = tmp_path_factory.mktemp("targets") / "own.yaml"
    file.write_text(TARGETS, encoding="utf-8")
    package = ni.Package(SHOCKS, name="two")
    return ni.roadmap(ni.load("world", year=2011), file, package, draws=3, seed=2)


@pytest.fixture(scope="module")
def told(finished):
    return finished("roadmap", ASKED)


def close(given, expected):
    assert np.allclose(np.array(given, float), np.array(expected, float), rtol=1e-9, atol=1e-9, equal_nan=True)


def test_milestones_are_those_of_the_python_api(told, found):
    rows = {(t["id"], m["year"]): (t, m) for t in told["targets"] for m in t["milestones"]}
    assert list(rows) == [(m.target.id, m.year) for m in found.milestones]
    for m in found.stated_milestones:
        target, row = rows[m.target.id, m.year]
        assert (row["status"], row["goal"], target["kind"]) == (m.progress.verdict, m.goal.value, m.target.kind)
        assert row["status_label"]["zh"]
        figures = [row[k] for k in ("needed", "paced", "projected", "without", "gap", "remains")]
        close(figures, [m.progress.needed, m.progress.paced, m.projected, m.without, m.gap, m.remains])
    target, row = rows["per-gdp", 2028]
    assert target["observed"][0] == [2020, 100.0]
    assert target["observed"][-1] == pytest.approx([row["observed"]["year"], row["observed"]["value"]])
    assert is_refused("path.co2_per_gdp", "CHN") == (target["path"] == [])
    if target["path"]:
        assert target["path"][0] == pytest.approx(target["observed"][-1])
        assert target["path"][-1] == pytest.approx([2028, row["projected"]])
    assert target["owners"] == {"en": "ministries, local governments", "zh": "中央部委、地方政府"}
    assert target["sources"][0]["href"] == "https://example.org/plan"
    assert not rows["patents", 2025][0]["followed"]


def test_actions_sum_to_what_the_package_closes(told, found):
    (row,) = told["targets"][0]["milestones"]
    parts = {a["id"]: a["closes"] for a in row["actions"]}
    stated = {name: value for name, value in parts.items() if value is not None}
    assert list(stated.values()) == sorted(stated.values(), reverse=True)
    assert list(parts)[: len(stated)] == list(stated)
    expected = found.contributions["per-gdp", 2028]
    assert set(parts) == set(expected)
    close([expected[k] for k in stated], list(stated.values()))
    assert sum(expected.values()) == pytest.approx(row["closed"])
    assert all(a["label"]["zh"] for a in row["actions"])
    signs = {a["id"]: a["sign"]["id"] for a in row["actions"] if a["sign"]}
    assert signs == found.verdicts
    assert {name for name in parts if name not in stated} == {n for n, said in signs.items() if said == "others"}


def test_chances_and_bands_are_of_the_same_draws(told, found):
    (row,) = told["targets"][0]["milestones"]
    assert row["chance"] is None  # of three draws
    assert "3 Monte Carlo draws" in told["draws"]["note"]["en"]
    band = told["targets"][0]["band"]
    assert is_refused("path.co2_per_gdp", "CHN") == (band is None)
    if band is not None:
        assert band["years"][-1] == 2028
        values = [row[0] for row in found.drawn]
        close([p[-1] for p in band["values"]], np.percentile(values, [5, 25, 50, 75, 95]))
    assert told["draws"] | {"note": ""} == {
        "asked": 3, "done": 3, "failed": 0, "seed": 2, "percentiles": [5, 25, 50, 75, 95], "note": "",
    }  # fmt: skip


def test_actions_are_dated_and_have_owners(told):
    rows = {a["id"]: a for a in told["timetable"]}
    assert (rows["trade"]["start"], rows["trade"]["full"], rows["trade"]["owners"]["zh"]) == (2027, 2028, "中央部委")
    assert (rows["environment"]["start"], rows["environment"]["owners"]["en"]) == (2027, "")
    assert told["reproduce"]["command"] == (
        "newind roadmap --targets own.yaml --on world --year 2011 --horizon medium --package two.yaml"
        " --draws 3 --seed 2"
    )


def test_targets_that_come_with_newind_name_their_package(ask):
    (shipped,) = ask("/targets")["targets"]
    assert (shipped["region"], shipped["package"]) == ("CHN", "all-families")
    assert "targets:" in shipped["yaml"]


@pytest.mark.parametrize(
    ("change", "said", "chinese"),
    [
        ({"targets": TARGETS.replace("2028: 80", "2028: 180")}, "own.yaml:12:", "2028年的目标值方向不对"),
        ({"targets": TARGETS.replace("path.co2_per_gdp", "path.luck")}, "own.yaml:8:", "没有名为“path.luck”的年度指标"),
        ({"targets": TARGETS.replace("region: CHN", "region: IND")}, "targets are of IND, not of CHN", "目标属于IND"),
        ({"region": "USA", "targets": ""}, "no targets of USA", "没有附带USA的目标"),
    ],
)
def test_mistakes_are_told_with_their_place(server, change, said, chinese):
    id = server.post("/api/v1/jobs", json={"kind": "roadmap", "request": ASKED | change}).json()["id"]
    with server.stream("GET", f"/api/v1/jobs/{id}/events") as events:
        assert "event: failed" in "".join(events.iter_text())
    error = server.get(f"/api/v1/jobs/{id}/result").json()["error"]
    assert said in error["message"]
    assert chinese in error["message_zh"]
    assert ("where" in error) == said.startswith("own.yaml:")


def test_more_draws_than_a_job_takes_are_refused(server):
    for kind in ("pathway", "roadmap"):
        found = server.post("/api/v1/jobs", json={"kind": kind, "request": FRAME | {"draws": 251}})
        assert found.status_code == 422
        assert found.json()["error"]["message"] == "draws: 251, more than the 250 of one job."
        assert "上限250次" in found.json()["error"]["message_zh"]


def test_worlds_say_what_they_assume(ask, server):
    found = ask("/scenarios")
    assert {s["name"] for s in found["scenarios"]} == set(names())
    assert all(s[k]["en"] and s[k]["zh"] for s in found["scenarios"] for k in ("label", "note"))
    assert found["draws"]["offered"] == [50, 100, 250]
    refused = server.post("/api/v1/jobs", json={"kind": "pathway", "request": FRAME | {"scenario": "../own.yaml"}})
    assert refused.status_code == 422


def test_draws_in_another_world_are_those_of_the_python_api(finished):
    shocks = [SHOCKS[0] | {"start": 2027}]
    asked = {"until": 2028, "package": {"name": "price", "shocks": shocks}, "scenario": "slow-world"}
    told = finished("pathway", FRAME | asked | {"draws": 2, "seed": 1})
    w = ni.load("world", year=2011)
    cases = sample_cases(ranges_in(None, "medium", {}, "slow-world"), 2, 1)
    assert "frontier_growth" not in cases[0]  # what the world says is not drawn
    paths = [ni.pathway(w, ni.Package(shocks), 2028, parameters=case, scenario="slow-world") for case in cases]
    r = paths[0].regions.index("CHN")
    draws = told["draws"]
    assert (draws["asked"], draws["done"], draws["failed"]) == (2, 2, [])
    changes, levels = [p.change("co2")[:, r] for p in paths], [p.series("gdp")[:, r] for p in paths]
    for name, form, values in (("co2", "change", changes), ("gdp", "level", levels)):
        drawn = draws["series"][name][form]
        close(drawn["values"], np.percentile(values, [5, 25, 50, 75, 95], axis=0))
        assert draws["settling"][-1]["series"][name][form]["values"] == [v[-1] for v in drawn["values"]]
        assert drawn["settled"] == [False] * len(told["years"])  # fewer than 40
    assert draws["series"]["co2"]["level"]["values"] == []  # no level of CO2 is stated
    assert "抽样2次" in draws["series"]["co2"]["change"]["doubt"]["zh"]
    assert told["scenario"]["label"]["zh"] == "世界低速增长"
    assert told["reproduce"]["command"].endswith("--scenario slow-world --draws 2 --seed 1")


def test_bands_are_shown_as_draws_come_in():
    rng = np.random.default_rng(0)
    changes = np.zeros((2, len(SERIES), 3))
    further = PathwayTasks([], [], [], [], [{}] * 50, changes, {}, "positive", ())
    found = {"draws": None, "years": [2024, 2025, 2026], "request": {"seed": 0}}
    pieces = list(rng.normal(size=(50, 2, len(SERIES), 3)))
    pieces[4] = "trade_elasticity 1.75: no equilibrium"
    done = 0
    for part in batches(further.draws):
        done += len(part)
        found = with_draws(found, further, pieces[:done])
    settling = found["draws"]["settling"]
    assert [s["draws"] for s in settling] == [9, 19, 39, 49]
    assert found["draws"]["failed"] == pieces[4:5]
    errors = [s["series"]["gdp"]["change"]["error"] for s in settling]
    assert errors[-1] < errors[0]
    sample = [v[1][1] for v in pieces if not isinstance(v, str)]
    close(found["draws"]["series"][SERIES[1]]["level"]["values"], np.percentile(sample, [5, 25, 50, 75, 95], axis=0))


def test_percentiles_settle_once_more_draws_move_them_no_further():
    rng = np.random.default_rng(0)
    few, many = (percentiles_in(rng.normal(size=(n, 1)), (2030,)) for n in (20, 20_000))
    assert not few.settled[0]
    assert many.settled[0]
    assert many.errors.max() < few.errors.max()


def test_thresholds_of_statuses_are_the_roadmaps():
    given = {"progress_on_track": 0.9, "discount_rate": 0.04}
    asked = RoadmapRequest(on="world", year=2011, region="CHN", parameters=given)
    assert asked.outlook(ni.load("world", year=2011)).parameters == {"discount_rate": 0.04}


@pytest.mark.parametrize("shocks", [SHOCKS, []])
def test_the_range_over_what_is_assumed_stands_beside_where_the_path_leads(tmp_path, shocks):
    asked = RoadmapRequest(**{**ASKED, "package": {"shocks": shocks}, "targets": INCOME, "draws": 0, "range": True})
    found, further = roadmaps.build_roadmap(asked, None, Tally.in_folder(tmp_path))
    assert "no range" in found["lead"][1]["en"]
    told = roadmaps.with_range(found, further, roadmaps.in_cases(asked, further, further.cases[:2]))
    (row,) = told["targets"][0]["milestones"]
    low, high = row["range"]
    assert low <= row["projected"] <= high
    assert low < high or not shocks
    assert all(f"{v:.1f}" in told["lead"][1]["en"] for v in (low, high, row["without"]))
    assert "no range" not in told["lead"][1]["en"]
    assert told["lead"][0] == found["lead"][0]
    assert told["lead"][2:] == found["lead"][2:]


def test_where_nothing_is_done_the_path_is_alone_and_its_command_does_nothing_either(tmp_path):
    asked = RoadmapRequest(**{**ASKED, "package": {"shocks": []}, "targets": INCOME, "draws": 0})
    found, _ = roadmaps.build_roadmap(asked, None, Tally.in_folder(tmp_path))
    assert found["package"]["empty"]
    assert not found["package"]["of_targets"]
    assert found["targets"][0]["path"]
    assert found["targets"][0]["beside"] == []
    assert "without a policy" in found["lead"][1]["en"]
    first, second = found["reproduce"]["command"].split("\n")
    assert (first, " --package scenario.yaml" in second) == ("echo 'shocks: []' > scenario.yaml", True)


def test_a_path_that_misses_what_is_on_track_is_slower_than_so_far(tmp_path):
    asked = RoadmapRequest(**{**ASKED, "package": {"shocks": []}, "targets": INCOME, "draws": 0})
    found, _ = roadmaps.build_roadmap(asked, None, Tally.in_folder(tmp_path))
    (row,) = found["targets"][0]["milestones"]
    assert (row["status"], row["reached"]) == ("on_track", False)
    assert row["pace"] < row["needed"] < row["paced"]
    assert row["turn"] == "slower"


def test_what_is_on_track_though_slower_than_needed_says_why(finished):
    told = finished("roadmap", FRAME | {"package": {"shocks": []}})
    rows = [m for t in told["targets"] for m in t["milestones"] if m["status"] == "on_track"]
    slow = [m for m in rows if m["achieved"] < m["elapsed"]]
    assert slow
    for m in slow:
        share = f"{m['achieved'] / m['elapsed']:.0%}"
        assert m["reason"] == {
            "en": f"nearly on track ({share} of an even pace)",
            "zh": f"接近正常进度（为匀速进度的{share}）",
        }
    assert all(m["reason"] is None for m in rows if m not in slow)
