"""The audit: figures are those of their definitions, texts are whole, and nothing fails for want of data."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from sound_index import INDICATORS, RECIPE, UNITS, description, element, figures, sound

import newind as ni
from each import check_each
from newind.errors import DataError, UnknownNameError
from newind.index import build
from newind.index.audit import Audit, Check
from newind.index.audit.evidence import CheckResult, Evidence, Offender, build_unjudged_finding, worst
from newind.index.audit.judging import MEASURES, ROUNDING, rules
from newind.index.audit.report import check_of, format_figure, join_offenders
from newind.index.settings import AGGREGATIONS, NORMALISATIONS, TREATMENTS, WEIGHTINGS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "index-audit.md"
FIELD = re.compile(r"(?<!{){(\w+)}(?!})")
CHINESE = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture(scope="module")
def index():
    return sound()


@pytest.fixture(scope="module")
def audit(index):
    return index.audit()


def gappy(seed=5, share=0.1, units=60, **recipe):
    """Return the sound index, or one of some of its units, with some figures missing."""
    data, spec = figures().iloc[:units], description()
    rng = np.random.default_rng(seed)
    values = data[list(INDICATORS)].to_numpy().copy()
    values[rng.random(values.shape) < share] = np.nan
    data[list(INDICATORS)] = values
    spec["recipe"] = {**RECIPE, **recipe}
    return build(data, spec)


# ---- what is written down is whole
def test_ten_steps_and_a_measure_for_each_check():
    assert list(rules().titles) == list(range(1, 11))
    assert {r.step for r in rules().checks} == set(range(1, 11))
    assert {r.id for r in rules().checks} == set(MEASURES)
    assert len(rules().checks) == len(MEASURES)


@check_each("rule", rules().checks, ids=lambda rule: rule.id)
def test_each_check_is_described_in_both_languages_with_its_source(rule):
    for words in (rule.title, rule.passed, rule.attention):
        assert set(words) == {"en", "zh"}
        assert CHINESE.search(words["zh"])
        assert not CHINESE.search(words["en"])
        assert set(FIELD.findall(words["en"])) == set(FIELD.findall(words["zh"]))
    assert rule.source in rules().sources
    assert rule.where
    assert isinstance(rule.checked, bool)
    assert {"value", "who"} & set(FIELD.findall(rule.attention["en"]))
    assert "value" in FIELD.findall(rule.passed["en"])


def test_each_source_is_used():
    assert {r.source for r in rules().checks} == set(rules().sources)


def test_the_page_shows_what_is_written_down():
    """docs/explanation/index-audit.md has the table that the data file makes."""
    rows = [f"| {r.step} | {r.title['en']} | {limit(r)} | {source(r)} |" for r in rules().checks]
    table = "\n".join(["| step | check | passes at | where the threshold comes from |", "|---|---|---|---|", *rows])
    text = PAGE.read_text(encoding="utf-8")
    assert table in text
    assert all(citation in text for citation in rules().sources.values())


def limit(rule):
    return f"{'≥' if rule.least else '≤'} {format_figure(rule.threshold, rule.unit)}"


def source(rule):
    return f"{rule.source}: {rule.where}{'' if rule.checked else ' †'}"


# ---- figures are those of their definitions
def test_figures_of_the_sound_index_are_those_of_their_definitions(index, audit):
    X = {p: index.stage("normalise")[[f"{p}{k}" for k in (1, 2, 3, 4)]].to_numpy() for p in "abcd"}
    corr = {p: np.corrcoef(x, rowvar=False) for p, x in X.items()}
    eigen = {p: np.linalg.eigvalsh(c)[::-1] for p, c in corr.items()}
    alpha = {p: 4 / 3 * (1 - np.cov(x.T).trace() / np.cov(x.T).sum()) for p, x in X.items()}
    rest = [np.corrcoef(x[:, j], np.delete(x, j, axis=1).mean(axis=1))[0, 1] for x in X.values() for j in range(4)]
    assert_allclose(audit["conflicts"].value, min(c.min() for c in corr.values()))
    assert_allclose(audit["first_component"].value, min(e[0] for e in eigen.values()) / 4)
    assert audit["components"].value == max((e > 1).sum() for e in eigen.values())
    assert_allclose(audit["cronbach"].value, min(alpha.values()))
    assert_allclose(audit["weak"].value, min(rest))
    sd = index.stage("normalise").std(ddof=0)
    assert_allclose(audit["spread"].value, sd.max() / sd.min())


def test_rank_correlation_with_size_is_spearmans(index, audit):
    data = figures()
    own = data[list(INDICATORS)].assign(a1=data["a1"] / data["people"])
    assert_allclose(audit["size"].value, own.rank().corrwith(data["people"].rank()).abs().max())


def test_contributions_of_pillars_to_the_variance_add_up(index):
    found = MEASURES["contribution"](Evidence(index, rules()))
    assert_allclose(sum(item.value for item in found.items), 1)
    share = 0.25 * np.cov(index.scores["b"], index.scores["index"])[0, 1] / index.scores["index"].var()
    assert_allclose(next(item.value for item in found.items if item.code == "b"), share)


def test_compensation_compares_the_two_means(index, audit):
    X = 1 + 0.99 * index.stage("normalise")
    pillars = {p: X[[f"{p}{k}" for k in (1, 2, 3, 4)]] for p in "abcd"}
    straight = pd.DataFrame({p: x.mean(axis=1) for p, x in pillars.items()}).mean(axis=1)
    bent = np.exp(pd.DataFrame({p: np.log(x).mean(axis=1) for p, x in pillars.items()}).mean(axis=1))
    far = (straight.rank() - bent.rank()).abs() > 0.1 * len(UNITS)
    assert_allclose(audit["compensability"].value, far.mean())


def test_intervals_are_those_of_the_uncertainty(index):
    audit = index.audit(replications=200, seed=3)
    ranks = index.uncertainty(200, seed=3).ranks
    assert_allclose(audit["interval_width"].value, (ranks["high"] - ranks["low"] > 12).mean())
    again = audit["removal"]
    moved = [(index.replay({"remove": c}).ranks["index"] - index.ranks["index"]).abs().mean() / 60 for c in INDICATORS]
    assert_allclose(again.value, max(moved))


def test_what_was_filled_and_what_was_left_is_counted():
    filled, left = gappy(impute="mean").audit(), gappy(impute=None).audit()
    raw = gappy().stage("raw")
    assert_allclose(filled["imputed"].value, raw.isna().mean().max())
    assert filled["gaps"].value == 0
    assert_allclose(left["gaps"].value, raw.isna().to_numpy().mean())
    assert left["imputed"].value == 0
    assert_allclose(left["unit_coverage"].value, raw.notna().mean(axis=1).min())
    assert str(int(raw.isna().to_numpy().sum())) in filled["imputed"].text["en"]


# ---- nothing fails for want of data
@pytest.mark.parametrize("normalisation", [n for n in NORMALISATIONS if n not in ("goalposts", "distance_to_target")])
def test_any_scale_is_audited(normalisation):
    whole(gappy(normalise={"method": normalisation}).audit(replications=50))


@pytest.mark.parametrize("aggregation", AGGREGATIONS)
@pytest.mark.parametrize("treatment", TREATMENTS)
def test_any_mean_and_treatment_is_audited(aggregation, treatment):
    settings = {"normalise": {"range": [1, 100]}, "aggregate": aggregation, "treat": {"method": treatment}}
    whole(gappy(**settings).audit(replications=30))


@pytest.mark.parametrize("weighting", [w for w in WEIGHTINGS if w != "ahp"])
def test_any_weighting_is_audited(weighting):
    units = 12 if weighting == "benefit_of_the_doubt" else 60  # a linear programme a unit and pillar
    settings = {"impute": "mean"} if units == 12 else {}
    whole(gappy(weight=weighting, units=units, **settings).audit(replications=20))


@pytest.mark.parametrize("impute", [None, "none", "median", "em"])
def test_gaps_may_stay(impute):
    whole(gappy(impute=impute).audit(replications=50))


def test_a_panel_is_ranked_within_its_years():
    first, later = figures(1), figures(2)
    data = pd.concat([first.assign(year=2020), later.assign(year=2021)]).reset_index()
    audit = build(data, description()).audit(replications=100)
    whole(audit)
    assert "more than 6 places" in audit["compensability"].text["en"]


def whole(audit: Audit) -> None:
    """Assert that an audit says something of every check, in words without an open end."""
    assert [c.id for c in audit.checks] == [r.id for r in rules().checks]
    for check in audit.checks:
        assert (check.mark == "not judged") == bool(np.isnan(check.value))
        assert bool(check.offenders) <= (check.mark == "attention")
        for lang in ("en", "zh"):
            assert check.text[lang]
            assert not re.search(r"[{}]|\bnan\b|\bNone\b", check.text[lang].replace("{en, zh}", ""))
    json.dumps(audit.to_dict(), allow_nan=False)


def test_few_units_are_not_judged_with_the_reason():
    data = figures().iloc[:8]
    audit = build(data, description()).audit(replications=20)
    whole(audit)
    assert audit["cronbach"].text["en"] == "Not judged: there are 8 rows, fewer than 10."
    assert audit["ties"].text["zh"] == "未判定：同期排名的单元只有8个，少于10个。"
    assert {n for n, mark in audit.marks.items() if mark == "not judged"} == {4, 7, 8, 9}
    assert audit.marks[2] == "pass"
    assert audit.summary() == "6 of 10 steps pass, 0 need attention, 4 not judged."


def test_one_indicator_a_pillar_leaves_nothing_to_compare():
    data, spec = figures(), description()
    spec["elements"] = [e for e in spec["elements"] if e["code"] in ("a1", "a", "index", "people")]
    audit = build(data, spec).audit(replications=20)
    whole(audit)
    for name in ("conflicts", "weak", "cronbach", "components", "first_component"):
        assert audit[name].text["en"] == "Not judged: no pillar has two indicators."
    assert audit["pillar_links"].text["zh"] == "未判定：只有一个支柱。"
    assert audit["collinear"].text["en"] == audit["removal"].text["en"] == "Not judged: there is one indicator."


def test_what_cannot_be_computed_is_not_judged_with_the_reason(index):
    def failing(e):
        raise DataError("all replications failed. Choose others.")

    from newind.index.audit.evidence import require_computable

    found = require_computable(failing)(Evidence(index, rules()))
    assert found.reason["en"] == "it cannot be computed (all replications failed. Choose others)"
    check = check_of(rules()["interval_width"], found)
    assert (check.mark, check.figure, check.offenders) == ("not judged", "—", ())


def test_items_without_figures_are_not_judged():
    rule = rules()["weak"]
    unknown = worst([Offender("x", {"en": "x", "zh": "x"})])
    for finding in (unknown, worst([])):
        assert check_of(rule, finding).text["en"] == "Not judged: there is nothing that can be compared."
    assert np.isnan(build_unjudged_finding({"en": "a", "zh": "甲"}).value)


@pytest.mark.parametrize(("least", "value", "mark"), [(True, 0.3, "pass"), (True, 0.29, "attention")])
def test_a_figure_at_its_threshold_passes(least, value, mark):
    rule = rules()["weak"]
    assert rule.least is least
    assert check_of(rule, worst([Offender("x", {"en": "x", "zh": "x"}, value)])).mark == mark
    assert not rule.fails(rule.threshold - ROUNDING / 2)


# ---- words
@check_each(
    ("value", "unit", "text"),
    [
        (0.65, "share", "65%"), (0.6349, "share", "63.5%"), (-0.4, "correlation", "−0.4"), (12345, "count", "12,345"),
        (np.inf, "number", "∞"), (np.nan, "share", "—"), (0.0, "small", "0"), (1e-9, "small", "1e-09"),
        (-0.375, "number", "−0.38"),
    ],
)  # fmt: skip
def test_figures_are_written_as_their_kind(value, unit, text):
    assert format_figure(value, unit) == text


def test_three_offenders_are_named_and_the_others_counted():
    many = [Offender(c, {"en": c, "zh": c}, 0.1) for c in "pqrst"]
    assert join_offenders(many, "share", "en") == "p (10%), q (10%), r (10%) and 2 more"
    assert join_offenders(many, "share", "zh") == "p（10%）、q（10%）、r（10%）等5项"
    assert join_offenders(many[:2], "correlation", "en") == "p (0.1), q (0.1)"


def test_sentences_are_made_of_the_figures():
    data, spec = figures(), description()
    element(spec, "c2")["direction"] = "lower"
    audit = build(data, spec).audit(replications=50)
    check = audit["weak"]
    assert check.text["en"].startswith("Correlated below 0.3 with the rest of their pillar: Measure c2 (−0.")
    assert check.text["zh"].startswith("与支柱其余部分相关低于0.3：指标c2（−0.")
    assert "∞: moves against" in audit["importance"].text["en"]
    assert audit["importance"].offenders[0].value == np.inf


# ---- how it is handed on
def test_the_table_has_a_row_a_check(audit):
    for lang, mark in (("en", "✓ pass"), ("zh", "✓ 通过")):
        frame = audit.to_frame(lang)
        assert list(frame.columns) == ["step", "check", "value", "threshold", "mark", "text", "offenders"]
        assert list(frame.index) == [r.id for r in rules().checks]
        row = frame.loc["unit_coverage"]
        assert (row["value"], row["threshold"], row["mark"]) == ("100%", "≥ 65%", mark)


def test_the_text_has_every_step_with_mark_figure_and_threshold(audit):
    english, chinese = audit.text(), audit.text("zh")
    assert english.startswith("# Audit of Sound index\n\n10 of 10 steps pass, 0 need attention.\n")
    assert chinese.startswith("# 指数审计：稳健指数\n\n10个步骤中10个通过，0个需关注。\n")
    assert re.findall(r"^## ✓ Step (\d+)", english, re.M) == [str(n) for n in range(1, 11)]
    assert re.findall(r"^## ✓ 第(\d+)步", chinese, re.M) == [str(n) for n in range(1, 11)]
    assert english.count("\n- ") == chinese.count("\n- ") == len(rules().checks)
    assert "- ✓ pass · **Pillars**: 4 (≥ 2). The concept has 4 pillars." in english
    assert "- ✓ 通过 · **支柱数**：4（≥ 2）。概念分为4个支柱。" in chinese
    assert "- ○ not judged · **Lowest rank correlation with related measures**: — (≥ 0.3). Not judged:" in english


def test_plain_data_give_the_figures_and_know_no_infinity(audit):
    plain = audit.to_dict()
    assert [s["number"] for s in plain["steps"]] == list(range(1, 11))
    checks = {c["id"]: c for s in plain["steps"] for c in s["checks"]}
    assert checks["links"]["value"] is None
    assert checks["cronbach"]["value"] == audit["cronbach"].value
    assert checks["cronbach"]["threshold"] == 0.7
    json.dumps(plain, allow_nan=False)


def test_it_shows_itself(audit):
    page = audit._repr_html_()
    assert page.count("<tr>") == 1 + 10 + len(rules().checks)
    assert repr(audit) == "Audit(Sound index: 10 of 10 steps pass, 0 need attention.)"
    assert audit.steps[3].mark == "pass"
    assert isinstance(audit["cronbach"], Check)


def test_texts_of_a_specification_are_escaped():
    spec = description() | {"name": {"en": "A <b>bold</b> index", "zh": "指数"}}
    page = build(figures(), spec).audit(replications=10)._repr_html_()
    assert "A &lt;b&gt;bold&lt;/b&gt; index" in page


def test_the_same_seed_gives_the_same_audit(index):
    assert index.audit(replications=40, seed=2).to_dict() == index.audit(replications=40, seed=2).to_dict()


# ---- what is asked of it
def test_thresholds_can_be_set(index):
    strict = index.audit(thresholds={"pillar_size": 5, "largest_weight": 0.2}, replications=20)
    assert {c.id for c in strict.checks if c.mark == "attention"} == {"pillar_size", "largest_weight"}
    assert strict["pillar_size"].limit == "≥ 5"
    assert index.audit(replications=20).marks[1] == "pass"


def test_sizes_and_links_are_found_by_unit_and_year():
    data = pd.concat([figures(1).assign(year=2020), figures(2).assign(year=2021)]).reset_index()
    index = build(data, description())
    area = pd.DataFrame({"area": np.r_[data["c1"][:60], data["c1"][60:]] ** 3})
    area.index = pd.MultiIndex.from_arrays([data["unit"], data["year"]])
    by_unit = pd.DataFrame({"wealth": index.scores["index"].groupby("unit").mean()})
    audit = index.audit(sizes=area, links=by_unit, replications=20)
    assert_allclose(audit["size"].value, 1)
    assert audit["size"].offenders[0].code == "c1 area"
    assert audit["links"].mark == "pass"


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        ({"thresholds": {"cronbac": 1}}, UnknownNameError, "unknown check 'cronbac'. Did you mean 'cronbach'?"),
        ({"thresholds": {"cronbach": "high"}}, DataError, "thresholds that are not numbers: 'cronbach'"),
        ({"thresholds": {"cronbach": float("nan")}}, DataError, "thresholds that are not numbers: 'cronbach'"),
        ({"sizes": pd.DataFrame({"x": [1.0]}, index=["z"])}, DataError, "sizes: no row of the index among its rows"),
        (
            {"links": pd.DataFrame({"x": ["a"]}, index=["u00"])},
            DataError,
            "links: columns that are not numbers: 'x'",
        ),
    ],
)
def test_what_cannot_be_meant_is_named(index, settings, error, message):
    with pytest.raises(error, match=re.escape(message)):
        index.audit(**settings)


def test_names_that_there_are_not_are_named(audit):
    with pytest.raises(UnknownNameError, match=re.escape("unknown check 'weaker'. Did you mean 'weak'?")):
        audit["weaker"]
    for ask in (audit.to_frame, audit.text, audit.summary):
        with pytest.raises(UnknownNameError, match=r"unknown language 'de'.* The audit speaks en and zh\."):
            ask("de")


def test_a_rank_outside_its_interval_is_found(index):
    class Doubt:
        ranks = pd.DataFrame({"nominal": np.arange(60.0), "low": np.arange(60.0), "high": np.arange(60.0) + 1})

    Doubt.ranks.loc[[0, 1, 2, 3], "nominal"] = 40
    evidence = Evidence(index, rules())
    evidence.__dict__["doubt"] = Doubt
    found = MEASURES["outside"](evidence)
    assert_allclose(found.value, 4 / 60)
    assert [o.code for o in found.offenders] == ["u00", "u01", "u02", "u03"]
    Doubt.ranks["high"] = np.nan
    assert MEASURES["outside"](evidence).reason["en"] == "no rank has an interval"
    assert MEASURES["interval_width"](evidence).reason["zh"] == "没有可用的排名区间"
    assert isinstance(found, CheckResult)


# ---- indices that are known
def test_the_shipped_index_gets_its_marks():
    spec = ni.index.spec("new-industrialization")
    codes = [e.code for e in spec.elements if e.kind in ("indicator", "unscored")]
    table = ni.measure(ni.load("world").within(2009), codes)
    audit = build(table, spec).audit()
    whole(audit)
    assert {n for n, mark in audit.marks.items() if mark == "attention"} == {1, 2, 4, 6, 8}
    assert [o.code for o in audit["pillar_size"].offenders] == ["innovation", "green", "open"]
    assert audit["names"].value == 1


def test_the_worked_example_of_coinr_gets_its_marks(shared):
    def read(name):
        return pd.read_parquet(shared / "indices" / "asem" / f"{name}.parquet")

    recipe = {"denominate": {}, "impute": {"method": "group_mean", "group": "EurAsia_group"},
              "screen": {"min_available": 0.9}, "treat": {}, "normalise": {}, "aggregate": {}}  # fmt: skip
    audit = build(read("ASEM_iData"), read("ASEM_iMeta"), recipe).audit()
    whole(audit)
    assert {n for n, mark in audit.marks.items() if mark == "pass"} == {3, 5}
    assert_allclose(audit["cronbach"].value, -0.3768, atol=5e-5)  # of SusEcFin
    assert audit["cronbach"].offenders[0].code == "SusEcFin"
    assert audit["indicators"].value == 49
