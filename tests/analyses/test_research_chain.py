"""Whose research is in what an industry uses, against an inverse written out; and what cannot be asked."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from numpy.testing import assert_allclose

import newind as ni
from newind.analyses.science.chain import LABELS, research_chain
from newind.errors import DataError, UnknownNameError
from newind.measures.science import research
from newind.testing import economies

w = ni.load("world", year=2011)


@given(economies())
def test_research_in_inputs_against_an_inverse(w):
    if np.isnan(research(w)).any() or not (w.x > 0).all():
        return
    chain = research_chain(w, w.regions.codes[0])
    B = np.linalg.inv(np.eye(w.n) - w.A)
    r = research(w)
    for j in range(w.S):
        per_unit = r * B[:, j] / B[j, j]
        for c in range(w.R):
            part = per_unit[c * w.S : (c + 1) * w.S].sum() - (r[j] if c == 0 else 0.0)
            assert_allclose(chain.embodied[c, j], part, atol=1e-12)


def test_rows_add_up_to_the_research_that_was_done():
    chain = research_chain(w, "DEU")
    rd = w.facts["rd_intensity"].values * w.gdp
    known = np.isfinite(rd)
    assert_allclose(chain.used.sum(axis=1)[known], rd[known], rtol=1e-9)
    assert set(chain.unknown) == {c for c, k in zip(w.regions.codes, known, strict=True) if not k}


def test_what_is_done_for_others_is_what_comes_from_others():
    balance = research_chain(w, "USA").balance().set_index("region")
    assert balance["for_others"].sum() == pytest.approx(balance["from_others"].sum(), rel=1e-9)
    assert np.isnan(balance.loc["TWN", "done"])
    assert (balance["status"] == "estimated").all()


def test_tables_agree_with_each_other():
    chain = research_chain(w, "CHN")
    by_industry = chain.by_industry().set_index("industry")
    by_origin = chain.by_origin().pivot(index="industry", columns="partner", values="value")
    assert_allclose(by_origin.drop(columns="CHN").sum(axis=1)[by_industry.index], by_industry["foreign"], rtol=1e-12)
    lead = by_origin.drop(columns="CHN").idxmax(axis=1)
    assert (lead[by_industry.index] == by_industry["lead"]).all()
    assert set(LABELS) >= set(by_industry.columns) - {"status"}


def test_what_cannot_be_asked_is_said():
    with pytest.raises(DataError, match="only a boundary"):
        research_chain(ni.load("china", year=2018), "CHN")
    with pytest.raises(DataError, match="R&D of TWN is not known in 2011"):
        research_chain(w, "TWN")
    with pytest.raises(UnknownNameError, match="Did you mean 'CHN'"):
        research_chain(w, "CHM")
