"""The decision brief: four pages within their limits, the numbers of answers and no other, in every file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import fields, is_dataclass, replace
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from docx import Document

import newind as ni
from newind.analyses.science.reliance import dependence_list
from newind.charts.draw import width
from newind.charts.proofs import ChangeRanges, ChartRow, LossChart, LossRow
from newind.data.reference import now as figures_of
from newind.documents import write
from newind.documents.decision import book, build, front, path, policies
from newind.documents.decision.build import build_decision, first_page
from newind.documents.decision.reliance import Reliance
from newind.documents.decision.simulated import Simulated
from newind.documents.sheets import drawings, fit as fitting
from newind.documents.sheets.effects import draw_effects, set_cell, show_effect
from newind.documents.sheets.fit import STEPS, Ruler, fit
from newind.documents.sheets.model import (
    UNCLEAR,
    Boxes,
    BriefSheet,
    BriefTable,
    Cell,
    Columns,
    Exhibit,
    Gauge,
    Gauges,
    Heading,
    Item,
    Listing,
    Note,
    PagedBrief,
)  # fmt: skip
from newind.documents.sheets.page import page
from newind.documents.sheets.typeset import typeset
from newind.documents.sheets.voice import Voice, say
from newind.documents.sheets.word import write_word
from newind.errors import DataError, PolicyError, tell
from newind.language.scales import ColumnLabels, scale_of
from newind.measures.context import Context
from newind.measures.readings import read
from newind.pathways.progress import Milestone, assess_progress, mark_due
from newind.pathways.targets import RoadmapTarget, targets_of
from newind.policy.menu import labels, menu
from newind.policy.signs import SIGNS, STATED
from newind.policy.verdicts import KINDS
from newind.questions.now.national import national
from newind.questions.now.section import edition
from newind.questions.policies.family_trials import simulate_families
from newind.questions.policies.trials import UNKNOWN, Effect, PolicyTrial, PolicyTrials, cuts
from newind.questions.provenance import References

LANGS = ("en", "zh")
WORDS = {"en": re.compile(r"[A-Za-z][\w’'&-]*"), "zh": re.compile(r"[\u4e00-\u9fff]")}
MOST = {"en": 260, "zh": 420}
"""Words, or Chinese characters, of the first page, without numbers, legend and chips."""
TITLE = {"en": 15, "zh": 24}
LOADED = {"en": re.compile(r"\bbest\b|\boptimal\b"), "zh": re.compile("最优|必将|卡脖子")}
ENGLISH = re.compile(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}")


@pytest.fixture(scope="module")
def quick() -> dict[str, PagedBrief]:
    """Return the brief of an economy without the model, in both languages."""
    world = ni.load("world")
    return {lang: build_decision(world, "CHN", lang, model=False) for lang in LANGS}


@pytest.fixture(scope="module")
def world():
    return ni.load("world", year=2011)


def effect(kind: str, central: float) -> Effect:
    """Return a change whose range has one sign where that may be stated, else both."""
    low, high = sorted((central / 2, central * 2))
    return Effect(central, low, high, kind) if kind in STATED else Effect(central, -abs(central), abs(central), kind)


@pytest.fixture(scope="module")
def tried(world):
    """Return the example policies with every verdict on real income, and a CO2 that falls, rises or is open."""
    verdicts = [*STATED[:2], *(k for k in KINDS if k in SIGNS)]
    moved = (effect("negative", -0.05), effect("ambiguous", 0.01), effect("positive", 0.02))
    trials = []
    for k, package in enumerate(p for p in menu("IDN", world) if not cuts(p)):
        kind = verdicts[k % len(verdicts)]
        income = effect(kind, -0.004 if kind == "negative" else 0.003)
        effects = {"real_income": income, "co2": replace(moved[k % 3], said=""), "manufacturing": effect("", 0.001)}
        effects["bill"] = Effect(33e3, 30e3, 37e3)
        trials.append(PolicyTrial(package, "medium", effects, UNKNOWN, None, None, {}, {}, 1, ()))
    return PolicyTrials(tuple(trials), ())


@pytest.fixture(scope="module")
def modelled(world, tried) -> dict[str, PagedBrief]:
    """Return a brief with policies and the losses of two inputs; families and the path are refused."""
    few = dependence_list(world, "IDN", top=2, suppliers=False)
    with pytest.MonkeyPatch.context() as patch:
        why = PolicyError(tell("trial.few"))
        found = Simulated(tried, why, why, Reliance(few, None))
        patch.setattr(build, "begin", lambda _: nullcontext(lambda: found))
        return {lang: build_decision(world, "IDN", lang) for lang in LANGS}


@pytest.fixture(scope="module")
def province() -> dict[str, PagedBrief]:
    """Return the brief of a province, whose table has a boundary."""
    provinces = ni.load("china-2017")
    return {lang: build_decision(provinces, "CN-GD", lang) for lang in LANGS}


@pytest.fixture(params=["quick", "modelled", "province"])
def both(request) -> dict[str, PagedBrief]:
    found: dict[str, PagedBrief] = request.getfixturevalue(request.param)
    return found


def blocks(found: Any) -> Iterator[Any]:
    """Yield every part of a sheet, those of columns too."""
    for block in found:
        yield from blocks((*block.left, *block.right)) if isinstance(block, Columns) else (block,)


def texts(part: Any) -> Iterator[str]:
    """Yield every text that a part shows; not those of charts."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, (tuple, list)):
        for one in part:
            yield from texts(one)
    elif isinstance(part, Gauge):
        yield from (part.name, part.value + part.unit, part.ends, part.what, part.place, part.trend)
    elif isinstance(part, (Exhibit, Cell)):
        yield from (t for t in (getattr(part, k, "") for k in ("title", "note", "text")) if t)
    elif isinstance(part, Listing):
        yield from texts((part.title, part.items or part.empty))
    elif is_dataclass(part):
        for field in fields(part):
            if field.name not in ("kinds", "tone", "sources", "reproduce", "names", "lang", "region", "methods"):
                yield from texts(getattr(part, field.name))


