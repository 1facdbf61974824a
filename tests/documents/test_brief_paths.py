"""The sections on a path and on a package that holds: figures of the model, both languages, and why there is none."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from docx import Document
from test_html import Reader

import newind as ni
import sample
from newind.documents import build
from newind.documents.docx import write_docx
from newind.documents.html import page
from newind.documents.prooftable import proof_grid
from newind.errors import PolicyError, tell
from newind.kernels.pareto import criteria
from newind.measures.context import Context
from newind.pathways.hindcast import CARBON, MADE, MEASURES, find_skill, list_skills
from newind.pathways.reasons import ENOUGH
from newind.pathways.recommendations import INCOME
from newind.pathways.scenarios import names, scenarios
from newind.pathways.search import search
from newind.pathways.searching import CandidatePackage
from newind.policy.effects import groups_of, part
from newind.policy.signs import SIGNS
from newind.policy.verdicts import KINDS
from newind.questions.depth.voice import SystemWording
from newind.questions.figures import label_table, with_sections
from newind.questions.green import section_target
from newind.questions.paths import searches, section as pathsection, section_searches, skills
from newind.questions.paths.pathways import collect_names
from newind.questions.paths.section import path_section
from newind.questions.paths.section_searches import (
    dearest,
    join_families,
    project_families,
    search_families,
    search_section,
)
from newind.questions.paths.section_voice import PathwayWording, load_words
from newind.questions.provenance import References

LANGS = ("en", "zh")
ENGLISH = re.compile(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}")
CODED = re.compile(r"newind [\w.]+(?: [\w.-]+)*|all-families")
"""What is typed as it stands in both languages."""


@pytest.fixture(scope="module")
def world():
    return ni.load("world").last


@pytest.fixture(scope="module")
def found(world):
    return project_families(world, "CHN", None)


@pytest.fixture(scope="module")
def held(world):
    return search_families(world, "CHN", None)


@pytest.fixture(scope="module")
def made(world):
    """Return the brief of China with nothing but these sections, in both languages."""
    briefs = {}
    for lang in LANGS:
        refs = References(Context.from_accounts(world, "CHN"), lang)
        paths = build._paths(refs)
        bare = replace(sample.brief(lang), numbers=(), characteristics=(), systems=(), tables=(), index=None, depth=())
        briefs[lang] = replace(bare, policies=None, region="CHN", paths=paths, sources=refs.rows())
    return briefs


def figure(section, id, scenario=None, **at):
    (one,) = (
        f.value
        for f in section.figures
        if f.indicator == id and scenario in (None, f.scenario) and all(getattr(f, k) == v for k, v in at.items())
    )
    return one


def texts(section):
    yield from (section.title, section.lead, *section.methods, section.again)
    for c in section.cards:
        yield from (c.title, c.sentence, c.note)
    for t in section.tables:
        yield from (t.title, t.lead, t.note, *t.header, *(cell for row in t.rows for cell in row))


# ---- figures
def test_the_path_is_that_of_the_roadmap(made, found):
    path, _ = made["en"].paths
    p = ni.roadmap(found.path.base.lab.origin, "CHN", until=2035).path
    r = p.regions.index("CHN")
    assert found.path.package.shocks == p.package.shocks
    for series in ("real_income", "gdp", "consumption", "capital", "co2"):
        change = np.nan if series in INCOME else p.change(series)[-1, r]  # by the verdict below
        assert figure(path, f"path.{series}", year=2035) == pytest.approx(change, abs=1e-12, nan_ok=True)
    refused = {"path.co2_level", "path.co2_baseline", "path.peak", "path.cumulative"}
    assert find_skill(CARBON, "CHN").is_refused
    assert not refused & {f.indicator for f in path.figures}
    assert p.verdicts[r] in KINDS
    assert np.isnan(figure(path, "path.welfare"))
    rows = {(m.target.id, m.year): m for m in found.roadmap.milestones}
    table = next(t for t in path.tables if t.id == "path-targets")
    assert len(table.rows) == len(rows) == 18
    for f in (f for f in path.figures if f.indicator == "roadmap.projected"):
        assert f.value == pytest.approx(rows[f.note, f.year].projected)
        assert not found.roadmap.refuses(rows[f.note, f.year])


def test_mechanisms_add_up_and_ranges_hold_the_middle(made, found):
    path, _ = made["en"].paths
    parts = [f.value for f in path.figures if f.indicator == "path.mechanism"]
    stated = found.path.verdicts[found.at] not in KINDS
    assert sum(parts) == pytest.approx(found.path.change()[-1, found.at] if stated else 0.0, abs=1e-12)
    for series, ends in (("real_income", found.real_income), ("co2", found.co2)):
        low, high = (figure(path, f"path.{series}.{end}", year=2035) for end in ("low", "high"))
        assert low <= ends.central[-1, found.at] <= high
        assert low < high
    name = found.varied[0]
    highest = found.path.base.lab.assumptions.range(name)[1]
    other = found.path.rerun(**{name: highest}).change()[-1, found.at]
    assert figure(path, "path.real_income.low", year=2035) <= other
    assert other <= figure(path, "path.real_income.high", year=2035) + 1e-12


def test_the_target_and_the_path_of_a_brief_say_that_their_baseline_is_one(made, world):
    ahead, ctx = ni.carbon_baseline(world, "CHN"), Context.from_accounts(world, "CHN")
    for lang in LANGS:
        path, _ = made[lang].paths
        (carbon,) = (c for c in path.cards if c.title == load_words()["kicks"]["carbon"][lang])
        block = section_target.block(SystemWording(References(ctx, lang), "s3"), world, section_target.example(ctx))
        assert ahead.beside[lang] in carbon.note
        assert ahead.basis[lang] in block.tables[0].note
        assert f"{world.year}" in block.tables[0].note


def test_cases_share_the_years_of_the_baseline(found):
    other = found.path.rerun(**{found.varied[0]: 0.05})
    assert other.base is not found.path.base
    assert other.base.run is found.path.base.run


@pytest.fixture(scope="module")
def robust(world):
    """Return a search for China whose choice holds, over the scenarios of a brief."""
    families = [
        part(ni.package("all-families"), [name]).model_copy(update={"name": name}) for name in ("trade", "regional")
    ]
    return search(world, "CHN", "real_income", families, evaluations=4, reasons=0, cases=scenarios(world))


def test_the_package_is_that_of_the_search(world, robust, found, monkeypatch):
    monkeypatch.setattr(section_searches, "search_families", lambda *_: robust)
    section = search_section(References(Context.from_accounts(world, "CHN"), "en"))
    assert robust.is_recommended
    again = ni.pathway(found.path.base.lab.origin, robust.package(), 2035)
    value = again.change()[-1, found.at]
    assert robust.verdict == again.verdicts[found.at] == "positive"
    assert robust.chosen.figures["real_income"] == pytest.approx(value, abs=1e-9)
    size = ", ".join(f"{n} {s:g}" for n, s in robust.chosen.sizes.items())
    assert figure(section, "search.real_income", size) == pytest.approx(value, abs=1e-9)
    regrets = [f.value for f in section.figures if f.indicator == "search.regret" and f.scenario == size]
    assert len(regrets) == len(robust.robust.cases) == len(names())
    assert max(regrets) == pytest.approx(robust.robust.judged.regret[robust.robust.points.index(robust.chosen)])
    table = next(t for t in section.tables if t.id == "search-criteria")
    assert [row[0] for row in table.rows] == [join_families(p, "en") for p in robust.robust.points]


def test_a_brief_searches_the_dearest_families_and_recommends_none_that_may_not_be_stated(made, held, found):
    assert tuple(held.chosen.sizes) == dearest(found.path.base.lab.origin, "CHN")
    assert set(held.chosen.sizes) < set(groups_of(found.path.package))
    assert not held.is_recommended
    assert held.left_out
    for lang, said in (("en", "No recommendation"), ("zh", "没有建议")):
        _, section = made[lang].paths
        assert section.lead.startswith(said)
        table = next(t for t in section.tables if t.id == "search-tried")
        shown = {row[0]: row[1] for row in table.rows}
        for p in held.left_out:
            assert shown[join_families(p, lang)] == SIGNS[p.verdict][lang]
    _, section = made["en"].paths
    silent = {f.scenario for f in section.figures if f.indicator == "search.real_income" and f.value != f.value}
    assert silent >= {", ".join(f"{n} {s:g}" for n, s in p.sizes.items()) for p in held.left_out}


def test_hindcasts_stand_beside_the_path(made):
    own = list_skills("CHN")
    for lang in LANGS:
        path, _ = made[lang].paths
        table = next(t for t in path.tables if t.id == "path-hindcast")
        assert len(table.rows) == len(own)
        for row, s in zip(table.rows, own, strict=True):
            assert row[-1] == skills.load_words()["values"]["verdict"]["refused" if s.is_refused else "stated"][lang]
            assert row[3] == f"{100 * s.unconditional:.1f}"
        assert skills.describe_skill(find_skill(MADE, "CHN"))[lang] in table.lead
        assert skills.load_words()["notes"]["product"][lang] in table.note


@pytest.mark.parametrize("refused", [True, False])
def test_levels_are_shown_only_where_they_may_be_stated(world, monkeypatch, refused):
    """Where CO2 is refused the better simple guess stands with its past error; else when the model has the peak."""
    judged = {
        m: replace(find_skill(m, "CHN"), skill=-0.2 if refused else 0.4, won=1 if refused else 4) for m in MEASURES
    }
    monkeypatch.setattr("newind.questions.paths.section.find_skill", lambda m, _: judged[m])
    monkeypatch.setattr("newind.questions.paths.skills.find_skill", lambda m, _: judged[m])
    monkeypatch.setattr("newind.questions.paths.pathways.find_skill", lambda m, _: judged[m])
    monkeypatch.setattr("newind.questions.paths.section.list_skills", lambda _: list(judged.values()))
    for lang in LANGS:
        section = path_section(References(Context.from_accounts(world, "CHN"), lang))
        (carbon,) = (c for c in section.cards if c.title == load_words()["kicks"]["carbon"][lang])
        no_level = {"en": "The path gives no level of CO₂ of China", "zh": "路径不给出中国的二氧化碳水平"}[lang]
        assert (no_level in carbon.sentence) == refused
        assert ("path-carbon" in {t.id for t in section.tables}) == (not refused)
        table = next(t for t in section.tables if t.id == "path-hindcast")
        assert ({"en": "none of its levels", "zh": "均不给出"}[lang] in table.lead) == refused
        if refused:
            _, low, high = carbon.proof.bands[0]
            off = np.array(high) / carbon.proof.middle
            assert (np.diff(off) >= -1e-12).all()  # it grows with the years ahead
            assert off[0] == 1.0 < off[-1]
            assert low[0] == carbon.proof.middle[0] == 1.0


# ---- words
def test_both_languages_say_the_same_of_the_same_figures(made):
    for en, zh in zip(made["en"].paths, made["zh"].paths, strict=True):
        assert len(list(texts(en))) == len(list(texts(zh)))
        assert [f.value for f in en.figures] == pytest.approx([f.value for f in zh.figures], nan_ok=True)
        for one, other in zip(texts(en), texts(zh), strict=True):
            assert bool(one) == bool(other), (one, other)
            assert not re.search("[\u4e00-\u9fff]", one), one
            assert not ENGLISH.search(CODED.sub("", other)), other


def test_words_are_whole():
    for group, entries in load_words().items():
        for entry in entries.values() if "en" not in entries else [entries]:
            texts = [v for v in entry.values() if isinstance(v, dict)] or [entry]
            assert all(set(n) >= set(LANGS) for n in texts), group


def test_every_reference_has_a_row_and_every_figure_a_name(made):
    for lang, brief in made.items():
        rows = {r.number: r for r in brief.sources}
        known = {r.indicator for r in brief.sources}
        for section in brief.paths:
            for refs in (*(c.refs for c in section.cards), *(t.refs for t in section.tables)):
                assert all(rows[n].source and rows[n].formula for n in refs)
            shown = {re.sub(r"\.(low|high)$", "", f.indicator) for f in section.figures}
            assert shown <= set(section.labels)
            assert all(c.status == "simulated" and c.year == 2035 for c in section.cards)
        assert {"path.real_income", "path.hindcast", "roadmap.projected", "search.bill"} <= known
        assert all(rows[n].status == "simulated" for n in rows if rows[n].indicator.startswith(("path.", "search.")))
        assert brief.lang == lang


# ---- files
def test_page_word_file_and_tables_have_both(made, tmp_path):
    for lang, brief in made.items():
        shown = Reader(page(brief))
        assert {"h-pathway", "h-package"} <= set(shown.ids)
        write_docx(brief, tmp_path / f"{lang}.docx")
        word = "\n".join(p.text for p in Document(str(tmp_path / f"{lang}.docx")).paragraphs)
        table = with_sections(label_table(brief), brief)
        for section in brief.paths:
            for sentence in (section.title, section.lead, *(c.sentence for c in section.cards)):
                assert sentence in word
            assert len(table[table["indicator"].isin({f.indicator for f in section.figures})]) == len(section.figures)
        assert table["region"].iloc[-1] == "CHN"


def test_bands_are_tables_too(made):
    card = made["en"].paths[0].cards[0]
    short, full = (proof_grid(card.proof, {}, "en", every_year=every) for every in (False, True))
    assert full.header == ("Year", "Lowest, %", "Highest, %")  # its line may not be stated
    assert [r[0] for r in full.rows] == [str(y) for y in card.proof.years]
    assert [r[0] for r in short.rows] == ["2025", "2030", "2035"]
    for row in full.rows[-1:]:
        low, high = (float(c.replace("−", "-")) for c in row[1:])
        assert low < high


# ---- where there is none
def test_without_the_model_nothing_is_followed(monkeypatch):
    def refuse(*_):
        raise AssertionError("nothing is followed here")

    monkeypatch.setattr(build, "_paths", refuse)
    quick = build.build_brief(ni.load("world"), "CHN", model=False)
    assert quick.paths == ()
    assert not [r for r in quick.sources if r.indicator.startswith(("path.", "search."))]


def test_a_table_with_a_boundary_says_why_there_is_no_path():
    w = ni.load("china", year=2017)
    for lang, words in (("en", "no path can be followed"), ("zh", "无法在本表上推演路径")):
        refs = References(Context.from_accounts(w, "CHN"), lang)
        (section,) = build._paths(refs)
        assert (section.cards, section.tables, section.figures) == ((), (), ())
        assert words in section.lead
        assert refs.rows() == ()


def test_the_way_to_repeat_runs_as_it_is_printed(made, world, found, monkeypatch):
    """What is slow is looked up; that names are found, accounts loaded and the result printed is not."""
    asked = []

    def look(w, region):
        asked.append((w.year, w.regions, region))
        return SimpleNamespace(chosen="chosen", path="path")

    for name in ("search_families", "project_families"):
        monkeypatch.setattr(f"newind.questions.paths.section_searches.{name}", look)
    earlier = Context.from_accounts(ni.load("world")[2011], "CHN")
    own = pathsection.find_path_command(
        replace(found, shipped=False), PathwayWording(References(earlier, "en"), "path")
    )
    for command, result in ((made["en"].paths[1].command, "chosen"), (own, "path")):
        program, option, code = shlex.split(command)
        assert (program, option) == ("python", "-c")
        printed = []
        exec(code, {"print": printed.append})
        assert printed == [result]
    assert asked == [(year, world.regions, "CHN") for year in (world.year, 2011)]


def test_packages_that_the_goal_does_not_tell_apart_are_said_not_to_differ(robust, world, monkeypatch):
    """A gap of a twentieth of what a package adds is no finding, one of a half is."""
    found = robust
    one, goal = found.robust.points.index(found.chosen), "real_income"
    gains = found.robust.enough / ENOUGH
    figures = {**found.chosen.figures, goal: found.chosen.figures[goal] - 0.01 * gains}
    near = CandidatePackage(dict.fromkeys(found.chosen.sizes, 1.0), figures=figures)
    values = found.robust.values[one] - np.array([[0.0], [0.05 * gains]])
    kept = np.repeat(found.robust.kept[[one]], 2, axis=0)
    judged = criteria(values, found.robust.weights, kept & (values >= found.robust.enough))
    robust = replace(found.robust, points=(found.chosen, near), values=values, kept=kept, judged=judged)
    close = replace(found, robust=robust, runner_up=near, numbered=(*found.numbered, near))
    assert robust.is_indifferent(0, goal)
    apart = found.robust.values[one] - np.array([[0.0], [0.5 * gains]])
    assert not replace(robust, values=apart).is_indifferent(0, goal)
    assert replace(robust, kept=kept & [[True], [False]]).is_indifferent(0, goal) == (not kept.any())
    monkeypatch.setattr(section_searches, "search_families", lambda *_: close)
    for lang, same in (("en", "not differ"), ("zh", "没有差别")):
        section = search_section(References(Context.from_accounts(world, "CHN"), lang))
        assert same in section.lead
        assert not any(w[lang] in section.lead for w in searches.load_words()["best_by"].values())
        table = next(t for t in section.tables if t.id == "search-criteria")
        assert {row[-1] for row in table.rows} == {""}
        assert {"en": "tell this package", "zh": "没有差别"}[lang] in section.cards[0].sentence


def test_accounts_without_a_path_say_why(world, monkeypatch):
    def none(*_):
        raise PolicyError(tell("path.one_year", kind="Panel"))

    for module in (pathsection, section_searches):
        monkeypatch.setattr(module, "project_families", none)
    for lang, why in (("en", "No path can be followed on these accounts: "), ("zh", "无法在本表上推演路径：")):
        refs = References(Context.from_accounts(world, "CHN"), lang)
        section = path_section(refs)
        assert section.lead.startswith(why)
        assert not section.blocks
        assert lang == "en" or not ENGLISH.search(section.lead)
        assert search_section(refs) is None


def test_a_search_that_fails_says_why_below_the_path(world, monkeypatch):
    def none(*_):
        raise PolicyError("no two families.")

    monkeypatch.setattr(section_searches, "search_families", none)
    for lang, why in (("en", "Nothing can be searched"), ("zh", "无法在本表上搜索组合")):
        section = search_section(References(Context.from_accounts(world, "CHN"), lang))
        assert section.lead.startswith(why)
        assert "no two families" in section.lead


# ---- where nothing is done, or was done before
def test_where_no_policy_is_chosen_nothing_is_tried_elsewhere():
    """No card adds 0.0% in every scenario, no table has one row of nothing."""
    nothing = CandidatePackage({"innovation": 0.0, "environment": 0.0})
    found = SimpleNamespace(chosen=nothing, tried=(nothing,), bounds=(), robust=None)
    assert list(section_searches._blocks(found, None, None)) == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_high_before_the_package_is_not_called_its_peak(world, lang):
    voice = PathwayWording(References(Context.from_accounts(world, "USA"), lang), "path")
    key = pathsection.highest(2013, 2013, 2025)
    said = voice.line(key, peak=2013, without=2013, start=2025, last=2035, total="1 Mt", off="")
    assert said.count("2013") == 1
    assert pathsection.highest(2025, 2032, 2026) == "carbon"


def test_names_with_an_article_have_it_inside_a_sentence(world):
    package = ni.package("all-families")
    followed = SimpleNamespace(years=(2011, 2035), package=package, name=package.name, begins=2026)
    names = collect_names(followed, "USA")
    assert names["who"] == {"en": "the United States", "zh": "美国"}
    voice = PathwayWording(References(Context.from_accounts(world, "CHN"), "zh"), "path")
    assert "CHN" not in voice.line("followed-roadmap", start=2026)


def test_a_brief_follows_its_outlook(world):
    met = ni.outlook(world, "CHN", until=2030, start=2028)
    section = path_section(References(Context.from_accounts(world, "CHN", outlook=met), "en"))
    assert {card.year for card in section.cards} == {2030}
    assert any(met.fingerprint in line for line in section.methods)
    assert section.command.endswith("--until 2030 --start 2028")
    found = project_families(world, "CHN", met)
    assert found.path.outlook.hash == met.hash
    assert found.path.begins == 2028
