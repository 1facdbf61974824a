"""A package through the API is the package in Python: central case, range, what each lever brings."""

from __future__ import annotations

import re
from time import sleep

import numpy as np
import pytest
from numpy.testing import assert_allclose

import newind as ni
from each import check_each
from newind.parameters import HORIZONS
from newind.policy.levers import levers
from newind.policy.ranges import corners
from newind.policy.signs import STATED
from newind.policy.verdicts import NOISE
from newind.questions.policies.trials import Effect, state_effect
from newind.web.tasks import PIECES

SHOCKS = [
    {"lever": "carbon_price", "value": 15, "mode": "add", "region": "CHN", "industry": "industry"},
    {"lever": "tariff", "value": 0.5, "mode": "scale", "region": "CHN", "industry": "manufacturing"},
    {"lever": "production_subsidy", "value": 0.01, "mode": "add", "region": "CHN", "industry": "c14"},
]
TRIAL = {"on": "world", "year": 2011, "region": "CHN", "package": {"shocks": SHOCKS}, "horizon": "medium"}


@pytest.fixture(scope="module")
def tried():
    return ni.simulate(ni.load("world", year=2011), ni.Package(SHOCKS, name="scenario"))


@pytest.fixture(scope="module")
def found(ask):
    return ask("/simulate", TRIAL)


@pytest.fixture(scope="module")
def spans(finished):
    return finished("range", TRIAL)


def test_the_central_case_is_that_of_python(found, tried):
    at = tried.baseline.regions.index("CHN")
    assert {r["code"]: r["real_income"] for r in found["regions"]} == pytest.approx(
        dict(zip(tried.baseline.regions.codes, tried.welfare, strict=True)), abs=1e-9
    )
    top = {c["id"]: c for c in found["cards"]}
    assert top["real_income"]["change"] == pytest.approx(tried.welfare[at], abs=1e-9)
    before, after = (ni.wide(ni.measure(w, "s4.dva_share", "CHN")).iloc[0, 0] for w in (tried.baseline, tried.accounts))
    assert top["s4.dva_share"]["change"] == pytest.approx(after - before, abs=1e-9)
    assert top["co2"]["change"] < 0
    assert found["government"]["bill"] == pytest.approx(tried.bill[at], rel=1e-6)
    assert sum(found["government"]["by"].values()) == pytest.approx(-tried.bill[at], rel=1e-6)


def test_real_value_added_of_industries_adds_up_to_real_gdp(found, tried):
    from newind.equilibrium.quantities import Quantities

    at = tried.baseline.regions.index("CHN")
    weights = dict(zip(tried.baseline.industries, tried.baseline.value_added.reshape(20, -1)[at], strict=True))
    change = {r["code"]: r["value_added"] for r in found["industries"]}
    gdp = sum(weights[k] * v for k, v in change.items()) / sum(weights.values())
    assert gdp == pytest.approx(Quantities(tried.solution, tried.baseline).gdp[at] - 1, abs=1e-9)


def test_it_says_what_it_rests_on_and_what_reproduces_it(found, tried, tmp_path):
    assert found["benchmark"]["status"] == "observed"
    assert {*found["limits"], *found["welfare_concept"]} == {"en", "zh"}
    assert found["reproduce"]["data_hash"] == tried.laboratory.origin.hash
    (tmp_path / "scenario.yaml").write_text(found["reproduce"]["yaml"], encoding="utf-8")
    assert ni.Package.from_yaml(tmp_path / "scenario.yaml").hash == found["reproduce"]["package_hash"]
    assert found["reproduce"]["command"].startswith("newind simulate scenario.yaml --on world --year 2011")


def test_support_is_flagged_and_nothing_else_is(found):
    assert [(f["index"], f["lever"], f["tag"]) for f in found["flags"]] == [(2, "production_subsidy", "actionable")]


