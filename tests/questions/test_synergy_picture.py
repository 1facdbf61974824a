"""The matrix of synergies as a picture: figures in millionths, hatched where the direction is open, and words."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

import newind as ni
from newind.documents.answers import write_chart
from newind.pathways.synergy import OUTCOMES, Synergies
from newind.questions.policies.answers_compared import PER, draw_synergies, synergy_of

NAMES = ("better", "support", "tax")


@pytest.fixture(scope="module")
def found():
    """Synergies made up: one sure, one of a sign that changes, one pair that was refused."""
    alone = np.tile(np.array([0.01, 0.02, -0.01])[:, None], (1, len(OUTCOMES)))
    together = alone[:, None] + alone[None] + 5e-5
    together[[0, 1, 2], [0, 1, 2]] = np.nan
    together[0, 2] = together[2, 0] = np.nan
    synergy = together - alone[:, None] - alone[None]
    corner = synergy.copy()
    corner[1, 2] = corner[2, 1] = -1e-5
    return Synergies(NAMES, "CHN", 2011, "medium", alone, together, {("better", "tax"): "they contradict"},
                     corner[None], {"tax": {"en": "A tax", "zh": "一项税"}})  # fmt: skip


def test_cells_are_ranges_in_millionths(found):
    proof = draw_synergies(found, {})
    assert proof.values["better", "support"] == pytest.approx((5e-5 * PER,) * 3)
    low, _, high = proof.values["support", "tax"]
    assert low < 0 < high
    assert set(proof.values) == set(permutations(NAMES, 2)) - {("better", "tax"), ("tax", "better")}


def test_better_is_as_declared(found):
    assert [draw_synergies(found, {}, o).better for o in ("real_income", "green")] == ["higher", "lower"]


@pytest.mark.parametrize(("lang", "words"), [("en", ("better", "millionths")), ("zh", ("一项税", "百万分之一"))])
def test_the_picture_has_the_words_of_its_answer(found, tmp_path, lang, words):
    answer = synergy_of(found)
    path = write_chart(answer, tmp_path / "synergy.svg", lang)
    root = ET.fromstring(path.read_text(encoding="utf-8"))
    told = "".join(root.itertext())
    gaps = "".join(told.split())
    assert "+50" in told
    assert all(w in told for w in words)
    assert "".join(answer.lead[0][lang].split()) in gaps
    assert "".join(answer.notes[0][lang].split()) in gaps
    assert sum("hatched" in (e.get("class") or "") for e in root.iter()) == 3  # two cells and the key


def test_an_outcome_that_is_not_measured_is_refused(found):
    with pytest.raises(ni.DataError, match="outcome 'growth'"):
        synergy_of(found, outcome="growth")


def test_an_answer_without_a_picture_is_refused_and_nothing_written(found, tmp_path):
    with pytest.raises(ni.DataError, match="no picture"):
        write_chart(replace(synergy_of(found), chart=None), tmp_path / "no.svg")
    assert not list(tmp_path.iterdir())
