"""Tables of one's own through the API: taken, listed, used, removed; bombs and nonsense refused with a place."""

from __future__ import annotations

import io
import json
import struct
import tempfile
import zipfile

import numpy as np
import pandas as pd
import pytest
from fastapi.testclient import TestClient

import newind as ni
from newind.analyses.green.sharing_parts import parts_of_table
from newind.data.readers.sheets import read_sheets
from newind.data.template import fill
from newind.web.answers.tables import TAKEN
from newind.web.app import create_app
from newind.web.settings import ServerLimits, Settings

TABLES = "/api/v1/tables"
MB = 1 << 20


@pytest.fixture(scope="module")
def small():
    """A closed table of two economies."""
    Z = np.array([[10.0, 4, 2, 1], [3, 8, 1, 2], [1, 2, 6, 3], [2, 1, 4, 9]])
    Y = np.array([[30.0, 5], [20, 8], [4, 25], [6, 30]])
    return ni.Accounts(Z=Z, Y=Y, regions=("CHN", "USA"), industries=("c1", "c3"), demand=("consumption",), year=2011,
                       unit="M.USD", source="made for a test")  # fmt: skip


@pytest.fixture(scope="module")
def workbook(small, tmp_path_factory):
    return fill(small, tmp_path_factory.mktemp("book") / "small.xlsx").read_bytes()


@pytest.fixture
def upload(server):
    def sent(content: bytes, name: str = "table.xlsx", **more):
        return server.post(TABLES, files={"file": (name, content)}, data=more)

    return sent


@pytest.fixture
def own(tmp_path):
    """A server of its own with small limits."""
    limits = ServerLimits(upload=2 * MB, unpacked=8 * MB, rows=50, tables=2)
    with TestClient(create_app(Settings(workers=0, folder=tmp_path, limits=limits)), "http://127.0.0.1") as client:
        yield client


def npz(w, tmp_path):
    w.save(tmp_path / "w.npz")
    return (tmp_path / "w.npz").read_bytes()


def packed(**members: bytes) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return raw.getvalue()


def altered(content: bytes, member: str, change) -> bytes:
    """Return an archive with one member changed."""
    raw = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == member else data)
    return raw.getvalue()


def refused(found, status=422):
    assert found.status_code == status, found.text
    body = found.json()
    assert "Traceback" not in found.text
    return body["error"], body.get("messages", [])


# ---- taken and used
def test_a_filled_template_is_taken_listed_measured_and_removed(upload, server, ask, small, workbook):
    found = upload(workbook, "我的表 2011.xlsx")
    assert found.status_code == 201, found.text
    name, entry = found.json()["name"], found.json()["entry"]
    assert entry["label"]["zh"] == "我的表-2011.xlsx"
    assert (entry["closed"], entry["boundary"], entry["regions"], entry["years"]) == (True, [], 2, [2011])
    assert entry in ask("/catalog")["accounts"]
    assert upload(workbook, "again.xlsx").json()["name"] == name
    rows = ask(f"/measure?on={name}&ids=s4.dva_share")["rows"]
    expected = ni.wide(ni.measure(small, "s4.dva_share"))["s4.dva_share"]
    assert [r["value"] for r in rows] == pytest.approx(expected.to_list())
    assert server.delete(f"{TABLES}/{name}").status_code == 200
    for gone in (server.delete(f"{TABLES}/{name}"), server.get(f"/api/v1/measure?on={name}&ids=s4.dva_share")):
        assert gone.status_code == 404
        assert "removed" in gone.json()["error"]["message"]


def test_accounts_saved_by_newind_give_what_the_shipped_ones_give(upload, ask, tmp_path):
    name = upload(npz(ni.load("world", year=2011), tmp_path), "world.npz").json()["name"]
    trial = {"region": "CHN", "package": {"shocks": [{"lever": "carbon_price", "value": 15, "region": "CHN"}]}}
    mine, shipped = (ask("/simulate", trial | {"on": on, "year": 2011}) for on in (name, "world"))
    assert mine["cards"] == shipped["cards"]
    first, second = (ask(f"/diagnose?on={on}&year=2011&region=CHN&system=s4") for on in (name, "world"))
    said = {f["id"] for f in second["findings"]}
    assert said & {f["id"] for f in first["findings"]}


