"""The past tense of what is old: every sentence that findings are made of, in both languages."""

from __future__ import annotations

import re

import pytest

import newind as ni
from newind.briefs.characteristics import characteristics
from newind.systems.context import Context
from newind.systems.tense import PAST, RECENT, dated, old

PRESENT = re.compile(r"(?<!would )\b(is|are|has|have|makes|takes|keeps|comes|carries|stands|adds|ends)\b")


@pytest.fixture(scope="module")
def sentences():
    """Return what is found of two economies."""
    world = ni.load("world")
    return [f.sentence for code in ("CHN", "USA") for f in ni.diagnose(world, code, model=False) if f.year == 2022]


def test_sentences_on_old_figures_are_in_the_past_and_say_their_year(sentences):
    for said in sentences:
        told = dated(said, 2010, 2022)
        assert not PRESENT.search(told["en"]), told["en"]
        assert "2010" in told["en"]
        assert "2010年" in told["zh"]
        assert dated(said, 2022 - RECENT, 2022) == said


def test_three_years_are_recent_and_later_ones_are_not_old():
    assert [old(y, 2022) for y in (2018, 2019, 2024)] == [True, False, False]


def test_verbs_after_would_have_no_tense():
    said = {"en": "China would have less and takes more", "zh": "少"}
    assert dated(said, 2010, 2022)["en"] == "In 2010 China would have less and took more"


def test_every_past_differs_from_its_present():
    assert all(present != past for present, past in PAST.items())


def test_a_finding_on_an_old_figure_is_told_so():
    """Labour shares of the estimate end in 2014; of economies without newer tables their card is in the past."""
    card = next(c for c in characteristics(Context.of(ni.load("world"), "DEU")) if c.topic == "people")
    assert card.reading.year == 2014
    assert "received" in card.sentence["en"]
    assert "2014" in card.sentence["en"]
    assert "2014年" in card.sentence["zh"]
