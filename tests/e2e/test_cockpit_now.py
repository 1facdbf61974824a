"""Now in a real browser: figures of Python with year and age, any economy, files, both languages, desk and phone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

import newind as ni

DAY = "2026-11-28"
NOW = f"#/now?v=1&region=CHN&now.date={DAY}"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TEXTS = """() => { const said = [], walk = document.createTreeWalker(document.querySelector('main'), 4);
    while (walk.nextNode()) said.push(walk.currentNode.data);
    return said.join('\\n'); }"""
NAMES = {"newind", "IMF", "UN", "PWT", "WB", "BACI", "GCB", "EDGAR", "Ember", "Atlas", "HS", "NBS", "MOST",
         "SCIO", "NEA", "CICERO", "GDP", "CO", "CC", "BY",
         "Etalab", "CSV", "XLSX", "PNG", "SVG"}  # fmt: skip
"""Sources, licences and formats by their own names."""


def drawn(page):
    page.wait_for_selector("main svg.sparks", timeout=60_000)
    return page


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_has_every_figure_with_its_year_and_age(visit, lang, phone):
    scheme = "dark" if phone else "light"
    page = drawn(visit(NOW + f"&lang={lang}", phone=phone, color_scheme=scheme, bypass_csp=True))
    found = ni.now("CHN", date=DAY)
    said = page.evaluate(TEXTS)
    for name in ("growth", "manufacturing_share", "manufacturing_world", "rd", "urban"):
        f = found[name]
        digits = f"{f.value:.{2 if name == 'rd' else 1}f}%"
        told = [t for t in page.locator("svg.sparks g").all_text_contents() if _label(f, lang) in t and digits in t]
        assert any(str(f.year) in t and f"{f.age:.1f}" in t for t in told)
    assert page.locator("svg.sparks").first.locator("circle").count() == len(found.national)
    assert str(found["growth"].year) in page.locator("h1").inner_text()
    assert found.date.isoformat() in said
    assert page.locator(".goals .rows li").count() == len(found.targets)
    assert page.locator(".origins li").count() == len(found.to_dict()["sources"])
    assert page.evaluate(OVERFLOW) <= 0
    left = set(re.findall(r"[A-Za-z]{2,}", said)) - NAMES
    assert lang == "en" or left == set()
    assert Axe().run(page).violations_count == 0


def _label(f, lang):
    return f.to_dict()["label"][lang].replace("CO2", "CO₂")


def test_any_economy_is_chosen_and_kept_in_the_address(visit):
    page = drawn(visit(NOW))
    choice = page.locator("main .head select")
    assert choice.locator("option").count() >= 200
    choice.select_option("VNM")
    page.wait_for_function("() => document.querySelector('h1').innerText.startsWith('Viet Nam')")
    page.wait_for_function("() => location.hash.includes('now.economy=VNM')")  # written a moment later
    choice.select_option("DEU")  # accounts have it: all views follow
    page.wait_for_function("() => document.querySelector('h1').innerText.startsWith('Germany')")
    page.wait_for_function("() => location.hash.includes('region=DEU')")
    assert "now.economy" not in page.evaluate("location.hash")


def test_a_row_opens_its_source_and_files_have_the_series(visit):
    page = drawn(visit(NOW))
    industry = page.locator("main section.t-digital")
    industry.locator("[role=gridcell]").first.press("Enter")
    panel = page.locator("[role=dialog]")
    f = ni.now("CHN", date=DAY)["manufacturing_share"]
    for word in (f"{f.value:.1f}%", str(f.year), "United Nations"):
        assert word in panel.inner_text()
    with page.expect_download() as waited:
        industry.locator(".dl button:has-text('CSV')").click()
    rows = Path(waited.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert rows[0].endswith(str(f.year))
    assert rows[1].endswith(f",{f.value:g}")
