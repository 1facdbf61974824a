"""The index in a brief: no rank without its interval, no number for what is not scored, the same in every file."""

from __future__ import annotations

import csv
import math
import re
import shlex
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from docx import Document
from hypothesis import given, strategies as st
from python_calamine import CalamineWorkbook
from test_html import Reader

import newind as ni
import sample
from each import check_each
from newind.charts import chart
from newind.charts.proofs import ChartRow, Profile, RankRows
from newind.data.reference.now import labour_shares
from newind.documents import build
from newind.documents.booktexts import TEXTS
from newind.documents.docx import write_docx
from newind.documents.html import page
from newind.documents.prooftable import proof_table
from newind.documents.tables import write_csv, write_xlsx
from newind.errors import DataError
from newind.index import uncertainty
from newind.measures.context import Context
from newind.questions.index import section_tables
from newind.questions.index.section import _lead, index_section
from newind.questions.index.section_voice import StandingWording
from newind.questions.index.standing import ScoreRange, audit_index, build_index, lacking, of_index, standing
from newind.questions.model import Card, MeasureRow, Section, TableSection
from newind.questions.provenance import References

build_brief = partial(build.build_brief, depth=False, paths=False)
LANGS = ("en", "zh")
CODES = ("CHN", "DEU", "TWN", "MEX")
FULL = {
    "en": (
        r"ranked \w+ of the 19 economies scored \(interval \d+(?:–\d+)?\)",
        r"ranked within \d+–\d+ of the 19 economies",
    ),
    "zh": (r"列第\d+位（区间第\d+(?:至\d+)?位）", r"列第\d+至\d+位之间"),
}
"""A rank with its interval, and the interval alone where others overlap with it."""
ENGLISH = re.compile(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}")


@pytest.fixture(scope="module")
def world():
    """Return the observed database, whose index is whole; `today` is the one that lacks some indicators."""
    return ni.load("world").within(2009)


@pytest.fixture(scope="module")
def today():
    return ni.load("world").within()


@pytest.fixture(scope="module")
def made(world):
    """Return a function of a code and a language that makes the section once, and the rows of its sources."""
    done = {}

    def make(code, lang):
        if (code, lang) not in done:
            refs = References(Context.from_accounts(world, code), lang)
            done[code, lang] = index_section(refs, world), {r.indicator: r for r in refs.rows()}
        return done[code, lang]

    return make


@pytest.fixture(scope="module")
def found(world):
    return {code: standing(world, code) for code in CODES}


def words_of(section):
    texts = [section.title, section.lead, *section.methods]
    texts += [t for c in section.cards for t in (c.title, c.sentence, c.note)]
    return texts + [t for x in section.tables for t in (x.title, *x.header, *(c for r in x.rows for c in r))]


# ---- figures
def test_scores_and_ranks_are_those_of_the_index(world, found):
    index = build_index(world).index
    for code, s in found.items():
        assert (s.year, s.years) == (2009, tuple(range(2000, 2010)))
        year = index.scores.xs(2009, level="time")
        assert {c: r.value for c, r in s.scores.items()} == pytest.approx(year["index"].to_dict())
        assert {c: r.value for c, r in s.ranks.items()} == index.ranks.xs(2009, level="time")["index"].to_dict()
        assert list(s.ranks) == list(year["index"].sort_values(ascending=False).index)
        assert {p: v.score.value for p, v in s.pillars.items()} == pytest.approx(
            index.scores.loc[(code, 2009), list(index.tree.pillars)].to_dict()
        )
        past = {y: r.value for y, r in s.past.items()}
        assert past == pytest.approx(index.scores.loc[code]["index"].drop(2009).to_dict())


def test_intervals_are_those_of_the_replications(world, found):
    drawn = uncertainty(build_index(world).index, 1000, 0)
    ranks = drawn.ranks.xs(2009, level="time")
    for code, r in found["CHN"].ranks.items():
        assert (r.low, r.high) == (ranks.loc[code, "low"], ranks.loc[code, "high"])
    samples = drawn.samples
    rows = list(drawn.index.scores.index)
    step = samples[rows.index(("CHN", 2009))] - samples[rows.index(("CHN", 2000))]
    low, high = np.sort(step)[[49, 949]]
    assert (found["CHN"].change.low, found["CHN"].change.high) == pytest.approx((low, high))


