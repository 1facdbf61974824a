"""Nothing is ranked within the error of an estimate: totals, partners, industries, and the words for them."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

import newind as ni
from newind.data.reference import now, ranges
from newind.measures import newer
from newind.measures.context import Context
from newind.measures.readings import concentration, ends_of, leader, read, say
from newind.messages import NOTHING
from newind.questions import characteristics, judging, opening
from newind.questions.findings import diagnose
from newind.questions.green.findings import masses, trade
from newind.questions.judging import judge


@pytest.fixture(scope="module")
def estimate():
    return ni.load("world", 2022)


def test_half_a_range_is_that_shipped_else_the_widest_and_none_of_what_is_published(estimate):
    known = ranges(estimate)
    widest = (
        max(high - low for id, r in known.items() if ni.indicators()[id].unit == "1" for low, high in [r["CHN"]]) / 2
    )
    for id, found in known.items():
        low, high = found["CHN"]
        np.testing.assert_allclose(newer.half(estimate, id, "CHN", (low + high) / 2), (high - low) / 2, rtol=1e-12)
    for entry in ni.indicators():
        value = newer.half(estimate, entry.id, "CHN", 0.5)
        assert (value == 0) == entry.of_facts
        assert entry.unit != "1" or entry.id in known or value <= widest + 1e-12
        assert newer.half(ni.load("world", 2011), entry.id, "CHN", 0.5) == 0


def test_the_largest_partner_leads_only_beyond_the_error(estimate):
    id = "s4.largest_supplier_share"
    assert not newer.leads(estimate, id, "CHN", {"KOR": 0.071, "USA": 0.068})
    assert newer.leads(estimate, id, "CHN", {"KOR": 0.5, "USA": 0.1})
    assert newer.leads(ni.load("world", 2011), id, "CHN", {"KOR": 0.071, "USA": 0.068})
    assert newer.leads(estimate, id, "CHN", {"KOR": 0.071})


def test_a_place_is_the_span_that_errors_allow(estimate):
    ctx = Context.from_accounts(estimate, "CHN")
    for id in ("s4.fva_share", "quality.manufacturing_value_added_rate", "s4.domestic_circulation", "s1.rd_intensity"):
        reading = read(ctx, id)
        half = {c: newer.half(estimate, id, c, v) for c, v in reading.others.items()}
        own = reading.value
        first = 1 + sum(v - half[c] > own + half["CHN"] for c, v in reading.others.items() if c != "CHN")
        last = 1 + sum(v + half[c] > own - half["CHN"] for c, v in reading.others.items() if c != "CHN")
        said = reading.place["en"]
        assert bool(said) == (last - first <= len(reading.others) / 3)
        assert ("–" in said) == (bool(said) and first < last)
    assert read(ctx, "s1.import_dependence", "c14").place == NOTHING


@pytest.mark.parametrize("region", ["CHN", "DEU"])
def test_no_finding_ranks_partners_or_verdicts_within_the_error(region):
    ctx = Context.from_accounts(ni.load("world"), region)
    for f in diagnose(ni.load("world"), region, model=False):
        if f.id == "s4.suppliers":
            shares = ctx.details("s4.largest_supplier_share", "partner", ctx.year)
            named = dict(sorted(((c, v) for c, v in shares.items() if ctx.is_named(c)), key=lambda s: -s[1]))
            alone = newer.leads(ctx.w, "s4.largest_supplier_share", region, named)
            assert ("in no settled order" in f.sentence["en"]) == ("先后未定" in f.sentence["zh"]) == (not alone)
            assert bool(re.search("largest supplier", f.sentence["en"])) == alone
        if f.indicators[0] in ni.indicators().ids and f.kind in ("problem", "constraint", "strength"):
            reading = read(ctx, f.indicators[0])
            if reading is not None and reading.value == f.value and reading.median is not None:
                assert abs(f.value - reading.median) >= newer.half(ctx.w, f.indicators[0], region, f.value), f


@pytest.mark.parametrize("region", ["KOR", "DEU"])
def test_a_peer_is_named_highest_only_where_it_is_told_apart(region):
    ctx, told = Context.from_accounts(ni.load("world"), region), {True: 0, False: 0}
    for entry in ni.indicators():
        reading = read(ctx, entry.id)
        if reading is None or len(reading.others) < 3:
            continue
        ends = {c: reading.ends.get(c, (v, v)) for c, v in reading.others.items()}
        best = max((c for c in reading.others if c != region), key=lambda c: reading.others[c])
        apart = all(ends[c][1] < ends[best][0] or ends[c][0] > ends[best][1] for c in ends if c != best)
        assert bool(leader(ctx, reading)["en"]) == (apart or not reading.ends), entry.id
        told[apart] += bool(reading.ends)
    assert all(told.values())


def test_nothing_is_judged_by_one_of_two_definitions_that_differ(estimate):
    """In direction, or in the side of the peers' median; a definition without a past speaks for its side alone."""
    rng, ctx = np.random.default_rng(4), Context.from_accounts(ni.load("world"), "CHN")
    base = read(ctx, "s1.knowledge_input_domestic_share")
    other = "s1.knowledge_input_domestic_share_direct"
    series, figures = ctx.series(other), ctx.list_known_values(other, base.year)
    moved = series[base.year] - series[base.first]
    side = figures.pop("CHN") - np.median(list(figures.values()))
    for step, away in rng.uniform(-0.1, 0.1, (40, 2)):
        peers = {c: base.value - away for c in base.others if c != "CHN"}
        r = replace(base, past=base.value - step, others={"CHN": base.value} | peers)
        assert judging._agrees(ctx, r, other) == (step * moved >= 0 and away * side >= 0)
        assert judging._agrees(ctx, replace(r, past=None, first=None), other) == (away * side >= 0)


