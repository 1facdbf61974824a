"""What the pages say, as text files that a change shows line by line.

Written anew with ``NEWIND_GOLDEN=1 pytest tests/documents/test_golden_pages.py``: read the difference, then keep it.
Countries without the model, whose results other tests look at; a province's brief is the one that a reader gets.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import newind as ni
from newind.documents.build import SHOWN, build_brief
from newind.documents.decision.build import build_decision
from newind.documents.prooftable import proof_table
from newind.documents.sheets.model import (
    Boxes,
    BriefTable,
    Columns,
    Exhibit,
    Gauges,
    Heading,
    Listing,
    Note,
    PagedBrief,
)  # fmt: skip
from newind.questions.model import Brief

GOLDEN = Path(__file__).parent / "golden"
PROVINCE = "CN-GD"
CODES = ("CHN", "USA", "DEU", "IND", "BRA", PROVINCE)
LANGS = ("en", "zh")


def accounts(code: str) -> Any:
    return ni.load("china-2017" if code.startswith("CN-") else "world")


def cited(text: str, refs: tuple[int, ...]) -> str:
    return text + "".join(f" [{n}]" for n in refs)


def drawn(d: PagedBrief | Brief, proof: Any) -> Iterator[str]:
    header, rows = proof_table(proof, d.names, d.lang)
    yield f"  chart {type(proof).__name__}: {' | '.join(header)}"
    yield from ("    " + " | ".join(row) for row in rows[:4])


def told(d: PagedBrief, block: Any) -> Iterator[str]:
    """Yield the lines of a block: what a reader sees, in the order of the page."""
    match block:
        case Columns():
            for k, side in enumerate((block.left, block.right)):
                yield f"  column {k + 1}"
                for one in side:
                    yield from told(d, one)
        case Gauges():
            for g in block.gauges:
                about = (f"{g.value}{g.unit}", g.ends, cited(g.what, g.refs), g.place, g.trend)
                yield f"  gauge {g.name}: " + " | ".join(t for t in about if t)
            yield f"  note {block.note}"
        case Boxes():
            yield f"  finding {block.title}"
            for box in block.boxes:
                yield from told(d, box)
            yield f"  note {block.foot}"
        case Listing():
            yield f"  list {block.title}"
            lines = [cited(" | ".join(t for t in (i.text, i.number, i.after) if t), i.refs) for i in block.items]
            yield from (f"    {line}" for line in lines or [f"({block.empty})"])
        case Heading():
            yield f"  finding {cited(block.text, block.refs)}" + (f" / {block.sub}" if block.sub else "")
        case Exhibit():
            yield f"  exhibit {cited(block.title, block.refs)}"
            yield from drawn(d, block.proof)
            yield from [f"    note {block.note}"] if block.note else []
        case BriefTable():
            yield f"  table {cited(' | '.join(block.header), block.refs)}"
            yield from ("    " + " | ".join(c.text for c in row) for row in block.rows)
        case Note():
            yield f"  note {cited(block.title + ': ' * bool(block.title) + block.text, block.refs)}"


def pages(d: PagedBrief) -> Iterator[str]:
    yield d.title
    yield cited(d.lead, d.lead_refs)
    yield " · ".join(d.chips)
    for k, sheet in enumerate(d.sheets, 1):
        yield f"\npage {k}: {sheet.name} ({sheet.aside})"
        for block in sheet.blocks:
            yield from told(d, block)
    yield "\nannex"
    yield from (f"  {r.number} {r.indicator}: {r.label} ({r.year}, {r.status})" for r in d.sources)


def findings(b: Brief) -> Iterator[str]:
    """Yield what the full brief adds: its headings, and the findings of each system by kind."""
    yield " ".join(b.headline.split())
    for s in b.systems:
        yield f"\n{s.title}: {s.lead}"
        for c in s.findings:
            yield f"  {c.kind}: {cited(c.sentence, c.refs)} | {c.number} {c.unit} | {c.detail}"
        yield f"  left out: {len(s.more)}"
    yield from (f"\ntable {t.title}: {len(t.rows)} rows" for t in b.tables)
    yield from (f"\nsection {s.title}: {s.lead}" for s in b.sections)


def compare(name: str, lines: Iterator[str]) -> None:
    path, text = GOLDEN / f"{name}.txt", "\n".join(lines) + "\n"
    if os.environ.get("NEWIND_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text.splitlines() == path.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("code", CODES)
def test_the_pages_say_what_they_said(code):
    w = accounts(code)
    for lang in LANGS:
        compare(f"{code}-{lang}", pages(build_decision(w, code, lang, model=code == PROVINCE)))


def test_the_findings_of_the_full_brief_are_what_they_were():
    w = accounts(PROVINCE)
    made = {lang: build_brief(w, PROVINCE, lang) for lang in LANGS}
    for lang, b in made.items():
        compare(f"full-{PROVINCE}-{lang}", findings(b))
        assert all(len(s.findings) <= SHOWN for s in b.systems)


def test_a_golden_page_shows_a_number_that_changes(monkeypatch):
    """A comparison that passes whatever is computed would prove nothing."""
    monkeypatch.delenv("NEWIND_GOLDEN", raising=False)
    d = build_decision(accounts(PROVINCE), PROVINCE, "en")
    with pytest.raises(AssertionError):
        compare(f"{PROVINCE}-en", pages(replace(d, lead=d.lead.replace("2017", "2018"))))
