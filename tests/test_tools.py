"""The checks that CI relies on notice what they are for."""

from __future__ import annotations

import importlib
import shutil
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
    for name in ("apitypes", "brief_written", "house", "mutate", "none_skipped", "pins", "quick"):
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


# ---- the house in numbers
SOURCE = '''"""A kernel."""

import math
from newind.errors import (
    DataError,
)

LIMIT = 1  # noqa: X
"""What is allowed."""


def read_seed():
    """What is read."""
    return math.inf


class Row:
    @property
    def shown(self):
        return "显示"

    def _kept(self):  # of the class
        # all
        return DataError
'''


def test_lines_and_names_of_a_house_are_counted(tool, tmp_path):
    house = tool("house")
    (tmp_path / "src" / "newind" / "kernels").mkdir(parents=True)
    (tmp_path / "src" / "newind" / "kernels" / "rows.py").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "src" / "newind" / "errors.py").write_text("class Row: ...\n", encoding="utf-8")
    found = house.read_house(tmp_path)
    kernels = {"files": 1, "lines": 24, "code": 9, "docstring": 3, "comment": 1, "import": 4, "blank": 7}
    assert found.lines == {"kernels": kernels, house.LOOSE: {"files": 1, "lines": 1, "code": 1}}
    assert found.imports == {("kernels", house.LOOSE): 1}
    assert found.functions == ["read_seed", "_kept"]
    assert [name for name in found.functions if house.is_participle(name)] == ["_kept"]
    assert (found.classes["Row"], found.what, found.chinese, found.suppressed["noqa"]) == (2, 1, 1, 1)
    assert "| Python files | 900 | 2 | 500 |" in house.write_measures(found, {"Python files": "900"})


def test_time_of_tests_is_added_up_by_file(tool, tmp_path):
    house = tool("house")
    case = '<testcase classname="tests.a.test_b" name="{}" time="{}"/>'
    report = tmp_path / "report.xml"
    report.write_text(f"<testsuite>{case.format('x', 1)}{case.format('y', 2.5)}</testsuite>", encoding="utf-8")
    assert house.read_tests([report]) == {"tests/a/test_b.py": (2, 3.5)}


def test_every_room_is_on_the_page_and_in_the_picture(tool, tmp_path):
    house = tool("house")
    faces = {path.parent.name: path for path in (ROOT / "src" / "newind").glob("*/__init__.py")}
    assert set(faces) - {"examples"} == set(house.ROOMS)
    for room, path in faces.items():  # of each its first file, as counts of all are checked above
        (tmp_path / "src" / "newind" / room).mkdir(parents=True)
        shutil.copy(path, tmp_path / "src" / "newind" / room)
    page, picture = (ROOT / house.PAGE).read_text(encoding="utf-8"), house.draw_house(house.read_house(tmp_path))
    assert all(f"| `{room}` |" in page and f">{room}</text>" in picture for room in house.ROOMS)


def test_the_types_of_the_cockpit_are_those_that_the_api_describes(tool):
    from newind.web.app import create_app

    types = tool("apitypes")
    made = types.write_types(create_app().openapi())
    assert types.FILE.read_text(encoding="utf-8") == made, "run python tools/apitypes.py"


# ---- make quick
NEAR = {"tests/cli/test_a.py": "from newind.cli import app", "tests/data/test_b.py": "import deep"}


@pytest.mark.parametrize(
    ("changes", "near"),
    [
        (["src/newind/cli/app.py"], ["tests/cli/test_a.py"]),
        (["src/newind/cli/__init__.py", "README.md"], ["tests/cli/test_a.py"]),
        (["src/newind/data/sets/x.csv"], ["tests/data/test_b.py"]),
        (["tests/deep.py", "tests/cli/test_a.py"], ["tests/cli/test_a.py", "tests/data/test_b.py"]),
    ],
)
def test_tests_nearest_to_changes_are_found(tool, changes, near):
    assert tool("quick").find_nearest(changes, NEAR) == near


# ---- changed lines
CHANGED = '''LIMIT = 3


def check(a, b=1):
    """Return 2."""
    if not a < -b:
        return a + b == 2 and True
    return None
'''


def test_each_kind_of_line_is_changed_and_nothing_outside_functions(tool):
    mutate = tool("mutate")
    changes = [(m.line, m.now.strip()) for m in mutate.list_mutants("a.py", CHANGED)]
    assert changes == [
        (6, "if (a < -b):"),
        (7, "return None"),
        (6, "if not (a >= -b):"),
        (7, "return (a + b == 2 or True)"),
        (6, "if not a < (b):"),
        (7, "return (a + b != 2) and True"),
        (7, "return a + b == 2 and False"),
        (7, "return (a - b) == 2 and True"),
        (7, "return a + b == 3 and True"),
    ]
    assert mutate.draw_mutants({"src/newind/cli/a.py": CHANGED}, 3, 5) == mutate.draw_mutants(
        {"src/newind/cli/a.py": CHANGED}, 3, 5
    )


def test_a_change_is_tried_on_tests_that_import_the_module_or_are_of_its_room(tool):
    find = tool("mutate").find_tests
    assert find("src/newind/cli/app.py", NEAR) == ["tests/cli/test_a.py"]
    assert find("src/newind/data/other.py", NEAR) == ["tests/data/test_b.py"]
