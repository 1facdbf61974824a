"""A search through the API is the one of the Python API: packages, reasons, other worlds; what it may be asked."""

from __future__ import annotations

import json

import numpy as np
import pytest

import newind as ni
from newind.pathways.aims import GOALS
from newind.pathways.hindcast import list_skills
from newind.pathways.reasons import build_draw_cases
from newind.pathways.sampling import hypercube, ranges_of
from newind.pathways.scenarios import names, scenario
from newind.policy.packages import desk
from newind.questions.paths.searches import stands

FRAME = {"on": "world", "year": 2011, "region": "CHN"}
PAIR = ["opening-up", "carbon-market"]
ASKED = FRAME | {
    "goals": ["real_income", "co2"], "actions": PAIR, "budget": "0.5%GDP", "limits": {"gap": 0.5}, "until": 2028,
    "evaluations": 4, "scenarios": ["slow-world"], "cases": 1,
}  # fmt: skip


@pytest.fixture(scope="module")
def told(finished):
    return finished("search", ASKED)


@pytest.fixture(scope="module")
def made():
    cases = [scenario("slow-world"), *build_draw_cases(hypercube(ranges_of(), 1, 0))]
    return ni.search(
        ni.load("world", year=2011), "CHN", ("real_income", "co2"), [ni.package(n) for n in PAIR], budget="0.5%GDP",
        limits={"gap": 0.5}, until=2028, evaluations=4, cases=cases,
    )  # fmt: skip


def test_packages_are_those_of_the_python_api(told, made):
    assert (told["method"], told["evaluated"], told["whole"]) == (made.method, made.evaluated, True)
    front = [p for p in told["points"] if p["on_front"]]
    assert [p["number"] for p in front] == [made.number(p) for p in made.front]
    assert [p["sizes"] for p in front] == [p.active_sizes for p in made.front]
    for p, expected in zip(front, made.front, strict=True):
        assert p["figures"] == pytest.approx(expected.figures, rel=1e-9, abs=1e-12)
    assert told["points"][told["chosen"]]["sizes"] == made.chosen.active_sizes
    assert len(told["tried"]) == len(made.tried) >= len(front)
    assert told["nothing"]["figures"]["co2"] == pytest.approx(0.0, abs=1e-12)


def test_reasons_and_other_worlds_are_those_of_the_python_api(told, made):
    assert [m["id"] for m in told["marginals"]] == [m.name for m in made.marginals]
    assert told["marginals"]
    for m, expected in zip(told["marginals"], made.marginals, strict=True):
        adds = {g: v for g, v in zip(made.aims.goals, expected.adds, strict=True) if stands(expected, g)}
        assert {g: v for g, v in m["adds"].items() if v is not None} == pytest.approx(adds, rel=1e-9)
        assert m["sign"]["id"] == expected.verdict
        assert m["cost"] == pytest.approx(expected.cost, rel=1e-9, abs=1e-12)
    assert [(b["id"], b["binds"]) for b in told["limits"]] == [(b.name, b.binds) for b in made.bounds]
    rows = told["robust"]["rows"]
    assert [c["id"] for c in told["robust"]["cases"]] == list(made.robust.cases) == ["slow-world", "draw 1"]
    assert np.allclose([r["values"] for r in rows], made.robust.values, rtol=1e-9)
    for name, k in made.robust.judged.best.items():
        assert name in rows[k]["best"]
    chosen = next(r for r in rows if r["point"] == told["chosen"])
    assert chosen["expected"] == pytest.approx(made.robust.judged.expected[made.robust.points.index(made.chosen)])


def test_a_package_that_was_found_gives_the_same_when_it_is_followed(told, finished):
    point = told["points"][told["chosen"]]
    path = finished("pathway", FRAME | {"package": {"name": "found", "shocks": point["shocks"]}, "until": 2028})
    series = {s["id"]: s["change"][-1] for s in path["series"]}
    for goal in ("real_income", "co2"):
        assert series[goal] == pytest.approx(point["figures"][goal], abs=1e-9)


