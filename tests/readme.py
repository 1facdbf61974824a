"""The commands that the README shows, in order, and what makes the long ones short."""

from __future__ import annotations

import os
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEAVY = {
    "newind brief": "--quick",
    "newind runs draw": "--draws 2",
    "newind search": "--until 2028 --evaluations 4 --scenarios none",
}
"""What makes long commands of the README short, unless NEWIND_LONG is set; CI writes a whole brief from the wheel."""
ENDLESS = "newind serve"
"""Ends when it is told to; tests/web/test_serve.py runs it."""


def blocks(page: Path, language: str) -> list[str]:
    """Return the fenced blocks of one language, each preceded by blank lines so that errors name the page's line."""
    text = page.read_text(encoding="utf-8")
    return ["\n" * (text[: m.start()].count("\n") + 1) + m[2] for m in FENCE.finditer(text) if m[1] == language]


def readme() -> list[list[str]]:
    """Return the commands of each block of the README that has any, without remarks."""
    plain = blocks(ROOT / "README.md", "")
    found = [re.findall(r"^uv run (newind .*?)(?: +#.*)?$", block, re.MULTILINE) for block in plain]
    return [block for block in found if block]


def lighter(command: str) -> str:
    """Return a command with the options that make it short."""
    more = [] if os.environ.get("NEWIND_LONG") else [v for k, v in HEAVY.items() if command.startswith(k)]
    return " ".join([command, *more])


def needed(command: str) -> list[str]:
    """Return the commands above a command that write the example files it may read."""
    every = [line for block in readme() for line in block]
    return [line for line in every[: every.index(command)] if line.startswith("newind data example ")]