def test_obstacles_are_weights_times_distances(world, found):
    index = build_index(world).index
    for code, s in found.items():
        scores, weights = index.scores.loc[(code, 2009)], index.weights["effective"]
        gaps = {c: weights[c] * (100 - scores[c]) for c in index.tree.indicators}
        assert s.obstacles == pytest.approx({c: g / sum(gaps.values()) for c, g in gaps.items()})
        assert sum(s.obstacles.values()) == pytest.approx(1)
        assert sum(p.obstacle for p in s.pillars.values()) == pytest.approx(1)
        assert list(s.obstacles.values()) == sorted(s.obstacles.values(), reverse=True)


def test_medians_are_those_of_the_others(world, found):
    scores = build_index(world).index.scores.xs(2009, level="time")
    for code, s in found.items():
        for pillar, p in s.pillars.items():
            assert p.others == pytest.approx(scores[pillar].drop(code).median())


def test_a_pillar_without_gaps_does_not_depend_on_how_others_are_filled(world):
    index, part = build_index(world).index, build_index(world).pillars["green"].index
    assert part.scores["index"].to_numpy() == pytest.approx(index.scores["green"].to_numpy())


def test_what_was_imputed_is_named(found):
    imputed = found["CHN"].imputed
    assert {unit for unit, _ in imputed} == {"TWN", "REU", "AUS", "IDN"}
    assert {code for _, code in imputed} == {"s1.rd_intensity"}
    assert sum(map(len, imputed.values())) == 25
    assert found["CHN"].list_imputed_years("CHN") == {}
    assert found["TWN"].list_imputed_years("TWN") == {"s1.rd_intensity": tuple(range(2000, 2010))}


def test_the_index_is_built_once_for_accounts(world):
    assert build_index(world) is build_index(world)


@given(*(st.integers(1, 30) for _ in range(4)))
def test_intervals_overlap_in_both_directions_and_only_where_they_share_a_rank(a, b, c, d):
    one, other = (ScoreRange(float(min(p)), float(min(p)), float(max(p))) for p in ((a, b), (c, d)))
    shared = {*range(min(a, b), max(a, b) + 1)} & {*range(min(c, d), max(c, d) + 1)}
    assert one.meets(other) == other.meets(one) == bool(shared)


# ---- what is said
@check_each("lang", LANGS)
@check_each("code", CODES)
def test_the_lead_has_score_rank_and_change_with_their_ranges(made, found, code, lang):
    lead, s = made(code, lang)[0].lead, found[code]
    score, rank = s.own
    assert [bool(re.search(told, lead)) for told in FULL[lang]] == [not s.overlapping, bool(s.overlapping)]
    dash = {"en": "–", "zh": "至"}[lang]
    for r in (score, *([s.change] if s.change.sure else [])):
        assert f"{r.value:.1f}" in lead
        assert f"{r.low:.1f}{dash}{r.high:.1f}" in lead
    assert f"{rank.low:.0f}{dash}{rank.high:.0f}" in lead
    assert (
        str(len(s.overlapping)) in lead or {2: "two", 7: "seven", 11: "eleven", 3: "three"}[len(s.overlapping)] in lead
    )
    first = max(s.pillars, key=lambda p: s.pillars[p].obstacle)
    assert of_index().label(first, lang) in lead


@pytest.mark.parametrize("lang", LANGS)
def test_a_change_of_which_the_sign_is_not_sure_has_no_number(made, found, lang):
    change, lead = found["TWN"].change, made("TWN", lang)[0].lead
    assert change.low < 0 < change.high
    assert {"en": "was open (−0.7 to +6.0 points)", "zh": "方向不明（区间−0.7至+6.0分）"}[lang] in lead
    assert f"{change.value:.1f}" not in lead


@check_each("lang", LANGS)
@check_each("code", CODES)
def test_no_rank_stands_without_its_interval(made, found, code, lang):
    section = made(code, lang)[0]
    ranked, pillars, _ = section.cards
    assert all(row.range is not None for row in ranked.proof.rows)
    rank = found[code].own[1]
    ends = {"en": f"{rank.low:.0f}–{rank.high:.0f}", "zh": f"第{rank.low:.0f}至{rank.high:.0f}位"}[lang]
    assert ends in ranked.sentence
    assert all(re.search(r"\(.+\)|（.+）", row[2]) for row in section.tables[0].rows)
    assert all(row.range is not None for row in pillars.proof.rows)


@pytest.mark.parametrize("code", CODES)
def test_those_that_overlap_are_named(made, found, world, code):
    note = made(code, "en")[0].cards[0].note
    for row in world.regions.rows:
        assert (row.en in note) == (row.code in found[code].overlapping)


