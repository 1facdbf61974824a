"""What policies would do: ranges before numbers, in every file of a brief, in both languages."""

from __future__ import annotations

import csv
import math
import re
from dataclasses import replace
from functools import partial

import pytest
from docx import Document
from python_calamine import CalamineWorkbook
from test_html import Reader

import newind as ni
import sample
from newind.accounts.classification import industry_name
from newind.charts import chart
from newind.charts.proofs import ChangeRanges, ChartRow
from newind.charts.spans import UNCLEAR, format_range, tone
from newind.documents import build
from newind.documents.booktexts import TEXTS
from newind.documents.docx import write_docx
from newind.documents.html import page
from newind.documents.tables import write_csv, write_xlsx
from newind.language.words import cardinal
from newind.measures.context import Context
from newind.policy.menu import entry, labels, left_out
from newind.policy.signs import SIGNS
from newind.policy.simulate import simulate
from newind.questions.findings import diagnose
from newind.questions.model import Block, OutcomeColumn, PolicyEntry, PolicySection, TableSection
from newind.questions.policies import section_cards, section_tables, trials
from newind.questions.policies.section import _left as policy_lines, headline, policies
from newind.questions.policies.trials import Effect
from newind.questions.provenance import References

NAN = float("nan")
build_brief = partial(build.build_brief, depth=False, paths=False)
LANGS = ("en", "zh")
ENGLISH = re.compile(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}")


@pytest.fixture(scope="module")
def world():
    return ni.load("world", year=2011)


@pytest.fixture(scope="module")
def tried(world):
    """Return what the policies do to Indonesia, where a subsidy may pay and may not."""
    return trials.simulate_menu(world, "IDN")


@pytest.fixture(scope="module", params=LANGS)
def section(request, world, tried):
    return policies(References(Context.from_accounts(world, "IDN"), request.param))


