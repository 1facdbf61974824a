"""Briefs of a few sheets in a real browser: every printed sheet holds what is on it, the page fits a telephone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import newind as ni
from newind.documents.decision.build import build_decision
from newind.documents.policy.build import BriefSubject, build_policy
from newind.documents.sheets.page import page as write

BRIEFS = {"CHN": ("world", True), "DEU": ("world", True), "IND": ("world", False), "CN-GD": ("china-2017", True)}
"""Economy → its accounts, and whether the model is asked."""
PAIR, FEW = ("more-research", "carbon-market"), {"phi": 0.0, "trade_elasticity": 3.0}
"""Scenarios of a policy brief, and parameters that leave few cases."""
PRINTED = {"width": 680, "height": 1040}
"""Type area of A4 with the margins of the page, in px of 1/96 inch."""
FULL = """[...document.querySelectorAll('.sheet')].map(s => {
    const foot = s.querySelector('.foot'), last = [...s.children].filter(e => e !== foot).at(-1);
    return [s.scrollHeight - s.clientHeight, last.getBoundingClientRect().bottom - foot.getBoundingClientRect().top];
})"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CUT_TEXT = """[...document.querySelectorAll('svg')].flatMap(svg => {
    const box = svg.getBoundingClientRect();
    if (!box.width) return [];
    return [...svg.querySelectorAll('text')].filter(t => {
        const b = t.getBoundingClientRect();
        return b.left < box.left - 2 || b.right > box.right + 2 || b.top < box.top - 2 || b.bottom > box.bottom + 2;
    }).map(t => t.textContent);
})"""
DEAD_LINKS = """[...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href'))
    .filter(h => !document.getElementById(h.slice(1)))"""
SMALL = """[...document.querySelectorAll('.sheet *')].filter(e =>
    [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && !e.closest('svg, .ref')
    && parseFloat(getComputedStyle(e).fontSize) < LEAST).map(e => e.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module", params=[*BRIEFS, "policy"])
def files(request, tmp_path_factory):
    """Return the pages of an economy, or of two scenarios, in both languages."""
    if request.param == "CHN" and (written := os.environ.get("NEWIND_BRIEF")):  # by the installed package
        return {lang: next(Path(written).rglob(f"newind-brief-CHN-*-{lang}.html")) for lang in ("en", "zh")}
    folder, made = tmp_path_factory.mktemp(request.param), {}
    for lang in ("en", "zh"):
        made[lang] = folder / f"{lang}.html"
        made[lang].write_text(write(_build(request.param, lang)), encoding="utf-8")
    return made


def _build(name, lang):
    if name == "policy":
        world, question = ni.load("world", year=2022), "Research or a price on carbon first, at a similar cost? " * 3
        return build_policy(BriefSubject(world, "CHN", tuple(map(ni.package, PAIR)), FEW, question[:140]), lang)
    accounts, model = BRIEFS[name]
    return build_decision(ni.load(accounts), name, lang, model=model)


@pytest.fixture(params=["en", "zh"])
def opened(request, chromium, files):
    """Open the page; it may fetch nothing and complain of nothing."""
    page, heard = chromium.new_page(), []
    page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else heard.append(r.url))
    page.on("console", lambda m: heard.append(m.text) if m.type in ("error", "warning") else None)
    page.goto(files[request.param].as_uri())
    yield page
    page.close()
    assert heard == []


def test_every_printed_sheet_holds_what_is_on_it(opened):
    opened.set_viewport_size(PRINTED)
    opened.emulate_media(media="print")
    found = opened.evaluate(FULL)
    assert len(found) in (2, 4)
    assert all(beyond <= 0 and into_foot <= 0 for beyond, into_foot in found), found
    assert opened.evaluate(SMALL.replace("LEAST", "11.3")) == []  # 8.5 points


@pytest.mark.parametrize("width", [390, 1280])
def test_it_fits_the_screen_with_the_annex_open(opened, width):
    opened.set_viewport_size({"width": width, "height": 844})
    assert opened.evaluate(OVERFLOW) <= 0
    opened.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert opened.evaluate(OVERFLOW) <= 0
    assert opened.evaluate(CUT_TEXT) == []
    assert opened.evaluate(DEAD_LINKS) == []
    assert opened.evaluate(SMALL.replace("LEAST", "12")) == []
