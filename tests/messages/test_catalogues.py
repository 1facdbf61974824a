"""The catalogues: what every language must hold, what source code asks of them, and how they are written."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from each import check_each
from newind.messages import SOURCE, list_languages, message_group

PLACE = Path(__file__).resolve().parents[2] / "src" / "newind"
FILES = sorted((PLACE / "messages").glob("*/*.json"))
NAMES = sorted({f.stem for f in FILES})
HANZI = re.compile("[一-鿿]")
VALUES = re.compile(r"(?<!\{)\{(\w*)[^{}]*\}(?!\})")


def flat(found, *place):
    """Yield place and message of all that stands in a file."""
    for key, said in found.items():
        if isinstance(said, dict):
            yield from flat(said, *place, key)
        else:
            yield (*place, key), said


def read(lang, name):
    path = PLACE / "messages" / lang / f"{name}.json"
    return dict(flat(json.loads(path.read_text(encoding="utf-8")))) if path.exists() else {}


def without_forms(found):
    """Return places without the forms that a language has of a message with a number."""
    return {place[:-1] if place[-1] in ("one", "other") else place for place in found}


@pytest.mark.parametrize("lang", [lang for lang in list_languages() if lang != SOURCE])
def test_no_language_says_what_english_does_not(lang):
    wrong = {
        (name, place): "is not in English"
        for name in set(NAMES) - {"names"}
        for place in without_forms(read(lang, name)) - without_forms(read(SOURCE, name))
    }
    assert not wrong


def test_chinese_has_every_message_and_as_many_values_without_a_name():
    for name in NAMES:
        english, chinese = read(SOURCE, name), read("zh", name)
        assert not without_forms(english) - without_forms(chinese), name
        for place in english.keys() & chinese.keys():
            assert unnamed(english[place]) == unnamed(chinese[place]), (name, place)


def unnamed(said):
    return len(re.findall("(?<!{){}", said)) if isinstance(said, str) else 0


@check_each("path", FILES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_every_message_can_be_filled_in(path):
    for place, said in flat(json.loads(path.read_text(encoding="utf-8"))):
        for words in said if isinstance(said, list) else [said]:
            if isinstance(words, str):
                assert words.count("{") == words.count("}"), place


def ids(tree):
    """Yield file and place of each message that a module asks for by its id."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            first = node.args[0]
            if node.func.id in ("message", "message_group", "say") and isinstance(first, ast.Constant):
                yield node.func.id, first.value, {k.arg for k in node.keywords}


def test_every_message_that_is_asked_for_is_there():
    missing = []
    for path in PLACE.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        for kind, id, given in ids(ast.parse(source)) if "newind.messages" in source else ():
            if str(id).partition(".")[0] not in NAMES:
                continue
            try:
                found = message_group(id)
            except KeyError:
                missing.append((path.name, id))
                continue
            texts = [t for t in found.values() if isinstance(t, str)] if given and kind != "message_group" else []
            asked = {v[0].lower() + v[1:] for t in texts for v in VALUES.findall(t) if v}
            if not asked <= given and None not in given:
                missing.append((path.name, id, asked - given))
    assert not missing


KINDS = {"noun": 0, "unknown": 0, "with_carbon": 1, "_prepare_charge": 6}
"""Functions that name a kind of thing in errors, and which of their arguments does."""


def test_every_kind_of_thing_that_an_error_names_has_a_chinese_word():
    known, missing = read("zh", "errors"), set()
    for path in PLACE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS:
                for said in node.args[KINDS[node.func.id] :][:1]:
                    if isinstance(said, ast.Constant) and (f"kind.{said.value}",) not in known:
                        missing.add((path.name, said.value))
    assert not missing


WHOLE = {"errors", "cockpit", "division", "start", "tour", "help", "indicators", "names", "sections"}
"""Files that are read as a whole: of errors see ``tests/test_messages.py``, of the cockpit its own types."""
BRIEFS = ("decision", "policybrief")
"""Files whose messages are asked for without their names."""
HELP = "help"
"""Group of a family's file that the declaration of a question reads."""


def test_every_message_is_asked_for():
    """The group that it is in, at least: what its groups hold is chosen by names of data."""
    sources = [p.read_text(encoding="utf-8") for p in PLACE.rglob("*.py")]
    asked = {id for s in sources for id in re.findall(r"[a-z]+(?:\.[\w-]+)+\.?", s) if id.partition(".")[0] in NAMES}
    asked |= {id for s in sources for id in re.findall(r'f"([a-z]+\.[\w.-]*)\{', s)}
    own = [p.read_text(encoding="utf-8") for p in (PLACE / "documents").rglob("*.py")]
    said = {id for s in own for id in re.findall(r'"([a-z_]+(?:\.[\w.-]*)?)', s)}
    asked |= {f"{name}.{id}" for name in BRIEFS for id in said}
    known = [".".join((name, *place)) for name in set(NAMES) - WHOLE for place in without_forms(read(SOURCE, name))]
    assert not [
        id for id in known if f".{HELP}." not in id and not any(id.startswith(a) or a.startswith(id) for a in asked)
    ]
