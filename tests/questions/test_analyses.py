"""Every analysis that findings rest on is described in full, leads to a function, and answers a clause of the paper."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import newind as ni
from each import check_each
from newind.errors import UnknownNameError
from newind.measures.context import Context
from newind.measures.registry import analyses, indicators, quantity
from newind.questions.evidence import CAP, STATUSES, EvidenceRow, build_range_facts, risk_of_loss
from newind.questions.science import findings_risks

EVERY = list(analyses().values())


@check_each("entry", EVERY, ids=lambda e: e.id)
def test_an_analysis_is_described_in_full(entry):
    assert set(entry.label) == set(entry.formula) == {"en", "zh"}
    assert all([*entry.label.values(), *entry.formula.values(), entry.source, entry.unit])
    assert entry.status in (*STATUSES,)
    assert entry.better in ("higher", "lower", "none")
    assert entry.id not in indicators().ids
    assert entry.clause in {c.id for c in ni.clauses()}


@check_each("entry", EVERY, ids=lambda e: e.id)
def test_an_analysis_leads_to_a_function(entry):
    program, package, name = entry.function.split(".")
    assert program == "newind"
    assert callable(getattr(getattr(ni, package), name))


def test_a_quantity_is_an_indicator_or_an_analysis():
    assert quantity("s4.vax_ratio") is indicators()["s4.vax_ratio"]
    assert quantity("s1.input_loss") is analyses()["s1.input_loss"]
    with pytest.raises(UnknownNameError, match=r"Did you mean .s1\.input_loss."):
        quantity("s1.input_los")


def test_a_loss_is_a_risk_where_it_may_be_large():
    assert risk_of_loss(0.0001, 0.0099)[0] == "context"
    assert risk_of_loss(0.0001, 0.01)[0] == "risk"
    sizes = [risk_of_loss(m, 0.2)[1] for m in (0.0, 0.001, 0.01, 0.05, 0.5)]
    assert sizes == sorted(sizes)
    assert sizes[0] == 0
    assert sizes[-1] == sizes[-2] == CAP


def test_a_range_is_three_rows_of_one_quantity():
    rows = build_range_facts("s1.input_loss", 0.1, 0.2, 0.3, industry="c14")
    assert [(r.id, r.quantity_id, r.value, r.industry) for r in rows] == [
        ("s1.input_loss", "s1.input_loss", 0.2, "c14"),
        ("s1.input_loss.low", "s1.input_loss", 0.1, "c14"),
        ("s1.input_loss.high", "s1.input_loss", 0.3, "c14"),
    ]
    assert EvidenceRow("s4.vax_ratio", 1.0).quantity_id == "s4.vax_ratio"


@pytest.mark.parametrize("region", ["CHN"])
def test_findings_of_analyses_carry_their_evidence(region):
    found = ni.diagnose(ni.load("world").until(2011), region, "s1")  # productivity by industry ends in 2009
    told = [f for f in found if f.indicators[0] in analyses()]
    assert {"s1.input_loss", "s1.supplier_loss", "s1.frontier"} <= {f.id for f in told}
    for f in told:
        own = f.evidence[f.evidence["indicator"] == f.indicators[0]]
        assert np.isclose(own["value"], f.value).any() or f.id == "s1.frontier"
        assert (f.evidence["status"] == quantity(f.indicators[0]).status).any()
        assert f.range is None or f.range[0] <= f.value <= f.range[1]
        assert all(f.sentence.values())


@pytest.mark.parametrize(("apart", "told"), [(True, True), (False, False)])
def test_a_frontier_that_is_the_same_for_all_industries_is_no_finding(monkeypatch, apart, told):
    ctx = Context.from_accounts(ni.load("world"), "CHN")
    found = findings_risks._mix(ctx)
    distance = np.where(np.arange(len(found.industries)) % 2, 0.5, 0.4 if apart else 0.5)
    monkeypatch.setattr(findings_risks, "_mix", lambda _: replace(found, distance=distance))
    findings = list(findings_risks.frontier(ctx))
    assert [f.id for f in findings] == ["s1.frontier"] * told
    assert all("at it" not in f.sentence["en"] and "处于前沿" not in f.sentence["zh"] for f in findings)


def test_a_replacement_that_saves_nobody_knows_what_is_not_told(monkeypatch):
    """As where the economy with the subsidy has no equilibrium without the supplier."""
    ctx = Context.from_accounts(ni.load("world"), "CHN")
    told = findings_risks.ask_replacement(ctx)
    assert [f.id for f in findings_risks.replacements(ctx)] == ["s1.replacement"]
    unknown = [
        replace(o, tried=tuple(replace(t, left=np.nan, saved=np.nan) for t in o.tried)) for o in told.result.options
    ]
    known = replace(told, result=replace(told.result, options=tuple(unknown)))
    monkeypatch.setattr(findings_risks, "ask_replacement", lambda _: known)
    assert list(findings_risks.replacements(ctx)) == []


def test_what_is_read_off_an_estimated_table_is_no_observation():
    found = ni.diagnose(ni.load("world"), "CHN", "s4", model=False)
    told = [f for f in found if f.indicators[0] in analyses()]
    assert told
    assert not [f for f in told if f.status == "observed"]
    for f in told:
        assert not (f.evidence["status"] == "observed").any()
