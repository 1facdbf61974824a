"""Dependence through the API is that of Python: shares at once, losses case by case, who could replace."""

from __future__ import annotations

import numpy as np
import pytest

import newind as ni
from newind.analyses.losses import Cut, Loss, Span, loss_ranges
from newind.analyses.science.alternatives import replacers
from newind.analyses.science.reliance import dependence_list
from newind.web.answers.dependence import _loss
from newind.web.economies import panel_of

LOST = {"on": "world", "year": 2011, "region": "CHN", "horizons": ["medium"]}


@pytest.fixture(scope="module")
def world():
    return panel_of("world")[2011]


@pytest.fixture(scope="module")
def found(ask):
    return ask("/dependence?year=2011&region=CHN")


@pytest.fixture(scope="module")
def losses(finished):
    return finished("losses", LOST | {"top": 1})


def test_shares_are_those_of_the_indicators_and_of_the_list(found, world):
    by_code = {r["industry"]: r for r in found["inputs"]}
    for id, column in (("s1.knowledge_input_domestic_share", "complete"),
                       ("s1.knowledge_input_domestic_share_direct", "direct")):  # fmt: skip
        rows = ni.measure(world, id, "CHN").dropna(subset=["industry"])
        assert len(rows)
        for r in rows.itertuples():
            assert by_code[r.industry][column] == pytest.approx(1 - r.value, abs=1e-12)
    every = dependence_list(world, "CHN", top=1, horizons=("medium",), suppliers=False)
    for line in every.inputs:
        assert by_code[line.input]["bought"] == pytest.approx(line.bought_inputs)
        assert by_code[line.input]["bottleneck"][0] == pytest.approx(line.bottleneck, abs=1e-12)
    assert all(r["bottleneck"][0] <= r["bottleneck"][1] for r in found["inputs"])


def test_suppliers_add_up_to_all_imports_and_the_unnamed_stand_apart(found, world):
    for r in found["inputs"]:
        assert sum(s["share"] for s in r["suppliers"]) + r["others"] + r["unnamed"] == pytest.approx(1)
        shares = [s["share"] for s in r["suppliers"]]
        assert shares == sorted(shares, reverse=True)
        assert "ROW" not in {s["region"] for s in r["suppliers"]}
        assert r["label"]["zh"]
    k, c14 = world.industries.index("c14"), next(r for r in found["inputs"] if r["industry"] == "c14")
    bought = world.Z4[:, k, world.regions.index("CHN")].sum(axis=1)
    abroad = bought.sum() - bought[world.regions.index("CHN")]
    assert c14["unnamed"] == pytest.approx(bought[~world.regions.named].sum() / abroad)


def test_what_losing_an_input_costs_is_that_of_the_list(losses, world):
    expected = dependence_list(world, "CHN", top=1, horizons=("medium",), suppliers=False).inputs[0]
    (row,) = losses["rows"]
    assert row["industry"] == expected.input
    got = [row[k] for k in ("low", "central", "high")]
    assert got == pytest.approx([expected.loss.low, expected.loss.middle, expected.loss.high], abs=1e-12)
    assert (losses["corners"], losses["failed"]) == (5, list(expected.loss.failed))
    assert row["sure"] is (expected.loss.low > 0)


def test_inputs_that_are_named_are_all_told(finished, world):
    got = finished("losses", LOST | {"inputs": ["c14", "c9"], "horizons": ["long"]})
    others = tuple(c for c in world.regions if c != "CHN")
    expected = {i: loss_ranges(world, [Cut("CHN", others, (i,))], ("long",))[0] for i in ("c14", "c9")}
    assert {r["industry"]: r["central"] for r in got["rows"]} == pytest.approx(
        {i: x.middle for i, x in expected.items()}
    )
    assert got["rows"][0]["central"] >= got["rows"][1]["central"]
    assert {r["industry"]: r["horizons"]["long"]["high"] for r in got["rows"]} == pytest.approx(
        {i: x.high for i, x in expected.items()}
    )


def test_a_range_that_is_open_above_has_no_high_end():
    spans = {"short": Span(0.01, 0.02, 0.05), "medium": Span(0.01, 0.02, 0.03)}
    loss = Loss(Cut("CHN", ("USA",), ("c14",)), spans, ("short, {}: none",))
    row = _loss(loss)
    assert (row["high"], row["horizons"]["medium"]["high"]) == (0.03, 0.03)
    assert np.isnan(row["horizons"]["short"]["high"])
    assert row["horizons"]["short"]["low"] == 0.01


def test_who_could_replace_a_supplier(finished, world):
    got = finished("replacers", {"year": 2011, "region": "CHN", "input": "c15", "supplier": "JPN"})
    expected = replacers(world, "CHN", "c15", "JPN")
    assert [r["region"] for r in got["rows"]] == [x.economy for x in expected.replacers]
    gains = [r["gain"]["medium"]["central"] for r in got["rows"]]
    assert gains == pytest.approx([x.gain["medium"].middle for x in expected.replacers], abs=1e-12, nan_ok=True)
    assert got["loss"]["high"] == pytest.approx(expected.loss.high)
    assert np.isfinite(got["lost"])


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/dependence?region=CHM", 404, "CHN"),
        ("/dependence?region=ROW&year=2011", 422, "aggregate"),
        ("/dependence?on=china-2017&region=CN-GD", 422, "boundary"),
        ("/dependence?industry=c99", 404, "These accounts have"),
        ("/dependence?year=1890", 422, "year"),
    ],
)
def test_mistakes_are_told(server, address, status, said):
    got = server.get(f"/api/v1{address}")
    assert got.status_code == status
    assert said in got.json()["error"]["message"]


@pytest.mark.parametrize(
    ("kind", "request_", "status", "said"),
    [
        ("losses", {"inputs": ["c14"], "horizons": []}, 422, "horizons"),
        ("losses", {"top": 99}, 422, "top"),
        ("replacers", {"input": "c14"}, 422, "supplier"),
        ("loses", {}, 404, "Did you mean 'losses'"),
    ],
)
def test_jobs_refuse_what_makes_no_sense(server, kind, request_, status, said):
    got = server.post("/api/v1/jobs", json={"kind": kind, "request": request_})
    assert got.status_code == status
    assert said in got.json()["error"]["message"]
