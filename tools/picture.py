"""Take the picture of the brief that README shows: the top of the page, as a browser draws it (group `browser`)."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import newind as ni

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "img"
WIDTH, HEIGHT = 1100, 1300


def take(lang: str) -> Path:
    """Write the brief for China in one language and save a picture of its top; return the picture's path."""
    picture = IMAGES / f"brief.{lang}.png"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        page_file = ni.brief(ni.load("world"), "CHN", out=folder, lang=lang).paths[0]
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(page_file.as_uri())
        page.screenshot(path=picture)
        browser.close()
    return picture


if __name__ == "__main__":
    for language in sys.argv[1:] or ["en"]:
        print(take(language))
