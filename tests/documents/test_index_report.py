"""The report of an index: its finding, its sections, what is not scored, in both languages, from whatever index."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest

from each import check_each
from newind.documents.report.content import ReportExtras, report
from newind.documents.report.grids import headline, span
from newind.documents.report.model import ReportProvenance
from newind.documents.report.write import page, write_report
from newind.errors import DataError, UnknownNameError
from newind.index import build, sensitivity
from newind.index.combine import LogEntry as Said
from newind.index.settings import AGGREGATIONS, IMPUTATIONS, NORMALISATIONS, STEPS, TREATMENTS, WEIGHTINGS
from newind.index.specification import spec
from newind.index.tables import table
from newind.questions.index.board import Scoreboard, kind_of, names_of
from newind.questions.index.trial import EconomyScore, IndexTrial, ScoreChange, merge_remarks
from newind.questions.index.voice import FACTORS, HEADS, KEYS, METHODS, NOTES, PAGE, TITLES, ReportWording

ORIGIN = ReportProvenance("made up", "0" * 64, "newind index build --data x.csv")
META = pd.DataFrame(
    {
        "code": ["a", "b", "c", "d", "first", "second", "third", "all"],
        "parent": ["first", "first", "second", "third", "all", "all", "all", ""],
        "name": ["A", "B", "C", "D", "First", "Second", "Third", "All <of> it"],
        "direction": [1, -1, 1, 1, None, None, None, None],
    }
)
SCREEN = {"screen": {"min_available": 0.9}, "normalise": "minmax"}


def figures(years=(2001, 2002, 2003), units=("u1", "u2", "u3", "u4", "u5", "u6")):
    rng = np.random.default_rng(7)
    rows = [(u, t) for u in units for t in years]
    frame = pd.DataFrame(rows, columns=["unit", "year"])
    return frame.assign(**{c: rng.uniform(1, 9, len(rows)) for c in "abcd"})


@pytest.fixture(scope="module")
def panel():
    data = figures()
    data.loc[data.year == 2001, "d"] = np.nan
    data.loc[data.unit == "u6", ["a", "b", "c"]] = np.nan
    index = build(data, META, SCREEN)
    return Scoreboard(index, index.uncertainty(60))


@pytest.fixture(scope="module")
def provinces():
    index = build(table("china-sti"), "china-sti")
    return Scoreboard(index, index.uncertainty(60))


class Tags(HTMLParser):
    """Tags that are open, and ids seen twice."""

    def __init__(self, text):
        super().__init__()
        self.open, self.ids = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag not in ("meta", "link", "rect", "circle", "line", "path", "br"):
            self.open.append(tag)
        self.ids += [v for k, v in attrs if k == "id"]

    def handle_endtag(self, tag):
        if tag in self.open:
            assert self.open.pop() == tag


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_says_the_finding_and_every_section(provinces, lang):
    extras = ReportExtras(sensitivity(provinces.index), provinces.index.audit())
    made = report(provinces, ORIGIN, lang, extras=extras)
    text = page(made)
    first = provinces.list_places()[0]
    assert names_of(provinces.index, lang)(first.unit) in made.headline
    for part in ("ranking", "pillars", "years", "choices", "audit", "unscored", "recipe", "elements", "reproduce"):
        assert PAGE[part][lang] in text
    for place in provinces.list_places():
        assert names_of(provinces.index, lang)(place.unit) in text
    assert ORIGIN.hash in text
    assert "60" in made.seed
    assert [f.id for f in made.figures] == ["ranks", "heatmap", "radar", "scores", "coordination"]
    tags = Tags(text)
    assert tags.open == []
    assert len(tags.ids) == len(set(tags.ids))


def test_the_page_stands_alone_and_is_the_same_every_time(panel):
    made = page(report(panel, ORIGIN))
    assert made == page(report(panel, ORIGIN))
    assert "<script" not in made
    assert not re.search(r'(?:src|href)="(?!#)', made)
    assert "url(" not in made
    assert "All &lt;of&gt; it" in made


def test_chinese_headings_are_numbered_and_years_written_as_chinese_does(panel):
    text = page(report(panel, ORIGIN, "zh"))
    assert "一、排名与位次区间" in text
    assert "2003年" in text
    assert re.search(r"2001年", text)


def test_the_other_language_is_linked(panel):
    assert 'href="report.zh.html"' in page(report(panel, ORIGIN), "report.zh.html")


def test_an_index_of_one_year_without_replications_or_years_has_fewer_sections():
    made = report(Scoreboard(build(figures((2001,)).drop(columns="year"), META, SCREEN)), ORIGIN)
    assert [p.id for p in made.parts] == ["ranking", "pillars", "unscored", "recipe", "elements"]
    assert [f.id for f in made.figures] == ["heatmap", "radar"]
    assert made.year is None
    assert made.seed == ""
    assert NOTES["all"]["en"] in page(made)


@check_each("normalise", ["zscore", "rank", "percentile", "distance_to_max", "goalposts"])
@check_each("lang", ["en", "zh"])
def test_every_scale_has_a_report(normalise, lang):
    meta = META.assign(goalpost_low=[0] * 4 + [None] * 4, goalpost_high=[10] * 4 + [None] * 4)
    index = build(figures(), meta, {"normalise": normalise})
    made = report(Scoreboard(index, index.uncertainty(20)), ORIGIN, lang)
    assert "nan" not in page(made).lower().replace("finance", "")
    assert ("coordination" in [f.id for f in made.figures]) == (
        normalise in ("percentile", "distance_to_max", "goalposts")
    )


def test_an_index_of_indicators_alone_shows_them_as_its_parts():
    meta = pd.DataFrame({"code": ["a", "b", "c", "all"], "parent": ["all", "all", "all", ""]})
    board = Scoreboard(build(figures(), meta, {}))
    assert board.parts == ("a", "b", "c")
    page(report(board, ORIGIN))


def test_what_is_not_scored_is_grouped_by_reason(panel):
    found = {(g.units, g.years): (g.pillars, g.missing) for g in panel.gaps}
    assert found == {
        (("u1", "u2", "u3", "u4", "u5"), ((2001, 2001),)): (("third",), ("d",)),
        (("u6",), ((2001, 2001),)): (("first", "second", "third"), ("a", "b", "c", "d")),
        (("u6",), ((2002, 2003),)): (("first", "second"), ("a", "b", "c")),
    }


def test_places_are_those_of_the_index(panel):
    index, doubt = panel.index, panel.doubt
    for place in panel.places:
        row = (place.unit, place.year)
        assert place.score == index.scores.loc[row, "all"]
        assert place.rank == index.ranks.loc[row, "all"]
        assert place.ranks == tuple(doubt.ranks.loc[row, ["low", "high"]])
        assert place.scores == tuple(doubt.scores.loc[row, ["low", "high"]])
    assert [p.rank for p in panel.list_places(2002)] == [1, 2, 3, 4, 5]


def test_unknown_years_and_units_are_named(panel):
    with pytest.raises(UnknownNameError, match=r"unknown scored year 1999.*Scored are 2002, 2003"):
        panel.list_places(1999)
    with pytest.raises(UnknownNameError, match="Scored in the year of the report are"):
        report(panel, ORIGIN, focus="u6")


def test_names_come_from_the_data_then_the_regions_then_the_code():
    data = figures(units=("CHN", "DEU", "x1", "x2")).assign(name=["", "", "X one", ""] * 3)
    index = build(data.sort_values("unit"), META, {})
    name = names_of(index, "zh")
    assert name("CHN") in ("中国", "X one")
    assert name("x9") == "x9"
    assert kind_of(("CHN", "x1")) == "units"
    assert kind_of(("CHN", "CN-GD")) == "units"


def change(before, after, low, high):
    return ScoreChange(before, after, low, high)


def test_where_the_sign_changes_there_is_no_number(panel):
    voice = ReportWording(panel, "en", 2003, "u1")
    assert headline(voice, change(50.0, 50.4, -0.1, 0.9)) == "unclear"
    assert headline(voice, change(50.0, 50.4, 0.1, 0.9)) == "+0.40"
    assert span(voice, change(50.0, 50.4, -0.1, 0.9)) == "−0.10 to +0.90"
    assert headline(ReportWording(panel, "zh", 2003, "u1"), change(50.0, 50.4, -0.1, 0.9)) == "不确定"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_scenario_is_told_with_its_range_and_what_was_held(panel, lang):
    parts = {c: change(50.0, 49.0, -2.0, -0.5) for c in panel.parts}
    row = EconomyScore("u1", None, change(50.0, 51.0, 0.5, 1.5), (2, 1), parts)
    log = merge_remarks((Said("hold", "u1 2003 plan", 1, {"en": "d held at the observed figure", "zh": "d取观测值"}),))
    label = {"en": "A plan", "zh": "某方案"}
    text = page(
        report(
            panel, ORIGIN, lang, extras=ReportExtras(trial=IndexTrial(label, "plan", "long", 2003, (row,), log, 7, ()))
        )
    )
    assert label[lang] in text
    assert "2 → 1" in text
    assert {"en": "d held at the observed figure: u1", "zh": "d取观测值：u1"}[lang] in text
    assert {"en": "+0.50 to +1.50", "zh": "+0.50至+1.50"}[lang] in text


@pytest.mark.parametrize(
    ("lines", "en", "zh"),
    [
        (
            [Said("impute", "d", 2, {"en": "gaps filled by mean", "zh": "以均值填补"})] * 2,
            "gaps filled by mean: d (2)",
            "以均值填补：d（2）",
        ),
        (
            [Said("screen", f"u{k} 2003", 1, {"en": "not scored", "zh": "未计分"}) for k in (1, 2, 1)],
            "not scored: u1, u2",
            "未计分：u1、u2",
        ),
    ],
)
def test_what_scoring_says_is_told_once_in_both_languages(lines, en, zh):
    assert merge_remarks(tuple(lines)) == ({"en": en, "zh": zh},)


def test_all_files_or_none(panel, tmp_path):
    made = report(panel, ORIGIN)
    paths = write_report(made, panel, tmp_path / "out")
    assert paths[0].name == "report.html"
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == sorted(p.name for p in paths)
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(DataError, match="cannot write there"):
        write_report(made, panel, tmp_path / "file")


def test_every_method_and_choice_has_its_words():
    methods = {*IMPUTATIONS, *TREATMENTS, *NORMALISATIONS, *WEIGHTINGS, *AGGREGATIONS}
    assert methods <= set(METHODS)
    assert set(FACTORS) == {"impute", "treat", "normalise", "weight", "aggregate", "remove", "together"}
    assert set(STEPS) == {"denominate", "screen", "impute", "treat", "normalise", "weight", "aggregate"}
    for texts in (PAGE, HEADS, KEYS, TITLES, NOTES, FACTORS):
        for name, text in texts.items():
            assert set(text) == {"en", "zh"}, name
            assert set(re.findall(r"\{(\w+)\}", text["en"])) >= set(re.findall(r"\{(\w+)\}", text["zh"])), name


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_a_reduced_index_lacks_stands_in_the_lead(lang):
    whole = spec(META)
    able = spec({**whole.to_dict(), "recipe": SCREEN, "reduced": {"ids": ["d"], "reason": "No figures."}})
    index = build(figures().assign(d=np.nan), able)
    made = report(Scoreboard(index), ORIGIN, lang)
    assert (index.spec.lacking, index.spec.omitted_pillars) == (("d",), ("third",))
    counts = {"en": "3 of 4 indicators are scored", "zh": "4项指标中3项计分"}
    for text in (counts[lang], "D", "Third"):
        assert text in made.lead
    known = build(figures(), able)
    assert (known.spec.lacking, len(known.tree.indicators)) == ((), 4)
    assert counts[lang] not in report(Scoreboard(known), ORIGIN, lang).lead
