"""The policy brief: two pages about one or two scenarios, with the numbers of simulations and no other."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

import newind as ni
from newind.documents.policy import build, front
from newind.documents.policy.build import BriefSubject, build_policy, list_files
from newind.documents.policy.front import TriedScenario
from newind.documents.sheets.fit import HIGH, Ruler
from newind.documents.sheets.model import BriefTable, Columns, Heading, Listing, Note, PagedBrief
from newind.documents.sheets.page import page
from newind.documents.sheets.typeset import typeset
from newind.documents.sheets.word import write_word
from newind.errors import ConvergenceError, DataError
from newind.policy.packages import package
from newind.policy.ranges import range_in
from newind.policy.schema import Package, Shock
from newind.policy.simulate import simulate
from newind.policy.supports import supports
from newind.questions.policies.counting import say_economies
from newind.questions.policies.oneline import vary_one
from newind.questions.policies.scenarios import try_scenarios
from newind.questions.policies.shocks import describe_shock, format_value
from newind.questions.policies.trials import Effect, outcomes

LANGS = ("en", "zh")
PAIR = ("more-research", "carbon-market")
QUESTION = "At a similar cost: <b>research</b> first & carbon later?"
FIXED = {"phi": 0.0, "trade_elasticity": 3.0}
"""Parameters that leave few cases, so that a trial takes a moment."""
NUMBER = re.compile(r"[+−]?\d[\d,.]*")
ENGLISH = re.compile(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}")
HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def world():
    return ni.load("world", year=2022)


@pytest.fixture(scope="module")
def made(world) -> dict[tuple[int, str], PagedBrief]:
    """Return the brief of one and of two shipped packages, in both languages."""
    both = tuple(map(package, PAIR))
    trials = try_scenarios(world, "CHN", both)
    return {
        (n, lang): build_policy(BriefSubject(world, "CHN", both[:n], {}, QUESTION), lang, trials[:n])
        for n in (1, 2)
        for lang in LANGS
    }


@pytest.fixture(params=[(n, lang) for n in (1, 2) for lang in LANGS], ids=lambda p: f"{p[0]}-{p[1]}")
def brief(request, made) -> PagedBrief:
    return made[request.param]


def blocks(brief: PagedBrief) -> list:
    """Return every block of a brief, those of columns too."""
    found = []
    for sheet in brief.sheets:
        for block in sheet.blocks:
            found += [*block.left, *block.right] if isinstance(block, Columns) else [block]
    return found


def lines(brief: PagedBrief) -> list[str]:
    """Return what a brief says, a line a text; numbers, which depend on the model, as #."""
    told = [brief.title, brief.lead]
    for sheet in brief.sheets:
        told += [sheet.name, sheet.aside]
    for b in blocks(brief):
        if isinstance(b, Listing):
            told += [f"{b.scenario} {b.title}", *(f"{i.text} | {i.number} | {i.after}" for i in b.items)]
        elif isinstance(b, BriefTable):
            told += [f"{b.scenario} {b.title}", " | ".join(b.header)]
            told += [" | ".join(c.text for c in row) for row in b.rows]
        elif isinstance(b, Note):
            told += [b.title, b.text, b.code]
        else:
            told += [b.text, b.sub]
    return [NUMBER.sub("#", t) for t in told]


def test_the_words_are_those_that_were_read(made):
    for (n, lang), brief in made.items():
        file = HERE / f"policy-brief-{n}-{lang}.txt"
        if os.environ.get("NEWIND_REWRITE"):  # look at what changed before it is committed
            file.write_text("\n".join(lines(brief)) + "\n", encoding="utf-8")
        assert lines(brief) == file.read_text(encoding="utf-8").splitlines()


def test_two_pages_that_fit_with_references_that_lead_somewhere(brief):
    ruler = Ruler(brief)
    assert [ruler.sheet(s, first=k == 0) <= HIGH for k, s in enumerate(brief.sheets)] == [True, True]
    html = page(brief)
    used = {int(n) for n in re.findall(r'href="#n(\d+)"', html)}
    assert used == {r.number for r in brief.sources}
    assert "<script" not in html
    assert not re.search(r'<[^>]+ style="', html)
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    if brief.lang == "zh":
        assert [t for t in lines(brief) if ENGLISH.search(t) and "newind simulate" not in t] == []