def test_a_table_with_a_boundary_says_so(upload, tmp_path):
    w = ni.load("china-2017", year=2017)
    found = upload(npz(w, tmp_path), "china.npz").json()
    assert found["entry"]["closed"] is False
    assert found["entry"]["boundary"] == list(w.boundary)
    assert all(m["level"] in ("warning", "note") for m in found["messages"])


def test_industries_of_ones_own_are_no_economies(upload, ask, tmp_path):
    industries, regions = ("AGR", "IND", "SER"), ("CHN", "ROW")
    Z, Y = np.zeros((6, 6)), np.zeros((6, 2))
    Z[:, :3] = [[1e4, 8e4, 2e4], [3e4, 4e5, 2e5], [2e4, 2e5, 2e5], [4e3, 8e3, 2e3], [8e3, 6e4, 2e4], [2e3, 1e4, 2e4]]
    Y[:, 0], Y[:3, 1] = [2e5, 4e5, 6e5, 7e3, 4e4, 2e4], [8e3, 9e4, 3e4]
    w = ni.Accounts(Z, Y, regions, industries, ("use",), 2022, unit="100M.CNY", boundary=("ROW",))
    name = upload(npz(w, tmp_path), "own.npz").json()["name"]
    findings = ask(f"/diagnose?on={name}&year=2022&region=CHN")["findings"]
    texts = json.dumps(findings, ensure_ascii=False)
    assert any(">IND<" in f["svg"]["en"] for f in findings)
    assert not [word for word in ("India", "印度", "iND", "sER", "aGR") if word in texts]


@pytest.mark.parametrize("name", ["table", "parts"])
def test_a_filled_example_is_taken_as_it_is(upload, server, name):
    sent = server.get(f"/api/v1/examples/{name}")
    assert sent.status_code == 200
    if name == "table":
        found = upload(sent.content, "my-table.xlsx").json()
        assert found["entry"]["closed"]
        assert {m["level"] for m in found["messages"]} == {"note"}
    else:
        assert parts_of_table(pd.read_csv(io.BytesIO(sent.content), comment="#"), 2022).emissions.sum() > 0


def test_the_audit_is_told(upload, small, tmp_path):
    Z = small.Z.copy()
    Z[0, 1] = -0.5
    w = ni.Accounts(Z=Z, Y=small.Y, regions=small.regions, industries=small.industries, demand=small.demand, year=2011,
                    unit="M.USD")  # fmt: skip
    audit = {(c.level, f"{c.name}: {c.found}") for c in w.check().checks if c.level != "ok"}
    assert any(level == "warning" for level, _ in audit)
    found = upload(npz(w, tmp_path), "w.npz").json()
    assert {(m["level"], m["message"]) for m in found["messages"]} == audit
    assert any("CHN.c1 → CHN.c3" in message for _, message in audit)


def test_a_table_that_the_model_refuses_says_why(upload, server, small, tmp_path):
    for low, refused in ((-0.5, True), (0.5, False)):
        Z = small.Z.copy()
        Z[0, 1] = low
        w = ni.Accounts(Z=Z, Y=small.Y, regions=small.regions, industries=small.industries, demand=small.demand,
                        year=2011, unit="M.USD")  # fmt: skip
        found = upload(fill(w, tmp_path / f"{refused}.xlsx").read_bytes()).json()
        assert [(m["sheet"], m["cell"]) for m in found["messages"] if "cell" in m] == [("flows", "E5")] * refused
        trial = {"region": "CHN", "on": found["name"], "year": 2011,
                 "package": {"shocks": [{"lever": "labour_supply", "value": 1.1, "region": "CHN"}]}}  # fmt: skip
        tried = server.post("/api/v1/simulate", json=trial).json()
        said = found["entry"].get("refused", {}).get("en")
        assert said == tried.get("error", {}).get("message")
        assert ("CHN.c1 → CHN.c3" in (said or "")) == refused


