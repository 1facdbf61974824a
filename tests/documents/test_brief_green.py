"""System 3 in depth: its figures are those of ``newind.green``, what is assumed is said, and what cannot be told."""

from __future__ import annotations

import json
import math
import re

import numpy as np
import pytest
from numpy.testing import assert_allclose
from typer.testing import CliRunner

import newind as ni
from deep import CODE, LANGS, card, figures, part, row, tables, texts
from each import check_each
from guessed import guessed
from newind import green as analyses
from newind.accounts.satellite import Satellite
from newind.charts.proofs import Bars, ChangeRanges, Fan, PartnerBars, PathTree, Waterfall
from newind.cli import app
from newind.measures.context import Context
from newind.questions.depth import voice
from newind.questions.green import findings_depth, section as green, section_emissions, section_target
from newind.questions.green.findings_transition import PRICE
from newind.questions.provenance import References

ENGLISH = re.compile(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}")
COMMAND = re.compile(r"newind [a-z ]+( FILE)?")
TABLES = ["s3-target", "s3-footprint", "s3-charge", "s3-mix"]


@pytest.fixture(scope="session")
def world():
    return ni.load("world").until(2011)


@pytest.fixture(scope="session")
def section(both):
    return part(both["en"], "s3")


def told(accounts, code, lang="en", **how):
    """Return the section alone."""
    return green.green_section(
        voice.SystemWording(References(Context.from_accounts(accounts, code, **how), lang), "s3")
    )


def number(cell):
    return float(cell.replace(",", "").replace("−", "-").replace("+", "").rstrip("%"))


# ---- what stands there
def test_seven_cards_and_four_tables_stand_in_five_blocks(section):
    assert [len(b.cards) for b in section.blocks] == [3, 3, 1, 0, 0]
    kinds = [Waterfall, Waterfall, PartnerBars, PathTree, Bars, ChangeRanges, Fan]
    assert [type(c.proof) for c in section.cards] == kinds
    assert [t.id for t in section.tables] == TABLES
    assert section.command == f"newind diagnose {CODE} --system s3"


def test_both_languages_show_the_same_figures(both):
    one, other = (part(both[lang], "s3") for lang in LANGS)
    assert one.figures == other.figures
    assert [(c.proof, c.refs, c.year, c.status) for c in one.cards] == [
        (c.proof, c.refs, c.year, c.status) for c in other.cards
    ]


def test_each_card_says_its_year_and_status(section):
    said = [(c.year, c.status) for c in section.cards]
    assert said == [(2009, "estimated"), (2009, "estimated"), (2011, "estimated"), (2011, "estimated"),
                    (2011, "estimated"), (2011, "simulated"), (2024, "simulated")]  # fmt: skip


# ---- why emissions changed
def test_what_changed_emissions_is_the_decomposition_with_both_orders(world, section):
    found = analyses.carbon_change(world, CODE, 2000, 2009, chained=True)
    proof = card(section, "carbon-change").proof
    assert (proof.start, proof.end) == (found.start, found.end)
    assert [(s.code, s.value, s.range) for s in proof.steps] == list(
        zip(found.effects, found.values, zip(found.low, found.high, strict=True), strict=True)
    )
    top = int(np.argmax(found.values))
    assert f"({found.low[top]:,.0f}–{found.high[top]:,.0f} Mt)" in card(section, "carbon-change").sentence
    shown = {f.scenario: f.value for f in figures(section, "s3.carbon_drivers")}
    assert shown == dict(zip(found.effects, found.values, strict=True))


def test_people_income_and_carbon_have_the_range_of_two_measures_of_gdp(world, section):
    both = {name: analyses.kaya(world, CODE, 2000, 2009, income=name) for name in ("value_added_volume", "gdp_volume")}
    proof = card(section, "kaya").proof
    assert [s.value for s in proof.steps] == both["value_added_volume"].effects.tolist()
    ends = np.sort(np.stack([k.effects for k in both.values()]), axis=0)
    assert [s.range for s in proof.steps] == list(zip(*ends.tolist(), strict=True))
    low, high = ends[:, 1]
    assert f"real GDP per head +{low:,.0f} to +{high:,.0f} Mt" in card(section, "kaya").sentence


