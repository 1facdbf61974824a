"""Answers of system 4: the figures are those of the systems, every name has words, notes say what was assumed."""

from __future__ import annotations

import numpy as np
import pytest

import boundary
import newind as ni
from newind.accounts.satellite import Satellite
from newind.analyses.circulation.decomposition import export_terms
from newind.analyses.circulation.dual import dual_circulation
from newind.analyses.circulation.exposures import exposure
from newind.analyses.circulation.loops import demand_feedback
from newind.analyses.circulation.provinces import regions_at_home
from newind.analyses.circulation.shortrun import propagation
from newind.analyses.losses import Cut
from newind.questions.answers import select_language
from newind.questions.circulation import answers_home
from newind.questions.circulation.words import WORDS
from newind.questions.question import question
from newind.questions.table import DataTable
from newind.questions.wording import sentence

LANGS = ("en", "zh")
FORBIDDEN = {
    "en": ("optimal", "significant", "forecast", "choke", "prove", "accurate", "best"),
    "zh": ("最优", "精准", "卡脖子", "显著", "必将"),
}


@pytest.fixture(scope="module")
def panel():
    return ni.load("world").until(2011)


@pytest.fixture(scope="module")
def w(panel):
    return panel.last


@pytest.fixture(scope="module")
def home():
    return ni.load("china-2017").last


def ask(name, on, region, lang="en", **options):
    """Return the answer to a question in a language, from a panel or the accounts of one year."""
    panel = ni.Panel([on]) if isinstance(on, ni.Accounts) else on
    q = question(f"circulation.{name}")
    return q.find_function()(panel, region, q.read(options)).in_language(lang)


@pytest.fixture(scope="module", params=LANGS)
def every(request, panel, w, home):
    """Return a language, and an answer to each question in it."""
    lang, days = request.param, {"days": 20, "lasting": 10, "recovery": 3}
    chances = {"JPN": 0.2, "USA": 0.1}
    return lang, {
        "exports": ask("exports", w, "CHN", lang, importer="USA,rcep", by="importer,industry", level="group"),
        "dual": ask("dual", panel, "CHN", lang),
        "dual backward": ask("dual", panel, "DEU", lang, side="backward"),
        "demand": ask("demand", panel, "CHN", lang),
        "feedback": ask("feedback", w, "DEU", lang),
        "exposure": ask("exposure", w, "CHN", lang, top=1),
        "joint": ask("joint", w, "CHN", lang, chances=chances, draws=50, horizon="medium"),
        "shortage": ask("shortage", w, "CHN", lang, input="c14,c8", **days),
        "division": ask("division", panel, "CHN", lang),
        "growth": ask("growth", w, "CHN", lang),
        "province": ask("provinces", home, "CN-GD", lang),
        "provinces": ask("provinces", home, "", lang),
        "transfer": ask("transfer", home, "CN-GD", lang),
        "transfers": ask("transfer", home, "", lang),
    }


def test_every_column_and_table_has_a_name_of_its_own(every):
    lang, answers = every
    for name, a in answers.items():
        heads = [a.head(table, lang)[:31] for table in a.tables]
        assert len(set(heads)) == len(heads), name
        for table, frame in a.tables.items():
            assert table in a.heads, (name, table)
            assert [c for c in frame.columns if c not in a.labels] == [], (name, table)
            labels = [a.label(c, lang) for c in frame.columns]
            assert len(set(labels)) == len(labels), (name, table, labels)


def test_a_table_at_a_glance_is_narrow_and_there(every):
    _, answers = every
    for name, a in answers.items():
        assert sum(len(a.at_a_glance(table).columns) > 0 for table in a.tables) >= 1, name
        for table, frame in a.tables.items():
            assert len(frame) > 0
            assert len(a.at_a_glance(table).columns) <= 8, (name, table)
            assert set(a.shown.get(table, ())) <= set(frame.columns), (name, table)


def test_words_in_what_is_shown_are_of_the_language(every):
    lang, answers = every
    for name, a in answers.items():
        for table in a.tables:
            kept = a.at_a_glance(table)
            for column in kept.columns:
                cells = {a.cell(column, v, lang) for v in kept[column] if isinstance(v, str) and v}
                bare = {c for c in cells if c.isascii()} if lang == "zh" else {c for c in cells if "_" in c}
                assert not bare or column == "term", (name, table, column, bare)


