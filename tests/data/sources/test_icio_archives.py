"""Archives of the OECD: which file has a year; its size, MD5 and edition are checked before it is kept."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

import newind as ni
from fileserver import Behaviour, serving
from icio_layout import Icio
from newind.data.readers.icio import edition_of, years_of
from newind.data.sources import Source, keep, list_cached_files, path, source
from newind.data.sources.fetch import fetch, hash_of
from newind.errors import DataError

NAME = "2016-2022_SML.zip"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NEWIND_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")
    return tmp_path / "cache"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Icio("2025", digits=3).zip(tmp_path_factory.mktemp("oecd"), 2021, 2022, name=NAME)


def served(address: str, name: str = "icio2025", **known: object) -> Source:
    return replace(source(name), url=f"{address}/{{span}}_SML.zip", known={NAME: known} if known else {})


def test_the_archive_that_has_a_year_is_fetched_and_found(archive: Path, cache: Path) -> None:
    content = archive.read_bytes()
    seen: list[tuple[int, int]] = []
    with serving(Behaviour(content)) as address:
        last = fetch(served(address), progress=lambda *done: seen.append(done))
        earlier = fetch(served(address), 2012)
    assert (last, earlier) == (cache / "icio2025" / NAME, cache / "icio2025" / "2011-2015_SML.zip")
    assert seen[-1] == (len(content), len(content))
    assert hash_of(last) == hashlib.sha256(content).hexdigest()
    assert [path("icio2025", year) for year in (None, 2018, 2011)] == [last, last, earlier]
    assert (edition_of(last), years_of(last)) == ("2025", (2021, 2022))
    assert ni.read(last, year=2022).S == 50
    with pytest.raises(DataError, match=r"icio2025: no table of 1990\. It has 1995-2022"):
        fetch(source("icio2025"), 1990)


def test_what_broke_off_is_gone_on_from_and_its_size_and_md5_are_checked(archive: Path, cache: Path) -> None:
    content = archive.read_bytes()
    right = {"bytes": len(content), "hash": f"md5:{hashlib.md5(content, usedforsecurity=False).hexdigest()}"}
    behaviour = Behaviour(content, breaks_at=len(content) // 2)
    with serving(behaviour) as address:
        with pytest.raises(DataError, match="have come and are kept: run the command again"):
            fetch(served(address, **right))
        assert list_cached_files("icio2025") == ()
        behaviour.breaks_at = None
        assert fetch(served(address, **right)).read_bytes() == content
        (cache / "icio2025" / NAME).unlink()
        for wrong, said in (
            (
                {"bytes": len(content) + 1},
                rf"it has {len(content):,} bytes, the file known {len(content) + 1:,}: anoth",
            ),
            (
                {"hash": f"md5:{'0' * 32}"},
                r"not the one expected \(its hash differs\), and was removed\. Download it by",
            ),
        ):
            with pytest.raises(DataError, match=said):
                fetch(served(address, **right | wrong))
    assert list((cache / "icio2025").iterdir()) == []
    assert behaviour.asked[:2] == ["", f"bytes={len(content) // 2}-"]


def test_the_archive_of_the_edition_of_2023_is_known() -> None:
    entry = source("icio2023")
    assert entry.url.format(span=entry.span(2020)).endswith("oecd.org/files/STI-PIE/ICIO/2023/2016-2020_SML.zip")
    assert entry.known["2016-2020_SML.zip"] == {"bytes": 85_359_213, "hash": "md5:707f2a506eec51b07622ae6efa0177ab"}


def test_another_edition_is_refused_whether_it_was_fetched_or_given(archive: Path, tmp_path: Path, cache: Path) -> None:
    with serving(Behaviour(archive.read_bytes())) as address:
        said = r"not the table expected \(what came: tables of the edition of 2025, not of 2023\. Give icio2025"
        with pytest.raises(DataError, match=said):
            fetch(served(address, "icio2023"))
    with pytest.raises(DataError, match=r"edition of 2025, not of 2023\. Give icio2025"):
        keep("icio2023", archive)
    assert list_cached_files("icio2023") == ()
    assert keep("icio2025", archive) == cache / "icio2025" / NAME
    table = Icio("2023", digits=3).write(tmp_path)
    assert (edition_of(table), years_of(table)) == ("2023", (2018,))
