"""Figures saved as files: equal to what was shown, no text runs as a formula, names are safe, sizes limited."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pytest

from each import check_each
from newind.data.readers.sheets import read_sheets
from newind.web.downloads import safe_name
from newind.web.requests import MOST_CELLS

EXPORT = "/api/v1/export"
HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0", "＝1+1", "＠x", "－1", "＋1",
           "a;=1+1", "a;b;@x", "a|-1", "a\t+1", "a\n=1", "a;＝1"]  # fmt: skip
FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
FIGURES = [[1.5, 2], [-0.1, 10**15], [1e300, -1e-300]]


@pytest.fixture
def export(server):
    def saved(tables, format="csv", name="figures"):
        return server.post(EXPORT, json={"name": name, "format": format, "tables": tables})

    return saved


def table(rows, columns=None, name="table"):
    return {"name": name, "columns": columns or [f"c{k}" for k in range(len(rows[0]))], "rows": rows}


def read_csv(content: bytes):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_xlsx(content: bytes, tmp_path):
    (tmp_path / "x.xlsx").write_bytes(content)
    return {k: v.rows for k, v in read_sheets(tmp_path / "x.xlsx").items()}


def test_numbers_stay_numbers(export, tmp_path):
    rows = read_csv(export([table(FIGURES)]).content)
    assert [[float(c) for c in r] for r in rows[1:]] == FIGURES
    found = read_xlsx(export([table(FIGURES)], "xlsx").content, tmp_path)
    assert found["table"][1:] == FIGURES


def test_no_text_runs_as_a_formula(export, tmp_path):
    what = [table([[t, 1.0] for t in HOSTILE], columns=["=A1", "@b"])]
    rows = read_csv(export(what).content)
    assert rows[0] == ["'=A1", "'@b"]
    assert [r[0].replace("'", "") for r in rows[1:]] == [t.replace("'", "") for t in HOSTILE]
    for said in (r[0] for r in rows[1:]):  # whatever a spreadsheet takes for the end of a cell
        assert not any(part.startswith(FORMULAS) for part in re.split(r"[;|\t\r\n]", said))
    content = export(what, "xlsx").content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert all("'" in r[0] for r in read_xlsx(content, tmp_path)["table"][1:])


def test_what_is_not_known_is_empty_and_chinese_is_whole(export, tmp_path):
    what = [table([["广东", None], ["北京，东城", 2.0]], ["地区", "值"], "表一")]
    assert read_csv(export(what).content) == [["地区", "值"], ["广东", ""], ["北京，东城", "2.0"]]
    assert export(what).content.startswith(b"\xef\xbb\xbf")
    found = read_xlsx(export(what, "xlsx").content, tmp_path)
    assert found["表一"] == [["地区", "值"], ["广东", ""], ["北京，东城", 2.0]]


def test_several_tables_are_sheets_or_an_archive(export, tmp_path):
    names = ["a", "A", "b/c", "x" * 60, "x" * 70, "'", "History", "[=1+1]"]
    what = [table([[k]], name=n) for k, n in enumerate(names)]
    found = read_xlsx(export(what, "xlsx").content, tmp_path)
    assert [r[1] for r in found.values()] == [[float(k)] for k in range(len(names))]
    assert all(len(n) <= 31 for n in found)
    saved = export(what)
    assert saved.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(saved.content)) as archive:
        assert len({n.casefold() for n in archive.namelist()}) == len(names)
        assert not any("/" in n or ".." in n for n in archive.namelist())


def test_the_same_tables_give_the_same_bytes(export):
    for format in ("csv", "xlsx"):
        assert export([table(FIGURES)], format).content == export([table(FIGURES)], format).content


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", 'a"; filename="evil.exe', "a\r\nset-cookie: x=1", "CON", "", "名字", "\u202egpj.exe", "."],
)
def test_names_of_files_are_safe(export, name):
    headers = export([table(FIGURES)], name=name).headers
    said = headers["content-disposition"]
    assert said.startswith('attachment; filename="')
    plain = said.partition('filename="')[2].partition('"')[0]
    assert plain.endswith(".csv")
    assert not set('/\\"\r\n;') & set(plain)
    assert "set-cookie" not in headers
    assert safe_name(name, ".csv").isprintable()


@check_each(
    "change",
    [
        {"format": "exe"},
        {"tables": []},
        {"tables": [table([[1, 2]], ["a"])]},
        {"tables": [table([[1]])] * 21},
        {"tables": [table([[0] * 500] * (MOST_CELLS // 500 + 1))]},
        {"tables": [table([[{"a": 1}]])]},
        {"tables": [table([[[1]]])]},
        {"name": "x" * 200},
        {"path": "/etc/passwd"},
    ],
)
def test_what_cannot_be_a_file_is_refused(server, change):
    found = server.post(EXPORT, json={"name": "a", "format": "csv", "tables": [table([[1]])]} | change)
    assert found.status_code == 422, found.text
    assert found.json()["error"]["message"]


@check_each("cell", [b"NaN", b"1e999", b"-Infinity", b"9" * 400, b'"\\ud800"', b'"\\u0000"', b"true"])
@check_each("format", [b"csv", b"xlsx"])
def test_strange_cells_are_no_fault_of_the_server(server, cell, format):
    content = b'{"name":"a","format":"%s","tables":[{"name":"t","columns":["c"],"rows":[[%s]]}]}' % (format, cell)
    found = server.post(EXPORT, content=content, headers={"content-type": "application/json"})
    assert found.status_code in (200, 400, 422), found.text