@pytest.mark.parametrize("code", CODES)
def test_the_chinese_section_is_chinese_and_has_the_same_numbers(made, code):
    en, zh = made(code, "en")[0], made(code, "zh")[0]
    assert [t for t in words_of(zh) if ENGLISH.search(t)] == []
    assert [c.refs for c in en.cards] == [c.refs for c in zh.cards]
    assert [re.findall(r"\d+\.\d", r[1]) for r in en.tables[0].rows] == [
        re.findall(r"\d+\.\d", r[1]) for r in zh.tables[0].rows
    ]
    assert en.figures == zh.figures
    assert all(re.search("[\u4e00-\u9fff]", label) for label in zh.labels.values())


@pytest.mark.parametrize("lang", LANGS)
def test_the_method_says_what_the_scores_are_relative_to_and_what_is_left_out(made, lang):
    said = " ".join(made("CHN", lang)[0].methods)
    known = {
        "en": ("not a target", "seed 0", "1,000", "Rest of world", "Taiwan 10", "urban population", "Audit: "),
        "zh": ("不是目标值", "种子0", "1000次", "世界其他地区", "中国台湾10个", "城镇化率", "审计："),
    }
    for word in known[lang]:
        assert word in said
    assert made("CHN", lang)[0].command == "newind index build --spec new-industrialization --year 2009"


def test_the_command_of_fewer_years_builds_the_same_index(world):
    early = world.select(years=range(1995, 2008))
    section = index_section(References(Context.from_accounts(early, "CHN"), "en"), early)
    program, option, code = shlex.split(section.command)
    assert (program, option) == ("python", "-c")
    built = []
    exec(code, {"print": built.append})
    (index,) = built
    assert f"{index.scores.loc[('CHN', 2007), 'index']:.1f} of 100 in 2007" in section.lead


def test_notes_name_no_bar(made):
    for lang, bar in (("en", r"\bbars?\b|\bdot\b"), ("zh", "横条|圆点")):
        assert not re.search(bar, " ".join(words_of(made("CHN", lang)[0])), re.IGNORECASE)


def test_figures_that_were_imputed_make_an_estimate(made):
    section, sources = made("TWN", "en")
    assert {sources[f"index.{k}"].status for k in ("score", "pillar", "rank", "obstacle")} == {"estimated"}
    assert "R&D intensity, 2000–2009" in sources["index.score"].note
    _, others = made("CHN", "en")
    assert others["index.score"].status == "proxy"  # three indicators are
    assert others["index.rank"].status == "estimated"  # among economies whose figures were imputed
    assert "imputed: none" in others["index.score"].note
    assert all(c.status == "estimated" for c in section.cards)


@pytest.mark.parametrize("lang", LANGS)
def test_sources_name_the_handbook_and_every_table_used(made, lang):
    rows = made("CHN", lang)[1]
    assert "OECD/JRC" in rows["index.score"].source
    assert rows["index.score"].source.count("GB.XPD.RSDV.GD.ZS") == 1
    assert rows["index.obstacle"].formula.startswith("O_j = w_j (1 − x_j)")
    assert {"en": "2000, 2009", "zh": "2000、2009"}[lang] == rows["index.score"].year


def test_figures_are_rows_of_the_measure_table(made, found):
    section, _ = made("CHN", "en")
    figures = {(f.region, f.year, f.indicator): f.value for f in section.figures}
    assert len(figures) == len(section.figures)
    assert figures["DEU", 2009, "index.rank"] == 1
    assert figures["", 2009, "index.obstacle.s3.carbon_per_gdp"] == found["CHN"].obstacles["s3.carbon_per_gdp"]
    assert figures["", 2000, "index.score.low"] == found["CHN"].past[2000].low
    assert all(math.isfinite(v) for v in figures.values())
    ids = {re.sub(r"\.(low|high)$", "", f.indicator) for f in section.figures}
    assert ids <= set(section.labels)


