"""``newind data template`` and ``newind data attach``: a table from nothing to figures attached."""

from __future__ import annotations

from pathlib import Path

import numpy as np

import newind as ni
from nbs_layout import Layout, made
from newind.data.template import fill


def table() -> ni.Accounts:
    Z, Y = np.zeros((4, 4)), np.zeros((4, 4))
    Z[:2, :2], Y[:, 0], Y[:2, 2] = [[1, 2], [3, 4]], [50, 60, 7, 8], [5, 6]
    return ni.Accounts(Z, Y, ["DEU", "ROW"], ["a", "b"], ["households", "inventories"], 2018, boundary=["ROW"])


def test_template_writes_a_workbook_that_says_what_to_do(run, run_json):
    words = ("data", "template", "--regions", "CN-GD,CN-REST,ROW", "--industries", "nbs42-2017")
    shown = run(*words, "--year", "2017", "--unit", "10K.CNY")
    assert shown.stdout == "table.xlsx\n"
    assert "then: newind data check table.xlsx" in shown.stderr
    assert run_json(*words, "--out", "t.csv")["file"] == "t.csv"
    assert Path("t.csv").read_text("utf-8-sig").startswith("# template,newind template 1\n")


def test_template_does_not_write_over_a_file(run, tmp_path):
    words = ("data", "template", "--regions", "DEU,ROW", "--industries", "3")
    run(*words)
    again = run(*words, code=2)
    assert again.stderr == (
        "newind: table.xlsx: there is such a file already. Choose another name, or write over it with --force.\n"
    )
    run(*words, "--force")


def test_an_empty_template_is_told_what_is_missing(run):
    run("data", "template", "--regions", "DEU,ROW", "--industries", "3")
    found = run("data", "check", "table.xlsx", code=2)
    assert "newind: table.xlsx: sheet 'about': no year in B2: write it as in 2017. no unit in B3." in found.stderr


def test_mistakes_in_the_words_are_bad_input(run):
    found = run("data", "template", "--regions", "CN-GDD,ROW", "--industries", "3", code=2)
    assert "unknown region 'CN-GDD'. Did you mean 'CN-GD'?" in found.stderr
    found = run("data", "template", "--regions", "CN-GD,ROW", "--industries", "nbs42-2071", code=2)
    assert "unknown classification 'nbs42-2071'. Did you mean 'nbs42-2017'?" in found.stderr


def test_check_reports_what_the_reader_repaired_and_a_missing_checksum(run, run_json):
    """A file that a reader repairs, and one that anyone may have changed, are named so; neither fails."""
    fill(table(), "t.xlsx")
    (repaired,) = (c for c in run_json("data", "check", "t.xlsx")["checks"] if c["name"] == "on reading")
    assert repaired["level"] == "note"
    assert repaired["found"] == "flows: 10 of 20 flows are left blank and count as zero."
    shown = run("data", "check", "t.xlsx").stdout
    assert "t.xlsx: it has no checksum (damage cannot be seen)." in shown
    assert "10 of 20 flows" in " ".join(shown.split())
    for name in ("t.csv", "t.npz"):
        fill(table(), name) if name == "t.csv" else table().save(name)
        assert "checksum" not in run("data", "check", name).stdout
        assert run_json("data", "check", name)["checksum"] == "verified"
    lines = Path("t.csv").read_text("utf-8-sig").splitlines()
    Path("t.csv").write_text("\n".join(line for line in lines if "checksum" not in line), "utf-8")
    assert "t.csv: it has no checksum" in run("data", "check", "t.csv").stdout
    assert run_json("data", "check", "t.csv")["checksum"] == "none"


def test_attach_reports_and_writes(run, run_json):
    fill(table(), "t.xlsx")
    Path("co2.csv").write_text("industry,co2 (kt)\na,5\nb,7\nfinal,1\n", encoding="utf-8")
    shown = run("data", "attach", "t.xlsx", "co2.csv", "--out", "with.npz")
    assert shown.stdout.splitlines() == [
        "attached co2 (kt): 2 of 2 industries of DEU and final users of 1 region, total 13",
        "  unknown for all industries of ROW",
    ]
    assert ni.read("with.npz").satellites["co2"].total == 13
    chinese = run("data", "attach", "t.xlsx", "co2.csv", "--out", "with.npz", "--lang", "zh").stdout.splitlines()
    assert chinese == [
        "已并入co2（kt）：DEU的2个行业中的2个和1个地区的最终使用者，合计13",
        "  下列地区各行业均未知：ROW",
    ]
    found = run_json("data", "attach", "with.npz", "co2.csv", "--out", "again.npz")
    assert found["file"] == "again.npz"
    assert found["report"][-1] == "  co2 replaces the figures that were there"


def test_attach_writes_nothing_when_a_label_is_wrong(run, tmp_path):
    fill(table(), tmp_path / "t.xlsx")
    (tmp_path / "co2.csv").write_text("industry,co2 (kt)\na,5\nc,7\n", encoding="utf-8")
    found = run("data", "attach", "t.xlsx", "co2.csv", "--out", "with.npz", code=2)
    assert "newind: co2.csv: industry labels that match nothing: c (line 3), on 1 row." in found.stderr
    assert not (tmp_path / "with.npz").exists()


def test_the_region_of_a_table_that_does_not_name_it(run, tmp_path):
    Layout(title="2017年投入产出表").write(made(), tmp_path, "own.xlsx")
    Path("jobs.csv").write_text("industry,jobs\nn01,5\n", encoding="utf-8")
    assert "give its code: region=" in run("data", "check", "own.xlsx", code=2).stderr
    assert "own.xlsx: read as nbs" in run("data", "check", "own.xlsx", "--region", "cn-gd").stdout
    run("data", "attach", "own.xlsx", "jobs.csv", "--out", "with.npz", "--region", "CN-GD")
    assert ni.read("with.npz").regions[0] == "CN-GD"


def test_a_region_that_a_table_does_not_have(run, tmp_path):
    fill(table(), tmp_path / "t.xlsx")
    found = run("data", "check", "t.xlsx", "--region", "DEI", code=2)
    assert "unknown economy 'DEI'. Did you mean 'DEU'?" in found.stderr
    found = run("data", "check", "world", "--region", "CHN", code=2)
    assert "--region says whose table FILE is" in found.stderr