def test_the_pdf_has_two_pages_and_carries_the_scenarios(made):
    found = typeset(made[2, "en"])
    assert len(re.findall(rb"/Type\s*/Page\b", found)) == 2
    assert found.count(b"/EmbeddedFile") >= 2


def test_the_word_file_has_the_question_the_tables_and_the_files(made, tmp_path):
    write_word(made[2, "en"], tmp_path / "a.docx")
    word = Document(str(tmp_path / "a.docx"))
    said = "\n".join(p.text for p in word.paragraphs).replace("\u00a0", " ")
    assert QUESTION in said
    assert "lever: carbon_price" in said
    assert any("Real income, %" in row.cells[0].text for table in word.tables for row in table.rows)


# ---- the question
def test_a_question_is_escaped_and_put_on_one_line(made, world):
    html = page(made[2, "en"])
    assert "At a similar cost: &lt;b&gt;research&lt;/b&gt; first &amp; carbon later?" in html
    assert "<b>research" not in html
    assert build.tidy_question("a\n\tb\x00c  ") == "a b c"
    assert not [b for b in blocks(made[1, "en"]) if isinstance(b, Note) and b.text == ""]


def test_a_question_that_is_too_long_is_refused_before_anything_is_computed(world):
    for text in ("q" * 141, "问" * 200):
        with pytest.raises(DataError, match=rf"{len(text)} characters; at most 140"):
            build_policy(BriefSubject(world, "CHN", (package("shared-data"),), {}, text))
    assert build.tidy_question("q" * 140) == "q" * 140


# ---- numbers
def test_outcomes_are_those_of_the_simulation(world):
    both = tuple(map(package, PAIR))
    trials = try_scenarios(world, "CHN", both, tuple(FIXED.items()))
    at = world.regions.index("CHN")
    for one, trial in zip(both, trials, strict=True):
        s = simulate(world, one, "medium", FIXED)
        income, around = s.range(), range_in(s, outcomes)
        own = trial.own
        e = own.outcomes["real_income"]
        assert (e.low, e.central, e.high) == pytest.approx(
            [float(v[at]) for v in (income.low, income.central, income.high)], abs=1e-9
        )
        assert e.sign == income.sign[at]
        for k, found in ((1, own.outcomes["co2"]), (2, own.bill), (3, own.outcomes["s2.manufacturing_share"])):
            ends = [float(v[k, at]) for v in (around.low, around.central, around.high)]
            assert (found.low, found.central, found.high) == pytest.approx(ends, rel=1e-6, abs=1e-9)
        assert [own.regions[c].low for c in world.regions.codes] == pytest.approx(income.low.tolist(), abs=1e-9)
        assert own.tests == tuple(vary_one(income, at))


def test_tests_move_one_assumption_and_are_sorted_by_width(world):
    (trial,) = try_scenarios(world, "CHN", (package("more-research"),), tuple(FIXED.items()))
    tests = trial.own.tests
    wide = [t.high - t.low for t in tests]
    assert wide == sorted(wide, reverse=True)
    central = trial.own.outcomes["real_income"].central
    assert all(t.low <= central + 1e-9 and central <= t.high + 1e-9 for t in tests)
    assert {"rd_return", "financing"} <= {t.id for t in tests}
    assert "trade_elasticity" not in {t.id for t in tests}  # given, so not varied


def test_who_gains_is_on_the_first_page_of_one_short_scenario(world):
    asked = BriefSubject(world, "CHN", (package("shared-data"),), FIXED)
    first, second = build_policy(asked).sheets
    *_, heading, ends = first.blocks
    assert heading.text == "Who gains and who loses, medium run"
    assert isinstance(ends, Columns)
    assert not any(isinstance(b, Columns) and isinstance(b.left[0], BriefTable) for b in second.blocks)
    assert second.name == "What it is based on"


