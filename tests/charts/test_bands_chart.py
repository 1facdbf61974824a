"""A path within its bands as a picture: what is observed is told apart, in both languages."""

from __future__ import annotations

import re

import numpy as np
import pytest

from newind.charts.frame import ChartContext
from newind.charts.proofs import Bands
from newind.charts.rows import bars
from newind.charts.years import ASSUMED, OBSERVED, bands
from newind.equilibrium.assumptions import PARAMETERS
from newind.pathways.followed import SERIES
from newind.pathways.prospects import NAMES
from newind.pathways.sensitivity import OutcomeSensitivity
from newind.questions.paths.answers import draw_influence
from newind.questions.paths.uncertainty import load_words

YEARS = tuple(range(2020, 2036))
MIDDLE = tuple(np.linspace(-0.02, 0.05, len(YEARS)).tolist())
NAMED = {"middle": {"en": "median", "zh": "中位数"}, "beside": {"en": "baseline", "zh": "基准"}}
OUTER = ({"en": "5 to 95", "zh": "外带"}, tuple(v - 0.01 for v in MIDDLE), tuple(v + 0.02 for v in MIDDLE))
INNER = ({"en": "25 to 75", "zh": "内带"}, tuple(v - 0.005 for v in MIDDLE), tuple(v + 0.005 for v in MIDDLE))


def drawn(lang: str = "en", wide: float = 620.0, **changes: object) -> str:
    given = {"years": YEARS, "middle": MIDDLE, "bands": (OUTER, INNER), "observed": 2024, "unit": "1", "labels": NAMED}
    return bands(Bands(**given | changes), ChartContext(str, lang, "Title", "k"), wide)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_years_observed_and_assumed_are_named(lang: str) -> None:
    svg = drawn(lang)
    assert f">{OBSERVED[lang]}<" in svg
    assert f">{ASSUMED[lang]}<" in svg
    shade = re.search(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"[^>]*class="hl"', svg)
    path = re.findall(r'd="M([\d. L]+)" class="ln me"', svg)[0].split("L")
    places = [float(p.split()[0]) for p in path]
    assert shade is not None
    assert float(shade[1]) + float(shade[2]) == pytest.approx(places[YEARS.index(2024)], abs=0.2)
    assert OBSERVED[lang] not in drawn(lang, observed=2019)
    assert ASSUMED[lang] not in drawn(lang, observed=2040)


def test_bands_lie_on_each_other_and_have_names() -> None:
    svg = drawn()
    assert len(re.findall(r'<path d="[^"]*Z" class="area band"', svg)) == 2
    assert "5 to 95" in svg
    assert "2035 median 5.0%; 2035 5 to 95 4.0% to 7.0%" in svg
    assert "area band" not in drawn(bands=())


def test_a_line_that_may_not_be_stated_is_left_out() -> None:
    svg = drawn(middle=())
    assert "median" not in svg
    assert 'class="ln me"' not in svg
    assert "2035 5 to 95 4.0% to 7.0%" in svg


def test_a_factor_stands_beside_its_baseline() -> None:
    svg = drawn(unit="", middle=tuple(1 + v for v in MIDDLE), beside=tuple(1.0 for _ in MIDDLE), bands=())
    assert "median 1.05" in svg
    assert "baseline 1.00" in svg
    assert "%" not in svg


def test_what_is_not_known_is_left_out() -> None:
    gone = (float("nan"), *MIDDLE[1:])
    assert len(re.findall("L", re.findall(r'd="([^"]*)" class="ln me"', drawn(middle=gone, wide=300.0))[0])) == 14
    assert "nan" not in drawn(middle=gone)


def test_influence_has_its_error_beside_it() -> None:
    found = {"first": [0.3, 0.4], "first_error": [0.1, 0.1], "total": [0.5, 0.4], "total_error": [0.1, 0.6]}
    s = OutcomeSensitivity("sobol", NAMES[:2], {k: np.array(v) for k, v in found.items()}, np.zeros(8))
    proof = draw_influence(s)
    assert [r.range for r in proof.rows] == [(0.4, 0.6), (0.0, 1.0)]
    assert [r.other for r in proof.rows] == [0.3, 0.4]
    assert bars(proof, ChartContext(str, "zh", "Title", "k")).count('class="other"') == 2


def test_whatever_can_be_drawn_has_words() -> None:
    assert set(load_words()["parameters"]) == {*PARAMETERS, *NAMES, "rd_output_elasticity"}
    assert set(load_words()["outcomes"]) == set(SERIES)
