"""Figures in words: typography, units, and that no figure is lost on the way."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from newind.language import words
from newind.measures.registry import indicators
from newind.messages import message_group

FIGURES = st.floats(-1e12, 1e12, allow_nan=False)
LANG = st.sampled_from(["en", "zh"])
POWERS = {"": 1, "万": 1e4, "亿": 1e8, "million": 1e6, "billion": 1e9, "trillion": 1e12, "万亿": 1e12}


def back(text: str) -> float:
    return float(text.replace(words.MINUS, "-").replace(",", ""))


@given(FIGURES, st.integers(0, 4), LANG)
def test_a_number_reads_back_to_its_decimals(x, digits, lang):
    text = words.decimal(x, digits, lang)
    assert_allclose(back(text), x, atol=0.5000001 * 10.0**-digits)
    assert "-" not in text
    assert back(text) != 0 or not text.startswith(words.MINUS)


@given(FIGURES, st.sampled_from(["1", "M.USD", "Mt", "kg/USD", "stages"]), LANG)
def test_a_scale_changes_the_unit_and_not_the_figure(x, unit, lang):
    scale = words.scale_of([x], unit, lang)
    assert_allclose(back(scale.number(x)) / scale.factor, x, atol=0.51 * 10.0**-scale.digits / scale.factor)


@given(st.floats(1, 1e9))
def test_money_is_the_same_amount_in_both_languages(m_usd):
    def dollars(text: str, currency: str) -> float:
        number, _, power = text.removesuffix(currency).strip().partition(" ")
        if not power:
            power = number.lstrip("0123456789.")
            number = number.removesuffix(power)
        return back(number) * POWERS[power]

    en = dollars(words.money(m_usd, "en", 4), " USD")
    zh = dollars(words.money(m_usd, "zh", 4), "美元")
    assert_allclose(en, zh, rtol=2e-3)
    assert_allclose(en, m_usd * 1e6, rtol=2e-3)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_not_known_is_said_and_never_zero(lang):
    nothing = words.UNKNOWN[lang]
    assert words.decimal(math.nan, lang=lang) == nothing
    assert words.percent(math.nan, lang) == nothing
    assert words.points(math.nan, lang) == nothing
    assert words.money(math.nan, lang) == nothing
    assert words.quantity(math.nan, "kg/USD", lang) == nothing
    assert words.span(math.nan, 1.0, "1", lang) == nothing


def test_small_shares_keep_two_decimals_and_a_share_of_nothing_one_form():
    assert words.scale_of([0.0178, 0.0089], "1").text(0.0089) == "0.89%"
    assert words.scale_of([0.5, 0.0089], "1").text(0.0089) == "0.9%"


def test_chinese_avoids_millions_and_spaces():
    for text in (words.money(3.4e5, "zh"), words.mass(812, "zh"), words.mass(0.3, "zh")):
        assert "百万" not in text
        assert " " not in text
        assert "," not in text


def test_ranges_follow_the_signs():
    assert words.span(0.041, 0.2) == "4.1–20.0%"
    assert words.span(-0.2, 0.041) == "−20.0 to 4.1%"
    assert words.span(-0.2, -0.041, lang="zh") == "−20.0%至−4.1%"
    assert words.span(0.59, 1.08, "kg/USD", "zh") == "0.59至1.08千克/美元"


def test_every_unit_of_the_registry_has_a_name_in_both_languages():
    units = {i.unit for i in indicators()}
    named, ladders = (message_group(f"language.{group}").keys() for group in ("units", "ladders"))
    assert [u for u in sorted(units) if u not in named | ladders] == []
