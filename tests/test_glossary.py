"""One concept, one word: what the glossary replaced stands in no name, help, message, catalogue, document or page."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent
GLOSSARY = YAML(typ="safe").load((ROOT / "docs" / "glossary.yaml").read_text(encoding="utf-8"))
FOUND = [(re.compile(p), term[lang]) for term in GLOSSARY["terms"] for lang, p in term.get("find", {}).items()]
TEXTS = (
    *("src/newind/**/*.py", "src/newind/**/*.yaml", "src/newind/**/*.csv", "src/newind/**/*.html"),
    *("docs/**/*.md", "frontend/src/i18n/**/*.ts", "README.md", "CONTRIBUTING.md"),
)
RIDDLES = {"told", "said", "of", "moved", "tried", "kept", "posed", "carried", "taken", "given"}
CODE = re.compile(
    r"""``[^`]*``|`[^`]*`               # names of code
    |\{[^{}]*\}                       # places of values
    |^\s*(?:-[ ])?[\w.-]+:(?=\s|$)     # keys of YAML
    |^moves:.*                        # fields of the model
    |^\s*"[\w.]+":|^\w+\.\w+,          # keys of catalogues, ids of messages
    |^\s*\w+(?:,[ ]\w+)*[ ]:[ ]        # names of parameters
    """,
    re.VERBOSE,
)
FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
KEYS = {"other wedges"}
"""Keys of results, which stay what they are."""
PINNED = {"src/newind/accounts/reference/china.py": "is said"}
"""Texts that stand in a shipped set, whose hash is pinned: they change when the set is built again."""
LARGE = 400_000
"""Bytes; larger files are data."""


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and text of what people read: of Python its strings of more than one word, of others every line."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        text = FENCED.sub(lambda block: "\n" * block[0].count("\n"), text)
    if path.suffix != ".py":
        yield from enumerate(text.splitlines(), 1)
        return
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or node.value in KEYS:
            continue
        if re.search(r"\s|[一-鿿]", node.value):
            yield from enumerate(node.value.splitlines(), node.lineno)


def refused(text: str) -> list[str]:
    """Return the words of a text that the glossary replaced, each with the one to write; code is no text."""
    text = CODE.sub("", text)
    if text.lstrip().startswith(("newind ", "import ", "from ", ">>>")):
        return []
    return [f"{found[0]!r}: write {write!r}" for pattern, write in FOUND if (found := pattern.search(text))]


@pytest.mark.parametrize("pattern", TEXTS)
def test_no_text_uses_a_word_that_was_replaced(pattern):
    files = [p for p in ROOT.glob(pattern) if p.stat().st_size < LARGE and "static" not in p.parts]
    assert files
    wrong = [
        f"{path.relative_to(ROOT)}:{line} {word}"
        for path in files
        for line, text in texts(path)
        for word in refused(text)
    ]
    assert not wrong, "\n".join(sorted(set(wrong)))


def defined(*kinds: type) -> Iterator[tuple[str, str]]:
    """Yield name and place of each class or function of the package."""
    for path in sorted((ROOT / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, kinds):
                yield node.name, f"{path.relative_to(ROOT)}:{node.lineno}"


def test_no_function_is_named_by_a_riddle():
    wrong = [f"{place} {name}" for name, place in defined(ast.FunctionDef) if name.strip("_") in RIDDLES]
    assert not wrong, "\n".join(wrong)


def test_a_class_name_has_one_meaning():
    found: dict[str, list[str]] = {}
    for name, place in defined(ast.ClassDef):
        found.setdefault(name, []).append(place)
    assert not {name: places for name, places in found.items() if len(places) > 1}


def test_every_term_has_both_languages_and_its_pattern_spares_the_word_to_write():
    assert len({t["en"] for t in GLOSSARY["terms"]}) == len(GLOSSARY["terms"])
    for term in GLOSSARY["terms"]:
        assert re.search(r"[一-鿿]", term["zh"])
        assert term["instead"]
        assert not refused(term["en"]), term
        assert not refused(term["zh"]), term


@pytest.mark.parametrize(
    ("text", "write"),
    [
        ("The two cannot be told apart.", "distinguished"),
        ("in all 8 worlds", "scenario"),
        ("5.9 t a person", "per person"),
        ("the losses rest on one parameter", "is based on"),
        ("具名伙伴", "单列"),
        ("最大后悔为0.1%", "最大后悔值"),
    ],
)
def test_a_replaced_word_is_found(text, write):
    assert any(f"write {write!r}" in word for word in refused(text))


@pytest.mark.parametrize("text", ["of the world", "`told apart`", "newind screen --corners", "最大后悔值", "卫星账户"])
def test_what_is_fine_is_left_alone(text):
    assert not refused(text)