def test_the_range_is_that_of_python(spans, tried, found):
    expected = tried.range()
    assert spans["corners"] == len(list(corners(tried)))
    codes = tried.baseline.regions.codes
    assert_allclose([spans["regions"][c]["low"] for c in codes], expected.low, atol=1e-9)
    assert_allclose([spans["regions"][c]["high"] for c in codes], expected.high, atol=1e-9)
    verdicts = [state_effect(tried, i).verdict for i in range(len(codes))]
    assert [spans["regions"][c]["sign"] for c in codes] == verdicts
    assert [spans["regions"][c]["sure"] for c in codes] == [v in STATED for v in verdicts]
    abroad = [v for c, v in zip(codes, verdicts, strict=True) if c != "CHN"]
    assert sum(map(int, re.findall(r"\d+", spans["economies"]["en"]))) == len(abroad) == 19
    assert all(spans["regions"][c]["low"] * spans["regions"][c]["high"] > 0 for c in codes
               if spans["regions"][c]["sign"] in ("positive", "negative"))  # fmt: skip
    for card in found["cards"]:
        span = spans["cards"][card["id"]]
        assert span["low"] - 1e-12 <= card["change"] <= span["high"] + 1e-12


def test_every_horizon_has_the_band_that_python_gives_it(spans, tried):
    at = tried.baseline.regions.index("CHN")
    found = {band["horizon"]: band for band in spans["horizons"]}
    assert list(found) == ["short", "medium", "long"]
    for horizon, band in found.items():
        s = ni.simulate(ni.load("world", year=2011), tried.package, horizon)
        expected = s.range(lambda s: np.array([s.welfare[at], dva_share(s.accounts) - dva_share(s.baseline)]))
        assert (band["corners"], band["failed"]) == (len(expected.corners) - 1, [])
        for k, id in enumerate(("real_income", "s4.dva_share")):
            card = band["cards"][id]
            whole, at_ = (s.range(), at) if k == 0 else (expected, k)
            low, central, high = whole.low[at_], whole.central[at_], whole.high[at_]
            assert (card["low"], card["central"], card["high"]) == pytest.approx((low, central, high), abs=1e-9)
            assert card["low"] < card["central"] < card["high"]
            said = Effect(central, low, high, str(whole.sign[at_])).verdict
            assert (card["sign"], card["sure"]) == (said, said in STATED)
    assert {k: found["medium"][k] for k in ("cards", "regions")} == {k: spans[k] for k in ("cards", "regions")}


def test_cases_give_the_ends_of_ranges_and_say_which_scenario_is_ahead(ask, spans):
    for name in ("real_income", "co2"):
        values = [v[0] for v in spans["cases"][name].values()]
        span = spans["cards"][name]
        assert (min(values), max(values)) == pytest.approx((span["low"], span["high"]), abs=1e-12)
        assert spans["cases"][name][""][0] == pytest.approx(span["central"], abs=1e-12)
    worse = {
        name: {k: [v - 0.001 for v in each] for k, each in spans["cases"][name].items()} for name in spans["cases"]
    }
    said = ask("/ahead", {"scenarios": [spans["cases"], worse]})["ahead"]
    n = [sum(map(len, spans["cases"][name].values())) for name in ("co2", "real_income")]
    assert (
        said["en"] == f"B is ahead on CO₂ in each of {n[0]} cases; A is ahead on real income in each of {n[1]} cases."
    )
    assert said["zh"] == f"碳排放：{n[0]}种情形下B均占优；实际收入：{n[1]}种情形下A均占优。"


def test_parts_of_the_budget_are_said_with_what_they_add_up_to(spans):
    parts, whole = spans["budget"]["en"].split(", sum ")
    each = [float(v.replace("−", "-")) for v in re.findall(r"[+−]\d+(?:\.\d+)?", parts)]
    assert sum(each) == pytest.approx(float(whole.split()[0].replace("−", "-")))


def dva_share(w):
    return ni.wide(ni.measure(w, "s4.dva_share", "CHN")).iloc[0, 0]


