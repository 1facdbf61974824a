"""What there is, through the API: everything has a name in both languages, every slider moves something."""

from __future__ import annotations

from weakref import WeakValueDictionary

import pytest

import newind as ni
from newind.data import reference
from newind.data.reference import CONTINUED, package
from newind.policy.levers import levers
from newind.policy.sliders import sliders
from newind.web.answers import catalogue


def test_the_catalogue_lists_what_is_shipped(ask):
    found = ask("/catalog")
    names, sets = [a["name"] for a in found["accounts"]], len(ni.catalog())
    assert names[:sets] == [d.name for d in ni.catalog()]
    assert set(names[sets : sets + 2]) == {"china+abroad", "china-2017+abroad"}
    assert {a["status"] for a in found["accounts"][sets : sets + 2]} == {"estimated"}
    assert {a["name"]: a["closed"] for a in found["accounts"]}["china-2017"] is False
    assert found["start"] == {"on": "world", "year": ni.load("world").years[-1], "region": "CHN"}
    assert [s["id"] for s in found["systems"]] == ["s1", "s2", "s3", "s4"]
    for a in found["accounts"][:sets]:
        panel = ni.load(a["name"])
        assert a["year_statuses"] == [panel[y].status for y in panel.years]
        asks = {s["author"] for p in _packages(a["name"]) for s in p["sources"] if "OECD" in s.get("licence", "")}
        assert all(any(who in said for said in a["credits"]) for who in asks)
    assert any("OECD" in said for said in found["accounts"][0]["credits"])


def test_the_catalogue_reads_the_last_year_of_a_set_alone(monkeypatch):
    read, load = [], reference._year
    monkeypatch.setattr(reference, "_year", lambda path: read.append(path) or load(path))
    monkeypatch.setattr(reference, "_panels", WeakValueDictionary())
    monkeypatch.setattr(catalogue, "panel_of", reference.load)
    for d in ni.catalog():
        read.clear()
        assert len(catalogue._describe_accounts.__wrapped__(d.name)["year_statuses"]) == len(d.years)
        assert len(set(read)) == 1, d.name


def _packages(name):
    return [package(n) for n in {name, CONTINUED.get(name, name)}]


def test_accounts_say_who_is_in_them(ask):
    found, w = ask("/accounts/world?year=2011"), ni.load("world", year=2011)
    assert [r["code"] for r in found["regions"]] == list(w.regions.codes)
    assert all(i["en"] and i["zh"] for i in found["industries"])
    assert found["gdp"]["CHN"] == pytest.approx(w.gdp[w.regions.index("CHN")])
    assert {"manufacturing", "rcep"} <= {g["id"] for g in found["groups"]}
    assert found["hash"] == w.hash


def test_every_lever_of_one_number_has_a_slider_that_can_be_moved():
    without = {v.id for v in levers()} - set(sliders())
    assert without == {"recycling", "migration", "markup", "cut_off"}
    w = ni.load("world").last
    for id, slider in sliders().items():
        shock = {k: "CHN" if v == "HOME" else v for k, v in slider["shock"].items()}
        assert slider["min"] <= slider["neutral"] <= slider["max"]
        assert set(slider["by"]) <= set(levers()[id].scope)
        value = slider["max"] if slider["max"] != slider["neutral"] else slider["min"]
        s = ni.simulate(w, ni.Shock(id, slider["neutral"] + 0.2 * (value - slider["neutral"]), **shock))
        assert abs(s.welfare).max() > 1e-7, id
        nothing = ni.simulate(w, ni.Shock(id, slider["neutral"], **shock))
        assert abs(nothing.welfare).max() < 1e-9, id


def test_levers_and_packages_are_named_in_both_languages(ask):
    found = ask("/levers")
    assert len(found["levers"]) == len(levers())
    assert all(v["label"]["zh"] and v["note"]["en"] for v in found["levers"])
    packages = ask("/packages")["packages"]
    assert [p["kind"] for p in packages[:7]] == ["family"] * 6 + ["together"]
    assert {p["name"] for p in packages} == {p.name for p in ni.packages()}
    assert all(p["shocks"] for p in packages)


def test_indicators_clauses_and_actions_are_listed(ask):
    assert {i["id"] for i in ask("/indicators")["indicators"]} == set(ni.indicators().ids)
    assert len(ask("/paper")["clauses"]) == len(ni.clauses())
    (one,) = ask("/paper?clause=3.3.i")["clauses"]
    assert one["coverage"] in ("full", "proxy", "needs your data", "not computable")
    found = ask("/actions")
    assert len(found["actions"]) == len(ni.actions())
    assert all(a["tag"] in found["tags"] for a in found["actions"])


def test_figures_are_those_of_measuring(ask):
    found = ask("/measure?ids=s4.dva_share&regions=CHN,USA&year=2011")["rows"]
    expected = ni.wide(ni.measure(ni.load("world", year=2011), "s4.dva_share", ["CHN", "USA"]))["s4.dva_share"]
    assert [r["value"] for r in found] == pytest.approx(expected.to_list())
    years = ni.load("world").years
    assert [r["year"] for r in ask("/measure?ids=s4.dva_share&regions=CHN")["rows"]] == list(years)
    assert ask("/measure?ids=s1.rd_intensity&regions=ROW&year=2011")["rows"][0]["value"] is None


def test_findings_come_with_their_charts(ask):
    found = ask("/diagnose?year=2011&region=CHN&system=s4")
    assert found["year"] == 2011
    assert {f["system"] for f in found["findings"]} == {"s4"}
    for f in found["findings"]:
        assert f["svg"]["en"].startswith("<svg")
        assert f["sentence"]["zh"]
        assert f["mark"] in "●■◆▲○"


@pytest.mark.parametrize(
    "address", ["/measure?ids=s4.dva", "/accounts/worlds", "/diagnose?region=XXX", "/paper?clause=9"]
)
def test_unknown_names_are_told_with_the_nearest(server, address):
    found = server.get(f"/api/v1{address}")
    assert found.status_code == 404
    assert found.json()["error"]["kind"] == "UnknownNameError"
