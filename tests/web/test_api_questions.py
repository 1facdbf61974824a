"""Comparing, pairing and redesigning through the API is what the command line answers, with progress by pieces."""

from __future__ import annotations

import pytest

import newind as ni
from each import check_each
from newind.pathways.comparing import compare
from newind.pathways.reallocation import redesign
from newind.pathways.synergy import synergies
from newind.questions.policies.answers import build_redesign_answer
from newind.questions.policies.answers_compared import build_comparison_answer, synergy_of

FRAME = {"on": "world", "year": 2011, "region": "CHN"}
PAIR = ["shared-data", "opening-up"]


@pytest.fixture(scope="module")
def world():
    return ni.load("world", year=2011)


def equal(found: dict, answer) -> None:
    """Check that an answer of the API has the words and all figures of one in Python."""
    assert found["title"] == dict(answer.title)
    assert found["lead"] == [dict(s) for s in answer.lead]
    assert [t["id"] for t in found["tables"]] == list(answer.tables)
    for t in found["tables"]:
        table = answer.tables[t["id"]]
        assert [c["id"] for c in t["columns"]] == list(table)
        expected = table.records()
        assert len(t["rows"]) == len(expected)
        for row, wanted in zip(t["rows"], expected, strict=True):
            for k, v in wanted.items():
                number = isinstance(v, float)
                assert row[k] == (pytest.approx(v, abs=1e-9) if number else v), (t["id"], k)


def test_packages_side_by_side(finished, world):
    found = finished("compare", FRAME | {"packages": PAIR})
    equal(found, build_comparison_answer(compare(world, [ni.package(p) for p in PAIR], "CHN")))


def test_pairs_come_in_pieces(server, finished, world):
    found = finished("synergy", FRAME | {"packages": PAIR, "ranged": False})
    *lead, verdict = found["lead"]
    assert verdict["en"].startswith("Real income under all of them together")
    told = synergy_of(synergies(world, [ni.package(p) for p in PAIR], "CHN"), None, "real_income")
    equal({**found, "lead": lead}, told)
    asked = {"kind": "synergy", "request": FRAME | {"packages": PAIR, "ranged": False}}
    job = server.post("/api/v1/jobs", json=asked).json()
    assert (job["state"], job["done"], job["total"]) == ("done", 3, 3)


def test_the_same_money_elsewhere(finished, world):
    register = ni.actions()
    found = finished("redesign", FRAME | {"exchange": {"CNY": 6.46}})
    equal(found, build_redesign_answer(redesign(world, register, "CHN", exchange={"CNY": 6.46})))


@check_each(
    ("kind", "change", "said"),
    [
        ("compare", {"packages": [*PAIR, "nobody"]}, "nobody"),
        ("compare", {"packages": [PAIR[0], PAIR[0]]}, "names of their own"),
        ("compare", {"packages": PAIR, "region": "XXX"}, "XXX"),
        ("synergy", {"packages": PAIR[:1]}, "at least two"),
        ("synergy", {"packages": PAIR, "outcome": "bliss"}, "bliss"),
        ("synergy", {"packages": PAIR, "region": "XXX"}, "XXX"),
        ("redesign", {"actions": ["nobody"]}, "nobody"),
        ("redesign", {"on": "china-2017", "year": 2017, "region": "CN-GD"}, "supports producers"),
    ],
)
def test_mistakes_are_told(server, kind, change, said):
    begun = server.post("/api/v1/jobs", json={"kind": kind, "request": FRAME | change})
    assert begun.status_code == 202, begun.text
    id = begun.json()["id"]
    with server.stream("GET", f"/api/v1/jobs/{id}/events") as events:
        assert "event: failed" in "".join(events.iter_text())
    found = server.get(f"/api/v1/jobs/{id}/result")
    assert found.status_code in (404, 409, 422)
    assert said in found.json()["error"]["message"]


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("compare", {"packages": PAIR[:1]}),
        ("compare", {"packages": PAIR * 3}),
        ("synergy", {"packages": PAIR * 7}),
        ("redesign", {"exchange": {"CNY": -1}}),
        ("redesign", {"goal": "profit"}),
        ("nothing", {}),
    ],
)
def test_requests_that_make_no_sense_begin_no_job(server, kind, change):
    assert server.post("/api/v1/jobs", json={"kind": kind, "request": FRAME | change}).status_code in (404, 422)
