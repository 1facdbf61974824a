"""Runs in a folder: what was asked, and what came of each case, in files that are there whole or not at all.

A run is a folder: ``run.json`` (what is asked), ``accounts.npz``, ``cases-*.parquet``, and for each part of what is
done ``results-A-B.parquet`` (rows by draw) and ``draws-A-B.parquet`` (each draw's error, time and tries), with the
first and last number of the parts in it. A part counts from the moment ``parts.jsonl`` lists its files with their
SHA-256, and as long as they are as they were written; a merged part takes the place of those within its numbers.
Whatever moment a run is killed at, and whatever happens to its files, what counts is valid; the rest is computed again.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts import store as accounts_store
from newind.accounts.store import write_whole
from newind.errors import DataError, MessagePart, RunError, join_items, tell
from newind.pathways.parquet import (
    DRAW,
    LIMIT,
    as_columns,
    merge_files,
    read_columns,
    run_query,
    split_cases,
    stack_tables,
    write_columns,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.pathways.parquet import Columns
    from newind.pathways.processes import CaseResult


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


logger = logging.getLogger(__name__)
SCHEMA_VERSION = 2
"""Layout of the folder of a run."""
META, ACCOUNTS, LOCK, CASES = "run.json", "accounts.npz", "lock", "cases-*.parquet"
PART = re.compile(r"(results|draws)-(\d{8})-(\d{8})\.parquet")
MOST = 64
"""Parts beyond which they are merged."""


@dataclass(frozen=True, eq=False)
class RunStore:
    """A run: what is asked, and what is done of it.

    Parameters
    ----------
    folder : Path
        Where it is.
    meta : dict
        What ``run.json`` says.
    """

    folder: Path
    meta: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Name of the run."""
        return self.folder.name

    @property
    def work(self) -> str:
        """Its kind."""
        return str(self.meta["work"])

    @property
    def request(self) -> dict[str, Any]:
        """Request of the run."""
        return dict(self.meta["request"])

    @property
    def seed(self) -> int:
        """Of its random numbers."""
        return int(self.meta["seed"])

    @cached_property
    def accounts(self) -> Accounts:
        """Accounts that the run starts from."""
        path = self.folder / ACCOUNTS
        found = accounts_store.load(path)
        if found.hash != self.meta["accounts"]["hash"]:
            raise DataError(tell("runs.damaged", path=path, error="it is not the table that the run began with"))
        return found

    # ---- cases
    def cases(self) -> list[dict[str, Any]]:
        """Return the cases, in order.

        Raises
        ------
        DataError
            When a file of cases is damaged: they are what is asked, and cannot be computed again.
        """
        files = self._cases()
        if not files:
            return []
        found = read_columns(files)
        return [json.loads(text) for text in found["case"][np.argsort(found[DRAW], kind="stable")]]

    def _cases(self) -> list[Path]:
        """Return the files of cases; error as of `cases`."""
        listed = read(self.folder)
        there = {p.name for p in self.folder.glob(CASES)} if listed.damaged else set()
        lost = sorted({n for n in (*listed.damaged, *there) if n.startswith("cases-")} - listed.whole.keys())
        if lost:
            raise DataError(tell("runs.damaged", path=self.folder / lost[0], error="its cases are not those written"))
        return [self.folder / name for name in sorted(listed.whole) if name.startswith("cases-")]

    @property
    def damaged_files(self) -> tuple[str, ...]:
        """Files that are lost or not as they were written; what they held is not done."""
        return read(self.folder).damaged

    def add_cases(self, cases: Sequence[Mapping[str, Any]], first: int) -> None:
        """Write down further cases, the first of which has a given index.

        Raises
        ------
        RunError
            When the disk is full.
        """
        self._write_tables(file_of_cases(self.folder, cases, first))

    # ---- what is done
    def parts(self) -> dict[str, list[Path]]:
        """Return the files that count, by kind: ``results``, ``draws``, ``cases``."""
        listed = read(self.folder).whole
        files = {kind: [_part(kind, *r) for r in self._ranges()] for kind in ("results", "draws")}
        found = {kind: [self.folder / name for name in names if name in listed] for kind, names in files.items()}
        return found | {"cases": self._cases()}

    def _ranges(self) -> list[tuple[int, int]]:
        """Return the numbers of parts that count: of those within others, the others."""
        found = [m for n in read(self.folder).whole if (m := PART.fullmatch(n)) and m[1] == "draws"]
        every = sorted(((int(m[2]), int(m[3])) for m in found), key=lambda r: (r[0], -r[1]))
        kept: list[tuple[int, int]] = []
        for first, last in every:
            if not kept or first > kept[-1][1]:
                kept.append((first, last))
        return kept

    def draws(self) -> Columns:
        """Return ``draw``, ``error``, ``seconds`` and ``tries`` of the draws that are done, in no order."""
        files = self.parts()["draws"]
        if not files:
            return _build_draw_columns([])
        return read_columns(files)

    def errors(self) -> dict[int, str]:
        """Return why draws failed, by index."""
        found = self.draws()
        return {int(k): e for k, e in sorted(zip(found[DRAW], found["error"], strict=True)) if isinstance(e, str)}

    def counts(self) -> tuple[int, int, int]:
        """Return how many draws are done, how many there are, and how many failed."""
        errors = self.draws()["error"]
        total = sum(len(read_columns([p])[DRAW]) for p in self.parts()["cases"])
        return len(errors), total, sum(isinstance(e, str) for e in errors)

    def values(self) -> dict[int, Columns]:
        """Return what came of each draw that came out, by index."""
        files = self.parts()["results"]
        return split_cases(read_columns(files)) if files else {}

    def table(self) -> pd.DataFrame:
        """Return what came of all draws, a row each with its ``draw``, in order."""
        import pandas as pd

        files = self.parts()["results"]
        found = read_columns(files) if files else {DRAW: np.empty(0, np.int64)}
        order = np.argsort(found[DRAW], kind="stable")
        return pd.DataFrame({name: column[order] for name, column in found.items()})

    def sql(self, statement: str, limit: int = LIMIT) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Return columns and rows of one SELECT on the tables ``results``, ``draws`` and ``cases``.

        Raises
        ------
        DataError
            For other statements, mistakes, and files beyond those of the run.
        """
        return run_query(statement, {kind: files for kind, files in self.parts().items() if files}, limit)

    # ---- writing
    def write(self, outcomes: Sequence[CaseResult]) -> None:
        """Write what came of draws, all of them or none.

        Raises
        ------
        RunError
            When the disk is full; what was there stays.
        """
        ranges = self._ranges()
        number = ranges[-1][1] + 1 if ranges else 0
        good = [(o.index, o.value) for o in outcomes if o.error is None]
        results = {self.folder / _part("results", number, number): stack_tables(good)} if good else {}
        self._write_tables(results | {self.folder / _part("draws", number, number): _build_draw_columns(outcomes)})
        small = [r for r in ranges if r[0] == r[1]]
        if len(small) >= MOST:
            self._merge_parts(small)

    def merge(self) -> None:
        """Make one part of all; whenever this is stopped, the parts that count hold each draw once."""
        self._merge_parts(self._ranges())

    def _merge_parts(self, ranges: Sequence[tuple[int, int]]) -> None:
        if len(ranges) < 2:
            return
        parts, inside = self.parts(), set(ranges)
        files = {kind: [p for p in parts[kind] if _numbers(p) in inside] for kind in ("results", "draws")}
        first, last = ranges[0][0], ranges[-1][1]
        whole = {self.folder / _part(kind, first, last): found for kind, found in files.items() if found}
        with self._stopping():
            for path, found in whole.items():
                merge_files(path, found)
            append(self.folder, whole)
        self.tidy()

    def tidy(self) -> None:
        """Delete what does not count: files that were being written, parts that were merged, and what is damaged."""
        parts = self.parts()
        done = [*parts["results"], *parts["draws"]]
        kept = [hash_files([p]) for p in parts["cases"]]
        kept += [hash_files(p for p in done if _numbers(p) == r) for r in self._ranges()]
        names = {name for files in kept for name in files}
        doomed = [p for p in self.folder.iterdir() if FILE.fullmatch(p.name) and p.name not in names]
        if doomed or self.damaged_files:
            with self._stopping():
                rewrite(self.folder, kept)
        for path in (*self.folder.glob(".*.parquet"), *doomed):
            path.unlink(missing_ok=True)

    def _write_tables(self, tables: Mapping[Path, Columns]) -> None:
        """Write files that count together."""
        with self._stopping():
            for path, columns in tables.items():
                write_columns(path, columns)
            append(self.folder, tables)

    @contextmanager
    def _stopping(self) -> Iterator[None]:
        """Say how a run that cannot be written goes on."""
        try:
            yield
        except (DataError, OSError) as error:
            said = error if isinstance(error, DataError) else f"{self.folder}: {error.strerror}."
            done = len(self.draws()[DRAW])
            raise RunError(tell("runs.stopped", error=MessagePart(said), done=done, name=self.name)) from None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only one who writes, and begin with what counts alone.

        Raises
        ------
        RunError
            When another process writes, or another newind began it.
        DataError
            When its cases are damaged.
        """
        if (by := self.meta["newind"]) != (own := version("newind")):
            raise RunError(tell("runs.version", name=self.name, by=by, own=own, work=self.work))
        with self.lock_folder():
            if damaged := self.damaged_files:
                logger.info("%s", tell("runs.again", name=self.name, files=join_items(damaged)))
            self.tidy()
            yield

    @contextmanager
    def lock_folder(self) -> Iterator[None]:
        """Be the only one who changes its folder.

        Raises
        ------
        RunError
            When another process does.
        """
        with (self.folder / LOCK).open("w") as file:
            if not _lock_file(file):
                raise RunError(tell("runs.under_way", name=self.name))
            yield

    @property
    def under_way(self) -> bool:
        """Whether a process works on it."""
        try:
            with (self.folder / LOCK).open("r+") as file:
                return not _lock_file(file)
        except OSError:
            return False