@pytest.mark.parametrize("region", ["CHN", "DEU", "KOR", "AUS", "TUR"])
def test_net_carbon_has_the_error_of_what_is_consumed_and_a_direction_beyond_it_or_by_both_sources(estimate, region):
    ctx = Context.from_accounts(ni.load("world"), region)
    net, used = read(ctx, "s3.net_carbon_exports"), read(ctx, "s3.carbon_consumption")
    low, high = ranges(estimate)[used.id][region]
    np.testing.assert_allclose(net.error, (high - low) / 2, rtol=1e-12)
    (f,) = (f for f in trade(ctx))
    official = (now.series(region)[name].values[net.year] for name in ("co2", "co2_consumption"))
    budget = next(official) - next(official)
    beyond, agreed = abs(net.value) > net.error, net.value * budget > 0
    both = sorted((net.value, budget))
    expected = both if agreed and not beyond else (net.value - net.error, net.value + net.error)
    np.testing.assert_allclose(f.range, expected, rtol=1e-12)
    apart = beyond or agreed
    assert ("on balance" in f.sentence["en"]) == ("无法确定" not in f.sentence["zh"]) == apart
    shown = {budget} if agreed and not beyond else set(f.range)
    assert {masses(abs(v))["en"] for v in shown} <= set(re.findall(r"[\d,.]+ [MG]t", f.sentence["en"]))


DIRECTION = re.compile(r"\b(up|down) from|rose|fell|points (more|less) than|[升降]|比\d{4}年[高低]|more|less|高于|低于")
"""Words that give a change, or a difference to the peers, a direction."""


