"""Workbooks that would end the process of the one who reads them end a process of their own, and are refused."""

from __future__ import annotations

import os
import re
import signal
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import newind as ni
import xlsb_layout
from newind.data.attach import attach
from newind.data.readers import sheets
from newind.data.readers.sheets import first_sheet, read_sheets, sheets_of, top_of_sheets
from newind.errors import DataError, NewindError
from old_workbook import write_old
from wiot_layout import Layout

HUGE = b"4294967295"
"""Texts that a workbook of a few kilobytes says it holds: 103 GB of them were asked for."""


def changed(path: Path, member: str, pattern: bytes, text: bytes) -> Path:
    """Return a copy of an archive in which the first match of a member is replaced."""
    target = path.with_name(f"changed{path.suffix}")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            content = source.read(name)
            if name == member:
                content, found = re.subn(pattern, lambda _: text, content, count=1, flags=re.DOTALL)
                assert found
            archive.writestr(name, content)
    return target


def many_texts(path: Path) -> Path:
    return changed(path, "xl/sharedStrings.xml", rb'uniqueCount="\d+"', b'uniqueCount="' + HUGE + b'"')


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return Layout().write(tmp_path)


@pytest.mark.parametrize("read", [first_sheet, read_sheets, top_of_sheets, sheets_of])
def test_a_workbook_that_says_it_holds_more_than_its_size_is_refused(book: Path, read: Callable[[Path], object]):
    with pytest.raises(DataError, match=r"sharedStrings.xml says that it holds 4,294,967,295 texts in [\d,]+ bytes"):
        read(many_texts(book))
    assert read(book)


def test_every_question_that_takes_a_workbook_refuses_it(book: Path) -> None:
    from newind.index.intake import cells
    from newind.pathways.prospects import read_projections
    from newind.policy.registerbook import read_book

    path, world = many_texts(book), ni.load("world", year=2011)
    for read in (lambda p: attach(world, p), read_book, cells, read_projections):
        with pytest.raises(NewindError, match="says that it holds"):
            read(path)


def far_cell_of_xlsb(folder: Path) -> Path:
    """Return a binary workbook with a number in the last row and column of the format: 400 GB once laid out."""
    last: list[object] = [*[None] * 16_383, 1.0]
    return xlsb_layout.write(folder / "a.xlsb", {"s": {0: ["a"], 1_048_575: last}})


def repeated_cell_of_ods(folder: Path) -> Path:
    """Return an open document whose one cell is repeated over a whole sheet."""
    path = folder / "a.ods"
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    names = "".join(f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table"))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        table = f'<table:table table:name="a">{row}{row}</table:table>'
        archive.writestr("content.xml", f"<office:document{names}>{table}</office:document>")
    return path


@pytest.mark.parametrize("write", [far_cell_of_xlsb, repeated_cell_of_ods])
def test_memory_that_no_count_in_the_file_tells_of_ends_the_process_that_reads(tmp_path: Path, write):
    path = write(tmp_path)
    with pytest.raises(DataError, match=r"takes more than 4 GB of memory|truncated, corrupt"):
        first_sheet(path)
    old = write_old(tmp_path / "a.xls", {"s": [["a", 1.0]]})
    assert first_sheet(old).rows == [["a", 1.0]]  # the next is read as if nothing had been


def test_a_process_that_was_ended_is_begun_anew(book: Path) -> None:
    first = first_sheet(book).rows
    process = sheets._server.process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert first_sheet(book).rows == first


def test_an_interrupt_leaves_no_answer_for_the_next_question(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    first_sheet(book)
    with monkeypatch.context() as patch:
        patch.setattr("newind.data.readers.sheets.pickle.load", interrupted)
        with pytest.raises(KeyboardInterrupt):
            read_sheets(book)
    assert top_of_sheets(book)[0].rows == first_sheet(book).rows[:60]


def test_a_workbook_is_found_from_the_folder_that_the_program_is_in(book: Path, monkeypatch: pytest.MonkeyPatch):
    whole = first_sheet(book).rows
    monkeypatch.chdir(book.parent)
    assert first_sheet(Path(book.name)).rows == whole
