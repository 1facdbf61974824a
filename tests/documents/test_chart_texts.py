"""Every chart of real briefs, both languages: texts stay in their picture, none is cut, none is too small to read."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from newind.charts import draw
from newind.documents import html
from newind.documents.decision.build import build_decision
from newind.documents.sheets import page as decision
from readsvg import boxes

LEAST = 12.0
"""Smallest text of a chart as drawn, in px."""
ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "src/newind/documents/templates"


def charts(page):
    """Return the pictures of a page, each with its width and height."""
    for found in re.findall(r'<svg class="ch[^"]*" viewBox.*?</svg>', page, re.DOTALL):
        root = ElementTree.fromstring(found)
        yield root, *(float(v) for v in root.get("viewBox").split()[2:])


def astray(page):
    """Return the texts that leave their picture or are cut."""
    return [
        (said, round(left), round(right), round(top), round(bottom), root.get("aria-label")[:60])
        for root, wide, high in charts(page)
        for said, left, right, top, bottom in boxes(root)
        if left < -1 or right > wide + 1 or top < -1 or bottom > high + 1 or "…" in said
    ]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("which", ["both", "regional"])
def test_no_text_of_a_brief_leaves_its_picture_or_is_cut(which, lang, request):
    page = html.page(request.getfixturevalue(which)[lang])
    assert len(list(charts(page))) > 10
    assert astray(page) == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_text_of_a_decision_brief_leaves_its_picture_or_is_cut(lang):
    import newind as ni

    page = decision.page(build_decision(ni.load("world").until(2011), "IND", lang, model=False))
    assert len(list(charts(page))) > 10
    assert astray(page) == []


def test_no_chart_has_type_smaller_than_can_be_read():
    rules = (TEMPLATES / "charts.css").read_text() + (ROOT / "frontend/src/styles/charts.css").read_text()
    sizes = [float(px) for px in re.findall(r"text[^{}]*\{[^}]*font(?:-size)?:\s*([\d.]+)px", rules)]
    assert sizes
    assert min(sizes) >= LEAST == draw.FONT