def test_the_empty_table_is_the_one_of_the_command_line(server, tmp_path):
    found = server.get("/api/v1/template", params={"regions": "CN-GD,CN-REST,ROW", "industries": "nbs42-2017"})
    assert found.status_code == 200, found.text
    assert 'filename="table.xlsx"' in found.headers["content-disposition"]
    (tmp_path / "theirs.xlsx").write_bytes(found.content)
    from newind.data.template import write_template

    ours = read_sheets(write_template(tmp_path / "ours.xlsx", "CN-GD,CN-REST,ROW", "nbs42-2017"))
    theirs = read_sheets(tmp_path / "theirs.xlsx")
    assert {k: v.rows for k, v in theirs.items()} == {k: v.rows for k, v in ours.items()}


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ({"regions": "CHNN", "industries": "2"}, 404, "Did you mean 'CHN'"),
        ({"regions": "CHN", "industries": "/etc/passwd"}, 404, "unknown classification"),
        ({"regions": "CHN", "industries": "../../../etc/hostname"}, 404, "unknown classification"),
        ({"regions": "CHN,ROW", "industries": "5000"}, 422, "fewer regions or industries"),
        ({"regions": "CHN,ROW", "industries": "9" * 5000}, 422, "no number of industries"),
        ({"regions": "CHN,ROW", "industries": "2", "unit": "bananas per hour"}, 422, "unit"),
        ({"regions": "CHN"}, 422, "industries"),
    ],
)
def test_an_empty_table_that_cannot_be_is_refused(server, query, status, said):
    error, _ = refused(server.get("/api/v1/template", params=query), status)
    assert said in error["message"]


def test_the_catalogue_says_what_is_taken_and_the_server_keeps_to_it(own, small, tmp_path):
    limits = own.get("/api/v1/catalog").json()["limits"]
    assert (limits["bytes"], limits["rows"], limits["tables"]) == (2 * MB, 50, 2)
    assert limits["formats"] == list(TAKEN)
    content = npz(small, tmp_path)
    for ending in limits["endings"]:
        assert own.post(TABLES, files={"file": (f"a{ending}", content)}).status_code in (201, 422)
    refused = own.post(TABLES, files={"file": ("a.txt", content)}).json()["error"]
    assert refused["message_zh"].startswith(f"表格文件应为{'、'.join(limits['endings'])}，“a.txt”不是")


def test_a_server_without_a_folder_of_its_own_leaves_none_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    app = create_app(Settings(workers=0))
    assert not list(tmp_path.iterdir())
    with TestClient(app, "http://127.0.0.1") as client:
        (folder,) = tmp_path.iterdir()
        assert client.get("/api/v1/catalog").status_code == 200
    assert not folder.exists()


# ---- wrong tables
def test_a_cell_that_is_no_number_is_named(upload, workbook):
    from xlsxwriter import Workbook

    raw, sheets = io.BytesIO(), _rows(workbook)
    row, column = next((i, j) for i, r in enumerate(sheets["flows"]) for j, c in enumerate(r) if c == 10.0)
    sheets["flows"][row][column] = "ten"
    with Workbook(raw, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for i, r in enumerate(rows):
                sheet.write_row(i, 0, r)
    error, messages = refused(upload(raw.getvalue(), "mine.xlsx"))
    cell = f"{chr(65 + column)}{row + 1}"
    assert error["where"] == {"sheet": "flows", "cell": cell}
    assert error["message"].startswith("mine.xlsx: sheet 'flows'")
    assert error["message_zh"].startswith(f"mine.xlsx：工作表“flows”：下列单元格不是数字：{cell}为“")
    assert messages[0] == {"level": "error", "message": error["message"], "message_zh": error["message_zh"],
                           "kind": "DataError", "sheet": "flows", "cell": cell}  # fmt: skip


def _rows(content: bytes):
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.xlsx"
        path.write_bytes(content)
        return {k: v.rows for k, v in read_sheets(path).items()}


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.xlsx", "an empty file"),
        (b"%PDF-1.4 x", "a.csv", "a PDF file"),
        (b"MZ\x90\x00" * 50, "a.xlsx", "unknown layout"),
        (b"a,b\n1,2\n", "a.csv", "unknown layout"),
        (b"PK\x03\x04" + b"x" * 100, "a.xlsx", "truncated or corrupt"),
        (b"<html><script>alert(1)</script>", "a.csv", "unknown layout"),
        (b"x", "a.exe", "tables are .xlsx"),
        (b"x", "a", "tables are .xlsx"),
        (b"x", "../../../etc/cron.d/x.csv", "unknown layout"),
        (packed(a=b"1"), "a.zip", "unknown layout"),
    ],
)
def test_what_is_no_table_is_refused_in_words(upload, settings, content, name, said):
    before = sorted(settings.folder.iterdir())
    error, _ = refused(upload(content, name))
    assert said in error["message"]
    assert str(settings.folder) not in error["message"]
    assert sorted(settings.folder.iterdir()) == before