def _build_draw_columns(outcomes: Sequence[CaseResult]) -> Columns:
    """Return what is kept of each draw beside its results."""
    return {
        DRAW: np.array([o.index for o in outcomes], dtype=np.int64),
        "error": np.array([o.error for o in outcomes], dtype=object),
        "seconds": np.array([o.seconds for o in outcomes], dtype=float),
        "tries": np.array([o.tries for o in outcomes], dtype=np.int64),
    }


def _part(kind: str, first: int, last: int) -> str:
    return f"{kind}-{first:08d}-{last:08d}.parquet"


def _numbers(path: Path) -> tuple[int, int]:
    _, first, last = path.stem.split("-")
    return int(first), int(last)


def case_text(case: Mapping[str, Any]) -> str:
    """Return a case as it is kept.

    Raises
    ------
    DataError
        For what is no plain data.
    """
    try:
        return json.dumps(case, ensure_ascii=False, allow_nan=False, sort_keys=True)
    except (TypeError, ValueError) as error:
        raise DataError(tell("runs.case", error=error)) from None


def file_of_cases(folder: Path, cases: Sequence[Mapping[str, Any]], first: int = 0) -> dict[Path, Columns]:
    """Return the file that keeps cases, the first of which has a given index, and what is in it."""
    texts = [case_text(case) for case in cases]
    plain = _scalars(cases)
    rows = ({"case": t} | {n: c.get(n) for n in plain if n in c} for t, c in zip(texts, cases, strict=True))
    return {
        folder / f"cases-{first:08d}.parquet": stack_tables((first + k, as_columns(row)) for k, row in enumerate(rows))
    }


def _scalars(cases: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what of cases can be columns of their own: numbers throughout, or text throughout."""
    names = dict.fromkeys(name for case in cases for name in case if name not in ("case", DRAW))
    values = {n: [case[n] for case in cases if n in case] for n in names}
    return [n for n, found in values.items() if any(all(isinstance(v, k) for v in found) for k in (str, (int, float)))]


def _lock_file(file: Any) -> bool:
    """Lock a file until it is closed, which the system does for a process that is killed."""
    try:
        import fcntl
    except ImportError:  # no such locks on this system
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
