"""The long brief in a browser: it fetches nothing, fits phone and desk, its references lead somewhere, it prints."""

from __future__ import annotations

import re

import pytest

import newind as ni
from newind.documents.build import build_brief
from newind.documents.html import write_html

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
DEAD_LINKS = """[...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href'))
    .filter(h => h.length > 1 && !document.getElementById(decodeURIComponent(h.slice(1))))"""
DOUBLED_IDS = "[...document.querySelectorAll('[id]')].map(e => e.id).filter((id, i, all) => all.indexOf(id) !== i)"
CUT_TEXT = """[...document.querySelectorAll('svg')].flatMap(svg => {
    const box = svg.getBoundingClientRect();
    if (!box.width) return [];
    return [...svg.querySelectorAll('text')].filter(t => {
        const b = t.getBoundingClientRect();
        return b.left < box.left - 2 || b.right > box.right + 2 || b.top < box.top - 2 || b.bottom > box.bottom + 2;
    }).map(t => t.textContent);
})"""


PAGES = {
    "en": ("world", "IND", None),
    "zh-quick": ("world", "DEU", ["FRA", "ITA", "USA"]),
    "zh-province": ("china-2017", "CN-GD", None),
    "zh-nation": ("china", "CHN", None),
}
"""Language and what the page is of → accounts, economy and peers."""


@pytest.fixture(scope="module", params=PAGES)
def page_file(request, tmp_path_factory):
    """Return the page of an economy of the world, of a province, or of a nation alone.

    Policies are simulated for the first; the model is not asked for the quick one.
    """
    name, code, peers = PAGES[request.param]
    lang, _, kind = request.param.partition("-")
    made = build_brief(ni.load(name), code, lang, peers, depth=False, paths=False, model=kind != "quick")
    file = tmp_path_factory.mktemp(request.param) / f"{lang}.html"
    write_html(made, file)
    return file


@pytest.fixture(scope="module", params=[(390, 844), (1280, 900)], ids=["phone", "desk"])
def opened(request, chromium, page_file):
    """Open the page at a width, once for all that is looked at; nothing of that may make it fetch or complain."""
    width, height = request.param
    page = chromium.new_page(viewport={"width": width, "height": height})
    page.heard = []
    page.on("request", lambda r: page.heard.append(r.url) if not r.url.startswith(("file:", "data:")) else None)
    page.on("console", lambda m: page.heard.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: page.heard.append(str(e)))
    page.goto(page_file.as_uri())
    page.evaluate("document.querySelectorAll('details:not([open])').forEach(d => d.dataset.shut = '')")
    yield page
    page.close()
    assert page.heard == []


@pytest.fixture
def page(opened):
    """Return the page as it opened: a test before may have unfolded or recoloured it."""
    yield opened
    opened.emulate_media(color_scheme="light")
    opened.evaluate("document.querySelectorAll('[data-shut]').forEach(d => d.open = false)")


def test_it_fetches_nothing_and_complains_of_nothing(page):
    assert page.heard == []


def test_it_does_not_scroll_sideways_even_with_all_details_open(page):
    assert page.evaluate(OVERFLOW) <= 0
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate(OVERFLOW) <= 0


def test_every_reference_inside_the_page_leads_somewhere(page):
    assert page.evaluate("document.querySelectorAll('a[href^=\"#\"]').length") > 10
    assert page.evaluate(DEAD_LINKS) == []
    assert page.evaluate(DOUBLED_IDS) == []


def test_charts_are_named_and_their_texts_are_whole(page):
    assert page.locator("svg[role=img]").count() >= 6
    assert page.locator("svg[role=img]:not([aria-label]):not([aria-labelledby])").count() == 0
    assert page.evaluate(CUT_TEXT) == []


def test_the_language_is_declared(page, page_file):
    declared = page.evaluate("document.documentElement.lang")
    assert declared.startswith("zh" if page_file.stem == "zh" else "en")


def test_it_prints_on_a_few_pages(chromium, page_file):
    """Paper has a width of its own: one print stands for every window."""
    page = chromium.new_page()
    page.goto(page_file.as_uri())
    pages = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))
    page.close()
    assert 2 <= len(pages) <= 12


WIDER_THAN_ITS_BOX = """[...document.querySelectorAll('.tab .tw')].filter(box => {
    const parent = box.parentElement.getBoundingClientRect(), own = box.getBoundingClientRect();
    return own.right > parent.right + 1 || getComputedStyle(box).overflowX !== 'auto';
}).length"""
CONTRASTS = """[...document.querySelectorAll('.tab td, .tab th, .tab h2, .tab .note, .tab .said')].map(e => {
    const light = c => {
        const [r, g, b] = c.match(/[0-9.]+/g).map(Number).map(v => v / 255)
            .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    let box = e;
    while (box && getComputedStyle(box).backgroundColor === 'rgba(0, 0, 0, 0)') box = box.parentElement;
    const [a, b] = [getComputedStyle(e).color, getComputedStyle(box || document.body).backgroundColor].map(light);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
})"""


def test_tables_scroll_inside_their_box(page):
    assert page.locator(".tab .tw table").count() >= 1
    assert page.evaluate(WIDER_THAN_ITS_BOX) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_tables_can_be_read_in_light_and_dark(page, scheme):
    page.emulate_media(color_scheme=scheme)
    found = page.evaluate(CONTRASTS)
    assert len(found) > 10
    assert min(found) >= 4.5


LIGHT = """(() => { const light = c => {
    const [r, g, b] = c.match(/[0-9.]+/g).map(Number).map(v => v / 255)
        .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}; const over = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
const card = light(getComputedStyle(document.querySelector('.pol')).backgroundColor);
return [...document.querySelectorAll('WHAT')].map(e => over(light(getComputedStyle(e).fill), card)); })()"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ranges_of_policies_can_be_seen_in_light_and_dark(page, page_file, scheme):
    if page.locator(".pol").count() == 0:
        told = 0 if "quick" in page_file.parent.name else 1
        assert page.locator(".keep h2").count() == told  # a table with a boundary says why not
        return
    page.emulate_media(color_scheme=scheme)
    texts = page.evaluate(LIGHT.replace("WHAT", ".pol text.said"))
    bars = page.evaluate(LIGHT.replace("WHAT", ".pol .span, .pol .mid"))
    assert len(texts) >= 15
    assert min(texts) >= 4.5
    assert min(bars) >= 3.0


def test_every_policy_has_its_bars_at_any_width(page):
    rows = page.locator(".pol .pr:not(.ph)")
    for i in range(rows.count()):
        assert rows.nth(i).locator("svg[role=img]").count() == 3
        assert all(box["width"] > 100 for box in (s.bounding_box() for s in rows.nth(i).locator("svg").all()))
