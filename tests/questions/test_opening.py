"""The headline and the summary say what is so, in prose, whatever the economy and its peers."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

import pytest

import newind as ni
from each import check_each
from newind.documents import build
from newind.measures.context import Context
from newind.measures.newer import half
from newind.measures.readings import read
from newind.questions import opening

CODES = ("CHN", "USA", "JPN", "TWN", "IND", "IDN", "TUR", "GBR")
build_brief = partial(build.build_brief, model=False)
RATE = "quality.manufacturing_value_added_rate"


@pytest.fixture(scope="module")
def world() -> ni.Panel:
    return ni.load("world")


@pytest.fixture(scope="module")
def opened(world):
    return {(code, lang): build_brief(world, code, lang) for code in CODES for lang in ("en", "zh")}


@pytest.mark.parametrize("code", CODES)
def test_the_headline_compares_with_peers_as_the_figures_do(world, opened, code):
    rate = read(Context.from_accounts(world, code), RATE)
    error, own = half(world.last, RATE, code, rate.value), rate.value
    above, below = sum(v - own > 2 * error for v in rate.peers), sum(own - v > 2 * error for v in rate.peers)
    en, zh = (opened[code, lang].headline for lang in ("en", "zh"))
    assert bool(re.search(" more of what (it|they) sold", en)) == (2 * below > len(rate.peers))
    assert bool(re.search(" less of what (it|they) sold", en)) == (2 * above > len(rate.peers))
    assert ("any" in en) == (len(rate.peers) in (above, below))
    assert bool(re.search("高于|最高", zh)) == (2 * below > len(rate.peers))
    assert "2022" in en
    assert "2022年" in zh


@check_each("code", CODES)
@check_each("lang", ["en", "zh"])
def test_the_summary_names_the_economy_first_and_ends_each_sentence_once(opened, code, lang):
    brief = opened[code, lang]
    said = brief.summary
    assert re.match(rf"(The )?{brief.name} earned" if lang == "en" else rf"2022年，{brief.name}", said)
    assert not re.search(r"\.\.|;\.|  |\bin it\b|\bby it\b|。。|；。|，。|；；|[,，] [A-Z]{2}", said), said
    assert said.endswith((".", "。"))


def test_the_summary_of_taiwan_keeps_its_name_whole_beside_china(opened):
    for code in ("CHN", "TWN"):
        assert not re.search(r"(?<!中国)台湾", opened[code, "zh"].summary)


def test_what_weighs_on_an_economy_is_counted_off(opened):
    counted = 0
    for code in CODES:
        en, zh = opened[code, "en"].summary, opened[code, "zh"].summary
        assert ("Three things weighed on it most. First, " in en) == ("三项：一是" in zh)
        assert (" Second, " in en) == ("；二是" in zh)
        assert (" Third, " in en) == ("；三是" in zh)
        counted += " Third, " in en
    assert counted


def test_few_peers_and_one_year_still_make_an_opening(world):
    alone = build_brief(world[2008], "IND", "en", ["CHN", "USA", "BRA"])
    assert alone.headline.startswith("India earned ")
    assert "1995" not in alone.headline
    pair = build_brief(world, "IND", "en", ["CHN"])
    assert pair.subtitle.partition(";")[0].endswith("against one peer")
    assert pair.headline
    assert " of 2 " not in pair.summary


def test_a_finding_without_a_figure_of_the_economy_has_no_place(world):
    ctx = Context.from_accounts(world, "USA", model=False)
    found = next(f for f in ni.diagnose(world, "USA", model=False) if opening._place(ctx, f)["en"])
    foreign = replace(found, rows=tuple(row for row in found.rows if "USA" not in row))
    assert opening._place(ctx, foreign) == {"en": "", "zh": ""}
