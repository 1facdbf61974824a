"""A diagnosis and a brief stand where one of their parts fails, whatever the economy looks like."""

from __future__ import annotations

import os
from functools import cache

import numpy as np
import pytest

import newind as ni
from newind.accounts.panel import Panel
from newind.analyses.green.paths import emission_paths
from newind.analyses.green.sharing import divide_target
from newind.analyses.green.sharing_parts import parts_of_accounts
from newind.analyses.green.sharing_target import Target
from newind.charts import DRAWN, chart
from newind.charts.proofs import Bars
from newind.documents.build import build_brief
from newind.documents.html import page
from newind.language.leftout import UNFORESEEN, OmissionLog
from newind.measures.context import Context
from newind.questions import findings
from newind.questions.depth.sections import in_depth
from newind.questions.depth.voice import words
from newind.questions.provenance import References
from newind.testing import DEMAND, INDUSTRIES, ODDITIES, REGIONS, REST, Structure, build, with_oddity

LONG = bool(os.environ.get("NEWIND_LONG"))
"""Whether the full sweeps are run."""


def economy(oddity: str, seed: int):
    """Return a drawn economy with an oddity, of one to three regions."""
    rng = np.random.default_rng(seed)
    R, S = int(rng.integers(1, 4)), int(rng.integers(2, 7))
    structure = Structure(
        regions=(*REGIONS[: R - 1], REST) if R > 2 else REGIONS[:R],
        industries=INDUSTRIES[:S],
        demand=DEMAND,
        idle=frozenset({(0, S - 1)}) if seed % 2 else frozenset(),
        tiny=frozenset({1}) if R > 1 and seed % 3 == 0 else frozenset(),
        closed=frozenset({0}) if R > 1 and seed % 5 == 0 else frozenset(),
        sparse=float(rng.choice([0.0, 0.7])),
    )
    if oddity == "several years":
        return Panel(build(structure, seed + k, year=2007 + k) for k in range(2))
    return with_oddity(build(structure, seed), oddity)


REFUSED = ("value lost", 3)
"""Without inventories its table has no inverse, and its industries emit nothing on the pathway."""
CASES = [*((oddity, seed) for seed in range(5) for oddity in ODDITIES if LONG or not seed or (oddity, seed) == REFUSED)]


def written(w, region, *, quick=True, langs=("en", "zh")):
    """Check the diagnosis and the brief of an economy: what is left out has a reason and none failed unforeseen."""
    found = ni.diagnose(w, region, model=not quick)
    for part in found.left_out:
        assert not any(e.__name__ in part.reason["en"] for e in (*UNFORESEEN, *UNFORESEEN[0].__subclasses__())), part
    for lang in langs:
        brief = build_brief(w, region, lang, model=not quick, policies=False)
        assert all(part.say(lang) in brief.methods for part in found.left_out)
        assert {"en": "Left out: chart", "zh": "未列：图"}[lang] not in page(brief)


@pytest.mark.parametrize(("oddity", "seed"), CASES)
def test_an_awkward_economy_is_diagnosed_and_briefed(oddity, seed):
    w = economy(oddity, seed)
    written(w, w.regions.codes[0], quick=not LONG)


@pytest.mark.parametrize("at", range(40 if LONG else 2))
def test_wiod_economies_are_diagnosed_and_briefed(shared, at):
    w = detailed(shared / "world" / "wiod2013" / "wiot_2008.npz")
    written(w, w.regions.codes[at], langs=("en",))


@cache
def detailed(path):
    """Return the table of 41 economies and 35 industries, read once."""
    return ni.read(path)


# ---- the net itself
FAILURES = [ni.DataError("no CO₂ is known."), ZeroDivisionError("x"), ValueError("x"), KeyError("x")]


@pytest.mark.parametrize("error", FAILURES)
def test_a_finding_that_fails_takes_nothing_with_it(monkeypatch, error):
    w = economy("no facts", 0)
    code, whole = w.regions.codes[0], ni.diagnose(economy("no facts", 0), "CHN", "s3", model=False)

    def fails(ctx):
        raise error
        yield

    fails.__name__ = "trade"
    looks = {look.__name__: look for look in findings.finders("s3")} | {"trade": fails}
    monkeypatch.setattr(findings, "finders", lambda s: tuple(looks.values()) if s == "s3" else ())
    left = ni.diagnose(w, code, "s3", model=False)
    assert {f.id for f in left} == {f.id for f in whole} - {"s3.trade"}
    (part,) = left.left_out
    assert part.name["en"] == "s3.trade"
    assert type(error).__name__ in part.reason["en"] or part.reason["en"] == "no CO₂ is known"
    assert part.say("en") in repr(left)
    assert part.say("zh").startswith("未列：s3.trade（")
    assert part.plain()["reason_zh"] == part.reason["zh"]
    assert part.say("en") in build_brief(w, code, model=False, policies=False).methods


def test_errors_of_the_program_are_not_hidden():
    with pytest.raises(TypeError), OmissionLog().around("s3.trade"):
        raise TypeError


def test_a_section_that_fails_takes_nothing_with_it(monkeypatch):
    def fails(_):
        raise ZeroDivisionError

    w = economy("no facts", 0)
    monkeypatch.setattr("newind.questions.depth.sections.green_section", fails)
    monkeypatch.setattr("newind.documents.build.index_section", lambda *_: fails(_))
    monkeypatch.setattr("newind.questions.characteristics._people", fails)
    brief = build_brief(w, "CHN", policies=False, model=False)
    assert {c.topic for c in brief.characteristics} >= {"quality"}
    assert brief.index is None
    assert [m.partition(" (")[0] for m in brief.methods if m.startswith("Left out")] == [
        "Left out: People first", "Left out: index",
    ]  # fmt: skip
    log = OmissionLog()
    made = in_depth(References(Context.from_accounts(w, "CHN", model=False), "en"), log)
    assert [s.topic for s in made] == ["s1", "s2", "s4"]
    assert [part.name["zh"] for part in log] == [words()["titles"]["s3"]["zh"]]


def test_a_chart_that_cannot_be_drawn_says_so_in_its_place(monkeypatch):
    def fails(*_):
        raise ValueError("no room")

    monkeypatch.setitem(DRAWN, Bars, fails)
    drawn = chart(Bars((), focus="", unit="1"), str, "en", "title")
    assert drawn.startswith("<svg")
    assert "Left out: chart" in drawn


# ---- causes that were found
def test_run_down_stocks_leave_the_largest_paths_a_tree():
    w = economy("run-down stocks", 2)
    for code in w.regions.codes:
        found = emission_paths(w, code)
        tree = found.chart()
        own = sum(b.own for b in tree.branches)
        assert own <= tree.total * (1 + 1e-9)
        below = "before run-down stocks" in tree.branches[0].label["en"]
        assert below == (tree.total > found.total)


def test_no_target_is_divided_where_nothing_is_emitted():
    w = economy("all zero", 0)
    with pytest.raises(ni.NewindError, match="has emissions above zero"):
        divide_target(parts_of_accounts(w, "CHN"), Target(2030, {2060: "-50%"}, 0.01))
