"""What a brief of a province or a nation says: the figures of its table, in its words, and what it cannot know."""

from __future__ import annotations

import re
from functools import partial

import numpy as np
import pytest

import newind as ni
from each import check_each
from nbs_layout import made as made_table
from newind.accounts.classification import industry_name
from newind.analyses.circulation.transfer import transfer_candidates
from newind.data.reference import package
from newind.data.single import to_accounts
from newind.documents import build
from newind.documents.html import page
from newind.documents.walk import find_cited_numbers
from newind.language.words import cardinal
from newind.measures.context import Context
from newind.measures.measure import unknowable

SAMPLE = ("CN-GD", "CN-GZ", "CN-BJ", "CN-NM", "CN-XZ", "CN-SH", "CN-HI", "CN-XJ")
"""Provinces of every kind: large and small, rich and poor, municipalities, autonomous regions, an island."""
build_brief = partial(build.build_brief, depth=False, paths=False)
LANGS = ("en", "zh")
ENGLISH = re.compile(r"\b[a-z]{3,} [a-z]{2,}\b|\b(?:Method|chapter|ch\.|et al)")
ABROAD = {
    "en": r"\beconom(?:y|ies)\b|\bforeign\b|\bnation’s economy\b|\bworld\b",
    "zh": "经济体|全球|境内|境外|本国",
}
"""What is not said where provinces are meant; what goes abroad itself is ``abroad`` and ``国外``."""
NUMERALS = "一二三四五六七八九十"
NUMBER = re.compile(r"−?[0-9][0-9,]*(?:\.[0-9]+)?")


@pytest.fixture(scope="module")
def provinces():
    return ni.load("china-2017")


@pytest.fixture(scope="module")
def made(provinces):
    """Return a function of a code and a language that builds a brief once."""
    done = {}
    return lambda *key: done[key] if key in done else done.setdefault(key, build_brief(provinces, *key))


@pytest.fixture(scope="module")
def nation():
    return {lang: build_brief(ni.load("china"), "CHN", lang) for lang in LANGS}


def cards(brief):
    return [*brief.characteristics, *(c for s in brief.systems for c in (*s.findings, *s.more))]


def said(brief):
    """Return every sentence that speaks of the province: not the names of indicators, nor why some are unknown."""
    texts = [brief.headline, brief.subtitle, brief.summary]
    texts += [t for c in cards(brief) for t in (c.sentence, c.detail, c.note)]
    texts += [t for x in brief.tables for t in (x.title, x.lead, x.note, *x.header)]
    return [t for t in texts if t]


def totals(w, code):
    table = ni.measure(w, regions=code)
    table = table[table["industry"].isna() & table["partner"].isna() & (table["year"] == table["year"].max())]
    return dict(zip(table["indicator"], table["value"], strict=True))


def text_of(html):
    """Return what a page shows, without style and code."""
    html = re.sub(r"<(style|code|pre|title)[ >].*?</\1>", " ", html, flags=re.S)
    return re.sub(r"<[^>]+>", "\n", html)


def english(html):
    """Return the lines of a page that have English in them, but for titles of journals and books."""
    return [t for t in text_of(html).splitlines() if ENGLISH.search(t) and not re.search("Economic|Journal|Review", t)]


# ---- provinces together
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("code", SAMPLE)
def test_a_province_has_a_brief(made, code, lang):
    brief = made(code, lang)
    assert brief.kind == "province"
    assert len(brief.peers) == 7
    assert all(p.startswith("CN-") for p in brief.peers)
    assert [c.topic for c in brief.characteristics] == ["people", "quality", "innovation", "digital", "open"]
    assert len(brief.numbers) == 4
    assert all(re.search(r"[.。]$", t) for t in brief.summary.split("\n"))
    assert not re.search(r"\bnan\b|None", " ".join(said(brief)))


def test_every_province_has_a_brief(provinces, made):
    rows = [r for r in provinces.last.regions.rows if r.kind == "province"]
    headlines = {r.zh: made(r.code, "zh").headline for r in rows}
    assert len(set(headlines.values())) == 31
    assert all(headline.startswith(name) for name, headline in headlines.items())


@check_each("lang", LANGS)
@check_each("code", SAMPLE)
def test_nothing_takes_provinces_for_countries(made, code, lang):
    assert [t for t in said(made(code, lang)) if re.search(ABROAD[lang], t)] == []


@pytest.mark.parametrize("code", ["CN-BJ", "CN-NM", "CN-XZ", "CN-SH", "CN-XJ"])
def test_municipalities_and_autonomous_regions_are_not_called_sheng(made, code):
    assert [t for t in (*said(made(code, "zh")), *made(code, "zh").methods) if "本省" in t] == []


