"""The list of a run's files: what counts, with the SHA-256 of each, so that damage is found when a run is opened."""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from newind.accounts.store import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

LIST = "parts.jsonl"
"""A line for files that count together: name → SHA-256."""
FILE = re.compile(r"((results|draws)-\d{8}-\d{8}|cases-\d{8})\.parquet")
HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class RunContents:
    """Contents of the list of a run.

    Parameters
    ----------
    whole : dict of str to str
        Files that are as they were written: name → SHA-256.
    damaged : tuple of str
        Files that are lost or differ, and the list itself where one of its lines cannot be read.
    """

    whole: dict[str, str]
    damaged: tuple[str, ...]


def append(folder: Path, files: Iterable[Path]) -> None:
    """Make files count, all together or none."""
    line = json.dumps(hash_files(files))
    with (folder / LIST).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
        file.flush()
        os.fsync(file.fileno())


def read(folder: Path) -> RunContents:
    """Return what counts: of files that count together, all or none."""
    whole: dict[str, str] = {}
    damaged: list[str] = []
    lines = _lines(folder)
    latest = {name: k for k, files in enumerate(lines) for name in files or ()}
    for k, files in enumerate(lines):
        if files is None:
            damaged.append(LIST)
        elif all(latest[name] == k for name in files):
            wrong = [name for name, sha in files.items() if digest(folder / name) != sha]
            damaged += wrong
            whole |= {} if wrong else files
    return RunContents(whole, tuple(dict.fromkeys(damaged)))


def hash_files(files: Iterable[Path]) -> dict[str, str]:
    """Return files as the list has them: name → SHA-256."""
    return {path.name: digest(path) for path in files}


def rewrite(folder: Path, together: Sequence[Mapping[str, str]]) -> None:
    """Write the list anew, a line for each mapping after an empty one, without which it is damaged."""
    text = "".join(f"{json.dumps(files)}\n" for files in ({}, *together))
    write_whole(folder / LIST, lambda temporary: temporary.write_text(text, encoding="utf-8"))


def digest(path: Path) -> str:
    """Return the SHA-256 of a file; nothing where there is none. A file that has not changed is read once."""
    try:
        found = path.stat()
    except OSError:
        return ""
    return _digest(path, found.st_size, found.st_mtime_ns, found.st_ino)


@lru_cache(maxsize=4096)
def _digest(path: Path, *_stamp: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _lines(folder: Path) -> list[dict[str, str] | None]:
    """Return the lines of the list; None for one that cannot be read, or for a list that is lost."""
    try:
        text = (folder / LIST).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return [None]
    *lines, torn = text.split("\n")
    return [*map(_line, lines), None] if torn or not lines else [_line(line) for line in lines]


def _line(line: str) -> dict[str, str] | None:
    try:
        files = json.loads(line)
    except (ValueError, RecursionError):
        return None
    known = isinstance(files, dict) and all(
        FILE.fullmatch(name) and isinstance(sha, str) and HASH.fullmatch(sha) for name, sha in files.items()
    )
    return files if known else None
