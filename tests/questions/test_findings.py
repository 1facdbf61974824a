"""Findings of every economy in both languages: their numbers, their kinds, and what they must never say."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.testing import assert_allclose

import newind as ni
from each import check_each
from newind.charts import proofs
from newind.errors import DataError, UnknownNameError
from newind.language.phrases import plain_share
from newind.measures.context import Context
from newind.measures.detail import detail
from newind.measures.measure import COLUMNS
from newind.measures.registry import analyses, quantity
from newind.questions.evidence import MATERIAL, risk_of_loss
from newind.questions.findings import KINDS, SYSTEMS, finders, finding
from newind.questions.green.findings import compute_output_growth, trade
from newind.questions.judging import FLOOR, judge
from newind.questions.text import page_words
from newind.testing import economies, panels

CODES = tuple(ni.load("world", year=2011).regions)
ASKED = ("CHN",)
"""Economies of which the model is asked what losses cost; others are in test_printed_findings."""
AHEAD = {"s3.power": 2025, "s3.power_scenario": 2035}
"""Findings on years after the last accounts."""
AVOIDED = {
    "en": r"\b(will|prove[sn]?|optimal|accurate|forecast|WTO-compliant|choke|significant|best)\b",
    "zh": "最优|精准|卡脖子|显著|必将|百万",
}
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def world():
    return ni.load("world")


@pytest.fixture(scope="module")
def diagnosed(world):
    """Return a function of a code that diagnoses an economy once; the model is asked for a few of them."""
    done = {}

    def of(code):
        if code not in done:
            done[code] = ni.diagnose(world, code, model=code in ASKED)
        return done[code]

    return of


@pytest.fixture(scope="module")
def observed(world):
    """Return the years that the table in full detail has."""
    return world.until(2011)


@pytest.fixture(scope="module")
def china(observed):
    return ni.diagnose(observed, "CHN", model=False)


def pick(diagnosis, id_):
    return next(f for f in diagnosis if f.id == id_)


def numbers(proof):
    """Return every number a chart draws."""
    if isinstance(proof, proofs.Lines | proofs.AreaStack | proofs.SlopeChart):
        return [v for line in proof.series.values() for v in line]
    if isinstance(proof, proofs.LossChart):
        return [v for row in proof.rows for span in row.spans.values() for v in span]
    if isinstance(proof, proofs.Frontier):
        return [v for step in proof.steps for v in (*step.cost, *step.removed)]
    if isinstance(proof, proofs.Waterfall):
        return [proof.start, *(r.value for r in proof.steps), proof.end]
    if isinstance(proof, proofs.Scatter):
        return [v for p in proof.points for v in (p.x, p.y, p.size)]
    if isinstance(proof, proofs.PathTree):
        return [v for b in proof.branches for v in (b.value, b.own)]
    if isinstance(proof, proofs.Flows):
        return [v.value for v in (*proof.nodes, *proof.links)]
    if isinstance(proof, proofs.Fan):
        return [v for _, row in proof.parts for v in row]
    return [v for row in proof.rows for v in (row.value, *(row.range or ()), row.other) if v is not None]


@pytest.mark.parametrize("code", CODES)
def test_every_economy_has_findings_of_every_system(diagnosed, code):
    diagnosis = diagnosed(code)
    for system in SYSTEMS:
        assert len(diagnosis.select_system(system)) >= 3, (
            f"{code} {system}: {len(diagnosis.select_system(system))} findings"
        )
    assert len({f.id for f in diagnosis}) == len(diagnosis)


@check_each("code", CODES)
def test_a_finding_is_complete(diagnosed, code):
    for f in diagnosed(code):
        assert f.id.startswith(f"{f.system}.")
        assert f.kind in KINDS
        assert f.clause in {c.id for c in ni.clauses()}
        assert math.isfinite(f.value)
        assert math.isfinite(f.size)
        assert f.size >= 0
        assert f.status in ("observed", "estimated", "proxy", "simulated")
        assert 2011 <= f.year <= AHEAD.get(f.id, 2022)
        assert f.range is None or f.range[0] <= f.value <= f.range[1]
        assert all(quantity(i).id == i for i in f.indicators)
        assert tuple(f.evidence.columns) == COLUMNS
        main = f.evidence[(f.evidence["indicator"] == f.indicators[0]) & (f.evidence["region"] == code)]
        assert np.isfinite(main["value"]).any(), f.id


@check_each("code", CODES)
@check_each("lang", ["en", "zh"])
def test_sentences_are_whole_and_avoid_what_cannot_be_said(diagnosed, code, lang):
    for f in diagnosed(code):
        for said in (f.sentence[lang], f.detail[lang]):
            assert not re.search(r"[{}]|nan|None|not known|未知|  |-\d|；；|，，", said), f"{f.id}: {said}"
            assert not re.search(AVOIDED[lang], said), f"{f.id}: {said}"
        assert re.search(r"\d", f.sentence[lang]), f"{f.id} has no number: {f.sentence[lang]}"
        assert not f.sentence[lang].endswith((".", "。"))
        assert len(f.sentence[lang]) < (185 if lang == "en" else 75), f.sentence[lang]


@check_each("code", CODES)
def test_chinese_has_no_latin_sentence_and_no_space_beside_digits(diagnosed, code):
    for f in diagnosed(code):
        assert HAN.search(f.sentence["zh"])
        assert not HAN.search(f.sentence["en"] + f.detail["en"])
        assert not re.search(r"[\u4e00-\u9fff] |(?<!·) [\u4e00-\u9fff0-9]", f.sentence["zh"]), f.sentence["zh"]
        assert not re.search(r"[,;:()]", f.sentence["zh"]), f.sentence["zh"]


@check_each("code", CODES)
def test_a_year_other_than_that_of_the_page_stands_in_the_text(diagnosed, code):
    diagnosis = diagnosed(code)
    for f in diagnosis:
        if f.year != diagnosis.year:
            assert str(f.year) in f.sentence["en"], f.sentence["en"]
            assert str(f.year) in f.sentence["zh"], f.sentence["zh"]


@pytest.mark.parametrize("code", ["CHN", "USA", "DEU", "IND", "ROW", "REU"])
def test_charts_hold_finite_numbers_and_their_focus(diagnosed, code):
    for f in diagnosed(code):
        drawn = numbers(f.proof)
        assert drawn
        assert np.isfinite(drawn).any()
        if isinstance(
            f.proof, proofs.DotRanking | proofs.Bars | proofs.PartnerBars | proofs.Segments | proofs.AreaStack
        ):
            assert np.isfinite(drawn).all(), f.id
        if isinstance(f.proof, proofs.Lines | proofs.SlopeChart):
            assert f.proof.focus in f.proof.series
        if isinstance(f.proof, proofs.DotRanking):
            assert f.proof.focus == code
            assert code in [r.code for r in f.proof.rows]
        if isinstance(f.proof, proofs.Segments | proofs.AreaStack):
            parts = [r.value for r in f.proof.rows] if isinstance(f.proof, proofs.Segments) else [
                line[-1] for line in f.proof.series.values()
            ]  # fmt: skip
            assert_allclose(sum(parts), 1.0, rtol=1e-6)


def test_the_same_economy_is_diagnosed_alike_every_time(world):
    first, second = (ni.diagnose(w, "CHN", "s4") for w in (world, ni.load("world")))
    assert first.to_frame().equals(second.to_frame())
    assert [f.proof for f in first] == [f.proof for f in second]


# ---- figures recomputed from the accounts
def leontief(w):
    A = np.divide(w.Z, w.x, out=np.zeros_like(w.Z), where=w.x > 0)
    return A, np.linalg.inv(np.eye(w.n) - A)


@pytest.mark.parametrize("code", ["CHN", "USA", "DEU", "IND"])
def test_net_carbon_and_its_largest_partner_from_the_table(world, diagnosed, code):
    w = world.last
    _, B = leontief(w)
    r = w.regions.index(code)
    co2 = w.satellites["co2"].values
    f = np.divide(co2, w.x, out=np.zeros(w.n), where=w.x > 0)
    caused = (f[:, None] * (B @ w.Yr)).reshape(w.R, w.S, w.R).sum(axis=1) / 1e3
    net = caused[r].sum() - caused[:, r].sum()
    assert_allclose(pick(diagnosed(code), "s3.trade").value, net, rtol=1e-8)
    flow = pick(diagnosed(code), "s3.partner")
    towards = caused[r] if net >= 0 else caused[:, r]
    named = [k for k in range(w.R) if k != r and w.regions.named[k]]
    assert_allclose(flow.value, max(towards[k] for k in named), rtol=1e-8)


@pytest.mark.parametrize("code", ["CHN", "USA", "DEU", "IND"])
def test_dependence_and_suppliers_from_the_table(world, code):
    w = world.last._replace(
        status="observed", source="own"
    )  # not those shipped: nothing comes from the table at full detail
    diagnosis = ni.diagnose(w, code, model=False)
    A, B = leontief(w)
    r = w.regions.index(code)
    own = slice(r * w.S, (r + 1) * w.S)
    v = 1 - A.sum(axis=0)
    high = [w.industries.index(i) for i in ("c9", "c13", "c14", "c15")]
    foreign = {i: 1 - v[own] @ B[own, r * w.S + i] for i in high if w.x[own][i] > 0.01 * w.x[own].sum()}
    found = pick(diagnosis, "s1.dependence")
    assert_allclose(found.value, max(foreign.values()), rtol=1e-8)
    direct = [1 - A[own, r * w.S + i].sum() / A[:, r * w.S + i].sum() for i in foreign]
    assert min(abs(found.range[0] - d) for d in direct) < 1e-9 or min(abs(found.range[1] - d) for d in direct) < 1e-9
    bought = w.Z.reshape(w.R, w.S, w.R, w.S)[:, :, r].sum(axis=2)
    bought[r] = 0
    inputs = [w.industries.index(i) for i in ("c9", "c13", "c14", "c15", "c27", "c30")]
    largest = max(inputs, key=lambda i: bought[:, i].sum())
    shares = bought[:, largest] / bought[:, largest].sum()
    three = sorted(shares[w.regions.named])[-3:]
    assert_allclose(pick(diagnosis, "s1.suppliers").value, sum(three), rtol=1e-9)


def test_what_aggregation_distorts_comes_from_the_table_at_full_detail(observed, china):
    full = detail("s1.import_dependence", "CHN").set_index(["year", "industry"])["value"]
    found = pick(china, "s1.dependence")
    assert found.value == full[2011, "c14"]
    own = ni.Panel([w._replace(source="own") for w in observed.select(years=(1995, 2011))])
    assert 0 < abs(pick(ni.diagnose(own, "CHN", model=False), "s1.dependence").value - found.value) < 0.01


def test_an_aggregate_is_compared_at_the_detail_of_the_accounts(world, diagnosed):
    value = ni.wide(ni.measure(world.last, "s4.upstreamness", "REU")).iloc[0, 0]
    assert_allclose(pick(diagnosed("REU"), "s4.position").value, value, rtol=1e-12)


@pytest.mark.parametrize("code", ["CHN", "USA", "DEU", "IND"])
def test_circulation_and_factories_from_the_table(world, diagnosed, code):
    w = world.last
    A, _ = leontief(w)
    r = w.regions.index(code)
    own = slice(r * w.S, (r + 1) * w.S)
    v = 1 - A.sum(axis=0)
    home = v[own] @ np.linalg.inv(np.eye(w.S) - A[own, own]) @ w.Y3[r, :, r]
    assert_allclose(pick(diagnosed(code), "s4.circulation").value, home / w.gdp[r], rtol=1e-8)
    made = [i for i in range(w.S) if w.industries[i] in {f"c{k}" for k in range(3, 17)}]
    kept = w.value_added[own][made].sum() / w.x[own][made].sum()
    assert_allclose(pick(diagnosed(code), "s2.value_added").value, kept, rtol=1e-9)


def test_the_figures_in_a_sentence_are_those_of_the_finding(diagnosed):
    f = pick(diagnosed("CHN"), "s4.circulation")
    assert f"{100 * f.value:.1f}%" in f.sentence["en"]
    assert f"{100 * f.value:.1f}%" in f.sentence["zh"]
    f = pick(diagnosed("CHN"), "s3.trade")
    assert f"{f.value:,.0f} Mt" in f.sentence["en"]
    assert f"{f.value / 100:.1f}亿吨" in f.sentence["zh"]


def test_carbon_intensity_is_a_range_over_ways_of_adding_volumes_up(world, china):
    f = pick(china, "s3.intensity")
    old, new = (ni.wide(ni.measure(world[y], "s3.carbon_intensity", "CHN")).iloc[0, 0] for y in (2000, 2009))
    assert_allclose(f.value, new / old - 1, rtol=1e-9)
    assert f.range[0] < f.value == f.range[1] < -0.2
    assert f.unit == "1"
    assert f.status == "estimated"


def test_chained_output_of_one_industry_is_its_own_growth():
    build = {"regions": ["CHN"], "industries": ["c14"], "demand": ["c37"], "Z": [[0.0]]}
    years = {2000: (10.0, 10.0), 2001: (30.0, 20.0), 2002: (90.0, 25.0)}
    panel = ni.Panel(
        ni.Accounts(**build, Y=[[x]], year=y, satellites={"output_volume": ni.Satellite([q])})
        for y, (x, q) in years.items()
    )
    context = Context.from_accounts(panel, "CHN")
    assert_allclose(compute_output_growth(context, 2000, 2002), 2.5)
    assert math.isnan(compute_output_growth(context, 1999, 2002))


# ---- kinds
@check_each(
    ("better", "value", "change", "kind"),
    [
        ("higher", 1.0, -0.5, "problem"), ("higher", 1.0, 0.0, "constraint"), ("higher", 1.0, 0.5, "constraint"),
        ("higher", 9.0, -0.5, "risk"), ("higher", 9.0, 0.5, "strength"), ("lower", 9.0, 0.5, "problem"),
        ("lower", 1.0, 0.5, "risk"), ("lower", 1.0, -0.5, "strength"), ("lower", 9.0, None, "constraint"),
        ("none", 9.0, 0.5, "context"), ("target", 9.0, 0.5, "context"),
    ],
)  # fmt: skip
def test_kind_follows_direction_place_and_change(better, value, change, kind):
    assert judge(better, value, [2.0, 3.0, 4.0], change)[0] == kind


def test_what_is_not_told_apart_from_the_median_is_no_verdict_unless_it_got_worse():
    peers = [2.2, 2.41, 2.6]
    for better in ("higher", "lower"):
        assert judge(better, 2.47, peers, None)[0] in ("strength", "constraint")
        assert judge(better, 2.47, peers, None, FLOOR)[0] == "context"
        assert judge(better, 2.47, peers, -1.0 if better == "higher" else 1.0, FLOOR)[0] == "risk"
        assert judge(better, 2.6, peers, None, FLOOR) == judge(better, 2.6, peers, None)


def test_size_grows_with_distance_and_change_and_has_an_end():
    peers = [2.0, 3.0, 4.0]
    sizes = [judge("higher", v, peers, c)[1] for v, c in [(3.0, 0.0), (4.0, 0.0), (4.0, 1.0), (1e9, 1e9)]]
    assert sizes == sorted(sizes)
    assert sizes[0] == 0
    assert sizes[-1] == 12
    assert judge("higher", 1.0, [], None)[0] == "context"


def test_findings_stand_in_order_of_size(diagnosed):
    for system in SYSTEMS:
        sizes = [f.size for f in diagnosed("DEU").select_system(system)]
        assert sizes == sorted(sizes, reverse=True)


# ---- what may be asked
def test_a_single_year_has_no_changes(world):
    diagnosis = ni.diagnose(world[2008], "CHN", model=False)
    assert {f.year for f in diagnosis} == {2008}
    for f in diagnosis:
        assert not re.search(r"(up|down) from|as in \d", f.sentence["en"])
        assert not isinstance(f.proof, proofs.Lines | proofs.SlopeChart)
    for system in SYSTEMS:
        assert len(diagnosis.select_system(system)) >= 3


def test_one_system_and_other_peers(world):
    diagnosis = ni.diagnose(world, "CHN", system="s4", peers=["USA", "JPN", "CHN"])
    assert {f.system for f in diagnosis} == {"s4"}
    ranked = pick(diagnosis, "s4.participation").proof
    assert {r.code for r in ranked.rows} == {"CHN", "USA", "JPN"}
    alone = ni.diagnose(world, "CHN", system="s1", peers=[], model=False)
    assert {f.kind for f in alone if f.indicators[0] not in analyses()} == {"context"}


def test_unknown_names_suggest_the_nearest(world):
    with pytest.raises(UnknownNameError, match=r"unknown economy 'CHM'. Did you mean 'CHN'\?"):
        ni.diagnose(world, "CHM")
    with pytest.raises(UnknownNameError, match=r"unknown economy 'JPM'. Did you mean 'JPN'\?"):
        ni.diagnose(world, "CHN", peers=["JPM"])
    with pytest.raises(UnknownNameError, match=r"unknown system 's5'. Did you mean 's1'\?|unknown system 's5'"):
        ni.diagnose(world, "CHN", system="s5")
    with pytest.raises(UnknownNameError, match="unknown system"):
        ni.diagnose(world, "CHN").select_system("s9")
    with pytest.raises(UnknownNameError, match="unknown system"):
        finding(system="s9")


def test_a_diagnosis_shows_itself(diagnosed):
    diagnosis = diagnosed("CHN")
    frame = diagnosis.to_frame()
    assert len(frame) == len(diagnosis)
    assert {"sentence_en", "sentence_zh", "kind", "value", "year", "status"} <= set(frame.columns)
    assert repr(diagnosis).startswith(f"Diagnosis(CHN, 2022, {len(diagnosis)} findings)")
    assert diagnosis.findings[0].sentence["en"] in repr(diagnosis)
    html = diagnosis._repr_html_()
    assert html.count("<tr>") == len(diagnosis) + 1
    assert repr(diagnosis.findings[0]).startswith(f"Finding({diagnosis.findings[0].id}")


def test_registered_functions_say_what_they_look_for():
    for system in SYSTEMS:
        assert len(finders(system)) >= 6
        assert all((f.__doc__ or "").strip() for f in finders(system))
    assert set(KINDS) == {"problem", "constraint", "risk", "strength", "context"}
    assert all(set(text) == {"en", "zh"} for text in (*KINDS.values(), *SYSTEMS.values()))


def check_told(findings):
    """Check that findings have a number and that nothing is left open in their words."""
    for f in findings:
        assert math.isfinite(f.value)
        assert not re.search(r"[{}]|\bnan\b", f.sentence["en"] + f.sentence["zh"] + f.detail["en"] + f.detail["zh"]), f


@settings(max_examples=25)
@given(economies(min_regions=1, min_industries=2, max_industries=6))
def test_any_economy_can_be_diagnosed(w):
    for code in w.regions:
        check_told(ni.diagnose(w, code, model=False))


@settings(max_examples=3)
@given(economies(min_regions=2, min_industries=2, max_industries=6))
def test_any_economy_can_be_diagnosed_with_the_model(w):
    """Each takes hundreds of solves, many of what has no equilibrium: a few are enough."""
    check_told(ni.diagnose(w, w.regions[0]))


@settings(max_examples=10)
@given(panels(min_regions=2, min_industries=4))
def test_any_panel_can_be_diagnosed(p):
    for f in ni.diagnose(p, p.regions[0], model=False):
        assert math.isfinite(f.value)
        assert len(f.evidence) == len(f.rows) > 0


def test_a_net_exporter_emits_for_others_and_a_net_importer_has_others_emit():
    china, america = (next(trade(Context.from_accounts(ni.load("world", 2011), code))) for code in ("CHN", "USA"))
    out, into = (abs(f.value) for f in (china, america))
    hundreds = {m: f"{m / 100:.{1 if m >= 1000 else 2}f}亿吨" for m in (out, into)}
    assert china.sentence["en"].startswith(f"China emitted {out:,.0f} Mt of CO₂ for others")
    assert china.sentence["zh"].startswith(f"中国净输出隐含碳{hundreds[out]}，")
    assert america.sentence["en"].startswith(f"Others emitted {into:,.0f} Mt of CO₂ for the United States")
    assert america.sentence["zh"].startswith(f"美国净输入隐含碳{hundreds[into]}，")


def test_the_legend_of_risks_covers_all_that_is_one():
    """Ahead of the peers or not told apart from them, and a loss however far it lies from theirs."""
    assert {judge("higher", v, [0.49, 0.5, 0.51], -0.1, 0.1)[0] for v in (0.5, 0.8)} == {"risk"}
    assert [risk_of_loss(0.0, high)[0] for high in (0.99 * MATERIAL, MATERIAL)] == ["context", "risk"]
    for words, claims, loss in ((page_words("en"), "ahead", "a loss"), (page_words("zh"), "优于", "损失")):
        said = words["kinds"]["risk"]
        assert claims not in said
        assert loss in said
        assert plain_share(MATERIAL) in said


@check_each("code", CODES)
def test_up_is_up_and_down_is_down(world, diagnosed, code):
    seen = 0
    for f in diagnosed(code):
        change = re.search(r"(up|down) from \S+ in (\d{4})", f.sentence["en"])
        if change:
            rows = f.evidence[(f.evidence["indicator"] == f.indicators[0]) & (f.evidence["region"] == code)]
            by_year = rows[rows["partner"].isna()].set_index("year")["value"]
            assert (by_year[f.year] > by_year[int(change[2])]) == (change[1] == "up"), f
            seen += 1
    assert seen > 3


def test_chained_output_weights_industries_by_their_shares_in_both_years():
    build = {"regions": ["CHN"], "industries": ["c9", "c14"], "demand": ["c37"], "Z": np.zeros((2, 2))}
    first = ni.Accounts(**build, Y=[[10.0], [30.0]], year=2000, satellites={"output_volume": [10.0, 30.0]})
    second = ni.Accounts(**build, Y=[[30.0], [30.0]], year=2001, satellites={"output_volume": [20.0, 60.0 / 4]})
    grown = compute_output_growth(Context.from_accounts(ni.Panel([first, second]), "CHN"), 2000, 2001)
    # shares of c9: 1/4, then 1/2; volumes double and halve
    assert_allclose(grown, 2.0 ** (3 / 8) * 0.5 ** (5 / 8))


def test_an_economy_is_no_peer_of_itself(world):
    with pytest.raises(DataError, match="CHN cannot be compared with itself alone"):
        ni.diagnose(world, "CHN", peers="CHN")
    assert "CHN" not in Context.from_accounts(world, "CHN", ("CHN", "USA")).peers


def test_wide_keeps_the_order_of_regions(world):
    frame = ni.wide(ni.measure(world[2011], "s4.vax_ratio"))
    assert list(frame.index) == list(world[2011].regions)
