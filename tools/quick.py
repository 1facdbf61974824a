"""Run the tests that changed since main, contracts, kernels and those near to other changes; none starts after 80 s.

A file of tests is near where it changed itself, or imports a module that did; of data, where it is of the same room.
Tests of whole documents are left to the whole run.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONTRACTS = [f"tests/test_{name}.py" for name in ("contract", "errors", "messages", "layers", "datafiles", "aliases")]
WHOLE = {"tests/test_docs.py", "tests/test_paper.py", "tests/messages/test_third_language.py"}
"""Tests that take minutes, of nearly everything."""


def list_changes(since: str = "main") -> list[str]:
    """Return the files that changed since a branch was left, committed or not."""
    commands = (["diff", "--name-only", "--merge-base", since], ["ls-files", "--others", "--exclude-standard"])
    printed = [
        subprocess.run(["git", *c], cwd=ROOT, capture_output=True, text=True, check=True).stdout for c in commands
    ]
    return sorted({line for text in printed for line in text.splitlines()})


def name_module(path: str) -> str:
    """Return what a file is imported as."""
    place, *parts = Path(path).with_suffix("").parts
    within = {"src": parts, "builders": [place, *parts]}.get(place, parts[-1:])
    return ".".join(p for p in within if p != "__init__")


def imported(text: str) -> set[str]:
    """Return the modules that a text imports by name; what is taken from a module may be one, too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{a.name}" for a in node.names)}
    return found


def find_nearest(changes: list[str], tests: dict[str, str]) -> list[str]:
    """Return the files of tests nearest to changes: those that changed, those that import what did, rooms of data."""
    modules = {name_module(path) for path in changes if path.endswith(".py")}
    data = [Path(path).parts for path in changes if path.startswith("src/newind/") and not path.endswith(".py")]
    rooms = {f"tests/{parts[2]}/" for parts in data}
    near = [test for test in tests if test in changes]
    near += [test for test, text in tests.items() if test not in near and modules & imported(text)]
    return near + [t for t in tests if t not in near and any(t.startswith(room) for room in rooms)]


def main() -> int:
    """Run them on two cores, and return the exit code."""
    tests = {
        p.relative_to(ROOT).as_posix(): p.read_text(encoding="utf-8") for p in sorted(ROOT.glob("tests/**/test_*.py"))
    }
    changes = list_changes()
    near = find_nearest(changes, tests)
    kernels = [t for t in tests if t.startswith("tests/kernels")]
    order = dict.fromkeys([*(t for t in near if t in changes), *CONTRACTS, *near, *kernels])
    asked = [t for t in order if t not in WHOLE and not t.startswith(("tests/e2e", "tests/peers"))]
    command = ["pytest", "--quiet", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
    return subprocess.run(
        [sys.executable, "-m", *command, *asked], cwd=ROOT, env={"NEWIND_SECONDS": "80", **os.environ}, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
