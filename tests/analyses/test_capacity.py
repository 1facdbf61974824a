"""Innovation capacity: recomputed from the sources, gaps named instead of guessed, fields ranked on enough patents."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from each import check_each
from newind.accounts.regions import read_regions
from newind.analyses.science.capacity import FIELDS, FLOOR, MOST, CoverageGap, enough, innovation_capacity
from newind.data.reference.innovation import labels, patents, research
from newind.errors import DataError, UnknownNameError

EIGHT = ("CHN", "USA", "JPN", "DEU", "KOR", "FRA", "IND", "GBR")


@pytest.fixture(scope="module")
def china():
    return innovation_capacity("CHN")


def test_peers_are_the_economies_whose_research_is_known_by_performer(china):
    assert set(china.peers) == set(EIGHT) - {"CHN"}
    assert china.performers["economy"].iloc[0] == "CHN"
    assert innovation_capacity("KOR", ["CHN", "CHN", "KOR"]).peers == ("CHN",)


def test_shares_are_those_of_the_set(china):
    assert (china.public_share, china.business_share, china.basic_share, china.intensity) == (
        0.205, 0.764, 0.06, 0.0223,
    )  # fmt: skip
    assert list(china.performers) == ["economy", "performer", "share", "amount", "year", "status", "source_table"]
    assert list(china.sources)[1] == "source"
    assert list(china.kinds)[1] == "kind"
    assert list(china.industries)[:5] == ["economy", "industry", "within", "share", "amount"]
    for frame in (china.performers, china.sources, china.kinds):
        sums = frame.groupby("economy")["share"].sum()
        assert (sums - 1).abs().max() < 0.0026
    india = china.performers[china.performers["economy"] == "IND"]
    assert set(india["year"]) == {2018}


def test_totals_have_ten_years_before_where_they_are_known():
    totals = innovation_capacity("CHN", ["TUR", "IND"]).totals.set_index("economy")
    rows = research("total").set_index(["economy", "item", "year"])["value"]
    for code in ("CHN", "IND"):
        year = totals.loc[code, "year"]
        assert totals.loc[code, "intensity"] == rows[code, "intensity", year]
        assert totals.loc[code, "gerd_before"] == rows[code, "gerd", year - 10]
    assert np.isnan(totals.loc["TUR", "gerd_before"])
    assert totals.loc["TUR", "gerd"] > 0


def test_what_is_not_covered_is_named_and_nothing_is_guessed():
    found = innovation_capacity("TUR", ["IDN", "DEU"])
    gaps = {(g.economy, g.part) for g in found.not_covered}
    parts = ("performer", "source", "kind", "industry", "patents")
    assert gaps == {(e, p) for e in ("TUR", "IDN") for p in parts} | {("DEU", "kind")}
    assert np.isnan([found.public_share, found.business_share, found.basic_share]).all()
    assert found.intensity > 0
    assert "TUR" not in set(found.fields["economy"])
    assert len(found.strengths) == len(found.weaknesses) == 0
    said = CoverageGap("IDN", "patents").text
    assert said == {
        "en": "Indonesia: patents by field of technology not covered",
        "zh": "印度尼西亚：分技术领域专利未覆盖",
    }
    assert {g.part for g in innovation_capacity("MDV", []).not_covered} == {"total", *parts}
    empty = innovation_capacity("MDV", [])
    assert np.isnan(empty.intensity)
    assert empty.table().empty


def test_fields_are_recomputed_from_counts():
    p = patents("families")
    found = innovation_capacity("DEU", ["CHN"]).fields.set_index(["economy", "field"])
    e, f = p.economies.index("DEU"), p.fields.index("engines")
    own, world = p.values[e], p.world
    row = found.loc["DEU", "engines"]
    assert (row["year"], row["since"]) == (2020, 2010)
    assert row["patents"] == own[f, -1]
    assert row["share"] == pytest.approx(own[f, -1] / world[f, -1])
    want = (own[f, -1] / own[:, -1].sum()) / (world[f, -1] / world[:, -1].sum())
    assert row["advantage"] == pytest.approx(want)
    assert row["share_change"] == pytest.approx(own[f, -1] / world[f, -1] - own[f, -11] / world[f, -11])
    before = (own[f, -11] / own[:, -11].sum()) / (world[f, -11] / world[:, -11].sum())
    assert row["advantage_change"] == pytest.approx(want - before)
    assert row["sector"] == "mechanical"
    q = patents("uspto")
    assert row["advantage_uspto"] == pytest.approx(q.advantage[q.at("DEU"), f, -1])
    assert list(innovation_capacity("DEU", []).fields) == list(FIELDS)


def test_fields_against_the_source(shared):
    rows = pd.read_parquet(shared / "world/innovation/ncses_patents_field_country_year.parquet")
    rows = rows.astype({"field": str, "geo": str})
    rows = rows[(rows["table"].between(5818, 5855)) & (rows["year"] == 2020)]
    cells = rows.pivot_table(index="geo", columns="field", values="value")
    own, world = cells.loc["South Korea"], cells.loc["World"]
    want = (own["optics"] / own["granted"]) / (world["optics"] / world["granted"])
    found = innovation_capacity("KOR", []).fields.set_index("field")
    assert found.loc["optics", "advantage"] == pytest.approx(want, rel=1e-3)


def test_strengths_and_weaknesses_are_ranked_on_enough_patents(china):
    strong, weak = china.strengths, china.weaknesses
    assert len(strong) == len(weak) == MOST
    assert strong["advantage"].is_monotonic_decreasing
    assert weak["advantage"].is_monotonic_increasing
    assert (strong["advantage"] > 1).all()
    assert (weak["advantage"] < 1).all()
    assert "unassigned" not in set(strong["field"]) | set(weak["field"])
    agreed = china.strongest(agreed=True)
    assert ((agreed["advantage"] > 1) & (agreed["advantage_uspto"] > 1)).all()
    assert len(china.strongest(2)) == 2
    assert (china.weakest(agreed=True)["advantage_uspto"] <= 1).all()


def test_tiny_counts_do_not_rank_but_expected_patents_do():
    """Argentina: 84 families in all, none of its 36 fields has 50 or would have; India's 20 in optics are too few."""
    assert not innovation_capacity("ARG", []).fields["ranked"].any()
    india = innovation_capacity("IND", []).fields.set_index("field")
    assert india.loc["optics", "patents"] < FLOOR
    assert india.loc["optics", "ranked"]
    p = patents()
    assert enough(p, ["CHN"], 2020).sum() == 36


