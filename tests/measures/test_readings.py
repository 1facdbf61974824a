"""A reading compares an economy with its past and its peers, and says it in both languages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import newind as ni
from newind.measures.context import Context
from newind.measures.readings import Reading, concentration, leader, read, say, was

SHARE, INDEX = "s4.fva_share", "s4.supplier_hhi"


@pytest.fixture(scope="module")
def context():
    return Context.from_accounts(ni.load("world").select(years=[2000, 2011]), "CHN", ("USA", "DEU", "IND"))


def reading(id=SHARE, value=0.25, past=0.2, peers=(0.1, 0.3, 0.2)):
    others = {"CHN": value} | dict(zip(("USA", "DEU", "IND"), peers, strict=False))
    series = {2011: value} if past is None else {2000: past, 2011: value}
    return Reading(id, None, 2011, value, None if past is None else 2000, past, others, series, {})


def test_a_reading_knows_its_change_and_the_median_of_its_peers():
    r = reading()
    assert r.change == pytest.approx(0.05)
    assert r.up
    assert not reading(past=0.3).up
    assert r.peers == [0.1, 0.3, 0.2]
    assert r.median == 0.2
    assert reading(peers=()).median is None
    alone = reading(past=None)
    assert alone.change is None
    assert not alone.up


def test_a_reading_is_what_measure_says(context):
    r = read(context, SHARE)
    table = ni.measure(ni.load("world").select(years=[2000, 2011]), SHARE)
    total = table[table["industry"].isna()].set_index(["region", "year"])["value"]
    assert (r.year, r.first) == (2011, 2000)
    np.testing.assert_allclose(r.value, total["CHN", 2011])
    np.testing.assert_allclose(r.past, total["CHN", 2000])
    np.testing.assert_allclose(r.peers, [total[c, 2011] for c in ("USA", "DEU", "IND")])


def test_words_give_figure_past_and_median(context):
    said = say(context, reading())
    assert said.now == {"en": "25.0%", "zh": "25.0%"}
    assert said.since == {"en": ", up from 20.0% in 2000", "zh": "，高于2000年的20.0%"}
    assert said.peers["en"].endswith("median is 20.0%")
    assert say(context, reading(past=0.3)).since["en"] == ", down from 30.0% in 2000"
    assert say(context, reading(past=None)).since == {"en": "", "zh": ""}


@pytest.mark.parametrize(("peers", "some"), [((), False), ((0.1,), False), ((0.1, 0.3), True)])
def test_a_median_is_that_of_two_peers_or_more(context, peers, some):
    assert bool(say(context, reading(peers=peers)).peers["en"]) is some


@pytest.mark.parametrize(
    ("value", "en", "zh"), [(0.25, "more", "高于"), (0.15, "less", "低于"), (0.201, "as concentrated", "相当")]
)
def test_concentration_is_compared_with_the_median(value, en, zh):
    said = concentration(reading(INDEX, value=value))
    assert en in said["en"]
    assert zh in said["zh"]
    assert concentration(reading(INDEX, peers=())) == {"en": "", "zh": ""}


def test_the_leader_is_the_highest_peer_or_the_next(context):
    assert leader(context, reading())["en"] == "highest Germany, 30.0%"
    assert leader(context, reading(value=0.4))["en"] == "next Germany, 30.0%"
    assert leader(context, reading(peers=(0.1,))) == {"en": "", "zh": ""}


def test_the_past_is_a_short_line_with_its_year():
    assert was(reading()) == {"en": "20.0% in 2000", "zh": "2000年为20.0%"}
    assert was(replace(reading(), first=None, past=None)) == {"en": "", "zh": ""}
