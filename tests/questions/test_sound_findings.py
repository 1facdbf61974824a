"""What every finding must be, over all shipped economies and provinces: no verdict without a direction, and so on."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pytest

import newind as ni
from each import check_each
from newind.accounts.groups import resolve
from newind.analyses.circulation.own import own_circulation
from newind.analyses.circulation.transfer import list_export_only_industries
from newind.data.reference import load
from newind.language.phrases import place
from newind.language.words import has_settled_rank
from newind.measures.registry import quantity
from newind.measures.shared import exports_all_output, material
from newind.questions.findings import DIRECTED, VERDICTS, discriminates, resolve_kind
from newind.questions.judging import FLOOR, judge

ECONOMIES = tuple(c for c in load("world", year=2011).regions if c not in ("REU", "ROW"))
PROVINCES = tuple(c for c in load("china-2017", year=2017).regions if c != "ROW")
SHARES = re.compile(r"(−?[\d.,]+)%")


@cache
def diagnosed(region):
    w = load("china-2017" if region in PROVINCES else "world", year=2017 if region in PROVINCES else 2011)
    return ni.diagnose(w, region, model=False)


def test_no_verdict_on_a_province_that_its_peers_median_does_not_tell_it_from():
    """R&D of 2.47 % of GDP in Tianjin is no strength beside a median of 2.41."""
    seen = 0
    for region in PROVINCES:
        for f in diagnosed(region):
            rows = f.evidence
            rows = rows[(rows["indicator"] == f.indicators[0]) & (rows["year"] == f.year) & rows["partner"].isna()]
            own, others = (rows[rows["region"].eq(region) == here]["value"] for here in (True, False))
            if len(own) != 1 or not len(others):
                continue
            value, middle = float(own.iloc[0]), float(np.median(others))
            near = abs(value - middle) < FLOOR * max(abs(value), abs(middle))
            assert not (near and f.kind in VERDICTS), (region, f.id, value, middle)
            seen += near
    assert seen > 10
    assert {f.id: f.kind for f in diagnosed("CN-TJ")}["s1.research"] == "context"


def test_there_are_31_provinces_and_the_named_economies():
    assert len(PROVINCES) == 31
    assert len(ECONOMIES) >= 18


@pytest.mark.parametrize("region", [*ECONOMIES, *PROVINCES])
def test_a_verdict_needs_a_declared_direction(region):
    for f in diagnosed(region):
        assert f.kind not in VERDICTS or quantity(f.indicators[0]).better in DIRECTED, f


@check_each("region", [*ECONOMIES, *PROVINCES])
def test_a_verdict_on_industries_needs_a_hundredth_of_output(region):
    """Low import dependence is no strength of a province that hardly has the industry."""
    w = load("china-2017" if region in PROVINCES else "world", year=2017 if region in PROVINCES else 2011)
    made = w.x.reshape(w.R, w.S)[w.regions.index(region)]
    part = made[resolve("high-tech", w.industries)].sum() / made.sum()
    for f in diagnosed(region):
        if f.id == "s1.high_tech":
            assert part >= 0.01 or f.kind == "context", (f, part)
        if f.id == "s1.dependence":
            assert made[w.industries.index(f.evidence["industry"].iloc[0])] >= 0.01 * made.sum()


def test_a_group_is_judged_where_enough_of_it_is_made():
    assert {f.id: f.kind for f in diagnosed("CN-XZ")}["s1.high_tech"] == "context"
    assert {f.id: f.kind for f in diagnosed("CN-GD")}["s1.high_tech"] == "constraint"
    w = load("china-2017", year=2017)
    assert not material(w, "CN-XZ", "high-tech")
    assert material(w, "CN-XZ", "manufacturing")
    assert material(w, "CN-GD", ["c14"])
    assert not material(w, "CN-XZ", ["c14"])


def test_no_verdict_on_what_a_province_buys_where_the_table_sends_all_it_makes_away():
    """Shanghai sells all its electrical equipment and buys all it uses: no figure of where it buys is a weakness."""
    w = load("china-2017", year=2017)
    found = {c: {f.id: f.kind for f in diagnosed(c)} for c in ("CN-SH", "CN-HI", "CN-GD")}
    assert exports_all_output(w, "CN-SH", "high-tech")
    assert not exports_all_output(w, "CN-GD", "high-tech")
    assert [found["CN-SH"][i] for i in ("s1.dependence", "s1.high_tech", "s2.own_services")] == ["context"] * 3
    beside = {f.id: f.kind for f in ni.diagnose(w, "CN-SH", peers=("CN-SD", "CN-AH"), model=False)}
    assert beside["s2.value_added"] == "strength"  # what is kept of sales does not depend on who buys
    assert found["CN-HI"]["s1.dependence"] == "context"
    assert found["CN-GD"]["s1.dependence"] == "constraint"
    assert {"c18", "c9t10"} <= set(list_export_only_industries(w, "CN-HI"))
    assert not list_export_only_industries(w, "CN-GD")


@check_each("region", PROVINCES)
def test_two_definitions_that_disagree_make_no_verdict(region):
    """Sichuan’s electrical equipment takes less from abroad than the peers’ along the chain, and more directly."""
    for f in diagnosed(region):
        if f.id not in ("s1.dependence", "s1.knowledge") or f.kind == "context":
            continue
        w, better = load("china-2017", year=2017), quantity(f.indicators[0]).better
        industry = f.evidence["industry"].iloc[0] if f.id == "s1.dependence" else None
        for id in f.indicators:
            table = ni.measure(w, id)
            rows = table[table["industry"].isna() if industry is None else table["industry"] == industry]
            others = [c for c in f.evidence["region"].unique() if c != region]
            figures = rows.set_index("region")["value"]
            ahead = (figures[region] - np.median(figures[others])) * (1 if better == "higher" else -1)
            assert (ahead >= 0) == (f.kind == "strength"), (f, id)


@pytest.mark.parametrize("kind", VERDICTS)
def test_a_kind_given_by_hand_is_context_without_a_direction(kind):
    assert resolve_kind(kind, "none") == "context"
    assert resolve_kind(kind, "lower") == kind
    assert judge("none", 9.0, [1.0, 2.0, 3.0], None)[0] == "context"


@check_each("region", PROVINCES)
def test_no_printed_percentage_of_a_province_is_beyond_sensible_limits(region):
    for f in diagnosed(region):
        for said in (*f.sentence.values(), *f.detail.values()):
            figures = [float(n.replace("−", "-").replace(",", "")) for n in SHARES.findall(said)]
            assert all(0 <= n <= 100 for n in figures), said


@check_each("region", PROVINCES)
def test_where_inputs_come_from_is_said_as_the_circulation_of_the_province_says_it(region):
    """Who uses what comes from outside is not known: no figure where its range is too wide, else one with its range."""
    totals = own_circulation(load("china-2017", year=2017), region).totals()
    rows = totals[totals["measure"] == "inputs"].set_index("scope")
    kept = rows["share"].notna()
    found = next((f for f in diagnosed(region) if f.id == "s1.inputs"), None)
    if found is None:
        assert not kept[["other_provinces", "abroad"]].any()
        return
    scope = "abroad" if kept["abroad"] else "other_provinces"
    assert found.value == pytest.approx(rows.loc[scope, "share"])
    assert found.range == pytest.approx((rows.loc[scope, "low"], rows.loc[scope, "high"]))
    wide = int((~kept[["other_provinces", "abroad"]]).sum())
    assert found.sentence["en"].count("–") == found.sentence["zh"].count("至") == wide


@check_each("region", PROVINCES)
def test_home_of_a_province_is_its_country_in_questions_of_technology(region):
    w = load("china-2017", year=2017)
    r, home = w.regions.index(region), np.array(w.regions.country) == "CHN"
    value = (w.v[:, None] * w.B).reshape(w.R, w.S, w.R, w.S).sum(axis=1)
    x = w.x.reshape(w.R, w.S)[r]
    foreign = value[~home, r].sum(axis=0) @ x / x.sum()
    found = next(f for f in diagnosed(region) if f.id == "s1.economy_wide")
    assert found.value == pytest.approx(foreign, rel=1e-6)
    assert found.range is None or found.range[0] - 1e-6 <= found.value <= found.range[1] + 1e-6
    for f in diagnosed(region):
        if f.id in ("s1.economy_wide", "s1.high_tech", "s1.dependence", "s1.knowledge"):
            assert "outside the province" not in f.sentence["en"]
            assert "省外" not in f.sentence["zh"]


@pytest.mark.parametrize("region", ["CHN", "USA", "CN-GD"])
def test_classes_of_technology_are_called_what_the_classification_calls_them(region):
    for f in diagnosed(region):
        assert "high-tech" not in f.sentence["en"].lower()
        assert not re.search("(?<!高技术和)中高技术", f.sentence["zh"])


def test_a_judgement_that_is_the_same_for_all_is_no_finding():
    assert not discriminates(["own innovation"] * 26)
    assert place(1.0, dict.fromkeys("ABCD", 1.0)) == {"en": "", "zh": ""}
    assert place(4.0, {"A": 4.0, "B": 1.0, "C": 2.0})["en"] == "highest of 3"


def test_a_rank_that_its_range_leaves_open_is_not_told():
    others = {c: float(i) for i, c in enumerate("ABCDEF")}
    assert place(0.0, others)["en"] == "lowest of 6"
    assert place(0.0, others, {"A": (0.0, 0.5)})["en"] == "lowest of 6"
    assert place(0.0, others, {"A": (0.0, 1.5)}) == {
        "en": "1st–2nd lowest of 6",
        "zh": "在6个经济体中居第1至2位（由低到高）",
    }
    assert place(4.0, others, {"E": (2.5, 4.0), "D": (3.0, 4.5)})["en"] == "2nd–3rd highest of 6"
    assert place(0.0, others, {"A": (0.0, 3.5)}) == {"en": "", "zh": ""}
    assert has_settled_rank(1, 3, 6)
    assert not has_settled_rank(1, 4, 6)