def test_what_may_not_be_stated_is_hatched_or_a_word(made):
    for (n, lang), brief in made.items():
        tables = [b for b in blocks(brief) if isinstance(b, BriefTable)]
        cells = [c for t in tables for row in t.rows for c in row if c.bar]
        assert cells
        for c in cells:
            low, high = c.bar[0].rows[c.bar[1]].range
            assert (c.tone == "unclear") == (low <= 0 <= high), (n, lang, c)


def test_what_is_near_zero_has_a_mark_in_place_of_a_bar_which_its_page_explains(made):
    for (n, lang), brief in made.items():
        for sheet in brief.sheets:
            tables = [b for b in sheet.blocks if isinstance(b, BriefTable)]
            near = [c for t in tables for row in t.rows for c in row if re.search("[≈≥≤]0$", c.text)]
            assert not any(c.bar for c in near), (n, lang)
            told = "".join(b.under for b in sheet.blocks if isinstance(b, Heading))
            assert "≥0" in told or not near
        assert near  # of assumptions alone


def test_a_gain_at_others_expense_with_ends_of_two_signs_claims_no_rise(world):
    (trial,) = try_scenarios(world, "CHN", (package("shared-data"),), tuple(FIXED.items()))
    e = Effect(0.0003, -0.00008, 0.00038, "others")
    two = replace(trial.own, outcomes=trial.own.outcomes | {"real_income": e})
    trial = replace(trial, horizons=trial.horizons | {"medium": two})
    d = build_policy(BriefSubject(world, "CHN", (package("shared-data"),), FIXED), trials=[trial])
    assert d.title.startswith("The scenario does not lower income, at others’ expense")
    assert "Real income: −0.01 to +0.04%, at others' expense." in d.lead


def test_economies_are_counted_as_the_command_counts_them(made, world):
    """Taiwan loses while others gain under A; under B nobody gains or loses, so that no table stands there."""
    trials = try_scenarios(world, "CHN", tuple(map(package, PAIR)))
    for trial, tables in zip(trials, (1, 0), strict=True):
        verdicts = [e.verdict for code, e in trial.own.regions.items() if code != "CHN"]
        counts = say_economies(verdicts, "en")
        assert sum(int(n) for n in re.findall(r"\d+", counts)) == len(verdicts)
        assert ("1 loses while others gain" in counts) == (verdicts.count("borne") == 1) == bool(tables)
        (said,) = (b for b in blocks(made[2, "en"]) if isinstance(b, (BriefTable, Note)) and counts in b.title)
        assert isinstance(said, BriefTable) == bool(tables)
    rows = [row[0].text for b in blocks(made[2, "en"]) if isinstance(b, BriefTable) for row in b.rows]
    assert rows.count("China") == rows.count("Taiwan") == 1


def test_reasons_are_those_of_the_verdict_and_what_turns_alone_stands_apart(made):
    first, second = made[2, "en"].sheets
    assert made[2, "en"].lead.count("direction open: market structure") == 2
    (heading,) = (b for b in second.blocks if isinstance(b, Heading))
    assert heading.text == (
        "What turns the sign of income: under A return to research alone; "
        "under B market structure (economies of scale) alone"
    )
    table = next(b for b in second.blocks if isinstance(b, BriefTable))
    whole = next(row for b in first.blocks if isinstance(b, BriefTable) for row in b.rows if row[1].text == "medium")
    assert [c.text for c in table.rows[0][1:]] == [c.text.rstrip("%") for c in whole[2:]]


def test_two_scenarios_are_compared_case_by_case(made):
    told = "B is ahead on CO₂ in each of 26 cases; on real income none is always ahead."
    assert made[2, "en"].lead.endswith(told)
    assert "ahead" not in made[1, "en"].lead


def test_parts_of_the_budget_add_up_as_printed_and_are_named_by_what_moved_them(made):
    for (n, lang), brief in made.items():
        (told,) = (b.text for b in brief.sheets[0].blocks if isinstance(b, Note) and re.search("sum|合计", b.text))
        sums = [re.split("，合计|, sum ", one) for one in re.split("[；;]", told)]
        assert len(sums) == n
        for parts, whole in sums:
            each = [float(v.replace("−", "-")) for v in re.findall(r"(?<= )[+−]?\d+(?:\.\d+)?(?=[,，]|$)", parts)]
            assert len(each) > 1
            assert sum(each) == pytest.approx(float(NUMBER.search(whole)[0].replace("−", "-")), abs=1e-9), (told, lang)
    assert "subsidy to research and cost of capital −" in told or "研发补贴和资本成本 −" in told


