"""The index through the API is that of Python under any weights; intervals and audit come as a job."""

from __future__ import annotations

import pytest

import newind as ni
from each import check_each
from newind.index.building import build, run
from newind.measures.series import series
from newind.questions.index.standing import figures, of_index
from newind.web.economies import panel_of

WEIGHTS = {"green": 3, "s1.rd_intensity": 2}


@pytest.fixture(scope="module")
def built():
    return build(figures(panel_of("world")), of_index())


@pytest.fixture(scope="module")
def found(ask):
    return ask("/index")


@pytest.fixture(scope="module")
def moved(ask):
    return ask("/index", {"weights": WEIGHTS})


def by_unit(found, what):
    return {u["code"]: u[what] for u in found["units"]}


def of_year(frame, column, year):
    part = frame.xs(year, level="time")[column]
    return {str(k): float(v) for k, v in part.items()}


def test_scores_and_ranks_are_those_of_python(found, built):
    year = panel_of("world").years[-1]
    assert found["year"] == found["years"][-1] == year
    assert by_unit(found, "score") == pytest.approx(of_year(built.scores, "index", year))
    assert by_unit(found, "rank") == pytest.approx(of_year(built.ranks, "index", year))
    assert [u["rank"] for u in found["units"]] == sorted(u["rank"] for u in found["units"])
    doubt = built.uncertainty(found["replications"], found["seed"])
    low = of_year(doubt.ranks, "low", year)
    assert {k: v[0] for k, v in by_unit(found, "ranks").items()} == pytest.approx(low)
    assert all(u["series"][-1] == pytest.approx(u["score"]) for u in found["units"])


def test_what_the_scores_lack_is_told(found, built, ask):
    assert [one["code"] for one in found["lacking"]] == list(built.spec.lacking)
    assert [one["code"] for one in found["lost"]] == list(built.spec.omitted_pillars)
    assert any("of 16 indicators are scored" in note["en"] for note in found["notes"])
    assert found["databases"] == [[p.years[0], p.years[-1]] for p in panel_of("world").databases]
    early = ask("/index?year=2010")
    assert (early["year"], early["lacking"], early["lost"]) == (2009, [], [])
    assert not set(early["years"]) & set(found["years"])


def test_weights_can_be_moved_by_who_reads(moved, found):
    """What a page computes itself from the parts is what the server computes."""
    below = {w["code"]: w for w in moved["weights"]}
    for u in moved["units"]:
        assert sum(u["contributions"].values()) == pytest.approx(u["score"])
        for pillar, score in u["parts"].items():
            parts = [w for w in below.values() if w["parent"] == pillar]
            assert sum(w["weight"] for w in parts) == pytest.approx(1)
            assert sum(w["weight"] * u["indicators"][w["code"]] for w in parts) == pytest.approx(score)
    assert by_unit(moved, "indicators").keys() == by_unit(found, "indicators").keys()
    pillars = [w for w in below.values() if w["parent"] == "index"]
    assert below["green"]["weight"] == pytest.approx(3 / (3 + len(pillars) - 1))


@pytest.mark.parametrize("changes", [{"weights": WEIGHTS}, {"view": "systems", "weights": {"s1": 2}}])
def test_other_weights_give_what_building_afresh_gives(ask, built, changes):
    spec = built.spec.apply_changes(changes)
    fresh = run(built.replay({"view": "systems"}).table if "view" in changes else built.table, spec)
    again = built.replay(changes)
    assert again.built.scores["index"] == pytest.approx(fresh.scores["index"])
    assert again.built.log == fresh.log
    got = ask("/index", changes)
    assert by_unit(got, "score") == pytest.approx(of_year(again.scores, "index", got["year"]))


def test_intervals_and_audit_come_as_a_job(finished, built):
    asked = {"weights": WEIGHTS, "replications": 60, "seed": 3}
    got, own = finished("index", asked), built.replay({"weights": WEIGHTS})
    high = of_year(own.uncertainty(60, 3).ranks, "high", got["year"])
    assert {k: v[1] for k, v in by_unit(got, "ranks").items()} == pytest.approx(high)
    assert len(got["audit"]["steps"]) == 10
    for step in got["audit"]["steps"]:
        marks = {c["mark"] for c in step["checks"]}
        assert marks <= {"pass", "attention", "not judged"}
        assert (step["mark"] == "attention") == ("attention" in marks)
    passed = sum(step["mark"] == "pass" for step in got["audit"]["steps"])
    assert f"{passed}个通过" in got["audit"]["summary"]["zh"]


def test_what_is_not_scored_is_named(found):
    assert found["unscored"]
    assert all(g["missing"] and g["missing"][0]["zh"] for g in found["unscored"])
    assert {v["id"] for v in found["views"]} == {"", "systems"}
    assert ni.indicators()["s1.rd_intensity"].label == next(
        w["label"] for w in found["weights"] if w["code"] == "s1.rd_intensity"
    )


@check_each(
    ("posted", "status", "said"),
    [
        ({"weights": {"luck": 1}}, 404, "luck"),
        ({"view": "system"}, 404, "Did you mean 'systems'"),
        ({"weights": {"green": -1}}, 422, "green"),
        ({"weights": {"green": "much"}}, 422, "green"),
        ({"weights": dict.fromkeys(("quality", "innovation", "green", "digital", "open"), 0)}, 422, "zero"),
        ({"remove": ["index"]}, 422, "leaves no indicator"),
        ({"on": "china"}, 422, "no unit can be scored"),
        ({"year": 1950}, 422, "nothing is scored up to 1950"),
        ({"replications": 5000}, 422, "replications"),
    ],
)
def test_mistakes_in_weights_are_told(server, posted, status, said):
    got = server.post("/api/v1/index", json=posted)
    assert got.status_code == status, got.text
    assert said in got.json()["error"]["message"]


def test_figures_over_all_years_come_as_a_line_a_database(ask, server):
    (found,) = ask("/series?ids=s4.dva_share&regions=CHN")["series"]
    own = series(panel_of("world"), "s4.dva_share", "CHN")
    assert [p["values"] for p in found["pieces"]] == [pytest.approx(list(p.values)) for p in own.pieces]
    assert [p["years"][0] for p in found["pieces"]] == [1995, 2011]
    assert [b["year"] for b in found["breaks"]] == [2011]
    assert found["notes"] == list(own.describe_breaks())
    assert server.get("/api/v1/series?ids=s4.dva&regions=CHN").status_code == 404
