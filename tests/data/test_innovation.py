"""The shipped set innovation: whole, what its sources say, and refused where sources do not fit."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

import newind as ni
from builders import innovation_patents, innovation_tables
from builders.catalogue import build
from builders.innovation_sources import definition
from each import check_each
from newind.accounts.regions import read_regions
from newind.data import reference
from newind.data.reference import innovation
from newind.data.reference.innovation import MEASURES, TABLES, by_sector, labels, patents, research
from newind.errors import DataError, UnknownNameError

NAME = "innovation"
FILES = definition()["files"]
CODES = {r.en: r.code for r in read_regions().values()} | {"Turkey": "TUR", "Vietnam": "VNM"}


def figure(table, economy, item, unit="1"):
    rows = research(table)
    return rows[(rows["economy"] == economy) & (rows["item"] == item) & (rows["unit"] == unit)]["value"].item()


# ---- what is shipped
def test_it_is_small_and_agrees_with_its_hashes():
    files = list(reference.folder(NAME).iterdir())
    assert sorted(p.name for p in files) == sorted(
        ["datapackage.json", "research.csv", *(f"{m}.csv" for m in MEASURES)]
    )
    assert sum(p.stat().st_size for p in files) < 3e5
    assert innovation.verify() == []
    assert reference.verify() == []


def test_a_change_is_seen_and_line_ends_are_not(tmp_path, monkeypatch):
    shutil.copytree(reference.folder(NAME), tmp_path / NAME)
    monkeypatch.setattr(reference, "folder", lambda name: tmp_path / name)
    path = tmp_path / NAME / "research.csv"
    text = path.read_bytes()
    path.write_bytes(text.replace(b"\n", b"\r\n"))
    assert innovation.verify() == []
    path.write_bytes(text.replace(b"668351.2", b"668351.3"))
    assert innovation.verify() == ["innovation research.csv: the figures are not those of datapackage.json"]


def test_it_is_no_set_of_accounts():
    assert NAME not in [d.name for d in ni.catalog()]
    with pytest.raises(UnknownNameError, match="unknown data set 'innovation'"):
        ni.load(NAME)


def test_the_package_says_where_it_comes_from_and_what_is_counted():
    said = reference.package(NAME)
    assert said["licenses"][0]["name"] == "CC-BY-4.0"
    assert all({"title", "author", "licence", "path"} <= set(s) for s in said["sources"])
    assert "public domain" in said["sources"][0]["licence"]
    assert any(c.startswith("What is counted, `families`") for c in said["caveats"])
    assert said["not_published"] == ["performer by source of funds"]
    assert said["research"]["economies"] == {"total": 71, "performer": 8, "source": 8, "kind": 7, "industry": 7}
    assert said["families"]["years"] == said["uspto"]["years"] == [2000, 2020]
    assert said["uspto_sectors"]["years"] == [2000, 2022]


def test_every_row_carries_source_year_unit_and_status():
    rows = research()
    assert set(rows["table"]) == set(TABLES)
    assert rows["unit"].isin(["1", "M.PPP.USD"]).all()
    assert rows["status"].eq("observed").all()
    assert rows["year"].between(1995, 2019).all()
    assert (rows["source"].str.match(r"S?RD-\d+")).all()
    assert not rows.duplicated(["table", "economy", "item", "year", "unit"]).any()
    assert rows["value"].ge(0).all()
    table = patents("uspto_sectors").table()
    assert list(table) == [
        "measure", "economy", "field", "year", "patents", "share", "advantage", "unit", "status", "source",
    ]  # fmt: skip
    assert table["source"].str.contains("2024").all()


def test_shares_add_up_to_one_within_their_rounding():
    rows = research()
    shares = rows[(rows["unit"] == "1") & rows["table"].isin(["performer", "source", "kind"])]
    sums = shares.groupby(["table", "economy"])["value"].agg(["sum", "size"])
    assert len(sums) == 8 + 8 + 7
    assert ((sums["sum"] - 1).abs() <= 0.0005 * sums["size"] + 1e-9).all()


def test_what_the_source_leaves_open_stays_open():
    rows = research()
    left = rows[(rows["item"] == "unallocated") & (rows["unit"] == "1")]
    assert {(r.table, r.economy): round(r.value, 3) for r in left.itertuples()} == {
        ("performer", "GBR"): 0.014, ("source", "CHN"): 0.031,
    }  # fmt: skip
    nonprofit = rows[rows["item"] == "nonprofit"]["economy"]
    assert not set(nonprofit) & {"CHN", "DEU"}
    assert "DEU" not in set(rows[rows["table"] == "kind"]["economy"])
    services = rows[(rows["table"] == "industry") & (rows["item"] == "services")]["economy"]
    assert "CHN" not in set(services)


def test_parts_of_an_industry_are_not_more_than_it():
    within = {code: said["within"] for code, said in labels("industry").items() if "within" in said}
    rows = research("industry")
    money = rows[rows["unit"] == "M.PPP.USD"].set_index(["economy", "item"])["value"]
    for economy in rows["economy"].unique():
        for whole in set(within.values()) & set(money[economy].index):
            parts = [money.get((economy, part), 0.0) for part, at in within.items() if at == whole]
            assert sum(parts) <= money[economy, whole] + 2, (economy, whole)


@check_each("part", ["part", "performer", "source", "kind", "industry", "measure", "sector", "field"])
def test_items_are_said_in_both_languages(part):
    for code, said in labels(part).items():
        assert said["en"], code
        assert any("一" <= c <= "鿿" for c in said["zh"]), code


def test_fields_are_35_in_5_broad_ones_and_what_has_none():
    sectors = pd.Series([said["sector"] for said in labels("field").values()]).value_counts()
    assert sectors.to_dict() == {
        "electrical": 8,
        "instruments": 5,
        "chemistry": 11,
        "mechanical": 8,
        "others": 3,
        "": 1,
    }
    assert set(sectors.index) - {""} == set(labels("sector"))


@pytest.mark.parametrize("measure", MEASURES)
def test_economies_are_single_and_within_the_world(measure):
    p = patents(measure)
    known = read_regions()
    assert all(known[e].kind == "country" for e in p.economies)
    assert {"TUR", "IDN", "PRI", "WLD"}.isdisjoint(p.economies)
    assert (p.values.sum(axis=0) <= p.world + 0.5 * (len(p.economies) + 1)).all()
    assert p.values.shape == (len(p.economies), len(p.fields), len(p.years))
    assert_allclose(p.share * np.where(p.world > 0, p.world, np.nan), np.where(p.world > 0, p.values, np.nan))


def test_advantage_is_one_for_the_world_and_balances_for_an_economy():
    """Weighted by the world's fields, the advantages of an economy have mean 1: it cannot be strong in all."""
    p = patents("families")
    a = p.advantage[p.at("CHN"), :, -1]
    weights = p.world[:, -1] / p.world[:, -1].sum()
    assert (weights * a).sum() == pytest.approx(1, abs=1e-12)


