"""The PDF: all that the brief says goes to the typesetter as data; one page is one page; fonts are looked for."""

from __future__ import annotations

import dataclasses
import re

import docx
import pytest

import newind as ni
from deep import CODE
from newind.documents import pdf
from newind.documents.docx import write_docx
from newind.documents.html import page
from newind.errors import DataError
from sample import EVIL, brief

PAGE = re.compile(rb"/Type\s*/Page\b")
LINK = "http://127.0.0.1:8000/#/try?region=CHN&a=%7B%22x%22%3A1%7D"
HOSTILE = '#panic("x") $x$ *b* _i_ `c` @ref <s1> \\ /* #import "x": * \u202e #read("/etc/passwd")'

LANGUAGES = ["en", pytest.param("zh", marks=pytest.mark.skipif(pdf.chinese() is None, reason="no Chinese font"))]


def pages(content: bytes) -> int:
    assert content.startswith(b"%PDF-")
    return len(PAGE.findall(content))


def parts(content):
    made = pdf._PdfWriter(content)
    made.walk()
    return made.parts


def said(content) -> str:
    found = []
    for p in parts(content):
        found += [p.get("strong", "") + p.get("text", ""), p.get("alt", "")]
        found += [c for r in (p.get("header", []), *p.get("rows", [])) for c in r]
    return "\n".join(found).replace("\u200b", "")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_the_brief_says_is_in_it(lang):
    content = brief(lang)
    whole = said(content)
    texts = [content.headline, content.subtitle, *content.methods, *(n.label for n in content.numbers)]
    texts += [c.sentence for s in content.systems for c in s.findings]
    texts += [t for c in content.characteristics for t in (c.sentence, c.note)]
    texts += [t for s in content.sources for t in (s.label, s.formula, s.source, s.note)]
    texts += list(vars(content.reproduce).values())
    assert [t for t in texts if t not in whole] == []
    charts = [p for p in parts(content) if p["kind"] == "chart"]
    assert len(charts) == len(content.characteristics) + sum(len(s.findings) for s in content.systems)
    assert all(c["svg"].startswith("<svg xmlns") for c in charts)
    assert not [c for c in charts if "@media" in c["svg"] or "var(" in c["svg"]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_brief_gives_the_same_bytes(lang):
    made = pdf.typeset(brief(lang))
    assert pages(made) > 2
    assert pdf.typeset(brief(lang)) == made


def test_no_text_is_taken_for_the_language_of_the_typesetter():
    content = brief("en")
    for text in (HOSTILE, EVIL, "\x00\x07\ud800", "", "]" * 50 + "[" * 50, "//"):
        changed = dataclasses.replace(content, headline=text or "x", summary=text, methods=(text,))
        assert pages(pdf.typeset(changed)) > 2


def test_a_reference_without_a_source_leads_nowhere():
    content = brief("en")
    assert pages(pdf.typeset(dataclasses.replace(content, sources=content.sources[:1]))) > 2
    assert pages(pdf.typeset(dataclasses.replace(content, sources=()))) > 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_link_stands_in_page_word_file_and_pdf(lang, tmp_path):
    content = dataclasses.replace(brief(lang), link=LINK)
    assert LINK.encode() in pdf.typeset(content)
    assert f'href="{LINK.replace("&", "&amp;")}"' in page(content)
    write_docx(content, tmp_path / "a.docx")
    word = docx.Document(str(tmp_path / "a.docx"))
    assert LINK in [r.target_ref for r in word.part.rels.values() if r.is_external]
    bare = brief(lang)
    assert b"127.0.0.1" not in pdf.typeset(bare)
    assert "127.0.0.1" not in page(bare)


def test_where_there_is_no_chinese_font_it_says_so_before_anything_is_computed(monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "families", lambda: frozenset({"Libertinus Serif", "DejaVu Sans Mono"}))
    assert pdf.chinese() is None
    with pytest.raises(DataError, match=r"no font with Chinese characters was found.*Noto Serif CJK SC"):
        ni.brief(ni.load("world"), CODE, out=tmp_path / "b", lang="zh", pdf=True)
    assert not (tmp_path / "b").exists()
    assert pages(pdf.typeset(brief("en"))) > 2


def test_an_unknown_form_is_refused(tmp_path):
    with pytest.raises(DataError, match="decision, page, full"):
        ni.brief(ni.load("world"), CODE, out=tmp_path / "b", form="poster")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_long_words_in_cells_may_break(lang):
    wide = dataclasses.replace(brief(lang).sources[0], source="a_very_long_name." * 30)
    assert pages(pdf.typeset(dataclasses.replace(brief(lang), sources=(wide,)))) > 2
