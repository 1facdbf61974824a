"""``newind data get``, and what ``newind data list`` says of external sources."""

from __future__ import annotations

import hashlib
import io
import socket
import sys
from dataclasses import replace

import pytest

from newind.cli import data_get
from newind.cli.output import width
from newind.data import sources
from wide_layout import adb, wiod2016


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("NEWIND_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_a_file_got_by_hand_is_read_kept_and_listed(run, run_json, tmp_path, cache):
    adb().write(tmp_path)
    done = run("data", "get", "adb", "--from", "ADB-MRIO-2022.xlsx")
    assert done.stdout.split() == [str(cache / "adb" / "ADB-MRIO-2022.xlsx")]
    assert done.stderr.startswith("ADB terms: May be used")
    assert "adb/ADB-MRIO-2022.xlsx" in run("data", "list").stdout
    entry = next(e for e in run_json("data", "list")["external"] if e["name"] == "adb")
    assert entry["cached"] == [{"path": done.stdout.strip(), "size": (tmp_path / "ADB-MRIO-2022.xlsx").stat().st_size}]
    assert (entry["use"], entry["url"], entry["format"]) == ("B", None, "adb")
    again = run_json("data", "get", "adb", "--from", "ADB-MRIO-2022.xlsx", "--out", "here")
    assert (again["command"], again["file"]) == ("data get", "here/ADB-MRIO-2022.xlsx")
    content = (tmp_path / "ADB-MRIO-2022.xlsx").read_bytes()
    assert (again["bytes"], again["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert f"{len(content):,} bytes, SHA-256 {again['sha256']}\n" in done.stderr


def test_what_goes_wrong_is_one_line(run, tmp_path):
    wiod2016().write(tmp_path)
    cases = {
        ("adb",): "adb: the publisher wants a visit to its page.",
        ("exiobase3",): "exiobase3: one file a year (1995-2022). Give --year.",
        ("wiod2015",): "unknown source 'wiod2015'. Did you mean 'wiod201",
        ("adb", "--from", "WIOT2014_Nov16_ROW.xlsx"): "WIOT2014_Nov16_ROW.xlsx: not a table of adb:",
        ("adb", "--from", "none.xlsx"): "none.xlsx: there is no such file.",
    }
    for words, said in cases.items():
        done = run("data", "get", *words, code=2)
        assert done.stderr.startswith(f"newind: {said}")
        assert done.stderr.count("\n") == 1
        assert done.stdout == ""


def test_without_a_network_the_way_by_hand_is_told(run, monkeypatch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/x.zip"
    entry = replace(sources.source("wiod2016"), url=address)
    monkeypatch.setitem(sources._sources(), "wiod2016", entry)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    said = run("data", "get", "wiod2016", code=2).stderr
    assert said.startswith("newind: wiod2016: no connection to 127.0.0.1:")
    assert said.endswith("and run: newind data get wiod2016 --from FILE\n")


def test_the_list_fits_a_terminal_of_eighty_columns(run):
    shown = run("data", "list").stdout.partition("More sources")[2]
    assert all(entry.id in shown for entry in sources.sources())
    assert "C  restricted: for own use only" in shown
    table = [line for line in shown.splitlines() if "  by hand  " in line or "  fetched  " in line]
    assert len(table) == len(sources.sources())
    assert max(map(width, table)) <= 78


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_progress_is_shown_on_a_terminal_only(monkeypatch):
    entry = sources.source("wiod2016")
    with data_get._progress(entry) as progress:
        assert progress is None
    monkeypatch.setattr(sys, "stderr", Terminal())
    with data_get._progress(entry) as progress:
        progress(500_000, 1_000_000)
        progress(1_000_000, 0)
    assert "Fetching wiod2016" in sys.stderr.getvalue()
