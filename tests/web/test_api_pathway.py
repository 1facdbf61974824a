"""A path through the API is the one of the Python API: yearly figures, mechanisms, carbon, range; progress by years."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import newind as ni
from newind.equilibrium.contributions import list_combinations
from newind.pathways.aims import budget_of
from newind.pathways.chances import cases
from newind.pathways.followed import SERIES
from newind.pathways.hindcast import CARBON, find_skill, is_refused, list_skills
from newind.pathways.pathway import list_working
from newind.pathways.prospects import NAMES, PathwayAssumptions
from newind.pathways.recommendations import INCOME
from newind.policy.verdicts import KINDS
from newind.questions.paths import pathways, skills
from newind.questions.paths.skills import describe_skill
from newind.web.answers.pathways import _carbon
from newind.web.tasks import TOGETHER

FRAME = {"on": "world", "year": 2011, "region": "CHN"}
PRICE = {"name": "price", "shocks": [{"lever": "carbon_price", "value": 20.0, "region": "CHN"}]}
ASKED = FRAME | {"package": PRICE, "until": 2028}


@pytest.fixture(scope="module")
def path(data_world_2011):
    package = ni.Package(PRICE["shocks"], name="price")
    return ni.pathway(data_world_2011, package, 2028)


@pytest.fixture(scope="module")
def data_world_2011():
    return ni.load("world", year=2011)


@pytest.fixture(scope="module")
def told(finished):
    return finished("pathway", ASKED)


def close(found, expected):
    assert np.allclose(np.array(found, float), expected, rtol=1e-9, atol=1e-12, equal_nan=True)


def test_years_are_those_of_the_python_api(told, path):
    r = path.regions.index("CHN")
    assert told["years"] == list(path.years)
    assert (told["start"], told["horizon"], told["package"]) == (path.begins, "medium", "price")
    assert told["observed_until"] == dict(zip(path.regions.codes, path.base.growth.known.tolist(), strict=True))
    assert [s["id"] for s in told["series"]] == list(SERIES)
    assert told["verdict"] == path.verdicts[r]
    held = {s["id"] for s in told["series"] if not s["stated"]}
    assert held == (set() if path.stated[r] else set(INCOME) & set(SERIES))
    for s in told["series"]:
        close(s["change"], path.change(s["id"])[:, r])
        stated = 1.0 if not is_refused(f"path.{s['id']}", "CHN") else np.nan
        close(s["path"], stated * path.series(s["id"])[:, r])
        close(s["baseline"], stated * path.baseline.series(s["id"])[:, r])
    close(told["welfare"], path.welfare[r])


def test_mechanisms_sum_to_the_change_and_equal_the_python_api(told, path):
    r = path.regions.index("CHN")
    parts = {p["id"]: p["value"] for p in told["mechanisms"]["parts"]}
    assert list(parts) == list(path.mechanisms)
    close(list(parts.values()), [v[-1, r] for v in path.mechanisms.values()])
    assert sum(parts.values()) == pytest.approx(told["mechanisms"]["total"], abs=1e-12)
    assert told["mechanisms"]["total"] == pytest.approx(path.change()[-1, r])
    assert {m["id"] for m in told["working"]} == set(path.mechanism_names)


def test_carbon_by_industry(told, path, monkeypatch):
    assert (told["carbon"] is None) == is_refused(CARBON, "CHN")
    stated = replace(find_skill(CARBON, "CHN"), skill=0.4, won=4)
    for module in (pathways, skills):
        monkeypatch.setattr(module, "find_skill", lambda *_: stated)
    r = path.regions.index("CHN")
    here, beside = budget_of(path), budget_of(path.baseline, path.begins)
    carbon = _carbon(path, pathways.pathway_of(path, "CHN", mechanisms=False))
    assert (carbon["unit"], carbon["since"], carbon["until"]) == ("Mt", here.since, 2028)
    rows = {row["industry"]: row for row in carbon["rows"]}
    assert next(iter(rows)) == "all"
    assert rows["all"]["peak"] == here.total_peak[r]
    assert rows["all"]["cumulative"] == pytest.approx(here.cumulative[r].sum() * 1e-3)
    k = path.base.lab.baseline.industries.index("c17")
    assert rows["c17"]["cumulative_baseline"] == pytest.approx(beside.cumulative[r, k] * 1e-3)
    assert all(row["label"]["zh"] and row["label"]["en"] for row in rows.values())


def test_other_economies_and_known_years(told, path):
    change = path.change()[-1]
    assert len(told["regions"]) == len(path.regions) - 1
    for row in told["regions"]:
        n = path.regions.index(row["region"])
        assert (row["real_income"] is not None) == (row["welfare"] is not None) == path.stated[n]
        if path.stated[n]:
            assert row["real_income"] == pytest.approx(change[n], abs=1e-12)
    for row, s in zip(told["hindcast"]["rows"], list_skills("CHN"), strict=True):
        assert (row["measure"], row["skill"], row["refused"]) == (s.measure, s.skill, s.is_refused)
        assert row["said"] == describe_skill(s)
        assert f"{s.won}" in row["said"]["zh"]


def test_words_are_in_both_languages_and_the_command_gives_the_same(told, path):
    assert "CO₂" in " ".join(s["en"] for s in told["lead"])
    assert all(s["zh"] and "--set" not in s["zh"] for s in (*told["lead"], *told["notes"]))
    assert told["reproduce"]["command"].startswith("newind pathway price.yaml --on world --year 2011")
    assert told["reproduce"]["outlook_hash"] == path.outlook.hash
    assert told["reproduce"]["command"].endswith("--region CHN --until 2028")
    assert told["reproduce"]["package_hash"] == path.package.select_shocks(path.base.lab.origin).hash
    assert "carbon_price" in told["reproduce"]["yaml"]


def test_the_range_is_that_of_the_python_api(finished, path):
    given = {
        "trade_elasticity": 4.0,
        **{n: PathwayAssumptions().value(n) for n in NAMES},
    }  # what is given is not varied
    found = finished("pathway", ASKED | {"until": 2028, "range": True, "parameters": given})
    p = ni.pathway(path.base.lab.origin, path.package, 2028, parameters=given)
    r = p.regions.index("CHN")
    assert found["range"]["cases"] == 1 + len(list(cases(p))) >= 3
    for name in ("real_income", "consumption", "co2"):
        expected, told = p.range(name), found["range"]["series"][name]
        close(told["low"], expected.low[:, r])
        close(told["high"], expected.high[:, r])
        held = name == "co2" or p.verdicts[r] not in KINDS
        assert told["sure"] == (expected.stated[:, r] & held).tolist()
        assert held or set(told["sign"]) == {p.verdicts[r]}
    assert found["lead"][0]["en"].startswith(("In 2028", "Whether", "Real income"))


def test_progress_goes_by_years_and_parts_come_first(server, path):
    asked = {"kind": "pathway", "request": ASKED | {"until": 2030, "off": ["diffusion"]}}
    id = server.post("/api/v1/jobs", json=asked).json()["id"]
    with server.stream("GET", f"/api/v1/jobs/{id}/events") as events:
        said = "".join(events.iter_text())
    assert "event: done" in said
    done = server.get(f"/api/v1/jobs/{id}").json()
    years = 2 * (2030 - 2011 + 1)
    working = [n for n in list_working(path) if n != "diffusion"]
    switched_off = -(-(len(list_combinations(working)) - 1) // TOGETHER)
    assert done["total"] == done["done"] == years + switched_off
    assert done["parts"] == 2


def test_nothing_done_is_the_baseline_alone(finished):
    found = finished("pathway", FRAME | {"until": 2026})
    assert found["empty"]
    assert found["mechanisms"] is None
    assert found["series"][0]["path"] == found["series"][0]["baseline"]
    assert found["title"]["zh"].isascii() is False
    assert "baseline" not in found["title"]["zh"]
    assert "Without a package" in found["lead"][0]["en"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"region": "XXX"}, "XXX"),
        ({"until": 2000}, "2011"),
        ({"off": ["luck"]}, "luck"),
        ({"package": "nobody"}, "nobody"),
        ({"parameters": {"convergence_speed": 9}}, "convergence_speed"),
    ],
)
def test_mistakes_are_told(server, change, said):
    id = server.post("/api/v1/jobs", json={"kind": "pathway", "request": ASKED | change}).json()["id"]
    with server.stream("GET", f"/api/v1/jobs/{id}/events") as events:
        assert "event: failed" in "".join(events.iter_text())
    assert said in server.get(f"/api/v1/jobs/{id}/result").json()["error"]["message"]
