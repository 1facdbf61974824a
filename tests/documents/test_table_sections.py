"""Tables with a heading of their own: on the page, in the Word file, in the workbook; hostile texts stay texts."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from docx import Document
from python_calamine import CalamineWorkbook
from test_html import HOSTILE, Reader

import newind as ni
import sample
from deep import CODE, LANGS, PROVINCE
from newind.documents.book import NAME, read_number, sheet_name
from newind.documents.decision.book import _tables
from newind.documents.decision.build import build_decision
from newind.documents.docx import write_docx
from newind.documents.html import page
from newind.documents.tables import _BriefWorkbook, write_xlsx
from newind.documents.walk import wide
from newind.messages import message_group
from newind.questions.model import TableSection

TABLE = TableSection(
    id="own",
    title="Own tables: up to 2020 / [draft]",
    lead="What it shows.",
    header=("Indicator", "World, 2011", "Own, 2020", "Status"),
    rows=(("Labour share", "41.9%", "−3.0%", "observed"), (sample.EVIL, "1", "2", "<b>bold</b>")),
    numeric=(1, 2),
    note="Producers’ prices",
    refs=(3, 7),
)
NAMES = message_group("documents.sheets")
PLAIN = TableSection("unknown", "What cannot be said", "By reason.", ("Indicators", "Why"), (("a; b", "no data"),))


@pytest.fixture(params=["en", "zh"])
def brief(request):
    return replace(sample.brief(request.param), tables=(TABLE, PLAIN))


# ---- page
def section(html, id):
    return re.search(rf'<section class="tab" aria-labelledby="x-{id}">.*?</section>', html, re.S)[0]


def test_a_section_of_the_page_has_heading_table_and_note(brief):
    html = page(brief)
    Reader(html)
    own = section(html, "own")
    assert re.search(r'<h2 id="x-own">(?:三、)?Own tables: up to 2020 / \[draft\]</h2>', own)
    assert re.findall(r'<th scope="col"(?: class="r")?>([^<]*)</th>', own) == list(TABLE.header)
    assert len(re.findall(r"<tr>", own)) == 1 + len(TABLE.rows)
    assert own.count("<th") == own.count('<th scope="col"') + own.count("<thead")
    assert "What it shows." in own
    assert "Producers’ prices" in own
    assert 'class="grid w4"' in own
    assert 'class="grid w2"' in section(html, "unknown")


def test_numbers_are_set_to_the_right(brief):
    own = section(page(brief), "own")
    assert re.findall(r'<th scope="col" class="r">([^<]*)</th>', own) == ["World, 2011", "Own, 2020"]
    assert re.findall(r'<td class="r">([^<]*)</td>', own) == ["41.9%", "−3.0%", "1", "2"]
    assert 'class="r"' not in section(page(brief), "unknown")


def test_a_wide_table_scrolls_in_its_box(brief):
    html = page(brief)
    for id in ("own", "unknown"):
        assert re.search(r'<div class="tw"><table class="grid', section(html, id))
    assert re.search(r"\.tw \{[^}]*overflow-x: auto", html)


def test_references_of_a_table_lead_to_their_sources(brief):
    read = Reader(page(brief))
    own = section(page(brief), "own")
    for r in TABLE.refs:
        assert f'href="#n{r}"' in own
    assert {h[1:] for h in read.links} <= set(read.ids)
    assert len(read.ids) == len(set(read.ids))
    alone = replace(brief, tables=(replace(TABLE, refs=(28,)),))
    assert "n28" in Reader(page(alone)).ids
    assert "n28" not in Reader(page(brief)).ids


def test_a_table_without_note_and_references_has_no_line_for_them(brief):
    assert 'class="note"' not in section(page(brief), "unknown")
    assert section(page(brief), "own").count('class="note"') == 1


def test_hostile_texts_stay_texts(brief):
    evil = TableSection("own", HOSTILE, HOSTILE, (HOSTILE,), ((HOSTILE,),), (), HOSTILE)
    text = page(replace(brief, tables=(evil,)))
    assert "<script" not in text
    assert text.count("</style>") == 1
    Reader(text)
    assert "&lt;b&gt;bold&lt;/b&gt;" in page(brief)


def test_sections_are_numbered_on_in_chinese():
    html = page(replace(sample.brief("zh"), tables=(TABLE, PLAIN)))
    found = re.findall(r"<h2[^>]*>(.)、", html)
    assert found == list("一二三四")
    without = re.findall(r"<h2[^>]*>(.)、", page(sample.brief("zh")))
    assert without == list("一二")
    no_cards = replace(sample.brief("zh"), characteristics=(), tables=(PLAIN,))
    assert re.findall(r"<h2[^>]*>(.)、", page(no_cards)) == list("一二")
    assert not re.search(r"<h2[^>]*>.、", page(replace(sample.brief("en"), tables=(TABLE, PLAIN))))


# ---- Word
def test_word_has_heading_table_and_note(brief, tmp_path):
    write_docx(brief, tmp_path / "a.docx")
    word = Document(str(tmp_path / "a.docx"))
    texts = [(p.style.name, p.text) for p in word.paragraphs]
    headings = [t for s, t in texts if s == "Heading 1"]
    number = "三、" if brief.lang == "zh" else ""
    assert number + TABLE.title in headings
    at = texts.index(("Heading 1", number + TABLE.title))
    caption = re.compile(r"(?:Table |表)\d+.*" + re.escape(TABLE.title))
    assert texts[at + 1][1] == TABLE.lead
    assert caption.fullmatch(texts[at + 2][1])
    note = next(t for _, t in texts[at + 3 :] if "Producers’ prices" in t)
    assert "[3]" in note
    assert "[7]" in note
    grid = next(t for t in word.tables if [c.text for c in t.rows[0].cells] == list(TABLE.header))
    assert [tuple(c.text for c in row.cells) for row in grid.rows[1:]] == list(TABLE.rows)


def test_word_sections_are_numbered_on_in_chinese(tmp_path):
    write_docx(replace(sample.brief("zh"), tables=(TABLE, PLAIN)), tmp_path / "a.docx")
    headings = [p.text for p in Document(str(tmp_path / "a.docx")).paragraphs if p.style.name == "Heading 1"]
    assert [h[0] for h in headings] == list("一二三四附")


def test_word_has_no_empty_note(brief, tmp_path):
    write_docx(brief, tmp_path / "a.docx")
    notes = [p.text for p in Document(str(tmp_path / "a.docx")).paragraphs if p.style.name == "Note"]
    assert [n for n in notes if not n.strip()] == []


# ---- workbook
def test_each_table_has_a_sheet_of_texts(brief, tmp_path):
    write_xlsx(brief, tmp_path / "a.xlsx")
    book = CalamineWorkbook.from_path(str(tmp_path / "a.xlsx"))
    rows = book.get_sheet_by_name(NAMES["own"][brief.lang]).to_python()
    assert rows[0][0] == TABLE.title
    assert list(TABLE.header) in rows
    numbers = [[r[0], *(n[0] if (n := read_number(c)) else c for c in r[1:])] for r in TABLE.rows]
    assert numbers == [r for r in rows if r[0] in ("Labour share", sample.EVIL)]
    assert [str(r[0])[:4] for r in rows][-2:] == ["[3] ", "[7] "]
    assert NAMES["unknown"][brief.lang] in book.sheet_names


def test_no_text_of_a_table_is_a_formula(brief, tmp_path):
    import zipfile

    write_xlsx(brief, tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        sheets = [book.read(n).decode() for n in book.namelist() if n.startswith("xl/worksheets/sheet")]
    assert [s for s in sheets if "<f>" in s] == []


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("a:b\\c/d?e*f[g]", "a b c d e f g"),
        ("'quoted'", "quoted"),
        ("x" * 40, "x" * 31),
        ("本国投入产出表（至2020年）", "本国投入产出表（至2020年）"),
        ("y" * 30 + " z", "y" * 30),
    ],
)
def test_names_of_sheets_are_allowed(title, name):
    assert sheet_name(title) == name


def test_every_sheet_has_a_short_name_of_its_own(both, regional):
    shown = [*both.values(), *regional.values()]
    ids = {t.id for b in shown for s in b.sections for t in s.tables}
    assert ids <= set(NAMES)
    names = [list(_BriefWorkbook(b).tables()) for b in shown]
    for code, w in ((CODE, ni.load("world").until(2011)), (PROVINCE, ni.load("china-2017"))):
        names += [list(_tables(build_decision(w, code, lang, model=False))) for lang in LANGS]
    for tables in names:
        made = [t.name for t in tables]
        assert [name for name in made if wide(name) > NAME or sheet_name(name) != name] == []
        assert len({name.lower() for name in made}) == len(made)


def test_names_of_sheets_that_the_model_makes_are_short():
    told = [*NAMES.values(), *message_group("decision.book").values()]
    told += message_group("decision.short").values()
    assert [t for said in told for t in said.values() if wide(t) > NAME] == []


def test_equal_briefs_give_equal_bytes(brief, tmp_path):
    for suffix, write in ((".docx", write_docx), (".xlsx", write_xlsx)):
        for name in ("a", "b"):
            write(brief, tmp_path / f"{name}{suffix}")
        assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()
