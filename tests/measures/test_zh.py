"""Chinese of notes, formulas and sources: nothing that the shipped world says is left in English, nothing is unused."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import newind as ni
from each import check_each
from newind.data.readers.icio import SOURCE as OECD
from newind.data.readers.nbs import SOURCE
from newind.data.reference import package
from newind.data.reference.growth import yearly_figures
from newind.data.reference.observed import AT_26
from newind.measures import zh
from newind.measures.detail import load_detail
from newind.measures.measure import format_name
from newind.measures.registry import analyses
from newind.questions.science.answers import SOURCE as CAPACITY

HAN = re.compile(r"[\u4e00-\u9fff]")
SYMBOLS = {"dom", "max", "mean", "emp", "cgdpo"}
"""Names of variables and operators in formulas: no words."""
KEPT = re.compile(r"s\d\.\w+|[A-Z]\w*")
"""What stays in Latin script in a note: ids of indicators, abbreviations and names."""
IDS = ni.indicators().ids


def words(formula):
    """Return the English words of a formula."""
    return set(re.findall(r"[a-z]{3,}|\b(?:of|by|at|no)\b", formula)) - SYMBOLS


@pytest.fixture(scope="module")
def notes():
    """Return every note and reason that the shipped world gives, in full and at full detail, and a coarse table."""
    table = ni.measure(ni.load("world").select(years=[1995, 1999, 2000, 2009, 2010, 2011]))
    coarse = ni.measure(ni.load("world-2020", year=2020), regions=["VNM"])
    detail = {text for s in load_detail() for text in (s.note, s.missing)}
    return sorted({n for n in (*table["note"], *coarse["note"]) if n} | detail - {""})


@pytest.fixture(scope="module")
def sources():
    """Return every source of figures that are shipped, of tables that are read, and of every method."""
    found = {entry.source for entry in ni.indicators()} | {SOURCE.format(region="CN-GD", year=2012, count=42)}
    found |= {f"{OECD}, 2025 edition", f"{OECD}, 2025 edition{AT_26}", CAPACITY, yearly_figures().source["co2"]}
    found |= {package(d.name)["title"] for d in ni.catalog()}
    for w in (w for d in ni.catalog() for w in ni.load(d.name)):
        found |= {w.source, *(s.source for s in w.satellites.values()), *(f.source for f in w.facts.values())}
    return sorted((found | {a.source for a in analyses().values()}) - {""})


def constants():
    """Return every text in the modules of measures and analyses, joined ones with {} for what changes."""
    rooms = Path(zh.__file__).parents[1]
    for path in [
        *(rooms / "measures").rglob("*.py"),
        *(rooms / "analyses").rglob("*.py"),
        *(rooms / "questions").rglob("*.py"),
    ]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
            elif isinstance(node, ast.JoinedStr):
                yield "".join(v.value if isinstance(v, ast.Constant) else "{}" for v in node.values)


def test_every_note_of_the_world_has_chinese(notes):
    assert len(notes) > 60
    left = [n for n in notes if not HAN.search(zh.note(n)) or re.search(r"[a-z]{2,}", KEPT.sub("", zh.note(n)))]
    assert left == []


def test_every_source_has_chinese(sources):
    assert len(sources) > 50
    assert [s for s in sources if zh.source(s) == s] == []
    assert [s for s in sources if re.search(r"&|et al|\bch\.|Method|,|;|: ", zh.source(s))] == []


def test_years_and_codes_of_a_source_stay(sources):
    for s in sources:
        found = zh.source(s)
        for figure in re.findall(r"\b(?:19|20)\d\d\b|[A-Z]{2}(?:\.[A-Z]{3,})+|\d+\(\d+\)", s):
            assert figure in found, s


@check_each("id", IDS)
def test_formulas_keep_symbols_and_translate_words(id):
    entry = ni.indicators()[id]
    found = zh.formula(entry)
    assert (id in zh.texts()["formulas"]) == bool(words(entry.formula)), "zh.yaml has the formulas with words in them"
    assert words(found) == set()
    assert bool(HAN.search(found)) == bool(words(entry.formula))
    sums = re.findall(r"[ΣΔ]\w*|[A-Z]{2,}(?:_\w+)?", re.sub("[\u4e00-\u9fff]", " ", entry.formula))
    skill = {"H_high", "H_medium", "H_low"}
    assert [s for s in sums if s not in skill and s not in found] == []


@check_each("id", IDS)
def test_han_never_runs_into_a_subscript(id):
    """The page sets lower what follows an underscore, up to the next sign that is neither letter nor figure."""
    assert not re.search(r"_[A-Za-z0-9,]+[\u4e00-\u9fff]", zh.formula(ni.indicators()[id]))


def test_nothing_in_the_file_is_unused(notes, sources):
    content = zh.texts()
    known = set(notes) | set(constants())
    shapes = {re.sub(r"\{\w*\}", "{}", c) for c in known}
    unused = [k for k in content["notes"] if not _used(k, notes, known, shapes)]
    assert unused == []
    looks, parts = dict(zh.patterns("sources")), {part for s in sources for part in (s, *s.split("; "))}
    assert [k for k in content["sources"] if k not in parts and not _seen(looks.get(k), parts)] == []
    assert [k for k in content["formulas"] if k not in ni.indicators()] == []
    needs = {format_name(n.partition(":")[2]) for e in ni.indicators() for n in e.needs if ":" in n}
    assert [k for k in content["terms"] if k not in needs] == []
    assert needs - set(content["terms"]) == set()


def _seen(pattern, texts):
    return pattern is not None and any(pattern.fullmatch(t) for t in texts)


def _used(key, notes, said, shapes):
    patterns = dict(zh.patterns())
    if key not in patterns:
        return key in said
    return re.sub(r"\{\w+\}", "{}", key) in shapes or any(patterns[key].fullmatch(n) for n in notes)


def test_what_changes_in_a_note_is_kept_in_chinese():
    assert zh.note("frontier: USA; persons, not hours") == "前沿：美国；按人数而非工时计"
    assert zh.note("no capital stock in the accounts of 2010") == "2010年的核算数据中没有资本存量"
    assert zh.note("needs every region in full; ROW, X1 are only boundaries here").startswith(
        "需要各地区的完整数据；世界其他地区、X1"
    )
    assert "中国台湾、印度尼西亚的研发未知" in zh.note(
        "R&D of each economy shared out by OECD R&D-intensity classes × value added; that done in TWN, IDN is unknown "
        "and not counted"
    )


def test_what_is_not_known_is_left_as_it_is():
    assert zh.note("") == ""
    assert zh.note("of my own") == "of my own"
    assert zh.note("no exports; of my own") == "no exports; of my own"
    assert zh.source("my survey (2024)") == "my survey (2024)"