def test_broad_fields_are_those_of_a_later_publication():
    """Sums of 35 fields (2022 edition) against five broad fields of the 2024 edition: rounding, and few revisions."""
    ours, published = by_sector(patents("uspto")), patents("uspto_sectors")
    assert ours.fields == published.fields
    years = [published.years.index(y) for y in range(2016, 2021)]
    mine, theirs = ours.values[:, :, -5:], published.values[[published.at(e) for e in ours.economies]][:, :, years]
    large = theirs > 500
    assert large.sum() > 200
    assert_allclose(mine[large], theirs[large], rtol=0.02)


def test_figures_that_one_knows():
    rows = research("total").set_index(["economy", "item", "year"])["value"]
    assert rows["CHN", "intensity", 2019] == pytest.approx(0.0223)
    assert rows["KOR", "intensity", 2019] == pytest.approx(0.0464)
    assert rows["CHN", "intensity", 2011] == pytest.approx(0.0178)
    assert rows["IND", "gerd", 2018] == pytest.approx(58_721.4, rel=1e-3)
    world = patents("families")
    assert world.world[:, -1].sum() == pytest.approx(938_038, abs=20)


def test_frames_are_the_callers_own():
    rows = research()
    rows.loc[:, "value"] = 0.0
    assert research()["value"].max() > 0
    with pytest.raises(ValueError, match="read-only"):
        patents().values[0] = 0.0


