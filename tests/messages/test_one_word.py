"""One short label in English, one in Chinese: on the page of the cockpit, and in what stands beside it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from newind.messages import PLACE

FILES = ("charts", "cockpit", "common", "documents", "language", "now", "sections", "web")
"""Files of the page, and of the words that its views share with documents and answers."""
LONGEST = 3
"""Words of a short label."""
DIFFERENT = {
    "all": "every economy in a list, the sum in a table",
    "and": "between two words, in a list, before a second goal",
    "at home": "inside the nation, or the economy that is asked about, which may be a province",
    "compared with": "other economies, or an earlier year",
    "from": "an origin, or a first year",
    "high": "the end of a range in the cockpit; in tables it stands in brackets behind what it is of",
    "index": "a composite index, or its total score on the profile",
    "its peers": "economies, or provinces",
    "low": "as high",
    "middle": "between low and high, or a value of its own",
    "Mt": "the cockpit counts Chinese tonnes in hundreds of millions",
    "none": "nothing chosen, or no draws made",
    "part": "of a whole that adds up, or an industry or region that has a part of a target",
    "patents granted": "a column, or a unit",
    "peers": "a way to compare, economies, or provinces",
    "points": "percentage points in a sentence, as a unit, or points of a score",
    "six characteristics": "the group, or the title of a sheet",
    "times": "a column, or a unit",
    "value": "value added, or a number",
    "year": "a column, or a unit",
}
"""English labels that mean more than one thing, and what: Chinese has a word for each."""


def flatten(found, *place):
    for key, said in found.items():
        if isinstance(said, dict):
            yield from flatten(said, *place, key)
        elif isinstance(said, str):
            yield ".".join((*place, key)), said.strip()


def read(lang):
    texts = {name: Path(str(PLACE / lang / f"{name}.json")).read_text(encoding="utf-8") for name in FILES}
    return dict(line for name, text in texts.items() for line in flatten(json.loads(text), name))


@pytest.fixture(scope="module")
def translations():
    """Return each short label, without its capital, with its translations and where each stands."""
    found: dict[str, dict[str, list[str]]] = {}
    chinese = read("zh")
    for id, label in read("en").items():
        if re.fullmatch(r"[A-Za-z&₂ -]+", label) and len(label.split()) <= LONGEST and ".help." not in id:
            key = label if label.isupper() or label == "Mt" else label[:1].lower() + label[1:]
            found.setdefault(key, {}).setdefault(chinese[id], []).append(id)
    return found


def test_a_short_label_has_one_translation(translations):
    several = {label: said for label, said in translations.items() if len(said) > 1 and label not in DIFFERENT}
    assert not several


def test_labels_that_differ_rightly_still_do(translations):
    assert [label for label in DIFFERENT if len(translations.get(label, ())) < 2] == []