def first(found: PagedBrief, kind: type) -> Any:
    return next(b for b in blocks(found.sheets[0].blocks) if isinstance(b, kind))


# ---- limits
def test_there_are_four_pages_of_the_same_parts_in_both_languages(both):
    shape = {lang: [[type(b) for b in blocks(s.blocks)] for s in d.sheets] for lang, d in both.items()}
    assert len(both["en"].sheets) == 4
    assert shape["en"] == shape["zh"]


@pytest.mark.parametrize("lang", LANGS)
def test_the_first_page_keeps_its_limits(both, lang):
    d = both[lang]
    count = WORDS[lang].findall
    parts = list(blocks(d.sheets[0].blocks))
    title = d.title.removeprefix(f"{d.name}：")
    assert 0 < len(count(title)) <= TITLE[lang]
    shown = " ".join(texts((title, d.lead, [replace(b, note="") if isinstance(b, Gauges) else b for b in parts])))
    assert len(count(shown)) <= MOST[lang]
    assert 4 <= len(first(d, Gauges).gauges) <= 6
    listings = [b for b in parts if isinstance(b, Listing)]
    assert [len(b.items) <= front.MOST for b in listings] == [True, True]
    boxes = next((b for b in parts if isinstance(b, Boxes)), None)
    if boxes is None:  # nothing was tried: one line in place of three empty boxes
        assert [b.title for b in parts if isinstance(b, Note)] == [say(lang, "boxes.none")]
        return
    assert boxes.kinds == ("holds", "turns", "costs")
    assert all(len(b.items) <= policies.IN_BOX and (b.items or b.empty) for b in boxes.boxes)


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_is_called_best_and_chinese_is_chinese(both, lang):
    shown = list(texts(both[lang]))
    assert len(shown) > 60
    assert [t for t in shown if LOADED[lang].search(t)] == []
    assert [t for t in shown if lang == "zh" and ENGLISH.search(t)] == []
    assert [t for t in shown if "{" in t or "[" in t] == []


def test_references_lead_to_rows_of_the_annex_and_every_row_is_referred_to_or_numbered(both):
    for d in both.values():
        used = {int(n) for n in re.findall(r'href="#n(\d+)"', page(d))}
        assert used
        assert used <= {r.number for r in d.sources}
        assert [r.number for r in d.sources] == [*range(1, len(d.sources) + 1)]
        assert all(r.label and r.source and r.year and r.status for r in d.sources)


