"""The first section of a brief: official figures newer than the accounts, and no contradiction between the two."""

from __future__ import annotations

import datetime
from dataclasses import replace

import docx
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

import newind as ni
from newind.data.reference.now import economies, labour_shares, series
from newind.documents.docx import write_docx
from newind.documents.html import page
from newind.documents.tables import write_xlsx
from newind.measures.context import Context
from newind.measures.readings import read
from newind.pathways.targets import targets_of
from newind.questions.figures import write_csv
from newind.questions.now import text as nowtext
from newind.questions.now.answers import age, now
from newind.questions.now.national import _aim, national
from newind.questions.now.section import edition, now_section, without
from newind.questions.provenance import References
from sample import brief as sample


@pytest.fixture(scope="module")
def ctx() -> Context:
    return Context.from_accounts(ni.load("world").within(), "CHN")


def section(ctx, lang):
    return now_section(References(ctx, lang))


def test_every_economy_of_the_world_has_it_and_a_province_says_where_it_is():
    world = ni.load("world")[2022]
    named = {c for c, known in zip(world.regions.codes, world.regions.named, strict=True) if known}
    assert named - {"REU"} <= set(economies())
    province = Context.from_accounts(ni.load("china-2017"), "CN-GD", model=False)
    assert section(province, "en") is None
    assert "newind now CHN" in without(province, "en")[0]


def test_accounts_stand_beside_official_figures_of_their_year_and_the_newest(ctx):
    made = section(ctx, "en")
    assert made.title == "Now: official figures to 2025"
    assert f"end in {ctx.year}" in made.lead
    table = next(t for t in made.tables if t.id == "now-against")
    ours = read(ctx, "s2.manufacturing_share")
    theirs = nowtext.newest(now("CHN", date=edition()), "manufacturing_share", "en")
    row = next(r for r in table.rows if r[0] == theirs.label)
    assert row[1:] == (
        f"{100 * ours.value:.1f}% ({ours.year})",
        f"{series('CHN')['manufacturing_share'].values[ours.year]:.1f}%",
        f"{theirs.value:.1f}% ({theirs.year}, NBS)",
    )
    w = ctx.w
    made_in = w.value_added.reshape(w.R, w.S)[:, [i in ni.group("manufacturing").members for i in w.industries]].sum(1)
    share = 100 * made_in[w.regions.index("CHN")] / made_in.sum()
    assert any(f"{share:.1f}% (2022)" in r[1] for r in table.rows)


def test_a_figure_of_the_offices_stands_where_it_is_newer_and_only_there(ctx):
    found = now("CHN", date=edition())
    assert nowtext.newest(found, "rd", "en").source == "NBS"
    assert nowtext.newest(found, "co2", "en").source == "GCB"
    assert nowtext.newest(now("DEU", date=edition()), "rd", "en").source == "World Bank"
    first = section(ctx, "en").tables[0]
    assert ("R&D in GDP", "2.80%", "2025", "NBS 2026-01-20") in first.rows


def test_it_stands_in_every_form_of_the_brief(ctx, tmp_path):
    for lang in ("en", "zh"):
        made = replace(sample(lang), now=section(ctx, lang))
        text = page(made)
        assert text.index('id="h-now"') < text.index('id="h1"')
        assert all(cell in text for row in made.now.tables[0].rows for cell in row[1:3])
        write_docx(made, tmp_path / "a.docx")
        paragraphs = [p.text for p in docx.Document(str(tmp_path / "a.docx")).paragraphs]
        assert any(made.now.title in p for p in paragraphs[:12])
        write_xlsx(made, tmp_path / "a.xlsx")
        book = CalamineWorkbook.from_path(str(tmp_path / "a.xlsx"))
        sheet = book.get_sheet_by_index(2).to_python()
        assert made.now.title in (sheet[0][0], sheet[1][0])
        write_csv(made, tmp_path / "a.csv")
        rows = pd.read_csv(tmp_path / "a.csv").set_index("indicator")
        assert rows.loc["now.co2", "value"] == now("CHN")["co2"].value


def test_the_same_data_give_the_same_section(ctx, monkeypatch):
    """Nothing in it counts from today."""
    before = section(ctx, "zh")
    monkeypatch.setattr("newind.questions.now.answers._day", lambda given: given)
    assert section(ctx, "zh") == before