def test_no_change_and_no_difference_to_peers_has_a_direction_within_its_error(estimate):
    """Every sentence on a drawn reading, in both languages: findings, headline, cards, concentration, verdicts."""
    rng, ctx = np.random.default_rng(21), Context.from_accounts(ni.load("world"), "CHN")
    income, index = read(ctx, "s2.gvc_income_share"), read(ctx, "s4.supplier_hhi")
    for past, step, error in rng.uniform((0.1, -0.2, 0.02), (0.7, 0.2, 0.1), (60, 3)):
        r = replace(income, past=past, value=past + step, change_error=error, others={}, turned=NOTHING)
        apart = abs(step) > error
        for lang in ("en", "zh"):
            said = [opening._describe_income_share(ctx, r, lang), characteristics._format_change(r)[lang]]
            said += [say(ctx, r).since[lang]] if lang == "en" else []  # in Chinese it only states the past
            assert [bool(DIRECTION.search(s)) for s in said] == [apart] * len(said), said
            assert apart or all({"en": "no change beyond error", "zh": "无明确变化"}[lang] in s for s in said)
        kinds = {judge(better, 0.5, [0.5, 0.5, 0.5], r.change, 0.1)[0] for better in ("higher", "lower")}
        assert ("risk" in kinds) == apart
        c = replace(index, value=past + step, error=error, others={"CHN": past + step, "USA": past})
        assert bool(DIRECTION.search(concentration(c)["en"])) == bool(DIRECTION.search(concentration(c)["zh"])) == apart


@pytest.mark.parametrize("region", ["CHN", "KOR"])
def test_every_change_of_the_estimate_is_told_by_its_error(region):
    ctx = Context.from_accounts(ni.load("world"), region)
    for entry in ni.indicators():
        reading = read(ctx, entry.id)
        if reading is None or reading.past is None:
            continue
        error = newer.half(ctx.accounts[reading.year], entry.id, region, reading.value, of="change")
        assert reading.change_error == error
        assert (error == 0) == (entry.of_facts or entry.id in newer.PUBLISHED)
        told = re.search(r"\b(up|down) from", say(ctx, reading).since["en"])
        assert not told or abs(reading.value - reading.past) > error
    shares = read(Context.from_accounts(ni.load("world").until(2011), region), "s2.gvc_income_share")
    assert (shares.error, shares.change_error) == (0, 0)


def test_no_finding_has_a_direction_where_every_error_is_larger_than_any_change(monkeypatch):
    """All findings of the estimate; the mix of power is of a later year than the table, and published."""
    monkeypatch.setattr(newer, "half", lambda *a, of="", **_: 1e9 if "change" in (of, *a[5:]) else 0.0)
    found = {f.id: f.sentence["en"] for f in diagnose(ni.load("world"), "KOR", model=False) if f.id != "s3.power"}
    moved = re.compile(r"(up|down) from|^(?!Whether).*\b(rose|fell)\b|moved (up|down)stream|points since")
    assert not [sentence for sentence in found.values() if moved.search(sentence)]
    assert sum("no change beyond error from" in sentence for sentence in found.values()) > 10


def test_the_error_of_an_industry_is_the_widest(estimate):
    for of in ("band", "change"):
        total = newer.half(estimate, "s1.import_dependence", "CHN", 0.3, of=of)
        assert total < newer.half(estimate, "s1.import_dependence", "CHN", 0.3, "c14", of)
        assert newer.half(estimate, "s2.high_tech_share", "CHN", 0.3, of=of) == newer.half(
            estimate, "s1.import_dependence", "CHN", 0.3, "c14", of
        )


def test_ends_are_known_for_every_region_of_an_estimate(estimate):
    ctx = Context.from_accounts(estimate, "CHN")
    others = ctx.list_known_values("s4.dva_share", 2022)
    assert set(ends_of(ctx, "s4.dva_share", None, 2022, others)) == set(others)
    assert ends_of(ctx, "s1.rd_intensity", None, 2022, ctx.list_known_values("s1.rd_intensity", 2022)) == {}


def test_provinces_keep_the_ranges_that_are_shipped_and_no_others():
    w = ni.load("china-2017", 2017)
    assert not newer.has_range(w)
    for id in ("s4.fva_share", "s2.manufacturing_share"):
        assert newer.half(w, id, "CN-GD", 0.2) == 0
    assert newer.ends(w, "s2.manufacturing_share", "CN-GD", 0.3) == ranges(w)["s2.manufacturing_share"]["CN-GD"]
    assert newer.ends(w, "s2.high_tech_share", "CN-GD", 0.3) is None
