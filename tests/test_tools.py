"""The checks that CI relies on notice what they are for."""

from __future__ import annotations

import importlib
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

CASE = '<testsuite><testcase classname="t" name="a"/><testcase classname="t" name="b">{}</testcase></testsuite>'
WHOLE = "<html><body><svg></svg><a href='https://example.org/source.csv'>source</a></body></html>"


@pytest.fixture
def tool(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    yield importlib.import_module
    for name in ("brief_written", "none_skipped", "pins"):
        sys.modules.pop(name, None)


@pytest.fixture
def brief(tmp_path):
    for suffix in ("docx", "xlsx"):
        with zipfile.ZipFile(tmp_path / f"CHN.{suffix}", "w") as archive:
            archive.writestr("content", "x")
    (tmp_path / "CHN.csv").write_text("a,b\n", encoding="utf-8")
    (tmp_path / "CHN.html").write_text(WHOLE, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("inside", "reports"),
    [
        ("", 0),
        ('<skipped message="pymrio is not installed"/>', 1),
        ('<skipped message="collected figures not found at nowhere"/>', 0),
    ],
)
def test_a_skipped_comparison_is_reported(tool, tmp_path, monkeypatch, inside, reports):
    none_skipped = tool("none_skipped")
    monkeypatch.setattr(none_skipped, "SHARED", tmp_path / "absent")
    (tmp_path / "report.xml").write_text(CASE.format(inside), encoding="utf-8")
    ran, unexcused = none_skipped.skipped(tmp_path / "report.xml")
    assert len(unexcused) == reports
    assert ran == (2 if not inside else 1)
    assert none_skipped.main(str(tmp_path / "report.xml")) == reports


def test_figures_that_are_there_excuse_nothing(tool, tmp_path, monkeypatch):
    none_skipped = tool("none_skipped")
    monkeypatch.setattr(none_skipped, "SHARED", tmp_path)
    text = CASE.format('<skipped message="collected figures not found at nowhere"/>')
    (tmp_path / "report.xml").write_text(text, encoding="utf-8")
    assert none_skipped.main(str(tmp_path / "report.xml")) == 1


def test_a_whole_brief_passes(tool, brief):
    assert tool("brief_written").complaints(brief, "CHN") == []


def test_a_link_to_a_source_is_not_a_fetch_but_a_script_is(tool, brief):
    page = brief / "CHN.html"
    page.write_text(WHOLE.replace("<svg>", "<script src='https://example.org/a.js'></script><svg>"), encoding="utf-8")
    assert "fetches" in tool("brief_written").complaints(brief, "CHN")[0]


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (lambda f: (f / "CHN.csv").unlink(), "no .csv file"),
        (lambda f: (f / "CHN.xlsx").write_text("not a zip"), "CHN.xlsx is damaged"),
        (lambda f: (f / "CHN.docx").write_bytes(b""), "CHN.docx is empty"),
        (lambda f: (f / "CHN.html").write_text(WHOLE[:30]), "CHN.html is cut off"),
        (lambda f: (f / "CHN.html").write_text("<html></html>"), "CHN.html draws no chart"),
    ],
)
def test_a_brief_that_is_not_whole_is_reported(tool, brief, spoil, word):
    spoil(brief)
    assert word in tool("brief_written").complaints(brief, "CHN")


def test_pins_hold_no_address_and_cover_what_is_needed(tool):
    pins = tool("pins")
    text = pins.PYPROJECT.read_text(encoding="utf-8")
    held = pins.BLOCK.search(text)[0]
    assert "/" not in held
    assert pins.BLOCK.sub(lambda _: pins.render(["a==1"]), text).count("a==1") == 1
    for name in ("numpy", "pandas", "typer", "pytest", "ruff", "mypy", "mkdocs-material", "pymrio", "playwright"):
        assert f'"{name}==' in held


@pytest.mark.parametrize(
    ("line", "pin"),
    [
        ("a==1 ; sys_platform == 'win32'", "a==1"),
        ("a==1 ; python_full_version < '3.12'", "a==1 ; python_full_version < '3.12'"),
    ],
)
def test_only_markers_of_the_python_version_stay(tool, line, pin):
    assert tool("pins")._tidy(line) == pin