def test_notes_say_the_year_and_the_status_and_nothing_that_is_forbidden(every):
    lang, answers = every
    for name, a in answers.items():
        notes = " ".join(n[lang] for n in a.notes)
        assert {"en": "Accounts of ", "zh": "数据表："}[lang] in notes, name
        assert "{" not in notes, name
        words = (a.title[lang], notes, *(a.label(c, lang) for f in a.tables.values() for c in f.columns))
        for text in words:
            assert text, name
            assert not [f for f in FORBIDDEN[lang] if f in text.casefold().split() or (lang == "zh" and f in text)], (
                text
            )


def test_a_simulation_says_so(every):
    lang, answers = every
    for name in ("exposure", "joint", "shortage", "growth"):
        assert any({"en": "simulated", "zh": "模拟"}[lang] in n[lang] for n in answers[name].notes), name


def test_terms_are_those_of_the_decomposition_and_add_up(w):
    a = ask("exports", w, "DEU")
    want = export_terms(w, "DEU")
    assert a.tables["terms"].to_frame()["value"].sum() == pytest.approx(want.exports.sum())
    assert a.tables["terms"].to_frame()["share"].sum() == pytest.approx(1.0)
    assert list(a.tables) == ["terms"]


def test_exports_that_no_term_explains_are_listed_and_said(w):
    """An industry without output whose stocks are exported: its exports have nothing to take apart."""
    Z, Y = np.array(w.Z), np.array(w.Y)
    k = w.industries.index("c5")
    Z[k], Z[:, k], Y[k] = 0.0, 0.0, 0.0
    Y[k, 0], Y[k, w.D] = -7.0, 7.0
    odd = ni.Accounts(Z, Y, w.regions, w.industries, w.demand, w.year, unit=w.unit)
    a = ask("exports", odd, w.regions[0])
    assert a.tables["gaps"]["unexplained"] == pytest.approx([7.0])
    assert any("but for those that no term explains" in n["en"] for n in a.notes)


def test_an_economy_alone_in_a_group_is_refused():
    with pytest.raises(ni.errors.DataError, match="group rcep has no member but CHN itself in these accounts"):
        ask("exports", world(["CHN", "DEU", "USA"]), "CHN", groups="rcep")


def world(codes):
    """Return drawn accounts of economies."""
    rng = np.random.default_rng(2)
    R, S = len(codes), 2
    Z, Y = rng.uniform(1, 3, (R * S, R * S)), rng.uniform(9, 12, (R * S, R))
    return ni.Accounts(Z, Y, codes, ["c1", "c14"], ["f"], 2011)


@pytest.mark.parametrize("side", ["forward", "backward"])
def test_both_circulations_over_the_years(panel, side):
    found = dual_circulation(panel, "CHN")
    tables = ask("dual", panel, "CHN", "zh", side=side).tables
    years = tables["years"].to_frame()
    parts = ["domestic", "traditional", "gvc_simple", "gvc_complex"]
    np.testing.assert_allclose(years[parts], found.shares(side))
    np.testing.assert_allclose(years["foreign_share"], found.foreign_share)
    industries = tables["industries"].to_frame()
    total = found.forward if side == "forward" else found.backward
    np.testing.assert_allclose(industries["total"], total[-1].sum(axis=0))
    np.testing.assert_allclose(industries[parts].sum(axis=1), 1.0)
    assert industries["industry"].tolist() == list(found.industries)


def test_origins_of_foreign_value_are_ranked_but_for_aggregates(panel):
    foreign = ask("dual", panel, "CHN").tables["foreign"].to_frame()
    named = foreign[foreign["named"]]
    assert named["value"].is_monotonic_decreasing
    assert foreign["partner"].tolist()[-2:] == ["ROW", "REU"]
    assert foreign["share"].sum() == pytest.approx(dual_circulation(panel, "CHN").foreign_share[-1])