def test_figures_of_offices_are_those_of_their_sources(shared):
    """What was collected of energy, cars, incomes and Rosstat's accounts gives the shipped values again."""
    day = edition()
    china, russia = ({f.name: f.values for f in national(code, day)} for code in ("CHN", "RUS"))
    power = pd.read_csv(shared / "recent/mission/green/CHN_NEA_monthly_capacity.csv").set_index("YYYYMM")
    got = {y: power.loc[100 * y + 12, ["Wind Power", "Solar Power"]].sum() for y in china["wind_solar"]}
    assert china["wind_solar"] == pytest.approx(got, abs=0.005)
    cars = pd.read_csv(shared / "recent/mission/green/china_carsales_annual_2012_2026.csv").set_index("YYYYMM")
    electric = 100 * (1 - cars["ICE"] / cars.sum(axis=1))
    assert china["electric_cars"] == pytest.approx({y: electric[y] for y in china["electric_cars"]}, abs=0.05)
    facts = pd.read_csv(shared / "recent/mission/policy/china_facts_with_sources_2010_2026.csv")
    for name, what in (
        ("income", "disposable income per head: mean, national"),
        ("consumption", "consumption expenditure per head: national"),
    ):
        rows = facts[facts.iloc[:, 1] == what]
        assert china[name] == dict(zip(rows.iloc[:, 2].astype(int), rows.iloc[:, 3].astype(float), strict=True))
    rows = pd.read_csv(shared / "recent/statistics/russia_va_okved2_2011_2025.csv")
    current = rows[rows["variable"] == "VA current prices bn rub"]
    made = current[current["okved2"] == "C"].set_index("year")["value"]
    whole = current[current["name_ru"].str.startswith("Валовая добавленная")].set_index("year")["value"]
    assert russia["manufacturing"] == pytest.approx((100 * made / whole).to_dict(), abs=0.05)
    outcome = pd.read_csv(shared / "recent/statistics/policy_facts_china_2025_2035.csv").set_index("fact")["value"]
    assert china["gdp"][2025] == float(outcome["GDP (preliminary)"]) / 1e4
    assert china["rd"][2025] == float(outcome["R&D intensity"])


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_labour_shares_stand_with_year_source_and_concept(lang):
    for code, own in labour_shares().items():
        found = now(code, date=edition())
        (lines, *_) = nowtext.sections(found, lang)
        for values in (own.total, own.manufacturing):
            year = max(values)
            (line,) = [x for x in lines.lines if (x.value, x.year) == (f"{100 * values[year]:.1f}%", str(year))]
            assert line.source == own.short
            assert line.age == age(year, found.date)
        assert [own.concept[lang] in said for said in nowtext.sentences(found, lang)].count(True) == 1
        (table,) = [
            t
            for t in section(Context.from_accounts(ni.load("world", 2022), code), lang).tables
            if t.id == "now-national"
        ]
        assert table.note.count(own.concept[lang]) == 1


def test_a_goal_whose_year_is_over_without_a_figure_of_it_is_due():
    given = targets_of("CHN")
    (energy,) = (t for t in given.targets if t.id == "energy-per-gdp")
    early = energy.model_copy(update={"changes": None, "observed": {2024: 89.2}})
    before, after = (_aim(early, given, "CHN", datetime.date(year, 11, 28)) for year in (2025, 2026))
    assert (before.reason, after.reason) == ("nearly", "due")
    assert (before.status, after.status) == ("on_track", "due")
    assert nowtext.stands(after, "en") == "due, none in newind"
    manufacturing = next(t for t in now("CHN", date="2026-11-28").targets if t.label["en"] == "Manufacturing in GDP")
    assert (manufacturing.reason, manufacturing.derived, manufacturing.computed) == ("lost", True, False)
    assert nowtext.stands(manufacturing, "en") == "missed"


def test_a_value_put_together_from_published_changes_is_marked():
    """The last fall of energy per GDP is published, the sum since 2020 is not."""
    (energy,) = (t for t in targets_of("CHN").targets if t.id == "energy-per-gdp")
    aim = next(t for t in now("CHN", date="2026-11-28").targets if t.label["en"] == energy.label["en"])
    before, change = energy.observed[2024], energy.changes[2025]
    assert aim.seen == (2025, pytest.approx(before * (1 + change / 100)))
    assert (aim.computed, aim.status) == (True, "met")
