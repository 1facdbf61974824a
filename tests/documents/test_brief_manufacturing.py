"""System 2 in depth: its figures are those of the analyses, its texts are whole, and what cannot be told is said."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import numpy as np
import pytest

import newind as ni
from deep import CODE, LANGS, card, figures, part, row, tables, texts
from guessed import guessed
from newind.charts.proofs import AreaStack, Bars, Lines, Scatter, Segments, Waterfall
from newind.measures.context import Context
from newind.questions.depth import voice
from newind.questions.depth.parts import BlockLayout, CardGroup, blocks_of, format_share_difference
from newind.questions.depth.views import ask
from newind.questions.manufacturing import section as manufacturing, section_chains, section_content, section_weight
from newind.questions.manufacturing.section_chains import aggregate_members, ask_latest_chain, select_product
from newind.questions.provenance import References

ENGLISH = re.compile(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}")
COMMAND = re.compile(r"newind [a-z ]+( FILE)?")
WORLD = ["s2-weight", "s2-growth", "s2-causes", "s2-services", "s2-chain", "s2-skills", "s2-places"]


@pytest.fixture(scope="session")
def world():
    return ni.load("world").until(2011)


@pytest.fixture(scope="session")
def section(both):
    return part(both["en"], "s2")


def told(accounts, code, lang="en"):
    """Return the section alone."""
    return manufacturing.manufacturing_section(
        voice.SystemWording(References(Context.from_accounts(accounts, code), lang), "s2")
    )


# ---- what stands there
def test_cards_and_tables_stand_in_five_blocks(section):
    assert [len(b.cards) for b in section.blocks] == [1, 3, 1, 1, 3]
    assert [t.id for t in section.tables] == WORLD
    assert [t for b in section.blocks for t in b.folded] == ["s2-places"]
    kinds = [Scatter, Waterfall, Lines, AreaStack, AreaStack, Scatter, AreaStack, Lines, Lines]
    assert [type(c.proof) for c in section.cards] == kinds
    assert section.command == f"newind diagnose {CODE} --system s2"


def test_each_part_is_one_card_and_is_told_in_both_languages(both):
    one, other = (part(both[lang], "s2") for lang in LANGS)
    assert len(one.figures) == len(other.figures)
    assert [(c.proof, c.refs, c.year, c.status) for c in one.cards] == [
        (c.proof, c.refs, c.year, c.status) for c in other.cards
    ]


# ---- figures
def test_share_and_expected_share_are_those_of_the_analysis(world, section):
    found = ni.manufacturing.expected_share(world, CODE)
    shown = card(section, "weight")
    assert f"{100 * found.actual[-1]:.1f}%" in shown.sentence
    low, high = 100 * found.interval[-1]
    assert f"{100 * found.expected[-1]:.1f}% would be expected ({low:.1f}–{high:.1f}%, 95%;" in shown.sentence
    own = next(p for p in shown.proof.points if p.code == CODE)
    assert (own.x, own.y) == (found.income[-1] / 1000, found.actual[-1])
    assert own.size == found.population[-1]
    heights = np.interp(own.x, *shown.proof.curve)
    assert heights == pytest.approx(found.expected[-1], abs=2e-3)
    assert [f.value for f in figures(section, "s2.expected_gap", region="")] == found.gap.tolist()


def test_peers_have_their_own_rows_of_the_table(world, section):
    for name, code in (("Germany", "DEU"), ("Brazil", "BRA")):
        found = ni.manufacturing.expected_share(world.last, code)
        low, high = (format_share_difference(_voice(world), v) for v in found.gap_range[-1])
        assert row(tables(section)["s2-weight"], name)[-1].endswith(f"({low} to {high})")
        (gap,) = figures(section, "s2.expected_gap", region=code)
        assert gap.value == found.gap[-1]


def _voice(accounts, code=CODE, lang="en"):
    return voice.SystemWording(References(Context.from_accounts(accounts, code), lang), "s2")


def test_whether_there_is_more_is_unclear_where_the_range_holds_both_signs(world):
    said = {c: card(told(world.last, c), "weight").sentence for c in ("DEU", "USA", "BRA")}
    assert said["DEU"].endswith(": more than expected")
    assert said["BRA"].endswith(": less than expected")
    assert said["USA"].endswith("the range includes no difference")


def test_parts_of_growth_add_up(world, section):
    found = ni.manufacturing.productivity_growth(world, CODE)
    proof = card(section, "growth").proof
    assert proof.end - proof.start == pytest.approx(sum(s.value for s in proof.steps))
    assert proof.steps[0].value == pytest.approx(found.groups().within[2])
    table = tables(section)["s2-growth"]
    cells = {r[0]: [float(c.rstrip("%").replace("−", "-")) for c in r[1:]] for r in table.rows}
    whole = cells.pop("Whole economy")
    made, rest = cells.pop("Manufacturing"), cells.pop("All other industries")
    assert np.allclose(np.sum(list(cells.values()), axis=0), made, atol=0.4)
    assert np.allclose(np.add(made, rest), whole, atol=0.2)
    assert whole[3] == pytest.approx(100 * (found.levels[1] / found.levels[0] - 1), abs=0.06)
    every = figures(section, "s2.productivity_within")
    assert sum(f.value for f in every if f.industry) == pytest.approx(next(f.value for f in every if not f.industry))


def test_investment_is_that_of_the_analysis(world, section):
    found = ni.manufacturing.industrial_investment(world, CODE)
    shown = card(section, "investment")
    assert (shown.year, shown.status) == (found.years[-1], found.status[-1])
    assert f"invested {100 * found.rate[-1, 0]:.1f}% of its value added" in shown.sentence
    assert [f.value for f in figures(section, "s2.investment_share")] == found.share[:, 0].tolist()


def test_effects_on_digital_value_add_up_to_its_change(world, section):
    found = ni.manufacturing.digital_change(world, CODE)
    effects = {f.scenario: f.value for f in figures(section, "s2.digital_cause")}
    assert effects["mix"] == pytest.approx(found.bundled[-1].sum(), abs=1e-15)
    (change,) = figures(section, "s2.digital_change")
    assert sum(effects.values()) == pytest.approx(change.value, abs=1e-12)
    assert row(tables(section)["s2-causes"], "Change")[4] == format_share_difference(_voice(world), change.value)
    home, abroad = (v[-1] for v in ni.manufacturing.digital_content(world, CODE).total())
    assert f"{100 * (home + abroad):.1f}% of the value" in card(section, "digital").sentence
    assert f"At home {100 * home:.1f}%, abroad {100 * abroad:.1f}%;" in card(section, "digital").sentence


def test_definitions_that_disagree_are_said_to(world):
    made = section_content.digital(_voice(world.select(years=[1995, 2011]), "DEU"))
    (table,) = made.tables
    assert "whether it rose is unclear" in table.lead
    assert (row(table, "Change")[4][0], row(table, "Change")[5][0]) == ("−", "+")


def test_services_add_up_over_types_and_origins(world, section):
    found = ni.manufacturing.service_content(world, CODE)
    rows = tables(section)["s2-services"].rows
    assert [r[0] for r in rows][-1] == "All services"
    assert rows[-1][1] == f"{100 * found.total[-1]:.1f}%"
    last = figures(section, "s2.service_types", year=world.years[-1])
    assert sum(f.value for f in last) == pytest.approx(found.total[-1])
    assert sum(f.value for f in last if f.scenario.endswith("home")) == pytest.approx(found.domestic[-1].sum())
    series = card(section, "services").proof.series
    assert [sum(v) for v in zip(*series.values(), strict=True)] == pytest.approx(found.total.tolist())


def test_the_origin_that_earns_most_is_a_named_one(world, section):
    found = ni.manufacturing.service_content(world.last, CODE).by_origin()
    found = found[found["type"].isna() & found["named"] & (found["partner"] != CODE)]
    first = found.loc[found["value"].idxmax()]
    name = _voice(world).label_economy(first["partner"])
    assert row(tables(section)["s2-services"], "All services")[4] == f"{name} ({100 * first['share_of_foreign']:.1f}%)"


# ---- one chain
def test_the_chain_is_that_of_the_product_sold_most(world, section):
    year = 2009
    product, share = select_product(world[year], CODE)
    w = world[year]
    at = w.regions.index(CODE)
    final = dict(zip(w.industries, w.Yr.sum(axis=1).reshape(w.R, w.S)[at], strict=True))
    assert final[product] == max(final[f"c{k}"] for k in range(3, 17))
    found = ni.manufacturing.smile_curve(world, CODE, product, year)
    shown = card(section, "chain")
    assert shown.year == year
    assert f"({100 * share:.1f}%)" in shown.note
    assert tables(section)["s2-chain"].rows[-1][1] == "100.0%"
    own = found.share[at * w.S + w.industries.index(product)]
    assert tables(section)["s2-chain"].rows[0][1] == f"{100 * own:.1f}%"
    parts = figures(section, "s2.chain_members", industry=product)
    shares = {f.scenario: f.value for f in parts if f.scenario.endswith(": share")}
    whole = shares.pop("whole-chain: share")
    assert sum(shares.values()) == pytest.approx(whole)
    assert whole == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("code", [CODE, "DEU", "USA", "IND"])
def test_no_shape_is_claimed_where_few_economies_decide_it(world, code):
    shown = card(told(world[2009], code), "chain")
    fit = ask_latest_chain(_voice(world[2009], code))[0].result.fit()
    assert fit.effective < 5
    assert shown.proof.curve == ((), ())
    assert f"based on {fit.effective:.1f} economies in effect, too few" in shown.note


def test_a_shape_is_told_with_what_it_rests_on_where_many_decide_it(world, monkeypatch):
    monkeypatch.setattr(section_chains, "FEW_CLUSTERS", 1.0)
    shown = card(told(world[2009], CODE), "chain")
    assert shown.proof.curve[0]
    assert "no smile, higher the farther from the final product" in shown.note


def test_a_chain_of_too_few_members_is_told_without_a_curve(world):
    two = world[2009].aggregate(regions={CODE: CODE, "ROW": "*"})
    answer, part = ask_latest_chain(_voice(two))
    members, own = answer.result.share.reshape(two.R, -1)[two.regions.index(CODE)], answer.result.industry
    assert answer.lead[1]["en"] == "Value added per unit of output: no curve, as the chain has too few members."
    said = answer.lead[0]["en"]
    assert f"Of this {100 * members[two.industries.index(own)]:.1f}% was earned in that industry" in said
    assert f"{100 * members[members > 0].sum():.1f}% in the economy" in said
    shown = section_chains.chain(_voice(two)).card
    assert shown.sentence == said.removesuffix(".")
    assert shown.note.endswith("No curve: the chain has too few members.")
    assert shown.proof.curve == ((), ())
    assert 0 < part <= 1


def test_labour_stands_only_where_most_of_it_is_known(world):
    curve = ask_latest_chain(_voice(world))[0].result
    every = np.isfinite(curve.distance) & (curve.value_added > 0)
    known = aggregate_members(curve, every)
    assert known.labour + known.capital == pytest.approx(1)
    gone = replace(curve, labour_income=np.full_like(curve.labour_income, np.nan))
    assert math.isnan(aggregate_members(gone, every).labour)
    assert math.isnan(aggregate_members(gone, every).hourly)
    assert aggregate_members(gone, every).share == known.share


# ---- all chains
def test_income_and_jobs_are_those_of_the_analysis(world, section):
    found = ni.manufacturing.chain_income(world, CODE)
    shown = card(section, "income")
    assert f"{100 * found.share[-1]:.1f}% of what they paid in the world" in shown.sentence
    assert f"In 1995 it was {100 * found.share[0]:.1f}%:" in shown.sentence
    skills = {r[0]: r for r in tables(section)["s2-skills"].rows}
    split, jobs = found.split("factor", 2009), found.split("jobs_by_skill", 2009)
    assert skills["Low skill"][2] == f"{100 * split['low']:.1f}%"
    assert skills["High skill"][4] == f"{100 * jobs['high']:.1f}%"
    assert skills["Capital"][4] == "–"
    people = sum(float(r[5]) for name, r in skills.items() if name != "Capital")
    assert people == pytest.approx(found.jobs[world.years.index(2009)].sum() / 1e6, abs=0.2)
    places = tables(section)["s2-places"].rows
    assert sum(float(r[3]) for r in places) == pytest.approx(found.jobs[-1].sum() / 1e6, abs=0.2)
    (total,) = figures(section, "s2.chain_jobs")
    assert total.value == pytest.approx(found.jobs[-1].sum())


def test_position_and_sophistication_are_those_of_the_analyses(world, section):
    found = ni.manufacturing.chain_position(world, CODE)
    up = found.level("upstreamness", "manufacturing")
    assert f"stood {up[-1]:.2f} stages from final use" in card(section, "position").sentence
    within, mix = (figures(section, f"s2.position_{k}")[0].value for k in ("within", "mix"))
    assert within + mix == pytest.approx(up[-1] - up[0])
    exported = ni.manufacturing.sophistication_history(world, CODE)
    assert (
        f"sophistication of exports was {exported.expy[-1]:,.0f} USD of 2017"
        in card(section, "sophistication").sentence
    )
    assert [f.value for f in figures(section, "s2.export_sophistication")] == exported.expy.tolist()


# ---- files
def test_every_figure_is_in_the_csv_file_and_the_workbook(section, measures, books):
    keys = ("indicator", "scenario", "region", "industry", "year", "note")
    rows = {tuple(r[k] for k in keys): r for r in measures}
    for f in section.figures:
        found = rows[f.indicator, f.scenario, f.region or CODE, f.industry, str(f.year), f.note]
        assert float(found["value"]) == pytest.approx(f.value, rel=1e-9, abs=1e-12), f
        assert found["unit"], f
    sheet = books["en"].get_sheet_by_name("Figures of sections").to_python()
    values = np.array([cell for r in sheet for cell in r if isinstance(cell, float)])
    assert all(np.isclose(values, f.value, rtol=1e-12, atol=1e-15).any() for f in section.figures)


def test_chinese_has_no_english_left(both, world):
    for found in (part(both["zh"], "s2"), told(world[1995], "DEU", "zh"), told(guessed(), "DEU", "zh")):
        assert [t for t in texts(found) if ENGLISH.search(COMMAND.sub("", t))] == []
        assert [t for t in texts(found) if re.search(r"[\u4e00-\u9fff][,;:()]", t)] == []


# ---- where the accounts cannot tell
@pytest.mark.parametrize("lang", LANGS)
def test_one_year_shows_levels_and_says_what_changes_need(world, lang):
    found = told(world[1995], CODE, lang)
    gone = {t for t in WORLD if t not in tables(found)}
    assert gone == {"s2-growth", "s2-causes"}
    assert {type(c.proof) for c in found.cards} == {Scatter, Bars, Segments}
    assert all(c.year == 1995 for c in found.cards)
    lines = [m for m in found.methods if f"newind manufacturing growth {CODE}" in m]
    assert len(lines) == 1
    assert all(len(b.cards) > 1 or b.tables for b in found.blocks)


def test_a_province_shows_what_its_own_industries_earn(regional):
    for lang in LANGS:
        found = part(regional[lang], "s2")
        assert "newind brief CHN" in found.lead
        assert [type(c.proof) for c in found.cards] == [Bars, Bars]
        assert found.tables == ()
        assert len(found.cards[0].proof.rows) == 6
        assert {c.status for c in found.cards} == {"estimated"}
        assert [len(b.cards) for b in found.blocks] == [2]
    content = ni.manufacturing.digital_content(ni.load("china-2017"), "CN-GD").total()[0]
    assert f"earned {100 * content[-1]:.1f}% of the value" in part(regional["en"], "s2").cards[0].sentence


def test_a_national_table_shows_the_years_that_it_has():
    found = told(ni.load("china"), CODE)
    assert "newind brief CHN" in found.lead
    assert list(tables(found)) == ["s2-causes", "s2-services"]
    assert [type(c.proof) for c in found.cards] == [Lines, AreaStack, AreaStack]
    assert [len(b.cards) for b in found.blocks] == [2, 1]
    assert tables(found)["s2-causes"].header == ("Effect", "Kind", "At home", "Counted widely")
    assert tables(found)["s2-services"].header == ("Type", "At home", "Since 2002, points")
    assert found.cards[0].year == [w.year for w in ni.load("china") if "gdp_volume" in w.facts][-1]


@pytest.mark.parametrize("lang", LANGS)
def test_estimated_flows_leave_the_share_alone(lang):
    found = told(guessed(), "DEU", lang)
    assert "newind brief DEU" in found.lead
    assert list(tables(found)) == ["s2-weight"]
    assert not any("smile" in m for m in found.methods)


def test_an_economy_alone_says_what_would_tell():
    w = ni.Accounts(
        Z=[[20.0, 5.0, 1.0], [4.0, 9.0, 2.0], [3.0, 2.0, 8.0]], Y=[[60.0], [30.0], [20.0]], regions=[CODE],
        industries=["c14", "c27", "c30"], demand=["final"], year=2009, status="observed",
    )  # fmt: skip
    for lang in LANGS:
        found = told(w, CODE, lang)
        assert "newind brief CHN" in found.lead
        assert [type(c.proof) for c in found.cards] == [Bars, Bars]
        assert [t for t in texts(found) if re.search(r"\bnan\b", t)] == []
    assert "those from elsewhere are not known" in told(w, CODE).cards[1].sentence


def test_parts_that_are_refused_are_named_and_the_others_stand(world, monkeypatch):
    def refuse(ctx, id):
        if id != "manufacturing.growth":
            raise ni.DataError("value below zero. Take another year.")
        return ask(ctx, id)

    monkeypatch.setattr(section_weight, "ask", refuse)
    for lang in LANGS:
        found = told(world[2009], CODE, lang)
        assert "s2-weight" not in tables(found)
        assert len(found.cards) == 6
        assert len([m for m in found.methods if "newind manufacturing share CHN" in m]) == 1
        assert len([m for m in found.methods if "newind data attach" in m]) == 1
        assert "value below zero" not in "".join(found.methods)


def test_nothing_known_is_one_line(world, monkeypatch):
    for name in manufacturing.PARTS:
        monkeypatch.setitem(manufacturing.PARTS, name, lambda _: None)
    found = told(world.last, CODE)
    assert (found.blocks, found.methods, found.command) == ((), (), "")


# ---- how parts stand
def test_a_card_without_tables_never_stands_alone(section):
    first, second, third = section.cards[:3]
    table = section.tables[0]
    parts = {"a": CardGroup(first), "b": CardGroup(second, (table,)), "c": CardGroup(third)}
    rows = (BlockLayout(("a",)), BlockLayout(("b",), ("weight",)), BlockLayout(("c",)))
    (block,) = blocks_of(parts, rows)
    assert block.cards == (first, second, third)
    assert block.tables == (table,)
    assert blocks_of({"b": parts["b"]}, rows)[0].cards == (second,)
    assert blocks_of({}, rows) == ()


@pytest.mark.parametrize(("value", "said"), [(0.0289, "+2.9"), (-0.0004, "−0.04"), (0.0, "0.00"), (float("nan"), "–")])
def test_points_have_the_decimals_they_need(world, value, said):
    assert format_share_difference(_voice(world.last), value) == said
