"""The short brief of an economy from the table of 2020 in 11 groups: written at once, and nothing in it is too fine."""

from __future__ import annotations

import numpy as np
import pytest

import newind as ni
from newind.documents.build import build_brief
from newind.questions import coarse
from newind.questions.model import Brief

LANGS = ("en", "zh")


@pytest.fixture(scope="module")
def world() -> ni.Accounts:
    return ni.load("world-2020", year=2020)


@pytest.fixture(scope="module")
def vietnam(world: ni.Accounts) -> dict[str, Brief]:
    return {lang: build_brief(world, "VNM", lang) for lang in LANGS}


def test_it_says_what_it_is_based_on_and_which_commands_give_a_full_one(vietnam: dict[str, Brief]) -> None:
    for lang, words in {"en": ("a year of the pandemic", "11 groups"), "zh": ("新冠疫情年份", "11个行业组")}.items():
        brief = vietnam[lang]
        assert all(word in brief.summary for word in words)
        assert any(all(line in method for line in coarse.commands("VNM")) for method in brief.methods)
        assert "OECD (2023)" in brief.reproduce.licence or "OECD（2023）" in brief.reproduce.licence
        assert "--quick" not in brief.reproduce.command
        assert not any("Left out" in method for method in brief.methods)
    assert coarse.commands("VNM")[1].endswith("--region VNM")


def test_it_has_neither_the_model_nor_indicators_of_finer_industries(vietnam: dict[str, Brief]) -> None:
    for lang, brief in vietnam.items():
        assert brief.policies is None
        assert brief.depth == brief.paths == ()
        lead = next(s.lead for s in brief.systems if s.system == "s2")
        assert lead == coarse_lead(lang)
        spans = dict(brief.last_years)
        none = coarse.NONE[lang]
        found = {label.rpartition("(")[2].rstrip(")"): span for label, span in spans.items()}
        assert [found[id] for id in ("s2.manufacturing_share", "s2.gvc_income_share", "s3.carbon_production")] == [
            none
        ] * 3
        assert "2020" in found["s4.dva_share"]


def coarse_lead(lang: str) -> str:
    from newind.questions.wording import LACKING

    return LACKING["s2"][lang]


def test_its_size_and_share_are_those_of_the_table(world: ni.Accounts, vietnam: dict[str, Brief]) -> None:
    r = world.regions.index("VNM")
    made = world.value_added.reshape(world.R, world.S)[r]
    share = f"{made[world.industries.index('C13T33')] / made.sum():.1%}"
    assert f"{made.sum() / 1e3:.0f} billion USD, {share} of it in manufacturing without food" in vietnam["en"].summary
    assert f"制造业（不含食品）占{share}" in vietnam["zh"].summary


def test_a_gdp_that_was_revised_since_is_said_with_both_figures(world: ni.Accounts) -> None:
    table = dict(zip(world.regions, coarse.gdp(world), strict=True))
    said = {
        code: coarse.describe_revision(world, code, "en")
        for code, named in zip(world.regions, world.regions.named, strict=True)
        if named
    }
    stated = {code: coarse.official(code).get(2020, np.nan) for code in said}
    apart = {code for code in said if abs(table[code] / stated[code] - 1) >= coarse.APART}
    assert {code for code, text in said.items() if text} == apart
    assert "VNM" in apart
    assert f"{table['VNM'] / 1e3:.0f} billion USD in this table, and {stated['VNM'] / 1e3:.0f} billion" in said["VNM"]
    assert all(
        stated[code] > 1.25 * table[code] for code in ("KHM", "NGA", "VNM")
    )  # as docs/tutorials/load-icio.md says
    assert coarse.official("ROW") == {}


@pytest.mark.parametrize("region", ["ZAF", "ARG", "BRN", "TWN", "MMR", "CHN"])
def test_any_economy_of_the_table_gets_one(world: ni.Accounts, region: str) -> None:
    for lang in LANGS:
        brief = build_brief(world, region, lang)
        assert brief.headline
        assert "nan" not in brief.summary