# ---- for whom, and along which chains
def test_carbon_in_trade_is_made_used_and_the_difference(world, section):
    found = analyses.embodied_trade(world, CODE)
    shown = card(section, "embodied")
    values = dict(zip(("s3.carbon_production", "s3.carbon_consumption"),
                      ni.measure(world[2011], ["s3.carbon_production", "s3.carbon_consumption"], regions=[CODE])
                      .query("industry.isna() and partner.isna()")["value"], strict=True))  # fmt: skip
    for v in (*values.values(), found.balance, found.exports.sum()):
        assert f"{v:,.0f} Mt" in shown.sentence
    assert shown.sentence.endswith("more made than used")
    assert [r.code for r in shown.proof.rows] == [r.code for r in found.chart().rows]
    out = {f.partner: f.value for f in figures(section, "s3.embodied_trade", scenario="out")}
    assert out == dict(zip(found.partners, found.exports.sum(axis=1), strict=True))


def test_the_tree_keeps_the_largest_branches_of_the_largest_product(world, section):
    f = analyses.footprint(world, CODE)
    product = f.products[int(f.values.sum(axis=(0, 2)).argmax())]
    found = analyses.emission_paths(world, CODE, product, 1e-3)
    whole, tree = found.chart(), card(section, "carbon-chains").proof
    assert tree.total == found.total
    assert len(tree.branches) == section_emissions.BRANCHES
    assert {b.own for b in tree.branches} <= {b.own for b in whole.branches}
    assert max(b.own for b in tree.branches) == max(b.own for b in whole.branches)
    assert all("(China)" not in b.label["en"] for b in tree.branches[1:])
    assert f"{100 * found.total / f.total:.1f}%" in card(section, "carbon-chains").sentence
    listed = found.table()
    assert [f.value for f in figures(section, "s3.emission_chain")] == listed["value"].tolist()


def test_the_footprint_adds_up_by_product_and_user(world, section):
    f, table = analyses.footprint(world, CODE), tables(section)["s3-footprint"]
    *shown, last = table.rows
    assert number(last[1]) == pytest.approx(f.total, abs=0.6)
    for k in (1, 3, 4, 5):
        assert sum(number(r[k]) for r in shown) == pytest.approx(number(last[k]), abs=5)
    assert sum(number(r[2]) for r in shown) == pytest.approx(100, abs=0.5)
    by = f.by("product").set_index("product")
    assert number(row(table, "Construction")[1]) == pytest.approx(by.loc["c18", "value"], abs=0.6)
    assert row(table, "Construction")[-1] == f"{100 * by.loc['c18', 'abroad']:.1f}%"
    households = f.by("user").set_index("user").loc[["c37", "c38"], "value"].sum()
    assert number(last[3]) == pytest.approx(households, abs=0.6)


# ---- dividing a target
def test_the_example_is_assumed_and_says_so(section):
    shown = card(section, "target")
    assert shown.sentence.startswith("If China’s emissions peaked in 2030 at")
    for said in ("Assumed, neither expected nor proposed", "peak in 2030",
                 "geometric mean of the first year and of the baseline in 2030", "−10% by 2035",
                 "−90% by 2060", "the order proposed in China Economist 19(1), 2024", "equal weights"):  # fmt: skip
        assert said in shown.note
    assert shown.status == "simulated"


def test_without_the_model_growth_is_assumed_and_the_baseline_is_its_own(world):
    for lang, said in (("en", ("growth of 2% a year", "not that of pathways: it starts from 9,297 Mt in 2011")),
                       ("zh", ("初始年均增速2%", "基准并非路径的基准：以2011年的9,297 Mt为起点"))):  # fmt: skip
        section = told(world, CODE, lang, model=False)
        assert said[0] in section.cards[-1].note
        assert said[1] in tables(section)["s3-target"].note