def test_unknown_names_are_refused_with_the_nearest():
    with pytest.raises(UnknownNameError, match=r"unknown table 'performers'. Did you mean 'performer'\?"):
        research("performers")
    with pytest.raises(UnknownNameError, match=r"unknown measure of patents 'family'. Did you mean 'families'\?"):
        patents("family")
    with pytest.raises(UnknownNameError, match=r"unknown economy 'CHM'. Did you mean 'CHN'\? Figures are listed for"):
        patents().at("CHM")
    with pytest.raises(UnknownNameError, match=r"unknown field 'semiconductor'. Did you mean 'semiconductors'\?"):
        patents().field_at("semiconductor")
    with pytest.raises(UnknownNameError, match=r"unknown part 'fields'. Did you mean 'field'\?"):
        labels("fields")


# ---- against its sources
def test_built_again_it_is_the_same(shared, tmp_path):
    for path in build(NAME, shared, tmp_path):
        want = (reference.folder(NAME) / path.name).read_bytes().replace(b"\r\n", b"\n")
        assert path.read_bytes() == want, path.name


def source(shared, part):
    return pd.read_csv(shared / FILES[part], dtype=str, na_filter=False)


def test_totals_are_those_of_the_source(shared):
    rows = source(shared, "total")
    rows[["name", "year"]] = rows["time_period"].str.extract(r"-> ([^(<]+) \((\d{4})\)")
    amount = rows[rows.index % 2 == 0]
    got = research("total").set_index(["economy", "item", "year"])["value"]
    seen = 0
    for name, year, value in amount[["name", "year", "value"]].to_numpy():
        if name in CODES:
            assert got[CODES[name], "gerd", int(year)] == float(value)
            seen += 1
    assert seen == 71


def test_shares_by_performer_and_source_are_those_of_the_source(shared):
    rows = source(shared, "flows")
    rows["code"] = rows["time_period"].str.extract(r"^([^(]+) \(")[0].map(CODES)
    names = {"Business": "business", "Government": "government", "Higher education": "higher_education"}
    gerd = research("total").query("item == 'gerd'").set_index(["economy", "year"])["value"]
    for table, head in (("performer", "R&D performance"), ("source", "R&D source")):
        part = rows[rows["column_level_1"].str.startswith(head)]
        for code, name, value in part[["code", "column_level_2", "value"]].to_numpy():
            if name in names and value not in ("NA", "na"):
                assert figure(table, code, names[name]) == pytest.approx(float(value) / 100, abs=1e-9)
                year = 2018 if code == "IND" else 2019
                want = float(value) / 100 * gerd[code, year]
                assert figure(table, code, names[name], "M.PPP.USD") == pytest.approx(want, abs=0.51)


def test_types_and_industries_agree_with_the_percentages_that_are_published_beside_them(shared):
    kinds = research("kind").pivot_table(index=["economy", "item"], columns="unit", values="value")
    whole = kinds["M.PPP.USD"].groupby("economy").transform("sum")
    assert ((kinds["M.PPP.USD"] / whole - kinds["1"]).abs() < 0.002).all()
    rows = source(shared, "industries")
    rows = rows[rows["row_id"].str[1:4].astype(int) >= 18]
    rows["code"] = rows["isic_rev_4_level_1"].str.extract(r"^([^(]+) \(")[0].map(CODES)
    named = {said["source"]: code for code, said in definition()["industry"].items()}
    for industry, code, value in rows[["time_period", "code", "value"]].dropna().to_numpy():
        if industry in named and value != "NA":
            assert figure("industry", code, named[industry]) == pytest.approx(float(value) / 100, abs=6e-4)


@pytest.mark.parametrize(("measure", "office"), [("families", "IPF"), ("uspto", "USPTO")])
def test_shares_and_advantage_are_those_of_the_source(shared, measure, office):
    rows = pd.read_parquet(shared / FILES["patents"]).astype({"office": str, "field": str, "geo": str})
    rows = rows[(rows["office"] == office) & (rows["year"] == 2020) & rows["table"].between(5816, 5894)]
    cells = rows.drop_duplicates(["geo", "field"]).pivot(index="geo", columns="field", values="value").astype(float)
    total = cells.pop("granted")
    p = patents(measure)
    k = p.field_at("semiconductors")
    for name in ("China", "United States", "South Korea", "Germany", "India"):
        e = p.at(CODES[name])
        share = cells.loc[name, "semiconductors"] / cells.loc["World", "semiconductors"]
        assert p.share[e, k, -1] == pytest.approx(share, rel=1e-12)
        assert p.advantage[e, k, -1] == pytest.approx(share / (total[name] / total["World"]), rel=1e-3)


