"""Read sources once for all tests that look through them, and scripts of the repository as modules."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

Import = ast.Import | ast.ImportFrom


@dataclass(frozen=True)
class Source:
    """Strings with their lines, functions and classes with kind, name and line, and all imports of a file."""

    strings: list[tuple[int, str]]
    definitions: list[tuple[type, str, int]]
    imports: list[Import]
    at_once: list[Import]
    """Those run on import of the module: not those in functions or under TYPE_CHECKING."""


@cache
def read_source(path: Path) -> Source:
    """Return what a file says."""
    return read_text(path.read_text(encoding="utf-8"))


def read_text(text: str) -> Source:
    """Return what the text of a file says."""
    tree = ast.parse(text)
    source = Source([], [], [], list(_list_imports(tree)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                source.strings.append((node.lineno, node.value))
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            source.definitions.append((type(node), node.name, node.lineno))
        elif isinstance(node, Import):
            source.imports.append(node)
    return source


def _list_imports(node: ast.AST) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Import):
            yield child
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        elif not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.expr):
            yield from _list_imports(child)


def load_script(folder: str, name: str) -> ModuleType:
    """Return a script of a folder of the repository, which may import its neighbours."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / folder))
    try:
        return import_module(name)
    finally:
        sys.path.pop(0)
