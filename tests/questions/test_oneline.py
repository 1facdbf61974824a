"""The answer to a trial in one sentence: a verb where the sign is one, what decides where one assumption turns it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from newind.policy.ranges import Range
from newind.policy.verdicts import Verdicts
from newind.questions.policies.counting import say_economies
from newind.questions.policies.oneline import OneWay, say_in_one_line, say_unsolved, vary_one

CENTRAL = {"trade_elasticity": 3.0, "phi": 0.0, "chi": 0.0, "financing": "lump_sum"}


def ranged(**moved):
    """A range of one region: the central case, then one case for each name with its values."""
    cases = [(CENTRAL, 0.001)] + [(CENTRAL | {name: at}, v) for name, each in moved.items() for at, v in each]
    values = np.array([[v] for _, v in cases])
    return Range(values[0], values.min(axis=0), values.max(axis=0), tuple(c for c, _ in cases), values)


def test_assumptions_are_varied_one_by_one_and_the_widest_comes_first():
    found = ranged(
        trade_elasticity=[(1.75, 0.002), (8.0, 0.0005)], phi=[(0.5, -0.01)], financing=[("output_tax", 0.001)]
    )
    both = (CENTRAL | {"phi": 0.7, "chi": 1.0}, 0.02), (CENTRAL | {"phi": 0.5, "trade_elasticity": 8.0}, 0.5)
    values = np.vstack([found.values, [[v] for _, v in both]])
    found = Range(found.central, found.low, found.high, (*found.corners, *(c for c, _ in both)), values)
    rows = vary_one(found, 0)
    assert [(r.id, r.low, r.high, r.sign) for r in rows] == [
        ("structure", -0.01, 0.02, "ambiguous"),
        ("trade_elasticity", 0.0005, 0.002, "positive"),
    ]
    assert rows[0].label == {"en": "Market structure (economies of scale)", "zh": "市场结构（规模经济）"}


SCALE = OneWay("structure", {"en": "Economies of scale", "zh": "规模经济"}, -0.01, 0.02, "ambiguous")
RETURN = OneWay("rd_return", {"en": "Return to research", "zh": "研发回报"}, -0.001, 0.015, "ambiguous")
DATA = OneWay("data_sharing", {"en": "Return to shared data", "zh": "共享数据的回报"}, -0.001, 0.01, "ambiguous")


BOTH, ZH = "Real income may fall by 1.0% or rise by 2.0%", "实际收入可能减少1.0%，也可能增加2.0%，"
OPEN, ZH_OPEN = "Real income, direction open", "实际收入方向不明"
MOST = ", depending most on return to research"
RISE = "Real income rises by 1.0% to 2.0%"


@pytest.mark.parametrize(
    ("income", "alone", "said", "zh"),
    [
        ((0.011, 0.02, "positive"), [], "Real income rises by 1.1% to 2.0%", "实际收入增加1.1%至2.0%"),
        ((-0.02, -0.0004, "negative"), [], "Real income falls by 0.040% to 2.0%", "实际收入减少0.040%至2.0%"),
        ((0.02, 0.3, "positive"), [], "Real income rises by 2.0% to 30% (the direction holds; the range is too wide to "
         "tell a size)", "实际收入增加2.0%至30%（方向成立；区间过宽，不足以说明幅度）"),
        ((0, 0, "zero"), [], "Real income stays as it is", "实际收入不变"),
        ((-0.01, 0.02, "structure"), [SCALE], f"{BOTH}, depending on economies of scale", f"{ZH}取决于规模经济"),
        ((-0.01, 0.02, "structure"), [RETURN, SCALE], f"{BOTH}, depending on economies of scale",
         f"{ZH}取决于规模经济"),
        ((-0.01, 0.02, "structure"), [RETURN], f"{OPEN}: market structure", f"{ZH_OPEN}：取决于市场结构"),
        ((-0.05, 0.02, "structure"), [SCALE], f"{OPEN}: market structure", f"{ZH_OPEN}：取决于市场结构"),
        ((-0.01, 0.02, "assumed"), [RETURN, DATA], BOTH + MOST, f"{ZH}主要取决于研发回报"),
        ((-0.01, 0.02, "response"), [], f"{OPEN}: partners' response", f"{ZH_OPEN}：取决于伙伴的反应"),
        ((0.01, 0.02, "none"), [SCALE], f"{OPEN}: unsolved cases", f"{ZH_OPEN}：部分情形无解"),
        ((0.01, 0.02, "others"), [], f"{RISE}, at others' expense", "实际收入增加1.0%至2.0%，以他人为代价"),
        ((-0.00008, 0.00038, "others"), [], "Real income, −0.008% to +0.038%: at others' expense",
         "实际收入变化−0.008%至+0.038%，以他人为代价"),
        ((-0.0061, 0.0, "borne"), [], "Real income, −0.61% to 0%: others gain by it",
         "实际收入变化−0.61%至0%，他人得益"),
    ],
)  # fmt: skip
def test_a_verb_stands_where_the_sign_is_one_and_what_decides_is_named_where_it_is_not(income, alone, said, zh):
    assert say_in_one_line(None, income, alone, None) == {"en": said, "zh": zh}


@pytest.mark.parametrize(
    ("kind", "failed", "said"),
    [
        ("none", ("a", "b"), "in 2 of 3 cases no equilibrium is found; the range is that of the others"),
        (
            "none",
            (),
            "where partners answer in kind no equilibrium is found; the range is that of where they do nothing",
        ),
        ("structure", ("a",), ""),
    ],
)
def test_unsolved_cases_are_counted_where_they_leave_the_sign_open(kind, failed, said):
    found = ranged()
    kinds, nothing = np.array([kind], dtype=object), np.array([np.nan])
    verdicts = Verdicts(kinds, found.low, found.high, None, (0.0, 0.0, 0.0), None, 0, nothing, 1, ())
    assert say_unsolved(replace(found, failed=failed, verdicts=verdicts), "en") == said


def test_the_name_stands_first_and_emissions_last():
    co2 = (-0.08, -0.02, "negative")
    said = say_in_one_line({"en": "A market", "zh": "碳市场"}, (0, 0, "zero"), [], co2)
    assert said["en"] == "A market: real income stays as it is; CO₂ falls by 2.0% to 8.0%"
    assert said["zh"] == "碳市场：实际收入不变；碳排放减少2.0%至8.0%"
    said = say_in_one_line(None, (0, 0, "zero"), [], (-0.01, 0.02, "ambiguous"))
    assert said["en"].endswith("; the direction of CO₂ is open")


def test_economies_are_counted_in_the_order_of_verdicts_and_what_is_not_counted_is_open():
    assert say_economies(["zero", "structure", "zero or negative", "borne", "zero", "none"], "en") == (
        "Other economies: 1 loses while others gain, 2 unchanged, 1 zero or down, 2 open"
    )