def test_the_band_of_its_own_horizon_is_shown_while_the_others_follow(server, ask):
    trial = {"year": 2011, "region": "USA", "horizon": "long", "package": {"shocks": SHOCKS[:1]}}
    id = ask("/jobs", {"kind": "range", "request": trial})["id"]
    while not (job := ask(f"/jobs/{id}"))["parts"]:
        assert job["state"] in ("queued", "running")
        sleep(0.1)  # a server allows so many questions a second
    part = ask(f"/jobs/{id}/result?part=1")
    assert server.get(f"/api/v1/jobs/{id}/result").status_code == 409
    assert server.delete(f"/api/v1/jobs/{id}").json()["state"] == "cancelled"
    assert [band["horizon"] for band in part["horizons"]] == ["long"]
    assert part["otherwise"]["financing"] == "output_tax"
    assert job["total"] == PIECES * len(HORIZONS) > job["done"] >= PIECES
    s = ni.simulate(ni.load("world", year=2011), ni.Package(SHOCKS[:1]), "long")
    assert part["corners"] == part["horizons"][0]["corners"] == len(list(corners(s)))


def test_it_tells_of_another_way_to_pay(spans, tried):
    at = tried.baseline.regions.index("CHN")
    other = tried.otherwise_financed
    assert spans["otherwise"]["financing"] == other.package.financing == "output_tax"
    assert spans["otherwise"]["real_income"] == pytest.approx(other.welfare[at], abs=1e-9)


def test_what_each_lever_brings_adds_up(finished, found):
    got = finished("contributions", TRIAL)
    for outcome in got["outcomes"]:
        assert [p["id"] for p in outcome["parts"]] == ["carbon_price", "tariff", "production_subsidy"]
        parts = sum(p["value"] for p in outcome["parts"])
        assert parts + outcome["together"] == pytest.approx(outcome["total"], abs=1e-12)
    income = got["outcomes"][0]
    assert income["total"] == pytest.approx(found["cards"][0]["change"], abs=1e-9)
    alone = ni.simulate(ni.load("world", year=2011), ni.Package(SHOCKS[:1]))
    assert income["parts"][0]["value"] == pytest.approx(alone.welfare[alone.baseline.regions.index("CHN")], abs=1e-9)


def test_what_lowers_real_income_alone_says_through_what(finished):
    cut = {"lever": "tariff", "value": 0.5, "mode": "scale", "region": "CHN", "industry": "manufacturing"}
    charge = {"lever": "carbon_price", "value": 15, "mode": "add", "region": "CHN", "industry": "industry"}
    got = finished("contributions", TRIAL | {"package": {"shocks": [cut, charge]}})
    for outcome in got["outcomes"]:
        for part, shock in zip(outcome["parts"], (cut, charge), strict=True):
            alone = ni.simulate(ni.load("world", year=2011), ni.Package([shock]))
            at = alone.baseline.regions.index("CHN")
            falls = outcome["id"] == "real_income" and alone.welfare[at] < -NOISE
            least = min(alone.decomposition.components, key=lambda k: alone.decomposition.components[k][at])
            assert (part["mainly"] or {}).get("id") == (least if falls else None)


def test_tariffs_in_force_are_those_that_a_shock_acts_on(ask, tried):
    to_usa = {"lever": "tariff", "value": 0.1, "mode": "set", "region": "CHN", "partner": "USA", "industry": "c14"}
    got = ask("/simulate", TRIAL | {"package": {"shocks": [SHOCKS[0], to_usa]}})
    b, w = tried.laboratory.benchmark, tried.baseline
    at = (w.industries.index("c14"), w.regions.index("CHN"), w.regions.index("USA"))
    assert got["tariffs"] == [{"index": 1, "rate": pytest.approx(float(b.tariff[at]))}]
    assert b.tariff[at] > 0
    assert got["none"] == NOISE
    whole = ask("/simulate", TRIAL)
    assert [t["rate"] for t in whole["tariffs"]] == [pytest.approx(whole["tariff"])]


