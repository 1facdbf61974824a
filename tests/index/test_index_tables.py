"""Shipped tables of indicators: whole, plausible, said in both languages, and built again from their sources."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pandas as pd
import pytest

from builders import china_sti, china_sti_source, table as table_of
from builders.catalogue import TABLES, build
from builders.china_sti_source import SCIENCE, definition
from newind.accounts.regions import read_regions
from newind.errors import DataError, UnknownNameError
from newind.index import tables
from newind.index.tables.contiguity import neighbours

NAME = "china-sti"
PROVINCES = [r.code for r in read_regions().values() if r.kind == "province"]
YEARS = list(range(2011, 2023))
PLAUSIBLE = {
    "education_spending": (8, 25), "researcher_share": (20, 80), "rural_spending": (3, 25),
    "hightech_revenue": (0.1, 50), "hightech_margin": (-1, 70), "invention_share": (5, 50),
    "new_product_share": (0.5, 70), "rd_intensity": (0.1, 7), "basic_research": (0.01, 1.2),
    "science_spending": (0.2, 7), "inventions_per_staff": (1, 25), "papers_per_staff": (0.3, 90),
    "firm_funding": (10, 95), "hightech_rd": (0.2, 6), "technology_bought": (0.1, 10),
    "technology_sold": (0.001, 20), "foreign_funding": (0, 5), "new_product_exports": (0, 91),
}  # fmt: skip
"""Indicator → what lies beyond its lowest and highest value anywhere in 2011-2022 would be a mistake of units."""


@pytest.fixture
def frame():
    return tables.table(NAME)


def value(frame, unit, year, column):
    return frame.loc[(frame["unit"] == unit) & (frame["year"] == year), column].item()


# ---- what is shipped
def test_builders_and_catalogue_name_the_same_tables():
    assert tuple(TABLES) == tables.NAMES == tuple(t.name for t in tables.tables())


def test_every_province_has_every_year_once(frame):
    assert frame["unit"].tolist() == [p for p in PROVINCES for _ in YEARS]
    assert frame["year"].tolist() == YEARS * 31
    assert frame.columns.tolist() == ["unit", "year", *PLAUSIBLE]


def test_each_call_gives_a_frame_of_its_own(frame):
    frame.loc[:, "rd_intensity"] = 0.0
    assert tables.table(NAME)["rd_intensity"].min() > 0


@pytest.mark.parametrize("column", PLAUSIBLE)
def test_figures_are_plausible(frame, column):
    low, high = PLAUSIBLE[column]
    assert frame[column].between(low, high).eq(frame[column].notna()).all()


def test_gaps_are_those_that_are_stated(frame):
    stated = tables.package(NAME)["resources"][0]["missing"]
    found = frame[list(PLAUSIBLE)].isna().sum()
    assert found[found > 0].to_dict() == stated
    by_year = frame.groupby("year")[list(PLAUSIBLE)].count()
    assert by_year.loc[2017, ["hightech_revenue", "hightech_margin"]].tolist() == [0, 0]
    assert by_year.loc[2011, ["technology_bought", "technology_sold"]].tolist() == [0, 0]
    assert by_year.loc[2011:2015, ["new_product_share", "new_product_exports", "hightech_rd"]].to_numpy().sum() == 0
    assert np.isnan(value(frame, "CN-BJ", 2012, "firm_funding"))


@pytest.mark.parametrize(
    ("unit", "year", "column", "want"),
    [
        ("CN-BJ", 2022, "rd_intensity", 6.83),
        ("CN-GD", 2022, "rd_intensity", 3.42),
        ("CN-XZ", 2012, "rd_intensity", 0.25),
        ("CN-BJ", 2022, "technology_sold", 19.1),  # 794.75 billion yuan of contracts, product of 4.16 trillion
        ("CN-GD", 2022, "firm_funding", 88),
    ],
)
def test_published_figures(frame, unit, year, column, want):
    assert value(frame, unit, year, column) == pytest.approx(want, rel=0.015)


def test_columns_are_said_in_both_languages():
    for name, column in tables.columns_of(NAME).items():
        words = [column["label"], column["formula"], *([column["reason"]] if column["better"] == "none" else [])]
        assert all(set(w) == {"en", "zh"} and w["en"] and any("一" <= c <= "鿿" for c in w["zh"]) for w in words), name
        assert column["better"] in ("higher", "lower", "target", "none")
        assert column["unit"] in ("%", "per 100 person-years")


def test_characteristics_are_covered_or_said_not_to_be():
    covered = {c["characteristic"] for c in tables.columns_of(NAME).values()}
    left_out = tables.package(NAME)["not_covered"]
    assert covered | set(left_out) == {"people", "quality", "innovation", "green", "digital", "open"}
    assert not covered & set(left_out)


def test_the_package_says_where_it_comes_from_and_what_to_know():
    said = tables.package(NAME)
    assert said["licenses"][0]["name"] == "CC-BY-4.0"
    assert all({"title", "author", "licence"} <= set(s) for s in said["sources"])
    assert len(said["method"]) >= 5
    assert len(said["caveats"]) >= 10
    assert said["resources"][0]["bytes"] < 1e5


def test_the_break_of_gross_product_is_stated():
    change = tables.package(NAME)["product_change"]["2018-2019"]
    assert set(change) == set(PROVINCES)
    assert change["CN-TJ"] == pytest.approx(-24.9, abs=0.2)
    assert change["CN-YN"] == pytest.approx(29.9, abs=0.2)


def test_no_level_of_the_source_is_shipped(frame):
    assert np.nanmax(frame[list(PLAUSIBLE)].to_numpy()) < 100


def test_figures_agree_with_their_hash_and_a_change_is_seen(tmp_path, monkeypatch):
    assert tables.verify() == []
    shutil.copytree(tables.folder(NAME), tmp_path / NAME)
    monkeypatch.setattr(tables, "folder", lambda name: tmp_path / name)
    path = tmp_path / NAME / "table.csv"
    text = path.read_bytes()
    path.write_bytes(text.replace(b"\n", b"\r\n"))
    assert tables.verify() == []
    path.write_bytes(text.replace(b"6.83", b"6.84", 1))
    assert tables.verify() == ["china-sti table.csv: the figures are not those of datapackage.json"]


def test_unknown_tables_are_refused():
    with pytest.raises(UnknownNameError, match=r"unknown table 'china-stj'. Did you mean 'china-sti'"):
        tables.table("china-stj")


def test_a_line_for_lists():
    assert str(tables.tables()[0]).startswith("china-sti: Science, technology and industry in 31 provinces")


# ---- built again
def test_built_again_it_is_the_same(shared, tmp_path):
    written = build(NAME, shared, tmp_path)
    for path in written:
        want = (tables.folder(NAME) / path.name).read_bytes().replace(b"\r\n", b"\n")
        assert path.read_bytes() == want, path.name


def test_ratios_are_those_of_the_source(shared):
    rows = pd.read_parquet(shared / SCIENCE).astype({"variables": str, "dataset": str, "province_en": str})
    at = rows[(rows["province_en"] == "Hubei") & (rows["year"] == 2020) & (rows["dataset"] != "RDSource")]
    v = at.set_index("variables")["value"]
    got = china_sti.build(shared).frame.set_index(["unit", "year"]).loc[("CN-HB", 2020)]
    product = v["v4_zh_nbzc_hj"] / v["v4_ztr_qd_RD"] * 100
    staff = v["v4_zh_qsdl_jcyj"] + v["v4_zh_qsdl_yyyj"]
    assert got["technology_sold"] == pytest.approx(v["v4_cg_jssc_je"] / product * 100, abs=5e-4)
    assert got["hightech_revenue"] == pytest.approx(v["v4_cy_scjy_zyyw"] * 1e4 / product * 100, abs=5e-3)
    assert got["papers_per_staff"] == pytest.approx(v["v4_cg_gwlw_pssci"] / staff * 100, abs=5e-3)
    assert got["new_product_share"] == pytest.approx(v["v4_cy_xcp_xssr"] / v["v4_cy_scjy_zyyw"] / 100, abs=5e-3)


# ---- sources that do not fit
def source(path):
    """Write a source with every variable at 1 in each province and year, and return its rows."""
    rows = [
        {"dataset": v.get("dataset", "x"), "variables": name, "units": v["unit"], "province_en": province, "year": year}
        for name, v in definition()["variables"].items()
        for province in china_sti_source.provinces()
        for year in china_sti_source.years()
    ]
    return save(pd.DataFrame(rows).assign(value=1.0), path)


def save(rows, folder):
    (folder / SCIENCE).parent.mkdir(parents=True, exist_ok=True)
    rows.to_parquet(folder / SCIENCE)
    return rows


def test_a_source_of_ones_gives_the_scales(tmp_path):
    source(tmp_path)
    got = china_sti.build(tmp_path).frame
    assert got["education_spending"].unique().tolist() == [100]
    assert got["papers_per_staff"].unique().tolist() == [50]  # one paper, two parts of the staff
    assert got["basic_research"].unique().tolist() == [1]  # product = 1 / 1 % = 100
    assert got["hightech_revenue"].unique().tolist() == [10_000]  # 100 million yuan against 10,000 yuan


def test_what_the_source_does_not_state_is_a_gap(tmp_path):
    rows = source(tmp_path)
    gone = (rows["variables"] == "v4_cg_jssc_je") & (rows["province_en"] == "Tibet") & (rows["year"] < 2017)
    save(rows[~gone], tmp_path)
    got = china_sti.build(tmp_path).frame
    assert got.loc[got["technology_sold"].isna(), "unit"].tolist() == ["CN-XZ"] * 6
    assert got.drop(columns="technology_sold").notna().all(axis=None)


def test_a_variable_that_stands_in_two_tables_is_taken_from_one(tmp_path):
    rows = source(tmp_path)
    again = rows[rows["variables"] == "v4_zh_nbzc_hj"].assign(dataset="RDSource", value=7.0)
    save(pd.concat([rows, again]), tmp_path)
    assert china_sti.build(tmp_path).frame["basic_research"].unique().tolist() == [1]


def at(rows, variable, province="Beijing", year=2015):
    return (rows["variables"] == variable) & (rows["province_en"] == province) & (rows["year"] == year)


DAMAGED = {
    "columns that are not there: 'units', 'value'": lambda r: r.drop(columns=["units", "value"]),
    "variables that are not there: 'v4_cg_jssr_je'": lambda r: r[r["variables"] != "v4_cg_jssr_je"],
    "provinces that are not there: 'Hebei', 'Tibet'": lambda r: r[~r["province_en"].isin(["Hebei", "Tibet"])],
    r"units other than expected: 'v4_cy_scjy_zyyw \(万元\)'": lambda r: r.assign(
        units=r["units"].mask(r["variables"] == "v4_cy_scjy_zyyw", "万元")
    ),
    "figures that stand twice: 'v6_cz_yszc_jy Beijing 2015'": lambda r: pd.concat([r, r[at(r, "v6_cz_yszc_jy")]]),
    "figures that are not finite: 'v6_cz_yszc_hj Beijing 2015'": lambda r: r.assign(
        value=r["value"].mask(at(r, "v6_cz_yszc_hj"), np.inf)
    ),
    "negative figures: 'v6_cz_yszc_hj Beijing 2015'": lambda r: r.assign(
        value=r["value"].mask(at(r, "v6_cz_yszc_hj"), -1.0)
    ),
    "variables without a figure in the years of the table: 'v4_ztr_qd_RD'": lambda r: r[
        (r["variables"] != "v4_ztr_qd_RD") | (r["year"] > 2022)
    ].pipe(lambda left: pd.concat([left, r[at(r, "v4_ztr_qd_RD")].assign(year=2023)])),
}


@pytest.mark.parametrize("said", DAMAGED)
def test_a_damaged_source_is_refused_by_name(tmp_path, said):
    save(DAMAGED[said](source(tmp_path)), tmp_path)
    with pytest.raises(DataError, match=rf"province_sti_2000_2023.parquet: {said}\. Get the file again"):
        china_sti.build(tmp_path)


def test_losses_may_be_negative(tmp_path):
    rows = source(tmp_path)
    save(rows.assign(value=rows["value"].mask(at(rows, "v4_cy_scjy_lrze"), -0.5)), tmp_path)
    assert value(china_sti.build(tmp_path).frame, "CN-BJ", 2015, "hightech_margin") == -50


def test_a_missing_or_broken_file_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"no such file. Give the folder that holds china/sti/province_sti"):
        build(NAME, tmp_path, tmp_path / "out")
    source(tmp_path)
    whole = (tmp_path / SCIENCE).read_bytes()
    for part in (b"", b"no parquet", whole[: len(whole) // 2]):
        (tmp_path / SCIENCE).write_bytes(part)
        with pytest.raises(DataError, match="not a readable Parquet file"):
            build(NAME, tmp_path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_csv_keeps_decimals_and_gaps():
    said = {"label": {"en": "A", "zh": "甲"}, "unit": "%", "better": "higher"}
    frame = pd.DataFrame({"unit": ["NA", "CN-BJ"], "year": [2011, 2012], "a": [1.5, np.nan]})
    made = table_of.BuiltTable("t", "表", "observed", [], [], [], frame, {"a": said}, {"a": 2})
    assert table_of.as_text(made) == "unit,year,a\nNA,2011,1.50\nCN-BJ,2012,\n"
    entry = table_of.describe("t", made, b"x")["resources"][0]
    assert (entry["rows"], entry["units"], entry["years"], entry["missing"]) == (2, 2, [2011, 2012], {"a": 1})
    assert json.loads(json.dumps(entry)) == entry


def test_years_of_breaks_are_years_of_the_table():
    assert set(tables.package(NAME)["product_change"]) == {"2015-2016", "2016-2017", "2018-2019"}
    assert china_sti.product_change(np.ones((31, 12)))["2018-2019"]["CN-BJ"] == 0


# ---- neighbours
def test_neighbourhood_is_mutual_and_leaves_no_province_alone():
    pairs = {(a, b) for a, found in neighbours().items() for b in found}
    assert pairs == {(b, a) for a, b in pairs}
    assert all(a != b for a, b in pairs)
    assert len(pairs) == 2 * 69  # 68 land borders, and Hainan
    assert sorted(neighbours()) == sorted(PROVINCES)


def test_the_provinces_hang_together():
    reached, at_last = {"CN-HI"}, set()
    while reached != at_last:
        at_last = reached
        reached = reached | {b for a in reached for b in neighbours()[a]}
    assert reached == set(PROVINCES)


@pytest.mark.parametrize(
    ("unit", "near"),
    [
        ("CN-HI", {"CN-GD"}),
        ("CN-SH", {"CN-JS", "CN-ZJ"}),
        ("CN-HL", {"CN-JL", "CN-NM"}),
        ("CN-XJ", {"CN-XZ", "CN-QH", "CN-GS"}),
        ("CN-SN", {"CN-SX", "CN-NM", "CN-HA", "CN-HB", "CN-CQ", "CN-SC", "CN-GS", "CN-NX"}),
    ],
)
def test_neighbours_that_one_knows(unit, near):
    assert set(neighbours()[unit]) == near


def test_borders_are_those_of_the_map(shared):
    """The map draws a border with the same points on both sides."""
    drawn = json.loads((shared / "maps" / "china_provinces.geojson").read_text(encoding="utf-8"))["features"]
    codes = {r.zh: r.code for r in read_regions().values() if r.kind == "province"}
    points = {codes[f["properties"]["name_cn"]]: set(corners(f["geometry"]["coordinates"])) for f in drawn
              if f["properties"]["name_cn"] in codes}  # fmt: skip
    on_the_map = {(a, b) for a in points for b in points if a != b and points[a] & points[b]}
    stated = {(a, b) for a, found in neighbours().items() for b in found} - {("CN-HI", "CN-GD"), ("CN-GD", "CN-HI")}
    assert on_the_map == stated


def corners(part):
    if isinstance(part[0], (int, float)):
        yield tuple(part)
    else:
        for inner in part:
            yield from corners(inner)