def test_a_format_that_there_is_not_is_named(upload, workbook):
    error, _ = refused(upload(workbook, format="templat"), 404)
    assert "Did you mean 'template'" in error["message"]
    assert "exiobase3" not in TAKEN
    assert refused(upload(workbook, format="exiobase3"), 404)


def test_no_file_and_no_form_are_refused(server):
    assert refused(server.post(TABLES, data={"format": "nbs"}))
    assert server.post(TABLES, content=b"\x00" * 100).status_code in (400, 422)
    broken = {"content-type": "multipart/form-data; boundary=x"}
    assert server.post(TABLES, content=b"--x\r\nno", headers=broken).status_code in (400, 422)


# ---- hostile files
def test_a_zip_bomb_is_refused_without_being_unpacked_whole(own):
    bomb = packed(xl__workbook=b"x", xl__worksheets__sheet1=b"0" * (9 * MB))
    assert len(bomb) < MB
    error, _ = refused(own.post(TABLES, files={"file": ("a.xlsx", bomb)}))
    assert "unpacks to more than the 8 MB" in error["message"]


def test_an_archive_that_lies_about_its_sizes_is_refused(own):
    bomb = bytearray(packed(a=b"0" * (3 * MB)))
    at = bomb.rindex(b"PK\x01\x02")
    bomb[at + 24 : at + 28] = struct.pack("<I", 10)
    error, _ = refused(own.post(TABLES, files={"file": ("a.xlsx", bytes(bomb))}))
    assert "a size in it is not true" in error["message"]


def test_too_many_members_are_refused(own):
    many = packed(**{f"m{k}": b"" for k in range(2001)})
    error, _ = refused(own.post(TABLES, files={"file": ("a.zip", many)}))
    assert "2,001 files" in error["message"]