def test_the_command_divides_the_same_target(section):
    found = re.search(r"newind (green divide .*?)\. ", tables(section)["s3-target"].note)[1].split()
    result = CliRunner().invoke(app, [*found, "--json"], prog_name="newind")
    assert result.exit_code == 0, result.output
    budgets = {r["industry"]: r for r in json.loads(result.stdout)["tables"]["budgets"]}
    for f in figures(section, "s3.division", scenario="heavy-first"):
        assert f.value == pytest.approx(budgets[f.industry]["budget"], rel=1e-9)
    for f in figures(section, "s3.division.low", scenario="heavy-first"):
        assert f.value == pytest.approx(budgets[f.industry]["low"], rel=1e-9)
    peaks = {f.industry: f.value for f in figures(section, "s3.division_peak", scenario="heavy-first")}
    assert peaks == {code: r["peak"] for code, r in budgets.items()}


def test_budgets_of_the_table_add_up_and_lie_within_their_range(section):
    table = tables(section)["s3-target"]
    *shown, last = table.rows
    head = list(table.header)
    assert head[4:9] == ["Responsibility", "Capacity", "Potential", "Equality", "Importance in chains"]
    for k in (1, 2):
        assert sum(number(r[k]) for r in shown) == pytest.approx(number(last[k]), abs=4)
    for r in shown:
        share, low, high = map(float, re.match(r"([\d.]+)% \(([\d.]+)–([\d.]+)%\)", r[3]).groups())
        assert low <= share <= high
        changes = [number(c) for c in r[4:9]]
        assert min(changes) <= 0 <= max(changes)
        assert low == pytest.approx(share * (1 + min(changes) / 100), abs=0.1)
        assert high == pytest.approx(share * (1 + max(changes) / 100), abs=0.1)
    assert {c for r in (last,) for c in r[4:9]} == {"–"}


def test_the_reverse_stands_beside_the_papers_order(world, section):
    parts = analyses.parts_of_accounts(world, CODE, ahead=ni.carbon_baseline(world.last, CODE))
    aim = analyses.Target(section_target.PEAK, dict(section_target.LEVELS))
    paper, reverse = (analyses.divide_target(parts, aim, order=o) for o in ("heavy-first", "reverse"))
    own, other = (d.budgets().set_index("industry")["budget"] for d in (paper, reverse))
    table = tables(section)["s3-target"]
    power = row(table, "Electricity, gas and water")
    assert number(power[-2]) == pytest.approx(100 * (other["c17"] / own["c17"] - 1), abs=0.06)
    assert power[-1] == str(reverse.peaks().set_index("industry").loc["c17", "peak"])
    assert power[9].startswith(str(paper.peaks().set_index("industry").loc["c17", "peak"]))


def test_the_fan_adds_up_to_the_path(section):
    fan = card(section, "target").proof
    path = {f.year: f.value for f in figures(section, "s3.division_path")}
    assert_allclose(fan.whole, [path[y] for y in fan.years], rtol=1e-12)
    assert max(path, key=path.get) == 2030
    assert path[2060] == pytest.approx(0.1 * path[2030])
    assert path[2035] == pytest.approx(0.9 * path[2030])
    assert len(fan.parts) == section_target.SHOWN + 1


def test_an_economy_whose_emissions_fall_peaks_at_once(world):
    found = section_target.example(Context.from_accounts(world, "DEU"))
    assert not found.rising
    assert (found.target.peak, dict(found.target.levels), found.target.growth) == (2024, {2060: "-90%"}, None)
    section = told(world, "DEU")
    high = found.division.parts.ahead.high
    assert high <= 2024
    assert f"emissions fall already from their level of {high}, so that cuts are counted from 2024" in (
        card(section, "target").note
    )
    assert {row[-1] for row in tables(section)["s3-target"].rows} == {"≤2024"}
    assert card(section, "target").sentence.startswith("If Germany’s emissions fell from")
    assert "--year 2011 --peak 2024 --level 2060=-90%." in tables(section)["s3-target"].note
    assert "--growth" not in tables(section)["s3-target"].note


