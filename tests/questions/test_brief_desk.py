"""The families of policy in a brief: what is written is what the model finds; where it cannot, a line says why."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest

import newind as ni
from newind.accounts.satellite import Satellites
from newind.charts.spans import UNCLEAR, format_range
from newind.measures.context import Context
from newind.policy.effects import part
from newind.policy.signs import SIGNS
from newind.policy.triage import NO_ADVICE
from newind.policy.verdicts import NOISE
from newind.questions.policies import families, family_trials
from newind.questions.policies.families import desk_part
from newind.questions.provenance import References

LANGS = ("en", "zh")
ENGLISH = re.compile(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}")
IDS = ("industrial", "innovation", "trade", "regional", "environment", "market")


@pytest.fixture(scope="module")
def world():
    return ni.load("world", year=2011)


@pytest.fixture(scope="module")
def china(world):
    return {lang: desk_part(References(Context.from_accounts(world, "CHN"), lang)) for lang in LANGS}


@pytest.fixture(scope="module")
def elsewhere(world):
    return {lang: desk_part(References(Context.from_accounts(world, "IDN"), lang)) for lang in LANGS}


@pytest.fixture(scope="module")
def whole(world):
    return ni.simulate(world, ni.package("all-families"), "medium")


def table(made, id):
    return next(t for k in made.blocks for t in k.tables if t.id == id)


def card(made, title):
    return next(c for k in made.blocks for c in k.cards if c.title == title)


def figures(made, scenario):
    return {(f.indicator, f.region, f.industry): f.value for f in made.figures if f.scenario == scenario}


# ---- the same as the model
def test_families_add_up_to_the_whole(world, elsewhere):
    at, found = world.regions.index("IDN"), family_trials.simulate_families(world, "IDN")
    assert tuple(f.id for f in found.families) == IDS
    total = sum(f.adds for f in found.families)
    assert total == pytest.approx(math.log1p(ni.simulate(world, found.package).welfare[at]), rel=1e-6)
    shown = table(elsewhere["en"], "policy-families").rows
    for row, f in zip(shown, found.families, strict=False):
        if f.real_income.sure:
            assert float(row[2].replace("−", "-")) == pytest.approx(100 * f.adds, abs=0.0051)
        else:
            assert row[2] == SIGNS[f.real_income.sign]["en"]
    assert {f.real_income.sure for f in found.families} == {True, False}
    assert float(shown[-1][2]) == pytest.approx(100 * total, abs=0.0051)
    contributions = [f.value for f in elsewhere["en"].figures if f.indicator == "policy.contribution"]
    assert contributions == pytest.approx([f.adds for f in found.families])


def test_what_families_add_is_shown_only_where_the_sign_of_the_whole_may_be_stated(
    world, elsewhere, china, whole, monkeypatch
):
    assert family_trials.simulate_families(world, "CHN").package.shocks == whole.package.shocks
    assert family_trials.simulate_families(world, "CHN").shipped
    assert not [f for f in china["en"].figures if f.indicator == "policy.contribution"]
    found = family_trials.simulate_families(world, "IDN")
    assert found.real_income.sure
    assert [f for f in elsewhere["en"].figures if f.indicator == "policy.contribution"]
    silent = replace(found, real_income=replace(found.real_income, said="structure"))
    monkeypatch.setattr(families, "simulate_families", lambda *_: silent)
    made = desk_part(References(Context.from_accounts(world, "IDN"), "en"))
    assert len(table(elsewhere["en"], "policy-families").header) - len(table(made, "policy-families").header) == 1
    assert not [f for f in made.figures if f.indicator == "policy.contribution"]


def test_a_family_alone_is_that_part_of_the_package(world, china, whole):
    at = world.regions.index("CHN")
    for id in ("trade", "environment"):
        alone = whole.rerun(part(whole.package, [id])).welfare[at]
        f = next(f for f in family_trials.simulate_families(world, "CHN").families if f.id == id)
        assert f.real_income.central == pytest.approx(alone, rel=1e-9)
        assert f.real_income.low <= alone <= f.real_income.high
        row = next(r for r in card(china["en"], "Real income, family by family").proof.rows if r.code == id)
        assert row.range == (f.real_income.low, f.real_income.high)


def test_the_sentence_has_the_numbers_of_the_whole(world, china, elsewhere, whole):
    at, e = world.regions.index("CHN"), family_trials.simulate_families(world, "CHN").real_income
    assert e.central == pytest.approx(whole.welfare[at], rel=1e-9)
    other = family_trials.simulate_families(world, "IDN").real_income
    assert f"{100 * other.central:.2f}%" in card(elsewhere["en"], "Real income, family by family").sentence
    for lang, title in (("en", "Real income, family by family"), ("zh", "各类政策与实际收入")):
        sentence = card(china[lang], title).sentence
        assert e.sign == "assumed"
        assert SIGNS[e.sign][lang] in sentence
        assert f"{100 * whole.welfare[at]:.2f}%" not in sentence
        assert format_range(e.low, e.high, lang) in sentence


def test_winners_and_losers_have_a_sure_sign_and_stand_in_order(world, whole, china):
    at, found = world.regions.index("CHN"), family_trials.simulate_families(world, "CHN")
    for title, effects in (("Industries", found.industries), ("Other economies", found.regions)):
        rows = card(china["en"], title).proof.rows
        assert 0 < len(rows) <= 2 * families.SIDE
        assert all(effects[r.code].sure for r in rows)
        assert [r.value for r in rows] == sorted((r.value for r in rows), reverse=True)
        assert rows[0].value == max(e.central for e in effects.values() if e.sure)
        sides = [r for r in rows if r.value > 0], [r for r in reversed(rows) if r.value < 0]
        tied = [len(s) > 1 and s[0].range[0] <= s[1].range[1] and s[1].range[0] <= s[0].range[1] for s in sides]
        for lang, words in (("en", "in no settled order"), ("zh", "先后未定")):
            kick = next(c for c in families.load_words()["kicks"].values() if c["en"] == title)[lang]
            assert card(china[lang], kick).sentence.count(words) == sum(tied)
    korea = world.regions.index("KOR")
    assert found.regions["KOR"].central == pytest.approx(whole.welfare[korea], rel=1e-9)
    assert "CHN" not in found.regions
    assert math.isnan(figures(china["en"], "all-families/medium")["policy.families", "", ""])
    assert found.real_income.central == pytest.approx(whole.welfare[at])


def test_the_support_moved_is_that_of_the_redesign(world, china):
    at, found = world.regions.index("CHN"), family_trials.moves(world, "CHN")
    assert not found.example
    for goal in ("rd", "consumer"):
        again = ni.redesign(world, ni.actions(), "CHN", goal)
        e = found.by_goal[goal].real_income
        assert e.central == pytest.approx(again.real_income[at], rel=1e-12)
        assert found.by_goal[goal].found.bill[1] == pytest.approx(found.by_goal[goal].found.bill[0], rel=1e-8)
    corner = {"trade_elasticity": 3.0, "scale": 0.0}
    neutral = ni.redesign(world, ni.actions(), "CHN", "consumer", parameters=corner)
    (near,) = family_trials.find_neutral_changes(found.by_goal["consumer"].found, [corner])
    assert near == pytest.approx(neutral.real_income[at], rel=1e-4)
    text = card(china["en"], "The same money elsewhere").sentence
    for goal, words in (("rd", "whether research would do more"), ("consumer", "whether buyers would do more")):
        e = found.by_goal[goal].real_income
        assert (f"{words} with it is open" in text) == (not e.sure)
        assert e.sure == (f"{100 * abs(e.central):.2f}%" in text)


def test_tags_are_counted_as_they_are_screened(china):
    screening = ni.screen(ni.actions())
    for lang in LANGS:
        shown = table(china[lang], "policy-flags")
        assert sum(int(r[1]) for r in shown.rows) == len(screening)
        for k, n in enumerate(screening.counts().values()):
            assert sum(int(r[2 + k].replace("–", "0")) for r in shown.rows) == n
        assert NO_ADVICE[lang] in shown.note
        assert "3.1(a)" in shown.note


# ---- words
def test_no_number_stands_where_the_sign_is_not_sure(china, elsewhere):
    for made in (china["en"], elsewhere["en"]):
        for f in made.figures:
            if f.note == "the sign changes within the range":
                assert math.isnan(f.value)
        for k in made.blocks:
            for c in k.cards:
                assert all(math.isnan(r.value) or r.range[0] <= r.value <= r.range[1] for r in c.proof.rows)
                assert not any(r.range[0] < -NOISE and r.range[1] > NOISE and r.value == r.value for r in c.proof.rows)


def test_chinese_has_no_english_left(china, elsewhere):
    for made in (china["zh"], elsewhere["zh"]):
        texts = [*made.methods, *made.labels.values()]
        texts += [c.title + c.sentence + c.note for k in made.blocks for c in k.cards]
        texts += [t.title + t.lead + t.note for k in made.blocks for t in k.tables]
        texts += [cell for k in made.blocks for t in k.tables for r in (t.header, *t.rows) for cell in r]
        told = [re.sub(r"newind [a-z-]+( newind| FILE)?", "", t) for t in texts]
        assert [t for t in told if ENGLISH.search(t)] == []
        assert not any("direction open" in t for t in texts)
    assert UNCLEAR["zh"] == "方向不明"


def test_every_number_has_a_source(world):
    refs = References(Context.from_accounts(world, "CHN"), "en")
    made = desk_part(refs)
    rows = {r.number: r.indicator for r in refs.rows()}
    used = {n for k in made.blocks for x in (*k.cards, *k.tables) for n in x.refs}
    assert used <= set(rows)
    base = {re.sub(r"\.(low|high)$", "", f.indicator) for f in made.figures} - {"policy.bill"}
    assert base == {rows[n] for n in used}
    assert set(made.labels) - base == {"policy.contribution"}  # told where the sign of the whole is sure


# ---- elsewhere
def test_another_economy_takes_the_place_of_china(world, elsewhere):
    package, shipped = family_trials.adapt_package("IDN", world)
    assert not shipped
    said = [s.to_dict() for s in package.shocks]
    assert "CHN" not in [s.get("region") for s in said] + [s.get("partner") for s in said]
    assert {s.family for s in package.shocks} == set(IDS)
    lines = " ".join(elsewhere["en"].methods)
    assert "Indonesia stands in its place" in lines
    assert "register holds actions of China only" in lines
    assert "An example, not a policy of Indonesia" in card(elsewhere["en"], "The same money elsewhere").note
    assert not any(t.id == "policy-flags" for k in elsewhere["en"].blocks for t in k.tables)


def test_what_cannot_be_tried_is_said_in_a_line(world, monkeypatch):
    def refuse(*_):
        raise ni.PolicyError("nothing is made here.")

    monkeypatch.setattr(families, "simulate_families", refuse)
    monkeypatch.setattr(families, "moves", refuse)
    made = desk_part(References(Context.from_accounts(world, "IDN"), "en"))
    assert made.blocks == ()
    assert made.figures == ()
    assert made.methods[:2] == (
        "The families could not be tried: nothing is made here.",
        "Support could not be moved: nothing is made here.",
    )
    chinese = desk_part(References(Context.from_accounts(world, "IDN"), "zh"))
    assert chinese.methods[:2] == ("本表无法试算各类政策。", "本表无法试算支持的转移。")


def test_a_family_that_needs_what_accounts_lack_is_left_out(world):
    w = world._replace(satellites=Satellites({k: s for k, s in world.satellites.items() if k != "co2"}))
    base = ni.simulate(w, None, "medium")
    alone, refused = family_trials._alone(base, ni.package("all-families"))
    assert set(alone) == set(IDS) - {"environment"}
    assert "co2" in refused["environment"]
    assert family_trials.adapt_package("CHN", w) == (ni.package("all-families"), True)