# ---- what the database of today lacks
@pytest.mark.parametrize("lang", LANGS)
def test_a_score_of_today_stands_with_what_it_lacks(today, lang):
    refs, s = References(Context.from_accounts(today, "CHN"), lang), standing(today, "CHN")
    section = index_section(refs, today)
    assert (s.year, s.years) == (today.years[-1], today.years)
    counts = len(s.spec.tree.indicators), len(of_index().tree.indicators)
    assert {"en": "Of the {1} indicators {0} are scored", "zh": "{1}项指标中{0}项计分"}[lang].format(
        *counts
    ) in section.lead
    voice = StandingWording(s, refs)
    for code in (*s.spec.lacking, *s.spec.omitted_pillars):
        assert voice.label(code, inside=True) in section.lead
        assert code not in {f.indicator.split(".", 2)[-1] for f in section.figures}
    assert {p for p in of_index().tree.pillars if p not in s.pillars} == set(s.spec.omitted_pillars)
    assert [r[0] for r in section.tables[0].rows] == [voice.label(p) for p in s.pillars]
    assert [t for t in words_of(section) if lang == "zh" and ENGLISH.search(t)] == []


def test_the_last_figure_of_what_is_lacking_stands_with_its_year(today):
    s = standing(today, "CHN")
    table = ni.measure(today, list(s.spec.lacking), "CHN")
    known = table[table["industry"].isna() & table["partner"].isna() & table["value"].notna()]
    last = known.sort_values("year").groupby("indicator").tail(1).set_index("indicator")
    assert s.last == {code: (row["year"], row["value"]) for code, row in last.iterrows()}
    methods = " ".join(index_section(References(Context.from_accounts(today, "CHN"), "en"), today).methods)
    for code, row in last.iterrows():
        label = StandingWording(s, References(Context.from_accounts(today, "CHN"), "en")).label(code, inside=True)
        assert f"{label} {100 * row['value']:.1f}% in {row['year']}" in methods
    own = labour_shares()["CHN"].total
    newest, older = (f"{100 * v:.1f}% in {y}" for y, v in (max(own.items()), s.last["people.labour_share"]))
    assert 0 < methods.index(newest) < methods.index(older)
    assert "do not compare" in methods


def test_a_whole_index_says_nothing_of_what_it_lacks(made):
    section = made("CHN", "en")[0]
    assert "are not known" not in section.lead
    assert "do not compare" not in " ".join(section.methods)


def test_the_index_of_joined_databases_is_that_of_the_last(today):
    both = standing(ni.load("world"), "DEU")
    assert both.scores == standing(today, "DEU").scores


# ---- what is not scored
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("name", "code"), [("china-2017", "CN-GD"), ("china", "CHN")])
def test_a_table_with_a_boundary_says_why_in_one_line(name, code, lang):
    w = ni.load(name)
    section = index_section(References(Context.from_accounts(w, code), lang), w)
    assert section.lead.startswith({"en": "Not scored: ", "zh": "未计分："}[lang])
    assert (section.cards, section.tables, section.figures, section.methods) == ((), (), (), ())
    assert not re.search(r"\d", section.lead)
    assert ("china-sti" in section.lead) == (code == "CN-GD")


@pytest.mark.parametrize("lang", LANGS)
def test_years_without_enough_name_what_is_missing(world, lang):
    early = world.select(years=range(1995, 1998))
    lead = index_section(References(Context.from_accounts(early, "CHN"), lang), early).lead
    assert {"en": "81% are", "zh": "为81%"}[lang] in lead
    assert of_index().label("green", lang) in lead
    assert of_index().label("s3.carbon_per_gdp", lang) in lead


def test_what_an_economy_lacks_is_that_of_its_best_year(world):
    rest = lacking(world, "ROW")
    assert (rest.year, rest.pillars) == (2011, ("people", "green"))
    assert len(rest.missing) == 7
    assert rest.known == pytest.approx(9 / 16)
    assert lacking(world, "CHN") is None
    assert standing(world, "ROW") is None


def test_one_year_with_all_figures_is_not_scored_either():
    w = ni.load("world", year=2008)
    refs = References(Context.from_accounts(w, "CHN"), "en")
    assert index_section(refs, w).lead.startswith("Not scored: gaps and scales are settled over years")
    assert refs.rows() == ()


def test_what_the_index_refuses_is_said(world, monkeypatch):
    def refuse(*_):
        raise DataError("a constant indicator. Leave it out.")

    monkeypatch.setattr("newind.questions.index.section.standing", refuse)
    found = index_section(References(Context.from_accounts(world, "CHN"), "zh"), world)
    assert found.lead == "未计分：a constant indicator. Leave it out."


