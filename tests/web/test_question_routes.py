"""Each declared question is a route and a job: what Python answers; bad input in one sentence."""

from __future__ import annotations

import re

import pytest

import newind as ni
from each import check_each
from newind.questions.question import question, questions

FAST = ("circulation.exports", "green.footprint", "green.kaya", "manufacturing.position", "science.capacity")


def path_of(id: str) -> str:
    return "/api/v1/questions/" + id.replace(".", "/")


def test_all_are_listed_with_their_options(server):
    listed = server.get("/api/v1/questions").json()["questions"]
    assert [q["id"] for q in listed] == [q.id for q in questions() if not q.needs_file]
    for entry in listed:
        assert entry["help"]["zh"]
        assert [o["name"] for o in entry["options"]] == [o.name for o in question(entry["id"]).offered]
        for option in entry["options"]:
            assert set(option["schema"].get("enum", ())) == set(option["words"])


@pytest.mark.parametrize("id", FAST)
def test_a_route_gives_what_python_gives(server, id):
    got = server.get(f"{path_of(id)}?region=deu").json()
    q = question(id)
    found = q.ask(ni.load("world") if q.accounts else None, "DEU")
    assert (got["title"], got["lead"], got["notes"]) == (found.title, list(found.lead), list(found.notes))
    assert got["command"] == found.command == f"{q.command} DEU"
    assert [t["id"] for t in got["tables"]] == list(found.tables)
    assert [len(t["rows"]) for t in got["tables"]] == [len(t) for t in found.tables.values()]
    for table in got["tables"]:
        for lang in ("en", "zh"):
            assert all(len(row) == len(table["glance"]["columns"]) for row in table["glance"][lang])


def test_options_are_read_as_they_are_typed(server):
    got = server.get(f"{path_of('green.footprint')}?on=world&region=CHN&year=2015&by=origin,product").json()
    assert got["about"]["year"] == 2015
    assert got["tables"][0]["id"] == "chosen"
    assert got["command"] == "newind green footprint CHN --by origin,product --year 2015"


def test_an_index_is_asked_of_no_region(server):
    got = server.get(f"{path_of('index.audit')}?spec=china-sti&set=normalise.range=[1, 100],weight=entropy").json()
    assert got["command"] == "newind index audit --spec china-sti --set 'normalise.range=[1, 100]' --set weight=entropy"
    assert [t["id"] for t in got["tables"]][:2] == ["steps", "checks"]
    assert (got["about"]["data"], got["about"]["status"]) == ("table china-sti", "observed")


def test_a_package_is_tried_on_named_accounts_without_a_region(server):
    given = {"on": "world", "package": "shared-data", "year": 2011, "regions": "deu"}
    got = server.get(path_of("policies.simulate"), params=given).json()
    q = question("policies.simulate")
    found = q.ask(ni.load("world"), "", q.read({k: v for k, v in given.items() if k != "on"}), "world")
    assert got["command"] == "newind simulate shared-data --regions deu --year 2011"
    assert (got["lead"], got["notes"]) == (list(found.lead), list(found.notes))
    assert got["about"]["welfare"] == pytest.approx(found.about["welfare"], abs=1e-9)
    assert set(got["picture"]) == {"en", "zh"}
    other = server.get(path_of("policies.simulate"), params=given | {"on": "china"})
    assert other.status_code in (404, 422)


def test_accounts_follow_from_the_region(server):
    got = server.get(f"{path_of('circulation.demand')}?region=CN-GD")
    assert got.status_code in (200, 422)  # the table of provinces, which it answers or refuses, and not the world
    assert "unknown economy" not in got.text
    regions = server.get(path_of("circulation.provinces")).json()
    assert regions["command"] == "newind circulation provinces"
    assert len(regions["tables"][0]["rows"]) >= 31