def test_no_total_and_no_group_of_economies_is_shipped_as_a_field_or_an_economy(shared):
    rows = pd.read_parquet(shared / FILES["patents"]).astype({"field": str, "geo": str})
    whole = rows[(rows["table"] == 5820) & (rows["geo"] == "World") & (rows["year"] >= 2000)]
    p = patents("families")
    assert np.abs(p.world.sum(axis=0) - whole.sort_values("year")["value"].to_numpy()).max() < 18
    named = p.values.sum(axis=(0, 1))[-1] / p.world[:, -1].sum()
    assert 0.95 < named < 1


# ---- sources that do not fit
LABEL = "North America -> United States (2019)<sup>a</sup>"


def csv(folder, name, rows):
    path = folder / name
    pd.DataFrame(rows).to_csv(path, index=False)
    return path


def totals_file(folder, *more):
    rows = [{"time_period": LABEL, "value": "668351.2"}, {"time_period": LABEL, "value": "3.13"}, *more]
    return csv(folder, "t.csv", rows)


def test_totals_of_a_file_written_here(tmp_path):
    more = [{"time_period": "Selected country groups -> OECD (2019)", "value": v} for v in ("1", "2")]
    rows = innovation_tables.totals(totals_file(tmp_path, *more))
    assert rows[["economy", "item", "year", "value", "unit"]].to_numpy().tolist() == [
        ["USA", "gerd", 2019, 668351.2, "M.PPP.USD"],
        ["USA", "intensity", 2019, 0.0313, "1"],
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"time_period": "Europe -> Atlantis (2019)", "value": "1"}, "economies that are not known: 'Atlantis'"),
        ({"time_period": "Europe, 2019", "value": "1"}, "heads of rows that are not understood: 'Europe, 2019'"),
        ({"time_period": "Europe -> France (2019)", "value": "1"}, "economies without 2 figures: 'FRA'"),
        ({"time_period": "Europe -> France (2019)", "value": "many"}, "'many' is no figure"),
    ],
)
def test_totals_that_are_not_as_expected_are_refused(tmp_path, row, said):
    with pytest.raises(DataError, match=rf"t\.csv: {said}"):
        innovation_tables.totals(totals_file(tmp_path, row))


def test_a_file_that_is_missing_broken_or_lacks_columns_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"no such file. Give the folder that holds world/innovation with --from"):
        build(NAME, tmp_path, tmp_path / "out")
    assert not (tmp_path / "out" / NAME / "datapackage.json").exists()
    with pytest.raises(DataError, match=r"columns that are not there: 'value'"):
        innovation_tables.totals(csv(tmp_path, "t.csv", [{"time_period": LABEL}]))
    path = tmp_path / FILES["patents"]
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no parquet")
    with pytest.raises(DataError, match="not a readable parquet file"):
        innovation_patents.count_patents(tmp_path)


def series_file(folder, first="668.4", count=27):
    figures = [first, *["1.0"] * 17, "3.13", *["1.0"] * 8][:count]
    return csv(folder, "s.csv", [{"time_period": "2019", "value": v} for v in figures])


def test_a_series_is_held_against_the_other_table(tmp_path):
    latest = innovation_tables.totals(totals_file(tmp_path))
    rows = innovation_tables.series(series_file(tmp_path), latest)
    assert "USA" not in set(rows["economy"])  # its one year stands in the other table
    assert set(rows["economy"]) == {"FRA", "DEU", "GBR", "CHN", "JPN", "KOR", "IND"}
    with pytest.raises(DataError, match="economies whose last year is not that of RD-5: 'USA'"):
        innovation_tables.series(series_file(tmp_path, "700.0"), latest)
    with pytest.raises(DataError, match="years without 27 figures: '2019'"):
        innovation_tables.series(series_file(tmp_path, count=26), latest)


