"""The shipped index: who is scored and who is not, what is never made up, scenarios beside what was observed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

import newind as ni
from newind.accounts.regions import apply_house_style
from newind.errors import DataError, in_chinese
from newind.index.reduced import lacks

SPEC = "new-industrialization"
PILLARS = ["people", "quality", "innovation", "green", "digital", "open"]


@pytest.fixture(scope="module")
def spec():
    return ni.index.spec(SPEC)


@pytest.fixture(scope="module")
def table(spec):
    return ni.measure(
        ni.load("world").within(2009),
        [e.code for e in spec.list_elements("indicator") + spec.list_elements("unscored")],
    )


@pytest.fixture(scope="module")
def index(table):
    return ni.index.build(table, SPEC)


# ---- the specification
def test_every_indicator_of_the_registry_is_scored_or_has_a_reason(spec):
    scored = {e.code for e in spec.list_elements("indicator")}
    unscored = {e.code for e in spec.list_elements("unscored")}
    left = [id for group in spec.left_out for id in group.ids]
    assert sorted([*scored, *unscored, *left]) == sorted(ni.indicators().ids)


def test_reasons_and_names_stand_in_both_languages(spec):
    texts = [e.reason for e in spec.list_elements("unscored")] + [group.reason for group in spec.left_out]
    texts += [e.name for e in spec.elements] + [spec.name, spec.note]
    for text in texts:
        assert set(text) == {"en", "zh"}
        assert all(text.values())
        assert text["en"] != text["zh"]


def test_directions_are_those_of_the_registry_and_none_is_contested(spec):
    for element in spec.indicator_elements:
        assert element.direction == ni.indicators()[element.code].better
        assert element.direction in ("higher", "lower")


def test_six_characteristics_are_the_pillars_and_the_systems_a_second_view(spec):
    assert list(spec.tree.children[spec.tree.top]) == PILLARS
    view = spec.apply_view("systems").tree
    assert list(view.children["index"]) == ["s1", "s2", "s3", "s4"]
    assert sorted(view.indicators) == sorted(spec.tree.indicators)


def test_nothing_in_current_money_compares_over_years(spec):
    units = [ni.indicators()[e.code].unit for e in spec.indicator_elements]
    assert not [u for u in units if "USD" in u and "1995" not in u and "PPP" not in u]


# ---- who is scored
def test_economies_with_nine_tenths_of_the_indicators_are_scored(index, table, spec):
    wanted = table[table["indicator"].isin(spec.tree.indicators) & table["industry"].isna() & table["partner"].isna()]
    share = wanted.groupby(["region", "year"])["value"].apply(lambda v: v.notna().mean())
    enough = set(share[share >= 0.9].index)
    assert set(index.scores.index) == enough
    assert {year for _, year in enough} == set(range(2000, 2010))
    assert len({region for region, _ in enough}) == 19
    assert "REU" in index.scores.index.get_level_values("unit")
    assert "ROW" not in index.scores.index.get_level_values("unit")
    assert index.scores.notna().all(axis=None)


def test_the_others_are_listed_with_the_pillars_that_they_lack(index, table):
    gone = index.unscored
    assert len(gone) + len(index.scores) == 20 * 17
    row = gone[gone["unit"] == "ROW"].set_index("time").loc[2005]
    assert row["pillars"] == "people, green" or row["pillars"] == "people"
    assert "people.labour_share" in row["missing"]
    assert (gone[gone["time"] < 2000]["pillars"].str.contains("green")).all()
    known = table.set_index(["region", "year", "indicator"])["value"]
    for unit, time, missing in zip(gone["unit"], gone["time"], gone["missing"], strict=True):
        for code in missing.split(", "):
            assert np.isnan(known[(unit, time, code)]).all()


def test_a_whole_pillar_is_never_filled(table, spec):
    """An economy that lacks nothing but one pillar is not scored, however many indicators it has."""
    few = table.copy()
    lost = (few["region"] == "KOR") & few["indicator"].isin(["s4.supplier_hhi", "s4.market_hhi"])
    few.loc[lost, "value"] = np.nan
    lenient = {"screen": {"min_available": 0.5}, "impute": ["panel_linear", "em"]}
    index = ni.index.build(few, spec, lenient)
    korea = index.unscored[index.unscored["unit"] == "KOR"]
    assert len(korea) == 17
    assert korea["pillars"].str.contains("open").all()
    assert "KOR" not in index.scores.index.get_level_values("unit")


def test_what_was_filled_is_in_the_log_and_is_research_alone(index):
    filled = index.changes("impute")
    assert set(filled["code"]) == {"s1.rd_intensity"}
    assert index.log.query("step == 'impute'")["count"].sum() == len(filled)
    assert set(filled["unit"]) == {"AUS", "IDN", "REU", "TWN"}


def test_a_year_without_volumes_cannot_be_scored_and_says_why():
    with pytest.raises(DataError, match=r"no unit can be scored: each needs 90% .* nothing is known there: .*Green"):
        ni.index.build(ni.measure(ni.load("world", year=1995)), SPEC)


def test_a_refusal_names_economies_and_indicators_as_readers_know_them():
    with pytest.raises(DataError) as refused:
        ni.index.build(ni.load("world-2020"), SPEC)
    labels = {lang: [e.label[lang] for e in ni.indicators()] for lang in ("en", "zh")}
    for lang, said in (("en", str(refused.value)), ("zh", in_chinese(refused.value))):
        assert any(getattr(apply_house_style(c), lang) in said for c in ni.load("world-2020").regions)
        assert any(label in said for label in labels[lang])
        assert not any(e.id in said for e in ni.indicators())


def test_provinces_are_told_which_pillars_they_lack():
    with pytest.raises(DataError, match=r"Pillars of which nothing is known there: "):
        ni.index.build(ni.measure(ni.load("china-2017", year=2017)), SPEC)


# ---- the database of today lacks some indicators
@pytest.fixture(scope="module")
def today():
    return ni.index.build(ni.load("world"), SPEC)


def test_the_latest_database_is_scored_by_the_same_indicators_in_every_year(today, index):
    annual = ni.load("world").within()
    years = today.scores.index.get_level_values("time")
    assert sorted(set(years)) == list(annual.years)
    assert set(today.tree.indicators) == set(index.tree.indicators) - set(index.spec.reduced.ids)
    assert set(today.tree.pillars) == set(PILLARS) - set(today.spec.omitted_pillars)
    units = today.scores.groupby("time").size()
    assert units.nunique() == 1
    assert today.spec.recipe == index.spec.recipe  # no threshold is lowered


def test_what_the_reduced_index_lacks_is_what_its_database_lacks_in_the_last_year(today, spec):
    """Neither more nor less is left out than is known of nobody."""
    last = ni.measure(ni.load("world").last, spec.tree.indicators)
    totals = last[last["industry"].isna() & last["partner"].isna()]
    known = totals.groupby("indicator")["value"].count()
    assert set(today.spec.lacking) == set(known[known == 0].index)
    left = today.spec.left_out[-1]
    assert set(left.ids) == set(today.spec.lacking)
    assert left.reason["en"] != left.reason["zh"]


def test_no_pillar_of_the_reduced_index_is_filled(today):
    assert today.audit()["whole_pillars"].value == 0
    filled = today.changes("impute")
    assert set(filled["code"]) == {"s1.rd_intensity"}
    known = set(zip(filled["unit"], filled["time"], strict=True))
    innovation = today.table.frame()["s1.knowledge_input_domestic_share"]
    assert innovation.loc[list(known)].notna().all()


def test_measures_of_two_databases_are_not_scored_together(spec):
    both = ni.measure(ni.load("world"), spec.tree.indicators)
    with pytest.raises(DataError, match=r"do not compare: 1995-2011, 2012-2022"):
        ni.index.build(both, spec)
    with pytest.raises(DataError, match="do not compare"):
        ni.index.build(both[both["year"] > 2010], spec)
    one = ni.index.build(both[both["year"] > 2011], spec)
    assert one.scores.index.get_level_values("time").min() == 2012


def test_a_database_that_has_enough_is_scored_by_all(index, spec):
    assert ni.index.build(ni.load("world").within(2009), spec).scores.equals(index.scores)
    assert (index.spec.lacking, index.spec.omitted_pillars, lacks(index.spec)) == ((), (), ())


def test_what_is_lacking_is_said_in_both_languages(today):
    for lang in ("en", "zh"):
        said = "".join(text[lang] for text in lacks(today.spec))
        for code in (*today.spec.lacking, *today.spec.omitted_pillars):
            assert today.spec.label(code, lang) in said


def test_a_reduced_index_is_written_viewed_and_replayed_as_what_it_is(today):
    again = ni.index.build(today.table.frame(), ni.index.spec(today.spec.to_dict()))
    assert_allclose(again.scores["index"], today.scores["index"])
    systems = today.view("systems")
    assert list(systems.tree.children["index"]) == ["s1", "s2", "s3", "s4"]
    assert systems.spec.lacking == today.spec.lacking
    assert systems.spec.omitted_pillars == ()  # every system has something
    other = today.replay({"weights": {"green": 2}})
    assert other.spec.lacking == today.spec.lacking


def test_what_an_index_can_do_without_is_among_its_indicators(spec):
    plain = spec.to_dict()
    said = r"reduced.ids: not among the indicators: .*'people.labour'. Did you mean 'people.labour_share'"
    with pytest.raises(DataError, match=said):
        ni.index.spec({**plain, "reduced": {"ids": ["people.labour"], "reason": "x"}})
    fewer = ni.index.spec(spec.apply_changes({"remove": ["people.labour_share"]}).to_dict())
    assert set(fewer.reduced.ids) == set(spec.reduced.ids) - {"people.labour_share"}
    assert spec.apply_changes({"remove": list(spec.reduced.ids)}).smaller() is None


def test_ranks_without_what_is_lacking_are_as_near_as_with_a_share_carried_on(index, spec):
    """Where all sixteen are known: a labour share of eight years before would bring ranks no nearer to the whole."""
    gone = list(spec.reduced.ids)
    without = index.replay({"remove": gone})
    old = index.table.frame()
    share = old["people.labour_share"].unstack()
    for year in range(2002, 2010):
        share[year] = share[2001]
    old["people.labour_share"] = share.stack(future_stack=True).reindex(old.index)
    carried = ni.index.build(old, spec.apply_changes({"remove": [c for c in gone if c != "people.labour_share"]}))
    ranks = {k: i.ranks["index"].xs(2009, level="time").astype(float) for k, i in
             {"whole": index, "without": without, "carried": carried}.items()}  # fmt: skip
    near = {k: ranks["whole"].corr(r, method="spearman") for k, r in ranks.items()}
    assert near["without"] > 0.9
    assert near["carried"] - near["without"] < 0.02


# ---- scores, intervals, views
def test_scores_are_weighted_means_up_the_tree(index):
    scores = index.scores
    assert_allclose(scores["index"], scores[PILLARS].mean(axis=1))
    assert_allclose(scores["green"], (2 * scores["s3.carbon_per_gdp"] + scores["s3.carbon_intensity"]) / 3)
    assert scores.min(axis=None) >= 0
    assert scores.max(axis=None) <= 100
    assert_allclose(index.weights["effective"][list(index.tree.indicators)].sum(), 1)


def test_ranks_come_with_intervals(index):
    found = index.uncertainty(300, seed=1)
    assert found.failed == {}
    assert (found.ranks["high"] >= found.ranks["low"]).all()
    assert (found.ranks["high"] > found.ranks["low"]).mean() > 0.5
    assert found.ranks["high"].max() <= 19


def test_the_systems_use_the_same_figures(index):
    systems = index.view("systems")
    for code in index.tree.indicators:
        assert_allclose(systems.scores[code], index.scores[code])
    assert_allclose(systems.scores["index"], systems.scores[["s1", "s2", "s3", "s4"]].mean(axis=1))


# ---- scenarios
@pytest.fixture(scope="module")
def world():
    return ni.load("world", year=2009)


@pytest.fixture(scope="module")
def simulated(world):
    return ni.simulate(world, ni.package("green-turn"), horizon="medium")


def test_a_scenario_is_scored_beside_what_was_observed(index, simulated):
    before = index.score(ni.measure(simulated.baseline))
    after = index.score(ni.measure(simulated.accounts))
    observed = index.scores.xs(2009, level="time")
    assert before.index.names == ["unit", "time"]
    assert after.index.names == ["unit", "time", "scenario"]
    china = after.loc[("CHN", 2009, "green-turn")]
    assert_allclose(before.loc[("CHN", 2009)], observed.loc["CHN"], atol=0.2)
    assert china["green"] > before.loc[("CHN", 2009), "green"]
    assert np.isnan(after.xs("ROW", level="unit")["index"]).all()
    assert any("ROW" in c.code and "not scored" in c.en for c in after.attrs["log"])


def test_no_policy_changes_no_score(index, world):
    none = ni.simulate(world, ni.Package([], name="none"))
    assert_allclose(index.score(ni.measure(none.accounts)), index.score(ni.measure(none.baseline)), rtol=1e-12)


def test_what_a_scenario_does_not_tell_is_held_and_said(index, simulated, spec):
    told = ni.measure(simulated.accounts, list(spec.tree.indicators))
    told.loc[(told["region"] == "CHN") & (told["indicator"] == "people.high_skill_share"), "value"] = np.nan
    found = index.score(told)
    observed = index.scores.loc[("CHN", 2009), "people.high_skill_share"]
    assert_allclose(found.loc[("CHN", 2009, "green-turn"), "people.high_skill_share"], observed)
    said = [str(c) for c in found.attrs["log"]]
    assert "CHN 2009 green-turn: people.high_skill_share held at the observed figure" in said


def test_scoring_the_baseline_gives_the_index(index, table):
    found = index.score(table)
    assert found.loc[index.scores.index].equals(index.scores)
    alone = index.score(table[(table["region"] == "TWN") & (table["year"] == 2004)])
    assert_allclose(alone.loc[("TWN", 2004)], index.scores.loc[("TWN", 2004)], rtol=1e-12)


def test_units_that_are_added_move_no_frozen_score(index, table):
    new = table[table["region"] == "USA"].assign(region="UTO")
    new["value"] = new["value"] * 1.1
    found = index.score(pd.concat([table, new]))
    assert found.loc[index.scores.index].equals(index.scores)
    assert found.loc[("UTO", 2005), "index"] != found.loc[("USA", 2005), "index"]