@pytest.mark.parametrize("coded", ["utf-8", "utf-16"])
@pytest.mark.parametrize("member", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"])
def test_xml_that_expands_itself_is_refused(upload, workbook, member, coded):
    laughs = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'

    def bombed(data: bytes) -> bytes:
        text = data.decode()
        head, end, rest = text.partition("?>")
        said = head.replace("UTF-8", coded) + end + " " * 70_000 + laughs + rest
        return said.encode(coded)

    error, _ = refused(upload(altered(workbook, member, bombed), "a.xlsx"))
    assert "declares entities" in error["message"]
    assert "root:" not in error["message"]


def test_a_cell_at_the_end_of_a_sheet_fills_no_memory(upload, workbook):
    def far(data: bytes) -> bytes:
        return data.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')

    error, _ = refused(upload(altered(workbook, "xl/worksheets/sheet3.xml", far), "a.xlsx"))
    assert "reaches to row 1,048,576" in error["message"]


def test_arrays_with_objects_or_too_large_are_refused(upload, small, tmp_path):
    content = npz(small, tmp_path)
    pickled = io.BytesIO()
    np.save(pickled, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    error, _ = refused(upload(altered(content, "Z.npy", lambda _: pickled.getvalue()), "a.npz"))
    assert "Python objects" in error["message"]
    large = io.BytesIO()
    np.lib.format.write_array_header_1_0(large, {"descr": "<f8", "fortran_order": False, "shape": (10**6, 10**6)})
    error, _ = refused(upload(altered(content, "Z.npy", lambda _: large.getvalue()), "a.npz"))
    assert "larger than a table" in error["message"]
    evil = b"\x93NUMPY\x01\x00v\x00" + b"{'descr': __import__('os').system('x'), 'shape': (1,)}".ljust(117) + b"\n"
    error, _ = refused(upload(altered(content, "Z.npy", lambda _: evil), "a.npz"))
    assert "not an array" in error["message"]


@pytest.mark.parametrize("meta", [b"[]", b"{", b"1e999", b'{"schema_version": 2}', b"[" * 100_000])
def test_labels_that_are_nonsense_are_refused(upload, small, tmp_path, meta):
    assert refused(upload(altered(npz(small, tmp_path), "newind.json", lambda _: meta), "a.npz"))


def test_figures_that_are_no_figures_are_refused(upload, small, tmp_path):
    for bad in (np.nan, np.inf, -np.inf):
        Z = small.Z.copy()
        Z[0, 0] = bad
        raw = io.BytesIO()
        np.save(raw, Z)
        error, _ = refused(upload(altered(npz(small, tmp_path), "Z.npy", lambda _, r=raw: r.getvalue()), "a.npz"))
        assert "CHN" in error["message"] or "finite" in error["message"]


# ---- limits
def test_a_file_that_is_too_large_is_refused(own):
    for content in (b"0" * (3 * MB), iter([b"0" * MB] * 3)):
        headers = {"content-type": "multipart/form-data; boundary=x"}
        assert own.post(TABLES, content=content, headers=headers).status_code in (400, 413)


def test_a_table_of_too_many_rows_is_refused(own, tmp_path):
    w = ni.load("china-2017", year=2017)
    (tmp_path / "x").mkdir()
    error, _ = refused(own.post(TABLES, files={"file": ("a.npz", npz(w, tmp_path / "x"))}))
    assert "larger than a table" in error["message"] or "rows" in error["message"]


def test_the_oldest_table_goes_and_others_stay(own, small, tmp_path):
    (tmp_path / "x").mkdir()
    names = []
    for k in range(4):
        w = ni.Accounts(Z=small.Z, Y=small.Y + k, regions=("CHN", "USA"), industries=("c1", "c3"),
                        demand=("consumption",), year=2011, unit="M.USD")  # fmt: skip
        names.append(own.post(TABLES, files={"file": ("a.npz", npz(w, tmp_path / "x"))}).json()["name"])
    listed = [a["name"] for a in own.get("/api/v1/catalog").json()["accounts"] if a["uploaded"]]
    assert listed == names[-2:]
    assert not list(tmp_path.glob(".upload-*"))
    assert len(list(tmp_path.glob("t-*"))) == 4


def test_two_tabs_upload_and_remove_without_harm_to_each_other(own, small, tmp_path):
    (tmp_path / "x").mkdir()
    content = npz(small, tmp_path / "x")
    first, second = (own.post(TABLES, files={"file": (n, content)}).json()["name"] for n in ("a.npz", "b.npz"))
    assert first == second
    assert own.get(f"/api/v1/accounts/{first}").status_code == 200
    assert own.delete(f"{TABLES}/{first}").status_code == 200
    assert own.get(f"/api/v1/accounts/{second}").status_code == 404
    assert own.post(TABLES, files={"file": ("b.npz", content)}).json()["name"] == first
    assert own.get(f"/api/v1/accounts/{second}").status_code == 200


@pytest.mark.parametrize("name", ["world", "..%2fx", "t-0123456789abcdef", "t-../../../x", "t-0123456789ABCDEF", "%00"])
def test_only_uploaded_tables_can_be_removed(server, name):
    assert server.delete(f"{TABLES}/{name}").status_code in (404, 405)


def test_pages_of_other_servers_upload_nothing(server, workbook):
    found = server.post(TABLES, files={"file": ("a.xlsx", workbook)}, headers={"origin": "http://evil.example"})
    assert found.status_code == 403


def test_a_name_in_the_catalogue_is_no_markup_and_no_path(upload, workbook):
    found = upload(workbook, '..\\..\\<img src=x onerror="1">\u202e.xlsx').json()
    label = found["entry"]["label"]["en"]
    assert not set('<>"/\\\u202e') & set(label), json.dumps(label)