def test_an_economy_at_the_top_of_everything_has_no_obstacle(world, found):
    pillars = {code: replace(p, obstacle=math.nan) for code, p in found["DEU"].pillars.items()}
    s = replace(found["DEU"], obstacles={}, pillars=pillars)
    voice = StandingWording(s, References(Context.from_accounts(world, "DEU"), "en"))
    numbers = section_tables.numbers(voice)
    assert len(section_tables.cards(voice, numbers)) == 2
    assert [r[3:] for r in section_tables.pillars(voice, numbers).rows] == [("", "")] * 6
    assert "What it lacks" not in _lead(voice)


@pytest.mark.parametrize(
    ("r", "lang", "shown"),
    [
        (ScoreRange(3, 3, 3), "en", "3 (3)"),
        (ScoreRange(3, 2, 6), "en", "3 (2–6)"),
        (ScoreRange(3, 2, 6), "zh", "3（2至6）"),
    ],
)
def test_ranks_are_written_with_their_interval(world, r, lang, shown):
    assert StandingWording(None, References(Context.from_accounts(world, "CHN"), lang)).format_rank(r) == shown


@pytest.mark.parametrize(
    ("lang", "settled", "wide"),
    [("en", "[Rr]ank(ed)? 4(th)? of", "within 2–6"), ("zh", "第4位", "第2至6位(之间|（共)")],
)
@pytest.mark.parametrize("r", [ScoreRange(4, 4, 4), ScoreRange(4, 2, 6)])
def test_a_headline_gives_a_rank_only_where_no_other_interval_overlaps(world, found, r, lang, settled, wide):
    s = found["CHN"]
    ranks = {c: ScoreRange(k, k, k) for k, c in enumerate((c for c in s.ranks if c != "CHN"), 5)}
    voice = StandingWording(
        replace(s, ranks={**ranks, "CHN": r}), References(Context.from_accounts(world, "CHN"), lang)
    )
    for told in (_lead(voice), section_tables._rank(voice, {"rank": 1, "score": 2}).sentence):
        assert [bool(re.search(s, told)) for s in (settled, wide)] == [r.high == 4, r.high == 6], told


def test_years_and_falls_are_written_as_people_do(world):
    en, zh = (StandingWording(None, References(Context.from_accounts(world, "CHN"), lang)) for lang in LANGS)
    assert en.years((2000, 2001, 2003)) == "2000–2001, 2003"
    assert zh.years((2000, 2001, 2003)) == "2000—2001年、2003年"
    assert en.ends(ScoreRange(-2, -3, -1), flip=True) == "1.0–3.0"
    assert en.ends(ScoreRange(0.1, -1, 2)) == "−1.0 to +2.0"


# ---- charts
PLACES = RankRows(
    (ChartRow("AAA", 1, (1, 2), 70.0), ChartRow("BBB", 2, (1, 3), 60.0), ChartRow("CCC", 3, (3, 3), 10.0)), "BBB", 3
)
PROFILE = Profile(
    (ChartRow("x", 40.0, (30.0, 50.0), 60.0, {"en": "One", "zh": "甲"}),),
    {"en": "Own", "zh": "本国"},
    {"en": "Median", "zh": "中位数"},
)


def test_ranks_stand_on_one_axis_from_first_to_last():
    drawn = chart(PLACES, str, "en", "Title")
    at = [float(x) for x in re.findall(r'<circle cx="([\d.]+)"', drawn)]
    assert at == sorted(at)
    assert at[2] - at[1] == pytest.approx(at[1] - at[0], abs=0.2)
    assert drawn.count('class="range') == 2  # an interval of one rank has no width
    assert 'class="other"' not in drawn
    assert "BBB 2 (1–3)" in drawn


def test_a_profile_has_a_mark_of_the_others():
    drawn = chart(PROFILE, str, "zh", "标题")
    assert drawn.count('class="other"') == 2  # one of them in the legend
    assert "甲40（30至50）" in drawn
    assert "中位数" in drawn


def test_ranks_and_profiles_as_tables():
    header, rows = proof_table(PLACES, {}, "en")
    assert header == ("Economy", "Score", "Rank", "Lowest", "Highest")
    assert rows[1] == ("BBB", "60.0", "2", "1", "3")
    header, rows = proof_table(PROFILE, {}, "zh")
    assert header == ("构成", "本国", "最低", "最高", "中位数")
    assert rows == (("甲", "40.0", "30.0", "50.0", "60.0"),)


# ---- files
@pytest.fixture(scope="module", params=LANGS)
def brief(request, world):
    return build_brief(world, "CHN", request.param, model=False)