# ---- a charge, and another power mix
def test_the_charge_is_that_of_the_command(world, section):
    f = analyses.embodied_charge_effects(world, CODE, PRICE)
    shown, table = card(section, "charge"), tables(section)["s3-charge"]
    gdp = world[f.year].gdp[f.at]
    assert f"{f.receipts / 1e3:.0f} billion USD in {f.year}, {100 * f.receipts / gdp:.1f}% of GDP" in shown.sentence
    assert f"purchases of households {100 * f.baskets['households']:.1f}% more;" in shown.sentence
    assert shown.proof.rows == f.chart().rows[: section_target.BARS]
    assert f.rule["en"] in shown.note
    assert [m for m in section.methods if "charge (--simulate" in m]
    *every, last = table.rows
    assert number(last[1]) == number(last[2]) == pytest.approx(f.receipts / 1e3, abs=0.06)
    assert sum(number(r[3]) for r in every) == pytest.approx(0, abs=0.5)
    built = f.pays[f.at, f.industries.index("c18")] / 1e3
    assert number(row(table, "Construction")[1]) == pytest.approx(built, abs=0.06)


def test_without_volumes_receipts_go_to_households(world):
    section = told(world[2011], CODE)
    assert row(tables(section)["s3-charge"], "Households")[3].startswith("+")
    assert "all goes to households" in card(section, "charge").note


def test_another_mix_has_the_range_of_the_scenario(world, section):
    scenario = analyses.mix_scenario(CODE, section_target.UNTIL)
    found = analyses.mix_effect(world[2011], CODE, scenario)
    proof, table = card(section, "mix").proof, tables(section)["s3-mix"]
    assert proof.rows[0].code == found.power_industry
    for r in proof.rows:
        i = found.industries.index(r.code)
        assert r.range == tuple(sorted(float(v[i] / found.before[i]) - 1 for v in (found.low, found.high)))
        assert r.range[0] <= r.value <= r.range[1]
    mix = analyses.power_mix(CODE)
    coal = row(table, "Coal")
    assert coal[2] == f"{100 * mix.mix['coal']:.1f}%"
    assert coal[3].startswith(f"{100 * scenario.mix()['coal']:.1f}% (")
    factor = row(table, "CO₂, kg per kWh")
    assert factor[1:3] == tuple(f"{v:.2f}" for v in (mix.factor[mix.years.index(2011)], mix.factor[-1]))
    assert factor[3] == (f"{scenario.factor[-1]:.2f} ({scenario.factor_low[-1]:.2f}–{scenario.factor_high[-1]:.2f})")


def test_the_model_is_not_asked(world, monkeypatch):
    def asked(*_, **__):
        raise AssertionError("the model was asked")

    monkeypatch.setattr("newind.equilibrium.solve", asked, raising=False)
    monkeypatch.setattr("newind.analyses.green.charge_simulated.beside_equilibrium", asked)
    assert told(world, CODE, model=False).blocks


def test_circularity_needs_own_data_and_says_how(both):
    for lang, said in (("en", "It needs your data"), ("zh", "需要您的数据")):
        assert [m for m in part(both[lang], "s3").methods if said in m and "newind green recycling CHN --on FILE" in m]


def test_circularity_is_told_where_a_recycling_industry_stands_apart(world):
    w = world[2011]
    renamed = w._replace(industries=("recycling", "metal ore mining", *w.industries[2:]))
    lines = told(renamed, CODE).methods
    share = analyses.circularity(renamed, CODE).share
    assert [m for m in lines if m.startswith("Circularity: recycled materials were ") and f"{100 * share:.1f}%" in m]


# ---- files
def test_every_figure_is_in_the_csv_file(section, measures):
    written = {(r["indicator"], r["scenario"], r["industry"], r["partner"], r["year"]): r["value"] for r in measures}
    for f in section.figures:
        value = written[f.indicator, f.scenario, f.industry, f.partner, str(f.year)]
        assert float(value) == pytest.approx(f.value, rel=1e-12)


def test_every_figure_is_in_the_workbook_with_its_source(both, books):
    for lang in LANGS:
        section = part(both[lang], "s3")
        cells = books[lang].get_sheet_by_name({"en": "Figures of sections", "zh": "各节数据"}[lang]).to_python()
        values = np.array([c for r in cells for c in r if isinstance(c, float)])
        for f in section.figures:
            assert np.isclose(values, f.value, rtol=1e-9, atol=1e-12).any(), f
        known = {r.indicator for r in both[lang].sources}
        assert {f.indicator.removesuffix(".low").removesuffix(".high") for f in section.figures} - {
            "s3.power_carbon"
        } <= known