def test_nothing_moved_is_the_baseline(ask):
    got = ask("/simulate", {"year": 2011})
    assert all(abs(c["change"]) < 1e-9 for c in got["cards"] + got["characteristics"] if c["change"] is not None)
    assert all(abs(r["real_income"]) < 1e-9 for r in got["regions"])


def test_an_input_is_told_of_where_it_is_asked_about(ask, server):
    got = {c["id"]: c for c in ask("/simulate", TRIAL | {"input": "c14"})["cards"]}["input"]
    before = next(r for r in ask("/dependence?year=2011&region=CHN")["inputs"] if r["industry"] == "c14")
    assert got["before"] == pytest.approx(before["complete"], abs=1e-3)  # the model's footing against the accounts
    assert got["change"] == pytest.approx(got["after"] - got["before"], abs=1e-12)
    assert abs(got["change"]) > 1e-6
    assert got["label"]["en"].startswith("Foreign value in ")
    assert server.post("/api/v1/simulate", json=TRIAL | {"input": "c99"}).status_code == 404


def test_provinces_answer_where_abroad_is_made_an_economy(ask):
    shock = {"lever": "capital_supply", "value": 0.02, "region": "CN-GZ"}
    trial = {"on": "china-2017+abroad", "region": "CN-GZ", "package": {"shocks": [shock]}}
    got = ask("/simulate", trial)
    s = ni.simulate(ni.with_abroad(ni.load("china-2017", year=2017)), ni.Package([ni.Shock(**shock)]))
    expected = dict(zip(s.baseline.regions.codes, s.welfare, strict=True))
    assert {r["code"]: r["real_income"] for r in got["regions"]} == pytest.approx(expected, abs=1e-9)
    assert got["benchmark"]["status"] == "estimated"
    assert [c["id"] for c in got["cards"]] == ["real_income", "s4.dva_share", "s2.manufacturing_share"]  # no CO2 there
    assert "--on china-2017 --abroad shipped" in got["reproduce"]["command"]


def test_contributions_of_a_package_are_of_its_levers_under_their_names(finished):
    got = finished("contributions", {"year": 2011, "package": "opening-up"})
    moved = dict.fromkeys(s.lever for s in ni.package("opening-up").shocks)
    assert {p["id"]: p["label"] for p in got["outcomes"][0]["parts"]} == {id: levers()[id].label for id in moved}
    assert np.isfinite(got["outcomes"][0]["together"])


@check_each(
    ("change", "status", "said"),
    [
        ({"region": "CHM"}, 404, "CHN"),
        ({"on": "worlds"}, 404, "Did you mean 'world'"),
        ({"year": 2031}, 422, "world has no year 2031. It has 1995"),
        ({"package": "all-familys"}, 404, "Did you mean 'all-families'"),
        ({"package": {"shocks": [{"lever": "tarif", "value": 1}]}}, 422, "tarif"),
        ({"package": {"shocks": [{"lever": "tariff", "value": 90, "region": "CHN"}]}}, 422, "shock 1"),
        ({"on": "china-2017", "year": 2017, "region": "CN-GD"}, 422, "boundary"),
        ({"horizon": "eternal"}, 422, "horizon"),
        ({"regionn": "CHN"}, 422, "regionn"),
        ({"parameters": {"trade_elasticty": 4}}, 404, "trade_elasticity"),
    ],
)
def test_mistakes_are_told_in_one_sentence(server, change, status, said):
    found = server.post("/api/v1/simulate", json=TRIAL | change)
    assert found.status_code == status, found.text
    message = found.json()["error"]["message"]
    assert said in message
    assert "Traceback" not in message


def test_what_is_no_json_is_refused(server):
    found = server.post("/api/v1/simulate", content=b"{", headers={"content-type": "application/json"})
    assert (found.status_code, found.json()["error"]["message"]) == (400, "the request is no JSON.")