def test_it_stands_between_characteristics_and_systems(brief):
    html = page(brief)
    heads = re.findall(r"<h2[^>]*>([^<]+)", html)
    assert heads[2].endswith(brief.index.title)  # after official figures and characteristics
    read = Reader(html)
    assert {h[1:] for h in read.links} <= set(read.ids)
    assert len(read.ids) == len(set(read.ids))
    own = re.search(r'<section class="part" aria-labelledby="h-index">.*?</ul></section>', html, re.S)[0]
    assert own.count("<svg") == 3
    numbers = {r.number: r.indicator for r in brief.sources}
    for card in brief.index.cards:
        assert numbers[card.refs[0]].startswith("index.")
        assert all(f'href="#n{n}"' in own for n in card.refs)
    assert brief.index.command in own
    assert "0" in brief.reproduce.seed


def test_numbers_of_sources_follow_the_order_of_the_page(brief):
    first = [r for c in (*brief.characteristics, *brief.index.cards) for r in c.refs]
    later = [r for s in brief.systems for c in s.findings for r in c.refs]
    assert max(first) < max(later)
    assert {r.number for r in brief.sources} == set(range(1, len(brief.sources) + 1))


def test_word_has_the_section_with_every_number(brief, tmp_path):
    write_docx(brief, tmp_path / "a.docx")
    word = Document(str(tmp_path / "a.docx"))
    texts = [p.text for p in word.paragraphs]
    assert brief.index.lead in texts
    assert [t for t in texts if t.endswith(brief.index.command)]
    grids = [[tuple(c.text for c in row.cells) for row in t.rows] for t in word.tables]
    table = brief.index.tables[0]
    assert [table.header, *table.rows] in grids
    for card in brief.index.cards:
        header, rows = proof_table(card.proof, brief.names, brief.lang)
        assert [header, *rows] in grids


def test_the_workbook_has_every_figure_with_economy_and_year(brief, tmp_path):
    write_xlsx(brief, tmp_path / "a.xlsx")
    book = CalamineWorkbook.from_path(str(tmp_path / "a.xlsx"))
    head, *rows = book.get_sheet_by_name({"en": "Figures of sections", "zh": "各节数据"}[brief.lang]).to_python()[3:]
    at = {
        name: head.index(TEXTS[name][brief.lang]) for name in ("section", "region_label", "year", "value", "indicator")
    }
    own = [row for row in rows if row[0] == brief.index.title]
    for f, row in zip(brief.index.figures, own, strict=True):
        assert [row[at[k]] for k in ("indicator", "value", "region_label", "year")] == [
            f.indicator, pytest.approx(f.value), brief.names[f.region or "CHN"], f.year
        ]  # fmt: skip


def test_the_csv_file_has_the_scores_of_all_economies(brief, tmp_path):
    write_csv(brief, tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["indicator"].startswith("index.")]
    assert len(rows) == len(brief.index.figures)
    scores = {r["region"]: float(r["value"]) for r in rows if r["indicator"] == "index.score" and r["year"] == "2009"}
    assert len(scores) == 19
    assert max(scores, key=scores.get) == "DEU"
    assert {r["unit"] for r in rows} == {"0-100", "rank", "1"}
    assert all(r["region_label"] == brief.names[r["region"]] and r["indicator_label"] for r in rows)


def test_any_section_is_set_by_the_same_code(tmp_path):
    evil = '<script>alert(1)</script>"&'
    card = Card("index", evil, evil, PROFILE, evil, (1,), 2011, "observed", detail=evil)
    table = TableSection("one", evil, evil, (evil,), ((evil,),))
    figure = MeasureRow("observed", 2011, "index.score", 1.0, "0-100", "observed")
    for beside in (True, False):
        section = Section(
            evil, evil, "index", (card, card), evil, beside, (table, replace(table, id="two")), (evil,), evil, evil,
            (figure,), {"index.score": evil},
        )  # fmt: skip
        made = replace(sample.brief("en"), index=section)
        html = page(made)
        assert "<script" not in html
        Reader(html)
        assert html.count("<svg") == page(sample.brief("en")).count("<svg") + 2
        write_docx(made, tmp_path / "a.docx")
        write_xlsx(made, tmp_path / "a.xlsx")
        write_csv(made, tmp_path / "a.csv")
        assert list(made.sections) == [section]


def test_the_audit_is_that_of_the_index(world):
    assert audit_index(world).marks == build_index(world).index.audit().marks
