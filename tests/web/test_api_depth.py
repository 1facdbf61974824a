"""Flows, circulation, chains and divisions through the API are those of Python, and add up."""

from __future__ import annotations

import base64

import numpy as np
import pandas as pd
import pytest

import newind as ni
from each import check_each
from newind.analyses.circulation.decomposition import export_terms
from newind.analyses.green.footprints import footprint
from newind.analyses.green.sharing import divide_target
from newind.analyses.green.sharing_criteria import lacking
from newind.analyses.green.sharing_parts import write_parts_template
from newind.analyses.green.sharing_target import Target
from newind.analyses.manufacturing.smile import smile_curve
from newind.pathways.carbon_baseline import parts_ahead
from newind.web.economies import panel_of

TARGET = {"region": "CHN", "peak": 2030, "level": {"2035": "-10%", "2060": "-90%"}}
FLOWS = ["", "&industry=c14", "&of=use", "&what=carbon", "&what=carbon&of=use&industry=manufacturing"]


@pytest.fixture(scope="module")
def world():
    return panel_of("world")[2009]


@pytest.fixture(scope="module")
def divided(ask):
    return ask("/division", TARGET)


def measured(w, id, industry=None):
    rows = ni.measure(w, id, "CHN")
    rows = rows[
        rows["partner"].isna() & (rows["industry"].isna() if industry is None else rows["industry"] == industry)
    ]
    return rows["value"].item()


@pytest.mark.parametrize("asked", FLOWS)
def test_every_step_of_a_flow_adds_up_to_the_same(ask, asked):
    found = ask(f"/flows?year=2009&region=CHN{asked}")
    assert sum(len(found[side]) for side in ("left", "middle", "right")) < 20
    for side in ("left", "middle", "right"):
        assert sum(n["value"] for n in found[side]) == pytest.approx(found["total"])
        for n in found[side]:
            key = f"{side}:{n['code']}"
            bands = [k["value"] for k in found["links"] if key in (k["source"], k["target"])]
            assert sum(bands) == pytest.approx(n["value"] * (2 if side == "middle" else 1))
            assert n["label"]["zh"]
    assert [n["code"] for n in found["left"] if n["hatched"]] == ["unnamed"]
    assert [n["code"] for n in found["left"] if n["focus"]] == ["CHN"]


@pytest.mark.parametrize("industry", [None, "c14"])
def test_what_is_foreign_in_exports_is_the_foreign_content(ask, world, industry):
    found = ask(f"/flows?year=2009&region=CHN{'' if industry is None else f'&industry={industry}'}")
    home = next(n["value"] for n in found["left"] if n["focus"])
    assert 1 - home / found["total"] == pytest.approx(measured(world, "s4.foreign_content_share", industry))
    row = export_terms(world, "CHN", ["USA"], industry)
    assert next(n["value"] for n in found["right"] if n["code"] == "USA") == pytest.approx(row.exports.sum())


def test_carbon_in_final_use_is_the_footprint(ask, world):
    found = ask("/flows?year=2009&region=CHN&what=carbon&of=use")
    expected = footprint(world, "CHN")
    assert found["unit"] == "Mt"
    assert found["total"] == pytest.approx(np.maximum(expected.values, 0).sum(), rel=2e-3)
    origins = dict(zip(expected.origins, np.maximum(expected.values, 0).sum(axis=(1, 2)), strict=True))
    for n in found["left"]:
        if n["code"] in origins:
            assert n["value"] == pytest.approx(origins[n["code"]], rel=5e-3)


def test_scopes_and_exports_taken_apart(ask, world):
    found = ask("/circulation?year=2009&region=CHN")
    assert found["years"][-1] == found["year"] == 2009
    for side in ("demand", "supply"):
        scopes = found["scopes"][side]
        assert set(scopes) == {"local", "foreign"}
        assert sum(s["value"] for s in scopes.values()) == pytest.approx(1)
        assert scopes["foreign"]["value"] == pytest.approx(measured(world, f"s4.{side}_foreign"))
        assert len(scopes["local"]["series"]) == len(found["years"])
    assert sum(c["value"] for c in found["circuits"]) == pytest.approx(1)
    exports, expected = found["exports"], export_terms(world, "CHN")
    assert exports["total"] == pytest.approx(expected.exports.sum())
    assert {t["id"]: t["value"] for t in exports["terms"]} == pytest.approx(
        {k: float(v[0]) for k, v in expected.by_exporter().items()}
    )
    assert sum(g["share"] for g in exports["groups"]) == pytest.approx(1, abs=1e-6)
    assert all(g["series"][-1] == pytest.approx(g["share"]) for g in exports["groups"])


def test_a_table_of_provinces_tells_scopes_but_no_exports_by_term(ask):
    found = ask("/circulation?on=china-2017&region=CN-GD")
    assert set(found["scopes"]["demand"]) == {"local", "national", "foreign"}
    low, high = found["scopes"]["demand"]["national"]["range"]
    assert low <= found["scopes"]["demand"]["national"]["value"] <= high
    assert found["exports"] is None
    assert "boundary" in found["notes"][-1]["en"]


