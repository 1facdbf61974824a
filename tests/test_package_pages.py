"""Pages of the packages: one each, with shocks and WTO classification of today, and the figures that are simulated."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newind.policy.packages import desk, package
from sources import load_script

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "packages"
NUMBER = re.compile(r"[+−]?\d[\d,]*\.\d+")
HEADS = ("## What it moves", "## What it does", "## Who gains and who loses")

SHOWN = (*desk().names, *desk().abroad)
every = pytest.mark.parametrize("name", SHOWN)


@pytest.fixture(scope="module")
def tool():
    return load_script("tools", "packagepages")


def held(name: str) -> str:
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8")


def figures(text: str) -> list[float]:
    return [float(n.replace("−", "-").replace(",", "")) for n in NUMBER.findall(text)]


def test_there_is_a_page_for_each_package_of_the_desk_and_no_other():
    assert {p.stem for p in FOLDER.glob("*.md")} == {*SHOWN, "index"}
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert {n for n in SHOWN if f" packages/{n}.md\n" in navigation} == set(SHOWN)


@every
def test_a_page_is_of_the_package_as_it_is_today(tool, name):
    """Run tools/packagepages.py where this fails: the package, an action of it or its classification has changed."""
    text = held(name)
    assert package(name).hash[:12] in text
    assert text.startswith("\n".join(tool.opening(name)))
    assert [h for h in HEADS if h not in text] == []
    assert text.count("\n| real income, % |") == 1
    assert not re.search(r"\bnan\b", text, re.IGNORECASE)


def test_the_list_is_that_of_the_pages(tool):
    assert (FOLDER / "index.md").read_text(encoding="utf-8") == tool.index()


def test_a_page_holds_what_is_simulated(tool):
    """One page is simulated again, all of it; the last digit may differ."""
    now, was = tool.page("regional-investment"), held("regional-investment")
    assert NUMBER.sub("0", now) == NUMBER.sub("0", was)
    assert figures(now) == pytest.approx(figures(was), abs=2.1e-3)
    assert len(figures(was)) > 40


def test_values_are_told_in_words(tool):
    shocks = {s.lever: tool.valued(s) for s in package("all-families").shocks}
    assert shocks["production_subsidy"] == "−1%"
    assert shocks["carbon_price"] == "+13.33 USD/t"
    assert shocks["tariff"] == "times 0.5"