def test_multipliers_are_those_of_the_last_year_with_labour_income(panel):
    a = ask("demand", panel, "CHN")
    every = demand_feedback(panel, "CHN").multipliers()
    known = every[every["with_spending"].notna()]
    assert known["year"].max() < panel.last.year
    assert a.tables["multipliers"].to_frame()["year"].unique().tolist() == [known["year"].max()]
    assert any(f"Multipliers are those of {known['year'].max()}" in n["en"] for n in a.notes)
    assert a.tables["served"].to_frame()["share"].sum() == pytest.approx(1.0)
    assert set(a.tables["partners"].to_frame()["partner"].tail(2)) == {"ROW", "REU"}
    assert a.tables["partners"].to_frame()["value"].head(-2).is_monotonic_decreasing


def test_unknown_labour_income_is_said(w):
    bare = ni.Accounts(w.Z, w.Y, w.regions, w.industries, w.demand, w.year, unit=w.unit)
    a = ask("demand", bare, "CHN", "zh")
    assert "本地劳动报酬未知，无法计算其支出。" in [n["zh"] for n in a.notes]
    assert list(a.at_a_glance("multipliers")) == ["demand", "label", "without"]


def test_feedback_is_labelled_demand_side_before_anything_else(w):
    a = ask("feedback", w, "DEU")
    assert a.notes[0] == {"en": "Feedback of a cut on value added (demand side).",
                          "zh": "切断中间品采购对增加值的反馈（需求侧）。"}  # fmt: skip
    assert a.tables["not_named"]["supplier"] == ["REU", "ROW"]
    assert not set(a.tables["suppliers"].to_frame()["supplier"]) & {"REU", "ROW", "DEU"}


def test_partners_carry_their_range_over_all_horizons(w):
    found = exposure(w, "CHN", sides=["supply"], top=1)
    rows = ask("exposure", w, "CHN", side="supply", top=1).tables["partners"].to_frame()
    first = found.partners[0]
    assert rows.loc[0, ["loss_low", "loss_middle", "loss_high"]].tolist() == pytest.approx(
        [first.loss.low, first.middle, first.loss.high]
    )
    assert rows.loc[1:, ["loss_low", "loss_high"]].isna().all(axis=None)
    assert not set(rows["partner"]) & {"ROW", "REU", "CHN"}


def test_combinations_name_a_few_partners_and_count_the_others(w):
    chances = dict.fromkeys(["USA", "JPN", "KOR", "DEU", "IND"], 1.0)
    one = {lang: ask("joint", w, "CHN", lang, chances=chances, side="supply", draws=2) for lang in LANGS}
    top = {lang: a.tables["combinations"].to_frame().set_index("cuts").loc[5, "lost"] for lang, a in one.items()}
    assert top["en"] == "United States, Japan, South Korea and 2 more (stops selling)"
    assert top["zh"] == "美国、日本、韩国等5个（停止供应）"
    assert "100.0%" in one["en"].notes[1]["en"]


def test_losses_together_are_compared_with_their_sum(w):
    a = ask("joint", w, "CHN", chances={"JPN": 0.5}, draws=30)
    row = a.tables["combinations"].to_frame().set_index("cuts").loc[2]
    more = "more" if row["middle"] >= row["parts"] else "less"
    assert any(f"% {more} than the sum of each alone" in n["en"] for n in a.notes)
    single = ask("joint", w, "CHN", chances={"JPN": 0.5}, side="supply", draws=30)
    assert not any("sum of each alone" in n["en"] for n in single.notes)


def test_a_shortage_is_that_of_the_model(w):
    asked = {"days": 20, "lasting": 10, "recovery": 5, "origins": "separate"}
    a = ask("shortage", w, "DEU", input="c8,c14", supplier="CHN,usa", **asked)
    want = propagation(w, "DEU", Cut("DEU", ("CHN", "USA"), ("c8", "c14")), **asked)
    assert a.tables["regions"].to_frame().loc[0, "middle"] == want.loss.middle
    assert a.tables["days"]["high"] == want.curve()["high"].tolist()
    event, day, origins = a.lead
    assert event["en"].startswith(
        "Without refined petroleum, coke and nuclear fuel; electrical and optical equipment from China and the United "
        "States for 10 days and with less of it for 5 more, Germany would lose "
    )
    assert f"{100 * want.loss.high:.2f}% of a year’s value added within 20 days, next to nothing in" in event["en"]
    assert event["zh"].startswith(
        "若来自中国和美国的“石油加工、炼焦和核燃料；电气和光学设备”产品中断10天、此后5天内逐步恢复"
    )
    assert day["en"] == f"The worst day would be day {want.worst_day}."
    assert origins["en"] == "Users cannot take the product of other origins instead."


