"""Systems 1 and 4 in depth: what stands in the sections, where each number comes from, and in which files."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import numpy as np
import pytest
from test_html import Reader

import newind as ni
import sample
from deep import CODE, LANGS, cards, part, tables
from guessed import guessed
from newind.analyses.circulation.decomposition import export_terms
from newind.analyses.circulation.valueflows import value_flows
from newind.analyses.losses import Cut, loss_ranges
from newind.charts.proofs import ChangeRanges, Curve, Flows, Frontier, LossChart, Tiles
from newind.charts.spans import tone
from newind.documents.build import build_brief
from newind.documents.html import page
from newind.documents.walk import in_order
from newind.measures.context import Context
from newind.questions.depth.sections import in_depth
from newind.questions.depth.voice import SystemWording, words
from newind.questions.model import Block, DepthSection, TableSection
from newind.questions.provenance import References
from newind.questions.science import section_knowledge
from newind.questions.science.findings_risks import answerable, compute_dependence_list

COMMAND = re.compile(r"newind [a-z ]+( FILE)?")
ENGLISH = re.compile(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}")


@pytest.fixture(scope="session")
def world():
    return ni.load("world").until(2011)


@pytest.fixture(params=LANGS)
def brief(request, both):
    return both[request.param]


# ---- what stands there
def test_sections_follow_the_systems(brief):
    assert [s.id for s in brief.depth] == ["depth-s1", "depth-s2", "depth-s3", "depth-s4"]
    assert brief.sections == (brief.now, brief.index, *brief.depth)
    one, four = (part(brief, s) for s in ("s1", "s4"))
    assert [len(s.blocks) for s in (one, four)] == [4, 5]
    assert {LossChart, Frontier} <= {type(c.proof) for c in one.cards}
    assert {Flows, LossChart, Curve, ChangeRanges} <= {type(c.proof) for c in four.cards}
    assert list(tables(one)) == ["s1-inputs", "s1-takes-over", "s1-needs", "s1-frontier", "s1-research", "s1-capacity"]
    assert list(tables(four)) == ["s4-exports", "s4-division", "s4-partners", "s4-growing"]


def test_each_block_is_in_cards_and_tables_once(brief):
    for section in brief.depth:
        assert [c for b in section.blocks for c in b.cards] == list(section.cards)
        assert [t for b in section.blocks for t in b.tables] == list(section.tables)
        assert {t for b in section.blocks for t in b.folded} <= {t.id for t in section.tables}
        folded = {id for b in section.blocks for id in b.folded}
        assert len(in_order(section)) == len(section.cards) + len(section.tables) - len(folded)


def test_inputs_are_those_of_the_list_with_their_ranges(world, both):
    found = compute_dependence_list(world[2011], CODE)
    card, table = cards(part(both["en"], "s1"))["LossChart"], tables(part(both["en"], "s1"))["s1-inputs"]
    assert [r.code for r in card.proof.rows] == [e.input for e in found.inputs[:10]]
    for row, e in zip(card.proof.rows, found.inputs, strict=False):
        assert row.range == (e.loss.low, e.loss.high)
        assert (row.bottleneck, row.partial) == (e.bottleneck, bool(e.loss.failed))
    assert all(re.search(r"^[\d.]+% \([\d.]+–[\d.]+%\)$", r[4]) for r in table.rows)
    assert {r[6] for r in table.rows} <= {"within", "above", "below", "range open above"}


def test_the_largest_named_supplier_is_read_from_the_accounts(world, both):
    w = world[2011]
    r, names = w.regions.index(CODE), both["en"].names
    for row, code in zip(
        tables(part(both["en"], "s1"))["s1-inputs"].rows,
        [e.input for e in compute_dependence_list(w, CODE).inputs],
        strict=False,
    ):
        k = w.industries.index(code)
        bought = w.Z4[:, k, r].sum(axis=1) + w.Y3[:, k, r]
        bought[r] = 0.0
        named = np.where(w.regions.named, bought, 0.0)
        first = int(named.argmax())
        assert row[2] == f"{names[w.regions.codes[first]]} {100 * named[first] / bought.sum():.1f}%"


def test_losses_of_partners_are_those_of_the_model(world, both):
    w, section = world[2011], part(both["en"], "s4")
    card = next(c for c in section.cards if isinstance(c.proof, LossChart))
    assert [r.partners[0] for r in card.proof.rows] == ["as a supplier"] * 3 + ["as a market"] * 3
    first, last = card.proof.rows[0], card.proof.rows[3]
    found = loss_ranges(w, [Cut(CODE, (first.code,), w.industries), Cut(CODE, (last.code,), w.industries, "market")])
    assert np.allclose([r.range for r in (first, last)], [(f.low, f.high) for f in found], rtol=1e-9, atol=0.0)


def test_flows_are_mapped_node_by_node(world, both):
    found = value_flows(world[2011], CODE)
    proof = cards(part(both["en"], "s4"))["Flows"].proof
    assert [(n.step, n.value) for n in proof.nodes] == [(n.step, n.value) for n in found.nodes]
    assert sum(k.value for k in proof.links) == pytest.approx(2 * found.total, rel=1e-9)
    assert [n.code for n in proof.nodes if n.code == CODE] == [CODE]
    assert {n.code for n in proof.nodes if n.hatched} == {"unnamed"}


def test_parts_of_exports_add_up_to_all_exports(world, both):
    table = tables(part(both["en"], "s4"))["s4-exports"]
    for row in table.rows:
        assert sum(float(cell.rstrip("%")) for cell in row[2:]) == pytest.approx(100, abs=0.2)
    used = export_terms(world[2011], CODE).table(by=(), level="group").set_index("family")["share"]["VAX"]
    assert table.rows[-1][2] == f"{100 * used:.1f}%"


def test_no_headline_number_where_the_sign_is_not_sure(both):
    rows = tables(part(both["en"], "s4"))["s4-growing"].rows
    spans = next(
        c.proof
        for c in part(both["en"], "s4").cards
        if isinstance(c.proof, ChangeRanges) and c.proof.better == "higher"
    )
    unclear = [tone(*r.range, "higher") == "unclear" for r in spans.rows]
    assert [math.isnan(r.value) for r in spans.rows] == unclear
    assert [r[3] == "direction open" for r in rows[: len(spans.rows)]] == unclear
    assert rows[-1][0].endswith("(not named)")


def test_days_are_marked_as_a_horizon_of_their_own(both):
    for lang, said in (("en", "Not comparable"), ("zh", "不可比")):
        courses = [c for c in part(both[lang], "s4").cards if isinstance(c.proof, Curve)]
        assert len(courses) == 2
        assert all(said in c.note for c in courses)
        assert min(courses[0].proof.middle) >= min(courses[1].proof.middle)


def test_what_is_assumed_is_said(both):
    one, four = (part(both["en"], s) for s in ("s1", "s4"))
    assert "Assumed" in cards(one)["Frontier"].note
    assert any("newind circulation joint" in c.note for c in four.cards)
    text = " ".join(c.note for c in one.cards)
    assert ("never a recommended share" in text) == ("tips the balance" in text)  # not said where it holds for all
    assert "does not measure self-reliance" in " ".join(c.note for c in four.cards)
    assert any("newind science products FILE" in m for m in one.methods)


# ---- where numbers come from
def test_each_reference_leads_to_a_row(brief):
    rows = {r.number: r for r in brief.sources}
    for section in brief.depth:
        for shown in (*section.cards, *section.tables):
            assert shown.refs, shown.title
            assert all(rows[n].source and rows[n].formula for n in shown.refs)
    assert {"s1.replacers", "s4.value_flows", "s4.propagation"} <= {r.indicator for r in rows.values()}
    status = {r.indicator: r.status for r in rows.values()}
    assert (status["s1.research_chain"], status["s1.frontier_gap"], status["s4.propagation"]) == (
        "estimated", "proxy", "simulated",
    )  # fmt: skip


def test_figures_have_names_and_ranges_in_order(brief):
    for section in brief.depth:
        assert section.figures
        for f in section.figures:
            base = f.indicator.removesuffix(".low").removesuffix(".high")
            assert section.labels[base] != base, f
        found = {(f.indicator, f.scenario, f.industry, f.partner): f.value for f in section.figures}
        for (id, *where), low in found.items():
            if id.endswith(".low"):
                high = found.get((id.replace(".low", ".high"), *where), math.inf)  # no high end: open above
                middle = found[id.removesuffix(".low"), *where]
                assert low <= high
                assert math.isnan(middle) or low - 1e-12 <= middle <= high + 1e-12


def test_sources_are_the_same_rows_in_both_languages_and_chinese_ones_are_chinese(both):
    used = {lang: {n for s in b.depth for p in (*s.cards, *s.tables) for n in p.refs} for lang, b in both.items()}
    assert used["en"] == used["zh"]
    rows = {lang: {r.number: r for r in b.sources if r.number in used[lang]} for lang, b in both.items()}
    same = {
        lang: {n: (r.indicator, re.findall(r"\d+", r.year)) for n, r in found.items()} for lang, found in rows.items()
    }
    assert same["en"] == same["zh"]
    for row in rows["zh"].values():
        assert "方法：" in row.source, row
        assert not [
            t for t in (row.label, row.formula, row.source, row.unit) if re.search(r"\b[a-z]{3,} [a-z]{2,}\b", t)
        ], row


# ---- words
def test_chinese_has_no_english_sentences(both, regional):
    for section in (*both["zh"].depth, *regional["zh"].depth):
        texts = [section.title, section.lead, *section.methods]
        texts += [t for c in section.cards for t in (c.title, c.sentence, c.note)]
        texts += [
            t for x in section.tables for t in (x.title, x.lead, x.note, *x.header, *(c for r in x.rows for c in r))
        ]
        assert [t for t in texts if ENGLISH.search(COMMAND.sub("", t))] == []


def test_words_that_must_not_stand_there(both, regional):
    bad = re.compile(r"choke|optimal|significant|forecast|卡脖子|最优|显著|预测", re.IGNORECASE)
    for one in (*both.values(), *regional.values()):
        for section in one.depth:
            texts = [section.lead, *section.methods, *(t for c in section.cards for t in (c.sentence, c.note))]
            assert [t for t in texts if bad.search(t)] == []


def test_every_text_exists_in_both_languages():
    def pairs(found, path=""):
        if isinstance(found, dict):
            if "en" in found or "zh" in found:
                yield path, found
            for key, inside in found.items():
                yield from pairs(inside, f"{path}/{key}")

    for path, text in pairs(words()):
        assert {"en", "zh"} <= set(text), path
        places = [set(re.findall(r"{\w+}", str(text[lang]))) for lang in LANGS]
        assert path.startswith(("/sources", "/cannot")) or places[0] == places[1], path
    assert all(len(head["en"]) == len(head["zh"]) for head in words()["heads"].values())


def test_no_figure_is_written_as_zero_that_is_none(both):
    zero = re.compile(r"(?<![\d.])0\.0+%")
    for section in both["en"].depth:
        for table in section.tables:
            assert [c for r in table.rows for c in r if zero.fullmatch(c)] == []


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(0.005, 0.28, "0.5–28.0%"), (0.23, 0.23, "23.0%"), (-0.011, 0.00012, "−1.10 to 0.01%"),
     (0.00002, 0.0004, "0.002–0.040%"), (float("nan"), 0.1, "–")],
)  # fmt: skip
def test_ranges_are_written_with_the_decimals_they_need(world, low, high, said):
    voice = SystemWording(References(Context.from_accounts(world[2011], CODE), "en"), "s1")
    assert voice.ends(low, high) == said


# ---- files
def test_the_workbook_has_a_sheet_each_with_figures_as_numbers(brief, books):
    names = {"en": "Figures of sections", "zh": "各节数据"}
    rows = books[brief.lang].get_sheet_by_name(names[brief.lang]).to_python()
    values = [cell for r in rows for cell in r if isinstance(cell, float)]
    titles = {books[brief.lang].get_sheet_by_name(n).to_python()[0][0] for n in books[brief.lang].sheet_names}
    for section in brief.depth:
        assert {t.title for t in section.tables} <= titles
        known = [f.value for f in section.figures if math.isfinite(f.value)]
        assert all(np.isclose(values, v, rtol=1e-12, atol=1e-15).any() for v in known[:40])


def test_the_csv_file_tells_industry_and_partner(measures):
    rows = [r for r in measures if r["indicator"] == "s1.supplier_loss" and r["scenario"] == "loss"]
    assert len(rows) == 3
    assert all(r["industry"] and r["industry_label"] and r["partner"] and r["partner_label"] for r in rows)
    assert {r["region"] for r in rows} == {CODE}


# ---- provinces
def test_a_province_shows_the_map_its_own_table_and_pairs(regional):
    one, four = (part(regional["en"], s) for s in ("s1", "s4"))
    assert one.blocks == ()
    assert "newind brief CHN" in one.lead
    card = four.cards[0]
    assert isinstance(card.proof, Tiles)
    assert len([t for t in card.proof.tiles if t.value == t.value]) == 31
    assert card.status == "estimated"
    assert "Estimated" in card.note
    assert list(tables(four)) == ["s4-own", "s4-pairs"]
    assert {r[-1] for r in tables(four)["s4-own"].rows} == {"stated", "split"}
    assert len(tables(four)["s4-pairs"].rows) == 8


def test_the_map_is_of_the_indicator(regional):
    table = ni.measure(ni.load("china-2017"), ["s4.demand_national"])
    table = table[table["industry"].isna() & table["partner"].isna()].set_index("region")["value"]
    for tile in part(regional["en"], "s4").cards[0].proof.tiles:
        assert tile.value == pytest.approx(table[tile.code], rel=1e-12)


def test_a_national_table_shows_its_own_circulation_as_observed():
    brief = build_brief(ni.load("china", year=2020), "CHN", "en", policies=False)
    one, four = (part(brief, s) for s in ("s1", "s4"))
    assert one.blocks == ()
    (table,) = four.tables
    assert table.header == ("What", "Own region", "Abroad", "How known")


# ---- where the accounts cannot tell
@pytest.mark.parametrize("lang", LANGS)
def test_estimated_flows_are_refused_in_one_line(lang):
    every = in_depth(References(Context.from_accounts(guessed(), "DEU"), lang))
    found = [s for s in every if s.topic in ("s1", "s4")]
    assert [s.blocks for s in found] == [(), ()]
    remedy = re.compile(r"newind brief DEU[.。]$")
    assert all(remedy.search(s.lead) for s in found)
    assert answerable(Context.from_accounts(ni.load("world").within(), "DEU"))
    assert all({"en": "estimated", "zh": "估计"}[lang] in s.lead for s in found)


def test_a_part_that_is_refused_is_named_and_the_others_stand(world, monkeypatch):
    def refuse(*_, **__):
        raise ni.DataError("value below zero. Take another year.")

    monkeypatch.setattr("newind.questions.circulation.section.value_flows", refuse)
    four = in_depth(References(Context.from_accounts(world[2011], CODE), "en"))[-1]
    assert not any(isinstance(c.proof, Flows) for c in four.cards)
    assert "Left out: Where value comes from, and where it goes (value below zero. Take another year)" in four.methods


def test_an_economy_whose_innovation_is_not_covered_says_so(world):
    voice = SystemWording(References(Context.from_accounts(world[2011], "IDN"), "en"), "s1")
    assert section_knowledge.block(voice) is None
    assert section_knowledge.lines(voice)[0].startswith("Innovation capacity of Indonesia, not covered: ")
    assert [m for m in voice.left if m.startswith("Left out: Whose research (")]


def test_depth_may_be_left_out(world):
    brief = build_brief(world[2011], CODE, "en", policies=False, depth=False)
    assert brief.depth == ()
    assert set(re.findall(r'class="part deep t-(\w+)"', page(brief))) == {"index"}


def test_hostile_texts_stay_texts():
    evil = '<script>alert(1)</script>"&'
    table = TableSection("s1-inputs", evil, evil, (evil,), ((evil,),), note=evil)
    section = DepthSection(evil, evil, "depth-s1", methods=(evil,), command=evil, again=evil, topic="s1",
                           tables=(table,), blocks=(Block(evil, tables=(table,), folded=()),))  # fmt: skip
    html = page(replace(sample.brief("en"), depth=(section,)))
    assert "<script" not in html
    Reader(html)