def test_each_figure_has_its_unit_and_status(section):
    assert {f.status for f in section.figures} == {"estimated", "simulated", "observed"}
    assert {f.unit for f in section.figures} == {"Mt", "M.USD", "1", "year", "kg/kWh"}
    assert all(math.isfinite(f.value) for f in section.figures)


# ---- what cannot be told
@check_each("lang", LANGS)
@check_each(
    ("load", "code", "said"),
    [
        (lambda: ni.load("china-2017"), "CN-GD", "newind green divide parts.csv"),
        (lambda: ni.load("china", 2020), "CHN", "newind data attach"),
        (guessed, "DEU", "newind brief DEU"),
        (lambda: ni.load("world", 1995), "CHN", "1995"),
    ],
)
def test_accounts_that_cannot_tell_say_why_in_one_line(load, code, said, lang):
    found = told(load(), code, lang)
    assert (found.blocks, found.figures, found.methods) == ((), (), ())
    assert said in found.lead
    assert "newind brief" in found.lead
    assert lang == "en" or not ENGLISH.search(COMMAND.sub("", found.lead))


def test_a_boundary_with_carbon_names_the_commands_that_take_it():
    w = ni.load("china", year=2020)
    w = w._replace(satellites={**w.satellites, "co2": Satellite(0.01 * w.x, unit="kt", follows="emissions")})
    found = told(w, "CHN")
    assert found.blocks == ()
    assert "newind green charge take this table with --on" in found.lead


@pytest.mark.parametrize("lang", LANGS)
def test_a_single_year_says_what_two_years_would_tell(world, lang):
    found = told(world[2005], "USA", lang)
    assert [len(b.cards) for b in found.blocks] == [3, 1, 1, 0]
    assert [m for m in found.methods if "newind green change USA" in m]
    assert "responsibility" not in tables(found)["s3-target"].header
    assert "--year 2005 --peak 2024" in tables(found)["s3-target"].note
    assert "--weights capacity=0.25" in tables(found)["s3-target"].note
    assert lang == "en" or [t for t in texts(found) if ENGLISH.search(COMMAND.sub("", t))] == []


@pytest.mark.parametrize("lang", LANGS)
def test_an_economy_without_a_power_mix_says_what_would(world, monkeypatch, lang):
    monkeypatch.setattr("newind.questions.green.section_target._burns", lambda *_: False)
    found = told(world, "IND", lang)
    assert "s3-mix" not in tables(found)
    assert [m for m in found.methods if "newind.green.mix_effect" in m]
    assert [len(b.cards) for b in found.blocks][-2:] == [0, 0]


def test_sources_that_are_gone_are_no_range(world):
    table = tables(told(world, "DEU"))["s3-mix"]
    assert row(table, "Nuclear")[2:] == ("0%", "0%", "0%")


def test_accounts_in_other_money_have_no_charge(world):
    found = told(world[2011]._replace(unit="M.CNY"), CODE)
    assert "s3-charge" not in tables(found)
    assert [m for m in found.methods if m.startswith("Charge: these accounts are not in dollars")]


def test_accounts_after_the_assumed_path_have_no_example(world):
    found = told(world[2011]._replace(year=2065), CODE)
    assert "s3-target" not in tables(found)
    assert [m for m in found.methods if m.startswith("Dividing a target: ")]
    assert [m for m in told(world[2011]._replace(year=2065), CODE, "zh").methods if m.startswith("目标分解")]


@pytest.mark.parametrize("code", ["USA", "IND", "BRA", "IDN", "AUS"])
def test_other_economies_have_the_section_in_both_languages(world, code):
    one, other = (told(world, code, lang) for lang in LANGS)
    assert [t.id for t in one.tables] == TABLES
    assert one.figures == other.figures
    assert [t for t in texts(other) if ENGLISH.search(COMMAND.sub("", t))] == []
    assert not [t for t in texts(one) if re.search(r"\bnan\b|not known|--0\.", t)]


# ---- once for both languages
def test_what_changed_emissions_is_computed_once(world):
    first, second = (findings_depth.change_over_years(Context.from_accounts(world, CODE)) for _ in LANGS)
    assert first is second
    assert findings_depth.change_over_years(Context.from_accounts(world[2009], CODE)) is None
