"""The examples run, and say what they say of themselves."""

from __future__ import annotations

import runpy
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

import newind as ni

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


@pytest.fixture(scope="module")
def example():
    return runpy.run_path(str(EXAMPLES / "province_index.py"), run_name="example")


@pytest.fixture(scope="module")
def index(example):
    return example["built"]()


def test_the_index_of_provinces_prints_every_table(capsys):
    runpy.run_path(str(EXAMPLES / "province_index.py"), run_name="__main__")
    shown = capsys.readouterr().out
    for title in (
        "Ranks 2022",
        "Weights",
        "Places won",
        "grade of coordination",
        "Obstacles of",
        "Convergence",
        "Moran",
    ):
        assert title in shown
    assert "NaN" not in shown


def test_ranks_stand_within_reach_of_their_intervals(example, index):
    ranks = example["ranks_with_intervals"](index)
    assert sorted(ranks["rank"]) == list(range(1, 32))
    assert (ranks["low"] <= ranks["high"]).all()
    assert ranks.loc["Beijing", ["rank", "low", "high"]].tolist() == [1, 1, 1]
    assert ranks.loc["Tibet", "high"] - ranks.loc["Tibet", "low"] > 15  # a few firms and contracts decide its figures


def test_weights_and_moves(example, index):
    weights = example["entropy_against_equal"](index)
    assert weights.sum().tolist() == pytest.approx([1, 1], abs=0.005)
    assert weights["entropy"].idxmax() == "Technology sold against gross product"  # the most uneven of all
    assert len(example["largest_moves"](index)) == 5


def test_every_province_has_a_grade_each_year(example, index):
    assert example["coordination_over_time"](index).sum().tolist() == [31, 31, 31]


def test_obstacles_are_the_largest_and_not_all(example, index):
    shares = example["obstacles_of"](index, "CN-NM")["share"]
    assert shares.is_monotonic_decreasing
    assert 0.3 < shares.sum() < 1


@pytest.mark.skipif(not find_spec("esda"), reason="PySAL is not installed")
def test_neighbours_are_alike_or_not(example, index):
    found = example["likeness_of_neighbours"](index)
    assert found["expected"].tolist() == [-0.033] * 3
    assert found["I"].between(-0.2, 0.5).all()


# ---- what India depends on
@pytest.fixture(scope="module")
def india():
    return runpy.run_path(str(EXAMPLES / "dependence_of_india.py"), run_name="example")


@pytest.fixture(scope="module")
def found(india):
    return india["listed"]()


def test_the_costliest_inputs_have_ranges_in_order(india, found):
    table = india["costliest"](found)
    assert len(table) == 3
    assert (table["loss_low"] <= table["loss_middle"]).all()
    assert (table["loss_middle"] <= table["loss_high"]).all()
    assert table["loss_middle"].is_monotonic_decreasing
    world = ni.load("world", year=2022)
    assert table["cases_failed"].tolist() == [len(e.loss.failed) for e in found.inputs[:3]]
    (again,) = ni.science.loss_ranges(world, [found.inputs[1].loss.cut], ["medium"])
    assert table["loss_middle"].iloc[1] == pytest.approx(100 * again.middle, abs=0.005)


def test_it_prints_its_tables_and_writes_a_workbook_and_a_chart(india, found, tmp_path, capsys):
    india["main"].__globals__["listed"] = lambda: found
    india["main"](tmp_path / "out")
    shown = capsys.readouterr().out
    for title in ("Losses of real income", "In place of China", "replacers.xlsx", "losses.svg"):
        assert title in shown
    sheets = CalamineWorkbook.from_path(str(tmp_path / "out" / "replacers.xlsx")).sheet_names
    assert sheets[:2] == ["Reading guide", "Who sells the product"]
    picture = ElementTree.parse(tmp_path / "out" / "losses.svg").getroot()
    assert "Mining" in "".join(picture.itertext())
