"""Downloaded pictures in a real browser: every chart of seven views, both languages, and no text that leaves it."""

from __future__ import annotations

from pathlib import Path

import pytest

VIEWS = {
    "now": "",
    "six": "",
    "findings": "",
    "index": "",
    "try": "&A=x=carbon_price:15:add:HOME:*:industry",
    "pathway": "&A=x=carbon_price:20:set:HOME&pathway.map=1&pathway.series=co2",
    "budget": "&search.pick=opening-up,carbon-market&search.until=2028&search.effort=4&search.worlds=slow-world",
}
"""Views with pictures, and what is asked there."""
DRAWN = {"try": ".cards4:not(.dim)", "pathway": "main svg.yearly", "budget": "svg.front"}
"""What stands there once the answer does."""
SAVED = "main .dl button:has-text('SVG')"
ASTRAY = """svg => {
    const holder = document.body.appendChild(document.createElement('div'));
    holder.innerHTML = svg;
    const root = holder.firstElementChild, page = root.getBoundingClientRect(), out = [];
    for (const text of root.querySelectorAll('text')) {
        const box = text.getBoundingClientRect();
        if (!box.width || getComputedStyle(text).visibility === 'hidden') continue;
        const over = [page.left - box.left, page.top - box.top, box.right - page.right, box.bottom - page.bottom];
        if (Math.max(...over) > 1) out.push([text.textContent, over]);
    }
    holder.remove();
    return out;
}"""


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("view", VIEWS)
def test_no_text_leaves_a_downloaded_picture(visit, view, lang):
    page = visit(f"#/{view}?v=1&on=world&year=2022&region=CHN&lang={lang}{VIEWS[view]}")
    if view == "budget":
        page.get_by_role("button", name={"en": "Look for packages", "zh": "寻找组合"}[lang], exact=True).click()
    page.wait_for_selector(DRAWN.get(view, SAVED), state="attached", timeout=120_000)
    page.wait_for_selector("main .prog", state="detached", timeout=120_000)
    page.wait_for_selector("main .skel", state="detached", timeout=60_000)
    if view == "try":  # the sign of real income is ambiguous, and so has no parts
        page.locator(".wide .seg label").nth(1).click()
    for button in page.locator(SAVED).all():
        with page.expect_download() as waited:
            button.click()
        page.wait_for_timeout(150)  # Chromium drops more than ten downloads in a second
        svg = Path(waited.value.path()).read_text(encoding="utf-8")
        assert page.evaluate(ASTRAY, svg) == [], button.get_attribute("aria-label")
