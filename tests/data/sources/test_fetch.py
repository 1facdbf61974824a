"""Fetching from a server on this machine: resumed, atomic, checked, and one clear line when it fails."""

from __future__ import annotations

import hashlib
import socket
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fileserver import Behaviour, serving
from newind.data.sources import Source, list_cached_files, path, source
from newind.data.sources.fetch import fetch
from newind.errors import DataError

CONTENT = np.random.default_rng(5).bytes(1_500_000)
SHA = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NEWIND_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")
    return tmp_path / "cache"


def plain(address: str, **changes: str) -> Source:
    """Return a source without a reader, whose file is served at an address."""
    settings = {"url": f"{address}/tables.zip", "file": "tables.zip", "format": "", "sha256": SHA}
    return replace(source("wiod2016"), **settings | changes)


def only_file(folder: Path) -> str:
    return " ".join(sorted(p.name for p in folder.iterdir()))


def test_a_file_is_fetched_once_with_progress(cache: Path) -> None:
    seen: list[tuple[int, int]] = []
    behaviour = Behaviour(CONTENT)
    with serving(behaviour) as address:
        file = fetch(plain(address), progress=lambda done, total: seen.append((done, total)))
        assert fetch(plain(address)) == file == cache / "wiod2016" / "tables.zip"
    assert file.read_bytes() == CONTENT
    assert behaviour.asked == [""]
    assert seen[-1] == (len(CONTENT), len(CONTENT))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert only_file(file.parent) == "tables.zip"
    assert path("wiod2016") == file


def test_what_came_before_a_break_is_kept_and_gone_on_from(cache: Path) -> None:
    behaviour = Behaviour(CONTENT, breaks_at=900_000)
    with serving(behaviour) as address:
        said = r"wiod2016: the connection to 127\.0\.0\.1:\d+ broke \(.*\)\. 0\.9 MB have come and are kept: run"
        with pytest.raises(DataError, match=said):
            fetch(plain(address))
        assert list_cached_files("wiod2016") == ()
        behaviour.breaks_at = None
        file = fetch(plain(address))
    assert behaviour.asked == ["", "bytes=900000-"]
    assert file.read_bytes() == CONTENT
    assert only_file(file.parent) == "tables.zip"


def test_a_file_that_has_changed_meanwhile_is_fetched_anew(cache: Path) -> None:
    other = CONTENT[::-1]
    behaviour = Behaviour(CONTENT, breaks_at=700_000)
    with serving(behaviour) as address:
        with pytest.raises(DataError, match="are kept"):
            fetch(plain(address))
        behaviour.content, behaviour.tag, behaviour.breaks_at = other, '"two"', None
        file = fetch(plain(address, sha256=""))
    assert file.read_bytes() == other


@pytest.mark.parametrize(
    "behaviour", [Behaviour(CONTENT, tag=""), Behaviour(CONTENT, parts=False)], ids=["tag", "range"]
)
def test_a_server_that_cannot_resume_is_asked_from_the_beginning(behaviour: Behaviour) -> None:
    behaviour.breaks_at = 700_000
    with serving(behaviour) as address:
        with pytest.raises(DataError, match=r"the connection to .* broke .* [Rr]un the command again"):
            fetch(plain(address))
        behaviour.breaks_at = None
        assert fetch(plain(address)).read_bytes() == CONTENT


def test_a_part_that_is_longer_than_the_file_is_dropped(cache: Path) -> None:
    behaviour = Behaviour(CONTENT)
    (cache / "wiod2016").mkdir(parents=True)
    (cache / "wiod2016" / "tables.zip.part").write_bytes(CONTENT + b"more")
    (cache / "wiod2016" / "tables.zip.tag").write_text('"one"', encoding="utf-8")
    with serving(behaviour) as address:
        assert fetch(plain(address)).read_bytes() == CONTENT
    assert behaviour.asked == [f"bytes={len(CONTENT) + 4}-", ""]


def test_a_file_with_another_hash_is_removed(cache: Path) -> None:
    with serving(Behaviour(CONTENT[:-1] + b"?")) as address:
        said = r"wiod2016: the file from 127.* is not the one expected \(its hash differs\), and was removed\. Download"
        with pytest.raises(DataError, match=said):
            fetch(plain(address))
    assert only_file(cache / "wiod2016") == ""


def test_a_page_instead_of_the_table_is_removed(cache: Path) -> None:
    with serving(Behaviour(b"<html>Are you a robot?</html>")) as address:
        said = r"not the table expected \(what came: unknown layout\. .*robot.*\)\. Download it by hand from https"
        with pytest.raises(DataError, match=said):
            fetch(plain(address, format="wiod2016", sha256=""))
    assert only_file(cache / "wiod2016") == ""


@pytest.mark.parametrize(("status", "reason"), [(404, "Not Found"), (403, "Forbidden"), (503, "Service Unavailable")])
def test_a_refusal_is_said_with_its_code(cache: Path, status: int, reason: str) -> None:
    with serving(Behaviour(CONTENT, status=status)) as address:
        said = rf"127\.0\.0\.1:\d+ answers {status} \({reason}\) for http.*tables\.zip\. Download it by hand"
        with pytest.raises(DataError, match=said):
            fetch(plain(address))
    assert list_cached_files("wiod2016") == ()


def test_no_network_is_one_line_with_the_remedy() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    said = (
        r"^wiod2016: no connection to 127\.0\.0\.1:\d+ \(.*\)\. Download it by hand from "
        r"https://doi\.org/10\.34894/PJ2M1C and run: newind data get wiod2016 --from FILE$"
    )
    with pytest.raises(DataError, match=said):
        fetch(plain(address))


def test_a_source_with_a_file_a_year_wants_the_year(tmp_path: Path) -> None:
    with serving(Behaviour(CONTENT)) as address:
        entry = plain(address, url=f"{address}/IOT_{{year}}.zip", file="IOT_{year}.zip")
        assert fetch(entry, 2011, out=tmp_path / "here") == tmp_path / "here" / "IOT_2011.zip"
        with pytest.raises(DataError, match=r"one file a year \(2000-2014\)\. Give --year"):
            fetch(entry)


def test_a_source_behind_a_page_says_how_to_get_it() -> None:
    with pytest.raises(DataError, match=r"adb: the publisher wants a visit to its page\. Take .* --from FILE$"):
        fetch(source("adb"))