# ---- numbers
def test_gauges_have_the_numbers_of_the_indicators(quick):
    ctx = Context.from_accounts(ni.load("world").within(), "CHN", model=False)
    shown = {g.topic: g for g in first(quick["en"], Gauges).gauges}
    reading = read(ctx, "s3.carbon_per_gdp")
    assert shown["green"].own == reading.value == ctx.value("s3.carbon_per_gdp")
    assert shown["green"].value == f"{reading.value:.2f}"
    assert set(shown["green"].peers.values()) == {v for k, v in reading.others.items() if k != "CHN"}
    assert shown["quality"].range == ctx.range("quality.manufacturing_value_added_rate")


def test_what_changed_is_the_official_figures(quick):
    items = first(quick["en"], Listing).items
    known = figures_of.series("CHN")["power_low_carbon"]
    was, now = known.values[known.last - front.DECADE], known.values[known.last]
    assert f"{was:.1f} → {now:.1f}%" in items[0].number
    assert {i.tone for i in items} == {"better", "worse", "neither"}
    research = next(f for f in national("CHN", edition()) if f.name == "rd")
    item = next(i for i in items if i.text.startswith("R&D"))
    assert item.after == f"{research.short}, {research.year}: {research.value:.2f}%"
    rows = {r.number: r for r in quick["en"].sources}
    assert [rows[n].indicator for n in item.refs] == ["now.rd", "now.national.rd"]
    assert research.short in first(quick["en"], Gauges).note


def test_a_range_too_wide_to_tell_a_size_is_its_direction_and_numbers_in_the_workbook(quick):
    voice = Voice(References(Context.from_accounts(ni.load("world").within(), "CHN", model=False), "en"))
    wide, narrow = Effect(-0.1, -0.25, -0.02, "negative"), Effect(-0.1, -0.157, -0.05, "negative")
    said = show_effect(wide, "1", "higher", voice)
    assert said == ("down, size not known", "worse")
    assert show_effect(wide, "1", "higher", voice, both=True)[0] == "−25.0 to −2.0%"
    assert show_effect(narrow, "1", "higher", voice)[0] == "−15.7 to −5.0%"
    cell = set_cell(wide, said, draw_effects([("a", wide)], "higher"), 0)
    made = book._add_ends({"header": ["", "x"], "rows": [["a", cell.text]], "patterns": {}},
                          BriefTable(("", "x"), ((Cell("a"), cell),)), ColumnLabels({}, "en"))  # fmt: skip
    assert made["rows"] == [["a", "down, size not known", -25.0, -10.0, -2.0]]


def test_policies_have_the_ranges_of_the_trials_and_no_direction_where_none_is_stated(modelled, tried):
    table = next(b for b in blocks(modelled["en"].sheets[2].blocks) if isinstance(b, BriefTable))
    by_name = {row[0].text: row[1:] for row in table.rows}
    voice = Voice(References(Context.from_accounts(ni.load("world", year=2011), "IDN"), "en"))
    assert len(by_name) == min(len(tried.shown), policies.ROWS)
    stated = refused = 0
    for t in tried.shown:
        *shown, cost = by_name[t.package.label[voice.lang]]
        assert cost.text == "30–37" + "*" * (t.package.name in ("services", "data"))
        for name, cell in zip(policies.SHOWN, shown, strict=True):
            e = t.effects[name]
            if e.stated and not e.nothing:
                assert cell.text == voice.span(e.low, e.high, "points")
                stated += 1
            elif e.drawn:
                assert cell.text.startswith(voice.span(e.low, e.high, "points"))
                assert (cell.text[-2:] in {" M", " A", " P", " U"}) == (e.sign in policies.OPEN)
                assert cell.bar is not None
                refused += 1
            else:
                assert not re.search(r"\d", cell.text)
                reasons = {voice.say(f"unknown.{sign}") for sign in policies.OPEN}
                assert cell.text in reasons | {said["en"] for said in SIGNS.values()}
    assert stated > 3
    assert refused > 3


