"""Every YAML file that a user may give is judged before anything is built of it."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

import newind as ni
from each import check_each
from newind.errors import NewindError, in_chinese
from newind.index.spec_yaml import read as read_specification
from newind.pathways.scenarios import scenario
from newind.pathways.targets import read_targets
from newind.policy.registerfile import read_register
from newind.policy.yaml_file import DEEPEST, GROWN, load, parse_package
from newind.questions.index.board import read_value

READERS = (ni.Package.from_yaml, read_register, read_targets, scenario, read_specification)


def aliases(opening: str = "[", closing: str = "]", leaf: str = "1") -> str:
    """Return a text of ten lines, each of which holds the one before nine times."""
    items = [leaf, *(f"*a{k}" for k in range(9))]
    return "".join(f"a{k}: &a{k} {opening}{', '.join([i] * 9)}{closing}\n" for k, i in enumerate(items))


UNSAFE = {
    "aliases": (aliases(), "6:20: its aliases make the text too large to read"),
    "aliases of mappings": (aliases("{x: [", "]}"), "its aliases make"),
    "merge keys": (aliases("{<<: [", "]}", "{x: 1}"), "its aliases make"),
    "itself": ("shocks: &x [*x]\n", "1:13: an alias of what contains it"),
    "brackets": ("shocks: " + "[" * 3000, f"1:48: more than {DEEPEST} lists"),
    "braces": ("{a: " * 3000, f"more than {DEEPEST} lists"),
    "indented": ("\n".join(" " * k + "a:" for k in range(1500)), f"more than {DEEPEST} lists"),
    "dashes": ("- " * 3000 + "x", f"more than {DEEPEST} lists"),
    "another version": ("%YAML 3.0\n---\nname: a\n", "1:1: a line that begins with %"),
    "another version further down": ("name: a\n%YAML 3.0\nnote: b\n", "2:1: a line that begins with %"),
    "digits": (f"name: {'9' * 5000}\n", "1:7: a number of 5000 digits"),
    "hexadecimal digits": (f"name: [0x{'f' * 5000}]\n", "1:8: a number of 5002 digits"),
    "a tag of a bool": ("name: !!bool add\nshocks: []\n", "1:7: a tag"),
    "a tag of a number": ("name: !!int add\n", "1:7: a tag"),
    "a tag of a key": ("!!bool add: 1\n", "1:1: a tag"),
    "a tag of a program": ("name: !!python/object/apply:os.system [ls]\n", "1:7: a tag"),
    "two documents": ("name: a\n---\nname: b\n", "2:1: a second document"),
}  # fmt: skip


@pytest.mark.parametrize("read", READERS, ids=lambda f: f.__qualname__)
@pytest.mark.parametrize("name", UNSAFE)
def test_an_unsafe_file_is_refused_with_its_place(tmp_path: Path, read, name):
    text, said = UNSAFE[name]
    file = tmp_path / "unsafe.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(NewindError) as found:
        read(file)
    assert str(file) in str(found.value)
    assert said in str(found.value)
    assert in_chinese(found.value)


@check_each("name", UNSAFE)
def test_an_unsafe_option_stays_a_word(name):
    assert read_value(UNSAFE[name][0]) == UNSAFE[name][0]


def test_aliases_that_add_little_are_read():
    assert load("a: &a [1, 2]\nb: [*a, *a]\n")["b"] == [[1, 2], [1, 2]]


def test_an_anchor_may_be_used_again():
    """Without a warning, which the settings of pytest make an error."""
    assert load("a: &x 1\nb: &x 2\nc: *x\n")["c"] == 2


def test_digits_in_quotes_are_text():
    assert load(f"a: '{'9' * 5000}'")["a"] == "9" * 5000


def test_a_long_text_without_aliases_is_read():
    assert len(load("a: " + "x" * (2 * GROWN))["a"]) == 2 * GROWN


MARKS = [*"[]{}:,-?&*!|>'\"%@`#\n ", "&a ", "*a ", "!!int ", "- ", ": ", "\n  ", "<<", "---\n", "1", "a"]


@settings(max_examples=150)
@given(st.lists(st.sampled_from(MARKS) | st.sampled_from(string.printable), max_size=60).map("".join))
def test_any_text_that_is_no_package_is_refused_and_nothing_else_is_raised(text):
    with pytest.raises(NewindError):
        parse_package(text + "\nunknown: 1\n", "drawn.yaml", "drawn")


def test_nothing_else_reads_what_users_write():
    """One reader for users' files; the files of the package itself are read as plain data."""
    source = Path(ni.__file__).parent
    readers = {p.relative_to(source).as_posix() for p in source.rglob("*.py") if ").load(" in p.read_text("utf-8")}
    assert not {p for p in readers if "YAML" in (source / p).read_text("utf-8")} - {"datafiles.py"}
