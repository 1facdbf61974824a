"""The line of sources on paper, and what a Word file leaves out."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from docx import Document

import newind as ni
from newind.documents.decision.build import build_decision
from newind.documents.sheets.model import BriefSheet, Heading, Note
from newind.documents.sheets.sources import add_sources
from newind.documents.sheets.word import write_word
from newind.questions.model import SourceRow


@pytest.fixture(scope="module", params=["en", "zh"])
def quick(request):
    return build_decision(ni.load("world", 2022), "CHN", request.param, model=False)


def test_the_last_sheet_says_the_source_of_every_note(quick):
    note = quick.sheets[-1].blocks[-1]
    assert isinstance(note, Note)
    assert note.printed
    told = re.split(r"[;；]", re.split("[)）][:：]", note.text, maxsplit=1)[1])
    numbers: list[int] = []
    for group in told:
        for part in re.findall(r"\d+(?:–\d+)?", re.split(r"[:：]", group)[0]):
            first, _, last = part.partition("–")
            numbers += range(int(first), int(last or first) + 1)
    assert sorted(numbers) == [r.number for r in quick.sources]
    power, own = ("Ember", "NBS") if quick.lang == "en" else ("Ember", "国家统计局")
    assert power in note.text
    assert own in note.text
    assert add_sources(quick).sheets == quick.sheets


def test_a_source_without_a_short_name_is_cut_at_its_first_mark(quick):
    row = SourceRow(1, "own", "x", "", "My survey of firms, wave 2", "2020, 2021, 2022", "%", "observed")
    sheet = BriefSheet("", "", ())
    (note,) = add_sources(replace(quick, sources=(row,), sheets=(sheet,))).sheets[-1].blocks
    assert "My survey of firms 2020–2022" in note.text


def test_a_word_file_has_neither_the_line_nor_legends_of_drawings(quick, tmp_path):
    sheet = BriefSheet("a", "b", (Heading("finding", "measure", (), "bar: range"), *quick.sheets[-1].blocks))
    write_word(replace(quick, sheets=(sheet,)), tmp_path / "a.docx")
    paragraphs = Document(str(tmp_path / "a.docx")).paragraphs
    texts = [p.text for p in paragraphs]
    assert quick.sheets[-1].blocks[-1].text not in texts
    assert not any("bar: range" in t for t in texts)
    assert next(p for p in paragraphs if p.text == "measure").paragraph_format.keep_with_next