def test_a_headline_counts_what_its_table_says_and_leaves_out_what_there_is_none_of(modelled, tried):
    """No change counts as no change, a gain at others' expense as a gain; counts add up to the policies shown."""
    parts = list(blocks(modelled["en"].sheets[2].blocks))
    heading = next(b for b in parts if isinstance(b, Heading))
    assert heading.legend == say("en", "policies.legend", none="0.02")  # letters are explained, on a full page, too
    counted = {text: int(n) for text, n in re.findall(r"([a-z’ ]+) in (\d)", heading.text.partition(": ")[2])}
    assert set(counted) == {"up", " up at others’ expense", " down", " down while others gain", " open"}
    assert sum(counted.values()) == min(len(tried.shown), policies.ROWS)
    assert Effect(0.0, -1.8e-4, 3e-5, "zero").verdict == "zero"
    assert Effect(0.001, -1e-4, 0.002, "positive").verdict == "zero or positive"


@pytest.mark.parametrize("code", ["CHN", "DEU"])
def test_families_have_the_range_of_their_cost(code):
    """Beside their real income, in one unit; counts under WTO rules stand to the right, where there are any."""
    w = ni.load("world").last
    found = simulate_families(w, code)
    voice = Voice(References(Context.from_accounts(w, code), "en"))
    table = policies._family_table(found, voice)
    scale = scale_of([v for f in found.families for v in (f.bill.low, f.bill.high)], w.unit, "en")
    assert table.header[2] == f"Cost, {scale.unit}"
    assert [row[2].text.rstrip("*") for row in table.rows] == [
        policies._bill(f.bill, scale, voice) for f in found.families
    ]
    assert {row[0].text for row in table.rows if row[2].text.endswith("*")} >= {"Trade policy", "Market order"}
    assert table.numeric == tuple(range(3, len(table.header)))
    assert bool(table.numeric) == (code == "CHN")


@pytest.mark.parametrize(
    ("ends", "said"),
    [((465e3, 565e3), "465–565"), ((-194e3, -168e3), "−194 to −168"), ((-9.4e3, 19.8e3), "−9.4 to 19.8"),
     ((-40.0, 3.0), "0.0"), ((0.0, 0.0), "0.0")],
)  # fmt: skip
def test_a_cost_keeps_its_sign_and_what_is_nearly_nothing_is_nothing(ends, said, quick):
    voice = Voice(References(Context.from_accounts(ni.load("world").within(), "CHN", model=False), "en"))
    assert policies._bill(Effect(ends[0], *ends), scale_of([5e5], "M.USD"), voice) == said


def test_what_has_no_stated_sign_is_advised_for_nothing_but_named(modelled, tried):
    found = first(modelled["en"], Boxes)
    boxes = found.boxes
    assert all(not i.number or re.search(r"−.* to \+", i.number) for i in boxes[1].items)
    assert all(re.search(r"\d", i.number) for i in (*boxes[0].items, *boxes[2].items))
    assert boxes[1].items
    sorted_ = policies.sort_trials(tried)
    besides = re.findall(r" in (\d)", found.foot)
    assert sum(map(int, besides)) == len(tried.shown) - sum(map(len, sorted_.values()))
    for t in (*sorted_["holds"], *sorted_["costs"]):
        assert t.effects["real_income"].sure


@pytest.mark.parametrize("kind", [k for k in KINDS if k in SIGNS])
def test_a_gain_at_others_expense_is_never_advice(kind):
    co2 = Effect(-0.1, -0.2, -0.05)
    trial = SimpleNamespace(
        package=SimpleNamespace(name="a"), effects={"real_income": Effect(0.01, 0.005, 0.02, kind), "co2": co2}
    )
    found = policies.sort_trials(SimpleNamespace(shown=(trial,)))
    places = [k for k, listed in found.items() if listed]
    assert places == (["turns"] if kind in policies.OPEN else [])


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("verdicts", "key"),
    [(("positive", "structure"), "both"), (("positive", "negative"), "pursue"), (("negative", "assumed"), "find_out"),
     (("others", "negative"), "nothing")],
)  # fmt: skip
def test_what_is_put_to_decision_is_what_the_boxes_have(verdicts, key, lang, world):
    """What rises may be pursued, what is open found out; nothing else is asked for, and no gain at others' expense."""
    voice = Voice(References(Context.from_accounts(world, "CHN"), lang))
    effects = ({"real_income": effect(k, -0.01 if k == "negative" else 0.01), "co2": UNKNOWN} for k in verdicts)
    trials = [
        PolicyTrial(package, "medium", found, UNKNOWN, None, None, {}, {}, 1, ())
        for package, found in zip(menu("CHN", world), effects, strict=False)
    ]
    made = policies.boxes(PolicyTrials(tuple(trials), ()), voice)
    assert made.title == voice.say(f"boxes.ask.{key}")
    part = voice.say("sheets.policies")
    counts = voice.say("policies.count.others", n=1)
    assert made.foot == voice.say("boxes.rest" if "others" in verdicts else "boxes.all", counts=counts, part=part)


