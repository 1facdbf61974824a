"""Workbooks are read in a process of its own with limits, so that a damaged one ends that and not the program.

The library asks for as much memory as a workbook says that it holds, and aborts its process where there is less: one
number in a file of twelve kilobytes was enough to end a program. The process starts with the first workbook, reads one
after another, and ends with the program.
"""

from __future__ import annotations

import atexit
import os
import pickle
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from newind.errors import DataError, tell

GIGABYTES, SECONDS = 4, 300
"""Memory, and time of the processor, that reading a workbook may take."""
SERVER = Path(__file__).with_name("workbook_server.py")
Cells = list[list[Any]]
Range = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Workbook:
    """Contents of a workbook as read.

    Parameters
    ----------
    names : list of str
        All its sheets, in order.
    cells : mapping
        Of each sheet that was asked for: rows of cells (text, numbers, empty text).
    merged : mapping
        Of each: the first and the last cell of merged ranges, row and column counted from 0.
    """

    names: list[str]
    cells: dict[str, Cells]
    merged: dict[str, list[Range]]


@dataclass
class _ReaderProcess:
    """The process that reads, of the process whose number is kept with it."""

    lock: Lock = field(default_factory=Lock)
    process: subprocess.Popen[bytes] | None = None
    owner: int = 0

    def ask(self, request: tuple[Any, ...]) -> Any:
        """Return the answer, None where the process ended over it."""
        with self.lock:
            process = self._running()
            try:
                pickle.dump(request, process.stdin)  # type: ignore[arg-type]
                process.stdin.flush()  # type: ignore[union-attr]
                return pickle.load(process.stdout)  # type: ignore[arg-type]
            except (EOFError, OSError, pickle.UnpicklingError):
                self.end()
                return None
            except BaseException:  # an interrupt, after which an answer is still under way
                self.end()
                raise

    def end(self) -> None:
        """End the process."""
        ended, self.process = self.process, None
        if ended is not None and self.owner == os.getpid():
            ended.kill()
            with suppress(OSError), ended:  # closes what leads to it, and waits
                pass

    def _running(self) -> subprocess.Popen[bytes]:
        if self.process is None or self.owner != os.getpid() or self.process.poll() is not None:
            self.end()
            command = [sys.executable, "-I", "-S", str(SERVER), os.pathsep.join(sys.path), str(GIGABYTES), str(SECONDS)]
            pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
            self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nowhere)
            self.owner = os.getpid()
        return self.process


_server = _ReaderProcess()
atexit.register(_server.end)


def read_workbook(
    path: Path, names: frozenset[str] | None = None, *, sheets: int | None = None, rows: int | None = None
) -> Workbook:
    """Return sheets of a workbook.

    Parameters
    ----------
    path : Path
    names : frozenset of str, optional
        Sheets that are read, where they are there; all by default.
    sheets, rows : int, optional
        How many of them, and how many rows of each, are read at most.

    Raises
    ------
    DataError
        When the file is truncated, corrupt or no workbook, has a password, or is beyond the limits.
    """
    found = _server.ask((str(path.absolute()), names, sheets, rows))
    if found is None:
        raise DataError(tell("sheet.beyond", path=path, gigabytes=GIGABYTES, seconds=SECONDS))
    if isinstance(found, str):
        if "password" in found:
            raise DataError(tell("sheet.password", path=path))
        raise DataError(tell("sheet.corrupt", path=path, error=found))
    return Workbook(*found)
