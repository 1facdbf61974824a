"""``newind brief`` writes the page, the Word file and the tables, and says where."""

from __future__ import annotations

from pathlib import Path

import pytest

KINDS = {".html", ".docx", ".xlsx", ".csv"}


def test_files_are_written_to_briefs_and_named(run, tmp_path):
    shown = run("brief", "chn").stdout.splitlines()
    written = {p for p in (tmp_path / "briefs").rglob("*") if p.is_file()}
    assert {p.suffix for p in written} == KINDS
    assert {tmp_path / line.strip() for line in shown[1:]} == written
    assert shown[0].strip()
    assert [p.name for p in tmp_path.iterdir()] == ["briefs"]


def test_options_are_passed_on(run_json, tmp_path):
    options = ["--peers", "FRA,ITA", "--lang", "both", "--year", "2008", "--out", "germany"]
    found = run_json("brief", "DEU", *options)
    assert found["region"] == "DEU"
    assert [b["lang"] for b in found["briefs"]] == ["en", "zh"]
    for b in found["briefs"]:
        assert b["headline"]
        assert {Path(f).suffix for f in b["files"]} >= {".html", ".docx"}
        assert all((tmp_path / f).stat().st_size for f in b["files"])
        page = next((tmp_path / f).read_text(encoding="utf-8") for f in b["files"] if f.endswith(".html"))
        assert f'lang="{b["lang"]}' in page
        assert "2008" in page
    assert not (tmp_path / "briefs").exists()


@pytest.mark.parametrize("words", [["CHM"], ["CHN", "--peers", "XYZ"], ["CHN", "--year", "1990"]])
def test_a_mistake_leaves_nothing_behind(run, tmp_path, words):
    run("brief", *words, code=2)
    assert list(tmp_path.iterdir()) == []