def test_a_flag_is_prohibited_and_what_may_be_is_said_in_words(made):
    found = {i.text: i.number for b in blocks(made[2, "en"]) if isinstance(b, Listing) for i in b.items}
    assert [n for n in found.values() if "⚑" in n] == []
    worst = [text for text, number in found.items() if number == "unclear, at worst prohibited"]
    assert worst == ["Renewal of plants in heavy industry"]
    assert {a.label["en"] for name in PAIR for a in supports(package(name))} <= set(found)


# ---- levers
def test_levers_say_their_value_and_where_it_is_from():
    own = Package(
        [Shock("rd_subsidy", 0.2, "add", region="CHN", industry="manufacturing", action="rd-super-deduction")],
        name="mine",
    )
    changed = describe_shock(own.shocks[0], own, "CHN", "en")
    assert changed.value == "+20%"
    beyond = "beyond the reference value +12.5% (by law)"
    assert changed.origin == f"typed; the measure “Super-deduction of research costs” has +12.5%, {beyond}"
    typed = describe_shock(Shock("tariff", 0.5, "scale", region="CHN", partner="USA"), own, "CHN", "zh")
    assert (typed.text, typed.value, typed.origin) == ("关税：对美国", "较现行−50%", "由用户填写")
    shipped = package("carbon-market")
    assert describe_shock(shipped.shocks[-1], shipped, "CHN", "en").origin == "of the package"


def test_tariffs_say_from_which_rate_to_which(world):
    moved = {"scale": 1.1, "add": 0.05, "set": 0.02}
    shocks = [
        Shock("tariff", v, mode, region="CHN", industry=c)
        for (mode, v), c in zip(moved.items(), ("c14", "c15", "c3"), strict=True)
    ]
    d = build_policy(BriefSubject(world, "CHN", (Package([*shocks, package("shared-data").shocks[0]]),), FIXED))
    *rated, other = next(b for b in blocks(d) if isinstance(b, Listing)).items
    found = [re.search(r", today (.+)% on average → (.+)%$", i.after).groups() for i in rated]
    (first, scaled), (second, more), (_, given) = ((float(a), float(b)) for a, b in found)
    assert scaled == pytest.approx(1.1 * first, abs=0.011)
    assert more == pytest.approx(second + 5)
    assert given == 2
    assert "today" not in other.after


def test_every_lever_has_words_for_its_example():
    for lever in ni.levers():
        shock = Shock(**lever.example)
        for lang in LANGS:
            said = describe_shock(shock, Package([shock]), "CHN", lang)
            assert said.text
            assert format_value(shock, lang) == said.value
            assert "{" not in said.text + said.value + said.origin


@pytest.fixture(scope="module")
def long(world):
    """Return two scenarios of many levers each."""
    codes = [c for c in world.industries if c not in ("c1", "c2")]
    many = [Shock("production_subsidy", 0.001, "add", region="CHN", industry=c) for c in codes]
    return tuple(Package(many, name=name) for name in ("first", "second"))


def test_many_levers_fit_by_leaving_out_in_order_and_say_how_many(world, long):
    trials = try_scenarios(world, "CHN", long, tuple(FIXED.items()))
    d = build_policy(BriefSubject(world, "CHN", long, FIXED, "q" * 140), "en", trials)
    lists = [b for b in blocks(d) if isinstance(b, Listing) and b.title in ("first", "second")]
    for b in lists:
        assert b.cut == len(long[0].shocks) - len(b.items) + 1
        assert b.items[-1].text == f"and {b.cut} more, in the file of the scenario"
        assert not any(i.after for i in b.items)
    assert [f.text.count("lever:") for f in d.files] == [len(p.shocks) for p in long]


def test_what_fits_with_nothing_else_has_two_industries_at_each_end(world):
    both = (package("more-research"), package("producer-subsidies"))
    second = build_policy(BriefSubject(world, "CHN", both, FIXED)).sheets[1]
    tables = [b for c in second.blocks if isinstance(c, Columns) for b in (*c.left, *c.right)]
    assert {len(b.rows) for b in tables if isinstance(b, BriefTable) and b.title.startswith("Up most")} == {4}