@check_each("lang", LANGS)
@check_each("code", SAMPLE)
def test_numbers_at_the_top_are_those_measured(provinces, made, code, lang):
    brief, figures = made(code, lang), totals(provinces, code)
    rows = {r.number: r.indicator for r in brief.sources}
    for n in brief.numbers:
        value = 100 * figures[rows[n.refs[0]]]
        assert n.unit == "%"
        assert n.value == f"{value:.1f}"
    national, foreign = figures["s4.demand_national"], figures["s4.demand_foreign"]
    shown = [float(n) for n in re.findall(r"([\d.]+)%", brief.headline)]
    assert shown == pytest.approx([100 * national, 100 * foreign], abs=1)


@check_each("lang", LANGS)
@check_each("code", SAMPLE)
def test_the_numbers_of_the_summary_add_up(provinces, made, code, lang):
    w, figures = provinces.last, totals(provinces, code)
    first = made(code, lang).summary
    shares = [float(n) for n in re.findall(r"([\d.]+)%", first)][1:4]
    assert sum(shares) == pytest.approx(100, abs=0.11)
    want = [figures[f"s4.demand_{k}"] for k in ("local", "national", "foreign")]
    np.testing.assert_allclose(shares, 100 * np.array(want), atol=1)
    size = float(w.gdp[w.regions.index(code)]) / 1e6  # million yuan to trillion
    pattern = r"([\d.,]+) (trillion|billion) yuan" if lang == "en" else r"([\d.,]+)(万亿|亿)元"
    number, unit = re.search(pattern, first).groups()
    factor = {"trillion": 1, "billion": 1e-3, "万亿": 1, "亿": 1e-4}[unit]
    assert float(number.replace(",", "")) * factor == pytest.approx(size, rel=0.05)


@check_each("code", SAMPLE)
def test_the_chinese_page_has_no_english_sentences(made, code):
    assert english(page(made(code, "zh"))) == []


@check_each("code", SAMPLE)
def test_the_english_page_has_no_chinese(made, code):
    text = re.sub(r'<(span|a)[^>]*(?:class="gl"|lang="zh)[^>]*>.*?</\1>', "", page(made(code, "en")), flags=re.S)
    assert re.findall("[\u4e00-\u9fff]+", text_of(text)) == []


@pytest.mark.parametrize("lang", LANGS)
def test_it_says_that_it_is_an_estimate_and_how_far_it_may_be_off(made, lang):
    brief = made("CN-GD", lang)
    word, spread = {"en": ("estimate", "ange of the estimate: "), "zh": ("估计", "估计区间：")}[lang]
    assert word in " ".join(brief.methods)
    assert {"en": "Hong Kong, Macao and Taiwan", "zh": "不含香港、澳门和台湾的数据"}[lang] in " ".join(brief.methods)
    assert any("no data for Hong Kong, Macao and Taiwan" in said for said in package("china-2017")["caveats"])
    assert word in brief.reproduce.data
    facts = {"s1.rd_intensity"}  # spending and GDP of provinces are published
    assert {r.status for r in brief.sources if r.indicator not in facts} <= {"estimated", "proxy"}
    published = [r for r in brief.sources if r.status == "observed"]
    assert {r.indicator for r in published} == facts
    assert not any(word in r.source for r in published)
    ranges = [c.note.partition(spread)[2] for c in cards(brief) if spread in c.note]
    assert ranges
    for said_range in ranges:
        low, high = (float(n) for n in NUMBER.findall(said_range)[:2])
        assert low < high


@pytest.mark.parametrize("lang", LANGS)
def test_ranges_of_the_estimate_are_those_shipped(provinces, made, lang):
    ctx, brief = Context.from_accounts(provinces, "CN-GZ"), made("CN-GZ", lang)
    spread = {"en": "ange of the estimate: ", "zh": "估计区间："}[lang]
    rows = {r.number: r.indicator for r in brief.sources}
    found = [c for c in cards(brief) if spread in c.note]
    for card in found:
        low, high = ctx.range(rows[card.refs[0]])
        numbers = [float(n) for n in NUMBER.findall(card.note.partition(spread)[2])[:2]]
        assert numbers == pytest.approx([100 * low, 100 * high], abs=0.06)
    assert found


def test_the_licence_names_the_bureaus(made):
    assert "statistical bureaux of the provinces" in made("CN-GD", "en").reproduce.licence
    assert "各省统计局" in made("CN-GD", "zh").reproduce.licence