def test_words_are_in_both_languages_and_the_command_gives_the_same(told):
    texts = [told["title"], *told["lead"], *told["notes"], *(g["label"] for g in told["goals"]),
             *(c["label"] for c in told["choices"]), *(c["label"] for c in told["robust"]["cases"])]  # fmt: skip
    assert all(t["en"] and t["zh"] and t["zh"] != t["en"] for t in texts)
    command = told["reproduce"]["command"]
    assert command.startswith("newind search CHN --on world --year 2011")
    assert "--goal real_income,co2 --budget 0.5%GDP --actions opening-up,carbon-market" in command
    assert "--scenarios slow-world --cases 1 --seed 0 --limit gap=0.5" in command
    assert told["reproduce"]["yaml"].startswith(f"# {command}\n")
    assert [h["skill"] for h in told["hindcast"]["rows"]] == [s.skill for s in list_skills("CHN")]


def test_progress_goes_by_paths_and_the_front_comes_first(server):
    asked = ASKED | {"cases": 0, "goals": ["real_income"], "budget": None, "seed": 1}
    id = server.post("/api/v1/jobs", json={"kind": "search", "request": asked}).json()["id"]
    with server.stream("GET", f"/api/v1/jobs/{id}/events") as events:
        seen = [json.loads(line[6:]) for line in events.iter_lines() if line.startswith("data: ")]
    assert seen[-1]["state"] == "done"
    assert seen[-1]["done"] == seen[-1]["total"] == 4 + 10
    done = [s["done"] for s in seen]
    assert done == sorted(done)  # which of them are seen depends on how often it is looked
    assert done[0] == 0
    assert any(0 < n < 14 for n in done)
    assert seen[-1]["parts"] == 1
    command = server.get(f"/api/v1/jobs/{id}/result").json()["reproduce"]["command"]
    assert "--goal real_income --budget none" in command


def test_what_may_be_asked(ask):
    found = ask("/search/choices?on=world&year=2011&region=CHN&until=2060")
    assert [g["id"] for g in found["goals"]] == list(GOALS)
    assert found["goals"][0]["label"]["en"].endswith("2060")
    assert found["families"] == list(desk().families.values())
    assert {"gap", "peak", "bill"} <= set(found["limits"])
    assert {a["tag"] for a in found["actions"]} <= set(found["tags"])
    assert {s["id"] for s in found["scenarios"]} == set(names())
    assert all(t["label"]["en"] and t["label"]["zh"] for k in ("packages", "actions", "scenarios") for t in found[k])
    without = ask("/search/choices?on=china&region=CHN")
    assert not {"co2", "cumulative_co2", "green"} & {g["id"] for g in without["goals"]}
    assert not {"peak", "gap"} & set(without["limits"])


def test_a_search_that_would_hold_the_server_is_refused(server, settings):
    most = settings.limits.paths
    found = server.post("/api/v1/jobs", json={"kind": "search", "request": ASKED | {"evaluations": most}})
    assert found.status_code == 413
    assert str(most) in found.json()["error"]["message"]
    assert "命令行" in found.json()["error"]["message_zh"]


@pytest.mark.parametrize(
    ("change", "said", "zh"),
    [
        ({"limits": {"real_income": 0.9}}, "no package keeps", "没有组合能满足"),
        ({"budget": "a lot"}, "budget 'a lot' is none", "预算"),
        ({"goals": ["luck"]}, "unknown goal 'luck'", "luck"),
        ({"actions": ["nobody"]}, "nobody", "nobody"),
        ({"scenarios": ["peace"]}, "peace", "peace"),
        ({"tags": ["actionable"]}, "tags are of actions", "判定标签"),
        ({"limits": {"peak": 2028}}, "whether CO2 peaks by 2028", "2028"),
    ],
)
def test_mistakes_are_told_in_both_languages(server, change, said, zh):
    id = server.post("/api/v1/jobs", json={"kind": "search", "request": ASKED | change}).json()["id"]
    with server.stream("GET", f"/api/v1/jobs/{id}/events") as events:
        assert "event: failed" in "".join(events.iter_text())
    error = server.get(f"/api/v1/jobs/{id}/result").json()["error"]
    assert said in error["message"]
    assert zh in error.get("message_zh", "")