@pytest.mark.parametrize("measure", ["families", "uspto", "uspto_sectors"])
def test_measures_have_their_fields_and_years(measure):
    found = innovation_capacity("CHN", ["USA"], measure)
    codes = list(labels("sector" if measure == "uspto_sectors" else "field"))
    assert list(found.fields["field"]) == codes * 2
    assert set(found.fields["year"]) == {2022 if measure == "uspto_sectors" else 2020}
    assert found.of_field(codes[0])["share"].is_monotonic_decreasing
    if measure != "families":
        assert np.allclose(found.fields["advantage"], found.fields["advantage_uspto"])


def test_the_table_has_everything_with_its_source(china):
    table = china.table()
    assert list(table) == ["part", "economy", "item", "year", "value", "unit", "status", "source"]
    assert set(table["part"]) == {
        "total", "performer", "source", "kind", "industry", "patents.patents", "patents.share", "patents.advantage",
    }  # fmt: skip
    assert (table[["unit", "status", "source"]] != "").all(axis=None)
    row = table[(table["part"] == "source") & (table["economy"] == "CHN") & (table["item"] == "government")]
    assert set(row["value"]) == {0.205, 107_767.0}


def test_unknown_names_are_refused_with_the_nearest():
    with pytest.raises(UnknownNameError, match=r"unknown economy 'kor'. Did you mean 'KOR'\?"):
        innovation_capacity("kor")
    with pytest.raises(UnknownNameError, match="unknown economy 'Atlantis'"):
        innovation_capacity("CHN", ["Atlantis"])
    with pytest.raises(UnknownNameError, match="unknown measure of patents 'filed'"):
        innovation_capacity("CHN", [], "filed")
    with pytest.raises(UnknownNameError, match=r"unknown field 'optic'. Did you mean 'optics'\?"):
        innovation_capacity("CHN", []).of_field("optic")


@pytest.mark.parametrize("code", ["ROW", "CN-GD"])
def test_aggregates_and_provinces_are_refused(code):
    with pytest.raises(DataError, match=f"{code}: research by performer and patents are known of economies"):
        innovation_capacity("CHN", [code])


@check_each("code", [e for e, r in read_regions().items() if r.kind == "country"][:20])
def test_every_economy_has_an_answer_or_a_gap(code):
    found = innovation_capacity(code, [])
    covered = {part.partition(".")[0] for part in found.table()["part"]}
    assert covered | {g.part for g in found.not_covered} == {
        "total", "performer", "source", "kind", "industry", "patents",
    }  # fmt: skip
    assert covered.isdisjoint(g.part for g in found.not_covered)