@check_each("lang", LANGS)
@check_each("code", SAMPLE)
def test_references_lead_to_rows(made, code, lang):
    brief = made(code, lang)
    used = [r for refs in (*(n.refs for n in brief.numbers), *(c.refs for c in cards(brief)),
                           *(t.refs for t in brief.tables)) for r in refs]  # fmt: skip
    rows = {r.number for r in brief.sources}
    assert set(used) == rows == set(range(1, len(rows) + 1))
    html = page(brief)
    assert {int(n) for n in re.findall(r'id="n(\d+)"', html)} == find_cited_numbers(brief) <= rows
    assert all(r.source and r.formula and r.year == "2017" for r in brief.sources)


@pytest.mark.parametrize("code", ["CN-GD", "CN-GZ"])
def test_sections_are_numbered_without_a_gap_in_chinese(made, nation, code):
    for brief in (made(code, "zh"), nation["zh"]):
        found = re.findall(r"<h2[^>]*>([一二三四五六七八九十]+)、", page(brief))
        assert found == list(NUMERALS[: len(found)])
        official = int(brief.now is not None)  # of a nation
        assert len(found) == 4 + official + len(brief.tables)  # one of them on the index, one on policies
    assert not re.search(r"<h2[^>]*>\W*[一二三四五六七八九十]", page(made(code, "en")))


@check_each("lang", LANGS)
@check_each("code", SAMPLE)
def test_candidates_in_the_table_are_those_computed(provinces, made, code, lang):
    found = transfer_candidates(provinces.last, code)
    found = found[found["direction"] != ""]
    tables = {t.id: t for t in made(code, lang).tables}
    assert ("transfer" in tables) == (len(found) > 0)
    if len(found):
        table = tables["transfer"]
        assert [r[0] for r in table.rows] == [industry_name(i, lang) for i in found["industry"]]
        want = found[["share", "quotient", "backward_linkage", "labour_share"]].to_numpy() * [100, 1, 1, 100]
        got = [[float(cell.rstrip("%")) for cell in r[2:]] for r in table.rows]
        np.testing.assert_allclose(got, want, atol=0.051)


@check_each("code", SAMPLE)
def test_what_cannot_be_said_is_listed_once_with_its_reason(provinces, made, code):
    ids = [id for id, _ in unknowable(provinces.last, code)]
    for lang in LANGS:
        (table,) = (t for t in made(code, lang).tables if t.id == "unknown")
        listed = [label for labels, _ in table.rows for label in labels.split("; " if lang == "en" else "；")]
        assert sorted(listed) == sorted(ni.indicators()[id].label[lang] for id in ids)
        assert all(why for _, why in table.rows)
        assert len({why for _, why in table.rows}) == len(table.rows)
        assert not [t for r in table.rows for t in r if lang == "zh" and ENGLISH.search(t)]


def test_all_files_are_written(provinces, tmp_path):
    for lang in LANGS:
        written = ni.brief(provinces, "CN-GD", out=tmp_path, lang=lang, depth=False)
        assert [p.suffix for p in written.paths] == [".html", ".docx", ".xlsx", ".csv"]
        assert all(p.stat().st_size > 1000 for p in written.paths)


# ---- what reproduces a brief
def test_the_command_names_the_table_that_was_used(provinces):
    world, china = ni.load("world"), ni.load("china")
    assert build_brief(provinces, "CN-GD").reproduce.command == "newind brief CN-GD --full"
    assert build_brief(china, "CHN").reproduce.command == "newind brief CHN --table china --full"
    until = china.select([2015, 2017])
    shorter = build_brief(until, "CHN", "zh").reproduce.command
    assert shorter == "newind brief CHN --table china --year 2017 --lang zh --full"
    short = build_brief(world.select(2008), "CHN", model=False)
    assert short.reproduce.command == "newind brief CHN --year 2008 --quick --full"
    alone = build_brief(world.last, "DEU", model=False)  # figures beside the accounts are of years that they lack
    assert alone.reproduce.command == "newind brief DEU --quick --full"
    mine = china.last._replace(source="mine", Y=china.last.Y * 1.001)
    assert build_brief(mine, "CHN").reproduce.command == "newind brief CHN --table FILE --full"
    assert build_brief(mine, "CHN", command="make brief").reproduce.command == "make brief"