def test_what_is_not_seen_of_a_group_is_said(panel):
    a = ask("division", panel, "DEU", "zh", groups="g7,KOR")
    assert a.about["year"] == 2009
    assert any(n["zh"].startswith("七国集团：不含DEU自身") for n in a.notes)
    pays = a.tables["division"].to_frame().query("direction == 'pays'")
    assert pays["share"].sum() == pytest.approx(1.0)


def test_a_province_alone_shows_what_its_own_table_tells():
    w = boundary.province(1, year=2018)
    a = ask("provinces", w, "CN-GD")
    assert "circulation" not in a.tables
    own = regions_at_home(w, "CN-GD").own
    assert a.tables["own"]["share"] == pytest.approx(own[own["industry"] == ""]["share"].tolist(), nan_ok=True)
    reasons = [n["zh"] for n in a.notes if n["zh"].startswith("未列出“循环（沿全部产业链）”")]
    assert reasons == [
        "未列出“循环（沿全部产业链）”：表中只有一个完整地区，不含其他地区如何使用其产品（见本地行列的循环）。"
    ]


def test_gaps_and_disparities_are_shown_where_labour_is_known():
    w = boundary.provinces(2, year=2018)
    workers = np.where(np.arange(w.R)[:, None] < 4, np.linspace(1, 3, w.S), np.nan)
    people = Satellite(workers.ravel(), unit="thousand persons")
    known = w._replace(satellites={**w.satellites, "employment": people})
    for lang in LANGS:
        a = ask("provinces", known, "CN-GD", lang)
        gaps = a.tables["gaps"].to_frame().set_index("part")["amount"]
        assert gaps["structure"] + gaps["productivity"] == pytest.approx(gaps["gap"])
        assert (a.tables["disparities"].to_frame()["index"] >= 0).all()
        assert (
            a.cell("part", "productivity", lang)
            == {"en": "productivity within industries", "zh": "行业内劳动生产率"}[lang]
        )


def test_weights_are_said(home):
    a = ask("transfer", home, "CN-GD", weights="cost=3,capacity=1")
    told = next(n for n in a.notes if n["en"].startswith("Weights"))
    assert "saving (75%); capacity that does not serve the province itself (25%)" in told["en"]
    assert "单位增加值劳动成本节约占75%" in told["zh"]
    assert a.about["weights"] == {"cost": 0.75, "linkage": 0.0, "linkage_others": 0.0, "capacity": 0.25}


def test_every_reason_that_the_systems_give_has_chinese_words():
    from newind.analyses.circulation import pairs, provinces, structure

    given = [structure.NO_LABOUR, structure.NO_PEOPLE, structure.ALONE, provinces.ONE, structure.NO_REFERENCE]
    given += [pairs._reason(name) for name in ("cost", "linkage")]
    given.append(provinces.disparities_lack(boundary.province(1)))
    for why in given:
        assert not answers_home.reason_of(why)["zh"].isascii(), why


def test_texts_are_of_one_language_and_words_complete():
    row = {"part": "a", "label_en": "A", "label_zh": "甲", "part_en": "P", "part_zh": "部"}
    assert select_language(DataTable.from_rows([row]), "zh", {"part", "label"}).records() == [
        {"part": "a", "label": "甲", "part_name": "部"}
    ]
    assert sentence({"en": "it is so.", "zh": "如此。"}) == {"en": "It is so.", "zh": "如此。"}
    for kind in ("columns", "short"):
        for words in WORDS.groups[kind].values():
            assert all(set(text) == set(LANGS) for text in words.values())
    assert all(set(text) == set(LANGS) for text in WORDS.groups["lines"].values())