def test_a_range_that_touches_zero_is_said_in_words():
    e = Effect(-0.001, -0.003, 0.0001, "negative")
    assert e.sure
    assert not e.stated
    trial = SimpleNamespace(
        package=SimpleNamespace(name="a"), effects={"real_income": e, "co2": effect("ambiguous", 0.1)}
    )
    assert not any(policies.sort_trials(SimpleNamespace(shown=(trial,))).values())


def milestone(target: RoadmapTarget, year: int, projected: float = float("nan")) -> Milestone:
    """Return a target at a year by its last published value, as on the day of the edition."""
    goal, seen = target.goal(year), max(target.seen.items(), default=None)
    progress = mark_due(assess_progress(goal, seen), goal, seen, edition().year)
    return Milestone(target, year, goal, seen, progress, projected)


@pytest.fixture(scope="module")
def milestones() -> list[Milestone]:
    """Return China's milestones; the first one on track is what the scenario falls short of."""
    made = [milestone(t, year) for t in targets_of("CHN").targets for year in t.values]
    k = next(k for k, m in enumerate(made) if m.progress.status == "on_track" and not m.progress.reason)
    return [*made[:k], replace(made[k], projected=made[k].goal.baseline), *made[k + 1 :]]


def test_no_milestone_that_is_behind_is_left_out(milestones):
    known = [m for m in milestones if path._stand(m)]
    shown = path.select_milestones(known)
    assert len(shown) == path.TARGETS
    fine = ("met", "on_track")
    assert all(m in shown for m in known if path._stand(m) not in fine)
    assert any(m.projected == m.projected for m in shown)


@pytest.mark.parametrize("lang", LANGS)
def test_every_milestone_is_counted_and_written_in_the_files(world, milestones, lang):
    """Goals and values that were published are counted apart; a trend on track is no success where the path is not."""
    voice = Voice(References(Context.from_accounts(world, "CHN"), lang))
    found = SimpleNamespace(roadmap=SimpleNamespace(stated_milestones=milestones), region="CHN")
    heading, table, rest = path._targets(found, (), voice)
    counted = [sum(map(int, re.findall(r"(?<![\d.])\d+", part))) for part in re.split("[;；]", heading.text)]
    known = [m for m in milestones if path._stand(m)]
    own = [m for m in known if m.target.derived or m.target.is_computed]
    assert counted == [len(known) - len(own), len(own)]
    rows = (*table.rows, *table.more)
    assert len(rows) == len(milestones)
    assert str(len(table.more)) in rest.text
    for row in table.more:
        assert re.split("[,，（]", row[0].text)[0] in rest.text
    (short,) = (row for row in rows if row[4].text != "–")
    assert short[5].tone == UNCLEAR
    marked = {row[0].text for row in rows if "*" in row[2].text or "†" in row[3].text}
    assert len(marked) == sum(m.target.derived or (bool(path._stand(m)) and m.target.is_computed) for m in milestones)


@pytest.mark.parametrize("lang", LANGS)
def test_why_real_income_has_no_number_is_said_for_every_verdict(world, lang):
    voice = Voice(References(Context.from_accounts(world, "CHN"), lang))
    assumed = SimpleNamespace(without=[-0.0018])
    for verdict in KINDS[1:]:
        told = path._why(SimpleNamespace(path=SimpleNamespace(verdicts=[verdict], assumed=assumed), at=0), voice)
        assert told != voice.say("path.why.open")
        assert ("−0.18%" in told) == (verdict == "assumed")


def test_names_of_policies_have_the_same_numbers_in_both_languages_and_fit_their_column(world):
    for name, label in labels("IDN", world).items():
        en, zh = (re.findall(r"\d+", label[lang]) for lang in LANGS)
        assert en == zh, name
        assert len(label["en"]) <= 60, name
        assert len(label["zh"]) <= 24, name


# ---- pages that are too full
def sheet(*made: Any) -> BriefSheet:
    return BriefSheet("name", "aside", made)


