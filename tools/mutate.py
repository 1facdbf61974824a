"""Change single lines of the package, drawn over its rooms, and print which changes the nearest tests notice.

``python tools/mutate.py --number 30 --seed 1`` draws; each changed line stands in a copy of the commit that is checked
out, and only files of tests that import the module run. A change that takes longer than ``--seconds`` is not judged.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from quick import ROOT, WHOLE, find_nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

PAIRS = [(ast.Lt, ast.GtE), (ast.Gt, ast.LtE), (ast.Eq, ast.NotEq), (ast.In, ast.NotIn), (ast.Is, ast.IsNot)]
PAIRS += [(ast.And, ast.Or), (ast.Add, ast.Sub), (ast.Mult, ast.Div)]
OTHER: dict[type[ast.AST], type[ast.AST]] = {a: b for pair in PAIRS for a, b in (pair, pair[::-1])}
"""What stands in the place of a comparison or sign."""
APART = ("tests/e2e", "tests/peers")


@dataclass(frozen=True)
class Mutant:
    """A changed line of a file: where, what it was and what it is."""

    path: str
    line: int
    was: str
    now: str

    def apply(self, text: str) -> str:
        """Return the text of the file, changed."""
        lines = text.split("\n")
        lines[self.line - 1] = self.now
        return "\n".join(lines)


def change_node(node: ast.expr | ast.Return) -> ast.AST | None:
    """Return a node that means something else, or None where it is of no such kind."""
    new: ast.AST = copy.deepcopy(node)
    match new:
        case ast.Compare(ops=[op, *_]) if type(op) in OTHER:
            new.ops[0] = OTHER[type(op)]()
        case ast.BinOp(op=op) | ast.BoolOp(op=op) if type(op) in OTHER:
            new.op = OTHER[type(op)]()
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            return operand
        case ast.Constant(value=bool() as value):
            new.value = not value
        case ast.Constant(value=int() | float() as value):
            new.value = value + 1
        case ast.Return(value=value) if value is not None and not _is_none(value):
            new.value = ast.Constant(None)
        case _:
            return None
    return new


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def list_mutants(path: str, text: str) -> Iterator[Mutant]:
    """Yield each changed line of a file, of those inside functions that are a node of one line."""
    functions = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef)]
    lines = text.split("\n")
    parts = {
        id(n): n for f in functions for part in f.body for n in ast.walk(part) if isinstance(n, (ast.expr, ast.Return))
    }
    for node in parts.values():
        new = change_node(node)
        if new is None or node.lineno != node.end_lineno:
            continue
        was = lines[node.lineno - 1]
        told = ast.unparse(new) if isinstance(node, (ast.Return, ast.Constant)) else f"({ast.unparse(new)})"
        now = was.encode()[: node.col_offset] + told.encode() + was.encode()[node.end_col_offset :]
        yield Mutant(path, node.lineno, was, now.decode())


def draw_mutants(files: dict[str, str], number: int, seed: int) -> list[Mutant]:
    """Return changed lines of files by path: one room of the package after the other, in each a file by its length."""
    rng = random.Random(seed)
    rooms: dict[str, list[str]] = {}
    for path in sorted(files):
        if next(list_mutants(path, files[path]), None):
            rooms.setdefault(path.split("/")[2], []).append(path)
    order = rng.sample(sorted(rooms), len(rooms))
    drawn = []
    for k in range(number):
        paths = rooms[order[k % len(order)]]
        path = rng.choices(paths, [files[p].count("\n") + 1 for p in paths])[0]
        drawn.append(rng.choice(list(list_mutants(path, files[path]))))
    return drawn


def find_tests(path: str, tests: dict[str, str]) -> list[str]:
    """Return the files of tests that import a module, shortest first; those of its room where none does."""
    near = [t for t in find_nearest([path], tests) if t not in WHOLE and not t.startswith(APART)]
    room = f"tests/{path.split('/')[2]}/"
    return sorted(near or [t for t in tests if t.startswith(room)], key=lambda t: len(tests[t]))


def try_mutant(mutant: Mutant, tests: list[str], folder: Path, seconds: float) -> str:
    """Return what becomes of a change in a copy of the repository: caught, missed, or not judged."""
    if not tests:
        return "not judged"
    file = folder / mutant.path
    text = file.read_text(encoding="utf-8")
    file.write_text(mutant.apply(text), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    env = {**os.environ, "PYTHONPATH": str(folder / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        code = subprocess.run(
            command, cwd=folder, env=env, capture_output=True, check=False, timeout=seconds
        ).returncode
    except subprocess.TimeoutExpired:
        return "not judged"
    finally:
        file.write_text(text, encoding="utf-8")
    return {0: "MISSED", 5: "not judged"}.get(code, "caught")


def main() -> None:
    """Draw changes, try each, and print what became of them and how many were caught."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=120)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "copy"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", str(folder)], check=True)
        try:
            run_mutants(folder, asked.number, asked.seed, asked.seconds)
        finally:
            subprocess.run([*git, "remove", "--force", str(folder)], check=True)


def run_mutants(folder: Path, number: int, seed: int, seconds: float) -> None:
    """Try changes in a copy of the repository, and print what became of each and of all."""
    files, tests = (
        {p.relative_to(folder).as_posix(): p.read_text(encoding="utf-8") for p in folder.glob(pattern)}
        for pattern in ("src/newind/*/**/*.py", "tests/**/test_*.py")
    )
    ends: list[str] = []
    for mutant in draw_mutants(files, number, seed):
        ends.append(try_mutant(mutant, find_tests(mutant.path, tests), folder, seconds))
        print(
            f"{ends[-1]:10}  {mutant.path}:{mutant.line}\n    - {mutant.was.strip()}\n    + {mutant.now.strip()}",
            flush=True,
        )
    print(", ".join(f"{ends.count(end)} {end}" for end in dict.fromkeys(ends)))


if __name__ == "__main__":
    main()
