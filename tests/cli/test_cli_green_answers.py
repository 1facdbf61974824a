"""``newind green``: every question in both languages, as JSON and in files, and what is refused."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import numpy as np
import pytest
from python_calamine import CalamineWorkbook

import newind as ni
from filed import HANZI, check_csv
from newind.questions.answers import Answer
from newind.questions.green.words import WORDS
from newind.questions.table import DataTable

if TYPE_CHECKING:
    from collections.abc import Sequence

LATIN = re.compile(r"[A-Za-z]{2,}")
KEPT = re.compile(r"--\w+|GDP")
"""Names of options and of measures that are the same in both languages."""
CASES = {
    "footprint": ["CHN"],
    "change": ["CHN", "--from", "2000", "--to", "2005", "--how", "consumption"],
    "kaya": ["DEU", "--income", "value_added_volume"],
    "trade": ["IND", "--year", "2005"],
    "paths": ["CHN", "--product", "c15", "--threshold", "0.005"],
    "charge": ["CHN", "--price", "20", "--coverage", "utilities=0.4"],
    "price": ["DEU", "--price", "50", "--receipts", "value_added"],
    "border": ["DEU", "--price", "50", "--partners", "CHN,RUS"],
    "compensation": ["CHN", "--share", "0.5", "--year", "2009"],
    "power": ["CHN", "--year", "2024", "--peers", "usa,DEU"],
    "mix": ["CHN", "--to", "2030", "--carbon-price", "30", "--draws", "20"],
    "recycling": ["CHN", "--on", "own.npz", "--rate", "0.1"],
}
ASKED = pytest.mark.parametrize("name", CASES)
TITLES = {
    "footprint": ("Carbon footprint of China, 2022", "中国的碳足迹（2022年）"),
    "change": ("What changed the emissions of China, 2000–2005", "中国碳排放变化的来源（2000—2005年）"),
    "kaya": ("People, income and carbon: Germany, 2000–2009", "德国的人口、收入与碳排放（2000—2009年）"),
    "trade": ("Carbon in the trade of India, 2005", "印度贸易隐含碳（2005年）"),
    "paths": ("Chains that emit most for China, 2022", "中国最终使用的主要排放链条（2022年）"),
    "charge": ("A charge on the carbon in final sales of China, 2022", "中国最终销售隐含碳收费（2022年）"),
    "price": ("A carbon price on the industries of Germany, 2022", "德国行业碳价（2022年）"),
    "border": ("A carbon border adjustment of Germany, 2022", "德国的碳边境调节（2022年）"),
    "compensation": ("Payments for carbon between China and others, 2009", "中国与他方的碳补偿（2009年）"),
    "power": ("Where the power of China comes from, 2024", "中国的电力来源（2024年）"),
    "mix": ("Where the power of China may come from, 2024–2030", "中国电源结构情景（2024—2030年）"),
    "recycling": ("Recycled for virgin materials: China, 2011", "中国的再生材料替代（2011年）"),
}
SCALED = {"亿吨": 0.01, "万吨": 100.0}
"""Units of masses in Chinese, and what Mt are multiplied with."""
STATUS = {"en": ("observed", "estimated", "simulated"), "zh": ("观测", "估计", "模拟")}


@pytest.fixture(autouse=True)
def own(tmp_path):
    """Lay a table with a recycling industry where commands run."""
    home = [[10, 40, 2, 8], [4, 60, 5, 60], [0, 12, 1, 2], [15, 30, 6, 120]]
    abroad = [[2, 9, 0, 1], [1, 4, 0, 6], [0, 1, 0, 0], [1, 2, 0, 8]]
    Z = np.block([[np.array(home), np.array(abroad)], [np.array(abroad) * 2, np.array(home) * 3]]).astype(float)
    Y = np.array([[8, 1], [65, 4], [6, 0], [420, 10], [1, 80], [5, 230], [0, 20], [12, 1300]], dtype=float)
    w = ni.Accounts(Z=Z, Y=Y, regions=["CHN", "ROW"], industries=["ore", "metals", "recycling", "other"],
                    demand=["final"], year=2011, unit="M.USD")  # fmt: skip
    w.save(tmp_path / "own.npz")
    return tmp_path / "own.npz"


def told(run, name, *more):
    return json.loads(run("green", name, *CASES[name], *more, "--json").stdout)


def foreign(text: str, lang: str) -> list[str]:
    """Return what is not in the language of a text; codes of the table laid here have no other name."""
    kept = re.sub(r"\b(metals|ore|recycling|other)\b", "", KEPT.sub("", text))
    return HANZI.findall(text) if lang == "en" else LATIN.findall(kept)


# ---- each question, in each form
@ASKED
def test_an_answer_opens_with_its_figures_in_each_language(run, name):
    shown = {lang: run("green", name, *CASES[name], "--lang", lang).stdout for lang in ("en", "zh")}
    for k, (lang, text) in enumerate(shown.items()):
        title, first, *_ = text.splitlines()
        assert title == TITLES[name][k]
        lead = text.partition("\n\n")[0]
        assert re.search(r"\d", first)
        assert any(word in lead for word in STATUS[lang])
        assert foreign(text, lang) == []
        assert "{" not in text
        assert not re.search(r"\b(nan|inf)\b", text)
    numbers = [re.findall(r"\d+\.\d+%", text) for text in shown.values()]
    assert sorted(numbers[0]) == sorted(numbers[1]) != []


@ASKED
def test_as_json_and_in_files_it_is_the_same(run, name):
    found = told(run, name, "--out", "all.csv")
    assert found["schema_version"] == 1
    assert found["command"] == f"green {name}"
    assert found["region"] == CASES[name][0]
    assert found["glance"]
    assert found["notes"]
    first = next(iter(found["tables"].values()))
    check_csv("all.csv", first)


@ASKED
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_workbook_has_every_table_with_its_heads_in_the_language(run, name, lang):
    tables = told(run, name, "--lang", lang, "--out", "all.xlsx")["tables"]
    masses = set(WORDS.groups["masses"].get(name, ())) if lang == "zh" else set()
    largest = max(
        (abs(r[c]) for t in tables.values() for r in t for c in masses & set(r) if is_number(r[c])), default=0
    )
    book = CalamineWorkbook.from_path("all.xlsx")
    assert len(book.sheet_names) == 1 + len(tables)
    for sheet, table in zip(book.sheet_names[1:], tables.values(), strict=True):
        assert foreign(sheet, lang) == []
        head, *cells = book.get_sheet_by_name(sheet).to_python()
        assert [t for t in head if foreign(str(t), lang)] == []
        assert len(set(head)) == len(head)
        assert [t for t in head if "_" in str(t)] == []
        assert len(cells) == len(table)
        if masses & set(table[0]):
            assert unit_of([sheet, *head]) == ("亿吨" if largest >= 10 else "万吨")
        factors = dict.fromkeys(masses, SCALED[unit_of([sheet, *head])]) if masses & set(table[0]) else {}
        for row, record in zip(cells, table, strict=True):
            numbers = sorted(v * factors.get(c, 1.0) for c, v in record.items() if is_number(v))
            assert sorted(c for c in row if is_number(c)) == pytest.approx(numbers, rel=1e-9)
    guide = " ".join(str(c) for row in book.get_sheet_by_name(book.sheet_names[0]).to_python() for c in row)
    assert f"newind green {name} {CASES[name][0]}" in guide


def test_masses_below_a_tenth_of_100_million_tonnes_are_in_ten_thousands() -> None:
    """The unit and the numbers of a Chinese table change together; English keeps Mt."""
    words = {"en": "CO₂, Mt", "zh": "二氧化碳（{tonnes}）"}
    for size, unit, shown in ((9.9, "万吨", "990"), (10.0, "亿吨", "0.100"), (996.0, "亿吨", "9.96")):
        table = DataTable.from_columns({"value": [size, float("nan")]})
        made = Answer({}, {"one": table}, {"value": words}, money=frozenset({"value"}), masses=frozenset({"value"}))
        assert made.label("value", "zh") == f"二氧化碳（{unit}）"
        assert made.cell("value", size, "zh") == shown
        assert (made.label("value", "en"), made.cell("value", size, "en")) == ("CO₂, Mt", f"{size:.0f}")


def unit_of(texts: Sequence[object]) -> str:
    """Return the one unit of masses that stands in names of columns or tables."""
    (unit,) = {u for u in SCALED for text in texts if u in str(text)}
    return unit


def is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


# ---- what single questions say
def test_a_footprint_adds_up_however_it_is_cut(run):
    found = told(run, "footprint", "--by", "origin,product")
    tables = found["tables"]
    assert next(iter(tables)) == "chosen"
    for rows in tables.values():
        assert sum(row["value"] for row in rows) == pytest.approx(found["total"])
    assert found["total"] == pytest.approx(ni.green.footprint(ni.load("world"), "CHN").total)


def test_what_changed_emissions_adds_up(run):
    found = told(run, "change")
    rows = {name: found["tables"][name] for name in ("effects", "industries", "partners")}
    change = found["end"] - found["start"]
    assert sum(row["value"] for row in rows["effects"]) == pytest.approx(change)
    own = next(row["value"] for row in rows["effects"] if row["effect"] == "households")
    for name in ("industries", "partners"):
        assert sum(row["all_effects"] for row in rows[name]) == pytest.approx(change - own)
    assert all(row["low"] <= row["value"] <= row["high"] for row in rows["effects"])


def test_index_decomposition_and_chaining_can_be_asked_for(run_json):
    index = run_json("green", "change", "DEU", "--method", "index")
    assert [row["effect"] for row in index["tables"]["effects"]] == ["activity", "structure", "intensity", "households"]
    assert (index["first"], index["last"]) == (2000, 2009)
    ends = run_json("green", "change", "DEU", "--method", "index", "--ends")
    assert ends["tables"]["effects"] != index["tables"]["effects"]
    assert (ends["start"], ends["end"]) == (index["start"], index["end"])


def test_energy_splits_the_last_factor(run_json):
    words = ["CHN", "--from", "2000", "--to", "2001", "--energy", "2000=1470,2001=1555"]
    found = run_json("green", "kaya", *words)
    assert [row["factor"] for row in found["tables"]["factors"]][-2:] == ["energy", "carbon_of_energy"]


def test_tiers_add_up_and_chains_reach_the_threshold(run):
    found = told(run, "paths")
    assert sum(row["value"] for row in found["tables"]["tiers"]) == pytest.approx(found["total"])
    assert all(row["share"] >= 0.005 for row in found["tables"]["chains"])
    assert all(" (China)" not in row["chain"] and row["label"] for row in found["tables"]["chains"])


def test_what_is_paid_is_received(run):
    rows = told(run, "charge")["tables"]["parties"]
    assert sum(row["net"] for row in rows) == pytest.approx(0.0, abs=1e-6 * sum(row["pays"] for row in rows))
    tables = told(run, "compensation")["tables"]
    assert sum(row["net"] for row in tables["regions"]) == pytest.approx(0.0, abs=1e-3)
    assert all("CHN" in (row["from"], row["to"]) for row in tables["own"])


def test_what_abatement_is_measured_against_can_be_said(run):
    rows = {b: told(run, "price", "--benchmark", b)["tables"]["parties"] for b in ("5", "peers", "none")}
    abating = {b: sum(row["for_abating"] for row in found) for b, found in rows.items()}
    assert abating["5"] > 0 < abating["peers"]
    assert abating["none"] == 0
    assert rows["5"] != rows["peers"]


def test_only_the_partners_named_pay_at_the_border(run):
    rows = told(run, "border")["tables"]["partners"]
    assert {row["partner"] for row in rows if row["pays"] > 0} == {"CHN", "RUS"}


def test_the_model_stands_beside_given_quantities(run):
    words = ["CHN", "--price", "10", "--simulate", "--horizon", "short"]
    shown = run("green", "price", *words, "--lang", "zh").stdout
    assert "模型结果（模拟，短期）" in shown
    assert "数量不变与模型模拟" in shown
    assert foreign(shown, "zh") == []


def test_a_mix_can_be_given(run_json):
    shares = "coal=0.4,gas=0.05,nuclear=0.05,hydro=0.1,wind=0.2,solar=0.2"
    found = run_json("green", "mix", "CHN", "--to", "2030", "--mix", shares)
    last = {row["source"]: row["share"] for row in found["tables"]["sources"]}
    assert last["coal"] == pytest.approx(0.4)
    assert "with the mix that is given" in found["glance"][0]


def test_one_layer_of_recycling_can_be_asked_for(run):
    found = told(run, "recycling", "--layer", "region")
    assert {row["layer"] for row in found["tables"]["effects"]} == {"region"}
    assert found["rates"]["region"] <= 0.1


def test_a_chinese_table_has_recycling_apart(run_json, shared, tmp_path):
    from builders.china_sources import national
    from newind.data.single import to_accounts

    to_accounts(national(shared, "2020_153")).save(tmp_path / "nbs.npz")
    found = run_json("green", "recycling", "CHN", "--on", "nbs.npz", "--rate", "0.1")
    assert found["industry"] == "q062"
    assert {row["layer"] for row in found["tables"]["effects"]} == {"industry", "cluster", "region"}


def test_the_options_are_in_the_command(run):
    run("green", "charge", *CASES["charge"], "--chain", "world", "--out", "a.xlsx", "--lang", "zh")
    guide = [row[0] for row in CalamineWorkbook.from_path("a.xlsx").get_sheet_by_name("阅读说明").to_python()]
    options = "--chain world --coverage utilities=0.4"
    assert f"命令：newind green charge CHN {options}" in guide


def test_without_a_question_the_questions_are_listed(run):
    listed = run("green").stdout.partition("Commands:")[2]
    assert {line.split()[0] for line in listed.strip().splitlines()} >= {*CASES, "divide"}


# ---- what is refused
BAD = {
    "an economy": (["footprint", "CHM"], "unknown economy 'CHM'. Did you mean 'CHN'?"),
    "no economy": (["footprint"], "no region named. Name one of 'CHN'"),
    "a boundary": (["footprint", "CN-GD"], "for a footprint"),
    "a year without CO2": (["footprint", "CHN", "--year", "1996"], "not known in 1996: it is from 2000 to 2022"),
    "a year that is not there": (["trade", "CHN", "--year", "2030"], "no accounts for 2030: this panel has"),
    "a side": (["footprint", "CHN", "--by", "maker"], "footprints have no side 'maker'."),
    "no side": (["footprint", "CHN", "--by", ","], "--by: ',' names nothing."),
    "a change without CO2": (["change", "CHN", "--from", "1996"], "not known in 1996"),
    "a change without volumes": (["change", "CHN", "--to", "2011"], "last good year 2009"),
    "one year twice": (["change", "CHN", "--from", "2005", "--to", "2005"], "2005 was given twice"),
    "chains by index": (["change", "CHN", "--how", "consumption", "--method", "index"], "index decomposition knows"),
    "a method": (["change", "CHN", "--method", "magic"], "for '--method': 'magic' is not one of"),
    "people of two databases": (["kaya", "CHN", "--from", "2005", "--to", "2020"], "'2005', '2020' are of databases"),
    "years the wrong way": (["kaya", "CHN", "--from", "2005", "--to", "2001"], "a first year before the last"),
    "energy": (["kaya", "CHN", "--energy", "2000=1"], "energy of 2011 is missing"),
    "energy of no year": (["kaya", "CHN", "--energy", "soon=1"], "--energy: 'soon' is no year."),
    "half an energy": (["kaya", "CHN", "--energy", "2000"], "--energy: '2000' is not a name and a number."),
    "a product": (["paths", "CHN", "--product", "c99"], "unknown industry 'c99'. Did you mean 'c9'?"),
    "a threshold": (["paths", "CHN", "--threshold", "2"], "--threshold: 2 is out of bounds"),
    "too high a threshold": (["paths", "CHN", "--threshold", "0.9"], "no single chain reaches 0.9 of the emissions."),
    "a price below zero": (["charge", "CHN", "--price", "-1"], "--price: -1 is out of bounds"),
    "coverage": (["charge", "CHN", "--coverage", "1.4"], "1.4"),
    "coverage in words": (["price", "CHN", "--coverage", "much"], "--coverage: 'much' is no share."),
    "coverage of nothing": (["charge", "CHN", "--coverage", "c99=0.5"], "'c99'"),
    "a benchmark": (["price", "CHN", "--benchmark", "mine"], "unknown benchmark 'mine'."),
    "no years back": (["price", "CHN", "--benchmark", "0"], "benchmark is 0 years before."),
    "an open chain": (["charge", "CN-GD", "--chain", "world"], "CO2"),
    "a partner": (["border", "DEU", "--partners", "CHM"], "unknown label or group 'CHM'"),
    "a charge without CO2": (["price", "CHN", "--year", "1996"], "1996"),
    "a responsibility": (["compensation", "CHN", "--share", "1.2"], "--share: 1.2 is out of bounds"),
    "payments without CO2": (["compensation", "CHN", "--year", "1996"], "last good year 2022"),
    "no power": (["power", "XYZ"], "XYZ"),
    "no economy for power": (["power"], "no economy named. Name one, as in newind green power CHN."),
    "a year of power": (["power", "CHN", "--year", "1950"], "1950"),
    "a mix of 1.2": (["mix", "CHN", "--mix", "coal=0.6,wind=0.6"], "power mix: shares sum to 1.2, not 1."),
    "a source": (["mix", "CHN", "--mix", "cole=1"], "unknown source of power 'cole'. Did you mean 'coal'?"),
    "half a mix": (["mix", "CHN", "--mix", "coal"], "--mix: 'coal' is not a name and a number."),
    "a mix and a price": (["mix", "CHN", "--mix", "coal=1", "--carbon-price", "9"], "Give one of the two."),
    "a year behind": (["mix", "CHN", "--to", "2020"], "power scenario to 2020: it starts in 2024."),
    "no draws": (["mix", "CHN", "--draws", "0"], "--draws: 0 is out of bounds"),
    "no recycling industry": (["recycling", "CHN"], "no recycling industry stands apart among 26 industries. Needs"),
    "a rate": (["recycling", "CHN", "--on", "own.npz", "--rate", "1.5"], "--rate: 1.5 is out of bounds"),
    "a layer": (["recycling", "CHN", "--on", "own.npz", "--layer", "zone"], "for '--layer': 'zone' is not one of"),
    "a kind of file": (["trade", "CHN", "--out", "trade.pdf"], "trade.pdf: answers are written as .xlsx, .csv."),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_a_mistake_is_one_clear_line(run, tmp_path, what):
    words, message = BAD[what]
    result = run("green", *words, code=2)
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("newind: ")
    assert message in lines[0]
    assert [path.name for path in tmp_path.iterdir()] == ["own.npz"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_side_that_footprints_lack_is_refused_before_accounts_are_loaded(run, monkeypatch, lang):
    monkeypatch.setattr("newind.cli.questions.resolve_request", lambda *_: pytest.fail("accounts were loaded"))
    said = run("green", "footprint", "CHN", "--by", "origin,ZZZ", "--lang", lang, code=2).stderr
    assert "ZZZ" in said
    assert "product" in said


@pytest.mark.parametrize("year", ["1990", "2035", "2040"])
def test_a_peak_outside_the_path_is_refused_before_it_is_followed(run, monkeypatch, year):
    monkeypatch.setattr("newind.pathways.growth_under.pathway", lambda *_, **__: pytest.fail("a path was followed"))
    said = run("green", "budget", "CHN", "--peak-by", year, code=2).stderr
    assert f"{year} cannot be told" in " ".join(said.split())
    assert "2022 to 2034" in " ".join(said.split())