def test_what_is_too_long_loses_notes_then_fourth_items_then_second_lines(quick, monkeypatch):
    long = "name {0}, that goes on and on and on, for more than a line of the page " + "on " * 40
    names = BriefTable(("a", "b"), tuple((Cell(long.format(k)), Cell("1")) for k in range(3)))
    kept, ruler = Note("Words. ", "Kept"), Ruler(quick["en"])
    items = tuple(Item(f"line {k}", "1", after="from " * 40) for k in range(8))
    content = sheet(Note("A remark. " * 20), kept, Listing("t", items), names)
    for step in (*STEPS[-6:-1], None):  # the last one is of remarks that go last of all
        most = ruler.sheet(content, first=False)
        monkeypatch.setattr(fitting, "HIGH", most)
        assert fitting.fit_sheet(content, 1, ruler) == content
        if step is not None:
            shorter = replace(content, blocks=step(content.blocks))
            monkeypatch.setattr(fitting, "HIGH", most - 1)
            assert fitting.fit_sheet(content, 1, ruler) == shorter
            assert ruler.sheet(shorter, first=False) < most
            content = shorter
    assert content.blocks[0] == kept
    monkeypatch.setattr(fitting, "HIGH", ruler.sheet(content, first=False) - 1)
    with pytest.raises(DataError, match="page 2 of the brief"):
        fitting.fit_sheet(content, 1, ruler)


def test_a_page_that_does_not_fit_is_an_error(quick):
    d = quick["en"]
    full = replace(d, sheets=(*d.sheets[:2], sheet(*[Heading("A finding", "of something")] * 40), d.sheets[3]))
    with pytest.raises(DataError, match=r"page 3 of the brief \(name\) takes \d+ of 1039 px"):
        fit(full)
    with pytest.raises(DataError, match=r"takes \d+ pages as a PDF, not 4"):
        typeset(full)


# ---- files
@pytest.mark.parametrize("lang", LANGS)
def test_the_page_is_self_contained(both, lang):
    html = page(both[lang], "other.html")
    assert "<script" not in html
    assert not re.search(r'<[^>]+ style="', html)
    assert not re.search(r'(?:src|href)="http', html)
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert html.count('class="sheet"') == 4
    assert 'href="other.html"' in html


def test_the_pdf_has_four_pages_or_one(both):
    for d, count in ((both["en"], 4), (first_page(both["en"]), 1)):
        assert len(re.findall(rb"/Type\s*/Page\b", typeset(d))) == count


@pytest.mark.parametrize("lang", LANGS)
def test_the_word_file_ends_with_the_annex(both, lang, tmp_path):
    d = both[lang]
    write_word(d, tmp_path / "a.docx")
    word = Document(str(tmp_path / "a.docx"))
    parts = [part.tag for part in word.element.body]
    assert all(one != other for one, other in pairwise(parts) if one.endswith("}tbl"))  # tables that touch are one
    assert word.paragraphs[0].text == d.title
    assert [r.cells[0].text for r in word.tables[-1].rows][1:] == [str(r.number) for r in d.sources]
    write_word(first_page(d), tmp_path / "b.docx")
    tried = any(isinstance(b, Boxes) for b in d.sheets[0].blocks)
    assert len(Document(str(tmp_path / "b.docx")).tables) == 1 + tried  # the six characteristics, and policies tried


def test_equal_briefs_give_equal_bytes(quick, tmp_path):
    d = quick["en"]
    for name in ("a", "b"):
        write_word(d, tmp_path / f"{name}.docx")
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    assert page(d) == page(d)


def test_the_function_writes_its_files(tmp_path, quick, monkeypatch):
    monkeypatch.setattr(write, "decide", lambda *_: quick["en"])
    made = ni.brief(ni.load("world"), "CHN", out=tmp_path, pdf=True, linked=True)
    assert [p.name for p in made.paths] == [
        f"newind-brief-CHN-2022-en{k}" for k in (".html", ".docx", ".pdf", ".xlsx", ".csv")
    ]
    assert made.headline == quick["en"].title
    assert "newind-brief-CHN-2022-zh.html" in made.paths[0].read_text(encoding="utf-8")
    alone = ni.brief(ni.load("world"), "CHN", out=tmp_path, form="decision-page")
    html = alone.paths[0].read_text(encoding="utf-8")
    assert html.count('class="sheet"') == 1
    assert 'href="#n' not in html
    assert [*texts(first_page(quick["en"]))] == [*texts(replace(quick["en"], sheets=quick["en"].sheets[:1]))]


