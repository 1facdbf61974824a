"""A sound index passes all ten steps; each planted fault changes the marks it must change, and no others."""

from __future__ import annotations

from dataclasses import replace

import pytest
from planted_faults import FAULTS
from sound_index import sound

from newind.index import Index
from newind.index.audit.judging import rules

UNASKED = {"imputation_matters", "consistency", "links"}
"""Nothing is imputed or compared in pairs in the sound index, and no related measure is given."""


@pytest.fixture(scope="module")
def index():
    return sound()


def attention(audit):
    return tuple(c.id for c in audit.checks if c.mark == "attention")


def test_a_sound_index_passes_all_ten_steps(index):
    audit = index.audit()
    assert audit.marks == dict.fromkeys(range(1, 11), "pass")
    assert {c.id for c in audit.checks if c.mark == "not judged"} == UNASKED
    assert attention(audit) == ()
    assert audit.summary() == "10 of 10 steps pass, 0 need attention."


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.plant.__name__)
def test_a_planted_fault_gets_exactly_its_marks(fault):
    audit = fault.audit()
    assert attention(audit) == fault.checks
    changed = dict.fromkeys(fault.steps, "attention") | dict.fromkeys(fault.open, "not judged")
    assert audit.marks == dict.fromkeys(range(1, 11), "pass") | changed
    first = audit[fault.checks[0]]
    assert (first.offenders[0].code if first.offenders else "") == fault.named


def test_figures_that_do_not_follow_from_the_recipe_are_found(index):
    top = index.tree.top
    scores = {**index.built.scores, top: index.built.scores[top].copy()}
    scores[top][3] *= 1.001
    audit = replace(index, built=replace(index.built, scores=scores)).audit()
    assert attention(audit) == ("reproduced",)
    assert audit["reproduced"].offenders[0].code == "u03"
    assert [n for n, mark in audit.marks.items() if mark == "attention"] == [10]


def test_replications_that_fail_are_found(index, monkeypatch):
    drawn = index.uncertainty(1000)
    lost = replace(drawn, failed={"EM did not settle in 2000 steps.": 80})
    monkeypatch.setattr(Index, "uncertainty", lambda *_, **__: lost)
    audit = index.audit()
    assert attention(audit) == ("failed",)
    assert "8% of 1,000 replications could not be computed" in audit["failed"].text["en"]
    assert "EM did not settle" in audit["failed"].text["zh"]
    assert [n for n, mark in audit.marks.items() if mark == "attention"] == [8]


def test_every_check_has_a_fault_that_it_finds():
    assert {check for fault in FAULTS for check in fault.checks} | {"reproduced", "failed"} == {
        r.id for r in rules().checks
    }
