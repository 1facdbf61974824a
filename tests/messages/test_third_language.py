"""A language beside English and Chinese: a folder of messages is enough for a brief and for an answer."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import newind.messages

RUN = """
import json, sys
from pathlib import Path
import newind.messages
newind.messages.PLACE = Path(sys.argv[1])
for cached in (newind.messages.list_languages, newind.messages.message_group, newind.messages._read):
    cached.cache_clear()
newind.messages.NOTHING.update(dict.fromkeys(newind.messages.list_languages(), ""))
from newind.cli import main
for words in json.loads(sys.argv[2]):
    sys.argv = ["newind", *words]
    try:
        main()
    except SystemExit as ended:
        assert not ended.code, words
"""
"""Commands in a process whose languages are those of another folder."""
VALUE = re.compile(r"(\{[^{}]*\})")
HANZI = re.compile("[一-鿿，。；：（）、]+")
UNSEEN = re.compile(r"<(style|script)\b.*?</\1>|<[^>]*>", re.DOTALL)
NAMES = "China|New Industrialization Index"
"""What no catalogue translates."""
MARKS = set("人质创绿数通位柱障")
"""Glyphs of cards, on a page of any language."""


def make_up(said):
    """Return messages in capitals, their values as they are."""
    if isinstance(said, dict):
        return {key: make_up(words) for key, words in said.items()}
    if isinstance(said, list):
        return [make_up(words) for words in said]
    if not isinstance(said, str):
        return said
    return "".join(p if VALUE.fullmatch(p) else p.upper() for p in VALUE.split(said))


def read_text(page, pattern=r"<body.*</body>"):
    """Return what a reader sees where a page has a pattern."""
    return [html.unescape(UNSEEN.sub(" ", found[0])).strip() for found in re.finditer(pattern, page, re.DOTALL)]


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """Return the page of a brief and what an answer prints, in capitals, and what both tell of errors."""
    folder = tmp_path_factory.mktemp("third")
    languages = folder / "messages"
    shutil.copytree(Path(newind.messages.__file__).parent, languages, ignore=shutil.ignore_patterns("*.py*", "__*"))
    (languages / "xx").mkdir()
    for file in (languages / "en").glob("*.json"):
        said = make_up(json.loads(file.read_text(encoding="utf-8")))
        (languages / "xx" / file.name).write_text(json.dumps(said), encoding="utf-8")
    commands = [
        ["brief", "CHN", "--quick", "--lang", "xx", "--out", str(folder / "out")],
        ["green", "footprint", "CHN", "--lang", "xx"],
    ]
    run = subprocess.run(
        [sys.executable, "-c", RUN, str(languages), json.dumps(commands)],
        capture_output=True, encoding="utf-8", env={**os.environ, "NEWIND_DEBUG": "1", "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-2000:]
    (page,) = (folder / "out").glob("*-xx.html")
    return page.read_text(encoding="utf-8"), run.stdout, run.stderr


def test_brief_has_its_parts_in_the_language_and_no_chinese(done):
    page, _, told = done
    assert '<html lang="xx">' in page
    headings = read_text(page, r"<h2\b.*?</h2>")
    assert "WHAT IS ASSUMED" in headings
    assert len(headings) > 3
    assert [h for h in headings if re.search("[a-z]", re.sub(NAMES, "", h))] == []
    assert set("".join(HANZI.findall(" ".join(read_text(page))))) <= MARKS
    assert "left out" not in told.casefold()


def test_answer_speaks_the_language(done):
    printed = done[1]
    assert "CARBON FOOTPRINT OF China, 2022" in printed
    assert "EMITTED BY HOUSEHOLDS THEMSELVES" in printed
    assert not HANZI.search(printed)