# ---- one nation
@pytest.mark.parametrize("lang", LANGS)
def test_a_nation_alone_has_a_brief_over_years(nation, lang):
    brief = nation[lang]
    assert (brief.kind, brief.years, brief.peers) == ("country", (2002, 2020), ())
    china = ni.load("china")
    figures = totals(china, "CHN")
    rows = {r.number: r for r in brief.sources}
    assert [rows[n.refs[0]].indicator for n in brief.numbers] == [
        "s2.manufacturing_share", "quality.manufacturing_value_added_rate", "s4.demand_foreign", "s1.import_dependence"
    ]  # fmt: skip
    for n in brief.numbers:
        assert n.value == f"{100 * figures[rows[n.refs[0]].indicator]:.1f}"
        assert "2002" in n.note
    assert [t.id for t in brief.tables] == ["unknown"]
    assert not re.search("province|省", " ".join(said(brief)))
    assert not re.search("peer|参照", " ".join(said(brief)))


def test_the_chinese_page_of_a_nation_has_no_english_sentences(nation):
    assert english(page(nation["zh"])) == []


@pytest.mark.parametrize("lang", LANGS)
def test_a_page_without_peers_speaks_of_none(nation, lang):
    shown = text_of(page(nation[lang])).partition({"en": "Annex: where", "zh": "附件"}[lang])[0]
    assert re.findall({"en": ".*peers?\\b.*|.*sorted by.*", "zh": ".*参照.*|.*排序.*"}[lang], shown) == []


@pytest.mark.parametrize("lang", LANGS)
def test_a_table_that_does_not_tell_provinces_from_abroad_says_what_leaves(lang):
    """As those of 2007: one column for all that leaves the province."""
    table = made_table("nbs42-2002", partners=("OUT",), year=2007)
    w = to_accounts(table)
    brief = build_brief(w, "CN-GD", lang)
    outside = 1 - ni.wide(ni.measure(w, "s4.demand_local", regions="CN-GD")).loc["CN-GD", "s4.demand_local"]
    assert f"{100 * outside:.1f}%" in brief.headline
    assert {"en": "outside the province", "zh": "本地以外"}[lang] in brief.headline
    assert {"en": "does not tell other provinces from abroad", "zh": "未区分其他省份与国外"}[lang] in brief.summary


@pytest.mark.parametrize("lang", LANGS)
def test_what_a_second_table_gives_is_not_said_to_be_unknown(lang):
    w = to_accounts(made_table("nbs42-2017"))
    tables = {t.id: t for t in build_brief(w, "CN-GD", lang).tables}
    label = ni.indicators()["s4.location_quotient"].label[lang]
    assert "transfer" in tables
    assert not any(label in row[0] for row in tables["unknown"].rows)


# ---- what a reader must be told
def test_a_provincial_brief_says_with_whom_it_compares_and_what_it_lacks(made):
    """Peers and how they were chosen; the characteristic without a card; products that the table sends away in full."""
    for lang, lacks in (("en", "green and low-carbon"), ("zh", "绿色低碳")):
        brief = made("CN-HI", lang)
        peers = next(m for m in brief.methods if "--peers" in m)
        assert all(brief.names[c] in peers for c in brief.peers)
        assert len(brief.characteristics) == 5
        assert sum(lacks in m for m in brief.methods) == 1
        gone = [m for m in brief.methods if brief.names["c18"].lower() in m.lower()]
        assert len(gone) == 1
        assert "100" not in gone[0]
        bound = {"en": "upper bounds", "zh": "上限"}[lang]
        assert bound in gone[0]
        assert bound in brief.summary
        other = made("CN-GD", lang)
        assert bound not in other.summary + "".join(m for m in other.methods if brief.names["c18"] in m)


def test_names_with_commas_are_parted_by_semicolons(made):
    """Industries are lists themselves: “trade, hotels, restaurants and transport”."""
    for lang, comma, mark in (("en", ", ", "; "), ("zh", "、", "；")):
        brief = made("CN-HI", lang)
        named = sorted((n for c, n in brief.names.items() if c[0] == "c"), key=len, reverse=True)
        for card in cards(brief):
            bare = card.sentence
            for name in named:
                bare = re.sub(re.escape(name), "X", bare, flags=re.IGNORECASE)
            if bare.count("X") > 2 and any(comma in n for n in named if n.lower() in card.sentence.lower()):
                assert mark in bare, card.sentence
                assert not re.search(rf"X(（[^）]*）| \([^)]*\))?{comma}", bare), card.sentence


def test_chinese_sections_beyond_twelve_are_numbered_in_chinese():
    assert [cardinal(n, "zh") for n in (12, 13, 15, 20)] == ["十二", "十三", "十五", "二十"]
