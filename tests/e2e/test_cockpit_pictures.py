"""Downloaded pictures in a real browser: every chart of three views, both languages, and no text that leaves it."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pytest

if not os.environ.get("NEWIND_BROWSER") and importlib.util.find_spec("playwright") is None:
    pytest.skip("playwright is installed by the group `browser`", allow_module_level=True)

VIEWS = ("explore", "diagnose", "index")
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
    page = visit(f"#/{view}?v=1&on=world&year=2011&region=CHN&lang={lang}")
    page.wait_for_selector(SAVED, timeout=60_000)
    page.wait_for_selector("main .skel", state="detached", timeout=60_000)
    for button in page.locator(SAVED).all():
        with page.expect_download() as waited:
            button.click()
        page.wait_for_timeout(150)  # Chromium drops more than ten downloads in a second
        svg = Path(waited.value.path()).read_text(encoding="utf-8")
        assert page.evaluate(ASTRAY, svg) == [], button.get_attribute("aria-label")
