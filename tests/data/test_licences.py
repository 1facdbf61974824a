"""LICENSE-DATA says of every shipped file from whom its figures are and under which terms it may be given away."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "LICENSE-DATA").read_text("utf-8")
TERMS = {"CC-BY-4.0", "OECD", "OWNERS", "MIT"}
OPEN = {
    "WIOD": "CC-BY-4.0", "OECD": "OECD", "JRC": "CC-BY-4.0", "EDGAR": "CC-BY-4.0", "GCB": "CC-BY-4.0",
    "PWT": "CC-BY-4.0", "WDI": "CC-BY-4.0", "GAPMINDER": "CC-BY-4.0", "EMBER": "CC-BY-4.0",
    "BACI": "CC-BY-4.0", "WPP": "CC-BY-4.0",
    "NSF": "CC-BY-4.0", "BEA": "CC-BY-4.0", "WAUGH": "CC-BY-4.0", "FACTS": "MIT", "NEWIND": "MIT",
}  # fmt: skip
"""Owners who let others pass on what is derived, and the least terms of a file with it; all others keep theirs."""
WHO = {
    "World Input-Output Database": "WIOD", "OECD": "OECD", "Joint Research Centre (2019)": "JRC", "EDGAR": "EDGAR",
    "Global Carbon": "GCB", "Penn World Table": "PWT", "World Development Indicators": "WDI", "Gapminder": "GAPMINDER",
    "Ember": "EMBER", "BACI": "BACI", "World Population Prospects": "WPP", "National Science Board": "NSF",
    "Bureau of Economic Analysis": "BEA", "Waugh": "WAUGH", "United Nations Statistics Division": "UN",
    "International Monetary Fund": "IMF", "National Bureau of Statistics": "NBS", "Rosstat": "ROSSTAT",
    "UNCTAD TRAINS": "TRAINS", "Disdier": "FACTS",
}  # fmt: skip
"""What the title or author of a source in a datapackage has in it → who that is in LICENSE-DATA."""


def expand(pattern: str) -> Iterator[str]:
    """Yield the patterns that braces stand for."""
    parts = [part[1:-1].split(",") if part.startswith("{") else [part] for part in re.split(r"(\{[^}]*\})", pattern)]
    yield from map("".join, itertools.product(*parts))


def entries() -> dict[str, dict[str, str]]:
    """Return what is said of each kind of file: pattern → from whom, what, terms."""
    found = {}
    for block in re.split(r"^FILE +", TEXT, flags=re.M)[1:]:
        pattern, *rest = block.split("\n")
        fields = re.findall(r"^  (FROM|WHAT|TERMS) +(.+(?:\n {8}.+)*)", "\n".join(rest), flags=re.M)
        found[pattern.strip()] = {name: " ".join(text.split()) for name, text in fields}
    return found


def owners() -> set[str]:
    """Return who is named, with terms."""
    return set(
        re.findall(r"^([A-Z]+) {2,}\S", TEXT.partition("Owners and their terms")[2].partition("\nFiles\n")[0], re.M)
    )


def shipped() -> set[Path]:
    """Return the files of the package that hold data: no program, no words, no built page."""
    package = ROOT / "src" / "newind"
    return {
        path
        for ending in ("npz", "csv", "json", "yaml")
        for path in package.rglob(f"*.{ending}")
        if path.relative_to(package).parts[0] not in ("messages", "web") and path.name != "datapackage.json"
    }


def test_every_shipped_file_has_one_entry_and_no_entry_is_idle() -> None:
    said: dict[Path, list[str]] = {path: [] for path in shipped()}
    for pattern in entries():
        matched = {path for one in expand(pattern) for path in ROOT.glob(one) if path in said}
        assert matched, f"{pattern}: no shipped file"
        for path in matched:
            said[path].append(pattern)
    assert not {str(p.relative_to(ROOT)): by for p, by in said.items() if len(by) != 1}


def test_terms_of_a_file_are_no_wider_than_those_of_its_sources() -> None:
    known = owners()
    assert set(OPEN) < known
    for pattern, entry in entries().items():
        names = entry["FROM"].split(", ")
        assert set(names) <= known, pattern
        assert entry["WHAT"], pattern
        closed, least = [n for n in names if n not in OPEN], {OPEN[n] for n in names if n in OPEN}
        if entry["TERMS"] == "MIT":
            assert set(names) <= {"FACTS", "NEWIND", "WAUGH"}, pattern
        else:
            assert entry["TERMS"] == ("OWNERS" if closed else "OECD" if "OECD" in least else "CC-BY-4.0"), pattern
    assert {entry["TERMS"] for entry in entries().values()} == TERMS


@pytest.mark.parametrize("path", sorted(ROOT.glob("src/newind/**/datapackage.json")), ids=lambda p: p.parent.name)
def test_a_datapackage_names_the_owners_and_the_terms_of_its_files(path: Path) -> None:
    content = json.loads(path.read_text("utf-8"))
    of = {
        p: e for p, e in entries().items() if any(m.parent == path.parent for one in expand(p) for m in ROOT.glob(one))
    }
    said = {name for entry in of.values() for name in entry["FROM"].split(", ")}
    stated = set()
    for source in content["sources"]:
        who = {name for part, name in WHO.items() if part in f"{source['title']} {source['author']}"}
        assert who, source["title"]
        assert who & said, source["title"]
        stated |= who
    assert said <= stated | {"PWT", "FACTS"}
    closed = any(entry["TERMS"] == "OWNERS" for entry in of.values())
    names = [one["name"] for one in content["licenses"]]
    assert names == (["CC-BY-4.0", "LICENSE-DATA"] if closed else ["CC-BY-4.0"])
    if closed:
        assert content["licenses"][1]["path"] == "LICENSE-DATA"


def test_nothing_of_what_may_not_be_given_away_is_shipped() -> None:
    """Figures under no open licence that were shipped once, and sources whose terms this project cannot pass on."""
    figures = ROOT / "src/newind/data/reference/sets/now/figures.csv"
    assert not re.search(r"^\w+,eci", figures.read_text("utf-8"), re.M)
    said = {name for entry in entries().values() for name in entry["FROM"].split(", ")}
    assert not said & {"EXIOBASE", "EORA", "GLORIA", "CEADS", "ADB", "ATLAS"}