# ---- drawings
def test_a_range_is_hatched_where_its_sign_differs():
    column = ChangeRanges((ChartRow("a", 0.2, (0.1, 0.3)), ChartRow("b", float("nan"), (-0.1, 0.2))), "1", "higher")
    sure, open_ = (drawings.range_bar(column, k, "alt", f"k{k}") for k in range(2))
    assert 'class="span better"' in sure
    assert "hatched" in open_
    assert "url(#hatch-k1)" in open_


def test_names_at_the_ends_of_a_gauge_fit_it():
    peers = {"A very long name of an economy": 1.0, "Another long name of an economy": 3.0}
    shown = {name: str(v) for name, v in peers.items()}
    g = Gauge("green", "n", "2", "%", "", "w", "p", "", 2.0, None, peers, shown, {2010: 1.0, 2011: 2.0})
    drawn = drawings.gauge_line(g, "alt")
    assert ">1.0<" in drawn
    assert ">3.0<" in drawn
    assert ">2010<" in drawings.gauge_course(g, "alt")


def test_names_of_peers_stand_under_their_dots():
    peers = {"A": 3.0, "B": 8.0}
    g = Gauge("green", "n", "2", "%", "", "w", "p", "", 2.0, None, peers, {"A": "3", "B": "8"}, {})
    drawn = drawings.gauge_line(g, "alt")
    dots = {float(x) for x in re.findall(r'<circle[^>]*cx="([\d.]+)"[^>]*class="dot"', drawn)}
    named = {t: float(x) for x, t in re.findall(r'<text x="([\d.]+)"[^>]*>([^<]+)<', drawn)}
    assert len(dots) == len(peers)
    assert abs(named["A 3"] - min(dots)) < 0.2
    assert named["B 8"] == pytest.approx(drawings.WIDE - width("B 8") / 2, abs=0.2)  # its dot is at the end


def test_a_loss_is_drawn_no_further_than_it_is_stated():
    spans = {"short": (0.07, 0.79, 0.8), "medium": (0.01, 0.02, 0.2), "long": (0.05, 0.3, 0.9)}
    chart = LossChart((LossRow("c2", spans, open=frozenset({"short"})),))
    drawn = drawings.loss_bars(chart, 0, "alt")
    assert drawn.count("tickmark") == 1  # of the one loss with an upper end
    assert drawn.count("<path") == 2
    assert max(float(t.rstrip("%")) for t in re.findall(r">([\d.]+%)<", drawings.loss_axis(chart, "en"))) <= 50


def test_a_characteristic_without_figures_says_why(province):
    empty = [g for g in first(province["en"], Gauges).gauges if g.topic == "none"]
    assert [g.name for g in empty] == ["Green and low-carbon"]
    assert "2017" in empty[0].what


def test_dollars_of_the_year_are_said_to_be_at_market_exchange_rates():
    assert front._at_market("s3.carbon_total_intensity")
    assert not front._at_market("s3.carbon_per_gdp")


def test_the_scale_of_losses_keeps_its_figures_inside():
    row = LossRow("c2", {"short": (0.01, 0.2, 1.0), "medium": (0.001, 0.002, 0.01)})
    drawn = drawings.loss_axis(LossChart((row,)), "en")
    places = [(float(x), t) for x, t in re.findall(r'<text x="([\d.]+)"[^>]*>([^<]+)<', drawn)]
    assert len(places) >= 2
    assert all(width(t) / 2 - 0.1 <= x <= drawings.LOSSES - width(t) / 2 + 0.1 for x, t in places)


@pytest.mark.parametrize("code", ["USA", "RUS", "GBR", "CN-SH"])
@pytest.mark.parametrize("lang", LANGS)
def test_titles_are_short_and_pages_fit_whatever_an_economy_is_ahead_or_behind_on(code, lang):
    accounts = ni.load("china-2017" if code.startswith("CN-") else "world")
    d = build_decision(accounts, code, lang, model=False)  # an error where a page does not fit
    assert 0 < len(WORDS[lang].findall(d.title)) <= TITLE[lang]
