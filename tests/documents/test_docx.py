"""The Word file: opened again and read."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from newind.documents.docx import write_docx
from newind.documents.prooftable import proof_table
from newind.documents.walk import find_cited_numbers
from sample import EVIL, PROOFS, SYSTEMS, TOPICS, brief


@pytest.fixture(params=["en", "zh"])
def made(request, tmp_path):
    """Return a brief and its Word file, opened."""
    content = brief(request.param)
    path = tmp_path / "brief.docx"
    write_docx(content, path)
    return content, docx.Document(str(path))


def cells(table) -> list[tuple[str, ...]]:
    return [tuple(c.text for c in row.cells) for row in table.rows]


def written(element) -> str:
    return "".join(t.text for t in element.iter(qn("w:t")))


def headings(word, level: int) -> list[str]:
    return [p.text for p in word.paragraphs if p.style.name == f"Heading {level}"]


def test_everything_the_brief_says_is_in_it(made):
    content, word = made
    said = "\n".join(p.text for p in word.paragraphs) + "\n".join(c for t in word.tables for r in cells(t) for c in r)
    texts = [content.headline, content.subtitle, *content.methods, *(n.label for n in content.numbers)]
    for section in content.systems:
        texts += [
            section.lead,
            *(t for c in section.findings for t in (c.sentence, c.number, c.detail)),
        ]
    texts += [t for c in content.characteristics for t in (c.sentence, c.note)]
    cited = find_cited_numbers(content)
    texts += [t for s in content.sources if s.number in cited for t in (s.label, s.formula, s.source, s.note)]
    texts += list(vars(content.reproduce).values())
    assert [t for t in texts if t not in said] == []


def test_headings_are_real_and_numbered_as_the_language_does(made):
    content, word = made
    zh = content.lang == "zh"
    first = headings(word, 1)
    assert len(first) == 3
    assert first[0] == ("一、六大特征：总体位置" if zh else "Six characteristics")
    assert first[-1].startswith("附" if zh else "Annex: where each number comes from")
    second = headings(word, 2)
    names = [v[zh] for v in (*TOPICS.values(), *SYSTEMS.values())]
    numbers = [*"一二三四五六", *"一二三四"]
    assert second[:-2] == [f"（{n}）{name}" if zh else name for n, name in zip(numbers, names, strict=True)]
    assert headings(word, 3)[0] == (
        "1. ■ 约束：甲国第1项结果为1%" if zh else "■ Constraint: Result 1 of Alphaland stands at 1%"
    )


def test_the_numbers_of_each_proof_are_a_table(made):
    content, word = made
    tables = [cells(t) for t in word.tables]
    for proof in PROOFS.values():
        header, rows = proof_table(proof, content.names, content.lang)
        assert [header, *rows] in tables


def test_captions_stand_above_tables_and_count_them(made):
    _, word = made
    before = [t._tbl.getprevious() for t in word.tables[:-1]]  # the annex stands below its heading
    texts = [written(e) for e in before]
    assert all(e.pPr.pStyle.val == "Caption" for e in before)
    assert [int(re.search(r"\d+", t).group()) for t in texts] == list(range(1, len(texts) + 1))


def test_headers_repeat_and_rows_hold_together(made):
    _, word = made
    for table in word.tables:
        rows = [r._tr.trPr for r in table.rows]
        assert [r.find(qn("w:tblHeader")) is not None for r in rows] == [True] + [False] * (len(rows) - 1)
        assert all(r.find(qn("w:cantSplit")) is not None for r in rows)


def test_tables_fit_the_type_area(made):
    _, word = made
    for table in word.tables[:-1]:
        first = word.sections[0]
        room = (first.page_width - first.left_margin - first.right_margin) / 635
        assert sum(int(c.get(qn("w:w"))) for c in table._tbl.iter(qn("w:gridCol"))) <= room + 10


def test_references_lead_to_the_rows_of_sources(made):
    content, word = made
    body = word.element.body
    targets = [b.get(qn("w:name")) for b in body.iter(qn("w:bookmarkStart"))]
    used = {h.get(qn("w:anchor")) for h in body.iter(qn("w:hyperlink"))}
    assert targets == [f"source_{n}" for n in sorted(find_cited_numbers(content))]
    assert used
    assert used <= set(targets)


def test_status_is_in_words_of_the_language(made):
    content, word = made
    notes = [p.text for p in word.paragraphs if p.style.name == "Note"]
    expected = "2011年，观测值。" if content.lang == "zh" else "2011, observed."
    assert sum(expected in n for n in notes) == 6 + 12


def test_chinese_pages_follow_the_standard(tmp_path):
    write_docx(brief("zh"), tmp_path / "a.docx")
    word = docx.Document(str(tmp_path / "a.docx"))
    page = word.sections[0]
    width, height = (
        page.page_width - page.left_margin - page.right_margin,
        page.page_height - page.top_margin - page.bottom_margin,
    )
    assert width == pytest.approx(Mm(156), abs=700)
    assert height == pytest.approx(Mm(225), abs=700)
    east = {
        n: word.styles[n].element.rPr.rFonts.get(qn("w:eastAsia"))
        for n in ("Title", "Heading 1", "Heading 2", "Body Text")
    }
    assert east == {"Title": "方正小标宋简体", "Heading 1": "黑体", "Heading 2": "楷体", "Body Text": "仿宋"}
    assert word.styles["Title"].font.size == Pt(22)
    body = word.styles["Body Text"]
    assert (body.font.size, body.paragraph_format.line_spacing) == (Pt(16), Pt(28))
    assert body.element.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"


def test_last_section_is_turned(made):
    _, word = made
    first, last = word.sections
    assert (last.page_width, last.page_height) == (first.page_height, first.page_width)
    assert last.orientation == docx.enum.section.WD_ORIENT.LANDSCAPE


def test_pages_are_numbered_between_dashes(made):
    content, word = made
    page = word.sections[0]
    footers = [page.footer, page.even_page_footer] if content.lang == "zh" else [page.footer]
    for footer in footers:
        element = footer.paragraphs[0]._p
        assert written(element) == "— 1 —"
        assert [f.get(qn("w:instr")).strip() for f in element.iter(qn("w:fldSimple"))] == ["PAGE"]


def test_language_is_declared(made):
    content, word = made
    tag = {"en": "en-GB", "zh": "zh-CN"}[content.lang]
    assert word.core_properties.language == tag
    (language,) = word.styles.element.iter(qn("w:lang"))
    assert (language.get(qn("w:val")), language.get(qn("w:eastAsia"))) == (
        "en-GB",
        "zh-CN",
    )  # no line ends in a decimal
    assert word.core_properties.title == " ".join(content.headline.split())


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_equal_briefs_give_equal_bytes(tmp_path, lang):
    one, other = tmp_path / "one.docx", tmp_path / "other.docx"
    write_docx(brief(lang), one)
    write_docx(brief(lang), other)
    assert one.read_bytes() == other.read_bytes()
    with zipfile.ZipFile(io.BytesIO(one.read_bytes())) as package:
        assert {m.date_time for m in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.testzip() is None


def test_texts_that_xml_does_not_take_are_cleaned(tmp_path):
    content = dataclasses.replace(brief(), methods=("R&D < 1\x07 <b>", EVIL))
    write_docx(content, tmp_path / "a.docx")
    texts = [p.text for p in docx.Document(str(tmp_path / "a.docx")).paragraphs]
    assert "R&D < 1 <b>" in texts
    assert EVIL in texts


def test_a_brief_with_nothing_to_show_is_still_a_file(tmp_path):
    empty = dataclasses.replace(
        brief(), numbers=(), characteristics=(), systems=(), methods=(), last_years=(), sources=(), summary=""
    )
    write_docx(empty, tmp_path / "a.docx")
    assert len(headings(docx.Document(str(tmp_path / "a.docx")), 1)) == 3
