"""An economy among its peers, through the API: figures are those of measuring, each can be traced."""

from __future__ import annotations

import numpy as np
import pytest

import newind as ni
from newind.data.reference.now import labour_shares
from newind.measures.context import Context
from newind.questions.characteristics import characteristics
from newind.web.economies import panel_of


@pytest.fixture(scope="module")
def found(ask):
    return ask("/profile?region=CHN")


@pytest.fixture(scope="module")
def ctx():
    return Context.from_accounts(panel_of("world"), "CHN", model=False)


def test_figures_are_those_of_python_for_the_economy_and_its_peers(found, ctx):
    assert [p["code"] for p in found["peers"]] == list(ctx.peers)
    earlier = Context.from_accounts(panel_of("world").databases[0], "CHN", ctx.peers, model=False)
    cards = {c.reading.id: c for c in characteristics(ctx)}
    for id, row in found["indicators"].items():
        card = cards.get(id)
        if card and card.own:
            continue  # the next test
        of = ctx if row["year"] in ctx.years and np.isfinite(ctx.value(id, year=row["year"])) else earlier
        assert row["value"] == pytest.approx(of.value(id, year=row["year"])), id
        for peer, value in row["peers"].items():
            assert value == pytest.approx(of.value(id, peer, row["year"])), (id, peer)
        known = {y: v for y, v in zip(found["years"], row["series"], strict=True) if v is not None}
        assert known[row["year"]] == pytest.approx(row["value"])
        assert all(len(s) == len(found["years"]) for s in row["peer_series"].values())
    measured = ni.measure(panel_of("world").last, "s2.manufacturing_share", "CHN")
    total = measured[measured["industry"].isna()]["value"].item()
    assert found["indicators"]["s2.manufacturing_share"]["value"] == pytest.approx(total)


@pytest.mark.parametrize("code", ["CHN", "RUS", "USA"])
def test_a_labour_share_of_own_tables_stands_alone_in_its_years(ask, code):
    got, own = ask(f"/profile?region={code}"), labour_shares()[code].total
    row = got["indicators"]["people.labour_share"]
    year = max(y for y in own if y <= got["year"])
    assert (row["year"], row["value"], row["status"], row["peers"]) == (year, own[year], "observed", {})
    last = got["years"][max(got["breaks"]) :]
    assert row["series"][-len(last) :] == [own.get(y) for y in last]
    others = [*row["series"][: -len(last)], *(v for s in row["peer_series"].values() for v in s)]
    assert others == [None] * len(others)


def test_characteristics_are_those_of_a_brief(found, ctx):
    cards = characteristics(ctx)
    assert [(c["id"], c["sentence"]) for c in found["characteristics"]] == [(c.topic, c.sentence) for c in cards]
    for c, card in zip(found["characteristics"], cards, strict=True):
        assert found["indicators"][c["indicator"]]["value"] == pytest.approx(card.reading.value)
        assert found["indicators"][c["indicator"]]["topic"] == c["id"]


def test_every_figure_can_be_traced_and_stands_in_its_range(found, ask):
    known = ni.indicators()
    for id, row in found["indicators"].items():
        assert row["source"] == known[id].source
        assert row["formula"] == known[id].formula
        assert row["label"]["zh"]
        assert row["status"] in found["statuses"]
        if row["range"]:
            assert row["range"][0] <= row["value"] <= row["range"][1]
    direct = ask("/profile?year=2011&region=CHN")["indicators"]["s1.import_dependence"]
    assert direct["second"] == "s1.import_dependence_direct"
    assert direct["range"][0] < direct["range"][1] == pytest.approx(direct["value"])
    assert [s["id"] for s in found["systems"]] == ["s1", "s2", "s3", "s4"]
    assert all(i in found["indicators"] for s in found["systems"] for i in s["indicators"])


def test_the_best_is_first_in_whichever_direction_is_better(found):
    for id, row in found["indicators"].items():
        every = [row["value"], *row["peers"].values()]
        better = np.less if row["better"] == "lower" else np.greater
        assert row["rank"] == 1 + better(every, row["value"]).sum(), id
        assert row["of"] == len(every)


def test_years_after_the_one_asked_for_are_not_told(ask):
    got = ask("/profile?year=2005&region=DEU&peers=CHN,FRA")
    assert got["years"][-1] == got["year"] == 2005
    assert [p["code"] for p in got["peers"]] == ["CHN", "FRA"]
    assert all(row["year"] <= 2005 for row in got["indicators"].values())


@pytest.mark.parametrize("about", ["profile", "circulation"])
def test_databases_stand_one_after_the_other_and_a_year_in_which_they_meet_twice(ask, about):
    got, parts = ask(f"/{about}?region=DEU"), panel_of("world").databases
    assert got["years"] == [y for part in parts for y in part.years]
    assert got["breaks"] == [len(parts[0].years)]
    assert got["year_statuses"] == [w.status for part in parts for w in part]
    met = got["breaks"][0]
    assert got["years"][met - 1] == got["years"][met]
    rows = got["indicators"] if about == "profile" else {r["indicator"]: r for r in got["circuits"]}
    series = rows["s4.gvc_circulation"]["series"]
    for place, part in ((met - 1, parts[0]), (met, parts[1])):
        expected = ni.wide(ni.measure(part[got["years"][met]], "s4.gvc_circulation", "DEU")).iloc[0, 0]
        assert series[place] == pytest.approx(expected)
    assert series[met - 1] != pytest.approx(series[met], rel=1e-3)


def test_one_database_has_no_break(ask):
    got = ask("/profile?year=2005&region=DEU")
    assert got["breaks"] == []
    assert got["years"] == [y for y in panel_of("world").years if y <= 2005]


def test_what_only_an_earlier_database_has_is_told_with_its_year(found):
    row, years = found["indicators"]["people.high_skill_share"], panel_of("world").databases[0].years
    assert row["year"] in years
    assert row["status"] == "observed"


def test_a_province_among_provinces(ask):
    got = ask("/profile?on=china-2017&region=CN-GD")
    assert all(p["code"].startswith("CN-") for p in got["peers"])
    low, high = got["indicators"]["s4.demand_foreign"]["range"]
    assert low <= got["indicators"]["s4.demand_foreign"]["value"] <= high
    assert "s1.input_dependence_national" in got["indicators"]


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("region=CHM", 404, "CHN"),
        ("peers=XXX", 404, "XXX"),
        ("region=CHN&peers=CHN", 422, "itself alone"),
        ("year=1990", 422, "1990"),
    ],
)
def test_mistakes_in_a_profile_are_told(server, query, status, said):
    got = server.get(f"/api/v1/profile?{query}")
    assert got.status_code == status
    assert said in got.json()["error"]["message"]