def flow(head, name, value):
    return {"time_period": "Japan (2019)", "column_level_1": head, "column_level_2": name, "value": value}


def test_shares_of_a_file_written_here(tmp_path):
    head = "R&D source of funds: Share of total (percent)"
    rows = [flow(head, "Business", "60.0"), flow(head, "Government", "30.0"), flow(head, "Other domestic", "NA")]
    got = innovation_tables.shares(csv(tmp_path, "f.csv", rows)).dropna(subset="value")
    assert dict(zip(got["item"], got["value"].round(9), strict=True)) == {
        "business": 0.6, "government": 0.3, "unallocated": 0.1,
    }  # fmt: skip
    with pytest.raises(DataError, match="heads of columns that are not known: 'R&D by moon phase'"):
        innovation_tables.shares(csv(tmp_path, "f.csv", [flow("R&D by moon phase", "Full", "1")]))
    with pytest.raises(DataError, match="items that are not known: 'Lottery'"):
        innovation_tables.shares(csv(tmp_path, "f.csv", [flow(head, "Lottery", "1")]))


def test_an_industry_that_is_not_known_is_refused(tmp_path):
    rows = [{"time_period": "Alchemy", "isic_rev_4_level_1": "Japan (2018)", "value": "1"}]
    with pytest.raises(DataError, match="industries that are not known: 'Alchemy'"):
        innovation_tables.industries(csv(tmp_path, "i.csv", rows))


def counts(folder, change=lambda rows: rows):
    """Write patents with one in each field for China and two in the world."""
    rows = []
    for name, said in definition()["measure"].items():
        items = definition()["sector" if name == "uspto_sectors" else "field"].values()
        named = list(enumerate([i["source"] for i in items], said["tables"][0]))[: said["tables"][1]]
        extra = said["tables"][0] + len(named)
        fields = [(t if t != said["total"] else extra, f) for t, f in named] + [(said["total"], "granted")]
        for geo, unit in (("China", 1), ("World", 2), ("Asia", 2)):
            rows += [(t, "X", f, geo, 2000, unit * (len(named) if f == "granted" else 1)) for t, f in fields]
    frame = change(pd.DataFrame(rows, columns=["table", "office", "field", "geo", "year", "value"]))
    path = folder / FILES["patents"]
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.to_parquet(path)
    return folder


def test_patents_of_a_file_written_here(tmp_path):
    made = innovation_patents.count_patents(counts(tmp_path))
    assert {name: len(frame) for name, frame in made.items()} == {"families": 72, "uspto": 72, "uspto_sectors": 10}
    assert set(made["families"]["economy"]) == {"CHN", "WLD"}
    assert set(made["families"]["2000"]) == {"1", "2"}


DAMAGED = {
    "counts that stand twice: '5818 China 2000'": lambda r: pd.concat([r, r.head(1)]),
    "fields of families that are not known: 'alchemy'": lambda r: r.assign(
        field=r["field"].mask((r["table"] == 5821) & (r["geo"] == "World"), "alchemy")
    ),
    "fields of families that are not there: 'audiovisual'": lambda r: r[
        ~((r["field"] == "audio-visual technology") & (r["table"] < 5857))
    ],
    "economies and years whose fields do not add up to the total: 'CHN 2000'": lambda r: r.assign(
        value=r["value"].mask((r["table"] == 5820) & (r["geo"] == "China"), 90)
    ),
    "counts of uspto that are not there: 'CHN optics'": lambda r: r[
        ~((r["field"] == "optics") & (r["table"] >= 5857) & (r["geo"] == "China"))
    ],
}


@pytest.mark.parametrize("said", DAMAGED)
def test_damaged_patents_are_refused_by_name(tmp_path, said):
    with pytest.raises(DataError, match=rf"patents_field_country_year.parquet: {said}\. Get the file again"):
        innovation_patents.count_patents(counts(tmp_path, DAMAGED[said]))


def test_the_datapackage_is_plain_json():
    text = (reference.folder(NAME) / "datapackage.json").read_text("utf-8")
    assert json.loads(text) == reference.package(NAME)
    assert "/" not in "".join(reference.package(NAME)[part]["path"] for part in ("research", *MEASURES))