def test_a_second_page_with_room_has_more_industries_and_assumptions(made):
    second = made[1, "en"].sheets[1]
    ends = next(b for b in second.blocks if isinstance(b, Columns))
    tests = next(b for b in second.blocks if isinstance(b, BriefTable))
    assert len(ends.left[0].rows) > 6
    assert len(tests.rows) > 5
    assert next(b for b in made[2, "en"].sheets[1].blocks if isinstance(b, Columns)).left[0].rows[6:] == ()


# ---- what is refused
def test_a_scenario_without_an_equilibrium_names_its_lever_and_value(world):
    ruin = Package([Shock("productivity", -0.9, "add", region="CHN")], name="ruin")
    with pytest.raises(ConvergenceError, match="no equilibrium with Productivity −90%: ") as found:
        build_policy(BriefSubject(world, "CHN", (package("shared-data"), ruin), FIXED))
    assert "生产率 −90%时模型没有均衡解" in found.value.args[0].zh


def test_a_horizon_without_an_equilibrium_is_a_row_that_says_so(made, world):
    both = tuple(map(package, PAIR))
    trials = try_scenarios(world, "CHN", both)
    less = replace(trials[0], horizons={h: t for h, t in trials[0].horizons.items() if h != "long"})
    d = build_policy(BriefSubject(world, "CHN", both, {}), "en", (less, trials[1]))
    table = next(b for b in blocks(d) if isinstance(b, BriefTable))
    assert [row[2].text for row in table.rows if row[1].text == "long"] == ["no solution"] * 5
    assert "no solution" not in [row[3].text for row in table.rows]


def test_one_or_two_scenarios_on_closed_accounts(world):
    one = package("shared-data")
    for packages, said in (((), "not 0"), ((one,) * 3, "not 3")):
        with pytest.raises(DataError, match=said):
            build_policy(BriefSubject(world, "CHN", packages, {}))
    with pytest.raises(DataError, match="moves no lever"):
        build_policy(BriefSubject(world, "CHN", (one, Package()), {}))
    with pytest.raises(DataError, match="closed accounts"):
        build_policy(BriefSubject(ni.load("china-2017").last, "CN-GD", (one,), {}))
    s, other = simulate(world, one), simulate(world, one, parameters={"phi": 0.0})
    with pytest.raises(DataError, match="same accounts"):
        ni.policy_brief([s, other], "CHN")
    with pytest.raises(DataError, match=r"\.html, \.pdf or \.docx"):
        ni.policy_brief(s, "CHN", out="brief.txt")


# ---- files
def test_files_of_python_are_the_same_each_time(world, tmp_path):
    s = simulate(world, package("shared-data"), "long", FIXED)
    first = ni.policy_brief(s, out=tmp_path / "a", lang="zh", question="数据共享是否值得？")
    written = [f"newind-policy-CHN-2022-zh.{kind}" for kind in ("html", "docx", "pdf")]
    assert [p.name for p in first.paths] == [*written, "shared-data.yaml"]
    again = ni.policy_brief([s], "CHN", out=tmp_path / "b.html", lang="zh", question="数据共享是否值得？")
    assert again.paths[0].read_bytes() == first.paths[0].read_bytes()
    assert Package.from_yaml(first.paths[3]) == package("shared-data").select_shocks(world)


def test_scenarios_of_one_name_are_two_files(made, world):
    trial = try_scenarios(world, "CHN", tuple(map(package, PAIR)))[0]
    files = list_files((TriedScenario("A", trial), TriedScenario("B", trial)))
    assert [f.name for f in files] == ["more-research-a.yaml", "more-research-b.yaml"]


def test_words_of_titles(made):
    assert front.OUTCOMES["co2"] == "co2"
    for (n, lang), d in made.items():
        assert (
            len(re.findall(r"[\w’₂-]+", d.title)) <= 12
            if lang == "en"
            else len(re.findall("[\u4e00-\u9fff]", d.title)) <= 20
        ), (n, lang)
