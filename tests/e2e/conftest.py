"""A server that runs, and Debian's Chromium before it: what a page complains of or fetches elsewhere fails its test."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

MISSING = [name for name in ("playwright", "schemathesis") if importlib.util.find_spec(name) is None]
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


class Uninstalled(pytest.Module):
    """A file of tests without the browser they need."""

    def collect(self) -> Any:
        pytest.skip(f"{MISSING[0]} is installed by the group `browser`")


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Skip every file where the browser is not installed; where NEWIND_BROWSER is set, that is a failure instead."""
    if MISSING and not os.environ.get("NEWIND_BROWSER"):
        return Uninstalled.from_parent(parent, path=module_path)
    return None


@pytest.fixture(scope="session")
def cockpit(tmp_path_factory):
    """The address of the cockpit, with a process of its own that computes."""
    from serving import served

    with served(8700, folder=tmp_path_factory.mktemp("tables")) as address:
        yield address + "/"


@pytest.fixture(scope="session")
def chromium():
    """A browser; each page has a profile of its own."""
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, cockpit):
    """From the hash of an address to its page in a fresh profile; afterwards no page may have complained."""
    opened: list[Any] = []
    heard: list[str] = []

    def visited(hash: str = "", *, phone: bool = False, quiet: bool = True, **more: Any) -> Any:
        touch = {"viewport": PHONE, "has_touch": True, "is_mobile": True} if phone else {"viewport": DESK}
        context = chromium.new_context(**touch, **more)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda e: heard.append(str(e)))
        page.on("request", lambda r: None if r.url.startswith((cockpit, "data:", "blob:")) else heard.append(r.url))
        if quiet:
            page.on("console", lambda m: heard.append(m.text) if m.type in ("error", "warning") else None)
        opened.append(context)
        page.goto(cockpit + hash)
        return page

    yield visited
    for context in opened:
        context.close()
    assert heard == []