@pytest.mark.parametrize("measure", ["value_added_rate", "income_per_hour"])
def test_a_chain_is_that_of_the_smile_curve(ask, world, measure):
    found = ask(f"/smile?year=2009&region=CHN&industry=c14&measure={measure}")
    expected = smile_curve(panel_of("world"), "CHN", "c14", 2009)
    points = expected.points(measure).points
    assert [(p["region"], p["industry"]) for p in found["points"]] == [(p.region, p.code) for p in points]
    assert [p["position"] for p in found["points"]] == pytest.approx([p.x for p in points])
    fitted = expected.fit(measure)
    assert found["verdict"]["id"] == fitted.verdict
    assert found["curve"]["y"] == pytest.approx(fitted.heights)
    assert found["curve"]["low"][0] <= found["curve"]["y"][0] <= found["curve"]["high"][0]


@pytest.mark.parametrize("year", ["", "year=2011&"])
def test_a_chain_without_a_curve_says_why_and_which_year_it_takes(ask, year):
    found = ask(f"/smile?{year}region=CHN&industry=c14&measure=income_per_hour")
    assert (found["curve"], found["verdict"]) == (None, None)
    last = found["known_years"][-1]
    assert f"The last year that has them is {last}" in found["notes"][0]["en"]
    assert f"{last}年" in found["notes"][0]["zh"]


def test_a_division_is_that_of_python_and_its_criteria_mix(divided, ask):
    parts = parts_ahead(panel_of("world"), "CHN")
    expected = divide_target(parts, Target(2030, {2035: "-10%", 2060: "-90%"}))
    assert parts.ahead.said in divided["notes"]
    assert [p["code"] for p in divided["parts"]] == list(expected.parts.industries)
    paths = np.array([p["path"] for p in divided["parts"]])
    np.testing.assert_allclose(paths, expected.paths)
    np.testing.assert_allclose(paths.sum(axis=0), divided["total"], rtol=1e-6)
    alone = np.array(next(o["alone"] for o in divided["orders"] if o["id"] == divided["order"]))
    weights = np.array([c["weight"] for c in divided["criteria"]])
    np.testing.assert_allclose(np.einsum("c,cnt->nt", weights, alone), paths, rtol=1e-6, atol=1e-5)
    weights = {"potential": 0.6, "responsibility": 0.4}
    others = ask("/division", TARGET | {"weights": weights, "order": "together"})
    again = divide_target(parts, Target(2030, {2035: "-10%", 2060: "-90%"}), weights, order="together")
    np.testing.assert_allclose([p["budget"] for p in others["parts"]], again.budgets()["budget"])
    assert "--weights potential=0.6,responsibility=0.4" in others["reproduce"]["command"]


@pytest.mark.parametrize("region", ["CHN", "USA"])
def test_a_page_opens_on_a_target_that_can_be_divided(ask, region):
    begun = ask("/division", {"region": region})
    assert sum(begun["defaults"]["weights"].values()) == pytest.approx(1)
    parts = parts_ahead(panel_of("world"), region)
    assert parts.ahead.said in begun["notes"]
    assert (parts.growth_to(2030) > 0) == (begun["peak"] > begun["year"])
    assert begun["peak"] == begun["defaults"]["peak"]
    assert [c["id"] for c in begun["lacking"]] == list(lacking(parts))


def sent(frame, name="parts.csv", **more):
    content = frame if isinstance(frame, bytes) else frame.to_csv(index=False).encode()
    file = {"name": name, "content": base64.b64encode(content).decode()}
    return {"year": 2023, "growth": 0.01, "peak": 2030, "level": {"2060": "-90%"}, "file": file} | more


def parts_of(regions, industries):
    rng = np.random.default_rng(3)
    n = regions * industries
    return pd.DataFrame({
        "region": np.repeat([f"r{i}" for i in range(regions)], industries),
        "industry": np.tile([f"i{i}" for i in range(industries)], regions),
        "emissions": rng.uniform(5, 90, n),
        "population": np.repeat(rng.uniform(20, 90, regions), industries),
        "gdp": rng.uniform(50, 900, n),
    })  # fmt: skip


def test_the_parts_of_a_file_are_divided_as_python_divides_them_and_the_file_is_gone(server, ask):
    frame = parts_of(3, 2)
    expected = divide_target(frame, Target(2030, {2060: "-90%"}, growth=0.01), year=2023)
    found = ask("/division", sent(frame))
    assert [p["code"] for p in found["parts"]] == list(expected.parts.codes)
    np.testing.assert_allclose([p["path"] for p in found["parts"]], expected.paths)
    assert (found["source"], found["status"], found["sums"]) == ("parts.csv", "observed", ["region", "industry"])
    assert found["reproduce"]["command"].startswith("newind green divide parts.csv --peak 2030")
    assert [c["id"] for c in found["lacking"]] == ["responsibility", "importance"]
    summed = ask("/division", sent(frame, by="region"))
    assert [p["code"] for p in summed["parts"]] == ["r0", "r1", "r2"]
    np.testing.assert_allclose([p["path"] for p in summed["parts"]], expected.totals("region").paths)
    alone = np.array(next(o["alone"] for o in summed["orders"] if o["id"] == summed["order"]))
    np.testing.assert_allclose(alone, expected.totals("region").alone, rtol=1e-6)
    many = ask("/division", sent(parts_of(31, 2)))
    assert (len(many["parts"]), many["by"]) == (31, "region")
    assert not list(server.app.state.services.folder.glob(".upload-*"))