@pytest.fixture(scope="module", params=LANGS)
def brief(request, world, tried):
    """Return a brief with the policies; its findings do without the model, which would take three times as long."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "diagnose", lambda *given, **how: diagnose(*given, **{**how, "model": False}))
        return build_brief(world, "IDN", request.param)


def table(section, id):
    return next(t for t in section.tables if t.id == id)


def by_name(tried, name):
    return next(t for t in tried.trials if t.package.name == name)


# ---- sentences
def test_the_lead_counts_what_ends_at_zero_apart_from_what_is_ambiguous(section, tried):
    signs = [t.effects["real_income"].sign for t in tried.shown]
    apart = [kind for kind in section_tables.OPEN if kind in signs]
    assert apart
    for kind in apart:
        n = signs.count(kind)
        said = {
            "en": section_tables.OPEN[kind]["en"].format(n=cardinal(n)),
            "zh": section_tables.OPEN[kind]["zh"].format(n=n),
        }
        assert any(text in section.lead for text in said.values()), kind
    lead = section.lead
    words = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    counts = [words.index(w) for w in re.findall("|".join(words), lead.lower())] or [
        int(n) for n in re.findall(r"(\d)项", lead)
    ]
    assert counts[0] == sum(counts[1:]) == len(signs)


@pytest.mark.parametrize("lang", LANGS)
def test_what_could_not_be_tried_is_named_without_places_and_codes(world, lang):
    found = trials.PolicyTrials((), tuple((labels("DEU", world)[n], why) for n, why in left_out("DEU", world).items()))
    (line,) = policy_lines(found, lang)
    assert not re.search(r"[{}]|\bc\d|\bDEU\b", line)
    assert industry_name("c9", lang).lower() in line.lower()
    assert "12%" in line
    assert lang == "en" or not ENGLISH.search(line)


def test_a_cost_is_a_number_only_where_every_use_of_revenue_agrees():
    uses = ("returned", "households", "taxes")

    def said(*ends):
        return section_cards._cost({k: Effect(NAN, *e) for k, e in zip(uses, ends, strict=True)}, "en")

    assert said((-0.002, -0.001), (-0.003, -0.001), (-0.004, -0.002)) == (
        "real income falls by 0.10–0.40%, whatever its revenue is used for"
    )
    assert "only for some uses of its revenue (by output)" in said((-0.002, -0.001), (-0.003, 0.001), (-0.004, 0.002))
    assert "is open" in said((-0.002, 0.001), (-0.003, 0.001), (-0.004, 0.002))


# ---- figures
def test_a_range_holds_what_single_simulations_find(world, tried):
    r, t = world.regions.index("IDN"), by_name(tried, "subsidy")
    s = simulate(world, entry("subsidy", "IDN", world), "medium")
    e = t.effects["real_income"]
    assert e.central == pytest.approx(s.welfare[r], rel=1e-9)
    for given in ({"trade_elasticity": 4.0}, {"scale": 0.1}, {"scale": {"c14": 0.1}}):
        assert e.low <= s.rerun(**given).welfare[r] <= e.high
    other = s.otherwise_financed.welfare[r]
    assert t.otherwise.low <= other <= t.otherwise.high
    assert t.effects["bill"].central == pytest.approx(s.bill[r], rel=1e-9)


def test_changes_are_those_of_the_indicators(world, tried):
    r, t = world.regions.index("IDN"), by_name(tried, "carbon-households")
    s = simulate(world, entry("carbon-households", "IDN", world), "medium")
    table = ni.wide(ni.measure(s.accounts, ["s2.manufacturing_share"], regions="IDN"))
    before = ni.wide(ni.measure(s.baseline, ["s2.manufacturing_share"], regions="IDN"))
    change = (table - before)["s2.manufacturing_share"].item()
    assert t.effects["manufacturing"].central == pytest.approx(change, rel=1e-6)
    co2 = [w.satellites["co2"] for w in (s.baseline, s.accounts)]
    was, now = (c.values.reshape(world.R, -1)[r].sum() + c.final.reshape(world.R, -1)[r].sum() for c in co2)
    assert t.effects["co2"].central == pytest.approx(now / was - 1, rel=1e-6)
    assert t.effects["co2"].high < 0


def test_whether_a_subsidy_pays_depends_on_scale(tried):
    t = by_name(tried, "subsidy")
    assert not t.effects["real_income"].sure
    assert t.effects["real_income"].sign == "structure"
    assert t.by_scale["none"].high < 0 < t.by_scale["bundle"].high
    assert list(t.by_scale) == ["none", "bundle", "value_added"]


def test_a_lost_input_costs_the_less_the_longer_the_horizon_and_the_better_it_is_replaced(tried):
    losses = [t.effects["real_income"] for t in tried.cut_offs]
    assert [t.horizon for t in tried.cut_offs] == ["short", "medium", "long"]
    assert [e.low for e in losses] == sorted(e.low for e in losses)
    assert all(e.high < 0 for e in losses)
    short = tried.cut_offs[0].by_substitution
    lowest, *_, highest = short.values()
    assert list(short) == sorted(short)
    assert lowest.low < highest.low


def test_who_else_gains_and_loses_has_a_sure_sign(tried):
    for t in tried.trials:
        assert t.gains is None or (t.gains[0] != "IDN" and t.gains[1].low > 0)
        assert t.loses is None or (t.loses[0] != "IDN" and t.loses[1].high < 0)


def test_trials_are_remembered_with_their_accounts(world, tried):
    assert trials.simulate_menu(world, "IDN") is tried


def test_a_policy_without_effect_is_named_and_not_drawn():
    w = ni.load("world", year=2011)  # Russia has no tariffs in the benchmark
    package = entry("tariffs", "RUS", w)
    (trial,), why = trials._list_trials("RUS", package, [ni.simulate(w, package)])
    assert not trial.matters
    assert trials.PolicyTrials((trial,), ()).shown == ()
    assert trials.PolicyTrials((trial,), ()).without_effect == (trial,)
    assert why == ""


# ---- words
def test_no_number_stands_where_the_sign_is_not_sure(section, tried):
    lang = "zh" if "政策" in section.title else "en"
    for outcome in section.outcomes:
        for trial, row, shown in zip(tried.shown, outcome.proof.rows, outcome.shown, strict=True):
            e = trial.effects[outcome.id]
            assert row.range == (e.low, e.high)
            assert (shown == SIGNS[e.sign][lang]) == (not e.sure)
            assert math.isnan(row.value) == (not e.sure)
    income = table(section, "policy-income")
    central = {r[0]: r[1] for r in income.rows}
    subsidy = by_name(tried, "subsidy").package.label[lang]
    assert central[subsidy] == SIGNS["structure"][lang]
    figures = {(f[0], f[2]): f[3] for f in section.figures}
    assert math.isnan(figures["subsidy/medium", "policy.real_income"])
    assert (
        figures["subsidy/medium", "policy.real_income.low"] < 0 < figures["subsidy/medium", "policy.real_income.high"]
    )


def test_the_section_carries_what_every_simulated_result_carries(section):
    text = " ".join(section.methods)
    said = (
        (
            "2011",
            "Horizon",
            "Closure",
            "Range",
            "Static comparison",
            "equivalent variation",
            "it is open, as market structure decides",
        )
        if section.title == "What policies would do"
        else ("2011", "时间跨度", "闭合", "区间", "静态比较", "等价变化", "取决于市场结构")
    )
    assert [s for s in said if s not in text + section.lead] == []
    assert section.command.startswith("newind simulate ")
    assert section.command.endswith(":IDN --on world --year 2011")
    moves = table(section, "policy-moves")
    assert all(re.fullmatch("[0-9a-f]{12}", r[-1]) for r in moves.rows)


def test_a_chinese_section_has_no_english_sentences(world, tried):
    s = policies(References(Context.from_accounts(world, "IDN"), "zh"))
    texts = [
        s.lead,
        s.zero,
        *s.methods,
        *(c.sentence + c.note for c in s.cards),
        *(p.label + p.note for p in s.policies),
    ]
    texts += [cell for t in s.tables if t.id != "policy-moves" for r in (t.header, *t.rows) for cell in r]
    told = [re.sub(r"newind [a-z-]+( FILE)?", "", t) for t in texts]
    assert [t for t in told if ENGLISH.search(t)] == []


def test_headlines_and_ranges_are_written_with_the_decimals_they_need():
    assert headline(Effect(-0.0577, -0.284, -0.022), "en") == "−5.8%"
    assert headline(Effect(0.0023, 0.0011, 0.004), "zh", "points") == "+0.23"
    assert headline(Effect(0.1, 0.0, 0.2), "en") == "zero or positive"
    assert format_range(-0.00005, -0.00002, "en") == "−0.005 to −0.002%"
    assert [tone(*t) for t in ((0.0, 0.0, "higher"), (-1.0, 0.0, "higher"), (-2.0, -1.0, "lower"))] == [
        "none", "unclear", "better",
    ]  # fmt: skip


# ---- chart
def spans(better="higher"):
    rows = (
        ChartRow("a", NAN, (-0.2, 0.1), label={"en": "unsure", "zh": "未定"}),
        ChartRow("b", 0.2, (0.1, 0.3), label={"en": "up", "zh": "升"}),
    )
    return ChangeRanges(rows, "1", better)


@pytest.mark.parametrize("lang", LANGS)
def test_ranges_are_drawn_around_zero(lang):
    svg = chart(spans(), str, lang, "Title", key="7")
    assert svg.count('class="base"') == 1
    assert svg.count("hatched") == 1
    assert 'class="span better"' in svg
    assert 'class="mid better"' in svg
    assert "url(#hatch-7)" in svg
    assert UNCLEAR[lang] in svg
    assert svg == chart(spans(), str, lang, "Title", key="7")
    zero = float(re.search(r'<line x1="([\d.]+)"', svg)[1])
    hatched, up = (float(x) for x in re.findall(r'<rect x="([\d.]+)"', svg)[:2])
    assert hatched < zero < up


def test_tones_follow_the_declared_direction():
    assert 'class="span worse"' in chart(spans("lower"), str, "en", "Title")
    assert 'class="span neither"' in chart(spans("none"), str, "en", "Title")


# ---- files
def test_the_page_has_chart_cards_tables_and_references(brief):
    html = page(brief)
    read = Reader(html)
    assert {h[1:] for h in read.links} <= set(read.ids)
    assert len(read.ids) == len(set(read.ids))
    own = re.search(r'<section class="part keep".*?</ul></section>', html, re.S)[0]
    tried = brief.policies
    assert own.count('class="pr"') == len(tried.policies)
    assert own.count("<svg") == len(tried.policies) * len(tried.outcomes) + len(tried.cards)
    assert len(tried.cards) == 7
    assert [len(k.cards) for k in tried.blocks] == [1, 3, 3, 0]
    numbers = {r.number: r for r in brief.sources}
    for outcome in tried.outcomes:
        assert numbers[outcome.refs[0]].indicator == f"policy.{outcome.id}"
        assert numbers[outcome.refs[0]].status == "simulated"
        assert f'href="#n{outcome.refs[0]}"' in own
    assert "st-simulated" in html
    assert page(brief) == html


def test_word_has_the_section(brief, tmp_path):
    write_docx(brief, tmp_path / "a.docx")
    word = Document(str(tmp_path / "a.docx"))
    texts = [p.text for p in word.paragraphs]
    tried = brief.policies
    assert [t for t in texts if t.endswith(tried.title)]
    assert {tried.lead, *tried.methods} <= set(texts)
    grids = [[[c.text for c in row.cells] for row in t.rows] for t in word.tables]
    folded = {id for k in tried.blocks for id in k.folded}
    for table in (t for t in tried.tables if t.id not in folded):
        assert [list(table.header), *map(list, table.rows)] in grids
    chart_grid = next(g for g in grids if g[1][0] == tried.policies[0].label)
    assert [row[0] for row in chart_grid[1:]] == [p.label for p in tried.policies]


def test_the_workbook_has_simulated_figures_as_numbers(brief, tmp_path):
    write_xlsx(brief, tmp_path / "a.xlsx")
    book = CalamineWorkbook.from_path(str(tmp_path / "a.xlsx"))
    head, *rows = book.get_sheet_by_name({"en": "Figures of sections", "zh": "各节数据"}[brief.lang]).to_python()[3:]
    keys = ("scenario", "indicator", "region_label", "industry_label", "value")
    at = [head.index(TEXTS[k][brief.lang]) for k in keys]
    found = {tuple(r[i] for i in at[:-1]): r[at[-1]] for r in rows}
    for f in brief.policies.figures:
        place = brief.names[f.region or "IDN"], industry_name(f.industry, brief.lang)
        shown = "" if math.isnan(f.value) else pytest.approx(f.value, rel=1e-12, abs=1e-15)
        assert found[f.scenario, f.indicator, *place] == shown


def test_the_csv_file_has_simulated_figures_below_the_observed(brief, tmp_path):
    write_csv(brief, tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    made = [r for r in rows if r["status"] == "simulated"]
    assert len(made) == len(brief.policies.figures)
    shown = [f for s in brief.sections if s is not brief.policies for f in s.figures]
    assert len(rows) == len(made) + len(brief.table) + len(shown)
    others = {r["region"] for r in made if r["scenario"] == "all-families/medium"}
    assert others == set(ni.load("world", year=2011).regions.codes)
    assert {r["region"] for r in made if r["scenario"] != "all-families/medium"} == {"IDN"}
    assert {r["year"] for r in made} == {"2011"}
    assert all(r["indicator_label"] for r in made)
    (subsidy,) = (r for r in made if (r["scenario"], r["indicator"]) == ("subsidy/medium", "policy.real_income"))
    assert subsidy["value"] == ""
    assert subsidy["note"] == "direction open: market structure"


# ---- where nothing can be simulated
@pytest.mark.parametrize("lang", LANGS)
def test_a_table_with_a_boundary_says_why_not_and_what_to_do(lang, tmp_path):
    brief = build_brief(ni.load("china", 2017), "CHN", lang)
    assert brief.policies.policies == ()
    assert "--on world" in brief.policies.lead
    html = page(brief)
    assert brief.policies.title in html
    assert "--on world" in html
    assert 'class="pol"' not in html
    write_docx(brief, tmp_path / "a.docx")
    assert any("--on world" in p.text for p in Document(str(tmp_path / "a.docx")).paragraphs)


def test_accounts_that_the_model_refuses_say_so(world, monkeypatch):
    def refuse(*_):
        raise ni.DataError("industries without labour: 3. Correct them.")

    monkeypatch.setattr("newind.questions.policies.section.simulate_menu", refuse)
    found = policies(References(Context.from_accounts(world, "IDN"), "en"))
    assert found.lead == "The model refuses these accounts: industries without labour: 3. Correct them."
    assert found.outcomes == ()


def test_policies_may_be_left_out(both):
    assert both["en"].policies is None


def test_hostile_texts_of_a_section_stay_texts():
    evil = '<script>alert(1)</script>"&'
    rows = ChangeRanges((ChartRow("a", 0.2, (0.1, 0.3), label={"en": evil, "zh": evil}),), "1", "higher")
    outcome = OutcomeColumn("real_income", evil, "%", rows, (evil,), (1,))
    grid = TableSection("policy-income", evil, evil, (evil,), ((evil,),))
    made = PolicySection(
        evil, evil, policies=(PolicyEntry("a", evil, evil, evil),), outcomes=(outcome,), tables=(grid,),
        methods=(evil,), blocks=(Block(evil, tables=(grid,)),), command=evil, again=evil, zero=evil,
    )  # fmt: skip
    html = page(replace(sample.brief("en"), policies=made))
    assert "<script" not in html
    Reader(html)


def test_no_sure_figure_is_written_as_zero(section, tried):
    zero = re.compile(r"(?<![\d.])[−+]?0\.0+%")
    for row, trial in zip(table(section, "policy-income").rows, (*tried.shown, *tried.cut_offs), strict=True):
        assert not zero.search(row[1])
        assert not zero.search(row[5] + row[6])
        assert not trial.effects["real_income"].sure or not zero.search(row[2])
