"""An economy's own latest tables beside the world's: the same figures as measured, each with its year."""

from __future__ import annotations

from functools import partial

import pytest

import newind as ni
from newind.briefs import build
from newind.briefs.beside import COMPARED
from newind.systems.references import NATIONS

LANGS = ("en", "zh")
build_brief = partial(build.build_brief, model=False)


@pytest.fixture(scope="module")
def world():
    return ni.load("world")


@pytest.fixture(scope="module", params=LANGS)
def brief(request, world):
    return build_brief(world, "CHN", request.param)


def own(brief):
    return [t for t in brief.tables if t.id == "own"]


def totals(w, year):
    table = ni.measure(w, COMPARED, regions="CHN")
    table = table[table["industry"].isna() & table["partner"].isna() & (table["year"] == year)]
    return dict(zip(table["indicator"], table["value"], strict=True))


def test_figures_of_both_tables_are_those_measured(world, brief):
    (table,) = own(brief)
    years = (2011, 2012, 2020)
    china = ni.load("china")
    figures = [totals(world, 2011), totals(china, 2012), totals(china, 2020)]
    labels = {ni.indicators()[id].label[brief.lang]: id for id in COMPARED}
    assert all(str(y) in h for y, h in zip((*years, 2020), table.header[1:], strict=True))
    assert len(table.rows) >= 8
    for label, *shown, status in table.rows:
        assert shown == [f"{100 * f[labels[label]]:.1f}%" for f in figures]
        assert status in {"en": ("observed", "proxy"), "zh": ("观测", "替代指标")}[brief.lang]
    left_out = set(labels.values()) - {labels[r[0]] for r in table.rows}
    assert all(any(f[id] != f[id] for f in figures) for id in left_out)
    assert table.numeric == (1, 2, 3)


def test_years_are_said(brief):
    (table,) = own(brief)
    assert "2020" in table.title
    assert "2011" in table.lead
    assert "2020" in table.lead
    assert {"en": "Imports of 2012 are split", "zh": "2012年的进口按比例分摊"}[brief.lang] in table.note


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
        assert {"2012", "2020"} == set(rows[there].year.replace("、", ", ").split(", "))


def test_other_economies_and_other_tables_have_no_such_section(world):
    assert set(NATIONS) == {"CHN"}
    assert own(build_brief(world, "DEU")) == []
    assert own(build_brief(ni.load("china"), "CHN")) == []
    w = world.last
    mine = w._replace(Y=w.Y * 1.001, source="mine")
    assert own(build_brief(mine, "CHN")) == []
