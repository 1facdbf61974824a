"""An economy's own latest tables beside the world's: the same figures as measured, each with its year."""

from __future__ import annotations

from functools import partial

import pytest

import newind as ni
from newind.data.reference.now import labour_shares
from newind.documents import build
from newind.measures.context import Context
from newind.measures.newer import half
from newind.measures.references import NATIONS
from newind.questions.beside import COMPARED
from newind.questions.characteristics import _people
from newind.questions.provenance import References

LANGS = ("en", "zh")
LABOUR = "people.labour_share"
build_brief = partial(build.build_brief, model=False)


@pytest.fixture(scope="module")
def world():
    return ni.load("world")


@pytest.fixture(scope="module", params=LANGS)
def brief(request, world):
    return build_brief(world, "CHN", request.param)


def own(brief):
    return [t for t in brief.beside if t.id == "own"]


def totals(w, year):
    table = ni.measure(w, COMPARED, regions="CHN")
    table = table[table["industry"].isna() & table["partner"].isna() & (table["year"] == year)]
    return dict(zip(table["indicator"], table["value"], strict=True))


def test_figures_of_both_tables_are_those_measured(world, brief):
    (table,) = own(brief)
    china = ni.load("china")
    figures = [totals(world[2022], 2022), totals(world[2020], 2020), totals(china, 2020)]
    labels = {ni.indicators()[id].label[brief.lang]: id for id in COMPARED}
    assert all(str(y) in h for y, h in zip((2022, 2020, 2020, 2020), table.header[1:], strict=True))
    assert len(table.rows) >= 8
    for label, *shown, status in table.rows:
        id = labels[label]
        if id != LABOUR:
            assert shown == [f"{100 * f[id]:.1f}%" for f in figures]
        assert status in {"en": ("observed", "proxy"), "zh": ("观测值", "代理指标")}[brief.lang]
    assert table.numeric == (1, 2, 3)


def test_a_figure_of_an_earlier_year_carries_it(world, brief):
    """Labour of the world tables ends in 2014; the national table has 2020."""
    (table,) = own(brief)
    (row,) = [r for r in table.rows if r[0] == ni.indicators()[LABOUR].label[brief.lang]]
    last, national = totals(world[2014], 2014)[LABOUR], totals(ni.load("china"), 2020)[LABOUR]
    assert row[1] == f"{100 * last:.1f}%" + {"en": " (2014)", "zh": "（2014年）"}[brief.lang]
    assert row[2] in "–—"
    assert row[3] == f"{100 * national:.1f}%"


def test_labour_leads_with_the_national_table_where_it_is_newer(brief):
    (card,) = [c for c in brief.characteristics if c.topic == "people"]
    panel = ni.load("china")
    now, then = (totals(panel, y)[LABOUR] for y in (2020, 2012))
    assert card.year == 2020
    assert card.status == "observed"
    for text in ("2020", f"{100 * now:.1f}%", f"{100 * (now - then):.1f}", "2012"):
        assert text in card.sentence
    assert "2014" in card.note
    row = {r.number: r for r in brief.sources}[card.refs[0]]
    assert {"en": "National Bureau of Statistics of China", "zh": "国家统计局"}[brief.lang] in row.source


@pytest.mark.parametrize("end", [2014, 2016, 2020, 2022])
def test_the_newest_labour_share_leads_with_its_concept_and_nobody_beside_it(world, end):
    """Of every economy: its own tables where they are newer than the accounts', else the accounts' with their year."""
    panel = world.until(end).within()
    last = max(y for y in panel.years if "labour_compensation" in panel[y].satellites)
    for code in [c for c, named in zip(panel.last.regions, panel.last.regions.named, strict=True) if named]:
        ctx, own = Context.from_accounts(panel, code), labour_shares().get(code)
        card = _people(ctx)
        if card is None:
            assert not ctx.series(LABOUR)
            continue
        known = [y for y in own.total if panel.years[0] <= y <= end] if own else []
        if max(known, default=0) <= last:
            assert (card.own, card.reading.year) == (None, last)
            assert end == last or str(last) in card.sentence["en"]
            continue
        year, first = max(known), min(known)
        assert card.reading.year == year
        assert card.reading.others == {code: own.total[year]}  # of another concept than the others'
        assert card.reading.past == (own.total[first] if first < year else None)
        for lang in LANGS:
            assert f"{100 * own.total[year]:.1f}%" in card.sentence[lang]
            assert year == end or str(year) in card.sentence[lang]
            assert own.who[lang] in card.sentence[lang]
            assert own.concept[lang] in card.note[lang]
            assert str(last) in card.note[lang]
            ahead = f"{100 * own.total[max(own.total)]:.1f}%"
            assert end < world.years[-1] or ahead in card.sentence[lang] + card.note[lang]
            assert end == world.years[-1] or max(own.total) == year or str(max(own.total)) not in card.note[lang]


def test_the_source_of_a_labour_share_is_that_of_its_tables(world):
    for lang in LANGS:
        for code, own in labour_shares().items():
            refs = References(Context.from_accounts(world.within(), code), lang)
            card = build._characteristic(_people(refs.ctx), refs)
            (row,) = refs.rows()
            assert (card.refs, card.status) == ((row.number,), "observed")
            assert row.source.startswith(own.source[lang])
            assert row.source.endswith(own.concept[lang])
            assert str(card.year) in row.year


def test_what_differs_beyond_the_error_in_the_same_year_is_named(world, brief):
    (table,) = own(brief)
    here, there = totals(world[2020], 2020), totals(ni.load("china"), 2020)
    for id in COMPARED:
        if id != LABOUR and f"{here[id]:.1f}" != "nan":
            apart = abs(here[id] - there[id]) > half(world[2020], id, "CHN", here[id])
            assert (ni.indicators()[id].label[brief.lang] in table.note) == apart


def test_years_are_said(brief):
    (table,) = own(brief)
    assert "2020" in table.title
    assert "2022" in table.lead
    assert "2020" in table.lead


def test_of_older_accounts_the_national_tables_are_newer(world):
    (table,) = own(build_brief(world.until(2011), "CHN", "en"))
    assert [h.rpartition(" ")[2] for h in table.header[1:]] == ["2011", "2012", "2020", "2020"]
    assert "Imports of 2012 are split" in table.note


def test_each_figure_leads_to_the_table_it_is_from(brief):
    (table,) = own(brief)
    rows = {r.number: r for r in brief.sources}
    assert len(table.refs) == 2 * len(table.rows)
    for (label, *_), here, there in zip(table.rows, table.refs[::2], table.refs[1::2], strict=True):
        assert rows[here].indicator == rows[there].indicator
        assert rows[here].label == label
        assert "WIOD" in rows[here].source
        assert {"en": "(own table)", "zh": "（本国投入产出表）"}[brief.lang] in rows[there].label
        assert {"en": "National Bureau of Statistics of China", "zh": "国家统计局"}[brief.lang] in rows[there].source
        assert "2020" in rows[there].year


def test_other_economies_and_other_tables_have_no_such_section(world):
    assert set(NATIONS) == {"CHN"}
    assert own(build_brief(world, "DEU")) == []
    assert own(build_brief(ni.load("china"), "CHN")) == []
    w = world.last
    mine = w._replace(Y=w.Y * 1.001, source="mine")
    assert own(build_brief(mine, "CHN")) == []
