"""Official figures through the API: they are those of Python, each with its year, source and age, in both languages."""

from __future__ import annotations

import pytest

import newind as ni
from newind.data.reference import now as figures_of

DAY = "2026-11-28"


@pytest.fixture(scope="module")
def found(ask):
    return ask(f"/now?region=CHN&date={DAY}")


def test_figures_are_those_of_python(found):
    page = ni.now("CHN", date=DAY)
    assert [f["id"] for f in found["figures"]] == [f.name for f in page.figures]
    for told, f in zip(found["figures"], page.figures, strict=True):
        assert (told["value"], told["year"], told["status"], told["age"]) == (f.value, f.year, f.status, f.age)
        assert {int(y): v for y, v in told["series"].items()} == {
            y: v for y, v in f.series.values.items() if y <= f.year
        }
        assert told["source"] in found["sources"]
        assert told["section"] in found["sections"]
        assert told["unit"] in found["units"]
        assert all(int(y) > f.year for y in told["projections"])
        assert round(told["value"], told["digits"]) == told["value"]


def test_figures_of_its_own_offices_stand_first_and_are_those_of_python(found, ask):
    page = ni.now("CHN", date=DAY)
    assert [(f["id"], f["value"], f["year"]) for f in found["national"]] == [
        (f.name, f.value, f.year) for f in page.national
    ]
    assert all("zh" in f["unit_label"] and f["short"] and f["source"]["zh"] for f in found["national"])
    assert ask(f"/now?region=VNM&date={DAY}")["national"] == []


def test_what_stands_beside_them_has_a_name_in_both_languages(found):
    named = {found["economy"]["code"], *found["peers"]}
    named |= {p["partner"] for flow in ("exports", "imports") for p in found["partners"][flow]}
    assert named <= set(found["names"])
    words = [*found["names"].values(), *found["sections"].values(), *(c["label"] for c in found["headline"])]
    words += [t["label"] for t in found["targets"]] + [found["powers"][k] for k in found["power_mix"]["shares"]]
    words += [found["progress"][t["status"]] for t in found["targets"]]
    words += [found["sets"][a["data"]] for a in found["accounts"]]
    assert all(w["en"] and w["zh"] for w in words)
    assert all(s["short"] and s["zh"] and s["licence"] for s in found["sources"].values())


def test_every_economy_can_be_chosen_and_fits_what_is_documented(ask):
    listed = ask("/now/economies")["economies"]
    assert [e["code"] for e in listed] == sorted(figures_of.economies())
    assert len(listed) >= 200
    assert all(e["en"] and e["zh"] for e in listed)
    for e in (*listed[::40], {"code": "TWN"}, {"code": "VNM"}):
        assert ask(f"/now?region={e['code']}&date={DAY}")["economy"]["code"] == e["code"]
    assert ask(f"/now?region=TWN&date={DAY}")["missing"]


def test_peers_are_those_named_and_names_will_do(ask):
    assert list(ask(f"/now?region=Viet Nam&peers=IDN,THA&date={DAY}")["peers"]) == ["IDN", "THA"]


def test_the_answer_is_documented_field_by_field(server):
    documented = server.get("/api/v1/openapi.json").json()
    answer = documented["paths"]["/api/v1/now"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    fields = documented["components"]["schemas"][answer["$ref"].rpartition("/")[2]]["properties"]
    assert {"figures", "partners", "targets", "peers", "sources", "missing"} <= set(fields)


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [("region=Atlantis", 404, "Atlantis"), ("date=2026", 422, "2026-11-28"), ("peers=CHN,ATL", 404, "ATL")],
)
def test_what_there_is_not_is_told(server, asked, status, said):
    answer = server.get(f"/api/v1/now?{asked}")
    assert answer.status_code == status
    assert said in answer.json()["error"]["message"]
    assert answer.json()["error"]["message_zh"]