BAD = {
    "a bound": ("green.paths", {"threshold": "2"}, 422, "threshold: 2 is out of bounds, which are ≥ 1e-06, ≤ 1."),
    "work": ("circulation.joint", {"draws": "1000000000000"}, 422, "draws: 1000000000000 is out of bounds"),
    "a name": ("green.paths", {"nothing": "1"}, 422, "nothing: Extra inputs are not permitted."),
    "a side": ("green.footprint", {"by": "maker"}, 422, "footprints have no side 'maker'"),
    "a year": ("green.kaya", {"energy": "x=1"}, 422, "energy: 'x' is no year."),
    "a number": ("green.kaya", {"energy": "2000=a"}, 422, "energy: 'a' is no number."),
    "a region": ("green.kaya", {"region": "CHM"}, 404, "Did you mean 'CHN'?"),
    "accounts": ("green.kaya", {"on": "wrld"}, 404, "Did you mean 'world'?"),
    "a file": ("green.budget", {"total": "95%", "package": "/etc/passwd"}, 422, "is a file"),
    "a far year": ("green.divide", {"peak": "2030", "level": "99999999=-90%"}, 422, "level: 99999999 is out of bounds"),
    "a package of a file": ("policies.simulate", {"package": "own.yaml"}, 422, "is a file"),
    "a register": ("policies.screen", {"actions": "own.xlsx"}, 422, "which a server does not read"),
    "one name twice": ("green.paths", {"threshold": ["0.1", "0.2"]}, 422, "threshold stands twice"),
    "a step that is an option": ("index.build", {"set": "view=systems"}, 422, "is not of the form STEP=METHOD"),
    "a specification": ("index.audit", {"spec": "/etc/passwd"}, 422, "is a file"),
    "accounts of an index": ("index.audit", {"on": "wrld"}, 404, "Did you mean 'world'?"),
    "accounts where none are asked": ("green.power", {"on": "world"}, 422, "on: Extra inputs"),
}


@check_each("what", BAD)
def test_bad_input_is_one_clear_sentence(server, what):
    id, given, status, said = BAD[what]
    got = server.get(path_of(id), params=given)
    assert got.status_code == status
    message = got.json()["error"]["message"]
    assert said in message
    assert not re.search(r"\.\.|。。", message + got.json()["error"].get("message_zh", ""))


@check_each(
    ("id", "options", "said"),
    [
        ("green.charge", {"coverage": [1, 2]}, "Input should be a valid string"),
        ("green.budget", {"set": [1], "total": "95%"}, "Input should be a valid string"),
        ("green.charge", {"coverage": "abc"}, "is no share"),
        ("green.footprint", {"by": ["x" * 3000]}, "at most 2000"),
        ("nothing", {}, "unknown question 'nothing'"),
        ("paths.roadmap", {"scenario": "own.yaml"}, "which a server does not read"),
        ("paths.roadmap", {"targets": "own"}, "which a server does not read"),
        ("paths.search", {"evaluations": 100_000, "scenarios": "none"}, "100000 paths are more than the 1000"),
        ("paths.search", {"actions": "x" * 3, "starts": "1700"}, "starts: 1700 is out of bounds, which are ≥ 1800"),
        ("paths.sensitivity", {"package": "shared-data", "draws": 640, "vary": "trade_elasticity"}, "1280 paths are"),
        ("policies.synergy", {"policies": "own.xlsx"}, "is a file"),
        ("policies.synergy", {"policies": ",".join(f"p{k}" for k in range(13))}, "13 values are given, at most 12"),
    ],
)
def test_a_job_is_refused_before_it_begins(server, id, options, said):
    got = server.post("/api/v1/jobs", json={"kind": "question", "request": {"id": id, "options": options}})
    assert got.status_code in (404, 413, 422)
    assert said in got.json()["error"]["message"]


def test_a_page_of_another_site_cannot_make_it_compute(server):
    embedded = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}
    assert server.get(path_of("green.footprint"), headers=embedded).status_code == 403
    assert server.get("/api/v1/catalog", headers=embedded | {"sec-fetch-mode": "navigate"}).status_code == 200


def test_a_job_that_follows_many_paths_is_refused(server):
    asked = {"id": "paths.pathway", "options": {"package": "shared-data", "draws": 5000}}
    got = server.post("/api/v1/jobs", json={"kind": "question", "request": asked})
    assert got.status_code == 413
    assert "5000 paths are more" in got.json()["error"]["message"]


def test_what_takes_long_is_a_job_only_and_what_is_of_the_command_line_is_not_offered(server):
    listed = {q["id"]: q for q in server.get("/api/v1/questions").json()["questions"]}
    assert listed["paths.search"]["path"] is None
    assert server.get(path_of("paths.search")).status_code == 404
    assert listed["policies.screen"]["path"] == "/questions/policies/screen"
    offered = {(id, o["name"]) for id, q in listed.items() for o in q["options"]}
    assert not offered & {("paths.pathway", "projections"), ("policies.synergy", "expert"), ("index.build", "data")}
    assert ("paths.pathway", "package") in offered


def test_an_option_that_is_repeated_has_all_its_values(server):
    asked = "spec=china-sti&set=normalise.range=[1,100]&set=aggregate=geometric"
    got = server.get(f"{path_of('index.audit')}?{asked}").json()
    assert "--set 'normalise.range=[1,100]' --set aggregate=geometric" in got["command"]