def test_parts_whose_growth_nobody_tells_stay_level_until_the_peak(ask):
    file = sent(parts_of(2, 1))["file"]
    found = ask("/division", {"year": 2023, "file": file})
    assert (found["peak"], found["levels"].keys()) == (2030, {"2035", "2060"})
    assert found["top"] == pytest.approx(found["total"][0])
    assert "--growth 0" in found["reproduce"]["command"]


def test_the_template_of_the_api_is_that_of_the_command_line(server, tmp_path):
    got = server.get("/api/v1/division/template")
    assert got.content == write_parts_template(tmp_path / "t.csv").read_bytes()
    filled = got.content + b"North,,80,20,,,,,,,0.01,,\nSouth,,60,50,,,,,,,0.02,,\n"
    found = server.post("/api/v1/division", json={"year": 2023, "file": sent(filled)["file"]}).json()
    assert [p["label"]["en"] for p in found["parts"]] == ["North", "South"]
    assert (found["peak"], found["order"]) == (2030, "heavy-first")  # growth is that of the column


@check_each(
    ("spoil", "more", "said", "in_chinese"),
    [
        (
            lambda f: f.assign(gdp=["x", *f["gdp"][1:]]),
            {},
            "parts.csv: row 2, column gdp: 'x' is not a number",
            "第2行gdp列的“x”不是数字",
        ),
        (lambda f: f.drop(columns="emissions"), {}, "parts.csv: no column emissions", "没有“排放量”列"),
        (lambda f: f.drop(columns=["population", "gdp"]), {}, "equality needs population", "公平需要人口列"),
        (lambda f: b"\0\0", {}, "parts.csv: not text", "不是文本文件"),
        (lambda f: b"PK\x05\x06" + b"\0" * 18, {"name": "parts.xlsx"}, "parts.xlsx", ""),
        (lambda f: f, {"name": "parts.pdf"}, "tables are .csv, .xlsx", "parts.pdf"),
        (lambda f: f, {"year": None}, "--year", "--year"),
    ],
)
def test_a_file_that_cannot_be_divided_is_refused_in_both_languages(server, spoil, more, said, in_chinese):
    asked = sent(spoil(parts_of(2, 2)), **more) if "name" in more else sent(spoil(parts_of(2, 2))) | more
    asked.pop("name", None)
    got = server.post("/api/v1/division", json=asked)
    assert got.status_code == 422, got.text
    error = got.json()["error"]
    assert said in error["message"]
    assert in_chinese in error["message_zh"]
    assert ".upload-" not in error["message"]


@check_each(
    ("address", "posted", "status", "said"),
    [
        ("/flows?region=CHM", None, 404, "CHN"),
        ("/flows?industry=c99", None, 404, "c99"),
        ("/flows?of=imports", None, 422, "of"),
        ("/flows?on=china", None, 422, "closed"),
        ("/flows?on=china-2017%2Babroad&region=CN-GD", None, 422, "estimates"),
        ("/flows?on=world-2014e", None, 404, "world (2014)"),
        ("/circulation?region=XXX", None, 404, "XXX"),
        ("/smile?industry=c99", None, 404, "c99"),
        ("/smile?measure=joy", None, 422, "measure"),
        ("/division", {"on": "china-2017", "region": "CN-GD"}, 422, "CO2 of CN-GD is not known"),
        ("/division", TARGET | {"weights": {"potential": 0.5}}, 422, "1"),
        ("/division", TARGET | {"weights": {"luck": 1}}, 404, "luck"),
        ("/division", TARGET | {"level": {"2020": "-10%"}}, 422, "2020"),
        ("/division", TARGET | {"level": {}}, 422, "level"),
        ("/division", {"file": {"name": "a.csv", "content": "A"}}, 422, "base64"),
        ("/division", {"file": {"name": "a.csv", "content": "A" * 600_000}}, 413, "512 KB"),
        ("/division", TARGET | {"level": {"99999": 1}}, 422, "2200"),
        ("/division", TARGET | {"level": {"2060": "much less"}}, 422, "much less"),
        ("/division", TARGET | {"growth": -1}, 422, "out of bounds"),
        ("/division", TARGET | {"growth": -3}, 422, "out of bounds"),
        ("/division", TARGET | {"growth": 5}, 422, "out of bounds"),
        ("/division", TARGET | {"peak": 1990}, 422, "1990"),
    ],
)
def test_mistakes_in_depth_are_told(server, address, posted, status, said):
    url = f"/api/v1{address}"
    got = server.get(url) if posted is None else server.post(url, json=posted)
    assert got.status_code == status, got.text
    assert said in got.json()["error"]["message"]
