"""Runs in a folder: what was asked, and what came of each case, in Parquet files that are there whole or not at all.

A run is a folder: ``run.json`` (what is asked), ``accounts.npz``, ``cases-*.parquet``, and for each part of what is
done ``results-A-B.parquet`` (rows by draw) and ``draws-A-B.parquet`` (each draw's error, time and tries), with the
first and last number of the parts in it. A part counts from the moment its ``draws`` file is there; a merged part
takes the place of those within its numbers. Whatever moment a run is killed at, what is there is valid.
"""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts import store as accounts_store
from newind.errors import DataError, RunError, Sentence, tell
from newind.pathways.columns import DRAW, apart, as_columns, stacked
from newind.pathways.parquet import LIMIT, asked, read_columns, write_columns, write_merged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.pathways.cases import Outcome
    from newind.pathways.columns import Columns

SCHEMA_VERSION = 1
"""Layout of the folder of a run."""
META, ACCOUNTS, LOCK = "run.json", "accounts.npz", "lock"
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
        """What it is called."""
        return self.folder.name

    @property
    def work(self) -> str:
        """Its kind."""
        return str(self.meta["work"])

    @property
    def request(self) -> dict[str, Any]:
        """What is asked."""
        return dict(self.meta["request"])

    @property
    def seed(self) -> int:
        """Of its random numbers."""
        return int(self.meta["seed"])

    @cached_property
    def accounts(self) -> Accounts:
        """What it starts from."""
        return accounts_store.load(self.folder / ACCOUNTS)

    # ---- cases
    def cases(self) -> list[dict[str, Any]]:
        """Return the cases, in order."""
        files = sorted(self.folder.glob("cases-*.parquet"))
        if not files:
            return []
        found = read_columns(files)
        return [json.loads(text) for text in found["case"][np.argsort(found[DRAW], kind="stable")]]

    def add_cases(self, cases: Sequence[Mapping[str, Any]], first: int) -> None:
        """Write down further cases, the first of which has a given index.

        Raises
        ------
        RunError
            When the disk is full.
        """
        texts = [case_text(case) for case in cases]
        plain = _scalars(cases)
        rows = ({"case": t} | {n: c.get(n) for n in plain if n in c} for t, c in zip(texts, cases, strict=True))
        shown = stacked((first + k, as_columns(row)) for k, row in enumerate(rows))
        self._written(self.folder / f"cases-{first:08d}.parquet", shown)

    # ---- what is done
    def parts(self) -> dict[str, list[Path]]:
        """Return the files that count, by kind: ``results``, ``draws``, ``cases``."""
        chosen = self._ranges()
        files = {
            kind: [p for r in chosen if (p := self.folder / _part(kind, *r)).exists()] for kind in ("results", "draws")
        }
        return files | {"cases": sorted(self.folder.glob("cases-*.parquet"))}

    def _ranges(self) -> list[tuple[int, int]]:
        """Return the numbers of parts that count: of those within others, the others."""
        found = [m for p in self.folder.iterdir() if (m := PART.fullmatch(p.name)) and m[1] == "draws"]
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
            return _told([])
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
        return apart(read_columns(files)) if files else {}

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
        return asked(statement, {kind: files for kind, files in self.parts().items() if files}, limit)

    # ---- writing
    def write(self, outcomes: Sequence[Outcome]) -> None:
        """Write what came of draws, all of them or none.

        Raises
        ------
        RunError
            When the disk is full; what was there stays.
        """
        ranges = self._ranges()
        number = ranges[-1][1] + 1 if ranges else 0
        good = [(o.index, o.value) for o in outcomes if o.error is None]
        if good:
            self._written(self.folder / _part("results", number, number), stacked(good))
        self._written(self.folder / _part("draws", number, number), _told(outcomes))
        small = [r for r in ranges if r[0] == r[1]]
        if len(small) >= MOST:
            self._merged(small)

    def merge(self) -> None:
        """Make one part of all; whenever this is stopped, the parts that count hold each draw once."""
        self._merged(self._ranges())

    def _merged(self, ranges: Sequence[tuple[int, int]]) -> None:
        if len(ranges) < 2:
            return
        for kind in ("results", "draws"):
            files = [p for r in ranges if (p := self.folder / _part(kind, *r)).exists()]
            if files:
                try:
                    write_merged(self.folder / _part(kind, ranges[0][0], ranges[-1][1]), files)
                except DataError as error:
                    raise self._stopped(error) from None
        self.tidy()

    def tidy(self) -> None:
        """Delete what does not count: files that were being written, and parts that were merged."""
        kept = {path for files in self.parts().values() for path in files}
        begun = (p for p in self.folder.glob(".*.parquet"))
        for path in (*begun, *(p for p in self.folder.iterdir() if PART.fullmatch(p.name) and p not in kept)):
            path.unlink(missing_ok=True)

    def _written(self, path: Path, columns: Columns) -> None:
        try:
            write_columns(path, columns)
        except DataError as error:
            raise self._stopped(error) from None

    def _stopped(self, error: DataError) -> RunError:
        done = len(self.draws()[DRAW])
        return RunError(tell("runs.stopped", error=Sentence(error), done=done, name=self.name))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only one who writes, and begin with what counts alone.

        Raises
        ------
        RunError
            When another process writes.
        """
        with (self.folder / LOCK).open("w") as file:
            if not _locked(file):
                raise RunError(tell("runs.under_way", name=self.name))
            self.tidy()
            yield

    @property
    def under_way(self) -> bool:
        """Whether a process works on it."""
        try:
            with (self.folder / LOCK).open("r+") as file:
                return not _locked(file)
        except OSError:
            return False


def _told(outcomes: Sequence[Outcome]) -> Columns:
    """Return what is kept of each draw beside its results."""
    return {
        DRAW: np.array([o.index for o in outcomes], dtype=np.int64),
        "error": np.array([o.error for o in outcomes], dtype=object),
        "seconds": np.array([o.seconds for o in outcomes], dtype=float),
        "tries": np.array([o.tries for o in outcomes], dtype=np.int64),
    }


def _part(kind: str, first: int, last: int) -> str:
    return f"{kind}-{first:08d}-{last:08d}.parquet"


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


def _scalars(cases: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what of cases can be columns of their own: numbers throughout, or text throughout."""
    names = dict.fromkeys(name for case in cases for name in case if name not in ("case", DRAW))
    values = {n: [case[n] for case in cases if n in case] for n in names}
    return [n for n, found in values.items() if any(all(isinstance(v, k) for v in found) for k in (str, (int, float)))]


def _locked(file: Any) -> bool:
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
