"""One concept, one word: what the glossary replaced stands in no name, help, message, catalogue, document or page."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from sources import read_source

ROOT = Path(__file__).resolve().parent.parent
GLOSSARY = YAML(typ="safe").load((ROOT / "docs" / "glossary.yaml").read_text(encoding="utf-8"))
FOUND = [
    (re.compile(pattern.replace(" ", r"\s+")), term[lang])
    for term in GLOSSARY["terms"]
    for lang, pattern in term.get("find", {}).items()
]
"""Patterns, over line ends too, each with the word to write."""
TEXTS = (
    *("builders/**/*.py", "builders/**/*.yaml"),
    *("src/newind/**/*.py", "src/newind/**/*.yaml", "src/newind/**/*.csv", "src/newind/**/*.html"),
    "src/newind/messages/*/*.json",
    *("docs/**/*.md", "README.md", "CONTRIBUTING.md"),
)
RIDDLES = {"told", "said", "of", "moved", "tried", "kept", "posed", "carried", "taken", "given"}
CODE = re.compile(
    r"""^moves:.*                       # fields of the model
    |``[^`]*``|`[^`]*`               # names of code
    |\{[^{}]*\}                       # places of values
    |^\s*(?:-[ ])?[\w.-]+:(?=\s|$)     # keys of YAML
    |^\s*"[\w. -]+":                  # places of messages
    |^\s*\w+(?:,[ ]\w+)*[ ]:[ ]        # names of parameters
    """,
    re.VERBOSE,
)
FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
KEYS = {"other wedges"}
"""Keys of results, which stay what they are."""
PINNED = {"builders/china.py": "is said"}
"""Texts that stand in a shipped set, whose hash is pinned: they change when the set is built again."""
LARGE = 400_000
"""Bytes; larger files are data."""


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and text of what people read: of Python its strings of more than one word, of others all."""
    if path.suffix != ".py":
        text = path.read_text(encoding="utf-8")
        yield 1, FENCED.sub(lambda block: "\n" * block[0].count("\n"), text) if path.suffix == ".md" else text
        return
    for line, text in read_source(path).strings:
        if text not in KEYS and re.search(r"\s|[一-鿿]", text):
            yield line, text


def prose(line: str) -> str:
    """Return a line without its code."""
    line = CODE.sub("", line)
    return "" if line.lstrip().startswith(("newind ", "import ", "from newind", ">>>")) else line


def refused(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield lines above it, word and word to write for each word of a text that the glossary replaced."""
    text = "\n".join(map(prose, text.splitlines()))
    for pattern, write in FOUND:
        for found in pattern.finditer(text):
            yield text.count("\n", 0, found.start()), " ".join(found[0].split()), write


@pytest.mark.parametrize("pattern", TEXTS)
def test_no_text_uses_a_word_that_was_replaced(pattern):
    files = {p.relative_to(ROOT).as_posix(): p for p in ROOT.glob(pattern) if "static" not in p.parts}
    assert files
    wrong = {
        f"{name}:{line + above} {word!r}: write {write!r}"
        for name, path in files.items()
        if path.stat().st_size < LARGE
        for line, text in texts(path)
        for above, word, write in refused(text)
        if PINNED.get(name) != word
    }
    assert not wrong, "\n".join(sorted(wrong))


def defined() -> list[tuple[type, str, str]]:
    """Return kind, name and place of each class and function of the package."""
    return [
        (kind, name, f"{path.relative_to(ROOT)}:{line}")
        for path in sorted((ROOT / "src").rglob("*.py"))
        for kind, name, line in read_source(path).definitions
    ]


def test_no_function_is_named_by_a_riddle():
    functions = [(name, place) for kind, name, place in defined() if kind is ast.FunctionDef]
    wrong = [f"{place} {name}" for name, place in functions if name.strip("_") in RIDDLES]
    assert not wrong, "\n".join(wrong)


def test_a_class_name_has_one_meaning():
    found: dict[str, list[str]] = {}
    for kind, name, place in defined():
        if kind is ast.ClassDef:
            found.setdefault(name, []).append(place)
    assert not {name: places for name, places in found.items() if len(places) > 1}


def test_every_term_has_both_languages_and_its_pattern_spares_the_word_to_write():
    assert len({t["en"] for t in GLOSSARY["terms"]}) == len(GLOSSARY["terms"])
    for term in GLOSSARY["terms"]:
        assert re.search(r"[一-鿿]", term["zh"])
        assert term["instead"]
        assert not [*refused(term["en"]), *refused(term["zh"])], term


@pytest.mark.parametrize(
    ("text", "write"),
    [
        ("The two cannot be told apart.", "distinguished"),
        ("in all 8 worlds", "scenario"),
        ("The sign is\nnot sure.", "direction open"),
        ("5.9 t a person", "per person"),
        ("the losses rest on one parameter", "is based on"),
        ("具名伙伴", "单列"),
        ("最大后悔为0.1%", "最大后悔值"),
    ],
)
def test_a_replaced_word_is_found(text, write):
    assert write in [one[2] for one in refused(text)]


@pytest.mark.parametrize("text", ["of the world", "`told apart`", "newind screen --corners", "最大后悔值", "卫星账户"])
def test_what_is_fine_is_left_alone(text):
    assert not list(refused(text))
