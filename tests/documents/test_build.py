"""What a brief of the shipped world says outside its findings: sources, places, decimals, in both languages."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import partial

import pytest

import newind as ni
from each import check_each
from newind.documents import build
from newind.documents.html import page
from newind.documents.tables import write_xlsx
from newind.measures import zh
from newind.measures.context import Context
from newind.questions.characteristics import characteristics
from newind.questions.findings import diagnose

build_brief = partial(build.build_brief, depth=False, paths=False)
CODES = ("CHN", "USA", "MEX", "IND", "RUS")
ASKED = "CHN"
"""The economy on which the model is asked, too."""
NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
FACTORS = {"%": 100, "亿吨": Decimal("0.01"), "万吨": 100, "Gt": Decimal("0.001")}
"""What figures of the registry are multiplied with on a card, by the unit shown."""
WORD, MOST_WORDS = re.compile(r"[^\W\d_][\w’'-]+"), 9_000
ENGLISH = re.compile(r"\b[a-z]{3,} [a-z]{2,}\b|\b(?:Method|chapter|ch\.|et al)")


@pytest.fixture(scope="module")
def world():
    return ni.load("world")


@pytest.fixture(scope="module")
def made(world):
    """Return a function of a code and a language that builds a brief once."""
    done = {}

    def build(*key):
        if key not in done:
            done[key] = build_brief(world, *key, model=key[0] == ASKED)
        return done[key]

    return build


def cards(brief):
    return [c for s in brief.systems for c in (*s.findings, *s.more)]


@pytest.mark.parametrize("code", CODES)
def test_chinese_sources_are_chinese(made, code):
    brief = made(code, "zh")
    for row in brief.sources:
        assert not [t for t in (row.formula, row.source, row.note, row.unit) if ENGLISH.search(t)], row
        assert "；方法：" in row.source
    assert zh.source(ni.load("world").last.source) in brief.reproduce.data
    assert "M.USD" not in brief.reproduce.data


def test_the_long_brief_is_no_longer_than_can_be_read(made):
    """With the model on, annex and tables in it, words in charts not."""
    text = re.sub(r"<(style|svg)\b.*?</\1>|<[^>]+>", " ", page(made(ASKED, "en")), flags=re.DOTALL)
    assert len(WORD.findall(text)) <= MOST_WORDS


@pytest.mark.parametrize("code", CODES)
def test_sources_are_the_same_rows_in_both_languages(made, code):
    en, zh = made(code, "en"), made(code, "zh")
    assert [(r.number, r.indicator, r.status) for r in en.sources] == [
        (r.number, r.indicator, r.status) for r in zh.sources
    ]
    assert [bool(r.note) for r in en.sources] == [bool(r.note) for r in zh.sources]
    assert [r.year.split(", ") for r in en.sources] == [r.year.split("、") for r in zh.sources]


def placed(w, code):
    """Return topics in which the place of an economy is settled."""
    return {c.topic for c in characteristics(Context.from_accounts(w, code)) if c.reading.place["en"]}


def test_some_places_are_settled_and_in_observed_years_more(world):
    """Bands of estimated years take places away, not all."""
    assert any(placed(world, code) for code in CODES)
    for code in CODES:
        assert len(placed(world, code)) <= len(placed(world.until(2011), code)) > 0


@check_each("code", CODES)
@check_each("lang", ["en", "zh"])
def test_a_characteristic_says_its_place_once(world, made, code, lang):
    place = {"en": r"\b(?:highest|lowest|\d+\w\w) of \d", "zh": r"在\d+个经济体中"}[lang]
    settled = placed(world, code)
    for card in made(code, lang).characteristics:
        said = card.sentence + (" " + card.note[:1].lower() + card.note[1:])
        assert len(re.findall(place, said)) == (card.topic in settled), said
        assert card.note.endswith("." if lang == "en" else "。")
        assert " · " not in card.note


@check_each("code", CODES)
@check_each("lang", ["en", "zh"])
def test_shares_on_cards_have_one_decimal_at_most(made, code, lang):
    for card in made(code, lang).characteristics:
        assert not re.search(r"\d{1,2}\.\d\d+%", card.sentence), card.sentence


@check_each("code", CODES)
@check_each("lang", ["en", "zh"])
def test_the_number_of_a_finding_stands_in_its_sentence_as_it_is_shown(world, made, code, lang):
    by_sentence = {f.sentence[lang]: f for f in diagnose(world, code, model=code == ASKED)}
    same = 0
    for card in cards(made(code, lang)):
        f = by_sentence[card.sentence]
        value = abs(Decimal(float(f.value)) * FACTORS.get(card.unit, 1))
        said = [n.replace(",", "") for n in NUMBER.findall(card.sentence)]
        said = [n for n in said if "." in n or value >= 1]  # for one hour: not what 0.74 was rounded to
        near = {n for n in said if abs(Decimal(n) - value) <= Decimal(5).scaleb(-1 - len(n.partition(".")[2]))}
        if near:
            same += 1
            assert card.number.lstrip("−").replace(",", "") in near, card.sentence
    assert same >= 20


@pytest.mark.parametrize("code", CODES)
def test_notes_name_no_bar(made, code):
    """Word and spreadsheets have no bars."""
    for lang, bar in (("en", r"\bbars?\b|\bdot\b"), ("zh", "横条|圆点")):
        brief = made(code, lang)
        for card in (*brief.characteristics, *cards(brief)):
            said = card.note + getattr(card.proof, "note", {}).get(lang, "")
            assert not re.search(bar, said, re.IGNORECASE), said


def test_units_of_concentration_are_no_percentages(made):
    units = {r.indicator: r.unit for r in made("CHN", "zh").sources}
    assert units["s4.supplier_hhi"] == "无量纲"
    assert units["s4.gvc_circulation"] == "%"
    assert units["s4.upstreamness"] == "阶段"


def test_notes_in_the_workbook_follow_the_language(made, tmp_path):
    from python_calamine import CalamineWorkbook

    write_xlsx(made("CHN", "zh"), tmp_path / "a.xlsx")
    book = CalamineWorkbook.from_path(str(tmp_path / "a.xlsx"))
    header, *rows = book.get_sheet_by_name("数据").to_python()[3:]
    notes = {row[header.index("说明")] for row in rows} - {""}
    assert notes
    assert [n for n in notes if ENGLISH.search(n) or not re.search("[\u4e00-\u9fff]", n)] == []
